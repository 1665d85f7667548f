//! What a SQLite file holds, whatever its schema.

use super::BackupError;
use crate::ledger::{Hash, Head};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection};
use std::collections::BTreeMap;
use std::path::Path;

/// What a database holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Number of its newest migration; 0 where there is none.
    pub schema: i64,
    /// Rows of every table.
    pub tables: BTreeMap<String, u64>,
    /// The head of the ledger's chain.
    pub head: Option<Head>,
}

/// Counts what is in a file that nobody writes to. The file is not changed.
pub async fn contents(file: &Path) -> Result<Contents, BackupError> {
    let mut db = open(file).await?;
    let names: Vec<(String,)> = sqlx::query_as(
        r"SELECT name FROM sqlite_schema
          WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name",
    )
    .fetch_all(&mut db)
    .await?;
    let mut tables = BTreeMap::new();
    for (name,) in names {
        let sql = format!("SELECT count(*) FROM \"{}\"", name.replace('"', "\"\""));
        let (rows,): (i64,) = sqlx::query_as(AssertSqlSafe(sql)).fetch_one(&mut db).await?;
        tables.insert(name, u64::try_from(rows).unwrap_or(0));
    }
    let mut schema = 0;
    if tables.remove("_sqlx_migrations").is_some() {
        let newest: (Option<i64>,) =
            sqlx::query_as("SELECT max(version) FROM _sqlx_migrations").fetch_one(&mut db).await?;
        schema = newest.0.unwrap_or(0);
    }
    let head = if tables.contains_key("ledger_seal") { head(&mut db).await? } else { None };
    db.close().await?;
    Ok(Contents { schema, tables, head })
}

/// Looks for pages that do not fit together, rows that miss in an index, and references that lead nowhere.
pub async fn check_database(file: &Path) -> Result<(), BackupError> {
    let mut db = open(file).await?;
    let said: Vec<(String,)> = sqlx::query_as("PRAGMA integrity_check(1)").fetch_all(&mut db).await?;
    if let Some((said,)) = said.into_iter().find(|(said,)| said != "ok") {
        return Err(BackupError::Unsound(said));
    }
    let lost: Option<(String,)> =
        sqlx::query_as(r#"SELECT "table" FROM pragma_foreign_key_check LIMIT 1"#).fetch_optional(&mut db).await?;
    if let Some((table,)) = lost {
        return Err(BackupError::Unsound(format!("a row of {table} refers to one that is not there")));
    }
    Ok(db.close().await?)
}

async fn open(file: &Path) -> Result<SqliteConnection, BackupError> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true).immutable(true);
    Ok(options.connect().await.map_err(|error| crate::error::opening(file.to_owned(), error))?)
}

async fn head(db: &mut SqliteConnection) -> Result<Option<Head>, BackupError> {
    let last: Option<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT seq, hash FROM ledger_seal ORDER BY seq DESC LIMIT 1").fetch_optional(db).await?;
    Ok(last.and_then(|(seq, hash)| Some(Head { seq, hash: Hash::read(&hash)? })))
}
