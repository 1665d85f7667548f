//! `candor migrate-to`: an installation on SQLite moves to PostgreSQL.

use crate::clock;
use crate::database::{Address, Database};
use crate::folder::{self, Folder, FolderError};
use crate::sealer;
use anyhow::{Context, bail};
use clap::Args;
use db::Db;
use db::copy::{Copied, to_postgres};
use db::ledger::{self, Kept};
use std::path::PathBuf;

/// From where to where.
#[derive(Debug, Args)]
pub(crate) struct MigrateTo {
    /// Address of an empty PostgreSQL database: `postgres://USER:PASSWORD@HOST/NAME`. A flag can be read by everybody
    /// on the machine: better set the variable.
    #[arg(env = "CANDOR_DATABASE_URL", hide_env_values = true, value_name = "URL")]
    to: Address,
    /// Data folder of the installation on SQLite.
    #[arg(long, env = "CANDOR_DATA", default_value = "candor-data", value_name = "DIR")]
    data: PathBuf,
}

pub(crate) async fn run(MigrateTo { to, data }: MigrateTo) -> anyhow::Result<()> {
    if !folder::holds_data(&data) {
        bail!("{} holds no data of Candor; name its folder with --data", data.display());
    }
    let now = clock::system().context("the system gives no randomness")?.now();
    // Held until the end, so that nobody starts a server on what is being copied.
    let stopped = match Folder::take(&data) {
        Ok(folder) => Some(folder),
        Err(FolderError::InUse { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    let source = Database::InFolder.attach(&data).await?;
    let copied = to_postgres(&source, to.reveal()).await?;
    source.close().await;
    for Copied { table, rows, sum } in &copied {
        println!("{rows:>12}  {sum:.16}  {table}");
    }
    let rows: u64 = copied.iter().map(|it| it.rows).sum();
    println!("{rows} rows of {} tables are copied, and compared one by one.", copied.len());

    let target = Db::attach(to.reveal()).await?;
    let kept = sealer::kept(&data).map(|head| Kept { seq: Some(head.seq), hash: head.hash });
    // A server that goes on may have sealed after the copy was taken.
    let kept = kept.filter(|_| stopped.is_some());
    let sound = ledger::verify(&mut target.read().await?, kept.as_slice()).await?;
    target.close().await;
    sound.context("the ledger of the copy is broken; so is that of the source: run `candor verify ledger`")?;
    match stopped {
        Some(_) => println!(
            "Nobody serves {}, so this is all of it. Start with CANDOR_DATABASE_URL set and the same --data.",
            data.display()
        ),
        None => println!(
            "The server on {} goes on: what was written after {now} is not in the copy. To move for good, stop it \
             and copy again, into another empty database.",
            data.display()
        ),
    }
    Ok(())
}
