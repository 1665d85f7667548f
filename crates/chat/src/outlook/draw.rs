//! Draws a board: what of an analysis may be seen, and nothing else.

use super::Here;
use super::board::{Board, Cell, Divide, Group, Lean, Stand};
use super::disclose::{self, STEP, Scale, Spot};
use opinion::{Analysis, GroupShare, OpinionMap, Place, Reading, Verdict, Vote, verdict};
use std::collections::BTreeMap;

/// Takes named for one group, as common ground, or as what divides.
const NAMED: usize = 3;

/// What is worked out beside the board and does not stand on it.
pub(super) struct Plan {
    /// Counts of the groups on takes where they may be spoken of and their gap is established.
    pub splits: BTreeMap<usize, Vec<GroupShare>>,
    scale: Scale,
    /// Per group, or of the room alone: name, middle, and the distance within which most stand.
    rings: Vec<(Option<usize>, [f64; 2], f64)>,
}

impl Plan {
    /// What a voice may hear of itself.
    pub fn here(&self, place: &Place) -> Here {
        let at = [place.x, place.y];
        let ring = place.group.filter(|_| self.rings.len() > 1).unwrap_or(0);
        let (group, middle, near) = self.rings.get(ring).copied().unwrap_or((None, [0.0; 2], 0.0));
        let [x, y] = self.scale.place(at);
        Here { x, y, group, central: distance(at, middle) <= near, rough: !place.fitted }
    }
}

/// Draws the board of an analysis.
pub(super) fn board(analysis: &Analysis, least: usize) -> (Board, Plan) {
    let takes = analysis.takes.len();
    let Some(map) = &analysis.map else {
        let plan = Plan { splits: BTreeMap::new(), scale: Scale::of([].iter()), rings: Vec::new() };
        return (Board::empty(takes, Reading::TooLittle, least), plan);
    };
    // The engine keeps groups that large; what is published does not rest on its word alone.
    let large = |n: usize| members(map, Some(n)).len() >= least;
    let grouped = analysis.groups.len() > 1 && (0..analysis.groups.len()).all(large);
    let reading = match analysis.finding.reading {
        Reading::Groups if !grouped => Reading::NoClearGroups,
        reading => reading,
    };
    let grouped = grouped && reading == Reading::Groups;
    let size = disclose::cell_of(map.places.len(), least);
    // Without groups, one cloud.
    let clouds: Vec<Cloud> = if grouped {
        let of = |(n, group): (usize, &opinion::Group)| Cloud::of(Some(group.name), members(map, Some(n)), size, least);
        analysis.groups.iter().enumerate().map(of).collect()
    } else {
        vec![Cloud::of(None, members(map, None), size, least)]
    };
    let scale = Scale::of(clouds.iter().flat_map(|cloud| &cloud.spots));
    let rings = clouds.iter().map(Cloud::ring).collect();
    let plan = Plan { splits: splits(analysis, grouped, least), scale, rings };
    let board = Board {
        cells: clouds.iter().flat_map(|cloud| cloud.cells(scale)).collect(),
        groups: if grouped { groups(analysis, &clouds, scale, least) } else { Vec::new() },
        unite: unite(analysis, grouped, least),
        divide: divide(analysis, grouped, least),
        silhouette: analysis.finding.silhouette.map(hundredths),
        null_silhouette: analysis.finding.null_silhouette().map(hundredths),
        p: analysis.finding.null.map(|null| hundredths(null.p)),
        ..Board::empty(takes, reading, least)
    };
    (board, plan)
}

/// A group, or the whole room: where its voices stand, and the middles of its cells.
struct Cloud {
    name: Option<usize>,
    points: Vec<[f64; 2]>,
    spots: Vec<Spot>,
}

impl Cloud {
    fn of(name: Option<usize>, points: Vec<[f64; 2]>, size: usize, least: usize) -> Self {
        // A group smaller than a cell of this room is one cell.
        let size = size.min(points.len().max(least));
        let spots = disclose::cells(&mut points.clone(), size);
        Self { name, points, spots }
    }

    fn cells(&self, scale: Scale) -> impl Iterator<Item = Cell> {
        let cell =
            move |spot: &Spot| Cell { at: scale.place(spot.at), voices: spot.voices / STEP * STEP, group: self.name };
        self.spots.iter().map(cell)
    }

    /// Name, middle, and the distance within which two thirds stand.
    fn ring(&self) -> (Option<usize>, [f64; 2], f64) {
        let middle = disclose::mean(&self.points);
        let mut far: Vec<f64> = self.points.iter().map(|p| distance(*p, middle)).collect();
        far.sort_unstable_by(f64::total_cmp);
        (self.name, middle, far.get(far.len() * 2 / 3).copied().unwrap_or(0.0))
    }
}

/// Places of one group, or of everybody.
fn members(map: &OpinionMap, group: Option<usize>) -> Vec<[f64; 2]> {
    let wanted = |place: &&Place| group.is_none() || place.group == group;
    map.places.iter().filter(wanted).map(|place| [place.x, place.y]).collect()
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

fn hundredths(v: f64) -> f64 {
    (v * 100.0).round() / 100.0 + 0.0
}

/// Counts of every group on one column.
fn counts(analysis: &Analysis, column: usize) -> Vec<GroupShare> {
    analysis.groups.iter().map(|group| disclose::sides(&group.tallies[column])).collect()
}

/// What may be said of the groups on one column.
fn told(analysis: &Analysis, column: usize, least: usize) -> Option<Vec<f64>> {
    disclose::shares(&counts(analysis, column), least)
}

fn position(analysis: &Analysis, column: usize) -> usize {
    usize::try_from(analysis.takes[column]).unwrap_or(usize::MAX)
}

fn splits(analysis: &Analysis, grouped: bool, least: usize) -> BTreeMap<usize, Vec<GroupShare>> {
    let columns = (0..analysis.takes.len()).filter(|_| grouped);
    let split = |column| {
        let shares = analysis.shares(column);
        disclose::shares(&shares, least)?;
        Some((position(analysis, column), shares))
    };
    columns.filter_map(split).collect()
}

fn groups(analysis: &Analysis, clouds: &[Cloud], scale: Scale, least: usize) -> Vec<Group> {
    let one = |((n, group), cloud): ((usize, &opinion::Group), &Cloud)| {
        let places: Vec<[f64; 2]> = cloud.spots.iter().map(|spot| scale.place(spot.at)).collect();
        Group {
            name: group.name,
            voices: disclose::about(cloud.points.len()),
            at: scale.place(disclose::mean(&cloud.points)),
            hull: disclose::hull(&places),
            stands: stands(analysis, n, least),
        }
    };
    analysis.groups.iter().enumerate().zip(clouds).map(one).collect()
}

/// What a group stands for: established, told by the numbers that may be shown, and on the side they show.
fn stands(analysis: &Analysis, group: usize, least: usize) -> Vec<Stand> {
    let telling = analysis.groups[group].characteristic.iter().filter(|found| found.established);
    let stand = |found: &opinion::Characteristic| {
        let share = told(analysis, found.column, least)?[group];
        let agrees = found.contrast.side == Vote::Agree;
        let stand = Stand { take: position(analysis, found.column), agrees, share };
        (if agrees { share > 0.5 } else { share < 0.5 }).then_some(stand)
    };
    telling.filter_map(stand).take(NAMED).collect()
}

fn unite(analysis: &Analysis, grouped: bool, least: usize) -> Vec<Lean> {
    let agreed = |common: &&opinion::Common| {
        let agrees = common.side == Vote::Agree;
        if !grouped {
            return side_of(room_verdict(analysis, common.column)) == Some(agrees);
        }
        let leans = |share: &f64| if agrees { *share > 0.5 } else { *share < 0.5 };
        told(analysis, common.column, least).is_some_and(|shares| shares.iter().all(leans))
    };
    let lean =
        |common: &opinion::Common| Lean { take: position(analysis, common.column), agrees: common.side == Vote::Agree };
    let mut found: Vec<Lean> = Vec::new();
    for lean in analysis.common.iter().filter(agreed).map(lean) {
        if found.len() < NAMED && found.iter().all(|other| other.take != lean.take) {
            found.push(lean);
        }
    }
    found
}

fn divide(analysis: &Analysis, grouped: bool, least: usize) -> Vec<Divide> {
    let one = |found: &opinion::Divide| {
        let take = position(analysis, found.column);
        if !grouped {
            let split = room_verdict(analysis, found.column) == Verdict::Split;
            return split.then_some(Divide { take, shares: Vec::new() });
        }
        let shares = told(analysis, found.column, least).filter(|_| found.established)?;
        let shares = analysis.groups.iter().map(|group| group.name).zip(shares).collect();
        Some(Divide { take, shares })
    };
    analysis.divisive.iter().filter_map(one).take(NAMED).collect()
}

fn room_verdict(analysis: &Analysis, column: usize) -> Verdict {
    let tally = analysis.tallies[column];
    verdict(tally.agree, tally.disagree, &[])
}

/// Where a verdict says that the room stands on one side: whether on that of agreement.
fn side_of(verdict: Verdict) -> Option<bool> {
    match verdict {
        Verdict::ConsensusAgree | Verdict::LeaningAgree => Some(true),
        Verdict::ConsensusDisagree | Verdict::LeaningDisagree => Some(false),
        Verdict::TooFew | Verdict::Polarised | Verdict::Split => None,
    }
}
