//! Takes, and the panel's answers to them.

use super::side::words;
use super::{Given, PanellistId, TakeId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How far a take has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TakeState {
    /// Written; the room has not seen it.
    Draft,
    /// The room swipes.
    Open,
    /// No swipe is taken any more; results are still hidden.
    Closed,
    /// The room sees the result.
    Revealed,
}
words!(TakeState: Draft = "draft", Open = "open", Closed = "closed", Revealed = "revealed");

/// A step that this state does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a take that is {} cannot be {verb}", from.word())]
pub struct NotPossible {
    /// State it was in.
    pub from: TakeState,
    /// What was asked.
    pub verb: &'static str,
}

impl TakeState {
    /// Puts a take to the room for the first time.
    pub fn open(self) -> Result<Self, NotPossible> {
        self.step(&[Self::Draft], Self::Open, "opened")
    }

    /// Ends the swiping. Decided here, on the server.
    pub fn close(self) -> Result<Self, NotPossible> {
        self.step(&[Self::Open], Self::Closed, "closed")
    }

    /// Shows the result.
    pub fn reveal(self) -> Result<Self, NotPossible> {
        self.step(&[Self::Closed], Self::Revealed, "revealed")
    }

    /// Lets the room swipe again; answers stay and may change, the result is hidden again.
    pub fn reopen(self) -> Result<Self, NotPossible> {
        self.step(&[Self::Closed, Self::Revealed], Self::Open, "reopened")
    }

    fn step(self, from: &[Self], to: Self, verb: &'static str) -> Result<Self, NotPossible> {
        if from.contains(&self) { Ok(to) } else { Err(NotPossible { from: self, verb }) }
    }
}

/// A short bold statement put to the room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Take {
    /// Its id.
    pub id: TakeId,
    /// The statement, at most 140 characters.
    pub text: String,
    /// The host's sentence on what the room learned, or empty.
    pub takeaway: String,
    /// How far it has come.
    pub state: TakeState,
}

/// A named colleague who answers on the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panellist {
    /// Its id.
    pub id: PanellistId,
    /// Name as shown.
    pub name: String,
    /// Role, or empty.
    pub role: String,
    /// Place, or empty.
    pub place: String,
    /// Since when, in the host's words, or empty.
    pub since: String,
}

/// What a panellist said to a take, on the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PanelAnswer {
    /// Side and reservation.
    pub given: Given,
    /// Words, or empty.
    pub words: String,
}

#[cfg(test)]
mod tests {
    use super::TakeState::{self, Closed, Draft, Open, Revealed};

    #[test]
    fn every_step_from_every_state() {
        type Step = fn(TakeState) -> Result<TakeState, super::NotPossible>;
        let steps: [(&str, Step); 4] = [
            ("open", TakeState::open),
            ("close", TakeState::close),
            ("reveal", TakeState::reveal),
            ("reopen", TakeState::reopen),
        ];
        let allowed = [
            ("open", Draft, Open),
            ("close", Open, Closed),
            ("reveal", Closed, Revealed),
            ("reopen", Closed, Open),
            ("reopen", Revealed, Open),
        ];
        for (name, step) in steps {
            for &from in TakeState::ALL {
                let expect = allowed.iter().find(|(n, f, _)| (*n, *f) == (name, from)).map(|(_, _, to)| *to);
                assert_eq!(step(from).ok(), expect, "{name} from {from:?}");
            }
        }
    }
}
