//! What `candor opinion` prints: these fields, in this order.

use serde::Serialize;

/// What the room thinks, in numbers.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// Voices with at least one answer.
    pub voices: usize,
    /// Takes in the file.
    pub takes: usize,
    /// Answers, the newest of each voice to each take.
    pub votes: usize,
    /// How groups came about.
    pub mode: Mode,
    /// Whether everything was computed as Polis does.
    pub compat: bool,
    /// What may be said about groups.
    pub reading: &'static str,
    /// By take.
    pub per_take: Vec<PerTake>,
    /// By name.
    pub groups: Vec<PerGroup>,
    /// Mean silhouette of the groups that are shown, else of the best that were looked at.
    pub silhouette: Option<f64>,
    /// Mean of the same in shuffled rooms.
    pub null_silhouette: Option<f64>,
    /// What chance makes of the same room; null when that was not asked.
    pub null: Option<Chance>,
    /// The best partition into each number of groups.
    pub offers: Vec<Offer>,
    /// Share of the variance along each axis of the map; empty without a map.
    pub spread: Vec<f64>,
    /// Correlation of a voice's distance from the middle with its number of answers.
    pub pull: Option<f64>,
    /// What unites, best first.
    pub consensus: Vec<Consensus>,
    /// What divides, widest first.
    pub divisive: Vec<Divisive>,
    /// What a reader should know before the numbers are told to anybody.
    pub warnings: Vec<String>,
    /// From the answers to this report without shuffled rooms, in seconds.
    pub seconds: f64,
    /// The shuffled rooms, in seconds; null when there were none.
    pub null_seconds: Option<f64>,
    /// Reading the files, in seconds.
    pub read_seconds: f64,
}

/// How groups came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Mode {
    /// Found, if chance does not make such groups as well.
    Default,
    /// Found as Polis does.
    Compat,
    /// Read from a file.
    Given,
}

/// A take by name: a number where all takes are numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(crate) enum TakeName {
    /// All takes are numbers.
    Number(u64),
    /// Some are not.
    Text(String),
}

/// One take.
#[derive(Debug, Serialize)]
pub(crate) struct PerTake {
    pub take: TakeName,
    /// Its words, if `comments.csv` has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Left out of the map: rejected, or about the conversation itself.
    pub out: bool,
    pub agree: u32,
    pub disagree: u32,
    pub pass: u32,
    /// Voices that answered.
    pub seen: u32,
    /// Agrees among those who took a side.
    pub share: Option<f64>,
    /// 95 % Wilson interval of `share`.
    pub interval: Option<[f64; 2]>,
    /// The same for the voices of the file, as if each of them were going to take a side.
    pub interval_present: Option<[f64; 2]>,
    /// Agrees among all who answered.
    pub agree_of_seen: Option<f64>,
    /// Passes among all who answered.
    pub pass_rate: Option<f64>,
    /// 1 when even, 0 when unanimous; every pass lowers it.
    pub split: f64,
    /// 95 % interval of `split`, from seeded draws.
    pub split_interval: Option<[f64; 2]>,
    pub verdict: &'static str,
    /// Distance of `x`, `y` from the middle.
    pub extremity: Option<f64>,
    /// Where somebody stands who agreed with this take and answered no other.
    pub x: Option<f64>,
    pub y: Option<f64>,
    /// Distance of the two groups farthest apart, and whether it is established; null where it cannot be told.
    pub gap: Option<f64>,
    pub gap_established: Option<bool>,
    /// Product over the groups of `(agree + 1) / (seen + 2)`: the group-aware consensus of Polis. Null without groups.
    pub group_aware: Option<f64>,
    pub groups: Vec<GroupAnswers>,
}

/// A group's answers to a take.
#[derive(Debug, Serialize)]
pub(crate) struct GroupAnswers {
    pub group: String,
    pub agree: u32,
    pub disagree: u32,
    pub pass: u32,
}

/// One group.
#[derive(Debug, Serialize)]
pub(crate) struct PerGroup {
    pub name: String,
    /// Its voices.
    pub size: usize,
    /// Its middle on the map; null without a map.
    pub x: Option<f64>,
    pub y: Option<f64>,
    /// What it stands for, most telling first.
    pub characteristic: Vec<Telling>,
}

/// A take that tells a group from the others.
#[derive(Debug, Serialize)]
pub(crate) struct Telling {
    pub take: TakeName,
    pub side: &'static str,
    pub count: u32,
    pub seen: u32,
    pub share: f64,
    pub share_z: f64,
    pub ratio: f64,
    pub ratio_z: f64,
    pub established: bool,
}

/// What chance makes of the same room.
#[derive(Debug, Serialize)]
pub(crate) struct Chance {
    pub draws: usize,
    pub mean: f64,
    pub max: f64,
    pub p: f64,
    pub axis_max: f64,
    pub axis_p: f64,
}

/// The best partition into some groups.
#[derive(Debug, Serialize)]
pub(crate) struct Offer {
    pub k: usize,
    pub silhouette: f64,
    pub usual: Option<f64>,
    pub cost: f64,
}

/// A take that unites.
#[derive(Debug, Serialize)]
pub(crate) struct Consensus {
    pub take: TakeName,
    pub side: &'static str,
    pub score: f64,
    pub least: f64,
}

/// A take that divides.
#[derive(Debug, Serialize)]
pub(crate) struct Divisive {
    pub take: TakeName,
    pub gap: f64,
    pub split: f64,
    pub established: bool,
}
