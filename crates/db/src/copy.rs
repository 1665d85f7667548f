//! A SQLite database, copied into an empty PostgreSQL one: all of it or nothing, and compared row by row.
//!
//! Columns are copied by the type they have on PostgreSQL, so a new table needs no code here. Names of tables and
//! columns come from the catalogue of the target; values are bound.

mod cell;

use crate::connect::postgres::place;
use crate::connect::{Db, Pools};
use crate::schema::{POSTGRES, said};
use crate::{Conn, DbError, ReadTx, Reads};
use cell::{Cell, Column, Kind, Sum};
use futures_util::TryStreamExt;
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, PgConnection, Postgres};
use std::collections::BTreeMap;

/// Rows per statement.
const ROWS: usize = 1_000;

/// One copied table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Its name.
    pub table: String,
    /// Its rows.
    pub rows: u64,
    /// A sum over the hashes of its rows, which does not depend on their order; the same in both databases.
    pub sum: String,
}

/// Why a database was not copied. Nothing is left in the target then.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// Only SQLite is copied, and only to PostgreSQL.
    #[error(
        "a SQLite database is copied to a PostgreSQL one, nothing else: name the target as postgres://USER@HOST/NAME"
    )]
    Engines,
    /// The target holds something.
    #[error(
        "the database {place} is not empty ({found} is there): make a new one with CREATE DATABASE and name that, so \
         that nothing is mixed up"
    )]
    NotEmpty {
        /// Name, host and port.
        place: String,
        /// A table that is there.
        found: String,
    },
    /// The two schemas differ, or a column has a type that is not known here.
    #[error("the table {0} cannot be copied: it is not the same in both schemas")]
    Unlike(String),
    /// A row was refused.
    #[error("a row of the table {table} was refused by the target")]
    Row {
        /// The table.
        table: String,
        /// Why.
        source: DbError,
    },
    /// What arrived is not what was sent.
    #[error("the table {table} differs after copying ({sent} rows sent, {found} found); nothing was kept")]
    Differs {
        /// The table.
        table: String,
        /// Rows read from the source.
        sent: u64,
        /// Rows read from the target.
        found: u64,
    },
    /// A database.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<sqlx::Error> for CopyError {
    fn from(error: sqlx::Error) -> Self {
        Self::Db(error.into())
    }
}

/// Copies `source`, as it is at this moment, into the empty database at `url`. `source` is only read; the target is
/// one transaction, schema included.
pub async fn to_postgres(source: &Db, url: &str) -> Result<Vec<Copied>, CopyError> {
    let Pools::Lite { .. } = source.0 else { return Err(CopyError::Engines) };
    if !matches!(crate::connect::engine(url), Ok(crate::Engine::Postgres)) {
        return Err(CopyError::Engines);
    }
    source.check_schema().await?;
    let target = Db::attach(url).await?;
    let Pools::Pg(pool) = &target.0 else { return Err(CopyError::Engines) };
    let mut from = source.read().await?;
    let mut tx = pool.begin().await?;
    if let Some((found,)) = first_table(&mut tx).await? {
        return Err(CopyError::NotEmpty { place: place(&pool.connect_options()), found });
    }
    POSTGRES.run_direct(None, &mut *tx, false).await.map_err(said)?;
    let tables = tables(&mut tx).await?;
    compare_tables(&mut from, &tables).await?;
    let references = Deferred::of(&mut tx).await?;
    empty(&mut tx, &tables).await?;
    let mut copied = Vec::new();
    for (table, columns) in tables {
        let (rows, sent) = send(&mut from, &mut tx, &table, &columns).await?;
        let (found, received) = sum_of(&mut tx, &table, &columns).await?;
        if (rows, &sent) != (found, &received) {
            return Err(CopyError::Differs { table, sent: rows, found });
        }
        copied.push(Copied { table, rows, sum: sent.to_string() });
    }
    references.restore(&mut tx).await?;
    tx.commit().await?;
    target.close().await;
    Ok(copied)
}

async fn first_table(tx: &mut PgConnection) -> Result<Option<(String,)>, sqlx::Error> {
    const SQL: &str = "SELECT relname::text FROM pg_class WHERE relnamespace = current_schema()::regnamespace
                       ORDER BY relname LIMIT 1";
    sqlx::query_as(SQL).fetch_optional(tx).await
}

/// Every table of ours with its columns.
async fn tables(tx: &mut PgConnection) -> Result<BTreeMap<String, Vec<Column>>, CopyError> {
    const SQL: &str = r"SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns
                        WHERE table_schema = current_schema() AND table_name NOT LIKE '\_sqlx%'
                        ORDER BY table_name, ordinal_position";
    let rows: Vec<(String, String, String)> = sqlx::query_as(SQL).fetch_all(tx).await?;
    let mut tables: BTreeMap<String, Vec<Column>> = BTreeMap::new();
    for (table, name, kind) in rows {
        let kind = Kind::of(&kind).ok_or_else(|| CopyError::Unlike(table.clone()))?;
        tables.entry(table).or_default().push(Column { name, kind });
    }
    Ok(tables)
}

async fn compare_tables(from: &mut ReadTx, tables: &BTreeMap<String, Vec<Column>>) -> Result<(), CopyError> {
    const SQL: &str = r"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\_sqlx%' ESCAPE '\'
                        AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name";
    let Conn::Lite(c) = from.conn() else { return Err(CopyError::Engines) };
    let there: Vec<(String,)> = sqlx::query_as(SQL).fetch_all(c).await?;
    let strange = there.iter().map(|(name,)| name).find(|name| !tables.contains_key(*name));
    let missing = tables.keys().find(|name| !there.iter().any(|(there,)| there == *name));
    match strange.or(missing) {
        Some(name) => Err(CopyError::Unlike(name.clone())),
        None => Ok(()),
    }
}

/// References are looked at when everything is there, so that tables may come in any order.
struct Deferred(Vec<(String, String)>);

impl Deferred {
    async fn of(tx: &mut PgConnection) -> Result<Self, sqlx::Error> {
        const SQL: &str = "SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint
                           WHERE contype = 'f' AND NOT condeferrable AND connamespace = current_schema()::regnamespace";
        let references: Vec<(String, String)> = sqlx::query_as(SQL).fetch_all(&mut *tx).await?;
        for (table, name) in &references {
            let sql = format!("ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE INITIALLY DEFERRED");
            sqlx::query(AssertSqlSafe(sql)).execute(&mut *tx).await?;
        }
        Ok(Self(references))
    }

    /// Looks at all of them, then makes them as they were.
    async fn restore(self, tx: &mut PgConnection) -> Result<(), sqlx::Error> {
        sqlx::query("SET CONSTRAINTS ALL IMMEDIATE").execute(&mut *tx).await?;
        for (table, name) in self.0 {
            let sql = format!("ALTER TABLE {table} ALTER CONSTRAINT {name} NOT DEFERRABLE");
            sqlx::query(AssertSqlSafe(sql)).execute(&mut *tx).await?;
        }
        Ok(())
    }
}

/// A migration may have put rows in; the source has its own.
async fn empty(tx: &mut PgConnection, tables: &BTreeMap<String, Vec<Column>>) -> Result<(), sqlx::Error> {
    let names: Vec<String> = tables.keys().map(|table| quoted(table)).collect();
    sqlx::query(AssertSqlSafe(format!("TRUNCATE {}", names.join(", ")))).execute(tx).await.map(drop)
}

async fn send(
    from: &mut ReadTx,
    tx: &mut PgConnection,
    table: &str,
    columns: &[Column],
) -> Result<(u64, Sum), CopyError> {
    let Conn::Lite(c) = from.conn() else { return Err(CopyError::Engines) };
    let refused = |error: sqlx::Error| CopyError::Row { table: table.to_owned(), source: error.into() };
    let insert = insert(table, columns);
    let (mut count, mut sum) = (0, Sum::default());
    let mut waiting: Vec<Vec<Cell>> = columns.iter().map(|_| Vec::new()).collect();
    let mut rows = sqlx::query(AssertSqlSafe(select(table, columns))).fetch(c);
    loop {
        let row = rows.try_next().await?;
        if let Some(row) = &row {
            let cells: Vec<Cell> = (0..).zip(columns).map(|(n, it)| it.kind.lite(row, n)).collect::<Result<_, _>>()?;
            sum.add(&cells);
            count += 1;
            for (column, cell) in waiting.iter_mut().zip(cells) {
                column.push(cell);
            }
        }
        let full = waiting.first().map_or(0, Vec::len);
        if full == ROWS || (row.is_none() && full > 0) {
            let mut query: Query<'_, Postgres, PgArguments> = sqlx::query(AssertSqlSafe(insert.clone()));
            for (column, cells) in columns.iter().zip(&mut waiting) {
                query = column.kind.bind(query, std::mem::take(cells));
            }
            query.execute(&mut *tx).await.map_err(refused)?;
        }
        if row.is_none() {
            return Ok((count, sum));
        }
    }
}

async fn sum_of(tx: &mut PgConnection, table: &str, columns: &[Column]) -> Result<(u64, Sum), CopyError> {
    let (mut count, mut sum) = (0, Sum::default());
    let mut rows = sqlx::query(AssertSqlSafe(select(table, columns))).fetch(tx);
    while let Some(row) = rows.try_next().await? {
        let cells: Vec<Cell> = (0..).zip(columns).map(|(n, it)| it.kind.pg(&row, n)).collect::<Result<_, _>>()?;
        sum.add(&cells);
        count += 1;
    }
    Ok((count, sum))
}

fn select(table: &str, columns: &[Column]) -> String {
    format!("SELECT {} FROM {}", names(columns), quoted(table))
}

fn insert(table: &str, columns: &[Column]) -> String {
    let arrays: Vec<String> = (1..).zip(columns).map(|(n, it)| format!("${n}::{}[]", it.kind.word())).collect();
    let (table, names) = (quoted(table), names(columns));
    format!("INSERT INTO {table} ({names}) SELECT * FROM UNNEST({})", arrays.join(", "))
}

fn names(columns: &[Column]) -> String {
    columns.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
