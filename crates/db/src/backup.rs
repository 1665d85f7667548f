//! One file that holds a whole SQLite database as it was at one moment.
//!
//! It is an ordinary `tar.gz` with `manifest.json` and `database.sqlite`. Its gzip header also holds the SHA-256 of all
//! that follows, so that any changed, missing or added byte is found before anything is unpacked.

mod archive;
mod contents;

pub use contents::{Contents, check_database, contents};

use crate::connect::Pools;
use crate::ledger::{Flaw, Head};
use crate::{Db, DbError, schema};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Name of the database in the archive.
pub const DATABASE: &str = "database.sqlite";
/// Name of the manifest in the archive.
const MANIFEST: &str = "manifest.json";
/// The form of archive that this program writes and reads.
const FORMAT: u32 = 1;

/// What a backup says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the archive.
    pub format: u32,
    /// Version of the program that made it.
    pub program: String,
    /// The schema of the database: number of its newest migration.
    pub schema: i64,
    /// When the snapshot was taken.
    pub created: Timestamp,
    /// Size of the database in bytes.
    pub bytes: u64,
    /// SHA-256 of the database in hexadecimal digits.
    pub sha256: String,
    /// Rows of every table.
    pub tables: BTreeMap<String, u64>,
    /// The head of the ledger's chain; none where nothing was sealed.
    pub ledger: Option<LedgerHead>,
}

/// The head of the ledger as a manifest writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerHead {
    /// Number of the last sealed event.
    pub seq: i64,
    /// Its hash in hexadecimal digits.
    pub hash: String,
}

impl From<Head> for LedgerHead {
    fn from(Head { seq, hash }: Head) -> Self {
        Self { seq, hash: hash.to_string() }
    }
}

/// Why there is no backup, or why one is not good.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// PostgreSQL has tools of its own.
    #[error("a PostgreSQL database is backed up with pg_dump, see the chapter about PostgreSQL of the documentation")]
    Postgres,
    /// The file is there already.
    #[error("{} is there already; name another file", .0.display())]
    AlreadyThere(PathBuf),
    /// A file cannot be read or written.
    #[error("{} cannot be used: check that the folder is there, its rights, and the room on the disk", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// No archive of this program.
    #[error("{} is no backup of Candor: name a file that `candor backup` made", .0.display())]
    NotABackup(PathBuf),
    /// Bytes were changed, cut off or added.
    #[error("{} is damaged or cut short: {why}; take another backup", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was noticed.
        why: String,
    },
    /// It holds something that this program does not put into a backup.
    #[error("{} holds {found:?}, which no backup holds: it was not made by `candor backup`", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it holds.
        found: String,
    },
    /// A newer program made it.
    #[error(
        "the backup was made by candor {program} with schema {found}, this program knows no more than {known}: restore \
         it with candor {program} or a newer one"
    )]
    Newer {
        /// Version of that program.
        program: String,
        /// Schema of the backup.
        found: i64,
        /// The newest schema known here.
        known: i64,
    },
    /// The database inside breaks its own rules.
    #[error("the database is not sound: {0}; take another backup")]
    Unsound(String),
    /// Its ledger was changed.
    #[error("the ledger is not sound: {0}")]
    Ledger(#[from] Flaw),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl BackupError {
    fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::File { path: path.to_owned(), source }
    }
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            // CORRUPT and NOTADB of SQLite, whatever is asked of such a file.
            sqlx::Error::Database(said) if said.code().is_some_and(|code| matches!(&*code, "11" | "26")) => {
                Self::Unsound(said.message().to_owned())
            }
            _ => Self::Db(error.into()),
        }
    }
}

/// Writes the database as it is at this moment into the new file `to`, readable by its owner alone. Whoever writes
/// meanwhile is not held up, and is not in it. `program` is the version of this program.
pub async fn backup(db: &Db, to: &Path, program: &str, at: Timestamp) -> Result<Manifest, BackupError> {
    let Pools::Lite { read, .. } = &db.0 else { return Err(BackupError::Postgres) };
    if to.exists() {
        return Err(BackupError::AlreadyThere(to.to_owned()));
    }
    let folder = beside(to)?;
    let snapshot = folder.path().join(DATABASE);
    private(&snapshot).map_err(BackupError::file(&snapshot))?;
    let name = snapshot.display().to_string();
    // The copy is compact: what was deleted is not in its free pages.
    let copied = sqlx::query("VACUUM INTO $1").bind(name).execute(read).await;
    copied.map_err(|error| crate::error::opening(snapshot.clone(), error))?;
    let Contents { schema, tables, head } = contents(&snapshot).await?;
    let (to, program) = (to.to_owned(), program.to_owned());
    blocking(move || {
        let (bytes, sha256) = archive::sum(&snapshot)?;
        let ledger = head.map(LedgerHead::from);
        let manifest = Manifest { format: FORMAT, program, schema, created: at, bytes, sha256, tables, ledger };
        let packed = folder.path().join("packed");
        archive::pack(&packed, &manifest, &snapshot)?;
        // Only what is complete gets its name.
        match fs::hard_link(&packed, &to) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(BackupError::AlreadyThere(to)),
            // Not every disk has links.
            Err(_) => fs::rename(&packed, &to).map_err(BackupError::file(&to))?,
            Ok(()) => {}
        }
        #[cfg(unix)]
        to.parent().map_or(Ok(()), sync_folder).map_err(BackupError::file(&to))?;
        Ok(manifest)
    })
    .await
}

/// Unpacks a backup into a folder that is there, as [`DATABASE`], after all of its bytes were compared with its sums.
/// Refuses what a newer program made.
pub async fn unpack(file: &Path, folder: &Path) -> Result<Manifest, BackupError> {
    let (file, folder) = (file.to_owned(), folder.to_owned());
    blocking(move || {
        archive::check_sum(&file)?;
        let manifest = archive::unpack(&file, &folder.join(DATABASE))?;
        let known = schema::known();
        match manifest.schema {
            found if found > known => Err(BackupError::Newer { program: manifest.program, found, known }),
            _ => Ok(manifest),
        }
    })
    .await
}

/// Proves an unpacked backup: the file is whole, all references lead somewhere, every table has the rows of the
/// manifest, the schema can be brought up to date, the ledger's chain is whole and has the head of the manifest. The
/// file is changed by that where its schema is old: to be used on a copy, or on what is about to be served.
pub async fn prove(database: &Path, manifest: &Manifest) -> Result<crate::ledger::Sound, BackupError> {
    check_database(database).await?;
    let Contents { tables, schema, .. } = contents(database).await?;
    if (&tables, schema) != (&manifest.tables, manifest.schema) {
        return Err(BackupError::Unsound("its tables have other rows than its manifest says".to_owned()));
    }
    let kept = manifest.ledger.as_ref().map(|LedgerHead { seq, hash }| {
        let hash = hash.parse().map_err(|_| BackupError::Unsound("its manifest has no proper head".to_owned()))?;
        Ok::<_, BackupError>(crate::ledger::Kept { seq: Some(*seq), hash })
    });
    let kept = kept.transpose()?;
    let db = Db::connect(&sqlite_url(database)).await?;
    let sound = crate::ledger::verify(&mut db.read().await?, kept.as_slice()).await?;
    db.close().await;
    Ok(sound?)
}

/// The address of a SQLite file, with what would end the path of an address written out.
pub fn sqlite_url(path: &Path) -> String {
    format!("sqlite://{}", path.display().to_string().replace('%', "%25").replace('?', "%3F").replace('#', "%23"))
}

/// A folder on the same disk, removed when it is dropped.
fn beside(to: &Path) -> Result<TempDir, BackupError> {
    let folder = match to.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    tempfile::Builder::new().prefix(".candor-backup-").tempdir_in(folder).map_err(BackupError::file(folder))
}

fn private(path: &Path) -> io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes a new name in it durable.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    fs::File::open(folder)?.sync_all()
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}
