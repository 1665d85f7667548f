//! Instants as both engines keep them: whole micro-seconds since 1970 in a BIGINT.

use jiff::Timestamp;

/// Micro-seconds since 1970-01-01T00:00:00Z; what is finer is cut off.
pub fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// The instant that many micro-seconds after 1970; a number beyond the calendar gives its nearest end.
pub fn from_micros(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(if micros < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn beyond_the_calendar_is_its_end() {
        assert_eq!(from_micros(i64::MAX), Timestamp::MAX);
        assert_eq!(from_micros(i64::MIN), Timestamp::MIN);
    }

    proptest! {
        #[test]
        fn an_instant_comes_back(n in -60_000_000_000_000_000_i64..200_000_000_000_000_000) {
            prop_assert_eq!(micros(from_micros(n)), n);
        }
    }
}
