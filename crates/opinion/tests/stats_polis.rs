//! The selection of Polis, against rooms worked out by hand and against a second way to write its rules.

use opinion::{Characteristic, Contrast, Tally, Vote, compat_consensus, contrast, statistics};
use proptest::prelude::*;

fn tally(agree: u32, disagree: u32, pass: u32) -> Tally {
    Tally { agree, disagree, pass, reservations: 0 }
}

fn selected(inside: &[Tally], outside: &[Tally], out: &[bool]) -> Vec<Characteristic> {
    let tables = [inside.to_vec(), outside.to_vec()];
    statistics(&tables, inside, out, true).characteristic.swap_remove(0)
}

fn entries(of: &[Characteristic]) -> Vec<(usize, Vote, bool)> {
    of.iter().map(|it| (it.column, it.contrast.side, it.best_agree)).collect()
}

#[test]
fn sufficient_takes_by_weight_with_the_best_agree_first() {
    let inside = [tally(18, 1, 1), tally(1, 19, 0), tally(10, 10, 0), tally(15, 4, 1)];
    let outside = [tally(5, 25, 0), tally(28, 2, 0), tally(15, 15, 0), tally(6, 20, 4)];
    let found = selected(&inside, &outside, &[false; 4]);
    // The second take is the most telling one; agrees stand before it. The third is not sufficient.
    assert_eq!(entries(&found), [(0, Vote::Agree, true), (3, Vote::Agree, false), (1, Vote::Disagree, false)]);
    assert!(found[2].contrast.weight() > found[0].contrast.weight());
    assert!(found.iter().all(|it| it.established));
}

#[test]
fn takes_left_out_are_skipped() {
    let inside = [tally(18, 1, 1), tally(1, 19, 0)];
    let outside = [tally(5, 25, 0), tally(28, 2, 0)];
    assert_eq!(entries(&selected(&inside, &outside, &[true, false])), [(1, Vote::Disagree, false)]);
    assert!(selected(&inside, &outside, &[true, true]).is_empty());
}

#[test]
fn the_best_agree_may_point_to_disagree() {
    // Both disagree a little more than outside, yet most agree: accepted by its agreement, told by its disagreement.
    let found = selected(&[tally(14, 6, 0)], &[tally(30, 2, 0)], &[false]);
    assert_eq!(entries(&found), [(0, Vote::Disagree, true)]);
}

#[test]
fn without_a_sufficient_take_the_farthest_stands_alone() {
    // Nobody agrees enough for a best agree: shares below one half, and ratios below 1 or z too small.
    let found = selected(&[tally(2, 3, 5), tally(1, 4, 5)], &[tally(5, 4, 1), tally(6, 3, 1)], &[false; 2]);
    assert_eq!(entries(&found), [(1, Vote::Disagree, false)]);
    // Of equals the first.
    let found = selected(&[tally(1, 4, 5); 3], &[tally(6, 3, 1); 3], &[false; 3]);
    assert_eq!(entries(&found), [(0, Vote::Disagree, false)]);
}

#[test]
fn a_group_that_saw_nothing_has_a_defined_list() {
    let found = selected(&[Tally::default(); 2], &[tally(5, 1, 0), tally(1, 5, 0)], &[false; 2]);
    assert_eq!(found.len(), 1);
    assert!(found[0].contrast.weight().is_finite() && !found[0].established);
    assert!(selected(&[], &[], &[]).is_empty());
}

#[test]
fn five_at_most() {
    let found = selected(&[tally(20, 1, 0); 9], &[tally(1, 20, 0); 9], &[false; 9]);
    // Equal ones as they come.
    let columns: Vec<usize> = found.iter().map(|it| it.column).collect();
    assert_eq!(columns, [0, 1, 2, 3, 4]);
    assert!(found[0].best_agree && !found[1].best_agree);
}

#[test]
fn consensus_of_the_room() {
    let room = [tally(9, 1, 0), tally(0, 10, 0), tally(99, 1, 0), tally(5, 5, 0), tally(60, 50, 0), tally(0, 0, 0)];
    // The fifth leans with 61/112, but with z = 1.04 only.
    assert_eq!(compat_consensus(&room), [vec![2, 0], vec![1]]);
    assert_eq!(compat_consensus(&[]), [vec![], vec![]]);
    assert_eq!(compat_consensus(&[tally(30, 1, 0); 8])[0], [0, 1, 2, 3, 4]);
}

/// One state carried over the takes, as the rules are told.
fn by_the_rules(inside: &[Tally], outside: &[Tally], out: &[bool]) -> Vec<(usize, Vote, bool)> {
    const Z: f64 = 1.2816;
    let toward = |a: Contrast, d: Contrast| if a.ratio_z > d.ratio_z { a } else { d };
    let mut sufficient: Vec<(usize, Contrast)> = vec![];
    let mut best: Option<(usize, Contrast)> = None;
    let mut best_agree: Option<(usize, Contrast, Contrast)> = None;
    for column in 0..inside.len() {
        if out[column] {
            continue;
        }
        let a = contrast(&inside[column], &outside[column], Vote::Agree);
        let d = contrast(&inside[column], &outside[column], Vote::Disagree);
        if (a.ratio_z > Z && a.share_z > Z) || (d.ratio_z > Z && d.share_z > Z) {
            sufficient.push((column, toward(a, d)));
        }
        let farther = a.ratio_z.max(d.ratio_z);
        if sufficient.is_empty() && best.is_none_or(|(_, b)| farther > b.ratio_z) {
            best = Some((column, toward(a, d)));
        }
        if a.count + d.count == 0 {
            continue;
        }
        let take_it = match best_agree {
            None => a.share_z > Z || (a.ratio > 1.0 && a.share > 0.5),
            Some((_, b, _)) if b.ratio > 1.0 => {
                a.ratio * a.ratio_z * a.share * a.share_z > b.ratio * b.ratio_z * b.share * b.share_z
            }
            Some((_, b, _)) => a.share * a.share_z > b.share * b.share_z,
        };
        if take_it {
            best_agree = Some((column, a, toward(a, d)));
        }
    }
    let mut list: Vec<(usize, Contrast, bool)> = vec![];
    if let Some((column, _, toward)) = best_agree {
        list.push((column, toward, true));
    }
    sufficient.retain(|(column, _)| list.first().is_none_or(|first| first.0 != *column));
    sufficient.sort_by(|one, two| two.1.weight().partial_cmp(&one.1.weight()).expect("numbers"));
    list.extend(sufficient.into_iter().map(|(column, toward)| (column, toward, false)));
    if list.is_empty() {
        list.extend(best.map(|(column, toward)| (column, toward, false)));
    }
    list.truncate(5);
    let agrees = list.iter().filter(|it| it.1.side == Vote::Agree);
    let disagrees = list.iter().filter(|it| it.1.side == Vote::Disagree);
    agrees.chain(disagrees).map(|it| (it.0, it.1.side, it.2)).collect()
}

fn tallies() -> impl Strategy<Value = Tally> {
    (0_u32..15, 0_u32..15, 0_u32..5).prop_map(|(agree, disagree, pass)| tally(agree, disagree, pass))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn selects_by_the_rules(columns in prop::collection::vec((tallies(), tallies(), prop::bool::weighted(0.1)), 0..12)) {
        let inside: Vec<Tally> = columns.iter().map(|it| it.0).collect();
        let outside: Vec<Tally> = columns.iter().map(|it| it.1).collect();
        let out: Vec<bool> = columns.iter().map(|it| it.2).collect();
        let found = selected(&inside, &outside, &out);
        prop_assert_eq!(entries(&found), by_the_rules(&inside, &outside, &out));
        for it in &found {
            prop_assert_eq!(it.contrast, contrast(&inside[it.column], &outside[it.column], it.contrast.side));
        }
    }
}
