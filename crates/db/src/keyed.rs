//! Requests that are done once, however often they are sent.
//!
//! Whoever answers such a request runs the work [`within`] a run. The first change it makes says so in its own
//! transaction, by [`ledger::append`](crate::ledger::append): after a crash it is known whether anything was changed. A run
//! that another attempt has overtaken can change nothing any more.
#![expect(clippy::allow_attributes, reason = "the macro allows many arguments; other crates are not asked")]

use crate::{DbError, WriteTx};
use std::future::Future;
use uuid::Uuid;

tokio::task_local! {
    // A parameter would have to pass every function that changes something, for what none of them may know.
    static RUN: Uuid;
}

/// Does `work` as a part of this run; without one, just does it.
pub async fn within<F: Future>(run: Option<Uuid>, work: F) -> F::Output {
    match run {
        Some(run) => RUN.scope(run, work).await,
        None => work.await,
    }
}

/// The run that this task is a part of, to be handed to another task.
pub fn current() -> Option<Uuid> {
    RUN.try_with(|run| *run).ok()
}

/// Says in the transaction of a change that the run has changed something.
pub(crate) async fn mark(tx: &mut WriteTx, object: Uuid) -> Result<(), DbError> {
    let Some(run) = current() else { return Ok(()) };
    match run_changes(tx, run, object).await? {
        0 => Err(DbError::Overtaken),
        _ => Ok(()),
    }
}

crate::statements! {
    /// 0 rows: another attempt works on it now. The first object of a run is kept.
    write fn run_changes(run: Uuid, object: Uuid) -> exec =
        "UPDATE idempotency SET state = 'changed', object = coalesce(object, $2)
         WHERE run = $1 AND state IN ('begun', 'changed')";
}
