//! Feedback as programs give, ask for and receive it: the same promises as on the pages.

use crate::kit::Server;
use crate::kit::chat::text;
use crate::kit::http::{Answer, Web, send};
use db::testing::clock;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);
const WORDS: &str = "In Tuesday's review you called support first.";

fn kind(answer: &Answer) -> String {
    text(&answer.json()["type"]).replace("/problems/", "")
}

fn draft(to: &str) -> Value {
    json!({ "to": to, "happened": WORDS, "effect": "It saved us a day." })
}

/// The promise for a choice of name.
async fn promise(web: &Web, to: &str, identity: &str) -> String {
    let told = web.get(&format!("/api/v1/feedback/promise?to={to}")).await;
    assert_eq!(told.status, 200, "{}", told.text);
    let told = told.json();
    let choices = told["choices"].as_array().unwrap();
    let choice = choices.iter().find(|it| it["identity"] == identity).unwrap_or_else(|| panic!("{told}"));
    text(&choice["promise"])
}

/// Writes and sends; answers the id that its writer knows.
async fn give(web: &Web, body: &Value, identity: &str) -> String {
    let mut body = body.clone();
    body["identity"] = json!(identity);
    let made = web.post("/api/v1/feedback/given", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let id = text(&made.json()["id"]);
    let promise = promise(web, &text(&body["to"]), identity).await;
    let sent = act(web, &id, &json!({ "action": "send", "promise": promise })).await;
    assert_eq!((sent.status, &sent.json()["state"]), (200, &json!("answered")), "{}", sent.text);
    id
}

async fn act(web: &Web, id: &str, body: &Value) -> Answer {
    web.post(&format!("/api/v1/feedback/given/{id}/actions"), body).await
}

#[tokio::test]
async fn given_and_received() {
    let clock = clock();
    let server = Server::at(&clock).await;
    let (tamsin, web) = server.person("Tamsin Okoye", &[]).await;
    let (priya, hers) = server.person("Priya Raghavan", &[]).await;
    let to = priya.id.to_string();
    let made = web.post("/api/v1/feedback/given", &draft(&to)).await;
    assert_eq!((made.status, made.header("etag")), (201, "\"1\""), "{}", made.text);
    let path = made.header("location").to_owned();
    let id = text(&made.json()["id"]);
    assert_eq!((made.json()["readers"].clone(), made.json()["version"].clone()), (json!([]), json!(1)));

    // Written anew, by whoever has seen it.
    let mut anew = draft(&to);
    anew["next"] = json!("Please keep doing it.");
    let put =
        async |tag: &str, body: &Value| send(web.request(Method::PUT, &path).header("if-match", tag).json(body)).await;
    assert_eq!(send(web.request(Method::PUT, &path).json(&anew)).await.status, 428);
    assert_eq!(put("\"9\"", &anew).await.status, 412);
    let put = put("\"1\"", &anew).await;
    assert_eq!((put.status, put.header("etag")), (200, "\"2\""), "{}", put.text);

    // Nothing is sent under a promise that was not made.
    for wrong in ["", "0"] {
        let refused = act(&web, &id, &json!({ "action": "send", "promise": wrong })).await;
        assert_eq!((refused.status, kind(&refused).as_str()), (409, "feedback-promise-changed"));
    }
    let read = promise(&web, &to, "named").await;
    let send_it = json!({ "action": "send", "promise": read });
    for _ in 0..2 {
        let sent = act(&web, &id, &send_it).await;
        assert_eq!((sent.status, &sent.json()["state"]), (200, &json!("answered")), "{}", sent.text);
        assert_eq!(sent.json()["readers"], json!([{ "id": to, "name": "Priya Raghavan" }]));
    }
    assert_eq!(act(&web, &id, &json!({ "action": "take_back" })).await.json()["state"], "draft");
    assert_eq!(act(&web, &id, &send_it).await.status, 200);
    assert_eq!(hers.get("/api/v1/feedback/received").await.json()["data"], json!([]));
    clock.advance(DAY);
    feedback::sweep::sweep(&server.running.feedback).await.unwrap();

    let list = hers.get("/api/v1/feedback/received").await.json();
    let line = &list["data"][0];
    assert_eq!(
        (&line["begins"], &line["is_read"], &line["from"]["name"]),
        (&json!(WORDS), &json!(false), &json!("Tamsin Okoye"))
    );
    let received = text(&line["id"]);
    assert_ne!(received, id);
    let one = format!("/api/v1/feedback/received/{received}");
    let got = hers.get(&one).await.json();
    assert_eq!((&got["effect"], &got["because"]), (&json!("It saved us a day."), &json!("about_you")));
    for body in [
        json!({ "action": "thank" }),
        json!({ "action": "keep" }),
        json!({ "action": "help", "words": "I call support before each release." }),
    ] {
        let done = hers.post(&format!("{one}/actions"), &body).await;
        assert_eq!(done.status, 200, "{}", done.text);
    }
    let back = web.get(&path).await.json();
    assert_eq!((&back["state"], &back["is_thanked"]), (&json!("actioned"), &json!(true)));
    assert_eq!(back["helped"], "I call support before each release.");
    // Each has their own id of it, and no other opens it.
    let other = server.signed("Sam Vos", &[]).await;
    for (web, path) in [(&other, &one), (&other, &path), (&web, &one), (&hers, &path)] {
        let answer = web.get(path).await;
        assert_eq!((answer.status, kind(&answer).as_str()), (404, "feedback-hidden"), "{path}");
    }
    assert_eq!(web.get("/api/v1/feedback/received").await.json()["data"], json!([]), "{}", tamsin.id);
}

#[tokio::test]
async fn a_batch_names_nobody() {
    let clock = clock();
    let server = Server::at(&clock).await;
    let (mei, web) = server.person("Mei Haruna", &[]).await;
    let to = mei.id.to_string();
    let mut written = Vec::new();
    for n in 0..5 {
        let (person, writer) = server.person(&format!("Writer {n}"), &[]).await;
        let id = give(&writer, &draft(&to), "confidential").await;
        written.push((person, writer, id));
    }
    for _ in 0..3 {
        clock.advance(DAY);
        feedback::sweep::sweep(&server.running.feedback).await.unwrap();
    }
    let list = web.get("/api/v1/feedback/received?limit=2").await;
    let first = list.json();
    assert_eq!(first["data"].as_array().unwrap().len(), 2);
    let next = format!("/api/v1/feedback/received?limit=200&cursor={}", text(&first["next_cursor"]));
    let rest = web.get(&next).await.json();
    assert_eq!((rest["data"].as_array().unwrap().len(), &rest["next_cursor"]), (3, &json!(null)));
    let id = text(&first["data"][0]["id"]);
    let before: Vec<_> = {
        let mut all = Vec::new();
        for (_, writer, id) in &written {
            let answer = writer.get(&format!("/api/v1/feedback/given/{id}")).await;
            all.push((answer.header("etag").to_owned(), answer.text));
        }
        all
    };
    let one = web.get(&format!("/api/v1/feedback/received/{id}")).await;
    for hidden in ["from", "event_on", "shows", "question"] {
        assert_eq!(one.json()[hidden], json!(null), "{hidden}");
    }
    for (person, ..) in &written {
        assert!(!format!("{}{}{}", list.text, rest, one.text).contains(&person.id.to_string()));
    }
    for action in ["thank", "help", "keep", "report"] {
        let body = json!({ "action": action, "words": "So it is." });
        let done = web.post(&format!("/api/v1/feedback/received/{id}/actions"), &body).await;
        assert_eq!(done.status, 200, "{}", done.text);
    }
    for ((_, writer, id), before) in written.iter().zip(before) {
        let answer = writer.get(&format!("/api/v1/feedback/given/{id}")).await;
        assert_eq!((answer.header("etag").to_owned(), answer.text), before, "its writer learns nothing");
    }
}

#[tokio::test]
async fn asked_answered_and_declined() {
    let server = Server::start().await;
    let (mira, web) = server.person("Mira Sandoval", &[]).await;
    let (odd, his) = server.person("Odd Bergmann", &[]).await;
    let (ruth, hers) = server.person("Ruth Vance", &[]).await;
    let wish =
        json!({ "question": "What next?", "allowed": "named", "people": [odd.id.to_string(), ruth.id.to_string()] });
    let asked = web.post("/api/v1/feedback/asks", &wish).await;
    assert_eq!(asked.status, 201, "{}", asked.text);
    let path = asked.header("location").to_owned();
    assert_eq!(web.get(&path).await.header("etag"), asked.header("etag"));
    let again = web.post("/api/v1/feedback/asks", &wish).await;
    assert_eq!((again.status, kind(&again).as_str()), (422, "feedback-not-asked"));
    assert_eq!(again.json()["errors"].as_array().unwrap().len(), 2, "one for each who was asked already");
    let tasks = his.get("/api/v1/feedback/tasks").await.json();
    assert_eq!((&tasks[0]["question"], &tasks[0]["asker"]["name"]), (&json!("What next?"), &json!("Mira Sandoval")));
    let task = text(&tasks[0]["id"]);
    let say = async |web: &Web, task: &str, body: Value| {
        web.post(&format!("/api/v1/feedback/tasks/{task}/actions"), &body).await
    };
    assert_eq!(say(&hers, &task, json!({ "action": "accept" })).await.status, 404, "his, not hers");
    assert_eq!(say(&his, &task, json!({ "action": "accept" })).await.status, 204);
    let hers_to_answer = text(&hers.get("/api/v1/feedback/tasks").await.json()[0]["id"]);
    let decline = json!({ "action": "decline", "reason": "I was away.", "tell": true });
    assert_eq!(say(&hers, &hers_to_answer, decline).await.status, 204);
    let told = web.get(&path).await.json();
    assert_eq!(told["heard"].as_array().unwrap().len(), 2, "{told}");
    assert!(told["heard"].as_array().unwrap().iter().any(|it| it["reason"] == "I was away."), "{told}");

    let mut body = draft(&mira.id.to_string());
    body["task"] = json!(task);
    let made = his.post("/api/v1/feedback/given", &body).await.json();
    let promise = format!("/api/v1/feedback/promise?to={}&task={task}", mira.id);
    let promise = text(&his.get(&promise).await.json()["choices"][0]["promise"]);
    let sent = act(&his, &text(&made["id"]), &json!({ "action": "send", "promise": promise })).await;
    assert_eq!(sent.status, 200, "{}", sent.text);
    assert_eq!(his.get("/api/v1/feedback/tasks").await.json(), json!([]));
    let over = web.post(&format!("{path}/actions"), &json!({ "action": "withdraw" })).await;
    assert_eq!(over.status, 200, "{}", over.text);
    assert_eq!(web.post(&format!("{path}/actions"), &json!({ "action": "withdraw" })).await.status, 409);
    assert_eq!(his.get(&path).await.status, 404);
}

#[tokio::test]
async fn words_that_cannot_be_used() {
    let server = Server::start().await;
    let (_, web) = server.person("Tamsin Okoye", &[]).await;
    let (priya, _) = server.person("Priya Raghavan", &[]).await;
    let long = "x".repeat(10_001);
    for (field, value, status) in [
        ("happened", json!("a\u{202e}b"), 422),
        ("effect", json!("a\u{0}b"), 422),
        ("next", json!(long), 422),
        ("event_on", json!("2199-01-01"), 422),
        ("event_on", json!("soon"), 422),
        ("writer", json!("x"), 422),
        ("to", json!("01900000-0000-7000-8000-000000000000"), 404),
        ("happened", json!("x".repeat(600 * 1024)), 413),
    ] {
        let mut body = draft(&priya.id.to_string());
        body[field] = value;
        let answer = web.post("/api/v1/feedback/given", &body).await;
        assert_eq!(answer.status, status, "{field}: {}", answer.text);
        if status == 422 {
            assert_eq!(answer.json()["errors"][0]["pointer"], format!("/{field}"), "{}", answer.text);
        }
    }
    assert_eq!(web.get("/api/v1/feedback/given").await.json()["data"], json!([]));
}

#[tokio::test]
async fn the_coach_keeps_nothing() {
    let server = Server::start().await;
    let web = server.signed("Tamsin Okoye", &[]).await;
    let text_of = |it: &str| json!({ "text": it, "identity": "confidential" });
    let ask = async |body: &Value| {
        let request = web.request(Method::POST, "/api/v1/feedback/hints").header("idempotency-key", "same");
        send(request.json(body)).await
    };
    let said = ask(&text_of("You are always lazy and stupid!!!")).await;
    assert_eq!((said.status, &said.json()["language"]), (200, &json!("en")), "{}", said.text);
    assert_eq!(said.json()["hints"][0]["check"], "tone");
    // With the same key and another text: nothing was kept to compare it with.
    let other = ask(&text_of("In Tuesday's review you called support first, so nobody had to wait.")).await;
    assert_eq!(other.status, 200, "{}", other.text);
    for (body, pointer) in [
        (text_of(" "), "/text"),
        (text_of(&"x".repeat(10_001)), "/text"),
        (json!({ "text": "a", "lang": "!" }), "/lang"),
        (json!({ "text": "a", "event_date": "soon" }), "/event_date"),
        (json!({ "text": "a", "event_date": "2199-01-01" }), "/event_date"),
    ] {
        let refused = ask(&body).await;
        assert_eq!((refused.status, kind(&refused).as_str()), (422, "feedback-wrong"), "{}", refused.text);
        assert_eq!(refused.json()["errors"][0]["pointer"], pointer);
    }
}
