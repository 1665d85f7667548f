//! Tasks of the repository: `cargo xtask TASK`.

mod bench;
mod notices;
mod test;
mod tidy;
mod tree;

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask TASK

  test [STEP…]  everything that must pass, or only the named steps: fmt tidy clippy deny build test
  tidy          only the rules of this repository that no compiler knows
  protocol      records the wire protocol in xtask/protocol.lock, after a change that was meant
  bench [WHAT…] measures, built for release: room (the live room), opinion (from answers to groups), coach (hints on
                labelled texts, and their time); all without WHAT
  notices       writes THIRD-PARTY-NOTICES and the list behind /licenses, after a change of dependencies
";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = root()?;
    match words.as_slice() {
        ["test", steps @ ..] => test::run(&root, steps),
        ["tidy"] => tidy::run(&root),
        ["protocol"] => tidy::protocol::record(&root),
        ["bench", what @ ..] => bench::run(&root, what),
        ["notices"] => notices::write(&root),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        other => bail!("no task '{}'\n\n{HELP}", other.join(" ")),
    }
}

/// The folder of the workspace.
fn root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(Path::to_path_buf).context("xtask stands in the workspace")
}
