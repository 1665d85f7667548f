//! Marks of unfinished work, and paths of one machine.

use super::Finding;
use crate::tree::{Tree, line_of};

// Cut in two, so that this file keeps its own rule.
const UNFINISHED: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("to", "do!("),
    concat!("unimple", "mented!("),
    concat!("#[ig", "nore"),
    concat!("#[should", "_panic"),
];
const PLACES: &[&str] = &[concat!("/wo", "rk/"), concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Us", "ers/")];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let texts = tree.texts(&["rs", "md", "toml", "html", "css", "js", "ftl", "sql", "sh", "tsv", "txt"]);
    texts.flat_map(|(path, text)| of(path, text)).collect()
}

fn of(path: &str, text: &str) -> Vec<Finding> {
    let find = |signs: &[&'static str], what: &str| {
        let hits =
            signs.iter().flat_map(|sign| text.match_indices(sign)).filter(|(at, sign)| stands_alone(text, *at, sign));
        let made = hits.map(|(at, sign)| Finding::fail(path, line_of(text, at), format!("`{sign}`: {what}")));
        made.collect::<Vec<_>>()
    };
    let mut found = find(UNFINISHED, "finish it, or say in plain words what holds today and why");
    found.extend(find(PLACES, "a folder of one machine: name it from the root of the repository"));
    found
}

/// Not the middle of a word or of a longer path.
fn stands_alone(text: &str, at: usize, sign: &str) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + sign.len()..].chars().next();
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    !is_word(before) && (!sign.ends_with(char::is_alphanumeric) || sign.starts_with('#') || !is_word(after))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::places;
    use crate::tree::Tree;

    #[test]
    fn unfinished_work_is_seen() {
        let text = format!(
            "fn a() {{}}\n// {}: later\n{}]\nfn b() {{ {}) }}",
            "TO".to_owned() + "DO",
            "#[ig".to_owned() + "nore",
            "to".to_owned() + "do!("
        );
        assert_eq!(places(&check(&Tree::of(&[("a.rs", &text)]))), ["a.rs:2", "a.rs:4", "a.rs:3"]);
        assert_eq!(check(&Tree::of(&[("b.md", "The method is called TODOS.")])), []);
    }

    #[test]
    fn paths_of_one_machine_are_seen() {
        let text = format!("see {}me/x", "/ho");
        assert_eq!(places(&check(&Tree::of(&[("a.md", &text), ("b.md", "crates/web/home/x, a/root/b")]))), ["a.md:1"]);
    }
}
