//! Long enough to use, short enough to read, about one matter.

use super::{Seen, View};
use crate::Check;

/// Words of a text that can hold what happened, what it did and what next.
const FEWEST: usize = 25;
/// Words of a text that is read to the end.
const MOST: usize = 180;
/// Words of a usual sentence.
const SENTENCE: usize = 25;
/// Turns to another matter in one text.
const TURNS: usize = 2;

pub(super) fn look(view: &View<'_>, seen: &mut Vec<Seen>) {
    let words = view.tokens.word_count();
    if words < FEWEST {
        seen.push(view.whole(Check::Length, "short"));
    } else if words > MOST {
        seen.push(view.whole(Check::Length, "long"));
    } else if let Some((lexicon, scan)) = view.words
        && let turns = scan.of(lexicon, "length.turn").collect::<Vec<_>>()
        && turns.len() >= TURNS
    {
        seen.push(Seen { check: Check::Length, kind: "matters", from: turns[0].from, to: turns[0].to });
    } else if let Some((from, to)) = long_median(view) {
        seen.push(Seen { check: Check::Length, kind: "sentences", from, to });
    }
}

/// The longest sentence, when the median one is too long.
fn long_median(view: &View<'_>) -> Option<(usize, usize)> {
    let tokens = view.tokens;
    let mut lengths: Vec<_> = tokens.sentences.iter().map(|&it| tokens.words(it)).filter(|words| *words > 0).collect();
    lengths.sort_unstable();
    let middle = lengths.len() / 2;
    let twice = match lengths.len() {
        0 => 0,
        n if n % 2 == 1 => 2 * lengths[middle],
        _ => lengths[middle - 1] + lengths[middle],
    };
    (twice > 2 * SENTENCE).then(|| tokens.sentences.iter().copied().max_by_key(|&it| tokens.words(it))).flatten()
}
