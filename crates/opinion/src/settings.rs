//! What an analysis is asked for.

use crate::TakeKey;
use std::collections::BTreeSet;

/// Voices that a group needs at least, unless asked otherwise.
pub const SMALLEST_GROUP: usize = 5;

/// How an analysis is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Takes that move nobody: rejected, or about the conversation itself. They are counted, and left out of the map.
    pub out: BTreeSet<TakeKey>,
    /// The number of groups, forced; `None` lets the swipes decide, which may find none.
    pub k: Option<usize>,
    /// A group has at least this many voices.
    pub smallest: usize,
    /// Shuffled rooms that the groups must beat: 99 for a record, 19 while a room waits. With 0 nothing is tested and
    /// the best groups are answered whether or not chance makes as good ones: for measurements, never for a screen.
    pub draws: usize,
    /// Seed of everything drawn by lot.
    pub seed: u64,
    /// Compute as Polis does: left-out takes count as passes of everybody, no smallest group, no test, always at least
    /// two groups.
    pub compat: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { out: BTreeSet::new(), k: None, smallest: SMALLEST_GROUP, draws: 99, seed: 0xCA_2D0E, compat: false }
    }
}
