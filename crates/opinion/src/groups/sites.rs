//! Places as the search for groups sees them: sorted, equal ones merged, and in a large room gathered into cells.

/// Sites up to which silhouettes are exact and the search walks every site.
const EXACT: usize = 400;

/// Cells that a larger room is gathered into for the search; the result is settled on the sites themselves.
const CELLS: usize = 128;

/// A place and how many voices stand there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Site {
    pub at: [f64; 2],
    pub weight: f64,
}

/// All places of the voices that shape the groups.
#[derive(Debug, Clone)]
pub(crate) struct Sites {
    /// Distinct places, ascending.
    pub all: Vec<Site>,
    /// The same where they are few, else cells with their weighted means.
    pub cells: Vec<Site>,
    /// How the places were turned.
    turned: Turned,
}

/// Per axis 1 or −1, and whether the two were swapped.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Turned {
    swapped: bool,
    signs: [f64; 2],
}

impl Sites {
    /// Of places in any order, and held any way round: the wider axis first, each with its longer tail positive.
    pub fn of(places: impl Iterator<Item = [f64; 2]> + Clone) -> Self {
        let [width, height] = sums(&places, |x| x * x);
        let signs = sums(&places, |x| x * x * x).map(|tail| if tail < 0 { -1.0 } else { 1.0 });
        let turned = Turned { swapped: height > width, signs };
        let places = places.map(|at| turned.search(at));
        // Sorting whole numbers is several times as fast as sorting by two floats.
        let mut sorted: Vec<u128> = places.map(rank).collect();
        sorted.sort_unstable();
        let mut all: Vec<Site> = Vec::with_capacity(sorted.len());
        for same in sorted.chunk_by(|a, b| a == b) {
            all.push(Site { at: place(same[0]), weight: same.len() as f64 });
        }
        let cells = if all.len() > EXACT { gather(&all) } else { all.clone() };
        Self { all, cells, turned }
    }

    /// A place among these as it was given.
    pub fn back(&self, at: [f64; 2]) -> [f64; 2] {
        self.turned.back(at)
    }

    /// Voices.
    pub fn weight(&self) -> f64 {
        self.all.iter().map(|site| site.weight).sum()
    }

    /// Whether the cells are the sites.
    pub fn are_cells(&self) -> bool {
        self.all.len() == self.cells.len()
    }
}

impl Turned {
    fn search(self, [x, y]: [f64; 2]) -> [f64; 2] {
        let [x, y] = [x * self.signs[0], y * self.signs[1]];
        if self.swapped { [y, x] } else { [x, y] }
    }

    fn back(self, [x, y]: [f64; 2]) -> [f64; 2] {
        let [x, y] = if self.swapped { [y, x] } else { [x, y] };
        [x * self.signs[0], y * self.signs[1]]
    }
}

/// Sum per axis, in whole numbers: neither the order of the places nor their signs can change its size.
fn sums(places: &(impl Iterator<Item = [f64; 2]> + Clone), of: fn(f64) -> f64) -> [i128; 2] {
    const GRAIN: f64 = (1_u64 << 40) as f64;
    let add = |[x, y]: [i128; 2], at: [f64; 2]| [x + (of(at[0]) * GRAIN) as i128, y + (of(at[1]) * GRAIN) as i128];
    places.clone().fold([0; 2], add)
}

/// A whole number in the order of x, then y.
fn rank(at: [f64; 2]) -> u128 {
    // A negative zero stands where a zero stands.
    let [x, y] = at.map(|x| ordered((x + 0.0).to_bits()));
    u128::from(x) << 64 | u128::from(y)
}

/// The place of a rank.
fn place(rank: u128) -> [f64; 2] {
    [(rank >> 64) as u64, rank as u64]
        .map(|bits| f64::from_bits(bits ^ if bits >> 63 == 0 { u64::MAX } else { 1 << 63 }))
}

/// Bits of a float, turned so that they rise with it.
fn ordered(bits: u64) -> u64 {
    bits ^ if bits >> 63 == 1 { u64::MAX } else { 1 << 63 }
}

/// By x, then by y.
pub(crate) fn order(a: [f64; 2], b: [f64; 2]) -> std::cmp::Ordering {
    a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1]))
}

/// Halves the sites again and again along their longer side, until each part is a cell.
fn gather(sites: &[Site]) -> Vec<Site> {
    let mut sites = sites.to_vec();
    let mut cells = Vec::with_capacity(CELLS);
    halve(&mut sites, CELLS, &mut cells);
    cells.sort_unstable_by(|a, b| order(a.at, b.at));
    cells
}

fn halve(sites: &mut [Site], cells: usize, found: &mut Vec<Site>) {
    if cells <= 1 || sites.len() <= 1 {
        found.extend(mean(sites));
        return;
    }
    let axis = usize::from(side(sites, 1) > side(sites, 0));
    let middle = sites.len() / 2;
    // Ties along the axis are told apart by the other coordinate, so that the halves are always the same ones.
    let key = |site: &Site| [site.at[axis], site.at[1 - axis]];
    sites.select_nth_unstable_by(middle, |a, b| order(key(a), key(b)));
    let (low, high) = sites.split_at_mut(middle);
    halve(low, cells / 2, found);
    halve(high, cells / 2, found);
}

fn side(sites: &[Site], axis: usize) -> f64 {
    let ends = sites.iter().map(|site| site.at[axis]);
    let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
    high - low
}

/// The weighted mean, summed in ascending order: selection leaves the order within a part open.
fn mean(sites: &mut [Site]) -> Option<Site> {
    sites.sort_unstable_by(|a, b| order(a.at, b.at));
    let weight: f64 = sites.iter().map(|site| site.weight).sum();
    let along = |axis: usize| sites.iter().map(|site| site.weight * site.at[axis]).sum::<f64>() / weight;
    (weight > 0.0).then(|| Site { at: [along(0), along(1)], weight })
}
