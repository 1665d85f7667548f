//! How sure the split index is.

use opinion::{Interval, Lots, Tally, split_index, split_interval};
use proptest::prelude::*;

fn tally(agree: u32, disagree: u32, pass: u32) -> Tally {
    Tally { agree, disagree, pass, reservations: 0 }
}

/// Away from an even room the usual formula of the deviation holds: `√(16 · a · d · (a + d − 4ad) / n)`.
#[test]
fn agrees_with_the_delta_method_where_that_holds() {
    let (take, a, d, n) = (tally(30, 15, 5), 0.6_f64, 0.3, 50.0);
    assert!((split_index(&take) - 0.72).abs() < 1e-12);
    let deviation = (16.0 * a * d * (a + d - 4.0 * a * d) / n).sqrt();
    assert!((deviation - 0.101_823_376_5).abs() < 1e-10);
    let width = split_interval(&take, 20_000, 1).width() / (2.0 * 1.96);
    assert!((width / deviation - 1.0).abs() < 0.1, "{width}");
}

#[test]
fn doubts_an_even_room_where_the_delta_method_has_none() {
    let found = split_interval(&tally(25, 25, 0), 4000, 1);
    assert!(found.width() > 0.05 && found.contains(1.0), "{found:?}");
    let larger = split_interval(&tally(250, 250, 0), 4000, 1);
    assert!(larger.width() < found.width() / 4.0);
}

#[test]
fn without_answers_or_draws_nothing_is_known() {
    assert_eq!(split_interval(&tally(8, 2, 0), 0, 1), Interval { lo: 0.0, hi: 1.0 });
    let unanswered = split_interval(&Tally::default(), 4000, 1);
    assert!(unanswered.lo < 0.01 && unanswered.hi > 0.6, "{unanswered:?}");
}

#[test]
fn covers_nineteen_rooms_of_twenty() {
    let mut lots = Lots::new(5);
    for (agree, disagree) in [(0.6, 0.3), (0.2, 0.7), (0.4, 0.4)] {
        let truth = 4.0 * agree * disagree;
        let held = (0..500_u64).filter(|seed| {
            let mut counts = [0_u32; 3];
            for _ in 0..60 {
                let lot = lots.unit();
                counts[usize::from(lot >= agree) + usize::from(lot >= agree + disagree)] += 1;
            }
            split_interval(&tally(counts[0], counts[1], counts[2]), 400, *seed).contains(truth)
        });
        let held = held.count();
        assert!((455..=495).contains(&held), "{held} of 500 at {agree} and {disagree}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn holds_the_index_within_bounds(agree: u32, disagree: u32, pass: u32, scale in 0_u32..32, seed: u64) {
        let take = tally(agree >> scale, disagree >> scale, pass >> scale);
        let found = split_interval(&take, 100, seed);
        prop_assert!(0.0 <= found.lo && found.lo <= found.hi && found.hi <= 1.0);
        prop_assert!(take.answered() == 0 || found.contains(split_index(&take)));
        prop_assert_eq!(found, split_interval(&take, 100, seed));
    }
}
