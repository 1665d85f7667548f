//! The files of the repository, read once.

use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Folders that hold nothing of ours.
const ELSEWHERE: &[&str] = &["target", ".git", ".data", "node_modules"];

/// Every file, by its path from the root with `/` between folders.
#[derive(Debug, Default)]
pub struct Tree {
    files: BTreeMap<String, Vec<u8>>,
}

impl Tree {
    /// Reads a folder.
    pub fn read(root: &Path) -> Result<Self> {
        let mut tree = Self::default();
        tree.add(root, "")?;
        Ok(tree)
    }

    fn add(&mut self, folder: &Path, prefix: &str) -> Result<()> {
        for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let (path, kind) = (format!("{prefix}{name}"), entry.file_type()?);
            if kind.is_dir() && !ELSEWHERE.contains(&name.as_str()) {
                self.add(&entry.path(), &format!("{path}/"))?;
            } else if kind.is_file() {
                let bytes = fs::read(entry.path()).with_context(|| format!("reading {path}"))?;
                self.files.insert(path, bytes);
            }
        }
        Ok(())
    }

    /// A made-up tree.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        Self { files: files.collect() }
    }

    /// The bytes of one file.
    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// Every path.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Every file below a folder, with its bytes.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = (&str, &[u8])> {
        self.files
            .iter()
            .filter(move |(path, _)| path.starts_with(folder))
            .map(|(path, bytes)| (path.as_str(), &bytes[..]))
    }

    /// Every text file of ours with one of these endings. What others wrote, and what tests recorded, is left out.
    pub fn texts(&self, endings: &'static [&'static str]) -> impl Iterator<Item = (&str, &str)> {
        let of_us = |path: &str| !path.split('/').any(|part| part == "vendor" || part == "snapshots");
        let wanted = move |path: &str| endings.contains(&ending(path));
        let files = self.files.iter().filter(move |(path, _)| of_us(path) && wanted(path));
        files.filter_map(|(path, bytes)| Some((path.as_str(), std::str::from_utf8(bytes).ok()?)))
    }
}

/// What follows the last dot: `rs`.
pub fn ending(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

/// The crate a path belongs to: `chat` for `crates/chat/src/lib.rs`.
pub fn crate_of(path: &str) -> Option<&str> {
    path.strip_prefix("crates/")?.split('/').next()
}

/// The line of a byte position, from 1.
pub fn line_of(text: &str, at: usize) -> usize {
    text.match_indices('\n').take_while(|(n, _)| *n < at).count() + 1
}

#[cfg(test)]
mod tests {
    use super::{Tree, crate_of, line_of};

    #[test]
    fn texts_are_ours() {
        let tree = Tree::of(&[("a.rs", ""), ("crates/web/vendor/b.js", ""), ("c/snapshots/d.rs", ""), ("e.js", "")]);
        assert_eq!(tree.texts(&["rs", "js"]).map(|(path, _)| path).collect::<Vec<_>>(), ["a.rs", "e.js"]);
    }

    #[test]
    fn places() {
        assert_eq!((crate_of("crates/chat/src/lib.rs"), crate_of("xtask/src/main.rs")), (Some("chat"), None));
        assert_eq!([0, 2, 3, 9].map(|at| line_of("a\nb\nc", at)), [1, 2, 2, 3]);
    }
}
