//! The interval against values from elsewhere and against a second way to find it.

use opinion::{Interval, wilson};
use proptest::prelude::*;

const Z: f64 = 1.959_963_984_540_054;

/// The bounds are the two shares `p` at which the observed share is exactly `Z` standard errors away:
/// `(observed − p)² = Z² · p · (1 − p) / n`. Found by halving, without the closed form.
fn by_halving(successes: u32, n: u32) -> Interval {
    let (observed, trials) = (f64::from(successes) / f64::from(n), f64::from(n));
    let excess = |p: f64| (observed - p).powi(2) - Z * Z * p * (1.0 - p) / trials;
    // Outside the interval the excess is positive, at the observed share it is not.
    let bound = |mut outside: f64, mut inside: f64| {
        for _ in 0..200 {
            let middle = f64::midpoint(outside, inside);
            if excess(middle) > 0.0 {
                outside = middle;
            } else {
                inside = middle;
            }
        }
        inside
    };
    Interval { lo: bound(0.0, observed), hi: bound(1.0, observed) }
}

/// Expected bounds to four places, computed with 50 digits outside this program.
#[test]
fn known_values() {
    let cases = [
        (0, 1, 0.0, 0.7935),
        (1, 1, 0.2065, 1.0),
        (0, 10, 0.0, 0.2775),
        (1, 10, 0.0179, 0.4042),
        (5, 10, 0.2366, 0.7634),
        (8, 10, 0.4902, 0.9433),
        (10, 10, 0.7225, 1.0),
        (50, 100, 0.4038, 0.5962),
        (88, 100, 0.8019, 0.9300),
        (15, 148, 0.0624, 0.1605),
    ];
    for (successes, n, lo, hi) in cases {
        let found = wilson(successes, n).expect("something was counted");
        assert!((found.lo - lo).abs() < 5e-5, "{successes}/{n}: {found:?}");
        assert!((found.hi - hi).abs() < 5e-5, "{successes}/{n}: {found:?}");
    }
}

#[test]
fn nothing_counted_has_no_interval() {
    assert_eq!(wilson(0, 0), None);
    assert_eq!(wilson(3, 2), None);
}

#[test]
fn unanimous_rooms_reach_the_end_exactly() {
    for n in 1..500 {
        assert_eq!(wilson(0, n).map(|i| i.lo.to_bits()), Some(0.0_f64.to_bits()), "0/{n}");
        assert_eq!(wilson(n, n).map(|i| i.hi.to_bits()), Some(1.0_f64.to_bits()), "{n}/{n}");
    }
}

#[test]
fn written_as_a_pair() {
    let interval = Interval { lo: 0.25, hi: 0.75 };
    let json = serde_json::to_string(&interval).expect("plain numbers");
    assert_eq!(json, "[0.25,0.75]");
    assert_eq!(serde_json::from_str::<Interval>(&json).expect("what was written"), interval);
}

/// A count of successes, and a number of trials that is no smaller.
fn counts() -> impl Strategy<Value = (u32, u32)> {
    prop_oneof![1_u32..60, 1_u32..200_000, Just(u32::MAX)].prop_flat_map(|n| (0..=n, Just(n)))
}

proptest! {
    #[test]
    fn agrees_with_halving((k, n) in counts()) {
        let (closed, halved) = (wilson(k, n).expect("n > 0"), by_halving(k, n));
        prop_assert!((closed.lo - halved.lo).abs() < 1e-9, "{closed:?} {halved:?}");
        prop_assert!((closed.hi - halved.hi).abs() < 1e-9, "{closed:?} {halved:?}");
    }

    #[test]
    fn holds_the_share_within_bounds((k, n) in counts()) {
        let found = wilson(k, n).expect("n > 0");
        prop_assert!(found.contains(f64::from(k) / f64::from(n)));
        prop_assert!(0.0 <= found.lo && found.lo < found.hi && found.hi <= 1.0);
    }

    #[test]
    fn mirrors((k, n) in counts()) {
        let (one, other) = (wilson(k, n).expect("n > 0"), wilson(n - k, n).expect("n > 0"));
        prop_assert!((one.lo + other.hi - 1.0).abs() < 1e-12);
        prop_assert!((one.hi + other.lo - 1.0).abs() < 1e-12);
    }

    #[test]
    fn one_more_success_raises_both_bounds((k, n) in counts()) {
        prop_assume!(k < n);
        let (less, more) = (wilson(k, n).expect("n > 0"), wilson(k + 1, n).expect("n > 0"));
        prop_assert!(less.lo <= more.lo && less.hi <= more.hi);
    }

    #[test]
    fn more_answers_of_the_same_share_narrow_it(k in 0_u32..500, rest in 1_u32..500, times in 2_u32..20) {
        let n = k + rest;
        let (few, many) = (wilson(k, n).expect("n > 0"), wilson(k * times, n * times).expect("n > 0"));
        prop_assert!(many.width() < few.width());
    }
}
