//! The answers that a map stands on, copied out of the room.

use super::Outlook;
use super::disclose::least;
use crate::model::{Side, TakeState, VoiceId};
use crate::room::Room;
use opinion::{Settings, Vote, Votes};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

/// Takes that a map needs at least.
pub const TAKES: usize = 3;

/// All answers to one take, ascending by voice; those that were taken back are missing.
#[derive(Debug, PartialEq, Eq)]
pub struct Column {
    /// Position of the take in the chat, from 0.
    pub take: usize,
    pub(super) answers: Vec<(VoiceId, Vote)>,
}

impl Column {
    /// Voices whose answer is not the same in both.
    pub(super) fn differences(&self, other: &Self) -> usize {
        let (mut a, mut b) = (self.answers.iter().peekable(), other.answers.iter().peekable());
        let mut differ = 0;
        loop {
            match (a.peek(), b.peek()) {
                (Some(x), Some(y)) if x.0 == y.0 => {
                    differ += usize::from(x.1 != y.1);
                    a.next();
                    b.next();
                }
                (Some(x), Some(y)) => {
                    differ += 1;
                    if x.0 < y.0 {
                        a.next()
                    } else {
                        b.next()
                    };
                }
                (Some(_), None) => return differ + a.count(),
                (None, _) => return differ + b.count(),
            }
        }
    }
}

/// The same draws for every chat: the same answers give the same map, in a replay as in the evening itself.
const SEED: u64 = 0xCA_2D0E;

/// The newest answers to the takes whose counts the room has seen.
#[derive(Debug)]
pub struct Snapshot {
    /// Voices that anything on the map stands for at least.
    pub least: usize,
    pub(super) columns: Vec<Arc<Column>>,
    record: OnceLock<Outlook>,
}

impl PartialEq for Snapshot {
    fn eq(&self, other: &Self) -> bool {
        (self.least, &self.columns) == (other.least, &other.columns)
    }
}

/// The columns that maps of this room stood on, for as long as the room runs.
#[derive(Debug, Clone, Default)]
pub struct Memory(BTreeMap<usize, Vec<Arc<Column>>>);

impl Snapshot {
    /// What the room has seen now.
    ///
    /// A take that was shown before, reopened and shown again keeps its earlier answers while fewer voices than
    /// `least` have another one: the difference of no two maps tells of a few.
    pub fn of(room: &Room, memory: &mut Memory) -> Self {
        let least = least(room.chat.floor);
        let shown = |(_, slot): &(usize, &crate::room::Slot)| {
            slot.take.state == TakeState::Revealed && slot.tally.answered() as usize >= least
        };
        let takes: Vec<usize> = room.slots().iter().enumerate().filter(shown).map(|(take, _)| take).collect();
        let fresh = columns(room, &takes);
        let columns = fresh.into_iter().map(|column| memory.keep(column, least)).collect();
        Self { least, columns, record: OnceLock::new() }
    }

    /// Positions of the takes in the chat.
    pub fn takes(&self) -> Vec<usize> {
        self.columns.iter().map(|column| column.take).collect()
    }

    /// Voices with an answer to at least one of the takes.
    pub fn voices(&self) -> usize {
        let mut all: Vec<VoiceId> = self.columns.iter().flat_map(|c| c.answers.iter().map(|(v, _)| *v)).collect();
        all.sort_unstable();
        all.dedup();
        all.len()
    }

    /// Voices that a map needs at least.
    pub fn enough(&self) -> usize {
        3 * self.least
    }

    /// The same with some of the takes only.
    pub(super) fn only(&self, takes: &[usize]) -> Self {
        let kept = self.columns.iter().filter(|column| takes.contains(&column.take)).cloned();
        Self { least: self.least, columns: kept.collect(), record: OnceLock::new() }
    }

    /// The answers for the engine, and whose they are: key *n* is the voice at *n*.
    ///
    /// Voices are keyed in the order of their answers, not of their ids, which are random: what is drawn by lot then
    /// depends on the answers alone.
    pub(super) fn votes(&self) -> (Votes, Vec<VoiceId>) {
        let mut rows: HashMap<VoiceId, Vec<(usize, Vote)>> = HashMap::new();
        for column in &self.columns {
            for (voice, vote) in &column.answers {
                rows.entry(*voice).or_default().push((column.take, *vote));
            }
        }
        let mut rows: Vec<(Vec<(usize, Vote)>, VoiceId)> = rows.into_iter().map(|(voice, row)| (row, voice)).collect();
        rows.sort_unstable();
        let mut votes = Votes::new();
        for ((row, _), key) in rows.iter().zip(0..) {
            for (take, vote) in row {
                votes.set(key, *take as u64, Some(*vote));
            }
        }
        (votes, rows.into_iter().map(|(_, voice)| voice).collect())
    }

    pub(super) fn settings(&self, draws: usize) -> Settings {
        Settings { smallest: self.least, draws, seed: SEED, ..Settings::default() }
    }

    /// The map for a record: owes nothing to what was shown before, and is worked out once for each snapshot.
    /// This takes time; call it where waiting harms nobody.
    pub fn record(&self) -> &Outlook {
        self.record.get_or_init(|| Outlook::on_record(self))
    }
}

impl Memory {
    /// The answers that may be shown for these: any two columns of a take that were ever shown are the same, or are
    /// told apart by enough voices.
    fn keep(&mut self, fresh: Column, least: usize) -> Arc<Column> {
        let known = self.0.entry(fresh.take).or_default();
        if let Some(near) = known.iter().rev().find(|column| column.differences(&fresh) < least) {
            return near.clone();
        }
        let fresh = Arc::new(fresh);
        known.push(fresh.clone());
        fresh
    }
}

fn columns(room: &Room, takes: &[usize]) -> Vec<Column> {
    let mut columns: Vec<Column> = takes.iter().map(|take| Column { take: *take, answers: Vec::new() }).collect();
    for (voice, gives) in room.answers() {
        for column in &mut columns {
            if let Some(given) = gives(column.take) {
                column.answers.push((voice, vote(given.side)));
            }
        }
    }
    for column in &mut columns {
        column.answers.sort_unstable_by_key(|(voice, _)| *voice);
    }
    columns
}

fn vote(side: Side) -> Vote {
    match side {
        Side::Agree => Vote::Agree,
        Side::Disagree => Vote::Disagree,
        Side::Pass => Vote::Pass,
    }
}
