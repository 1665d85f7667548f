//! Without scripts: the same voice, the same answers, by plain forms.

use crate::house::House;
use crate::page::{PHONE, Page};
use serde_json::json;

const TAKES: [&str; 2] = ["Meetings are work", "Friday is for focus"];

/// The button of a side, in the form of the current take.
async fn answer(page: &Page, side: &str) {
    page.click(&format!(".plain-take form[action$='/swipe'] button[value={side}]")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_take() {
    let house = House::open().await;
    let chat = house.chat(&TAKES).await;
    let page = house.window(PHONE).await;
    page.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    page.goto("/").await;
    page.fill("#code", &chat.code).await;
    page.press("Go on").await;
    page.arrives(&format!("/j/{}", chat.code)).await;
    page.press("Join").await;
    let voice = format!("/v/{}", chat.id);
    page.arrives(&voice).await;
    page.sees("No take is open yet.").await;
    chat.step("open", 0).await;
    page.press("Show the current take").await;
    page.sees("Meetings are work").await;
    assert_eq!(page.count(".deck").await, 0, "no script may run here");

    answer(&page, "agree").await;
    page.sees("You: Agree").await;
    house.tallies(&chat, 0, [1, 0, 0, 0]).await;
    page.click(".plain-take input[name=reservation]").await;
    answer(&page, "disagree").await;
    page.sees("You: Disagree, with a reservation").await;
    house.tallies(&chat, 0, [0, 1, 0, 1]).await;

    page.fill(".plain-take input[name=words]", "I prepare for questions.").await;
    page.click(".plain-take input[name=quotable]").await;
    page.press("Send truth").await;
    page.arrives(&voice).await;
    house.truths_are(&chat, &["I prepare for questions."]).await;
    let truth = &house.truths(&chat).await[0];
    assert_eq!((&truth["side"], &truth["quotable"]), (&json!("disagree"), &json!(true)));
    assert_eq!(page.js("document.querySelector('input[name=words]').value").await, "I prepare for questions.");

    // Too late is said, and the answer before counts.
    chat.step("close", 0).await;
    answer(&page, "agree").await;
    page.sees("This take is closed. What you answered before counts.").await;
    house.tallies(&chat, 0, [0, 1, 0, 1]).await;
    assert!(!page.text().await.contains('%'));
    chat.step("reveal", 0).await;
    page.press("Show the current take").await;
    page.has("figure svg, .plain-take svg").await;
    page.sees("You: Disagree, with a reservation").await;

    chat.step("open", 1).await;
    page.press("Show the current take").await;
    page.says(".plain-take h2", TAKES[1]).await;
    answer(&page, "pass").await;
    house.tallies(&chat, 1, [0, 0, 1, 0]).await;
    assert_eq!(chat.result().await["voices"], 1);
    // With scripts again the same voice goes on.
    page.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": false })).await;
    page.reload().await;
    page.sees("You: Pass").await;
    page.press("Change my answer").await;
    page.settled().await;
    page.press("Agree").await;
    house.tallies(&chat, 1, [1, 0, 0, 0]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_without_scripts() {
    let house = House::open().await;
    let page = house.window(PHONE).await;
    page.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    house.sign_in(&page).await;
    page.goto("/host").await;
    page.fill("#title", "Culture Chat 8").await;
    page.press("New chat").await;
    page.arrives("/host/chats/*").await;
    page.press("Add a take").await;
    page.fill("#take-1-text", "Meetings are work").await;
    page.press("Save").await;
    page.sees("Saved.").await;
    page.press("Open the room").await;
    page.sees("The room is open").await;
    let id = page.path().await.split('/').nth(3).unwrap().to_owned();
    for step in ["Open take 1", "Close take 1", "Reveal the result", "Show the wrap-up", "End the chat"] {
        page.click("#primary button").await;
        page.sees_no(step).await;
    }
    let told = house.host().get(&format!("/api/v1/chats/{id}")).await.json();
    assert_eq!((&told["phase"], &told["takes"][0]["state"]), (&json!("ended"), &json!("revealed")));
}
