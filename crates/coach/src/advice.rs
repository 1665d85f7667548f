//! From a text to its hints.

use crate::checks::{self, View};
use crate::lexicon::{self, Scan};
use crate::words::words;
use crate::{Check, Hint, Language, Settings, language, token};

/// What the coach has to say about a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// Language of the text.
    pub language: Language,
    /// All hints: most important check first, then by place. At most five of a check.
    pub hints: Vec<Hint>,
    /// What was not looked at, because the language has no lexicon.
    pub unchecked: Vec<Check>,
    /// How many words, and words held against words, this took. It grows as the text grows, whatever the text is.
    pub steps: u64,
}

/// Looks at a text. The same text and settings always give the same hints.
pub fn advise(text: &str, settings: &Settings<'_>) -> Advice {
    let tokens = token::tokens(text);
    let language = language::detect(text, &tokens, settings.expected);
    let lexicon = lexicon::of(language);
    let scan = lexicon.map_or_else(Scan::default, |lexicon| lexicon::scan(&tokens, lexicon));
    let view = View { tokens: &tokens, language, settings, words: lexicon.map(|lexicon| (lexicon, &scan)) };
    let spoken = if language.has_lexicon() { language } else { settings.expected.unwrap_or(Language::ENGLISH) };
    let hint = |seen: checks::Seen| {
        let (start, end) = tokens.span(seen.from, seen.to);
        let (question, example) = words(spoken, seen.check, seen.kind);
        Hint { check: seen.check, kind: seen.kind, start, end, question, example }
    };
    let hints = checks::run(&view).into_iter().map(hint).collect();
    let steps = tokens.all.len() as u64 + scan.steps;
    Advice { language, hints, unchecked: Check::unchecked(language), steps }
}
