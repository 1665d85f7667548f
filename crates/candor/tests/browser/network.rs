//! Lost networks and restarted servers: whatever was swiped arrives, once.

use crate::hand::Drag;
use crate::house::House;
use crate::page::{PHONE, Page};
use serde_json::json;

const TAKES: [&str; 3] = ["Meetings are work", "Friday is for focus", "Ship it, then polish it"];

async fn network(page: &Page, offline: bool) {
    page.cdp("Network.enable", json!({})).await;
    let none = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    page.cdp("Network.emulateNetworkConditions", none).await;
}

async fn line(page: &Page, state: &str) {
    page.until_with("document.getElementById('queue').dataset.state === a[0]", &[json!(state)]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_network() {
    let house = House::open().await;
    let chat = house.chat(&TAKES).await;
    chat.act(json!({ "action": "open_all" })).await;
    let page = house.phone(&chat, PHONE).await;
    line(&page, "connected").await;
    network(&page, true).await;
    line(&page, "offline").await;
    page.sees("No connection. Your answers stay on this phone and are sent later.").await;
    page.swipe(&Drag::to(200.0, 0.0, 320)).await;
    page.sees("Saved on this phone, waiting to send: 1").await;
    page.swipe(&Drag::to(-200.0, 0.0, 320)).await;
    page.sees("Saved on this phone, waiting to send: 2").await;
    assert_eq!(house.acknowledged(&chat).await, 0);
    network(&page, false).await;
    line(&page, "saved").await;
    page.sees("Saved on the server").await;
    house.tallies(&chat, 0, [1, 0, 0, 0]).await;
    house.tallies(&chat, 1, [0, 1, 0, 0]).await;
    assert_eq!(house.acknowledged(&chat).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_restarted_in_mid_take() {
    let mut house = House::open().await;
    let chat = house.chat(&TAKES).await;
    chat.act(json!({ "action": "open_all" })).await;
    let page = house.phone(&chat, PHONE).await;
    page.swipe(&Drag::to(200.0, 0.0, 320)).await;
    house.tallies(&chat, 0, [1, 0, 0, 0]).await;
    line(&page, "saved").await;

    house.down().await;
    page.until("document.getElementById('queue').dataset.state !== 'saved'").await;
    page.says(".deck .take-text[id]", TAKES[1]).await;
    page.swipe(&Drag::to(-200.0, 0.0, 320)).await;
    page.sees("Saved on this phone, waiting to send: 1").await;
    house.up().await;
    line(&page, "saved").await;
    page.says(".deck .take-text[id]", TAKES[2]).await;
    assert_eq!(house.tally(&chat, 0).await.agree, 1);
    house.tallies(&chat, 1, [0, 1, 0, 0]).await;
    assert_eq!(house.acknowledged(&chat).await, 2);
    assert_eq!(chat.result().await["voices"], 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_outlives_its_page() {
    let mut house = House::open().await;
    let chat = house.chat(&TAKES).await;
    chat.act(json!({ "action": "open_all" })).await;
    let page = house.phone(&chat, PHONE).await;
    house.down().await;
    page.swipe(&Drag::to(200.0, 0.0, 320)).await;
    page.sees("Saved on this phone, waiting to send: 1").await;
    // The tab is thrown away while nobody answers, and the chat is opened anew when the server is back.
    page.close().await;
    house.up().await;
    let page = house.window(PHONE).await;
    page.goto(&format!("/j/{}", chat.code)).await;
    page.arrives(&format!("/v/{}", chat.id)).await;
    line(&page, "saved").await;
    house.tallies(&chat, 0, [1, 0, 0, 0]).await;
    page.says(".deck .take-text[id]", TAKES[1]).await;
    assert_eq!(house.acknowledged(&chat).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_late_is_said() {
    let house = House::open().await;
    let chat = house.chat(&TAKES).await;
    chat.act(json!({ "action": "open_all" })).await;
    let page = house.phone(&chat, PHONE).await;
    network(&page, true).await;
    line(&page, "offline").await;
    page.swipe(&Drag::to(200.0, 0.0, 320)).await;
    page.sees("waiting to send: 1").await;
    chat.step("close", 0).await;
    network(&page, false).await;
    page.sees("This take is closed. What you answered before counts.").await;
    line(&page, "connected").await;
    house.tallies(&chat, 0, [0, 0, 0, 0]).await;
    page.says(".deck .take-text[id]", TAKES[1]).await;
}
