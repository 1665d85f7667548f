//! What the tests need beside Rust: a browser with its driver, and the programs of PostgreSQL.

use super::postgres;
use anyhow::{Context, Result, bail};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A package of Debian, and how to see that it is there.
type Package = (&'static str, fn() -> bool);

const PACKAGES: &[Package] = &[
    ("chromium", || on_path("chromium").is_some()),
    ("chromium-driver", || on_path("chromedriver").is_some()),
    ("postgresql", || std::env::var_os(postgres::GIVEN).is_some() || postgres::programs().is_some()),
];

/// Installs what is missing, on Debian as root; elsewhere says what to install.
pub(super) fn prepare() -> Result<()> {
    let missing: Vec<&str> = PACKAGES.iter().filter(|(_, there)| !there()).map(|(name, _)| *name).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages = missing.join(" ");
    debian(&missing).with_context(|| format!("the tests need {packages} (names of Debian packages)"))?;
    match PACKAGES.iter().find(|(_, there)| !there()) {
        Some((name, _)) => bail!("{name} was installed and still cannot be found"),
        None => Ok(()),
    }
}

/// Installs packages, on Debian as root.
pub(super) fn debian(packages: &[&str]) -> Result<()> {
    if !(is_root() && Path::new("/etc/debian_version").exists()) {
        bail!("install them, or run this as root on Debian");
    }
    println!("installing {}", packages.join(" "));
    apt(&["update"])?;
    apt(&[&["install", "--yes", "--no-install-recommends"][..], packages].concat())
}

fn apt(arguments: &[&str]) -> Result<()> {
    let status = Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive").status();
    if status.context("starting apt-get")?.success() {
        return Ok(());
    }
    bail!("apt-get {} failed", arguments.join(" "))
}

/// Whether this process may install packages. Its own entry in /proc belongs to its user.
pub(super) fn is_root() -> bool {
    Path::new("/proc/self").metadata().is_ok_and(|it| it.uid() == 0)
}

/// Where a program is.
pub(super) fn on_path(program: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(program)).find(|file| file.is_file())
}
