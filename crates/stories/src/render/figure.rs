//! A chart and its twin: the same numbers as picture, as table, and as Markdown table.

use crate::escape::{plain, xml};
use crate::facts::Recap;
use crate::numbers::{Sided, percent};
use std::fmt::Write as _;
use web::Words;
use web::charts::{SplitBar, split_bar};

/// The figure of take `number`. `nth` tells two figures of one page apart.
pub(super) fn html(nth: usize, number: usize, facts: &Recap, sided: &Sided, t: &Words) -> String {
    let take = facts.takes.get(number.saturating_sub(1)).map(|s| plain(&s.text)).unwrap_or_default();
    // The bar rounds its share itself: near the ends it must say what the words say.
    let share = if sided.share > 0.0 && sided.share < 1.0 { sided.share.clamp(0.01, 0.99) } else { sided.share };
    let chart = split_bar(&SplitBar {
        id: &format!("chart-{nth}"),
        title: &take,
        description: &description(sided, t),
        share: Some(share),
        interval: Some(sided.interval),
        agree: &t.text("chart-side-agree"),
        disagree: &t.text("chart-side-disagree"),
    });
    format!(
        "<figure class=\"recap-chart\">{chart}<details><summary>{}</summary>{}</details></figure>\n",
        xml(&t.text("chart-twin")),
        table(&take, sided, t)
    )
}

/// The chart in a sentence.
fn description(sided: &Sided, t: &Words) -> String {
    let [lo, hi] = sided.interval.map(percent);
    t.with(
        "chart-description",
        &[
            ("agree", sided.agree().into()),
            ("disagree", sided.disagree().into()),
            ("n", sided.n().into()),
            ("lo", lo.into()),
            ("hi", hi.into()),
        ],
    )
}

fn table(caption: &str, sided: &Sided, t: &Words) -> String {
    let mut out =
        format!("<table class=\"table\"><caption class=\"visually-hidden\">{}</caption><thead><tr>", xml(caption));
    for (key, class) in [("chart-answer", ""), ("chart-count", " class=\"num\""), ("chart-share", " class=\"num\"")] {
        let _ = write!(out, "<th scope=\"col\"{class}>{}</th>", xml(&t.text(key)));
    }
    out.push_str("</tr></thead><tbody>");
    for [answer, people, share] in rows(sided, t) {
        let (answer, people, share) = (xml(&answer), xml(&people), xml(&share));
        let _ = write!(
            out,
            "<tr><th scope=\"row\">{answer}</th><td class=\"num\">{people}</td><td class=\"num\">{share}</td></tr>"
        );
    }
    out.push_str("</tbody></table>");
    out
}

/// Rows of the table: answer, people, share of those who took a side.
fn rows(sided: &Sided, t: &Words) -> Vec<[String; 3]> {
    let c = sided.counts;
    let none = t.text("chart-none");
    let share = |share: u32| t.with("chart-per-cent", &[("share", share.into())]);
    vec![
        [t.text("chart-disagree"), c.disagree.to_string(), share(sided.disagree())],
        [t.text("chart-agree"), c.agree.to_string(), share(sided.agree())],
        [t.text("chart-pass"), c.pass.to_string(), none.clone()],
        [t.text("chart-reservations"), c.reservations.to_string(), none],
    ]
}

/// The numbers as a Markdown table.
pub(super) fn markdown(sided: &Sided, t: &Words) -> String {
    let mut out = format!(
        "| {} | {} | {} |\n| --- | ---: | ---: |",
        t.text("chart-answer"),
        t.text("chart-count"),
        t.text("chart-share")
    );
    for [answer, people, share] in rows(sided, t) {
        let _ = write!(out, "\n| {answer} | {people} | {share} |");
    }
    out
}
