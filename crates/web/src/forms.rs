//! Changes come from our own pages only.

use crate::{Problem, WORDS};
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Refuses a change that a page of another site asks for.
///
/// Browsers say where a request comes from by `Sec-Fetch-Site`, older ones by `Origin`. A program without a browser
/// sends neither and carries no cookie that it does not hold itself.
pub async fn same_origin(request: Request, next: Next) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if changes && is_foreign(request.headers()) && !is_by_token(&request) {
        let say = WORDS.in_language("en").text("problem-cross-site-say");
        return Problem::new(StatusCode::FORBIDDEN, "problem-cross-site").say(say).into_response();
    }
    next.run(request).await
}

/// Whether the API is asked with a token: no browser adds that by itself, as it does a cookie, and the API looks at
/// nothing else then.
fn is_by_token(request: &Request) -> bool {
    request.uri().path().starts_with("/api/") && request.headers().contains_key(header::AUTHORIZATION)
}

/// Whether a request comes from a page of another site.
pub fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    if !headers.contains_key(header::ORIGIN) {
        return false;
    }
    let origin = text("origin").and_then(|o| o.split_once("://")).map(|(_, host)| host);
    origin.is_none() || origin != text("host")
}

#[cfg(test)]
mod tests {
    use super::is_foreign;
    use axum::http::{HeaderMap, HeaderName, HeaderValue};

    #[test]
    fn where_a_request_comes_from() {
        let cases: [(&[(&str, &str)], bool); 8] = [
            (&[], false),
            (&[("sec-fetch-site", "same-origin")], false),
            (&[("sec-fetch-site", "none")], false),
            (&[("sec-fetch-site", "same-site")], true),
            (&[("sec-fetch-site", "cross-site"), ("origin", "http://a"), ("host", "a")], true),
            (&[("origin", "http://a:1"), ("host", "a:1")], false),
            (&[("origin", "http://b"), ("host", "a")], true),
            (&[("origin", "null"), ("host", "a")], true),
        ];
        for (headers, foreign) in cases {
            let map: HeaderMap = headers
                .iter()
                .map(|(n, v)| (HeaderName::try_from(*n).unwrap(), HeaderValue::from_str(v).unwrap()))
                .collect();
            assert_eq!(is_foreign(&map), foreign, "{headers:?}");
        }
    }
}
