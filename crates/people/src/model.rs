//! Who a person is, and what a sign-in link can become. Pure: no clock, no database.

pub mod directory;
mod link;
mod values;

pub use link::{Grant, Link, LinkError, LinkFor, Purpose};
pub use values::{Email, Landing, NAME_MAX};

use jiff::{SignedDuration, Timestamp};
use newtype_uuid::{TypedUuid, TypedUuidKind, TypedUuidTag};

/// Tag of person ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonKind {}

impl TypedUuidKind for PersonKind {
    fn tag() -> TypedUuidTag {
        const TAG: TypedUuidTag = TypedUuidTag::new("person");
        TAG
    }
}

/// Id of a person.
pub type PersonId = TypedUuid<PersonKind>;

/// Somebody with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Never changes.
    pub id: PersonId,
    /// As the person writes it, at most [`NAME_MAX`] characters.
    pub name: String,
    /// May run chats.
    pub is_host: bool,
    /// Runs the server; sees no content by it.
    pub is_admin: bool,
}

/// What an account is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Runs chats.
    Host,
    /// Runs the server.
    Admin,
}

/// Days a session lasts, from sign-in; it is not prolonged by use.
pub const SESSION_DAYS: i64 = 30;

/// When a session that begins now is over.
pub fn session_ends(now: Timestamp) -> Timestamp {
    now + SignedDuration::from_hours(24 * SESSION_DAYS)
}
