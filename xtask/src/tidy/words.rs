//! Every key that is asked for exists, every key that exists is asked for, and every language has the same keys.

use super::Finding;
use super::literals::literals;
use crate::tree::{Tree, crate_of, ending, line_of};
use std::collections::{BTreeMap, BTreeSet};

/// Keys of one crate in one language: key, and where it stands.
type Keys<'a> = BTreeMap<&'a str, (&'a str, usize)>;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let (catalogs, mut found) = catalogs(tree);
    let empty = Keys::new();
    let english = |name: &str| catalogs.get(&(name.to_owned(), "en".to_owned())).unwrap_or(&empty);
    for ((name, language), keys) in catalogs.iter().filter(|((_, language), _)| language != "en") {
        let folder = format!("crates/{name}/locales/{language}");
        let missing = english(name).keys().filter(|key| !keys.contains_key(*key));
        found.extend(missing.map(|key| Finding::fail(&folder, 0, format!("`{key}` is not translated: add it"))));
        let strangers = keys.iter().filter(|(key, _)| !english(name).contains_key(*key));
        found.extend(strangers.map(|(key, (path, line))| {
            Finding::fail(path, *line, format!("`{key}` is not in English: remove it, or add it there"))
        }));
    }

    let mut uses = Uses::default();
    for (path, text) in tree.texts(&["rs", "html", "js"]) {
        for said in said(path, text) {
            let home = if said.of_frame { "web" } else { crate_of(path).unwrap_or_default() };
            let exists = english(home).keys().any(|key| matches(said.text, key));
            if said.asked && !exists {
                let say = format!("no words for `{}`: add it to crates/{home}/locales/en", said.text);
                found.push(Finding::fail(path, said.line, say));
            }
            uses.add(said.text);
        }
    }
    for (path, text) in tree.texts(&["ftl"]) {
        let inside = text.match_indices('{').map(|(at, _)| text[at + 1..].trim_start());
        inside.for_each(|rest| uses.add(&rest[..rest.find([' ', '}', '\n', '.']).unwrap_or(rest.len())]));
        debug_assert!(path.contains("/locales/"), "{path}");
    }
    for ((_, language), keys) in &catalogs {
        let idle = keys.iter().filter(|(key, _)| language == "en" && !uses.has(key));
        found.extend(
            idle.map(|(key, (path, line))| {
                Finding::fail(path, *line, format!("`{key}` is asked for nowhere: remove it"))
            }),
        );
    }
    found
}

/// Keys of every crate and language. A key that is there twice is a finding.
fn catalogs(tree: &Tree) -> (BTreeMap<(String, String), Keys<'_>>, Vec<Finding>) {
    let (mut catalogs, mut found) = (BTreeMap::<_, Keys<'_>>::new(), Vec::new());
    for (path, text) in tree.texts(&["ftl"]) {
        let parts: Vec<&str> = path.split('/').collect();
        let ["crates", name, "locales", language, ..] = parts[..] else {
            found.push(Finding::fail(path, 0, "language files stand in crates/NAME/locales/LANGUAGE"));
            continue;
        };
        let keys = catalogs.entry((name.to_owned(), language.to_owned())).or_default();
        for (n, line) in text.lines().enumerate() {
            let Some(key) = line.split_once('=').map(|(key, _)| key.trim_end()).filter(|key| is_key(key)) else {
                continue;
            };
            if let Some((other, there)) = keys.insert(key, (path, n + 1)) {
                found.push(Finding::fail(path, n + 1, format!("`{key}` stands at {other}:{there} already: keep one")));
            }
        }
    }
    (catalogs, found)
}

/// Starts a line and looks like `deck-agree`. Terms, which start with a hyphen, belong to Fluent itself.
fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
}

/// A literal that may be a key or, with `{…}` in it, many.
struct Said<'a> {
    text: &'a str,
    line: usize,
    /// It is an argument of `.text(…)` or `.with(…)`.
    asked: bool,
    /// Of the layout's own words.
    of_frame: bool,
}

fn said<'a>(path: &str, text: &'a str) -> Vec<Said<'a>> {
    let mut all = Vec::new();
    for (start, code) in code(path, text) {
        for literal in literals(code) {
            let before = code[..literal.at].trim_end();
            let before = before.strip_suffix("&format!(").map_or(before, str::trim_end);
            let receiver = before.strip_suffix(".text(").or_else(|| before.strip_suffix(".with("));
            let of_frame = receiver.is_some_and(|it| it.ends_with("frame.t"));
            let asked = receiver.is_some() && is_key(head(literal.text)) && ending(path) != "js";
            all.push(Said { text: literal.text, line: line_of(text, start + literal.at), asked, of_frame });
        }
    }
    all
}

/// The pieces of a file in which literals are keys: all of it, or the expressions of a template.
fn code<'a>(path: &str, text: &'a str) -> Vec<(usize, &'a str)> {
    if ending(path) != "html" {
        return vec![(0, text)];
    }
    let opens = text.match_indices('{').filter(|(at, _)| text[at + 1..].starts_with(['{', '%']));
    opens.filter_map(|(at, _)| Some((at, &text[at..at + text[at..].find('}')?]))).collect()
}

/// What stands before the first `{`.
fn head(literal: &str) -> &str {
    literal.split('{').next().unwrap_or_default()
}

/// Whether a literal, in which `{…}` stands for anything, can be this key.
fn matches(literal: &str, key: &str) -> bool {
    let Some((head, rest)) = literal.split_once('{') else { return literal == key };
    let (Some(tail), Some(after)) = (rest.split_once('}').map(|(_, tail)| tail), key.strip_prefix(head)) else {
        return false;
    };
    if tail.is_empty() {
        return !after.is_empty();
    }
    let ends = after.char_indices().skip(1).map(|(n, _)| n).chain([after.len()]);
    ends.into_iter().any(|n| n > 0 && matches(tail, &after[n..]))
}

/// All literals, ready to be asked.
#[derive(Default)]
struct Uses {
    plain: BTreeSet<String>,
    patterns: BTreeSet<String>,
}

impl Uses {
    fn add(&mut self, literal: &str) {
        // A pattern must start with enough of a key to mean it.
        let head = head(literal);
        if head == literal {
            self.plain.insert(literal.to_owned());
        } else if is_key(head) && head.contains('-') {
            self.patterns.insert(literal.to_owned());
        }
    }

    fn has(&self, key: &str) -> bool {
        self.plain.contains(key) || self.patterns.iter().any(|pattern| matches(pattern, key))
    }
}

#[cfg(test)]
mod tests {
    use super::{check, matches};
    use crate::tidy::places;
    use crate::tree::Tree;

    const EN: &str = "crates/chat/locales/en/a.ftl";

    fn found(words: &str, path: &str, code: &str) -> Vec<String> {
        places(&check(&Tree::of(&[
            (EN, words),
            ("crates/web/locales/en/w.ftl", "skip = x"),
            ("crates/web/src/a.rs", "\"skip\""),
            (path, code),
        ])))
    }

    #[test]
    fn patterns() {
        assert!(matches("say-{a}", "say-joined") && matches("do-{}-which", "do-on-which") && matches("a", "a"));
        assert!(!matches("say-{a}", "say-") && !matches("do-{}-which", "do-which") && !matches("a-{b}", "b-c"));
    }

    #[test]
    fn what_is_asked_for_exists() {
        let words = "deck-agree = Agree\n    .title = x\ndeck-why = Why\n";
        let code = "t.text(\"deck-agree\"); t.with(\n    \"deck-why\", &[]); t.text(\"deck-no\"); get.text(\"/a\")";
        assert_eq!(found(words, "crates/chat/src/a.rs", code), ["crates/chat/src/a.rs:2"]);
        let page =
            "<p title=\"{{ t.text(\"deck-agree\") }}\">\n{{ frame.t.text(\"skip\") }}{% if x %}{{ t.text(\"skip\") }}";
        assert_eq!(found("deck-agree = A", "crates/chat/templates/a.html", page), ["crates/chat/templates/a.html:2"]);
    }

    #[test]
    fn what_exists_is_asked_for() {
        let words = "say-a = { say-c }\nsay-b = B\nsay-c = C\nidle = D\nlisted = E\nsay-a = F\n";
        let code = "let key = \"listed\"; t.text(&format!(\"say-{x}\"));";
        assert_eq!(found(words, "crates/chat/src/a.rs", code), [format!("{EN}:6"), format!("{EN}:4")]);
        assert_eq!(
            found("listed = E", "crates/chat/src/a.rs", "t.text(&format!(\"say-{x}\")); \"listed\""),
            ["crates/chat/src/a.rs:1"]
        );
    }

    #[test]
    fn languages_are_complete() {
        let words = found("a-b = A\nc-d = C", "crates/chat/locales/de/a.ftl", "a-b = A\ne-f = E");
        let expected = ["crates/chat/locales/de:0", "crates/chat/locales/de/a.ftl:2"];
        assert_eq!(words[..2], expected);
    }
}
