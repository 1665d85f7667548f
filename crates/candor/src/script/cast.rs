//! Who writes which truth.
//!
//! A truth needs a voice that swiped its side and wrote nothing else on that take. Names come first: one voice per
//! name, on the right side of all its takes. The others go to voices without a reservation before those with one.

use super::check::Checker;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use swarm::{Answer, Consent, Side};

/// A truth that needs a voice.
#[derive(Debug)]
pub(super) struct Wanted {
    pub side: Side,
    pub words: String,
    pub consent: Consent,
    pub name: Option<String>,
    pub at: Range<usize>,
}

/// The voice of each truth, take by take, and the name of each voice.
pub(super) fn cast(
    c: &mut Checker<'_>,
    swipes: &[&[Answer]],
    wanted: &[Vec<Wanted>],
    voices: usize,
) -> (Vec<Vec<usize>>, Vec<Option<String>>) {
    let mut names: Vec<Option<String>> = vec![None; voices];
    for (name, truths) in by_name(c, wanted) {
        let fits = |voice: &usize| {
            names[*voice].is_none() && truths.iter().all(|(take, side, _)| on(swipes[*take], *voice, *side))
        };
        if let Some(voice) = (0..voices).find(fits) {
            names[voice] = Some(name.to_owned());
        } else {
            let at = truths.last().map_or(0..0, |(_, _, at)| (*at).clone());
            let what = format!("no voice is left that swiped as {name} writes");
            c.fault(&at, what, "let more voices swipe that side, or change the side");
        }
    }
    let cast = wanted.iter().zip(swipes).map(|(truths, swipes)| one_take(c, swipes, truths, &names)).collect();
    (cast, names)
}

type Named<'a> = BTreeMap<&'a str, Vec<(usize, Side, &'a Range<usize>)>>;

fn by_name<'a>(c: &mut Checker<'_>, wanted: &'a [Vec<Wanted>]) -> Named<'a> {
    let mut named: Named<'a> = BTreeMap::new();
    for (take, truths) in wanted.iter().enumerate() {
        for truth in truths {
            let Some(name) = truth.name.as_deref().filter(|it| !it.is_empty()) else { continue };
            let own = named.entry(name).or_default();
            if own.iter().any(|(before, ..)| *before == take) {
                c.fault(&truth.at, format!("{name} wrote to this take before"), "a voice writes one truth a take");
            } else {
                own.push((take, truth.side, &truth.at));
            }
        }
    }
    named
}

fn one_take(c: &mut Checker<'_>, swipes: &[Answer], truths: &[Wanted], names: &[Option<String>]) -> Vec<usize> {
    let of_name = |truth: &Wanted| names.iter().position(|it| it.is_some() && *it == truth.name);
    let mut taken: BTreeSet<usize> = truths.iter().filter_map(of_name).collect();
    truths
        .iter()
        .map(|truth| {
            if truth.name.is_some() {
                // Where nobody fits the name, that was said already.
                return of_name(truth).unwrap_or(0);
            }
            let free = |voice: &usize| !taken.contains(voice) && on(swipes, *voice, truth.side);
            let rank = |voice: &usize| (names[*voice].is_some(), swipes[*voice].reservation, *voice);
            let Some(voice) = (0..swipes.len()).filter(free).min_by_key(rank) else {
                let what = format!("more truths than voices that swiped {}", word(truth.side));
                c.fault(&truth.at, what, "let more voices swipe that side, or drop the truth");
                return 0;
            };
            taken.insert(voice);
            voice
        })
        .collect()
}

fn on(swipes: &[Answer], voice: usize, side: Side) -> bool {
    swipes.get(voice).is_some_and(|it| it.side == side)
}

fn word(side: Side) -> &'static str {
    match side {
        Side::Agree => "agree",
        Side::Disagree => "disagree",
        Side::Pass | Side::None => "pass",
    }
}
