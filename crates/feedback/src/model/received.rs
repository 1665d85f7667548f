//! A piece as one reader has it, and what the reader made of it.

use super::{BatchId, PieceId, ReceivedId};
use jiff::Timestamp;
use jiff::civil::Date;
use people::PersonId;

/// What became of a report of abuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    /// Nobody reported it.
    None,
    /// A people partner should look.
    Open,
    /// It stands.
    Kept,
    /// It was taken away.
    Removed,
}

impl Flag {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::None, Self::Open, Self::Kept, Self::Removed];

    /// As the database writes it.
    pub fn key(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Open => "open",
            Self::Kept => "kept",
            Self::Removed => "removed",
        }
    }

    /// The outcome of a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }
}

/// Why a reader cannot do this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReceivedRefused {
    /// It was reported already.
    #[error("it was reported already")]
    Flagged,
    /// Nobody reported it.
    #[error("nobody reported it")]
    NotFlagged,
}

/// What a reader has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Tells nothing.
    pub id: ReceivedId,
    /// What it is a view of. Readers are not shown it.
    pub piece: PieceId,
    /// Whose it is.
    pub reader: PersonId,
    /// Released with others, if it is confidential.
    pub batch: Option<BatchId>,
    /// The day.
    pub arrived_on: Date,
    /// First look.
    pub read_at: Option<Timestamp>,
    /// A thank-you was said.
    pub thanked_at: Option<Timestamp>,
    /// What changed by it, in one line; empty until it is said.
    pub helped: String,
    /// In the collection of what is never forgotten.
    pub kept: bool,
    /// What the reader thinks of it, for nobody else.
    pub reflection: String,
    /// When it was reported.
    pub flagged_at: Option<Timestamp>,
    /// What was said in the report.
    pub flag_say: String,
    /// What became of the report.
    pub flag: Flag,
    /// Counts the changes.
    pub version: i64,
}

impl Received {
    /// As it arrives.
    pub fn new(id: ReceivedId, piece: PieceId, reader: PersonId, batch: Option<BatchId>, arrived_on: Date) -> Self {
        Self {
            id,
            piece,
            reader,
            batch,
            arrived_on,
            read_at: None,
            thanked_at: None,
            helped: String::new(),
            kept: false,
            reflection: String::new(),
            flagged_at: None,
            flag_say: String::new(),
            flag: Flag::None,
            version: 1,
        }
    }

    /// Looked at.
    #[must_use]
    pub fn read(self, now: Timestamp) -> Self {
        Self { read_at: self.read_at.or(Some(now)), ..self }.step()
    }

    /// A thank-you.
    #[must_use]
    pub fn thank(self, now: Timestamp) -> Self {
        Self { thanked_at: self.thanked_at.or(Some(now)), ..self }.step()
    }

    /// It helped, and how.
    #[must_use]
    pub fn help(self, changed: String) -> Self {
        Self { helped: changed, ..self }.step()
    }

    /// Into the collection, or out of it.
    #[must_use]
    pub fn keep(self, kept: bool) -> Self {
        Self { kept, ..self }.step()
    }

    /// A private thought.
    #[must_use]
    pub fn reflect(self, words: String) -> Self {
        Self { reflection: words, ..self }.step()
    }

    /// Reported.
    pub fn report(self, say: String, now: Timestamp) -> Result<Self, ReceivedRefused> {
        match self.flag {
            Flag::None => Ok(Self { flag: Flag::Open, flag_say: say, flagged_at: Some(now), ..self }.step()),
            _ => Err(ReceivedRefused::Flagged),
        }
    }

    /// A people partner decided.
    pub fn decide(self, flag: Flag) -> Result<Self, ReceivedRefused> {
        match (self.flag, flag) {
            (Flag::Open, Flag::Kept | Flag::Removed) => Ok(Self { flag, ..self }.step()),
            _ => Err(ReceivedRefused::NotFlagged),
        }
    }

    fn step(self) -> Self {
        Self { version: self.version + 1, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_reader_does_everything_once() {
        let (first, later) = (Timestamp::from_second(1).unwrap(), Timestamp::from_second(9).unwrap());
        let (id, piece, reader) = (ReceivedId::from_u128(1), PieceId::from_u128(2), PersonId::from_u128(3));
        let new = Received::new(id, piece, reader, None, date(2026, 3, 4));
        let read = new.read(first).thank(first).read(later).thank(later).keep(true).help("I call first".into());
        assert_eq!((read.read_at, read.thanked_at, read.kept), (Some(first), Some(first), true));
        assert_eq!(read.version, 7);
        let flagged = read.reflect("hm".into()).report("rude".into(), later).unwrap();
        assert_eq!(flagged.clone().report("again".into(), later), Err(ReceivedRefused::Flagged));
        let decided = flagged.decide(Flag::Kept).unwrap();
        assert_eq!(decided.clone().decide(Flag::Removed), Err(ReceivedRefused::NotFlagged));
        assert_eq!((decided.flag, decided.reflection.as_str()), (Flag::Kept, "hm"));
        for flag in Flag::ALL {
            assert_eq!(Flag::from_key(flag.key()), Some(flag));
        }
    }
}
