//! The written reason for a swipe.

use super::side::words;
use super::{Given, TakeId, TruthId, VoiceId};
use serde::{Deserialize, Serialize};

/// What the host did with a truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing yet.
    Waiting,
    /// Kept off the screen and out of the recap.
    SetAside,
}
words!(Standing: Waiting = "waiting", SetAside = "set_aside");

/// The written reason that belongs to a swipe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    /// Its id.
    pub id: TruthId,
    /// The take it answers.
    pub take: TakeId,
    /// Its author, as the room knows it.
    pub voice: VoiceId,
    /// The command that wrote it.
    pub seq: u32,
    /// The answer it was written for, as its author stated it.
    pub given: Given,
    /// The words, at most 140 characters.
    pub words: String,
    /// Its author agrees to be quoted in the recap.
    pub quotable: bool,
    /// Its author agrees to stand by it with the name.
    pub named: bool,
    /// What the host did with it.
    pub standing: Standing,
}
