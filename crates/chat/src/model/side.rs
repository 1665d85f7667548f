//! Sides, and what a voice gives to a take.

use serde::{Deserialize, Serialize};
use std::str::FromStr;
use utoipa::ToSchema;

/// A word of a closed list that is not on the list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{word}” is not one of {known}")]
pub struct UnknownWord {
    /// What was given.
    pub word: String,
    /// What would have been understood.
    pub known: &'static str,
}

/// A closed list of words, the same in the database, on the wire and in forms.
macro_rules! words {
    ($name:ident: $($variant:ident = $word:literal),* $(,)?) => {
        impl $name {
            /// Every value, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word used in the database, on the wire and in forms.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::model::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($word => Ok(Self::$variant),)*
                    _ => Err($crate::model::UnknownWord {
                        word: word.chars().take(40).collect(),
                        known: concat!($($word, " "),*).trim_ascii_end(),
                    }),
                }
            }
        }
    };
}
pub(crate) use words;

/// Where somebody stands on a take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Right.
    Agree,
    /// Left.
    Disagree,
    /// Neither: a first-class answer.
    Pass,
}

words!(Side: Agree = "agree", Disagree = "disagree", Pass = "pass");

/// The answer that a voice gives to a take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Given {
    /// Where it stands.
    pub side: Side,
    /// “Agree, but …”: only with a side.
    pub reservation: bool,
}

impl Given {
    /// A pass has nothing to be reserved about, so the mark is dropped there.
    pub fn new(side: Side, reservation: bool) -> Self {
        Self { side, reservation: reservation && side != Side::Pass }
    }

    /// Parses the wire's side, where `none` takes the answer back.
    pub fn parse(side: &str, reservation: bool) -> Result<Option<Self>, UnknownWord> {
        if side == "none" {
            return Ok(None);
        }
        Ok(Some(Self::new(Side::from_str(side)?, reservation)))
    }
}
