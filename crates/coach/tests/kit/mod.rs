//! The labelled texts, for tests and for the evaluation.

use coach::{Advice, Check, Day, Identity, Settings, advise};
use std::collections::{BTreeMap, BTreeSet};

/// The day on which every text of the set is written.
pub fn today() -> Day {
    Day::new(2026, 6, 15).expect("a day")
}

/// A text of the set.
#[derive(Debug, Clone)]
pub struct Piece {
    pub id: &'static str,
    pub part: &'static str,
    pub language: &'static str,
    pub identity: Identity,
    pub text: &'static str,
}

impl Piece {
    /// What the coach says to it.
    pub fn advice(&self) -> Advice {
        advice_on(self.text, self.identity)
    }

    /// The checks that had something to say.
    pub fn seen(&self) -> BTreeSet<Check> {
        self.advice().hints.iter().map(|hint| hint.check).collect()
    }
}

/// What the coach says on the day of the set.
pub fn advice_on(text: &str, identity: Identity) -> Advice {
    advise(text, &Settings { identity, ..Settings::on(today()) })
}

/// Texts that were written after the rules.
pub fn fresh() -> Vec<Piece> {
    read(include_str!("../../set/fresh.tsv"))
}

/// Labels by text.
pub type Labels = BTreeMap<&'static str, BTreeSet<Check>>;

/// Letters of the guideline.
pub const CODES: &[(char, Check)] = &[
    ('T', Check::Tone),
    ('H', Check::ThirdParty),
    ('I', Check::Identifies),
    ('N', Check::NextStep),
    ('W', Check::Why),
    ('S', Check::Specific),
    ('P', Check::Person),
    ('A', Check::Absolute),
    ('D', Check::Timely),
    ('L', Check::Length),
    ('C', Check::Clarity),
    ('B', Check::Balance),
];

/// The labelled texts.
pub fn texts() -> Vec<Piece> {
    read(include_str!("../../set/texts.tsv"))
}

/// Good texts: every hint is an alarm.
pub fn good() -> Vec<Piece> {
    read(include_str!("../../set/good.tsv"))
}

fn read(file: &'static str) -> Vec<Piece> {
    let line = |line: &'static str| {
        let fields: Vec<&'static str> = line.split('\t').collect();
        let [id, part, language, identity, text] = fields[..] else { panic!("{line}") };
        let identity = match identity {
            "named" => Identity::Named,
            "confidential" => Identity::Confidential,
            other => panic!("{id}: {other}"),
        };
        Piece { id, part, language, identity, text }
    };
    file.lines().skip(1).map(line).collect()
}

/// One of the three tables of labels: `1`, `2`, or the adjudicated ones.
pub fn labels(file: &'static str) -> Labels {
    let line = |line: &'static str| {
        let mut fields = line.split('\t');
        let (id, codes) = (fields.next().expect("an id"), fields.next().expect("labels"));
        let check = |code: char| CODES.iter().find(|(letter, _)| *letter == code).unwrap_or_else(|| panic!("{line}")).1;
        (id, codes.chars().filter(|code| *code != '-').map(check).collect())
    };
    file.lines().skip(1).map(line).collect()
}

/// The first pass.
pub fn first_pass() -> Labels {
    labels(include_str!("../../set/pass-1.tsv"))
}

/// The second pass.
pub fn second_pass() -> Labels {
    labels(include_str!("../../set/pass-2.tsv"))
}

/// What counts, for the texts with two passes.
pub fn adjudicated() -> Labels {
    labels(include_str!("../../set/adjudicated.tsv"))
}

/// What counts for the texts that were written after the rules, by one pass.
pub fn fresh_labels() -> Labels {
    labels(include_str!("../../set/fresh-labels.tsv"))
}

/// Good texts that would tell who wrote them, if they were confidential.
pub fn good_but_telling() -> Labels {
    labels(include_str!("../../set/good-confidential.tsv"))
}
