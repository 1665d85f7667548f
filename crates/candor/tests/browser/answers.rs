//! Answering by buttons and keys, taking back, changing, and saying why.

use crate::house::House;
use crate::kit::chat::Chat;
use crate::page::{DESK, PHONE, Page};
use serde_json::json;
use std::time::Duration;

const TWO: [&str; 2] = ["Meetings are work", "Friday is for focus"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn by_buttons() {
    let house = House::open().await;
    let chat = house.chat(&["Meetings are work", "Friday is for focus", "Ship it, then polish it"]).await;
    chat.act(json!({ "action": "open_all" })).await;
    let page = house.phone(&chat, PHONE).await;
    for (n, (name, tally, told)) in [
        ("Agree", [1, 0, 0, 0], "Agreed. Take 2 of 3: Friday is for focus"),
        ("Disagree", [0, 1, 0, 0], "Disagreed. Take 3 of 3: Ship it, then polish it"),
        ("Pass", [0, 0, 1, 0], "Passed. Look up at the screen"),
    ]
    .into_iter()
    .enumerate()
    {
        page.settled().await;
        page.press(name).await;
        house.tallies(&chat, n, tally).await;
        page.says("#status", told).await;
    }
    page.sees("Look up at the screen").await;
    page.until("document.getElementById('queue').dataset.state === 'saved'").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn by_keys() {
    let house = House::open().await;
    let chat =
        house.chat(&["Meetings are work", "Friday is for focus", "Ship it, then polish it", "Lunch is sacred"]).await;
    chat.act(json!({ "action": "open_all" })).await;
    let page = house.phone(&chat, DESK).await;
    page.sees("Keys: ← disagrees, → agrees, ↑ passes").await;
    page.settled().await;
    for modifier in [1, 2, 8] {
        page.key_with("ArrowRight", modifier).await;
    }
    page.key("ArrowRight").await;
    house.tallies(&chat, 0, [1, 0, 0, 0]).await;
    page.settled().await;
    page.key("ArrowLeft").await;
    house.tallies(&chat, 1, [0, 1, 0, 0]).await;
    page.settled().await;
    // In a field the arrows move the cursor.
    page.press("Why?").await;
    page.has(".why input[enterkeyhint]").await;
    assert_eq!(page.js("document.activeElement.enterKeyHint").await, "send");
    page.key("ArrowLeft").await;
    page.press("Close").await;
    page.key("ArrowUp").await;
    house.tallies(&chat, 2, [0, 0, 1, 0]).await;
    assert_eq!(house.acknowledged(&chat).await, 3);
    // A whole chat without a pointer: the focus goes to the buttons, and they take Enter and Space.
    page.settled().await;
    page.js("document.querySelector('.answer-pass').focus()").await;
    page.key("Tab").await;
    assert_eq!(page.js("document.activeElement.textContent").await, "Agree");
    page.types(" ").await;
    house.tallies(&chat, 3, [1, 0, 0, 0]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hasty_keys_answer_once() {
    let house = House::open().await;
    let takes: Vec<String> = (1..=8).map(|n| format!("Take of this many words: {n}")).collect();
    let chat = house.chat(&takes.iter().map(String::as_str).collect::<Vec<_>>()).await;
    chat.act(json!({ "action": "open_all" })).await;
    let page = house.phone(&chat, DESK).await;
    page.settled().await;
    // A key that is held down is one press.
    page.key_held("ArrowRight", 12).await;
    house.tallies(&chat, 0, [1, 0, 0, 0]).await;
    page.settled().await;
    assert_eq!(house.acknowledged(&chat).await, 1);

    let begun = page.js("performance.now()").await.as_f64().unwrap();
    for _ in 0..12 {
        page.key("ArrowRight").await;
    }
    let took = page.js("performance.now()").await.as_f64().unwrap() - begun;
    answered_at_most(&house, &chat, &page, 1, took).await;

    // The same as fast as a machine can, by the page's own clock: hardly more than the lock of the first.
    page.settled().await;
    let before = house.acknowledged(&chat).await;
    let presses = "((press) => { const begun = performance.now(); for (let n = 0; n < 12; n += 1) { press(); const now = performance.now(); while (performance.now() < now + 15); } return performance.now() - begun; })(() => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true })))";
    let took = page.js(presses).await.as_f64().unwrap();
    answered_at_most(&house, &chat, &page, before, took).await;
}

/// Since `before`, at least one answer came, and at most one for each 250 ms of the `took` ms.
async fn answered_at_most(house: &House, chat: &Chat, page: &Page, before: u64, took: f64) {
    page.until("document.getElementById('queue').dataset.state === 'saved'").await;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred ms")]
    let most = 1 + (took / 250.0) as u64;
    let answered = house.acknowledged(chat).await - before;
    assert!((1..=most).contains(&answered), "12 presses in {took} ms answered {answered} takes, at most {most}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn taken_back_and_changed() {
    let house = House::open().await;
    let chat = house.chat(&TWO).await;
    chat.act(json!({ "action": "open_all" })).await;
    let page = house.phone(&chat, PHONE).await;
    page.settled().await;
    page.press("Agree").await;
    house.tallies(&chat, 0, [1, 0, 0, 0]).await;
    page.press("Undo").await;
    house.tallies(&chat, 0, [0, 0, 0, 0]).await;
    page.says("#status", "Answer removed. Meetings are work").await;
    page.says(".deck .take-text[id]", TWO[0]).await;
    page.has_no(".why").await;
    page.settled().await;
    page.press("Disagree").await;
    house.tallies(&chat, 0, [0, 1, 0, 0]).await;

    // One after the other: the take on the screen can be picked up again, and counts until it is answered anew.
    chat.step("focus", 1).await;
    page.settled().await;
    page.press("Agree").await;
    house.tallies(&chat, 1, [1, 0, 0, 0]).await;
    // Undo stands beside the answer it undoes, and never beside another.
    page.has(".why-tools .undo, .why-tools :nth-child(2)").await;
    chat.step("focus", 0).await;
    page.says(".why-take", TWO[0]).await;
    page.has_no(".why-tools :nth-child(2)").await;
    chat.step("focus", 1).await;
    page.says(".why-take", TWO[1]).await;
    page.press("Change my answer").await;
    page.settled().await;
    page.says(".deck .take-text[id]", TWO[1]).await;
    house.tallies(&chat, 1, [1, 0, 0, 0]).await;
    page.press("Pass").await;
    house.tallies(&chat, 1, [0, 0, 1, 0]).await;
    assert_eq!(house.acknowledged(&chat).await, 5);

    // The other one can be picked up from the list, and put back as it was.
    page.says(".wait-others p", TWO[0]).await;
    page.click(".wait-others .button").await;
    page.settled().await;
    page.says(".deck .take-text[id]", TWO[0]).await;
    page.press("Keep my answer").await;
    page.sees("You: Disagree").await;

    // What is closed cannot be changed.
    chat.step("close", 0).await;
    page.has_no(".wait-others .button").await;
    chat.step("close", 1).await;
    page.sees("Swiping is closed.").await;
    page.has_no(".undo").await;
    assert!(!page.text().await.contains("Change my answer"));
    house.tallies(&chat, 0, [0, 1, 0, 0]).await;
    assert_eq!(house.acknowledged(&chat).await, 5);
}

async fn write(page: &Page, words: &str) {
    page.fill(".why input[enterkeyhint]", words).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_reservation_and_why() {
    let house = House::open().await;
    let chat = house.chat(&TWO[..1]).await;
    chat.step("open", 0).await;
    let page = house.phone(&chat, PHONE).await;
    page.settled().await;
    page.press("Agree").await;
    page.sees("You: Agree").await;
    page.click(".why input[name=reservation]").await;
    house.tallies(&chat, 0, [1, 0, 0, 1]).await;
    page.sees("You: Agree, with a reservation").await;
    page.click(".why input[name=reservation]").await;
    house.tallies(&chat, 0, [1, 0, 0, 0]).await;
    page.click(".why input[name=reservation]").await;
    house.tallies(&chat, 0, [1, 0, 0, 1]).await;

    let host = house.window(DESK).await;
    house.sign_in(&host).await;
    host.goto(&format!("/host/chats/{}/console", chat.id)).await;
    assert_eq!(
        page.js("[...document.querySelectorAll('.why button')].find((b) => b.textContent === 'Send truth').disabled")
            .await,
        true
    );
    write(&page, "I prepare for questions.").await;
    page.sees("116 left").await;
    page.press("Send truth").await;
    house.truths_are(&chat, &["I prepare for questions."]).await;
    let truth = &house.truths(&chat).await[0];
    assert_eq!(
        (&truth["side"], &truth["reservation"], &truth["quotable"]),
        (&json!("agree"), &json!(true), &json!(false))
    );
    host.sees("I prepare for questions.").await;
    host.sees("not to be quoted").await;
    page.sees("Sent. You can change it until the chat moves on.").await;

    write(&page, "I cannot prepare for “quick sync”.").await;
    page.click(".why input[name=quotable]").await;
    page.press("Send again").await;
    house.truths_are(&chat, &["I cannot prepare for “quick sync”."]).await;
    assert_eq!(house.truths(&chat).await[0]["quotable"], true);
    host.sees("I cannot prepare for “quick sync”.").await;
    host.sees_no("I prepare for questions.").await;

    page.press("Take it back").await;
    house.truths_are(&chat, &[]).await;
    page.sees("Taken back.").await;
    host.sees_no("quick sync").await;
    assert_eq!(page.js("document.querySelector('.why input[enterkeyhint]').value").await, "");
    // Markup is words.
    write(&page, "<b>No</b> & no").await;
    page.press("Send truth").await;
    house.truths_are(&chat, &["<b>No</b> & no"]).await;
    host.sees("<b>No</b> & no").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sheet_never_blocks() {
    let house = House::open().await;
    let chat = house.chat(&TWO).await;
    chat.act(json!({ "action": "open_all" })).await;
    let page = house.phone(&chat, PHONE).await;
    page.settled().await;
    page.press("Agree").await;
    page.has(".why-over").await;
    page.press("Why?").await;
    write(&page, "Half a sent").await;
    // What comes from the room leaves the words alone.
    chat.act(json!({ "action": "takeaway", "take": chat.takes[0], "words": "x" })).await;
    let other = house.crowd(&chat, 1, &[swarm::Answer::plain(swarm::Side::Agree)]).await;
    assert_eq!(page.js("document.querySelector('.why input[enterkeyhint]').value").await, "Half a sent");
    // The next card can be swiped under it.
    page.swipe(&crate::hand::Drag::to(-200.0, 0.0, 320)).await;
    house.tallies(&chat, 1, [1, 1, 0, 0]).await;
    house.truths_are(&chat, &[]).await;
    drop(other);
    tokio::time::timeout(Duration::from_secs(1), page.sees("Look up at the screen")).await.unwrap();
}
