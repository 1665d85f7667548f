//! In which language a text is written.

use crate::lexicon;
use crate::token::{Case, Tokens};
use serde::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use whatlang::{Detector, Lang};

/// A language, by its code of ISO 639: two letters, or three where there are no two; `und` when it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Language(&'static str);

/// A code that stands for no language known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownLanguage;

impl fmt::Display for UnknownLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such language; write its code, as en, es or de")
    }
}

impl std::error::Error for UnknownLanguage {}

/// Codes with three letters, as the detector has them, and with two.
const CODES: &[(&str, &str)] = &[
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];

/// How much of a text is looked at, in bytes.
const SAMPLE: usize = 4_096;

impl Language {
    /// English.
    pub const ENGLISH: Self = Self("en");
    /// Spanish.
    pub const SPANISH: Self = Self("es");
    /// Not known.
    pub const UNKNOWN: Self = Self("und");

    /// Its code: `en`.
    pub fn code(self) -> &'static str {
        self.0
    }

    /// Whether the checks that need words are made in it.
    pub fn has_lexicon(self) -> bool {
        matches!(self, Self::ENGLISH | Self::SPANISH)
    }

    /// Whether every noun begins with a capital, so that a capital says nothing.
    pub(crate) fn capitalises_nouns(self) -> bool {
        self.0 == "de"
    }

    fn of(lang: Lang) -> Self {
        let code = lang.code();
        Self(CODES.iter().find(|(three, _)| *three == code).map_or(code, |(_, two)| *two))
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    /// Reads `en`, `eng`, `en-GB` and `en_GB`.
    fn from_str(text: &str) -> Result<Self, UnknownLanguage> {
        let good = text.len() <= 35 && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        let code = text.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let known = CODES.iter().find(|(three, two)| code == *three || code == *two);
        known.filter(|_| good).map(|(_, two)| Self(two)).ok_or(UnknownLanguage)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

/// The language of a text. `expected` decides where the text is too short or too mixed to tell.
pub(crate) fn detect(text: &str, tokens: &Tokens, expected: Option<Language>) -> Language {
    let fallback = expected.unwrap_or(Language::UNKNOWN);
    let sample = &tokens.all[..tokens.all.partition_point(|token| token.start < SAMPLE)];
    // Names belong to no language: a text keeps its language when the people in it change.
    let words: Vec<_> = sample.iter().filter(|it| it.is_word() && it.quarters > 0 && it.case != Case::Title).collect();
    if words.is_empty() {
        return fallback;
    }
    let share = |language| {
        let hits = lexicon::of(language)
            .map_or(0, |lexicon| words.iter().filter(|token| lexicon.class("function").has(&token.text)).count());
        #[expect(clippy::cast_precision_loss, reason = "at most a few thousand words")]
        let share = hits as f64 / words.len() as f64;
        share
    };
    let (english, spanish) = (share(Language::ENGLISH), share(Language::SPANISH));
    let (best, most, other) =
        if english >= spanish { (Language::ENGLISH, english, spanish) } else { (Language::SPANISH, spanish, english) };
    if most >= 0.35 && most >= 2.0 * other && words.len() >= 3 {
        return best;
    }
    let plain: Vec<&str> = words.iter().map(|token| &text[token.start..token.end]).collect();
    let info = Detector::new().detect(&plain.join(" "));
    let guess = info.as_ref().map(|info| Language::of(info.lang()));
    let sure = guess.filter(|_| info.is_some_and(|info| info.is_reliable()));
    let enough = words.len() >= 5 && most >= 2.0 * other && expected.is_none_or(Language::has_lexicon);
    match sure {
        // A guess for English or Spanish without their little words is a guess about another language.
        Some(sure) if !sure.has_lexicon() || most >= 0.12 => sure,
        _ if enough && (most >= 0.2 || most >= 0.08 && guess == Some(best)) => best,
        _ => fallback,
    }
}
