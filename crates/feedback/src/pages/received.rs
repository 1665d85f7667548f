//! One piece that was received, and what its reader makes of it.

use super::face::Face;
use super::inbox::from;
use super::{Here, Tab, day, frame, tabs};
use crate::access::Viewer;
use crate::look::{self, Parts, Seen};
use crate::model::{Flag, Kind, ReceivedId};
use crate::{Feedback, FeedbackError, access, receive};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use people::Signed;
use serde::Deserialize;
use web::{Frame, Outcome, Words};

#[derive(Template, WebTemplate)]
#[template(path = "feedback/received.html")]
#[expect(clippy::struct_excessive_bools, reason = "each of them is one thing that a page shows or not")]
struct Page {
    frame: Frame,
    t: Words,
    tabs: Vec<Tab>,
    fault: Option<String>,
    href: String,
    face: Face,
    from: String,
    arrived: String,
    occasion: Option<String>,
    shows: String,
    question: Option<String>,
    words: Option<Parts>,
    why: String,
    is_about_me: bool,
    /// Whether somebody hears of a thank-you: who wrote confidentially does not.
    is_told: bool,
    is_thanked: bool,
    helped: String,
    is_kept: bool,
    reflection: String,
    flag: Option<String>,
    may_flag: bool,
    ask_back: Option<String>,
    goal: String,
    report: String,
}

/// What the reader does.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    r#do: String,
    words: String,
}

/// GET /feedback/received/{id}
pub(super) async fn show(
    State(feedback): State<Feedback>,
    signed: Signed,
    Path(id): Path<ReceivedId>,
    headers: HeaderMap,
) -> Outcome<Response> {
    access::signed(&signed, "read")?;
    receive::read(&feedback, signed.person.id, id).await?;
    page(&feedback, &signed, &headers, id, None, &Sent::default()).await
}

/// POST /feedback/received/{id}
pub(super) async fn act(
    State(feedback): State<Feedback>,
    signed: Signed,
    Path(id): Path<ReceivedId>,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Outcome<Response> {
    access::signed(&signed, "use")?;
    let me = signed.person.id;
    let done = match sent.r#do.as_str() {
        "thank" => receive::thank(&feedback, me, id).await,
        "help" => receive::help(&feedback, me, id, &sent.words).await,
        "keep" => receive::collect(&feedback, me, id, true).await,
        "let-go" => receive::collect(&feedback, me, id, false).await,
        "reflect" => receive::reflect(&feedback, me, id, &sent.words).await,
        "grow" => receive::grow(&feedback, me, id, &sent.words).await,
        "report" => receive::report(&feedback, me, id, &sent.words).await,
        _ => Err(FeedbackError::Hidden),
    };
    match done {
        Ok(()) => {
            let to = if sent.r#do == "grow" {
                "/feedback/kept#goals".to_owned()
            } else {
                format!("/feedback/received/{id}#{}", sent.r#do)
            };
            Ok(Redirect::to(&to).into_response())
        }
        Err(FeedbackError::Line(wrong)) => {
            let t = crate::WORDS.in_language(super::language(&headers));
            let fault = FeedbackError::Line(wrong).say(&t);
            page(&feedback, &signed, &headers, id, Some(fault), &sent).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    feedback: &Feedback,
    signed: &Signed,
    headers: &HeaderMap,
    id: ReceivedId,
    fault: Option<String>,
    sent: &Sent,
) -> Outcome<Response> {
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let it = look::seen(&mut tx, signed.person.id, id).await?;
    drop(tx);
    let (mut frame, t) = frame(feedback, signed, headers, "feedback-title");
    let (face, from) = from(&it, &t);
    frame.title = t.with("feedback-received-title", &[("name", from.as_str().into())]);
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    // What was typed comes back into the field it was typed in.
    let typed = |what: &str, stored: &str| {
        if fault.is_some() && sent.r#do == what { sent.words.clone() } else { stored.to_owned() }
    };
    let page = Page {
        tabs: tabs(Here::Received, &t),
        href: format!("/feedback/received/{id}"),
        arrived: day(it.day, &t),
        occasion: it.occasion.as_ref().map(|(date, _)| day(*date, &t)),
        shows: it.occasion.as_ref().map(|(_, shows)| shows.clone()).unwrap_or_default(),
        question: it.question.clone(),
        why: why(&it, &from, &t),
        is_about_me: it.viewer == Viewer::Subject,
        is_told: it.writer.is_some(),
        is_thanked: it.is_thanked,
        helped: typed("help", &it.helped),
        is_kept: it.is_kept,
        reflection: typed("reflect", &it.reflection),
        flag: match it.flag {
            Flag::None => None,
            Flag::Open => Some(t.text("feedback-flag-open")),
            Flag::Kept => Some(t.text("feedback-flag-kept")),
            Flag::Removed => Some(t.text("feedback-flag-removed")),
        },
        may_flag: it.flag == Flag::None && !it.is_gone,
        ask_back: it.writer.as_ref().map(|(id, _)| format!("/feedback/asks/new?of={id}")),
        goal: typed("grow", it.words.as_ref().map(|it| it.next.as_str()).unwrap_or_default()),
        report: typed("report", ""),
        words: it.words,
        face,
        from,
        fault,
        frame,
        t,
    };
    Ok((status, page).into_response())
}

/// Why the reader sees it, and who else does.
fn why(it: &Seen, from: &str, t: &Words) -> String {
    match (it.viewer, &it.writer, it.kind) {
        (Viewer::Subject, Some(_), _) => t.with("feedback-why-named", &[("name", from.into())]),
        (Viewer::Subject, None, Kind::Upward) => t.text("feedback-why-batch-upward"),
        (Viewer::Subject, None, _) => t.text("feedback-why-batch-peer"),
        _ => t.with("feedback-why-asker", &[("name", it.subject.1.as_str().into())]),
    }
}
