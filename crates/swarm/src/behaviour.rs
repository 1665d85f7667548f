//! People who swipe as people do: two camps, some passes, some reservations, most within seconds, a few late, a few who
//! think again. Everything follows from a seed, so that a demonstration can be repeated.

use crate::wire::{Answer, Side};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::f64::consts::TAU;
use std::time::Duration;

/// Half of all people have answered after this time.
const MEDIAN: Duration = Duration::from_secs(9);
/// Spread of the logarithm of the times.
const SIGMA: f64 = 0.55;
/// How far the two camps stand apart, in agree shares.
const APART: f64 = 0.5;
/// Of 1,000 people: never answer, answer late, think again.
const SILENT: u32 = 25;
const LATE: u32 = 40;
const AGAIN: u32 = 60;

/// Which way a person leans when colleagues disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Camp {
    /// Likes what is new in a take.
    Bold,
    /// Likes what was there before.
    Careful,
}

/// One simulated person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Person {
    /// Where in the crowd, from 0.
    pub index: u32,
    /// The camp.
    pub camp: Camp,
    seed: u64,
    /// 1 is average, 2 takes twice as long.
    pace: f64,
}

/// What the whole room will roughly say to a take, in parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lean {
    /// Parts that agree.
    pub agree: u32,
    /// Parts that disagree.
    pub disagree: u32,
    /// Parts that pass.
    pub pass: u32,
    /// Parts of the first two that have a reservation.
    pub reservations: u32,
    /// Parts that agree and disagree of each camp, the bold one first; without, the camps stand half a room apart.
    pub camps: Option<[(u32, u32); 2]>,
}

/// One deed of a person, this long after the take opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Since the take opened on the phone.
    pub after: Duration,
    /// The answer given.
    pub answer: Answer,
}

/// A crowd of `n` people; the same seed gives the same people.
pub fn crowd(seed: u64, n: u32) -> Vec<Person> {
    (0..n)
        .map(|index| {
            let own = mix(seed, u64::from(index));
            let mut rng = StdRng::seed_from_u64(own);
            let camp = if rng.random_bool(0.5) { Camp::Bold } else { Camp::Careful };
            Person { index, camp, seed: own, pace: log_normal(&mut rng, 0.25) }
        })
        .collect()
}

/// What a person does while take `n` is open, in order of time. Empty for somebody who looks out of the window.
pub fn plan(person: &Person, n: u32, lean: Lean) -> Vec<Step> {
    let mut rng = StdRng::seed_from_u64(mix(person.seed, u64::from(n)));
    let answer = first_answer(person, lean, &mut rng);
    let mood = rng.random_range(0..1000);
    if mood < SILENT {
        return Vec::new();
    }
    let mut after = MEDIAN.mul_f64(person.pace * log_normal(&mut rng, SIGMA)).max(Duration::from_millis(900));
    if mood < SILENT + LATE {
        after += Duration::from_secs(rng.random_range(15..45));
    }
    let mut steps = vec![Step { after, answer }];
    if mood >= 1000 - AGAIN {
        let after = after + Duration::from_millis(rng.random_range(2500..12_000));
        steps.push(Step { after, answer: second_thought(answer) });
    }
    steps
}

/// Picks who writes each truth: somebody whose only answer to take `n` is on that side. The same person never writes
/// two; `None` where nobody is left.
pub fn writers(people: &[Person], n: u32, lean: Lean, wanted: &[Side]) -> Vec<Option<u32>> {
    let mut free: Vec<(u32, Side)> = people
        .iter()
        .filter_map(|person| match plan(person, n, lean).as_slice() {
            [only] => Some((person.index, only.answer.side)),
            _ => None,
        })
        .collect();
    wanted
        .iter()
        .map(|side| {
            let at = free.iter().position(|(_, own)| own == side)?;
            Some(free.swap_remove(at).0)
        })
        .collect()
}

fn first_answer(person: &Person, lean: Lean, rng: &mut StdRng) -> Answer {
    let sided = f64::from(lean.agree + lean.disagree);
    let all = sided + f64::from(lean.pass);
    if sided == 0.0 || rng.random_bool(f64::from(lean.pass) / all) {
        return Answer::plain(Side::Pass);
    }
    let share = f64::from(lean.agree) / sided;
    let own = match (lean.camps, person.camp) {
        (Some([(agree, disagree), _]), Camp::Bold) | (Some([_, (agree, disagree)]), Camp::Careful) => {
            f64::from(agree) / f64::from((agree + disagree).max(1))
        }
        // Where nearly everybody is of one mind, so are the camps.
        (None, Camp::Bold) => share + (APART / 2.0).min(share).min(1.0 - share),
        (None, Camp::Careful) => share - (APART / 2.0).min(share).min(1.0 - share),
    };
    let side = if rng.random_bool(own.clamp(0.0, 1.0)) { Side::Agree } else { Side::Disagree };
    let reservation = rng.random_bool((f64::from(lean.reservations) / sided).clamp(0.0, 1.0));
    Answer { side, reservation }
}

/// Most people who think again add a reservation; those who had one, or passed, cross over.
fn second_thought(first: Answer) -> Answer {
    match first {
        Answer { side: Side::Agree, reservation: true } => Answer::plain(Side::Disagree),
        Answer { side: Side::Disagree, reservation: true } | Answer { side: Side::Pass | Side::None, .. } => {
            Answer::plain(Side::Agree)
        }
        Answer { side, reservation: false } => Answer::reserved(side),
    }
}

/// Around 1, with a long tail to the right.
fn log_normal(rng: &mut StdRng, sigma: f64) -> f64 {
    let (radius, angle) = (rng.random_range(f64::EPSILON..1.0), rng.random_range(0.0..TAU));
    (sigma * (-2.0 * radius.ln()).sqrt() * angle.cos()).exp()
}

/// One seed from two numbers; neighbours give unlike seeds (the finaliser of `SplitMix64`).
pub(crate) fn mix(seed: u64, salt: u64) -> u64 {
    let mut z = seed ^ salt.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPLIT: Lean = Lean { agree: 48, disagree: 46, pass: 6, reservations: 20, camps: None };
    const AGREED: Lean = Lean { agree: 92, disagree: 5, pass: 3, reservations: 8, camps: None };

    fn last(people: &[Person], n: u32, lean: Lean) -> (f64, f64, f64) {
        let ends: Vec<Answer> = people.iter().filter_map(|it| plan(it, n, lean).last().map(|it| it.answer)).collect();
        let share = |asked: fn(&Answer) -> bool| {
            f64::from(u32::try_from(ends.iter().filter(|it| asked(it)).count()).unwrap()) / f64::from(1000)
        };
        (share(|it| it.side == Side::Agree), share(|it| it.side == Side::Pass), share(|it| it.reservation))
    }

    #[test]
    fn the_same_seed_gives_the_same_evening() {
        let plans = |seed| crowd(seed, 200).iter().map(|it| plan(it, 3, SPLIT)).collect::<Vec<_>>();
        assert_eq!(plans(7), plans(7));
        assert_ne!(plans(7), plans(8));
    }

    #[test]
    fn the_room_says_roughly_what_it_leans_to() {
        let people = crowd(1, 1000);
        let near = |is: f64, wanted: f64| assert!((is - wanted).abs() < 0.07, "{is} is not near {wanted}");
        let (agree, pass, reserved) = last(&people, 1, SPLIT);
        near(agree, 0.48);
        near(pass, 0.06);
        near(reserved, 0.22);
        near(last(&people, 2, AGREED).0, 0.9);
    }

    #[test]
    fn camps_stand_apart_on_what_splits() {
        let people = crowd(1, 1000);
        let agree = |camp| {
            let own: Vec<Person> = people.iter().filter(|it| it.camp == camp).copied().collect();
            let yes =
                own.iter().filter(|it| plan(it, 1, SPLIT).first().is_some_and(|step| step.answer.side == Side::Agree));
            yes.count() * 100 / own.len()
        };
        assert!(agree(Camp::Bold) > agree(Camp::Careful) + 30);
    }

    #[test]
    fn camps_lean_as_they_are_told() {
        let people = crowd(1, 1000);
        let told = Lean { camps: Some([(9, 1), (1, 4)]), ..SPLIT };
        for (camp, wanted) in [(Camp::Bold, 90), (Camp::Careful, 20)] {
            let own: Vec<Person> = people.iter().filter(|it| it.camp == camp).copied().collect();
            let firsts = own.iter().filter_map(|it| plan(it, 1, told).first().map(|step| step.answer.side));
            let sides: Vec<Side> = firsts.filter(|side| *side != Side::Pass).collect();
            let agree = sides.iter().filter(|side| **side == Side::Agree).count();
            assert!((100 * agree / sides.len()).abs_diff(wanted) < 5, "{camp:?}: {agree} of {}", sides.len());
        }
    }

    #[test]
    fn most_answer_within_seconds_and_a_few_think_again() {
        let people = crowd(1, 1000);
        let plans: Vec<_> = people.iter().map(|it| plan(it, 1, SPLIT)).collect();
        let count = |asked: fn(&Vec<Step>) -> bool| plans.iter().filter(|it| asked(it)).count();
        assert!((850..1000).contains(&count(|it| { it.first().is_some_and(|s| s.after < Duration::from_secs(25)) })));
        assert!((5..80).contains(&count(|it| { it.first().is_some_and(|s| s.after > Duration::from_secs(30)) })));
        assert!((20..120).contains(&count(|it| it.len() == 2)));
        assert!((5..60).contains(&count(Vec::is_empty)));
    }

    #[test]
    fn writers_are_distinct_and_on_their_side() {
        let people = crowd(3, 40);
        let wanted = [Side::Agree, Side::Disagree, Side::Agree, Side::Pass];
        let picked = writers(&people, 1, SPLIT, &wanted);
        let mut seen = Vec::new();
        for (side, index) in wanted.iter().zip(&picked).filter_map(|(side, it)| it.map(|it| (side, it))) {
            assert!(!seen.contains(&index));
            seen.push(index);
            assert_eq!(plan(&people[index as usize], 1, SPLIT)[0].answer.side, *side);
        }
        assert!(seen.len() >= 3);
    }
}
