//! So many at once, and one more after each while.
//!
//! What was taken is one instant: the one at which nothing weighs any more. Each try moves it on by `each`. This is the
//! generic cell rate algorithm; it needs no job that fills buckets, and one number to keep.

use jiff::{SignedDuration, Timestamp};

/// A limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How many at once.
    pub most: i32,
    /// After how long one more is allowed.
    pub each: SignedDuration,
}

impl Pace {
    /// `most` at once, and as many again within `within`.
    pub const fn new(most: i32, within: SignedDuration) -> Self {
        Self { most, each: SignedDuration::from_secs(within.as_secs() / most as i64) }
    }

    /// Takes one: the instant until which it weighs. Refused: how long to wait.
    pub fn take(self, until: Option<Timestamp>, now: Timestamp) -> Result<Timestamp, SignedDuration> {
        self.check(until, now)?;
        Ok(self.weigh(until, now))
    }

    /// Would one more be allowed? If not, how long to wait.
    pub fn check(self, until: Option<Timestamp>, now: Timestamp) -> Result<(), SignedDuration> {
        let from = until.map_or(now, |until| until.max(now));
        let wait = from.duration_since(now) - self.each * (self.most - 1);
        if wait.is_positive() { Err(wait) } else { Ok(()) }
    }

    /// Counts one, allowed or not, up to the weight of all.
    pub fn weigh(self, until: Option<Timestamp>, now: Timestamp) -> Timestamp {
        let from = until.map_or(now, |until| until.max(now));
        (from + self.each).min(now + self.each * self.most)
    }

    /// Gives one back.
    pub fn back(self, until: Timestamp) -> Timestamp {
        until - self.each
    }
}

#[cfg(test)]
mod tests {
    use super::Pace;
    use jiff::{SignedDuration, Timestamp};
    use proptest::prelude::*;

    const PACE: Pace = Pace::new(3, SignedDuration::from_secs(30));

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn three_at_once_and_one_each_ten_seconds() {
        let mut until = None;
        for _ in 0..3 {
            until = Some(PACE.take(until, at(100)).unwrap());
        }
        assert_eq!(PACE.take(until, at(100)), Err(SignedDuration::from_secs(10)));
        assert_eq!(PACE.take(until, at(109)), Err(SignedDuration::from_secs(1)));
        let until = PACE.take(until, at(110)).unwrap();
        assert_eq!(PACE.take(Some(until), at(111)), Err(SignedDuration::from_secs(9)));
        let until = PACE.back(until);
        assert!(PACE.check(Some(until), at(111)).is_ok());
        assert!(PACE.check(Some(until), at(900)).is_ok(), "what is long ago weighs nothing");
    }

    proptest! {
        /// Whatever the order of tries, no window lets more through than the limit says.
        #[test]
        fn never_more_than_said(steps in prop::collection::vec(0_i64..40, 1..60)) {
            let (mut until, mut now, mut taken) = (None, 1_000, Vec::new());
            for step in steps {
                now += step;
                if let Ok(next) = PACE.take(until, at(now)) {
                    until = Some(next);
                    taken.push(now);
                }
            }
            for (n, first) in taken.iter().enumerate() {
                let within = taken[n..].iter().filter(|it| **it < first + 30).count();
                prop_assert!(within <= 5, "{taken:?}");
            }
            prop_assert!(!taken.is_empty());
        }
    }
}
