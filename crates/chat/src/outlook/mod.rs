//! What the room thinks as a whole: the opinion map, and who may see what of it.
//!
//! Pure: no clock and no I/O. A [`Snapshot`] is copied out of the room, [`Outlook`] is worked out of it elsewhere. Its
//! [`Board`] is for everybody and knows no voice; [`Outlook::here`] is for one voice alone.

mod board;
mod disclose;
mod draw;
mod snapshot;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub(crate) use board::letter;
pub use board::{Board, Cell, Divide, Group, Lack, Lean, Stand};
pub use disclose::least;
pub use snapshot::{Memory, Snapshot, TAKES};

use crate::model::{TakeState, VoiceId};
use crate::room::Room;
use opinion::{Analysis, GroupShare, Shown, TakeKey, VoiceKey};
use std::collections::{BTreeMap, HashMap};

/// Shuffled rooms that groups must beat while a room waits.
pub const LIVE: usize = 19;

/// The same for a record.
pub const RECORD: usize = 99;

/// What the room thinks, as far as takes were revealed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outlook {
    takes: Vec<usize>,
    board: Option<Board>,
    /// Per take whose split by groups may be said: the groups' counts, for the verdict.
    splits: BTreeMap<usize, Vec<GroupShare>>,
    places: HashMap<VoiceId, Here>,
    shown: Before,
}

/// What was shown before, by voice: what steers names and orientation of the next map.
#[derive(Debug, Clone, Default, PartialEq)]
struct Before {
    axes: Vec<(TakeKey, [f64; 2])>,
    names: HashMap<VoiceId, usize>,
}

impl Before {
    /// In the engine's words, where key *n* is the voice at *n*; `None` when nothing was shown.
    fn shown(&self, voices: &[VoiceId]) -> Option<Shown> {
        let name = |(key, voice): (u128, &VoiceId)| Some((key, *self.names.get(voice)?));
        let names = (0..).zip(voices).filter_map(name).collect();
        (!self.axes.is_empty()).then(|| Shown { axes: self.axes.clone(), names })
    }

    fn after(analysis: &Analysis, voices: &[VoiceId]) -> Self {
        let Shown { axes, names } = analysis.shown();
        Self { axes, names: names.into_iter().map(|(key, name)| (voices[index(key)], name)).collect() }
    }
}

/// The place of a key among the voices.
fn index(key: VoiceKey) -> usize {
    usize::try_from(key).unwrap_or(usize::MAX)
}

/// Where one voice stands. For this voice alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Here {
    /// Across, within ±1.
    pub x: f64,
    /// Up, within ±1.
    pub y: f64,
    /// Number of its group's name, 0 is A.
    pub group: Option<usize>,
    /// Nearer to the middle of its group, or without groups of the room, than most.
    pub central: bool,
    /// Too few answers to be sure of the place.
    pub rough: bool,
}

impl Outlook {
    /// The outlook of a snapshot for a record: it owes nothing to what was shown before.
    pub fn on_record(snapshot: &Snapshot) -> Self {
        Self::of(snapshot, &Before::default(), RECORD)
    }

    fn of(snapshot: &Snapshot, before: &Before, draws: usize) -> Self {
        let takes = snapshot.takes();
        let lack = Lack::of(snapshot);
        if takes.is_empty() || lack.is_some() {
            let board = lack.filter(|_| !takes.is_empty()).map(|lack| Board::lacking(takes.len(), lack));
            return Self { takes, board, shown: before.clone(), ..Self::default() };
        }
        let (mut votes, voices) = snapshot.votes();
        let analysis = opinion::analyse(&mut votes, &snapshot.settings(draws), before.shown(&voices).as_ref());
        let (board, plan) = draw::board(&analysis, snapshot.least);
        let places = analysis.map.iter().flat_map(|map| &map.places);
        let places = places.map(|place| (voices[index(place.voice)], plan.here(place))).collect();
        let shown = Before::after(&analysis, &voices);
        Self { takes, board: Some(board), splits: plan.splits, places, shown }
    }

    /// The outlook after this one. Takes that are new join one by one in the order of the chat, so that a room brought
    /// back from its records, which starts from nothing, comes to the same names and the same orientation. `None` when
    /// `stop` says that nobody waits any more.
    pub fn next(&self, snapshot: &Snapshot, stop: impl Fn() -> bool) -> Option<Self> {
        let takes = snapshot.takes();
        let (mut joined, new): (Vec<usize>, Vec<usize>) = takes.iter().partition(|take| self.takes.contains(take));
        let mut shown = self.shown.clone();
        let steps = new.len();
        for (n, take) in new.into_iter().enumerate() {
            joined.push(take);
            joined.sort_unstable();
            if n + 1 == steps {
                break;
            }
            if stop() {
                return None;
            }
            shown = Self::of(&snapshot.only(&joined), &shown, LIVE).shown;
        }
        (!stop()).then(|| Self::of(snapshot, &shown, LIVE))
    }

    /// The outlook after this one where that takes no work: too little to draw a map of.
    pub fn next_at_once(&self, snapshot: &Snapshot) -> Option<Self> {
        let idle = snapshot.takes().is_empty() || Lack::of(snapshot).is_some();
        idle.then(|| Self::of(snapshot, &self.shown, LIVE))
    }

    /// Whether the room still shows every take that this stands on. One that was reopened must not show in a map.
    pub fn holds(&self, room: &Room) -> bool {
        let revealed = |take: &usize| room.slots().get(*take).is_some_and(|s| s.take.state == TakeState::Revealed);
        self.takes.iter().all(revealed)
    }

    /// What everybody may see; `None` before the first take with enough answers was revealed.
    pub fn board(&self) -> Option<&Board> {
        self.board.as_ref()
    }

    /// The groups' counts on a take, for its verdict; empty unless groups are established and each is large enough.
    pub fn split(&self, take: usize) -> &[GroupShare] {
        self.splits.get(&take).map_or(&[], Vec::as_slice)
    }

    /// The groups' shares on a take as they may be told: group and share of agreement.
    pub fn shares(&self, take: usize) -> Vec<(usize, f64)> {
        let Some(board) = &self.board else { return Vec::new() };
        let shares = disclose::shares(self.split(take), board.least).unwrap_or_default();
        board.groups.iter().map(|group| group.name).zip(shares).collect()
    }

    /// Where a voice stands; `None` for a voice without an answer to these takes, or without a map.
    pub fn here(&self, voice: VoiceId) -> Option<Here> {
        self.places.get(&voice).copied()
    }
}
