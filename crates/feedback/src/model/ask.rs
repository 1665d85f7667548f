//! A request for feedback, and what it means to each person who was asked.

use super::{AskId, Identity, Kind, TaskId};
use jiff::{SignedDuration, Timestamp};
use people::PersonId;

/// Days after which an ask is over.
pub const OPEN_DAYS: i64 = 21;
/// Days after which a reminder is shown, each once.
pub const REMINDER_DAYS: [i64; 2] = [7, 14];

/// Whose name an answer may carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowed {
    /// The writer's, always.
    Named,
    /// As each writer chooses.
    Choice,
}

impl Allowed {
    /// As forms and the database write it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Choice => "choice",
        }
    }

    /// The one of a key.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Named, Self::Choice].into_iter().find(|it| it.key() == key)
    }

    /// What a writer of this kind may choose from here, the usual first.
    pub fn identities(self, kind: Kind) -> Vec<Identity> {
        let all = kind.identities().iter().copied();
        all.filter(|it| self == Self::Choice || *it == Identity::Named).collect()
    }
}

/// Somebody asks several people about one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Id.
    pub id: AskId,
    /// Who asks.
    pub asker: PersonId,
    /// About whom: the asker, or somebody who reports to them.
    pub subject: PersonId,
    /// What is asked.
    pub question: String,
    /// Whose name an answer may carry.
    pub allowed: Allowed,
    /// When.
    pub sent_at: Timestamp,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
    /// Counts the changes.
    pub version: i64,
}

impl Ask {
    /// When its days are over.
    pub fn ends_at(&self) -> Timestamp {
        self.sent_at + SignedDuration::from_hours(24 * OPEN_DAYS)
    }
}

/// Where a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaskState {
    /// Nothing was heard.
    Sent,
    /// “I will.”
    Accepted,
    /// An answer was sent.
    Answered,
    /// “Not this time.”
    Declined,
    /// Its days are over.
    Expired,
    /// The asker took it back.
    Withdrawn,
}

impl TaskState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Sent, Self::Accepted, Self::Answered, Self::Declined, Self::Expired, Self::Withdrawn];

    /// As the database writes it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Accepted => "accepted",
            Self::Answered => "answered",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }

    /// Whether an answer is still hoped for.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Sent | Self::Accepted)
    }
}

/// Why a step is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TaskRefused {
    /// Answered, declined or over.
    #[error("this ask is not open any more")]
    Closed,
    /// The days are not over.
    #[error("this ask is still open")]
    NotOver,
    /// No reminder is due.
    #[error("no reminder is due")]
    NotDue,
}

/// What an ask means to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Id.
    pub id: TaskId,
    /// Of which ask.
    pub ask: AskId,
    /// Who is asked.
    pub person: PersonId,
    /// Where it is.
    pub state: TaskState,
    /// When it was asked.
    pub sent_at: Timestamp,
    /// “I will” was said.
    pub accepted: bool,
    /// Reminders that were shown.
    pub reminders: i64,
    /// Why not, if that was said.
    pub reason: String,
    /// Whether the asker may read the reason.
    pub reason_shown: bool,
    /// Counts the changes.
    pub version: i64,
}

impl Task {
    /// As it is sent.
    pub fn new(id: TaskId, ask: AskId, person: PersonId, now: Timestamp) -> Self {
        let (state, reason) = (TaskState::Sent, String::new());
        Self {
            id,
            ask,
            person,
            state,
            sent_at: now,
            accepted: false,
            reminders: 0,
            reason,
            reason_shown: false,
            version: 1,
        }
    }

    /// When its days are over.
    pub fn expires_at(&self) -> Timestamp {
        self.sent_at + SignedDuration::from_hours(24 * OPEN_DAYS)
    }

    /// “I will.” Said once.
    pub fn accept(self) -> Result<Self, TaskRefused> {
        match self.state {
            TaskState::Sent => Ok(Self { state: TaskState::Accepted, accepted: true, ..self }.step()),
            _ => Err(TaskRefused::Closed),
        }
    }

    /// “Not this time”, with a reason for the asker, for oneself, or none.
    pub fn decline(self, reason: String, reason_shown: bool) -> Result<Self, TaskRefused> {
        self.open(|it| Self { state: TaskState::Declined, reason, reason_shown, ..it })
    }

    /// An answer was sent.
    pub fn answer(self) -> Result<Self, TaskRefused> {
        self.open(|it| Self { state: TaskState::Answered, ..it })
    }

    /// The answer was taken back: as if it had never been written.
    pub fn reopen(self, ask: &Ask, now: Timestamp) -> Result<Self, TaskRefused> {
        match self.state {
            TaskState::Answered => Ok(Self { state: self.unanswered(ask, now), ..self }.step()),
            _ => Err(TaskRefused::Closed),
        }
    }

    /// Where it would be if no answer had been written. It is what an asker is told until an answer arrives, whether one
    /// was written or not.
    pub fn unanswered(&self, ask: &Ask, now: Timestamp) -> TaskState {
        match self.state {
            TaskState::Declined => TaskState::Declined,
            _ if ask.withdrawn_at.is_some() => TaskState::Withdrawn,
            _ if now >= self.expires_at() => TaskState::Expired,
            _ if self.accepted => TaskState::Accepted,
            _ => TaskState::Sent,
        }
    }

    /// The asker took it back.
    pub fn withdraw(self) -> Result<Self, TaskRefused> {
        self.open(|it| Self { state: TaskState::Withdrawn, ..it })
    }

    /// Its days are over.
    pub fn expire(self, now: Timestamp) -> Result<Self, TaskRefused> {
        if now < self.expires_at() {
            return Err(TaskRefused::NotOver);
        }
        self.open(|it| Self { state: TaskState::Expired, ..it })
    }

    /// A reminder is shown, if one is due. After the second nobody hears of it again.
    pub fn remind(self, now: Timestamp) -> Result<Self, TaskRefused> {
        let passed = |days: &&i64| now >= self.sent_at + SignedDuration::from_hours(24 * **days);
        let due = i64::try_from(REMINDER_DAYS.iter().take_while(passed).count()).unwrap_or(0);
        if due <= self.reminders {
            return Err(TaskRefused::NotDue);
        }
        self.open(|it| Self { reminders: due, ..it })
    }

    fn open(self, change: impl FnOnce(Self) -> Self) -> Result<Self, TaskRefused> {
        if self.state.is_open() { Ok(change(self).step()) } else { Err(TaskRefused::Closed) }
    }

    fn step(self) -> Self {
        Self { version: self.version + 1, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> Timestamp {
        Timestamp::from_second(day * 86_400).unwrap()
    }

    fn ask(withdrawn_at: Option<Timestamp>) -> Ask {
        let (id, asker, allowed) = (AskId::from_u128(2), PersonId::from_u128(4), Allowed::Named);
        let question = "What should I keep?".to_owned();
        Ask { id, asker, subject: asker, question, allowed, sent_at: at(0), withdrawn_at, version: 1 }
    }

    fn task(state: TaskState) -> Task {
        Task { state, ..Task::new(TaskId::from_u128(1), AskId::from_u128(2), PersonId::from_u128(3), at(0)) }
    }

    #[test]
    fn every_step_from_every_state() {
        use TaskState::{Accepted, Answered, Declined, Expired, Sent, Withdrawn};
        type Step = fn(Task) -> Result<Task, TaskRefused>;
        let steps: [(Step, &[TaskState], TaskState); 6] = [
            (Task::accept, &[Sent], Accepted),
            (|it| it.decline("busy".into(), true), &[Sent, Accepted], Declined),
            (Task::answer, &[Sent, Accepted], Answered),
            (|it| it.reopen(&ask(None), at(1)), &[Answered], Sent),
            (Task::withdraw, &[Sent, Accepted], Withdrawn),
            (|it| it.expire(at(21)), &[Sent, Accepted], Expired),
        ];
        for (n, (step, from, to)) in steps.into_iter().enumerate() {
            for state in TaskState::ALL {
                match step(task(state)) {
                    Ok(after) => {
                        assert!(from.contains(&state) && after.state == to && after.version == 2, "{n} {state:?}");
                    }
                    Err(error) => assert!(!from.contains(&state) && error == TaskRefused::Closed, "{n} {state:?}"),
                }
            }
        }
        assert_eq!(task(Sent).expire(at(20)), Err(TaskRefused::NotOver));
        assert_eq!(task(Answered).reopen(&ask(None), at(22)).unwrap().state, Expired);
        assert_eq!(task(Answered).reopen(&ask(Some(at(1))), at(2)).unwrap().state, Withdrawn);
        let accepted = task(Sent).accept().unwrap().answer().unwrap();
        assert_eq!(accepted.reopen(&ask(None), at(1)).unwrap().state, Accepted);
    }

    #[test]
    fn two_reminders_and_then_silence() {
        let mut one = task(TaskState::Sent);
        let mut heard = Vec::new();
        for day in 0..21 {
            if let Ok(after) = one.clone().remind(at(day)) {
                heard.push(day);
                one = after;
            }
        }
        assert_eq!((heard, one.reminders), (vec![7, 14], 2));
        assert_eq!(task(TaskState::Sent).remind(at(20)).unwrap().reminders, 2, "what was missed is not made up for");
        assert_eq!(task(TaskState::Declined).remind(at(8)), Err(TaskRefused::Closed));
    }

    #[test]
    fn a_named_ask_leaves_no_choice() {
        assert_eq!(Allowed::Named.identities(Kind::Upward), [Identity::Named]);
        assert_eq!(Allowed::Choice.identities(Kind::Upward), [Identity::Confidential, Identity::Named]);
        for allowed in [Allowed::Named, Allowed::Choice] {
            assert_eq!(Allowed::from_key(allowed.key()), Some(allowed));
        }
        for state in TaskState::ALL {
            assert_eq!(TaskState::from_key(state.key()), Some(state));
        }
    }
}
