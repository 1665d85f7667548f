//! The database behind the servers of a test run: SQLite, or PostgreSQL where `TEST_ENGINE=postgres` says so and
//! `TEST_POSTGRES` names a server. `cargo xtask test` runs the tests of the wire and of the endpoints on both.

use candor::database::Database;
use db::testing::Scratch;

/// A database of one test; the folder of the server holds it, or a PostgreSQL server does.
pub enum Engine {
    Sqlite,
    Postgres(Box<Scratch>),
}

impl Engine {
    /// A fresh one, as this run wants it.
    pub async fn of_this_run() -> Self {
        match std::env::var("TEST_ENGINE").as_deref() {
            Ok("postgres") => {
                let scratch = db::testing::postgres().await;
                Self::on(scratch.expect("TEST_POSTGRES names a server when TEST_ENGINE is postgres"))
            }
            Ok("sqlite" | "") | Err(_) => Self::Sqlite,
            Ok(other) => panic!("TEST_ENGINE is sqlite or postgres, not {other}"),
        }
    }

    /// This database of a PostgreSQL server.
    pub fn on(scratch: Scratch) -> Self {
        Self::Postgres(Box::new(scratch))
    }

    /// As a setting of a server.
    pub fn database(&self) -> Database {
        match self {
            Self::Sqlite => Database::InFolder,
            Self::Postgres(scratch) => Database::Postgres(scratch.url().into()),
        }
    }
}
