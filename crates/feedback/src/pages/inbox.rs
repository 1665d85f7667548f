//! What somebody received.

use super::face::Face;
use super::{Here, Tab, Turned, day, frame, older, tabs};
use crate::look::{self, Seen};
use crate::{Feedback, FeedbackError, access, balance};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::HeaderMap;
use axum_extra::extract::Query;
use people::Signed;
use web::{Frame, Outcome, Words};

/// Name of the list in its cursors.
const LIST: &str = "received";

#[derive(Template, WebTemplate)]
#[template(path = "feedback/inbox.html")]
pub(super) struct Inbox {
    frame: Frame,
    t: Words,
    tabs: Vec<Tab>,
    days: Vec<Day>,
    nudge: bool,
    older: Option<String>,
}

/// What arrived on a day.
struct Day {
    title: String,
    pieces: Vec<Line>,
}

/// One piece in a list.
pub(super) struct Line {
    pub href: String,
    pub face: Face,
    pub from: String,
    pub words: String,
    pub is_new: bool,
    pub is_gone: bool,
    pub chips: Vec<String>,
}

impl Line {
    pub fn of(it: &Seen, t: &Words) -> Self {
        let (face, from) = from(it, t);
        let mut chips = Vec::new();
        if it.is_thanked {
            chips.push(t.text("feedback-chip-thanked"));
        }
        if !it.helped.is_empty() {
            chips.push(t.text("feedback-chip-helped"));
        }
        if it.is_kept {
            chips.push(t.text("feedback-chip-kept"));
        }
        Self {
            href: format!("/feedback/received/{}", it.id),
            face,
            from,
            words: it.words.as_ref().map(look::Parts::first_line).unwrap_or_default(),
            is_new: !it.is_read,
            is_gone: it.is_gone,
            chips,
        }
    }
}

/// Who it is from, as the reader may know it.
pub(super) fn from(it: &Seen, t: &Words) -> (Face, String) {
    match &it.writer {
        Some((id, name)) => (Face::of(*id, name), name.clone()),
        None => (Face::nobody(), t.text("feedback-from-batch")),
    }
}

/// GET /feedback
pub(super) async fn show(
    State(feedback): State<Feedback>,
    signed: Signed,
    headers: HeaderMap,
    Query(turned): Query<Turned>,
) -> Outcome<Inbox> {
    access::signed(&signed, "read")?;
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let (seen, next) = look::inbox(&mut tx, signed.person.id, false, &turned.part(LIST)).await?;
    let nudge = balance::has_not_asked(&mut tx, &feedback, signed.person.id).await?;
    drop(tx);
    let (frame, t) = frame(&feedback, &signed, &headers, "feedback-title");
    let mut days: Vec<Day> = Vec::new();
    let mut last = None;
    for it in &seen {
        if last != Some(it.day) {
            days.push(Day { title: day(it.day, &t), pieces: Vec::new() });
            last = Some(it.day);
        }
        if let Some(day) = days.last_mut() {
            day.pieces.push(Line::of(it, &t));
        }
    }
    let older = older(LIST, "/feedback", next.as_ref());
    Ok(Inbox { tabs: tabs(Here::Received, &t), days, nudge, older, frame, t })
}
