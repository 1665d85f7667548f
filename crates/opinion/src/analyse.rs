//! The whole way from answers to what the room thinks.

use crate::groups::{self, Candidate, k_means::nearest, names, null, sites::Sites};
use crate::map::{self, axes, scope::Scope};
use crate::stats::{gaps, statistics};
use crate::votes::Votes;
use crate::{
    Analysis, Finding, Group, GroupShare, Null, OpinionMap, Reading, Settings, Shown, TakeKey, Tally, VoiceKey,
};
use std::collections::{BTreeMap, BTreeSet};

/// Groups are shown when at most this share of shuffled rooms does as well, in silhouette and in the first axis.
const LEVEL: f64 = 0.05;

/// Groups that were shown stay until more than this share of shuffled rooms does as well.
const LEAVE: f64 = 0.15;

/// How much larger a silhouette must be before the number of groups that is shown changes.
const MARGIN: f64 = 0.02;

/// What the room thinks. A pure function of the newest answers and the settings: no order of voices, takes or arrival
/// shows in it. `previous` steers only orientation, names and, between numbers that fit nearly as well, how many groups.
pub fn analyse(votes: &mut Votes, settings: &Settings, previous: Option<&Shown>) -> Analysis {
    let out = votes.settle(&settings.out);
    let scope = Scope::of(votes, &out, settings);
    let axes = axes::of(votes, &scope);
    let axes = match previous.filter(|previous| !previous.axes.is_empty()) {
        Some(previous) => map::like(axes, &votes.takes, &previous.axes),
        None => map::canonical(axes),
    };
    let mut map = map::draw(votes, &scope, &axes);
    let (finding, chosen) = match &map {
        Some(map) => find(votes, &scope, map, settings, previous),
        None => (Finding { reading: Reading::TooLittle, silhouette: None, offers: Vec::new(), null: None }, None),
    };
    let names = match (&mut map, chosen) {
        (Some(map), Some(centres)) => join(map, &centres, settings.compat, previous),
        _ => Vec::new(),
    };
    let mut places = map.iter().flat_map(|map| &map.places).peekable();
    let group = |voice: &VoiceKey| places.next_if(|place| place.voice == *voice).and_then(|place| place.group);
    let rows = votes.voices.iter().map(group).collect();
    describe(votes, &out, settings, Found { map, finding, names, rows })
}

/// What the room thinks when its groups are given: their statistics on the map of the room. Groups are numbered from 0;
/// voices without one belong to none.
pub fn analyse_groups(votes: &mut Votes, settings: &Settings, groups: &BTreeMap<VoiceKey, usize>) -> Analysis {
    let out = votes.settle(&settings.out);
    let mut map = map::map(votes, settings);
    let names: Vec<usize> = groups.values().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let index = |voice: &VoiceKey| names.binary_search(groups.get(voice)?).ok();
    for place in map.iter_mut().flat_map(|map| &mut map.places) {
        place.group = index(&place.voice);
    }
    let rows = votes.voices.iter().map(index).collect();
    let finding = Finding { reading: Reading::Groups, silhouette: None, offers: Vec::new(), null: None };
    describe(votes, &out, settings, Found { map, finding, names, rows })
}

/// Answers per group and take, takes ascending. Voices without a group are left out.
pub fn tables(votes: &Votes, groups: &BTreeMap<VoiceKey, usize>, k: usize) -> Vec<Vec<Tally>> {
    let mut order: Vec<usize> = (0..votes.takes.len()).collect();
    order.sort_unstable_by_key(|column| votes.takes[*column]);
    let rows: Vec<Option<usize>> = votes.voices.iter().map(|voice| groups.get(voice).copied()).collect();
    let counted = count(votes, &rows, k);
    counted.into_iter().map(|tallies| order.iter().map(|column| tallies[*column]).collect()).collect()
}

/// Answers per group and column; `groups` goes by row.
fn count(votes: &Votes, groups: &[Option<usize>], k: usize) -> Vec<Vec<Tally>> {
    let wide = 4 * votes.takes.len();
    let mut counts = vec![0_u32; k * wide];
    for (cells, group) in votes.rows.iter().zip(groups) {
        if let Some(group) = group.filter(|group| *group < k) {
            let counts = &mut counts[group * wide..(group + 1) * wide];
            for cell in cells {
                counts[cell.0 as usize] += 1;
            }
        }
    }
    let tally = |slots: &[u32]| Tally { disagree: slots[0], pass: slots[1], agree: slots[2], reservations: 0 };
    (0..k).map(|group| counts[group * wide..(group + 1) * wide].chunks_exact(4).map(tally).collect()).collect()
}

/// A map with its groups, before anything is counted.
struct Found {
    map: Option<OpinionMap>,
    finding: Finding,
    /// Names of the groups, ascending.
    names: Vec<usize>,
    /// Per row: index into the names.
    rows: Vec<Option<usize>>,
}

/// The groups on offer, and the centres of those that are shown, if any are.
fn find(
    votes: &Votes,
    scope: &Scope,
    map: &OpinionMap,
    settings: &Settings,
    previous: Option<&Shown>,
) -> (Finding, Option<Vec<[f64; 2]>>) {
    let smallest = null::smallest(settings);
    let sites = Sites::of(map.places.iter().filter(|place| place.fitted).map(|place| [place.x, place.y]));
    let ks: Vec<usize> = match settings.k {
        Some(k) => vec![k],
        None => (2..=groups::MOST).collect(),
    };
    let ks: Vec<usize> = ks.into_iter().filter(|k| (1..=groups::MOST).contains(k)).collect();
    let mut finding = Finding { reading: Reading::TooLittle, silhouette: None, offers: Vec::new(), null: None };
    if sites.weight() < (2 * smallest).max(2) as f64 {
        return (finding, None);
    }
    let mut candidates = groups::candidates(&sites, &ks, smallest, settings.seed);
    finding.reading = Reading::NoClearGroups;
    if settings.draws > 0 && !candidates.is_empty() {
        let axis = map.spread[0].max(map.spread[1]);
        let chance = null::of(votes, scope, settings, &ks, &candidates, axis);
        if !settings.compat {
            for candidate in &mut candidates {
                let at = ks.iter().position(|k| *k == candidate.offer.k);
                candidate.offer.usual = at.map(|at| chance.usual[at]);
            }
        }
        finding.null = Some(chance.null);
    }
    finding.offers = candidates.iter().map(|candidate| candidate.offer).collect();
    let Some(best) = groups::best(&candidates) else {
        return (finding, None);
    };
    finding.silhouette = Some(best.offer.silhouette);
    let before = previous.map_or(0, Shown::groups);
    finding.reading = match &finding.null {
        _ if settings.k.is_some() || settings.compat => Reading::Groups,
        None => Reading::Groups,
        Some(null) if stand_out(null, if before > 1 { LEAVE } else { LEVEL }) => Reading::Groups,
        Some(null) if null.axis_p <= LEVEL => Reading::Spectrum,
        Some(_) => Reading::NoClearGroups,
    };
    if finding.reading != Reading::Groups {
        return (finding, None);
    }
    let shown = stay(&candidates, best, before);
    finding.silhouette = Some(shown.offer.silhouette);
    (finding, Some(shown.centres.clone()))
}

/// Whether chance makes no such groups. Groups on an axis that chance makes as well are not believed either: asking for
/// both keeps rooms without structure below the level, not just at it.
fn stand_out(null: &Null, level: f64) -> bool {
    null.p <= level && null.axis_p <= level
}

/// The best candidate, unless as many groups as before fit nearly as well.
fn stay<'a>(candidates: &'a [Candidate], best: &'a Candidate, before: usize) -> &'a Candidate {
    let same = candidates.iter().find(|candidate| candidate.offer.k == before);
    same.filter(|same| best.above() <= same.above() + MARGIN).unwrap_or(best)
}

/// Puts every voice into the group it is nearest to (in `compat` only those that shape the groups). Answers the names
/// of the groups, ascending; places refer to them by index.
fn join(map: &mut OpinionMap, centres: &[[f64; 2]], compat: bool, previous: Option<&Shown>) -> Vec<usize> {
    let mut sizes = vec![0.0; centres.len()];
    for place in map.places.iter_mut().filter(|place| place.fitted || !compat) {
        let group = nearest([place.x, place.y], centres);
        place.group = Some(group);
        sizes[group] += 1.0;
    }
    let members: Vec<(VoiceKey, usize)> =
        map.places.iter().filter_map(|place| Some((place.voice, place.group?))).collect();
    let names = names::of(&members, &sizes, previous.map_or(&[], |previous| &previous.names));
    let mut ascending = names.clone();
    ascending.sort_unstable();
    let index = |group: usize| ascending.binary_search(&names[group]).ok();
    for place in &mut map.places {
        place.group = place.group.and_then(index);
    }
    ascending
}

/// Counts, and says what the counts mean.
fn describe(votes: &Votes, out: &[bool], settings: &Settings, found: Found) -> Analysis {
    let Found { map, finding, names, rows } = found;
    let tables = count(votes, &rows, names.len());
    let gaps = gaps(&tables, out);
    let stats = statistics(&tables, &votes.tallies, out, settings.compat);
    let mut groups = Vec::with_capacity(names.len());
    for ((at, (name, tallies)), characteristic) in names.into_iter().zip(tables).enumerate().zip(stats.characteristic) {
        let voices = rows.iter().filter(|group| **group == Some(at)).count();
        groups.push(Group { name, voices, centre: centre(map.as_ref(), at), tallies, characteristic });
    }
    Analysis {
        takes: votes.takes.clone(),
        out: out.to_vec(),
        tallies: votes.tallies.clone(),
        voices: votes.voices(),
        votes: votes.len(),
        map,
        finding,
        groups,
        gaps,
        common: stats.common,
        divisive: stats.divisive,
    }
}

/// Mean of the voices that shape a group; of all its voices where none does.
fn centre(map: Option<&OpinionMap>, group: usize) -> [f64; 2] {
    let mut sums = [[0.0; 3]; 2];
    for place in map.into_iter().flat_map(|map| &map.places).filter(|place| place.group == Some(group)) {
        let [x, y, n] = &mut sums[usize::from(place.fitted)];
        (*x, *y, *n) = (*x + place.x, *y + place.y, *n + 1.0);
    }
    let [x, y, n] = if sums[1][2] > 0.0 { sums[1] } else { sums[0] };
    if n > 0.0 { [x / n, y / n] } else { [0.0; 2] }
}

impl Analysis {
    /// What the next analysis needs in order not to jump.
    pub fn shown(&self) -> Shown {
        let Some(map) = &self.map else { return Shown::default() };
        let name = |place: &crate::Place| Some((place.voice, self.groups.get(place.group?)?.name));
        Shown {
            axes: self.takes.iter().copied().zip(map.axes.iter().copied()).collect::<Vec<(TakeKey, [f64; 2])>>(),
            names: map.places.iter().filter_map(name).collect(),
        }
    }

    /// Answers of the groups to one take, for [`verdict`](crate::verdict()): only where chance does not make such
    /// groups as well and the gap between them is established on this take; else none.
    pub fn shares(&self, column: usize) -> Vec<GroupShare> {
        let clear = self.finding.null.is_some_and(|null| stand_out(&null, LEAVE));
        let apart = self.gaps.get(column).copied().flatten().is_some_and(|gap| gap.established);
        if !clear || !apart {
            return Vec::new();
        }
        let tallies = self.groups.iter().map(|group| group.tallies[column]);
        tallies.map(|tally| GroupShare { agree: tally.agree, disagree: tally.disagree }).collect()
    }
}

impl Shown {
    /// How many groups were shown.
    fn groups(&self) -> usize {
        let mut names: Vec<usize> = self.names.iter().map(|(_, name)| *name).collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    }
}
