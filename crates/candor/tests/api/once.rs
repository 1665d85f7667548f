//! `Idempotency-Key`: done once, answered the same each time, whatever breaks in between.

use crate::kit::Server;
use crate::kit::chat::{Chat, draft, text};
use crate::kit::http::{Answer, Web, send};
use candor::server::{self, Settings};
use db::ManualClock;
use db::testing::clock;
use futures_util::future::join_all;
use people::Role;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

/// As after a crash between the change and its answer.
const LOSE_ANSWERS: &str = "UPDATE idempotency SET state = 'changed', status = NULL, headers = NULL, body = NULL";

/// As after a crash before the change.
const BEGIN_AGAIN: &str =
    "UPDATE idempotency SET state = 'begun', object = NULL, status = NULL, headers = NULL, body = NULL";

async fn post(web: &Web, path: &str, key: &str, body: &Value) -> Answer {
    send(web.request(Method::POST, path).header("idempotency-key", key).json(body)).await
}

fn kind(answer: &Answer) -> String {
    text(&answer.json()["type"]).replace("/problems/", "")
}

/// All of an answer that is about the request and not about the moment.
fn told(answer: &Answer) -> (u16, [String; 3], String) {
    let headers = ["content-type", "location", "etag"].map(|name| answer.header(name).to_owned());
    (answer.status, headers, answer.text.clone())
}

async fn chats(web: &Web) -> usize {
    web.get("/api/v1/chats").await.json()["data"].as_array().unwrap().len()
}

#[tokio::test]
async fn the_same_again_is_answered_the_same_and_done_once() {
    let server = Server::start().await;
    let (host, other) = (server.host("Mara Holm").await, server.host("Ruth Vance").await);
    let first = post(&host, "/api/v1/chats", "a", &draft(1)).await;
    assert_eq!((first.status, first.header("location").is_empty()), (201, false), "{}", first.text);
    for _ in 0..3 {
        assert_eq!(told(&post(&host, "/api/v1/chats", "a", &draft(1)).await), told(&first));
    }
    assert_eq!(chats(&host).await, 1);

    // Another body, another address, another precondition: another request.
    for (path, body) in [("/api/v1/chats", draft(2)), ("/api/v1/chats?x", draft(1)), ("/api/v1/chats", json!({}))] {
        let answer = post(&host, path, "a", &body).await;
        assert_eq!((answer.status, kind(&answer).as_str()), (422, "key-reused"), "{path} {body}");
    }
    // A key belongs to who sends it.
    assert_eq!(post(&other, "/api/v1/chats", "a", &draft(1)).await.status, 201);
    assert_eq!(post(&host, "/api/v1/chats", "b", &draft(1)).await.status, 201);
    assert_eq!((chats(&host).await, chats(&other).await), (2, 1));

    // A refusal is told again too.
    let refused = post(&host, "/api/v1/chats", "c", &json!({ "title": "" })).await;
    assert_eq!(refused.status, 422);
    assert_eq!(told(&post(&host, "/api/v1/chats", "c", &json!({ "title": "" })).await), told(&refused));
    // A move is made once, by the task of its room.
    let chat = Chat::write(&host, &draft(1)).await;
    let start = json!({ "action": "start" });
    let moved = post(&host, &chat.api("/actions"), "d", &start).await;
    assert_eq!((moved.status, told(&post(&host, &chat.api("/actions"), "d", &start).await)), (200, told(&moved)));
}

#[tokio::test]
async fn keys_that_are_none_are_refused_and_strangers_stay_strangers() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    for bad in ["", " ", "a b", &"x".repeat(256)] {
        let answer = post(&host, "/api/v1/chats", bad, &draft(1)).await;
        assert_eq!((answer.status, kind(&answer).as_str()), (400, "key-unusable"), "{bad:?}");
        assert_eq!(answer.json()["errors"][0]["header"], "Idempotency-Key");
    }
    assert_eq!(chats(&host).await, 0);
    assert_eq!(post(&server.stranger(), "/api/v1/chats", "a", &draft(1)).await.status, 401);
    assert_eq!(post(&server.signed("Odd Bergmann", &[]).await, "/api/v1/chats", "a", &draft(1)).await.status, 403);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_make_one() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let body = draft(1);
    let answers = join_all((0..20).map(|_| post(&host, "/api/v1/chats", "race", &body))).await;
    for answer in &answers {
        match answer.status {
            201 => assert_eq!(answer.text, answers.iter().find(|it| it.status == 201).unwrap().text),
            409 => assert_eq!((kind(answer).as_str(), answer.header("retry-after")), ("key-in-flight", "1")),
            _ => panic!("{} {}", answer.status, answer.text),
        }
    }
    assert!(answers.iter().any(|it| it.status == 201));
    assert_eq!(chats(&host).await, 1);
    assert_eq!(post(&host, "/api/v1/chats", "race", &body).await.status, 201);
}

#[tokio::test]
async fn a_crash_before_the_change_does_it_again_and_one_after_it_says_what_was_done() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let first = post(&host, "/api/v1/chats", "a", &draft(1)).await;
    assert_eq!(db::testing::run(&server.running.chats.db, LOSE_ANSWERS).await.unwrap(), 1);
    let lost = post(&host, "/api/v1/chats", "a", &draft(1)).await;
    assert_eq!((lost.status, kind(&lost).as_str()), (409, "key-answer-lost"));
    let id = text(&first.json()["id"]);
    assert!(text(&lost.json()["detail"]).contains(&id), "{} names {id}", lost.text);
    assert_eq!(chats(&host).await, 1);

    assert_eq!(db::testing::run(&server.running.chats.db, BEGIN_AGAIN).await.unwrap(), 1);
    let again = post(&host, "/api/v1/chats", "a", &draft(1)).await;
    assert_eq!(again.status, 201);
    assert_ne!(again.json()["id"], first.json()["id"]);
    assert_eq!(told(&post(&host, "/api/v1/chats", "a", &draft(1)).await), told(&again));
}

/// The answer is there after a restart, and a day later the key is forgotten.
#[tokio::test]
async fn answers_survive_a_restart_and_are_forgotten_after_a_day() {
    let clock: ManualClock = clock();
    let folder = tempfile::tempdir().unwrap();
    let start = async || {
        let ambient = db::testing::ambient_at(&clock);
        server::start(Settings::local(folder.path().join("data")), ambient).await.unwrap()
    };
    let running = start().await;
    let (_, cookie) = people::testing::signed_in(&running.people, "Mara Holm", &[Role::Host]).await;
    let web = Web::new(&running.local_url(), Some(cookie.clone()));
    let first = post(&web, "/api/v1/chats", "a", &draft(1)).await;
    running.shutdown().await;

    let running = start().await;
    let web = Web::new(&running.local_url(), Some(cookie));
    assert_eq!(told(&post(&web, "/api/v1/chats", "a", &draft(1)).await), told(&first));
    clock.advance(Duration::from_hours(24));
    assert_eq!(post(&web, "/api/v1/chats", "a", &draft(1)).await.text, first.text, "still kept");
    clock.advance(Duration::from_secs(1));
    let forget = async || people::front::forget_answers(&running.people).await.unwrap();
    assert_eq!((forget().await, forget().await), (1, 0));
    let anew = post(&web, "/api/v1/chats", "a", &draft(1)).await;
    assert_eq!(anew.status, 201);
    assert_ne!(anew.text, first.text);
    running.shutdown().await;
}
