//! The JSON side, under `/api/v1`. Refusals are RFC 9457 problems; who asks is decided at the [front](crate::front).

mod me;
mod people;

use crate::People;
use crate::front::Needs;
use crate::model::token::Scope;
use crate::routes::Routes;
use axum::extract::FromRef;
use utoipa::OpenApi;

/// This crate's part of the API's document.
#[derive(Debug, Clone, Copy, OpenApi)]
#[openapi(paths(me::read, people::list, people::one))]
pub struct Document;

/// What a token must be made for.
pub const NEEDS: &[Needs] = &[Needs::new("me", "read", None), Needs::new("directory", "read", Some(Scope::PeopleRead))];

/// Every endpoint of this room, for any state that holds [`People`].
pub fn routes<S>() -> Routes<S>
where
    S: Clone + Send + Sync + 'static,
    People: FromRef<S>,
{
    Routes::new()
        .get("/api/v1/me", ("me", "read"), me::read)
        .get("/api/v1/people", ("directory", "read"), people::list)
        .get("/api/v1/people/{id}", ("directory", "read"), people::one)
}
