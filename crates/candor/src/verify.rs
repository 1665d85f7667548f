//! `candor verify`: proves the ledger, the database, or a backup.

use crate::database::{Database, DatabaseArgs};
use crate::{clock, sealer};
use anyhow::Context;
use clap::{Args, Subcommand};
use db::backup::{self, Manifest};
use db::ledger::{self, Flaw, Hash, Kept, Sound};
use std::path::PathBuf;

/// What is proved.
#[derive(Debug, Subcommand)]
pub(crate) enum Verify {
    /// Walk the ledger's chain of hashes; exit code 1 names the first event that is not as it was sealed.
    Ledger(LedgerArgs),
    /// Look for damage in the database, lost references, and a broken ledger.
    Database(Place),
    /// Restore a backup into a temporary folder and prove it there.
    Backup(BackupArgs),
}

/// Where the installation is.
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// Data folder of the server.
    #[arg(long, env = "CANDOR_DATA", default_value = "candor-data", value_name = "DIR")]
    pub data: PathBuf,
    #[command(flatten)]
    pub database: DatabaseArgs,
}

#[derive(Debug, Args)]
pub(crate) struct LedgerArgs {
    #[command(flatten)]
    place: Place,
    /// A head that was kept elsewhere: it must be in the chain. The file `ledger-head` in the data folder is compared
    /// anyway.
    #[arg(long, value_name = "HASH")]
    head: Option<Hash>,
}

#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    /// The backup.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub(crate) async fn run(what: Verify) -> anyhow::Result<()> {
    match what {
        Verify::Ledger(args) => verify_ledger(args).await,
        Verify::Database(place) => verify_database(place).await,
        Verify::Backup(BackupArgs { file }) => verify_backup(file).await,
    }
}

async fn verify_ledger(LedgerArgs { place, head }: LedgerArgs) -> anyhow::Result<()> {
    let db = place.database.choose()?.attach(&place.data).await?;
    let in_folder = sealer::kept(&place.data);
    let mut kept: Vec<Kept> = head.map(|hash| Kept { seq: None, hash }).into_iter().collect();
    kept.extend(in_folder.map(|head| Kept { seq: Some(head.seq), hash: head.hash }));
    let found = ledger::verify(&mut db.read().await?, &kept).await?;
    db.close().await;
    let sound = found.map_err(broken)?;
    tell(&sound)?;
    let kept_in = place.data.join(sealer::HEAD);
    match (in_folder, head) {
        (Some(it), _) => println!("It holds the head that {} keeps, event {}.", kept_in.display(), it.seq),
        (None, Some(_)) => println!("It holds the head that was named."),
        (None, None) => {
            println!(
                "No kept head was compared: this shows every change of a sealed event, but not whether the end was cut \
                 off or all of it rewritten."
            );
        }
    }
    println!(
        "Whoever can write to the database and to the data folder can make all of it anew: keep the head somewhere \
         else, and compare it with --head."
    );
    Ok(())
}

fn broken(flaw: Flaw) -> anyhow::Error {
    anyhow::Error::new(flaw).context("the ledger is broken")
}

fn tell(sound: &Sound) -> anyhow::Result<()> {
    let now = clock::system().context("the system gives no randomness")?.now();
    match (sound.head, sound.at) {
        (Some(head), Some(at)) => {
            println!("The ledger is whole: {} sealed events, {} not sealed yet.", head.seq, sound.unsealed);
            println!("head   {}", head.hash);
            println!("event  {}, written {at}", head.seq);
        }
        _ => println!("Nothing is sealed yet; {} events wait for it.", sound.unsealed),
    }
    println!("read   {now}");
    Ok(())
}

async fn verify_database(place: Place) -> anyhow::Result<()> {
    let database = place.database.choose()?;
    let db = database.attach(&place.data).await?;
    if let Database::InFolder = database {
        // A copy: the server may go on writing.
        let folder = tempfile::tempdir().context("no temporary folder can be made")?;
        let copy = folder.path().join("copy.tar.gz");
        let now = clock::system().context("the system gives no randomness")?.now();
        backup::backup(&db, &copy, env!("CARGO_PKG_VERSION"), now).await?;
        db.close().await;
        return verify_backup(copy).await;
    }
    let counts = db.count_rows().await?;
    let sound = ledger::verify(&mut db.read().await?, &[]).await?.map_err(broken)?;
    db.close().await;
    print_tables(counts.iter().map(|(table, rows)| (table.as_str(), *rows)));
    tell(&sound)
}

async fn verify_backup(file: PathBuf) -> anyhow::Result<()> {
    let folder = tempfile::tempdir().context("no temporary folder can be made; name one in TMPDIR")?;
    let manifest = backup::unpack(&file, folder.path()).await?;
    let sound = backup::prove(&folder.path().join(backup::DATABASE), &manifest).await?;
    describe(&manifest);
    print_tables(manifest.tables.iter().map(|(table, rows)| (table.as_str(), *rows)));
    println!("Every page, reference and row is there.");
    tell(&sound)
}

/// What a backup is.
pub(crate) fn describe(manifest: &Manifest) {
    let Manifest { created, program, schema, bytes, .. } = manifest;
    println!("Backup of {created} by candor {program}, schema {schema}, {bytes} bytes of database.");
}

/// Tables that hold something.
pub(crate) fn print_tables<'a>(tables: impl Iterator<Item = (&'a str, u64)>) {
    for (table, rows) in tables.filter(|(_, rows)| *rows > 0) {
        println!("{rows:>12}  {table}");
    }
}
