//! Who works here: what is known of somebody, in which team, and who reports to whom since when. Pure: no clock, no
//! database.

mod entry;
mod fold;
mod history;
mod lines;
mod places;
mod texts;

pub use entry::{Entry, EntryError, Field, Status};
pub use fold::{fold, words};
pub use history::{History, Interval, Overlap};
pub use lines::Lines;
pub use places::{Language, Zone};
pub use texts::{EmployeeId, FamilyName, GivenName, Level, Place, PreferredName, Pronouns, TeamName, Title};

use newtype_uuid::{TypedUuid, TypedUuidKind, TypedUuidTag};

/// Tag of team ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TeamKind {}

impl TypedUuidKind for TeamKind {
    fn tag() -> TypedUuidTag {
        const TAG: TypedUuidTag = TypedUuidTag::new("team");
        TAG
    }
}

/// Id of a team.
pub type TeamId = TypedUuid<TeamKind>;

/// A team, and the one it is part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Never changes.
    pub id: TeamId,
    /// Its name; no other team below the same parent has it.
    pub name: TeamName,
    /// The team it is part of.
    pub parent: Option<TeamId>,
    /// Counts its changes.
    pub version: i64,
}
