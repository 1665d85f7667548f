//! What may leave a room of few: rounding, least numbers, and cells of several voices instead of points.
//!
//! Everything that anybody but the voice itself sees of the map goes through these functions (ADR 0013).

use opinion::{GroupShare, Tally};

/// Counts on the map are whole multiples of this.
pub const STEP: usize = 5;

/// Cells on the map at most: beyond that each one stands for more voices.
const CELLS: usize = 60;

/// While fewer of a group took a side, its share stays within `GENTLE` of the ends: “all of them” would tell of each.
const FEW: u32 = 20;
const GENTLE: f64 = 0.1;

/// Coordinates of cells reach this far; what is left of 1 is for the edge around them.
const REACH: f64 = 0.88;

/// Width of the edge around a group's cells.
const EDGE: f64 = 0.1;

/// Voices that anything on the map stands for at least: the chat's floor, never below five, in whole steps, so that
/// rounding down does not fall below the floor.
pub fn least(floor: u32) -> usize {
    (floor as usize).max(STEP).next_multiple_of(STEP)
}

/// A count in whole steps, the nearest.
pub fn about(n: usize) -> usize {
    (n + STEP / 2) / STEP * STEP
}

/// The share of agreement among those who took a side, in steps of 5 %; softened at the ends while they are few.
fn share(side: GroupShare) -> f64 {
    let n = side.agree + side.disagree;
    let share = f64::from(side.agree) / f64::from(n.max(1));
    let rounded = (share * 20.0).round() / 20.0;
    if n < FEW { rounded.clamp(GENTLE, 1.0 - GENTLE) } else { rounded }
}

/// The share of each group on one take, or of none: where a single group has too few who took a side, the others and
/// the room's own counts would tell its answers.
pub fn shares(groups: &[GroupShare], least: usize) -> Option<Vec<f64>> {
    let enough = |group: &GroupShare| (group.agree + group.disagree) as usize >= least;
    (!groups.is_empty() && groups.iter().all(enough)).then(|| groups.iter().copied().map(share).collect())
}

/// Both sides of a tally.
pub fn sides(tally: &Tally) -> GroupShare {
    GroupShare { agree: tally.agree, disagree: tally.disagree }
}

/// The middle of some voices that stand close to each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Their mean.
    pub at: [f64; 2],
    /// How many they are.
    pub voices: usize,
}

/// Voices of one cell at least, in a room of so many.
pub fn cell_of(voices: usize, least: usize) -> usize {
    least.max(voices.div_ceil(CELLS).next_multiple_of(STEP))
}

/// Cuts points into neighbourhoods of `size` to `2 · size − 1` and keeps their middles only. Fewer points than `size`
/// give nothing.
pub fn cells(points: &mut [[f64; 2]], size: usize) -> Vec<Spot> {
    let mut found = Vec::new();
    if points.len() >= size.max(1) {
        cut(points, size.max(1), &mut found);
    }
    found
}

fn cut(points: &mut [[f64; 2]], size: usize, found: &mut Vec<Spot>) {
    if points.len() < 2 * size {
        // Even the last digit of the mean must not tell in which order they came.
        points.sort_unstable_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
        found.push(Spot { at: mean(points), voices: points.len() });
        return;
    }
    let spread = |axis: usize| {
        let (lo, hi) =
            points.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), p| (lo.min(p[axis]), hi.max(p[axis])));
        hi - lo
    };
    let axis = usize::from(spread(1) > spread(0));
    // The points alone decide, not whose they are: ties stand at the same place.
    points.sort_unstable_by(|a, b| a[axis].total_cmp(&b[axis]).then(a[1 - axis].total_cmp(&b[1 - axis])));
    let (low, high) = points.split_at_mut(points.len() / 2);
    cut(low, size, found);
    cut(high, size, found);
}

/// Mean of some points.
pub fn mean(points: &[[f64; 2]]) -> [f64; 2] {
    let n = f64::from(u32::try_from(points.len().max(1)).unwrap_or(u32::MAX));
    let [x, y] = points.iter().fold([0.0, 0.0], |[x, y], p| [x + p[0], y + p[1]]);
    [x / n, y / n]
}

/// From the plane of the map to the picture: one factor for both axes, made of cells, so that no single voice sets it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale(f64);

impl Scale {
    /// The scale at which all these fit.
    pub fn of<'a>(cells: impl Iterator<Item = &'a Spot>) -> Self {
        let far = cells.flat_map(|cell| cell.at).fold(0.0, |far: f64, v| far.max(v.abs()));
        Self(if far > 0.0 { REACH / far } else { 1.0 })
    }

    /// A place in the picture: within ±1, two decimals.
    pub fn place(self, at: [f64; 2]) -> [f64; 2] {
        at.map(|v| two_decimals((v * self.0).clamp(-1.0, 1.0)))
    }
}

/// Two decimals, and no minus before a zero.
fn two_decimals(v: f64) -> f64 {
    (v * 100.0).round() / 100.0 + 0.0
}

/// A convex line around places in the picture, a little outside of them, counter-clockwise.
pub fn hull(places: &[[f64; 2]]) -> Vec<[f64; 2]> {
    const ROUND: [[f64; 2]; 8] =
        [[1.0, 0.0], [0.71, 0.71], [0.0, 1.0], [-0.71, 0.71], [-1.0, 0.0], [-0.71, -0.71], [0.0, -1.0], [0.71, -0.71]];
    let around = |p: &[f64; 2]| ROUND.map(|[x, y]| [p[0] + EDGE * x, p[1] + EDGE * y]);
    let mut points: Vec<[f64; 2]> =
        places.iter().flat_map(around).map(|p| p.map(|v| two_decimals(v.clamp(-1.0, 1.0)))).collect();
    points.sort_unstable_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    points.dedup();
    if points.len() < 3 {
        return points;
    }
    // Andrew's monotone chain: the lower side from left to right, the upper one back.
    let mut line = half(points.iter());
    line.pop();
    let mut back = half(points.iter().rev());
    back.pop();
    line.append(&mut back);
    line
}

fn half<'a>(points: impl Iterator<Item = &'a [f64; 2]>) -> Vec<[f64; 2]> {
    let mut line: Vec<[f64; 2]> = Vec::new();
    for p in points {
        while let [.., a, b] = line[..]
            && turn(a, b, *p) <= 1e-9
        {
            line.pop();
        }
        line.push(*p);
    }
    line
}

/// Positive where the way from `a` over `b` to `c` bends to the left.
fn turn(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> f64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_least_is_the_floor_in_whole_steps() {
        for (floor, want) in [(0, 5), (1, 5), (5, 5), (6, 10), (10, 10), (12, 15), (100, 100)] {
            assert_eq!(least(floor), want, "{floor}");
        }
    }

    #[test]
    fn shares_are_in_steps_and_soft_at_the_ends_while_few() {
        let of = |agree, disagree| share(GroupShare { agree, disagree });
        for (agree, disagree, want) in
            [(5, 0, 0.9), (0, 19, 0.1), (20, 0, 1.0), (0, 20, 0.0), (7, 3, 0.7), (2, 1, 0.65), (62, 38, 0.6)]
        {
            assert!((of(agree, disagree) - want).abs() < 1e-12, "{agree}, {disagree}: {}", of(agree, disagree));
        }
    }

    #[test]
    fn one_small_group_hides_the_whole_split() {
        let group = |agree, disagree| GroupShare { agree, disagree };
        assert!(shares(&[group(10, 2), group(1, 4)], 5).is_some());
        assert!(shares(&[group(10, 2), group(1, 3)], 5).is_none());
        assert!(shares(&[group(10, 2), group(1, 4)], 10).is_none());
        assert!(shares(&[group(40, 2), group(30, 4), group(0, 0)], 5).is_none());
        assert!(shares(&[], 5).is_none());
    }

    #[test]
    fn one_place_has_an_edge_around_it() {
        let line = hull(&[[0.0, 0.0]]);
        assert_eq!(line.len(), 8);
        assert!(line.iter().all(|p| (p[0].hypot(p[1]) - 0.1).abs() < 0.01));
        assert!(hull(&[]).is_empty());
    }

    fn points() -> impl Strategy<Value = Vec<[f64; 2]>> {
        proptest::collection::vec([-9.0..9.0_f64, -4.0..4.0_f64], 0..400)
    }

    proptest! {
        #[test]
        fn cells_hold_everybody_and_never_few(mut all in points(), size in 1..30_usize) {
            let before = all.len();
            let found = cells(&mut all, size);
            prop_assert!(found.iter().all(|cell| cell.voices >= size && cell.voices < 2 * size));
            let held: usize = found.iter().map(|cell| cell.voices).sum();
            prop_assert_eq!(held, if before < size { 0 } else { before });
        }

        /// Where no two voices stand at one place, no middle of several is the place of one.
        #[test]
        fn no_cell_is_a_voice(mut all in points(), size in 5..30_usize) {
            let voices = all.clone();
            for cell in cells(&mut all, size) {
                prop_assert!(!voices.contains(&cell.at));
            }
        }

        #[test]
        fn order_does_not_show(mut all in points(), size in 1..30_usize) {
            let mut other = all.clone();
            other.reverse();
            let sorted = |mut found: Vec<Spot>| {
                found.sort_by(|a, b| a.at[0].total_cmp(&b.at[0]).then(a.at[1].total_cmp(&b.at[1])));
                found
            };
            let (one, two) = (sorted(cells(&mut all, size)), sorted(cells(&mut other, size)));
            prop_assert_eq!(one, two);
        }

        #[test]
        fn a_hull_bends_one_way_and_holds_its_places(mut all in points()) {
            let found = cells(&mut all, 5);
            let scale = Scale::of(found.iter());
            let places: Vec<[f64; 2]> = found.iter().map(|cell| scale.place(cell.at)).collect();
            let line = hull(&places);
            for (n, a) in line.iter().enumerate() {
                let (b, c) = (line[(n + 1) % line.len()], line[(n + 2) % line.len()]);
                prop_assert!(turn(*a, b, c) > 0.0);
                prop_assert!(places.iter().all(|p| turn(*a, b, *p) >= -1e-9));
                prop_assert!(a.iter().all(|v| v.abs() <= 1.0));
            }
        }
    }
}
