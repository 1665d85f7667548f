//! Counts of one take.

use crate::Interval;
use crate::interval::between;
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
        part(self.agree, f64::from(self.agree) + f64::from(self.disagree))
    }

    /// 95 % Wilson interval of [`share`](Self::share).
    pub fn interval(&self) -> Option<Interval> {
        between(self.agree, self.disagree)
    }
}

/// How much a take divides those who answered: `4 · a · d`, with `a` and `d` the shares of agrees and disagrees among
/// all answers. 1 when even, 0 when unanimous or unanswered; every pass lowers it.
pub fn split_index(tally: &Tally) -> f64 {
    let answered = f64::from(tally.agree) + f64::from(tally.disagree) + f64::from(tally.pass);
    match (part(tally.agree, answered), part(tally.disagree, answered)) {
        (Some(agree), Some(disagree)) => 4.0 * agree * disagree,
        _ => 0.0,
    }
}

fn part(count: u32, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| f64::from(count) / whole)
}
