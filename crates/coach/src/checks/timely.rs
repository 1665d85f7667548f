//! Not long ago, or a reason why now.

use super::{Seen, View};
use crate::Check;
use crate::Day;
use crate::day::days_in;
use crate::lexicon::Lexicon;
use crate::token::{Case, Token};

/// Days up to which nothing is asked.
const FRESH: i32 = 14;
/// Days up to which it is merely late.
const LATE: i32 = 45;
/// Days that a date of the calendar may lie ahead and still be a plan.
const AHEAD: i32 = 92;

pub(super) fn look(view: &View<'_>, seen: &mut Vec<Seen>) {
    let today = view.settings.today;
    if let Some(event) = view.settings.event {
        seen.extend(kind(today.since(event)).map(|kind| view.whole(Check::Timely, kind)));
        return;
    }
    let excused =
        view.words.is_some_and(|(lexicon, scan)| scan.has(lexicon, "time.why_now") || scan.has(lexicon, "time.recent"));
    if excused {
        return;
    }
    let oldest = told(view).into_iter().max_by_key(|&(days, from, _)| (days, std::cmp::Reverse(from)));
    if let Some((days, from, to)) = oldest
        && let Some(kind) = kind(days)
    {
        seen.push(Seen { check: Check::Timely, kind, from, to });
    }
}

fn kind(days: i32) -> Option<&'static str> {
    (days > FRESH).then_some(if days > LATE { "old" } else { "late" })
}

/// Times that the text tells: how many days back at least, and where.
fn told(view: &View<'_>) -> Vec<(i32, usize, usize)> {
    let today = view.settings.today;
    let all = &view.tokens.all;
    let mut told = Vec::new();
    for (n, token) in all.iter().enumerate() {
        if let Some(day) = iso(token) {
            told.push((today.since(day), n, n + 1));
        }
    }
    let Some((lexicon, scan)) = view.words else { return told };
    for found in scan.of(lexicon, "time.") {
        let many = all[found.from..found.to].iter().find_map(|token| number(lexicon, &token.text)).unwrap_or(1);
        let days = match lexicon.group(found.group) {
            "time.weeks" => 7 * many,
            "time.months" => 30 * many.max(2),
            "time.year" => 365,
            "time.season" => LATE + 1,
            "time.quarter" => FRESH + 1,
            "time.month" => {
                let (_, _, day) = today.parts();
                i32::try_from(day).unwrap_or_default()
            }
            _ => continue,
        };
        told.push((days, found.from, found.to));
    }
    for n in 0..all.len() {
        told.extend(month(view, lexicon, n).map(|(days, to)| (days, n, to)));
    }
    told
}

/// `2026-03-12`.
fn iso(token: &Token) -> Option<Day> {
    (token.text.len() == 10).then(|| token.text.parse().ok()).flatten()
}

/// `in March`, `on 12 March`, `en enero`, `el 3 de junio`: days since its end, and the token behind it.
fn month(view: &View<'_>, lexicon: &Lexicon, n: usize) -> Option<(i32, usize)> {
    const BEFORE: &[&str] = &["in", "since", "of", "back", "en", "de", "desde", "last", "was", "pasado"];
    let all = &view.tokens.all;
    let is_spanish = view.language == crate::Language::SPANISH;
    let number_of = |at: usize| all.get(at).and_then(|token| token.text.parse::<u32>().ok());
    let at = n;
    let token = &all[at];
    if !token.is_word() || !is_spanish && token.case != Case::Title {
        return None;
    }
    let month = (1..=12).find(|month| lexicon.class(MONTHS[month - 1]).has(&token.text))?;
    let month = u32::try_from(month).ok()?;
    let before = |back: usize| at.checked_sub(back).and_then(|at| all.get(at));
    let day = if is_spanish && before(1).is_some_and(|token| token.text == "de") {
        at.checked_sub(2).and_then(number_of)
    } else {
        at.checked_sub(1).and_then(number_of).or_else(|| number_of(at + 1))
    };
    let day = day.filter(|day| (1..=31).contains(day));
    if day.is_none() && !before(1).is_some_and(|token| BEFORE.contains(&token.text.as_str())) {
        return None;
    }
    let today = view.settings.today;
    let (this_year, this_month, _) = today.parts();
    let year_told = number_of(at + 1).filter(|year| (1990..=2100).contains(year)).and_then(|it| i32::try_from(it).ok());
    if day.is_none() && year_told.is_none() && month == this_month {
        return None;
    }
    let days = |year: i32| {
        let last = day.unwrap_or_else(|| days_in(year, month));
        Day::new(year, month, last).map(|day| today.since(day))
    };
    let days = if let Some(year) = year_told {
        days(year)?
    } else {
        let this_one = days(this_year)?;
        // A month to come is a plan when it is near, and otherwise that of last year.
        if this_one < -AHEAD { days(this_year - 1)? } else { this_one }
    };
    (days > 0).then_some((days, at + 1))
}

const MONTHS: [&str; 12] = [
    "month_1", "month_2", "month_3", "month_4", "month_5", "month_6", "month_7", "month_8", "month_9", "month_10",
    "month_11", "month_12",
];

/// `three`, `3`.
fn number(lexicon: &Lexicon, word: &str) -> Option<i32> {
    const WORDS: &[(&str, i32)] = &[
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("eleven", 11),
        ("twelve", 12),
        ("dos", 2),
        ("tres", 3),
        ("cuatro", 4),
        ("cinco", 5),
        ("seis", 6),
        ("siete", 7),
        ("ocho", 8),
        ("nueve", 9),
        ("diez", 10),
        ("once", 11),
        ("doce", 12),
        ("couple", 2),
    ];
    if let Ok(number) = word.parse::<u16>() {
        return Some(i32::from(number).clamp(1, 999));
    }
    let known = WORDS.iter().find(|(name, _)| *name == word).map(|(_, number)| *number);
    known.filter(|_| lexicon.class("number").has(word))
}
