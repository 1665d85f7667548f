//! Files of others are listed with their hash, and never edited.

use super::Finding;
use super::protocol::hex;
use crate::tree::Tree;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use toml::{Table, Value};

const LIST: &str = "VENDOR.toml";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let lists: Vec<&str> = tree.paths().filter(|path| path.rsplit('/').next() == Some(LIST)).collect();
    let mut found: Vec<_> = lists.iter().flat_map(|list| of(tree, list)).collect();
    let homes: Vec<&str> = lists.iter().filter_map(|list| list.strip_suffix(LIST)).collect();
    let homeless =
        tree.paths().filter(|path| path.contains("/vendor/") && !homes.iter().any(|home| path.starts_with(home)));
    found.extend(homeless.map(|path| Finding::fail(path, 0, "a vendored file without a VENDOR.toml: list it")));
    found
}

fn of(tree: &Tree, list: &str) -> Vec<Finding> {
    let text = tree.bytes(list).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    let Ok(table) = text.parse::<Table>() else { return vec![Finding::fail(list, 0, "not TOML")] };
    let home = list.strip_suffix(LIST).unwrap_or_default();
    let files = table.get("file").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut found = Vec::new();
    let mut listed = BTreeSet::from([list.to_owned()]);
    for file in files {
        let field = |name: &str| file.get(name).and_then(Value::as_str).unwrap_or_default();
        for name in ["package", "version", "path", "sha256", "spdx", "licence"] {
            if field(name).is_empty() {
                found.push(Finding::fail(list, 0, format!("'{}' has no {name}", field("path"))));
            }
        }
        let [path, licence] = ["path", "licence"].map(|name| format!("{home}{}", field(name)));
        match tree.bytes(&path).map(|bytes| hex(&Sha256::digest(bytes))) {
            None => found.push(Finding::fail(&path, 0, format!("is listed in {list} and missing"))),
            Some(hash) if hash != field("sha256") => {
                found.push(Finding::fail(&path, 0, format!("is {hash}, not as in {list}: never edit a vendored file")));
            }
            Some(_) => {}
        }
        if tree.bytes(&licence).is_none() {
            found.push(Finding::fail(&licence, 0, format!("the licence that {list} names is missing")));
        }
        listed.extend([path, licence]);
    }
    let unlisted = tree.below(home).map(|(path, _)| path).filter(|path| !listed.contains(*path));
    found.extend(unlisted.map(|path| Finding::fail(path, 0, format!("is not in {list}: list it, or remove it"))));
    found
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::places;
    use crate::tree::Tree;

    // Of "abc".
    const HASH: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn found(text: &str, extra: &str) -> Vec<String> {
        let list = format!(
            "[[file]]\npackage = 'p'\nversion = '1'\npath = 'p/1/a.js'\nsha256 = '{HASH}'\nspdx = 'MIT'\nlicence = 'p/1/L'\n"
        );
        let files = [("w/vendor/VENDOR.toml", list.as_str()), ("w/vendor/p/1/a.js", text), (extra, "")];
        places(&check(&Tree::of(&files)))
    }

    #[test]
    fn vendored_files_are_as_listed() {
        assert_eq!(found("abc", "w/vendor/p/1/L"), [""; 0]);
        assert_eq!(found("abd", "w/vendor/p/1/L"), ["w/vendor/p/1/a.js:0"]);
    }

    #[test]
    fn missing_and_unlisted_files_are_seen() {
        assert_eq!(found("abc", "w/vendor/p/1/b.js"), ["w/vendor/p/1/L:0", "w/vendor/p/1/b.js:0"]);
        assert_eq!(found("abc", "elsewhere/vendor/x.js"), ["w/vendor/p/1/L:0", "elsewhere/vendor/x.js:0"]);
    }
}
