//! Which answers shape the map.

use crate::votes::{Cell, Votes};
use crate::{Settings, Tally};

/// Answers after which a voice shapes the map, where there are as many takes.
const ENOUGH: u32 = 7;

/// Voices that shape the map at least; the most active others help out.
const CORE: usize = 15;

/// Rows and columns that count, and the means around which they are looked at.
pub(crate) struct Scope {
    /// Per column: shapes the map.
    pub inside: Vec<bool>,
    /// Columns that count in the stretch of the projection.
    pub columns: usize,
    /// Per row: answers that count in the stretch of the projection.
    pub answers: Vec<u32>,
    /// Per row: has a place on the map.
    pub placed: Vec<bool>,
    /// Per row: shapes the groups.
    pub fitted: Vec<bool>,
    /// Per row: shapes the axes.
    pub shaping: Vec<bool>,
    /// Per column: mean of the answers of the rows that shape the axes.
    pub centre: Vec<f64>,
    /// Sum of squares of the same answers around their means.
    pub variance: f64,
}

impl Scope {
    /// Of settled votes. `out` says per column what is left aside.
    pub fn of(votes: &Votes, out: &[bool], settings: &Settings) -> Self {
        let asked: Vec<bool> = votes.tallies.iter().map(|tally| tally.answered() > 0).collect();
        let inside: Vec<bool> = asked.iter().zip(out).map(|(asked, out)| *asked && !out).collect();
        let (all, left) = (count(&asked), count(&inside));
        let raw: Vec<u32> = votes.rows.iter().map(|cells| cells.len() as u32).collect();
        let within = |cells: &Vec<Cell>| cells.iter().filter(|cell| inside[cell.column()]).count() as u32;
        let kept: Vec<u32> = if left == all { raw.clone() } else { votes.rows.iter().map(within).collect() };
        let fitted = if settings.compat { core(&raw, all) } else { core(&kept, left) };
        if settings.compat {
            // A take that is left out reads as a pass of everybody.
            let passes = (all - left) as u32;
            let placed = raw.iter().map(|n| *n > 0).collect::<Vec<_>>();
            let answers = kept.iter().map(|n| n + passes).collect();
            return Self::around(votes, inside, all, answers, placed.clone(), fitted, placed);
        }
        let placed = kept.iter().map(|n| *n > 0).collect();
        Self::around(votes, inside, left, kept, placed, fitted.clone(), fitted)
    }

    fn around(
        votes: &Votes,
        inside: Vec<bool>,
        columns: usize,
        answers: Vec<u32>,
        placed: Vec<bool>,
        fitted: Vec<bool>,
        shaping: Vec<bool>,
    ) -> Self {
        let tallies = tallies(votes, &shaping);
        let (mut centre, mut variance) = (vec![0.0; inside.len()], 0.0);
        for (column, tally) in tallies.iter().enumerate() {
            let (n, sided) = (f64::from(tally.answered()), f64::from(tally.sided()));
            if inside[column] && n > 0.0 {
                centre[column] = (f64::from(tally.agree) - f64::from(tally.disagree)) / n;
                variance += sided - n * centre[column] * centre[column];
            }
        }
        Self { inside, columns, answers, placed, fitted, shaping, centre, variance }
    }
}

/// Counts per column over some of the rows.
fn tallies(votes: &Votes, rows: &[bool]) -> Vec<Tally> {
    if rows.iter().all(|row| *row) {
        return votes.tallies.clone();
    }
    let mut counts = vec![[0_u32; 4]; votes.takes.len()];
    for (cells, _) in votes.rows.iter().zip(rows).filter(|(_, row)| **row) {
        for cell in cells {
            counts[cell.column()][cell.slot()] += 1;
        }
    }
    counts.into_iter().map(|[disagree, pass, agree, _]| Tally { agree, disagree, pass, reservations: 0 }).collect()
}

/// Rows with enough answers; where fewer than the core have them, the most active, all that answered as much included.
fn core(answers: &[u32], columns: usize) -> Vec<bool> {
    let enough = ENOUGH.min(columns as u32).max(1);
    let mut least = enough;
    if answers.iter().filter(|n| **n >= enough).count() < CORE {
        let mut most: Vec<u32> = answers.to_vec();
        most.sort_unstable_by(|a, b| b.cmp(a));
        least = most.get(CORE - 1).or(most.last()).map_or(enough, |n| (*n).clamp(1, enough));
    }
    answers.iter().map(|n| *n >= least).collect()
}

fn count(flags: &[bool]) -> usize {
    flags.iter().filter(|flag| **flag).count()
}
