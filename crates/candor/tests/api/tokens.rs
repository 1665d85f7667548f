//! Tokens of people: made on their page, shown by programs, narrowed, counted, ended.

use crate::kit::Server;
use crate::kit::chat::{Chat, draft, text};
use crate::kit::engine::Engine;
use crate::kit::http::{Answer, Web, send};
use candor::server::{self, Settings};
use db::testing::clock;
use people::Role;
use people::model::directory::{Entry, Status};
use people::model::token::parse;
use reqwest::Method;
use reqwest::header::AUTHORIZATION;
use serde_json::json;
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

/// The token that a page shows; none if it shows none.
fn shown(page: &Answer) -> Option<String> {
    let (_, after) = page.text.split_once("<p class=\"token-text\" tabindex=\"0\"><code>")?;
    after.split('<').next().map(str::to_owned)
}

async fn make(web: &Web, name: &str, hat: &str, scopes: &[&str]) -> String {
    let mut fields = vec![("name", name), ("hat", hat), ("days", "7")];
    fields.extend(scopes.iter().map(|it| ("scope", *it)));
    let page = web.form("/me/tokens", &fields).await;
    assert_eq!(page.status, 200, "{}", page.text);
    shown(&page).expect("the page shows the token")
}

/// A program with a token and nothing else.
struct Program<'s> {
    server: &'s Server,
    token: String,
}

impl Program<'_> {
    async fn ask(&self, method: Method, path: &str) -> Answer {
        let request = self.server.stranger().request(method, path).bearer_auth(&self.token);
        send(request.json(&draft(1))).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path).await
    }
}

fn kind(answer: &Answer) -> String {
    text(&answer.json()["type"]).replace("/problems/", "")
}

#[tokio::test]
async fn a_token_is_shown_once_and_does_what_it_was_made_for() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let token = make(&host, "Wall board", "host", &["chats:read"]).await;
    assert!(parse(&token).is_some(), "{token}");
    let page = host.get("/me/tokens").await;
    assert!(page.text.contains("Wall board") && page.text.contains(&token[..10]), "{}", page.text);
    assert!(!page.text.contains(&token[..12]) && shown(&page).is_none());
    assert!(page.text.contains("Never used"));

    let program = Program { server: &server, token };
    let me = program.get("/api/v1/me").await;
    assert_eq!((me.status, me.header("www-authenticate")), (200, ""), "{}", me.text);
    let me = me.json();
    assert_eq!(
        (&me["name"], &me["hat"], &me["token"]["name"]),
        (&json!("Mara Holm"), &json!("host"), &json!("Wall board"))
    );
    assert_eq!(me["token"]["scopes"], json!(["chats:read"]));
    assert_eq!(host.get("/api/v1/me").await.json()["token"], json!(null));
    let chat = Chat::start(&host, &draft(1)).await;
    for path in ["/api/v1/chats", &chat.api(""), &chat.api("/result"), &chat.api("/truths")] {
        assert_eq!(program.get(path).await.status, 200, "{path}");
    }
    for (method, path) in [
        (Method::POST, "/api/v1/chats".to_owned()),
        (Method::PUT, chat.api("")),
        (Method::POST, chat.api("/actions")),
        (Method::POST, chat.api("/recap")),
        (Method::GET, "/api/v1/people".to_owned()),
    ] {
        let answer = program.ask(method, &path).await;
        assert_eq!((answer.status, kind(&answer).as_str()), (403, "token-out-of-scope"), "{path}");
    }
    assert!(!host.get("/me/tokens").await.text.contains("Never used"), "its day is noted");
    // Whoever does not own a chat is told that there is none, token or not.
    let other = server.host("Ruth Vance").await;
    let stranger = Program { server: &server, token: make(&other, "x", "host", &["chats:read", "chats:write"]).await };
    assert_eq!(stranger.get(&chat.api("")).await.status, 404);
    assert_eq!(stranger.ask(Method::POST, "/api/v1/chats").await.status, 201);
}

#[tokio::test]
async fn a_token_opens_no_page_and_no_socket() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let token = make(&host, "x", "host", &["chats:read", "chats:write", "people:read"]).await;
    let chat = Chat::start(&host, &draft(1)).await;
    for path in ["/host", "/people", "/me/tokens", &format!("/host/chats/{}", chat.id)] {
        let asked = server.stranger().request(Method::GET, path).bearer_auth(&token);
        assert_eq!(send(asked).await.status, 401, "{path}");
    }
    let bearer = format!("Bearer {token}");
    let socket = server.stranger().connect(&format!("/ws/host/{}", chat.id), &[("authorization", &bearer)]).await;
    assert_eq!(socket.err(), Some(401));
}

#[tokio::test]
async fn a_token_wears_one_hat() {
    let server = Server::start().await;
    let both = server.signed("Ada Moreau", &[Role::Host, Role::Admin]).await;
    let scopes = ["chats:read", "people:read"];
    for (hat, status) in [("host", 200), ("member", 403), ("admin", 403)] {
        let program = Program { server: &server, token: make(&both, hat, hat, &scopes).await };
        assert_eq!(program.get("/api/v1/chats").await.status, status, "{hat}");
        assert_eq!(program.get("/api/v1/people").await.status, 200, "{hat}");
        assert_eq!(program.get("/api/v1/me").await.json()["hat"], hat);
    }
    let guest = server.signed("Odd Bergmann", &[]).await;
    let fields = [("name", "x"), ("hat", "admin"), ("scope", "chats:read"), ("days", "7")];
    assert_eq!(guest.form("/me/tokens", &fields).await.status, 422);
}

#[tokio::test]
async fn what_is_shown_decides() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let token = make(&host, "x", "host", &["chats:read", "chats:write"]).await;
    let cut = &token[..token.len() - 1];
    let bad = [
        "",
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Basic YTpi",
        &format!("Bearer {cut}"),
        &format!("Bearer {cut}é"),
        &token,
    ];
    for shown in bad {
        // A session beside it does not help.
        let asked = host.request(Method::GET, "/api/v1/me").header(AUTHORIZATION, shown.as_bytes());
        let answer = send(asked).await;
        assert_eq!((answer.status, kind(&answer).as_str()), (401, "token-unknown"), "{shown}");
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
    }
    let foreign =
        |request: reqwest::RequestBuilder| send(request.header("sec-fetch-site", "cross-site").json(&draft(1)));
    assert_eq!(foreign(host.request(Method::POST, "/api/v1/chats")).await.status, 403, "a session must come from here");
    let program = server.stranger().request(Method::POST, "/api/v1/chats").bearer_auth(&token);
    assert_eq!(foreign(program).await.status, 201, "no browser adds a token by itself");
    let lower = server.stranger().request(Method::GET, "/api/v1/me").header(AUTHORIZATION, format!("bearer {token}"));
    assert_eq!(send(lower).await.status, 200);
}

#[tokio::test]
async fn a_token_ends_by_its_owner_by_time_and_with_its_owner() {
    let clock = clock();
    let server = Server::at(&clock).await;
    let people = &server.running.people;
    let ((mara, host), other) = (server.person("Mara Holm", &[Role::Host]).await, server.host("Ruth Vance").await);
    let one = Program { server: &server, token: make(&host, "One", "host", &["chats:read"]).await };
    let two = Program { server: &server, token: make(&host, "Two", "host", &["chats:read"]).await };
    let me = one.get("/api/v1/me").await.json();
    let id = text(&me["token"]["id"]);
    assert_eq!(server.ledger(&id).await, ["token_made"]);

    let end = format!("/me/tokens/{id}/end");
    assert_eq!(other.form(&end, &[]).await.status, 404, "it is somebody else's");
    assert_eq!(one.get("/api/v1/me").await.status, 200);
    assert_eq!(host.form(&end, &[]).await.status, 303);
    assert_eq!((one.get("/api/v1/me").await.status, two.get("/api/v1/me").await.status), (401, 200));
    assert_eq!(server.ledger(&id).await, ["token_made", "token_ended"]);
    assert_eq!(host.form(&end, &[]).await.status, 404);

    clock.advance((7 * DAY).saturating_sub(Duration::from_secs(1)));
    assert_eq!(two.get("/api/v1/me").await.status, 200);
    clock.advance(Duration::from_secs(1));
    assert_eq!(two.get("/api/v1/me").await.status, 401);
    assert!(host.get("/me/tokens").await.text.contains("Over since"));

    // A session of last week proves too little for a new one.
    let host = server.again(&mara).await;
    let three = Program { server: &server, token: make(&host, "Three", "host", &["chats:read"]).await };
    assert_eq!(three.get("/api/v1/me").await.status, 200);
    let id = mara.id;
    let status = async |status| {
        let card = people::directory::person_card(&mut people.db().read().await.unwrap(), id, clock_day(&clock)).await;
        let version = card.unwrap().unwrap().version;
        let left_on = (status == Status::Leaver).then(|| clock_day(&clock));
        let entry = Entry { status, left_on, ..Entry::named("Mara Holm".to_owned()) };
        people::directory::change(people, None, id, version, &entry).await.unwrap();
    };
    status(Status::Leaver).await;
    assert_eq!(three.get("/api/v1/me").await.status, 401);
    status(Status::Active).await;
    assert_eq!(three.get("/api/v1/me").await.status, 401, "whoever comes back makes a new one");
}

fn clock_day(clock: &db::ManualClock) -> jiff::civil::Date {
    db::Clock::now(clock).to_zoned(jiff::tz::TimeZone::UTC).date()
}

#[tokio::test]
async fn a_form_comes_back_as_it_was_typed() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let sent = [("name", "Wall <board>"), ("scope", "people:read"), ("hat", "member"), ("days", "3")];
    let page = host.form("/me/tokens", &sent).await;
    assert_eq!(page.status, 422);
    for kept in ["value=\"Wall &#60;board&#62;\"", "value=\"people:read\" checked", "value=\"member\" checked"] {
        assert!(page.text.contains(kept), "{kept} in {}", page.text);
    }
    assert!(page.text.contains("href=\"#days\"") && shown(&page).is_none());
    let none = host.form("/me/tokens", &[]).await;
    for field in ["name", "scopes", "days", "hat"] {
        assert!(none.text.contains(&format!("href=\"#{field}\"")), "{field}");
    }
    for n in 0..25 {
        make(&host, &format!("Token {n}"), "host", &["chats:read"]).await;
    }
    let sent = [("name", "One more"), ("scope", "people:read"), ("hat", "member"), ("days", "7")];
    assert_eq!(host.form("/me/tokens", &sent).await.status, 422);
}

#[tokio::test]
async fn a_token_that_asks_too_often_waits() {
    let clock = clock();
    let (engine, folder) = (Engine::of_this_run().await, tempfile::tempdir().unwrap());
    let settings = Settings { api_rate: 2, database: engine.database(), ..Settings::local(folder.path().join("data")) };
    let running = server::start(settings, db::testing::ambient_at(&clock)).await.unwrap();
    let (_, cookie) = people::testing::signed_in(&running.people, "Mara Holm", &[Role::Host]).await;
    let web = Web::new(&running.local_url(), Some(cookie));
    let token = make(&web, "x", "host", &["chats:read"]).await;
    let ask = async || {
        send(Web::new(&running.local_url(), None).request(Method::GET, "/api/v1/me").bearer_auth(&token)).await
    };
    let first = ask().await;
    assert_eq!(first.header("ratelimit-policy"), "\"token\";q=2;w=60");
    assert!(first.header("ratelimit").starts_with("\"token\";r=1;t="), "{}", first.header("ratelimit"));
    assert_eq!(ask().await.status, 200);
    let late = ask().await;
    assert_eq!((late.status, kind(&late).as_str()), (429, "token-too-fast"));
    let wait: u64 = late.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(web.get("/api/v1/me").await.status, 200, "a session is not counted");
    clock.advance(Duration::from_secs(wait));
    assert_eq!(ask().await.status, 200);
    running.shutdown().await;
}
