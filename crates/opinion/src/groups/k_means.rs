//! k-means with seeded restarts.

use super::sites::{Site, Sites, order};
use crate::Lots;

/// Starts from fresh centres, at most.
const STARTS: usize = 40;

/// Starts that end in the cheapest groups known, after which nothing cheaper is looked for.
const AGREED: usize = 8;

/// Cheapest distinct outcomes of the search that are settled on the sites of a large room.
const SETTLED: usize = 2;

/// Rounds after which a start is left as it is. Nearly all come to rest within twenty.
const ROUNDS: usize = 100;

/// Groups of sites.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Groups {
    /// Centres, ascending by x, then y.
    pub centres: Vec<[f64; 2]>,
    /// Voices per group, in the same order.
    pub sizes: Vec<f64>,
    /// Sum of squared distances from the centres.
    pub cost: f64,
}

/// The cheapest groups of at least `smallest` voices that the restarts find; `None` when they find none.
pub(crate) fn search(sites: &Sites, k: usize, smallest: usize, seed: u64) -> Option<Groups> {
    // Known to the compiler, the number of groups unrolls the loop that takes nearly all of the time.
    match k {
        1 => restarts::<1>(sites, smallest, seed),
        2 => restarts::<2>(sites, smallest, seed),
        3 => restarts::<3>(sites, smallest, seed),
        4 => restarts::<4>(sites, smallest, seed),
        5 => restarts::<5>(sites, smallest, seed),
        _ => None,
    }
}

fn restarts<const K: usize>(sites: &Sites, smallest: usize, seed: u64) -> Option<Groups> {
    if sites.all.len() < K {
        return None;
    }
    let mut lots = Lots::new(seed ^ (K as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut found: Vec<Groups> = Vec::with_capacity(STARTS);
    let fits = |groups: &Groups| groups.sizes.iter().all(|size| *size >= smallest.max(1) as f64);
    let mut agreed = 0;
    for _ in 0..STARTS {
        let groups = settle(&sites.cells, spread::<K>(&sites.cells, &mut lots));
        if !fits(&groups) {
            continue;
        }
        // The same groups cost the same to the last bit, as their sites are summed in one order.
        let at = found.partition_point(|known| known.cost < groups.cost);
        let known = found.get(at).is_some_and(|known| known.cost.to_bits() == groups.cost.to_bits());
        agreed = match at {
            0 if known => agreed + 1,
            0 => 1,
            _ => agreed,
        };
        if agreed == AGREED {
            break;
        }
        if !known {
            found.insert(at, groups);
        }
    }
    if sites.are_cells() {
        return found.into_iter().next();
    }
    let centres = |groups: Groups| -> [[f64; 2]; K] { std::array::from_fn(|group| groups.centres[group]) };
    let settled = found.into_iter().take(SETTLED).map(|groups| settle(&sites.all, centres(groups)));
    settled.filter(fits).min_by(|a, b| a.cost.total_cmp(&b.cost))
}

/// Centres drawn far from each other (k-means++, Arthur and Vassilvitskii 2007).
fn spread<const K: usize>(sites: &[Site], lots: &mut Lots) -> [[f64; 2]; K] {
    let mut chance: Vec<f64> = sites.iter().map(|site| site.weight).collect();
    let mut apart = vec![f64::INFINITY; sites.len()];
    std::array::from_fn(|_| {
        let drawn = sites[draw(&chance, lots)].at;
        for ((site, apart), chance) in sites.iter().zip(&mut apart).zip(&mut chance) {
            *apart = apart.min(squared(site.at, drawn));
            *chance = site.weight * *apart;
        }
        drawn
    })
}

fn draw(chance: &[f64], lots: &mut Lots) -> usize {
    let mut left = lots.unit() * chance.iter().sum::<f64>();
    for (at, chance) in chance.iter().enumerate() {
        left -= chance;
        if left < 0.0 {
            return at;
        }
    }
    // Rounding may leave a crumb.
    chance.iter().rposition(|chance| *chance > 0.0).unwrap_or(0)
}

/// Moves the centres to the means of what is nearest to them until nothing changes (Lloyd 1982).
fn settle<const K: usize>(sites: &[Site], mut centres: [[f64; 2]; K]) -> Groups {
    centres.sort_unstable_by(|a, b| order(*a, *b));
    let mut last: Vec<u8> = vec![u8::MAX; sites.len()];
    for _ in 0..ROUNDS {
        let mut sums = [[0.0; 3]; K];
        let mut moved = 0;
        for (site, last) in sites.iter().zip(&mut last) {
            let group = nearest(site.at, &centres);
            moved |= *last ^ group as u8;
            *last = group as u8;
            let [x, y, weight] = &mut sums[group];
            *x += site.weight * site.at[0];
            *y += site.weight * site.at[1];
            *weight += site.weight;
        }
        if moved == 0 {
            break;
        }
        for (centre, [x, y, weight]) in centres.iter_mut().zip(sums) {
            if weight > 0.0 {
                *centre = [x / weight, y / weight];
            }
        }
    }
    let mut groups = Groups { sizes: vec![0.0; K], centres: centres.to_vec(), cost: 0.0 };
    for (site, group) in sites.iter().zip(last) {
        groups.sizes[usize::from(group)] += site.weight;
        groups.cost += site.weight * squared(site.at, centres[usize::from(group)]);
    }
    groups
}

/// The nearest centre; of equally near ones the first.
#[inline]
pub(crate) fn nearest(at: [f64; 2], centres: &[[f64; 2]]) -> usize {
    let (mut least, mut best) = (f64::INFINITY, 0);
    for (group, centre) in centres.iter().enumerate() {
        let far = squared(at, *centre);
        // Both chosen without a branch: which centre is nearer cannot be guessed.
        let nearer = far < least;
        least = if nearer { far } else { least };
        best = if nearer { group } else { best };
    }
    best
}

fn squared(a: [f64; 2], b: [f64; 2]) -> f64 {
    let [x, y] = [a[0] - b[0], a[1] - b[1]];
    x * x + y * y
}
