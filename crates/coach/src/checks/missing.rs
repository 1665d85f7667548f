//! What a text lacks: a next step, a reason, an occasion.

use super::{Seen, View};
use crate::Check;
use crate::lexicon::{Lexicon, Scan};
use crate::token::Kind;

pub(super) fn look(view: &View<'_>, lexicon: &Lexicon, scan: &Scan, seen: &mut Vec<Seen>) {
    let sentences = &view.tokens.sentences;
    let (first, last) = (sentences[0], sentences[sentences.len() - 1]);
    let mut add = |check, kind, (from, to)| seen.push(Seen { check, kind, from, to });
    if !scan.has(lexicon, "next_step.ask") {
        add(Check::NextStep, "ask", last);
    }
    if !scan.has(lexicon, "why.") {
        add(Check::Why, "reason", first);
    }
    let told = scan.has(lexicon, "specific.past") || scan.has(lexicon, "specific.") && has_past(view, lexicon);
    if !told {
        add(Check::Specific, "when", first);
    }
}

/// Something was done: a verb of the past, by its form or from a list.
fn has_past(view: &View<'_>, lexicon: &Lexicon) -> bool {
    let past = lexicon.class("past");
    view.tokens
        .all
        .iter()
        .any(|token| token.kind == Kind::Word && (past.has(&token.text) || looks_past(view, &token.text)))
}

fn looks_past(view: &View<'_>, word: &str) -> bool {
    let endings: &[&str] = if view.language == crate::Language::SPANISH {
        &["aste", "iste", "amos", "imos", "aron", "ieron", "aba", "aban", "ado", "ido"]
    } else {
        &["ed"]
    };
    word.chars().count() > 3 && endings.iter().any(|ending| word.ends_with(ending))
}
