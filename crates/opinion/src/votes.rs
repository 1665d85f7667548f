//! The sparse matrix of swipes: voices × takes.

use crate::Tally;
use crate::map::pairs::{self, Pairs};
use std::collections::{BTreeSet, HashMap};

/// Who answered. Any number that stands for one voice; only its order matters.
pub type VoiceKey = u128;

/// What was answered. Any number that stands for one take; only its order matters.
pub type TakeKey = u64;

/// One voice's answer to one take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i8)]
pub enum Vote {
    /// Left, −1.
    Disagree = -1,
    /// Neither, 0.
    Pass = 0,
    /// Right, +1.
    Agree = 1,
}

impl Vote {
    /// −1, 0 or 1.
    pub fn value(self) -> i8 {
        self as i8
    }

    /// The answer of −1, 0 or 1.
    pub fn of(value: i64) -> Option<Self> {
        match value {
            -1 => Some(Self::Disagree),
            0 => Some(Self::Pass),
            1 => Some(Self::Agree),
            _ => None,
        }
    }
}

/// One cell: column in order of arrival, and the answer, in one number (`4 · column + value + 1`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell(pub u32);

impl Cell {
    pub fn new(column: usize, vote: Vote) -> Self {
        Self(((column as u32) << 2) | (vote.value() + 1) as u32)
    }

    pub fn column(self) -> usize {
        (self.0 >> 2) as usize
    }

    /// 0 disagree, 1 pass, 2 agree.
    pub fn slot(self) -> usize {
        (self.0 & 3) as usize
    }

    pub fn vote(self) -> Vote {
        match self.0 & 3 {
            0 => Vote::Disagree,
            1 => Vote::Pass,
            _ => Vote::Agree,
        }
    }
}

/// The newest answers. Order of arrival leaves no trace in any result.
#[derive(Debug, Clone, Default)]
pub struct Votes {
    pub(crate) voices: Vec<VoiceKey>,
    /// Per voice, by column.
    pub(crate) rows: Vec<Vec<Cell>>,
    pub(crate) takes: Vec<TakeKey>,
    voice_index: HashMap<VoiceKey, u32>,
    take_index: HashMap<TakeKey, u32>,
    pub(crate) tallies: Vec<Tally>,
    pairs: Option<Pairs>,
}

impl Votes {
    /// No answers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes a take known that nobody may have answered.
    pub fn know(&mut self, take: TakeKey) {
        self.column(take);
    }

    /// Records the newest answer of a voice to a take; `None` takes it back.
    pub fn set(&mut self, voice: VoiceKey, take: TakeKey, vote: Option<Vote>) {
        let column = self.column(take);
        let row = self.row(voice);
        let cells = &mut self.rows[row];
        // Answers mostly come take by take.
        let at = match cells.last() {
            Some(last) if last.column() < column => Err(cells.len()),
            _ => cells.binary_search_by_key(&column, |cell| cell.column()),
        };
        let before = at.ok().map(|at| cells[at].vote());
        match (at, vote) {
            (Ok(at), Some(vote)) => cells[at] = Cell::new(column, vote),
            (Err(at), Some(vote)) => cells.insert(at, Cell::new(column, vote)),
            (Ok(at), None) => drop(cells.remove(at)),
            (Err(_), None) => {}
        }
        if let Some(pairs) = self.pairs.as_mut().filter(|pairs| pairs.counted.get(row) == Some(&true)) {
            let others = || cells.iter().filter(|cell| cell.column() != column);
            if let Some(vote) = before {
                pairs.change(column, vote, others(), -1);
            }
            if let Some(vote) = vote {
                pairs.change(column, vote, others(), 1);
            }
        }
        let tally = &mut self.tallies[column];
        if let Some(vote) = before {
            *count(tally, vote) -= 1;
        }
        if let Some(vote) = vote {
            *count(tally, vote) += 1;
        }
    }

    /// The newest answer of a voice to a take.
    pub fn get(&self, voice: VoiceKey, take: TakeKey) -> Option<Vote> {
        let (row, column) = (*self.voice_index.get(&voice)?, *self.take_index.get(&take)? as usize);
        let cells = &self.rows[row as usize];
        let at = cells.binary_search_by_key(&column, |cell| cell.column()).ok()?;
        Some(cells[at].vote())
    }

    /// Voices with at least one answer.
    pub fn voices(&self) -> usize {
        self.rows.iter().filter(|cells| !cells.is_empty()).count()
    }

    /// Takes that are known.
    pub fn takes(&self) -> usize {
        self.takes.len()
    }

    /// Answers.
    pub fn len(&self) -> usize {
        self.rows.iter().map(Vec::len).sum()
    }

    /// Whether nobody answered anything.
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(Vec::is_empty)
    }

    /// Counts per take, ascending by take.
    pub fn tallies(&self) -> Vec<(TakeKey, Tally)> {
        let mut all: Vec<_> = self.takes.iter().copied().zip(self.tallies.iter().copied()).collect();
        all.sort_unstable_by_key(|(take, _)| *take);
        all
    }

    /// Every answer, voices in order of arrival.
    pub fn each(&self) -> impl Iterator<Item = (VoiceKey, TakeKey, Vote)> {
        self.voices
            .iter()
            .zip(&self.rows)
            .flat_map(|(voice, cells)| cells.iter().map(|cell| (*voice, self.takes[cell.column()], cell.vote())))
    }

    /// Puts voices and takes in the order of their keys, so that no order of arrival can show. Answers per column
    /// whether it is left aside.
    pub(crate) fn settle(&mut self, out: &BTreeSet<TakeKey>) -> Vec<bool> {
        if !self.takes.is_sorted() {
            self.settle_takes();
        }
        if !self.voices.is_sorted() {
            self.settle_voices();
        }
        self.takes.iter().map(|take| out.contains(take)).collect()
    }

    fn settle_takes(&mut self) {
        let mut order: Vec<usize> = (0..self.takes.len()).collect();
        order.sort_unstable_by_key(|column| self.takes[*column]);
        let mut now = vec![0; order.len()];
        order.iter().enumerate().for_each(|(new, old)| now[*old] = new);
        for cells in &mut self.rows {
            for cell in cells.iter_mut() {
                *cell = Cell::new(now[cell.column()], cell.vote());
            }
            cells.sort_unstable();
        }
        self.takes = order.iter().map(|column| self.takes[*column]).collect();
        self.tallies = order.iter().map(|column| self.tallies[*column]).collect();
        self.take_index = self.takes.iter().copied().zip(0..).collect();
        self.pairs = None;
    }

    fn settle_voices(&mut self) {
        let mut order: Vec<usize> = (0..self.voices.len()).collect();
        order.sort_unstable_by_key(|row| self.voices[*row]);
        self.rows = order.iter().map(|row| std::mem::take(&mut self.rows[*row])).collect();
        self.voices = order.iter().map(|row| self.voices[*row]).collect();
        self.voice_index = self.voices.iter().copied().zip(0..).collect();
        if let Some(pairs) = &mut self.pairs {
            pairs.counted.resize(order.len(), false);
            pairs.counted = order.iter().map(|row| pairs.counted[*row]).collect();
        }
    }

    /// Pair counts over these rows of settled votes; only where there are at most [`pairs::MOST`] takes.
    pub(crate) fn pairs(&mut self, rows: &[bool]) -> &Pairs {
        debug_assert!(self.takes.len() <= pairs::MOST, "pairs of too many takes");
        let pairs = self.pairs.get_or_insert_with(Pairs::new);
        pairs.counted.resize(rows.len(), false);
        for (row, counts) in rows.iter().enumerate() {
            if pairs.counted[row] != *counts {
                pairs.turn(row, &self.rows[row]);
            }
        }
        pairs
    }

    fn column(&mut self, take: TakeKey) -> usize {
        let next = self.takes.len() as u32;
        let column = *self.take_index.entry(take).or_insert(next);
        if column == next {
            self.takes.push(take);
            self.tallies.push(Tally::default());
            if self.takes.len() > pairs::MOST {
                self.pairs = None;
            }
        }
        column as usize
    }

    fn row(&mut self, voice: VoiceKey) -> usize {
        let next = self.voices.len() as u32;
        let row = *self.voice_index.entry(voice).or_insert(next);
        if row == next {
            self.voices.push(voice);
            self.rows.push(Vec::new());
        }
        row as usize
    }
}

fn count(tally: &mut Tally, vote: Vote) -> &mut u32 {
    match vote {
        Vote::Agree => &mut tally.agree,
        Vote::Disagree => &mut tally.disagree,
        Vote::Pass => &mut tally.pass,
    }
}
