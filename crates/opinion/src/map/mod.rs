//! From answers to places: the plane in which the room disagrees most.

pub(crate) mod axes;
mod eigen;
mod krylov;
mod orient;
pub(crate) mod pairs;
pub(crate) mod scope;

use crate::votes::{Cell, Votes};
use crate::{OpinionMap, Place, Settings, TakeKey};
use axes::Axes;
use scope::Scope;
use std::collections::BTreeMap;

pub(crate) use orient::{canonical, like};

/// The map alone, without groups; `None` where nobody answered anything that counts.
pub fn map(votes: &mut Votes, settings: &Settings) -> Option<OpinionMap> {
    let out = votes.settle(&settings.out);
    let scope = Scope::of(votes, &out, settings);
    let axes = canonical(axes::of(votes, &scope));
    draw(votes, &scope, &axes)
}

/// The map on axes that are given by take; takes without an axis weigh nothing.
pub fn map_on_axes(votes: &mut Votes, settings: &Settings, axes: &BTreeMap<TakeKey, [f64; 2]>) -> Option<OpinionMap> {
    let out = votes.settle(&settings.out);
    let scope = Scope::of(votes, &out, settings);
    let loading = |(take, inside): (&TakeKey, &bool)| axes.get(take).filter(|_| *inside).copied().unwrap_or([0.0; 2]);
    let loadings = votes.takes.iter().zip(&scope.inside).map(loading).collect();
    draw(votes, &scope, &Axes { loadings, along: [0.0; 2] })
}

/// Everybody on the plane of these axes.
pub(crate) fn draw(votes: &Votes, scope: &Scope, axes: &Axes) -> Option<OpinionMap> {
    let table = table(scope, axes);
    let place = |(row, cells): (usize, &Vec<Cell>)| {
        let [x, y] = project(cells, &table, scope.columns, scope.answers[row]);
        let (answers, fitted) = (scope.answers[row], scope.fitted[row]);
        Place { voice: votes.voices[row], x, y, answers, fitted, group: None }
    };
    let rows = votes.rows.iter().enumerate().filter(|(row, _)| scope.placed[*row]);
    let places: Vec<Place> = rows.map(place).collect();
    if places.is_empty() {
        return None;
    }
    let stretch = (scope.columns as f64).sqrt();
    let ghost = |(column, loading): (usize, &[f64; 2])| {
        let reach = if scope.inside[column] { stretch * (1.0 - scope.centre[column]) } else { 0.0 };
        loading.map(|p| reach * p)
    };
    let positions: Vec<[f64; 2]> = axes.loadings.iter().enumerate().map(ghost).collect();
    Some(OpinionMap {
        centre: scope.centre.clone(),
        axes: axes.loadings.clone(),
        spread: axes.along.map(|along| if scope.variance > 0.0 { along / scope.variance } else { 0.0 }),
        pull: pull(&places),
        extremity: positions.iter().map(|[x, y]| x.hypot(*y)).collect(),
        positions,
        places,
    })
}

/// Per column and answer, what it adds to a place.
pub(crate) fn table(scope: &Scope, axes: &Axes) -> Vec<[f64; 2]> {
    let entry = |at: usize| {
        axes.loadings[at / 4].map(|p| if at % 4 == 3 { 0.0 } else { p * axes::around(scope, at / 4, at % 4) })
    };
    (0..4 * axes.loadings.len()).map(entry).collect()
}

/// The place of one row: stretched by the square root of takes over answers, so that whoever answered little is not
/// drawn to the middle.
pub(crate) fn project(cells: &[Cell], table: &[[f64; 2]], columns: usize, answers: u32) -> [f64; 2] {
    let mut sum = [0.0; 2];
    for cell in cells {
        let add = table[cell.0 as usize];
        sum = [sum[0] + add[0], sum[1] + add[1]];
    }
    let stretch = (columns as f64 / f64::from(answers.max(1))).sqrt();
    sum.map(|x| x * stretch)
}

/// Correlation of distance from the middle with the number of answers.
fn pull(places: &[Place]) -> f64 {
    let pairs: Vec<(f64, f64)> =
        places.iter().filter(|p| p.fitted).map(|p| (p.x.hypot(p.y), f64::from(p.answers))).collect();
    let n = pairs.len() as f64;
    let (a, b) = pairs.iter().fold((0.0, 0.0), |(a, b), (x, y)| (a + x / n, b + y / n));
    let [mut xx, mut yy, mut xy] = [0.0; 3];
    for (x, y) in pairs {
        xx += (x - a) * (x - a);
        yy += (y - b) * (y - b);
        xy += (x - a) * (y - b);
    }
    // Without spread in either there is nothing to correlate.
    let scale = (xx * yy).sqrt();
    if scale > 1e-12 * n { (xy / scale).clamp(-1.0, 1.0) } else { 0.0 }
}
