//! Rules of this repository that no compiler knows. Each is a small function from the tree to what it found.

mod assets;
mod dependencies;
mod length;
mod literals;
mod migrations;
pub mod protocol;
mod sql;
mod templates;
mod vendor;
mod wording;
mod words;

use crate::tree::Tree;
use anyhow::Result;
use std::path::Path;
use std::process::ExitCode;

/// What a rule found, and what to do about it.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    path: String,
    /// From 1; 0 for the whole file.
    line: usize,
    level: Level,
    say: String,
}

/// Whether a finding stops the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Said, no more.
    Warn,
    /// Stops the tests.
    Fail,
}

impl Finding {
    fn fail(path: &str, line: usize, say: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, level: Level::Fail, say: say.into() }
    }

    fn warn(path: &str, say: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line: 0, level: Level::Warn, say: say.into() }
    }
}

type Rule = fn(&Tree) -> Vec<Finding>;

const RULES: &[(&str, Rule)] = &[
    ("length of files", length::check),
    ("dependencies between crates", dependencies::check),
    ("SQL in its rooms", sql::check),
    ("pages under the content security policy", templates::check),
    ("words in Fluent files only", templates::check_words),
    ("keys of Fluent files", words::check),
    ("vendored files", vendor::check),
    ("migrations", migrations::check),
    ("wire protocol", protocol::check),
    ("budgets of pages", assets::check),
    ("words that do not belong", wording::check),
];

/// Runs every rule, and says what it found.
pub fn run(root: &Path) -> Result<ExitCode> {
    let counts = check(root)?;
    println!("xtask: {} passed, {} failed", counts.0, counts.1);
    Ok(if counts.1 == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs every rule, prints what they found, and counts the rules: kept, broken.
pub fn check(root: &Path) -> Result<(usize, usize)> {
    let tree = Tree::read(root)?;
    let mut broken = 0;
    for (name, rule) in RULES {
        let found = rule(&tree);
        for Finding { path, line, level, say } in &found {
            let word = if *level == Level::Fail { "error" } else { "warning" };
            let place = if *line == 0 { path.clone() } else { format!("{path}:{line}") };
            println!("{word}: {place}: {say} [{name}]");
        }
        broken += usize::from(found.iter().any(|finding| finding.level == Level::Fail));
    }
    Ok((RULES.len() - broken, broken))
}

/// What failed, in short, for the tests of the rules: `path:line`.
#[cfg(test)]
fn places(found: &[Finding]) -> Vec<String> {
    found.iter().map(|it| format!("{}:{}", it.path, it.line)).collect()
}
