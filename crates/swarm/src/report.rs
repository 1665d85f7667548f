//! What a rehearsal measured.

use serde::Serialize;
use std::time::Duration;

/// One rehearsal in numbers. Times are of this machine, the phones included.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Voices asked for.
    pub voices: u32,
    /// Voices that got in.
    pub joined: u32,
    /// Swipes that the server acknowledged as saved.
    pub acknowledged: u64,
    /// Swipes without any answer, and, where the tally can be read, acknowledged swipes that it does not hold.
    pub lost: u64,
    /// Acknowledged swipes per second of the bursts.
    pub rate: f64,
    /// From the swipe to its acknowledgement, in milliseconds.
    pub ack_ms: Percentiles,
    /// From *open* to the take on the phone, in milliseconds; empty without host rights.
    pub open_ms: Option<Percentiles>,
    /// What it cost the server; only when the server was started for this rehearsal.
    pub server: Option<ServerUse>,
    /// Takes that were swiped.
    pub takes: u32,
    /// From the first phone that knocked to the last one that was in, in seconds.
    pub join_seconds: f64,
    /// Times the server said that it was busy.
    pub busy: u64,
    /// Swipes that were refused.
    pub refused: u64,
    /// Connections that broke and came back.
    pub reconnects: u64,
}

/// Two percentiles, nearest rank.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Percentiles {
    /// Half are at most this.
    pub p50: f64,
    /// 99 of 100 are at most this.
    pub p99: f64,
}

/// Cost of a voice and of a swipe.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ServerUse {
    /// Resident memory that one joined voice adds, in KiB.
    pub rss_per_voice_kib: f64,
    /// Processor time of one acknowledged swipe, in milliseconds.
    pub cpu_per_swipe_ms: f64,
}

/// What a process uses at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// Resident memory in KiB.
    pub rss_kib: u64,
    /// Processor time since its start.
    pub cpu: Duration,
}

impl Percentiles {
    /// Of any number of times; `None` of nothing.
    pub fn of(mut times: Vec<Duration>) -> Option<Self> {
        times.sort_unstable();
        let last = times.len().checked_sub(1)?;
        let at = |hundredth: usize| {
            let rank = (times.len() * hundredth).div_ceil(100).saturating_sub(1).min(last);
            round(times[rank].as_secs_f64() * 1e3)
        };
        Some(Self { p50: at(50), p99: at(99) })
    }
}

/// Three digits behind the point are more than a measurement is worth.
pub(crate) fn round(value: f64) -> f64 {
    (value * 1e3).round() / 1e3
}

#[cfg(test)]
mod tests {
    use super::Percentiles;
    use std::time::Duration;

    #[test]
    fn percentiles_are_of_the_nearest_rank() {
        let times = |range: std::ops::RangeInclusive<u64>| range.rev().map(Duration::from_millis).collect::<Vec<_>>();
        assert_eq!(Percentiles::of(times(1..=100)), Some(Percentiles { p50: 50.0, p99: 99.0 }));
        assert_eq!(Percentiles::of(times(7..=7)), Some(Percentiles { p50: 7.0, p99: 7.0 }));
        assert_eq!(Percentiles::of(Vec::new()), None);
    }
}
