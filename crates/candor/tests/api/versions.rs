//! Nothing is overwritten unseen, and nothing is sent twice.

use crate::kit::Server;
use crate::kit::chat::{Chat, draft, text};
use crate::kit::http::{Answer, Web, send};
use reqwest::Method;
use serde_json::{Value, json};

async fn with(web: &Web, method: Method, path: &str, header: (&str, &str), body: &Value) -> Answer {
    send(web.request(method, path).header(header.0, header.1).json(body)).await
}

fn kind(answer: &Answer) -> String {
    text(&answer.json()["type"]).replace("/problems/", "")
}

#[tokio::test]
async fn a_draft_is_replaced_by_who_has_seen_it() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let made = host.post("/api/v1/chats", &draft(1)).await;
    let path = made.header("location").to_owned();
    let read = host.get(&path).await;
    assert_eq!(read.header("etag"), made.header("etag"));

    let blind = host.put(&path, &draft(2)).await;
    assert_eq!((blind.status, kind(&blind).as_str()), (428, "unconditional"));
    assert_eq!(blind.json()["errors"][0]["header"], "If-Match");
    let put = async |tag: &str, body: &Value| with(&host, Method::PUT, &path, ("if-match", tag), body).await;
    let replaced = put(read.header("etag"), &draft(2)).await;
    assert_eq!(replaced.status, 200, "{}", replaced.text);
    assert_ne!(replaced.header("etag"), read.header("etag"));
    for old in [read.header("etag"), "\"x\"", &format!("W/{}", replaced.header("etag"))] {
        let answer = put(old, &draft(3)).await;
        assert_eq!((answer.status, kind(&answer).as_str()), (412, "unmet"), "{old}");
    }
    assert_eq!(put("*", &draft(3)).await.status, 200);

    // The body can say it as well.
    let mut body = draft(1);
    body["version"] = host.get(&path).await.json()["version"].clone();
    assert_eq!(host.put(&path, &body).await.status, 200);
    let stale = host.put(&path, &body).await;
    assert_eq!((stale.status, kind(&stale).as_str()), (409, "stale"));
    // A stranger learns nothing from it.
    let other = server.host("Ruth Vance").await;
    assert_eq!(with(&other, Method::PUT, &path, ("if-match", "\"x\""), &draft(1)).await.status, 404);
}

#[tokio::test]
async fn a_recap_is_changed_by_who_has_seen_it() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let chat = Chat::start(&host, &draft(1)).await;
    for action in ["open", "close", "reveal"] {
        chat.step(action, 0).await;
    }
    let path = chat.api("/recap");
    assert_eq!(host.get(&path).await.status, 404, "nobody drafted it yet");
    let drafted = host.post(&path, &json!({})).await;
    let read = host.get(&path).await;
    assert_eq!((read.text.as_str(), read.header("etag")), (drafted.text.as_str(), drafted.header("etag")));
    assert_eq!(server.host("Ruth Vance").await.get(&path).await.status, 404);

    let words = json!({ "title": "Seen", "body": "Words" });
    assert_eq!(host.put(&path, &words).await.status, 428);
    let saved = with(&host, Method::PUT, &path, ("if-match", read.header("etag")), &words).await;
    assert_eq!(saved.status, 200, "{}", saved.text);
    assert_eq!(with(&host, Method::PUT, &path, ("if-match", read.header("etag")), &words).await.status, 412);
    for step in ["publish", "unpublish", "redraft"] {
        let path = chat.api(&format!("/recap/{step}"));
        let blind = send(host.request(Method::POST, &path)).await;
        assert_eq!(blind.status, 428, "{step}: {}", blind.text);
        let old = send(host.request(Method::POST, &path).header("if-match", read.header("etag"))).await;
        assert_eq!(old.status, 412, "{step}: {}", old.text);
        let now = host.get(&chat.api("/recap")).await;
        let done = send(host.request(Method::POST, &path).header("if-match", now.header("etag"))).await;
        assert_eq!(done.status, 200, "{step}: {}", done.text);
        assert_ne!(done.header("etag"), now.header("etag"));
        assert_eq!(host.post(&path, &json!({ "version": now.json()["version"] })).await.status, 409, "{step}");
    }
}

#[tokio::test]
async fn what_is_known_is_not_sent_again() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let chat = Chat::start(&host, &draft(1)).await;
    for path in ["/api/v1/me", "/api/v1/chats", "/api/v1/people?limit=1", &chat.api(""), &chat.api("/result")] {
        let first = host.get(path).await;
        assert_eq!(first.header("cache-control"), "private, no-cache", "{path}");
        let again = |tag: &str| send(host.request(Method::GET, path).header("if-none-match", tag.to_owned()));
        let known = again(first.header("etag")).await;
        assert_eq!(
            (known.status, known.text.as_str(), known.header("etag")),
            (304, "", first.header("etag")),
            "{path}"
        );
        assert_eq!(again("\"x\"").await.text, first.text, "{path}");
    }
    let before = host.get(&chat.api("")).await;
    chat.act(json!({ "action": "freeze" })).await;
    let after = send(host.request(Method::GET, &chat.api("")).header("if-none-match", before.header("etag"))).await;
    assert_eq!(after.status, 200);
    assert_ne!(after.header("etag"), before.header("etag"));
    let refused = server.stranger().request(Method::GET, "/api/v1/me").header("if-none-match", "*");
    assert_eq!(send(refused).await.status, 401);
}
