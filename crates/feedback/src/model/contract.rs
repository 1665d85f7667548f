//! The promise made to a writer before writing: who reads it, by name, and whose name stands at it. It is stored with the
//! words, and may only shrink.

use super::{Identity, Kind};
use people::PersonId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Which rule chose the readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// A note to oneself.
    OwnNote,
    /// Whom it is about.
    Subject,
    /// Whom it is about, and the manager who asked.
    SubjectAndAsker,
    /// Whom it is about, in a batch of at least `k` writers.
    Batch,
}

/// Somebody who reads it, as they were called when it was promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reader {
    /// Who.
    pub id: PersonId,
    /// Name as it was shown.
    pub name: String,
}

/// What the writer saw before sending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    /// Which rule chose the readers.
    pub rule: Rule,
    /// Counts changes of the rules themselves.
    pub version: u8,
    /// What the writer is to whom it is about.
    pub kind: Kind,
    /// Whose name stands at it.
    pub identity: Identity,
    /// Writers in the smallest batch; none where there is no batch.
    pub k: Option<u32>,
    /// Everybody who reads it.
    pub readers: Vec<Reader>,
}

impl Contract {
    /// The rules as they are now.
    pub const VERSION: u8 = 1;

    /// The promise for a piece of this kind. `asker` is the manager who asked for it about somebody else.
    pub fn of(kind: Kind, identity: Identity, subject: Reader, asker: Option<Reader>, k: u32) -> Self {
        let (rule, k, readers) = match (kind, identity, asker) {
            (Kind::Own, ..) => (Rule::OwnNote, None, vec![subject]),
            // A confidential piece is never handed to anybody above: only the batch is, to whom it is about.
            (_, Identity::Confidential, _) => (Rule::Batch, Some(k), vec![subject]),
            (_, Identity::Named, Some(asker)) => (Rule::SubjectAndAsker, None, vec![subject, asker]),
            (_, Identity::Named, None) => (Rule::Subject, None, vec![subject]),
        };
        Self { rule, version: Self::VERSION, kind, identity, k, readers }
    }

    /// What a form carries, to notice that the promise is another one by now. 64 hexadecimal digits.
    pub fn mark(&self) -> String {
        // Enums, numbers and names always serialise.
        let text = serde_json::to_string(self).unwrap_or_default();
        Sha256::digest(text).iter().fold(String::new(), |mut hex, byte| {
            // Writing to a text cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// Whether `now` promises no more readers, no smaller batch and no more of a name than this.
    pub fn allows(&self, now: &Self) -> bool {
        let readers = now.readers.iter().all(|it| self.readers.iter().any(|own| own.id == it.id));
        let name = self.identity == now.identity || now.identity == Identity::Confidential;
        readers && name && (now.k >= self.k)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(n: u128, name: &str) -> Reader {
        Reader { id: PersonId::from_u128(n), name: name.to_owned() }
    }

    fn promise(identity: Identity, asker: Option<Reader>, k: u32) -> Contract {
        Contract::of(Kind::Peer, identity, reader(1, "Mei Haruna"), asker, k)
    }

    #[test]
    fn the_mark_tells_every_change_of_the_promise() {
        let named = promise(Identity::Named, None, 5);
        let others = [
            promise(Identity::Confidential, None, 5),
            promise(Identity::Confidential, None, 6),
            promise(Identity::Named, Some(reader(2, "Sanne Mulder")), 5),
            Contract::of(Kind::Upward, Identity::Named, reader(1, "Mei Haruna"), None, 5),
            Contract::of(Kind::Peer, Identity::Named, reader(1, "Mei H."), None, 5),
        ];
        assert_eq!(named.mark(), promise(Identity::Named, None, 7).mark(), "no batch, no k");
        for other in others {
            assert_ne!(named.mark(), other.mark(), "{other:?}");
        }
    }

    #[test]
    fn nobody_above_reads_what_is_confidential() {
        let promise = promise(Identity::Confidential, Some(reader(2, "Sanne Mulder")), 5);
        assert_eq!((promise.rule, promise.readers, promise.k), (Rule::Batch, vec![reader(1, "Mei Haruna")], Some(5)));
    }

    #[test]
    fn promises_only_get_stricter() {
        let wide = promise(Identity::Named, Some(reader(2, "Sanne Mulder")), 5);
        let narrow = promise(Identity::Named, None, 5);
        let batch = promise(Identity::Confidential, None, 5);
        assert!(
            wide.allows(&narrow) && narrow.allows(&batch) && batch.allows(&promise(Identity::Confidential, None, 6))
        );
        assert!(
            !narrow.allows(&wide) && !batch.allows(&narrow) && !promise(Identity::Confidential, None, 6).allows(&batch)
        );
    }
}
