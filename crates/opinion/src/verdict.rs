//! The rule table of verdicts.

use crate::interval::between;
use serde::{Deserialize, Serialize};

/// Voices of a group that must have taken a side before the group counts as established on a take.
pub const ESTABLISHED: u32 = 5;

/// Fewer voices than this on either side together, and nothing is said.
const FEWEST: u32 = 5;

/// What the numbers say of a take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Too few took a side to tell anything.
    TooFew,
    /// Surely more than two thirds agree.
    ConsensusAgree,
    /// Surely more than two thirds disagree.
    ConsensusDisagree,
    /// Surely more than half agree.
    LeaningAgree,
    /// Surely more than half disagree.
    LeaningDisagree,
    /// Undecided as a whole, because groups are decided against each other.
    Polarised,
    /// Undecided.
    Split,
}

impl Verdict {
    /// All verdicts, in the order of the table.
    pub const ALL: [Self; 7] = [
        Self::TooFew,
        Self::ConsensusAgree,
        Self::ConsensusDisagree,
        Self::LeaningAgree,
        Self::LeaningDisagree,
        Self::Polarised,
        Self::Split,
    ];

    /// The name used on the wire and in records, for example `consensus_agree`.
    pub fn key(self) -> &'static str {
        match self {
            Self::TooFew => "too_few",
            Self::ConsensusAgree => "consensus_agree",
            Self::ConsensusDisagree => "consensus_disagree",
            Self::LeaningAgree => "leaning_agree",
            Self::LeaningDisagree => "leaning_disagree",
            Self::Polarised => "polarised",
            Self::Split => "split",
        }
    }
}

/// Answers of one opinion group to one take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct GroupShare {
    /// Voices of the group that agreed.
    pub agree: u32,
    /// Voices of the group that disagreed.
    pub disagree: u32,
}

impl GroupShare {
    fn sided(self) -> u64 {
        u64::from(self.agree) + u64::from(self.disagree)
    }
}

/// The first rule of the table that holds for these answers.
pub fn verdict(agree: u32, disagree: u32, groups: &[GroupShare]) -> Verdict {
    let Some(sure) = between(agree, disagree) else {
        return Verdict::TooFew;
    };
    if agree.saturating_add(disagree) < FEWEST || (sure.contains(0.5) && sure.width() > 0.5) {
        Verdict::TooFew
    } else if sure.lo > 2.0 / 3.0 {
        Verdict::ConsensusAgree
    } else if sure.hi < 1.0 / 3.0 {
        Verdict::ConsensusDisagree
    } else if sure.lo > 0.5 {
        Verdict::LeaningAgree
    } else if sure.hi < 0.5 {
        Verdict::LeaningDisagree
    } else if opposed(groups) {
        Verdict::Polarised
    } else {
        Verdict::Split
    }
}

/// Two established groups on opposite sides of 1/2, at least 1/2 apart.
fn opposed(groups: &[GroupShare]) -> bool {
    let established = || groups.iter().copied().filter(|g| g.sided() >= u64::from(ESTABLISHED));
    established().filter(|for_it| for_it.agree > for_it.disagree).any(|for_it| {
        established().filter(|against| against.agree < against.disagree).any(|against| half_apart(for_it, against))
    })
}

/// `high − low ≥ 1/2`, in whole numbers: a difference of exactly one half must not depend on rounding.
fn half_apart(high: GroupShare, low: GroupShare) -> bool {
    let (n, m) = (i128::from(high.sided()), i128::from(low.sided()));
    2 * (i128::from(high.agree) * m - i128::from(low.agree) * n) >= n * m
}
