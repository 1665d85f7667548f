//! Opening PostgreSQL, and saying clearly why it cannot be opened. The address may hold a password: nothing here tells
//! it.

use super::{Db, Pools};
use crate::DbError;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, Connection};
use std::io::ErrorKind;
use std::time::Duration;
use tokio::time::timeout;

/// Connections of the pool.
const CONNECTIONS: u32 = 8;

/// How long a request waits for a connection. Longer than a restart of the server would hold everybody up.
const PATIENCE: Duration = Duration::from_secs(4);

/// How long the first connection may take.
const FIRST: Duration = Duration::from_secs(10);

/// Where a database is, without who may open it.
pub(crate) fn place(options: &PgConnectOptions) -> String {
    let name = options.get_database().unwrap_or_else(|| options.get_username());
    match options.get_socket() {
        Some(folder) => format!("{name} in {}", folder.display()),
        None => format!("{name} on {}:{}", options.get_host(), options.get_port()),
    }
}

pub(super) async fn open(url: &str) -> Result<Db, DbError> {
    let options: PgConnectOptions = url.parse().map_err(|error| DbError::Address(Some(error)))?;
    knock(&options).await?;
    let pool = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE);
    Ok(Db(Pools::Pg(pool.connect_lazy_with(options))))
}

/// One connection of its own: a pool would say of everything that it took too long.
async fn knock(options: &PgConnectOptions) -> Result<(), DbError> {
    let answer = timeout(FIRST, options.connect())
        .await
        .unwrap_or_else(|_| Err(std::io::Error::from(ErrorKind::TimedOut).into()));
    let connection = answer.map_err(|error| refused(options, error))?;
    // It answered; how it says goodbye does not matter.
    let _ = connection.close().await;
    Ok(())
}

fn refused(options: &PgConnectOptions, source: sqlx::Error) -> DbError {
    let place = place(options);
    let user = options.get_username().to_owned();
    match &source {
        // A certificate that is not trusted.
        sqlx::Error::Io(error) if error.kind() == ErrorKind::InvalidData => DbError::NoTls { place, source },
        sqlx::Error::Io(_) => DbError::NoServer { place, source },
        sqlx::Error::Tls(_) => DbError::NoTls { place, source },
        sqlx::Error::Database(said) => match said.code().as_deref() {
            Some("28P01" | "28000") => DbError::NoEntry { place, user, source },
            Some("3D000") => DbError::NoDatabase { place, source },
            Some("57P03") => DbError::NoServer { place, source },
            _ => source.into(),
        },
        _ => source.into(),
    }
}
