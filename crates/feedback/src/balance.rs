//! One's own balance: what somebody gave, asked and received, month by month. Only for oneself; nothing here compares
//! people.

use crate::model::Kind;
use crate::store;
use crate::{Feedback, FeedbackError};
use db::{Reads, from_micros, micros};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use newtype_uuid::GenericUuid;
use people::PersonId;

/// Months that are shown.
pub const MONTHS: usize = 12;

/// One month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: Date,
    /// Sent, by kind: peer, upward, downward.
    pub given: [u32; 3],
    /// Asks sent.
    pub asked: u32,
    /// Received, by kind of the writer: peer, upward, downward.
    pub received: [u32; 3],
}

fn place(kind: &str) -> Option<usize> {
    match Kind::from_key(kind)? {
        Kind::Peer => Some(0),
        Kind::Upward => Some(1),
        Kind::Downward => Some(2),
        Kind::Own => None,
    }
}

/// The last months, the oldest first.
pub async fn months(tx: &mut impl Reads, feedback: &Feedback, who: PersonId) -> Result<Vec<Month>, FeedbackError> {
    let this = feedback.today().first_of_month();
    let empty = |n: usize| {
        let back = i32::try_from(MONTHS - 1 - n).unwrap_or(0);
        Month { first: this.saturating_sub(back.months()), given: [0; 3], asked: 0, received: [0; 3] }
    };
    let mut months: Vec<_> = (0..MONTHS).map(empty).collect();
    let first = months.first().map_or(this, |it| it.first);
    let since = first.to_zoned(TimeZone::UTC).map_or(0, |it| micros(it.timestamp()));
    let who = who.into_untyped_uuid();
    let at = |day: Date| {
        let apart = (i32::from(day.year()) - i32::from(first.year())) * 12 + i32::from(day.month() - first.month());
        usize::try_from(apart).ok().filter(|n| *n < MONTHS)
    };
    let on = |micros: i64| at(from_micros(micros).to_zoned(TimeZone::UTC).date());
    for row in store::sent_since(tx, who, since).await? {
        if let (Some(month), Some(kind)) = (row.sent_at.and_then(on), place(&row.kind)) {
            months[month].given[kind] += 1;
        }
    }
    for row in store::asked_at(tx, who, since).await? {
        if let Some(month) = on(row.sent_at) {
            months[month].asked += 1;
        }
    }
    for row in store::months_received(tx, who, &first.to_string()).await? {
        let month = format!("{}-01", row.month).parse().ok().and_then(at);
        if let (Some(month), Some(kind)) = (month, place(&row.kind)) {
            months[month].received[kind] += u32::try_from(row.n).unwrap_or(u32::MAX);
        }
    }
    Ok(months)
}

/// First day of the quarter of a day.
pub fn quarter(day: Date) -> Date {
    let month = (day.month() - 1) / 3 * 3 + 1;
    Date::new(day.year(), month, 1).unwrap_or(day)
}

/// Whether somebody leads people and has asked none of them about themselves since the quarter began.
pub async fn has_not_asked(tx: &mut impl Reads, feedback: &Feedback, who: PersonId) -> Result<bool, FeedbackError> {
    let today = feedback.today();
    let reports = people::directory::report_cards(tx, who, today).await?;
    if reports.is_empty() {
        return Ok(false);
    }
    let since = quarter(today).to_zoned(TimeZone::UTC).map_or(0, |it| micros(it.timestamp()));
    let asked = store::asked_whom(tx, who.into_untyped_uuid(), since).await?;
    Ok(reports.iter().all(|report| asked.iter().all(|it| it.id != report.id.into_untyped_uuid())))
}

/// What a manager may know of the people who report to them: how many named pieces they got in the last whole quarter.
/// Nothing where fewer than `floor` people wrote or received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// First day of the quarter.
    pub quarter: Date,
    /// People who report to them now.
    pub people: usize,
    /// Pieces; none where too few people are in it.
    pub pieces: Option<usize>,
}

/// The team of somebody; none where nobody reports to them.
pub async fn team(tx: &mut impl Reads, feedback: &Feedback, who: PersonId) -> Result<Option<Team>, FeedbackError> {
    let today = feedback.today();
    let people = people::directory::report_cards(tx, who, today).await?.len();
    if people == 0 {
        return Ok(None);
    }
    let until = quarter(today);
    let from = until.saturating_sub(3.months());
    // The team as it was when the quarter ended, so that who comes or goes does not change a number that is out.
    let day = until.saturating_sub(1.day());
    let (day, from_on, until_on) = (day.to_string(), from.to_string(), until.to_string());
    let pairs = store::team_received(tx, who.into_untyped_uuid(), &day, &from_on, &until_on).await?;
    Ok(Some(Team { quarter: from, people, pieces: shown(&pairs, feedback.floor as usize) }))
}

fn shown(pairs: &[store::PairRow], floor: usize) -> Option<usize> {
    let many = |ids: std::collections::BTreeSet<uuid::Uuid>| ids.len() >= floor;
    let writers = many(pairs.iter().map(|it| it.writer_id).collect());
    let readers = many(pairs.iter().map(|it| it.subject_id).collect());
    (writers && readers).then_some(pairs.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use uuid::Uuid;

    #[test]
    fn quarters_begin_four_times_a_year() {
        for (day, first) in [
            (date(2026, 1, 1), date(2026, 1, 1)),
            (date(2026, 3, 31), date(2026, 1, 1)),
            (date(2026, 4, 1), date(2026, 4, 1)),
            (date(2026, 12, 31), date(2026, 10, 1)),
        ] {
            assert_eq!(quarter(day), first);
        }
    }

    #[test]
    fn a_team_shows_nothing_of_few() {
        let pair = |writer: u128, subject: u128| store::PairRow {
            writer_id: Uuid::from_u128(writer),
            subject_id: Uuid::from_u128(subject),
        };
        let wide: Vec<_> = (0..5).map(|n| pair(n, n + 10)).collect();
        assert_eq!(shown(&wide, 5), Some(5));
        assert_eq!(shown(&wide[..4], 5), None);
        let one_writer: Vec<_> = (0..9).map(|n| pair(1, n + 10)).collect();
        assert_eq!(shown(&one_writer, 5), None);
        let one_reader: Vec<_> = (0..9).map(|n| pair(n, 10)).collect();
        assert_eq!(shown(&one_reader, 5), None);
    }
}
