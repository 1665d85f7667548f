//! Swipes and truths: what counts, what is refused, what is answered twice.

use crate::kit::Server;
use crate::kit::chat::{Chat, draft};
use crate::kit::phone::{Phone, swipe};
use serde_json::{Value, json};

const NOBODYS: &str = "01900000-0000-7000-8000-000000000000";

/// A server, a chat of three takes with the first one open, and a voice.
async fn room() -> (Server, Chat, Phone) {
    let server = Server::start().await;
    let chat = Chat::start(&server.host("Mara Holm").await, &draft(3)).await;
    chat.step("open", 0).await;
    let phone = Phone::join(&server, &chat.code).await;
    (server, chat, phone)
}

/// Counts of take `n` once it is closed: agree, disagree, pass, reservations.
async fn counts(chat: &Chat, n: usize) -> [u64; 4] {
    let take = &chat.result().await["takes"][n];
    ["agree", "disagree", "pass", "reservations"].map(|key| take[key].as_u64().unwrap())
}

#[tokio::test]
async fn the_same_command_is_answered_as_the_first_time() {
    let (_server, chat, mut phone) = room().await;
    let first = phone.swipe(&chat.takes[0], "agree").await;
    assert_eq!(first, json!({ "t": "ack", "seq": 1, "take": chat.takes[0], "state": "saved" }));
    assert_eq!(phone.tell(&swipe(&chat.takes[0], 1, "agree")).await, first);
    // With another answer it is not the same command: two windows of one voice counted alike.
    assert_eq!(phone.tell(&swipe(&chat.takes[0], 1, "disagree")).await["why"], "seq_used");
    chat.step("close", 0).await;
    assert_eq!(phone.tell(&swipe(&chat.takes[0], 1, "agree")).await, first);
    assert_eq!(counts(&chat, 0).await, [1, 0, 0, 0]);
    assert_eq!(chat.result().await["acknowledged"], 1);
}

#[tokio::test]
async fn the_highest_counter_decides_whatever_the_order() {
    let (server, chat, mut phone) = room().await;
    for (seq, side) in [(7, "disagree"), (3, "agree"), (9, "pass"), (8, "agree")] {
        assert_eq!(phone.tell(&swipe(&chat.takes[0], seq, side)).await["t"], "ack", "{seq}");
    }
    let phone = phone.resume(&server).await;
    assert_eq!(phone.welcome["seq"], 9);
    assert_eq!(phone.welcome["mine"][0]["side"], "pass");
    chat.step("close", 0).await;
    assert_eq!(counts(&chat, 0).await, [0, 0, 1, 0]);
}

#[tokio::test]
async fn an_answer_can_be_changed_and_taken_back() {
    let (server, chat, mut phone) = room().await;
    let reserved = json!({ "t": "swipe", "take": chat.takes[0], "seq": 1, "side": "pass", "reservation": true });
    assert_eq!(phone.tell(&reserved).await["t"], "ack");
    phone.seq = 1;
    for side in ["agree", "none", "disagree", "none"] {
        assert_eq!(phone.swipe(&chat.takes[0], side).await["t"], "ack", "{side}");
    }
    let phone = phone.resume(&server).await;
    let mine = json!([{ "take": chat.takes[0], "seq": 5, "side": null, "reservation": false, "truth": null }]);
    assert_eq!(phone.welcome["mine"], mine);
    chat.step("close", 0).await;
    assert_eq!(chat.result().await["takes"][0]["answered"], 0);
}

#[tokio::test]
async fn swipes_out_of_place_are_refused_and_the_line_stays_up() {
    let (_server, chat, mut phone) = room().await;
    chat.step("close", 0).await;
    chat.step("open", 1).await;
    let bad_side = json!({ "t": "swipe", "take": chat.takes[1], "seq": 9, "side": "left" });
    let no_seq = json!({ "t": "swipe", "take": chat.takes[1], "seq": 0, "side": "agree" });
    let cases: [(Value, &str); 6] = [
        (swipe(&chat.takes[0], 1, "agree"), "closed"),
        (swipe(&chat.takes[2], 2, "agree"), "unknown_take"),
        (swipe(NOBODYS, 3, "agree"), "unknown_take"),
        // Not even a host's other ids are takes.
        (swipe(&chat.id, 4, "agree"), "unknown_take"),
        (bad_side, "bad_word"),
        (no_seq, "bad_seq"),
    ];
    for (frame, why) in cases {
        let answer = phone.tell(&frame).await;
        assert_eq!((&answer["t"], &answer["why"]), (&json!("refused"), &json!(why)), "{frame}");
        assert_eq!((&answer["seq"], &answer["take"]), (&frame["seq"], &frame["take"]));
        assert!(!answer["say"].as_str().unwrap().is_empty());
    }
    assert_eq!(phone.tell(&swipe(&chat.takes[1], 10, "agree")).await["t"], "ack");
    assert_eq!(chat.result().await["acknowledged"], 1);
}

#[tokio::test]
async fn reasons_need_an_answer_and_fit_into_140_characters() {
    let (server, chat, mut phone) = room().await;
    let take = chat.takes[0].clone();
    assert_eq!(phone.truth(&take, "Too early.").await["why"], "no_swipe");
    phone.swipe(&take, "disagree").await;
    let long = phone.truth(&take, &"ä".repeat(141)).await;
    assert_eq!(long["why"], "too_long");
    assert!(long["say"].as_str().unwrap().contains("141"), "{long}");
    assert_eq!(phone.truth(&take, &"ä".repeat(140)).await["t"], "ack");
    let named = json!({ "t": "truth", "take": take, "seq": 20, "words": "Call me Odd.", "named": true });
    assert_eq!(phone.tell(&named).await["why"], "not_named");
    phone.seq = 20;
    assert_eq!(phone.truth(&chat.takes[1], "Not open yet.").await["why"], "unknown_take");
    assert_eq!(phone.truth(&take, "  ").await["t"], "ack");
    let phone = phone.resume(&server).await;
    assert_eq!(phone.welcome["mine"][0]["truth"], Value::Null);
}

#[tokio::test]
async fn a_reason_right_behind_its_swipe_is_taken() {
    let (_server, chat, mut phone) = room().await;
    let why = json!({ "t": "truth", "take": chat.takes[0], "seq": 2, "words": "At once." });
    phone.line.say(&swipe(&chat.takes[0], 1, "agree")).await;
    phone.line.say(&why).await;
    let acks = [phone.line.hear("ack").await, phone.line.hear("ack").await];
    assert_eq!(acks.map(|ack| ack["seq"].as_u64().unwrap()), [1, 2]);
}

#[tokio::test]
async fn nothing_moves_after_the_end() {
    let (server, chat, mut phone) = room().await;
    chat.act(json!({ "action": "end" })).await;
    assert_eq!(phone.swipe(&chat.takes[0], "agree").await["why"], "closed");
    let mut line = server.line().await;
    line.say(&json!({ "t": "join", "code": chat.code })).await;
    assert_eq!(line.hear("refused").await["why"], "not_live");
    // Whoever was in may still come back and look.
    assert_eq!(phone.resume(&server).await.welcome["room"]["phase"], "ended");
}
