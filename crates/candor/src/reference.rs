//! `/api`: the document of the API, to be read by people; `/api/openapi.json`: the same for machines.

mod sheet;

use crate::app::App;
use crate::openapi;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use people::access::{Row, Who};
use people::routes::Routes;
use sheet::Sheet;
use web::tag::Tag;

/// Rows of the matrix: what the API is, is no secret.
pub(crate) const ROWS: &[Row] =
    &[Row::new("reference", "read", Who::Anyone), Row::new("problems", "read", Who::Anyone)];

pub(crate) fn routes() -> Routes<App> {
    Routes::new().get("/api", ("reference", "read"), page).get("/api/openapi.json", ("reference", "read"), document)
}

/// GET /api
async fn page(State(app): State<App>) -> Sheet {
    Sheet::of(&app.site, &openapi::document())
}

/// GET /api/openapi.json
async fn document(headers: HeaderMap) -> Response {
    let tag = Tag::of_bytes(openapi::text().as_bytes());
    if tag.is_known(&headers) {
        return (StatusCode::NOT_MODIFIED, tag, ()).into_response();
    }
    let kind = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")];
    (kind, tag, openapi::text()).into_response()
}
