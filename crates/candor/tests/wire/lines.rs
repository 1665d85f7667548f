//! Lines that do not keep to the protocol, and lines that end.

use crate::kit::Server;
use crate::kit::chat::{Chat, draft};
use crate::kit::phone::{Phone, resume, swipe};
use db::ManualClock;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

async fn room() -> (Server, Chat) {
    let server = Server::start().await;
    let chat = Chat::start(&server.host("Mara Holm").await, &draft(1)).await;
    chat.step("open", 0).await;
    (server, chat)
}

/// The goodbye among the last words of the server, and that it is the last one.
fn bye(heard: &[Value]) -> (&str, bool) {
    let last = heard.last().expect("a last word");
    assert_eq!(last["t"], "bye", "{heard:?}");
    assert!(!last["say"].as_str().unwrap().is_empty());
    (last["why"].as_str().unwrap(), last["again"].as_bool().unwrap())
}

/// Frames that nobody should send.
fn wrong(chat: &Chat) -> Vec<(Message, &'static str)> {
    let take = &chat.takes[0];
    let big = |bytes: usize| {
        let frame = json!({ "t": "truth", "take": take, "seq": 1, "words": "" }).to_string();
        let words = "x".repeat(bytes - frame.len());
        let frame = frame.replace("\"words\":\"\"", &format!("\"words\":\"{words}\""));
        assert_eq!(frame.len(), bytes);
        Message::text(frame)
    };
    let json = |frame: Value| Message::text(frame.to_string());
    vec![
        (Message::text("agree"), "malformed"),
        (Message::text(""), "malformed"),
        (Message::text("[]"), "malformed"),
        (Message::text("{\"t\":\"swipe\""), "malformed"),
        (json(json!({ "t": "confetti" })), "malformed"),
        (json(json!({ "t": "swipe", "take": take, "seq": 1, "side": "agree", "colour": "red" })), "malformed"),
        (json(json!({ "t": "swipe", "take": take, "seq": -1, "side": "agree" })), "malformed"),
        (json(json!({ "t": "swipe", "take": take, "seq": 4_294_967_296_u64, "side": "agree" })), "malformed"),
        (json(json!({ "t": "swipe", "take": "take one", "seq": 1, "side": "agree" })), "malformed"),
        (json(json!({ "t": "swipe", "seq": 1, "side": "agree" })), "malformed"),
        (Message::binary(json!({ "t": "resume" }).to_string().into_bytes()), "malformed"),
        (big(4097), "too_large"),
        (big(100_000), "too_large"),
    ]
}

#[tokio::test]
async fn wrong_first_frames_are_sent_away() {
    let (server, chat) = room().await;
    let unknown = json!({ "t": "join", "code": chat.code, "colour": "red" });
    let more = [(Message::text(unknown.to_string()), "malformed")];
    for (message, why) in wrong(&chat).into_iter().chain(more) {
        let mut line = server.line().await;
        line.send(message.clone()).await;
        let heard = line.rest().await;
        assert_eq!((bye(&heard), heard.len()), ((why, false), 1), "{message:.80?}");
    }
}

#[tokio::test]
async fn wrong_later_frames_are_sent_away_and_nobody_else_notices() {
    let (server, chat) = room().await;
    let mut other = Phone::join(&server, &chat.code).await;
    for (message, why) in wrong(&chat) {
        let mut phone = Phone::join(&server, &chat.code).await;
        phone.line.send(message.clone()).await;
        assert_eq!(bye(&phone.line.rest().await), (why, false), "{message:.80?}");
        assert_eq!(other.swipe(&chat.takes[0], "agree").await["t"], "ack");
        // The voice itself is as good as before.
        assert_eq!(phone.resume(&server).await.swipe(&chat.takes[0], "pass").await["t"], "ack");
    }
}

#[tokio::test]
async fn a_frame_of_4_kib_is_read() {
    let (server, chat) = room().await;
    let mut phone = Phone::join(&server, &chat.code).await;
    phone.swipe(&chat.takes[0], "agree").await;
    let frame = json!({ "t": "truth", "take": chat.takes[0], "seq": 2, "words": "" }).to_string();
    let words = "x".repeat(4096 - frame.len());
    phone.line.send(Message::text(frame.replace("\"words\":\"\"", &format!("\"words\":\"{words}\"")))).await;
    assert_eq!(phone.line.hear("refused").await["why"], "too_long");
}

#[tokio::test]
async fn hellos_are_for_the_beginning_and_commands_for_later() {
    let (server, chat) = room().await;
    let mut line = server.line().await;
    line.say(&swipe(&chat.takes[0], 1, "agree")).await;
    assert_eq!(bye(&line.rest().await), ("out_of_turn", false));
    for hello in ["join", "resume"] {
        let mut phone = Phone::join(&server, &chat.code).await;
        let again = match hello {
            "join" => json!({ "t": "join", "code": chat.code }),
            _ => resume(&phone.chat, &phone.token),
        };
        phone.line.say(&again).await;
        assert_eq!(bye(&phone.line.rest().await), ("out_of_turn", false), "{hello}");
    }
}

#[tokio::test]
async fn a_phone_that_goes_too_fast_is_slowed_and_then_sent_away() {
    let clock = ManualClock::new("2026-03-04T09:00:00Z".parse().unwrap());
    let server = Server::at(&clock).await;
    let chat = Chat::start(&server.host("Mara Holm").await, &draft(1)).await;
    chat.step("open", 0).await;
    let mut phone = Phone::join(&server, &chat.code).await;
    for seq in 1..=301 {
        phone.line.say(&swipe(&chat.takes[0], seq, "agree")).await;
    }
    let heard = phone.line.rest().await;
    assert_eq!(bye(&heard), ("too_fast", true));
    let busy: Vec<u64> = heard.iter().filter(|it| it["t"] == "busy").map(|it| it["seq"].as_u64().unwrap()).collect();
    assert_eq!(busy, (101..=300).collect::<Vec<_>>());
    // What its allowance held is on disk, whether the acknowledgement came in time or not.
    let mut phone = phone.resume(&server).await;
    assert_eq!(phone.welcome["seq"], 100);
    assert_eq!(phone.tell(&swipe(&chat.takes[0], 100, "agree")).await["t"], "ack");
    assert_eq!(chat.result().await["acknowledged"], 100);
}

#[tokio::test]
async fn a_voice_holds_four_lines_and_the_oldest_gives_way() {
    let (server, chat) = room().await;
    let mut first = Phone::join(&server, &chat.code).await;
    let mut lines = Vec::new();
    for _ in 0..4 {
        let mut line = server.line().await;
        line.say(&resume(&first.chat, &first.token)).await;
        line.hear("welcome").await;
        lines.push(line);
    }
    assert_eq!(bye(&first.line.rest().await), ("replaced", false));
    lines[0].say(&swipe(&chat.takes[0], 1, "agree")).await;
    assert_eq!(lines[0].hear("ack").await["seq"], 1);
}

#[tokio::test]
async fn a_server_that_stops_says_so_and_keeps_what_it_took() {
    let (server, chat) = room().await;
    let mut phone = Phone::join(&server, &chat.code).await;
    for seq in 1..=50 {
        phone.line.say(&swipe(&chat.takes[0], seq, "agree")).await;
    }
    let stop = server.running.chats.hub.clone();
    let (heard, ()) = tokio::join!(phone.line.rest(), async move { stop.stop().await });
    assert_eq!(bye(&heard), ("restarting", true));
    let acked = heard.iter().filter(|frame| frame["t"] == "ack").count();
    let mut tx = server.running.chats.db.read().await.unwrap();
    let stored = chat::store::swipes_of(&mut tx, chat.id.parse().unwrap()).await.unwrap();
    assert_eq!(u64::try_from(acked).unwrap(), stored);
}
