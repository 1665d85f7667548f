//! One group's answers on one side of a take, against everybody else's.

use crate::{Tally, Vote};

/// One group's answers on one side of a take, against everybody else who is in a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contrast {
    /// The side: agree or disagree.
    pub side: Vote,
    /// Voices of the group on this side.
    pub count: u32,
    /// Voices of the group that answered, passes included.
    pub seen: u32,
    /// `(count + 1) / (seen + 2)`: posterior mean under a uniform prior.
    pub share: f64,
    /// One-proportion z against one half, add-one. An unseen take has +1.
    pub share_z: f64,
    /// `share` over the same of everybody else.
    pub ratio: f64,
    /// Two-proportion z of the group against everybody else, add-one; 0 when all who answered are on this side.
    pub ratio_z: f64,
}

impl Contrast {
    /// How telling: the product of the four numbers. Only an order, and only where both z are positive.
    pub fn weight(&self) -> f64 {
        self.ratio * self.ratio_z * self.share * self.share_z
    }
}

/// The contrast of a group with everybody else, on one side (Small et al. 2021).
///
/// With `a` of `n` in the group and `b` of `m` elsewhere, each already raised by one, and `q = (a + b) / (n + m)`:
///
/// | field | formula |
/// |---|---|
/// | `share_z` | `2 · √n · (a/n − 1/2)` |
/// | `ratio_z` | `(a/n − b/m) / √(q · (1 − q) · (1/n + 1/m))`, 0 where `q = 1` |
pub fn contrast(inside: &Tally, outside: &Tally, side: Vote) -> Contrast {
    let ((a, n), (b, m)) = (raised(inside, side), raised(outside, side));
    let (share, elsewhere) = (a / (n + 1.0), b / (m + 1.0));
    let pooled = (a + b) / (n + m);
    let unanimous = a + b >= n + m;
    Contrast {
        side,
        count: count(inside, side),
        seen: inside.answered(),
        share,
        share_z: 2.0 * n.sqrt() * (a / n - 0.5),
        ratio: share / elsewhere,
        ratio_z: if unanimous { 0.0 } else { (a / n - b / m) / (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt() },
    }
}

/// Answers on this side and answers at all, each raised by one.
fn raised(tally: &Tally, side: Vote) -> (f64, f64) {
    (f64::from(count(tally, side)) + 1.0, seen(tally) + 1.0)
}

/// Voices that gave this answer.
pub(super) fn count(tally: &Tally, side: Vote) -> u32 {
    match side {
        Vote::Agree => tally.agree,
        Vote::Disagree => tally.disagree,
        Vote::Pass => tally.pass,
    }
}

/// Voices that answered, passes included: never beyond what a float holds exactly.
pub(super) fn seen(tally: &Tally) -> f64 {
    f64::from(tally.agree) + f64::from(tally.disagree) + f64::from(tally.pass)
}

/// `(count + 1) / (seen + 2)`.
pub(super) fn share(tally: &Tally, side: Vote) -> f64 {
    (f64::from(count(tally, side)) + 1.0) / (seen(tally) + 2.0)
}
