//! The writer's desk: drafts, sending, taking back. Each change is one write transaction with a version check.
//!
//! A draft is its writer's alone and leaves no trace in the ledger. What is sent leaves an event without words; of a
//! confidential piece the event does not name its writer.

use crate::model::{
    Allowed, Ask, Contract, Draft, Identity, Kind, Line, Piece, PieceId, Reader, State, Task, TaskId, Text, relation,
};
use crate::{Feedback, FeedbackError, store, values};
use db::ledger::{self, Entry};
use db::{DbError, Reads, WriteTx};
use jiff::civil::Date;
use newtype_uuid::GenericUuid;
use people::PersonId;
use people::directory::{self, Card};
use people::model::directory::Status;
use serde_json::{Value, json};
use uuid::Uuid;

/// What a writer must know before writing.
#[derive(Debug, Clone)]
pub struct Setting {
    /// About whom.
    pub subject: Card,
    /// What the writer is to them.
    pub kind: Kind,
    /// The ask that is answered, and who asked.
    pub asked: Option<(Task, Ask, Card)>,
    /// Whether the subject reports to who asked, today: only then do they read it.
    pub asker_leads: bool,
    /// What the writer may choose from, the usual first.
    pub identities: Vec<Identity>,
    /// Smallest batch.
    pub floor: u32,
}

impl Setting {
    /// The promise if the writer chooses this.
    pub fn contract(&self, identity: Identity) -> Contract {
        let reader = |card: &Card| Reader { id: card.id, name: card.name.clone() };
        // Somebody else than the subject asked: their manager, who reads it too.
        let asker = self.asked.as_ref().filter(|_| self.asker_leads).map(|(.., card)| reader(card));
        Contract::of(self.kind, identity, reader(&self.subject), asker, self.floor)
    }

    /// The wish, where it can be had; else the usual.
    pub fn identity(&self, wished: Option<Identity>) -> Identity {
        wished.filter(|it| self.identities.contains(it)).or(self.identities.first().copied()).unwrap_or(Identity::Named)
    }
}

/// What a form sends beside its words.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// Chosen when the form was made: the same form sent twice is the same piece.
    pub id: PieceId,
    /// About whom.
    pub to: PersonId,
    /// Which task is answered.
    pub task: Option<TaskId>,
    /// The words.
    pub draft: Draft<'a>,
    /// With the name or not.
    pub identity: Option<Identity>,
    /// The version of the draft that was seen, where that is known: another one is not changed.
    pub seen: Option<i64>,
}

/// Who a piece would be about, and what would be promised, for a day.
pub async fn setting(
    tx: &mut impl Reads,
    feedback: &Feedback,
    writer: PersonId,
    to: PersonId,
    task: Option<TaskId>,
    event_on: Date,
) -> Result<Setting, FeedbackError> {
    let today = feedback.today();
    let subject = directory::person_card(tx, to, today).await?.ok_or(FeedbackError::Hidden)?;
    if subject.status == Status::Leaver {
        let (me, them) = (writer.into_untyped_uuid(), to.into_untyped_uuid());
        let wrote = store::wrote_about(tx, me, them).await?.is_some_and(|it| it.n > 0);
        // Who has left is told to those who had something to do with them; to others there is nobody.
        return Err(if wrote || task.is_some() { FeedbackError::Left } else { FeedbackError::Hidden });
    }
    let asked = match task {
        Some(task) => Some(asked(tx, writer, to, task, today).await?),
        None => None,
    };
    let asker_leads = match &asked {
        Some((_, ask, card)) if ask.asker != ask.subject && card.status != Status::Leaver => {
            directory::manager_of(tx, to, today).await? == Some(ask.asker)
        }
        _ => false,
    };
    let kind = relation(line(tx, writer, to, event_on).await?, line(tx, writer, to, today).await?);
    let identities = match &asked {
        Some((_, ask, _)) => ask.allowed.identities(kind),
        None => Allowed::Choice.identities(kind),
    };
    Ok(Setting { subject, kind, asked, asker_leads, identities, floor: feedback.floor })
}

async fn line(tx: &mut impl Reads, writer: PersonId, to: PersonId, on: Date) -> Result<Line, FeedbackError> {
    if writer == to {
        return Ok(Line::Same);
    }
    if directory::is_above(tx, to, writer, on).await? {
        return Ok(Line::SubjectAbove);
    }
    Ok(if directory::is_above(tx, writer, to, on).await? { Line::WriterAbove } else { Line::Beside })
}

async fn asked(
    tx: &mut impl Reads,
    writer: PersonId,
    to: PersonId,
    task: TaskId,
    today: Date,
) -> Result<(Task, Ask, Card), FeedbackError> {
    let task: Task = store::task_by_id(tx, task.into_untyped_uuid()).await?.ok_or(FeedbackError::Hidden)?.try_into()?;
    let ask = store::ask_by_id(tx, task.ask.into_untyped_uuid()).await?.ok_or(FeedbackError::Hidden)?;
    let ask = Ask::try_from(ask)?;
    if task.person != writer || ask.subject != to {
        return Err(FeedbackError::Hidden);
    }
    let card = directory::person_card(tx, ask.asker, today).await?.ok_or(FeedbackError::Hidden)?;
    Ok((task, ask, card))
}

/// Keeps a draft as it is now. Answers what is kept; a piece that was sent already stays as it is.
pub async fn save(feedback: &Feedback, writer: PersonId, sheet: Sheet<'_>) -> Result<Piece, FeedbackError> {
    let text = sheet.draft.keep(feedback.today()).map_err(FeedbackError::Wrong)?;
    let mut tx = feedback.db.write().await?;
    let found = own(&mut tx, writer, sheet.id).await?;
    if let Some(sent) = found.as_ref().filter(|it| it.state != State::Draft) {
        return Ok(sent.clone());
    }
    let setting = setting(&mut tx, feedback, writer, sheet.to, sheet.task, text.event_on).await?;
    let piece = written(&mut tx, feedback, writer, sheet, found, text, &setting).await?;
    tx.commit().await?;
    Ok(piece)
}

/// Sends a piece under the promise that the form carries. Sending it again changes nothing.
pub async fn send(feedback: &Feedback, writer: PersonId, sheet: Sheet<'_>, mark: &str) -> Result<Piece, FeedbackError> {
    match send_once(feedback, writer, sheet, mark).await {
        // The same form came twice at the same moment; the second look sees the first.
        Err(FeedbackError::Db(DbError::Conflict)) => send_once(feedback, writer, sheet, mark).await,
        other => other,
    }
}

/// Sends a draft with the words that are kept.
pub async fn send_draft(
    feedback: &Feedback,
    writer: PersonId,
    id: PieceId,
    mark: &str,
) -> Result<Piece, FeedbackError> {
    let mut tx = feedback.db.read().await?;
    let piece = own(&mut tx, writer, id).await?.ok_or(FeedbackError::Hidden)?;
    drop(tx);
    let (text, day) = (&piece.text, piece.text.event_on.to_string());
    let (happened, effect, next, shows) = (&*text.happened, &*text.effect, &*text.next, &*text.shows);
    let draft = Draft { layout: text.layout.key(), happened, effect, next, event_on: &day, shows };
    let (to, task, identity) = (piece.subject, piece.task, Some(piece.identity));
    send(feedback, writer, Sheet { id, to, task, draft, identity, seen: Some(piece.version) }, mark).await
}

async fn send_once(
    feedback: &Feedback,
    writer: PersonId,
    sheet: Sheet<'_>,
    mark: &str,
) -> Result<Piece, FeedbackError> {
    let text = sheet.draft.send(feedback.today()).map_err(FeedbackError::Wrong)?;
    let mut tx = feedback.db.write().await?;
    let found = own(&mut tx, writer, sheet.id).await?;
    if let Some(sent) = found.as_ref().filter(|it| it.state != State::Draft) {
        return Ok(sent.clone());
    }
    let setting = setting(&mut tx, feedback, writer, sheet.to, sheet.task, text.event_on).await?;
    let identity = setting.identity(sheet.identity);
    let contract = setting.contract(identity);
    // What was chosen cannot be had any more, or is promised otherwise.
    if sheet.identity.is_some_and(|it| it != identity) || contract.mark() != mark {
        return Err(FeedbackError::Promise);
    }
    let piece = written(&mut tx, feedback, writer, sheet, found, text, &setting).await?;
    let piece = piece.send(contract, feedback.ambient.now())?;
    keep(&mut tx, &piece).await?;
    if piece.kind == Kind::Own {
        // A note has one reader, and no other view than its writer's.
        tx.commit().await?;
        return Ok(piece);
    }
    if let Some((task, ..)) = setting.asked {
        let task = task.answer()?;
        if !store::keep_task(&mut tx, &task).await? {
            return Err(FeedbackError::Stale);
        }
    }
    record(&mut tx, feedback, "feedback_sent", &piece, json!({})).await?;
    tx.commit().await?;
    Ok(piece)
}

/// The draft with these words, made or changed.
async fn written(
    tx: &mut WriteTx,
    feedback: &Feedback,
    writer: PersonId,
    sheet: Sheet<'_>,
    found: Option<Piece>,
    text: Text,
    setting: &Setting,
) -> Result<Piece, FeedbackError> {
    let (now, identity) = (feedback.ambient.now(), setting.identity(sheet.identity));
    if let Some(piece) = found {
        if piece.subject != sheet.to || piece.task != sheet.task {
            return Err(FeedbackError::Hidden);
        }
        if sheet.seen.is_some_and(|it| it != piece.version) {
            return Err(FeedbackError::Stale);
        }
        values::check(tx, &text.shows, &piece.text.shows).await?;
        let piece = piece.write(text, setting.kind, identity, now)?;
        keep(tx, &piece).await?;
        return Ok(piece);
    }
    values::check(tx, &text.shows, "").await?;
    let piece = Piece {
        id: sheet.id,
        writer,
        subject: sheet.to,
        task: sheet.task,
        kind: setting.kind,
        identity,
        text,
        contract: None,
        state: State::Draft,
        saved_at: now,
        sent_at: None,
        held_at: None,
        delivered_at: None,
        taken: false,
        used_in: None,
        version: 1,
    };
    store::add_piece(tx, &piece).await?;
    Ok(piece)
}

/// Takes a piece back within its grace: it is a draft again, and an ask it answered is open again.
pub async fn take_back(feedback: &Feedback, writer: PersonId, id: PieceId) -> Result<Piece, FeedbackError> {
    let mut tx = feedback.db.write().await?;
    let piece = own(&mut tx, writer, id).await?.ok_or(FeedbackError::Hidden)?;
    let now = feedback.ambient.now();
    if piece.state == State::Draft {
        // Asked twice: it is back already.
        return Ok(piece);
    }
    let back = piece.take_back(now)?;
    keep(&mut tx, &back).await?;
    if let Some(task) = back.task {
        let row = store::task_by_id(&mut tx, task.into_untyped_uuid()).await?.ok_or(FeedbackError::Hidden)?;
        let ask = store::ask_by_id(&mut tx, row.ask_id).await?.ok_or(FeedbackError::Hidden)?;
        let task = Task::try_from(row)?.reopen(&ask.try_into()?, now)?;
        if !store::keep_task(&mut tx, &task).await? {
            return Err(FeedbackError::Stale);
        }
    }
    record(&mut tx, feedback, "feedback_taken_back", &back, json!({})).await?;
    tx.commit().await?;
    Ok(back)
}

/// Takes a piece away: while it waits, or in the days after delivery.
pub async fn retract(feedback: &Feedback, writer: PersonId, id: PieceId) -> Result<Piece, FeedbackError> {
    let mut tx = feedback.db.read().await?;
    let piece = own(&mut tx, writer, id).await?.ok_or(FeedbackError::Hidden)?;
    drop(tx);
    if piece.state == State::Retracted || piece.taken {
        // Asked twice: it is gone already.
        return Ok(piece);
    }
    change(feedback, writer, id, "feedback_retracted", |it| it.retract(feedback.ambient.now())).await
}

/// Makes a draft of a piece that waited too long, to be sent with the name.
pub async fn name(feedback: &Feedback, writer: PersonId, id: PieceId) -> Result<Piece, FeedbackError> {
    change(feedback, writer, id, "feedback_waited_too_long", |it| it.name(feedback.ambient.now())).await
}

/// Forgets a draft, or a note to oneself.
pub async fn discard(feedback: &Feedback, writer: PersonId, id: PieceId) -> Result<(), FeedbackError> {
    let mut tx = feedback.db.write().await?;
    let piece = own(&mut tx, writer, id).await?.ok_or(FeedbackError::Hidden)?;
    if store::piece_forget(&mut tx, id.into_untyped_uuid(), piece.version).await? == 0 {
        return Err(FeedbackError::Piece(crate::model::Refused::State));
    }
    tx.commit().await?;
    Ok(())
}

async fn change(
    feedback: &Feedback,
    writer: PersonId,
    id: PieceId,
    kind: &'static str,
    step: impl FnOnce(Piece) -> Result<Piece, crate::model::Refused>,
) -> Result<Piece, FeedbackError> {
    let mut tx = feedback.db.write().await?;
    let piece = step(own(&mut tx, writer, id).await?.ok_or(FeedbackError::Hidden)?)?;
    keep(&mut tx, &piece).await?;
    record(&mut tx, feedback, kind, &piece, json!({})).await?;
    tx.commit().await?;
    Ok(piece)
}

/// A piece of this writer. Somebody else's does not exist for them.
pub async fn own(tx: &mut impl Reads, writer: PersonId, id: PieceId) -> Result<Option<Piece>, FeedbackError> {
    match store::piece_by_id(tx, id.into_untyped_uuid()).await? {
        Some(row) if row.writer_id != writer.into_untyped_uuid() => Err(FeedbackError::Hidden),
        Some(row) => Ok(Some(row.try_into()?)),
        None => Ok(None),
    }
}

pub(crate) async fn keep(tx: &mut WriteTx, piece: &Piece) -> Result<(), FeedbackError> {
    if store::keep_piece(tx, piece).await? { Ok(()) } else { Err(FeedbackError::Stale) }
}

/// Leaves an event about a piece. Of a confidential one nobody is named: the ledger is read by people.
pub(crate) async fn record(
    tx: &mut WriteTx,
    feedback: &Feedback,
    kind: &'static str,
    piece: &Piece,
    data: Value,
) -> Result<(), DbError> {
    let actor = (piece.identity == Identity::Named).then(|| piece.writer.into_untyped_uuid());
    event(tx, feedback, actor, kind, piece.id.into_untyped_uuid(), data).await
}

pub(crate) async fn event(
    tx: &mut WriteTx,
    feedback: &Feedback,
    actor: Option<Uuid>,
    kind: &'static str,
    object: Uuid,
    data: Value,
) -> Result<(), DbError> {
    ledger::append(tx, &feedback.ambient, Entry { actor, kind, object, data }).await
}
