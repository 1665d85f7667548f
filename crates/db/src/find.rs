//! Every text of the database, shown to whoever looks for something: no table can be forgotten, for the tables come
//! from the catalogue.

use crate::{Conn, DbError, Reads};
use futures_util::TryStreamExt;
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

/// Columns that hold texts, or bytes that may be text.
const COLUMNS: (&str, &str) = (
    r"SELECT t.name, c.name, c.type = 'BLOB' FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
      WHERE t.type = 'table' AND t.name NOT LIKE '\_sqlx%' ESCAPE '\' AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\'
        AND c.type IN ('TEXT', 'BLOB')
      ORDER BY t.name, c.cid",
    r"SELECT table_name::text, column_name::text, data_type = 'bytea' FROM information_schema.columns
      WHERE table_schema = current_schema() AND table_name NOT LIKE '\_sqlx%' AND data_type IN ('text', 'bytea')
      ORDER BY table_name, ordinal_position",
);

/// What was looked at, and where something was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Tables with texts.
    pub tables: u64,
    /// Columns that were read.
    pub columns: u64,
    /// Cells that were read.
    pub cells: u64,
    /// Table and column where something was found, and in how many cells.
    pub places: BTreeMap<(String, String), u64>,
}

/// Shows every text of every table to `holds`, in the snapshot of this transaction, and counts where it says yes. Bytes
/// are shown as text where they are text, and with signs for the rest where they are longer than a key.
pub async fn search(tx: &mut impl Reads, mut holds: impl FnMut(&str) -> bool + Send) -> Result<Found, DbError> {
    let columns: Vec<(String, String, bool)> = match tx.conn() {
        Conn::Lite(c) => sqlx::query_as(COLUMNS.0).fetch_all(c).await?,
        Conn::Pg(c) => sqlx::query_as(COLUMNS.1).fetch_all(c).await?,
    };
    let mut found = Found::default();
    let mut last = String::new();
    for (table, column, bytes) in columns {
        found.columns += 1;
        found.tables += u64::from(last != table);
        last.clone_from(&table);
        // The names come from the catalogue.
        let (t, c) = (table.replace('"', "\"\""), column.replace('"', "\"\""));
        let sql = AssertSqlSafe(format!("SELECT \"{c}\" FROM \"{t}\" WHERE \"{c}\" IS NOT NULL"));
        let mut hits = 0;
        // The rows of the two engines have different types, hence one loop each.
        macro_rules! read {
            ($conn:expr) => {
                if bytes {
                    let mut rows = sqlx::query_as::<_, (Vec<u8>,)>(sql).fetch($conn);
                    while let Some((cell,)) = rows.try_next().await? {
                        found.cells += 1;
                        hits += u64::from(text_of(&cell).is_some_and(|text| holds(&text)));
                    }
                } else {
                    let mut rows = sqlx::query_as::<_, (String,)>(sql).fetch($conn);
                    while let Some((cell,)) = rows.try_next().await? {
                        found.cells += 1;
                        hits += u64::from(holds(&cell));
                    }
                }
            };
        }
        match tx.conn() {
            Conn::Lite(c) => read!(c),
            Conn::Pg(c) => read!(c),
        }
        if hits > 0 {
            found.places.insert((table, column), hits);
        }
    }
    Ok(found)
}

/// Ids and hashes are no text; what is longer may hold some among other bytes.
fn text_of(bytes: &[u8]) -> Option<std::borrow::Cow<'_, str>> {
    const KEY: usize = 32;
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.into()),
        Err(_) if bytes.len() <= KEY => None,
        Err(_) => Some(String::from_utf8_lossy(bytes)),
    }
}
