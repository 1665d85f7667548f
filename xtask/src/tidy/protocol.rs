//! The wire protocol moves on purpose: its document and its frames are pinned together.

use super::Finding;
use crate::tree::Tree;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

const LOCK: &str = "xtask/protocol.lock";
const DOCUMENT: &str = "docs/protocol.md";
const HEAD: &str =
    "# SHA-256 of the wire protocol, white space aside. After a change that was meant: cargo xtask protocol\n";
const DO: &str = "bring docs/protocol.md and the frames together, then `cargo xtask protocol`";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let lock = tree.bytes(LOCK).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    let pinned: BTreeMap<&str, &str> =
        lock.lines().filter_map(|line| line.split_once("  ")).map(|(a, b)| (b, a)).collect();
    let now = hashes(tree);
    let moved = now.iter().filter(|(path, hash)| pinned.get(*path) != Some(&hash.as_str()));
    let mut found: Vec<_> =
        moved.map(|(path, _)| Finding::fail(path, 0, format!("is not as in {LOCK}: {DO}"))).collect();
    let gone = pinned.keys().filter(|path| !now.contains_key(**path));
    found.extend(gone.map(|path| Finding::fail(LOCK, 0, format!("{path} is gone: {DO}"))));
    if !now.contains_key(DOCUMENT) {
        found.push(Finding::fail(DOCUMENT, 0, "the protocol is not written down"));
    }
    found
}

/// Writes the lock.
pub fn record(root: &Path) -> Result<ExitCode> {
    let mut lock = HEAD.to_owned();
    for (path, hash) in hashes(&Tree::read(root)?) {
        let _ = writeln!(lock, "{hash}  {path}");
    }
    std::fs::write(root.join(LOCK), lock).with_context(|| format!("writing {LOCK}"))?;
    println!("{LOCK} is written");
    Ok(ExitCode::SUCCESS)
}

fn hashes(tree: &Tree) -> BTreeMap<&str, String> {
    let is_part = |path: &str| {
        path == DOCUMENT || path == "crates/chat/src/socket/frame.rs" || path.starts_with("crates/chat/src/frames/")
    };
    tree.texts(&["md", "rs"]).filter(|(path, _)| is_part(path)).map(|(path, text)| (path, hash(text))).collect()
}

/// Another line break or comma of the formatter is no change.
fn hash(text: &str) -> String {
    let mut packed: String = text.split_whitespace().collect();
    for close in [")", "]", "}", ">"] {
        packed = packed.replace(&format!(",{close}"), close);
    }
    hex(&Sha256::digest(packed))
}

/// Lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::{check, hash, hashes};
    use crate::tidy::places;
    use crate::tree::Tree;
    use std::fmt::Write;

    const FRAME: &str = "crates/chat/src/frames/phone.rs";

    fn lock_of(files: &[(&str, &str)]) -> String {
        hashes(&Tree::of(files)).iter().fold(String::new(), |mut lock, (path, hash)| {
            let _ = writeln!(lock, "{hash}  {path}");
            lock
        })
    }

    #[test]
    fn a_frame_does_not_move_alone() {
        let [document, frame] = [("docs/protocol.md", "a | b"), (FRAME, "f(a, b)")];
        let lock = lock_of(&[document, frame]);
        let with = |frame| check(&Tree::of(&[document, (FRAME, frame), ("xtask/protocol.lock", &lock)]));
        assert_eq!(with("f(\n    a,\n    b,\n)"), []);
        assert_eq!(places(&with("f(a, c)")), [format!("{FRAME}:0")]);
    }

    #[test]
    fn a_lost_file_is_seen() {
        let lock = lock_of(&[("docs/protocol.md", ""), (FRAME, "")]);
        let found = check(&Tree::of(&[("docs/protocol.md", ""), ("xtask/protocol.lock", &lock)]));
        assert_eq!(places(&found), ["xtask/protocol.lock:0"]);
        assert_eq!(check(&Tree::of(&[])).len(), 1);
        assert_ne!(hash("a b"), hash("a c"));
    }
}
