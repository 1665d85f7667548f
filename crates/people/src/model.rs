//! Who a person is, and what a sign-in link can become. Pure: no clock, no database.

pub mod directory;
mod keys;
mod link;
mod role;
pub mod sign_in;
pub mod token;
mod values;

pub use keys::{Identity, IdentityId, IdentityKind, PASSKEY_NAME_MAX, Passkey, PasskeyId, PasskeyKind};
pub use link::{Grant as LinkGrant, Link, LinkError, LinkFor, Purpose};
pub use role::{Grant, Hat, Role, Roles, day_of};
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
    /// What they hold, and held.
    pub roles: Roles,
}

/// Days a session lasts at most, from sign-in; it is not prolonged by use, and ends earlier without use.
pub const SESSION_DAYS: i64 = 30;

/// When a session that begins now is over.
pub fn session_ends(now: Timestamp) -> Timestamp {
    now + SignedDuration::from_hours(24 * SESSION_DAYS)
}
