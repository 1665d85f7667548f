//! Lexicons: which sequences of words mean something for a check.

mod matcher;
mod parse;

pub(crate) use matcher::{Found, Scan, is_name, scan};

use crate::Language;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The patterns of one language.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    /// Names of groups, as `tone.insult`.
    groups: Vec<String>,
    patterns: Vec<Pattern>,
    /// Patterns by the word they begin with.
    by_word: HashMap<String, Vec<usize>>,
    /// Patterns by the beginning of the word they begin with.
    by_prefix: HashMap<String, Vec<usize>>,
    /// The first bytes of all those beginnings: most words have none of them, and are done with.
    heads: HashSet<String>,
    /// Patterns that begin with a name or a number.
    by_kind: Vec<usize>,
    classes: HashMap<String, Words>,
}

/// A sequence of atoms that belongs to a group.
#[derive(Debug)]
struct Pattern {
    group: usize,
    /// It takes back what it overlaps instead of finding something.
    exception: bool,
    atoms: Vec<(Atom, Times)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Times {
    Once,
    AtMostOnce,
}

/// One step of a pattern.
#[derive(Debug)]
enum Atom {
    Words(Words),
    Mark(char),
    Number,
    /// Up to so many tokens.
    Gap(usize),
    /// The beginning of a sentence.
    Start,
    /// The end of a sentence.
    End,
}

/// Words, some of them by their beginning only.
#[derive(Debug, Default, Clone)]
pub(crate) struct Words {
    exact: HashSet<String>,
    prefixes: HashSet<String>,
    /// Names belong to it too: words with a capital that are no common words: a person, a place, a product.
    names: bool,
    /// Verbs of the past belong to it too, by the class `past` or by their ending, which the class `past_ending` has.
    past: bool,
}

/// Bounds of the length of a word's beginning, in bytes.
const PREFIX: std::ops::RangeInclusive<usize> = 3..=16;

impl Words {
    pub fn has(&self, word: &str) -> bool {
        self.exact.contains(word)
            || !self.prefixes.is_empty() && beginnings(word).any(|head| self.prefixes.contains(head))
    }
}

/// A verb of the past, as far as its form tells.
pub(crate) fn is_past(lexicon: &Lexicon, word: &str) -> bool {
    let ended = |ending: &String| word.len() > ending.len() + 1 && word.ends_with(ending.as_str());
    lexicon.class("past").has(word) || lexicon.class("past_ending").exact.iter().any(ended)
}

/// The beginnings of a word that may stand in an index.
fn beginnings(word: &str) -> impl Iterator<Item = &str> {
    PREFIX.filter_map(|length| word.get(..length))
}

impl Lexicon {
    /// The words of a class. Empty if there is none.
    pub fn class(&self, name: &str) -> &Words {
        static NONE: LazyLock<Words> = LazyLock::new(Words::default);
        self.classes.get(name).unwrap_or(&NONE)
    }

    /// The name of a group: `tone.insult`.
    pub fn group(&self, number: usize) -> &str {
        &self.groups[number]
    }
}

macro_rules! files {
    ($language:literal: $($name:literal)+) => {
        &[$(($name, include_str!(concat!("../../lexicon/", $language, "/", $name, ".txt")))),+]
    };
}

const EN: &[(&str, &str)] = files!("en": "classes" "tone" "third_party" "identifies" "next_step" "why" "specific" "person" "absolute" "time" "polarity" "clarity");
const ES: &[(&str, &str)] = files!("es": "classes" "tone" "third_party" "identifies" "next_step" "why" "specific" "person" "absolute" "time" "polarity" "clarity");

static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| parse::lexicon(EN).expect("a test reads the same files"));
static SPANISH: LazyLock<Lexicon> = LazyLock::new(|| parse::lexicon(ES).expect("a test reads the same files"));

/// The lexicon of a language, if there is one.
pub(crate) fn of(language: Language) -> Option<&'static Lexicon> {
    match language {
        Language::ENGLISH => Some(&ENGLISH),
        Language::SPANISH => Some(&SPANISH),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{EN, ES, parse};

    #[test]
    fn all_files_can_be_read() {
        for files in [EN, ES] {
            let lexicon = parse::lexicon(files).unwrap_or_else(|error| panic!("{error}"));
            assert!(lexicon.patterns.len() > 100, "{}", lexicon.patterns.len());
        }
    }
}
