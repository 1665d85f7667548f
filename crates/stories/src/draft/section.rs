//! One take: heading, chart, verdict in words, the panel's answers, what the room said.

use super::{QUOTES_PER_SIDE, Text};
use crate::escape::line;
use crate::facts::{Counts, PanelAnswer, Quote, Recap, Section, Side};
use crate::numbers::Sided;
use opinion::Verdict;
use web::Words;

pub(super) fn write(text: &mut Text, facts: &Recap, number: usize, section: &Section, t: &Words) {
    text.chapter(&line(&section.text));
    if let Some(sided) = Sided::of(section) {
        let alt = t.with("draft-chart", &[("agree", sided.agree().into()), ("disagree", sided.disagree().into())]);
        text.paragraph(&format!("![{}](chart:{number})", line(&alt)));
    }
    text.paragraph(&match &section.counts {
        Some(counts) => numbers(section, counts, t),
        None => t.with("draft-withheld", &[("floor", facts.floor.into())]),
    });
    answers(text, section, t);
    quotes(text, section, t);
}

fn numbers(section: &Section, counts: &Counts, t: &Words) -> String {
    let mut said = vec![];
    match Sided::of(section) {
        None => said.push(t.text("draft-nobody-sided")),
        Some(sided) => {
            said.push(format!("**{}**", t.text(verdict(counts.verdict))));
            said.push(share(&sided, t));
            if counts.verdict == Verdict::Polarised {
                said.push(t.text("draft-polarised-why"));
            }
        }
    }
    for (key, n) in [("draft-passed", counts.pass), ("draft-reservations", counts.reservations)] {
        if n > 0 {
            said.push(t.with(key, &[("n", n.into())]));
        }
    }
    said.join(" ")
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::TooFew => "draft-verdict-too-few",
        Verdict::ConsensusAgree => "draft-verdict-consensus-agree",
        Verdict::ConsensusDisagree => "draft-verdict-consensus-disagree",
        Verdict::LeaningAgree => "draft-verdict-leaning-agree",
        Verdict::LeaningDisagree => "draft-verdict-leaning-disagree",
        Verdict::Polarised => "draft-verdict-polarised",
        Verdict::Split => "draft-verdict-split",
    }
}

/// The share with its interval; plain counts where too few took a side for a percentage to mean anything.
fn share(sided: &Sided, t: &Words) -> String {
    let Counts { agree, disagree, .. } = sided.counts;
    if sided.counts.verdict == Verdict::TooFew {
        let numbers = [("n", sided.n().into()), ("agree", agree.into()), ("disagree", disagree.into())];
        return t.with("draft-few-sided", &numbers);
    }
    let key = if sided.mostly_agree() { "draft-share-agree" } else { "draft-share-disagree" };
    let (lo, hi) = sided.range();
    let numbers = [("share", sided.larger().into()), ("n", sided.n().into()), ("lo", lo.into()), ("hi", hi.into())];
    t.with(key, &numbers)
}

fn answers(text: &mut Text, section: &Section, t: &Words) {
    if section.answers.is_empty() {
        return;
    }
    text.heading(&t.text("draft-answers"));
    for answer in &section.answers {
        let PanelAnswer { by, side, reservation, words } = answer;
        let silent = line(words).is_empty();
        let reserved = if *reservation { "-reservation" } else { "" };
        let key = format!("draft-answer-{}{reserved}{}", side_key(*side), if silent { "" } else { "-words" });
        text.paragraph(&t.with(&key, &[("who", format!("**{}**", line(by)).into())]));
        if !silent {
            text.quotation(words, None);
        }
    }
}

fn quotes(text: &mut Text, section: &Section, t: &Words) {
    // Where the counts are withheld, a side on a quote would give one of the few answers away.
    let withheld = section.counts.is_none();
    let shown: Vec<&Quote> = if withheld {
        section.quotes.iter().take(QUOTES_PER_SIDE).collect()
    } else {
        [Side::Agree, Side::Disagree, Side::Pass].into_iter().flat_map(|side| of_side(section, side)).collect()
    };
    if shown.is_empty() {
        return;
    }
    text.heading(&t.text("draft-quotes"));
    for quote in shown {
        text.quotation(&quote.words, Some(&attribution(quote, withheld, t)));
    }
}

/// What was on the big screen first, then as recorded.
fn of_side(section: &Section, side: Side) -> Vec<&Quote> {
    let mut quotes: Vec<&Quote> = section.quotes.iter().filter(|q| q.side == side).collect();
    quotes.sort_by_key(|q| !q.on_screen);
    quotes.truncate(QUOTES_PER_SIDE);
    quotes
}

/// Whether some take has more quotes than a draft shows.
pub(super) fn cuts_quotes(facts: &Recap) -> bool {
    facts.takes.iter().any(|section| {
        [Side::Agree, Side::Disagree, Side::Pass]
            .iter()
            .any(|side| section.quotes.iter().filter(|q| q.side == *side).count() > QUOTES_PER_SIDE)
            || section.counts.is_none() && section.quotes.len() > QUOTES_PER_SIDE
    })
}

fn attribution(quote: &Quote, withheld: bool, t: &Words) -> String {
    let name = quote.name.as_deref().map(line).filter(|name| !name.is_empty());
    let named = if name.is_some() { "named-" } else { "" };
    let key = if withheld {
        format!("draft-quote-{named}withheld")
    } else {
        let reserved = if quote.reservation { "-reservation" } else { "" };
        format!("draft-quote-{named}{}{reserved}", side_key(quote.side))
    };
    let said = match name {
        Some(who) => t.with(&key, &[("who", who.into())]),
        None => t.text(&key),
    };
    // Emphasis tells it from the quotation, whose own words never hold any.
    format!("*{said}*")
}

fn side_key(side: Side) -> &'static str {
    match side {
        Side::Agree => "agree",
        Side::Disagree => "disagree",
        Side::Pass => "pass",
    }
}
