//! The access decision: who may do what, as rows of data and one function that denies by default.
//!
//! A capability lists its rows once and asks [`decide`] everywhere: pages, API, search and counts. A request wears one
//! hat, its [`Actor`]; roles are never added together. The capability works out the [`Standing`] and the state from its
//! own records and passes them as a [`Scene`], so the decision reads no database. The answer has its reason, both ways.

mod answer;
mod decide;
mod entry;
mod field;
mod standing;

pub use answer::{Because, Decision, Deny};
pub use decide::{decide, row};
pub use entry::{ENTRY, FIELDS, SHARED, of_entry};
pub use field::{FieldRow, Readable, may_read, readable};
pub use standing::{Reach, Relations, reach, standing_to};

use crate::model::{Hat, Person, day_of};
use jiff::Timestamp;
use uuid::Uuid;

/// One row of the matrix: `who` may do `action` to `object`, in these states. A pair (object, action) has exactly one
/// row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Kind of object, as the vocabulary names it: `chat`, `recap`.
    pub object: &'static str,
    /// What is done to it: `read`, `edit`.
    pub action: &'static str,
    /// Whom it is allowed to: any of these.
    pub who: &'static [Who],
    /// In which states of the object.
    pub states: States,
}

impl Row {
    /// A row for one, in every state; short enough to be read as a table.
    pub const fn new(object: &'static str, action: &'static str, who: Who) -> Self {
        Self::of(object, action, who.alone())
    }

    /// A row for several, in every state.
    pub const fn of(object: &'static str, action: &'static str, who: &'static [Who]) -> Self {
        Self { object, action, who, states: States::Every }
    }

    /// The same in these states only.
    #[must_use]
    pub const fn in_states(mut self, states: &'static [&'static str]) -> Self {
        self.states = States::In(states);
        self
    }
}

/// In which states of its object a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum States {
    /// In all of them, or the object has none.
    Every,
    /// In these alone.
    In(&'static [&'static str]),
}

impl States {
    /// Whether a row holds in this state. A row that names states does not hold where none is known.
    pub fn hold(self, state: Option<&str>) -> bool {
        match self {
            Self::Every => true,
            Self::In(states) => state.is_some_and(|state| states.contains(&state)),
        }
    }
}

/// The right column of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// No sign-in, no voice, no key.
    Anyone,
    /// A voice that belongs to the object.
    VoiceOfIt,
    /// Holds the screen key of the object.
    ScreenOfIt,
    /// Wears a host's hat, and is the owner of the object or a host beside the owner.
    HostOfIt,
    /// Wears a host's hat, and is the owner of the object.
    OwnerOfIt,
    /// Wears a host's hat: for what belongs to no single chat.
    AnyHost,
    /// Wears a partner's hat: for what belongs to no single person.
    AnyPartner,
    /// Wears an admin's hat. Gives no content.
    Admin,
    /// The person the object is about, with any hat.
    Subject,
    /// The person the subject reports to, as a colleague or host.
    Manager,
    /// Stands higher in the subject's line, as a colleague or host.
    Above,
    /// Wears a partner's hat, and the subject is in the scope.
    PartnerInScope,
    /// Everybody signed in, with any hat.
    AnySigned,
}

impl Who {
    /// Everything a row may name.
    pub const ALL: [Self; 13] = [
        Self::Anyone,
        Self::VoiceOfIt,
        Self::ScreenOfIt,
        Self::HostOfIt,
        Self::OwnerOfIt,
        Self::AnyHost,
        Self::AnyPartner,
        Self::Admin,
        Self::Subject,
        Self::Manager,
        Self::Above,
        Self::PartnerInScope,
        Self::AnySigned,
    ];

    /// As a column that names nobody else.
    pub const fn alone(self) -> &'static [Self] {
        match self {
            Self::Anyone => &[Self::Anyone],
            Self::VoiceOfIt => &[Self::VoiceOfIt],
            Self::ScreenOfIt => &[Self::ScreenOfIt],
            Self::HostOfIt => &[Self::HostOfIt],
            Self::OwnerOfIt => &[Self::OwnerOfIt],
            Self::AnyHost => &[Self::AnyHost],
            Self::AnyPartner => &[Self::AnyPartner],
            Self::Admin => &[Self::Admin],
            Self::Subject => &[Self::Subject],
            Self::Manager => &[Self::Manager],
            Self::Above => &[Self::Above],
            Self::PartnerInScope => &[Self::PartnerInScope],
            Self::AnySigned => &[Self::AnySigned],
        }
    }

    /// As the documents call it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::VoiceOfIt => "voice of it",
            Self::ScreenOfIt => "screen of it",
            Self::HostOfIt => "host of it",
            Self::OwnerOfIt => "owner of it",
            Self::AnyHost => "any host",
            Self::AnyPartner => "any partner",
            Self::Admin => "admin",
            Self::Subject => "subject",
            Self::Manager => "manager",
            Self::Above => "above",
            Self::PartnerInScope => "partner in scope",
            Self::AnySigned => "any signed in",
        }
    }
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Showed nothing.
    Stranger,
    /// Showed the token of a voice. The id is the voice's; no person is known.
    Voice(Uuid),
    /// Showed a screen key.
    Screen,
    /// Signed in.
    Person(Wearer),
}

/// Somebody signed in, with the one hat of this request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wearer {
    /// With all roles.
    pub person: Person,
    /// What they act as.
    pub hat: Hat,
}

impl Wearer {
    /// Whether the hat is this one, and theirs to wear at this instant.
    pub fn wears(&self, hat: Hat, now: Timestamp) -> bool {
        self.hat == hat && self.person.roles.allow(hat, day_of(now))
    }
}

/// How the actor stands to the object, worked out by the capability from its own records. An object that does not
/// exist gives [`Standing::None`], so that it answers as one that is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Not at all, or there is no single object (a list).
    None,
    /// It is about the actor. Goes before every other standing.
    Subject,
    /// Made it, or was made its owner.
    Owner,
    /// Runs it beside the owner.
    CoHost,
    /// The subject reports to the actor on that day.
    Manager,
    /// The actor stands higher in the subject's line on that day.
    Above,
    /// The actor wears a partner's hat, and the subject is in the scope.
    PartnerInScope,
    /// The actor's voice belongs to it.
    VoiceInIt,
    /// The actor's key is its screen key.
    ScreenOfIt,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 9] = [
        Self::None,
        Self::Subject,
        Self::Owner,
        Self::CoHost,
        Self::Manager,
        Self::Above,
        Self::PartnerInScope,
        Self::VoiceInIt,
        Self::ScreenOfIt,
    ];

    /// Whether somebody who stands like this knows that the object is there, whatever they may do to it.
    pub(crate) fn knows(self) -> bool {
        matches!(self, Self::Owner | Self::CoHost | Self::VoiceInIt | Self::ScreenOfIt | Self::Subject)
    }
}

/// What a decision is about, beside who asks and what for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scene {
    /// How the actor stands to the object.
    pub standing: Standing,
    /// Key of the state the object is in; none for an object without states, and for a list.
    pub state: Option<&'static str>,
    /// When. A hat whose role is over by then is none.
    pub now: Timestamp,
}

impl Scene {
    /// An object without states, or a list.
    pub fn of(standing: Standing, now: Timestamp) -> Self {
        Self { standing, state: None, now }
    }

    /// The same with the state of the object.
    #[must_use]
    pub fn state(mut self, state: &'static str) -> Self {
        self.state = Some(state);
        self
    }
}
