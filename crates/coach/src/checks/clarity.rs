//! Readable at first sight.

use super::{Seen, View};
use crate::Check;
use crate::Language;
use crate::lexicon::{Lexicon, Scan};
use crate::token::{Case, Tokens};

/// Words of a sentence that nobody reads in one breath.
const BREATH: usize = 40;
/// Pieces of office jargon in one text.
const JARGON: usize = 3;
/// Letters of a long word begin here.
const LONG: usize = 7;

pub(super) fn look(view: &View<'_>, lexicon: &Lexicon, scan: &Scan, seen: &mut Vec<Seen>) {
    let tokens = view.tokens;
    let mut add = |kind, (from, to)| seen.push(Seen { check: Check::Clarity, kind, from, to });
    let jargon: Vec<_> = scan.of(lexicon, "clarity.jargon").take(JARGON).collect();
    if jargon.len() == JARGON {
        add("jargon", (jargon[0].from, jargon[0].to));
    }
    let breathless = tokens.sentences.iter().copied().filter(|&it| tokens.words(it) > BREATH);
    breathless.for_each(|sentence| add("sentence", sentence));
    // Long words come more often in Spanish; both bounds lie far above a usual text.
    let bound = if view.language == Language::SPANISH { 75.0 } else { 65.0 };
    if lix(tokens).is_some_and(|lix| lix > bound) {
        let hardest = tokens.sentences.iter().copied().max_by_key(|&it| long_words(tokens, it));
        if let Some(sentence) = hardest {
            add("dense", sentence);
        }
    }
}

/// The readability index LIX (Björnsson 1968): words per sentence, and the percentage of words with more than six letters.
/// Names are left out of the long words, so that nobody's name is hard to read.
fn lix(tokens: &Tokens) -> Option<f64> {
    let words = tokens.word_count();
    let sentences = tokens.sentences.iter().filter(|&&it| tokens.words(it) > 0).count();
    if words < 20 {
        return None;
    }
    let long: usize = tokens.sentences.iter().map(|&it| long_words(tokens, it)).sum();
    #[expect(clippy::cast_precision_loss, reason = "far fewer words than 2^52")]
    let (words, sentences, long) = (words as f64, sentences as f64, long as f64);
    Some(words / sentences + 100.0 * long / words)
}

fn long_words(tokens: &Tokens, sentence: (usize, usize)) -> usize {
    let all = &tokens.all[sentence.0..sentence.1];
    all.iter().filter(|token| token.case == Case::Lower && token.text.chars().count() >= LONG).count()
}
