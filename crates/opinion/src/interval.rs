//! The Wilson score interval, and two of its kind.

use serde::{Deserialize, Serialize};

/// The 97.5 % point of the normal distribution, so that an interval covers 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// The same, when three intervals are to hold together: a third of the 5 % for each.
const Z_OF_THREE: f64 = 2.393_979_799_818_509_5;

/// Bounds of a share, both within `[0, 1]`. Written as `[lo, hi]`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "[f64; 2]", into = "[f64; 2]")]
pub struct Interval {
    /// Lower bound.
    pub lo: f64,
    /// Upper bound.
    pub hi: f64,
}

impl Interval {
    /// Whether `share` lies within, bounds included.
    pub fn contains(&self, share: f64) -> bool {
        self.lo <= share && share <= self.hi
    }

    /// Distance between the bounds.
    pub fn width(&self) -> f64 {
        self.hi - self.lo
    }
}

impl From<[f64; 2]> for Interval {
    fn from([lo, hi]: [f64; 2]) -> Self {
        Self { lo, hi }
    }
}

impl From<Interval> for [f64; 2] {
    fn from(interval: Interval) -> Self {
        [interval.lo, interval.hi]
    }
}

/// 95 % interval of `successes / n` (Wilson 1927, without continuity correction).
/// `None` when nothing was counted, or when there are more successes than trials.
pub fn wilson(successes: u32, n: u32) -> Option<Interval> {
    between(successes, n.checked_sub(successes)?)
}

/// The same for one of three shares that are compared with each other, such as agree, disagree and pass: together they
/// hold in 95 % of rooms (Bonferroni; Goodman 1965).
pub fn wilson_for_three(successes: u32, n: u32) -> Option<Interval> {
    scored(successes, n.checked_sub(successes)?, 1.0, Z_OF_THREE)
}

/// 95 % interval of a share among the voices `present`, of whom `n` answered: the finite population makes it narrower,
/// and when everybody answered nothing is left open. The sample counts as `n · (present − 1) / (present − n)` answers
/// of the same share. `None` when nothing was counted, or more answered than are present.
///
/// Say "of those present": it tells nothing about people like these.
pub fn wilson_of_present(successes: u32, n: u32, present: u32) -> Option<Interval> {
    let (against, absent) = (n.checked_sub(successes)?, present.checked_sub(n)?);
    if n == 0 {
        return None;
    }
    if absent == 0 {
        let share = f64::from(successes) / f64::from(n);
        return Some(Interval { lo: share, hi: share });
    }
    scored(successes, against, (f64::from(present) - 1.0) / f64::from(absent), Z)
}

/// The interval of `agree / (agree + disagree)`; the sum may be beyond `u32`.
pub(crate) fn between(agree: u32, disagree: u32) -> Option<Interval> {
    scored(agree, disagree, 1.0, Z)
}

/// The Wilson interval at `z`, where every answer tells as much as `times` independent ones.
fn scored(agree: u32, disagree: u32, times: f64, z: f64) -> Option<Interval> {
    let trials = f64::from(agree) + f64::from(disagree);
    if agree == 0 && disagree == 0 {
        return None;
    }
    let share = f64::from(agree) / trials;
    let weight = z * z / (trials * times);
    let centre = (share + weight / 2.0) / (1.0 + weight);
    let reach = (weight * (share * (1.0 - share) + weight / 4.0)).sqrt() / (1.0 + weight);
    // In exact arithmetic the interval holds the share and stays within [0, 1]; rounding must not undo that.
    Some(Interval { lo: (centre - reach).clamp(0.0, share), hi: (centre + reach).clamp(share, 1.0) })
}
