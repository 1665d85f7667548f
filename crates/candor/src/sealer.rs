//! The job that seals the ledger, and the file that keeps its head outside the database.

use crate::folder;
use db::Db;
use db::ledger::{self, Head, SealError};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// Between two seals. An event stands unsealed for this long.
const PACE: Duration = Duration::from_secs(5);

/// The last head, in the data folder: number and hash of the last sealed event.
pub(crate) const HEAD: &str = "ledger-head";

/// Seals while the server runs.
pub(crate) struct Sealer {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Sealer {
    pub fn start(db: Db, folder: PathBuf) -> Self {
        let stop = CancellationToken::new();
        let task = tokio::spawn(run(db, folder, stop.clone()));
        Self { stop, task }
    }

    /// Seals what is left, and ends.
    pub async fn finish(self) {
        self.stop.cancel();
        if let Err(error) = self.task.await {
            tracing::warn!(%error, "sealing");
        }
    }
}

async fn run(db: Db, folder: PathBuf, stop: CancellationToken) {
    let mut tick = interval(PACE);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut said = None;
    loop {
        let last = tokio::select! {
            _ = tick.tick() => false,
            () = stop.cancelled() => true,
        };
        let trouble = seal(&db, &folder).await.err();
        // The same trouble is told once.
        let text = trouble.as_ref().map(ToString::to_string);
        if text.is_some() && text != said {
            tracing::error!(error = text, "the ledger is not sealed");
        }
        said = text;
        if last {
            return;
        }
    }
}

/// Why the ledger was not sealed, or its head not kept.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(
        "the ledger does not hold event {} with the hash that the file ledger-head in the data folder keeps: run \
         `candor verify ledger`; after restoring an older backup, move that file away", .0.seq
    )]
    AnotherLedger(Head),
    #[error(transparent)]
    Folder(#[from] folder::FolderError),
}

async fn seal(db: &Db, folder: &Path) -> Result<(), Trouble> {
    let (head, _) = ledger::seal(db).await?;
    let kept = kept(folder);
    if kept == head {
        return Ok(());
    }
    // A head that the chain does not hold is evidence: it is not overwritten.
    if let Some(kept) = kept
        && !ledger::holds(&mut db.read().await.map_err(SealError::Db)?, kept).await.map_err(SealError::Db)?
    {
        return Err(Trouble::AnotherLedger(kept));
    }
    if let Some(Head { seq, hash }) = head {
        folder::write(folder, HEAD, &format!("{seq} {hash}\n"))?;
    }
    Ok(())
}

/// The head that the data folder keeps; none where there is none that can be read.
pub(crate) fn kept(folder: &Path) -> Option<Head> {
    let text = folder::read(folder, HEAD)?;
    let (seq, hash) = text.split_once(' ')?;
    Some(Head { seq: seq.parse().ok()?, hash: hash.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::{HEAD, Trouble, kept, seal};
    use db::ledger::{self, Entry};
    use db::testing::{ambient, engines};
    use uuid::Uuid;

    async fn append(db: &db::Db) {
        let mut tx = db.write().await.unwrap();
        let entry = Entry { actor: None, kind: "tried", object: Uuid::nil(), data: serde_json::Value::Null };
        ledger::append(&mut tx, &ambient(), entry).await.unwrap();
        tx.commit().await.unwrap();
    }

    #[tokio::test]
    async fn the_head_is_kept_and_never_lost() {
        let engines = engines().await;
        let (db, folder) = (engines.sqlite(), tempfile::tempdir().unwrap());
        seal(db, folder.path()).await.unwrap();
        assert_eq!(kept(folder.path()), None);
        append(db).await;
        seal(db, folder.path()).await.unwrap();
        let first = kept(folder.path()).unwrap();
        assert_eq!(first.seq, 1);

        let elsewhere = tempfile::tempdir().unwrap();
        let foreign = ledger::Head { seq: 2, ..first };
        std::fs::write(elsewhere.path().join(HEAD), format!("{} {}\n", foreign.seq, foreign.hash)).unwrap();
        let error = seal(db, elsewhere.path()).await.unwrap_err();
        assert!(matches!(error, Trouble::AnotherLedger(it) if it == foreign), "{error}");
        assert_eq!(kept(elsewhere.path()), Some(foreign));

        std::fs::write(folder.path().join(HEAD), "scribbled over").unwrap();
        assert_eq!(kept(folder.path()), None);
    }
}
