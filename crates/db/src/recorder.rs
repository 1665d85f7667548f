//! Which statements have run, so that a test can name those that never did.

#[cfg(feature = "testing")]
pub(crate) use on::ran;

/// Takes note that a statement ran to its end and gave `rows` rows. Does nothing outside tests.
#[cfg(not(feature = "testing"))]
#[inline]
pub fn note(_module: &'static str, _name: &'static str, _engine: crate::Engine, _rows: Option<usize>) {}

#[cfg(feature = "testing")]
pub use on::note;

#[cfg(feature = "testing")]
mod on {
    use crate::Engine;
    use std::collections::BTreeSet;
    use std::sync::{Mutex, PoisonError};

    type Key = (&'static str, &'static str, Engine);

    static RAN: Mutex<BTreeSet<Key>> = Mutex::new(BTreeSet::new());

    /// Takes note that a statement ran to its end. `rows` is `None` for one that answers no rows.
    /// An empty answer does not count: no value was decoded, and decoding is what preparing cannot prove.
    pub fn note(module: &'static str, name: &'static str, engine: Engine, rows: Option<usize>) {
        if rows != Some(0) {
            RAN.lock().unwrap_or_else(PoisonError::into_inner).insert((module, name, engine));
        }
    }

    pub(crate) fn ran(module: &'static str, name: &'static str, engine: Engine) -> bool {
        RAN.lock().unwrap_or_else(PoisonError::into_inner).contains(&(module, name, engine))
    }
}
