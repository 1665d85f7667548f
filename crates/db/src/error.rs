//! What can go wrong, in the same terms on both engines.

use sqlx::error::ErrorKind;
use sqlx::migrate::MigrateError;
use std::path::PathBuf;

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DbError {
    /// A unique key is taken.
    #[error("already there")]
    Conflict,
    /// Another rule of the schema (foreign key, check, not null) is broken.
    #[error("the database refuses what breaks its rules")]
    Refused(#[source] sqlx::Error),
    /// Somebody else held it too long; trying again may help.
    #[error("the database is busy; try again")]
    Busy(#[source] sqlx::Error),
    /// A newer program has been here.
    #[error(
        "the database has schema {found}, this program knows no more than {known}: start the newer program again, \
         or restore a backup made before the update"
    )]
    Newer {
        /// Number of the migration that this program does not know.
        found: i64,
        /// Number of the newest migration that it does know.
        known: i64,
    },
    /// The schema could not be brought up to date.
    #[error("the schema of the database could not be brought up to date; restore a backup or ask for help")]
    Migration(#[source] MigrateError),
    /// The address is of no known form.
    #[error("not an address of a database: use sqlite://FILE or postgres://USER@HOST/NAME")]
    Address(#[source] Option<sqlx::Error>),
    /// A database in memory is gone when the program ends.
    #[error("a database in memory loses everything when the program ends: name a file, as in sqlite://FILE")]
    InMemory,
    /// The folder of the SQLite file is missing.
    #[error("the folder {} does not exist: make it, or name a database in another one", .0.display())]
    NoFolder(PathBuf),
    /// The SQLite file cannot be made, opened or written.
    #[error(
        "the database {} cannot be opened for writing: let the user that runs this program write to the file and \
         its folder, and check that the disk is neither full nor read-only", path.display()
    )]
    NotWritable {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: sqlx::Error,
    },
    /// The file is something else.
    #[error("{} is not a SQLite database: name another file", path.display())]
    NotADatabase {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: sqlx::Error,
    },
    /// A statement does not fit the schema.
    #[error("the statement `{name}` does not prepare")]
    Statement {
        /// Name of its function.
        name: &'static str,
        /// What the engine said.
        source: sqlx::Error,
    },
    /// Anything else; the source tells.
    #[error("the database failed")]
    Other(#[source] sqlx::Error),
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        let sqlx::Error::Database(said) = &error else {
            return match error {
                sqlx::Error::PoolTimedOut => Self::Busy(error),
                _ => Self::Other(error),
            };
        };
        match said.kind() {
            ErrorKind::UniqueViolation => Self::Conflict,
            ErrorKind::ForeignKeyViolation | ErrorKind::NotNullViolation | ErrorKind::CheckViolation => {
                Self::Refused(error)
            }
            _ if said.code().is_some_and(|code| is_busy(&code)) => Self::Busy(error),
            _ => Self::Other(error),
        }
    }
}

/// SQLite: busy, locked, and their extended codes. PostgreSQL: serialisation failure, deadlock, lock not available.
fn is_busy(code: &str) -> bool {
    match code.parse::<u32>() {
        Ok(lite) if code.len() < 5 => matches!(lite & 0xff, 5 | 6),
        _ => matches!(code, "40001" | "40P01" | "55P03"),
    }
}

/// What opening `path` ran into, in terms of the file.
pub(crate) fn opening(path: PathBuf, error: sqlx::Error) -> DbError {
    let code = match &error {
        sqlx::Error::Database(said) => said.code().and_then(|code| code.parse::<u32>().ok()),
        _ => None,
    };
    match code.map(|code| code & 0xff) {
        // READONLY, IOERR, FULL, CANTOPEN
        Some(8 | 10 | 13 | 14) => DbError::NotWritable { path, source: error },
        Some(26) => DbError::NotADatabase { path, source: error },
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_busy;

    #[test]
    fn busy_codes_of_both_engines() {
        for code in ["5", "6", "261", "517", "40001", "40P01", "55P03"] {
            assert!(is_busy(code), "{code}");
        }
        for code in ["1", "8", "14", "2067", "23505", "40003", "XX000"] {
            assert!(!is_busy(code), "{code}");
        }
    }
}
