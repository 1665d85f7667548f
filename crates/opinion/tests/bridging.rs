//! Which written reasons help across groups.

use opinion::{Audience, Bridge, Echoes, bridge, rank, wilson};
use proptest::prelude::*;

fn echoes(helpful: u32, raters: u32) -> Echoes {
    Echoes { helpful, raters }
}

const AUDIENCE: Audience = Audience { raters: 80, rate: 0.6, weight: 2.0 };

fn bridged(groups: &[Echoes]) -> Bridge {
    bridge(groups, Echoes::default(), &AUDIENCE, 1).expect("somebody rated")
}

/// Expected values computed outside this program.
#[test]
fn known_values() {
    let found = bridged(&[echoes(9, 12), echoes(4, 10)]);
    let rates: Vec<f64> = found.rates.iter().copied().flatten().collect();
    assert!((rates[0] - 0.728_571_428_6).abs() < 6e-11 && (rates[1] - 0.433_333_333_3).abs() < 6e-11);
    assert!((found.score - 0.561_884_584_0).abs() < 6e-11);
    assert!((found.lower_by_variance - 0.419_904_3).abs() < 6e-8);
    assert!((found.lower - 0.380).abs() < 0.015, "{}", found.lower);
    assert_eq!(Some(found.room.1), wilson(13, 22));
    assert!((found.room.0 - 13.0 / 22.0).abs() < 1e-15);
    assert!(!found.early);
}

#[test]
fn draws_and_delta_method_meet_with_many_raters() {
    let found = bridged(&[echoes(600, 1000), echoes(500, 1000)]);
    assert!((found.lower / found.lower_by_variance - 1.0).abs() < 0.01, "{found:?}");
}

#[test]
fn helping_one_group_is_not_bridging() {
    let sided = bridged(&[echoes(40, 40), echoes(2, 40)]);
    let across = bridged(&[echoes(22, 40), echoes(20, 40)]);
    // The same number of voices were helped; plain counting could not tell.
    assert!((sided.room.0 - across.room.0).abs() < 1e-15);
    assert!(across.score > sided.score && across.lower > sided.lower);
    assert_eq!(rank(&[Some(sided), Some(across)]), [1, 0]);
}

#[test]
fn four_raters_do_not_speak_for_a_group() {
    let unheard = bridged(&[echoes(30, 40), echoes(0, 0)]);
    let four = bridged(&[echoes(30, 40), echoes(4, 4)]);
    let five = bridged(&[echoes(30, 40), echoes(5, 5)]);
    assert!(unheard.rates[0].is_some() && unheard.rates[1].is_none());
    // The audience's rate stands in, and is unsure.
    assert!((unheard.score - (31.2_f64 / 42.0 * 0.6).sqrt()).abs() < 1e-12);
    assert_eq!((unheard.score.to_bits(), unheard.lower.to_bits()), (four.score.to_bits(), four.lower.to_bits()));
    assert!(five.rates[1].is_some() && five.lower > four.lower);
    // Sure that it helps both beats hoping that it helps the second.
    assert!(bridged(&[echoes(30, 40), echoes(24, 40)]).lower > unheard.lower);
}

#[test]
fn without_groups_the_lower_wilson_bound_ranks() {
    for groups in [&[][..], &[echoes(3, 4)][..]] {
        let found = bridge(groups, echoes(10, 16), &AUDIENCE, 1).expect("somebody rated");
        let all =
            groups.iter().fold(echoes(10, 16), |all, it| echoes(all.helpful + it.helpful, all.raters + it.raters));
        let sure = wilson(all.helpful, all.raters).expect("somebody rated");
        assert_eq!(found.lower.to_bits(), sure.lo.to_bits());
        assert_eq!(found.lower_by_variance.to_bits(), sure.lo.to_bits());
        assert!(found.rates.iter().all(Option::is_none) && found.rates.len() == groups.len());
    }
}

#[test]
fn unrated_or_contradictory_texts_have_no_bridge() {
    assert_eq!(bridge(&[], Echoes::default(), &AUDIENCE, 1), None);
    assert_eq!(bridge(&[Echoes::default(); 3], Echoes::default(), &AUDIENCE, 1), None);
    assert_eq!(bridge(&[echoes(3, 2), echoes(3, 9)], Echoes::default(), &AUDIENCE, 1), None);
    assert_eq!(bridge(&[echoes(1, u32::MAX); 2], Echoes::default(), &AUDIENCE, 1), None);
}

#[test]
fn few_raters_in_the_room_are_early() {
    let early = |raters| {
        let audience = Audience { raters, ..AUDIENCE };
        bridge(&[echoes(9, 12), echoes(4, 10)], Echoes::default(), &audience, 1).is_some_and(|it| it.early)
    };
    assert!(early(59) && !early(60));
}

#[test]
fn an_audience_is_the_sum_of_its_texts() {
    let found = Audience::of(30, [echoes(9, 12), echoes(4, 10), Echoes::default()]);
    assert_eq!((found.raters, found.weight.to_bits()), (30, 2.0_f64.to_bits()));
    assert!((found.rate - 14.0 / 24.0).abs() < 1e-15);
    assert!((Audience::of(0, []).rate - 0.5).abs() < 1e-15);
}

#[test]
fn the_order_of_ranks() {
    let texts = [
        None,
        Some(bridged(&[echoes(10, 20), echoes(10, 20)])),
        Some(bridged(&[echoes(18, 20), echoes(18, 20)])),
        Some(bridged(&[echoes(10, 20), echoes(10, 20)])),
        None,
        // Nobody's group has five raters: equal but for the room's own bound.
        Some(bridged(&[echoes(1, 4), echoes(0, 4)])),
        Some(bridged(&[echoes(3, 4), echoes(4, 4)])),
    ];
    assert_eq!(rank(&texts), [2, 1, 3, 6, 5, 0, 4]);
    assert!(rank(&[]).is_empty());
}

fn ratings() -> impl Strategy<Value = Echoes> {
    prop_oneof![0_u32..12, 0_u32..400_000_000]
        .prop_flat_map(|raters| (0..=raters).prop_map(move |helpful| echoes(helpful, raters)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn always_numbers_within_bounds(
        groups in prop::collection::vec(ratings(), 0..6), others in ratings(), raters: u32,
        rate in 0.0_f64..=1.0, weight in 0.0_f64..10.0, seed: u64,
    ) {
        let audience = Audience { raters, rate, weight };
        let Some(found) = bridge(&groups, others, &audience, seed) else {
            prop_assert!(groups.iter().all(|it| it.raters == 0) && others.raters == 0);
            return Ok(());
        };
        prop_assert_eq!(found.rates.len(), groups.len());
        for number in found.rates.iter().flatten().chain([&found.score, &found.lower, &found.lower_by_variance]) {
            prop_assert!((0.0..=1.0).contains(number), "{:?}", found);
        }
        prop_assert!(found.lower <= found.score && found.lower_by_variance <= found.score);
        prop_assert_eq!(&Some(found), &bridge(&groups, others, &audience, seed));
    }

    #[test]
    fn more_help_in_any_group_ranks_no_lower(helpful in 0_u32..20, more in 1_u32..5, group in 0_usize..2) {
        let mut groups = [echoes(helpful, 25), echoes(helpful, 30)];
        let before = bridged(&groups);
        groups[group].helpful += more;
        prop_assert!(bridged(&groups).score > before.score);
        prop_assert!(bridged(&groups).lower_by_variance > before.lower_by_variance);
    }
}
