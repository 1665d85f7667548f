//! One piece of feedback, and what can become of it.

use super::{Contract, PieceId, TaskId, Text};
use jiff::{SignedDuration, Timestamp};
use people::PersonId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Hours in which a writer may change what was sent, or take it back.
pub const GRACE_HOURS: i64 = 24;
/// Days after delivery in which a writer may still retract it.
pub const RETRACT_DAYS: i64 = 7;
/// Days that a confidential piece waits for others before its writer is told.
pub const WAIT_DAYS: i64 = 90;

/// What a writer is to whom the piece is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[schema(as = FeedbackKind)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Neither stands above the other.
    Peer,
    /// The subject stands above the writer.
    Upward,
    /// The writer stands above the subject.
    Downward,
    /// The writer is the subject: a private note.
    Own,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Peer, Self::Upward, Self::Downward, Self::Own];

    /// As the database writes it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Peer => "peer",
            Self::Upward => "upward",
            Self::Downward => "downward",
            Self::Own => "own",
        }
    }

    /// The kind of a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }

    /// What the writer may choose from, the usual first.
    pub fn identities(self) -> &'static [Identity] {
        match self {
            Self::Upward => &[Identity::Confidential, Identity::Named],
            Self::Peer => &[Identity::Named, Identity::Confidential],
            // Who leads somebody is known to them: a batch would hide nothing.
            Self::Downward | Self::Own => &[Identity::Named],
        }
    }
}

/// How writer and subject stand to each other on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// They are the same.
    Same,
    /// The subject stands above the writer.
    SubjectAbove,
    /// The writer stands above the subject.
    WriterAbove,
    /// Neither.
    Beside,
}

/// The kind of a piece, from the line on the day it is about and the line of today. Where one of them protects the writer,
/// that one counts.
pub fn relation(that_day: Line, today: Line) -> Kind {
    match (that_day, today) {
        (Line::Same, _) => Kind::Own,
        (Line::SubjectAbove, _) | (_, Line::SubjectAbove) => Kind::Upward,
        // Whoever leads somebody now cannot go back to a day before to leave the name out.
        (Line::WriterAbove, _) | (_, Line::WriterAbove) => Kind::Downward,
        (Line::Beside, _) => Kind::Peer,
    }
}

/// Whether the reader learns whose words they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FeedbackIdentity)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// With the writer's name.
    Named,
    /// In a batch of several writers. The server knows who wrote it, people do not.
    Confidential,
}

impl Identity {
    /// As forms and the database write it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Confidential => "confidential",
        }
    }

    /// The identity of a key.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Named, Self::Confidential].into_iter().find(|it| it.key() == key)
    }
}

/// Where a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// The writer's alone.
    Draft,
    /// Sent; still the writer's alone until the grace is over.
    Answered,
    /// Confidential, and waits for others.
    Held,
    /// With its readers.
    Delivered,
    /// Read by whom it is about.
    Acknowledged,
    /// It helped, and whom it is about said how.
    Actioned,
    /// Reported as abuse.
    Flagged,
    /// Taken away; a note stays that there was something.
    Retracted,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Draft,
        Self::Answered,
        Self::Held,
        Self::Delivered,
        Self::Acknowledged,
        Self::Actioned,
        Self::Flagged,
        Self::Retracted,
    ];

    /// As the database writes it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Answered => "answered",
            Self::Held => "held",
            Self::Delivered => "delivered",
            Self::Acknowledged => "acknowledged",
            Self::Actioned => "actioned",
            Self::Flagged => "flagged",
            Self::Retracted => "retracted",
        }
    }

    /// The state of a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }

    /// Whether readers have it.
    pub fn is_with_readers(self) -> bool {
        matches!(self, Self::Delivered | Self::Acknowledged | Self::Actioned | Self::Flagged)
    }
}

/// Why a step is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Not from the state it is in.
    #[error("not from the state it is in")]
    State,
    /// The grace is over.
    #[error("the day in which it can be changed is over")]
    GraceOver,
    /// The grace is not over yet.
    #[error("it can still be changed by its writer")]
    GraceNotOver,
    /// It was delivered too long ago.
    #[error("it was delivered more than seven days ago")]
    TooLate,
    /// A shared review cites it.
    #[error("a shared review cites it")]
    Used,
    /// The promise is not for this kind of piece.
    #[error("this identity cannot be promised here")]
    Identity,
    /// It has not waited long enough.
    #[error("it has not waited long enough")]
    NotWaiting,
}

/// A piece of feedback as its writer and the server know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Nobody but the writer is shown it.
    pub id: PieceId,
    /// By whom.
    pub writer: PersonId,
    /// About whom.
    pub subject: PersonId,
    /// The task that asked for it.
    pub task: Option<TaskId>,
    /// What the writer is to the subject.
    pub kind: Kind,
    /// Whether the reader learns whose words they are.
    pub identity: Identity,
    /// The words.
    pub text: Text,
    /// The promise; none while it is a draft.
    pub contract: Option<Contract>,
    /// Where it is.
    pub state: State,
    /// Last change of the words.
    pub saved_at: Timestamp,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// When it began to wait.
    pub held_at: Option<Timestamp>,
    /// When readers got it. Of a confidential piece the beginning of that day.
    pub delivered_at: Option<Timestamp>,
    /// Taken away while a report of it is open: nobody but who decides has the words.
    pub taken: bool,
    /// The shared review that cites it.
    pub used_in: Option<Uuid>,
    /// Counts the changes.
    pub version: i64,
}

impl Piece {
    /// Other words, while it is a draft.
    pub fn write(self, text: Text, kind: Kind, identity: Identity, now: Timestamp) -> Result<Self, Refused> {
        match self.state {
            State::Draft => Ok(Self { text, kind, identity, saved_at: now, ..self }.step()),
            _ => Err(Refused::State),
        }
    }

    /// Sends it under a promise. Readers get it when the grace is over.
    pub fn send(self, contract: Contract, now: Timestamp) -> Result<Self, Refused> {
        if self.state != State::Draft {
            return Err(Refused::State);
        }
        if contract.kind != self.kind
            || contract.identity != self.identity
            || !self.kind.identities().contains(&self.identity)
        {
            return Err(Refused::Identity);
        }
        // A note to oneself has no reader to wait for.
        let (state, delivered_at) =
            if self.kind == Kind::Own { (State::Delivered, Some(now)) } else { (State::Answered, None) };
        Ok(Self { contract: Some(contract), state, sent_at: Some(now), delivered_at, ..self }.step())
    }

    /// Until when the writer may change it or take it back; none when it was not sent.
    pub fn grace_ends(&self) -> Option<Timestamp> {
        Some(self.sent_at? + SignedDuration::from_hours(GRACE_HOURS))
    }

    /// Takes it back before anybody had it: it is a draft again.
    pub fn take_back(self, now: Timestamp) -> Result<Self, Refused> {
        match self.state {
            State::Answered if self.grace_ends().is_some_and(|end| now >= end) => Err(Refused::GraceOver),
            State::Answered => Ok(Self { state: State::Draft, contract: None, sent_at: None, ..self }.step()),
            State::Draft | State::Retracted => Err(Refused::State),
            _ => Err(Refused::GraceOver),
        }
    }

    /// The grace is over: readers get a named piece, a confidential one begins to wait.
    pub fn ripen(self, now: Timestamp) -> Result<Self, Refused> {
        if self.state != State::Answered {
            return Err(Refused::State);
        }
        if self.grace_ends().is_none_or(|end| now < end) {
            return Err(Refused::GraceNotOver);
        }
        Ok(match self.identity {
            Identity::Named => Self { state: State::Delivered, delivered_at: Some(now), ..self },
            Identity::Confidential => Self { state: State::Held, held_at: Some(now), ..self },
        }
        .step())
    }

    /// Whom it is about has left before it arrived: a draft again, which its writer may discard.
    pub fn come_back(self) -> Result<Self, Refused> {
        match self.state {
            State::Answered | State::Held => {
                let back = Self { state: State::Draft, contract: None, sent_at: None, held_at: None, ..self };
                Ok(back.step())
            }
            _ => Err(Refused::State),
        }
    }

    /// Released in a batch, dated by its day alone.
    pub fn release(self, day_began: Timestamp) -> Result<Self, Refused> {
        match self.state {
            State::Held => Ok(Self { state: State::Delivered, delivered_at: Some(day_began), ..self }.step()),
            _ => Err(Refused::State),
        }
    }

    /// Whether it waits so long that the writer is asked what to do.
    pub fn waits_too_long(&self, now: Timestamp) -> bool {
        let longest = SignedDuration::from_hours(24 * WAIT_DAYS);
        self.state == State::Held && self.held_at.is_some_and(|since| now >= since + longest)
    }

    /// After waiting too long: a draft again, to be sent with the name. An ask that it answered is long over.
    pub fn name(self, now: Timestamp) -> Result<Self, Refused> {
        if !self.waits_too_long(now) {
            return Err(Refused::NotWaiting);
        }
        let fresh = Self { state: State::Draft, identity: Identity::Named, contract: None, ..self };
        Ok(Self { sent_at: None, held_at: None, task: None, saved_at: now, ..fresh }.step())
    }

    /// Read by whom it is about. A second look changes nothing.
    pub fn acknowledge(self) -> Result<Self, Refused> {
        match self.state {
            State::Delivered => Ok(Self { state: State::Acknowledged, ..self }.step()),
            _ => Err(Refused::State),
        }
    }

    /// It helped.
    pub fn act(self) -> Result<Self, Refused> {
        match self.state {
            State::Acknowledged => Ok(Self { state: State::Actioned, ..self }.step()),
            _ => Err(Refused::State),
        }
    }

    /// Reported as abuse.
    pub fn flag(self) -> Result<Self, Refused> {
        match self.state {
            State::Delivered | State::Acknowledged | State::Actioned => {
                Ok(Self { state: State::Flagged, ..self }.step())
            }
            _ => Err(Refused::State),
        }
    }

    /// A people partner looked at it and let it stand.
    pub fn stand(self) -> Result<Self, Refused> {
        match self.state {
            State::Flagged if self.taken => Ok(self.gone()),
            State::Flagged => Ok(Self { state: State::Acknowledged, ..self }.step()),
            _ => Err(Refused::State),
        }
    }

    /// A people partner looked at it and took it away. The words go.
    pub fn remove(self) -> Result<Self, Refused> {
        match self.state {
            State::Flagged => Ok(self.gone()),
            _ => Err(Refused::State),
        }
    }

    /// Taken away by its writer: while it waits, or in the days after delivery, and never once a shared review cites it.
    /// A report changes nothing for the writer; the words stay for whoever decides about it, and for nobody else.
    pub fn retract(self, now: Timestamp) -> Result<Self, Refused> {
        if self.used_in.is_some() {
            return Err(Refused::Used);
        }
        match self.state {
            State::Held => Ok(self.gone()),
            State::Delivered | State::Acknowledged | State::Actioned | State::Flagged
                if self.kind != Kind::Own && !self.taken =>
            {
                let last = SignedDuration::from_hours(24 * RETRACT_DAYS);
                if self.delivered_at.is_none_or(|at| now >= at + last) {
                    return Err(Refused::TooLate);
                }
                Ok(match self.state {
                    State::Flagged => Self { taken: true, ..self }.step(),
                    _ => self.gone(),
                })
            }
            _ => Err(Refused::State),
        }
    }

    /// The words go, the note that there was something stays.
    fn gone(self) -> Self {
        let text = Text { event_on: self.text.event_on, layout: self.text.layout, ..Text::blank(self.text.event_on) };
        Self { state: State::Retracted, taken: false, text, ..self }.step()
    }

    fn step(self) -> Self {
        Self { version: self.version + 1, ..self }
    }
}

#[cfg(test)]
mod tests;
