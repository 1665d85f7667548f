//! Reports of abuse, for people partners: the words, and the writer only where the name stands at them.

use super::{frame, language};
use crate::model::{Flag, ReceivedId};
use crate::{Feedback, FeedbackError, WORDS, access, receive, store};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Redirect;
use axum_extra::extract::Form;
use db::ledger::{Reading, note_reads};
use newtype_uuid::GenericUuid;
use people::Signed;
use serde::Deserialize;
use web::{Frame, Outcome, Words};

/// Reports on one page.
const MOST: usize = 100;

#[derive(Template, WebTemplate)]
#[template(path = "feedback/reports.html")]
pub(super) struct List {
    frame: Frame,
    t: Words,
    reports: Vec<Shown>,
}

struct Shown {
    href: String,
    subject: String,
    writer: String,
    words: [String; 3],
    say: String,
}

/// What the partner decides.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    r#do: String,
}

/// GET /feedback/reports
pub(super) async fn list(State(feedback): State<Feedback>, signed: Signed, headers: HeaderMap) -> Outcome<List> {
    access::partner(&signed)?;
    let rows = receive::reported(&feedback, &signed.wearer(), MOST).await?;
    let reading = |it: &store::FlaggedRow| Reading {
        actor: signed.person.id.into_untyped_uuid(),
        kind: "feedback_report_read",
        object: it.id,
        subject: it.reader_id,
    };
    let readings: Vec<_> = rows.iter().map(reading).collect();
    note_reads(&feedback.db, &feedback.ambient, &readings).await.map_err(FeedbackError::from)?;
    let (frame, t) = frame(&feedback, &signed, &headers, "feedback-reports-title");
    let t2 = WORDS.in_language(language(&headers));
    let shown = |it: store::FlaggedRow| Shown {
        href: format!("/feedback/reports/{}", it.id),
        writer: it.writer.unwrap_or_else(|| t2.text("feedback-reports-no-name")),
        subject: it.subject,
        words: [it.happened, it.effect, it.next],
        say: it.flag_say,
    };
    Ok(List { reports: rows.into_iter().map(shown).collect(), frame, t })
}

/// POST /feedback/reports/{id}
pub(super) async fn decide(
    State(feedback): State<Feedback>,
    signed: Signed,
    Path(id): Path<ReceivedId>,
    Form(sent): Form<Sent>,
) -> Outcome<Redirect> {
    let flag = match sent.r#do.as_str() {
        "stand" => Flag::Kept,
        "remove" => Flag::Removed,
        _ => return Err(FeedbackError::Hidden.into()),
    };
    receive::decide(&feedback, &signed.wearer(), id, flag).await?;
    Ok(Redirect::to("/feedback/reports"))
}
