//! What a host sees, pinned field by field.

use crate::kit::Server;
use crate::kit::chat::{Chat, draft};
use crate::kit::phone::Phone;
use crate::kit::shape::Names;
use insta::assert_snapshot;
use serde_json::json;

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
    let truths = chat.truths().await;
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
    assert_snapshot!(names.lines(&frame), @r#"
    t = "host"
    v = 6
    phase = "live"
    focus = "<take 1>"
    picture = "live"
    joined = 1
    connected = 1
    seats = 1000
    late = 1
    next = "reveal"
    next_n = 1
    takes[0].id = "<take 1>"
    takes[0].n = 1
    takes[0].text = "Meetings are work"
    takes[0].state = "closed"
    takes[0].answered = 1
    takes[0].result.answered = 1
    takes[0].result.withheld = false
    takes[0].result.agree = 1
    takes[0].result.disagree = 0
    takes[0].result.pass = 0
    takes[0].result.reservations = 0
    takes[0].result.share = 1.0
    takes[0].result.interval = [0.20654931437723745,1.0]
    takes[0].result.verdict = "too_few"
    takes[0].result.say = "Too few to tell"
    takes[0].result.groups = []
    takes[0].takeaway = ""
    takes[0].spotlight = {"agree":"<truth>","disagree":null}
    takes[0].answers[0].panellist = "<panellist>"
    takes[0].answers[0].side = "disagree"
    takes[0].answers[0].reservation = true
    takes[0].answers[0].words = "Not on Fridays."
    takes[1].id = "<take 2>"
    takes[1].n = 2
    takes[1].text = "Friday is for focus"
    takes[1].state = "draft"
    takes[1].answered = 0
    takes[1].result = null
    takes[1].takeaway = ""
    takes[1].spotlight = {"agree":null,"disagree":null}
    takes[1].answers = []
    truths[0].id = "<truth>"
    truths[0].take = "<take 1>"
    truths[0].side = "agree"
    truths[0].reservation = false
    truths[0].words = "Because."
    truths[0].by = null
    truths[0].quotable = true
    truths[0].standing = "on_screen"
    map = null
    recap = null
    say.joined = "1 joined"
    say.connected = "1 connected"
    say.answered = "1 of 1 person has answered"
    say.late = "1 answer arrived late"
    "#);
}
