//! What a host can do, and the steps it takes.

use super::{Move, Next, Refusal, Room};
use crate::model::{
    Given, NotPossible, PanelAnswer, PanellistId, Phase, Picture, Side, Standing, TakeId, TakeState, TruthId, limits,
};
use web::clean::{self, CleanError};

/// An action of a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Opens the room: people may join; mode, floor, seats and takes are fixed from here on.
    Start,
    /// The next thing in the course of a chat, whatever it is.
    Advance,
    /// Puts a take to the room.
    Open(TakeId),
    /// Puts all takes to the room: everybody swipes at their own pace.
    OpenAll,
    /// Ends the swiping on a take.
    Close(TakeId),
    /// Shows a take's result.
    Reveal(TakeId),
    /// Lets the room swipe again.
    Reopen(TakeId),
    /// Turns the big screen to a take.
    Focus(TakeId),
    /// What the big screen may do.
    Picture(Picture),
    /// Puts a truth on the screen, for its side.
    Spotlight(TruthId),
    /// Clears a side of the screen.
    Unspotlight(TakeId, Side),
    /// Keeps a truth off the screen and out of the recap, or brings it back.
    Stand(TruthId, Standing),
    /// Marks what a panellist said.
    Answer(TakeId, PanellistId, Given, String),
    /// Unmarks it.
    Unanswer(TakeId, PanellistId),
    /// Writes the takeaway; empty clears it.
    Takeaway(TakeId, String),
    /// Turns the screen to the summary.
    WrapUp,
    /// Ends the chat for good.
    End,
}

impl Room {
    /// The steps that an action takes, or why it cannot be.
    ///
    /// `seen` is the number of moves that the host saw; `None` acts on whatever is. Acting on an older room is
    /// refused, so that two hosts who press *next* at once move it once.
    pub fn check_action(&self, action: &Action, seen: Option<u64>) -> Result<Vec<Move>, Refusal> {
        let mut steps = self.steps(action, seen)?;
        // The map is looked at between two takes: whoever moves on wants the screen to follow.
        let moves_on =
            |step: &Move| matches!(step, Move::TakeMoved(..) | Move::Focused(_) | Move::WrappedUp | Move::Ended);
        if self.chat.picture == Picture::Map && steps.iter().any(moves_on) {
            steps.push(Move::Pictured(Picture::Live));
        }
        Ok(steps)
    }

    fn steps(&self, action: &Action, seen: Option<u64>) -> Result<Vec<Move>, Refusal> {
        if seen.is_some_and(|seen| seen != self.chat.moves) {
            return Err(Refusal::Stale);
        }
        let phase = self.chat.phase;
        match action {
            Action::Answer(..) | Action::Unanswer(..) | Action::Takeaway(..) | Action::Stand(..) => {}
            // What was said may still be written down after the end, but nothing moves any more.
            _ if phase == Phase::Ended => return Err(Refusal::NotLive),
            Action::Start | Action::Advance => {}
            _ if phase == Phase::Draft => return Err(Refusal::NotLive),
            _ => {}
        }
        match action {
            Action::Start if phase != Phase::Draft => Err(Refusal::NotNow),
            Action::Start if self.takes.is_empty() => Err(Refusal::UnknownTake),
            Action::Start => Ok(vec![Move::Started]),
            Action::Advance => self.next().map_or(Err(Refusal::NotNow), |next| self.advance(next)),
            Action::Open(take) => self.open(*take),
            Action::OpenAll => self.open_all(),
            Action::Close(take) => self.step(*take, TakeState::close),
            Action::Reveal(take) => self.reveal(*take),
            Action::Reopen(take) => Ok(self.and_focus(self.step(*take, TakeState::reopen)?, *take)),
            Action::Focus(take) => match self.state(*take)? {
                TakeState::Draft => Err(Refusal::NotNow),
                _ => Ok(vec![Move::Focused(*take)]),
            },
            Action::Picture(picture) => Ok(vec![Move::Pictured(*picture)]),
            Action::Spotlight(truth) => self.spotlight(*truth),
            Action::Unspotlight(take, side) => {
                self.state(*take)?;
                Ok(vec![Move::Spotlit(*take, *side, None)])
            }
            Action::Stand(truth, standing) => {
                self.truth(*truth).ok_or(Refusal::UnknownTruth)?;
                Ok(vec![Move::Stood(*truth, *standing)])
            }
            Action::Answer(take, panellist, given, words) => self.answered(*take, *panellist, *given, words),
            Action::Unanswer(take, panellist) => {
                self.state(*take)?;
                self.panellist(*panellist)?;
                Ok(vec![Move::Answered(*take, *panellist, None)])
            }
            Action::Takeaway(take, words) => {
                self.state(*take)?;
                Ok(vec![Move::TakenAway(*take, optional(words, limits::TAKEAWAY)?)])
            }
            Action::WrapUp if phase == Phase::Live => Ok(self.close_all(Move::WrappedUp)),
            Action::WrapUp => Err(Refusal::NotNow),
            Action::End => Ok(self.close_all(Move::Ended)),
        }
    }

    fn advance(&self, next: Next) -> Result<Vec<Move>, Refusal> {
        match next {
            Next::Start => self.steps(&Action::Start, None),
            Next::Open(take) => self.open(take),
            Next::Close(take) => self.step(take, TakeState::close),
            Next::Reveal(take) => self.reveal(take),
            Next::WrapUp => self.steps(&Action::WrapUp, None),
            Next::End => self.steps(&Action::End, None),
        }
    }

    fn state(&self, take: TakeId) -> Result<TakeState, Refusal> {
        self.slot(take).map(|s| s.take.state).ok_or(Refusal::UnknownTake)
    }

    fn panellist(&self, id: PanellistId) -> Result<(), Refusal> {
        self.panel.iter().any(|p| p.id == id).then_some(()).ok_or(Refusal::UnknownPanellist)
    }

    fn step(&self, take: TakeId, step: fn(TakeState) -> Result<TakeState, NotPossible>) -> Result<Vec<Move>, Refusal> {
        let to = step(self.state(take)?).map_err(|_| Refusal::NotNow)?;
        Ok(vec![Move::TakeMoved(take, to)])
    }

    fn and_focus(&self, mut steps: Vec<Move>, take: TakeId) -> Vec<Move> {
        if self.chat.focus != Some(take) || self.chat.phase != Phase::Live {
            steps.push(Move::Focused(take));
        }
        steps
    }

    fn open(&self, take: TakeId) -> Result<Vec<Move>, Refusal> {
        Ok(self.and_focus(self.step(take, TakeState::open)?, take))
    }

    fn reveal(&self, take: TakeId) -> Result<Vec<Move>, Refusal> {
        Ok(self.and_focus(self.step(take, TakeState::reveal)?, take))
    }

    fn open_all(&self) -> Result<Vec<Move>, Refusal> {
        let drafts: Vec<TakeId> = self.in_state(TakeState::Draft).collect();
        let first = *drafts.first().ok_or(Refusal::NotNow)?;
        let steps = drafts.into_iter().map(|take| Move::TakeMoved(take, TakeState::Open)).collect();
        Ok(self.and_focus(steps, first))
    }

    fn spotlight(&self, id: TruthId) -> Result<Vec<Move>, Refusal> {
        let truth = self.truth(id).ok_or(Refusal::UnknownTruth)?;
        let free = truth.standing == Standing::Waiting && !truth.words.is_empty() && self.stands(truth);
        match truth.given.side {
            Side::Agree | Side::Disagree if free => Ok(vec![Move::Spotlit(truth.take, truth.given.side, Some(id))]),
            _ => Err(Refusal::NotNow),
        }
    }

    fn answered(&self, take: TakeId, by: PanellistId, given: Given, words: &str) -> Result<Vec<Move>, Refusal> {
        self.state(take)?;
        self.panellist(by)?;
        let words = optional(words, limits::ANSWER)?;
        Ok(vec![Move::Answered(take, by, Some(PanelAnswer { given, words }))])
    }

    fn close_all(&self, last: Move) -> Vec<Move> {
        let open = self.in_state(TakeState::Open).map(|take| Move::TakeMoved(take, TakeState::Closed));
        open.chain([last]).collect()
    }

    pub(super) fn in_state(&self, state: TakeState) -> impl Iterator<Item = TakeId> {
        self.takes.iter().filter(move |s| s.take.state == state).map(|s| s.take.id)
    }
}

fn optional(words: &str, max: usize) -> Result<String, Refusal> {
    match clean::line(words, max) {
        Ok(words) => Ok(words),
        Err(CleanError::Empty) => Ok(String::new()),
        Err(e) => Err(e.into()),
    }
}
