//! Sealing: events get their place in the chain, in order, some at a time.

use super::chain::{Hash, Head, text};
use super::store::{self, SealRow};
use crate::{Db, DbError, Reads, WriteTx};

/// Events in one write: the writer of SQLite is held for some milli-seconds.
const AT_ONCE: i64 = 256;

/// Names the lock under which one PostgreSQL transaction at a time seals.
const TURN: i64 = 0x7365_616c;

/// Why events could not be sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The ledger is broken where the next seal would stand: sealing on would hide it.
    #[error("the ledger is broken at event {0}: find out more with `candor verify ledger`, then restore a backup")]
    Broken(i64),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Seals everything that is not sealed yet; answers the head and how many events are new under it.
///
/// Safe beside other processes. Each write is short, so others get their turn in between.
pub async fn seal(db: &Db) -> Result<(Option<Head>, u64), SealError> {
    let mut new = 0;
    loop {
        let (head, waiting) = {
            let mut tx = db.read().await?;
            (head(&mut tx).await?, is_waiting(&mut tx).await?)
        };
        if !waiting {
            return Ok((head, new));
        }
        let mut tx = db.write().await?;
        new += seal_some(&mut tx).await?;
        tx.commit().await?;
    }
}

/// Seals the next events, at most [`AT_ONCE`]; answers how many.
pub async fn seal_some(tx: &mut WriteTx) -> Result<u64, SealError> {
    // A statement of its own: the next one must see what the one before committed.
    store::wait_for_turn(tx, TURN).await?;
    let Head { mut seq, mut hash } = head(tx).await?.unwrap_or(Head { seq: 0, hash: Hash::ZERO });
    let rows = store::events_after(tx, seq, AT_ONCE).await?;
    let mut new = 0;
    for row in rows {
        seq += 1;
        if row.seq != seq {
            return Err(SealError::Broken(seq));
        }
        hash = hash.then(&text(&row));
        store::seal_add(tx, seq, hash.bytes()).await?;
        new += 1;
    }
    Ok(new)
}

/// The last sealed event; `None` before the first.
pub async fn head(tx: &mut impl Reads) -> Result<Option<Head>, SealError> {
    let Some(SealRow { seq, hash }) = store::last_seal(tx).await? else { return Ok(None) };
    let hash = Hash::read(&hash).ok_or(SealError::Broken(seq))?;
    Ok(Some(Head { seq, hash }))
}

/// Whether the chain holds this head: with the same hash at the same place.
pub async fn holds(tx: &mut impl Reads, head: Head) -> Result<bool, DbError> {
    Ok(store::seal_of(tx, head.seq).await?.is_some_and(|row| Hash::read(&row.hash) == Some(head.hash)))
}

async fn is_waiting(tx: &mut impl Reads) -> Result<bool, SealError> {
    let sealed = store::last_seal(tx).await?.map_or(0, |row| row.seq);
    let written = store::last_event(tx).await?.map_or(0, |(seq,)| seq);
    // Whatever took events away, new ones must not get the numbers of sealed ones.
    if written < sealed { Err(SealError::Broken(written + 1)) } else { Ok(sealed < written) }
}
