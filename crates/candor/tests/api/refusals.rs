//! Whatever goes wrong is a problem document that says what and where.

use crate::kit::Server;
use crate::kit::chat::{Chat, draft, text};
use crate::kit::http::{Answer, send};
use candor::server::endpoints;
use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

const NOBODYS: &str = "01900000-0000-7000-8000-000000000000";

fn kind(answer: &Answer) -> String {
    text(&answer.json()["type"]).replace("/problems/", "")
}

fn places(answer: &Answer) -> Vec<String> {
    answer.json()["errors"].as_array().into_iter().flatten().map(|it| text(&it["pointer"])).collect()
}

#[tokio::test]
async fn bodies_that_cannot_be_read() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let post = async |kind: &str, body: String| {
        send(host.request(Method::POST, "/api/v1/chats").header(CONTENT_TYPE, kind).body(body)).await
    };
    for (sent, body, status, named) in [
        ("application/json", "{\"title\":", 400, "json"),
        ("application/json", "title=x", 400, "json"),
        ("application/json", "", 400, "json"),
        ("application/json", "{\"title\":\"\u{0}\"}", 400, "json"),
        ("application/json", "[]", 422, "fields"),
        ("application/json", "null", 422, "fields"),
        ("text/plain", "{}", 415, "content-type"),
        ("application/x-www-form-urlencoded", "title=x", 415, "content-type"),
        ("", "{}", 415, "content-type"),
    ] {
        let answer = post(sent, body.to_owned()).await;
        assert_eq!((answer.status, kind(&answer).as_str()), (status, named), "{sent} {body}: {}", answer.text);
    }
    let huge = json!({ "title": "x".repeat(600 * 1024) }).to_string();
    let answer = post("application/json", huge.clone()).await;
    assert_eq!((answer.status, kind(&answer).as_str()), (413, "too-large"));
    // The same with a key, which reads the body by itself.
    let keyed = host.request(Method::POST, "/api/v1/chats").header(CONTENT_TYPE, "application/json");
    assert_eq!(send(keyed.header("idempotency-key", "huge").body(huge)).await.status, 413);
    assert_eq!(post("application/merge-patch+json; charset=utf-8", draft(1).to_string()).await.status, 201);
}

#[tokio::test]
async fn a_fault_points_at_its_place() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let mut bad = draft(2);
    bad["title"] = json!("  ");
    bad["held_on"] = json!("2026-02-30");
    bad["panel"][0]["name"] = json!("");
    bad["takes"][1]["text"] = json!("x".repeat(141));
    let answer = host.post("/api/v1/chats", &bad).await;
    assert_eq!((answer.status, kind(&answer).as_str()), (422, "draft"));
    assert_eq!(places(&answer), ["/title", "/held_on", "/panel/0/name", "/takes/1/text"]);

    let mut unread = draft(2);
    unread["takes"][1] = json!({ "text": "A take", "tex": 1 });
    let answer = host.post("/api/v1/chats", &unread).await;
    assert_eq!((kind(&answer).as_str(), places(&answer)), ("fields", vec!["/takes/1/tex".to_owned()]));

    for (query, parameter) in [("limit=0", "limit"), ("limit=x", "limit"), ("cursor=x", "cursor"), ("team=x", "team")] {
        let answer = host.get(&format!("/api/v1/people?{query}")).await;
        assert_eq!((answer.status, kind(&answer).as_str()), (422, "parameter"), "{query}");
        assert_eq!(answer.json()["errors"][0]["parameter"], parameter);
    }
    let twice = host.get("/api/v1/people?limit=1&limit=2").await;
    assert_eq!((twice.status, kind(&twice).as_str()), (400, "query"));
}

#[tokio::test]
async fn addresses_that_lead_nowhere() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    for path in ["/api/v1", "/api/v1/", "/api/v2/chats", "/api/v1/chats/", "/api/none", "/api/v1/people/x"] {
        let answer = host.get(path).await;
        assert_eq!((answer.status, kind(&answer).as_str()), (404, "not-found"), "{path}");
    }
    for path in ["x", "%00", "%ff", NOBODYS] {
        for (method, rest) in
            [(Method::GET, ""), (Method::PUT, ""), (Method::POST, "/actions"), (Method::POST, "/recap")]
        {
            let body = if rest == "/actions" { json!({ "action": "freeze" }) } else { draft(1) };
            let request = host.request(method, &format!("/api/v1/chats/{path}{rest}"));
            assert_eq!(send(request.json(&body)).await.status, 404, "{path}{rest}");
        }
    }
}

/// Every method that an address does not know is refused with those that it knows.
#[tokio::test]
async fn unknown_methods_name_the_known_ones() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let all = endpoints();
    let mut tried = 0;
    for endpoint in all.iter().filter(|it| it.path.starts_with("/api/")) {
        let known: Vec<&Method> = all.iter().filter(|it| it.path == endpoint.path).map(|it| &it.method).collect();
        let path = endpoint.path.replace("{id}", NOBODYS);
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"] {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            if known.contains(&&method) {
                continue;
            }
            let answer = send(host.request(method.clone(), &path)).await;
            assert_eq!((answer.status, kind(&answer).as_str()), (405, "method-not-allowed"), "{method} {path}");
            let allowed: Vec<_> = answer.header("allow").split(',').map(str::trim).collect();
            assert!(known.iter().all(|it| allowed.contains(&it.as_str())), "{method} {path}: {allowed:?}");
            assert!(!allowed.contains(&method.as_str()));
            tried += 1;
        }
    }
    assert!(tried > 80, "{tried}");
}

#[tokio::test]
async fn the_reader_learns_what_a_move_refused() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let chat = Chat::start(&host, &draft(1)).await;
    let refusal = async |action: Value| {
        let answer = chat.ask(action).await;
        (answer.status, kind(&answer))
    };
    assert_eq!(refusal(json!({ "action": "dance" })).await, (422, "bad-word".into()));
    assert_eq!(refusal(json!({ "action": "open" })).await, (404, "unknown-take".into()));
    assert_eq!(refusal(json!({ "action": "open", "take": NOBODYS })).await, (404, "unknown-take".into()));
    assert_eq!(refusal(json!({ "action": "reveal", "take": chat.takes[0] })).await, (409, "not-now".into()));
    assert_eq!(refusal(json!({ "action": "freeze", "seen": 99 })).await, (409, "stale".into()));
    assert_eq!(refusal(json!({ "action": "freeze", "seen": -1 })).await, (422, "fields".into()));
}
