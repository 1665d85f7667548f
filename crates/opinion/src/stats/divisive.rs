//! What divides.

use super::contrast::seen;
use super::normal::{above, cutoff};
use super::{LISTED, SEEN, by_falling, joined};
use crate::{Tally, Verdict, split_index, verdict};
use std::cmp::Ordering;

/// A take that divides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Divide {
    /// Its column.
    pub column: usize,
    /// Distance of the two groups farthest apart, in shrunken mean answers `(agree − disagree) / (answered + 2)`,
    /// `[0, 2]`; 0 without groups.
    pub gap: f64,
    /// Whether that gap is established, see [`gaps`].
    pub established: bool,
    /// Split index of the room, `[0, 1]`.
    pub split: f64,
}

/// Per column the gap between the two groups farthest apart, of those with at least five answers; `None` where fewer
/// than two groups have them, or the take is left out. `split` is that of all groups together.
///
/// A gap is *established* when its z keeps its surprise among all takes looked at (Benjamini and Hochberg 1995, at
/// 10 %). The z is that of two mean answers with one variance, each group raised by one agree and one disagree, as in
/// the gap itself: `gap / √(v · (1/(n + 2) + 1/(m + 2)))`. Its two-sided probability is multiplied by the number of
/// pairs the farthest were chosen from (Bonferroni). Groups are made from the same answers: an established gap
/// describes them, it does not prove them.
pub fn gaps(tables: &[Vec<Tally>], out: &[bool]) -> Vec<Option<Divide>> {
    let measured: Vec<Option<(Divide, f64)>> = out
        .iter()
        .enumerate()
        .map(|(column, out)| if *out { None } else { measured(column, tables.iter().map(|row| row[column])) })
        .collect();
    let cutoff = cutoff(measured.iter().flatten().map(|(_, doubt)| *doubt));
    let told = |(divide, doubt)| Divide { established: cutoff.is_some_and(|cutoff| doubt <= cutoff), ..divide };
    measured.into_iter().map(|it| it.map(told)).collect()
}

/// With groups, the established gaps, widest first. Without, the takes on which the room is split, most even first.
pub(super) fn divisive(tables: &[Vec<Tally>], room: &[Tally], out: &[bool]) -> Vec<Divide> {
    let mut found: Vec<Divide> = if tables.len() > 1 {
        let established = gaps(tables, out).into_iter().flatten().filter(|divide| divide.established);
        established.map(|divide| Divide { split: split_index(&room[divide.column]), ..divide }).collect()
    } else {
        let kept = room.iter().zip(out).enumerate().filter(|(_, (_, out))| !**out);
        kept.filter(|(_, (tally, _))| verdict(tally.agree, tally.disagree, &[]) == Verdict::Split)
            .map(|(column, (tally, _))| Divide { column, gap: 0.0, established: false, split: split_index(tally) })
            .collect()
    };
    by_falling(&mut found, |it| if tables.len() > 1 { it.gap } else { it.split });
    found.truncate(LISTED);
    found
}

/// The gap of one take, and how probable it is by chance.
fn measured(column: usize, groups: impl Iterator<Item = Tally> + Clone) -> Option<(Divide, f64)> {
    let quoted = groups.clone().filter(|tally| tally.answered() >= SEEN);
    // Of equally far groups the surer one, so that the order of groups does not matter.
    let high = quoted.clone().max_by(|one, other| mean(one).total_cmp(&mean(other)).then(surer(one, other)))?;
    let low = quoted.clone().max_by(|one, other| mean(other).total_cmp(&mean(one)).then(surer(one, other)))?;
    let number = quoted.count() as f64;
    if number < 2.0 {
        return None;
    }
    let gap = mean(&high) - mean(&low);
    let pairs = number * (number - 1.0) / 2.0;
    let doubt = (2.0 * pairs * above(gap / error(&low, &high))).min(1.0);
    let split = split_index(&groups.fold(Tally::default(), joined));
    Some((Divide { column, gap, established: false, split }, doubt))
}

fn surer(one: &Tally, other: &Tally) -> Ordering {
    let rest = one.agree.cmp(&other.agree).then(one.pass.cmp(&other.pass));
    seen(one).total_cmp(&seen(other)).then(rest)
}

fn mean(tally: &Tally) -> f64 {
    (f64::from(tally.agree) - f64::from(tally.disagree)) / (seen(tally) + 2.0)
}

/// Standard error of the difference of two mean answers, if both groups answered alike. Never 0: each group is raised
/// by an agree and a disagree.
fn error(one: &Tally, other: &Tally) -> f64 {
    let (n, m) = (seen(one) + 2.0, seen(other) + 2.0);
    let agree = f64::from(one.agree) + f64::from(other.agree) + 2.0;
    let disagree = f64::from(one.disagree) + f64::from(other.disagree) + 2.0;
    let mean = (agree - disagree) / (n + m);
    (((agree + disagree) / (n + m) - mean * mean) * (1.0 / n + 1.0 / m)).sqrt()
}
