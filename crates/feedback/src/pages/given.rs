//! What somebody gave: drafts, what is on its way, what arrived.

use super::face::Face;
use super::{Here, Tab, Turned, day, frame, older, tabs};
use crate::look::{self, Given, Parts};
use crate::model::{Contract, GRACE_HOURS, Identity, Kind, PieceId, RETRACT_DAYS, State as At, WAIT_DAYS};
use crate::{Feedback, FeedbackError, access, desk};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::{Form, Query};
use jiff::{SignedDuration, Timestamp};
use people::model::directory::Zone;
use people::{PersonId, Signed, directory};
use serde::Deserialize;
use web::{Frame, Outcome, Words};

/// Name of the list in its cursors.
const LIST: &str = "given";

#[derive(Template, WebTemplate)]
#[template(path = "feedback/given.html")]
pub(super) struct List {
    frame: Frame,
    t: Words,
    tabs: Vec<Tab>,
    groups: Vec<Group>,
    older: Option<String>,
}

/// Pieces that stand alike.
struct Group {
    title: String,
    lines: Vec<Line>,
}

struct Line {
    href: String,
    face: Face,
    to: String,
    words: String,
    status: String,
    chip: &'static str,
}

#[derive(Template, WebTemplate)]
#[template(path = "feedback/given-one.html")]
#[expect(clippy::struct_excessive_bools, reason = "each of them is one thing that a page shows or not")]
pub(super) struct One {
    frame: Frame,
    t: Words,
    tabs: Vec<Tab>,
    href: String,
    face: Face,
    to: String,
    status: String,
    words: Parts,
    is_gone: bool,
    event_on: String,
    contract: Option<String>,
    readers: Vec<(String, bool)>,
    thanked: Option<String>,
    helped: String,
    may_take_back: bool,
    may_retract: bool,
    may_name: bool,
    may_forget: bool,
}

/// What the writer does.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    r#do: String,
}

async fn zone(feedback: &Feedback, person: PersonId) -> Outcome<Option<Zone>> {
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let card = directory::person_card(&mut tx, person, feedback.today()).await.map_err(FeedbackError::from)?;
    Ok(card.and_then(|it| it.zone))
}

/// GET /feedback/given
pub(super) async fn list(
    State(feedback): State<Feedback>,
    signed: Signed,
    headers: HeaderMap,
    Query(turned): Query<Turned>,
) -> Outcome<List> {
    access::signed(&signed, "read")?;
    let zone = zone(&feedback, signed.person.id).await?;
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let (given, next) = look::given(&mut tx, signed.person.id, &turned.part(LIST)).await?;
    drop(tx);
    let (frame, t) = frame(&feedback, &signed, &headers, "feedback-given-title");
    let now = feedback.ambient.now();
    let mut groups = Vec::new();
    for (key, fits) in GROUPS {
        let lines: Vec<_> = given.iter().filter(|it| fits(it)).map(|it| line(it, now, zone.as_ref(), &t)).collect();
        if !lines.is_empty() {
            groups.push(Group { title: t.text(key), lines });
        }
    }
    let older = older(LIST, "/feedback/given", next.as_ref());
    Ok(List { tabs: tabs(Here::Given, &t), groups, older, frame, t })
}

type Fits = fn(&Given) -> bool;
const GROUPS: [(&str, Fits); 4] = [
    ("feedback-given-drafts", |it| it.state == At::Draft),
    ("feedback-given-on-its-way", |it| matches!(it.state, At::Answered | At::Held)),
    ("feedback-given-arrived", |it| !matches!(it.state, At::Draft | At::Answered | At::Held) && it.kind != Kind::Own),
    ("feedback-given-notes", |it| it.state == At::Delivered && it.kind == Kind::Own),
];

fn line(it: &Given, now: Timestamp, zone: Option<&Zone>, t: &Words) -> Line {
    let href = match it.state {
        At::Draft => format!("/feedback/new?draft={}", it.id),
        _ => format!("/feedback/given/{}", it.id),
    };
    Line {
        href,
        face: Face::of(it.subject.0, &it.subject.1),
        to: it.subject.1.clone(),
        words: it.words.first_line(),
        status: status(it, now, zone, t),
        chip: match it.state {
            At::Actioned => "chip chip-ok",
            At::Answered | At::Held => "chip chip-brand",
            _ => "chip",
        },
    }
}

fn waits_too_long(it: &Given, now: Timestamp) -> bool {
    let longest = SignedDuration::from_hours(24 * WAIT_DAYS);
    it.state == At::Held && it.held_at.is_some_and(|since| now >= since + longest)
}

/// Where it is, in words.
fn status(it: &Given, now: Timestamp, zone: Option<&Zone>, t: &Words) -> String {
    let on = |at: Option<Timestamp>| day(look::local(zone, at.unwrap_or(now)).0, t);
    match it.state {
        At::Draft => t.with("feedback-status-draft", &[("day", on(Some(it.saved_at)).into())]),
        At::Answered => {
            let (date, clock) = look::local(zone, it.sent_at.unwrap_or(now) + SignedDuration::from_hours(GRACE_HOURS));
            let key = match it.identity {
                Identity::Named => "feedback-status-answered",
                Identity::Confidential => "feedback-status-answered-batch",
            };
            t.with(key, &[("day", day(date, t).into()), ("time", clock.into())])
        }
        At::Held if waits_too_long(it, now) => t.text("feedback-status-waited"),
        At::Held => t.text("feedback-status-held"),
        At::Delivered if it.kind == Kind::Own => t.with("feedback-status-note", &[("day", on(it.sent_at).into())]),
        At::Delivered => t.with("feedback-status-delivered", &[("day", on(it.delivered_at).into())]),
        At::Acknowledged | At::Flagged if it.is_thanked => t.text("feedback-status-thanked"),
        At::Acknowledged | At::Flagged => t.text("feedback-status-read"),
        At::Actioned => t.text("feedback-status-helped"),
        At::Retracted => t.text("feedback-status-retracted"),
    }
}

/// GET /feedback/given/{id}
pub(super) async fn show(
    State(feedback): State<Feedback>,
    signed: Signed,
    Path(id): Path<PieceId>,
    headers: HeaderMap,
) -> Outcome<One> {
    access::signed(&signed, "read")?;
    let zone = zone(&feedback, signed.person.id).await?;
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let piece = desk::own(&mut tx, signed.person.id, id).await?.ok_or(FeedbackError::Hidden)?;
    let given = look::given_one(&mut tx, signed.person.id, id).await?;
    let have_read = look::readers(&mut tx, &given).await?;
    drop(tx);
    let (mut frame, t) = frame(&feedback, &signed, &headers, "feedback-given-title");
    let name = given.subject.1.clone();
    frame.title = t.with("feedback-given-one-title", &[("name", name.as_str().into())]);
    let now = feedback.ambient.now();
    let last = SignedDuration::from_hours(24 * RETRACT_DAYS);
    let is_young = given.delivered_at.is_some_and(|at| now < at + last);
    let arrived = matches!(given.state, At::Delivered | At::Acknowledged | At::Actioned) && given.kind != Kind::Own;
    Ok(One {
        tabs: tabs(Here::Given, &t),
        href: format!("/feedback/given/{id}"),
        face: Face::of(given.subject.0, &name),
        status: status(&given, now, zone.as_ref(), &t),
        is_gone: given.state == At::Retracted,
        event_on: day(given.event_on, &t),
        contract: given.contract.as_ref().map(|it| promised(it, &t)),
        readers: given
            .contract
            .iter()
            .flat_map(|it| &it.readers)
            .map(|it| (it.name.clone(), have_read.contains(&it.id)))
            .collect(),
        thanked: given.is_thanked.then(|| t.with("feedback-thanked-by", &[("name", name.as_str().into())])),
        helped: given.helped.clone(),
        may_take_back: given.state == At::Answered,
        may_retract: piece.used_in.is_none() && (given.state == At::Held || (arrived && is_young)),
        may_name: waits_too_long(&given, now),
        may_forget: given.kind == Kind::Own || given.state == At::Draft,
        words: given.words,
        to: name,
        frame,
        t,
    })
}

/// The promise that was made, in words.
fn promised(it: &Contract, t: &Words) -> String {
    match (it.kind, it.identity) {
        (Kind::Own, _) => t.text("feedback-promised-own"),
        (_, Identity::Named) => t.text("feedback-promised-named"),
        (_, Identity::Confidential) => t.with("feedback-promised-batch", &[("k", it.k.unwrap_or(0).into())]),
    }
}

/// POST /feedback/given/{id}
pub(super) async fn act(
    State(feedback): State<Feedback>,
    signed: Signed,
    Path(id): Path<PieceId>,
    Form(sent): Form<Sent>,
) -> Outcome<Response> {
    access::signed(&signed, "write")?;
    let me = signed.person.id;
    let to = match sent.r#do.as_str() {
        "back" => {
            desk::take_back(&feedback, me, id).await?;
            format!("/feedback/new?draft={id}")
        }
        "name" => {
            desk::name(&feedback, me, id).await?;
            format!("/feedback/new?draft={id}")
        }
        "retract" => {
            desk::retract(&feedback, me, id).await?;
            format!("/feedback/given/{id}")
        }
        "discard" => {
            desk::discard(&feedback, me, id).await?;
            "/feedback/given".to_owned()
        }
        _ => return Err(FeedbackError::Hidden.into()),
    };
    Ok(Redirect::to(&to).into_response())
}
