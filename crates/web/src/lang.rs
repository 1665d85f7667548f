//! Words in a language: Fluent files, and a pseudo language that shows what was left behind.

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, StaticLoader};
use std::borrow::Cow;
use std::collections::HashMap;

/// The pseudo language: English with accents, longer, in brackets.
const PSEUDO: &str = "en-XA";

/// The language files of one crate.
pub struct Catalog {
    loader: fn() -> &'static StaticLoader,
}

/// The words of one crate in one language. Cheap to copy.
#[derive(Clone)]
pub struct Words {
    loader: &'static StaticLoader,
    language: LanguageIdentifier,
    tag: Tag,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    Plain,
    Pseudo,
}

impl Catalog {
    /// Used by [`catalog!`](crate::catalog).
    #[doc(hidden)]
    pub const fn new(loader: fn() -> &'static StaticLoader) -> Self {
        Self { loader }
    }

    /// The words in a language; English where the tag is not known.
    pub fn in_language(&self, tag: &str) -> Words {
        let english = fluent_templates::langid!("en");
        let (language, kind) = match tag {
            PSEUDO => (english, Tag::Pseudo),
            _ => (tag.parse().unwrap_or(english), Tag::Plain),
        };
        Words { loader: (self.loader)(), language, tag: kind }
    }
}

impl Words {
    /// The text of a key.
    pub fn text(&self, key: &str) -> String {
        let found = self.loader.try_lookup(&self.language, key);
        self.finish(key, found)
    }

    /// The text of a key, with arguments.
    pub fn with(&self, key: &str, arguments: &[(&'static str, FluentValue<'_>)]) -> String {
        let arguments: HashMap<Cow<'static, str>, FluentValue<'_>> =
            arguments.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
        let found = self.loader.try_lookup_with_args(&self.language, key, &arguments);
        self.finish(key, found)
    }

    /// A whole number with its groups: `1,234`.
    pub fn number(&self, n: impl Into<u64>) -> String {
        let digits = n.into().to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        grouped
    }

    /// A share from 0 to 1 as a percentage without decimals: `62%`. Halves go up, as in charts: `0.625` is `63%`.
    pub fn percent(&self, share: f64) -> String {
        // Formatting alone rounds halves to the even neighbour.
        format!("{:.0}%", (share * 100.0).round())
    }

    fn finish(&self, key: &str, found: Option<String>) -> String {
        let Some(text) = found else {
            debug_assert!(false, "no words for {key}");
            tracing::error!(key, "no words for this key");
            return key.to_owned();
        };
        match self.tag {
            Tag::Plain => text,
            Tag::Pseudo => pseudo(&text),
        }
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").field("language", &self.language.to_string()).finish_non_exhaustive()
    }
}

/// Accents on every letter, two fifths longer, in brackets. `{n}` placeholders stay as they are, for scripts fill them.
fn pseudo(text: &str) -> String {
    let mut out = String::from("⟦");
    let mut inside = false;
    for c in text.chars() {
        inside = match c {
            '{' => true,
            '}' => false,
            _ => inside,
        };
        out.push(if inside { c } else { accented(c) });
    }
    let extra = text.chars().count() * 2 / 5;
    out.extend(std::iter::once(' ').chain("~".repeat(extra).chars()).take(extra));
    out.push('⟧');
    out
}

fn accented(c: char) -> char {
    const PLAIN: &str = "aeiouncsyzAEIOUNCSYZ";
    const MARKED: &str = "áéíóúñçšýžÁÉÍÓÚÑÇŠÝŽ";
    PLAIN.chars().position(|p| p == c).and_then(|i| MARKED.chars().nth(i)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::pseudo;
    use crate::WORDS;

    #[test]
    fn pseudo_marks_every_text_and_keeps_placeholders() {
        assert_eq!(pseudo("Join {n} now"), "⟦Jóíñ {n} ñów ~~~⟧");
        assert!(WORDS.in_language("en-XA").text("problem-title-404").starts_with('⟦'));
    }

    #[test]
    fn numbers_have_groups() {
        let t = WORDS.in_language("en");
        let groups = [0_u64, 999, 1_000, 1_234_567].map(|n| t.number(n));
        assert_eq!(groups, ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([0.0, 0.125, 0.615, 0.625, 1.0].map(|share| t.percent(share)), ["0%", "13%", "62%", "63%", "100%"]);
    }
}
