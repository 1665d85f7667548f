//! One value of one row, the same on both engines.

use sha2::{Digest, Sha256};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::sqlite::SqliteRow;
use sqlx::{Postgres, Row};
use std::fmt;
use uuid::Uuid;

/// A column of the target.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub name: String,
    pub kind: Kind,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Whole,
    Flag,
    Id,
    Bytes,
    Text,
}

/// A value; `None` is null.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    Whole(Option<i64>),
    Flag(Option<bool>),
    Id(Option<Uuid>),
    Bytes(Option<Vec<u8>>),
    Text(Option<String>),
}

impl Kind {
    /// By the name of a type in the catalogue of PostgreSQL.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Whole, Self::Flag, Self::Id, Self::Bytes, Self::Text].into_iter().find(|kind| kind.word() == word)
    }

    /// That name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Whole => "bigint",
            Self::Flag => "boolean",
            Self::Id => "uuid",
            Self::Bytes => "bytea",
            Self::Text => "text",
        }
    }

    pub fn lite(self, row: &SqliteRow, n: usize) -> Result<Cell, sqlx::Error> {
        Ok(match self {
            Self::Whole => Cell::Whole(row.try_get(n)?),
            Self::Flag => Cell::Flag(row.try_get(n)?),
            Self::Id => Cell::Id(row.try_get(n)?),
            Self::Bytes => Cell::Bytes(row.try_get(n)?),
            Self::Text => Cell::Text(row.try_get(n)?),
        })
    }

    pub fn pg(self, row: &PgRow, n: usize) -> Result<Cell, sqlx::Error> {
        Ok(match self {
            Self::Whole => Cell::Whole(row.try_get(n)?),
            Self::Flag => Cell::Flag(row.try_get(n)?),
            Self::Id => Cell::Id(row.try_get(n)?),
            Self::Bytes => Cell::Bytes(row.try_get(n)?),
            Self::Text => Cell::Text(row.try_get(n)?),
        })
    }

    /// Binds a whole column as an array.
    pub fn bind(self, query: Query<'_, Postgres, PgArguments>, cells: Vec<Cell>) -> Query<'_, Postgres, PgArguments> {
        // A column has cells of its own kind only; another one would be missed by the sum.
        macro_rules! array {
            ($kind:ident) => {
                cells
                    .into_iter()
                    .map(|cell| if let Cell::$kind(value) = cell { value } else { None })
                    .collect::<Vec<_>>()
            };
        }
        match self {
            Self::Whole => query.bind(array!(Whole)),
            Self::Flag => query.bind(array!(Flag)),
            Self::Id => query.bind(array!(Id)),
            Self::Bytes => query.bind(array!(Bytes)),
            Self::Text => query.bind(array!(Text)),
        }
    }
}

impl Cell {
    /// Null, or the length and the bytes: no two rows run into the same text.
    fn hash_into(&self, hasher: &mut Sha256) {
        let mut put = |bytes: Option<&[u8]>| match bytes {
            None => hasher.update([0]),
            Some(bytes) => {
                hasher.update([1]);
                hasher.update((bytes.len() as u64).to_be_bytes());
                hasher.update(bytes);
            }
        };
        match self {
            Self::Whole(n) => put(n.map(i64::to_be_bytes).as_ref().map(<[u8; 8]>::as_slice)),
            Self::Flag(yes) => put(yes.map(|yes| [u8::from(yes)]).as_ref().map(<[u8; 1]>::as_slice)),
            Self::Id(id) => put(id.as_ref().map(|id| id.as_bytes().as_slice())),
            Self::Bytes(bytes) => put(bytes.as_deref()),
            Self::Text(words) => put(words.as_deref().map(str::as_bytes)),
        }
    }
}

/// The sum of the hashes of rows, whatever their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sum([u64; 4]);

impl Sum {
    pub fn add(&mut self, row: &[Cell]) {
        let mut hasher = Sha256::new();
        for cell in row {
            cell.hash_into(&mut hasher);
        }
        let hash: [u8; 32] = hasher.finalize().into();
        for (lane, part) in self.0.iter_mut().zip(hash.as_chunks().0) {
            *lane = lane.wrapping_add(u64::from_be_bytes(*part));
        }
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|lane| write!(f, "{lane:016x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Kind, Sum};

    fn sum(rows: &[&[Cell]]) -> Sum {
        let mut sum = Sum::default();
        for row in rows {
            sum.add(row);
        }
        sum
    }

    #[test]
    fn the_order_of_rows_does_not_matter_and_all_else_does() {
        let text = |words: &str| Cell::Text(Some(words.to_owned()));
        let (a, b) = ([text("a"), text("b")], [text("c"), Cell::Text(None)]);
        assert_eq!(sum(&[&a, &b]), sum(&[&b, &a]));
        for other in [
            sum(&[&a]),
            sum(&[&a, &a]),
            sum(&[&a, &b, &b]),
            sum(&[&[text("ab"), text("")], &b]),
            sum(&[&[text("b"), text("a")], &b]),
            sum(&[&a, &[text("c"), text("")]]),
        ] {
            assert_ne!(sum(&[&a, &b]), other);
        }
        assert_eq!(sum(&[]).to_string(), "0".repeat(64));
    }

    #[test]
    fn kinds_have_names() {
        for kind in [Kind::Whole, Kind::Flag, Kind::Id, Kind::Bytes, Kind::Text] {
            assert_eq!(Kind::of(kind.word()), Some(kind));
        }
        assert_eq!(Kind::of("double precision"), None);
    }
}
