//! The Wilson score interval.

use serde::{Deserialize, Serialize};

/// The 97.5 % point of the normal distribution, so that an interval covers 95 %.
const Z: f64 = 1.959_963_984_540_054;

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

/// The interval of `agree / (agree + disagree)`; the sum may be beyond `u32`.
pub(crate) fn between(agree: u32, disagree: u32) -> Option<Interval> {
    let trials = f64::from(agree) + f64::from(disagree);
    if agree == 0 && disagree == 0 {
        return None;
    }
    let share = f64::from(agree) / trials;
    let weight = Z * Z / trials;
    let centre = (share + weight / 2.0) / (1.0 + weight);
    let reach = (weight * (share * (1.0 - share) + weight / 4.0)).sqrt() / (1.0 + weight);
    // In exact arithmetic the interval holds the share and stays within [0, 1]; rounding must not undo that.
    Some(Interval { lo: (centre - reach).clamp(0.0, share), hi: (centre + reach).clamp(share, 1.0) })
}
