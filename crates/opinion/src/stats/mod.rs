//! What the answers of groups say, take by take.

mod characteristic;
mod common;
mod contrast;
mod divisive;
mod normal;

pub use characteristic::Characteristic;
pub use common::{Common, compat_consensus, group_aware};
pub use contrast::{Contrast, contrast};
pub use divisive::{Divide, gaps};

use crate::Tally;

/// Entries of a list that is told: more are not read.
const LISTED: usize = 5;

/// Voices of a group that must have answered a take before the group is quoted on it.
const SEEN: u32 = 5;

/// One-sided 90 % point of the normal distribution, to the digits Polis uses.
const SIGNIFICANT: f64 = 1.2816;

/// What characterises each group, what unites them and what divides them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Statistics {
    /// Per group, most telling first.
    pub characteristic: Vec<Vec<Characteristic>>,
    /// What unites, best first.
    pub common: Vec<Common>,
    /// What divides, widest first.
    pub divisive: Vec<Divide>,
}

/// Statistics of given groups. `tables` holds one row of tallies per group, `room` the tallies of all voices, `out` the
/// takes to leave aside; all run along the same columns. Without groups, `common` and `divisive` speak of the room.
///
/// Groups are made from the same answers, so what tells them apart is a description of them, not a test of whether
/// they exist. `compat` selects what characterises a group as Polis does.
pub fn statistics(tables: &[Vec<Tally>], room: &[Tally], out: &[bool], compat: bool) -> Statistics {
    let characteristic = (0..tables.len()).map(|group| characteristic::of(tables, group, out, compat)).collect();
    let (common, divisive) = (common::common(tables, room, out), divisive::divisive(tables, room, out));
    Statistics { characteristic, common, divisive }
}

/// Descending, and what is equal stays in order of columns. No score here is ever not a number.
fn by_falling<T>(items: &mut [T], score: impl Fn(&T) -> f64) {
    items.sort_by(|one, other| score(other).total_cmp(&score(one)));
}

/// Two groups as one.
fn joined(one: Tally, other: Tally) -> Tally {
    Tally {
        agree: one.agree.saturating_add(other.agree),
        disagree: one.disagree.saturating_add(other.disagree),
        pass: one.pass.saturating_add(other.pass),
        reservations: one.reservations.saturating_add(other.reservations),
    }
}
