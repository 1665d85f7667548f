//! Asking to be forgotten.

use super::{frame, gone, may, refused, unavailable};
use crate::own::{self, Erasure, NotErased};
use crate::retention;
use crate::{People, Signed, WORDS};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use newtype_uuid::GenericUuid;
use serde::Deserialize;
use web::{Frame, Outcome, Problem, Words};

#[derive(Template, WebTemplate)]
#[template(path = "people/own/erasure.html")]
struct Page {
    frame: Frame,
    t: Words,
    open: Option<String>,
    held: bool,
    fault: Option<String>,
    fates: Vec<(String, String)>,
}

/// The form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    sure: String,
}

/// GET /me/erasure
pub(super) async fn show(State(people): State<People>, signed: Signed, headers: HeaderMap) -> Outcome<Response> {
    may(&signed, "own", "erase")?;
    Ok(page(&people, &signed, &headers, None).await?.into_response())
}

/// POST /me/erasure
pub(super) async fn send(
    State(people): State<People>,
    signed: Signed,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Outcome<Response> {
    may(&signed, "own", "erase")?;
    if sent.sure != "yes" {
        let page = page(&people, &signed, &headers, Some("erasure-not-sure")).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    match own::ask_erasure(&people, Some(signed.person.id), signed.person.id).await {
        Ok(_) => Ok(Redirect::to("/me?done=asked#requests").into_response()),
        Err(NotErased::AskedAlready) => {
            let page = page(&people, &signed, &headers, None).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(error) => Err(problem(error)),
    }
}

/// POST /me/erasure/withdraw
pub(super) async fn withdraw(State(people): State<People>, signed: Signed) -> Outcome<Redirect> {
    may(&signed, "own", "erase")?;
    match own::withdraw_erasure(&people, signed.person.id).await {
        Ok(()) => Ok(Redirect::to("/me?done=withdrawn#requests")),
        Err(error) => Err(problem(error)),
    }
}

/// What no form explains.
pub(super) fn problem(error: NotErased) -> Problem {
    let words = |key: &'static str| Problem::new(StatusCode::CONFLICT, key).say(WORDS.in_language("en").text(key));
    match error {
        NotErased::Gone | NotErased::AskedAlready | NotErased::Answer(_) => gone(),
        NotErased::SamePerson => words("erasure-same-person"),
        NotErased::TooNew => words("erasure-too-new"),
        NotErased::NoPartner => words("erasure-no-partner"),
        NotErased::Held => words("erasure-held"),
        NotErased::LastAdmin => words("erasure-last-admin"),
        NotErased::Directory(error) => refused(error),
    }
}

async fn page(people: &People, signed: &Signed, headers: &HeaderMap, fault: Option<&'static str>) -> Outcome<Page> {
    let id = signed.person.id;
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let erasures = own::erasures(&mut tx, id).await.map_err(unavailable)?;
    let held = retention::is_held(&mut tx, id.into_untyped_uuid()).await.map_err(unavailable)?;
    drop(tx);
    let (frame, t) = frame(people, signed, headers, "erasure-title");
    let is_open = |it: &&Erasure| matches!(it.state.as_str(), "asked" | "agreed");
    let open = erasures.iter().find(is_open).map(|it| {
        let at = it.asked_at.strftime("%Y-%m-%d").to_string();
        t.with("erasure-open", &[("at", at.into())])
    });
    let kinds = people.holdings().iter().flat_map(|it| it.kinds());
    let fates = kinds.map(|kind| {
        let name = (kind.words)(&frame.lang).text(&format!("holding-{}", kind.key));
        (name, t.text(&format!("own-fate-{}", kind.fate.key())))
    });
    Ok(Page { open, held, fault: fault.map(|key| t.text(key)), fates: fates.collect(), frame, t })
}
