//! Walking the chain: every edit, deletion, insertion and change of order is found, at the first event it touches.

use super::chain::{Hash, Head, exported, text};
use super::store::{self, Row, SealRow};
use crate::{DbError, Reads, from_micros};
use jiff::Timestamp;
use std::collections::VecDeque;

/// Rows in memory at a time.
const PAGE: i64 = 1_000;

/// A head that was kept outside the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Its place, where that is known too.
    pub seq: Option<i64>,
    /// Its hash.
    pub hash: Hash,
}

/// A ledger as it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sound {
    /// The last sealed event; `None` where nothing is sealed yet.
    pub head: Option<Head>,
    /// When that event was written.
    pub at: Option<Timestamp>,
    /// Events after it, which no seal protects yet.
    pub unsealed: u64,
}

/// What is wrong at the first event that is not as it was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// Another event, or a changed one, stands where this one was sealed.
    #[error("event {0} is not what was sealed: it was changed, replaced or moved")]
    Changed(i64),
    /// The event is gone.
    #[error("event {0} is missing: it, or all from it on, was deleted")]
    Missing(i64),
    /// Later events are sealed and this one is not.
    #[error("event {0} has no seal though later events have one: it was inserted, or its seal was deleted")]
    Unsealed(i64),
    /// Events are numbered from 1.
    #[error("event {0} stands before the beginning of the ledger: it was inserted")]
    BeforeTheFirst(i64),
    /// The chain does not contain a head that was kept.
    #[error(
        "the chain has another hash at event {0} than the head that was kept: events up to there were rewritten, or \
         the head belongs to another ledger"
    )]
    Rewritten(i64),
    /// The chain ends before a head that was kept.
    #[error(
        "the chain ends before event {0}, which the head that was kept has sealed: the end was cut off, or an older \
         backup was restored"
    )]
    Cut(i64),
    /// The kept head, of which only the hash is known, is nowhere in the chain of this length.
    #[error(
        "none of the {0} sealed events has the head that was kept: the ledger was cut or rewritten, or the head \
         belongs to another ledger"
    )]
    Unknown(i64),
}

/// Walks the whole ledger in one snapshot. `kept` are heads from outside the database, which alone can show that its
/// end was cut off or that all of it was rewritten.
pub async fn verify(tx: &mut impl Reads, kept: &[Kept]) -> Result<Result<Sound, Flaw>, DbError> {
    let mut kept = kept.to_vec();
    let mut walk = Walk::default();
    let mut sound = Sound { head: None, at: None, unsealed: 0 };
    let mut hash = Hash::ZERO;
    let mut seq = 0;
    loop {
        walk.fill(tx).await?;
        seq += 1;
        let (event, seal) = (walk.events.pop_front(), walk.seals.pop_front());
        let event = match place(event, seal.as_ref(), seq) {
            Ok(Some(event)) => event,
            Ok(None) => break,
            Err(flaw) => return Ok(Err(flaw)),
        };
        let Some(seal) = seal else {
            sound.unsealed += 1;
            continue;
        };
        hash = hash.then(&text(&event));
        if Hash::read(&seal.hash) != Some(hash) {
            return Ok(Err(Flaw::Changed(seq)));
        }
        if kept.iter().any(|it| it.seq == Some(seq) && it.hash != hash) {
            return Ok(Err(Flaw::Rewritten(seq)));
        }
        kept.retain(|it| it.hash != hash || it.seq.is_some_and(|at| at != seq));
        sound.head = Some(Head { seq, hash });
        sound.at = Some(from_micros(event.at));
    }
    let sealed = sound.head.map_or(0, |head| head.seq);
    Ok(match kept.first() {
        None => Ok(sound),
        Some(Kept { seq: Some(seq), .. }) => Err(Flaw::Cut(*seq)),
        Some(Kept { seq: None, .. }) => Err(Flaw::Unknown(sealed)),
    })
}

/// The event that must stand at `seq`; none at the end.
fn place(event: Option<Row>, seal: Option<&SealRow>, seq: i64) -> Result<Option<Row>, Flaw> {
    let first = [event.as_ref().map(|row| row.seq), seal.map(|row| row.seq)].into_iter().flatten().min();
    match (event, seal) {
        (None, None) => Ok(None),
        _ if first.is_some_and(|first| first < seq) => Err(Flaw::BeforeTheFirst(first.unwrap_or(seq))),
        (Some(event), _) if event.seq != seq => Err(Flaw::Missing(seq)),
        (None, Some(_)) => Err(Flaw::Missing(seq)),
        (Some(_), Some(seal)) if seal.seq != seq => Err(Flaw::Unsealed(seq)),
        (Some(event), _) => Ok(Some(event)),
    }
}

/// Events and seals side by side, a page of each in memory.
#[derive(Default)]
struct Walk {
    events: VecDeque<Row>,
    seals: VecDeque<SealRow>,
    ended: [bool; 2],
    last: [Option<i64>; 2],
}

impl Walk {
    async fn fill(&mut self, tx: &mut impl Reads) -> Result<(), DbError> {
        if self.events.is_empty() && !self.ended[0] {
            let page = store::events_after(tx, self.last[0].unwrap_or(i64::MIN), PAGE).await?;
            self.ended[0] = page.is_empty();
            self.last[0] = page.last().map(|row| row.seq);
            self.events = page.into();
        }
        if self.seals.is_empty() && !self.ended[1] {
            let page = store::seals_after(tx, self.last[1].unwrap_or(i64::MIN), PAGE).await?;
            self.ended[1] = page.is_empty();
            self.last[1] = page.last().map(|row| row.seq);
            self.seals = page.into();
        }
        Ok(())
    }
}

/// The next events after `seq` as lines of canonical JSON with their hashes, at most a thousand; `null` stands for the
/// hash of an event that is not sealed yet. Answers the last number too, for the next call; none at the end.
pub async fn export(tx: &mut impl Reads, seq: i64) -> Result<Option<(i64, Vec<String>)>, DbError> {
    let rows = store::events_after(tx, seq, PAGE).await?;
    let Some(last) = rows.last().map(|row| row.seq) else { return Ok(None) };
    let mut seals: VecDeque<_> = store::seals_after(tx, seq, PAGE).await?.into();
    let lines = rows.iter().map(|row| {
        while seals.front().is_some_and(|seal| seal.seq < row.seq) {
            seals.pop_front();
        }
        let seal = seals.pop_front_if(|seal| seal.seq == row.seq);
        exported(row, seal.and_then(|seal| Hash::read(&seal.hash)))
    });
    Ok(Some((last, lines.collect())))
}
