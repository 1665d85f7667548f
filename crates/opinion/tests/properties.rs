//! What must not matter, on made-up rooms with and without camps.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "counts of voices and takes stay far below 2^52"
)]

mod reference;

use opinion::{Analysis, Lots, OpinionMap, Settings, TakeKey, VoiceKey, Vote, Votes, analyse};
use proptest::prelude::*;
use reference::checks::{partition, sound, unnamed};
use reference::close;
use reference::dense::{self, Cells, Plane};
use reference::rooms::{each, planted, shuffled, votes, without_structure};

/// A made-up room, and a generator for what is done with it.
fn room(camps: usize, seed: u64) -> (Cells, Lots) {
    let mut lots = Lots::new(seed);
    if camps == 0 {
        return (without_structure(&mut lots), lots);
    }
    let sizes: Vec<usize> = (0..camps).map(|_| 8 + lots.below(20)).collect();
    let takes = 5 + lots.below(30);
    let (loyalty, fill) = (0.5 + lots.unit() / 2.0, 0.4 + 0.6 * lots.unit());
    (planted(&mut lots, &sizes, takes, loyalty, fill).0, lots)
}

/// As rooms and as exports are analysed; in the second half some takes are out.
fn settings(cells: &Cells, seed: u64) -> Vec<Settings> {
    let takes = cells[0].len() as TakeKey;
    let out = [Vec::new(), vec![0, takes / 2]].map(|out| out.into_iter().collect::<std::collections::BTreeSet<_>>());
    let each = out.into_iter().flat_map(|out| [true, false].map(|compat| (out.clone(), compat)));
    each.map(|(out, compat)| Settings { out, compat, draws: 4, seed, ..Settings::default() }).collect()
}

fn analysed(answers: &[(VoiceKey, TakeKey, Vote)], settings: &Settings) -> Analysis {
    let mut votes = Votes::new();
    for (voice, take, vote) in answers {
        votes.set(*voice, *take, Some(*vote));
    }
    let analysis = analyse(&mut votes, settings, None);
    sound(&analysis);
    analysis
}

/// One of the answers, by lot.
fn any(lots: &mut Lots) -> Option<Vote> {
    [Some(Vote::Agree), Some(Vote::Pass), Some(Vote::Disagree)][lots.below(3)]
}

fn analyse_map(answers: &[(VoiceKey, TakeKey, Vote)], settings: &Settings) -> OpinionMap {
    analysed(answers, &Settings { draws: 0, ..settings.clone() }).map.unwrap()
}

/// The dense map of the rows that answered anything.
fn dense_map(cells: &Cells, settings: &Settings) -> Plane {
    let cells: Cells = cells.iter().filter(|row| row.iter().any(Option::is_some)).cloned().collect();
    let out: Vec<bool> = (0..cells[0].len()).map(|take| settings.out.contains(&(take as TakeKey))).collect();
    let seen = if settings.compat { dense::zeroed(&cells, &out) } else { dense::dropped(&cells, &out) };
    let takes = (0..out.len()).filter(|take| seen.iter().any(|row| row[*take].is_some())).count();
    let shaping = if settings.compat { vec![true; cells.len()] } else { dense::core(&dense::answers(&seen), takes) };
    dense::plane(&seen, &shaping)
}

/// Share of the variance along a third axis.
fn third(cells: &Cells, settings: &Settings) -> f64 {
    dense_map(cells, settings).third
}

/// The same map up to the signs of its axes.
fn same_map(a: &OpinionMap, b: &OpinionMap) {
    for (a, b) in a.places.iter().zip(&b.places) {
        assert_eq!((a.answers, a.fitted), (b.answers, b.fitted));
        assert!(close(a.x.hypot(a.y), b.x.hypot(b.y), 1e-7));
    }
    assert!(close(a.pull, b.pull, 1e-7) && (0..2).all(|k| close(a.spread[k], b.spread[k], 1e-9)));
}

/// Everything but the names of groups and the signs of axes.
fn alike(one: &Analysis, other: &Analysis) {
    assert_eq!(
        unnamed(&partition(one)),
        unnamed(&partition(other)),
        "{:?} beside {:?}",
        one.finding.offers,
        other.finding.offers
    );
    same_map(one.map.as_ref().unwrap(), other.map.as_ref().unwrap());
    assert_eq!(one.finding.offers.len(), other.finding.offers.len());
    for (a, b) in one.finding.offers.iter().zip(&other.finding.offers) {
        assert!(a.k == b.k && close(a.silhouette, b.silhouette, 1e-7) && close(a.cost, b.cost, 1e-7), "{a:?} {b:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// Rows and columns in any order: bit for bit.
    #[test]
    fn order_of_arrival(camps in 0..4_usize, seed: u64) {
        let (cells, mut lots) = room(camps, seed);
        for settings in settings(&cells, seed) {
            let answers = each(&cells);
            let expect = analysed(&answers, &settings);
            prop_assert!(analysed(&shuffled(answers, &mut lots), &settings) == expect);
        }
    }

    /// Duplicates, re-votes and back, answers taken back, and looks in between: bit for bit.
    #[test]
    fn increments(camps in 0..4_usize, seed: u64) {
        let (cells, mut lots) = room(camps, seed);
        let answers = each(&cells);
        for settings in settings(&cells, seed) {
            let expect = analyse(&mut votes(&cells), &settings, None);
            // A take stays known when its only answer is taken back.
            let mut votes = votes(&vec![vec![None; cells[0].len()]]);
            // Answers that will be given, and some that will not stay.
            let stray = |(voice, row): (usize, &Vec<Option<i8>>)| {
                let empty = row.iter().enumerate().filter(|(_, value)| value.is_none());
                empty.map(|(take, _)| (voice as VoiceKey, take as TakeKey)).collect::<Vec<_>>()
            };
            let strays: Vec<_> = cells.iter().enumerate().flat_map(stray).filter(|_| lots.below(3) == 0).collect();
            for (voice, take) in &strays {
                votes.set(*voice, *take, any(&mut lots));
            }
            for (voice, take, vote) in shuffled(answers.clone(), &mut lots) {
                match lots.below(6) {
                    0 => votes.set(voice, take, any(&mut lots)),
                    1 => votes.set(voice, take, None),
                    2 => votes.set(voice, take, Some(vote)),
                    _ => {}
                }
                votes.set(voice, take, Some(vote));
                if lots.below(400) == 0 {
                    analyse(&mut votes, &Settings { draws: 0, ..settings.clone() }, None);
                }
            }
            for (voice, take) in shuffled(strays, &mut lots) {
                votes.set(voice, take, None);
            }
            prop_assert!(analyse(&mut votes, &settings, None) == expect);
        }
    }

    /// All swipes the other way round: the same voices together, everywhere on the other side of the middle.
    #[test]
    fn sign(camps in 2..4_usize, seed: u64) {
        let (cells, _) = room(camps, seed);
        for settings in settings(&cells, seed) {
            let settings = Settings { draws: 0, k: Some(camps), ..settings };
            let answers = each(&cells);
            let turned: Vec<_> =
                answers.iter().map(|(voice, take, vote)| (*voice, *take, Vote::of(-i64::from(vote.value())).unwrap())).collect();
            let (one, other) = (analysed(&answers, &settings), analysed(&turned, &settings));
            alike(&one, &other);
            for (a, b) in one.map.unwrap().places.iter().zip(&other.map.unwrap().places) {
                prop_assert!(close(a.x, -b.x, 1e-7) && close(a.y, -b.y, 1e-7));
            }
        }
    }

    /// Other keys for voices, and for takes in the same order: the same voices together.
    #[test]
    fn keys(camps in 2..4_usize, seed: u64) {
        let (cells, mut lots) = room(camps, seed);
        let voices = shuffled((0..cells.len()).collect(), &mut lots);
        let back = |key: VoiceKey| voices.iter().position(|voice| *voice as VoiceKey == key).unwrap() as VoiceKey;
        let other = |take: TakeKey| 1000 * take + 7;
        for settings in settings(&cells, seed) {
            let settings = Settings { draws: 0, k: Some(camps), ..settings };
            let answers = each(&cells);
            let renamed: Vec<_> = answers
                .iter()
                .map(|(voice, take, vote)| (voices[*voice as usize] as VoiceKey, other(*take), *vote))
                .collect();
            let out = settings.out.iter().map(|take| other(*take)).collect();
            let one = analysed(&answers, &settings);
            let mut renamed = analysed(&renamed, &Settings { out, ..settings });
            let places = &mut renamed.map.as_mut().unwrap().places;
            for place in &mut *places {
                place.voice = back(place.voice);
            }
            places.sort_by_key(|place| place.voice);
            alike(&one, &renamed);
        }
    }

    /// Takes in another order: the same map. Sums in another order differ in the last digits, which may decide between
    /// groups that are equally good.
    #[test]
    fn order_of_takes(camps in 0..4_usize, seed: u64) {
        let (cells, mut lots) = room(camps, seed);
        let takes = shuffled((0..cells[0].len() as TakeKey).collect(), &mut lots);
        for settings in settings(&cells, seed) {
            let answers = each(&cells);
            let renamed: Vec<_> =
                answers.iter().map(|(voice, take, vote)| (*voice, takes[*take as usize], *vote)).collect();
            let out = settings.out.iter().map(|take| takes[*take as usize]).collect();
            let one = analyse_map(&answers, &settings);
            let other = analyse_map(&renamed, &Settings { out, ..settings.clone() });
            // Axes that carry nearly the same may point anywhere.
            if one.spread[0] - one.spread[1] < 1e-3 || third(&cells, &settings) > one.spread[1] - 1e-3 {
                continue;
            }
            same_map(&one, &other);
        }
    }

    /// The map is the dense one.
    #[test]
    fn map_of_the_dense_reference(camps in 0..4_usize, seed: u64) {
        let (cells, _) = room(camps, seed);
        let cells: Cells = cells.into_iter().filter(|row| row.iter().any(Option::is_some)).collect();
        for settings in settings(&cells, seed) {
            let map = analyse(&mut votes(&cells), &Settings { draws: 0, ..settings.clone() }, None).map.unwrap();
            let expect = dense_map(&cells, &settings);
            // Axes that carry nearly the same may point anywhere.
            if expect.spread[0] - expect.spread[1] < 1e-3 || expect.spread[1] - expect.third < 1e-3 {
                continue;
            }
            for k in 0..2 {
                prop_assert!(close(map.spread[k], expect.spread[k], 1e-9));
                let along: f64 = map.axes.iter().zip(&expect.axes).map(|(a, b)| a[k] * b[k]).sum();
                prop_assert!(along.abs() > 1.0 - 1e-9);
                for place in &map.places {
                    let expect = expect.places[place.voice as usize][k] * along.signum();
                    let found = [place.x, place.y][k];
                    prop_assert!(close(found, expect, 1e-7), "{found} instead of {expect}");
                }
            }
            for column in (0..cells[0].len()).filter(|column| !settings.out.contains(&(*column as TakeKey))) {
                prop_assert!(close(map.centre[column], expect.centre[column], 1e-12));
                prop_assert!(close(map.extremity[column], expect.extremity[column], 1e-7));
            }
        }
    }
}
