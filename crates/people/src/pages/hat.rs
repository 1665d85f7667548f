//! POST /hat: puts another hat on.

use super::failed;
use crate::access::Deny;
use crate::model::{Hat, Landing, day_of};
use crate::sign_in::Caller;
use crate::signed::{Signed, put_on};
use crate::{People, PeopleError};
use axum::extract::State;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use serde::Deserialize;

/// Which hat, and the page to go back to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    hat: String,
    back: String,
}

/// POST /hat
pub(super) async fn change(
    State(people): State<People>,
    signed: Signed,
    caller: Caller,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Response {
    let today = day_of(signed.at);
    let hat = Hat::from_key(&asked.hat).filter(|hat| signed.person.roles.allow(*hat, today));
    // A hat that is not theirs, and a session that is not a cookie's, give nothing.
    let (Some(hat), Some(session)) = (hat, caller.session) else {
        return Deny::Hidden.problem().into_response();
    };
    match put_on(&people, signed.person.id, &session, hat).await {
        Ok(()) => Redirect::to(back(&asked.back, &headers).as_str()).into_response(),
        Err(error) => failed(&PeopleError::from(error)),
    }
}

/// The page the form was on: it says so itself, or the browser does. Never a page of another site: the form is accepted
/// from pages of this one alone, and of an address the path alone is used.
fn back(said: &str, headers: &HeaderMap) -> Landing {
    let referer = || {
        let uri: Uri = headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
        Landing::parse(uri.path_and_query()?.as_str())
    };
    Landing::parse(said).or_else(referer).unwrap_or_else(Landing::home)
}
