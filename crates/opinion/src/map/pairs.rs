//! How often two takes were answered together: kept up to date swipe by swipe, in whole numbers, so that increments and
//! one go give the same bits.

use crate::votes::{Cell, Vote};

/// Takes up to which pairs are kept. Beyond, the swipes themselves are walked.
pub(crate) const MOST: usize = 64;

/// Pair counts over the rows that shape the axes.
#[derive(Debug, Clone)]
pub(crate) struct Pairs {
    /// Sum of the product of two answers.
    both: Vec<i32>,
    /// Sum of the first answer where the second was given too.
    first: Vec<i32>,
    /// How often both were given.
    given: Vec<i32>,
    /// Per row: counted here.
    pub counted: Vec<bool>,
}

impl Pairs {
    pub fn new() -> Self {
        let zeros = vec![0; MOST * MOST];
        Self { both: zeros.clone(), first: zeros.clone(), given: zeros, counted: Vec::new() }
    }

    /// Counts a whole row in, or out.
    pub fn turn(&mut self, row: usize, cells: &[Cell]) {
        let sign = if self.counted[row] { -1 } else { 1 };
        self.counted[row] = !self.counted[row];
        for one in cells {
            let (j, x) = (one.column() * MOST, i32::from(one.vote().value()) * sign);
            for other in cells {
                let (at, y) = (j + other.column(), i32::from(other.vote().value()));
                self.both[at] += x * y;
                self.first[at] += x;
                self.given[at] += sign;
            }
        }
    }

    /// Counts a new answer of a counted row in, or one that is going out; `others` are the row's cells without it.
    pub fn change<'a>(&mut self, column: usize, vote: Vote, others: impl Iterator<Item = &'a Cell>, sign: i32) {
        let x = i32::from(vote.value());
        let own = column * MOST + column;
        self.both[own] += sign * x * x;
        self.first[own] += sign * x;
        self.given[own] += sign;
        for other in others {
            let (k, y) = (other.column(), i32::from(other.vote().value()));
            let (there, back) = (column * MOST + k, k * MOST + column);
            for at in [there, back] {
                self.both[at] += sign * x * y;
                self.given[at] += sign;
            }
            self.first[there] += sign * x;
            self.first[back] += sign * y;
        }
    }

    /// The products of the centred columns, row by row, for these columns.
    pub fn products(&self, columns: &[usize], centre: &[f64]) -> Vec<f64> {
        let mut products = Vec::with_capacity(columns.len() * columns.len());
        for j in columns {
            for k in columns {
                let (at, back) = (j * MOST + k, k * MOST + j);
                let [both, first, second, given] =
                    [self.both[at], self.first[at], self.first[back], self.given[at]].map(f64::from);
                let (m, l) = (centre[*j], centre[*k]);
                products.push(both - l * first - m * second + m * l * given);
            }
        }
        products
    }
}
