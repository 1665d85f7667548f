//! What a page downloads stays small: its own scripts and styles, gzipped one by one as they are served.

// The very code that the server applies before it sends a file.
#[path = "../../../crates/web/src/lean.rs"]
mod lean;

use super::Finding;
use super::literals::literals;
use crate::tree::{Tree, ending};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::BTreeSet;
use std::io::Write;

/// A page, what it asks for beside the base styles (modules bring what they import), and its budget in KiB.
struct Page {
    name: &'static str,
    files: &'static [&'static str],
    budget: usize,
}

const PAGES: &[Page] = &[
    Page {
        name: "phone",
        files: &["crates/chat/assets/phone/main.js", "crates/chat/assets/phone/phone.css"],
        budget: 17,
    },
    // Comes after the first reveal with a map, never before the first swipe.
    Page {
        name: "map on a phone",
        files: &["crates/chat/assets/phone/map.js", "crates/chat/assets/phone/map.css"],
        budget: 10,
    },
    Page {
        name: "big screen",
        files: &["crates/chat/assets/screen/screen.js", "crates/chat/assets/screen/screen.css"],
        budget: 15,
    },
    Page {
        name: "console",
        files: &[
            "crates/chat/assets/host/console.js",
            "crates/chat/assets/host/console.css",
            "crates/chat/assets/host/host.css",
            "crates/web/assets/css/office.css",
        ],
        budget: 40,
    },
];
const BASE: &[&str] = &["crates/web/assets/css/tokens.css", "crates/web/assets/css/base.css"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    PAGES.iter().flat_map(|page| of(tree, page)).collect()
}

fn of(tree: &Tree, page: &Page) -> Vec<Finding> {
    let mut open: Vec<String> = BASE.iter().chain(page.files).map(|path| (*path).to_owned()).collect();
    let (mut seen, mut sizes, mut found) = (BTreeSet::new(), Vec::new(), Vec::new());
    while let Some(path) = open.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let Some(text) = tree.bytes(&path).and_then(|bytes| std::str::from_utf8(bytes).ok()) else {
            let say = format!("the {} page asks for it and it is missing: see xtask/src/tidy/assets.rs", page.name);
            found.push(Finding::fail(&path, 0, say));
            continue;
        };
        if ending(&path) == "js" {
            open.extend(imports(&path, text));
        }
        sizes.push((zipped(&lean::lean(&path, text.as_bytes())), path));
    }
    let sum: usize = sizes.iter().map(|(size, _)| size).sum();
    if sum > page.budget * 1024 {
        sizes.sort_unstable();
        let list: Vec<_> = sizes.iter().rev().map(|(size, path)| format!("{path} {size}")).collect();
        let (name, budget, list) = (page.name, page.budget, list.join(", "));
        let say = format!("the {name} page downloads {sum} bytes gzipped, at most {budget} KiB; by size: {list}");
        found.push(Finding::fail(page.files[0], 0, say));
    }
    found
}

/// Paths of the modules that a module imports: every literal that is a relative path to a script.
fn imports(path: &str, text: &str) -> Vec<String> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let text = text.replace('\'', "\"");
    let relative = literals(&text).into_iter().filter(|it| it.text.starts_with('.') && ending(it.text) == "js");
    relative.map(|it| resolve(folder, it.text)).collect()
}

fn resolve(folder: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in relative.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Size after gzip at its best, as the server sends it.
fn zipped(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.map_or(bytes.len(), |small| small.len())
}

#[cfg(test)]
mod tests {
    use super::{BASE, Page, imports, of};
    use crate::tidy::places;
    use crate::tidy::protocol::hex;
    use crate::tree::Tree;
    use sha2::{Digest, Sha256};

    /// Text that does not compress well: to about half of its size.
    fn noise(kib: usize) -> String {
        (0..kib * 16).map(|n: usize| hex(&Sha256::digest(n.to_le_bytes()))).collect()
    }

    fn found(main: &str, part: &str) -> Vec<String> {
        let page = Page { name: "phone", files: &["a/main.js"], budget: 15 };
        let base = BASE.iter().map(|path| (*path, "a {}"));
        let files: Vec<_> = base.chain([("a/main.js", main), ("a/part.js", part), ("b/other.js", part)]).collect();
        places(&of(&Tree::of(&files), &page))
    }

    #[test]
    fn a_page_keeps_its_budget() {
        assert_eq!(found("import './part.js'", &noise(20)), [""; 0]);
        assert_eq!(found("import './part.js'", &noise(40)), ["a/main.js:0"]);
        assert_eq!(found("import { a } from \"../b/other.js\"", &noise(40)), ["a/main.js:0"]);
        assert_eq!(found("alone()", &noise(40)), [""; 0]);
    }

    #[test]
    fn what_is_imported_is_there() {
        assert_eq!(found("import './gone.js'", ""), ["a/gone.js:0"]);
        assert_eq!(imports("x/a.js", "import a from './b.js'; import('../c.js'); f('d.js')"), ["x/b.js", "c.js"]);
    }
}
