//! Opening either engine and bringing its schema up to date.

use crate::error::opening;
use crate::transaction::Inner;
use crate::{DbError, ReadTx, WriteTx};
use sqlx::migrate::{Migrate, MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Acquire, PgPool, SqlitePool};
use std::path::{Path, PathBuf};
use std::time::Duration;

pub(crate) static SQLITE: Migrator = sqlx::migrate!("./migrations/sqlite");
pub(crate) static POSTGRES: Migrator = sqlx::migrate!("./migrations/postgres");

/// Connections that read on SQLite.
const READERS: u32 = 4;

/// Connections of a PostgreSQL pool.
const CONNECTIONS: u32 = 8;

/// How long to wait for a connection or a lock.
const PATIENCE: Duration = Duration::from_secs(10);

/// A database of either engine. Cloned freely.
#[derive(Clone)]
pub struct Db(pub(crate) Pools);

#[derive(Clone)]
pub(crate) enum Pools {
    Lite { write: SqlitePool, read: SqlitePool },
    Pg(PgPool),
}

/// Which database system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Engine {
    /// One file, in this process.
    Sqlite,
    /// A server.
    Postgres,
}

impl Db {
    /// Opens what the URL names (`sqlite://FILE`, `postgres://…`) and brings its schema up to date.
    /// A missing SQLite file is made, a missing folder is not.
    pub async fn connect(url: &str) -> Result<Self, DbError> {
        match url.split_once(':') {
            Some(("sqlite", _)) => open_sqlite(url).await,
            Some(("postgres" | "postgresql", _)) => open_postgres(url).await,
            _ => Err(DbError::Address(None)),
        }
    }

    /// Begins to read: one snapshot, nothing can be changed.
    pub async fn read(&self) -> Result<ReadTx, DbError> {
        Ok(ReadTx(match &self.0 {
            Pools::Lite { read, .. } => Inner::Lite(read.begin().await?),
            Pools::Pg(pool) => Inner::Pg(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?),
        }))
    }

    /// Begins to write. On SQLite there is one writer at a time; the others wait here.
    pub async fn write(&self) -> Result<WriteTx, DbError> {
        Ok(WriteTx(match &self.0 {
            // IMMEDIATE takes the lock now; a deferred one could fail half way with SQLITE_BUSY.
            Pools::Lite { write, .. } => Inner::Lite(write.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Pg(pool) => Inner::Pg(pool.begin().await?),
        }))
    }

    /// Which engine it is.
    pub fn engine(&self) -> Engine {
        match self.0 {
            Pools::Lite { .. } => Engine::Sqlite,
            Pools::Pg(_) => Engine::Postgres,
        }
    }

    /// Closes every connection, after the transactions under way. On SQLite this also tidies the write-ahead log.
    pub async fn close(&self) {
        match &self.0 {
            Pools::Lite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Pools::Pg(pool) => pool.close().await,
        }
    }
}

impl std::fmt::Debug for Db {
    // The pools would print the address, and with it perhaps a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Db").field(&self.engine()).finish()
    }
}

async fn open_sqlite(url: &str) -> Result<Db, DbError> {
    if url.contains(":memory:") || url.contains("mode=memory") {
        return Err(DbError::InMemory);
    }
    let options = url
        .parse::<SqliteConnectOptions>()
        .map_err(|error| DbError::Address(Some(error)))?
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        // Group commit makes FULL as fast as NORMAL, so an acknowledged swipe survives a power cut.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(PATIENCE);
    let path = options.get_filename().to_owned();
    check_folder(&path)?;
    // A second writer would only wait for the first one's lock: one connection, queued fairly by the pool.
    let write = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(PATIENCE)
        .connect_with(options.clone())
        .await
        .map_err(|error| opening(path.clone(), error))?;
    migrate(&SQLITE, &write).await.map_err(|error| match error {
        DbError::Other(error) => opening(path.clone(), error),
        error => error,
    })?;
    let read = SqlitePoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(PATIENCE)
        .connect_with(options.read_only(true))
        .await
        .map_err(|error| opening(path, error))?;
    Ok(Db(Pools::Lite { write, read }))
}

async fn open_postgres(url: &str) -> Result<Db, DbError> {
    let options = url.parse::<PgConnectOptions>().map_err(|error| DbError::Address(Some(error)))?;
    let pool =
        PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE).connect_with(options).await?;
    migrate(&POSTGRES, &pool).await?;
    Ok(Db(Pools::Pg(pool)))
}

/// SQLite itself only says that it cannot open the file.
fn check_folder(file: &Path) -> Result<(), DbError> {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
            Err(DbError::NoFolder(PathBuf::from(folder)))
        }
        _ => Ok(()),
    }
}

pub(crate) async fn migrate<'a, A>(migrator: &Migrator, pool: A) -> Result<(), DbError>
where
    A: Acquire<'a>,
    <A::Connection as std::ops::Deref>::Target: Migrate,
{
    let known = migrator.iter().map(|m| m.version).max().unwrap_or(0);
    migrator.run(pool).await.map_err(|error| match error {
        MigrateError::VersionMissing(found) if found > known => DbError::Newer { found, known },
        MigrateError::Execute(error) => DbError::Other(error),
        error => DbError::Migration(error),
    })
}
