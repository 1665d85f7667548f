//! Sign-in by other servers: the way there and back, signing out, and what the security page shows of it.

mod back;
mod end;
mod pieces;
mod start;
mod stopped;

pub(crate) use end::after;
pub(crate) use pieces::{card, offers};

use crate::People;
use crate::oidc::Provider;
use crate::routes::Routes;
use axum::extract::FromRef;
use axum::http::StatusCode;
use web::Problem;

/// The style sheet of these pages.
const STYLE: &str = "people/sign_in.css";

pub(super) fn routes<S>() -> Routes<S>
where
    S: Clone + Send + Sync + 'static,
    People: FromRef<S>,
{
    Routes::new()
        .get("/oidc/{provider}", ("provider", "use"), start::sign_in)
        .get("/oidc/{provider}/callback", ("provider", "use"), back::back)
        .get("/oidc/{provider}/connect", ("account", "manage"), start::connect)
        .post("/me/accounts/{id}/remove", ("account", "manage"), start::disconnect)
        .get("/oidc/{provider}/signed-out", ("provider", "use"), end::page)
        .post("/oidc/{provider}/logout", ("provider", "end"), end::told)
}

/// The provider of a path.
fn provider<'p>(people: &'p People, id: &str) -> Result<&'p Provider, Problem> {
    people.providers.by_id(id).ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "not-found"))
}
