//! What time does by itself: graces end, batches are released, reminders and the end of asks come.

use crate::desk::{event, keep, record};
use crate::model::{BatchId, GRACE_HOURS, Identity, Piece, REMINDER_DAYS, Received, ReceivedId, Task, Waiting, ready};
use crate::store::{PieceRow, PoolRow};
use crate::{Feedback, FeedbackError, store};
use db::{WriteTx, micros};
use jiff::SignedDuration;
use newtype_uuid::GenericUuid;
use people::PersonId;
use people::directory;
use people::model::directory::Status;
use serde_json::json;

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
    let mut tx = feedback.db.write().await?;
    let piece = Piece::try_from(row)?;
    let is_here = is_here(&mut tx, feedback, piece.subject).await?;
    let piece = if is_here { piece.ripen(feedback.ambient.now())? } else { piece.come_back()? };
    // The writer took it back in between: then there is nothing to do.
    if !store::keep_piece(&mut tx, &piece).await? {
        return Ok(());
    }
    if !is_here {
        record(&mut tx, feedback, "feedback_came_back", &piece, json!({})).await?;
        return Ok(tx.commit().await?);
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

/// Whether somebody works here: what is for them could arrive.
async fn is_here(tx: &mut WriteTx, feedback: &Feedback, person: PersonId) -> Result<bool, FeedbackError> {
    let card = directory::person_card(tx, person, feedback.today()).await?;
    Ok(card.is_some_and(|it| it.status != Status::Leaver))
}

/// Gives a named piece to everybody of its promise who is still here, and of those who asked about a report to those
/// whose report it still is.
async fn hand_over(tx: &mut WriteTx, feedback: &Feedback, piece: &Piece) -> Result<(), FeedbackError> {
    let today = feedback.today();
    let manager = directory::manager_of(tx, piece.subject, today).await?;
    let readers: Vec<PersonId> = piece.contract.iter().flat_map(|it| &it.readers).map(|it| it.id).collect();
    for reader in readers {
        if is_here(tx, feedback, reader).await? && (reader == piece.subject || manager == Some(reader)) {
            let id: ReceivedId = feedback.ambient.timeless_id();
            store::add_received(tx, &Received::new(id, piece.id, reader, None, today)).await?;
        }
    }
    Ok(())
}

async fn release(feedback: &Feedback, swept: &mut Swept) -> Result<(), FeedbackError> {
    let pools = store::pools(&mut feedback.db.read().await?).await?;
    for pool in pools {
        match release_one(feedback, &pool).await {
            Ok(n) => swept.released += n,
            Err(error @ FeedbackError::Db(_)) => return Err(error),
            // A writer was faster: the next round counts anew.
            Err(FeedbackError::Stale) => {}
            Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "a batch is not released"),
        }
    }
    Ok(())
}

/// Releases what may be released of one pool: read, counted and handed over in one transaction.
async fn release_one(feedback: &Feedback, pool: &PoolRow) -> Result<usize, FeedbackError> {
    let (day_began, today) = (feedback.day_began(), feedback.today());
    let subject = PersonId::from_untyped_uuid(pool.subject_id);
    let mut tx = feedback.db.write().await?;
    let pieces = held(&mut tx, pool).await?;
    if !is_here(&mut tx, feedback, subject).await? {
        for (_, piece) in pieces {
            let piece = piece.come_back()?;
            keep(&mut tx, &piece).await?;
            record(&mut tx, feedback, "feedback_came_back", &piece, json!({})).await?;
        }
        tx.commit().await?;
        return Ok(0);
    }
    let waiting: Vec<Waiting> = pieces.iter().map(|it| it.0).collect();
    let out = ready(&waiting, day_began, feedback.floor);
    if out.is_empty() {
        return Ok(0);
    }
    let id: BatchId = feedback.ambient.timeless_id();
    // Ids drawn by lot are the shuffle: what is shown is ordered by them.
    let mut received = Vec::new();
    for (_, piece) in pieces.into_iter().filter(|it| out.contains(&it.0.piece)) {
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
    Ok(received.len())
}

/// What waits in a pool, with what counts of it. A record that cannot be read waits on, and counts for nobody.
async fn held(tx: &mut WriteTx, pool: &PoolRow) -> Result<Vec<(Waiting, Piece)>, FeedbackError> {
    let mut pieces = Vec::new();
    for row in store::pieces_held(tx, pool.subject_id, &pool.kind).await? {
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
            pieces.push((Waiting { piece: piece.id, subject, kind, writer, held_at, k }, piece));
        }
    }
    Ok(pieces)
}

async fn tasks(feedback: &Feedback, swept: &mut Swept) -> Result<(), FeedbackError> {
    let now = feedback.ambient.now();
    let first = micros(now - SignedDuration::from_hours(24 * REMINDER_DAYS[0]));
    let rows = store::tasks_due(&mut feedback.db.read().await?, first).await?;
    for row in rows {
        let id = row.id;
        let task = match Task::try_from(row) {
            Ok(task) => task,
            Err(error) => {
                tracing::error!(%id, error = &error as &dyn std::error::Error, "an ask never ends");
                continue;
            }
        };
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
