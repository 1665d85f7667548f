use super::*;
use crate::facts::sample;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use db::Ambient;
use db::testing::{Engines, ambient, engines};
use tower::ServiceExt;
use uuid::Uuid;
use web::SiteConfig;

const HOST: Uuid = Uuid::from_u128(7);
const CHAT: Uuid = Uuid::from_u128(1);

struct Server {
    engines: Engines,
    ambient: Ambient,
    app: Router,
    slug: String,
}

impl Server {
    /// With a draft of the sample.
    async fn start() -> Self {
        let (engines, ambient) = (engines().await, ambient());
        let db = engines.sqlite().clone();
        let site = Site::new(SiteConfig {
            name: "Saltmarsh".into(),
            public_url: "https://candor.saltmarsh.example".into(),
            banner: None,
        });
        let story = desk::draft_or_load(&db, &ambient, HOST, CHAT, &sample(), &words("en")).await.expect("drafted");
        let app = router().with_state(Stories { db, site });
        Self { engines, ambient, app, slug: story.slug }
    }

    async fn get(&self, ending: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
        let path = format!("/recaps/{}{ending}", self.slug);
        let request = Request::get(path).header("accept", "text/html").body(Body::empty()).expect("a request");
        let response = self.app.clone().oneshot(request).await.expect("infallible");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a whole body");
        (parts.status, parts.headers, body.to_vec())
    }

    async fn publish(&self, version: i64) {
        desk::publish(self.engines.sqlite(), &self.ambient, HOST, CHAT, version).await.expect("published");
    }
}

#[tokio::test]
async fn only_a_published_article_is_there() {
    let server = Server::start().await;
    for (step, want) in [StatusCode::NOT_FOUND, StatusCode::OK, StatusCode::NOT_FOUND].into_iter().enumerate() {
        match step {
            1 => server.publish(1).await,
            2 => {
                let db = server.engines.sqlite();
                desk::unpublish(db, &server.ambient, HOST, CHAT, 2).await.expect("taken down");
            }
            _ => {}
        }
        for ending in ["", ".md", ".json", ".png"] {
            assert_eq!(server.get(ending).await.0, want, "step {step}, {ending:?}");
        }
        for ending in ["-x", ".html", ".md.png", "."] {
            assert_eq!(server.get(ending).await.0, StatusCode::NOT_FOUND, "step {step}, {ending:?}");
        }
    }
}

#[tokio::test]
async fn the_page_can_be_shared_and_read() {
    let server = Server::start().await;
    server.publish(1).await;
    let (_, headers, body) = server.get("").await;
    assert_eq!(headers["content-type"], "text/html; charset=utf-8");
    let html = String::from_utf8(body).expect("text");
    let url = format!("https://candor.saltmarsh.example/recaps/{}", server.slug);
    for part in [
        "lang=\"en\"".to_owned(),
        format!("property=\"og:image\" content=\"{url}.png\""),
        format!("property=\"og:url\" content=\"{url}\""),
        "<h1>How we ship, how we talk</h1>".to_owned(),
        "Published on 4 March 2026".to_owned(),
        "stories/recap.css".to_owned(),
    ] {
        assert!(html.contains(&part), "{part} in\n{html}");
    }
    assert_eq!(html.matches("<h1").count(), 1);
    assert_eq!(html.matches("<figure").count(), 6);
    for inline in [" style=", "<style", "<script>", " onclick"] {
        assert!(!html.contains(inline), "{inline}");
    }
}

#[tokio::test]
async fn other_forms_hold_the_same() {
    let server = Server::start().await;
    server.publish(1).await;
    let (_, headers, body) = server.get(".md").await;
    assert_eq!(headers["content-type"], "text/markdown; charset=utf-8");
    assert!(String::from_utf8(body).expect("text").starts_with("# How we ship, how we talk\n\nOn 4 March 2026, "));

    let (_, headers, body) = server.get(".json").await;
    assert_eq!(headers["content-type"], "application/json");
    let data: Value = serde_json::from_slice(&body).expect("JSON");
    assert_eq!(data["published_at"], "2026-03-04T09:00:00Z");
    assert_eq!(data["facts"]["takes"][0]["counts"]["agree"], 61);
    assert_eq!(data["facts"]["takes"][0]["quotes"][0]["side"], "agree");
    assert!(data["facts"]["takes"][5]["quotes"][0].get("side").is_none(), "withheld with the counts");

    // What a host takes out of the article leaves the data too.
    let (db, quote) = (server.engines.sqlite(), &sample().takes[0].quotes[0].words);
    desk::save(db, &server.ambient, HOST, CHAT, 2, "How we ship", "Nothing is quoted here.").await.expect("saved");
    let (_, _, body) = server.get(".json").await;
    assert!(!String::from_utf8(body).expect("text").contains(quote.as_str()), "{quote}");

    for _ in 0..2 {
        let (_, headers, body) = server.get(".png").await;
        assert_eq!(headers["content-type"], "image/png");
        assert_eq!(&body[16..24], [0, 0, 4, 176, 0, 0, 2, 118], "1200 × 630");
    }
}

#[test]
fn every_route_is_listed() {
    assert_eq!(ENDPOINTS, [("GET", "/recaps/{name}", "recap", "read")]);
}
