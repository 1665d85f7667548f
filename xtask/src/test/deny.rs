//! `cargo deny`: licences, sources, duplicates and, where its database can be reached, advisories.

use super::Counts;
use super::cargo::{cargo, step};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const VERSION: &str = "0.20.2";
const ADVISORIES: &str = "https://github.com/rustsec/advisory-db";

pub(super) fn check(root: &Path) -> Result<Counts> {
    let notices = crate::notices::are_current(root)?;
    let Some(program) = program(root)? else {
        println!("licences, sources and advisories are NOT checked: cargo-deny {VERSION} could not be installed");
        return Ok(Counts { passed: usize::from(notices), failed: usize::from(!notices) });
    };
    let run = |what: &[&str]| -> Result<bool> {
        println!("cargo deny check {}", what.join(" "));
        let mut deny = Command::new(&program);
        deny.args(["--workspace", "--all-features", "--log-level", "error", "check"]).args(what);
        // It asks cargo about the workspace, by this name.
        let status = deny.current_dir(root).env("CARGO", cargo(root).get_program()).status();
        Ok(status.context("starting cargo-deny")?.success())
    };
    let mut held = vec![notices, run(&["bans", "licenses", "sources"])?];
    if reachable() {
        held.push(run(&["advisories"])?);
    } else {
        println!("advisories are NOT checked: {ADVISORIES} cannot be reached from here");
    }
    let passed = held.iter().filter(|held| **held).count();
    Ok(Counts { passed, failed: held.len() - passed })
}

/// The installed cargo-deny, or one of our own, made now if need be.
fn program(root: &Path) -> Result<Option<PathBuf>> {
    let tools = root.join("target/tools");
    let own = tools.join("bin/cargo-deny");
    let found = [PathBuf::from("cargo-deny"), own.clone()].into_iter().find(|program| answers(program));
    if found.is_some() {
        return Ok(found);
    }
    println!("installing cargo-deny {VERSION} into target/tools: about four minutes, once");
    let folder = tools.to_string_lossy();
    let made = step(root, &["install", "--locked", "--version", VERSION, "--root", &folder, "cargo-deny"])?;
    Ok((made.failed == 0).then_some(own))
}

fn answers(program: &Path) -> bool {
    let asked = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    asked.is_ok_and(|status| status.success())
}

fn reachable() -> bool {
    let mut asked = Command::new("timeout");
    asked.args(["20", "git", "ls-remote", "--exit-code", ADVISORIES, "HEAD"]).env("GIT_TERMINAL_PROMPT", "0");
    asked.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}
