//! The certified provider of OpenID Connect that sign-in is tested against: a library for Node, in the versions that
//! are written down beside the test.

use super::machine::{debian, on_path};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Beside the script that uses it.
const WRITTEN_DOWN: &str = "crates/people/tests/oidc/provider";
/// What npm reads.
const LISTS: [&str; 2] = ["package.json", "package-lock.json"];

/// Where the tests find it.
pub(super) fn folder(root: &Path) -> PathBuf {
    root.join("target/tools/oidc")
}

/// Brings it, if it is not there in these versions. Without Node, npm or a network the test of it says that it was
/// skipped; so does this.
pub(super) fn bring(root: &Path) {
    if let Err(error) = try_to_bring(root) {
        println!("SKIPPED: sign-in is not tested against a certified provider: {error:#}");
    }
}

fn try_to_bring(root: &Path) -> Result<()> {
    let (from, to) = (root.join(WRITTEN_DOWN), folder(root));
    if is_there(&from, &to) {
        return Ok(());
    }
    if on_path("npm").is_none() || on_path("node").is_none() {
        debian(&["nodejs", "npm"]).context("it needs node and npm")?;
    }
    println!("installing oidc-provider into target/tools/oidc");
    // What is there of another version goes first.
    if to.exists() {
        fs::remove_dir_all(&to).context("removing what was there")?;
    }
    fs::create_dir_all(&to).context("making its folder")?;
    for list in LISTS {
        fs::copy(from.join(list), to.join(list)).with_context(|| format!("copying {list}"))?;
    }
    // Its libraries run nothing while they are installed.
    let status =
        Command::new("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&to).status();
    if status.context("starting npm")?.success() {
        // Written last: half an installation is none.
        return fs::copy(from.join(LISTS[1]), to.join(MARK)).map(drop).context("marking it");
    }
    anyhow::bail!("npm ci failed")
}

/// A copy of the list that was installed.
const MARK: &str = "installed.json";

fn is_there(from: &Path, to: &Path) -> bool {
    let wanted = fs::read(from.join(LISTS[1])).ok();
    wanted.is_some() && wanted == fs::read(to.join(MARK)).ok()
}

#[cfg(test)]
mod tests {
    use super::{LISTS, MARK, is_there};
    use std::fs;

    #[test]
    fn only_the_same_versions_are_there() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let is = || is_there(from.path(), to.path());
        assert!(!is(), "nothing is written down");
        fs::write(from.path().join(LISTS[1]), "1").unwrap();
        assert!(!is(), "nothing is installed");
        fs::write(to.path().join(MARK), "0").unwrap();
        assert!(!is(), "another version");
        fs::write(to.path().join(MARK), "1").unwrap();
        assert!(is());
    }
}
