//! One chat, without its takes.

use super::side::words;
use super::{ChatId, TakeId};
use people::PersonId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the room knows of a voice. Fixed when the room opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Each voice says its name.
    Named,
    /// No name is asked and none is stored; only totals are shown.
    Confidential,
}
words!(Mode: Named = "named", Confidential = "confidential");

/// Who may join. Fixed when the room opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// Whoever has the code, without an account. A phone is a voice.
    Open,
    /// People with an account, signed in. A person is a voice, on every device.
    Signed,
}
words!(Door: Open = "open", Signed = "signed");

/// How far a chat has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Being written; nobody can join.
    Draft,
    /// People join; no take was opened yet.
    Lobby,
    /// Takes are put to the room.
    Live,
    /// The screen sums up.
    WrapUp,
    /// Over. Nothing moves any more.
    Ended,
}
words!(Phase: Draft = "draft", Lobby = "lobby", Live = "live", WrapUp = "wrap_up", Ended = "ended");

/// What the big screen is allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Picture {
    /// Follows the room.
    Live,
    /// Keeps what it shows.
    Frozen,
    /// Shows nothing.
    Blank,
    /// Shows the opinion map, until the room moves on.
    Map,
}
words!(Picture: Live = "live", Frozen = "frozen", Blank = "blank", Map = "map");

/// One chat, without its takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chat {
    /// Its id.
    pub id: ChatId,
    /// Title, for example “Spring culture chat”.
    pub title: String,
    /// Name of the series, or empty.
    pub series: String,
    /// Day, `YYYY-MM-DD`, or empty.
    pub held_on: String,
    /// Language tag of everything the room is shown.
    pub language: String,
    /// What the room knows of a voice.
    pub mode: Mode,
    /// Who may join.
    pub door: Door,
    /// With fewer answers than this, a take's counts are not shown to anybody.
    pub floor: u32,
    /// How many voices may join.
    pub seats: u32,
    /// Six digits to join with.
    pub code: String,
    /// Opens the big screen; unguessable.
    pub screen_key: [u8; 16],
    /// How far it has come.
    pub phase: Phase,
    /// The take on the big screen.
    pub focus: Option<TakeId>,
    /// What the big screen may do.
    pub picture: Picture,
    /// Who made it.
    pub created_by: PersonId,
    /// Moves of the host so far; every frame carries it.
    pub moves: u64,
    /// Committed batches so far.
    pub batch: u64,
    /// Edits of the draft so far.
    pub version: i64,
}

impl Chat {
    /// The screen key as it stands in an address.
    pub fn screen_path(&self) -> String {
        format!("/screen/{}", uuid::Uuid::from_bytes(self.screen_key).simple())
    }

    /// The path that a QR code leads to.
    pub fn join_path(&self) -> String {
        format!("/j/{}", self.code)
    }

    /// Whether the end of the chat destroys what leads from its voices to people.
    pub fn forgets_people(&self) -> bool {
        self.door == Door::Signed && self.mode == Mode::Confidential
    }
}
