//! How sure the split index is.

use crate::{Interval, Lots, Tally, split_index};

/// 95 % interval of [`split_index`] by `draws` seeded draws of the three shares from
/// Dirichlet(agree + 1/2, disagree + 1/2, pass + 1/2). The usual formula of the variance is 0 for an even room, where
/// doubt is greatest. The interval is widened, if need be, to hold the index itself; without draws it is `[0, 1]`.
pub fn split_interval(tally: &Tally, draws: usize, seed: u64) -> Interval {
    let mut lots = Lots::new(seed);
    let shapes = [tally.agree, tally.disagree, tally.pass].map(|count| f64::from(count) + 0.5);
    let mut indices: Vec<f64> = (0..draws)
        .map(|_| {
            let [agree, disagree, pass] = shapes.map(|shape| lots.gamma(shape));
            let whole = agree + disagree + pass;
            4.0 * (agree / whole) * (disagree / whole)
        })
        .collect();
    indices.sort_unstable_by(f64::total_cmp);
    let observed = split_index(tally);
    let (Some(lo), Some(hi)) = (quantile(&indices, 0.025), quantile(&indices, 0.975)) else {
        return Interval { lo: 0.0, hi: 1.0 };
    };
    if tally.answered() == 0 {
        return Interval { lo, hi };
    }
    Interval { lo: lo.min(observed), hi: hi.max(observed).min(1.0) }
}

/// The value below which this part of ascending values lies, with a straight line between two of them.
pub(crate) fn quantile(ascending: &[f64], part: f64) -> Option<f64> {
    let last = ascending.len().checked_sub(1)?;
    let at = part * last as f64;
    let below = (at as usize).min(last);
    let above = (below + 1).min(last);
    Some(ascending[below] + (at - below as f64) * (ascending[above] - ascending[below]))
}
