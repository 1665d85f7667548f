//! The checks. Each looks at a cut-up text and adds what it sees.

mod balance;
mod clarity;
mod identifies;
mod length;
mod missing;
mod names;
mod timely;
mod tone;

use crate::lexicon::{Found, Lexicon, Scan};
use crate::settings::{Identity, Settings};
use crate::token::Tokens;
use crate::{Check, Language};

/// All there is to see, as check and kind.
#[cfg(test)]
pub(crate) const KINDS: &[(Check, &str)] = &[
    (Check::Tone, "insult"),
    (Check::Tone, "threat"),
    (Check::Tone, "sarcasm"),
    (Check::Tone, "shaming"),
    (Check::Tone, "private"),
    (Check::Tone, "mood"),
    (Check::Tone, "shouting"),
    (Check::ThirdParty, "hearsay"),
    (Check::ThirdParty, "comparison"),
    (Check::ThirdParty, "private"),
    (Check::ThirdParty, "name"),
    (Check::Identifies, "role"),
    (Check::Identifies, "name"),
    (Check::Identifies, "date"),
    (Check::Identifies, "contact"),
    (Check::NextStep, "ask"),
    (Check::Why, "reason"),
    (Check::Specific, "when"),
    (Check::Person, "trait"),
    (Check::Person, "mind"),
    (Check::Absolute, "always"),
    (Check::Timely, "late"),
    (Check::Timely, "old"),
    (Check::Length, "short"),
    (Check::Length, "long"),
    (Check::Length, "sentences"),
    (Check::Length, "matters"),
    (Check::Clarity, "sentence"),
    (Check::Clarity, "jargon"),
    (Check::Clarity, "dense"),
    (Check::Balance, "keep"),
];

/// What was seen, and where: tokens from the first to the one behind the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    pub check: Check,
    pub kind: &'static str,
    pub from: usize,
    pub to: usize,
}

/// What a check may look at.
pub(crate) struct View<'a> {
    pub tokens: &'a Tokens,
    pub language: Language,
    pub settings: &'a Settings<'a>,
    /// Patterns of the language, and where they were found; none where there is no lexicon.
    pub words: Option<(&'static Lexicon, &'a Scan)>,
}

impl View<'_> {
    /// Everything.
    fn whole(&self, check: Check, kind: &'static str) -> Seen {
        Seen { check, kind, from: 0, to: self.tokens.all.len() }
    }
}

/// A text is only looked at closely up to here; far longer ones are too long anyway, and are told so.
const MOST_PER_CHECK: usize = 5;

/// Runs all checks of the language. Sorted: most important first, then by place.
pub(crate) fn run(view: &View<'_>) -> Vec<Seen> {
    if view.tokens.all.is_empty() {
        return Vec::new();
    }
    let mut seen = Vec::new();
    names::look(view, &mut seen);
    if view.settings.identity == Identity::Confidential {
        identifies::look(view, &mut seen);
    }
    timely::look(view, &mut seen);
    length::look(view, &mut seen);
    if let Some((lexicon, scan)) = view.words {
        patterns(lexicon, scan, &mut seen);
        tone::look(view, lexicon, &mut seen);
        missing::look(view, lexicon, scan, &mut seen);
        clarity::look(view, lexicon, scan, &mut seen);
        balance::look(view, lexicon, scan, &mut seen);
    }
    seen.sort_by_key(|it| (it.check, it.from, std::cmp::Reverse(it.to)));
    thin(seen)
}

/// Groups of which each place that is found is a hint.
const GROUPS: &[(&str, Check, &str)] = &[
    ("tone.insult", Check::Tone, "insult"),
    ("tone.threat", Check::Tone, "threat"),
    ("tone.sarcasm", Check::Tone, "sarcasm"),
    ("tone.shaming", Check::Tone, "shaming"),
    ("tone.private", Check::Tone, "private"),
    ("tone.mood", Check::Tone, "mood"),
    ("third_party.hearsay", Check::ThirdParty, "hearsay"),
    ("third_party.comparison", Check::ThirdParty, "comparison"),
    ("third_party.private", Check::ThirdParty, "private"),
    ("person.trait", Check::Person, "trait"),
    ("person.mind", Check::Person, "mind"),
    ("absolute.always", Check::Absolute, "always"),
];

fn patterns(lexicon: &Lexicon, scan: &Scan, seen: &mut Vec<Seen>) {
    for Found { group, from, to } in scan.found.iter().copied() {
        let name = lexicon.group(group);
        if let Some(&(_, check, kind)) = GROUPS.iter().find(|(group, _, _)| *group == name) {
            seen.push(Seen { check, kind, from, to });
        }
    }
}

/// Of what overlaps within a check the first and longest stays, and of each check not more than a writer can use.
fn thin(seen: Vec<Seen>) -> Vec<Seen> {
    let mut kept: Vec<Seen> = Vec::new();
    let mut of_check = 0;
    for it in seen {
        match kept.last() {
            Some(last) if last.check == it.check => {
                if it.from < last.to || of_check >= MOST_PER_CHECK {
                    continue;
                }
                of_check += 1;
            }
            _ => of_check = 1,
        }
        kept.push(it);
    }
    kept
}
