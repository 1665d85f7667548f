//! What a room thinks: the answer of [`analyse`](crate::analyse).

use crate::{Characteristic, Common, Divide, TakeKey, Tally, VoiceKey};

/// All that the swipes say. Vectors about takes run along [`takes`](Self::takes).
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// The takes, ascending. A *column* below is a position here.
    pub takes: Vec<TakeKey>,
    /// Per column: left out of the map.
    pub out: Vec<bool>,
    /// Per column: the answers of all voices.
    pub tallies: Vec<Tally>,
    /// Voices with at least one answer.
    pub voices: usize,
    /// Answers, the newest of each voice to each take.
    pub votes: usize,
    /// Where everybody stands; `None` when fewer than two voices or two takes can be compared.
    pub map: Option<OpinionMap>,
    /// How the groups were found, or why there are none.
    pub finding: Finding,
    /// The groups by name; empty when there are no clear ones.
    pub groups: Vec<Group>,
    /// Per column, how far the groups are apart; `None` where fewer than two of them can be compared.
    pub gaps: Vec<Option<Divide>>,
    /// What unites: best first.
    pub common: Vec<Common>,
    /// What divides: widest first. Without groups, what splits the room.
    pub divisive: Vec<Divide>,
}

/// Voices and takes in the plane of most disagreement.
#[derive(Debug, Clone, PartialEq)]
pub struct OpinionMap {
    /// Mean answer per column among those who answered, agree = 1; 0 where left out.
    pub centre: Vec<f64>,
    /// Per column, what it weighs on each axis; each axis has length 1.
    pub axes: Vec<[f64; 2]>,
    /// Share of the variance along each axis.
    pub spread: [f64; 2],
    /// Voices with an answer that counts, ascending by key.
    pub places: Vec<Place>,
    /// Per column, where somebody stands who agreed with this take and answered no other.
    pub positions: Vec<[f64; 2]>,
    /// Per column, the distance of that position from the middle.
    pub extremity: Vec<f64>,
    /// Correlation of a voice's distance from the middle with its number of answers, `[-1, 1]`. Beyond ±0.4 the map
    /// shows partly who answered much.
    pub pull: f64,
}

/// Where one voice stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// The voice.
    pub voice: VoiceKey,
    /// Along the first axis, that of most disagreement unless the map is held like an earlier one.
    pub x: f64,
    /// Along the second axis.
    pub y: f64,
    /// Answers that count for the map.
    pub answers: u32,
    /// Answered enough to shape the map; the others are only placed on it.
    pub fitted: bool,
    /// Index into [`Analysis::groups`].
    pub group: Option<usize>,
}

/// What may be said about groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reading {
    /// Too few voices or takes to look.
    TooLittle,
    /// Nothing that chance would not make as well.
    NoClearGroups,
    /// One line from side to side, with no clear groups on it.
    Spectrum,
    /// Groups.
    Groups,
}

impl Reading {
    /// The name used in records, for example `no_clear_groups`.
    pub fn key(self) -> &'static str {
        match self {
            Self::TooLittle => "too_little",
            Self::NoClearGroups => "no_clear_groups",
            Self::Spectrum => "spectrum",
            Self::Groups => "groups",
        }
    }
}

/// How the groups were found, or why there are none.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// In a word.
    pub reading: Reading,
    /// Mean silhouette of the best partition, or of the forced one; `None` when no partition was possible.
    pub silhouette: Option<f64>,
    /// The partitions compared, by number of groups.
    pub offers: Vec<Offer>,
    /// What chance makes of the same room; `None` when not asked.
    pub null: Option<Null>,
}

impl Finding {
    /// What to hold the silhouette against: what is usual for as many groups in shuffled rooms; where only the largest
    /// silhouettes of these rooms are known, their mean. `None` when not asked.
    pub fn null_silhouette(&self) -> Option<f64> {
        let shown = self.offers.iter().find(|offer| Some(offer.silhouette) == self.silhouette);
        shown.and_then(|offer| offer.usual).or(self.null.map(|null| null.mean))
    }
}

/// The best partition into `k` groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Offer {
    /// Groups.
    pub k: usize,
    /// Mean silhouette over the fitted voices, `[-1, 1]`.
    pub silhouette: f64,
    /// What is usual for as many groups: the mean over the shuffled rooms and this one, of those that can be parted so.
    /// `None` when not asked.
    pub usual: Option<f64>,
    /// Sum of squared distances of the fitted voices from their group's centre.
    pub cost: f64,
}

/// Rooms with the same answers, shuffled within each take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Null {
    /// Rooms drawn.
    pub draws: usize,
    /// Mean of their largest silhouettes.
    pub mean: f64,
    /// The largest of them.
    pub max: f64,
    /// Share of rooms, this one included, whose best partition is as far above what is usual for its number of groups
    /// as this room's.
    pub p: f64,
    /// Largest share of variance along the first axis among them.
    pub axis_max: f64,
    /// Share of rooms, this one included, whose first axis carries at least this room's share.
    pub axis_p: f64,
}

/// Voices that answer alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// 0 is A, 1 is B, …: kept from one analysis to the next.
    pub name: usize,
    /// Its voices, those only placed included.
    pub voices: usize,
    /// Mean of its fitted voices.
    pub centre: [f64; 2],
    /// Per column: its answers.
    pub tallies: Vec<Tally>,
    /// What it stands for, most telling first.
    pub characteristic: Vec<Characteristic>,
}

impl Group {
    /// The letter of its name.
    pub fn letter(&self) -> char {
        char::from(b'A' + u8::try_from(self.name.min(25)).unwrap_or(25))
    }
}

/// What was shown before, so that the next picture does not jump.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shown {
    /// Axes by take.
    pub axes: Vec<(TakeKey, [f64; 2])>,
    /// Names of groups by voice, ascending by voice; empty when no groups were shown.
    pub names: Vec<(VoiceKey, usize)>,
}
