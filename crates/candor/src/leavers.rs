//! The job that ends what is over: the sessions of people after their last day, records whose time is over, and answers
//! that are kept for a day.

use people::People;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// Between two looks: a day begins at another hour in each place, so an hour is near enough.
const PACE: Duration = Duration::from_hours(1);

/// Looks while the server runs.
pub(crate) struct Leavers {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Leavers {
    pub fn start(people: People) -> Self {
        let stop = CancellationToken::new();
        let task = tokio::spawn(run(people, stop.clone()));
        Self { stop, task }
    }

    /// Ends.
    pub async fn finish(self) {
        self.stop.cancel();
        if let Err(error) = self.task.await {
            tracing::warn!(%error, "looking for leavers");
        }
    }
}

async fn run(people: People, stop: CancellationToken) {
    let mut tick = interval(PACE);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = tick.tick() => {}
            () = stop.cancelled() => return,
        }
        if let Err(error) = people::front::forget_answers(&people).await {
            tracing::error!(error = &error as &dyn std::error::Error, "answers to programs are kept for longer");
        }
        match people::directory::end_overdue(&people).await {
            Ok(0) => {}
            Ok(n) => tracing::info!(n, "people whose last day is over have left"),
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "people whose last day is over stay signed in"
                );
            }
        }
        match people::retention::daily(&people).await {
            Ok(None) => {}
            Ok(Some(ran)) => tracing::info!(counts = ?ran.counts, "records whose time is over have ended"),
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "records whose time is over are still there");
            }
        }
    }
}
