//! One passkey: another name, or away with it.

use super::{STYLE, allowed, name_wrong, refusal};
use crate::model::{PASSKEY_NAME_MAX, Passkey, PasskeyId};
use crate::pages::{language, unavailable};
use crate::passkeys::{self, PasskeyError};
use crate::{People, Signed, WORDS};
use askama::Template;
use askama_web::WebTemplate;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use newtype_uuid::GenericUuid;
use serde::Deserialize;
use uuid::Uuid;
use web::{Frame, Problem, Words};

#[derive(Template, WebTemplate)]
#[template(path = "people/passkeys/edit.html")]
struct Edit {
    frame: Frame,
    t: Words,
    id: PasskeyId,
    called: String,
    name: String,
    wrong: Option<String>,
    longest: usize,
}

/// What was typed.
#[derive(Debug, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    name: String,
}

/// GET /me/passkeys/{id}. One's own: somebody else's is not there.
pub(super) async fn show(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    allowed(&signed)?;
    let key = own(&people, &signed, id, &headers).await?;
    let name = key.name.clone();
    Ok(page(&people, &signed, &headers, key, name, None).into_response())
}

/// POST /me/passkeys/{id}
pub(super) async fn rename(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    allowed(&signed)?;
    match passkeys::rename(&people, signed.person.id, PasskeyId::from_untyped_uuid(id), &typed.name).await {
        Ok(()) => Ok(Redirect::to("/me/security?done=passkey-renamed").into_response()),
        Err(PasskeyError::Name(error)) => {
            let key = own(&people, &signed, id, &headers).await?;
            let (word, numbers) = name_wrong(&error);
            let numbers: Vec<_> = numbers.into_iter().map(|(name, n)| (name, n.into())).collect();
            let wrong = WORDS.in_language(language(&headers)).with(word, &numbers);
            let page = page(&people, &signed, &headers, key, typed.name, Some(wrong));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(refusal(&error, &headers)),
    }
}

/// POST /me/passkeys/{id}/remove
pub(super) async fn remove(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Redirect, Problem> {
    allowed(&signed)?;
    let id = PasskeyId::from_untyped_uuid(id);
    passkeys::remove(&people, signed.person.id, id).await.map_err(|e| refusal(&e, &headers))?;
    Ok(Redirect::to("/me/security?done=passkey-removed"))
}

async fn own(people: &People, signed: &Signed, id: Uuid, headers: &HeaderMap) -> Result<Passkey, Problem> {
    let id = PasskeyId::from_untyped_uuid(id);
    let key = passkeys::one(people, signed.person.id, id).await.map_err(unavailable)?;
    key.ok_or_else(|| refusal(&PasskeyError::Unknown, headers))
}

fn page(
    people: &People,
    signed: &Signed,
    headers: &HeaderMap,
    key: Passkey,
    name: String,
    wrong: Option<String>,
) -> Edit {
    let lang = language(headers);
    let t = WORDS.in_language(lang);
    let frame = Frame::new(&people.site, lang, t.text("passkeys-edit-title")).style(STYLE).signed(signed.shown());
    Edit { frame, t, id: key.id, called: key.name, name, wrong, longest: PASSKEY_NAME_MAX }
}
