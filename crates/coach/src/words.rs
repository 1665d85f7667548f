//! Questions and examples, by language.

use crate::{Check, Language};
use std::collections::HashMap;
use std::sync::LazyLock;

type Words = HashMap<&'static str, &'static str>;

static ENGLISH: LazyLock<Words> = LazyLock::new(|| read(include_str!("../locales/en/coach.ftl")));
static SPANISH: LazyLock<Words> = LazyLock::new(|| read(include_str!("../locales/es/coach.ftl")));

/// The files use the simplest part of Fluent: one message on one line, nothing put in.
fn read(file: &'static str) -> Words {
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(" = ")).map(|(key, text)| (key.trim(), text.trim())).collect()
}

/// Question and example for what was seen. In English where the language has none.
pub(crate) fn words(language: Language, check: Check, kind: &str) -> (&'static str, &'static str) {
    let words: &Words = if language == Language::SPANISH { &SPANISH } else { &ENGLISH };
    let of = |key: &str| words.get(key).or_else(|| ENGLISH.get(key)).copied().unwrap_or_default();
    let name = check.name();
    (of(&format!("coach-{name}-{kind}-question")), of(&format!("coach-{name}-{kind}-example")))
}

#[cfg(test)]
mod tests {
    use super::{ENGLISH, SPANISH};
    use crate::checks::KINDS;

    #[test]
    fn every_kind_has_a_question_and_an_example_and_there_are_no_others() {
        for words in [&*ENGLISH, &*SPANISH] {
            for (check, kind) in KINDS {
                let name = check.name();
                let question = words[format!("coach-{name}-{kind}-question").as_str()];
                let example = words[format!("coach-{name}-{kind}-example").as_str()];
                assert!(question.ends_with('?') && question.chars().count() <= 120, "{question}");
                assert!(example.chars().count() <= 160 && !example.is_empty(), "{example}");
            }
            assert_eq!(words.len(), 2 * KINDS.len());
            assert!(words.values().all(|text| !text.contains(['{', '}'])));
        }
    }
}
