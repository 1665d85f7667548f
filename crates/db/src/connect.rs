//! Opening either engine and bringing its schema up to date.

pub(crate) mod postgres;

use crate::error::opening;
use crate::transaction::Inner;
use crate::{DbError, ReadTx, WriteTx, schema};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, PgPool, SqliteConnection, SqlitePool};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Connections that read on SQLite.
const READERS: u32 = 4;

/// How long to wait for a lock of SQLite.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

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
        let db = match engine(url)? {
            Engine::Sqlite => open_sqlite(url, Missing::IsMade).await?,
            Engine::Postgres => postgres::open(url).await?,
        };
        schema::bring_up_to_date(&db).await?;
        Ok(db)
    }

    /// Opens a database that is there and leaves its schema as it is, whatever it is: see [`Db::check_schema`].
    pub async fn attach(url: &str) -> Result<Self, DbError> {
        match engine(url)? {
            Engine::Sqlite => open_sqlite(url, Missing::IsRefused).await,
            Engine::Postgres => postgres::open(url).await,
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

/// Which engine an address names.
pub(crate) fn engine(url: &str) -> Result<Engine, DbError> {
    match url.split_once(':') {
        Some(("sqlite", _)) => Ok(Engine::Sqlite),
        Some(("postgres" | "postgresql", _)) => Ok(Engine::Postgres),
        _ => Err(DbError::Address(None)),
    }
}

/// What to do about a file that is not there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Missing {
    IsMade,
    IsRefused,
}

async fn open_sqlite(url: &str, missing: Missing) -> Result<Db, DbError> {
    if url.contains(":memory:") || url.contains("mode=memory") {
        return Err(DbError::InMemory);
    }
    let options = url
        .parse::<SqliteConnectOptions>()
        .map_err(|error| DbError::Address(Some(error)))?
        .create_if_missing(missing == Missing::IsMade)
        .foreign_keys(true)
        // What is deleted is overwritten: a link that a promise says is gone must not lie in a free page.
        .pragma("secure_delete", "ON")
        .journal_mode(SqliteJournalMode::Wal)
        // Group commit makes FULL as fast as NORMAL, so an acknowledged swipe survives a power cut.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(PATIENCE);
    let path = options.get_filename().to_owned();
    check_folder(&path)?;
    if missing == Missing::IsRefused && !path.exists() {
        return Err(DbError::NoFile(path));
    }
    // A second writer would only wait for the first one's lock: one connection, queued fairly by the pool.
    let write =
        pool().max_connections(1).connect_with(options.clone()).await.map_err(|error| opening(path.clone(), error))?;
    let read = pool()
        .max_connections(READERS)
        .connect_with(options.read_only(true))
        .await
        .map_err(|error| opening(path, error))?;
    Ok(Db(Pools::Lite { write, read }))
}

/// After a full disk or a failed read SQLite itself has rolled back. The driver does not notice: its own ROLLBACK fails,
/// and from then on it would refuse every transaction on this connection as one within another. So such a connection
/// is exchanged.
fn pool() -> SqlitePoolOptions {
    let is_free = |connection: &SqliteConnection| !connection.is_in_transaction();
    SqlitePoolOptions::new()
        .acquire_timeout(PATIENCE)
        .before_acquire(move |connection, _| Box::pin(std::future::ready(Ok(is_free(connection)))))
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
