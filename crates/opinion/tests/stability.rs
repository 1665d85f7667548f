//! What was shown does not jump: axes, names and the number of groups from one look to the next.

#![expect(clippy::cast_precision_loss, reason = "counts of voices and takes stay far below 2^52")]

mod reference;

use opinion::{Analysis, Lots, Offer, Settings, Shown, TakeKey, VoiceKey, Vote, Votes, analyse};
use reference::checks::{partition, sound, unnamed};
use reference::close;
use reference::dense::Cells;
use reference::rooms::{each, planted, shuffled, without_structure};
use std::collections::BTreeMap;

/// How much larger a silhouette must be before another number of groups is shown.
const MARGIN: f64 = 0.02;

/// Looks at a room while its answers come in a few at a time, and some are taken back or changed. Answers what was shown
/// before each look, and the look.
fn looks(cells: &Cells, settings: &Settings, lots: &mut Lots) -> Vec<(Shown, Analysis)> {
    let mut votes = Votes::new();
    let answers = shuffled(each(cells), lots);
    let step = answers.len() / 40 + 1;
    let mut shown = Shown::default();
    let mut looks = Vec::new();
    for (at, (voice, take, vote)) in answers.iter().enumerate() {
        votes.set(*voice, *take, Some(*vote));
        if lots.below(10) == 0 {
            let (voice, take, _) = answers[lots.below(at + 1)];
            let any = [None, Some(Vote::Agree), Some(Vote::Pass), Some(Vote::Disagree)];
            votes.set(voice, take, any[lots.below(4)]);
        }
        if at % step == step - 1 {
            let analysis = analyse(&mut votes, settings, Some(&shown));
            sound(&analysis);
            let next = analysis.shown();
            looks.push((std::mem::replace(&mut shown, next), analysis));
        }
    }
    looks
}

/// Rooms with one, two or three camps, and one without.
fn rooms() -> Vec<(Cells, Settings, Lots)> {
    let sizes: [&[usize]; 4] = [&[40], &[30, 20], &[25, 20, 15], &[60, 12, 30]];
    (0..12_u32)
        .map(|seed| {
            let mut lots = Lots::new(u64::from(seed));
            let loyalty = 0.5 + 0.04 * f64::from(seed);
            let cells = match seed as usize % 5 {
                4 => without_structure(&mut lots),
                kind => planted(&mut lots, sizes[kind], 12, loyalty, 0.9).0,
            };
            (cells, Settings { draws: 19, seed: u64::from(seed), ..Settings::default() }, lots)
        })
        .collect()
}

#[test]
fn axes_do_not_flip() {
    let mut compared = 0;
    for (cells, settings, mut lots) in rooms() {
        for (before, analysis) in looks(&cells, &settings, &mut lots) {
            let before: BTreeMap<TakeKey, [f64; 2]> = before.axes.into_iter().collect();
            let map = analysis.map.as_ref().unwrap();
            for k in 0..2 {
                let then = |take: &TakeKey| before.get(take).map_or(0.0, |p| p[k]);
                let along: f64 = analysis.takes.iter().zip(&map.axes).map(|(take, p)| p[k] * then(take)).sum();
                assert!(along >= -1e-12, "axis {k} turned: {along}");
                compared += usize::from(!before.is_empty());
            }
        }
    }
    assert!(compared > 500, "{compared}");
}

/// Names by voice.
fn names(shown: &Shown) -> BTreeMap<VoiceKey, usize> {
    shown.names.iter().copied().collect()
}

/// No other way of giving the same names keeps more voices under the name they had.
#[test]
fn names_follow_their_voices() {
    let mut kept = 0;
    for (cells, settings, mut lots) in rooms() {
        for (before, analysis) in looks(&cells, &settings, &mut lots) {
            let (before, now) = (names(&before), names(&analysis.shown()));
            if before.is_empty() || now.is_empty() {
                continue;
            }
            let mut overlap: BTreeMap<(usize, usize), usize> = BTreeMap::new();
            now.iter()
                .filter_map(|(voice, name)| Some((*before.get(voice)?, *name)))
                .for_each(|pair| *overlap.entry(pair).or_default() += 1);
            let given: Vec<usize> = analysis.groups.iter().map(|group| group.name).collect();
            let staying = |renamed: &[usize]| -> usize {
                given.iter().zip(renamed).map(|(name, to)| overlap.get(&(*to, *name)).copied().unwrap_or(0)).sum()
            };
            let mut known: Vec<usize> = before.values().copied().chain(given.clone()).collect();
            known.sort_unstable();
            known.dedup();
            let best = choices(&known, given.len()).iter().map(|renamed| staying(renamed)).max().unwrap();
            assert_eq!(staying(&given), best, "{overlap:?}");
            kept += best;
        }
    }
    assert!(kept > 1000, "{kept} voices were compared");
}

/// All ways to give different names to so many groups.
fn choices(names: &[usize], groups: usize) -> Vec<Vec<usize>> {
    if groups == 0 {
        return vec![Vec::new()];
    }
    let longer = |short: Vec<usize>| {
        let free: Vec<usize> = names.iter().copied().filter(|name| !short.contains(name)).collect();
        free.into_iter().map(move |name| short.iter().copied().chain([name]).collect()).collect::<Vec<_>>()
    };
    choices(names, groups - 1).into_iter().flat_map(longer).collect()
}

/// How far a partition is above what is usual for its number of groups.
fn above(offer: &Offer) -> f64 {
    offer.silhouette - offer.usual.unwrap_or(0.0)
}

/// Another number of groups is shown only where it is better by the margin, though without what was shown before the
/// number would go to and fro.
#[test]
fn number_of_groups_does_not_flicker() {
    let (mut steady, mut nervous) = (0, 0);
    for seed in 0..6 {
        let mut lots = Lots::new(seed);
        // Two camps near to each other, and one far away: two groups fit about as well as three.
        let (cells, settings) = (near_and_far(&mut lots), Settings { draws: 19, seed, ..Settings::default() });
        let mut alone = 0;
        for (before, analysis) in looks(&cells, &settings, &mut lots) {
            let mut known: Vec<usize> = names(&before).into_values().collect();
            known.sort_unstable();
            known.dedup();
            let (then, now) = (known.len(), analysis.groups.len());
            let of = |k: usize| analysis.finding.offers.iter().find(|offer| offer.k == k).map(above);
            if then > 1 && now > 1 && then != now {
                steady += 1;
                let (new, old) = (of(now).unwrap(), of(then));
                assert!(old.is_none_or(|old| new > old + MARGIN), "from {then} to {now}: {:?}", analysis.finding);
            }
            let best = analysis.finding.offers.iter().max_by(|a, b| above(a).total_cmp(&above(b)));
            let best = best.map_or(0, |best| best.k);
            nervous += usize::from(alone > 1 && best > 1 && alone != best);
            alone = best;
        }
    }
    eprintln!("the number of groups changed {steady} times; the best number changed {nervous} times");
    assert!(nervous >= 3 * steady.max(1), "{nervous} changes were to be held back, {steady} came through");
}

fn near_and_far(lots: &mut Lots) -> Cells {
    let camps: Vec<usize> = [25, 25, 25].iter().enumerate().flat_map(|(camp, size)| vec![camp; *size]).collect();
    let side = |camp: usize, take: usize| match (camp, take) {
        (2, _) | (1, 0..5) => -1,
        _ => 1,
    };
    let answer = |camp: usize, take: usize, lots: &mut Lots| {
        let (loyal, any) = (lots.unit() < 0.75, [-1, 0, 1][lots.below(3)]);
        Some(if loyal { side(camp, take) } else { any })
    };
    camps.iter().map(|camp| (0..16).map(|take| answer(*camp, take, lots)).collect()).collect()
}

/// What was shown before steers names, signs and the order of the axes, and nothing else: after a picture held another
/// way, the same voices stand together at the same distances.
#[test]
fn the_past_does_not_move_anybody() {
    for (cells, settings, _) in rooms() {
        let mut votes = reference::rooms::votes(&cells);
        let fresh = analyse(&mut votes, &settings, None);
        let then = fresh.map.as_ref().unwrap();
        for [swap, turn_x, turn_y] in [[0, 1, 0], [0, 1, 1], [1, 0, 0], [1, 0, 1]] {
            let held = |[x, y]: [f64; 2]| {
                let [x, y] = if swap == 1 { [y, x] } else { [x, y] };
                [if turn_x == 1 { -x } else { x }, if turn_y == 1 { -y } else { y }]
            };
            let axes = fresh.takes.iter().copied().zip(then.axes.iter().map(|p| held(*p))).collect();
            let names = fresh.shown().names.into_iter().map(|(voice, name)| (voice, name + 1)).collect();
            let after = analyse(&mut votes, &settings, Some(&Shown { axes, names }));
            sound(&after);
            for (a, b) in after.map.as_ref().unwrap().places.iter().zip(&then.places) {
                let [x, y] = held([b.x, b.y]);
                assert!(close(a.x, x, 1e-12) && close(a.y, y, 1e-12), "{a:?} instead of {x} {y}");
            }
            let [a, b] = [&after, &fresh].map(partition);
            assert_eq!(unnamed(&a), unnamed(&b), "swapped {swap}, turned {turn_x} {turn_y}");
            let names = |analysis: &Analysis| analysis.groups.iter().map(|group| group.name).collect::<Vec<_>>();
            assert_eq!(names(&after), names(&fresh).into_iter().map(|name| name + 1).collect::<Vec<_>>(), "names stay");
        }
    }
}
