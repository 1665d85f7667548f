//! What a group stands for.

use super::normal::{above, cutoff};
use super::{Contrast, LISTED, SEEN, SIGNIFICANT, by_falling, contrast, joined};
use crate::{Tally, Vote};

/// A take that tells a group from the others.
///
/// Groups are made from the same answers that are contrasted here, which makes every contrast look surer than it is: it
/// describes the groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Characteristic {
    /// Its column.
    pub column: usize,
    /// The side the group takes, and how far that is from the others.
    pub contrast: Contrast,
    /// Still told apart when the number of takes looked at is paid for (Benjamini and Hochberg 1995, at 10 %).
    pub established: bool,
    /// Chosen as the take the group agrees with most tellingly. Only as Polis computes; its direction may even then be
    /// disagree.
    pub best_agree: bool,
}

/// A take as one group sees it, against all the others together.
struct Compared {
    column: usize,
    agree: Contrast,
    disagree: Contrast,
    /// Enough voices on either side of the comparison.
    quotable: bool,
}

pub(super) fn of(tables: &[Vec<Tally>], group: usize, out: &[bool], compat: bool) -> Vec<Characteristic> {
    let takes: Vec<Compared> = compared(tables, group, out).collect();
    let cutoff =
        cutoff(takes.iter().filter(|take| take.quotable).flat_map(|take| take.sides().map(|side| doubt(&side))));
    let established =
        |take: &Compared, contrast: &Contrast| take.quotable && cutoff.is_some_and(|cutoff| doubt(contrast) <= cutoff);
    if compat {
        return as_polis(&takes)
            .into_iter()
            .map(|(take, best_agree)| {
                let contrast = take.direction();
                Characteristic { column: take.column, contrast, established: established(take, &contrast), best_agree }
            })
            .collect();
    }
    let mut found: Vec<Characteristic> = takes
        .iter()
        .filter(|take| take.quotable)
        .filter_map(|take| {
            let contrast = take.stand()?;
            let established = established(take, &contrast);
            Some(Characteristic { column: take.column, contrast, established, best_agree: false })
        })
        .collect();
    by_falling(&mut found, |it| it.contrast.weight());
    found.sort_by_key(|it| !it.established);
    found.truncate(LISTED);
    found
}

/// How probable such a ratio or a larger one is by chance. What cannot be a discovery is not worked out.
fn doubt(contrast: &Contrast) -> f64 {
    if contrast.ratio_z < 1.0 { 1.0 } else { above(contrast.ratio_z) }
}

fn compared<'a>(tables: &'a [Vec<Tally>], group: usize, out: &'a [bool]) -> impl Iterator<Item = Compared> + 'a {
    let kept = tables[group].iter().zip(out).enumerate().filter(|(_, (_, out))| !**out);
    kept.map(move |(column, (inside, _))| {
        let others = tables.iter().enumerate().filter(|(other, _)| *other != group);
        let outside = others.map(|(_, row)| row[column]).fold(Tally::default(), joined);
        Compared {
            column,
            agree: contrast(inside, &outside, Vote::Agree),
            disagree: contrast(inside, &outside, Vote::Disagree),
            quotable: inside.answered() >= SEEN && outside.answered() >= SEEN,
        }
    })
}

impl Compared {
    /// Both sides are looked at, and both are paid for.
    fn sides(&self) -> [Contrast; 2] {
        [self.agree, self.disagree]
    }

    /// The side that more than half of the group take, and more of it than elsewhere.
    fn stand(&self) -> Option<Contrast> {
        let stands = |side: &Contrast| side.ratio_z > 0.0 && side.share_z > 0.0 && side.share > 0.5;
        self.sides().into_iter().find(stands)
    }

    /// The side on which the group is farther above the others.
    fn direction(&self) -> Contrast {
        if self.agree.ratio_z > self.disagree.ratio_z { self.agree } else { self.disagree }
    }

    /// Some side is significant both against one half and against the others.
    fn sufficient(&self) -> bool {
        self.sides().iter().any(|side| side.ratio_z > SIGNIFICANT && side.share_z > SIGNIFICANT)
    }

    fn unsided(&self) -> bool {
        self.agree.count == 0 && self.disagree.count == 0
    }
}

/// The selection of Polis (Small et al. 2021), takes in order of columns; with each whether it is the best agree.
fn as_polis(takes: &[Compared]) -> Vec<(&Compared, bool)> {
    let best = best_agree(takes);
    let is_best = |take: &Compared| best.is_some_and(|best| best.column == take.column);
    let mut telling: Vec<&Compared> = takes.iter().filter(|take| take.sufficient() && !is_best(take)).collect();
    by_falling(&mut telling, |take| take.direction().weight());
    let fallback = if best.is_none() && telling.is_empty() { farthest(takes) } else { None };
    let mut chosen: Vec<&Compared> = best.into_iter().chain(telling).chain(fallback).take(LISTED).collect();
    // Agrees first, otherwise as they were.
    chosen.sort_by_key(|take| take.direction().side != Vote::Agree);
    chosen.into_iter().map(|take| (take, is_best(take))).collect()
}

/// The take on which the group is farthest above the others on some side; the first of equals.
fn farthest(takes: &[Compared]) -> Option<&Compared> {
    takes.iter().reduce(|best, take| if take.direction().ratio_z > best.direction().ratio_z { take } else { best })
}

/// The take the group agrees with most tellingly. The measure changes with the one to beat, so order matters.
fn best_agree(takes: &[Compared]) -> Option<&Compared> {
    takes.iter().filter(|take| !take.unsided()).fold(None, |best: Option<&Compared>, take| {
        let beaten = match best.map(|best| best.agree) {
            None => take.agree.share_z > SIGNIFICANT || (take.agree.ratio > 1.0 && take.agree.share > 0.5),
            Some(best) if best.ratio > 1.0 => take.agree.weight() > best.weight(),
            Some(best) => take.agree.share * take.agree.share_z > best.share * best.share_z,
        };
        if beaten { Some(take) } else { best }
    })
}
