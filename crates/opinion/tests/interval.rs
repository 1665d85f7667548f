//! The interval against values from elsewhere and against a second way to find it.

use opinion::{Interval, Lots, wilson, wilson_for_three, wilson_of_present};
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

/// Expected bounds computed outside this program.
#[test]
fn known_values_to_ten_places() {
    let near = |found: Option<Interval>, lo: f64, hi: f64| {
        let found = found.expect("something was counted");
        assert!((found.lo - lo).abs() < 6e-11 && (found.hi - hi).abs() < 6e-11, "{found:?}");
    };
    near(wilson(7, 10), 0.396_778_147_5, 0.892_208_732_6);
    near(wilson(0, 10), 0.0, 0.277_532_799_9);
    near(wilson_of_present(7, 10, 12), 0.569_128_275_5, 0.804_757_764_0);
    near(wilson_for_three(7, 10), 0.341_101_557_8, 0.913_171_189_3);
}

#[test]
fn nothing_counted_has_no_interval() {
    assert_eq!(wilson(0, 0), None);
    assert_eq!(wilson(3, 2), None);
    assert_eq!(wilson_for_three(0, 0), None);
    assert_eq!(wilson_for_three(3, 2), None);
    assert_eq!(wilson_of_present(0, 0, 0), None);
    assert_eq!(wilson_of_present(0, 0, 12), None);
    assert_eq!(wilson_of_present(3, 2, 12), None);
    assert_eq!(wilson_of_present(7, 10, 9), None);
}

/// How often the interval of `count` misses `p`, in `rooms` rooms.
fn missed(rooms: u32, p: f64, mut interval: impl FnMut() -> Interval) -> f64 {
    let missed = (0..rooms).filter(|_| !interval().contains(p)).count();
    f64::from(u32::try_from(missed).expect("no more than rooms")) / f64::from(rooms)
}

#[test]
fn covers_nineteen_rooms_of_twenty() {
    let mut lots = Lots::new(1);
    let mut all = vec![];
    for n in [10, 30, 100, 300] {
        for p in [0.1, 0.3, 0.5, 0.7, 0.9] {
            let answers = || wilson((0..n).map(|_| u32::from(lots.unit() < p)).sum(), n).expect("n > 0");
            let missed = missed(2000, p, answers);
            assert!((0.015..0.09).contains(&missed), "{missed} of {n} at {p}");
            all.push(missed);
        }
    }
    let mean = all.iter().sum::<f64>() / 20.0;
    assert!((0.04..0.06).contains(&mean), "{mean}");
}

#[test]
fn covers_the_present_when_most_have_answered() {
    let mut lots = Lots::new(2);
    let (mut finite, mut plain, mut cases) = (0.0, 0.0, 0.0);
    for (present, n) in [(40, 20), (60, 50), (200, 40), (200, 150)] {
        for agree in [present / 8, present / 4, present / 2, present * 3 / 4] {
            // The first n of a shuffled room answer.
            let mut room: Vec<bool> = (0..present).map(|voice| voice < agree).collect();
            let mut answers = || {
                for at in 0..room.len() {
                    let other = at + lots.below(room.len() - at);
                    room.swap(at, other);
                }
                room.iter().zip(0..n).map(|(agreed, _)| u32::from(*agreed)).sum()
            };
            let p = f64::from(agree) / f64::from(present);
            let missed_finite = missed(1000, p, || wilson_of_present(answers(), n, present).expect("n > 0"));
            // Where ten are missing only a few counts are possible: exactly 10.2 % miss at the worst of these.
            assert!(missed_finite < 0.13, "{missed_finite}: {n} of {present}, {agree} agree");
            finite += missed_finite;
            plain += missed(1000, p, || wilson(answers(), n).expect("n > 0"));
            cases += 1.0;
        }
    }
    // Exactly 6.3 %.
    assert!((0.05..0.075).contains(&(finite / cases)), "{}", finite / cases);
    // The plain interval is far too wide here.
    assert!(plain / cases < 0.02, "{}", plain / cases);
}

#[test]
fn three_hold_together() {
    let mut lots = Lots::new(3);
    let (shares, n) = ([0.5, 0.3, 0.2], 60);
    let held = (0..4000).filter(|_| {
        let mut counts = [0_u32; 3];
        for _ in 0..n {
            let lot = lots.unit();
            counts[usize::from(lot >= shares[0]) + usize::from(lot >= shares[0] + shares[1])] += 1;
        }
        counts.iter().zip(shares).all(|(count, share)| wilson_for_three(*count, n).expect("n > 0").contains(share))
    });
    let held = held.count();
    assert!((3780..3920).contains(&held), "{held} of 4000");
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
    fn everybody_present_leaves_nothing_open((k, n) in counts()) {
        let found = wilson_of_present(k, n, n).expect("n > 0");
        let share = f64::from(k) / f64::from(n);
        prop_assert_eq!((found.lo.to_bits(), found.hi.to_bits()), (share.to_bits(), share.to_bits()));
    }

    #[test]
    fn the_fewer_are_missing_the_narrower((k, n) in counts(), absent in 1_u32..1000, more in 1_u32..1000) {
        // Room for the absent.
        let (k, n) = (k / 2, n.div_ceil(2));
        let few = wilson_of_present(k, n, n + absent).expect("n > 0");
        let many = wilson_of_present(k, n, n + absent + more).expect("n > 0");
        let all = wilson(k, n).expect("n > 0");
        let three = wilson_for_three(k, n).expect("n > 0");
        prop_assert!(few.contains(f64::from(k) / f64::from(n)));
        prop_assert!(few.width() <= many.width() && many.width() <= all.width() && all.width() < three.width());
    }

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
