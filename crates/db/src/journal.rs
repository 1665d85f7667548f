//! The write-ahead log of SQLite keeps what was written for a while, deleted rows included.

use crate::DbError;
use crate::connect::{Db, PATIENCE, Pools};
use std::time::Duration;

/// How long a try waits for readers: writers wait with it.
const SHORT: Duration = Duration::from_millis(100);
/// Between two tries.
const PAUSE: Duration = Duration::from_secs(2);
/// Tries: some minutes, longer than a backup of a usual database reads.
const TRIES: u32 = 200;

impl Db {
    /// Writes over what the journal still holds, so that what was deleted cannot be read from it. Tries until no reader
    /// needs the journal any more; on PostgreSQL, whose server keeps its own, this does nothing. What fails is logged:
    /// the deletion itself is done.
    pub async fn empty_journal(&self) {
        for _ in 0..TRIES {
            match self.try_to_empty_journal().await {
                Ok(true) => return,
                Ok(false) => tokio::time::sleep(PAUSE).await,
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "the journal keeps deleted rows for now");
                    return;
                }
            }
        }
        tracing::warn!("the journal keeps deleted rows until it is written over: something reads all the time");
    }

    /// Whether it is empty now.
    async fn try_to_empty_journal(&self) -> Result<bool, DbError> {
        let Pools::Lite { write, .. } = &self.0 else { return Ok(true) };
        let mut connection = write.acquire().await?;
        wait(&mut connection, SHORT).await?;
        let done: Result<(i64, i64, i64), _> =
            sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *connection).await;
        wait(&mut connection, PATIENCE).await?;
        Ok(done?.0 == 0)
    }
}

async fn wait(connection: &mut sqlx::SqliteConnection, time: Duration) -> Result<(), DbError> {
    let set = format!("PRAGMA busy_timeout = {}", time.as_millis());
    sqlx::raw_sql(sqlx::AssertSqlSafe(set)).execute(connection).await?;
    Ok(())
}
