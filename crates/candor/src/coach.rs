//! `candor coach`: what to ask oneself about a feedback text, before it is sent.

use crate::args::Coach;
use crate::clock::SystemClock;
use coach::{Advice, Check, Day, Settings, Unit, advise, places};
use db::Clock;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::io::{Read, Write};

/// Most bytes of a text. Far more than anybody reads, and little enough to be looked at in a moment.
const MOST: u64 = 1024 * 1024;

/// Why a text is not looked at.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BadText {
    #[error("there is no text; write it to standard input, for example: candor coach < text.txt")]
    Empty,
    #[error("the text has more than {MOST} bytes; shorten it")]
    TooLong,
    #[error("the text is not UTF-8 from byte {0} on; save it as UTF-8")]
    NotUtf8(usize),
    #[error("--event-date {event} lies ahead of today, {today}; say when it happened")]
    Ahead { event: Day, today: Day },
}

/// What is printed.
#[derive(Serialize)]
struct Report<'a> {
    language: &'static str,
    hints: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    check: Check,
    /// In Unicode scalar values.
    start: usize,
    end: usize,
    question: &'a str,
    example: &'a str,
}

/// Reads, looks, prints. Nothing is kept.
pub(crate) fn run(args: &Coach) -> anyhow::Result<()> {
    let today = today()?;
    let text = read(std::io::stdin().lock())?;
    let advice = look(args, &text, today)?;
    let json = serde_json::to_string_pretty(&report(&text, &advice))? + "\n";
    std::io::stdout().write_all(json.as_bytes())?;
    if !advice.unchecked.is_empty() {
        let left: Vec<_> = advice.unchecked.iter().map(|check| check.name()).collect();
        eprintln!("candor: not checked in this language ({}): {}", advice.language, left.join(", "));
    }
    Ok(())
}

/// The day it is here.
fn today() -> anyhow::Result<Day> {
    let date = SystemClock.now().to_zoned(TimeZone::system()).date();
    let (month, day) = (u32::try_from(date.month())?, u32::try_from(date.day())?);
    Day::new(date.year().into(), month, day)
        .ok_or_else(|| anyhow::anyhow!("the clock of this machine is wrong: {date}"))
}

fn read(input: impl Read) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    input.take(MOST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST {
        return Err(BadText::TooLong.into());
    }
    let text = String::from_utf8(bytes).map_err(|error| BadText::NotUtf8(error.utf8_error().valid_up_to()))?;
    if text.chars().all(|c| c.is_whitespace() || c.is_control()) {
        return Err(BadText::Empty.into());
    }
    Ok(text)
}

fn look(args: &Coach, text: &str, today: Day) -> Result<Advice, BadText> {
    // Somewhere it is tomorrow already.
    if let Some(event) = args.event_date.filter(|event| event.since(today) > 1) {
        return Err(BadText::Ahead { event, today });
    }
    let (identity, expected) = (args.identity.into(), args.lang);
    Ok(advise(text, &Settings { event: args.event_date, identity, expected, ..Settings::on(today) }))
}

fn report<'a>(text: &str, advice: &'a Advice) -> Report<'a> {
    let places = places(text, &advice.hints, Unit::Chars);
    let line = |(hint, (start, end)): (&'a coach::Hint, (usize, usize))| Line {
        check: hint.check,
        start,
        end,
        question: hint.question,
        example: hint.example,
    };
    Report { language: advice.language.code(), hints: advice.hints.iter().zip(places).map(line).collect() }
}
