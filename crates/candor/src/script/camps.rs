//! Camps: voices that lean the same way on every take. A camp is a block of voices, the first camp first; within a
//! camp the answers to a take are dealt by lot, the same at every reading.

use super::check::{Checker, in_order};
use super::raw::{RawRoom, RawTake};
use opinion::Lots;
use swarm::Answer;
use toml::Spanned;

/// Each take has its own lots.
const SEED: u64 = 0x5A17;

/// What the voices swipe, camp by camp.
pub(super) fn deal(take: usize, camps: &[RawRoom]) -> Vec<Answer> {
    let mut lots = Lots::new(SEED + take as u64);
    let mut dealt = Vec::new();
    for camp in camps {
        let mut answers = in_order(*camp);
        for last in (1..answers.len()).rev() {
            answers.swap(last, lots.below(last + 1));
        }
        dealt.append(&mut answers);
    }
    dealt
}

/// All camps of a take counted together; `None` where a number is out of reach.
pub(super) fn together(camps: &[RawRoom]) -> Option<RawRoom> {
    let none = RawRoom { agree: 0, disagree: 0, pass: 0, reservations: 0 };
    camps.iter().try_fold(none, |sum, camp| {
        Some(RawRoom {
            agree: sum.agree.checked_add(camp.agree)?,
            disagree: sum.disagree.checked_add(camp.disagree)?,
            pass: sum.pass.checked_add(camp.pass)?,
            reservations: sum.reservations.checked_add(camp.reservations)?,
        })
    })
}

/// A voice belongs to one camp: camps have the same numbers of voices on every take.
pub(super) fn check(c: &mut Checker<'_>, takes: &[Spanned<RawTake>]) {
    let sizes = |camps: &[RawRoom]| -> Vec<u64> {
        camps.iter().map(|it| u64::from(it.agree) + u64::from(it.disagree) + u64::from(it.pass)).collect()
    };
    let said = |sizes: &[u64]| sizes.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    let mut all = takes.iter().filter_map(|take| take.get_ref().camps.as_ref());
    let Some(first) = all.next() else { return };
    let expected = sizes(first.get_ref());
    if expected.len() < 2 {
        c.fault(&first.span(), "one camp is no camp", "list at least two, or use room = { … }");
    }
    for camps in all {
        let found = sizes(camps.get_ref());
        if found != expected {
            let what = format!("the camps have {} voices, before {}", said(&found), said(&expected));
            c.fault(&camps.span(), what, "give each camp the same number of voices on every take");
        }
    }
}
