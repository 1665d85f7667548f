//! What every answer of a server has: its headers, its words, its limits.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Path;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::response::Html;
use axum::routing::{get, post};
use serde_json::Value;
use tower::ServiceExt;
use web::{Outcome, Problem, Site, SiteConfig};

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

fn site(public_url: &str) -> Site {
    Site::new(SiteConfig { name: "Saltmarsh".into(), public_url: public_url.into(), banner: None })
}

async fn refuse() -> Outcome<()> {
    Err(Problem::new(StatusCode::CONFLICT, "problem-stale").say("Saltmarsh <moved> on."))
}

async fn number(Path(n): Path<u8>) -> String {
    n.to_string()
}

async fn broken() -> &'static str {
    if std::hint::black_box(true) {
        // What a fault says may hold anything: it goes to the log, never into an answer.
        std::panic::panic_any("secret of the fault");
    }
    "whole"
}

fn server(site: &Site) -> Router {
    let pages = Router::new()
        .route("/page", get(|| async { Html("<p>fine</p>") }))
        .route("/refuse", get(refuse))
        .route("/api/v1/refuse", get(refuse))
        .route("/number/{n}", get(number))
        .route("/change", post(|body: String| async move { body.len().to_string() }))
        .route("/broken", get(broken))
        .merge(web::assets::router());
    web::shell(site, pages)
}

async fn ask(method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = server(&site("http://localhost:4800")).oneshot(request.body(body).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    Answer { status: parts.status, headers: parts.headers, body: to_bytes(body, usize::MAX).await.unwrap().to_vec() }
}

async fn look(path: &str) -> Answer {
    ask(Method::GET, path, &[("accept", "text/html,*/*;q=0.8")], Body::empty()).await
}

#[tokio::test]
async fn every_answer_keeps_the_policy() {
    for path in ["/page", "/refuse", "/api/v1/refuse", "/nowhere", "/broken", "/assets/x/web/icon.svg", "/assets/x/y"] {
        let answer = look(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'self'; ") && policy.contains("frame-ancestors 'none'"), "{path}");
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
    }
    assert_eq!(look("/page").await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn only_a_trusted_address_claims_its_own_opener() {
    for (url, policy) in [("https://candor.example", Some("same-origin")), ("http://10.0.0.4:4800", None)] {
        let request = Request::get("/page").body(Body::empty()).unwrap();
        let answer = server(&site(url)).oneshot(request).await.unwrap();
        let found = answer.headers().get("cross-origin-opener-policy").map(|value| value.to_str().unwrap());
        assert_eq!(found, policy, "{url}");
    }
}

#[tokio::test]
async fn a_refusal_is_a_page_for_people_and_a_document_for_programs() {
    let page = look("/refuse").await;
    assert_eq!((page.status, page.header("content-type")), (StatusCode::CONFLICT, "text/html; charset=utf-8"));
    assert!(page.text().contains("Saltmarsh &#60;moved&#62; on."), "{}", page.text());
    assert!(page.text().contains("id=\"main\"") && !page.text().contains("style="), "{}", page.text());
    let cases: [(&str, &[(&str, &str)]); 4] = [
        ("/api/v1/refuse", &[("accept", "text/html")]),
        ("/refuse", &[("accept", "application/json")]),
        ("/refuse", &[("accept", "application/problem+json")]),
        ("/refuse", &[("content-type", "application/json")]),
    ];
    for (path, headers) in cases {
        let answer = ask(Method::GET, path, headers, Body::empty()).await;
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path} {headers:?}");
        let document = answer.json();
        assert_eq!(document["type"], "/problems/stale");
        assert_eq!(document["status"], 409);
        assert_eq!(document["detail"], "Saltmarsh <moved> on.");
        assert!(document["title"].as_str().is_some_and(|title| !title.is_empty()));
    }
}

#[tokio::test]
async fn what_the_framework_refuses_is_said_in_our_words() {
    let cases = [
        (Method::GET, "/nowhere", StatusCode::NOT_FOUND),
        (Method::GET, "/number/many", StatusCode::NOT_FOUND),
        (Method::POST, "/page", StatusCode::METHOD_NOT_ALLOWED),
        (Method::GET, "/broken", StatusCode::INTERNAL_SERVER_ERROR),
    ];
    for (method, path, status) in cases {
        let page = ask(method.clone(), path, &[("accept", "text/html")], Body::empty()).await;
        assert_eq!((page.status, page.header("content-type")), (status, "text/html; charset=utf-8"), "{path}");
        assert!(page.text().contains("<h1>") && !page.text().contains("secret of the fault"), "{path}");
        let document = ask(method, path, &[("accept", "application/json")], Body::empty()).await;
        assert_eq!((document.status, document.header("content-type")), (status, "application/problem+json"), "{path}");
        assert_eq!(document.json()["status"], status.as_u16(), "{path}");
        assert!(!document.text().contains("secret of the fault"), "{path}");
    }
    let refused = ask(Method::POST, "/page", &[], Body::empty()).await;
    assert_eq!(refused.header("allow"), "GET,HEAD");
}

#[tokio::test]
async fn a_body_has_an_end() {
    let send = |length: usize| ask(Method::POST, "/change", &[("accept", "text/html")], Body::from("x".repeat(length)));
    assert_eq!(send(512 * 1024).await.text(), "524288");
    let refused = send(512 * 1024 + 1).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(refused.header("content-type"), "text/html; charset=utf-8");
}

#[tokio::test]
async fn a_change_from_elsewhere_is_refused_before_the_handler() {
    let change = |headers: &'static [(&str, &str)]| ask(Method::POST, "/change", headers, Body::from("x"));
    assert_eq!(change(&[("sec-fetch-site", "same-origin")]).await.status, StatusCode::OK);
    assert_eq!(change(&[("origin", "http://candor.example"), ("host", "candor.example")]).await.status, StatusCode::OK);
    let refused = change(&[("sec-fetch-site", "cross-site"), ("accept", "application/json")]).await;
    assert_eq!((refused.status, &refused.json()["type"]), (StatusCode::FORBIDDEN, &"/problems/cross-site".into()));
    // A link from elsewhere may be followed: looking changes nothing.
    let looked = ask(Method::GET, "/page", &[("sec-fetch-site", "cross-site")], Body::empty()).await;
    assert_eq!(looked.status, StatusCode::OK);
}

#[tokio::test]
async fn assets_are_kept_for_ever_under_todays_address_only() {
    let site = site("http://localhost:4800");
    let url = site.asset("web/css/base.css");
    let plain = look(&url).await;
    assert_eq!((plain.status, plain.header("content-type")), (StatusCode::OK, "text/css; charset=utf-8"));
    assert_eq!(plain.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(plain.header("vary"), "accept-encoding");
    let old = look("/assets/000000000000/web/css/base.css").await;
    assert_eq!((old.status, old.header("cache-control")), (StatusCode::OK, "no-cache"));
    assert_eq!(old.body, plain.body);
    assert_eq!(look(&url.replace("base.css", "none.css")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(look(&url.replace("base.css", "../icon.svg")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn text_assets_are_sent_small_to_those_who_can_read_it() {
    let site = site("http://localhost:4800");
    let ask = async |path: &str, accepts: &str| {
        ask(Method::GET, &site.asset(path), &[("accept-encoding", accepts)], Body::empty()).await
    };
    let whole = ask("web/css/base.css", "identity").await;
    for accepts in ["gzip, deflate, br, zstd", "br;q=1.0, gzip;q=0.5", "GZIP", "*"] {
        let small = ask("web/css/base.css", accepts).await;
        assert_eq!(small.header("content-encoding"), "gzip", "{accepts}");
        assert!(small.body.len() * 2 < whole.body.len(), "{accepts}");
        let mut read = Vec::new();
        std::io::copy(&mut flate2::read::GzDecoder::new(small.body.as_slice()), &mut read).unwrap();
        assert_eq!(read, whole.body, "{accepts}");
    }
    for accepts in ["", "br", "gzip;q=0, br", "gzip; q=0.000", "x-gzipped"] {
        let plain = ask("web/css/base.css", accepts).await;
        assert_eq!((plain.header("content-encoding"), &plain.body), ("", &whole.body), "{accepts}");
    }
    let font = ask("web/fonts/inter-latin-wght-normal.woff2", "gzip").await;
    assert_eq!((font.header("content-type"), font.header("content-encoding")), ("font/woff2", ""));
    assert_eq!(ask("web/icon.svg", "gzip").await.header("content-type"), "image/svg+xml");
}

#[tokio::test]
async fn a_page_asks_for_assets_that_are_there() {
    let page = look("/nowhere").await;
    let html = page.text();
    assert!(html.starts_with("<!doctype html>\n<html lang=\"en\" dir=\"ltr\">"), "{html}");
    assert!(html.contains("class=\"site-header\"") && html.contains("Saltmarsh</a>"), "{html}");
    assert_eq!(html.matches("rel=\"preload\"").count(), 1, "the display font alone");
    let addresses = html.split(['"']).filter(|part| part.starts_with("/assets/"));
    for address in addresses.clone() {
        assert_eq!(look(address).await.status, StatusCode::OK, "{address}");
    }
    assert_eq!(addresses.count(), 5, "icon, font, tokens, base and the styles of pages with a header");
}
