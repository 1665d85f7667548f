//! Passkeys, and accounts at other servers.

use super::PersonId;
use crate::store::{oidc::IdentityRow, passkey::PasskeyRow};
use db::from_micros;
use jiff::Timestamp;
use newtype_uuid::{GenericUuid, TypedUuid, TypedUuidKind, TypedUuidTag};

/// Longest name of a passkey, in characters.
pub const PASSKEY_NAME_MAX: usize = 60;

/// Tag of passkey ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyKind {}

impl TypedUuidKind for PasskeyKind {
    fn tag() -> TypedUuidTag {
        const TAG: TypedUuidTag = TypedUuidTag::new("passkey");
        TAG
    }
}

/// Id of a passkey.
pub type PasskeyId = TypedUuid<PasskeyKind>;

/// Tag of ids of accounts at other servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityKind {}

impl TypedUuidKind for IdentityKind {
    fn tag() -> TypedUuidTag {
        const TAG: TypedUuidTag = TypedUuidTag::new("identity");
        TAG
    }
}

/// Id of a connected account.
pub type IdentityId = TypedUuid<IdentityKind>;

/// A passkey, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Never changes.
    pub id: PasskeyId,
    /// As its owner calls it.
    pub name: String,
    /// Lives in a password manager and so on several devices.
    pub synced: bool,
    /// When it was added.
    pub made_at: Timestamp,
    /// When it signed in last.
    pub used_at: Option<Timestamp>,
}

/// Who a person is at another server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Never changes.
    pub id: IdentityId,
    /// Whose it is here.
    pub person: PersonId,
    /// The other server, by its address.
    pub issuer: String,
    /// When it was connected.
    pub made_at: Timestamp,
    /// When it signed in last.
    pub used_at: Option<Timestamp>,
}

impl From<PasskeyRow> for Passkey {
    fn from(row: PasskeyRow) -> Self {
        Self {
            id: PasskeyId::from_untyped_uuid(row.id),
            name: row.name,
            synced: row.synced,
            made_at: from_micros(row.made_at),
            used_at: row.used_at.map(from_micros),
        }
    }
}

impl From<IdentityRow> for Identity {
    fn from(row: IdentityRow) -> Self {
        Self {
            id: IdentityId::from_untyped_uuid(row.id),
            person: PersonId::from_untyped_uuid(row.person_id),
            issuer: row.issuer,
            made_at: from_micros(row.made_at),
            used_at: row.used_at.map(from_micros),
        }
    }
}
