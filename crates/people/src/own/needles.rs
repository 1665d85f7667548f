//! What an erasure looks for afterwards: name, address and employee id, as whole words, whatever their capitals,
//! accents and punctuation.

use super::Subject;
use crate::model::directory::fold;

/// Shorter ids, and ids that are numbers, stand in many texts by chance: they count where they are a value by
/// themselves.
const DISTINCT: usize = 5;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needles {
    words: Vec<String>,
    value: Option<String>,
}

impl Needles {
    /// Everything that tells somebody.
    pub fn of(subject: &Subject) -> Self {
        let id = subject.employee_id.as_deref();
        let tells = |id: &str| id.chars().count() >= DISTINCT && id.chars().any(char::is_alphabetic);
        let texts = subject.names.iter().map(String::as_str);
        let texts = texts.chain(subject.email.as_deref()).chain(id.filter(|id| tells(id)));
        let mut words: Vec<String> = texts.map(spaced).filter(|it| !it.trim().is_empty()).collect();
        words.sort();
        words.dedup();
        Self { words, value: id.filter(|id| !tells(id)).map(str::to_owned) }
    }

    /// How many things are looked for.
    pub fn count(&self) -> usize {
        self.words.len() + usize::from(self.value.is_some())
    }

    /// Whether a text holds one of them.
    pub fn stand_in(&self, text: &str) -> bool {
        if self.value.as_deref().is_some_and(|value| is_value(text, value)) {
            return true;
        }
        let spaced = spaced(text);
        self.words.iter().any(|it| spaced.contains(it.as_str()))
    }
}

/// Folded words with one blank before and after each.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    for c in fold(text).chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// Whether `value` is the whole text, a string of JSON, or a cell of a table.
fn is_value(text: &str, value: &str) -> bool {
    let rim = |c: Option<char>| c.is_none_or(|c| matches!(c, '"' | ',' | ';' | '\t' | '\n' | '\r'));
    text.match_indices(value)
        .any(|(at, _)| rim(text[..at].chars().next_back()) && rim(text[at + value.len()..].chars().next()))
}

#[cfg(test)]
mod tests {
    use super::Needles;
    use crate::own::Subject;
    use jiff::civil::date;
    use uuid::Uuid;

    fn needles(id: &str) -> Needles {
        Needles::of(&Subject {
            id: Uuid::nil(),
            names: vec!["Mei Haruna".to_owned(), "Meiko Haruna".to_owned(), "Mei Haruna".to_owned()],
            email: Some("mei@saltmarsh.example".to_owned()),
            employee_id: Some(id.to_owned()),
            is_only: true,
            today: date(2026, 3, 4),
        })
    }

    #[test]
    fn words_are_found_however_they_are_written() {
        let all = needles("SM-0007");
        assert_eq!(all.count(), 4);
        for text in [
            "Mei Haruna",
            "ask **MEI HARÚNA** anything",
            "ask-mei-haruna-2026",
            "{\"name\":\"Meiko\\tHaruna\"}".replace("\\t", "\t").as_str(),
            "to=mei@saltmarsh.example;",
            "1;SM-0007;x",
            "sm 0007",
        ] {
            assert!(all.stand_in(text), "{text}");
        }
        for text in ["", "Mei", "Haruna Mei", "Meiharuna", "Somei Harunas", "SM-00071", "mei@saltmarsh.exampled"] {
            assert!(!all.stand_in(text), "{text}");
        }
    }

    #[test]
    fn a_number_counts_as_a_value_alone() {
        let all = needles("2026");
        for text in ["2026", "a;2026;b", "{\"employee_id\":\"2026\"}", "id\n2026\n"] {
            assert!(all.stand_in(text), "{text}");
        }
        for text in ["2026-03-04", "in 2026 we", "12026", "20261;"] {
            assert!(!all.stand_in(text), "{text}");
        }
        assert!(needles("7").stand_in("7") && !needles("7").stand_in("7 days"));
    }
}
