//! What every answer has: security headers, size limits, no crash.

use crate::{Site, forms, problem};
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use std::any::Any;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::trace::TraceLayer;

/// Nothing from elsewhere, nothing inline. The last four do not fall back to `default-src`.
const POLICY: &str =
    "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// Longest body of a request, in bytes: a recap of 100 000 characters fits.
pub const BODY: usize = 512 * 1024;

/// Puts the common shell around a router.
pub fn shell(site: &Site, router: Router) -> Router {
    let site = site.clone();
    let transport = if site.is_https() { Transport::Tls } else { Transport::Plain };
    router
        .layer(middleware::from_fn(forms::same_origin))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(CatchPanicLayer::custom(|fault| broken(&fault)))
        .layer(middleware::from_fn(move |request: Request, next: Next| {
            problem::negotiate(site.clone(), request, next)
        }))
        .layer(middleware::from_fn(move |request: Request, next: Next| headers(transport, request, next)))
        // Method and path only: no address, no body, no name.
        .layer(TraceLayer::new_for_http().make_span_with(|request: &Request| {
            tracing::debug_span!("request", method = %request.method(), path = logged(request.uri().path()))
        }))
}

/// How browsers reach the site.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Transport {
    Tls,
    Plain,
}

/// A path for the log: whoever reads the log must not be able to sign in or to watch a screen.
fn logged(path: &str) -> &str {
    const SECRET: [&str; 4] = ["/sign-in/", "/setup/", "/screen/", "/ws/screen/"];
    SECRET.into_iter().find(|start| path.starts_with(start)).unwrap_or(path)
}

/// The answer to a crash; [`problem::negotiate`] gives it words. What the fault says stays in the log.
fn broken(fault: &Box<dyn Any + Send>) -> Response {
    let text = fault.downcast_ref::<String>().map(String::as_str).or_else(|| fault.downcast_ref::<&str>().copied());
    tracing::error!(fault = text.unwrap_or("without a text"), "a handler panicked");
    (StatusCode::INTERNAL_SERVER_ERROR, Body::empty()).into_response()
}

async fn headers(transport: Transport, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // Over plain HTTP browsers ignore it, and complain on every page.
    if transport == Transport::Tls {
        headers.insert(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::logged;

    #[test]
    fn no_key_reaches_the_log() {
        for (path, log) in [
            ("/host", "/host"),
            ("/sign-in", "/sign-in"),
            ("/sign-in/abc", "/sign-in/"),
            ("/setup/abc", "/setup/"),
            ("/screen/abc/recap.svg", "/screen/"),
            ("/ws/screen/abc", "/ws/screen/"),
        ] {
            assert_eq!(logged(path), log);
        }
    }
}
