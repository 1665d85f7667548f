//! The JSON side, under `/api/v1`. Sign-in is the session's cookie; refusals are RFC 9457 problems.

mod people;

use crate::People;
use crate::routes::Routes;
use axum::extract::FromRef;

/// Every endpoint of this room, for any state that holds [`People`].
pub fn routes<S>() -> Routes<S>
where
    S: Clone + Send + Sync + 'static,
    People: FromRef<S>,
{
    Routes::new().get("/api/v1/people", ("directory", "read"), people::list).get(
        "/api/v1/people/{id}",
        ("directory", "read"),
        people::one,
    )
}
