//! The two axes of most disagreement.

use super::eigen::symmetric;
use super::krylov::{Two, top_two};
use super::pairs;
use super::scope::Scope;
use crate::votes::{Cell, Votes};

/// Residual of the axes against the larger of the two values, at which they count as found.
pub(crate) const EXACT: f64 = 1e-10;

/// Unit loadings per column, and the sum of squares along each axis.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Axes {
    pub loadings: Vec<[f64; 2]>,
    pub along: [f64; 2],
}

/// The leading axes of the centred answers; missing answers sit at the mean of their column, which is 0 once centred.
pub(crate) fn of(votes: &mut Votes, scope: &Scope) -> Axes {
    if votes.takes.len() <= pairs::MOST {
        let columns: Vec<usize> = (0..scope.inside.len()).filter(|column| scope.inside[*column]).collect();
        let products = votes.pairs(&scope.shaping).products(&columns, &scope.centre);
        return small(&products, &columns, scope.inside.len());
    }
    let rows: Vec<&[Cell]> =
        votes.rows.iter().zip(&scope.shaping).filter(|(_, shapes)| **shapes).map(|(cells, _)| &cells[..]).collect();
    large(&rows, scope, EXACT)
}

/// From the products of the columns, all eigenvectors.
pub(crate) fn small(products: &[f64], columns: &[usize], all: usize) -> Axes {
    let (values, vectors) = symmetric(products, columns.len());
    let mut axes = Axes { loadings: vec![[0.0; 2]; all], along: [0.0; 2] };
    // A sum of squares that is only rounding is none.
    let least = 1e-12 * values.first().copied().unwrap_or(0.0);
    for k in 0..columns.len().min(2) {
        if values[k] <= least {
            break;
        }
        axes.along[k] = values[k];
        columns.iter().zip(&vectors[k]).for_each(|(column, v)| axes.loadings[*column][k] = *v);
    }
    axes
}

/// From the rows themselves.
pub(crate) fn large(rows: &[&[Cell]], scope: &Scope, tolerance: f64) -> Axes {
    let mut there = vec![[0.0; 2]; 4 * scope.inside.len()];
    let mut back = there.clone();
    let [one, two] = top_two(&scope.inside, tolerance, |vectors| multiply(rows, scope, vectors, &mut there, &mut back));
    let least = 1e-12 * one.0;
    let keep = |(value, vector): (f64, Vec<f64>)| {
        if value > least { (value, vector) } else { (0.0, vec![0.0; scope.inside.len()]) }
    };
    let ((first, p), (second, q)) = (keep(one), keep(two));
    Axes { loadings: p.into_iter().zip(q).map(|(p, q)| [p, q]).collect(), along: [first, second] }
}

/// `Zᵀ Z` times two vectors, in one walk over the answers. What an answer adds depends only on its column and value, so
/// both are looked up: no product is made per answer.
fn multiply(rows: &[&[Cell]], scope: &Scope, vectors: &Two, there: &mut Two, back: &mut Two) -> Two {
    for (column, vector) in vectors.iter().enumerate() {
        for slot in 0..3 {
            let z = around(scope, column, slot);
            there[4 * column + slot] = [z * vector[0], z * vector[1]];
        }
    }
    back.fill([0.0; 2]);
    for cells in rows {
        let mut sum = [0.0; 2];
        for cell in *cells {
            let add = there[cell.0 as usize];
            sum = [sum[0] + add[0], sum[1] + add[1]];
        }
        for cell in *cells {
            let to = &mut back[cell.0 as usize];
            *to = [to[0] + sum[0], to[1] + sum[1]];
        }
    }
    let column = |column: usize| {
        let mut sum = [0.0; 2];
        for slot in 0..3 {
            let (z, from) = (around(scope, column, slot), back[4 * column + slot]);
            sum = [sum[0] + z * from[0], sum[1] + z * from[1]];
        }
        sum
    };
    (0..vectors.len()).map(column).collect()
}

/// The centred answer; 0 in a column that is left aside.
pub(crate) fn around(scope: &Scope, column: usize, slot: usize) -> f64 {
    if scope.inside[column] { slot as f64 - 1.0 - scope.centre[column] } else { 0.0 }
}
