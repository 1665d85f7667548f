use super::recap;
use crate::facts::sample::{counts, sample, section, verdicts};
use crate::facts::{Quote, Recap, Section, Side};
use opinion::Verdict;
use pulldown_cmark::{Event, Parser, Tag};

fn drafted(facts: &Recap) -> String {
    recap(facts, &crate::words("en"))
}

fn bare(takes: Vec<Section>) -> Recap {
    Recap {
        title: "Short one".into(),
        series: String::new(),
        held_on: String::new(),
        mode: "confidential".into(),
        voices: 1,
        panel: vec![],
        takes,
        opinion: None,
        ..sample()
    }
}

#[test]
fn a_rich_evening() {
    use Verdict::{ConsensusAgree, LeaningAgree, LeaningDisagree, Polarised, Split};
    let want = [LeaningAgree, ConsensusAgree, LeaningDisagree, Polarised, Split].map(Some);
    assert_eq!(verdicts(&sample())[..5], want);
    insta::assert_snapshot!(drafted(&sample()));
}

#[test]
fn nothing_was_revealed() {
    insta::assert_snapshot!(drafted(&bare(vec![])));
}

#[test]
fn few_answers_and_none() {
    let withheld = Section { counts: None, answered: 2, ..section("Withheld", counts(0, 0, 0, 0)) };
    insta::assert_snapshot!(drafted(&bare(vec![
        section("Nobody took a side", counts(0, 0, 4, 0)),
        section("One did", counts(0, 1, 0, 1)),
        section("Four did", counts(3, 1, 1, 0)),
        section("Four agreed", counts(4, 0, 0, 0)),
        withheld,
    ])));
}

#[test]
fn consensus_against_and_many_quotes() {
    let mut take = section("Everything is fine", counts(2, 70, 0, 0));
    take.quotes = (0..8)
        .map(|n| Quote {
            id: n.to_string(),
            side: Side::Disagree,
            reservation: false,
            words: format!("Reason {n}"),
            name: None,
            on_screen: n == 7,
        })
        .collect();
    insta::assert_snapshot!(drafted(&bare(vec![take])));
}

/// Every field that people fill is full of markup; the article must have the structure of the clean one.
#[test]
fn user_text_makes_no_markup() {
    let evil = "# <script>x</script> ![p](chart:1) [l](javascript:x) **b** `c` | t |\n---\n- i\n> q &lt;";
    let mut facts = sample();
    let spoil = |text: &mut String| evil.clone_into(text);
    spoil(&mut facts.title);
    spoil(&mut facts.series);
    spoil(&mut facts.held_on);
    for p in &mut facts.panel {
        [&mut p.name, &mut p.role, &mut p.place, &mut p.since].into_iter().for_each(spoil);
    }
    for take in &mut facts.takes {
        [&mut take.text, &mut take.takeaway].into_iter().for_each(spoil);
        for answer in &mut take.answers {
            [&mut answer.by, &mut answer.words].into_iter().for_each(spoil);
        }
        for quote in &mut take.quotes {
            spoil(&mut quote.words);
            quote.name = Some(evil.to_owned());
        }
    }
    let article = drafted(&facts);
    let mut charts = vec![];
    for event in Parser::new(&article) {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => charts.push(dest_url.to_string()),
            Event::Start(Tag::Link { .. } | Tag::HtmlBlock | Tag::CodeBlock(_))
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::Code(_)
            | Event::Rule => panic!("{event:?} in\n{article}"),
            _ => {}
        }
    }
    assert_eq!(charts, ["chart:1", "chart:2", "chart:3", "chart:4", "chart:5", "map"]);
}

#[test]
fn no_word_is_missing() {
    for facts in [sample(), bare(vec![section("x", counts(5, 5, 0, 0))])] {
        let article = drafted(&facts);
        for lost in ["draft-", "{", "}", "Unknown"] {
            assert!(!article.contains(lost), "{lost} in\n{article}");
        }
    }
}
