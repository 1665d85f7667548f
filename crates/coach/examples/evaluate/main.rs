//! How well the coach does on the labelled texts, and how fast it is: `cargo xtask bench coach`. With `errors` it shows
//! the texts of the dev part that it gets wrong.

#[path = "../../tests/kit/mod.rs"]
mod kit;

mod errors;
mod numbers;
mod speed;

use coach::{Check, Identity};
use kit::Labels;
use numbers::{Counts, bootstrap_f1, kappa, share};

/// What a check is judged by: labelled, seen, and how many words the text has.
#[derive(Debug, Clone, Copy)]
struct Case {
    is: bool,
    seen: bool,
    words: usize,
}

fn main() {
    if std::env::args().nth(1).as_deref() == Some("errors") {
        return errors::print();
    }
    passes(&kit::first_pass(), &kit::second_pass());
    for part in ["dev", "held"] {
        for language in ["en", "es", "all"] {
            table(part, language);
        }
    }
    table("fresh", "all");
    alarms();
    languages();
    speed::print();
}

/// Agreement of the two passes.
fn passes(first: &Labels, second: &Labels) {
    println!("## Two passes\n\n| check | first | second | kappa |\n|---|--:|--:|--:|");
    for check in Check::ALL {
        let pairs: Vec<_> = first.iter().map(|(id, it)| (it.contains(&check), second[id].contains(&check))).collect();
        let count = |which: fn(&(bool, bool)) -> bool| pairs.iter().filter(|it| which(it)).count();
        println!("| {check} | {} | {} | {:.2} |", count(|it| it.0), count(|it| it.1), kappa(&pairs));
    }
}

fn cases(check: Check, part: &str, language: &str) -> Vec<Case> {
    let (mut labels, mut of_set) = (kit::adjudicated(), kit::texts());
    labels.extend(kit::fresh_labels());
    of_set.extend(kit::fresh());
    let telling = kit::good_but_telling();
    let wanted = |text: &&kit::Piece| text.part == part && (language == "all" || text.language == language);
    let words = |text: &str| text.split_whitespace().count();
    let of_set =
        of_set.iter().filter(wanted).filter(|it| check != Check::Identifies || it.identity == Identity::Confidential);
    let mut cases: Vec<_> = of_set
        .map(|it| Case { is: labels[it.id].contains(&check), seen: it.seen().contains(&check), words: words(it.text) })
        .collect();
    if check == Check::Identifies {
        // Good texts too, read as confidential ones: otherwise there would be nothing to be wrong about.
        let good = kit::good();
        cases.extend(good.iter().filter(wanted).map(|it| Case {
            is: telling.contains_key(it.id),
            seen: kit::advice_on(it.text, Identity::Confidential).hints.iter().any(|hint| hint.check == check),
            words: words(it.text),
        }));
    }
    cases
}

fn table(part: &str, language: &str) {
    let texts = kit::texts()
        .iter()
        .chain(&kit::fresh())
        .filter(|it| it.part == part && (language == "all" || it.language == language))
        .count();
    println!("\n## {part}, {language}: {texts} texts\n");
    println!("| check | texts with it | found | alarms | precision | recall | F1 | majority | length |");
    println!("|---|--:|--:|--:|---|---|---|--:|--:|");
    for check in Check::ALL {
        let cases = cases(check, part, language);
        let counts = Counts::of(cases.iter().map(|it| (it.is, it.seen)));
        let (low, high) = bootstrap_f1(&cases.iter().map(|it| (it.is, it.seen)).collect::<Vec<_>>());
        let majority = 2 * cases.iter().filter(|it| it.is).count() > cases.len();
        let constant = Counts::of(cases.iter().map(|it| (it.is, majority))).f1();
        let threshold = best_threshold(check, language);
        let by_length = Counts::of(cases.iter().map(|it| (it.is, it.words < threshold))).f1();
        println!(
            "| {check} | {} | {} | {} | {} | {} | {:.2} [{low:.2}, {high:.2}] | {constant:.2} | {by_length:.2} |",
            counts.hits + counts.missed,
            counts.hits,
            counts.alarms,
            share(counts.hits, counts.hits + counts.alarms),
            share(counts.hits, counts.hits + counts.missed),
            counts.f1(),
        );
    }
}

/// The length below which "it lacks this" is right most often on the dev part.
fn best_threshold(check: Check, language: &str) -> usize {
    let cases = cases(check, "dev", language);
    let f1 = |threshold: usize| Counts::of(cases.iter().map(|it| (it.is, it.words < threshold))).f1();
    (5..60).max_by(|&a, &b| f1(a).total_cmp(&f1(b)).then(b.cmp(&a))).unwrap_or(25)
}

/// Hints on texts that deserve none.
fn alarms() {
    println!("\n## Good texts, named\n\n| part | language | texts | with a hint | share |\n|---|---|--:|--:|---|");
    let good = kit::good();
    for part in ["dev", "held", "all"] {
        for language in ["en", "es", "all"] {
            let wanted =
                |it: &&kit::Piece| (part == "all" || it.part == part) && (language == "all" || it.language == language);
            let texts: Vec<_> = good.iter().filter(wanted).collect();
            let alarmed = texts.iter().filter(|it| !it.advice().hints.is_empty()).count();
            println!("| {part} | {language} | {} | {alarmed} | {} |", texts.len(), share(alarmed, texts.len()));
        }
    }
}

/// Whether the language is found without any expectation.
fn languages() {
    let texts: Vec<_> = kit::texts().into_iter().chain(kit::good()).chain(kit::fresh()).collect();
    let right = texts.iter().filter(|it| it.advice().language.code() == it.language).count();
    println!("\nLanguage found, without being told: {right} of {}", texts.len());
}
