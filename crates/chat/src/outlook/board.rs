//! The public part of the map: cells, groups, what they stand for, what unites and what divides.

use super::disclose::STEP;
use super::snapshot::{Snapshot, TAKES};
use opinion::Reading;

/// What everybody may see. No number here stands for fewer voices than [`least`](Self::least).
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    /// Voices that anything here stands for at least.
    pub least: usize,
    /// What the map shows, in a word.
    pub reading: Reading,
    /// Why there is no map yet.
    pub lack: Option<Lack>,
    /// Takes that it stands on.
    pub takes: usize,
    /// Where voices stand, several in each.
    pub cells: Vec<Cell>,
    /// The groups by name; empty when there are no clear ones.
    pub groups: Vec<Group>,
    /// What unites, best first.
    pub unite: Vec<Lean>,
    /// What divides, widest first.
    pub divide: Vec<Divide>,
    /// How clearly the groups stand apart, from −1 to 1, in two decimals.
    pub silhouette: Option<f64>,
    /// The same of as many groups in rooms shuffled within each take, their mean.
    pub null_silhouette: Option<f64>,
    /// Share of these rooms, this one included, that are as far above it.
    pub p: Option<f64>,
}

/// Why there is no map yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// So many takes must be revealed.
    Takes(usize),
    /// So many voices must have answered them.
    Voices(usize),
}

impl Lack {
    /// What a snapshot lacks.
    pub fn of(snapshot: &Snapshot) -> Option<Self> {
        if snapshot.takes().len() < TAKES {
            Some(Self::Takes(TAKES))
        } else {
            let enough = snapshot.enough();
            (snapshot.voices() < enough).then_some(Self::Voices(enough))
        }
    }
}

/// Voices that stand close to each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// Their middle, within ±1.
    pub at: [f64; 2],
    /// How many, rounded down to a multiple of five.
    pub voices: usize,
    /// Number of their group's name.
    pub group: Option<usize>,
}

/// Voices that answer alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Number of its name, 0 is A.
    pub name: usize,
    /// How many, to the nearest multiple of five.
    pub voices: usize,
    /// Its middle, within ±1.
    pub at: [f64; 2],
    /// A line around its cells.
    pub hull: Vec<[f64; 2]>,
    /// What tells it from the others, most telling first.
    pub stands: Vec<Stand>,
}

impl Group {
    /// The letter of its name.
    pub fn letter(&self) -> char {
        letter(self.name)
    }
}

/// The letter of a group's name: 0 is A.
pub(crate) fn letter(name: usize) -> char {
    char::from(b'A' + u8::try_from(name.min(25)).unwrap_or(25))
}

/// A take that tells a group from the others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stand {
    /// Position of the take, from 0.
    pub take: usize,
    /// Whether the group agrees with it or disagrees.
    pub agrees: bool,
    /// Share of agreement in the group.
    pub share: f64,
}

/// A take on which the whole room leans one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lean {
    /// Position of the take, from 0.
    pub take: usize,
    /// Whether to agreement or to disagreement.
    pub agrees: bool,
}

/// A take that divides.
#[derive(Debug, Clone, PartialEq)]
pub struct Divide {
    /// Position of the take, from 0.
    pub take: usize,
    /// Share of agreement by group; empty without groups.
    pub shares: Vec<(usize, f64)>,
}

impl Board {
    /// Whether there is a map to look at.
    pub fn is_drawn(&self) -> bool {
        self.reading != Reading::TooLittle
    }

    pub(super) fn lacking(takes: usize, lack: Lack) -> Self {
        Self { lack: Some(lack), ..Self::empty(takes, Reading::TooLittle, STEP) }
    }

    pub(super) fn empty(takes: usize, reading: Reading, least: usize) -> Self {
        Self {
            least,
            reading,
            lack: None,
            takes,
            cells: Vec::new(),
            groups: Vec::new(),
            unite: Vec::new(),
            divide: Vec::new(),
            silhouette: None,
            null_silhouette: None,
            p: None,
        }
    }
}
