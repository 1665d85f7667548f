//! What a big screen shows, pinned in each view.

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

#[expect(clippy::too_many_lines, reason = "most of them are what the screen shows")]
#[tokio::test]
async fn the_screen_in_each_view() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let mut named = draft(2);
    named["mode"] = json!("named");
    named["takes"][0]["takeaway"] = json!("We meet less.");
    let chat = Chat::start(&host, &named).await;
    let ids = chat.takes.iter().zip(1..);
    let known = ids.fold(Names::default(), |known, (id, n)| known.know(id, &format!("take {n}")));
    let mut phones = Vec::new();
    for name in ["Odd Bergmann", "Ruth Vance", "Ada Low"] {
        phones.push(Phone::join_named(&server, &chat.code, name).await);
    }
    let mut screen = server.screen(&chat.screen_key).await;
    assert_snapshot!(known.lines(&picture(&mut screen, "lobby", 3).await), @r#"
    t = "screen"
    v = 1
    title = "Culture Chat 7"
    series = "Saltmarsh Culture Chats"
    mode = "named"
    door = "open"
    language = "en"
    phase = "lobby"
    view = "lobby"
    joined = 3
    connected = 3
    panel = [{"name":"Ines Quill","role":"Engineer","place":"Lowhaven"}]
    take = null
    wrap_up = null
    map = null
    recap = null
    say.joined = "3 joined"
    say.connected = "3 connected"
    say.step = null
    say.answered = null
    say.reservations = null
    say.interval = null
    "#);

    chat.step("open", 0).await;
    for (phone, side) in phones.iter_mut().zip(["agree", "agree", "disagree"]) {
        let swipe =
            json!({ "t": "swipe", "take": chat.takes[0], "seq": 1, "side": side, "reservation": side == "agree" });
        phone.tell(&swipe).await;
        let why = json!({
            "t": "truth", "take": chat.takes[0], "seq": 2, "words": format!("I {side}."), "named": side == "agree"
        });
        phone.tell(&why).await;
    }
    let mut truths = chat.truths().await.as_array().cloned().unwrap();
    // Without a name first, then Ruth, then Odd.
    truths.sort_by_key(|truth| std::cmp::Reverse(truth["by"].to_string()));
    for truth in truths {
        chat.act(json!({ "action": "spotlight", "truth": truth["id"] })).await;
    }
    let lit = |frame: &Value| ["agree", "disagree"].iter().all(|side| !frame["take"]["truths"][side].is_null());
    let take = screen.hear_that(|frame| frame["take"]["answered"] == 3 && lit(frame)).await;
    assert_snapshot!(scene(&known, &take), @r#"
    view = "take"
    phase = "live"
    take.id = "<take 1>"
    take.n = 1
    take.of = 2
    take.text = "Meetings are work"
    take.answered = 3
    take.result = null
    take.takeaway = ""
    take.truths.agree = {"words":"I agree.","by":"Ruth Vance","reservation":true}
    take.truths.disagree = {"words":"I disagree.","by":null,"reservation":false}
    wrap_up = null
    say.joined = "3 joined"
    say.connected = "3 connected"
    say.step = "Take 1 of 2"
    say.answered = "3 of 3 people have answered"
    say.reservations = null
    say.interval = null
    panel = [{"name":"Ines Quill","role":"Engineer","place":"Lowhaven"}]
    "#);

    chat.step("close", 0).await;
    assert_snapshot!(scene(&known, &picture(&mut screen, "closed", 3).await), @r#"
    view = "closed"
    phase = "live"
    take.id = "<take 1>"
    take.n = 1
    take.of = 2
    take.text = "Meetings are work"
    take.answered = 3
    take.result = null
    take.takeaway = ""
    take.truths.agree = {"words":"I agree.","by":"Odd Bergmann","reservation":true}
    take.truths.disagree = {"words":"I disagree.","by":null,"reservation":false}
    wrap_up = null
    say.joined = "3 joined"
    say.connected = "3 connected"
    say.step = "Take 1 of 2"
    say.answered = "3 of 3 people have answered"
    say.reservations = null
    say.interval = null
    panel = [{"name":"Ines Quill","role":"Engineer","place":"Lowhaven"}]
    "#);
    chat.step("reveal", 0).await;
    assert_snapshot!(scene(&known, &picture(&mut screen, "result", 3).await), @r#"
    view = "result"
    phase = "live"
    take.id = "<take 1>"
    take.n = 1
    take.of = 2
    take.text = "Meetings are work"
    take.answered = 3
    take.result.answered = 3
    take.result.withheld = false
    take.result.agree = 2
    take.result.disagree = 1
    take.result.pass = 0
    take.result.reservations = 2
    take.result.share = 0.6666666666666666
    take.result.interval = [0.2076596008020477,0.9385080552796037]
    take.result.verdict = "too_few"
    take.result.say = "Too few to tell"
    take.result.groups = []
    take.takeaway = "We meet less."
    take.truths.agree = {"words":"I agree.","by":"Odd Bergmann","reservation":true}
    take.truths.disagree = {"words":"I disagree.","by":null,"reservation":false}
    wrap_up = null
    say.joined = "3 joined"
    say.connected = "3 connected"
    say.step = "Take 1 of 2"
    say.answered = "3 of 3 people have answered"
    say.reservations = "2 with a reservation"
    say.interval = "Likely between 21% and 94% agree"
    panel = [{"name":"Ines Quill","role":"Engineer","place":"Lowhaven"}]
    "#);
    chat.act(json!({ "action": "blank" })).await;
    assert_snapshot!(scene(&known, &picture(&mut screen, "blank", 3).await), @r#"
    view = "blank"
    phase = "live"
    take = null
    wrap_up = null
    say.joined = "3 joined"
    say.connected = "3 connected"
    say.step = null
    say.answered = null
    say.reservations = null
    say.interval = null
    panel = []
    "#);
    chat.act(json!({ "action": "unblank" })).await;
    chat.act(json!({ "action": "wrap_up" })).await;
    assert_snapshot!(scene(&known, &picture(&mut screen, "wrap_up", 3).await), @r#"
    view = "wrap_up"
    phase = "wrap_up"
    take = null
    wrap_up = {"agreed":[],"split":[]}
    say.joined = "3 joined"
    say.connected = "3 connected"
    say.step = null
    say.answered = null
    say.reservations = null
    say.interval = null
    panel = [{"name":"Ines Quill","role":"Engineer","place":"Lowhaven"}]
    "#);
    chat.act(json!({ "action": "end" })).await;
    let ended = picture(&mut screen, "ended", 3).await;
    assert_eq!((&ended["phase"], &ended["take"]), (&json!("ended"), &Value::Null));
}

#[tokio::test]
async fn the_summary() {
    let server = Server::start().await;
    let chat = Chat::start(&server.host("Mara Holm").await, &draft(2)).await;
    let mut phones = Vec::new();
    for _ in 0..10 {
        phones.push(Phone::join(&server, &chat.code).await);
    }
    for take in 0..2 {
        chat.step("open", take).await;
        for (n, phone) in phones.iter_mut().enumerate() {
            phone.swipe(&chat.takes[take], if take == 1 && n < 5 { "disagree" } else { "agree" }).await;
        }
        chat.step("close", take).await;
        chat.step("reveal", take).await;
    }
    let mut screen = server.screen(&chat.screen_key).await;
    chat.act(json!({ "action": "wrap_up" })).await;
    let frame = screen.hear_that(|frame| frame["view"] == "wrap_up").await;
    assert_snapshot!(Names::default().lines(&frame["wrap_up"]), @r#"
    agreed = [{"n":1,"text":"Meetings are work","agree":10,"disagree":0,"share":1.0,"say":"The room agrees"}]
    split = []
    "#);
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
