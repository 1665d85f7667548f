//! Capitals and exclamation marks. Insults and the like are patterns.

use super::{Seen, View};
use crate::Check;
use crate::lexicon::Lexicon;
use crate::token::{Case, Token};

/// This many exclamation marks in a row are shouted.
const MARKS: usize = 3;

pub(super) fn look(view: &View<'_>, lexicon: &Lexicon, seen: &mut Vec<Seen>) {
    let all = &view.tokens.all;
    let mut n = 0;
    while n < all.len() {
        let marks = run(&all[n..], |token| token.is_mark('!'));
        // The marks that open a shout in Spanish belong to it.
        if marks >= MARKS {
            seen.push(Seen { check: Check::Tone, kind: "shouting", from: n, to: n + marks });
        }
        let capitals = run(&all[n..], |token| token.case == Case::Upper && token.is_word() || is_pause(token));
        let words = all[n..n + capitals].iter().filter(|token| is_shouted(lexicon, token)).count();
        if words >= 2 {
            let last = n + capitals;
            let trailing = all[n..last].iter().rev().take_while(|token| is_pause(token)).count();
            seen.push(Seen { check: Check::Tone, kind: "shouting", from: n, to: last - trailing });
        }
        n += marks.max(capitals).max(1);
    }
}

fn run(tokens: &[Token], is: impl Fn(&Token) -> bool) -> usize {
    tokens.iter().take_while(|token| is(token)).count()
}

fn is_pause(token: &Token) -> bool {
    token.is_mark(',') || token.is_mark('!') || token.is_mark('¡')
}

/// A common word in capitals. Short forms of things stand in capitals too, but are no words of every day.
fn is_shouted(lexicon: &Lexicon, token: &Token) -> bool {
    let common = lexicon.class("function").has(&token.text) || lexicon.class("opener").has(&token.text);
    token.case == Case::Upper && (common || token.text.chars().count() > 7)
}
