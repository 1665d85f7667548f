//! Which way round the map is held.

use super::axes::Axes;
use crate::TakeKey;
use std::collections::HashMap;

/// Loadings this close count as equal, so that rounding does not choose the sign.
const EQUAL: f64 = 1e-9;

/// Each axis with its largest loading positive; of equally large ones, that of the smallest take.
pub(crate) fn canonical(mut axes: Axes) -> Axes {
    for k in 0..2 {
        let largest = axes.loadings.iter().map(|p| p[k].abs()).fold(0.0, f64::max);
        let lead = axes.loadings.iter().find(|p| p[k].abs() >= largest - EQUAL);
        if lead.is_some_and(|p| p[k] < 0.0) {
            turn(&mut axes, k);
        }
    }
    axes
}

/// Held like an earlier map: each axis along the earlier one, and the two swapped where that fits clearly better, which
/// happens when they carry nearly the same.
pub(crate) fn like(axes: Axes, takes: &[TakeKey], before: &[(TakeKey, [f64; 2])]) -> Axes {
    let mut axes = canonical(axes);
    let known: HashMap<TakeKey, [f64; 2]> = before.iter().copied().collect();
    let mut match_of = [[0.0; 2]; 2];
    for (take, now) in takes.iter().zip(&axes.loadings) {
        let Some(then) = known.get(take) else { continue };
        for k in 0..2 {
            for l in 0..2 {
                match_of[k][l] += now[k] * then[l];
            }
        }
    }
    let straight = match_of[0][0].abs() + match_of[1][1].abs();
    let crossed = match_of[0][1].abs() + match_of[1][0].abs();
    let swapped = crossed > straight + 0.2;
    if swapped {
        axes.loadings.iter_mut().for_each(|p| p.swap(0, 1));
        axes.along.swap(0, 1);
        match_of.swap(0, 1);
    }
    for (k, row) in match_of.iter().enumerate() {
        if row[k] < 0.0 {
            turn(&mut axes, k);
        }
    }
    axes
}

fn turn(axes: &mut Axes, k: usize) {
    axes.loadings.iter_mut().for_each(|p| p[k] = -p[k]);
}
