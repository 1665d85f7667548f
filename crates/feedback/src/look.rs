//! What each of them sees of a piece: every part passes the matrix of [`access`](crate::access).

use crate::FeedbackError;
use crate::access::{Part, Viewer, sees};
use crate::model::{Flag, Identity, Kind, PieceId, Received, ReceivedId, State};
use crate::store::{self, GivenRow, SeenRow};
use db::{Reads, from_micros};
use jiff::Timestamp;
use jiff::civil::Date;
use newtype_uuid::GenericUuid;
use people::PersonId;
use uuid::Uuid;

/// Rows of a list.
pub(crate) const MOST: i64 = 500;

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
        let viewer = if it.reader == subject { Viewer::Subject } else { Viewer::Asker };
        let may = |part| sees(viewer, part, identity, state);
        let writer = row.writer_id.map(PersonId::from_untyped_uuid).zip(row.writer);
        let words = Parts { happened: row.happened, effect: row.effect, next: row.next };
        Ok(Self {
            id: it.id,
            viewer,
            subject: (subject, row.subject),
            kind,
            words: may(Part::Words).then_some(words),
            writer: writer.filter(|_| may(Part::Writer)),
            occasion: may(Part::Occasion).then_some((event_on, row.shows)),
            question: row.question.filter(|_| may(Part::Question)),
            day: it.arrived_on,
            is_read: it.read_at.is_some() && may(Part::Read),
            is_thanked: it.thanked_at.is_some() && may(Part::Thanks),
            helped: if may(Part::Thanks) { it.helped } else { String::new() },
            reflection: if may(Part::Reflection) { it.reflection } else { String::new() },
            is_kept: it.kept && may(Part::Kept),
            flag: if may(Part::Report) { it.flag } else { Flag::None },
            is_gone: state == State::Retracted,
        })
    }
}

/// Everything a reader has, by day; within a day in no order.
pub(crate) async fn inbox(tx: &mut impl Reads, reader: PersonId) -> Result<Vec<Seen>, FeedbackError> {
    let rows = store::inbox(tx, reader.into_untyped_uuid(), MOST).await?;
    rows.into_iter().map(Seen::of).collect()
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
        let may = |part| sees(Viewer::Writer, part, identity, state);
        // What its reader did with a confidential piece, and a report of any piece, stays with them.
        let shown = match (state, identity) {
            (State::Acknowledged | State::Actioned | State::Flagged, Identity::Confidential) => State::Delivered,
            (State::Flagged, Identity::Named) => State::Acknowledged,
            (state, _) => state,
        };
        Ok(Self {
            id: PieceId::from_untyped_uuid(id),
            subject: (PersonId::from_untyped_uuid(row.subject_id), row.subject),
            kind: Kind::from_key(&row.kind).ok_or_else(|| unreadable(id, &row.kind))?,
            identity,
            state: shown,
            words: Parts { happened: row.happened, effect: row.effect, next: row.next },
            saved_at: from_micros(row.saved_at),
            sent_at: row.sent_at.map(from_micros),
            held_at: row.held_at.map(from_micros),
            delivered_at: row.delivered_at.map(from_micros),
            is_thanked: row.thanked_at.is_some() && may(Part::Thanks),
            helped: row.helped.filter(|_| may(Part::Thanks)).unwrap_or_default(),
        })
    }
}

/// Everything somebody wrote, the newest first.
pub(crate) async fn given(tx: &mut impl Reads, writer: PersonId) -> Result<Vec<Given>, FeedbackError> {
    let rows = store::given(tx, writer.into_untyped_uuid(), MOST).await?;
    rows.into_iter().map(Given::of).collect()
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
