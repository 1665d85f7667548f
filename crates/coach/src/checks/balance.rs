//! Criticism comes with something to keep.

use super::{Seen, View};
use crate::Check;
use crate::lexicon::{Lexicon, Scan};

/// So many critical words make a list of faults.
const FAULTS: usize = 3;

pub(super) fn look(view: &View<'_>, lexicon: &Lexicon, scan: &Scan, seen: &mut Vec<Seen>) {
    if scan.has(lexicon, "polarity.good") {
        return;
    }
    let mut faults: Vec<(usize, usize)> = Vec::new();
    for found in scan.of(lexicon, "polarity.bad") {
        if faults.last().is_none_or(|&(_, to)| found.from >= to) {
            faults.push((found.from, found.to));
        }
    }
    if faults.len() >= FAULTS {
        let (from, to) = faults[0];
        let sentence = view.tokens.sentences[view.tokens.all[from].sentence];
        seen.push(Seen { check: Check::Balance, kind: "keep", from, to: to.min(sentence.1) });
    }
}
