//! Which texts of the dev part the coach gets wrong. For writing rules, so it does not show the held-out part.

use crate::kit;
use coach::Check;

/// Prints what is missed, and what is alarmed about.
pub fn print() {
    let labels = kit::adjudicated();
    for text in kit::texts().iter().filter(|text| text.part == "dev") {
        let (is, seen) = (&labels[text.id], text.seen());
        let wrong: Vec<Check> = is.symmetric_difference(&seen).copied().collect();
        if wrong.is_empty() {
            continue;
        }
        println!("{} {}", text.id, text.text);
        for check in wrong {
            if is.contains(&check) {
                println!("    missed {check}");
            }
        }
        for hint in text.advice().hints.iter().filter(|hint| !is.contains(&hint.check)) {
            println!("    alarm {} {}: {}", hint.check, hint.kind, &text.text[hint.start..hint.end]);
        }
    }
    println!("== good texts, confidential");
    let telling = kit::good_but_telling();
    for text in kit::good().iter().filter(|text| text.part == "dev") {
        let hints = kit::advice_on(text.text, coach::Identity::Confidential).hints;
        let seen: Vec<_> = hints.iter().filter(|hint| hint.check == Check::Identifies).collect();
        if seen.is_empty() == telling.contains_key(text.id) {
            let words: Vec<_> = seen.iter().map(|hint| &text.text[hint.start..hint.end]).collect();
            println!("{} {words:?} {}", text.id, text.text);
        }
    }
    println!("== good texts");
    for text in kit::good().iter().filter(|text| text.part == "dev") {
        for hint in text.advice().hints {
            println!("{} {} {}: {} | {}", text.id, hint.check, hint.kind, &text.text[hint.start..hint.end], text.text);
        }
        if text.advice().language.code() != text.language {
            println!("{} language {}", text.id, text.advice().language);
        }
    }
}
