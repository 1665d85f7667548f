//! The system's clock and randomness. Everything else gets them as parameters.

use db::{Ambient, Clock};
use jiff::Timestamp;
use rand::TryRng;
use rand::rngs::SysRng;
use std::sync::Arc;

/// The clock of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system for the time")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The clock of this machine, and a generator seeded by the operating system.
pub fn system() -> Result<Ambient, rand::rngs::SysError> {
    let mut seed = [0; 32];
    SysRng.try_fill_bytes(&mut seed)?;
    Ok(Ambient::new(Arc::new(SystemClock), seed))
}
