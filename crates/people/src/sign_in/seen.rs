//! When sessions were used, to the hour: kept in memory, written now and then.

use crate::model::sign_in::{hour, idle_since};
use crate::store::sign_in as store;
use crate::{People, store as accounts};
use db::{DbError, Secret, micros};
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Hash of a session, and the hour of its last use.
#[derive(Debug, Default)]
pub(crate) struct Seen(Mutex<HashMap<[u8; 32], Mark>>);

#[derive(Debug, Clone, Copy)]
struct Mark {
    hour: Timestamp,
    written: bool,
}

impl Seen {
    /// A request carried this session.
    pub(crate) fn note(&self, session: &Secret, now: Timestamp) {
        let hour = hour(now);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mark = all.entry(session.hash()).or_insert(Mark { hour, written: false });
        if mark.hour < hour {
            *mark = Mark { hour, written: false };
        }
    }

    /// What is not written yet; what was not used in this hour is dropped.
    fn unwritten(&self, now: Timestamp) -> Vec<([u8; 32], Timestamp)> {
        let hour = hour(now);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let unwritten = all.iter().filter(|(_, it)| !it.written).map(|(hash, it)| (*hash, it.hour)).collect();
        all.retain(|_, it| it.hour >= hour || !it.written);
        unwritten
    }

    fn written(&self, done: &[([u8; 32], Timestamp)]) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (hash, hour) in done {
            if let Some(mark) = all.get_mut(hash)
                && mark.hour == *hour
            {
                mark.written = true;
            }
        }
    }
}

/// Writes when sessions were used, and forgets what is over: sessions, and failed passwords that weigh nothing any more.
pub async fn tend(people: &People) -> Result<(), DbError> {
    let now = people.ambient.now();
    people.sign_in.limits.sweep(now);
    let unwritten = people.sign_in.seen.unwritten(now);
    let mut tx = people.db.write().await?;
    for (hash, hour) in &unwritten {
        store::session_seen(&mut tx, hash, micros(*hour)).await?;
    }
    accounts::sessions_forget(&mut tx, micros(now), micros(idle_since(now))).await?;
    store::failures_forget(&mut tx, micros(now)).await?;
    tx.commit().await?;
    people.sign_in.seen.written(&unwritten);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Seen;
    use db::Clock;
    use db::testing::{ambient, clock};
    use jiff::SignedDuration;

    #[test]
    fn one_write_for_each_hour() {
        let (seen, session, now) = (Seen::default(), ambient().secret(), clock().now());
        seen.note(&session, now + SignedDuration::from_mins(5));
        let first = seen.unwritten(now);
        assert_eq!(first, [(session.hash(), now)]);
        seen.written(&first);
        seen.note(&session, now + SignedDuration::from_mins(50));
        assert!(seen.unwritten(now).is_empty());
        let later = now + SignedDuration::from_mins(61);
        seen.note(&session, later);
        assert_eq!(seen.unwritten(later), [(session.hash(), now + SignedDuration::from_hours(1))]);
        assert_eq!(seen.unwritten(later).len(), 1, "what failed to be written is tried again");
    }
}
