//! Somebody's tokens for programs: made, listed, ended.

mod sheet;

use super::sign_in::again;
use super::{ROWS, language, unavailable};
use crate::access::{Deny, Standing, decide};
use crate::model::token::{TokenId, Wish};
use crate::model::{Hat, day_of};
use crate::routes::Routes;
use crate::sign_in::{Caller, is_fresh};
use crate::tokens::{self, MakeError};
use crate::{People, Signed, WORDS};
use axum::extract::{FromRef, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use serde::Deserialize;
use sheet::{Sheet, Typed};
use web::Outcome;

/// `/me/tokens`, for any state that holds [`People`].
pub(super) fn routes<S>() -> Routes<S>
where
    S: Clone + Send + Sync + 'static,
    People: FromRef<S>,
{
    Routes::new().get("/me/tokens", ("tokens", "manage"), show).post("/me/tokens", ("tokens", "manage"), make).post(
        "/me/tokens/{id}/end",
        ("tokens", "manage"),
        end,
    )
}

/// The form, as it comes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sent {
    name: String,
    hat: String,
    scope: Vec<String>,
    days: String,
}

impl From<Sent> for Wish {
    fn from(sent: Sent) -> Self {
        Self { name: sent.name, hat: sent.hat, scopes: sent.scope, days: sent.days }
    }
}

/// GET /me/tokens
async fn show(State(people): State<People>, signed: Signed, headers: HeaderMap) -> Outcome<Sheet> {
    may(&signed)?;
    page(&people, &signed, &headers, Typed::default()).await
}

/// POST /me/tokens: the answer shows the token, this once.
async fn make(
    State(people): State<People>,
    signed: Signed,
    caller: Caller,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Outcome<Response> {
    may(&signed)?;
    // A token opens this account for a year: who found an open browser must not take one along.
    if !is_fresh(&people, &caller).await.map_err(unavailable)? {
        return Ok(again(&people, &headers, "/me/tokens"));
    }
    let wish = Wish::from(sent);
    let t = WORDS.in_language(language(&headers));
    let refused = match wish.check(&hats(&signed)) {
        Ok(new) => match tokens::make(&people, signed.person.id, &new).await {
            Ok(made) => {
                let typed = Typed { made: Some((new.name, made.text)), ..Typed::default() };
                return Ok(page(&people, &signed, &headers, typed).await?.into_response());
            }
            Err(MakeError::TooMany) => vec![("name", t.text("token-too-many"))],
            Err(MakeError::Db(error)) => return Err(unavailable(error)),
        },
        Err(faults) => faults.into_iter().map(|fault| (fault.field(), sheet::say(fault, &t))).collect(),
    };
    let page = page(&people, &signed, &headers, Typed { wish, faults: refused, made: None }).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// POST /me/tokens/{id}/end
async fn end(State(people): State<People>, signed: Signed, Path(id): Path<TokenId>) -> Outcome<Redirect> {
    may(&signed)?;
    if tokens::end(&people, signed.person.id, id).await.map_err(unavailable)? {
        return Ok(Redirect::to("/me/tokens"));
    }
    Err(Deny::Hidden.problem())
}

/// Everybody has tokens of their own; whose a token is stands in every statement.
fn may(signed: &Signed) -> Outcome<()> {
    decide(ROWS, &signed.actor(), "tokens", "manage", signed.scene(Standing::None)).or_problem().map(drop)
}

/// The hats that somebody may give to a token.
fn hats(signed: &Signed) -> Vec<Hat> {
    signed.person.roles.hats(day_of(signed.at))
}

async fn page(people: &People, signed: &Signed, headers: &HeaderMap, typed: Typed) -> Outcome<Sheet> {
    let tokens = tokens::list(people, signed.person.id).await.map_err(unavailable)?;
    Ok(Sheet::of(people, signed, language(headers), &tokens, typed))
}
