//! Everybody's newest answers, as a file gave them.

use super::fault::Fault;
use super::rows::Rows;
use opinion::{TakeKey, VoiceKey, Vote, Votes};
use std::collections::HashMap;
use std::rc::Rc;

/// Most takes in a file.
pub(crate) const MOST_TAKES: usize = 10_000;
/// Most voices in a file.
pub(crate) const MOST_VOICES: usize = 1_000_000;
/// Most answers in a file, each voice's newest to each take.
pub(crate) const MOST_ANSWERS: usize = 50_000_000;
/// Longest name of a voice, in bytes.
const LONGEST_VOICE: usize = 200;

/// Names in order of appearance, each once.
#[derive(Debug, Default)]
pub(crate) struct Names {
    list: Vec<Rc<str>>,
    index: HashMap<Rc<str>, u32>,
}

impl Names {
    /// The number of a name, and whether it is new.
    pub fn note(&mut self, name: &str) -> (u32, bool) {
        if let Some(at) = self.index.get(name) {
            return (*at, false);
        }
        let at = u32::try_from(self.list.len()).expect("there are limits far below that");
        let name: Rc<str> = name.into();
        self.list.push(name.clone());
        self.index.insert(name, at);
        (at, true)
    }

    /// The number of a name that was noted.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.index.get(name).map(|at| *at as usize)
    }

    /// The names by number.
    pub fn list(&self) -> &[Rc<str>] {
        &self.list
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// A key for each name, and whether the names are the keys: if all are whole numbers, each is its own key; else the
    /// key is the rank in order of the letters. Either way the order of the file leaves no trace.
    pub fn keys(&self, largest: u128) -> (Vec<u128>, bool) {
        if let Some(numbers) = self.list.iter().map(|name| number(name, largest)).collect() {
            return (numbers, true);
        }
        let mut order: Vec<usize> = (0..self.list.len()).collect();
        order.sort_unstable_by_key(|at| &self.list[*at]);
        let mut keys = vec![0; self.list.len()];
        for (rank, at) in order.into_iter().enumerate() {
            keys[at] = rank as u128;
        }
        (keys, false)
    }
}

/// The number that a name writes, when nothing else writes it: `7`, not `07`.
fn number(name: &str, largest: u128) -> Option<u128> {
    let plain = name.bytes().all(|byte| byte.is_ascii_digit()) && (name == "0" || !name.starts_with('0'));
    name.parse().ok().filter(|number| plain && *number <= largest)
}

/// One answer: `4 · take + value + 1`. There are far fewer than 2¹⁴ takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell(u16);

impl Cell {
    /// An answer to the take of this number.
    pub fn new(take: usize, vote: Vote) -> Self {
        let take = u16::try_from(take).ok().filter(|take| usize::from(*take) < MOST_TAKES);
        Self(
            take.expect("takes are counted when they are noted") << 2
                | u16::from(vote.value().cast_unsigned().wrapping_add(1)),
        )
    }

    /// The number of the take.
    pub fn take(self) -> usize {
        usize::from(self.0 >> 2)
    }

    /// The answer.
    pub fn vote(self) -> Vote {
        match self.0 & 3 {
            0 => Vote::Disagree,
            1 => Vote::Pass,
            _ => Vote::Agree,
        }
    }
}

/// Everybody's newest answers: much smaller than the text they came from.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// Who answered, answers or not.
    pub voices: Names,
    /// What was asked.
    pub takes: Names,
    /// Per voice, where its answers end.
    pub ends: Vec<usize>,
    /// The answers, voice by voice.
    pub cells: Vec<Cell>,
}

impl Table {
    /// The answers of a voice.
    pub fn answers(&self, voice: usize) -> &[Cell] {
        let start = if voice == 0 { 0 } else { self.ends[voice - 1] };
        &self.cells[start..self.ends[voice]]
    }
}

/// Notes the voice whose name was just read.
pub(crate) fn note_voice(voices: &mut Names, name: &str) -> Result<(u32, bool), String> {
    if name.is_empty() {
        return Err("the voice has no name; give it one".to_owned());
    }
    if name.len() > LONGEST_VOICE {
        return Err(format!("the voice's name is longer than {LONGEST_VOICE} bytes; shorten it"));
    }
    let noted = voices.note(name);
    if voices.len() > MOST_VOICES {
        return Err(format!("there are more than {MOST_VOICES} voices; split the file"));
    }
    Ok(noted)
}

/// Notes the take whose name was just read.
pub(crate) fn note_take(takes: &mut Names, name: &str) -> Result<(u32, bool), String> {
    if name.is_empty() {
        return Err("the take has no name; give it one".to_owned());
    }
    let noted = takes.note(name);
    if takes.len() > MOST_TAKES {
        return Err(format!("there are more than {MOST_TAKES} takes; leave some out"));
    }
    Ok(noted)
}

/// One more answer than there may be.
pub(crate) fn too_many_answers(rows: &Rows) -> Fault {
    rows.fault(format!("there are more than {MOST_ANSWERS} answers; split the file"))
}

/// What can be analysed, with the names that stand behind the keys.
#[derive(Debug)]
pub(crate) struct Ballots {
    /// The answers.
    pub votes: Votes,
    /// Everybody in the file, ascending by key.
    pub voices: Vec<(VoiceKey, Rc<str>)>,
    /// Every take in the file, ascending by key.
    pub takes: Vec<(TakeKey, Rc<str>)>,
    /// Whether takes are named by whole numbers.
    pub numbered: bool,
}

/// The answers by key: the same for any order of the file's rows and columns.
pub(crate) fn ballots(table: &Table) -> Ballots {
    let (take_keys, numbered) = table.takes.keys(u128::from(TakeKey::MAX));
    let take_keys: Vec<TakeKey> = take_keys.into_iter().filter_map(|key| TakeKey::try_from(key).ok()).collect();
    let (voice_keys, _) = table.voices.keys(VoiceKey::MAX);
    let mut takes: Vec<_> = take_keys.iter().copied().zip(table.takes.list().iter().cloned()).collect();
    takes.sort_unstable_by_key(|(key, _)| *key);
    let mut votes = Votes::new();
    for (take, _) in &takes {
        votes.know(*take);
    }
    let mut order: Vec<_> = voice_keys.iter().copied().zip(0..).collect();
    order.sort_unstable();
    let mut row = Vec::new();
    for (voice, at) in &order {
        row.clear();
        row.extend(table.answers(*at).iter().map(|cell| (take_keys[cell.take()], cell.vote())));
        row.sort_unstable_by_key(|(take, _)| *take);
        for (take, vote) in &row {
            votes.set(*voice, *take, Some(*vote));
        }
    }
    let voices = order.into_iter().map(|(key, at): (_, usize)| (key, table.voices.list()[at].clone())).collect();
    Ballots { votes, voices, takes, numbered }
}
