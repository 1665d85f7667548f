//! One's own collection: pieces that are never forgotten, and sentences that may become goals. Nobody else has a way here.

use super::inbox::Line;
use super::{Here, Tab, Turned, day, frame, older, tabs};
use crate::look;
use crate::model::GoalId;
use crate::{Feedback, FeedbackError, access, receive, store};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Redirect;
use axum_extra::extract::Query;
use db::from_micros;
use jiff::tz::TimeZone;
use newtype_uuid::GenericUuid;
use people::Signed;
use uuid::Uuid;
use web::{Frame, Outcome, Words};

/// Name of the list in its cursors.
const LIST: &str = "kept";

#[derive(Template, WebTemplate)]
#[template(path = "feedback/kept.html")]
pub(super) struct Kept {
    frame: Frame,
    t: Words,
    tabs: Vec<Tab>,
    pieces: Vec<Line>,
    goals: Vec<Goal>,
    older: Option<String>,
}

struct Goal {
    id: Uuid,
    words: String,
    day: String,
    from: String,
}

/// GET /feedback/kept
pub(super) async fn show(
    State(feedback): State<Feedback>,
    signed: Signed,
    headers: HeaderMap,
    Query(turned): Query<Turned>,
) -> Outcome<Kept> {
    access::signed(&signed, "read")?;
    let me = signed.person.id;
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let (seen, next) = look::inbox(&mut tx, me, true, &turned.part(LIST)).await?;
    let goals = store::goals(&mut tx, me.into_untyped_uuid()).await.map_err(FeedbackError::from)?;
    drop(tx);
    let (frame, t) = frame(&feedback, &signed, &headers, "feedback-kept-title");
    let goal = |it: store::DraftGoalRow| Goal {
        id: it.id,
        words: it.words,
        day: day(from_micros(it.made_at).to_zoned(TimeZone::UTC).date(), &t),
        from: format!("/feedback/received/{}", it.received_id),
    };
    Ok(Kept {
        tabs: tabs(Here::Kept, &t),
        pieces: seen.iter().map(|it| Line::of(it, &t)).collect(),
        goals: goals.into_iter().map(goal).collect(),
        older: older(LIST, "/feedback/kept", next.as_ref()),
        frame,
        t,
    })
}

/// POST /feedback/goals/{id}: forgets it.
pub(super) async fn forget(
    State(feedback): State<Feedback>,
    signed: Signed,
    Path(id): Path<GoalId>,
) -> Outcome<Redirect> {
    access::signed(&signed, "use")?;
    receive::forget_goal(&feedback, signed.person.id, id).await?;
    Ok(Redirect::to("/feedback/kept#goals"))
}
