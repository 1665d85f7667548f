//! Standfirst, what we learned, the panel.

use super::Text;
use crate::escape::line;
use crate::facts::{Recap, Section};
use crate::numbers::{Sided, date};
use opinion::Verdict;
use web::Words;

pub(super) fn standfirst(text: &mut Text, facts: &Recap, t: &Words) {
    let (voices, takes) = (facts.voices, facts.takes.len());
    let mut said = vec![match date(&facts.held_on, t) {
        Some(day) => t.with(
            "draft-standfirst-dated",
            &[("voices", voices.into()), ("takes", takes.into()), ("date", line(&day).into())],
        ),
        None => t.with("draft-standfirst", &[("voices", voices.into()), ("takes", takes.into())]),
    }];
    said.extend(gist(facts, t));
    if !facts.series.is_empty() && !facts.title.contains(&facts.series) {
        said.push(t.with("draft-series", &[("series", line(&facts.series).into())]));
    }
    text.paragraph(&said.join(" "));
}

/// How many takes united and divided the room; of a single take its section says it.
fn gist(facts: &Recap, t: &Words) -> Option<String> {
    if facts.takes.len() < 2 {
        return None;
    }
    let many = |wanted: &[Verdict]| {
        let found = facts.takes.iter().filter_map(|s| s.counts);
        found.filter(|c| wanted.contains(&c.verdict)).count()
    };
    let common = many(&[Verdict::ConsensusAgree, Verdict::ConsensusDisagree]);
    let divided = many(&[Verdict::Split, Verdict::Polarised]);
    let key = match (common, divided) {
        (0, 0) => return None,
        (_, 0) => "draft-gist-common",
        (0, _) => "draft-gist-divided",
        _ => "draft-gist-both",
    };
    Some(t.with(key, &[("common", common.into()), ("divided", divided.into())]))
}

pub(super) fn learned(text: &mut Text, facts: &Recap, t: &Words) {
    text.chapter(&t.text("draft-learned"));
    let items: Vec<String> = facts.takes.iter().map(|s| lesson(s, t)).collect();
    text.list(&items);
}

/// The host's sentence, or a plain one from verdict and numbers.
fn lesson(section: &Section, t: &Words) -> String {
    let takeaway = line(&section.takeaway);
    if !takeaway.is_empty() {
        return takeaway;
    }
    let key = match section.counts.map(|c| c.verdict) {
        None => "draft-learned-withheld",
        Some(Verdict::TooFew) => "draft-learned-too-few",
        Some(Verdict::ConsensusAgree) => "draft-learned-consensus-agree",
        Some(Verdict::ConsensusDisagree) => "draft-learned-consensus-disagree",
        Some(Verdict::LeaningAgree) => "draft-learned-leaning-agree",
        Some(Verdict::LeaningDisagree) => "draft-learned-leaning-disagree",
        Some(Verdict::Polarised) => "draft-learned-polarised",
        Some(Verdict::Split) => "draft-learned-split",
    };
    let share = Sided::of(section).map_or(0, |s| s.larger());
    t.with(key, &[("take", line(&section.text).into()), ("share", share.into())])
}

pub(super) fn panel(text: &mut Text, facts: &Recap, t: &Words) {
    if facts.panel.is_empty() {
        return;
    }
    text.chapter(&t.text("draft-panel"));
    text.paragraph(&t.with("draft-panel-intro", &[("n", facts.panel.len().into())]));
    let items: Vec<String> = facts
        .panel
        .iter()
        .map(|p| {
            let since = line(&p.since);
            let since = if since.is_empty() { since } else { t.with("draft-since", &[("since", since.into())]) };
            let parts = [format!("**{}**", line(&p.name)), line(&p.role), line(&p.place), since];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        })
        .collect();
    text.list(&items);
}
