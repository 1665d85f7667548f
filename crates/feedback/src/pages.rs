//! HTML: the composer, what was received, what was given.

mod asks;
mod balance;
mod compose;
mod face;
mod given;
mod hints;
mod inbox;
mod kept;
mod received;
mod reports;
mod values;

use crate::{Feedback, WORDS};
use axum::http::{HeaderMap, header};
use jiff::civil::Date;
use people::Signed;
use people::routes::Routes;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use web::page::{self, Part};
use web::{Frame, Words};

/// Every page.
pub(crate) fn routes() -> Routes<Feedback> {
    Routes::new()
        .get("/feedback", ("feedback", "read"), inbox::show)
        .get("/feedback/received/{id}", ("feedback", "read"), received::show)
        .post("/feedback/received/{id}", ("feedback", "use"), received::act)
        .get("/feedback/given", ("feedback", "read"), given::list)
        .get("/feedback/given/{id}", ("feedback", "read"), given::show)
        .post("/feedback/given/{id}", ("feedback", "write"), given::act)
        .get("/feedback/new", ("feedback", "write"), compose::show)
        .post("/feedback/new", ("feedback", "write"), compose::send)
        .post("/feedback/hints", ("feedback", "coach"), hints::answer)
        .post("/feedback/drafts", ("feedback", "write"), compose::autosave)
        .get("/feedback/kept", ("feedback", "read"), kept::show)
        .post("/feedback/goals/{id}", ("feedback", "use"), kept::forget)
        .get("/feedback/balance", ("feedback", "read"), balance::show)
        .get("/feedback/team", ("feedback", "read"), balance::team)
        .get("/feedback/reports", ("feedback-report", "read"), reports::list)
        .post("/feedback/reports/{id}", ("feedback-report", "decide"), reports::decide)
        .get("/feedback/values", ("feedback-values", "edit"), values::show)
        .post("/feedback/values", ("feedback-values", "edit"), values::change)
        .get("/feedback/asks", ("feedback", "read"), asks::list)
        .get("/feedback/asks/new", ("feedback", "ask"), asks::show)
        .post("/feedback/asks/new", ("feedback", "ask"), asks::send)
        .post("/feedback/asks/{id}", ("feedback", "ask"), asks::withdraw)
        .post("/feedback/tasks/{id}", ("feedback", "answer"), asks::answer)
}

/// The places of feedback, for the row of links above each page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Here {
    Received,
    Asks,
    Given,
    Kept,
    Balance,
}

/// One of these links.
pub(crate) struct Tab {
    pub href: &'static str,
    pub word: String,
    pub is_here: bool,
}

/// The row of links above each page.
pub(crate) fn tabs(here: Here, t: &Words) -> Vec<Tab> {
    let all = [
        ("/feedback", "feedback-tab-received", Here::Received),
        ("/feedback/asks", "feedback-tab-asks", Here::Asks),
        ("/feedback/given", "feedback-tab-given", Here::Given),
        ("/feedback/kept", "feedback-tab-kept", Here::Kept),
        ("/feedback/balance", "feedback-tab-balance", Here::Balance),
    ];
    all.into_iter().map(|(href, key, it)| Tab { href, word: t.text(key), is_here: it == here }).collect()
}

/// Language of these pages. English is the one there is; the pseudo language is for those who ask for it by name.
fn language(headers: &HeaderMap) -> &'static str {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
    if asked.is_some_and(|tags| tags.starts_with("en-XA")) { "en-XA" } else { "en" }
}

/// The frame of a page, and its words. `title` is a key.
fn frame(feedback: &Feedback, signed: &Signed, headers: &HeaderMap, title: &str) -> (Frame, Words) {
    let lang = language(headers);
    let t = WORDS.in_language(lang);
    let frame = Frame::new(&feedback.site, lang, t.text(title)).style("feedback/feedback.css").signed(signed.shown());
    (frame, t)
}

/// Rows of a list on a page.
const ROWS: u32 = 50;

/// Which part of a list a page shows.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Turned {
    cursor: String,
}

impl Turned {
    /// The part. An address that was cut or carried over shows the beginning.
    fn part<P: DeserializeOwned>(&self, list: &str) -> Part<P> {
        Part { limit: ROWS, after: page::open(list, &self.cursor) }
    }
}

/// Where a list goes on.
fn older(list: &str, path: &str, next: Option<&impl Serialize>) -> Option<String> {
    next.map(|place| format!("{path}?cursor={}", page::seal(list, place)))
}

/// A day in words: `4 March 2026`.
fn day(date: Date, t: &Words) -> String {
    let month = t.text(&format!("feedback-month-{}", date.month()));
    t.with(
        "feedback-day",
        &[("day", date.day().into()), ("month", month.into()), ("year", date.year().to_string().into())],
    )
}
