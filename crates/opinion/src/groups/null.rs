//! Whether groups are more than chance makes: the same room, its answers shuffled within each take.

use super::sites::Sites;
use super::{Candidate, candidates};
use crate::map::axes::{self, Axes};
use crate::map::scope::Scope;
use crate::map::{project, table};
use crate::votes::{Cell, Votes};
use crate::{Lots, Null, Settings};

/// Residual at which the axes of a shuffled room count as found. They are compared, not shown.
const NEAR: f64 = 1e-4;

/// Takes up to which products of columns are summed row by row.
const FEW: usize = 64;

/// What chance makes of a room.
pub(crate) struct Chance {
    pub null: Null,
    /// Per number of groups asked for, the mean silhouette of the shuffled rooms and this one that can be parted so.
    pub usual: Vec<f64>,
}

/// How the room compares with `settings.draws` shuffled ones. Who answered what stays; the answers to each take are
/// dealt anew among those who answered it. Everything else is done as for the room itself.
///
/// What is compared is how far the best partition is above what is usual for its number of groups: few takes leave few
/// places to stand, and then many groups look good in any room. The room itself counts in what is usual like every
/// other, so that a room without structure is one of many equals.
pub(crate) fn of(
    votes: &Votes,
    scope: &Scope,
    settings: &Settings,
    ks: &[usize],
    found: &[Candidate],
    axis: f64,
) -> Chance {
    let mut rooms = Shuffled::of(votes, scope, settings.seed);
    let room = by_k(ks, found);
    let drawn: Vec<(ByK, f64)> = (0..settings.draws).map(|_| rooms.draw(scope, settings, ks)).collect();
    let n = settings.draws as f64;
    let usual = |k: usize| {
        let all = std::iter::once(&room).chain(drawn.iter().map(|(each, _)| each));
        let (sum, rooms) = all.filter_map(|each| each[k]).fold((0.0, 0.0), |(sum, rooms), it| (sum + it, rooms + 1.0));
        if rooms > 0.0 { sum / rooms } else { 0.0 }
    };
    let usual: Vec<f64> = (0..ks.len()).map(usual).collect();
    let above = |each: &ByK| largest(each.iter().zip(&usual).filter_map(|(it, usual)| Some((*it)? - usual)));
    // A room without any partition has no structure to speak of.
    let best = |each: &ByK| largest(each.iter().flatten().copied()).max(-1.0);
    // A room that cannot be told from this one by rounding counts as reaching it.
    let share = |reaching: usize| (1.0 + reaching as f64) / (n + 1.0);
    let mark = above(&room) - 1e-12;
    let null = Null {
        draws: settings.draws,
        mean: drawn.iter().map(|(each, _)| best(each)).sum::<f64>() / n,
        max: largest(drawn.iter().map(|(each, _)| best(each))),
        p: share(drawn.iter().filter(|(each, _)| above(each) >= mark).count()),
        axis_max: largest(drawn.iter().map(|(_, axis)| *axis)),
        axis_p: share(drawn.iter().filter(|(_, other)| *other >= axis - 1e-12).count()),
    };
    Chance { null, usual }
}

/// Silhouettes by number of groups; `None` where such a partition cannot be made.
type ByK = Vec<Option<f64>>;

fn by_k(ks: &[usize], found: &[Candidate]) -> ByK {
    ks.iter().map(|k| Some(found.iter().find(|it| it.offer.k == *k)?.offer.silhouette)).collect()
}

fn largest(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(f64::NEG_INFINITY, f64::max)
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

    /// Silhouettes by number of groups, and share of the first axis, of one shuffled room.
    fn draw(&mut self, scope: &Scope, settings: &Settings, ks: &[usize]) -> (ByK, f64) {
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
        (by_k(ks, &found), share)
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
