//! `cargo xtask bench`: how fast the live room is, as ratios in one run on this machine.

use anyhow::{Result, ensure};
use std::path::Path;
use std::process::{Command, ExitCode};

/// Rooms that are rehearsed, by number of phones.
const ROOMS: &[&str] = &["100", "500", "2000", "5000"];

/// Builds for release and measures: group commit against one commit per swipe, then whole rooms over real sockets.
pub fn run(root: &Path) -> Result<ExitCode> {
    let cargo = |arguments: &[&str]| command(root, "cargo", arguments);
    cargo(&["build", "--release", "--package", "candor"])?;
    println!("== durable swipes, phones that wait for each acknowledgement ==");
    cargo(&["run", "--quiet", "--release", "--package", "chat", "--example", "commit_rate"])?;
    println!("\n== whole rooms: everybody joins, then swipes the moment a take opens ==");
    let program = root.join("target/release/candor");
    for voices in ROOMS {
        command(root, &program.to_string_lossy(), &["rehearse", "--voices", voices, "--takes", "3"])?;
    }
    println!("\nPhones and server share this machine: read rates as ratios, counts as they are.");
    Ok(ExitCode::SUCCESS)
}

fn command(root: &Path, program: &str, arguments: &[&str]) -> Result<()> {
    let status = Command::new(program).args(arguments).current_dir(root).status()?;
    ensure!(status.success(), "{program} {} failed", arguments.join(" "));
    Ok(())
}
