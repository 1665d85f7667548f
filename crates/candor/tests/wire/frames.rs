//! What a phone hears, pinned field by field.

use crate::kit::chat::{Chat, draft};
use crate::kit::phone::{Phone, swipe};
use crate::kit::shape::Names;
use crate::kit::{Server, chat::text};
use db::ManualClock;
use insta::assert_snapshot;
use serde_json::json;

fn names(chat: &Chat) -> Names {
    let names = Names::default().know(&chat.id, "chat");
    chat.takes.iter().zip(1..).fold(names, |names, (take, n)| names.know(take, &format!("take {n}")))
}

#[tokio::test]
async fn a_voice_is_welcomed() {
    let server = Server::start().await;
    let chat = Chat::start(&server.host("Mara Holm").await, &draft(2)).await;
    let phone = Phone::join(&server, &chat.code).await;
    let names = names(&chat).know(&phone.voice, "voice").know(&phone.token, "token");
    assert_snapshot!(names.lines(&phone.welcome), @r#"
    t = "welcome"
    chat = "<chat>"
    voice = "<voice>"
    name = null
    token = "<token>"
    seq = 0
    mine = []
    room.t = "room"
    room.v = 1
    room.title = "Culture Chat 7"
    room.series = "Saltmarsh Culture Chats"
    room.language = "en"
    room.mode = "confidential"
    room.door = "open"
    room.floor = 1
    room.phase = "lobby"
    room.of = 2
    room.focus = null
    room.takes = []
    room.map = null
    room.recap = null
    "#);
}

#[tokio::test]
async fn a_named_voice_comes_back_to_all_it_had() {
    let server = Server::start().await;
    let mut with_names = draft(2);
    with_names["mode"] = json!("named");
    let chat = Chat::start(&server.host("Mara Holm").await, &with_names).await;
    let mut phone = Phone::join_named(&server, &chat.code, " Odd \t Bergmann ").await;
    chat.step("open", 0).await;
    let reserved = json!({ "t": "swipe", "take": chat.takes[0], "seq": 1, "side": "agree", "reservation": true });
    phone.tell(&reserved).await;
    let why = json!({ "t": "truth", "take": chat.takes[0], "seq": 2, "words": "Most of them.", "named": true });
    phone.tell(&why).await;
    let phone = phone.resume(&server).await;
    let names = names(&chat).know(&phone.voice, "voice");
    assert_snapshot!(names.lines(&phone.welcome), @r#"
    t = "welcome"
    chat = "<chat>"
    voice = "<voice>"
    name = "Odd Bergmann"
    seq = 2
    mine[0].take = "<take 1>"
    mine[0].seq = 1
    mine[0].side = "agree"
    mine[0].reservation = true
    mine[0].truth = {"words":"Most of them.","side":"agree","quotable":false,"named":true,"standing":"waiting"}
    room.t = "room"
    room.v = 3
    room.title = "Culture Chat 7"
    room.series = "Saltmarsh Culture Chats"
    room.language = "en"
    room.mode = "named"
    room.door = "open"
    room.floor = 1
    room.phase = "live"
    room.of = 2
    room.focus = "<take 1>"
    room.takes[0].id = "<take 1>"
    room.takes[0].n = 1
    room.takes[0].text = "Meetings are work"
    room.takes[0].state = "open"
    room.takes[0].result = null
    room.map = null
    room.recap = null
    "#);
}

#[tokio::test]
async fn the_room_is_told_whole() {
    let server = Server::start().await;
    let chat = Chat::start(&server.host("Mara Holm").await, &draft(2)).await;
    let mut phone = Phone::join(&server, &chat.code).await;
    let names = names(&chat);
    chat.step("open", 0).await;
    assert_snapshot!(names.lines(&phone.line.hear("room").await), @r#"
    t = "room"
    v = 3
    title = "Culture Chat 7"
    series = "Saltmarsh Culture Chats"
    language = "en"
    mode = "confidential"
    door = "open"
    floor = 1
    phase = "live"
    of = 2
    focus = "<take 1>"
    takes[0].id = "<take 1>"
    takes[0].n = 1
    takes[0].text = "Meetings are work"
    takes[0].state = "open"
    takes[0].result = null
    map = null
    recap = null
    "#);
    phone.swipe(&chat.takes[0], "agree").await;
    chat.step("close", 0).await;
    chat.step("reveal", 0).await;
    let revealed = phone.line.hear_that(|frame| frame["takes"][0]["state"] == "revealed").await;
    assert_snapshot!(names.lines(&revealed), @r#"
    t = "room"
    v = 5
    title = "Culture Chat 7"
    series = "Saltmarsh Culture Chats"
    language = "en"
    mode = "confidential"
    door = "open"
    floor = 1
    phase = "live"
    of = 2
    focus = "<take 1>"
    takes[0].id = "<take 1>"
    takes[0].n = 1
    takes[0].text = "Meetings are work"
    takes[0].state = "revealed"
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
    map = null
    recap = null
    "#);
}

#[tokio::test]
async fn few_answers_stay_withheld() {
    let server = Server::start().await;
    let mut careful = draft(1);
    careful["floor"] = json!(2);
    let chat = Chat::start(&server.host("Mara Holm").await, &careful).await;
    let mut phone = Phone::join(&server, &chat.code).await;
    chat.step("open", 0).await;
    phone.swipe(&chat.takes[0], "agree").await;
    chat.step("close", 0).await;
    chat.step("reveal", 0).await;
    let revealed = phone.line.hear_that(|frame| frame["takes"][0]["state"] == "revealed").await;
    assert_snapshot!(names(&chat).lines(&revealed["takes"][0]["result"]), @r#"
    answered = 1
    withheld = true
    agree = null
    disagree = null
    pass = null
    reservations = null
    share = null
    interval = null
    verdict = null
    say = "Too few answers to show"
    groups = []
    "#);
}

#[tokio::test]
async fn answers_to_commands() {
    let clock = ManualClock::new("2026-03-04T09:00:00Z".parse().unwrap());
    let server = Server::at(&clock).await;
    let chat = Chat::start(&server.host("Mara Holm").await, &draft(1)).await;
    let mut phone = Phone::join(&server, &chat.code).await;
    let names = names(&chat);
    chat.step("open", 0).await;
    assert_snapshot!(names.lines(&phone.swipe(&chat.takes[0], "pass").await), @r#"
    t = "ack"
    seq = 1
    take = "<take 1>"
    state = "saved"
    "#);
    chat.step("close", 0).await;
    assert_snapshot!(names.lines(&phone.swipe(&chat.takes[0], "agree").await), @r#"
    t = "refused"
    seq = 2
    take = "<take 1>"
    why = "closed"
    say = "This take is closed. What you answered before counts."
    "#);

    // The clock stands still, so the allowance of a phone is used up and does not come back.
    let busy = loop {
        let answer = phone.swipe(&chat.takes[0], "agree").await;
        if answer["t"] == "busy" {
            break answer;
        }
    };
    assert_eq!(busy["seq"], phone.seq);
    assert_snapshot!(names.lines(&busy).replace(&phone.seq.to_string(), "<seq>"), @r#"
    t = "busy"
    seq = <seq>
    retry_ms = 1000
    "#);
}

#[tokio::test]
async fn refused_and_sent_away_before_a_voice_is_known() {
    let server = Server::start().await;
    let mut line = server.line().await;
    line.say(&json!({ "t": "join", "code": "000000" })).await;
    let heard = line.rest().await;
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert_snapshot!(Names::default().lines(&heard[0]), @r#"
    t = "refused"
    seq = null
    take = null
    why = "unknown_code"
    say = "No chat has this code. Check the six digits on the screen."
    "#);

    let mut line = server.line().await;
    line.say(&swipe(&text(&json!("01900000-0000-7000-8000-000000000000")), 1, "agree")).await;
    let heard = line.rest().await;
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert_snapshot!(Names::default().lines(&heard[0]), @r#"
    t = "bye"
    why = "out_of_turn"
    say = "The server did not expect that now. Reload the page."
    again = false
    "#);
}
