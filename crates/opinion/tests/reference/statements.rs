//! What groups answer, statement by statement.

use super::dense::Cells;

/// Agrees, disagrees and all answers of some voices to one take.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Counted {
    pub agree: f64,
    pub disagree: f64,
    pub seen: f64,
}

/// Counts over the rows that are asked for.
pub fn counted(cells: &Cells, column: usize, wanted: impl Fn(usize) -> bool) -> Counted {
    let mut counted = Counted::default();
    for row in (0..cells.len()).filter(|row| wanted(*row)) {
        match cells[row][column] {
            Some(1) => counted.agree += 1.0,
            Some(-1) => counted.disagree += 1.0,
            _ => {}
        }
        counted.seen += if cells[row][column].is_some() { 1.0 } else { 0.0 };
    }
    counted
}

/// One direction of one take in one group: `p`, its z against one half, the ratio to the others and its z.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    pub share: f64,
    pub share_z: f64,
    pub ratio: f64,
    pub ratio_z: f64,
}

impl Measured {
    pub fn weight(&self) -> f64 {
        self.ratio * self.ratio_z * self.share * self.share_z
    }
}

/// `hits` of `seen` in the group, `hits_else` of `seen_else` in the other groups together.
pub fn measured(hits: f64, seen: f64, hits_else: f64, seen_else: f64) -> Measured {
    let half = 1.0 / 2.0;
    let share = (hits + 1.0) / (seen + 2.0);
    let share_z = 2.0 * (seen + 1.0).sqrt() * ((hits + 1.0) / (seen + 1.0) - half);
    let ratio = share / ((hits_else + 1.0) / (seen_else + 2.0));
    let pooled = (hits + 1.0 + hits_else + 1.0) / (seen + 1.0 + seen_else + 1.0);
    let difference = (hits + 1.0) / (seen + 1.0) - (hits_else + 1.0) / (seen_else + 1.0);
    let error = (pooled * (1.0 - pooled) * (1.0 / (seen + 1.0) + 1.0 / (seen_else + 1.0))).sqrt();
    // Everybody who answered did so alike, or nobody answered.
    let unanimous = (hits + hits_else - seen - seen_else).abs() < 0.5;
    let ratio_z = if unanimous { 0.0 } else { difference / error };
    Measured { share, share_z, ratio, ratio_z }
}

/// Agree and disagree of one take in one group.
pub fn both(group: &Counted, others: &Counted) -> [Measured; 2] {
    [
        measured(group.agree, group.seen, others.agree, others.seen),
        measured(group.disagree, group.seen, others.disagree, others.seen),
    ]
}

/// Product over the groups of the posterior mean of agree.
pub fn consensus(groups: &[Counted]) -> f64 {
    groups.iter().fold(1.0, |product, group| product * (group.agree + 1.0) / (group.seen + 2.0))
}

/// Largest minus smallest shrunken mean answer among groups with at least `least` answers; `None` when fewer than two
/// have them.
pub fn gap(groups: &[Counted], least: f64) -> Option<f64> {
    let quoted: Vec<f64> = groups
        .iter()
        .filter(|group| group.seen >= least)
        .map(|group| (group.agree - group.disagree) / (group.seen + 2.0))
        .collect();
    let largest = quoted.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let smallest = quoted.iter().copied().fold(f64::INFINITY, f64::min);
    (quoted.len() > 1).then_some(largest - smallest)
}

/// What is worth asking next: large where answers are few, and where agreement reaches into the extremes.
pub fn priority(counted: &Counted, extremity: f64, meta: bool) -> f64 {
    if meta {
        return 49.0;
    }
    let passes = counted.seen - counted.agree - counted.disagree;
    let importance = (1.0 - (passes + 1.0) / (counted.seen + 2.0)) * (extremity + 1.0);
    let importance = importance * (counted.agree + 1.0) / (counted.seen + 2.0);
    (importance * (1.0 + 8.0 * 2.0_f64.powf(-counted.seen / 5.0))).powi(2)
}
