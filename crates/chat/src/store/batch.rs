//! Making a batch durable: the one hot path to the disk.

use super::{StoreError, statements as sql};
use crate::model::{Chat, ChatId, Given, Mode, TakeState};
use crate::room::{Batch, Event, Move};
use db::sqlx::{self, QueryBuilder};
use db::{Conn, DbError, Reads, WriteTx};
use newtype_uuid::GenericUuid;
use uuid::Uuid;

/// Rows per INSERT on SQLite: at most six parameters each, of the 32 766 that one statement may have.
const ROWS: usize = 1_000;

/// Writes a batch, and the chat as it is after it.
///
/// [`StoreError::Stale`] when another node wrote this batch number first.
pub async fn commit(tx: &mut WriteTx, batch: &Batch, chat: &Chat, at: i64) -> Result<(), StoreError> {
    let id = chat.id.into_untyped_uuid();
    let focus = chat.focus.map(GenericUuid::into_untyped_uuid);
    let (number, moves) = (whole(batch.number), whole(chat.moves));
    let owned = sql::chat_step(tx, id, number, chat.phase.word(), focus, chat.picture.word(), moves).await?;
    if owned == 0 {
        return Err(StoreError::Stale);
    }
    voices_add(tx, chat.id, chat.mode, &batch.events).await?;
    swipes_add(tx, chat.id, &batch.events).await?;
    for event in &batch.events {
        match event {
            Event::Joined { .. } | Event::Swiped { .. } => {}
            Event::Told { truth, voice, take, seq, given, words, quotable, named } => {
                let (truth, take, voice) =
                    (truth.into_untyped_uuid(), take.into_untyped_uuid(), voice.into_untyped_uuid());
                // New words leave the screen: the host has not read them.
                sql::spotlight_leave(tx, truth).await?;
                sql::truth_put(
                    tx,
                    truth,
                    id,
                    take,
                    voice,
                    i64::from(*seq),
                    given.side.word(),
                    given.reservation,
                    words,
                    *quotable,
                    *named,
                )
                .await?;
            }
            Event::Moved(step) => {
                moved(tx, id, step, at).await?;
                if *step == Move::Ended && chat.forgets_people() {
                    super::bonds::forget(tx, chat.id).await?;
                }
            }
        }
    }
    Ok(())
}

async fn moved(tx: &mut WriteTx, chat: Uuid, step: &Move, at: i64) -> Result<(), StoreError> {
    match step {
        Move::Started => sql::chat_started(tx, chat, at).await?,
        Move::Ended => sql::chat_ended(tx, chat, at).await?,
        // What the chat row holds was written with the batch number.
        Move::Focused(_) | Move::Pictured(_) | Move::WrappedUp => 1,
        Move::TakeMoved(take, state) => {
            sql::take_moved(tx, chat, take.into_untyped_uuid(), TakeState::word(*state)).await?
        }
        Move::TakenAway(take, words) => sql::take_takeaway(tx, chat, take.into_untyped_uuid(), words).await?,
        Move::Spotlit(take, side, Some(truth)) => {
            sql::spotlight_put(tx, take.into_untyped_uuid(), side.word(), truth.into_untyped_uuid()).await?
        }
        Move::Spotlit(take, side, None) => sql::spotlight_clear(tx, take.into_untyped_uuid(), side.word()).await?,
        Move::Stood(truth, standing) => {
            let truth = truth.into_untyped_uuid();
            if *standing == crate::model::Standing::SetAside {
                sql::spotlight_leave(tx, truth).await?;
            }
            sql::truth_stood(tx, chat, truth, standing.word()).await?
        }
        Move::Answered(take, by, Some(answer)) => {
            let (take, by, given) = (take.into_untyped_uuid(), by.into_untyped_uuid(), answer.given);
            sql::answer_put(tx, take, by, given.side.word(), given.reservation, &answer.words).await?
        }
        Move::Answered(take, by, None) => {
            sql::answer_clear(tx, take.into_untyped_uuid(), by.into_untyped_uuid()).await?
        }
    };
    Ok(())
}

/// Swipes ever acknowledged in a chat, changes and take-backs included.
pub async fn swipes_of(tx: &mut impl Reads, chat: ChatId) -> Result<u64, StoreError> {
    let row = sql::swipes_counted(tx, chat.into_untyped_uuid()).await?;
    Ok(row.map_or(0, |r| super::rows::large(r.n)))
}

/// The two statements written by hand, because the fast form differs: SQLite wants many rows in one INSERT, PostgreSQL
/// one array per column. A row that is there already changes nothing.
async fn swipes_add(tx: &mut WriteTx, chat: ChatId, events: &[Event]) -> Result<(), DbError> {
    let chat = chat.into_untyped_uuid();
    let rows: Vec<(Uuid, Uuid, i64, &'static str, bool)> = events
        .iter()
        .filter_map(|event| match event {
            Event::Swiped { voice, take, seq, given } => Some((
                take.into_untyped_uuid(),
                voice.into_untyped_uuid(),
                i64::from(*seq),
                given.map_or("none", |g: Given| g.side.word()),
                given.is_some_and(|g| g.reservation),
            )),
            _ => None,
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    match tx.conn() {
        Conn::Lite(c) => {
            for chunk in rows.chunks(ROWS) {
                let mut q =
                    QueryBuilder::new("INSERT INTO swipe (chat_id, take_id, voice_id, seq, side, reservation) ");
                q.push_values(chunk, |mut row, (take, voice, seq, side, reservation)| {
                    row.push_bind(chat).push_bind(*take).push_bind(*voice);
                    row.push_bind(*seq).push_bind(*side).push_bind(*reservation);
                });
                q.push(" ON CONFLICT DO NOTHING");
                // Each batch length is another text; cached, they would push out the statements that recur.
                q.build().persistent(false).execute(&mut *c).await?;
            }
        }
        Conn::Pg(c) => {
            sqlx::query(
                "INSERT INTO swipe (chat_id, take_id, voice_id, seq, side, reservation)
                 SELECT $1::uuid, * FROM UNNEST($2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::boolean[])
                 ON CONFLICT DO NOTHING",
            )
            .bind(chat)
            .bind(rows.iter().map(|r| r.0).collect::<Vec<_>>())
            .bind(rows.iter().map(|r| r.1).collect::<Vec<_>>())
            .bind(rows.iter().map(|r| r.2).collect::<Vec<_>>())
            .bind(rows.iter().map(|r| r.3.to_owned()).collect::<Vec<_>>())
            .bind(rows.iter().map(|r| r.4).collect::<Vec<_>>())
            .execute(&mut *c)
            .await?;
        }
    }
    Ok(())
}

async fn voices_add(tx: &mut WriteTx, chat: ChatId, mode: Mode, events: &[Event]) -> Result<(), DbError> {
    let chat = chat.into_untyped_uuid();
    let mut rows: Vec<(Uuid, &[u8])> = Vec::new();
    let mut names: Vec<(Uuid, &str)> = Vec::new();
    for event in events {
        if let Event::Joined { voice, token_hash, name } = event {
            rows.push((voice.into_untyped_uuid(), token_hash));
            names.extend(name.as_deref().map(|name| (voice.into_untyped_uuid(), name)));
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    // Sorted by random id, so that the order of rows is no order of arrival.
    rows.sort_unstable();
    match tx.conn() {
        Conn::Lite(c) => {
            for chunk in rows.chunks(ROWS) {
                let mut q = QueryBuilder::new("INSERT INTO voice (id, chat_id, token_hash) ");
                q.push_values(chunk, |mut row, (voice, token)| {
                    row.push_bind(*voice).push_bind(chat).push_bind(*token);
                });
                q.push(" ON CONFLICT DO NOTHING");
                q.build().persistent(false).execute(&mut *c).await?;
            }
        }
        Conn::Pg(c) => {
            sqlx::query(
                "INSERT INTO voice (id, chat_id, token_hash)
                 SELECT v, $1::uuid, t FROM UNNEST($2::uuid[], $3::bytea[]) AS u (v, t)
                 ON CONFLICT DO NOTHING",
            )
            .bind(chat)
            .bind(rows.iter().map(|r| r.0).collect::<Vec<_>>())
            .bind(rows.iter().map(|r| r.1.to_vec()).collect::<Vec<_>>())
            .execute(&mut *c)
            .await?;
        }
    }
    for (voice, name) in names {
        sql::voice_name_add(tx, voice, chat, mode.word(), name).await?;
    }
    Ok(())
}

fn whole(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
