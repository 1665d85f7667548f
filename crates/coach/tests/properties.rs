//! Whatever somebody types.

use coach::{Advice, Check, Day, Identity, Language, Settings, Unit, advise, places, shown};
use proptest::collection::vec;
use proptest::prelude::*;

const IDENTITIES: [Identity; 2] = [Identity::Named, Identity::Confidential];

fn advice(text: &str, identity: Identity) -> Advice {
    let today = Day::new(2026, 6, 15).unwrap();
    advise(text, &Settings { identity, expected: Some(Language::ENGLISH), ..Settings::on(today) })
}

/// Pieces that mean something to a check, mixed with signs that mean trouble.
fn pieces() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "you",
        "are",
        "lazy",
        "never",
        "always",
        "please",
        "You're",
        "don't",
        "Mei",
        "told me",
        "because",
        "on Monday",
        "in",
        "March",
        "12",
        "2026-03-12",
        "14:20",
        "a@b.c",
        "AGAIN",
        "!!!",
        "?",
        ".",
        "…",
        "\n",
        "\r\n",
        "\u{202E}",
        "\u{200B}",
        "\u{0}",
        "e\u{301}",
        "ß",
        "İ",
        "ǅ",
        "👩‍👩‍👧",
        "🇪🇸",
        "三天前的会议",
        "เมื่อวาน",
        "-",
        "'",
        "’s",
        "eres",
        "una",
        "¿",
        "¡",
        "el lunes",
        "por favor",
        "\u{FEFF}",
        "9999999999",
        "0",
        "-1",
        "½",
        "\u{FF07}s",
        "fi\u{AD}ne",
    ];
    vec((prop::sample::select(PIECES), prop::sample::select(&["", " ", "  "][..])), 0..60)
        .prop_map(|all| all.into_iter().flat_map(|(piece, space)| [piece, space]).collect())
}

fn sound(text: &str) {
    for identity in IDENTITIES {
        let found = advice(text, identity);
        assert_eq!(found, advice(text, identity), "the same text gives the same hints");
        let mut last = None;
        for hint in &found.hints {
            assert!(hint.start < hint.end && hint.end <= text.len());
            assert!(text.is_char_boundary(hint.start) && text.is_char_boundary(hint.end));
            assert!(!hint.question.is_empty() && !hint.example.is_empty());
            let order = (hint.check, hint.start);
            assert!(last < Some(order), "sorted, and no place twice");
            last = Some(order);
        }
        for check in Check::ALL {
            assert!(found.hints.iter().filter(|hint| hint.check == check).count() <= 5);
        }
        let shown = shown(&found.hints);
        assert!(shown.len() <= 2 && shown.iter().all(|hint| found.hints.contains(hint)));
        for (unit, length) in [(Unit::Chars, text.chars().count()), (Unit::Utf16, text.encode_utf16().count())] {
            for (start, end) in places(text, &found.hints, unit) {
                assert!(start < end && end <= length);
            }
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_looked_at(text in any::<String>()) {
        sound(&text);
    }

    #[test]
    fn texts_with_traps_are_looked_at(text in pieces()) {
        sound(&text);
    }

    #[test]
    fn a_place_is_the_same_in_every_unit(text in pieces()) {
        let found = advice(&text, Identity::Confidential);
        let chars: Vec<char> = text.chars().collect();
        let units: Vec<u16> = text.encode_utf16().collect();
        let (in_chars, in_units) = (places(&text, &found.hints, Unit::Chars), places(&text, &found.hints, Unit::Utf16));
        for ((hint, (from, to)), (start, end)) in found.hints.iter().zip(in_chars).zip(in_units) {
            let marked = &text[hint.start..hint.end];
            prop_assert_eq!(chars[from..to].iter().collect::<String>(), marked);
            prop_assert_eq!(String::from_utf16(&units[start..end]).unwrap(), marked);
        }
    }

    /// The work is counted, so that the outcome is the same on every machine: at most so many steps per byte.
    #[test]
    fn the_work_grows_with_the_text(text in pieces(), times in 1_usize..8) {
        let long = text.repeat(times);
        let steps = advice(&long, Identity::Confidential).steps;
        prop_assert!(steps <= 200 * (long.len() as u64 + 1), "{} steps for {} bytes", steps, long.len());
    }
}

/// Texts that make patterns begin everywhere and fail late.
#[test]
fn the_worst_texts_take_no_more_than_their_length() {
    for piece in [
        "you ",
        "you are ",
        "the ",
        "I ",
        "a the my ",
        "Mei ",
        "12 ",
        "you always the ",
        "you, ",
        "YOU ",
        "!",
        "😀",
        "el la ",
        "it that ",
    ] {
        let steps = |times: usize| advice(&piece.repeat(times), Identity::Confidential).steps;
        let (short, long) = (steps(500), steps(5_000));
        assert!(long <= 11 * short + 100, "{piece:?}: {short} steps, then {long}");
    }
}

#[test]
fn a_normalised_text_gets_the_same_hints() {
    for (composed, decomposed) in [
        (
            "Eres un vago, ayer dejaste la cámara sin batería.",
            "Eres un vago, ayer dejaste la ca\u{301}mara sin bateri\u{301}a.",
        ),
        ("Zoë told me you’re lazy.", "Zoe\u{308} told me you’re lazy."),
    ] {
        let of = |text: &str| {
            let words = |end: usize| text[..end].split_whitespace().count();
            let found = advice(text, Identity::Confidential);
            found
                .hints
                .iter()
                .map(|hint| (hint.check, hint.kind, words(hint.start), words(hint.end)))
                .collect::<Vec<_>>()
        };
        assert_eq!(of(composed), of(decomposed));
        assert!(of(composed).len() > 1);
    }
}
