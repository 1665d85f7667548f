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
    /// The server does not answer, or broke off in the middle. What was not acknowledged may or may not be there.
    #[error("the database does not answer; try again in a moment")]
    Gone(#[source] sqlx::Error),
    /// There is no room for what is written. Reading goes on.
    #[error("the disk of the database is full: nothing was written; make room, then try again")]
    Full(#[source] sqlx::Error),
    /// The same request was sent again and is worked on there: nothing was changed here.
    #[error("another attempt of the same request has taken over; nothing was changed here")]
    Overtaken,
    /// A newer program has been here.
    #[error(
        "the database has schema {found}, this program knows no more than {known}: start {} again, \
         or restore a backup made before the update", program(.version.as_deref())
    )]
    Newer {
        /// Number of the migration that this program does not know.
        found: i64,
        /// Number of the newest migration that it does know.
        known: i64,
        /// The program that serves this schema, where that is recorded.
        version: Option<String>,
    },
    /// A program that only looks does not bring the schema up to date.
    #[error(
        "the database has schema {found}, this program wants {known}: start `candor serve` of this version once, \
         which brings it up to date, or use the program that serves it now"
    )]
    Older {
        /// Number of the newest migration that was completed; 0 where there is none.
        found: i64,
        /// Number of the newest migration that this program knows.
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
    /// The SQLite file is missing.
    #[error("there is no database at {}: name the right folder, or start `candor serve` to make one", .0.display())]
    NoFile(PathBuf),
    /// Nothing answers at the address of the PostgreSQL server.
    #[error(
        "no PostgreSQL server answers for the database {place}: check that it runs, that the address is right, and \
         that no firewall is in between"
    )]
    NoServer {
        /// Name, host and port.
        place: String,
        /// What happened.
        source: sqlx::Error,
    },
    /// The PostgreSQL server wants an encrypted connection, or the other way round.
    #[error(
        "the connection to the database {place} cannot be encrypted as it must be: check `sslmode` in the address and \
         the certificate of the server"
    )]
    NoTls {
        /// Name, host and port.
        place: String,
        /// What happened.
        source: sqlx::Error,
    },
    /// The PostgreSQL server knows the user not, or not by this password.
    #[error(
        "the PostgreSQL server refuses the user {user} for the database {place}: check user and password in the \
         address, and the server's pg_hba.conf"
    )]
    NoEntry {
        /// Name, host and port.
        place: String,
        /// Who was refused.
        user: String,
        /// What the server said.
        source: sqlx::Error,
    },
    /// The PostgreSQL server has no such database.
    #[error("there is no database {place}: make it on that server with CREATE DATABASE, encoding UTF8")]
    NoDatabase {
        /// Name, host and port.
        place: String,
        /// What the server said.
        source: sqlx::Error,
    },
    /// The user of the database may not do this.
    #[error("the user of the database lacks rights: make it the owner of the database, so that it can make tables")]
    NoRights(#[source] sqlx::Error),
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

fn program(version: Option<&str>) -> String {
    version.map_or_else(|| "the newer program".to_owned(), |version| format!("candor {version}, or a newer one,"))
}

impl DbError {
    /// Whether it may pass by itself, or once somebody has made room: whoever asked should ask again.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Busy(_) | Self::Gone(_) | Self::Full(_))
    }
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        let sqlx::Error::Database(said) = &error else {
            return match error {
                sqlx::Error::PoolTimedOut => Self::Busy(error),
                sqlx::Error::Io(_) | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => Self::Gone(error),
                _ => Self::Other(error),
            };
        };
        match said.kind() {
            ErrorKind::UniqueViolation => Self::Conflict,
            ErrorKind::ForeignKeyViolation | ErrorKind::NotNullViolation | ErrorKind::CheckViolation => {
                Self::Refused(error)
            }
            _ => match said.code().as_deref().map(Trouble::of) {
                Some(Trouble::Busy) => Self::Busy(error),
                Some(Trouble::Gone) => Self::Gone(error),
                Some(Trouble::Full) => Self::Full(error),
                Some(Trouble::NoRights) => Self::NoRights(error),
                Some(Trouble::Other) | None => Self::Other(error),
            },
        }
    }
}

/// What a code of an engine means.
#[derive(Debug, PartialEq, Eq)]
enum Trouble {
    Busy,
    Gone,
    Full,
    NoRights,
    Other,
}

impl Trouble {
    /// Codes of PostgreSQL have five characters, those of SQLite are numbers with the kind in the lowest byte.
    fn of(code: &str) -> Self {
        match code.parse::<u32>() {
            Ok(lite) if code.len() < 5 => match lite & 0xff {
                5 | 6 => Self::Busy,
                13 => Self::Full,
                _ => Self::Other,
            },
            _ => match code {
                // Serialisation failure, deadlock, lock not available, too many connections.
                "40001" | "40P01" | "55P03" | "53300" => Self::Busy,
                // Shut down by an administrator, by a crash, or not up yet; the database was dropped.
                "57P01" | "57P02" | "57P03" | "57P04" => Self::Gone,
                "53100" => Self::Full,
                "42501" => Self::NoRights,
                _ if code.starts_with("08") => Self::Gone,
                _ => Self::Other,
            },
        }
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
    use super::Trouble;

    #[test]
    fn codes_of_both_engines() {
        for (trouble, codes) in [
            (Trouble::Busy, &["5", "6", "261", "517", "40001", "40P01", "55P03", "53300"][..]),
            (Trouble::Gone, &["57P01", "57P03", "08006", "08P01"]),
            (Trouble::Full, &["13", "53100"]),
            (Trouble::NoRights, &["42501"]),
            (Trouble::Other, &["1", "8", "14", "2067", "23505", "40003", "XX000", "08"]),
        ] {
            for code in codes {
                assert_eq!(Trouble::of(code), trouble, "{code}");
            }
        }
    }
}
