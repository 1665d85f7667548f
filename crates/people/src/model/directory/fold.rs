//! Names without capitals and accents, so that whoever types `valparaiso` finds Valparaíso.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Small letters without accents; white space as single blanks.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match plain(c) {
            Some(letters) => out.push_str(letters),
            None if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            // Small letters of capitals such as İ bring a mark of their own.
            None if is_combining_mark(c) => {}
            None => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Letters that no accent makes, as people type them without their keyboard.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'þ' => "th",
        'ı' => "i",
        '’' | 'ʼ' | '‘' => "'",
        _ => return None,
    })
}

/// The words of a search, folded; at most `N`, the rest is left out.
pub fn words<const N: usize>(query: &str) -> [Option<String>; N] {
    let folded = fold(query);
    let mut parts = folded.split(' ').filter(|word| !word.is_empty()).map(str::to_owned);
    std::array::from_fn(|_| parts.next())
}

#[cfg(test)]
mod tests {
    use super::{fold, words};
    use proptest::prelude::*;

    #[test]
    fn accents_and_capitals_do_not_matter() {
        for (text, folded) in [
            ("Valparaíso", "valparaiso"),
            ("  Łukasz \t Strauß ", "lukasz strauss"),
            ("Ærø", "aero"),
            ("İstanbul", "istanbul"),
            ("O’Neill", "o'neill"),
            ("ﬁnance", "finance"),
            ("東京", "東京"),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn a_search_is_a_few_words() {
        assert_eq!(words::<3>(" Ines  MÜLLER "), [Some("ines".to_owned()), Some("muller".to_owned()), None]);
        assert_eq!(words::<2>("a b c"), [Some("a".to_owned()), Some("b".to_owned())]);
        assert_eq!(words::<1>(" "), [None]);
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,24}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
