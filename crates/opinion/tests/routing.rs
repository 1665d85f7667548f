//! Which take to ask next.

use opinion::{Candidate, Lots, Tally, next_take, priority, propensities};
use proptest::prelude::*;

fn tally(agree: u32, disagree: u32, pass: u32) -> Tally {
    Tally { agree, disagree, pass, reservations: 0 }
}

fn open(take: u64, tally: Tally, extremity: f64) -> Candidate {
    Candidate { take, tally, extremity, answered: false }
}

#[test]
fn priority_known_values() {
    assert!((priority(&tally(10, 9, 3), 0.5, false) - 0.624_118_150_2).abs() < 6e-11);
    assert_eq!(priority(&tally(10, 9, 3), 0.5, true).to_bits(), 49.0_f64.to_bits());
    // Nobody answered: (1/2 · 1 · 1/2 · 9)².
    assert!((priority(&Tally::default(), 0.0, false) - 2.25 * 2.25).abs() < 1e-12);
    assert!(priority(&tally(u32::MAX, u32::MAX, u32::MAX), 3.0, false).is_finite());
}

#[test]
fn rejected_takes_are_found_as_soon_as_accepted_ones() {
    let choices = propensities(&[open(1, tally(30, 2, 1), 0.4), open(2, tally(2, 30, 1), 0.4)]);
    assert!((choices[0].propensity - 0.5).abs() < 1e-12);
    assert!(priority(&tally(30, 2, 1), 0.4, false) > 50.0 * priority(&tally(2, 30, 1), 0.4, false));
}

#[test]
fn new_and_far_out_takes_come_first_and_passed_ones_last() {
    let new = open(0, tally(3, 1, 0), 0.5);
    let known = open(1, tally(30, 10, 0), 0.5);
    let far = open(2, tally(30, 10, 0), 2.0);
    let passed = open(3, tally(30, 10, 80), 0.5);
    let found: Vec<f64> = propensities(&[new, known, far, passed]).iter().map(|it| it.propensity).collect();
    assert!(found[0] > found[1] && found[2] > found[1] && found[1] > found[3] && found[3] > 0.0, "{found:?}");
}

#[test]
fn frequencies_are_the_propensities() {
    let candidates = [
        open(4, tally(3, 1, 0), 0.5),
        open(7, tally(30, 10, 0), 0.5),
        Candidate { answered: true, ..open(8, tally(1, 0, 0), 9.0) },
        open(9, tally(5, 25, 3), 1.5),
        open(11, tally(12, 10, 20), 0.1),
    ];
    let mut lots = Lots::new(3);
    let mut drawn = std::collections::BTreeMap::<u64, u32>::new();
    let times = 40_000;
    for _ in 0..times {
        let choice = next_take(&candidates, &mut lots).expect("four are open");
        *drawn.entry(choice.take).or_default() += 1;
    }
    for choice in propensities(&candidates) {
        let (p, n) = (choice.propensity, f64::from(times));
        let found = f64::from(*drawn.get(&choice.take).unwrap_or(&0)) / n;
        assert!((found - p).abs() < 4.0 * (p * (1.0 - p) / n).sqrt(), "{}: {found} instead of {p}", choice.take);
    }
    assert!(!drawn.contains_key(&8));
}

/// What propensities are logged for: answers weighted by their inverse tell of all takes alike.
#[test]
fn the_inverse_undoes_the_routing() {
    let candidates: Vec<Candidate> = (0..6).map(|take| open(take, tally(4 << take, 3, 1), 0.2)).collect();
    let mut lots = Lots::new(9);
    let (mut weighted, mut plain) = (0.0, 0.0);
    let times = 20_000;
    for _ in 0..times {
        let choice = next_take(&candidates, &mut lots).expect("all are open");
        let answer = f64::from(u32::try_from(choice.take).expect("small"));
        plain += answer / f64::from(times);
        weighted += answer / (6.0 * choice.propensity) / f64::from(times);
    }
    assert!((weighted - 2.5).abs() < 0.1, "{weighted}");
    assert!((plain - 2.5).abs() > 0.3, "{plain}");
}

fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
    let count = || prop_oneof![0_u32..30, Just(u32::MAX)];
    let extremity = prop_oneof![4 => 0.0_f64..5.0, 1 => Just(f64::NAN), 1 => Just(f64::INFINITY), 1 => Just(-1.0)];
    let one = (count(), count(), count(), extremity, any::<bool>());
    prop::collection::vec(one, 0..20).prop_map(|all| {
        let of = |(take, (agree, disagree, pass, extremity, answered))| Candidate {
            take,
            tally: tally(agree, disagree, pass),
            extremity,
            answered,
        };
        (0..).zip(all).map(of).collect()
    })
}

proptest! {
    #[test]
    fn propensities_sum_to_one_over_the_open_takes(all in candidates()) {
        let found = propensities(&all);
        let open: Vec<u64> = all.iter().filter(|it| !it.answered).map(|it| it.take).collect();
        prop_assert_eq!(found.iter().map(|it| it.take).collect::<Vec<_>>(), open);
        prop_assert!(found.iter().all(|it| it.propensity > 0.0));
        let sum: f64 = found.iter().map(|it| it.propensity).sum();
        prop_assert!(found.is_empty() || (sum - 1.0).abs() < 1e-12, "{}", sum);
    }

    #[test]
    fn draws_an_open_take_with_its_propensity(all in candidates(), seed: u64) {
        let chosen = next_take(&all, &mut Lots::new(seed));
        prop_assert_eq!(chosen.is_some(), all.iter().any(|it| !it.answered));
        if let Some(chosen) = chosen {
            prop_assert!(propensities(&all).contains(&chosen));
        }
        // The same for the same seed, whatever the order.
        let turned: Vec<Candidate> = all.into_iter().rev().collect();
        let again = next_take(&turned, &mut Lots::new(seed));
        prop_assert_eq!(chosen.map(|it| it.take), again.map(|it| it.take));
    }
}
