//! What the coach asks.

use crate::Check;
use std::collections::BTreeSet;

/// A question to ask oneself, about a place in the text. No score, no verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hint {
    /// What was looked at.
    pub check: Check,
    /// What was seen: `shouting`. Together with the check it names the question.
    pub kind: &'static str,
    /// First byte of the place, on the boundary of a character.
    pub start: usize,
    /// Byte behind the place, on the boundary of a character and after `start`.
    pub end: usize,
    /// The question, in the language of the text, or that which is expected, or English.
    pub question: &'static str,
    /// One sentence that shows it done.
    pub example: &'static str,
}

/// How many hints a writer sees at a time.
pub const SHOWN: usize = 2;

/// What a writer sees now: the two most important hints, of different checks. Leave out what was dismissed before.
pub fn shown(hints: &[Hint]) -> Vec<Hint> {
    let mut seen = BTreeSet::new();
    hints.iter().filter(|hint| seen.insert(hint.check)).take(SHOWN).copied().collect()
}

/// In what a place is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Unicode scalar values, as Python and most command line tools count.
    Chars,
    /// UTF-16 code units, as browsers count.
    Utf16,
}

/// Where hints stand, counted in a unit: start, and the place behind the end. One walk over the text.
pub fn places(text: &str, hints: &[Hint], unit: Unit) -> Vec<(usize, usize)> {
    let mut bytes: Vec<usize> = hints.iter().flat_map(|hint| [hint.start, hint.end]).collect();
    bytes.sort_unstable();
    bytes.dedup();
    let mut counted = Vec::with_capacity(bytes.len());
    let (mut at, mut count) = (0, 0);
    for &byte in &bytes {
        count += match unit {
            Unit::Chars => text[at..byte].chars().count(),
            Unit::Utf16 => text[at..byte].encode_utf16().count(),
        };
        at = byte;
        counted.push(count);
    }
    let of = |byte| bytes.binary_search(&byte).map_or(0, |n| counted[n]);
    hints.iter().map(|hint| (of(hint.start), of(hint.end))).collect()
}
