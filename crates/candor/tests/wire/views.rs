//! What a big screen and a host see, pinned in each view.

use crate::kit::Server;
use crate::kit::chat::{Chat, draft};
use crate::kit::phone::Phone;
use crate::kit::shape::Names;
use crate::kit::socket::Socket;
use insta::assert_snapshot;
use serde_json::{Value, json};

/// The next settled picture in this view with everybody connected.
async fn picture(screen: &mut Socket, view: &str, voices: u64) -> Value {
    screen.hear_that(|frame| frame["view"] == view && frame["connected"] == voices).await
}

/// What changes from view to view; the rest is pinned with the lobby.
fn scene(names: &Names, frame: &Value) -> String {
    let keys = ["view", "phase", "take", "wrap_up", "say", "panel"];
    let part: serde_json::Map<String, Value> =
        keys.into_iter().map(|key| (key.to_owned(), frame[key].clone())).collect();
    names.lines(&Value::Object(part))
}

#[tokio::test]
async fn the_screen_in_each_view() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let mut named = draft(2);
    named["mode"] = json!("named");
    named["takes"][0]["takeaway"] = json!("We meet less.");
    let chat = Chat::start(&host, &named).await;
    let names = chat.takes.iter().zip(1..).fold(Names::default(), |n, (id, i)| n.know(id, &format!("take {i}")));
    let mut phones = Vec::new();
    for name in ["Odd Bergmann", "Ruth Vance", "Ada Low"] {
        phones.push(Phone::join_named(&server, &chat.code, name).await);
    }
    let mut screen = server.screen(&chat.screen_key).await;
    assert_snapshot!(names.lines(&picture(&mut screen, "lobby", 3).await), @r#""#);

    chat.step("open", 0).await;
    for (phone, side) in phones.iter_mut().zip(["agree", "agree", "disagree"]) {
        let swipe = json!({ "t": "swipe", "take": chat.takes[0], "seq": 1, "side": side, "reservation": side == "agree" });
        phone.tell(&swipe).await;
        let why = json!({
            "t": "truth", "take": chat.takes[0], "seq": 2, "words": format!("I {side}."), "named": side == "agree"
        });
        phone.tell(&why).await;
    }
    for truth in host.get(&chat.api("/truths")).await.json().as_array().unwrap() {
        chat.act(json!({ "action": "spotlight", "truth": truth["id"] })).await;
    }
    let take = screen.hear_that(|frame| frame["take"]["answered"] == 3).await;
    assert_snapshot!(scene(&names, &take), @r#""#);

    chat.step("close", 0).await;
    assert_snapshot!(scene(&names, &picture(&mut screen, "closed", 3).await), @r#""#);
    chat.step("reveal", 0).await;
    assert_snapshot!(scene(&names, &picture(&mut screen, "result", 3).await), @r#""#);
    chat.act(json!({ "action": "blank" })).await;
    assert_snapshot!(scene(&names, &picture(&mut screen, "blank", 3).await), @r#""#);
    chat.act(json!({ "action": "unblank" })).await;
    chat.act(json!({ "action": "wrap_up" })).await;
    assert_snapshot!(scene(&names, &picture(&mut screen, "wrap_up", 3).await), @r#""#);
    chat.act(json!({ "action": "end" })).await;
    let ended = picture(&mut screen, "ended", 3).await;
    assert_eq!((&ended["phase"], &ended["take"]), (&json!("ended"), &Value::Null));
}

#[tokio::test]
async fn a_frozen_picture_stays() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let chat = Chat::start(&host, &draft(1)).await;
    let mut screen = server.screen(&chat.screen_key).await;
    let mut watching = host.connect(&format!("/ws/host/{}", chat.id), &[]).await.unwrap();
    screen.hear("screen").await;
    chat.act(json!({ "action": "freeze" })).await;
    chat.step("open", 0).await;
    let mut phone = Phone::join(&server, &chat.code).await;
    phone.swipe(&chat.takes[0], "agree").await;
    // The host goes on seeing all of it, and by then the screen would have had it, too.
    watching.hear_that(|frame| frame["takes"][0]["answered"] == 1).await;
    let frozen = screen.heard.len();
    let v = chat.act(json!({ "action": "unfreeze" })).await;
    let next = screen.hear("screen").await;
    assert_eq!((next["v"].as_u64(), screen.heard.len()), (Some(v), frozen + 1), "{:?}", screen.heard);
}

#[tokio::test]
async fn the_host_sees_everything() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let chat = Chat::start(&host, &draft(2)).await;
    let mut watching = host.connect(&format!("/ws/host/{}", chat.id), &[]).await.unwrap();
    let mut phone = Phone::join(&server, &chat.code).await;
    chat.step("open", 0).await;
    let late = json!({ "t": "swipe", "take": chat.takes[0], "seq": 1, "side": "agree", "late": true });
    phone.tell(&late).await;
    let why = json!({ "t": "truth", "take": chat.takes[0], "seq": 2, "words": "Because.", "quotable": true });
    phone.tell(&why).await;
    let truths = host.get(&chat.api("/truths")).await.json();
    chat.act(json!({ "action": "spotlight", "truth": truths[0]["id"] })).await;
    chat.act(json!({
        "action": "answer", "take": chat.takes[0], "panellist": chat.panel[0], "side": "disagree",
        "reservation": true, "words": "Not on Fridays."
    }))
    .await;
    chat.step("close", 0).await;
    let names = Names::default()
        .know(&chat.takes[0], "take 1")
        .know(&chat.takes[1], "take 2")
        .know(&chat.panel[0], "panellist")
        .know(truths[0]["id"].as_str().unwrap(), "truth");
    let frame = watching.hear_that(|frame| frame["takes"][0]["state"] == "closed" && frame["connected"] == 1).await;
    assert_snapshot!(names.lines(&frame), @r#""#);
}
