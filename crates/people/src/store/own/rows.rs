//! What these statements answer.

use sqlx::FromRow;
use uuid::Uuid;

/// A word and a number that belongs to it.
#[derive(Debug, FromRow)]
pub struct CountedRow {
    /// The word.
    pub word: String,
    /// The number.
    pub n: i64,
}

/// An id and a word.
#[derive(Debug, FromRow)]
pub struct NameRow {
    /// The id.
    pub id: Uuid,
    /// The word.
    pub name: String,
}

/// A wish to put something right.
#[derive(Debug, Clone, FromRow)]
pub struct CorrectionRow {
    /// Id.
    pub id: Uuid,
    /// Who asks.
    pub person_id: Uuid,
    /// Their name.
    pub name: String,
    /// Key of the field.
    pub field: String,
    /// What it should be.
    pub wish: String,
    /// Why.
    pub why: String,
    /// How far it has come.
    pub state: String,
    /// What they were told.
    pub answer: String,
    /// When they asked, in microseconds.
    pub asked_at: i64,
    /// Who decided.
    pub decided_by: Option<Uuid>,
    /// When.
    pub decided_at: Option<i64>,
    /// Counts changes.
    pub version: i64,
}

/// An erasure.
#[derive(Debug, Clone, FromRow)]
pub struct ErasureRow {
    /// Id.
    pub id: Uuid,
    /// Who is erased.
    pub person_id: Uuid,
    /// Their name, or what stands for it.
    pub name: String,
    /// Why: `asked` or `retention`.
    pub cause: String,
    /// How far it has come.
    pub state: String,
    /// What they were told.
    pub answer: String,
    /// When it was asked for, in microseconds.
    pub asked_at: i64,
    /// Who agreed first.
    pub first_by: Option<Uuid>,
    /// Under which hat: `partner` or `admin`.
    pub first_hat: Option<String>,
    /// When.
    pub first_at: Option<i64>,
    /// Who decided in the end.
    pub second_by: Option<Uuid>,
    /// When.
    pub second_at: Option<i64>,
    /// What was found afterwards, as JSON.
    pub proof: Option<String>,
    /// SHA-256 of that.
    pub proof_hash: Option<Vec<u8>>,
    /// Counts changes.
    pub version: i64,
}

/// A hold.
#[derive(Debug, Clone, FromRow)]
pub struct HoldRow {
    /// Id.
    pub id: Uuid,
    /// Whose records stay.
    pub person_id: Uuid,
    /// Their name.
    pub name: String,
    /// Why.
    pub reason: String,
    /// Name of whoever set it.
    pub setter: String,
    /// When, in microseconds.
    pub set_at: i64,
    /// When it ended.
    pub ended_at: Option<i64>,
}

/// How long a kind of record is kept.
#[derive(Debug, FromRow)]
pub struct RetentionRow {
    /// Key of the rule.
    pub kind: String,
    /// Days.
    pub days: i64,
    /// Fewer days that somebody asks for.
    pub wish: Option<i64>,
    /// Who asks.
    pub wish_by: Option<Uuid>,
    /// When, in microseconds.
    pub wish_at: Option<i64>,
    /// Their name.
    pub wisher: Option<String>,
}

/// A name for a while.
#[derive(Debug, FromRow)]
pub struct SpanRow {
    /// The name.
    pub name: String,
    /// First day.
    pub from_on: String,
    /// First day on which it was not any more.
    pub until_on: Option<String>,
}

/// A session without its token. Times in microseconds.
#[derive(Debug, FromRow)]
pub struct SignedRow {
    /// By what they signed in.
    pub how: String,
    /// Kind of browser and system.
    pub device: String,
    /// When it began.
    pub created_at: i64,
    /// When it was used last, to the hour.
    pub seen_at: i64,
    /// When it ends.
    pub expires_at: i64,
}

/// A link without its token. Times in microseconds.
#[derive(Debug, FromRow)]
pub struct LinkTimesRow {
    /// What it was for.
    pub purpose: String,
    /// When it was made.
    pub created_at: i64,
    /// When it ends.
    pub expires_at: i64,
    /// When it was used.
    pub used_at: Option<i64>,
}

/// A file that somebody sent, or an import.
#[derive(Debug, FromRow)]
pub struct PastImportRow {
    /// The file.
    pub file_name: String,
    /// When, in microseconds.
    pub made_at: i64,
    /// Its counts, as JSON; empty for a file that waits.
    pub counts: String,
}

/// A file that waits.
#[derive(Debug, FromRow)]
pub struct UploadTextRow {
    /// Id.
    pub id: Uuid,
    /// Who sent it.
    pub made_by: Uuid,
    /// When, in microseconds.
    pub made_at: i64,
    /// As it was called.
    pub file_name: String,
    /// Its bytes.
    pub body: Vec<u8>,
    /// How it is to be read, as JSON.
    pub choices: String,
}

/// What an import changed.
#[derive(Debug, FromRow)]
pub struct ImportTextRow {
    /// Id.
    pub id: Uuid,
    /// When, in microseconds.
    pub made_at: i64,
    /// The file.
    pub file_name: String,
    /// What was before and after, as JSON; empty where it was forgotten.
    pub undo: String,
}

/// An event of the ledger.
#[derive(Debug, FromRow)]
pub struct EventRow {
    /// Its number.
    pub seq: i64,
    /// When, in microseconds.
    pub at: i64,
    /// What happened.
    pub kind: String,
    /// To what.
    pub object: Uuid,
    /// What else there is to know, as JSON.
    pub data: String,
}
