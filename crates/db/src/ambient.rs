//! Time, randomness and ids, as parameters.

use crate::{Secret, from_micros, micros};
use jiff::Timestamp;
use newtype_uuid::{GenericUuid, TypedUuid, TypedUuidKind};
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use uuid::Builder;

/// Something that tells the time. Only the program itself asks the system.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// A clock that stands still until it is moved; clones show the same time. For tests and the demo.
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<AtomicI64>);

impl ManualClock {
    /// A clock that shows `at`.
    pub fn new(at: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(micros(at))))
    }

    /// Moves forward by `step`, to the micro-second.
    pub fn advance(&self, step: Duration) {
        let step = i64::try_from(step.as_micros()).unwrap_or(i64::MAX);
        // The closure always answers, so there is no failure to look at.
        let _ = self.0.try_update(Ordering::SeqCst, Ordering::SeqCst, |at| Some(at.saturating_add(step)));
    }

    /// Shows `at` from now on, be it earlier or later.
    pub fn set(&self, at: Timestamp) {
        self.0.store(micros(at), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        from_micros(self.0.load(Ordering::SeqCst))
    }
}

/// The world a function may ask: what time it is, and chance. Clones share one generator.
///
/// Given the same clock and seed, the same calls get the same answers.
#[derive(Clone)]
pub struct Ambient {
    clock: Arc<dyn Clock>,
    rng: Arc<Mutex<StdRng>>,
}

impl Ambient {
    /// From a clock and the seed of a cryptographic generator. Outside tests the seed must come from the system.
    pub fn new(clock: Arc<dyn Clock>, seed: [u8; 32]) -> Self {
        Self { clock, rng: Arc::new(Mutex::new(StdRng::from_seed(seed))) }
    }

    /// The present instant in whole micro-seconds, as the database keeps it.
    pub fn now(&self) -> Timestamp {
        from_micros(micros(self.clock.now()))
    }

    /// A new id that sorts by time, to the milli-second (UUID version 7). Whoever sees it learns when it was made.
    pub fn id<K: TypedUuidKind>(&self) -> TypedUuid<K> {
        // A clock before 1970 is set wrong; its ids then sort first.
        let millis = u64::try_from(self.clock.now().as_millisecond()).unwrap_or(0);
        let uuid = Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid();
        TypedUuid::from_untyped_uuid(uuid)
    }

    /// A new id that tells nothing, not even its time (UUID version 4): for what must not be traced to a moment.
    pub fn timeless_id<K: TypedUuidKind>(&self) -> TypedUuid<K> {
        TypedUuid::from_untyped_uuid(Builder::from_random_bytes(self.bytes()).into_uuid())
    }

    /// A new secret.
    pub fn secret(&self) -> Secret {
        Secret::from_bytes(self.bytes())
    }

    /// A number in `0..n`, each as likely; 0 when `n` is 0.
    pub fn below(&self, n: u64) -> u64 {
        if n == 0 { 0 } else { self.rng().random_range(0..n) }
    }

    fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.rng().fill_bytes(&mut bytes);
        bytes
    }

    fn rng(&self) -> MutexGuard<'_, StdRng> {
        // A panic elsewhere leaves the generator usable.
        self.rng.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Ambient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ambient").field("now", &self.now()).finish_non_exhaustive()
    }
}
