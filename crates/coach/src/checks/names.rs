//! People of a directory who do not read the text.

use super::{Seen, View};
use crate::Check;
use crate::fold::fold;
use crate::token::Case;
use std::collections::{HashMap, HashSet};

/// Full names, and first names with a capital, of people who are neither reader nor unknown.
pub(super) fn look(view: &View<'_>, seen: &mut Vec<Seen>) {
    let settings = view.settings;
    if settings.people.is_empty() {
        return;
    }
    let readers: HashSet<String> = settings.readers.iter().flat_map(|name| parts(name)).collect();
    let mut by_first: HashMap<String, Vec<Vec<String>>> = HashMap::new();
    for name in settings.people {
        let parts = parts(name);
        if let Some(first) = parts.first().filter(|first| !readers.contains(*first)) {
            by_first.entry(first.clone()).or_default().push(parts);
        }
    }
    let all = &view.tokens.all;
    for (from, token) in all.iter().enumerate() {
        if !token.is_word() || matches!(token.case, Case::Lower | Case::Upper) {
            continue;
        }
        let Some(names) = by_first.get(&token.text) else { continue };
        let rest = |name: &Vec<String>| {
            name[1..].iter().zip(&all[from + 1..]).take_while(|(part, token)| **part == token.text).count()
        };
        let longest = names.iter().map(rest).max().unwrap_or_default();
        seen.push(Seen { check: Check::ThirdParty, kind: "name", from, to: from + 1 + longest });
    }
}

fn parts(name: &str) -> Vec<String> {
    name.split_whitespace().map(fold).collect()
}
