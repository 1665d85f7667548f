//! What was committed.

use crate::model::{Given, PanelAnswer, PanellistId, Picture, Side, Standing, TakeId, TakeState, TruthId, VoiceId};

/// Events of one chat that were committed together, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Counts from 1; a gap means that something was missed.
    pub number: u64,
    /// What happened.
    pub events: Vec<Event>,
}

/// One committed fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A voice joined.
    Joined {
        /// Random id.
        voice: VoiceId,
        /// SHA-256 of its token.
        token_hash: [u8; 32],
        /// Its name, in a named chat.
        name: Option<String>,
    },
    /// A voice answered a take, or took its answer back.
    Swiped {
        /// Who.
        voice: VoiceId,
        /// To what.
        take: TakeId,
        /// Its counter.
        seq: u32,
        /// The answer; `None` takes it back.
        given: Option<Given>,
    },
    /// A voice said why, or said it anew. Empty words take it back.
    Told {
        /// Id of the truth; the first one of this voice on this take is kept.
        truth: TruthId,
        /// Who.
        voice: VoiceId,
        /// About what.
        take: TakeId,
        /// Its counter.
        seq: u32,
        /// The answer it is a reason for.
        given: Given,
        /// The words.
        words: String,
        /// May be quoted.
        quotable: bool,
        /// With the name.
        named: bool,
    },
    /// A host moved the room.
    Moved(Move),
}

/// One step of a host. An action may take several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// The room opened: people may join.
    Started,
    /// A take went to another state.
    TakeMoved(TakeId, TakeState),
    /// The screen looks at a take.
    Focused(TakeId),
    /// The screen follows, keeps or blanks.
    Pictured(Picture),
    /// A truth came on the screen, or left it.
    Spotlit(TakeId, Side, Option<TruthId>),
    /// A truth was set aside, or brought back.
    Stood(TruthId, Standing),
    /// A panellist's answer was marked, or unmarked.
    Answered(TakeId, PanellistId, Option<PanelAnswer>),
    /// The takeaway was written.
    TakenAway(TakeId, String),
    /// The screen sums up.
    WrappedUp,
    /// The chat is over.
    Ended,
}

impl Move {
    /// Its kind in the ledger.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Started => "chat_started",
            Self::TakeMoved(_, TakeState::Closed) => "take_closed",
            Self::TakeMoved(_, TakeState::Revealed) => "take_revealed",
            Self::TakeMoved(..) => "take_opened",
            Self::Focused(_) => "take_focused",
            Self::Pictured(_) => "screen_pictured",
            Self::Spotlit(..) => "truth_spotlit",
            Self::Stood(..) => "truth_stood",
            Self::Answered(..) => "panel_answered",
            Self::TakenAway(..) => "takeaway_written",
            Self::WrappedUp => "chat_wrapped_up",
            Self::Ended => "chat_ended",
        }
    }
}
