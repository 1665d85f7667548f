//! What a text lacks: a next step, a reason, an occasion.

use super::{Seen, View};
use crate::Check;
use crate::lexicon::{Lexicon, Scan, is_past};
use crate::token::Kind;

pub(super) fn look(view: &View<'_>, lexicon: &Lexicon, scan: &Scan, seen: &mut Vec<Seen>) {
    let sentences = &view.tokens.sentences;
    let (first, last) = (sentences[0], sentences[sentences.len() - 1]);
    let mut add = |check, kind, (from, to)| seen.push(Seen { check, kind, from, to });
    if !scan.has(lexicon, "next_step.ask") {
        add(Check::NextStep, "ask", last);
    }
    if !scan.has(lexicon, "why.") && !goes_on(view, lexicon, scan) {
        add(Check::Why, "reason", first);
    }
    let told = scan.has(lexicon, "specific.past") || scan.has(lexicon, "specific.") && has_past(view, lexicon);
    if !told {
        add(Check::Specific, "when", first);
    }
}

/// Something was done: a verb of the past, by its form or from a list.
fn has_past(view: &View<'_>, lexicon: &Lexicon) -> bool {
    view.tokens.all.iter().any(|token| token.kind == Kind::Word && is_past(lexicon, &token.text))
}

/// After the first sentence somebody else than the receiver does something: that is told because it followed.
fn goes_on(view: &View<'_>, lexicon: &Lexicon, scan: &Scan) -> bool {
    scan.of(lexicon, "why_later.happened").any(|found| view.tokens.all[found.from].sentence > 0)
}
