//! The job that lets time pass for feedback: graces end, batches are released, asks end.

use feedback::Feedback;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// Between two looks: what is promised by the hour is late by minutes at most.
const PACE: Duration = Duration::from_mins(5);

/// Looks while the server runs.
pub(crate) struct Hours {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Hours {
    pub fn start(feedback: Feedback) -> Self {
        let stop = CancellationToken::new();
        let task = tokio::spawn(run(feedback, stop.clone()));
        Self { stop, task }
    }

    /// Ends.
    pub async fn finish(self) {
        self.stop.cancel();
        if let Err(error) = self.task.await {
            tracing::warn!(%error, "looking after feedback");
        }
    }
}

async fn run(feedback: Feedback, stop: CancellationToken) {
    let mut tick = interval(PACE);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = tick.tick() => {}
            () = stop.cancelled() => return,
        }
        if let Err(error) = feedback::sweep::sweep(&feedback).await {
            tracing::error!(error = &error as &dyn std::error::Error, "feedback waits longer than promised");
        }
    }
}
