//! `candor restore`: a backup becomes a data folder.

use crate::folder::{self, Folder, Origin};
use crate::verify::describe;
use anyhow::{Context, bail};
use clap::Args;
use db::backup::{self, Manifest};
use std::fs;
use std::path::{Path, PathBuf};

/// What is restored, and where.
#[derive(Debug, Args)]
pub(crate) struct RestoreArgs {
    /// The backup.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Folder of the restored data: a new or an empty one.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

pub(crate) async fn run(RestoreArgs { file, data }: RestoreArgs) -> anyhow::Result<()> {
    let origin = if data.exists() { Origin::Found } else { Origin::New };
    if origin == Origin::Found
        && fs::read_dir(&data).with_context(|| format!("{} cannot be read", data.display()))?.next().is_some()
    {
        bail!("{} is in use: name a new folder, or move what is in it away first", data.display());
    }
    // Held from here on, so that no server starts on half of it.
    let folder = Folder::take(&data)?;
    let restored = unpack(&file, folder.path()).await;
    match restored {
        Ok(manifest) => {
            describe(&manifest);
            println!("It is restored. Start it with: candor serve --data {}", data.display());
            println!(
                "Everything is as it was then: whoever was signed in is again, and what was withdrawn since is back. \
                 Look at leavers, sessions and tokens first."
            );
            Ok(())
        }
        Err(error) => {
            folder.forget(origin);
            Err(error)
        }
    }
}

/// Proves the copy before it gets its name.
async fn unpack(file: &Path, data: &Path) -> anyhow::Result<Manifest> {
    let beside = tempfile::Builder::new().prefix(".restore-").tempdir_in(data);
    let beside = beside.with_context(|| format!("{} cannot be written", data.display()))?;
    let manifest = backup::unpack(file, beside.path()).await?;
    let database = beside.path().join(backup::DATABASE);
    backup::prove(&database, &manifest).await?;
    folder::place_database(data, &database).with_context(|| format!("{} cannot be written", data.display()))?;
    Ok(manifest)
}
