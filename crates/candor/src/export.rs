//! `candor export`: what is kept, as files for other programs.

use crate::verify::Place;
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use db::ledger;
use std::fs::OpenOptions;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What is exported.
#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// Every event of the ledger as JSON lines: actor, at, data, hash, id, kind, object, seq.
    Ledger(LedgerArgs),
}

#[derive(Debug, Args)]
pub(crate) struct LedgerArgs {
    #[command(flatten)]
    place: Place,
    /// A new file, readable by its owner alone; without it standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(crate) async fn run(what: Export) -> anyhow::Result<()> {
    let Export::Ledger(LedgerArgs { place, out }) = what;
    let db = place.database.choose()?.attach(&place.data).await?;
    let mut to: Box<dyn Write> = match &out {
        Some(path) => Box::new(new_file(path)?),
        None => Box::new(io::stdout().lock()),
    };
    // One snapshot, however long it takes.
    let mut tx = db.read().await?;
    let (mut after, mut count) = (i64::MIN, 0);
    while let Some((last, lines)) = ledger::export(&mut tx, after).await? {
        for line in &lines {
            match writeln!(to, "{line}") {
                // Whoever read has enough.
                Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
                written => written.context("the export cannot be written")?,
            }
        }
        after = last;
        count += lines.len();
    }
    to.flush().context("the export cannot be written")?;
    if let Some(path) = out {
        println!("{count} events are in {}.", path.display());
    }
    Ok(())
}

fn new_file(path: &Path) -> anyhow::Result<BufWriter<std::fs::File>> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(file) => Ok(BufWriter::new(file)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("{} is there already; name another file", path.display())
        }
        Err(error) => Err(error).with_context(|| format!("{} cannot be written", path.display())),
    }
}
