//! `cargo xtask bench [room|opinion|coach]`: how fast it is, as ratios in one run on this machine; of the coach also how
//! right.

use anyhow::{Result, bail, ensure};
use std::path::Path;
use std::process::{Command, ExitCode};

/// Rooms that are rehearsed, by number of phones.
const ROOMS: &[&str] = &["100", "500", "2000", "5000"];

/// Builds for release and measures what is named; everything when nothing is.
pub fn run(root: &Path, what: &[&str]) -> Result<ExitCode> {
    for name in if what.is_empty() { &["room", "opinion", "coach"] } else { what } {
        match *name {
            "room" => room(root)?,
            "opinion" => opinion(root)?,
            "coach" => coach(root)?,
            other => bail!("nothing called '{other}' is measured; there are: room opinion coach"),
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// From answers to groups, by size of the room.
fn opinion(root: &Path) -> Result<()> {
    println!("== what the room thinks, by size ==");
    command(root, "cargo", &["run", "--quiet", "--release", "--package", "opinion", "--example", "scale"])
}

/// What the coach sees in labelled texts, beside what is in them, and how long it takes.
fn coach(root: &Path) -> Result<()> {
    println!("== the coach on labelled texts ==\n");
    command(root, "cargo", &["run", "--quiet", "--release", "--package", "coach", "--example", "evaluate"])
}

/// Group commit against one commit per swipe, then whole rooms over real sockets.
fn room(root: &Path) -> Result<()> {
    let cargo = |arguments: &[&str]| command(root, "cargo", arguments);
    cargo(&["build", "--release", "--package", "candor"])?;
    println!("== durable swipes, phones that wait for each acknowledgement ==");
    cargo(&["run", "--quiet", "--release", "--package", "chat", "--example", "commit_rate"])?;
    println!("\n== whole rooms: everybody joins, then swipes the moment a take opens ==");
    let program = root.join("target/release/candor");
    for voices in ROOMS {
        command(root, &program.to_string_lossy(), &["rehearse", "--voices", voices, "--takes", "3"])?;
    }
    println!("\nPhones and server share this machine: read rates as ratios, counts as they are.\n");
    Ok(())
}

fn command(root: &Path, program: &str, arguments: &[&str]) -> Result<()> {
    let status = Command::new(program).args(arguments).current_dir(root).status()?;
    ensure!(status.success(), "{program} {} failed", arguments.join(" "));
    Ok(())
}
