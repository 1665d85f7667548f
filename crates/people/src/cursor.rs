//! Where a list goes on, as one opaque word of an address.

use crate::model::PersonId;
use std::fmt::Write;

/// Parts a text from the id behind it; no folded text holds it.
const BETWEEN: char = '\u{1f}';

/// The place after (`folded`, `id`) as a word.
pub(crate) fn write((folded, id): &(String, PersonId)) -> String {
    format!("{folded}{BETWEEN}{id}").bytes().fold(String::new(), |mut hex, byte| {
        // Writing to a text cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The place of a word; none if it is no word of [`write`].
pub(crate) fn read(word: &str) -> Option<(String, PersonId)> {
    if !word.is_ascii() || !word.len().is_multiple_of(2) {
        return None;
    }
    let bytes: Option<Vec<u8>> =
        (0..word.len()).step_by(2).map(|at| u8::from_str_radix(&word[at..at + 2], 16).ok()).collect();
    let text = String::from_utf8(bytes?).ok()?;
    let (folded, id) = text.rsplit_once(BETWEEN)?;
    Some((folded.to_owned(), id.parse().ok()?))
}

/// A value for the query of an address.
pub(crate) fn query_value(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back() {
        let place = ("mei haruna\nco-founder\nsingapore".to_owned(), PersonId::from_u128(7));
        assert_eq!(read(&write(&place)), Some(place));
        for bad in ["", "x", "zz", "6d", "ß1", "+1+1", &"61".repeat(40)] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn values_of_an_address_are_escaped() {
        assert_eq!(query_value("a b&c=ü"), "a%20b%26c%3D%C3%BC");
    }
}
