//! What every answer has: security headers, size limits, no crash.

use crate::{Site, forms, problem};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::trace::TraceLayer;

/// Nothing from elsewhere, nothing inline. The last four do not fall back to `default-src`.
const POLICY: &str =
    "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// Longest body of a request, in bytes: a recap of 100 000 characters fits.
const BODY: usize = 512 * 1024;

/// Puts the common shell around a router.
pub fn shell(site: &Site, router: Router) -> Router {
    let site = site.clone();
    router
        .layer(middleware::from_fn(forms::same_origin))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn(move |request: Request, next: Next| {
            problem::negotiate(site.clone(), request, next)
        }))
        .layer(middleware::from_fn(headers))
        // Method and path only: no address, no body, no name.
        .layer(TraceLayer::new_for_http().make_span_with(|request: &Request| {
            // A token in a path must not reach the log.
            let path = request.uri().path();
            let path = if path.starts_with("/sign-in/") || path.starts_with("/setup/") { "/…" } else { path };
            tracing::debug_span!("request", method = %request.method(), path)
        }))
}

async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
