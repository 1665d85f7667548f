//! What a recap may say: the facts of one chat, frozen when its draft is made.
//!
//! A capability fills these from its own records; nothing else enters an article. They are stored as JSON beside the
//! words, so that an edited article still shows the numbers of the evening.

use opinion::Verdict;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[cfg(any(test, feature = "testing"))]
pub mod sample;
#[cfg(any(test, feature = "testing"))]
pub use sample::sample;

/// One chat, ready to be written up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recap {
    /// Title of the chat.
    pub title: String,
    /// Name of the series, or empty.
    pub series: String,
    /// The day, `YYYY-MM-DD`, or empty.
    pub held_on: String,
    /// Language tag of the chat, for example `en`.
    pub language: String,
    /// `named` or `confidential`.
    pub mode: String,
    /// Voices that joined.
    pub voices: u32,
    /// Swipes that were acknowledged, changes and take-backs included.
    pub acknowledged: u64,
    /// Fewer answers than this, and a take's counts are withheld.
    pub floor: u32,
    /// Who answered on the record, in order.
    pub panel: Vec<Panellist>,
    /// The takes that were revealed, in order.
    pub takes: Vec<Section>,
    /// What the room thinks as a whole; `None` where there was too little to tell, and in recaps older than the map.
    #[serde(default)]
    pub opinion: Option<Opinion>,
}

/// The opinion map as everybody may see it: no number in it stands for a few.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opinion {
    /// What it shows.
    pub reading: Reading,
    /// Takes that it stands on.
    pub takes: usize,
    /// Where voices stand, several in each.
    pub cells: Vec<Cell>,
    /// The groups by name; empty when there are no clear ones.
    pub groups: Vec<Group>,
    /// What unites, best first.
    pub unite: Vec<Stand>,
    /// What divides, widest first.
    pub divide: Vec<Divide>,
}

/// What an opinion map shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// Groups that answer in different ways.
    Groups,
    /// One line from side to side, without clear groups on it.
    Spectrum,
    /// Nothing that chance would not make as well.
    NoClearGroups,
}

/// Voices that stand close to each other on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// Their middle: across and up, within ±1.
    pub at: [f64; 2],
    /// How many, rounded down to a multiple of five.
    pub voices: usize,
    /// Name of their group.
    pub group: Option<String>,
}

/// Voices that answer alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// A letter.
    pub name: String,
    /// How many, to the nearest multiple of five.
    pub voices: usize,
    /// Its middle: across and up, within ±1.
    pub at: [f64; 2],
    /// A convex line around its cells.
    pub hull: Vec<[f64; 2]>,
    /// What tells it from the others, most telling first.
    pub stands: Vec<Stand>,
}

/// A side that a group, or the whole room, takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stand {
    /// The take: its place in [`Recap::takes`], from 1.
    pub take: usize,
    /// The side.
    pub side: Side,
    /// Share of agreement in the group, rounded; `None` where the room's own counts say it.
    pub share: Option<f64>,
}

/// A take that divides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Divide {
    /// The take: its place in [`Recap::takes`], from 1.
    pub take: usize,
    /// Share of agreement by group; empty without groups.
    pub shares: Vec<GroupShare>,
}

/// A group's share of agreement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupShare {
    /// Name of the group.
    pub name: String,
    /// Agrees among those of the group who took a side, in steps of 0.05.
    pub share: f64,
}

/// A named colleague who answered on the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Panellist {
    /// Name as shown.
    pub name: String,
    /// Role, or empty.
    pub role: String,
    /// Place, or empty.
    pub place: String,
    /// Since when, as written by the host, or empty.
    pub since: String,
}

/// One take and all that was learned from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The statement.
    pub text: String,
    /// The host's sentence, or empty.
    pub takeaway: String,
    /// Voices that answered, passes included.
    pub answered: u32,
    /// The counts, or `None` where they are withheld because too few answered.
    pub counts: Option<Counts>,
    /// Answers of the panel, in the panel's order.
    pub answers: Vec<PanelAnswer>,
    /// Truths whose authors agreed to be quoted.
    pub quotes: Vec<Quote>,
}

/// The numbers of one take.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Voices that agreed.
    pub agree: u32,
    /// Voices that disagreed.
    pub disagree: u32,
    /// Voices that passed.
    pub pass: u32,
    /// Voices that agreed or disagreed with a reservation.
    pub reservations: u32,
    /// `agree / (agree + disagree)`; `None` when nobody took a side.
    pub share: Option<f64>,
    /// 95 % Wilson interval of `share`.
    pub interval: Option<[f64; 2]>,
    /// What the numbers say.
    pub verdict: Verdict,
}

/// Which side somebody took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Right.
    Agree,
    /// Left.
    Disagree,
    /// Neither.
    Pass,
}

/// What a panellist said to a take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PanelWords)]
pub struct PanelAnswer {
    /// Name of the panellist.
    pub by: String,
    /// Side taken.
    pub side: Side,
    /// Taken with a reservation.
    pub reservation: bool,
    /// Words, or empty.
    pub words: String,
}

/// A truth that may be quoted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// Id of the truth: every quote leads back to its record.
    pub id: String,
    /// Side it was written for.
    pub side: Side,
    /// Written with a reservation.
    pub reservation: bool,
    /// The words, unchanged.
    pub words: String,
    /// Name, only where its author agreed to be named.
    pub name: Option<String>,
    /// It stood on the big screen.
    pub on_screen: bool,
}

#[cfg(test)]
mod tests {
    use super::{Recap, sample};

    #[test]
    fn recaps_from_before_the_map_still_load() {
        let mut stored = serde_json::to_value(sample()).expect("JSON");
        assert!(stored.as_object_mut().expect("an object").remove("opinion").is_some());
        let loaded: Recap = serde_json::from_value(stored).expect("loads");
        assert_eq!(loaded, Recap { opinion: None, ..sample() });
    }
}
