//! What a reader does with a piece. Each is one write transaction; nothing of it leaves words in the ledger, and private
//! thoughts leave nothing at all.

use crate::desk::event;
use crate::model::{Flag, GoalId, Identity, Piece, Received, ReceivedId, line_of, paragraph_of};
use crate::store::FlaggedRow;
use crate::{Feedback, FeedbackError, access, store};
use db::ledger::{Reading, note_reads};
use db::{Reads, WriteTx, micros};
use newtype_uuid::GenericUuid;
use people::PersonId;
use people::access::{Wearer, standing_to};
use serde_json::json;
use uuid::Uuid;

/// Characters of what changed, of a report, of a goal.
pub const LINE_MAX: usize = 280;

struct Open {
    tx: WriteTx,
    received: Received,
    piece: Piece,
    seen: i64,
}

impl Open {
    /// A piece that somebody has. Somebody else's does not exist for them.
    async fn of(feedback: &Feedback, reader: PersonId, id: ReceivedId) -> Result<Self, FeedbackError> {
        let mut tx = feedback.db.write().await?;
        let (received, piece) = both(&mut tx, id).await?;
        if received.reader != reader {
            return Err(FeedbackError::Hidden);
        }
        Ok(Self { tx, seen: received.version, received, piece })
    }

    /// The same, if it is about them.
    async fn own(feedback: &Feedback, reader: PersonId, id: ReceivedId) -> Result<Self, FeedbackError> {
        let open = Self::of(feedback, reader, id).await?;
        if open.piece.subject == reader { Ok(open) } else { Err(FeedbackError::Hidden) }
    }

    /// Writes what the reader made of it.
    async fn keep(&mut self) -> Result<(), FeedbackError> {
        if store::keep_received(&mut self.tx, &self.received, self.seen).await? {
            Ok(())
        } else {
            Err(FeedbackError::Stale)
        }
    }

    /// Writes where the piece is now. Of a confidential piece nothing is written: its writer learns nothing.
    async fn keep_piece(&mut self, piece: Option<Piece>) -> Result<(), FeedbackError> {
        match piece.filter(|it| it.identity == Identity::Named) {
            Some(piece) => crate::desk::keep(&mut self.tx, &piece).await,
            None => Ok(()),
        }
    }

    async fn end(mut self, feedback: &Feedback, kind: &'static str) -> Result<(), FeedbackError> {
        let (actor, object) = (self.received.reader.into_untyped_uuid(), self.received.id.into_untyped_uuid());
        event(&mut self.tx, feedback, Some(actor), kind, object, json!({})).await?;
        Ok(self.tx.commit().await?)
    }
}

async fn both(tx: &mut impl Reads, id: ReceivedId) -> Result<(Received, Piece), FeedbackError> {
    let row = store::received_by_id(tx, id.into_untyped_uuid()).await?.ok_or(FeedbackError::Hidden)?;
    let received = Received::try_from(row)?;
    let row = store::piece_by_id(tx, received.piece.into_untyped_uuid()).await?.ok_or(FeedbackError::Hidden)?;
    Ok((received, row.try_into()?))
}

/// It is looked at. The first look counts, and of a named piece the writer learns that it was read.
pub async fn read(feedback: &Feedback, reader: PersonId, id: ReceivedId) -> Result<(), FeedbackError> {
    let (received, piece) = both(&mut feedback.db.read().await?, id).await?;
    if received.reader != reader {
        return Err(FeedbackError::Hidden);
    }
    if piece.subject != reader {
        // Whoever reads about somebody else leaves a trace that this person can read.
        let (actor, subject) = (reader.into_untyped_uuid(), piece.subject.into_untyped_uuid());
        let reading = Reading { actor, kind: "feedback_read", object: id.into_untyped_uuid(), subject };
        note_reads(&feedback.db, &feedback.ambient, &[reading]).await?;
    }
    if received.read_at.is_some() {
        return Ok(());
    }
    let mut open = Open::of(feedback, reader, id).await?;
    if open.received.read_at.is_some() {
        // Opened twice at the same moment.
        return Ok(());
    }
    open.received = open.received.read(feedback.ambient.now());
    match open.keep().await {
        Err(FeedbackError::Stale) => return Ok(()),
        kept => kept?,
    }
    if open.piece.subject == reader {
        let piece = open.piece.clone().acknowledge().ok();
        open.keep_piece(piece).await?;
    }
    open.end(feedback, "feedback_opened").await
}

/// A thank-you. The writer of a named piece sees it.
pub async fn thank(feedback: &Feedback, reader: PersonId, id: ReceivedId) -> Result<(), FeedbackError> {
    let mut open = Open::own(feedback, reader, id).await?;
    if open.received.thanked_at.is_some() {
        return Ok(());
    }
    open.received = open.received.thank(feedback.ambient.now());
    open.keep().await?;
    open.end(feedback, "feedback_thanked").await
}

/// It helped, and what changed by it.
pub async fn help(feedback: &Feedback, reader: PersonId, id: ReceivedId, changed: &str) -> Result<(), FeedbackError> {
    let changed = line_of(changed, LINE_MAX)?;
    let mut open = Open::own(feedback, reader, id).await?;
    let now = feedback.ambient.now();
    let is_said = !changed.is_empty();
    open.received = open.received.read(now).help(changed);
    open.keep().await?;
    let piece = open.piece.clone().acknowledge().unwrap_or(open.piece.clone());
    if is_said && let Ok(piece) = piece.act() {
        // Read and acted on in one go: one version further than it was read.
        open.keep_piece(Some(Piece { version: open.piece.version + 1, ..piece })).await?;
    }
    open.end(feedback, "feedback_helped").await
}

/// Into one's own collection, or out of it.
pub async fn collect(feedback: &Feedback, reader: PersonId, id: ReceivedId, kept: bool) -> Result<(), FeedbackError> {
    let mut open = Open::own(feedback, reader, id).await?;
    open.received = open.received.keep(kept);
    open.keep().await?;
    Ok(open.tx.commit().await?)
}

/// A private thought. It leaves no event.
pub async fn reflect(feedback: &Feedback, reader: PersonId, id: ReceivedId, words: &str) -> Result<(), FeedbackError> {
    let words = paragraph_of(words)?;
    let mut open = Open::own(feedback, reader, id).await?;
    open.received = open.received.reflect(words);
    open.keep().await?;
    Ok(open.tx.commit().await?)
}

/// A sentence that may become a goal. Nobody else sees it.
pub async fn grow(feedback: &Feedback, reader: PersonId, id: ReceivedId, words: &str) -> Result<(), FeedbackError> {
    let words = line_of(words, LINE_MAX)?;
    if words.is_empty() {
        return Err(crate::model::Wrong::Empty.into());
    }
    let mut open = Open::own(feedback, reader, id).await?;
    let goal: GoalId = feedback.ambient.timeless_id();
    let (goal, reader) = (goal.into_untyped_uuid(), reader.into_untyped_uuid());
    let now = micros(feedback.ambient.now());
    let same = store::goal_same(&mut open.tx, reader, id.into_untyped_uuid(), &words).await?;
    if same.is_some_and(|it| it.n > 0) {
        return Ok(());
    }
    store::goal_insert(&mut open.tx, goal, reader, id.into_untyped_uuid(), &words, now).await?;
    Ok(open.tx.commit().await?)
}

/// Forgets such a sentence.
pub async fn forget_goal(feedback: &Feedback, person: PersonId, goal: GoalId) -> Result<(), FeedbackError> {
    let mut tx = feedback.db.write().await?;
    if store::goal_forget(&mut tx, goal.into_untyped_uuid(), person.into_untyped_uuid()).await? == 0 {
        return Err(FeedbackError::Hidden);
    }
    Ok(tx.commit().await?)
}

/// Reports abuse to the people partners: the words, and the writer only where the name stands at them.
pub async fn report(feedback: &Feedback, reader: PersonId, id: ReceivedId, say: &str) -> Result<(), FeedbackError> {
    let say = line_of(say, LINE_MAX)?;
    let mut open = Open::own(feedback, reader, id).await?;
    if open.received.flag == Flag::Open {
        return Ok(());
    }
    open.received = open.received.report(say, feedback.ambient.now())?;
    open.keep().await?;
    let piece = open.piece.clone().flag()?;
    crate::desk::keep(&mut open.tx, &piece).await?;
    open.end(feedback, "feedback_flagged").await
}

/// Reports about people in the scope of a partner, the oldest first: so many at most.
pub async fn reported(feedback: &Feedback, wearer: &Wearer, most: usize) -> Result<Vec<FlaggedRow>, FeedbackError> {
    /// Rows that are looked at in one go.
    const STEP: i64 = 100;
    let mut tx = feedback.db.read().await?;
    let (mut after, mut reports) = ((0, Uuid::nil()), Vec::new());
    loop {
        let rows = store::flagged(&mut tx, wearer.person.id.into_untyped_uuid(), after.0, after.1, STEP).await?;
        let Some(last) = rows.last() else { return Ok(reports) };
        after = (last.flagged_at, last.id);
        for row in rows {
            if in_scope(&mut tx, feedback, wearer, PersonId::from_untyped_uuid(row.reader_id)).await? {
                reports.push(row);
            }
            if reports.len() >= most {
                return Ok(reports);
            }
        }
    }
}

async fn in_scope(
    tx: &mut impl Reads,
    feedback: &Feedback,
    wearer: &Wearer,
    subject: PersonId,
) -> Result<bool, FeedbackError> {
    let standing = standing_to(tx, wearer, subject, feedback.today()).await?;
    Ok(access::may_decide(wearer, standing, feedback.ambient.now()))
}

/// A people partner decided about a report of somebody in their scope.
pub async fn decide(feedback: &Feedback, wearer: &Wearer, id: ReceivedId, flag: Flag) -> Result<(), FeedbackError> {
    let partner = wearer.person.id;
    let mut tx = feedback.db.write().await?;
    let (received, piece) = both(&mut tx, id).await?;
    if !in_scope(&mut tx, feedback, wearer, piece.subject).await? {
        return Err(FeedbackError::Hidden);
    }
    if piece.writer == partner || piece.subject == partner {
        return Err(FeedbackError::Hidden);
    }
    if received.flag == flag {
        // Said twice.
        return Ok(());
    }
    let seen = received.version;
    let received = received.decide(flag)?;
    let piece = if flag == Flag::Removed { piece.remove()? } else { piece.stand()? };
    if !store::keep_received(&mut tx, &received, seen).await? {
        return Err(FeedbackError::Stale);
    }
    crate::desk::keep(&mut tx, &piece).await?;
    let kind = if flag == Flag::Removed { "feedback_removed" } else { "feedback_kept" };
    event(&mut tx, feedback, Some(partner.into_untyped_uuid()), kind, id.into_untyped_uuid(), json!({})).await?;
    Ok(tx.commit().await?)
}
