//! What tells who wrote, where that is to stay hidden.

use super::{Seen, View};
use crate::Check;
use crate::lexicon::{Lexicon, is_name};
use crate::token::{Case, Kind, Token};

pub(super) fn look(view: &View<'_>, seen: &mut Vec<Seen>) {
    let mut add = |kind, from, to| seen.push(Seen { check: Check::Identifies, kind, from, to });
    let all = &view.tokens.all;
    if let Some((lexicon, scan)) = view.words {
        scan.of(lexicon, "identifies.role").for_each(|found| add("role", found.from, found.to));
    }
    for n in 0..all.len() {
        if let Some(to) = date(view, n) {
            add("date", n, to);
        } else if let Some(to) = contact(all, n) {
            add("contact", n, to);
        } else if is_telling_name(view, n) {
            add("name", n, n + 1);
        }
    }
}

/// A calendar date or a clock time.
fn date(view: &View<'_>, n: usize) -> Option<usize> {
    let all = &view.tokens.all;
    let is = |at: usize, what: &dyn Fn(&Token) -> bool| all.get(at).is_some_and(what);
    let number = |token: &Token| token.kind == Kind::Number;
    let month = |token: &Token| view.words.is_some_and(|(words, _)| words.class("month").has(&token.text));
    if is(n + 1, &|token| token.text == "o'clock") {
        return Some(n + 2);
    }
    if number(&all[n]) {
        let parts = all[n].text.split('-').count();
        if parts == 3 && all[n].text.starts_with(|c: char| c.is_ascii_digit()) {
            return Some(n + 1);
        }
        let dotted = all[n].text.split('.').filter(|part| (1..=4).contains(&part.len())).count() == 3;
        if dotted {
            return Some(n + 1);
        }
        if is(n + 1, &|token| token.is_mark(':')) && is(n + 2, &number) {
            return Some(n + 3);
        }
        if is(n + 1, &|token| token.is_mark('/')) && is(n + 2, &number) {
            return Some(n + 3);
        }
        if is(n + 1, &|token| token.case == Case::Title && month(token)) {
            return Some(n + 2);
        }
        if is(n + 1, &|token| token.text == "de" || token.text == "of") && is(n + 2, &month) {
            return Some(n + 3);
        }
    }
    let first = all[n].case == Case::Title && month(&all[n]);
    (first && is(n + 1, &number)).then_some(n + 2)
}

/// An address, or a number that somebody can be called at or a thing looked up with.
fn contact(all: &[Token], n: usize) -> Option<usize> {
    if all[n].is_mark('@') && n > 0 && n + 1 < all.len() && all[n - 1].end == all[n].start {
        return Some(n + 2);
    }
    let digits = all[n].text.chars().filter(char::is_ascii_digit).count();
    (all[n].kind == Kind::Number && digits >= 4).then_some(n + 1)
}

/// A name that is not the way a reader is addressed.
fn is_telling_name(view: &View<'_>, n: usize) -> bool {
    let all = &view.tokens.all;
    let token = &all[n];
    if view.language.capitalises_nouns() || token.case != Case::Title || !token.is_word() {
        return false;
    }
    let is_reader = || {
        view.settings.readers.iter().any(|name| name.split_whitespace().any(|it| crate::fold::fold(it) == token.text))
    };
    let alone = token.first && signs_off(all, n);
    if is_reader() || token.first && !alone {
        return false;
    }
    let known = view.words.map_or(token.end - token.start > 1, |(lexicon, _)| is_name(lexicon, token));
    known && !is_greeted(view.words.map(|(lexicon, _)| lexicon), all, n)
}

/// `Hello Mei`, `Thanks, Mei,`: the reader.
fn is_greeted(lexicon: Option<&Lexicon>, all: &[Token], n: usize) -> bool {
    const GREETINGS: &[&str] = &["hi", "hello", "hey", "dear", "thanks", "hola", "querido", "querida", "gracias"];
    let before = all[..n].iter().rev().find(|token| token.is_word());
    lexicon.is_some() && before.is_some_and(|token| token.first && GREETINGS.contains(&token.text.as_str()))
}

/// The only word of the last sentence.
fn signs_off(all: &[Token], n: usize) -> bool {
    n > 0 && all[n + 1..].iter().all(|token| matches!(token.kind, Kind::Mark(_)))
}
