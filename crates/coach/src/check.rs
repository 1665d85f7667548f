//! What is looked at.

use crate::Language;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One thing that is looked at. The order of the variants is the order of importance: first what could hurt somebody, then
/// what makes a text useful, then its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// No insult, threat, sarcasm, shaming, shouting; nothing about age, health, origin; no mood as the argument.
    Tone,
    /// Nobody else's opinion, comparison or private matter.
    ThirdParty,
    /// Nothing that tells who wrote, when that is to stay hidden.
    Identifies,
    /// A request, a suggestion, a question, or "keep doing".
    NextStep,
    /// A reason, or what it changed.
    Why,
    /// One occasion: a time, a place or an artefact, and something done.
    Specific,
    /// Behaviour, not character; no mind reading.
    Person,
    /// No *always*, *never*, *everybody* about the receiver.
    Absolute,
    /// Not long ago, or a reason why now.
    Timely,
    /// Neither too short to use nor too long to read; one matter.
    Length,
    /// Readable at first sight.
    Clarity,
    /// Criticism comes with what to keep. Suggested, never required.
    Balance,
}

impl Check {
    /// All of them, most important first.
    pub const ALL: [Self; 12] = [
        Self::Tone,
        Self::ThirdParty,
        Self::Identifies,
        Self::NextStep,
        Self::Why,
        Self::Specific,
        Self::Person,
        Self::Absolute,
        Self::Timely,
        Self::Length,
        Self::Clarity,
        Self::Balance,
    ];

    /// Its name in data: `third_party`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tone => "tone",
            Self::ThirdParty => "third_party",
            Self::Identifies => "identifies",
            Self::NextStep => "next_step",
            Self::Why => "why",
            Self::Specific => "specific",
            Self::Person => "person",
            Self::Absolute => "absolute",
            Self::Timely => "timely",
            Self::Length => "length",
            Self::Clarity => "clarity",
            Self::Balance => "balance",
        }
    }

    /// Whether it needs no words of a language. In a language without a lexicon only these are made; `third_party` then
    /// looks for the names it was given, and nothing else.
    pub fn is_language_free(self) -> bool {
        matches!(self, Self::ThirdParty | Self::Identifies | Self::Timely | Self::Length)
    }

    /// What is not looked at in a text of this language.
    pub fn unchecked(language: Language) -> Vec<Self> {
        if language.has_lexicon() {
            return Vec::new();
        }
        Self::ALL.into_iter().filter(|check| !check.is_language_free()).collect()
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
