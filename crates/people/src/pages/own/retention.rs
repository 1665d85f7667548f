//! How long records are kept, and whose stay for now: for admins.

use super::{Here, Tabs, frame, gone, may, tabs, unavailable};
use crate::retention::{self, Chosen, Hold, NotSet};
use crate::{People, Signed, own};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use serde::Deserialize;
use uuid::Uuid;
use web::{Frame, Outcome, Words};

#[derive(Template, WebTemplate)]
#[template(path = "people/own/retention.html")]
struct Page {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    fault: Option<(&'static str, String)>,
    wrong: String,
    rules: Vec<Line>,
    holds: Vec<Hold>,
    whom: String,
    reason: String,
}

struct Line {
    key: &'static str,
    title: String,
    what: String,
    range: String,
    days: String,
    least: u32,
    usual: u32,
    wrong: Option<String>,
    changed: bool,
    wish: Option<Wish>,
}

/// A shorter time that waits for a second.
struct Wish {
    say: String,
    /// What the button does, and the days that it sends.
    button: String,
    days: u32,
}

/// The form of a rule.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    rule: String,
    days: String,
}

/// The form of a hold.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct HoldSent {
    whom: String,
    reason: String,
}

/// GET /people/retention
pub(super) async fn show(State(people): State<People>, signed: Signed, headers: HeaderMap) -> Outcome<Response> {
    may(&signed, "retention", "read")?;
    Ok(page(&people, &signed, &headers).await?.into_response())
}

/// POST /people/retention
pub(super) async fn send(
    State(people): State<People>,
    signed: Signed,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Outcome<Response> {
    may(&signed, "retention", "set")?;
    let chosen = match sent.days.trim().parse() {
        Ok(days) => retention::choose(&people, signed.person.id, &sent.rule, days).await,
        Err(_) => Err(NotSet::Days { least: 0, usual: 0 }),
    };
    match chosen {
        Ok(()) => Ok(Redirect::to("/people/retention").into_response()),
        Err(NotSet::Days { .. }) => {
            let mut page = page(&people, &signed, &headers).await?;
            let t = page.t.clone();
            let Some(line) = page.rules.iter_mut().find(|it| it.key == sent.rule) else { return Err(gone()) };
            let say = t.with("retention-wrong-days", &[("least", line.least.into()), ("usual", line.usual.into())]);
            line.days = sent.days;
            line.wrong = Some(say.clone());
            page.fault = Some((line.key, say));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(NotSet::TooNew) => {
            let mut page = page(&people, &signed, &headers).await?;
            let say = page.t.text("retention-too-new");
            let Some(line) = page.rules.iter().find(|it| it.key == sent.rule) else { return Err(gone()) };
            page.fault = Some((line.key, say));
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(NotSet::Db(error)) => Err(unavailable(error)),
        Err(_) => Err(gone()),
    }
}

/// POST /people/holds
pub(super) async fn hold(
    State(people): State<People>,
    signed: Signed,
    headers: HeaderMap,
    Form(sent): Form<HoldSent>,
) -> Outcome<Response> {
    may(&signed, "hold", "set")?;
    let (at, key) = match retention::hold(&people, signed.person.id, &sent.whom, &sent.reason).await {
        Ok(_) => return Ok(Redirect::to("/people/retention#holds").into_response()),
        Err(NotSet::Db(error)) => return Err(unavailable(error)),
        Err(NotSet::Reason(_)) => ("reason", "hold-no-reason"),
        Err(NotSet::Yourself) => ("whom", "hold-yourself"),
        Err(NotSet::Already) => ("whom", "hold-already"),
        Err(NotSet::NoSuchPerson | NotSet::NoSuchRule | NotSet::TooNew | NotSet::Days { .. }) => {
            ("whom", "hold-nobody")
        }
    };
    let mut page = page(&people, &signed, &headers).await?;
    page.fault = Some((at, page.t.text(key)));
    page.wrong = page.t.text("hold-wrong");
    (page.whom, page.reason) = (sent.whom, sent.reason);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// POST /people/holds/{hold}/end
pub(super) async fn end_hold(State(people): State<People>, signed: Signed, Path(id): Path<Uuid>) -> Outcome<Redirect> {
    may(&signed, "hold", "set")?;
    match retention::end_hold(&people, signed.person.id, id).await {
        Ok(()) => Ok(Redirect::to("/people/retention#holds")),
        Err(NotSet::Db(error)) => Err(unavailable(error)),
        Err(_) => Err(gone()),
    }
}

async fn page(people: &People, signed: &Signed, headers: &HeaderMap) -> Outcome<Page> {
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let rules = retention::rules(people, &mut tx).await.map_err(unavailable)?;
    let mut holds = retention::holds(&mut tx).await.map_err(unavailable)?;
    drop(tx);
    // Why there is one is not for the person it is about, and they see who has read it.
    holds.retain(|it| it.person != signed.person.id);
    let whose = holds.iter().map(|it| it.person).collect();
    own::note_reading(people, signed.person.id, own::HOLD_READ, whose).await.map_err(unavailable)?;
    let (frame, t) = frame(people, signed, headers, "retention-title");
    Ok(Page {
        tabs: tabs(Here::Retention, signed, &t),
        fault: None,
        wrong: t.text("retention-wrong"),
        rules: rules.iter().map(|it| line(it, signed, &frame.lang, &t)).collect(),
        holds,
        whom: String::new(),
        reason: String::new(),
        frame,
        t,
    })
}

fn line(it: &Chosen, signed: &Signed, lang: &str, t: &Words) -> Line {
    let own = (it.rule.words)(lang);
    let (least, usual) = (it.rule.least, it.rule.usual);
    Line {
        key: it.rule.key,
        title: own.text(&format!("retention-{}", it.rule.key)),
        what: own.text(&format!("retention-{}-what", it.rule.key)),
        range: t.with("retention-range", &[("least", least.into()), ("usual", usual.into())]),
        days: it.days.to_string(),
        least,
        usual,
        wrong: None,
        changed: it.days != usual,
        wish: it.wish.as_ref().map(|wish| {
            let days = [("name", wish.name.as_str().into()), ("days", wish.days.into())];
            let say = t.with("retention-wish", &days);
            // Whoever asked can take it back: by what counts now.
            if wish.by == signed.person.id {
                Wish { say, button: t.text("retention-take-back"), days: it.days }
            } else {
                Wish { say, button: t.with("retention-agree", &days[1..]), days: wish.days }
            }
        }),
    }
}
