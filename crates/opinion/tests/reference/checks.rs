//! What holds for every analysis.

use opinion::{Analysis, OpinionMap, Reading};
use std::collections::BTreeSet;

/// Every number is a number: whatever is printed of an analysis, by field or by list, is finite.
pub fn finite(analysis: &Analysis) {
    let printed = format!("{analysis:?}");
    let words = printed.split(|c: char| !c.is_ascii_alphanumeric());
    let odd: Vec<&str> = words.filter(|word| matches!(*word, "NaN" | "inf")).collect();
    assert!(odd.is_empty(), "{} numbers are none, in {printed}", odd.len());
}

/// What holds whatever was answered.
pub fn sound(analysis: &Analysis) {
    finite(analysis);
    let columns = analysis.takes.len();
    assert!(analysis.takes.is_sorted(), "takes ascend");
    assert_eq!((analysis.out.len(), analysis.tallies.len()), (columns, columns));
    assert_eq!(analysis.votes, analysis.tallies.iter().map(|tally| tally.answered() as usize).sum::<usize>());
    if let Some(map) = &analysis.map {
        sound_map(map, columns, analysis);
    }
    sound_groups(analysis);
    sound_finding(analysis);
    for common in &analysis.common {
        assert!(!analysis.out[common.column] && 0.0 < common.least && common.least <= common.score + 1e-12);
        assert!(common.score < 1.0);
    }
    for divide in &analysis.divisive {
        assert!(
            !analysis.out[divide.column] && (0.0..=2.0).contains(&divide.gap) && (0.0..=1.0).contains(&divide.split)
        );
    }
    for column in 0..columns {
        let shares = analysis.shares(column);
        assert!(shares.is_empty() || shares.len() == analysis.groups.len());
    }
}

fn sound_map(map: &OpinionMap, columns: usize, analysis: &Analysis) {
    assert_eq!([map.centre.len(), map.axes.len(), map.positions.len(), map.extremity.len()], [columns; 4]);
    assert!(map.places.is_sorted_by(|a, b| a.voice < b.voice), "places ascend, once each");
    assert!(map.places.len() <= analysis.voices);
    assert!(map.places.iter().all(|place| place.answers > 0));
    for k in 0..2 {
        let length: f64 = map.axes.iter().map(|p| p[k] * p[k]).sum();
        assert!((length - 1.0).abs() < 1e-9 || length == 0.0, "axis {k} has length² {length}");
        assert!((0.0..=1.0 + 1e-9).contains(&map.spread[k]), "{:?}", map.spread);
    }
    let across: f64 = map.axes.iter().map(|[p, q]| p * q).sum();
    assert!(across.abs() < 1e-8, "the axes are at {across} to each other");
    assert!(map.spread[0] + map.spread[1] <= 1.0 + 1e-9);
    assert!((-1.0..=1.0).contains(&map.pull));
    for column in (0..columns).filter(|column| analysis.out[*column]) {
        let none = map.axes[column].iter().chain(&map.positions[column]).all(|x| *x == 0.0);
        assert!(none, "column {column} is out");
    }
}

fn sound_groups(analysis: &Analysis) {
    let places = analysis.map.as_ref().map_or(&[][..], |map| &map.places);
    let names: BTreeSet<usize> = analysis.groups.iter().map(|group| group.name).collect();
    assert_eq!(names.len(), analysis.groups.len(), "names are given once");
    assert!(analysis.groups.is_sorted_by_key(|group| group.name));
    for (at, group) in analysis.groups.iter().enumerate() {
        assert_eq!(group.voices, places.iter().filter(|place| place.group == Some(at)).count());
        assert!(group.voices > 0 && group.tallies.len() == analysis.takes.len());
        for characteristic in &group.characteristic {
            assert!(!analysis.out[characteristic.column]);
            assert_eq!(characteristic.contrast.seen, group.tallies[characteristic.column].answered());
        }
    }
    for (column, whole) in analysis.tallies.iter().enumerate() {
        let parts = analysis.groups.iter().map(|group| group.tallies[column]);
        let [agree, disagree, pass] = parts.fold([0; 3], |[a, d, s], t| [a + t.agree, d + t.disagree, s + t.pass]);
        assert!(agree <= whole.agree && disagree <= whole.disagree && pass <= whole.pass);
    }
}

fn sound_finding(analysis: &Analysis) {
    let finding = &analysis.finding;
    assert_eq!(finding.reading == Reading::Groups, !analysis.groups.is_empty(), "{:?}", finding.reading);
    for offer in &finding.offers {
        assert!((-1.0..=1.0).contains(&offer.silhouette) && offer.cost >= 0.0);
    }
    let Some(null) = finding.null else { return };
    let least = 1.0 / (null.draws as f64 + 1.0);
    for p in [null.p, null.axis_p] {
        assert!(least - 1e-12 <= p && p <= 1.0);
    }
    assert!(null.mean <= null.max + 1e-12);
}

/// The group of each place, ascending by voice; `usize::MAX` for none.
pub fn partition(analysis: &Analysis) -> Vec<usize> {
    let places = analysis.map.iter().flat_map(|map| &map.places);
    places.map(|place| place.group.unwrap_or(usize::MAX)).collect()
}

/// Groups under whatever names: every group gets the number of its first member.
pub fn unnamed(groups: &[usize]) -> Vec<usize> {
    groups.iter().map(|group| groups.iter().position(|other| other == group).unwrap()).collect()
}
