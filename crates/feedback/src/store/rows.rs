//! What the statements answer, and how it becomes what the model knows.

use crate::model::{
    Allowed, Ask, AskId, BatchId, Flag, Identity, Kind, Layout, Piece, PieceId, Received, ReceivedId, State, Task,
    TaskId, TaskState, Text,
};
use db::from_micros;
use jiff::civil::Date;
use newtype_uuid::GenericUuid;
use people::PersonId;
use sqlx::FromRow;
use uuid::Uuid;

/// A row that this program did not write.
#[derive(Debug, thiserror::Error)]
#[error("the record {0} cannot be read: {1}")]
pub struct Unreadable(pub Uuid, pub String);

fn known<T>(id: Uuid, text: &str, parsed: Option<T>) -> Result<T, Unreadable> {
    parsed.ok_or_else(|| Unreadable(id, text.to_owned()))
}

fn day(id: Uuid, text: &str) -> Result<Date, Unreadable> {
    known(id, text, text.parse().ok())
}

/// A number of rows.
#[derive(Debug, FromRow)]
pub struct CountRow {
    /// How many.
    pub n: i64,
}

/// An id.
#[derive(Debug, FromRow)]
pub struct IdRow {
    /// Id.
    pub id: Uuid,
}

/// About whom pieces wait, and in which kind.
#[derive(Debug, FromRow)]
pub struct PoolRow {
    /// About whom.
    pub subject_id: Uuid,
    /// Key of [`Kind`].
    pub kind: String,
}

/// Something that the company stands for.
#[derive(Debug, Clone, FromRow)]
pub struct ValueRow {
    /// Id.
    pub id: Uuid,
    /// In a few words.
    pub words: String,
}

/// How many of a kind in a month.
#[derive(Debug, FromRow)]
pub struct MonthRow {
    /// `2026-03`.
    pub month: String,
    /// Key of [`Kind`].
    pub kind: String,
    /// How many.
    pub n: i64,
}

/// A piece that was sent.
#[derive(Debug, FromRow)]
pub struct SentRow {
    /// Key of [`Kind`].
    pub kind: String,
    /// When, micro-seconds.
    pub sent_at: Option<i64>,
}

/// Who wrote to whom.
#[derive(Debug, FromRow)]
pub struct PairRow {
    /// Who.
    pub writer_id: Uuid,
    /// To whom.
    pub subject_id: Uuid,
}

/// A row of `feedback_piece`.
#[derive(Debug, FromRow)]
pub struct PieceRow {
    /// Id.
    pub id: Uuid,
    /// By whom.
    pub writer_id: Uuid,
    /// About whom.
    pub subject_id: Uuid,
    /// The task that asked for it.
    pub task_id: Option<Uuid>,
    /// Key of [`Kind`].
    pub kind: String,
    /// Key of [`Identity`].
    pub identity: String,
    /// Key of [`Layout`].
    pub layout: String,
    /// What happened.
    pub happened: String,
    /// What it did.
    pub effect: String,
    /// What next.
    pub next: String,
    /// When it happened.
    pub event_on: String,
    /// The value it shows.
    pub shows: String,
    /// The promise as JSON.
    pub contract: Option<String>,
    /// Key of [`State`].
    pub state: String,
    /// Last change of the words, micro-seconds.
    pub saved_at: i64,
    /// When it was sent.
    pub sent_at: Option<i64>,
    /// When it began to wait.
    pub held_at: Option<i64>,
    /// When readers got it.
    pub delivered_at: Option<i64>,
    /// Taken away while a report is open.
    pub taken: bool,
    /// The shared review that cites it.
    pub used_in: Option<Uuid>,
    /// Counts changes.
    pub version: i64,
}

impl TryFrom<PieceRow> for Piece {
    type Error = Unreadable;

    fn try_from(row: PieceRow) -> Result<Self, Unreadable> {
        let id = row.id;
        let contract = match &row.contract {
            Some(text) => Some(serde_json::from_str(text).map_err(|e| Unreadable(id, e.to_string()))?),
            None => None,
        };
        Ok(Self {
            id: PieceId::from_untyped_uuid(id),
            writer: PersonId::from_untyped_uuid(row.writer_id),
            subject: PersonId::from_untyped_uuid(row.subject_id),
            task: row.task_id.map(TaskId::from_untyped_uuid),
            kind: known(id, &row.kind, Kind::from_key(&row.kind))?,
            identity: known(id, &row.identity, Identity::from_key(&row.identity))?,
            text: Text {
                layout: Layout::from_key(&row.layout),
                event_on: day(id, &row.event_on)?,
                happened: row.happened,
                effect: row.effect,
                next: row.next,
                shows: row.shows,
            },
            contract,
            state: known(id, &row.state, State::from_key(&row.state))?,
            saved_at: from_micros(row.saved_at),
            sent_at: row.sent_at.map(from_micros),
            held_at: row.held_at.map(from_micros),
            delivered_at: row.delivered_at.map(from_micros),
            taken: row.taken,
            used_in: row.used_in,
            version: row.version,
        })
    }
}

/// A row of `feedback_received`.
#[derive(Debug, FromRow)]
pub struct ReceivedRow {
    /// Id.
    pub id: Uuid,
    /// What it is a view of.
    pub piece_id: Uuid,
    /// Whose it is.
    pub reader_id: Uuid,
    /// Released with others.
    pub batch_id: Option<Uuid>,
    /// The day.
    pub arrived_on: String,
    /// First look, micro-seconds.
    pub read_at: Option<i64>,
    /// A thank-you was said.
    pub thanked_at: Option<i64>,
    /// What changed by it.
    pub helped: String,
    /// Never to be forgotten.
    pub kept: bool,
    /// For the reader alone.
    pub reflection: String,
    /// When it was reported.
    pub flagged_at: Option<i64>,
    /// What was said in the report.
    pub flag_say: String,
    /// Key of [`Flag`].
    pub flag_state: String,
    /// Counts changes.
    pub version: i64,
}

impl TryFrom<ReceivedRow> for Received {
    type Error = Unreadable;

    fn try_from(row: ReceivedRow) -> Result<Self, Unreadable> {
        let id = row.id;
        Ok(Self {
            id: ReceivedId::from_untyped_uuid(id),
            piece: PieceId::from_untyped_uuid(row.piece_id),
            reader: PersonId::from_untyped_uuid(row.reader_id),
            batch: row.batch_id.map(BatchId::from_untyped_uuid),
            arrived_on: day(id, &row.arrived_on)?,
            read_at: row.read_at.map(from_micros),
            thanked_at: row.thanked_at.map(from_micros),
            helped: row.helped,
            kept: row.kept,
            reflection: row.reflection,
            flagged_at: row.flagged_at.map(from_micros),
            flag_say: row.flag_say,
            flag: known(id, &row.flag_state, Flag::from_key(&row.flag_state))?,
            version: row.version,
        })
    }
}

/// What a reader has, with the words and, where it is named, the writer.
#[derive(Debug, FromRow)]
pub struct SeenRow {
    /// What the reader has.
    #[sqlx(flatten)]
    pub received: ReceivedRow,
    /// About whom.
    pub subject_id: Uuid,
    /// Their name.
    pub subject: String,
    /// By whom; none where it is confidential.
    pub writer_id: Option<Uuid>,
    /// Their name.
    pub writer: Option<String>,
    /// Key of [`Kind`].
    pub kind: String,
    /// Key of [`Identity`].
    pub identity: String,
    /// Key of [`Layout`].
    pub layout: String,
    /// What happened.
    pub happened: String,
    /// What it did.
    pub effect: String,
    /// What next.
    pub next: String,
    /// When it happened.
    pub event_on: String,
    /// The value it shows.
    pub shows: String,
    /// Key of [`State`].
    pub state: String,
    /// Taken away while a report is open.
    pub taken: bool,
    /// The question it answers; none where it is confidential.
    pub question: Option<String>,
}

/// What a writer gave.
#[derive(Debug, FromRow)]
pub struct GivenRow {
    /// Id.
    pub id: Uuid,
    /// About whom.
    pub subject_id: Uuid,
    /// Their name.
    pub subject: String,
    /// Key of [`Kind`].
    pub kind: String,
    /// Key of [`Identity`].
    pub identity: String,
    /// Key of [`Layout`].
    pub layout: String,
    /// What happened.
    pub happened: String,
    /// What it did.
    pub effect: String,
    /// What next.
    pub next: String,
    /// When it happened.
    pub event_on: String,
    /// The value it shows.
    pub shows: String,
    /// The promise as JSON.
    pub contract: Option<String>,
    /// The task that asked for it.
    pub task_id: Option<Uuid>,
    /// Counts changes.
    pub version: i64,
    /// Taken away while a report is open.
    pub taken: bool,
    /// Key of [`State`].
    pub state: String,
    /// Last change of the words, micro-seconds.
    pub saved_at: i64,
    /// When it was sent.
    pub sent_at: Option<i64>,
    /// When it began to wait.
    pub held_at: Option<i64>,
    /// When readers got it.
    pub delivered_at: Option<i64>,
    /// First look, of what is named.
    pub read_at: Option<i64>,
    /// A thank-you, for what is named.
    pub thanked_at: Option<i64>,
    /// What changed by it, of what is named.
    pub helped: Option<String>,
}

/// A report of abuse.
#[derive(Debug, FromRow)]
pub struct FlaggedRow {
    /// Id of what was received.
    pub id: Uuid,
    /// Who reported it: whom it is about.
    pub reader_id: Uuid,
    /// Their name.
    pub subject: String,
    /// By whom; none where it is confidential.
    pub writer: Option<String>,
    /// Key of [`Identity`].
    pub identity: String,
    /// What happened.
    pub happened: String,
    /// What it did.
    pub effect: String,
    /// What next.
    pub next: String,
    /// When, micro-seconds.
    pub flagged_at: i64,
    /// What was said in the report.
    pub flag_say: String,
    /// Counts changes.
    pub version: i64,
}

/// A sentence that may become a goal.
#[derive(Debug, FromRow)]
pub struct DraftGoalRow {
    /// Id.
    pub id: Uuid,
    /// What it came from.
    pub received_id: Uuid,
    /// The sentence.
    pub words: String,
    /// When, micro-seconds.
    pub made_at: i64,
}

/// A row of `feedback_ask`.
#[derive(Debug, FromRow)]
pub struct AskRow {
    /// Id.
    pub id: Uuid,
    /// Who asks.
    pub asker_id: Uuid,
    /// About whom.
    pub subject_id: Uuid,
    /// What.
    pub question: String,
    /// Key of [`Allowed`].
    pub allowed: String,
    /// When, micro-seconds.
    pub sent_at: i64,
    /// When it was taken back.
    pub withdrawn_at: Option<i64>,
    /// Counts changes.
    pub version: i64,
}

impl TryFrom<AskRow> for Ask {
    type Error = Unreadable;

    fn try_from(row: AskRow) -> Result<Self, Unreadable> {
        Ok(Self {
            id: AskId::from_untyped_uuid(row.id),
            asker: PersonId::from_untyped_uuid(row.asker_id),
            subject: PersonId::from_untyped_uuid(row.subject_id),
            allowed: known(row.id, &row.allowed, Allowed::from_key(&row.allowed))?,
            question: row.question,
            sent_at: from_micros(row.sent_at),
            withdrawn_at: row.withdrawn_at.map(from_micros),
            version: row.version,
        })
    }
}

/// A row of `feedback_task`.
#[derive(Debug, FromRow)]
pub struct TaskRow {
    /// Id.
    pub id: Uuid,
    /// Of which ask.
    pub ask_id: Uuid,
    /// Who is asked.
    pub person_id: Uuid,
    /// Key of [`TaskState`].
    pub state: String,
    /// When, micro-seconds.
    pub sent_at: i64,
    /// “I will” was said.
    pub accepted: bool,
    /// Reminders that were shown.
    pub reminders: i64,
    /// Why not.
    pub reason: String,
    /// Whether the asker may read why.
    pub reason_shown: bool,
    /// Counts changes.
    pub version: i64,
}

impl TryFrom<TaskRow> for Task {
    type Error = Unreadable;

    fn try_from(row: TaskRow) -> Result<Self, Unreadable> {
        Ok(Self {
            id: TaskId::from_untyped_uuid(row.id),
            ask: AskId::from_untyped_uuid(row.ask_id),
            person: PersonId::from_untyped_uuid(row.person_id),
            state: known(row.id, &row.state, TaskState::from_key(&row.state))?,
            sent_at: from_micros(row.sent_at),
            accepted: row.accepted,
            reminders: row.reminders,
            reason: row.reason,
            reason_shown: row.reason_shown,
            version: row.version,
        })
    }
}

/// A task with the name of who was asked.
#[derive(Debug, FromRow)]
pub struct TaskShownRow {
    /// The task.
    #[sqlx(flatten)]
    pub task: TaskRow,
    /// Name of who was asked.
    pub name: String,
    /// An answer with a name has arrived.
    pub delivered_named: bool,
}
