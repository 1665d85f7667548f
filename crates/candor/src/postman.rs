//! The job that sends letters, and tends sessions.

use people::People;
use people::sign_in;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// Between two looks for letters whose next try is due; a new one is sent at once.
const PACE: Duration = Duration::from_secs(5);

/// Between two writes of when sessions were used.
const TEND: Duration = Duration::from_mins(1);

/// Sends while the server runs.
pub(crate) struct Postman {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Postman {
    pub fn start(people: People) -> Self {
        let stop = CancellationToken::new();
        let task = tokio::spawn(run(people, stop.clone()));
        Self { stop, task }
    }

    /// Writes what is not written, and ends. Letters that wait are sent after the next start.
    pub async fn finish(self) {
        self.stop.cancel();
        if let Err(error) = self.task.await {
            tracing::warn!(%error, "sending letters");
        }
    }
}

async fn run(people: People, stop: CancellationToken) {
    let mut tick = interval(PACE);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut tended = Instant::now();
    loop {
        let last = tokio::select! {
            _ = tick.tick() => false,
            () = sign_in::letters_asked(&people) => false,
            () = stop.cancelled() => true,
        };
        if last || tended.elapsed() >= TEND {
            tended = Instant::now();
            if let Err(error) = sign_in::tend(&people).await {
                tracing::warn!(error = &error as &dyn std::error::Error, "when sessions were used is not written");
            }
        }
        if last {
            return;
        }
        // A conversation with a slow mail server does not hold up the end.
        let sent = tokio::select! {
            sent = sign_in::deliver(&people) => sent,
            () = stop.cancelled() => continue,
        };
        if let Err(error) = sent {
            tracing::warn!(error = &error as &dyn std::error::Error, "letters wait");
        }
    }
}
