//! `candor backup`: one file with the whole database, while the server goes on.

use crate::clock;
use crate::verify::{Place, describe};
use anyhow::Context;
use clap::Args;
use std::path::PathBuf;

/// A backup.
#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    #[command(flatten)]
    place: Place,
    /// A new file; without it `candor-DATE-TIME.tar.gz` in this folder.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

pub(crate) async fn run(args: BackupArgs) -> anyhow::Result<()> {
    let now = clock::system().context("the system gives no randomness")?.now();
    let db = args.place.database.choose()?.attach(&args.place.data).await?;
    let to = args.to.unwrap_or_else(|| now.strftime("candor-%Y%m%d-%H%M%S.tar.gz").to_string().into());
    let manifest = db::backup::backup(&db, &to, env!("CARGO_PKG_VERSION"), now).await?;
    db.close().await;
    describe(&manifest);
    println!("It is in {}. Prove it with: candor verify backup {}", to.display(), to.display());
    Ok(())
}
