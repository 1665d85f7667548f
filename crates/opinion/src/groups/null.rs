//! Whether groups are more than chance makes: the same room, its answers shuffled within each take.

use super::sites::Sites;
use super::{best, candidates};
use crate::map::axes::{self, Axes};
use crate::map::scope::Scope;
use crate::map::{project, table};
use crate::votes::{Cell, Votes};
use crate::{Lots, Null, Settings};

/// Residual at which the axes of a shuffled room count as found. They are compared, not shown.
const NEAR: f64 = 1e-4;

/// Takes up to which products of columns are summed row by row.
const FEW: usize = 64;

/// How the room compares with `settings.draws` shuffled ones. Who answered what stays; the answers to each take are
/// dealt anew among those who answered it. Everything else is done as for the room itself.
pub(crate) fn of(votes: &Votes, scope: &Scope, settings: &Settings, ks: &[usize], best: f64, axis: f64) -> Null {
    let mut rooms = Shuffled::of(votes, scope, settings.seed);
    let drawn: Vec<(f64, f64)> = (0..settings.draws).map(|_| rooms.draw(scope, settings, ks)).collect();
    let n = settings.draws as f64;
    // A room that cannot be told from this one by rounding counts as reaching it.
    let reaching = |value: f64, of: fn(&(f64, f64)) -> f64| {
        let reach = drawn.iter().filter(|draw| of(draw) >= value - 1e-12).count();
        (1.0 + reach as f64) / (n + 1.0)
    };
    let largest = |of: fn(&(f64, f64)) -> f64| drawn.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    Null {
        draws: settings.draws,
        mean: drawn.iter().map(|draw| draw.0).sum::<f64>() / n,
        max: largest(|draw| draw.0),
        p: reaching(best, |draw| draw.0),
        axis_max: largest(|draw| draw.1),
        axis_p: reaching(axis, |draw| draw.1),
    }
}

/// The rows that matter, laid out so that a column can be shuffled.
struct Shuffled {
    cells: Vec<Cell>,
    /// Per row: where it begins in `cells`, whether it shapes the groups, whether the axes; and its stretch.
    rows: Vec<Row>,
    /// Per column: where its answers of rows that shape the axes are.
    columns: Vec<Vec<u32>>,
    lots: Lots,
}

struct Row {
    begin: usize,
    end: usize,
    fitted: bool,
    shaping: bool,
    answers: u32,
}

impl Shuffled {
    fn of(votes: &Votes, scope: &Scope, seed: u64) -> Self {
        let (mut cells, mut rows) = (Vec::new(), Vec::new());
        let mut columns = vec![Vec::new(); scope.inside.len()];
        for (row, all) in votes.rows.iter().enumerate() {
            let (fitted, shaping) = (scope.fitted[row], scope.shaping[row]);
            if !fitted && !shaping {
                continue;
            }
            let begin = cells.len();
            for cell in all.iter().filter(|cell| scope.inside[cell.column()]) {
                columns[cell.column()].push(cells.len() as u32);
                cells.push(*cell);
            }
            rows.push(Row { begin, end: cells.len(), fitted, shaping, answers: scope.answers[row] });
        }
        Self { cells, rows, columns, lots: Lots::new(seed.rotate_left(32)) }
    }

    /// Best silhouette and share of the first axis of one shuffled room.
    fn draw(&mut self, scope: &Scope, settings: &Settings, ks: &[usize]) -> (f64, f64) {
        for at in &self.columns {
            for last in (1..at.len()).rev() {
                let other = self.lots.below(last + 1);
                self.cells.swap(at[last] as usize, at[other] as usize);
            }
        }
        let axes = self.axes(scope);
        let table = table(scope, &axes);
        let fitted = self.rows.iter().filter(|row| row.fitted);
        let places = fitted.map(|row| project(&self.cells[row.begin..row.end], &table, scope.columns, row.answers));
        let found = candidates(&Sites::of(places), ks, smallest(settings), settings.seed);
        let share = if scope.variance > 0.0 { axes.along[0] / scope.variance } else { 0.0 };
        // Without any partition there is nothing that could reach a silhouette.
        (best(&found).map_or(-1.0, |best| best.offer.silhouette), share)
    }

    fn axes(&self, scope: &Scope) -> Axes {
        let rows: Vec<&[Cell]> =
            self.rows.iter().filter(|row| row.shaping).map(|row| &self.cells[row.begin..row.end]).collect();
        let columns: Vec<usize> = (0..scope.inside.len()).filter(|column| scope.inside[*column]).collect();
        if columns.len() > FEW {
            return axes::large(&rows, scope, NEAR);
        }
        axes::small(&products(&rows, &columns, scope), &columns, scope.inside.len())
    }
}

/// Voices that a group needs in this mode.
pub(crate) fn smallest(settings: &Settings) -> usize {
    if settings.compat { 1 } else { settings.smallest }
}

/// Products of the centred columns.
fn products(rows: &[&[Cell]], columns: &[usize], scope: &Scope) -> Vec<f64> {
    let wide = columns.len();
    let mut at = vec![0; scope.inside.len()];
    columns.iter().enumerate().for_each(|(new, old)| at[*old] = new);
    let mut products = vec![0.0; wide * wide];
    let mut row = vec![0.0; wide];
    for cells in rows {
        row.fill(0.0);
        for cell in *cells {
            row[at[cell.column()]] = axes::around(scope, cell.column(), cell.slot());
        }
        for cell in *cells {
            let j = at[cell.column()];
            let z = row[j];
            // The upper half is enough, the lower one is its mirror.
            products[j * wide + j..(j + 1) * wide].iter_mut().zip(&row[j..]).for_each(|(sum, other)| *sum += z * other);
        }
    }
    for j in 0..wide {
        for k in 0..j {
            products[j * wide + k] = products[k * wide + j];
        }
    }
    products
}
