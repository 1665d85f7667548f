//! Common ground, what splits us, where people said yes but; and how the article was made.

use super::{QUOTES_PER_SIDE, Text, section, stand};
use crate::escape::line;
use crate::facts::{Recap, Section};
use crate::numbers::Sided;
use opinion::{Tally, Verdict, split_index};
use web::Words;

/// Takes named under "yes, but".
const RESERVED_SHOWN: usize = 2;

pub(super) fn write(text: &mut Text, facts: &Recap, t: &Words) {
    let takes: Vec<(&Section, Sided)> = facts.takes.iter().filter_map(|s| Some((s, Sided::of(s)?))).collect();
    // Where no numbers tell anything there is nothing to compare.
    if takes.iter().all(|(_, s)| s.counts.verdict == Verdict::TooFew) {
        return;
    }
    text.chapter(&t.text("draft-wrap-up"));
    common(text, &takes, t);
    splits(text, &takes, t);
    reserved(text, &takes, t);
}

fn common(text: &mut Text, takes: &[(&Section, Sided)], t: &Words) {
    text.heading(&t.text("draft-common"));
    let mut strongest = takes.to_vec();
    strongest.sort_by(|a, b| b.1.certainty().total_cmp(&a.1.certainty()));
    let having = |wanted: &[Verdict]| -> Vec<String> {
        let found = strongest.iter().filter(|(_, s)| wanted.contains(&s.counts.verdict));
        found.map(|(section, sided)| item(section, sided, t)).collect()
    };
    let found = having(&[Verdict::ConsensusAgree, Verdict::ConsensusDisagree]);
    if !found.is_empty() {
        text.list(&found);
        return;
    }
    let closest = having(&[Verdict::LeaningAgree, Verdict::LeaningDisagree]);
    let mut said = t.text("draft-common-none");
    if closest.is_empty() {
        text.paragraph(&said);
    } else {
        said.push(' ');
        said.push_str(&t.text("draft-common-closest"));
        text.paragraph(&said);
        text.list(&closest[..1]);
    }
}

fn item(section: &Section, sided: &Sided, t: &Words) -> String {
    let key = if sided.mostly_agree() { "draft-item-agree" } else { "draft-item-disagree" };
    t.with(key, &[("take", line(&section.text).into()), ("share", sided.larger().into()), ("n", sided.n().into())])
}

fn splits(text: &mut Text, takes: &[(&Section, Sided)], t: &Words) {
    text.heading(&t.text("draft-splits"));
    let mut found: Vec<&(&Section, Sided)> =
        takes.iter().filter(|(_, s)| matches!(s.counts.verdict, Verdict::Split | Verdict::Polarised)).collect();
    found.sort_by(|a, b| split(&b.1).total_cmp(&split(&a.1)));
    if found.is_empty() {
        text.paragraph(&t.text("draft-splits-none"));
        return;
    }
    let items: Vec<String> = found
        .iter()
        .map(|(section, s)| {
            let key = if s.counts.verdict == Verdict::Polarised { "draft-item-camps" } else { "draft-item-split" };
            t.with(
                key,
                &[
                    ("take", line(&section.text).into()),
                    ("agree", s.counts.agree.into()),
                    ("disagree", s.counts.disagree.into()),
                ],
            )
        })
        .collect();
    text.list(&items);
}

fn split(sided: &Sided) -> f64 {
    let c = sided.counts;
    split_index(&Tally { agree: c.agree, disagree: c.disagree, pass: c.pass, reservations: c.reservations })
}

fn reserved(text: &mut Text, takes: &[(&Section, Sided)], t: &Words) {
    text.heading(&t.text("draft-but"));
    let mut found: Vec<&(&Section, Sided)> = takes.iter().filter(|(_, s)| s.counts.reservations > 0).collect();
    // A share of very few says little: such takes come last.
    let few = |s: &Sided| s.counts.verdict == Verdict::TooFew;
    found.sort_by(|a, b| few(&a.1).cmp(&few(&b.1)).then(b.1.reserved().total_cmp(&a.1.reserved())));
    found.truncate(RESERVED_SHOWN);
    if found.is_empty() {
        text.paragraph(&t.text("draft-but-none"));
        return;
    }
    text.paragraph(&t.text("draft-but-intro"));
    let items: Vec<String> = found
        .iter()
        .map(|(section, s)| {
            t.with(
                "draft-item-but",
                &[("take", line(&section.text).into()), ("n", s.counts.reservations.into()), ("sided", s.n().into())],
            )
        })
        .collect();
    text.list(&items);
}

pub(super) fn made(text: &mut Text, facts: &Recap, t: &Words) {
    text.chapter(&t.text("draft-made"));
    let mut said = vec![t.text("draft-made-facts")];
    if facts.takes.iter().any(|s| !s.quotes.is_empty()) {
        said.push(t.text("draft-made-quotes"));
    }
    if section::cuts_quotes(facts) {
        said.push(t.with("draft-made-quotes-cut", &[("n", QUOTES_PER_SIDE.into())]));
    }
    if facts.takes.iter().any(|s| Sided::of(s).is_some()) {
        said.push(t.text("draft-made-interval"));
    }
    if let Some(opinion) = &facts.opinion {
        said.push(t.with("draft-made-map", &[("least", stand::least(opinion).into())]));
    }
    said.push(t.text(if facts.mode == "named" { "draft-made-named" } else { "draft-made-confidential" }));
    if facts.floor > 1 {
        said.push(t.with("draft-made-floor", &[("floor", facts.floor.into())]));
    }
    text.paragraph(&said.join(" "));
}
