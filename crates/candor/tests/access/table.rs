//! `expected.txt`: who may do and read what, written by hand from the rules, not from the code.

use std::collections::{BTreeMap, BTreeSet};

const TEXT: &str = include_str!("expected.txt");

/// The table, read.
#[derive(Debug, Default)]
pub struct Table {
    /// States of each kind of object; `-` for one without states.
    pub states: BTreeMap<String, Vec<String>>,
    groups: BTreeMap<String, BTreeSet<String>>,
    pub lines: Vec<Line>,
}

/// One line: these, and nobody else, in these states, and in no other.
#[derive(Debug)]
pub struct Line {
    /// `do` for an action, `read` for a field.
    pub kind: String,
    pub object: String,
    /// Action or field.
    pub what: String,
    pub states: Vec<String>,
    pub who: BTreeSet<String>,
}

/// Reads it; a line that cannot be read fails the test.
pub fn read() -> Table {
    let mut table = Table::default();
    let lines = TEXT.lines().map(|it| it.split('#').next().unwrap_or_default().trim()).filter(|it| !it.is_empty());
    for line in lines {
        let (head, tail) = line.split_once(':').unwrap_or_else(|| panic!("no colon: {line}"));
        let head: Vec<&str> = head.split_whitespace().collect();
        let words: Vec<String> = tail.split_whitespace().map(str::to_owned).collect();
        match head[..] {
            ["states", object] => {
                table.states.insert(object.to_owned(), words);
            }
            ["group", name] => {
                let members = table.members(&words);
                table.groups.insert(name.to_owned(), members);
            }
            [kind @ ("do" | "read"), object, what, states] => {
                let all = table.states.get(object).unwrap_or_else(|| panic!("states of {object} are not given"));
                let states = if states == "*" { all.clone() } else { states.split(',').map(str::to_owned).collect() };
                assert!(states.iter().all(|it| all.contains(it)), "{line}");
                let who = table.members(&words);
                let [kind, object, what] = [kind, object, what].map(str::to_owned);
                table.lines.push(Line { kind, object, what, states, who });
            }
            _ => panic!("this line cannot be read: {line}"),
        }
    }
    table
}

impl Table {
    fn members(&self, words: &[String]) -> BTreeSet<String> {
        let of = |word: &String| self.groups.get(word).cloned().unwrap_or_else(|| BTreeSet::from([word.clone()]));
        words.iter().filter(|it| *it != "nobody").flat_map(of).collect()
    }

    /// Whether `who` may read or do it in this state.
    pub fn allows(&self, kind: &str, object: &str, what: &str, state: &str, who: &str) -> bool {
        self.lines.iter().any(|it| {
            (it.kind.as_str(), it.object.as_str(), it.what.as_str()) == (kind, object, what)
                && it.states.iter().any(|it| it == state)
                && it.who.contains(who)
        })
    }
}
