//! Words as the lexicons hold them: small letters, no accents, nothing invisible.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The folded form. The same for a text and for its canonical normalisations.
pub(crate) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let letters = word.nfkd().filter(|&c| !is_combining_mark(c) && !is_invisible(c));
    letters.flat_map(char::to_lowercase).map(|c| if is_apostrophe(c) { '\'' } else { c }).collect()
}

/// The several signs that are typed for an apostrophe.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{02BC}' | '\u{00B4}' | '`' | '\u{FF07}')
}

/// Signs that steer a text and cannot be seen: soft hyphen, joiners, marks of direction.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' |
        '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn words_are_folded() {
        for (word, folded) in [
            ("Lazy", "lazy"),
            ("más", "mas"),
            ("ma\u{301}s", "mas"),
            ("don\u{2019}t", "don't"),
            ("la\u{200B}zy", "lazy"),
            ("ﬁne", "fine"),
            ("AÑO", "ano"),
        ] {
            assert_eq!(fold(word), folded);
        }
    }
}
