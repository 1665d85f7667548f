//! Two types of transaction: one that may only look, one that may change.

use crate::DbError;
use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection, Transaction};

/// May change things. Rolls back when dropped uncommitted.
#[must_use = "dropped uncommitted, it takes everything back"]
pub struct WriteTx(pub(crate) Inner);

/// Sees one snapshot and cannot change anything: a writing statement does not accept it.
pub struct ReadTx(pub(crate) Inner);

pub(crate) enum Inner {
    Lite(Transaction<'static, Sqlite>),
    Pg(Transaction<'static, Postgres>),
}

/// The concrete connection under a transaction; only statements look at it.
pub enum Conn<'c> {
    /// SQLite.
    Lite(&'c mut SqliteConnection),
    /// PostgreSQL.
    Pg(&'c mut PgConnection),
}

/// What a reading statement accepts: either transaction.
pub trait Reads: Send {
    /// The connection below.
    fn conn(&mut self) -> Conn<'_>;
}

impl Inner {
    fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Lite(tx) => Conn::Lite(&mut *tx),
            Self::Pg(tx) => Conn::Pg(&mut *tx),
        }
    }
}

impl Reads for ReadTx {
    fn conn(&mut self) -> Conn<'_> {
        self.0.conn()
    }
}

impl Reads for WriteTx {
    fn conn(&mut self) -> Conn<'_> {
        self.0.conn()
    }
}

impl WriteTx {
    /// Makes all of it durable at once. After an `Ok` it is on disk.
    pub async fn commit(self) -> Result<(), DbError> {
        match self.0 {
            Inner::Lite(tx) => tx.commit().await?,
            Inner::Pg(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
