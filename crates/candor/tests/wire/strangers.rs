//! Nothing that leaves the server tells which voice is whose: neither does it hold anything of a person, nor does it change
//! by a byte when the people change places.

use super::signed::chat;
use crate::kit::Server;
use crate::kit::chat::text;
use crate::kit::phone::Phone;
use db::ManualClock;
use jiff::Timestamp;
use people::Role;
use serde_json::json;

/// Who is there; each name is found in nothing else.
const NAMES: [&str; 5] = ["Odd Quarrie", "Ruth Vellacott", "Ada Zwingli", "Nils Pemberthy", "Bo Xanthos"];

/// A confidential chat by five people; the first to come is the first of `order`. Everything that anybody but the voice
/// itself can read, each with its name, and what must not be in it.
async fn everything(order: [usize; 5]) -> (Vec<(String, String)>, Vec<String>) {
    let clock = ManualClock::new("2026-03-04T09:00:00Z".parse::<Timestamp>().unwrap());
    let server = Server::at(&clock).await;
    let host = server.host("Mara Holm").await;
    let admin = server.signed("Ines Ferro", &[Role::Admin]).await;
    let (mut people, mut secret) = (Vec::new(), Vec::new());
    for name in NAMES {
        let (person, web) = server.person(name, &[]).await;
        let id = person.id.to_string();
        secret.extend([name.to_owned(), id.replace('-', ""), id]);
        people.push(web);
    }
    let chat = chat(&host, "confidential", 1).await;
    let mut screen = server.screen(&chat.screen_key).await;
    let mut watching = host.connect(&format!("/ws/host/{}", chat.id), &[]).await.unwrap();
    chat.step("open", 0).await;
    let mut phones = Vec::new();
    for (n, side) in ["agree", "disagree", "agree", "pass", "agree"].into_iter().enumerate() {
        let mut phone = Phone::signed(&server, &people[order[n]], &chat.code).await;
        phone.swipe(&chat.takes[0], side).await;
        phone.truth(&chat.takes[0], &format!("Reason {n}.")).await;
        phones.push(phone);
    }
    let truths = chat.truths().await;
    chat.act(json!({ "action": "spotlight", "truth": truths[0]["id"] })).await;
    chat.step("close", 0).await;
    chat.step("reveal", 0).await;
    screen.hear_that(|frame| frame["view"] == "result" && frame["take"]["answered"] == 5).await;
    watching.hear_that(|frame| frame["takes"][0]["result"]["agree"] == 3).await;
    let mut seen = Vec::new();
    let paths = ["", "/hosts", "/result", "/truths"].map(|rest| chat.api(rest));
    let pages = ["/console", "/hosts", "/recap"].map(|rest| format!("/host/chats/{}{rest}", chat.id));
    for path in paths.iter().chain(&pages).map(String::as_str).chain(["/host", "/api/v1/chats"]) {
        seen.push((path.replace(&chat.id, "{id}"), host.page(path).await.text));
    }
    seen.push(("screen page".into(), server.stranger().page(&format!("/screen/{}", chat.screen_key)).await.text));
    seen.push(("join page".into(), server.stranger().page(&format!("/j/{}", chat.code)).await.text));
    seen.push(("/admin/chats".into(), admin.page("/admin/chats").await.text));
    chat.act(json!({ "action": "end" })).await;
    let recap = host.post(&chat.api("/recap"), &json!({})).await.json();
    let recap = host.post(&chat.api("/recap/publish"), &json!({ "version": recap["version"] })).await.json();
    for kind in ["", ".md", ".json", ".svg"] {
        let path = format!("{}{kind}", text(&recap["path"]));
        seen.push((path.clone(), server.stranger().page(&path).await.text));
    }
    let heard = |name: &str, frame: Option<&String>| (name.to_owned(), frame.cloned().unwrap_or_default());
    seen.push(heard("screen", screen.heard.last()));
    seen.push(heard("host", watching.heard.last()));
    // What other phones hear is the same for all of them.
    for phone in &mut phones {
        phone.line.hear_that(|frame| frame["takes"][0]["state"] == "revealed").await;
    }
    let room = |phone: &Phone| phone.line.heard.iter().rfind(|it| it.contains("\"t\":\"room\"")).cloned();
    for phone in &phones {
        seen.push(heard("room", room(phone).as_ref()));
    }
    let mut tx = server.running.chats.db.read().await.unwrap();
    let events = db::ledger::of(&mut tx, chat.id.parse().unwrap()).await.unwrap();
    drop(tx);
    let events: Vec<String> = events.iter().map(|it| format!("{} {:?} {}", it.kind, it.actor, it.data)).collect();
    seen.push(("ledger".into(), events.join("\n")));
    // The port differs from server to server, and with it the QR codes.
    let port = format!(":{}", server.running.addr.port());
    for (_, text) in &mut seen {
        *text = text.replace(&port, ":port");
        while let Some(begin) = text.find("<svg class=\"qr\"") {
            let end = text[begin..].find("</svg>").unwrap();
            text.replace_range(begin..=begin + end, "");
        }
    }
    // No voice is told of another one, and hosts of none.
    secret.extend(phones.iter().map(|phone| phone.voice.clone()));
    (seen, secret)
}

#[tokio::test]
async fn nobody_is_shown_who_is_which_voice() {
    let (one, secret) = everything([0, 1, 2, 3, 4]).await;
    for (what, text) in &one {
        for word in &secret {
            assert!(!text.contains(word.as_str()), "{what} holds {word}");
        }
        assert!(!text.is_empty(), "{what}");
    }
    let (other, _) = everything([3, 0, 4, 2, 1]).await;
    assert_eq!(one.len(), other.len());
    for ((what, one), (_, other)) in one.iter().zip(&other) {
        let differ = one.lines().zip(other.lines()).find(|(one, other)| one != other);
        assert_eq!(differ, None, "{what} tells who came when");
        assert_eq!(one.len(), other.len(), "{what} tells who came when");
    }
}

#[tokio::test]
async fn the_open_door_and_the_signed_one_keep_their_promises_apart() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let chat = chat(&host, "confidential", 1).await;
    // The door cannot change any more, nor can the promise.
    let read = host.get(&chat.api("")).await.json();
    for (field, value) in [("door", json!("open")), ("mode", json!("named")), ("floor", json!(6))] {
        let mut body = crate::kit::chat::draft(1);
        (body["door"], body["mode"], body["floor"]) = (json!("signed"), json!("confidential"), json!(5));
        (body[field], body["version"]) = (value, read["version"].clone());
        assert_eq!(host.put(&chat.api(""), &body).await.status, 409, "{field}");
    }
    // What contradicts is refused before it is stored.
    for (field, value) in [("floor", json!(4)), ("door", json!("ajar")), ("mode", json!("anonymous"))] {
        let mut body = crate::kit::chat::draft(1);
        (body["door"], body["mode"], body["floor"]) = (json!("signed"), json!("confidential"), json!(5));
        body[field] = value;
        let refused = host.post("/api/v1/chats", &body).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains(field), "{}", refused.text);
    }
}
