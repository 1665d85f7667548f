//! Which database is used: SQLite in the data folder, or PostgreSQL where an address is given.

use crate::folder::{self, Folder};
use anyhow::{Context, bail};
use clap::Args;
use db::backup::{BackupError, backup};
use db::{Ambient, Db, DbError, micros, schema};
use jiff::Timestamp;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often a PostgreSQL server that is still starting is asked again, and how long to wait in between.
const ATTEMPTS: u32 = 20;
const AGAIN: Duration = Duration::from_millis(500);
/// Folder of the backups that are made by themselves, and how many are kept.
const BACKUPS: &str = "backups";
const KEPT: usize = 5;
/// How their names begin.
const BEFORE: &str = "before-schema-";

/// Where the address of the database comes from.
#[derive(Debug, Clone, Args)]
pub(crate) struct DatabaseArgs {
    /// Address of a PostgreSQL database, `postgres://USER:PASSWORD@HOST/NAME`, instead of SQLite in the data folder.
    /// A flag can be read by everybody on the machine: better set the variable.
    #[arg(long, env = "CANDOR_DATABASE_URL", hide_env_values = true, value_name = "URL")]
    database: Option<Address>,
    /// File that holds this address alone.
    #[arg(long, env = "CANDOR_DATABASE_URL_FILE", value_name = "FILE")]
    database_url_file: Option<PathBuf>,
}

/// Address of a PostgreSQL database. It may hold a password, so it is never printed.
#[derive(Clone)]
pub struct Address(String);

impl From<String> for Address {
    fn from(text: String) -> Self {
        Self(text.trim().to_owned())
    }
}

impl From<&str> for Address {
    fn from(text: &str) -> Self {
        Self(text.trim().to_owned())
    }
}

impl Address {
    /// The address, for the one call that needs it.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(…)")
    }
}

/// The database of an installation.
#[derive(Debug, Clone, Default)]
pub enum Database {
    /// SQLite in the data folder.
    #[default]
    InFolder,
    /// PostgreSQL; the data folder still holds the lock, the set-up link and the address.
    Postgres(Address),
}

impl DatabaseArgs {
    /// What was chosen. Nothing is opened yet.
    pub fn choose(self) -> anyhow::Result<Database> {
        let given = self.database.filter(|address| !address.0.is_empty());
        let file = self.database_url_file.filter(|path| !path.as_os_str().is_empty());
        let address = match (given, file) {
            (None, None) => return Ok(Database::InFolder),
            (Some(_), Some(_)) => {
                bail!("the database is named twice: keep either CANDOR_DATABASE_URL or CANDOR_DATABASE_URL_FILE")
            }
            (Some(address), None) => address,
            (None, Some(path)) => {
                let text = std::fs::read_to_string(&path);
                text.with_context(|| format!("the address of the database cannot be read from {}", path.display()))?
                    .into()
            }
        };
        match address.0.split_once("://") {
            Some(("postgres" | "postgresql", _)) => Ok(Database::Postgres(address)),
            Some(("sqlite", _)) => {
                bail!(
                    "SQLite stands in the data folder: leave the address of the database out, and name the folder with --data"
                )
            }
            _ => bail!("not an address of a database that can be used: write postgres://USER:PASSWORD@HOST/NAME"),
        }
    }
}

/// Why the database of a server cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It cannot be opened.
    #[error("the database cannot be opened")]
    Db(#[from] DbError),
    /// It must not be brought up to date without a way back.
    #[error("the schema must be brought up to date, and the backup before that cannot be written")]
    Backup(#[from] BackupError),
    /// The data folder.
    #[error(transparent)]
    Folder(#[from] folder::FolderError),
}

impl Database {
    /// Opens it for a server and brings its schema up to date, after a backup where that is SQLite.
    pub(crate) async fn open(&self, folder: &Folder, ambient: &Ambient) -> Result<Db, OpenError> {
        let db = match self {
            Self::InFolder => {
                folder.make_database()?;
                let url = folder::database(folder.path());
                back_up_before(&url, folder.path(), ambient.now()).await?;
                Db::connect(&url).await?
            }
            Self::Postgres(address) => connect(&address.0).await?,
        };
        let mut tx = db.write().await?;
        schema::note_program(&mut tx, env!("CARGO_PKG_VERSION"), micros(ambient.now())).await?;
        tx.commit().await?;
        Ok(db)
    }

    /// Opens it for a command beside the server: as it is, and only with the schema of this program.
    pub(crate) async fn attach(&self, data: &Path) -> anyhow::Result<Db> {
        let db = match self {
            Self::InFolder if !folder::holds_data(data) => {
                bail!("{} holds no data of Candor; name its folder with --data", data.display())
            }
            Self::InFolder => Db::attach(&folder::database(data)).await?,
            Self::Postgres(address) => Db::attach(&address.0).await?,
        };
        db.check_schema().await?;
        Ok(db)
    }
}

/// A server and its database are often started together, so one that is not up yet is waited for.
async fn connect(url: &str) -> Result<Db, DbError> {
    let mut attempt = 1;
    loop {
        match Db::connect(url).await {
            Err(error @ DbError::NoServer { .. }) if attempt < ATTEMPTS => {
                if attempt == 1 {
                    tracing::warn!(%error, "waiting for the database");
                }
                attempt += 1;
                tokio::time::sleep(AGAIN).await;
            }
            done => return done,
        }
    }
}

/// Writes a backup when migrations are about to run on a database that holds something.
async fn back_up_before(url: &str, data: &Path, now: Timestamp) -> Result<(), OpenError> {
    let db = Db::attach(url).await?;
    if let Some(found) = db.schema().await?.filter(|found| *found < schema::known()) {
        let folder = data.join(BACKUPS);
        folder::make(&folder).map_err(|source| BackupError::File { path: folder.clone(), source })?;
        let name = format!("{BEFORE}{:04}-{}.tar.gz", schema::known(), now.strftime("%Y%m%d-%H%M%S"));
        let file = folder.join(name);
        backup(&db, &file, env!("CARGO_PKG_VERSION"), now).await?;
        tracing::info!(schema = found, file = %file.display(), "backed up before the schema is brought up to date");
        if let Err(error) = forget_old(&folder) {
            tracing::warn!(%error, "old backups stay");
        }
    }
    db.close().await;
    Ok(())
}

/// Removes the oldest of the backups that were made by themselves. Others in the folder are nobody's business.
fn forget_old(folder: &Path) -> std::io::Result<()> {
    let mut made: Vec<_> = std::fs::read_dir(folder)?
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name().into_string().ok()?;
            let at = name.strip_prefix(BEFORE)?.strip_suffix(".tar.gz")?.split_once('-')?.1.to_owned();
            Some((at, entry.path()))
        })
        .collect();
    made.sort_unstable();
    let surplus = made.len().saturating_sub(KEPT);
    made.iter().take(surplus).try_for_each(|(_, path)| std::fs::remove_file(path))
}

#[cfg(test)]
mod tests {
    use super::{Database, DatabaseArgs, forget_old};

    fn chosen(address: Option<&str>, file: Option<&std::path::Path>) -> Result<Database, String> {
        let args =
            DatabaseArgs { database: address.map(Into::into), database_url_file: file.map(std::path::Path::to_owned) };
        args.choose().map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn the_database_is_named_once_and_well() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("url");
        std::fs::write(&file, "postgres://ida:pw1@db.example/candor\n").unwrap();
        assert!(matches!(chosen(None, None), Ok(Database::InFolder)));
        assert!(matches!(chosen(Some(""), None), Ok(Database::InFolder)));
        for chosen in [chosen(Some("postgresql://ida:pw1@db.example/candor"), None), chosen(None, Some(&file))] {
            let Ok(Database::Postgres(address)) = &chosen else { panic!("{chosen:?}") };
            assert!(address.reveal().ends_with("://ida:pw1@db.example/candor"));
            assert!(!format!("{chosen:?}").contains("pw1"));
        }
        let missing = folder.path().join("nothing");
        for (refused, said) in [
            (chosen(Some("postgres://a"), Some(&file)), "named twice"),
            (chosen(None, Some(&missing)), "cannot be read from"),
            (chosen(Some("sqlite://candor.db"), None), "--data"),
            (chosen(Some("mysql://ida:pw1@db.example/candor"), None), "postgres://USER:PASSWORD@HOST/NAME"),
            (chosen(Some("candor"), None), "postgres://"),
        ] {
            let refused = refused.unwrap_err();
            assert!(refused.contains(said) && !refused.contains("pw1"), "{refused}");
        }
    }

    #[test]
    fn the_newest_backups_stay() {
        let folder = tempfile::tempdir().unwrap();
        let name = |n: u32| format!("before-schema-{:04}-2026030{n}-090000.tar.gz", 20 - n);
        for n in 1..=7 {
            std::fs::write(folder.path().join(name(n)), "").unwrap();
        }
        std::fs::write(folder.path().join("mine.tar.gz"), "").unwrap();
        forget_old(folder.path()).unwrap();
        let left = |n: u32| folder.path().join(name(n)).exists();
        assert_eq!((1..=7).filter(|n| left(*n)).collect::<Vec<_>>(), [3, 4, 5, 6, 7]);
        assert!(folder.path().join("mine.tar.gz").exists());
    }
}
