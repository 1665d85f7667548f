//! The chain: each event's hash stands on the event itself and on the hash before it.
//!
//! `hash(n) = SHA-256(hash(n-1) ‖ text(n))`, where `hash(0)` is 32 zero bytes and `text` the event as canonical JSON
//! (RFC 8785) with exactly the names `actor`, `at`, `data`, `id`, `kind`, `object` and `seq`.

use super::canonical::quoted;
use super::store::Row;
use crate::{from_micros, micros};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// A SHA-256; shown and read as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// What the first event stands on.
    pub const ZERO: Self = Self([0; 32]);

    /// The hash of what comes next.
    #[must_use]
    pub(super) fn then(self, text: &str) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(self.0);
        hasher.update(text.as_bytes());
        Self(hasher.finalize().into())
    }

    /// As it is stored; `None` for anything that has not 32 bytes.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl From<[u8; 32]> for Hash {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is no hash of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a hash of the ledger: it has 64 hexadecimal digits")]
pub struct NotAHash;

impl FromStr for Hash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NotAHash);
        }
        let mut bytes = [0; 32];
        for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| NotAHash)?;
        }
        Ok(Self(bytes))
    }
}

/// The last sealed event. Whoever keeps it elsewhere can tell later that nothing before it was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Its place in the order of writing.
    pub seq: i64,
    /// Its hash, and through it that of everything before.
    pub hash: Hash,
}

/// The event as its hash sees it. `data` stands as it is stored, byte for byte, so that no edit of it is equal.
pub(super) fn text(row: &Row) -> String {
    line(row, "")
}

/// The event with its hash, for export: whoever takes `hash` out again has the text that was hashed.
pub(super) fn exported(row: &Row, hash: Option<Hash>) -> String {
    let hash = hash.map_or_else(|| "null".to_owned(), |hash| format!("\"{hash}\""));
    line(row, &format!("\"hash\":{hash},"))
}

fn line(row: &Row, hash: &str) -> String {
    let id = |id: Uuid| format!("\"{id}\"");
    let actor = row.actor.map_or_else(|| "null".to_owned(), id);
    let mut kind = String::new();
    quoted(&mut kind, &row.kind);
    format!(
        "{{\"actor\":{actor},\"at\":{},\"data\":{},{hash}\"id\":{},\"kind\":{kind},\"object\":{},\"seq\":{}}}",
        instant(row.at),
        row.data,
        id(row.id),
        id(row.object),
        row.seq
    )
}

/// To the micro-second; what is beyond the calendar stands as its number.
fn instant(at: i64) -> String {
    let time = from_micros(at);
    if micros(time) == at { format!("\"{time:.6}\"") } else { at.to_string() }
}

#[cfg(test)]
mod tests {
    use super::{Hash, exported, instant, text};
    use crate::ledger::store::Row;
    use uuid::Uuid;

    fn row() -> Row {
        Row {
            seq: 1,
            id: Uuid::from_u128(1),
            at: 1_772_614_800_000_000,
            actor: None,
            kind: "chat \"started\"".to_owned(),
            object: Uuid::from_u128(2),
            data: "{\"n\":1}".to_owned(),
        }
    }

    /// The text and its hash are pinned: another program must be able to compute them for ever.
    #[test]
    fn the_text_that_is_hashed() {
        let said = text(&row());
        assert_eq!(
            said,
            "{\"actor\":null,\"at\":\"2026-03-04T09:00:00.000000Z\",\"data\":{\"n\":1},\
             \"id\":\"00000000-0000-0000-0000-000000000001\",\"kind\":\"chat \\\"started\\\"\",\
             \"object\":\"00000000-0000-0000-0000-000000000002\",\"seq\":1}"
        );
        let hash = Hash::ZERO.then(&said);
        assert_eq!(hash.to_string(), "82e0326650e761ae8866bbf403b80090960b52f4ae2b01aa1553bd26f63f3eb6");
        let whole = exported(&row(), Some(hash));
        assert_eq!(whole.replace(&format!("\"hash\":\"{hash}\","), ""), said);
        let value: serde_json::Value = serde_json::from_str(&whole).unwrap();
        assert_eq!(crate::ledger::canonical::text(&value), whole, "sorted and tight");
        assert!(exported(&row(), None).contains("\"hash\":null,"));
    }

    #[test]
    fn no_two_instants_look_alike() {
        let texts: std::collections::BTreeSet<_> =
            [0, 1, -1, i64::MAX, i64::MAX - 1, i64::MIN, i64::MIN + 1].map(instant).into();
        assert_eq!(texts.len(), 7);
    }

    #[test]
    fn hashes_as_text() {
        let hash = Hash::ZERO.then("x");
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!(Hash::read(hash.bytes()), Some(hash));
        assert_eq!(Hash::read(&[1; 31]), None);
        for wrong in ["", "00", &"g".repeat(64), &"é".repeat(32), &"0".repeat(65)] {
            assert!(wrong.parse::<Hash>().is_err(), "{wrong}");
        }
    }
}
