//! Cargo as a child, and what its tests say at the end.

use super::Counts;
use anyhow::{Context, Result};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// The same cargo that runs this task.
pub(super) fn cargo(root: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    // Set for this task by `cargo run`; a build inside must not see them.
    for (name, _) in std::env::vars_os() {
        let of_run =
            name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"));
        if of_run {
            command.env_remove(&name);
        }
    }
    command
}

/// One call of cargo, which holds or does not.
pub(super) fn step(root: &Path, arguments: &[&str]) -> Result<Counts> {
    println!("cargo {}", arguments.join(" "));
    let status = cargo(root).args(arguments).status().context("starting cargo")?;
    let held = usize::from(status.success());
    Ok(Counts { passed: held, failed: 1 - held })
}

/// Tests of the whole program that run on PostgreSQL once more.
const ON_POSTGRES: &[&str] = &["--test", "wire", "--test", "endpoints", "--test", "crash", "--test", "abuse"];

/// All tests, those in the documentation too; then those through a running server with PostgreSQL behind it. The sums
/// are those of cargo's closing lines.
pub(super) fn tests(root: &Path, postgres: &str) -> Result<Counts> {
    let every = ["test", "--workspace", "--all-features", "--no-fail-fast"];
    let first = counted(cargo(root).args(every).env("TEST_POSTGRES", postgres))?;
    // The same choice of features, so that nothing is built anew.
    println!("once more, on PostgreSQL:");
    let mut again = cargo(root);
    again.args(every).args(ON_POSTGRES).env("TEST_POSTGRES", postgres).env("TEST_ENGINE", "postgres");
    let second = counted(&mut again)?;
    Ok(Counts { passed: first.passed + second.passed, failed: first.failed + second.failed })
}

fn counted(command: &mut Command) -> Result<Counts> {
    let arguments: Vec<_> = command.get_args().map(|it| it.to_string_lossy().into_owned()).collect();
    println!("cargo {}", arguments.join(" "));
    command.stdout(Stdio::piped());
    let mut child = command.spawn().context("starting cargo")?;
    let out = child.stdout.take().context("cargo has an output")?;
    let mut counts = Counts::default();
    for line in BufReader::new(out).split(b'\n') {
        let line = line.context("reading the output of cargo")?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        if let Some(closing) = closing(&line) {
            counts.passed += closing.passed;
            counts.failed += closing.failed;
        }
    }
    let status = child.wait().context("waiting for cargo")?;
    if !status.success() && counts.failed == 0 {
        // A test that did not build, or a process that died without a closing line.
        counts.failed = 1;
    }
    Ok(counts)
}

/// `test result: ok. 3 passed; 0 failed; …`
fn closing(line: &str) -> Option<Counts> {
    let (_, sums) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let number = |word: &str| {
        let part = sums.split("; ").find(|part| part.ends_with(word))?;
        part.split(' ').next()?.parse().ok()
    };
    Some(Counts { passed: number(" passed")?, failed: number(" failed")? })
}

#[cfg(test)]
mod tests {
    use super::{Counts, closing};

    #[test]
    fn closing_lines_are_summed() {
        let ok = "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.16s";
        assert_eq!(closing(ok), Some(Counts { passed: 12, failed: 0 }));
        let bad = "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s";
        assert_eq!(closing(bad), Some(Counts { passed: 3, failed: 2 }));
        assert_eq!(closing("test passes::here ... ok"), None);
    }
}
