//! Days of the calendar, without a clock.

use std::fmt;
use std::str::FromStr;

/// A day, counted from 1 January 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// What is wrong with the text of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotADay;

impl fmt::Display for NotADay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such day; write it as 2026-06-15")
    }
}

impl std::error::Error for NotADay {}

impl Day {
    /// A day of the Gregorian calendar, if there is one. Years from 1000 to 9999.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        let known = (1000..=9999).contains(&year) && (1..=12).contains(&month);
        if !known || day < 1 || day > days_in(year, month) {
            return None;
        }
        // The year begins in March, so that the leap day comes last.
        let (month, day) = (i32::try_from(month).ok()?, i32::try_from(day).ok()?);
        let year = if month <= 2 { year - 1 } else { year };
        let (era, of_era) = (year / 400, year % 400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
        Some(Self(era * 146_097 + days - 719_468))
    }

    /// Days from `other` to this one.
    pub fn since(self, other: Self) -> i32 {
        self.0 - other.0
    }

    /// Year, month from 1, day from 1.
    pub fn parts(self) -> (i32, u32, u32) {
        let days = self.0 + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year + era * 400 + i32::from(month <= 2);
        (year, month.unsigned_abs(), day.unsigned_abs())
    }
}

/// How many days a month has. The month is one of twelve.
pub(crate) fn days_in(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        let parts: Vec<&str> = text.split('-').collect();
        let [year, month, day] = parts[..] else { return Err(NotADay) };
        let digits = |part: &str, length: usize| {
            let good = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
            good.then(|| part.parse::<u32>().ok()).flatten().ok_or(NotADay)
        };
        let year = i32::try_from(digits(year, 4)?).map_err(|_| NotADay)?;
        Self::new(year, digits(month, 2)?, digits(day, 2)?).ok_or(NotADay)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::{Day, NotADay};

    #[test]
    fn days_are_counted() {
        for (text, days) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-02-29", 11_016),
            ("2026-06-15", 20_619),
            ("1000-01-01", -354_285),
        ] {
            let day: Day = text.parse().unwrap();
            assert_eq!((day.0, day.to_string().as_str()), (days, text));
        }
    }

    #[test]
    fn every_day_comes_back() {
        for n in (-354_285..2_932_896).step_by(17) {
            let (year, month, day) = Day(n).parts();
            assert_eq!(Day::new(year, month, day), Some(Day(n)));
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-1",
            "15.06.2026",
            "2026-06-15T",
            "+026-06-15",
            "２０２６-06-15",
        ] {
            assert_eq!(text.parse::<Day>(), Err(NotADay), "{text}");
        }
    }
}
