//! One's own account: how to sign in, and where one is signed in.

use super::{STYLE, language};
use crate::access::{Standing, decide};
use crate::model::Person;
use crate::model::sign_in::{Device, How};
use crate::pages::{ROWS, failed, unavailable};
use crate::sign_in::ways::{Piece, cards};
use crate::sign_in::{Caller, account, all_sessions, end_one, end_others};
use crate::store::sign_in::SessionRow;
use crate::{People, PeopleError, Signed, WORDS};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Query;
use db::from_micros;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use uuid::Uuid;
use web::{Frame, Problem, Words};

#[derive(Template, WebTemplate)]
#[template(path = "people/sign_in/security.html")]
pub(super) struct Security {
    frame: Frame,
    t: Words,
    said: Option<String>,
    cards: Vec<Piece>,
    sessions: Vec<Shown>,
    others: bool,
}

/// A session in the list.
struct Shown {
    id: Uuid,
    device: String,
    how: String,
    seen: String,
    is_this: bool,
    end: String,
}

#[derive(Template)]
#[template(path = "people/sign_in/password_card.html")]
struct PasswordCard {
    t: Words,
    /// The day it was set.
    set_on: Option<String>,
}

/// What was just done, by its key.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Done {
    #[serde(default)]
    done: String,
}

/// The day of an instant, as it is written everywhere.
fn day(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).date().to_string()
}

/// GET /me/security
pub(super) async fn show(
    State(people): State<People>,
    signed: Signed,
    caller: Caller,
    Query(done): Query<Done>,
    headers: HeaderMap,
) -> Response {
    match page(&people, &signed, &caller, &done, &headers).await {
        Ok(page) => page.into_response(),
        Err(problem) => problem,
    }
}

async fn page(
    people: &People,
    signed: &Signed,
    caller: &Caller,
    done: &Done,
    headers: &HeaderMap,
) -> Result<Security, Response> {
    allowed(signed, "read").map_err(IntoResponse::into_response)?;
    let lang = language(headers);
    let t = WORDS.in_language(lang);
    let cards = cards(people, lang, &signed.person).await.map_err(|e| failed(&e))?;
    let (rows, own) =
        all_sessions(people, signed.person.id, caller).await.map_err(|e| unavailable(e).into_response())?;
    let now = people.ambient.now();
    let mut sessions: Vec<_> = rows.iter().map(|row| shown(&t, row, own, now)).collect();
    sessions.sort_by_key(|it| !it.is_this);
    let mut frame = Frame::new(&people.site, lang, t.text("security-title")).style(STYLE).at("/me/security");
    for piece in &cards {
        frame.styles.extend(piece.style);
        frame.modules.extend(piece.module);
    }
    let said = match done.done.as_str() {
        "set" => Some("security-said-set"),
        "removed" => Some("security-said-removed"),
        "ended" => Some("security-said-ended"),
        "passkey-added" => Some("passkeys-said-added"),
        "passkey-renamed" => Some("passkeys-said-renamed"),
        "passkey-removed" => Some("passkeys-said-removed"),
        "account-connected" => Some("oidc-said-connected"),
        "account-removed" => Some("oidc-said-removed"),
        _ => None,
    };
    Ok(Security {
        frame: frame.signed(signed.shown()),
        said: said.map(|key| t.text(key)),
        cards,
        others: sessions.iter().any(|it| !it.is_this),
        sessions,
        t,
    })
}

fn shown(t: &Words, row: &SessionRow, own: Option<Uuid>, now: Timestamp) -> Shown {
    let device = Device::from_key(&row.device);
    let parts = [("browser", device.browser.key().into()), ("system", device.system.key().into())];
    let device = t.with("session-device", &parts);
    let how = How::from_key(&row.how).map_or("link", How::key);
    let began = day(from_micros(row.created_at));
    let hours = now.duration_since(from_micros(row.seen_at)).as_hours().max(0);
    let is_this = own == Some(row.id);
    let seen = match hours {
        _ if is_this => t.text("session-seen-now"),
        0..=1 => t.text("session-seen-now"),
        2..=23 => t.with("session-seen-hours", &[("hours", hours.into())]),
        _ => t.with("session-seen-days", &[("days", (hours / 24).into())]),
    };
    Shown {
        id: row.id,
        how: t.with("session-how", &[("how", how.into()), ("day", began.into())]),
        seen,
        is_this,
        end: t.with("session-end-named", &[("device", device.clone().into())]),
        device,
    }
}

/// The card about one's password; none where passwords are switched off.
pub(crate) fn password_card<'a>(
    people: &'a People,
    lang: &'static str,
    person: &'a Person,
) -> BoxFuture<'a, Result<Option<Piece>, PeopleError>> {
    Box::pin(async move {
        if !people.sign_in.is_local() {
            return Ok(None);
        }
        let t = WORDS.in_language(lang);
        let set_on = account::set_at(people, person).await?.map(|at| day(from_micros(at)));
        let html = PasswordCard { t, set_on }.render().map_err(|_| PeopleError::Page)?;
        Ok(Some(Piece { html, ..Piece::default() }))
    })
}

/// POST /me/sessions/{id}/end. One's own: somebody else's is not there.
pub(super) async fn end(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<Uuid>,
) -> Result<Redirect, Problem> {
    allowed(&signed, "change")?;
    end_one(&people, signed.person.id, id).await.map_err(unavailable)?;
    Ok(Redirect::to("/me/security?done=ended"))
}

/// POST /me/sessions/end: all but this one.
pub(super) async fn end_all(State(people): State<People>, signed: Signed, caller: Caller) -> Result<Redirect, Problem> {
    allowed(&signed, "change")?;
    let mut tx = people.db.write().await.map_err(unavailable)?;
    end_others(&mut tx, &people, signed.person.id, &caller).await.map_err(unavailable)?;
    tx.commit().await.map_err(unavailable)?;
    Ok(Redirect::to("/me/security?done=ended"))
}

/// One's own account is everybody's own.
pub(super) fn allowed(signed: &Signed, action: &'static str) -> Result<(), Problem> {
    decide(ROWS, &signed.actor(), "security", action, signed.scene(Standing::None)).or_problem().map(drop)
}
