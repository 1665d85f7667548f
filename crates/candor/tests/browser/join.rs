//! The way in: by the code, by the link, with a name where one is asked for.

use crate::house::{House, draft};
use crate::kit::chat::Chat;
use crate::page::PHONE;
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn by_code_and_by_link() {
    let house = House::open().await;
    let chat = house.chat(&["Meetings are work"]).await;
    chat.step("open", 0).await;
    let page = house.window(PHONE).await;

    // As people read it aloud.
    let (first, second) = chat.code.split_at(3);
    page.goto("/").await;
    page.fill("#code", &format!("{first} {second}")).await;
    page.press("Go on").await;
    page.arrives(&format!("/j/{}", chat.code)).await;
    page.sees("Culture Chat 7").await;
    page.sees("Confidential. No name is asked; only totals are shown").await;
    page.press("Join").await;
    page.arrives(&format!("/v/{}", chat.id)).await;
    page.has(".deck > .take-card").await;
    // The answer to the press is the deck: one redirect, no page between.
    assert_eq!(page.js("performance.getEntriesByType('navigation')[0].redirectCount").await, 1);
    assert_eq!(chat.result().await["voices"], 1);

    house.forget(&page).await;
    page.goto(&format!("/j/{}", chat.code)).await;
    page.press("Join").await;
    page.arrives(&format!("/v/{}", chat.id)).await;
    page.says(".take-text", "Meetings are work").await;
    assert_eq!(chat.result().await["voices"], 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_code_stays_in_its_field() {
    let house = House::open().await;
    let page = house.window(PHONE).await;
    page.goto("/").await;
    page.fill("#code", "000 000").await;
    page.press("Go on").await;
    page.sees("No chat has this code. Check the six digits on the screen.").await;
    assert_eq!(page.js("document.getElementById('code').value").await, "000000");
    assert_eq!(page.js("document.getElementById('code').getAttribute('aria-invalid')").await, "true");
    page.goto("/join?code=abc").await;
    page.sees("Write the six digits from the screen, then go on.").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_named_chat_asks_for_a_name() {
    let house = House::open().await;
    let mut named = draft(&["Meetings are work"]);
    named["mode"] = json!("named");
    let chat = Chat::start(&house.host(), &named).await;
    chat.step("open", 0).await;
    let page = house.window(PHONE).await;
    let door = format!("/j/{}", chat.code);
    page.goto(&door).await;
    page.sees("Named. Your name stands beside what you write").await;
    // Not without a name: the browser says so itself, the server where the browser does not.
    page.press("Join").await;
    assert_eq!(page.path().await, door);
    page.js("document.querySelector('form').noValidate = true").await;
    page.press("Join").await;
    page.sees("This chat asks for your name. Write it and join again.").await;
    assert_eq!(chat.result().await["voices"], 0);
    page.fill("#name", "Odd Bergmann").await;
    page.press("Join").await;
    page.arrives(&format!("/v/{}", chat.id)).await;
    page.sees("You are Odd Bergmann.").await;
    assert_eq!(chat.result().await["voices"], 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn before_the_room_opens_and_after_the_end() {
    let house = House::open().await;
    let chat = Chat::write(&house.host(), &draft(&["Meetings are work"])).await;
    let page = house.window(PHONE).await;
    page.goto(&format!("/j/{}", chat.code)).await;
    page.sees_no("Join\n").await;
    assert_eq!(page.count("form[action='/join'] input[name=code][type=hidden]").await, 0);
    chat.act(json!({ "action": "start" })).await;
    page.reload().await;
    page.press("Join").await;
    page.arrives(&format!("/v/{}", chat.id)).await;
    page.sees("The host opens the first take in a moment.").await;
    chat.step("open", 0).await;
    page.says(".take-text", "Meetings are work").await;
    chat.act(json!({ "action": "end" })).await;
    page.sees("Thank you for saying what you think.").await;
    house.forget(&page).await;
    page.goto(&format!("/j/{}", chat.code)).await;
    page.sees("This chat is over.").await;
    assert_eq!(page.count("form[action='/join'] input[name=code][type=hidden]").await, 0);
}
