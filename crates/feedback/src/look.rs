//! What each of them sees of a piece: every part passes the matrix of [`access`](crate::access).

use crate::FeedbackError;
use crate::access::{Part as Shown, Viewer, sees};
use crate::model::{Contract, Flag, Identity, Kind, Layout, PieceId, Received, ReceivedId, State, TaskId};
use crate::store::{self, GivenRow, SeenRow};
use db::{Reads, from_micros, micros};
use jiff::Timestamp;
use jiff::civil::Date;
use newtype_uuid::GenericUuid;
use people::PersonId;
use std::collections::BTreeSet;
use uuid::Uuid;
use web::page::Part;

/// Where a list of what was received goes on: day and id.
pub(crate) type ReceivedPlace = (String, Uuid);
/// Where a list of what was given goes on: group, time and id.
pub(crate) type GivenPlace = (i64, i64, Uuid);

/// What happened, what it did, what next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parts {
    pub happened: String,
    pub effect: String,
    pub next: String,
}

impl Parts {
    pub fn first_line(&self) -> String {
        self.happened.lines().next().unwrap_or_default().chars().take(140).collect()
    }
}

/// A piece as a reader may see it. What is hidden is none.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each of them is one thing that a page shows or not")]
pub(crate) struct Seen {
    pub id: ReceivedId,
    pub viewer: Viewer,
    pub subject: (PersonId, String),
    pub kind: Kind,
    pub words: Option<Parts>,
    pub writer: Option<(PersonId, String)>,
    pub occasion: Option<(Date, String)>,
    pub question: Option<String>,
    pub day: Date,
    pub is_read: bool,
    pub is_thanked: bool,
    pub helped: String,
    pub reflection: String,
    pub is_kept: bool,
    pub flag: Flag,
    pub is_gone: bool,
}

fn unreadable(id: Uuid, text: &str) -> FeedbackError {
    store::Unreadable(id, text.to_owned()).into()
}

impl Seen {
    fn of(row: SeenRow) -> Result<Self, FeedbackError> {
        let id = row.received.id;
        let identity = Identity::from_key(&row.identity).ok_or_else(|| unreadable(id, &row.identity))?;
        let state = State::from_key(&row.state).ok_or_else(|| unreadable(id, &row.state))?;
        let kind = Kind::from_key(&row.kind).ok_or_else(|| unreadable(id, &row.kind))?;
        let event_on: Date = row.event_on.parse().map_err(|_| unreadable(id, &row.event_on))?;
        let subject = PersonId::from_untyped_uuid(row.subject_id);
        let it = Received::try_from(row.received)?;
        // What its writer took away is gone for its readers, whether somebody still has to decide about it or not.
        let state = if row.taken { State::Retracted } else { state };
        let viewer = if it.reader == subject { Viewer::Subject } else { Viewer::Asker };
        let may = |part| sees(viewer, part, identity, state);
        let writer = row.writer_id.map(PersonId::from_untyped_uuid).zip(row.writer);
        let words = Parts { happened: row.happened, effect: row.effect, next: row.next };
        Ok(Self {
            id: it.id,
            viewer,
            subject: (subject, row.subject),
            kind,
            words: may(Shown::Words).then_some(words),
            writer: writer.filter(|_| may(Shown::Writer)),
            occasion: may(Shown::Occasion).then_some((event_on, row.shows)),
            question: row.question.filter(|_| may(Shown::Question)),
            day: it.arrived_on,
            is_read: it.read_at.is_some() && may(Shown::Read),
            is_thanked: it.thanked_at.is_some() && may(Shown::Thanks),
            helped: if may(Shown::Thanks) { it.helped } else { String::new() },
            reflection: if may(Shown::Reflection) { it.reflection } else { String::new() },
            is_kept: it.kept && may(Shown::Kept),
            flag: if may(Shown::Report) { it.flag } else { Flag::None },
            is_gone: state == State::Retracted,
        })
    }
}

/// Everything a reader has, by day; within a day in no order.
pub(crate) async fn everything(tx: &mut impl Reads, reader: PersonId) -> Result<Vec<Seen>, FeedbackError> {
    let rows = store::inbox(tx, reader.into_untyped_uuid(), BEFORE, Uuid::nil(), false, i64::MAX).await?;
    rows.into_iter().map(Seen::of).collect()
}

/// A later day than any.
const BEFORE: &str = "9999-12-31";

/// A part of it, or of what is kept of it, and where it goes on.
pub(crate) async fn inbox(
    tx: &mut impl Reads,
    reader: PersonId,
    kept: bool,
    part: &Part<ReceivedPlace>,
) -> Result<(Vec<Seen>, Option<ReceivedPlace>), FeedbackError> {
    let (day, id) = part.after.clone().unwrap_or_else(|| (BEFORE.to_owned(), Uuid::nil()));
    let most = i64::from(part.limit) + 1;
    let rows = store::inbox(tx, reader.into_untyped_uuid(), &day, id, kept, most).await?;
    let rows = rows.into_iter().map(Seen::of).collect::<Result<Vec<_>, _>>()?;
    Ok(cut(rows, part.limit, |it| (it.day.to_string(), it.id.into_untyped_uuid())))
}

/// The rows of a part, and the place of its last one if there are more.
fn cut<T, P>(mut rows: Vec<T>, limit: u32, place: impl Fn(&T) -> P) -> (Vec<T>, Option<P>) {
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(place);
    (rows, next)
}

/// One of them. Somebody else's does not exist.
pub(crate) async fn seen(tx: &mut impl Reads, reader: PersonId, id: ReceivedId) -> Result<Seen, FeedbackError> {
    let row = store::seen(tx, id.into_untyped_uuid()).await?;
    let row = row.filter(|it| it.received.reader_id == reader.into_untyped_uuid()).ok_or(FeedbackError::Hidden)?;
    Seen::of(row)
}

/// A piece as its writer sees it.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    pub id: PieceId,
    pub subject: (PersonId, String),
    pub kind: Kind,
    pub identity: Identity,
    pub state: State,
    pub words: Parts,
    pub layout: Layout,
    pub event_on: Date,
    pub shows: String,
    pub contract: Option<Contract>,
    pub task: Option<TaskId>,
    /// Of a draft; what becomes of anything else is not the writer's to count.
    pub version: Option<i64>,
    rank: i64,
    pub saved_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    pub held_at: Option<Timestamp>,
    pub delivered_at: Option<Timestamp>,
    pub is_thanked: bool,
    pub helped: String,
}

impl Given {
    fn of(row: GivenRow) -> Result<Self, FeedbackError> {
        let id = row.id;
        let identity = Identity::from_key(&row.identity).ok_or_else(|| unreadable(id, &row.identity))?;
        let state = State::from_key(&row.state).ok_or_else(|| unreadable(id, &row.state))?;
        let kind = Kind::from_key(&row.kind).ok_or_else(|| unreadable(id, &row.kind))?;
        let rank = match state {
            State::Draft => 1,
            State::Answered | State::Held => 2,
            _ if kind != Kind::Own => 3,
            _ => 4,
        };
        let contract = match &row.contract {
            Some(text) => Some(serde_json::from_str(text).map_err(|e| unreadable(id, &e.to_string()))?),
            None => None,
        };
        let may = |part| sees(Viewer::Writer, part, identity, state);
        // What its reader did with a confidential piece, and a report of any piece, stays with them.
        let shown = match (state, identity) {
            _ if row.taken => State::Retracted,
            (State::Acknowledged | State::Actioned | State::Flagged, Identity::Confidential) => State::Delivered,
            (State::Flagged, Identity::Named) => State::Acknowledged,
            (state, _) => state,
        };
        Ok(Self {
            id: PieceId::from_untyped_uuid(id),
            subject: (PersonId::from_untyped_uuid(row.subject_id), row.subject),
            kind,
            identity,
            state: shown,
            words: match shown {
                State::Retracted => Parts { happened: String::new(), effect: String::new(), next: String::new() },
                _ => Parts { happened: row.happened, effect: row.effect, next: row.next },
            },
            layout: Layout::from_key(&row.layout),
            event_on: row.event_on.parse().map_err(|_| unreadable(id, &row.event_on))?,
            shows: if shown == State::Retracted { String::new() } else { row.shows },
            contract,
            task: row.task_id.map(TaskId::from_untyped_uuid),
            version: (state == State::Draft).then_some(row.version),
            rank,
            saved_at: from_micros(row.saved_at),
            sent_at: row.sent_at.map(from_micros),
            held_at: row.held_at.map(from_micros),
            delivered_at: row.delivered_at.map(from_micros),
            is_thanked: row.thanked_at.is_some() && may(Shown::Thanks),
            helped: row.helped.filter(|_| may(Shown::Thanks)).unwrap_or_default(),
        })
    }
}

/// Everything somebody wrote: drafts, what is on its way, what arrived, notes; each the newest first.
pub(crate) async fn written(tx: &mut impl Reads, writer: PersonId) -> Result<Vec<Given>, FeedbackError> {
    let rows = store::given(tx, writer.into_untyped_uuid(), 0, i64::MAX, Uuid::nil(), i64::MAX).await?;
    rows.into_iter().map(Given::of).collect()
}

/// A part of it, and where it goes on.
pub(crate) async fn given(
    tx: &mut impl Reads,
    writer: PersonId,
    part: &Part<GivenPlace>,
) -> Result<(Vec<Given>, Option<GivenPlace>), FeedbackError> {
    let (rank, at, id) = part.after.unwrap_or((0, i64::MAX, Uuid::nil()));
    let rows = store::given(tx, writer.into_untyped_uuid(), rank, at, id, i64::from(part.limit) + 1).await?;
    let rows = rows.into_iter().map(Given::of).collect::<Result<Vec<_>, _>>()?;
    Ok(cut(rows, part.limit, |it| (it.rank, micros(it.saved_at), it.id.into_untyped_uuid())))
}

/// Those of the promised readers of a named piece who have looked at it.
pub(crate) async fn readers(tx: &mut impl Reads, piece: &Given) -> Result<BTreeSet<PersonId>, FeedbackError> {
    let rows = store::readers(tx, piece.id.into_untyped_uuid()).await?;
    let shown = sees(Viewer::Writer, Shown::Read, piece.identity, piece.state);
    Ok(rows.into_iter().filter(|_| shown).map(|it| PersonId::from_untyped_uuid(it.id)).collect())
}

/// One of them. Somebody else's does not exist.
pub(crate) async fn given_one(tx: &mut impl Reads, writer: PersonId, id: PieceId) -> Result<Given, FeedbackError> {
    let row = store::given_one(tx, writer.into_untyped_uuid(), id.into_untyped_uuid()).await?;
    Given::of(row.ok_or(FeedbackError::Hidden)?)
}

/// An instant where somebody is: the clock on their wall.
pub(crate) fn local(zone: Option<&people::model::directory::Zone>, at: Timestamp) -> (Date, String) {
    if let Some(zone) = zone {
        let there = zone.local(at);
        (there.date(), there.strftime("%H:%M").to_string())
    } else {
        let there = at.to_zoned(jiff::tz::TimeZone::UTC);
        (there.date(), there.strftime("%H:%M UTC").to_string())
    }
}
