//! Who a program acts as.

use crate::Signed;
use crate::access::{Standing, decide};
use crate::model::token::TokenId;
use crate::model::{Hat, PersonId, day_of};
use crate::pages::ROWS;
use crate::tokens::Bearer;
use axum::{Extension, Json};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use web::Outcome;

/// Who asks, and as what.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Me)]
pub(super) struct MeBody {
    /// Id.
    #[schema(value_type = uuid::Uuid)]
    id: PersonId,
    /// Name.
    name: String,
    /// The hat of this request: `member`, `host`, `partner` or `admin`. A token wears one for all its life.
    hat: &'static str,
    /// The hats that may be put on.
    hats: Vec<&'static str>,
    /// The token that was shown; null in a session.
    token: Option<TokenBody>,
}

/// A personal token.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Token)]
struct TokenBody {
    /// Id.
    #[schema(value_type = uuid::Uuid)]
    id: TokenId,
    /// What its owner calls it.
    name: String,
    /// Its first characters.
    prefix: String,
    /// What it may be used for.
    scopes: Vec<&'static str>,
    /// First instant at which it no longer works.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// Who you are
#[utoipa::path(
    get, path = "/api/v1/me", tag = "me", operation_id = "read_me",
    responses((status = 200, description = "The person and the hat that this request acts as.", body = MeBody)),
)]
pub(super) async fn read(signed: Signed, bearer: Option<Extension<Bearer>>) -> Outcome<Json<MeBody>> {
    decide(ROWS, &signed.actor(), "me", "read", signed.scene(Standing::None)).or_problem()?;
    let token = bearer.map(|Extension(Bearer { token, .. })| TokenBody {
        id: token.id,
        name: token.name,
        prefix: token.prefix,
        scopes: token.scopes.iter().map(|it| it.key()).collect(),
        expires_at: token.ends_at,
    });
    Ok(Json(MeBody {
        id: signed.person.id,
        name: signed.person.name.clone(),
        hat: signed.hat.key(),
        hats: signed.person.roles.hats(day_of(signed.at)).into_iter().map(Hat::key).collect(),
        token,
    }))
}
