//! Coming back: a reload, a closed tab, a second tab.

use crate::hand::Drag;
use crate::house::House;
use crate::page::PHONE;
use serde_json::json;

const TAKES: [&str; 3] = ["Meetings are work", "Friday is for focus", "Ship it, then polish it"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reload_and_a_closed_tab() {
    let house = House::open().await;
    let chat = house.chat(&TAKES).await;
    chat.step("open", 0).await;
    let page = house.phone(&chat, PHONE).await;
    page.swipe(&Drag::to(200.0, 0.0, 320)).await;
    page.click(".why input[name=reservation]").await;
    page.fill(".why input[enterkeyhint]", "Half of us join at dinner time.").await;
    page.press("Send truth").await;
    house.tallies(&chat, 0, [1, 0, 0, 1]).await;
    house.truths_are(&chat, &["Half of us join at dinner time."]).await;
    page.until("document.getElementById('queue').dataset.state === 'saved'").await;

    page.reload().await;
    page.sees("You: Agree, with a reservation").await;
    let kept = "document.querySelector('.why input[enterkeyhint]').value === a[0]";
    page.until_with(kept, &[json!("Half of us join at dinner time.")]).await;
    page.close().await;

    let page = house.window(PHONE).await;
    page.goto(&format!("/j/{}", chat.code)).await;
    page.arrives(&format!("/v/{}", chat.id)).await;
    page.sees("You: Agree, with a reservation").await;
    chat.step("close", 0).await;
    chat.step("open", 1).await;
    page.says(".deck .take-text[id]", TAKES[1]).await;
    page.reload().await;
    page.says(".deck .take-text[id]", TAKES[1]).await;
    page.swipe(&Drag::to(-200.0, 0.0, 320)).await;
    house.tallies(&chat, 1, [0, 1, 0, 0]).await;
    assert_eq!(chat.result().await["voices"], 1);
    assert_eq!(house.acknowledged(&chat).await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_tabs_are_one_voice() {
    let house = House::open().await;
    let chat = house.chat(&TAKES).await;
    chat.act(json!({ "action": "open_all" })).await;
    let one = house.phone(&chat, PHONE).await;
    let two = house.window(PHONE).await;
    two.goto(&format!("/j/{}", chat.code)).await;
    two.arrives(&format!("/v/{}", chat.id)).await;
    // Both have the same cards; whichever answers last counts, and no answer of the other is lost.
    two.swipe(&Drag::to(200.0, 0.0, 320)).await;
    house.tallies(&chat, 0, [1, 0, 0, 0]).await;
    one.swipe(&Drag::to(-200.0, 0.0, 320)).await;
    house.tallies(&chat, 0, [0, 1, 0, 0]).await;
    one.swipe(&Drag::to(-200.0, 0.0, 320)).await;
    house.tallies(&chat, 1, [0, 1, 0, 0]).await;
    two.swipe(&Drag::to(200.0, 0.0, 320)).await;
    house.tallies(&chat, 1, [1, 0, 0, 0]).await;
    two.settled().await;
    two.press("Pass").await;
    house.tallies(&chat, 2, [0, 0, 1, 0]).await;
    one.reload().await;
    one.sees("You: Pass").await;
    assert_eq!(chat.result().await["voices"], 1);
    assert_eq!(house.acknowledged(&chat).await, 5);
}
