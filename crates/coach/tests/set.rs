//! The labelled set is sound, and the coach does on it what is promised.

mod kit;

use coach::{Check, Identity};
use std::collections::BTreeSet;

#[test]
fn every_text_has_its_labels_and_no_other_text_has() {
    let texts = kit::texts();
    let ids: BTreeSet<_> = texts.iter().map(|it| it.id).collect();
    assert!(texts.len() >= 200 && ids.len() == texts.len());
    for labels in [kit::first_pass(), kit::second_pass(), kit::adjudicated()] {
        assert_eq!(labels.keys().copied().collect::<BTreeSet<_>>(), ids);
    }
    let good = kit::good();
    assert!(good.len() >= 100);
    assert!(kit::good_but_telling().keys().all(|id| good.iter().any(|it| it.id == *id)));
    let fresh = kit::fresh();
    let fresh_ids: BTreeSet<_> = fresh.iter().map(|it| it.id).collect();
    assert_eq!(kit::fresh_labels().keys().copied().collect::<BTreeSet<_>>(), fresh_ids);
    let all: BTreeSet<_> = texts.iter().chain(&good).chain(&fresh).map(|it| it.text).collect();
    assert_eq!(all.len(), texts.len() + good.len() + fresh.len(), "a text stands there twice");
}

#[test]
fn where_the_passes_agree_their_label_counts() {
    let (first, second, last) = (kit::first_pass(), kit::second_pass(), kit::adjudicated());
    for (id, labels) in &first {
        if second[id] == *labels {
            assert_eq!(&last[id], labels, "{id}");
        }
    }
}

#[test]
fn what_is_counted_is_labelled_as_counted() {
    let labels = kit::adjudicated();
    for text in kit::texts() {
        let words = text.text.split_whitespace().count();
        if !(25..=180).contains(&words) {
            assert!(labels[text.id].contains(&Check::Length), "{}", text.id);
        }
    }
}

/// What is promised for texts nobody wrote rules for.
#[test]
fn at_most_one_good_text_in_twenty_gets_a_hint() {
    let good = kit::good();
    for part in ["dev", "held"] {
        let texts: Vec<_> = good.iter().filter(|it| it.part == part).collect();
        let alarmed: Vec<_> = texts.iter().filter(|it| !it.advice().hints.is_empty()).map(|it| it.id).collect();
        assert!(20 * alarmed.len() <= texts.len(), "{part}: {alarmed:?}");
    }
}

/// F1 below which a check must not fall without somebody noticing, on the part that no rule was written for.
#[test]
fn no_check_gets_worse_unseen() {
    let labels = kit::adjudicated();
    for (check, least) in [
        (Check::Tone, 0.9),
        (Check::ThirdParty, 0.9),
        (Check::NextStep, 0.85),
        (Check::Why, 0.5),
        (Check::Specific, 0.7),
        (Check::Person, 0.9),
        (Check::Absolute, 0.9),
        (Check::Timely, 0.9),
        (Check::Length, 0.95),
    ] {
        let texts = kit::texts();
        let pairs: Vec<_> = texts
            .iter()
            .filter(|it| it.part == "held")
            .map(|it| (labels[it.id].contains(&check), it.seen().contains(&check)))
            .collect();
        let hits = pairs.iter().filter(|it| it.0 && it.1).count();
        let wrong = pairs.iter().filter(|it| it.0 != it.1).count();
        #[expect(clippy::cast_precision_loss, reason = "at most a hundred")]
        let f1 = (2 * hits) as f64 / (2 * hits + wrong) as f64;
        assert!(f1 >= least, "{check}: {f1:.2}");
    }
}

#[test]
fn the_language_is_found_without_being_told() {
    let texts: Vec<_> = kit::texts().into_iter().chain(kit::good()).chain(kit::fresh()).collect();
    let wrong: Vec<_> = texts.iter().filter(|it| it.advice().language.code() != it.language).map(|it| it.id).collect();
    assert!(100 * wrong.len() <= texts.len(), "{wrong:?}");
}

/// First names of the demonstration company, from many origins, one word each. Some are words too. A name in a writing
/// without capitals cannot be told from a word and is not among them.
const NAMES: &[&str] = &[
    "Mei", "Joris", "Grace", "Emeka", "Łucja", "Zainab", "Yui", "Kalina", "Ramesh", "Otieno", "Amélie", "Siti",
    "Noelani", "Ingrid", "Wout", "Hope", "Rose", "Mark", "Ngọc", "D'Arcy", "Jean-Luc", "Zoë",
];

/// Names that stand in the set.
const IN_THE_SET: &[&str] = &[
    "Mei", "Joris", "Grace", "Silas", "Emeka", "Kalina", "Zainab", "Yui", "Ramesh", "Otieno", "Wout", "Isla", "Mira",
    "Antonia", "Sandoval",
];

/// Hints as checks and the words they are about, counted, so that longer names move nothing.
fn findings(text: &str, identity: Identity) -> Vec<(Check, &'static str, usize, usize)> {
    let words = |end: usize| text[..end].split_whitespace().count();
    let advice = kit::advice_on(text, identity);
    advice.hints.iter().map(|hint| (hint.check, hint.kind, words(hint.start), words(hint.end))).collect()
}

/// Every word that is in `from` becomes `to`; what is around it stays.
fn swapped(text: &str, swap: impl Fn(&str) -> Option<String>) -> String {
    let is_word = |c: char| c.is_alphabetic();
    let (mut out, mut rest) = (String::new(), text);
    while let Some(start) = rest.find(is_word) {
        let length = rest[start..].find(|c| !is_word(c)).unwrap_or(rest.len() - start);
        let word = &rest[start..start + length];
        out += &rest[..start];
        out += &swap(word).unwrap_or_else(|| word.to_owned());
        rest = &rest[start + length..];
    }
    out + rest
}

#[test]
fn names_change_nothing() {
    let mut changed = 0;
    for text in kit::texts().iter().chain(&kit::good()).chain(&kit::fresh()) {
        let before = findings(text.text, text.identity);
        for name in NAMES {
            let other = swapped(text.text, |word| IN_THE_SET.contains(&word).then(|| (*name).to_owned()));
            changed += usize::from(other != text.text);
            assert_eq!(findings(&other, text.identity), before, "{}: {name}", text.id);
        }
    }
    assert!(changed > 300, "{changed}");
}

#[test]
fn pronouns_change_nothing() {
    const SETS: [[&str; 5]; 3] = [
        ["he", "him", "his", "his", "himself"],
        ["she", "her", "her", "hers", "herself"],
        ["they", "them", "their", "theirs", "themself"],
    ];
    let mut changed = 0;
    for text in kit::texts().iter().chain(&kit::good()).chain(&kit::fresh()).filter(|it| it.language == "en") {
        let before = findings(text.text, text.identity);
        for from in SETS {
            for to in SETS {
                let other = swapped(text.text, |word| {
                    let at = from.iter().position(|it| it.eq_ignore_ascii_case(word))?;
                    let upper = word.starts_with(char::is_uppercase);
                    Some(if upper { to[at][..1].to_uppercase() + &to[at][1..] } else { to[at].to_owned() })
                });
                changed += usize::from(other != text.text);
                assert_eq!(findings(&other, text.identity), before, "{} {from:?} {to:?}\n{other}", text.id);
            }
        }
    }
    assert!(changed > 50, "{changed}");
}
