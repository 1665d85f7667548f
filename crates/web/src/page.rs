//! Lists in parts: `?limit=&cursor=` in, `{data, next_cursor}` and `Link: rel="next"` out.
//!
//! A part begins after the place where the one before ended, never at a number of rows: what is added or removed in the
//! meantime makes nobody appear twice or not at all.

use crate::{Fault, Problem, WORDS};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use utoipa::IntoParams;

/// Rows in an answer, unless asked otherwise.
pub const USUAL: u32 = 50;
/// Rows in an answer at most.
pub const MOST: u32 = 200;

/// Bytes of the mark at the head of a cursor.
const MARK: usize = 8;
/// Longest cursor, in characters: a folded name fits.
const LONGEST: usize = 2_048;

/// Which part of a list is asked for, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Rows at most.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<String>,
    /// Where to go on: `next_cursor` of the part before. Leave it out for the first part.
    #[param(max_length = 2048)]
    pub cursor: Option<String>,
}

/// A part that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<P> {
    /// Rows at most.
    pub limit: u32,
    /// The place after which it begins; none at the start.
    pub after: Option<P>,
}

/// A part of a list, as it is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page<T> {
    /// The rows.
    pub data: Vec<T>,
    /// Where the list goes on; null at its end.
    pub next_cursor: Option<String>,
}

impl Asked {
    /// Reads it. `list` names the list and what it is narrowed to: a cursor of another one is refused.
    pub fn part<P: DeserializeOwned>(&self, list: &str) -> Result<Part<P>, Problem> {
        let limit = match &self.limit {
            None => USUAL,
            Some(raw) => {
                let digits = !raw.is_empty() && raw.bytes().all(|it| it.is_ascii_digit());
                let limit = raw.parse().ok().filter(|limit| digits && (1..=MOST).contains(limit));
                limit.ok_or_else(|| refused("limit", "problem-limit-say"))?
            }
        };
        let after = match &self.cursor {
            None => None,
            Some(word) => Some(open(list, word).ok_or_else(|| refused("cursor", "problem-cursor-say"))?),
        };
        Ok(Part { limit, after })
    }
}

fn refused(parameter: &'static str, key: &'static str) -> Problem {
    let say = WORDS.in_language("en").with(key, &[("most", MOST.into())]);
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "problem-parameter")
        .say(say.clone())
        .fault(Fault::in_query(parameter, say))
}

/// A place in a list as one word of an address.
///
/// It holds nothing that the answer beside it does not show, and gives no right: the mark only finds what was cut, edited
/// or carried from one list to another, so it needs no key.
pub fn seal(list: &str, place: &impl Serialize) -> String {
    // Places are tuples of texts, numbers and ids, which always serialise.
    let place = serde_json::to_vec(place).unwrap_or_default();
    let mut bytes = mark(list, &place).to_vec();
    bytes.extend(place);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The place of a word; none if it was not sealed for this list.
pub fn open<P: DeserializeOwned>(list: &str, word: &str) -> Option<P> {
    if word.len() > LONGEST {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(word).ok()?;
    let (found, place) = bytes.split_at_checked(MARK)?;
    if found != mark(list, place) {
        return None;
    }
    serde_json::from_slice(place).ok()
}

fn mark(list: &str, place: &[u8]) -> [u8; MARK] {
    let mut hash = Sha256::new();
    hash.update(list.len().to_le_bytes());
    hash.update(list);
    hash.update(place);
    let digest = hash.finalize();
    std::array::from_fn(|n| digest[n])
}

impl<T: Serialize> Page<T> {
    /// The answer, with a link to the next part. `path` is the list's own; `narrowed` are the other parameters that were
    /// asked with.
    pub fn answer(self, path: &str, limit: u32, narrowed: &[(&str, &str)]) -> Response {
        let headers = self.link(path, limit, narrowed);
        (headers, axum::Json(self)).into_response()
    }

    fn link(&self, path: &str, limit: u32, narrowed: &[(&str, &str)]) -> HeaderMap {
        next_link(self.next_cursor.as_deref(), path, limit, narrowed)
    }
}

/// `Link: rel="next"`, where a list goes on.
pub fn next_link(next: Option<&str>, path: &str, limit: u32, narrowed: &[(&str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let Some(next) = next else { return headers };
    let mut address = format!("{path}?limit={limit}&cursor={next}");
    for (name, value) in narrowed.iter().filter(|(_, value)| !value.is_empty()) {
        // Writing to a text cannot fail.
        let _ = write!(address, "&{name}={}", query_value(value));
    }
    if let Ok(value) = HeaderValue::from_str(&format!("<{address}>; rel=\"next\"")) {
        headers.insert(header::LINK, value);
    }
    headers
}

/// A value for the query of an address.
pub fn query_value(text: &str) -> String {
    text.bytes().fold(String::new(), |out, byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            out + char::from(byte).encode_utf8(&mut [0; 4])
        }
        _ => out + &format!("%{byte:02X}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_to_its_own_list_alone() {
        let place = ("mei haruna\nco-founder".to_owned(), 7_u64);
        let word = seal("people q=mei", &place);
        assert!(word.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'_'), "{word}");
        assert_eq!(open::<(String, u64)>("people q=mei", &word), Some(place));
        assert_eq!(open::<(String, u64)>("people q=", &word), None);
        assert_eq!(open::<(String, u64)>("chats", &word), None);
    }

    #[test]
    fn whatever_is_changed_is_refused() {
        let word = seal("chats", &(17_i64, "x"));
        for at in 0..word.len() {
            let other = if &word[at..=at] == "A" { "B" } else { "A" };
            let bent = format!("{}{other}{}", &word[..at], &word[at + 1..]);
            assert_eq!(open::<(i64, String)>("chats", &bent), None, "{bent}");
            assert_eq!(open::<(i64, String)>("chats", &word[..at]), None);
        }
        for bad in ["", "x", "zz", "ß", "%", &"A".repeat(40), &"A".repeat(9_000)] {
            assert_eq!(open::<(i64, String)>("chats", bad), None, "{bad}");
        }
    }

    #[test]
    fn limits_are_numbers_in_range() {
        let asked =
            |limit: &str| Asked { limit: Some(limit.to_owned()), cursor: None }.part::<u8>("x").map(|it| it.limit);
        assert_eq!(Asked::default().part::<u8>("x").map(|it| it.limit), Ok(USUAL));
        assert_eq!((asked("1"), asked("200")), (Ok(1), Ok(200)));
        for bad in ["0", "201", "", "-1", "+5", "1.5", "x", "99999999999"] {
            let problem = asked(bad).unwrap_err();
            assert_eq!((problem.status().as_u16(), problem.faults()[0].place()), (422, "limit"), "{bad}");
        }
    }

    #[test]
    fn the_next_part_is_linked_with_what_was_asked() {
        let page = Page { data: vec![1], next_cursor: Some("abc".to_owned()) };
        let link = page.link("/api/v1/people", 2, &[("q", "a b&c=ü"), ("team", "")]);
        assert_eq!(link[header::LINK], "</api/v1/people?limit=2&cursor=abc&q=a%20b%26c%3D%C3%BC>; rel=\"next\"");
        assert!(Page { data: vec![1], next_cursor: None }.link("/x", 2, &[]).is_empty());
    }
}
