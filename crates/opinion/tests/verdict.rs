//! The rule table, row by row.

use opinion::{ESTABLISHED, GroupShare, Tally, Verdict, split_index, verdict};
use proptest::prelude::*;

fn group(agree: u32, disagree: u32) -> GroupShare {
    GroupShare { agree, disagree }
}

#[test]
fn without_groups() {
    let cases = [
        (0, 0, Verdict::TooFew),
        (4, 0, Verdict::TooFew), // fewer than 5, however unanimous
        (0, 4, Verdict::TooFew),
        (3, 3, Verdict::TooFew), // 0.188 to 0.812: undecided, and wider than 1/2
        (5, 1, Verdict::TooFew), // 0.437 to 0.970
        (6, 5, Verdict::TooFew), // 0.280 to 0.787
        (6, 6, Verdict::Split),  // 0.254 to 0.746
        (6, 1, Verdict::Split),  // 0.487 to 0.974
        (5, 0, Verdict::LeaningAgree),
        (0, 5, Verdict::LeaningDisagree),
        (7, 0, Verdict::LeaningAgree), // 0.646 to 1
        (8, 0, Verdict::ConsensusAgree),
        (0, 8, Verdict::ConsensusDisagree),
        (88, 12, Verdict::ConsensusAgree),
        (12, 88, Verdict::ConsensusDisagree),
        (60, 40, Verdict::LeaningAgree), // 0.502 to 0.691
        (59, 41, Verdict::Split),        // 0.492 to 0.681
        (40, 60, Verdict::LeaningDisagree),
        (41, 59, Verdict::Split),
        (50, 50, Verdict::Split),
        (u32::MAX, u32::MAX, Verdict::Split),
    ];
    for (agree, disagree, expect) in cases {
        assert_eq!(verdict(agree, disagree, &[]), expect, "{agree}:{disagree}");
    }
}

/// All with an undecided room of 50 to 50.
#[test]
fn with_groups() {
    let cases: [(&[GroupShare], Verdict); 11] = [
        (&[group(45, 5), group(5, 45)], Verdict::Polarised),
        (&[group(5, 45), group(45, 5)], Verdict::Polarised),
        (&[group(20, 20), group(27, 3), group(3, 27)], Verdict::Polarised),
        // exactly 1/2 apart counts: 3/4 and 1/4, 4/5 and 3/10
        (&[group(15, 5), group(5, 15)], Verdict::Polarised),
        (&[group(4, 1), group(3, 7)], Verdict::Polarised),
        // a little less does not
        (&[group(14, 6), group(5, 15)], Verdict::Split),
        // far apart, but one of them is on no side
        (&[group(50, 0), group(25, 25)], Verdict::Split),
        // far apart on the same side cannot be; neither can one group alone
        (&[group(45, 5)], Verdict::Split),
        // four sided answers do not establish a group
        (&[group(46, 0), group(0, 4)], Verdict::Split),
        (&[group(45, 0), group(0, 5)], Verdict::Polarised),
        (&[group(u32::MAX, 0), group(0, u32::MAX)], Verdict::Polarised),
    ];
    for (groups, expect) in cases {
        assert_eq!(verdict(50, 50, groups), expect, "{groups:?}");
    }
}

#[test]
fn decided_or_tiny_rooms_are_never_polarised() {
    let opposed = [group(45, 5), group(5, 45)];
    assert_eq!(verdict(90, 10, &opposed), Verdict::ConsensusAgree);
    assert_eq!(verdict(60, 40, &opposed), Verdict::LeaningAgree);
    assert_eq!(verdict(40, 60, &opposed), Verdict::LeaningDisagree);
    assert_eq!(verdict(2, 2, &opposed), Verdict::TooFew);
}

#[test]
fn the_key_is_what_is_written() {
    for verdict in Verdict::ALL {
        let json = serde_json::to_string(&verdict).expect("a name");
        assert_eq!(json, format!("\"{}\"", verdict.key()));
        assert_eq!(serde_json::from_str::<Verdict>(&json).expect("what was written"), verdict);
    }
}

#[test]
fn a_tally_counts() {
    let tally = Tally { agree: 6, disagree: 2, pass: 4, reservations: 3 };
    assert_eq!((tally.answered(), tally.sided(), tally.share()), (12, 8, Some(0.75)));
    assert_eq!(tally.interval(), opinion::wilson(6, 8));
    let only_passes = Tally { pass: 9, ..Tally::default() };
    assert_eq!((only_passes.share(), only_passes.interval()), (None, None));
    let json = serde_json::to_string(&tally).expect("plain numbers");
    assert_eq!(json, r#"{"agree":6,"disagree":2,"pass":4,"reservations":3}"#);
    assert_eq!(serde_json::from_str::<Tally>(&json).expect("what was written"), tally);
    serde_json::from_str::<Tally>(r#"{"agree":6,"disagree":2,"pass":4,"reservations":3,"x":1}"#)
        .expect_err("a field nobody knows");
}

#[test]
fn the_split_index_between_its_ends() {
    let index = |agree, disagree, pass| split_index(&Tally { agree, disagree, pass, reservations: 0 });
    let cases = [
        (0, 0, 0, 0.0),
        (0, 0, 7, 0.0),
        (9, 0, 0, 0.0),
        (0, 9, 0, 0.0),
        (8, 8, 0, 1.0),
        (3, 1, 0, 0.75),
        (4, 4, 8, 0.25), // passes lower it
        (u32::MAX, u32::MAX, 0, 1.0),
    ];
    for (agree, disagree, pass, expect) in cases {
        let found = index(agree, disagree, pass);
        assert!((found - expect).abs() < 1e-12, "{agree}:{disagree}:{pass} gave {found}");
    }
}

fn mirrored(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::ConsensusAgree => Verdict::ConsensusDisagree,
        Verdict::ConsensusDisagree => Verdict::ConsensusAgree,
        Verdict::LeaningAgree => Verdict::LeaningDisagree,
        Verdict::LeaningDisagree => Verdict::LeaningAgree,
        same @ (Verdict::TooFew | Verdict::Polarised | Verdict::Split) => same,
    }
}

/// From surely against to surely in favour; `None` where the verdict names no direction.
fn direction(verdict: Verdict) -> Option<i8> {
    match verdict {
        Verdict::ConsensusDisagree => Some(-2),
        Verdict::LeaningDisagree => Some(-1),
        Verdict::Polarised | Verdict::Split => Some(0),
        Verdict::LeaningAgree => Some(1),
        Verdict::ConsensusAgree => Some(2),
        Verdict::TooFew => None,
    }
}

fn groups() -> impl Strategy<Value = Vec<GroupShare>> {
    prop::collection::vec((0_u32..40, 0_u32..40).prop_map(|(a, d)| group(a, d)), 0..5)
}

proptest! {
    #[test]
    fn mirrors(agree in 0_u32..400, disagree in 0_u32..400, groups in groups()) {
        let swapped: Vec<_> = groups.iter().map(|g| group(g.disagree, g.agree)).collect();
        prop_assert_eq!(
            verdict(disagree, agree, &swapped),
            mirrored(verdict(agree, disagree, &groups))
        );
    }

    #[test]
    fn a_changed_mind_never_moves_it_the_other_way(agree in 0_u32..400, disagree in 1_u32..400) {
        let before = direction(verdict(agree, disagree, &[]));
        let after = direction(verdict(agree + 1, disagree - 1, &[]));
        if let (Some(before), Some(after)) = (before, after) {
            prop_assert!(before <= after);
        }
    }

    #[test]
    fn the_order_of_groups_does_not_matter(mut groups in groups()) {
        let before = verdict(50, 50, &groups);
        groups.reverse();
        prop_assert_eq!(verdict(50, 50, &groups), before);
    }

    /// The rule in floating point, pair by pair, away from its edge.
    #[test]
    fn polarised_is_what_the_table_says(groups in groups()) {
        let shares: Vec<f64> = groups
            .iter()
            .filter(|g| g.agree + g.disagree >= ESTABLISHED)
            .map(|g| f64::from(g.agree) / f64::from(g.agree + g.disagree))
            .collect();
        let pairs = || shares.iter().flat_map(|a| shares.iter().map(move |b| (a, b)));
        prop_assume!(pairs().all(|(a, b)| (a - b - 0.5).abs() > 1e-9));
        let apart = pairs().any(|(a, b)| *a > 0.5 && *b < 0.5 && a - b > 0.5);
        prop_assert_eq!(verdict(50, 50, &groups) == Verdict::Polarised, apart);
    }

    #[test]
    fn the_split_index_stays_in_bounds(agree: u32, disagree: u32, pass: u32) {
        let index = split_index(&Tally { agree, disagree, pass, reservations: 0 });
        prop_assert!((0.0..=1.0).contains(&index));
        let swapped = split_index(&Tally { agree: disagree, disagree: agree, pass, reservations: 0 });
        prop_assert!((index - swapped).abs() < 1e-12);
    }
}
