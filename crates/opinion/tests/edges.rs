//! Rooms at the edge: every result is defined.

#![expect(clippy::cast_precision_loss, reason = "counts of voices and takes stay far below 2^52")]

mod reference;

use opinion::{
    Analysis, Lots, Reading, Settings, TakeKey, VoiceKey, Vote, Votes, analyse, analyse_groups, map, map_on_axes,
    partition, tables,
};
use reference::checks::{finite, sound};
use reference::dense::Cells;
use reference::rooms::{planted, votes};
use std::collections::BTreeMap;

/// In every mode, alone and after itself; what the default mode says is answered.
fn all_modes(votes: &Votes, out: &[TakeKey]) -> Analysis {
    let base = Settings { out: out.iter().copied().collect(), draws: 19, ..Settings::default() };
    let forced = |k: usize| Settings { k: Some(k), ..base.clone() };
    let compat = Settings { compat: true, ..base.clone() };
    let others = [
        compat.clone(),
        Settings { k: Some(3), ..compat },
        Settings { smallest: 1, ..base.clone() },
        Settings { smallest: 0, draws: 0, ..base.clone() },
        Settings { smallest: usize::MAX / 4, ..base.clone() },
        forced(0),
        forced(1),
        forced(2),
        forced(5),
        forced(usize::MAX),
    ];
    for settings in others {
        let first = analyse(&mut votes.clone(), &settings, None);
        sound(&first);
        sound(&analyse(&mut votes.clone(), &settings, Some(&first.shown())));
    }
    let analysis = analyse(&mut votes.clone(), &base, None);
    sound(&analysis);
    assert!(analyse(&mut votes.clone(), &base, None) == analysis, "twice the same");
    sound(&analyse(&mut votes.clone(), &base, Some(&analysis.shown())));
    analysis
}

fn room(rows: &[&[i8]]) -> Votes {
    votes(&rows.iter().map(|row| row.iter().map(|value| Some(*value)).collect()).collect::<Cells>())
}

fn no_groups(analysis: &Analysis) {
    assert_ne!(analysis.finding.reading, Reading::Groups);
    assert!(analysis.groups.is_empty());
}

#[test]
fn nobody() {
    let analysis = all_modes(&Votes::new(), &[]);
    assert_eq!((analysis.voices, analysis.votes, analysis.takes.len()), (0, 0, 0));
    assert_eq!(analysis.finding.reading, Reading::TooLittle);
    assert!(analysis.map.is_none() && analysis.common.is_empty() && analysis.divisive.is_empty());
    let mut known = Votes::new();
    known.know(7);
    let analysis = all_modes(&known, &[]);
    assert_eq!(analysis.takes, [7]);
    no_groups(&analysis);
}

/// Everything was taken back: as before, but the takes are known.
#[test]
fn taken_back() {
    let mut all = room(&[&[1, -1, 0], &[-1, 1, 1]]);
    for voice in 0..2 {
        (0..3).for_each(|take| all.set(voice, take, None));
    }
    assert!(all.is_empty());
    let analysis = all_modes(&all, &[]);
    assert_eq!((analysis.voices, analysis.votes, analysis.takes.len()), (0, 0, 3));
    assert!(analysis.map.is_none());
}

#[test]
fn few() {
    no_groups(&all_modes(&room(&[&[1]]), &[]));
    no_groups(&all_modes(&room(&[&[1, -1, 0, 1]]), &[]));
    no_groups(&all_modes(&room(&[&[1], &[-1], &[0], &[1]]), &[]));
    no_groups(&all_modes(&room(&[&[1, -1, 1], &[-1, 1, 0]]), &[]));
    no_groups(&all_modes(&room(&[&[1, -1, 1], &[1, -1, 1]]), &[]));
}

/// One take: one axis, and half of the room on either side of it.
#[test]
fn one_take() {
    let rows: Vec<&[i8]> = (0..40).map(|voice| if voice % 2 == 0 { &[1][..] } else { &[-1][..] }).collect();
    let analysis = all_modes(&room(&rows), &[]);
    let map = analysis.map.unwrap();
    assert!(map.places.iter().all(|place| place.y == 0.0 && (place.x.abs() - 1.0).abs() < 1e-12));
    assert!((map.spread[0] - 1.0).abs() < 1e-12 && map.spread[1] == 0.0);
}

#[test]
fn all_alike() {
    for value in [-1, 0, 1] {
        let row = [value; 8];
        let rows = vec![&row[..]; 30];
        let analysis = all_modes(&room(&rows), &[]);
        no_groups(&analysis);
        let map = analysis.map.unwrap();
        assert!(map.places.iter().all(|place| place.x == 0.0 && place.y == 0.0));
        let kept: usize = analysis.common.len();
        assert_eq!(kept, if value == 0 { 0 } else { 5 });
    }
    let rows = vec![&[1, -1, 0, 1, -1, 0][..]; 30];
    no_groups(&all_modes(&room(&rows), &[]));
}

#[test]
fn everything_is_out() {
    let analysis = all_modes(&room(&[&[1, -1, 1], &[-1, 1, 0], &[1, 1, 1], &[0, 0, 1]]), &[0, 1, 2]);
    no_groups(&analysis);
    assert_eq!(analysis.out, [true; 3]);
    assert_eq!(analysis.votes, 12);
    assert!(analysis.common.is_empty() && analysis.divisive.is_empty());
    // Takes may be out that nobody knows.
    all_modes(&room(&[&[1, -1, 1], &[-1, 1, 0]]), &[TakeKey::MAX]);
}

/// Two camps; nobody of the second was asked the last take.
#[test]
fn a_take_that_one_group_never_saw() {
    let mut lots = Lots::new(5);
    let (mut cells, camps) = planted(&mut lots, &[20, 20], 12, 0.95, 1.0);
    cells.iter_mut().zip(&camps).filter(|(_, camp)| **camp == 1).for_each(|(row, _)| row[11] = None);
    let analysis = all_modes(&votes(&cells), &[]);
    assert_eq!(analysis.groups.len(), 2);
    assert_eq!(analysis.groups.iter().filter(|group| group.tallies[11].answered() == 0).count(), 1);
    assert_eq!(analysis.gaps[11], None);
    assert!(analysis.shares(11).is_empty());
    assert!(analysis.common.iter().all(|common| common.column != 11));
    assert!(analysis.groups.iter().flat_map(|group| &group.characteristic).all(|it| it.column != 11));
}

/// Given groups: some without members, some whose members are not here, some with numbers far out.
#[test]
fn odd_given_groups() {
    let room = room(&[&[1, -1, 1], &[-1, 1, 0], &[1, 1, 1], &[0, 0, 1]]);
    let given: [&[(VoiceKey, usize)]; 5] =
        [&[], &[(0, 0)], &[(0, 0), (1, 1), (2, 1)], &[(77, 0), (78, 1)], &[(0, 3), (1, 3), (2, 9)]];
    for given in given {
        let groups: BTreeMap<VoiceKey, usize> = given.iter().copied().collect();
        for compat in [true, false] {
            finite(&analyse_groups(&mut room.clone(), &Settings { compat, ..Settings::default() }, &groups));
        }
        assert_eq!(tables(&room, &groups, 2).len(), 2);
    }
}

#[test]
fn keys_at_the_ends() {
    let mut ends = Votes::new();
    for (voice, take) in [(0, 0), (VoiceKey::MAX, 0), (0, TakeKey::MAX), (VoiceKey::MAX, TakeKey::MAX), (1 << 100, 1)] {
        ends.set(voice, take, Some(if voice == 0 { Vote::Agree } else { Vote::Disagree }));
    }
    let analysis = all_modes(&ends, &[TakeKey::MAX]);
    assert_eq!(analysis.takes, [0, 1, TakeKey::MAX]);
    assert_eq!(ends.get(VoiceKey::MAX, TakeKey::MAX), Some(Vote::Disagree));
    assert_eq!(ends.get(2, 0), None);
}

#[test]
fn few_voices_and_very_many_takes() {
    let mut lots = Lots::new(9);
    let cells: Cells =
        (0..5).map(|_| (0..1000).map(|_| [None, Some(-1), Some(0), Some(1)][lots.below(4)]).collect()).collect();
    no_groups(&all_modes(&votes(&cells), &[3]));
}

#[test]
fn very_many_identical_voices() {
    let (mut cells, _) = planted(&mut Lots::new(3), &[3], 10, 0.5, 1.0);
    cells = (0..600).map(|voice| cells[voice % 3].clone()).collect();
    let analysis = all_modes(&votes(&cells), &[]);
    assert_eq!(analysis.groups.len(), 3);
    assert!(analysis.groups.iter().all(|group| group.voices == 200));
}

#[test]
fn maps_and_partitions_alone() {
    let settings = Settings::default();
    assert!(map(&mut Votes::new(), &settings).is_none());
    assert!(map_on_axes(&mut Votes::new(), &settings, &BTreeMap::new()).is_none());
    let nowhere = map_on_axes(&mut room(&[&[1, -1], &[-1, 1]]), &settings, &BTreeMap::new()).unwrap();
    assert!(nowhere.places.iter().all(|place| place.x == 0.0 && place.y == 0.0));
    assert_eq!(partition(&[], 2, 1, 1), None);
    assert_eq!(partition(&[[0.0; 2]; 9], 2, 1, 1), None);
    assert_eq!(partition(&[[0.0; 2], [1.0; 2]], 3, 1, 1), None);
    assert_eq!(partition(&[[0.0; 2], [1.0; 2], [1.0; 2]], 2, 2, 1), None, "no two groups of two");
    let pair = partition(&[[1.0; 2], [0.0; 2]], 2, 1, 1).unwrap();
    assert_eq!((pair.groups, pair.cost.to_bits()), (vec![1, 0], 0));
    let one = partition(&[[0.0; 2], [2.0, 0.0]], 1, 1, 1).unwrap();
    assert_eq!((one.groups, one.cost.to_bits()), (vec![0, 0], 2.0_f64.to_bits()));
    for k in [0, 6, usize::MAX] {
        assert_eq!(partition(&[[0.0; 2], [2.0, 0.0]], k, 1, 1), None);
    }
}
