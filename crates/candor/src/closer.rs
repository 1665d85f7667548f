//! The job that ends chats which were left open and keep, until they end, who is which voice.

use chat::hub::Hub;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// Between two looks; what is looked for is counted in days.
const PACE: Duration = Duration::from_hours(1);

/// Looks while the server runs.
pub(crate) struct Closer {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Closer {
    pub fn start(hub: Hub) -> Self {
        let stop = CancellationToken::new();
        let task = tokio::spawn(run(hub, stop.clone()));
        Self { stop, task }
    }

    /// Ends.
    pub async fn finish(self) {
        self.stop.cancel();
        if let Err(error) = self.task.await {
            tracing::warn!(%error, "looking for chats that were left open");
        }
    }
}

async fn run(hub: Hub, stop: CancellationToken) {
    let mut tick = interval(PACE);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = tick.tick() => {}
            () = stop.cancelled() => return,
        }
        match hub.end_left_open().await {
            Ok(0) => {}
            Ok(n) => tracing::info!(n, "chats that were left open have ended"),
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "chats that were left open stay open");
            }
        }
    }
}
