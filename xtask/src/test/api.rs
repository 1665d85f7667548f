//! The API, tried out by schemathesis: thousands of requests, good and bad, held against the document of the API.

use super::Counts;
use super::cargo::cargo;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The version that is known to work.
const VERSION: &str = "4.32.5";
/// Seconds for all of it.
const TIME: &str = "150";

/// Tries the API out on the data of the demo, or says that it was not.
pub(super) fn check(root: &Path) -> Result<Counts> {
    let Some(program) = program(root) else {
        println!("the API is NOT tried out: schemathesis {VERSION} cannot be installed (python3 with venv, and PyPI)");
        return Ok(Counts { passed: 0, failed: 0 });
    };
    let mut example = cargo(root);
    example.args(["run", "--quiet", "--package", "candor", "--example", "api_check", "--"]).arg(program);
    example.arg(root.join("xtask/schemathesis.toml")).args(["--max-time", TIME]);
    let status = example.status().context("starting the server that is tried out")?;
    Ok(Counts { passed: usize::from(status.success()), failed: usize::from(!status.success()) })
}

/// Schemathesis in a folder of its own, installed now if need be. None if that is not possible here.
fn program(root: &Path) -> Option<PathBuf> {
    let home = root.join("target/tools/schemathesis");
    let program = home.join("bin/st");
    if is_right(&program) {
        return Some(program);
    }
    println!("installing schemathesis {VERSION} into target/tools: about half a minute, once");
    let made = run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&home));
    let wanted = format!("schemathesis=={VERSION}");
    let installed = made
        && run(Command::new(home.join("bin/pip")).args(["install", "--quiet", "--disable-pip-version-check", &wanted]));
    (installed && is_right(&program)).then_some(program)
}

fn run(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn is_right(program: &Path) -> bool {
    let asked = Command::new(program).arg("--version").stdin(Stdio::null()).output();
    asked.is_ok_and(|it| it.status.success() && String::from_utf8_lossy(&it.stdout).contains(VERSION))
}
