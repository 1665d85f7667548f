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
    assert_snapshot!(names.lines(&phone.welcome), @r#""#);
}

#[tokio::test]
async fn a_named_voice_comes_back_to_all_it_had() {
    let server = Server::start().await;
    let mut named = draft(2);
    named["mode"] = json!("named");
    let chat = Chat::start(&server.host("Mara Holm").await, &named).await;
    let mut phone = Phone::join_named(&server, &chat.code, " Odd \t Bergmann ").await;
    chat.step("open", 0).await;
    let reserved = json!({ "t": "swipe", "take": chat.takes[0], "seq": 1, "side": "agree", "reservation": true });
    phone.tell(&reserved).await;
    let why = json!({ "t": "truth", "take": chat.takes[0], "seq": 2, "words": "Most of them.", "named": true });
    phone.tell(&why).await;
    let phone = phone.resume(&server).await;
    let names = names(&chat).know(&phone.voice, "voice");
    assert_snapshot!(names.lines(&phone.welcome), @r#""#);
}

#[tokio::test]
async fn the_room_is_told_whole() {
    let server = Server::start().await;
    let chat = Chat::start(&server.host("Mara Holm").await, &draft(2)).await;
    let mut phone = Phone::join(&server, &chat.code).await;
    let names = names(&chat);
    chat.step("open", 0).await;
    assert_snapshot!(names.lines(&phone.line.hear("room").await), @r#""#);
    phone.swipe(&chat.takes[0], "agree").await;
    chat.step("close", 0).await;
    chat.step("reveal", 0).await;
    let revealed = phone.line.hear_that(|frame| frame["takes"][0]["state"] == "revealed").await;
    assert_snapshot!(names.lines(&revealed), @r#""#);
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
    assert_snapshot!(names(&chat).lines(&revealed["takes"][0]["result"]), @r#""#);
}

#[tokio::test]
async fn answers_to_commands() {
    let clock = ManualClock::new("2026-03-04T09:00:00Z".parse().unwrap());
    let server = Server::at(&clock).await;
    let chat = Chat::start(&server.host("Mara Holm").await, &draft(1)).await;
    let mut phone = Phone::join(&server, &chat.code).await;
    let names = names(&chat);
    chat.step("open", 0).await;
    assert_snapshot!(names.lines(&phone.swipe(&chat.takes[0], "pass").await), @r#""#);
    chat.step("close", 0).await;
    assert_snapshot!(names.lines(&phone.swipe(&chat.takes[0], "agree").await), @r#""#);

    // The clock stands still, so the allowance of a phone is used up and does not come back.
    let busy = loop {
        let answer = phone.swipe(&chat.takes[0], "agree").await;
        if answer["t"] == "busy" {
            break answer;
        }
    };
    assert_eq!(busy["seq"], phone.seq);
    assert_snapshot!(names.lines(&busy).replace(&phone.seq.to_string(), "<seq>"), @r#""#);
}

#[tokio::test]
async fn refused_and_sent_away_before_a_voice_is_known() {
    let server = Server::start().await;
    let mut line = server.line().await;
    line.say(&json!({ "t": "join", "code": "000000" })).await;
    let heard = line.rest().await;
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert_snapshot!(Names::default().lines(&heard[0]), @r#""#);

    let mut line = server.line().await;
    line.say(&swipe(&text(&json!("01900000-0000-7000-8000-000000000000")), 1, "agree")).await;
    let heard = line.rest().await;
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert_snapshot!(Names::default().lines(&heard[0]), @r#""#);
}
