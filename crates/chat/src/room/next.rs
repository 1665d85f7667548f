//! The one thing a host most likely wants to do next.

use super::Room;
use crate::model::{Phase, TakeId, TakeState};
use serde::Serialize;

/// The next step in the course of a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// Open the room.
    Start,
    /// Put this take to the room.
    Open(TakeId),
    /// End the swiping on this take.
    Close(TakeId),
    /// Show this take's result.
    Reveal(TakeId),
    /// Sum up.
    WrapUp,
    /// End the chat.
    End,
}

impl Next {
    /// Its word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Open(_) => "open",
            Self::Close(_) => "close",
            Self::Reveal(_) => "reveal",
            Self::WrapUp => "wrap_up",
            Self::End => "end",
        }
    }

    /// The take it is about.
    pub fn take(self) -> Option<TakeId> {
        match self {
            Self::Open(take) | Self::Close(take) | Self::Reveal(take) => Some(take),
            Self::Start | Self::WrapUp | Self::End => None,
        }
    }
}

impl Room {
    /// What the host's primary button does. The take in focus comes first, then any that is open or closed, then the
    /// next one that the room has not seen.
    pub fn next(&self) -> Option<Next> {
        match self.chat.phase {
            Phase::Draft => Some(Next::Start),
            Phase::WrapUp => Some(Next::End),
            Phase::Ended => None,
            Phase::Lobby | Phase::Live => {
                let focus = self.chat.focus.and_then(|take| self.slot(take));
                let first = |state| self.in_state(state).next();
                let next = match focus.map(|s| (s.take.id, s.take.state)) {
                    Some((take, TakeState::Open)) => Some(Next::Close(take)),
                    Some((take, TakeState::Closed)) => Some(Next::Reveal(take)),
                    _ => None,
                };
                let next = next
                    .or_else(|| first(TakeState::Closed).map(Next::Reveal))
                    .or_else(|| first(TakeState::Open).map(Next::Close))
                    .or_else(|| first(TakeState::Draft).map(Next::Open));
                Some(next.unwrap_or(Next::WrapUp))
            }
        }
    }
}
