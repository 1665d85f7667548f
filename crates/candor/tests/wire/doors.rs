//! Who gets in where: codes, tokens, seats, names, keys, sessions, origins.

use crate::kit::Server;
use crate::kit::chat::{Chat, draft};
use crate::kit::phone::{Phone, resume};
use people::Role;
use serde_json::{Value, json};

const NOBODYS: &str = "01900000-0000-7000-8000-000000000000";

/// What the server says to a first frame before it hangs up.
async fn refused(server: &Server, hello: &Value) -> Value {
    let mut line = server.line().await;
    line.say(hello).await;
    let mut heard = line.rest().await;
    assert_eq!((heard.len(), &heard[0]["t"]), (1, &json!("refused")), "{hello}: {heard:?}");
    heard.remove(0)
}

#[tokio::test]
async fn codes() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let chat = Chat::write(&host, &draft(1)).await;
    let join = |code: &str| json!({ "t": "join", "code": code });
    assert_eq!(refused(&server, &join(&chat.code)).await["why"], "not_live", "a draft has no room");
    chat.act(json!({ "action": "start" })).await;
    for code in ["", "0", "999", "abcdef", "' OR 1=1 --", &"9".repeat(4000)] {
        assert_eq!(refused(&server, &join(code)).await["why"], "unknown_code", "{code:.20}");
    }
    let (three, rest) = chat.code.split_at(3);
    Phone::join(&server, &format!(" {three} {rest} ")).await;
}

#[tokio::test]
async fn tokens() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let (one, two) = (Chat::start(&host, &draft(1)).await, Chat::start(&host, &draft(1)).await);
    let (here, there) = (Phone::join(&server, &one.code).await, Phone::join(&server, &two.code).await);
    let forged = "A".repeat(43);
    for (what, chat, token) in [
        ("forged", &one.id, forged.as_str()),
        ("empty", &one.id, ""),
        ("no token at all", &one.id, "'; DROP TABLE voices; --"),
        ("cut short", &one.id, &here.token[..42]),
        ("of another chat", &one.id, &there.token),
        ("a voice's id", &one.id, &here.voice),
        ("the screen's key", &one.id, &one.screen_key),
    ] {
        let answer = refused(&server, &resume(chat, token)).await;
        assert_eq!(answer["why"], "unknown_voice", "{what}");
    }
    assert_eq!(refused(&server, &resume(NOBODYS, &here.token)).await["why"], "unknown_chat");
    let voice = here.voice.clone();
    assert_eq!(here.resume(&server).await.welcome["voice"], json!(voice));
}

#[tokio::test]
async fn a_token_is_told_once_and_kept_only_as_its_hash() {
    let server = Server::start().await;
    let chat = Chat::start(&server.host("Mara Holm").await, &draft(1)).await;
    let phone = Phone::join(&server, &chat.code).await;
    let token = phone.token.clone();
    let phone = phone.resume(&server).await;
    assert_eq!(phone.welcome.get("token"), None);
    let folder = server.running.folder.path();
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(token.len()).any(|part| part == token.as_bytes()));
    }
}

#[tokio::test]
async fn seats() {
    let server = Server::start().await;
    let mut small = draft(1);
    small["seats"] = json!(2);
    let chat = Chat::start(&server.host("Mara Holm").await, &small).await;
    let first = Phone::join(&server, &chat.code).await;
    let _second = Phone::join(&server, &chat.code).await;
    let full = refused(&server, &json!({ "t": "join", "code": chat.code })).await;
    assert_eq!(full["why"], "full");
    assert!(full["say"].as_str().unwrap().contains('2'), "{full}");
    // A seat is a voice's for good: whoever has one comes back.
    first.resume(&server).await;
}

#[tokio::test]
async fn names() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let mut named = draft(1);
    named["mode"] = json!("named");
    let (named, confidential) = (Chat::start(&host, &named).await, Chat::start(&host, &draft(1)).await);
    let join = |name: &Value| json!({ "t": "join", "code": named.code, "name": name });
    for (name, why) in [
        (Value::Null, "name_missing"),
        (json!(""), "name_missing"),
        (json!(" \t "), "name_missing"),
        (json!("x".repeat(81)), "too_long"),
        (json!("Odd\u{0}Bergmann"), "bad_text"),
        (json!("nnamgreB\u{202e}"), "bad_text"),
    ] {
        assert_eq!(refused(&server, &join(&name)).await["why"], why, "{name}");
    }
    let odd = Phone::join_named(&server, &named.code, "<b>Odd</b>").await;
    assert_eq!(odd.welcome["name"], "<b>Odd</b>");
    // No name is asked there, and none is kept.
    let nobody = Phone::join_named(&server, &confidential.code, "Odd Bergmann").await;
    assert_eq!(nobody.welcome["name"], Value::Null);
    assert_eq!(nobody.resume(&server).await.welcome["name"], Value::Null);
}

#[tokio::test]
async fn screens_need_their_key() {
    let server = Server::start().await;
    let chat = Chat::start(&server.host("Mara Holm").await, &draft(1)).await;
    let stranger = server.stranger();
    assert!(stranger.connect(&format!("/ws/screen/{}", chat.screen_key), &[]).await.is_ok());
    for key in [NOBODYS, &chat.id, "x", "%00"] {
        assert_eq!(stranger.connect(&format!("/ws/screen/{key}"), &[]).await.err(), Some(404), "{key}");
        assert_eq!(stranger.page(&format!("/screen/{key}")).await.status, 404, "{key}");
    }
}

#[tokio::test]
async fn hosts_need_their_session_and_our_origin() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let chat = Chat::start(&host, &draft(1)).await;
    let path = format!("/ws/host/{}", chat.id);
    let own = host.origin().to_owned();
    for (origin, status) in [
        (None, None),
        (Some(own.as_str()), None),
        (Some("https://evil.example"), Some(403)),
        (Some("null"), Some(403)),
        (Some(""), Some(403)),
    ] {
        let headers: Vec<_> = origin.iter().map(|origin| ("origin", *origin)).collect();
        assert_eq!(host.connect(&path, &headers).await.err(), status, "{origin:?}");
    }
    assert_eq!(server.stranger().connect(&path, &[]).await.err(), Some(401));
    assert_eq!(server.host("Ruth Vance").await.connect(&path, &[]).await.err(), Some(404));
    assert_eq!(server.signed("Ada Low", &[Role::Admin]).await.connect(&path, &[]).await.err(), Some(404));
    assert_eq!(host.connect(&format!("/ws/host/{NOBODYS}"), &[]).await.err(), Some(404));
}
