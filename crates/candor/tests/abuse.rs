//! Those who push, guess, forge and trip: each gets a clear refusal, nothing is lost, the room goes on.

mod kit;

use futures_util::future::join_all;
use kit::Server;
use kit::chat::{Chat, draft};
use kit::http::send;
use kit::phone::Phone;
use people::Role;
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, ORIGIN};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use swarm::{Answer, Reply, Side};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_joins_with_one_code() {
    const KNOCKS: usize = 10_000;
    const LINES: usize = 100;
    let server = Server::start().await;
    let mut big = draft(1);
    big["seats"] = json!(1_000);
    let chat = Chat::start(&server.host("Mara Holm").await, &big).await;
    chat.step("open", 0).await;
    let mut inside = Phone::join(&server, &chat.code).await;

    let knock = async |n: usize| {
        let mut heard: BTreeMap<String, usize> = BTreeMap::new();
        for _ in 0..n {
            let mut line = server.line().await;
            line.say(&json!({ "t": "join", "code": chat.code })).await;
            let answer = line.next().await.expect("an answer");
            let word = if answer["t"] == "refused" { &answer["why"] } else { &answer["t"] };
            *heard.entry(word.as_str().unwrap().to_owned()).or_default() += 1;
        }
        heard
    };
    let knocking = join_all((0..LINES).map(|_| knock(KNOCKS / LINES)));
    let swiping = async {
        let mut slowest = std::time::Duration::ZERO;
        for n in 0..50 {
            let sent = std::time::Instant::now();
            let side = if n % 2 == 0 { "agree" } else { "disagree" };
            assert_eq!(inside.swipe(&chat.takes[0], side).await["t"], "ack");
            slowest = slowest.max(sent.elapsed());
        }
        slowest
    };
    let (heard, slowest) = tokio::join!(knocking, swiping);
    let mut total: BTreeMap<String, usize> = BTreeMap::new();
    for (word, n) in heard.into_iter().flatten() {
        *total.entry(word).or_default() += n;
    }
    println!("10,000 joins: {total:?}; slowest swipe inside meanwhile {slowest:?}");
    // One seat was taken before. Nobody is left without an answer, and the words are the protocol's.
    assert_eq!(total.get("welcome"), Some(&999));
    assert_eq!(total.values().sum::<usize>(), KNOCKS);
    assert!(total.keys().all(|word| ["welcome", "full", "busy"].contains(&word.as_str())), "{total:?}");
    assert_eq!(chat.result().await["voices"], 1_000);
    let inside = inside.resume(&server).await;
    assert_eq!(inside.welcome["mine"][0]["side"], "disagree");
}

#[tokio::test]
async fn two_hosts_press_next_at_once() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let chat = Chat::start(&host, &draft(3)).await;
    let mut v = chat.act(json!({ "action": "advance" })).await;
    for round in 0..8 {
        let press = || chat.ask(json!({ "action": "advance", "seen": v }));
        let (one, two) = tokio::join!(press(), press());
        let (moved, stale) = if one.status == 200 { (one, two) } else { (two, one) };
        assert_eq!((moved.status, stale.status), (200, 409), "round {round}: {}", stale.text);
        assert_eq!(stale.json()["type"], "/problems/stale");
        assert!(!stale.json()["detail"].as_str().unwrap().is_empty());
        v = moved.json()["v"].as_u64().unwrap();
    }
    // Take 1 was opened before; eight steps later take 3 has been revealed: nothing was skipped.
    let states: Vec<Value> =
        chat.result().await["takes"].as_array().unwrap().iter().map(|t| t["state"].clone()).collect();
    assert_eq!(states, ["revealed"; 3]);
}

#[tokio::test]
async fn a_busy_phone_keeps_its_answer_and_tries_again() {
    const SWIPES: usize = 130;
    let server = Server::start().await;
    let chat = Chat::start(&server.host("Mara Holm").await, &draft(1)).await;
    chat.step("open", 0).await;
    let address = swarm::Server::parse(&server.running.local_url()).unwrap();
    let take = chat.takes[0].parse().unwrap();
    let sides = [Side::Agree, Side::Disagree];
    // A machine with much else to do may need so long for 130 frames that the allowance fills up meanwhile: then the
    // next phone tries.
    for phones in 1..=20 {
        let phone = swarm::Phone::join(&address, &chat.code, None, phones as u64).await.unwrap();
        let replies = (0..SWIPES).map(|n| phone.swipe_later(take, Answer::plain(sides[n % 2])));
        let replies = join_all(replies.collect::<Vec<_>>()).await;
        assert!(replies.iter().all(|it| matches!(it, Ok(Reply::Saved { .. }))), "{replies:?}");
        let record = phone.leave().await;
        assert_eq!(chat.result().await["acknowledged"], phones * SWIPES);
        if record.busy > 0 {
            return;
        }
    }
    panic!("no phone ever used up its allowance of 100 at once");
}

#[tokio::test]
async fn a_hosts_links_open_nothing_for_a_stranger() {
    let server = Server::start().await;
    let chat = Chat::start(&server.host("Mara Holm").await, &draft(1)).await;
    let console = format!("/host/chats/{}/console", chat.id);
    assert_eq!(server.stranger().page(&console).await.status, 401);
    assert_eq!(server.stranger().get(&chat.api("")).await.status, 401);
    assert_eq!(server.stranger().with_cookie("candor=AAAA").get(&chat.api("")).await.status, 401);
    let forged = format!("candor={}", "A".repeat(43));
    assert_eq!(server.stranger().with_cookie(&forged).get(&chat.api("")).await.status, 401);
    // Signed in is not enough.
    let guest = server.signed("Odd Bergmann", &[]).await;
    for path in [console, format!("/host/chats/{}", chat.id), chat.api(""), chat.api("/result")] {
        assert_eq!(guest.page(&path).await.status, 404, "{path}");
    }
    assert_eq!(guest.page("/host").await.status, 403);
    assert_eq!(guest.post("/api/v1/chats", &draft(1)).await.status, 403);
}

#[tokio::test]
async fn another_hosts_chat_does_not_exist() {
    let server = Server::start().await;
    let (mara, ruth) = (server.host("Mara Holm").await, server.host("Ruth Vance").await);
    let (hers, own) = (Chat::start(&mara, &draft(1)).await, Chat::start(&ruth, &draft(1)).await);
    let admin = server.signed("Ada Low", &[Role::Host, Role::Admin]).await;
    for other in [&ruth, &admin] {
        let open = json!({ "action": "open", "take": hers.takes[0] });
        let answers = [
            other.get(&hers.api("")).await,
            other.put(&hers.api(""), &draft(1)).await,
            other.post(&hers.api("/actions"), &open).await,
            other.get(&hers.api("/result")).await,
            other.get(&hers.api("/truths")).await,
            other.post(&hers.api("/recap"), &json!({})).await,
        ];
        for answer in answers {
            assert_eq!((answer.status, answer.json()["status"].as_u64()), (404, Some(404)), "{}", answer.text);
        }
    }
    // Ids of another chat do not work inside one's own.
    for action in [
        json!({ "action": "open", "take": hers.takes[0] }),
        json!({ "action": "answer", "take": own.takes[0], "panellist": hers.panel[0], "side": "agree" }),
        json!({ "action": "spotlight", "truth": hers.takes[0] }),
    ] {
        assert_eq!(own.ask(action.clone()).await.status, 404, "{action}");
    }
    assert_eq!(ruth.get("/api/v1/chats").await.json()["data"].as_array().map(Vec::len), Some(1));
    assert_eq!(hers.result().await["takes"][0]["state"], "draft");
}

#[tokio::test]
async fn a_draft_with_faults_names_its_fields() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let long = "x".repeat(141);
    let cases: [(Value, &[&str]); 9] = [
        (json!({ "title": "" }), &["title"]),
        (json!({ "title": "x", "takes": [{ "text": "" }] }), &["take-1-text"]),
        (json!({ "title": "x", "takes": [{ "text": "A" }, { "text": long }] }), &["take-2-text"]),
        (json!({ "title": "x", "takes": [{ "text": "A" }, { "text": " A " }] }), &["take-2-text"]),
        (json!({ "title": "x", "takes": vec![json!({ "text": "" }); 41] }), &["takes", "take-41-text"]),
        (json!({ "title": "x", "panel": [{ "name": "A" }, { "name": "A" }] }), &["panel-2-name"]),
        (json!({ "title": "x", "held_on": "4 March" }), &["held_on"]),
        (json!({ "title": "x", "mode": "anonymous", "language": "xx" }), &["mode", "language"]),
        (json!({ "title": "x", "floor": 0, "seats": 20_001 }), &["floor", "seats"]),
    ];
    for (draft, fields) in cases {
        let answer = host.post("/api/v1/chats", &draft).await;
        assert_eq!((answer.status, answer.header("content-type")), (422, "application/problem+json"), "{draft}");
        for field in fields {
            assert!(answer.json()["detail"].as_str().unwrap().contains(&format!("{field}: ")), "{}", answer.text);
        }
    }
    assert_eq!(host.get("/api/v1/chats").await.json()["data"], json!([]));
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_a_problem() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let chat = Chat::write(&host, &draft(1)).await;
    for (path, body, status) in [
        ("/api/v1/chats".to_owned(), "{\"title\":", 400),
        ("/api/v1/chats".to_owned(), "title=x", 400),
        ("/api/v1/chats".to_owned(), "{}", 422),
        ("/api/v1/chats".to_owned(), "{\"title\":\"x\",\"tittle\":\"y\"}", 422),
        ("/api/v1/chats".to_owned(), "{\"title\":7}", 422),
        (chat.api("/actions"), "{\"action\":\"dance\"}", 422),
        (chat.api("/actions"), "{\"action\":\"start\",\"seen\":-1}", 422),
        (chat.api("/actions"), "", 400),
        (chat.api("/recap/publish"), "null", 422),
    ] {
        let request = host.request(Method::POST, &path).header(CONTENT_TYPE, "application/json").body(body);
        let answer = send(request).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (status, "application/problem+json"),
            "{path} {body}"
        );
        assert!(answer.json()["detail"].as_str().is_some_and(|say| !say.is_empty()), "{body}");
    }
    let plain = host.request(Method::POST, "/api/v1/chats").header(CONTENT_TYPE, "text/plain").body("{}");
    assert_eq!(send(plain).await.status, 415);
    let huge = json!({ "title": "x".repeat(600_000) });
    assert_eq!(host.post("/api/v1/chats", &huge).await.status, 413);
    let unversioned = host.put(&chat.api(""), &draft(1)).await;
    assert_eq!(unversioned.status, 428, "{}", unversioned.text);
}

#[tokio::test]
async fn ids_that_are_none_are_refused_in_our_words() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    for path in ["/api/v1/chats/x", "/api/v1/chats/x/result", "/api/v1/chats/%00"] {
        let answer = host.get(path).await;
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}: {}", answer.text);
    }
    for path in ["/host/chats/x", "/host/chats/x/console", "/host/chats/x/recap", "/v/x", "/screen/x", "/recaps/x"] {
        let answer = host.page(path).await;
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
        assert!(answer.text.contains("<html"), "{path}: {}", answer.text);
    }
}

#[tokio::test]
async fn changes_come_from_our_own_pages() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let chat = Chat::start(&host, &draft(1)).await;
    let own = host.origin().to_owned();
    for (name, value, status) in [
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
        ("sec-fetch-site", "same-origin", 200),
        (ORIGIN.as_str(), "https://evil.example", 403),
        (ORIGIN.as_str(), "null", 403),
        (ORIGIN.as_str(), own.as_str(), 200),
    ] {
        let body = json!({ "action": "takeaway", "take": chat.takes[0], "words": "x" });
        let request = host.request(Method::POST, &chat.api("/actions")).header(name, value).json(&body);
        assert_eq!(send(request).await.status, status, "{name}: {value}");
        let form = [("code", chat.code.as_str())];
        let request = host.request(Method::POST, "/join").header(name, value).form(&form);
        assert_eq!(send(request).await.status == 403, status == 403, "{name}: {value}");
    }
}

#[tokio::test]
async fn methods_that_are_not_served() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let chat = Chat::start(&host, &draft(1)).await;
    for (method, path, allow) in [
        (Method::DELETE, "/api/v1/chats".to_owned(), vec!["GET", "HEAD", "POST"]),
        (Method::PATCH, chat.api(""), vec!["GET", "HEAD", "PUT"]),
        (Method::GET, chat.api("/actions"), vec!["POST"]),
        (Method::POST, "/healthz".to_owned(), vec!["GET", "HEAD"]),
        (Method::from_bytes(b"BREW").unwrap(), "/host".to_owned(), vec!["GET", "HEAD"]),
    ] {
        let answer = send(host.request(method.clone(), &path)).await;
        assert_eq!(answer.status, 405, "{method} {path}");
        let mut allowed: Vec<&str> = answer.header("allow").split(',').map(str::trim).collect();
        allowed.sort_unstable();
        assert_eq!(allowed, allow, "{method} {path}");
        assert_eq!(answer.json()["status"], 405);
    }
}
