//! Asking others to put something right.

use super::{frame, gone, may, refused, unavailable};
use crate::model::directory::{Entry, Field};
use crate::own::{self, Asked, NotCorrected};
use crate::store::directory as store;
use crate::{People, Signed, directory};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::{Form, Query};
use newtype_uuid::GenericUuid;
use serde::Deserialize;
use uuid::Uuid;
use web::clean::CleanError;
use web::{Frame, Outcome, Words};

#[derive(Template, WebTemplate)]
#[template(path = "people/own/ask.html")]
struct Ask {
    frame: Frame,
    t: Words,
    choices: Vec<Choice>,
    wish: String,
    why: String,
    faults: Vec<(&'static str, String)>,
    wrong_wish: Option<String>,
    wrong_why: Option<String>,
}

struct Choice {
    key: &'static str,
    label: String,
    chosen: bool,
}

/// The form, or the field that a link names.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    field: String,
    wish: String,
    why: String,
}

/// GET /me/correction
pub(super) async fn show(
    State(people): State<People>,
    signed: Signed,
    headers: HeaderMap,
    Query(sent): Query<Sent>,
) -> Outcome<Response> {
    may(&signed, "own", "correct")?;
    Ok(page(&people, &signed, &headers, sent, None).await?.into_response())
}

/// POST /me/correction
pub(super) async fn send(
    State(people): State<People>,
    signed: Signed,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Outcome<Response> {
    may(&signed, "own", "correct")?;
    let field = Field::from_key(&sent.field).unwrap_or(Field::Status);
    let asked = Asked { field, wish: sent.wish.clone(), why: sent.why.clone() };
    let error = match own::ask(&people, signed.person.id, &asked).await {
        Ok(_) => return Ok(Redirect::to("/me?done=asked#requests").into_response()),
        Err(NotCorrected::Directory(error)) => return Err(refused(error)),
        Err(error) => error,
    };
    let status = match error {
        NotCorrected::AskedAlready | NotCorrected::Same => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok((status, page(&people, &signed, &headers, sent, Some(&error)).await?).into_response())
}

/// POST /me/correction/{request}/withdraw
pub(super) async fn withdraw(State(people): State<People>, signed: Signed, Path(id): Path<Uuid>) -> Outcome<Redirect> {
    may(&signed, "own", "correct")?;
    match own::withdraw_correction(&people, signed.person.id, id).await {
        Ok(()) => Ok(Redirect::to("/me?done=withdrawn#requests")),
        Err(NotCorrected::Directory(error)) => Err(refused(error)),
        Err(_) => Err(gone()),
    }
}

async fn page(
    people: &People,
    signed: &Signed,
    headers: &HeaderMap,
    sent: Sent,
    error: Option<&NotCorrected>,
) -> Outcome<Ask> {
    let id = signed.person.id.into_untyped_uuid();
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let entry = store::entry_by_id(&mut tx, id).await.map_err(unavailable)?.ok_or_else(gone)?.entry();
    let today = directory::today(people);
    let manager = match directory::manager_of(&mut tx, signed.person.id, today).await.map_err(unavailable)? {
        Some(it) => directory::person_card(&mut tx, it, today).await.map_err(unavailable)?.map(|it| it.name),
        None => None,
    };
    let team = directory::person_card(&mut tx, signed.person.id, today).await.map_err(unavailable)?;
    let team = team.and_then(|it| it.team).map(|it| it.1);
    drop(tx);
    let (frame, t) = frame(people, signed, headers, "ask-title");
    let choice = |field: Field| {
        let is = match field {
            Field::Manager => manager.clone().unwrap_or_default(),
            Field::Team => team.clone().unwrap_or_default(),
            field => entry.text(field),
        };
        let label = if is.is_empty() {
            field.word(&t)
        } else {
            t.with("ask-is", &[("field", field.word(&t).into()), ("is", is.into())])
        };
        Choice { key: field.key(), label, chosen: field.key() == sent.field }
    };
    let choices = own::WISH_FIELDS.into_iter().filter(|it| offered(*it, &entry)).map(choice).collect();
    let wrong_wish = match error {
        Some(NotCorrected::Fields(_)) => Some("ask-wrong-wish"),
        Some(NotCorrected::Same) => Some("ask-same"),
        Some(NotCorrected::AskedAlready) => Some("ask-already"),
        _ => None,
    };
    let wrong_why = match error {
        Some(NotCorrected::Why(CleanError::Empty)) => Some("ask-no-why"),
        Some(NotCorrected::Why(_)) => Some("ask-wrong-why"),
        _ => None,
    };
    let (wrong_wish, wrong_why) = (wrong_wish.map(|key| t.text(key)), wrong_why.map(|key| t.text(key)));
    let faults = [("wish", &wrong_wish), ("why", &wrong_why)];
    let faults = faults.into_iter().filter_map(|(key, fault)| Some((key, fault.clone()?))).collect();
    Ok(Ask { choices, wish: sent.wish, why: sent.why, faults, wrong_wish, wrong_why, frame, t })
}

/// The whole name is asked for where its parts are not known, and else its parts.
fn offered(field: Field, entry: &Entry) -> bool {
    let parts = !(entry.given_name.is_empty() && entry.family_name.is_empty());
    match field {
        Field::GivenName | Field::FamilyName => parts,
        Field::Name => !parts,
        _ => true,
    }
}
