//! Keeps the outlook of a room: worked out beside the room's task, one at a time, at most once a second.
//!
//! Swipes never wait for it. It changes only when takes are revealed or reopened, and while a newer one is on its way
//! the last one stands, as long as the room still shows all takes that it stands on.

use crate::outlook::{Memory, Outlook, Snapshot};
use crate::room::Room;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Between the beginnings of two computations.
const PACE: Duration = Duration::from_secs(1);

/// The outlook of one room, and what is on its way.
pub struct Lookout {
    snapshot: Arc<Snapshot>,
    memory: Memory,
    newest: Arc<Outlook>,
    nothing: Arc<Outlook>,
    due: bool,
    started: Option<Instant>,
    running: Option<(Arc<Snapshot>, JoinHandle<Option<Outlook>>)>,
}

impl Lookout {
    /// Looks at a room for the first time; what it sees is worked out with the first [`begin`](Self::begin).
    pub fn of(room: &Room) -> Self {
        let mut memory = Memory::default();
        let snapshot = Arc::new(Snapshot::of(room, &mut memory));
        let nothing = Arc::new(Outlook::default());
        let newest = nothing.clone();
        let mut first = Self { snapshot, memory, newest, nothing, due: true, started: None, running: None };
        first.at_once();
        first
    }

    /// Looks again, after takes moved.
    pub fn look(&mut self, room: &Room) {
        let snapshot = Snapshot::of(room, &mut self.memory);
        if snapshot != *self.snapshot {
            self.snapshot = Arc::new(snapshot);
            self.due = true;
            self.at_once();
        }
    }

    /// Where there is too little to draw a map of, that is known without work.
    fn at_once(&mut self) {
        if let Some(outlook) = self.newest.next_at_once(&self.snapshot) {
            self.newest = Arc::new(outlook);
            self.due = false;
        }
    }

    /// The newest outlook that this room may show.
    pub fn shown(&self, room: &Room) -> Arc<Outlook> {
        if self.newest.holds(room) { self.newest.clone() } else { self.nothing.clone() }
    }

    /// The answers that the next map stands on.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.clone()
    }

    /// Begins what is due, unless something is on its way or the last one began just now.
    pub fn begin(&mut self, stop: &CancellationToken) {
        let rests = self.started.is_some_and(|at| at.elapsed() < PACE);
        if !self.due || self.running.is_some() || rests {
            return;
        }
        (self.due, self.started) = (false, Some(Instant::now()));
        let (snapshot, last, stop) = (self.snapshot.clone(), self.newest.clone(), stop.clone());
        let of = snapshot.clone();
        self.running = Some((of, tokio::task::spawn_blocking(move || last.next(&snapshot, || stop.is_cancelled()))));
    }

    /// Ends when a computation has ended; never while there is none. Whether there is something new to show.
    pub async fn done(&mut self) -> bool {
        let Some((of, running)) = &mut self.running else { return std::future::pending().await };
        let (outcome, overtaken) = (running.await, !Arc::ptr_eq(of, &self.snapshot));
        self.running = None;
        match outcome {
            Ok(Some(outlook)) => {
                self.newest = Arc::new(outlook);
                if overtaken {
                    self.due = true;
                    self.at_once();
                }
                true
            }
            Ok(None) => false,
            Err(error) => {
                // The room goes on without; the next reveal tries again.
                tracing::error!(error = &error as &dyn std::error::Error, "the opinion map could not be worked out");
                false
            }
        }
    }
}
