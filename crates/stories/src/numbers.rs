//! Numbers and dates as an article says them.

use crate::facts::{Counts, Recap, Section};
use web::Words;

/// Whole per cent. Only "all" is 100 and only "nobody" is 0: a single dissenter does not disappear in the rounding.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=100 first")]
pub fn percent(share: f64) -> u32 {
    let whole = (share.clamp(0.0, 1.0) * 100.0).round() as u32;
    if share > 0.0 && share < 1.0 { whole.clamp(1, 99) } else { whole }
}

/// A take's numbers when there is a share to show: not withheld, and somebody took a side.
#[derive(Debug, Clone, Copy)]
pub struct Sided {
    /// All numbers of the take.
    pub counts: Counts,
    /// Agrees among those who took a side, 0 to 1.
    pub share: f64,
    /// Its 95 % interval.
    pub interval: [f64; 2],
}

impl Sided {
    /// `None` where the counts are withheld or nobody took a side.
    pub fn of(section: &Section) -> Option<Self> {
        let counts = section.counts?;
        Some(Self { counts, share: counts.share?, interval: counts.interval? })
    }

    /// Voices that took a side.
    pub fn n(&self) -> u32 {
        self.counts.agree + self.counts.disagree
    }

    /// Whole per cent that agree.
    pub fn agree(&self) -> u32 {
        percent(self.share)
    }

    /// Whole per cent that disagree; with [`agree`](Self::agree) it makes 100.
    pub fn disagree(&self) -> u32 {
        100 - self.agree()
    }

    /// Whole per cent of the interval, as the share of the larger side.
    pub fn range(&self) -> (u32, u32) {
        let [lo, hi] = self.interval;
        if self.mostly_agree() { (percent(lo), percent(hi)) } else { (percent(1.0 - hi), percent(1.0 - lo)) }
    }

    /// The larger side agrees; an even room counts as agreeing, so that one wording serves it.
    pub fn mostly_agree(&self) -> bool {
        self.counts.agree >= self.counts.disagree
    }

    /// Whole per cent of the larger side.
    pub fn larger(&self) -> u32 {
        if self.mostly_agree() { self.agree() } else { self.disagree() }
    }

    /// How surely the room stands on one side: the lower end of the interval of the larger side.
    pub fn certainty(&self) -> f64 {
        let [lo, hi] = self.interval;
        lo.max(1.0 - hi)
    }

    /// Share of the answers that came with a reservation.
    pub fn reserved(&self) -> f64 {
        f64::from(self.counts.reservations) / f64::from(self.n().max(1))
    }
}

/// The N of a `chart:N` address, when that take has a chart. N is 1-based.
pub fn chart<'f>(facts: &'f Recap, address: &str) -> Option<(usize, &'f Section, Sided)> {
    let n: usize = address.strip_prefix("chart:")?.parse().ok()?;
    let section = facts.takes.get(n.checked_sub(1)?)?;
    Some((n, section, Sided::of(section)?))
}

/// `2026-03-04` in words; what is not a date is said as it is; `None` when empty.
pub fn date(day: &str, t: &Words) -> Option<String> {
    if day.is_empty() {
        return None;
    }
    let Ok(date) = day.parse::<jiff::civil::Date>() else {
        return Some(day.to_owned());
    };
    Some(in_words(date, t))
}

/// A calendar day in words.
pub fn in_words(date: jiff::civil::Date, t: &Words) -> String {
    t.with(
        "stories-date",
        &[
            ("day", i64::from(date.day()).into()),
            ("month", i64::from(date.month()).into()),
            ("year", date.year().to_string().into()),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::{Sided, chart, percent};
    use crate::facts::sample::{counts, sample, section};

    #[test]
    fn nobody_disappears_in_rounding() {
        for (share, want) in [(0.0, 0), (0.001, 1), (0.616, 62), (0.996, 99), (1.0, 100), (f64::NAN, 0)] {
            assert_eq!(percent(share), want, "{share}");
        }
    }

    #[test]
    fn shares_make_a_hundred_and_the_range_follows_the_larger_side() {
        let most = Sided::of(&section("x", counts(61, 38, 3, 12))).expect("sided");
        assert_eq!((most.agree(), most.disagree(), most.larger(), most.range()), (62, 38, 62, (52, 71)));
        let fewest = Sided::of(&section("x", counts(38, 61, 3, 12))).expect("sided");
        assert_eq!((fewest.agree(), fewest.larger(), fewest.range()), (38, 62, (52, 71)));
    }

    #[test]
    fn only_known_charts_are_charts() {
        let facts = sample();
        for (address, known) in [
            ("chart:1", true),
            ("chart:5", true),
            ("chart:6", false),
            ("chart:0", false),
            ("chart:7", false),
            ("chart:-1", false),
            ("chart:", false),
            ("chart:99999999999999999999", false),
            ("Chart:1", false),
            ("/x/chart:1", false),
        ] {
            assert_eq!(chart(&facts, address).is_some(), known, "{address}");
        }
    }
}
