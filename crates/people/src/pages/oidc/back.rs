//! Back from a provider.

use super::provider;
use super::stopped::{self, Stopped};
use crate::bond::Bond;
use crate::oidc::{self, Back, Met};
use crate::sign_in::Caller;
use crate::signed::session_cookie;
use crate::{MaybeSigned, People};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Query;
use web::Problem;

/// GET /oidc/{provider}/callback
pub(super) async fn back(
    State(people): State<People>,
    Path(id): Path<String>,
    Query(back): Query<Back>,
    Bond(bond): Bond,
    signed: MaybeSigned,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let provider = provider(&people, &id)?;
    let signed = signed.person.as_ref().map(|person| person.id);
    Ok(match oidc::meet(&people, provider, bond.as_ref(), &back, signed, &caller).await {
        Ok(Met::SignedIn(person, session, to)) => {
            let cookie = [(header::SET_COOKIE, session_cookie(&people.site, &session))];
            (cookie, Redirect::to(oidc::landing(&people, &to, &person).as_str())).into_response()
        }
        Ok(Met::Connected(to)) => Redirect::to(&to).into_response(),
        Err(error) => stopped::page(&people, provider, &headers, Stopped::of(&error)),
    })
}
