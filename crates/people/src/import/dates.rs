//! Days as people and spreadsheets write them. What could be two days is refused unless somebody said which.

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// What `03/04/2026` means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Nobody said: a day that can be read in two ways is refused.
    #[default]
    Unknown,
    /// The third of April.
    DayFirst,
    /// The fourth of March.
    MonthFirst,
}

impl Order {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::Unknown, Self::DayFirst, Self::MonthFirst];

    /// As forms and the command line write it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::DayFirst => "day-first",
            Self::MonthFirst => "month-first",
        }
    }

    /// The order of a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }
}

/// Why a text is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoDay {
    /// It is none.
    Unreadable,
    /// It is one of two.
    Unclear {
        /// The first number is the day.
        day_first: Date,
        /// The first number is the month.
        month_first: Date,
    },
}

/// The first serial number that is taken for a day of Excel, in 1927, and the last, in 2099. Smaller numbers are more
/// likely a mistake.
const SERIALS: std::ops::RangeInclusive<i64> = 10_000..=73_050;

/// Three letters tell a month.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a day.
pub(super) fn day(raw: &str, order: Order) -> Result<Date, NoDay> {
    let raw = raw.trim();
    if let Some(serial) = serial(raw) {
        return Ok(serial);
    }
    let parts: Vec<&str> = raw
        .split(|c: char| matches!(c, '-' | '/' | '.' | ',') || c.is_whitespace())
        .filter(|it| !it.is_empty())
        .collect();
    let [first, second, third, time @ ..] = parts.as_slice() else { return Err(NoDay::Unreadable) };
    let day = match (number(first), number(second)) {
        (Some(year), Some(month)) if first.len() == 4 => {
            // A time may follow at once: `2026-03-04T00:00:00Z`.
            let (day, rest) = third.split_once(['T', 't']).unwrap_or((third, ":"));
            let day = number(day).filter(|_| rest.contains(':'));
            day.and_then(|day| new(year, month, day)).ok_or(NoDay::Unreadable)
        }
        _ if third.len() != 4 => Err(NoDay::Unreadable),
        (Some(one), Some(two)) => match number(third) {
            Some(year) => numeric(one, two, year, raw.contains('.'), order),
            None => Err(NoDay::Unreadable),
        },
        (Some(_), None) => named(second, first, third),
        (None, _) => named(first, second, third),
    };
    // A time of day, or an offset, says nothing more: `2026-03-04-08:00`.
    let is_time = |it: &&str| it.contains(':') || matches!(it.to_ascii_lowercase().as_str(), "am" | "pm" | "z");
    if time.iter().all(is_time) { day } else { Err(NoDay::Unreadable) }
}

/// The first day in these cells that can be read in two ways, with both.
pub(super) fn unclear<'c>(mut cells: impl Iterator<Item = &'c str>) -> Option<(String, Date, Date)> {
    cells.find_map(|cell| match day(cell, Order::Unknown) {
        Err(NoDay::Unclear { day_first, month_first }) => Some((cell.trim().to_owned(), day_first, month_first)),
        _ => None,
    })
}

fn numeric(one: i16, two: i16, year: i16, dots: bool, order: Order) -> Result<Date, NoDay> {
    let (day_first, month_first) = (new(year, two, one), new(year, one, two));
    match (day_first, month_first, order) {
        // Who parts days by dots writes the day first, everywhere.
        (Some(day), _, _) if dots => Ok(day),
        (None, _, _) if dots => Err(NoDay::Unreadable),
        (day, _, Order::DayFirst) | (_, day, Order::MonthFirst) => day.ok_or(NoDay::Unreadable),
        (Some(one), Some(two), Order::Unknown) if one != two => {
            Err(NoDay::Unclear { day_first: one, month_first: two })
        }
        (Some(day), _, Order::Unknown) | (None, Some(day), Order::Unknown) => Ok(day),
        (None, None, Order::Unknown) => Err(NoDay::Unreadable),
    }
}

/// `14 March 2026`, `Mar 14th, 2026`.
fn named(month: &str, day: &str, year: &str) -> Result<Date, NoDay> {
    let month = month.to_lowercase();
    let n = month.get(..3).and_then(|three| MONTHS.iter().position(|it| *it == three));
    let n = n.filter(|_| month.chars().all(char::is_alphabetic)).and_then(|it| i16::try_from(it + 1).ok());
    let day = ["st", "nd", "rd", "th"].iter().find_map(|it| day.strip_suffix(it)).unwrap_or(day);
    let date = n.zip(number(day)).zip(number(year)).and_then(|((month, day), year)| new(year, month, day));
    date.ok_or(NoDay::Unreadable)
}

fn number(text: &str) -> Option<i16> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn new(year: i16, month: i16, day: i16) -> Option<Date> {
    let fits = (1900..=2200).contains(&year);
    fits.then(|| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()).flatten()
}

/// A day as Excel counts it, perhaps with a time behind the point.
fn serial(raw: &str) -> Option<Date> {
    let (whole, rest) = raw.split_once(['.', ',']).unwrap_or((raw, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let n: i64 = (digits(whole) && digits(rest) && whole.len() == 5).then(|| whole.parse().ok()).flatten()?;
    SERIALS.contains(&n).then(|| date(1899, 12, 30).checked_add(n.days()).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_as_they_are_written() {
        let expect = date(2026, 3, 14);
        for raw in [
            "2026-03-14",
            " 2026/3/14 ",
            "2026.03.14",
            "2026-03-14T00:00:00Z",
            "2026-03-14 08:30:00",
            "2026-03-14-08:00",
            "14.03.2026",
            "14.3.2026 00:00",
            "14/03/2026",
            "03/14/2026",
            "3-14-2026",
            "3/14/2026 12:00:00 AM",
            "14 March 2026",
            "14-Mar-2026",
            "Mar 14, 2026",
            "march 14th 2026",
            "46095",
            "46095.5",
        ] {
            assert_eq!(day(raw, Order::Unknown), Ok(expect), "{raw}");
        }
        assert_eq!(day("4.3.2026", Order::Unknown), Ok(date(2026, 3, 4)));
        assert_eq!(day("4/4/2026", Order::Unknown), Ok(date(2026, 4, 4)));
    }

    #[test]
    fn what_could_be_two_days_is_asked() {
        let (one, two) = (date(2026, 4, 3), date(2026, 3, 4));
        let unclear = Err(NoDay::Unclear { day_first: one, month_first: two });
        assert_eq!(day("03/04/2026", Order::Unknown), unclear);
        assert_eq!(day("03-04-2026", Order::Unknown), unclear);
        assert_eq!(day("03/04/2026", Order::DayFirst), Ok(one));
        assert_eq!(day("03/04/2026", Order::MonthFirst), Ok(two));
        assert_eq!(day("14/03/2026", Order::MonthFirst), Err(NoDay::Unreadable));
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for raw in [
            "",
            "soon",
            "2026-13-01",
            "2026-02-30",
            "03/04/26",
            "1.2.26",
            "45",
            "99999",
            "20260314",
            "14 Mär 2026",
            "2026",
            "2026-03",
            "0000-01-01",
            "14 Marsh2 2026",
            "=TODAY()",
            "13/13/2026",
            "31.02.2026",
            "1e5",
        ] {
            assert_eq!(day(raw, Order::Unknown), Err(NoDay::Unreadable), "{raw}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_day_or_none(raw in "\\PC{0,20}") {
            let _ = day(&raw, Order::DayFirst);
        }

        #[test]
        fn every_day_is_read_in_each_form(n in 0_i64..70_000) {
            let it = date(1930, 1, 1).checked_add(n.days()).unwrap();
            for form in ["%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%b %d, %Y"] {
                prop_assert_eq!(day(&it.strftime(form).to_string(), Order::Unknown), Ok(it));
            }
            prop_assert_eq!(day(&it.strftime("%d/%m/%Y").to_string(), Order::DayFirst), Ok(it));
            prop_assert_eq!(day(&it.strftime("%m/%d/%Y").to_string(), Order::MonthFirst), Ok(it));
            let serial = (it - date(1899, 12, 30)).get_days();
            if SERIALS.contains(&i64::from(serial)) {
                prop_assert_eq!(day(&serial.to_string(), Order::Unknown), Ok(it));
            }
        }
    }
}
