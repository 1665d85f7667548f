//! Whether anything is new since the last time: `ETag` and 304.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use web::tag::Tag;

/// Answers a reading request; with 304 and no body where the reader has it already.
pub(super) async fn fresh(request: Request, next: Next) -> Response {
    let asked = request.headers().clone();
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // Answers of the API stand in memory as a whole.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let own = parts.headers.get(header::ETAG).and_then(|it| it.to_str().ok());
    let tag = own.and_then(Tag::parse).unwrap_or_else(|| Tag::of_bytes(&bytes));
    // Kept by whoever asked, never by anybody in between, and asked about each time.
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    parts.headers.insert(header::VARY, HeaderValue::from_static("authorization, cookie"));
    let known = tag.is_known(&asked);
    let mut response = Response::from_parts(parts, if known { Body::empty() } else { Body::from(bytes) });
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.headers_mut().remove(header::CONTENT_TYPE);
        response.headers_mut().remove(header::CONTENT_LENGTH);
    }
    (tag, response).into_response()
}
