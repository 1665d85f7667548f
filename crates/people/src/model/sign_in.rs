//! Ways to sign in, passwords, sessions and limits. Pure: no clock, no database.

mod device;
mod how;
mod network;
mod pace;
mod password;
mod strength;

pub use device::{Browser, Device, System};
pub use how::How;
pub use network::Network;
pub use pace::Pace;
pub use password::{PASSWORD_LONGEST, PASSWORD_SHORTEST, Password, PasswordError};
pub use strength::{Strength, judge};

use jiff::{SignedDuration, Timestamp};

/// Days after which a session that nobody uses is over.
pub const IDLE_DAYS: i64 = 14;

/// Minutes after proving who one is during which ways in may be added and taken away.
const FRESH_MINUTES: i64 = 15;

/// The instant at or before which a session was seen last when it is over for want of use.
pub fn idle_since(now: Timestamp) -> Timestamp {
    now - SignedDuration::from_hours(24 * IDLE_DAYS)
}

/// The hour in which an instant lies: when a session was used is kept to the hour.
pub fn hour(at: Timestamp) -> Timestamp {
    let seconds = at.as_second();
    // Within the bounds of all instants, for it is nearer to 1970.
    Timestamp::from_second(seconds - seconds.rem_euclid(3_600)).unwrap_or(at)
}

/// Whether somebody who proved then who they are is still surely the one who sits there.
pub fn is_fresh(proved_at: Timestamp, now: Timestamp) -> bool {
    now < proved_at + SignedDuration::from_mins(FRESH_MINUTES)
}

#[cfg(test)]
mod tests {
    use super::{hour, idle_since, is_fresh};
    use jiff::Timestamp;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn hours_days_and_minutes() {
        assert_eq!(hour(at("2026-03-04T09:59:59.999Z")), at("2026-03-04T09:00:00Z"));
        assert_eq!(hour(at("2026-03-04T09:00:00Z")), at("2026-03-04T09:00:00Z"));
        assert_eq!(hour(at("1969-12-31T23:30:00Z")), at("1969-12-31T23:00:00Z"));
        assert_eq!(idle_since(at("2026-03-15T09:00:00Z")), at("2026-03-01T09:00:00Z"));
        assert!(is_fresh(at("2026-03-04T09:00:00Z"), at("2026-03-04T09:14:59Z")));
        assert!(!is_fresh(at("2026-03-04T09:00:00Z"), at("2026-03-04T09:15:00Z")));
    }
}
