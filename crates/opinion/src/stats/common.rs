//! What unites.

use super::contrast::{count, share};
use super::{LISTED, SEEN, SIGNIFICANT, by_falling, contrast};
use crate::{Tally, Vote, wilson};

/// A take on which every group leans the same way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Common {
    /// Its column.
    pub column: usize,
    /// The side.
    pub side: Vote,
    /// Geometric mean over the groups of `(count + 1) / (seen + 2)`: comparable between numbers of groups.
    pub score: f64,
    /// The smallest of these shares.
    pub least: f64,
}

/// Product over the groups of `(count + 1) / (seen + 2)`, as Polis computes it for agree: the probability that one
/// voice of each group, picked by lot, is on this side. A group nobody of which answered contributes 1/2. Not
/// comparable between numbers of groups; [`Common::score`] is.
pub fn group_aware(tallies: impl IntoIterator<Item = Tally>, side: Vote) -> f64 {
    tallies.into_iter().map(|tally| share(&tally, side)).product()
}

/// What the room agrees on and what it disagrees with, as Polis lists it: columns, best first, at most five each. All
/// voices count as one group. Polis lists no take that is left out of the map: give it an empty tally, which is never
/// listed. The numbers behind an entry are the `share` and `share_z` of [`contrast`] of the room with nobody.
pub fn compat_consensus(room: &[Tally]) -> [Vec<usize>; 2] {
    [Vote::Agree, Vote::Disagree].map(|side| {
        let all = room.iter().map(|tally| contrast(tally, &Tally::default(), side)).enumerate();
        let mut found: Vec<_> = all.filter(|(_, it)| it.share > 0.5 && it.share_z > SIGNIFICANT).collect();
        by_falling(&mut found, |(_, it)| it.share * it.share_z);
        found.into_iter().take(LISTED).map(|(column, _)| column).collect()
    })
}

/// Takes that every group leans to on one side, at least five voices of each having answered, and on which the room as
/// a whole surely does: the lower bound of its share is above one half. Passes count as not on that side.
///
/// The first condition keeps a majority from speaking for a small group; the second keeps small numbers from looking
/// like agreement. Without groups the room is the one group.
pub(super) fn common(tables: &[Vec<Tally>], room: &[Tally], out: &[bool]) -> Vec<Common> {
    let mut found: Vec<Common> = room
        .iter()
        .zip(out)
        .enumerate()
        .filter(|(_, (_, out))| !**out)
        .flat_map(|(column, (whole, _))| {
            [Vote::Agree, Vote::Disagree].into_iter().filter_map(move |side| {
                let sure = wilson(count(whole, side), whole.answered())?.lo > 0.5;
                let common = if tables.is_empty() {
                    lean(column, side, std::iter::once(*whole))
                } else {
                    lean(column, side, tables.iter().map(|row| row[column]))
                };
                common.filter(|_| sure)
            })
        })
        .collect();
    by_falling(&mut found, |it| it.score);
    found.truncate(LISTED);
    found
}

/// What these groups have in common on this side of a take, if they all lean to it.
fn lean(column: usize, side: Vote, groups: impl Iterator<Item = Tally> + Clone) -> Option<Common> {
    if groups.clone().any(|tally| tally.answered() < SEEN) {
        return None;
    }
    let least = groups.clone().map(|tally| share(&tally, side)).fold(1.0, f64::min);
    let number = groups.clone().count();
    let score = group_aware(groups, side).powf(1.0 / number as f64);
    (least > 0.5).then_some(Common { column, side, score, least })
}
