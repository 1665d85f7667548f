//! The schema of a database: which one it has, which one this program wants, and the way there.

#![expect(clippy::allow_attributes, reason = "the macro allows many arguments; other crates are not asked")]

use crate::connect::{Db, Pools};
use crate::{Conn, DbError, Reads, WriteTx};
use sqlx::migrate::{Migrate, MigrateError, Migrator};
use sqlx::{Acquire, AssertSqlSafe};
use std::collections::BTreeMap;

pub(crate) static SQLITE: Migrator = sqlx::migrate!("./migrations/sqlite");
pub(crate) static POSTGRES: Migrator = sqlx::migrate!("./migrations/postgres");

/// The schema that this program wants: the number of its newest migration.
pub fn known() -> i64 {
    SQLITE.iter().map(|migration| migration.version).max().unwrap_or(0)
}

impl Db {
    /// The schema of this database; `None` where there is none at all yet.
    pub async fn schema(&self) -> Result<Option<i64>, DbError> {
        found(&mut self.read().await?).await
    }

    /// Rows of every table, counted in one snapshot.
    pub async fn count_rows(&self) -> Result<BTreeMap<String, u64>, DbError> {
        const NAMES: (&str, &str) = (
            r"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\_sqlx%' ESCAPE '\'
              AND name NOT LIKE 'sqlite\_%' ESCAPE '\'",
            r"SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relname NOT LIKE '\_sqlx%'
              AND relnamespace = current_schema()::regnamespace",
        );
        let mut tx = self.read().await?;
        let names: Vec<(String,)> = match tx.conn() {
            Conn::Lite(c) => sqlx::query_as(NAMES.0).fetch_all(c).await?,
            Conn::Pg(c) => sqlx::query_as(NAMES.1).fetch_all(c).await?,
        };
        let mut counts = BTreeMap::new();
        for (name,) in names {
            // The name comes from the catalogue.
            let sql = AssertSqlSafe(format!("SELECT count(*) FROM \"{}\"", name.replace('"', "\"\"")));
            let (rows,): (i64,) = match tx.conn() {
                Conn::Lite(c) => sqlx::query_as(sql).fetch_one(c).await?,
                Conn::Pg(c) => sqlx::query_as(sql).fetch_one(c).await?,
            };
            counts.insert(name, u64::try_from(rows).unwrap_or(0));
        }
        Ok(counts)
    }

    /// Refuses a database that this program could not read.
    pub async fn check_schema(&self) -> Result<(), DbError> {
        let mut tx = self.read().await?;
        match found(&mut tx).await? {
            Some(found) if found == known() => Ok(()),
            Some(found) if found > known() => Err(newer(&mut tx, found).await),
            found => Err(DbError::Older { found: found.unwrap_or(0), known: known() }),
        }
    }
}

/// Records that a program of this version serves the database, so that an older one can name it.
pub async fn note_program(tx: &mut WriteTx, version: &str, at: i64) -> Result<(), DbError> {
    store::program_put(tx, version, known(), at).await.map(drop)
}

/// Writes a row as it is and commits that: the disk takes it, or the error says why not.
pub async fn probe(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    store::program_touch(&mut tx).await?;
    tx.commit().await
}

/// Runs the migrations that are missing. On PostgreSQL one program at a time does, by a lock of the server; on SQLite
/// whoever holds the data folder.
pub(crate) async fn bring_up_to_date(db: &Db) -> Result<(), DbError> {
    let done = match &db.0 {
        Pools::Lite { write, .. } => migrate(&SQLITE, write).await,
        Pools::Pg(pool) => migrate(&POSTGRES, pool).await,
    };
    match done {
        Err(DbError::Newer { found, .. }) => Err(newer(&mut db.read().await?, found).await),
        done => done,
    }
}

pub(crate) async fn migrate<'a, A>(migrator: &Migrator, pool: A) -> Result<(), DbError>
where
    A: Acquire<'a>,
    <A::Connection as std::ops::Deref>::Target: Migrate,
{
    migrator.run(pool).await.map_err(said)
}

pub(crate) fn said(error: MigrateError) -> DbError {
    match error {
        MigrateError::VersionMissing(found) if found > known() => {
            DbError::Newer { found, known: known(), version: None }
        }
        MigrateError::Execute(error) => error.into(),
        MigrateError::ExecuteMigration(error, version) => match DbError::from(error) {
            DbError::Other(error) => DbError::Migration(MigrateError::ExecuteMigration(error, version)),
            error => error,
        },
        error => DbError::Migration(error),
    }
}

/// Names the program to start instead of this one, where that is known.
async fn newer(tx: &mut impl Reads, found: i64) -> DbError {
    let version = store::program_beyond(tx, known()).await.ok().flatten().map(|(version,)| version);
    DbError::Newer { found, known: known(), version }
}

/// The number of the newest migration that was completed.
async fn found(tx: &mut impl Reads) -> Result<Option<i64>, DbError> {
    const THERE: (&str, &str) = (
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '_sqlx_migrations'",
        "SELECT count(*) FROM pg_class WHERE oid = to_regclass('_sqlx_migrations')",
    );
    const NEWEST: &str = "SELECT max(version) FROM _sqlx_migrations";
    let newest: Option<(Option<i64>,)> = match tx.conn() {
        Conn::Lite(c) => {
            let (there,): (i64,) = sqlx::query_as(THERE.0).fetch_one(&mut *c).await?;
            if there == 0 { None } else { sqlx::query_as(NEWEST).fetch_optional(c).await? }
        }
        Conn::Pg(c) => {
            let (there,): (i64,) = sqlx::query_as(THERE.1).fetch_one(&mut *c).await?;
            if there == 0 { None } else { sqlx::query_as(NEWEST).fetch_optional(c).await? }
        }
    };
    Ok(newest.and_then(|(newest,)| newest))
}

pub use store::STATEMENTS;

mod store {
    crate::statements! {
        write fn program_put(version: &str, schema: i64, at: i64) -> exec =
            "INSERT INTO program (version, schema, first_at) VALUES ($1, $2, $3)
             ON CONFLICT (version) DO UPDATE SET schema = excluded.schema WHERE excluded.schema > program.schema";

        write fn program_touch() -> exec = "UPDATE program SET first_at = first_at";

        /// The latest program that served a newer schema.
        read fn program_beyond(schema: i64) -> opt<(String,)> =
            "SELECT version FROM program WHERE schema > $1 ORDER BY schema DESC, first_at DESC LIMIT 1";
    }
}
