//! Where and in which language somebody is at home: names that others agreed on.

use jiff::Timestamp;
use jiff::Zoned;
use jiff::tz::{self, TimeZone};
use std::fmt;

/// A time zone by its name in the IANA database: `Europe/Zurich`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zone(String);

impl Zone {
    /// Accepts a name of the database, in any capitals. Offsets and abbreviations are no places: they do not know when
    /// summer begins.
    pub fn parse(raw: &str) -> Option<Self> {
        let raw = raw.trim();
        let named = raw.eq_ignore_ascii_case("UTC") || raw.contains('/');
        let zone = named.then(|| tz::db().get(raw).ok()).flatten()?;
        // Links of the database keep the name that was asked for.
        zone.iana_name().map(|name| Self(name.to_owned()))
    }

    /// Its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The clock on the wall there.
    pub fn local(&self, now: Timestamp) -> Zoned {
        let zone = tz::db().get(&self.0).unwrap_or(TimeZone::UTC);
        now.to_zoned(zone)
    }

    /// Its last part as people say it: `São Paulo` is written `America/Sao_Paulo`, and shown as `Sao Paulo`.
    pub fn town(&self) -> String {
        self.0.rsplit('/').next().unwrap_or_default().replace('_', " ")
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A language by its tag (BCP 47): `en`, `pt-BR`, `zh-Hant`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);

impl Language {
    /// Bytes of the longest tag that is taken.
    const MAX: usize = 35;

    /// Accepts a well-formed tag, with `_` for `-` as some systems write it, and writes it as usual.
    pub fn parse(raw: &str) -> Option<Self> {
        let raw = raw.trim().replace('_', "-");
        let mut parts = raw.split('-');
        let language = parts.next().filter(|it| (2..=3).contains(&it.len()) && letters(it))?;
        let mut tag = language.to_ascii_lowercase();
        for part in parts {
            if part.is_empty() || part.len() > 8 || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
                return None;
            }
            tag.push('-');
            match part.len() {
                2 if letters(part) => tag.push_str(&part.to_ascii_uppercase()),
                4 if letters(part) => {
                    tag.push_str(&part[..1].to_ascii_uppercase());
                    tag.push_str(&part[1..].to_ascii_lowercase());
                }
                _ => tag.push_str(&part.to_ascii_lowercase()),
            }
        }
        (tag.len() <= Self::MAX).then_some(Self(tag))
    }

    /// Its first part, the language itself: `pt` of `pt-BR`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn letters(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphabetic())
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, Zone};

    #[test]
    fn zones_are_places() {
        let named = |raw| Zone::parse(raw).map(|zone| zone.to_string());
        for (raw, name) in [("Europe/Zurich", "Europe/Zurich"), (" asia/singapore ", "Asia/Singapore"), ("UTC", "UTC")]
        {
            assert_eq!(named(raw).as_deref(), Some(name));
        }
        for bad in ["", "CET", "+01:00", "Europe/Atlantis", "../../etc/passwd", "Europe/", "W. Europe Standard Time"] {
            assert_eq!(named(bad), None, "{bad}");
        }
        let kathmandu = Zone::parse("Asia/Kathmandu").unwrap();
        let noon = "2026-03-04T12:00:00Z".parse().unwrap();
        assert_eq!(kathmandu.local(noon).strftime("%H:%M").to_string(), "17:45");
        assert_eq!(Zone::parse("America/Sao_Paulo").unwrap().town(), "Sao Paulo");
    }

    #[test]
    fn tags_are_written_as_usual() {
        let written = |raw| Language::parse(raw).map(|tag| tag.to_string());
        for (raw, tag) in [("EN", "en"), ("pt_br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419")] {
            assert_eq!(written(raw).as_deref(), Some(tag));
        }
        assert_eq!(Language::parse("pt-BR").unwrap().primary(), "pt");
        for bad in ["", "e", "english", "en-", "en--GB", "d€", "en-1234567890", &"en-abcdefgh".repeat(5)] {
            assert_eq!(written(bad), None, "{bad}");
        }
    }
}
