//! People from a file of the personnel system: read it, match its columns, look at the plan, apply it, take it back.
//!
//! The pages and the command line go the same way: [`read`] the bytes, [`suggest`] what its columns mean, [`plan`] what
//! would change, [`apply`], and perhaps [`undo`]. Nothing is written before `apply`, and that is one transaction.

mod apply;
mod cells;
mod dates;
mod export;
mod headers;
mod known;
mod plan;
mod put;
mod say;
mod table;
mod text;
mod undo;
mod upload;

pub use apply::{Agreed, Applied, NotApplied, apply};
pub use cells::{ManagerRef, Reason};
pub use dates::Order;
pub use export::{cell, refused};
pub use headers::{Column, ColumnFault, Columns, Suggestion, suggest};
pub use known::{Known, KnownPerson, known};
pub use plan::{
    Absent, Change, Choices, Counts, Doubled, Fate, Missing, MissingManager, NewTeam, Plan, Planned, Question, Target,
    TeamRef, Who, plan,
};
pub use put::Put;
pub use table::{FileError, MOST_BYTES, MOST_ROWS, Row, Table, read};
pub use text::preview;
pub use undo::{Kept, NotUndone, Past, Undone, history, undo};
pub(crate) use upload::rows_about;
pub use upload::{Upload, drop_upload, keep, kept, set_choices};

use newtype_uuid::{TypedUuid, TypedUuidKind, TypedUuidTag};

/// Tag of the ids of imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportKind {}

impl TypedUuidKind for ImportKind {
    fn tag() -> TypedUuidTag {
        const TAG: TypedUuidTag = TypedUuidTag::new("people-import");
        TAG
    }
}

/// The words of previews, refusals and questions in a language.
pub fn words(language: &str) -> web::Words {
    crate::WORDS.in_language(language)
}

/// Id of an import, and of the file before it.
pub type ImportId = TypedUuid<ImportKind>;
