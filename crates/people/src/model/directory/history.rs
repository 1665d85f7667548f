//! What holds since when: days in a row, each with at most one value.

use jiff::civil::Date;

/// A value on the days from `from` up to, and without, `until`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval<T> {
    /// What holds.
    pub value: T,
    /// First day.
    pub from: Date,
    /// First day on which it does not hold any more; none while it goes on.
    pub until: Option<Date>,
}

impl<T> Interval<T> {
    fn holds(&self, on: Date) -> bool {
        self.from <= on && self.until.is_none_or(|until| on < until)
    }
}

/// Intervals in order, none over another, none empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History<T>(Vec<Interval<T>>);

/// Two values on one day, or an interval without a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("two values on {on}")]
pub struct Overlap {
    /// The day.
    pub on: Date,
}

impl<T> Default for History<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Clone + PartialEq> History<T> {
    /// Of intervals in any order.
    pub fn of(mut intervals: Vec<Interval<T>>) -> Result<Self, Overlap> {
        intervals.sort_by_key(|it| it.from);
        for (n, it) in intervals.iter().enumerate() {
            let next = intervals.get(n + 1).map(|next| next.from);
            let over = match (it.until, next) {
                (None, Some(next)) => Some(next),
                (Some(until), Some(next)) if until > next => Some(next),
                (Some(until), _) if until <= it.from => Some(it.from),
                _ => None,
            };
            if let Some(on) = over {
                return Err(Overlap { on });
            }
        }
        Ok(Self(intervals))
    }

    /// What holds on a day.
    pub fn at(&self, on: Date) -> Option<&T> {
        self.0.iter().find(|it| it.holds(on)).map(|it| &it.value)
    }

    /// The first day after `on` on which something begins or ends.
    pub fn next_change(&self, on: Date) -> Option<Date> {
        self.0.iter().flat_map(|it| [Some(it.from), it.until]).flatten().filter(|day| *day > on).min()
    }

    /// From `from` on `value` holds, or nothing. Days before stay as they are, and so does everything from the next
    /// change that is known already.
    #[must_use]
    pub fn set(self, from: Date, value: Option<T>) -> Self {
        let until = self.next_change(from);
        let mut kept: Vec<_> = self
            .0
            .into_iter()
            .filter_map(|it| match it {
                it if it.from == from => None,
                it if it.holds(from) => Some(Interval { until: Some(from), ..it }),
                it => Some(it),
            })
            .collect();
        if let Some(value) = value {
            let at = kept.partition_point(|it| it.from < from);
            kept.insert(at, Interval { value, from, until });
        }
        Self(joined(kept))
    }

    /// Nothing holds from `from` on.
    #[must_use]
    pub fn end(self, from: Date) -> Self {
        let before = self.0.into_iter().filter(|it| it.from < from);
        Self(before.map(|it| Interval { until: Some(it.until.map_or(from, |until| until.min(from))), ..it }).collect())
    }

    /// The intervals, the earliest first.
    pub fn intervals(&self) -> &[Interval<T>] {
        &self.0
    }
}

/// Two neighbours with one value are one.
fn joined<T: PartialEq>(intervals: Vec<Interval<T>>) -> Vec<Interval<T>> {
    let mut out: Vec<Interval<T>> = Vec::with_capacity(intervals.len());
    for it in intervals {
        match out.last_mut() {
            Some(last) if last.until == Some(it.from) && last.value == it.value => last.until = it.until,
            _ => out.push(it),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{History, Interval};
    use jiff::ToSpan;
    use jiff::civil::{Date, date};
    use proptest::prelude::*;

    fn day(n: i64) -> Date {
        date(2026, 1, 1).checked_add(n.days()).unwrap()
    }

    fn told(history: &History<char>) -> Vec<(char, i8, Option<i8>)> {
        history.intervals().iter().map(|it| (it.value, it.from.day(), it.until.map(Date::day))).collect()
    }

    #[test]
    fn a_new_manager_closes_the_one_before() {
        let history = History::default().set(day(0), Some('a')).set(day(9), Some('b'));
        assert_eq!(told(&history), [('a', 1, Some(10)), ('b', 10, None)]);
        // Told late: what is known of later days stays.
        let late = history.clone().set(day(4), Some('c'));
        assert_eq!(told(&late), [('a', 1, Some(5)), ('c', 5, Some(10)), ('b', 10, None)]);
        // The same day again corrects.
        assert_eq!(told(&history.clone().set(day(9), Some('c'))), [('a', 1, Some(10)), ('c', 10, None)]);
        // Back to the one before is one interval again.
        assert_eq!(told(&history.clone().set(day(9), Some('a'))), [('a', 1, None)]);
        assert_eq!(told(&history.clone().set(day(12), None)), [('a', 1, Some(10)), ('b', 10, Some(13))]);
        assert_eq!(told(&history.clone().end(day(4))), [('a', 1, Some(5))]);
        assert_eq!(told(&history.end(day(0))), []);
    }

    #[test]
    fn two_on_one_day_are_refused() {
        let of = |a: (i64, Option<i64>), b: (i64, Option<i64>)| {
            let interval =
                |value, (from, until): (i64, Option<i64>)| Interval { value, from: day(from), until: until.map(day) };
            History::of(vec![interval('b', b), interval('a', a)]).map_err(|e| e.on)
        };
        assert!(of((0, Some(5)), (5, None)).is_ok());
        assert_eq!(of((0, Some(6)), (5, None)), Err(day(5)));
        assert_eq!(of((0, None), (5, None)), Err(day(5)));
        assert_eq!(of((0, Some(5)), (7, Some(7))), Err(day(7)));
    }

    fn moves() -> impl Strategy<Value = Vec<(i64, Option<u8>)>> {
        prop::collection::vec((0_i64..30, prop::option::of(0_u8..3)), 0..12)
    }

    fn built(moves: &[(i64, Option<u8>)]) -> History<u8> {
        moves.iter().fold(History::default(), |it, (from, value)| it.set(day(*from), *value))
    }

    proptest! {
        #[test]
        fn every_day_has_one_value_at_most(moves in moves()) {
            let history = built(&moves);
            prop_assert_eq!(History::of(history.intervals().to_vec()).unwrap(), history.clone());
            for n in 0..40 {
                prop_assert!(history.intervals().iter().filter(|it| it.holds(day(n))).count() <= 1);
            }
        }

        #[test]
        fn a_change_touches_its_own_days_only(moves in moves(), from in 0_i64..30, value in prop::option::of(0_u8..3)) {
            let before = built(&moves);
            let until = before.next_change(day(from));
            let after = before.clone().set(day(from), value);
            for n in 0..40 {
                let on = day(n);
                let own = n >= from && until.is_none_or(|until| on < until);
                let expect = if own { value } else { before.at(on).copied() };
                prop_assert_eq!(after.at(on).copied(), expect, "on {}", on);
            }
        }

        #[test]
        fn an_end_ends_all(moves in moves(), from in 0_i64..30) {
            let before = built(&moves);
            let after = before.clone().end(day(from));
            for n in 0..40 {
                let expect = if n < from { before.at(day(n)).copied() } else { None };
                prop_assert_eq!(after.at(day(n)).copied(), expect);
            }
        }
    }
}
