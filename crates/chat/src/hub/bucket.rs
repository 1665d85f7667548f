//! A token bucket: so many at once, so many per second after that.

use jiff::Timestamp;

/// Refills with time, by the clock it is given.
#[derive(Debug, Clone)]
pub struct Bucket {
    per_second: f64,
    burst: f64,
    left: f64,
    at: Timestamp,
}

impl Bucket {
    /// A full bucket.
    pub fn full(per_second: f64, burst: f64, now: Timestamp) -> Self {
        Self { per_second, burst, left: burst, at: now }
    }

    /// Takes one out; false when it is empty.
    pub fn take(&mut self, now: Timestamp) -> bool {
        let passed = now.duration_since(self.at).as_secs_f64().max(0.0);
        self.at = now;
        self.left = (self.left + passed * self.per_second).min(self.burst);
        if self.left < 1.0 {
            return false;
        }
        self.left -= 1.0;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Bucket;
    use jiff::{SignedDuration, Timestamp};

    #[test]
    fn empties_and_refills_with_time() {
        let start = Timestamp::UNIX_EPOCH;
        let mut bucket = Bucket::full(2.0, 3.0, start);
        assert_eq!([1, 2, 3, 4].map(|_| bucket.take(start)), [true, true, true, false]);
        let later = start + SignedDuration::from_millis(500);
        assert_eq!([1, 2].map(|_| bucket.take(later)), [true, false]);
        let much_later = start + SignedDuration::from_hours(1);
        assert_eq!([1, 2, 3, 4].map(|_| bucket.take(much_later)), [true, true, true, false]);
    }
}
