//! Which take to ask next.

use crate::{Lots, TakeKey, Tally};

/// The priority of a take as Polis computes it: it favours takes that few have answered, few pass on, many agree with,
/// and that stand far out on the map (`extremity`). A take about the conversation itself (`meta`) always has 49.
pub fn priority(tally: &Tally, extremity: f64, meta: bool) -> f64 {
    if meta { 49.0 } else { wanted(tally, f64::from(tally.agree), extremity) }
}

/// A take that may be asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// The take.
    pub take: TakeKey,
    /// Its answers so far.
    pub tally: Tally,
    /// How far out it stands on the map; 0 without a map.
    pub extremity: f64,
    /// Whether the voice answered it.
    pub answered: bool,
}

/// The take to ask next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Choice {
    /// The take.
    pub take: TakeKey,
    /// The probability with which it was drawn. Log it: weighted by its inverse, the answers of a routed room tell of
    /// everybody, without it only "of those shown".
    pub propensity: f64,
}

/// Draws the take to ask a voice next, among those it has not answered; `None` when there is none. The order of the
/// candidates does not matter.
pub fn next_take(candidates: &[Candidate], lots: &mut Lots) -> Option<Choice> {
    let mut choices = propensities(candidates);
    let lot = lots.unit();
    let mut sum = 0.0;
    let hit = choices.iter().position(|choice| {
        sum += choice.propensity;
        lot < sum
    });
    // The sum may end a rounding short of 1.
    let last = choices.len().checked_sub(1)?;
    Some(choices.swap_remove(hit.unwrap_or(last)))
}

/// What may be drawn for a voice, each with its probability, ascending by take; these sum to 1.
///
/// The weight is that of [`priority`], with the larger of agree and disagree in place of agree: what a room rejects
/// together is found as soon as what it accepts together. It is never 0, so every take can be drawn.
pub fn propensities(candidates: &[Candidate]) -> Vec<Choice> {
    let mut open: Vec<Choice> = candidates
        .iter()
        .filter(|candidate| !candidate.answered)
        .map(|Candidate { take, tally, extremity, .. }| {
            let sided = f64::from(tally.agree.max(tally.disagree));
            let extremity = if extremity.is_finite() { extremity.clamp(0.0, 1e9) } else { 0.0 };
            Choice { take: *take, propensity: wanted(tally, sided, extremity) }
        })
        .collect();
    open.sort_unstable_by_key(|choice| choice.take);
    let whole: f64 = open.iter().map(|choice| choice.propensity).sum();
    for choice in &mut open {
        choice.propensity /= whole;
    }
    open
}

/// `((1 − (pass + 1)/(seen + 2)) · (extremity + 1) · (sided + 1)/(seen + 2) · (1 + 8 · 2^(−seen/5)))²`.
fn wanted(tally: &Tally, sided: f64, extremity: f64) -> f64 {
    let pass = f64::from(tally.pass);
    let seen = f64::from(tally.agree) + f64::from(tally.disagree) + pass;
    let interest = (1.0 - (pass + 1.0) / (seen + 2.0)) * (extremity + 1.0) * (sided + 1.0) / (seen + 2.0);
    (interest * (1.0 + 8.0 * (-seen / 5.0).exp2())).powi(2)
}
