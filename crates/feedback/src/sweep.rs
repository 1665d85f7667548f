//! What time does by itself: graces end, batches are released, reminders and the end of asks come.

use crate::desk::{event, keep, record};
use crate::model::{
    BatchId, GRACE_HOURS, Identity, Kind, Piece, REMINDER_DAYS, Received, ReceivedId, Task, Waiting, ready,
};
use crate::store::PieceRow;
use crate::{Feedback, FeedbackError, store};
use db::{WriteTx, micros};
use jiff::SignedDuration;
use newtype_uuid::GenericUuid;
use people::PersonId;
use people::directory;
use people::model::directory::Status;
use serde_json::json;
use std::collections::BTreeMap;

/// Pieces that one round takes.
const MOST: i64 = 200;

/// What a sweep did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Pieces that arrived with a name.
    pub delivered: usize,
    /// Pieces that began to wait.
    pub held: usize,
    /// Pieces that arrived in a batch.
    pub released: usize,
    /// Reminders that are shown from now on.
    pub reminded: usize,
    /// Asks whose days are over.
    pub expired: usize,
}

/// One round. A record that cannot be read stays where it is, and the rest goes on.
pub async fn sweep(feedback: &Feedback) -> Result<Swept, FeedbackError> {
    let mut swept = Swept::default();
    ripen(feedback, &mut swept).await?;
    release(feedback, &mut swept).await?;
    tasks(feedback, &mut swept).await?;
    Ok(swept)
}

async fn ripen(feedback: &Feedback, swept: &mut Swept) -> Result<(), FeedbackError> {
    let now = feedback.ambient.now();
    let until = micros(now - SignedDuration::from_hours(GRACE_HOURS));
    let rows = store::pieces_ripe(&mut feedback.db.read().await?, until, MOST).await?;
    for row in rows {
        let id = row.id;
        match ripen_one(feedback, row, swept).await {
            Ok(()) => {}
            // The database may come back; a record that cannot be read must not hold up the others.
            Err(error @ FeedbackError::Db(_)) => return Err(error),
            Err(error) => tracing::error!(%id, error = &error as &dyn std::error::Error, "a piece does not arrive"),
        }
    }
    Ok(())
}

async fn ripen_one(feedback: &Feedback, row: PieceRow, swept: &mut Swept) -> Result<(), FeedbackError> {
    let piece = Piece::try_from(row)?.ripen(feedback.ambient.now())?;
    let mut tx = feedback.db.write().await?;
    // The writer took it back in between: then there is nothing to do.
    if !store::keep_piece(&mut tx, &piece).await? {
        return Ok(());
    }
    match piece.identity {
        Identity::Named => {
            hand_over(&mut tx, feedback, &piece).await?;
            event(&mut tx, feedback, None, "feedback_delivered", piece.id.into_untyped_uuid(), json!({})).await?;
        }
        Identity::Confidential => record(&mut tx, feedback, "feedback_held", &piece, json!({})).await?,
    }
    tx.commit().await?;
    match piece.identity {
        Identity::Named => swept.delivered += 1,
        Identity::Confidential => swept.held += 1,
    }
    Ok(())
}

/// Gives a named piece to everybody of its promise who is still here, and of those who asked about a report to those
/// whose report it still is.
async fn hand_over(tx: &mut WriteTx, feedback: &Feedback, piece: &Piece) -> Result<(), FeedbackError> {
    let today = feedback.today();
    let manager = directory::manager_of(tx, piece.subject, today).await?;
    let readers: Vec<PersonId> = piece.contract.iter().flat_map(|it| &it.readers).map(|it| it.id).collect();
    for reader in readers {
        let card = directory::person_card(tx, reader, today).await?;
        let here = card.is_some_and(|it| it.status != Status::Leaver);
        if here && (reader == piece.subject || manager == Some(reader)) {
            let id: ReceivedId = feedback.ambient.timeless_id();
            store::add_received(tx, &Received::new(id, piece.id, reader, None, today)).await?;
        }
    }
    Ok(())
}

async fn release(feedback: &Feedback, swept: &mut Swept) -> Result<(), FeedbackError> {
    let (day_began, today) = (feedback.day_began(), feedback.today());
    let rows = store::pieces_held(&mut feedback.db.read().await?).await?;
    let mut pieces = BTreeMap::new();
    let mut pools: BTreeMap<(PersonId, Kind), Vec<Waiting>> = BTreeMap::new();
    for row in rows {
        let id = row.id;
        let piece = match Piece::try_from(row) {
            Ok(piece) => piece,
            Err(error) => {
                tracing::error!(%id, error = &error as &dyn std::error::Error, "a piece waits for ever");
                continue;
            }
        };
        let k = piece.contract.as_ref().and_then(|it| it.k);
        if let (Some(held_at), Some(k)) = (piece.held_at, k) {
            let (subject, kind, writer) = (piece.subject, piece.kind, piece.writer);
            let waiting = Waiting { piece: piece.id, subject, kind, writer, held_at, k };
            pools.entry((subject, kind)).or_default().push(waiting);
            pieces.insert(piece.id, piece);
        }
    }
    for ((subject, _), pool) in pools {
        let batch: Vec<Piece> =
            ready(&pool, day_began, feedback.floor).into_iter().filter_map(|it| pieces.remove(&it)).collect();
        if batch.is_empty() {
            continue;
        }
        let id: BatchId = feedback.ambient.timeless_id();
        let mut tx = feedback.db.write().await?;
        // Ids drawn by lot are the shuffle: what is shown is ordered by them.
        let mut received = Vec::new();
        for piece in batch {
            let piece = piece.release(day_began)?;
            keep(&mut tx, &piece).await?;
            let own: ReceivedId = feedback.ambient.timeless_id();
            received.push(Received::new(own, piece.id, subject, Some(id), today));
        }
        received.sort_by_key(|it| it.id);
        for it in &received {
            store::add_received(&mut tx, it).await?;
        }
        event(&mut tx, feedback, None, "feedback_released", id.into_untyped_uuid(), json!({})).await?;
        tx.commit().await?;
        swept.released += received.len();
    }
    Ok(())
}

async fn tasks(feedback: &Feedback, swept: &mut Swept) -> Result<(), FeedbackError> {
    let now = feedback.ambient.now();
    let first = micros(now - SignedDuration::from_hours(24 * REMINDER_DAYS[0]));
    let rows = store::tasks_due(&mut feedback.db.read().await?, first).await?;
    for row in rows {
        let task = Task::try_from(row)?;
        let expired = task.clone().expire(now);
        let (task, kind) = match (expired, task.remind(now)) {
            (Ok(task), _) => (task, "feedback_ask_expired"),
            (Err(_), Ok(task)) => (task, "feedback_ask_reminded"),
            (Err(_), Err(_)) => continue,
        };
        let mut tx = feedback.db.write().await?;
        // Answered, declined or taken back in between.
        if !store::keep_task(&mut tx, &task).await? {
            continue;
        }
        // Whose task it was is nobody's business: it could tell who stayed silent.
        event(&mut tx, feedback, None, kind, task.id.into_untyped_uuid(), json!({})).await?;
        tx.commit().await?;
        if kind == "feedback_ask_expired" { swept.expired += 1 } else { swept.reminded += 1 }
    }
    Ok(())
}
