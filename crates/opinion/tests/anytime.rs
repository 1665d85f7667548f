//! The interval that may be watched.

use opinion::{Interval, Lots, anytime, wilson};
use proptest::prelude::*;

/// Expected bounds computed outside this program.
#[test]
fn known_values() {
    let cases = [
        (7, 10, 0.252_412_890_1, 0.967_484_860_2),
        (70, 100, 0.537_160_134_9, 0.834_348_464_6),
        (0, 10, 0.0, 0.376_987_351_0),
    ];
    for (successes, n, lo, hi) in cases {
        let found = anytime(successes, n, 0.05).expect("something was counted");
        assert!((found.lo - lo).abs() < 6e-11 && (found.hi - hi).abs() < 6e-11, "{successes}/{n}: {found:?}");
    }
}

#[test]
fn nonsense_has_no_interval() {
    assert_eq!(anytime(0, 0, 0.05), None);
    assert_eq!(anytime(3, 2, 0.05), None);
    for alpha in [0.0, 1.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(anytime(3, 5, alpha), None, "{alpha}");
    }
}

#[test]
fn unanimous_rooms_reach_the_end_exactly() {
    for n in (1..500).chain([u32::MAX]) {
        assert_eq!(anytime(0, n, 0.05).map(|i| i.lo.to_bits()), Some(0.0_f64.to_bits()), "0/{n}");
        assert_eq!(anytime(n, n, 0.05).map(|i| i.hi.to_bits()), Some(1.0_f64.to_bits()), "{n}/{n}");
    }
}

/// Rooms whose share of `p` is outside of the interval at some moment, of 200 rooms watched from the first answer on.
fn left(p: f64, interval: fn(u32, u32) -> Option<Interval>) -> usize {
    let mut lots = Lots::new(11);
    let mut leaves = || {
        let mut agree = 0;
        // All answers are drawn, so that every room sees the same ones whatever the interval.
        let answers: Vec<bool> = (0..200).map(|_| lots.unit() < p).collect();
        answers.into_iter().zip(1..).any(|(agrees, n)| {
            agree += u32::from(agrees);
            interval(agree, n).is_some_and(|interval| !interval.contains(p))
        })
    };
    (0..200).filter(|_| leaves()).count()
}

#[test]
fn watching_does_not_break_it() {
    for p in [0.5, 0.8] {
        let watched = left(p, |k, n| anytime(k, n, 0.05));
        assert!(watched <= 10, "{watched} of 200 at {p}");
        // What it is needed for: the usual interval is left far more often than in one room of twenty.
        assert!(left(p, wilson) >= 50);
    }
}

proptest! {
    #[test]
    fn holds_the_share_and_more_than_wilson(
        (k, n) in (1_u32..5000).prop_flat_map(|n| (0..=n, Just(n))), alpha in 0.001_f64..0.05,
    ) {
        let found = anytime(k, n, alpha).expect("n > 0");
        prop_assert!(0.0 <= found.lo && found.lo < found.hi && found.hi <= 1.0);
        prop_assert!(found.contains(f64::from(k) / f64::from(n)));
        prop_assert!(found.width() > wilson(k, n).expect("n > 0").width());
        let stricter = anytime(k, n, alpha / 2.0).expect("n > 0");
        prop_assert!(stricter.lo <= found.lo && found.hi <= stricter.hi);
    }

    #[test]
    fn mirrors((k, n) in (1_u32..5000).prop_flat_map(|n| (0..=n, Just(n)))) {
        let (one, other) = (anytime(k, n, 0.05).expect("n > 0"), anytime(n - k, n, 0.05).expect("n > 0"));
        prop_assert!((one.lo + other.hi - 1.0).abs() < 1e-12);
    }

    #[test]
    fn any_count_has_bounds(k: u32, rest: u32) {
        let Some(n) = k.checked_add(rest).filter(|n| *n > 0) else { return Ok(()) };
        let found = anytime(k, n, 0.05).expect("n > 0");
        prop_assert!(found.contains(f64::from(k) / f64::from(n)) && found.width() < 1.0);
    }
}
