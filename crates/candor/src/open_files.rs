//! Every phone is an open file.

/// Files that are open without any phone, roughly.
const OWN: u64 = 64;

/// Raises the limit as far as the system allows, and says so when it is too low for this many phones.
pub fn raise(phones: u64) {
    let need = phones + OWN;
    match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(limit) if limit < need => tracing::warn!(
            limit,
            need,
            "the limit of open files is too low: raise it (ulimit -n, or LimitNOFILE in a unit)"
        ),
        Ok(limit) => tracing::debug!(limit, "open files"),
        Err(error) => tracing::warn!(%error, "the limit of open files could not be raised"),
    }
}
