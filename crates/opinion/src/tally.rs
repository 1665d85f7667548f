//! Counts of one take.

use crate::{Interval, wilson};
use serde::{Deserialize, Serialize};

/// How many voices gave which answer to one take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Tally {
    /// Voices that agreed.
    pub agree: u32,
    /// Voices that disagreed.
    pub disagree: u32,
    /// Voices that passed.
    pub pass: u32,
    /// Voices whose answer came with a reservation; they are among the counts above.
    pub reservations: u32,
}

impl Tally {
    /// Voices that answered, passes included.
    pub fn answered(&self) -> u32 {
        self.sided().saturating_add(self.pass)
    }

    /// Voices that took a side.
    pub fn sided(&self) -> u32 {
        self.agree.saturating_add(self.disagree)
    }

    /// Agrees among those who took a side; `None` when nobody did.
    pub fn share(&self) -> Option<f64> {
        share(self.agree, self.sided())
    }

    /// 95 % Wilson interval of [`share`](Self::share).
    pub fn interval(&self) -> Option<Interval> {
        wilson(self.agree, self.sided())
    }
}

/// How much a take divides those who answered: `4 · a · d`, with `a` and `d` the shares of agrees and disagrees among
/// all answers. 1 when even, 0 when unanimous or unanswered; every pass lowers it.
pub fn split_index(tally: &Tally) -> f64 {
    match (
        share(tally.agree, tally.answered()),
        share(tally.disagree, tally.answered()),
    ) {
        (Some(agree), Some(disagree)) => 4.0 * agree * disagree,
        _ => 0.0,
    }
}

fn share(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}
