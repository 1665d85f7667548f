//! Before the reveal nothing, after it the room beside one's own answer, at the end the recap.

use crate::house::{House, draft};
use crate::kit::chat::Chat;
use crate::page::{PHONE, Page};
use serde_json::json;
use swarm::{Answer, Side};

const TAKES: [&str; 2] = ["Meetings are work", "Friday is for focus"];
const AGREE: Answer = Answer::plain(Side::Agree);
const DISAGREE: Answer = Answer::plain(Side::Disagree);

/// No number that tells how the others answered.
async fn hides(page: &Page) {
    let text = page.text().await;
    assert!(!text.contains('%') && !text.contains("Answers:"), "{text}");
    assert_eq!(page.count(".outcome, .bar, figure, .numbers").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn beside_the_room() {
    let house = House::open().await;
    let chat = house.chat(&TAKES).await;
    chat.step("open", 0).await;
    let page = house.phone(&chat, PHONE).await;
    hides(&page).await;
    let crowd = [AGREE, AGREE, DISAGREE, Answer::reserved(Side::Agree), DISAGREE, AGREE];
    let crowd = house.crowd(&chat, 0, &crowd).await;
    page.settled().await;
    page.press("Disagree").await;
    house.tallies(&chat, 0, [4, 3, 0, 1]).await;
    page.sees("Others are still swiping.").await;
    hides(&page).await;
    chat.step("close", 0).await;
    page.sees("Swiping is closed.").await;
    hides(&page).await;
    // Not even a reload, nor what the page was made from, tells more.
    page.reload().await;
    page.sees("Swiping is closed.").await;
    hides(&page).await;
    assert_eq!(
        page.js("JSON.parse(document.getElementById('boot').textContent).room.takes[0].result").await,
        json!(null)
    );

    chat.step("reveal", 0).await;
    page.has(".outcome-now").await;
    let outcome = page.js("document.querySelector('.outcome-now').innerText").await;
    let outcome = outcome.as_str().unwrap();
    for said in ["Meetings are work", "43%", "57%", "You: Disagree", "Answers: 7", "With a reservation: 1"] {
        assert!(outcome.contains(said), "{said}: {outcome}");
    }
    assert_eq!(
        page.js("document.querySelector('.outcome-now .bar').getAttribute('aria-label')").await,
        "Disagree 43%, Agree 57%"
    );
    // Left is left: the side that disagrees has its number and its bar there.
    let left = "((l, r) => l.right <= r.left + 1 && l.width < r.width)(...['.left', '.right'].map((it) => document.querySelector(`.outcome-now .bar ${it}`).getBoundingClientRect()))";
    assert_eq!(page.js(left).await, true);
    drop(crowd);

    chat.step("open", 1).await;
    page.says(".deck .take-text[id]", TAKES[1]).await;
    hides(&page).await;
    chat.step("close", 1).await;
    chat.step("reveal", 1).await;
    page.sees("You did not answer").await;

    chat.act(json!({ "action": "wrap_up" })).await;
    page.sees("The host sums up what the room learned.").await;
    chat.act(json!({ "action": "end" })).await;
    page.sees("Thank you for saying what you think.").await;
    assert!(!page.text().await.contains("Read the recap"));
    let recap = house.host().post(&chat.api("/recap"), &json!({})).await.json();
    let published = house.host().post(&chat.api("/recap/publish"), &json!({ "version": recap["version"] })).await;
    assert_eq!(published.status, 200, "{}", published.text);
    page.press("Read the recap").await;
    page.arrives("/recaps/*").await;
    page.sees("Meetings are work").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_few_to_show() {
    let house = House::open().await;
    let mut small = draft(&TAKES[..1]);
    small["floor"] = json!(5);
    let chat = Chat::start(&house.host(), &small).await;
    chat.step("open", 0).await;
    let page = house.phone(&chat, PHONE).await;
    let crowd = house.crowd(&chat, 0, &[AGREE, DISAGREE, AGREE]).await;
    page.settled().await;
    page.press("Agree").await;
    house.tallies(&chat, 0, [3, 1, 0, 0]).await;
    chat.step("close", 0).await;
    chat.step("reveal", 0).await;
    page.sees("Too few answers to show").await;
    let text = page.text().await;
    assert!(!text.contains('%'), "{text}");
    assert_eq!(page.count(".bar").await, 0);
    drop(crowd);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_became_of_a_truth() {
    let house = House::open().await;
    let chat = house.chat(&TAKES[..1]).await;
    chat.step("open", 0).await;
    let page = house.phone(&chat, PHONE).await;
    page.settled().await;
    page.press("Agree").await;
    page.fill(".why input[enterkeyhint]", "I prepare for questions.").await;
    page.press("Send truth").await;
    house.truths_are(&chat, &["I prepare for questions."]).await;
    let truth = house.truths(&chat).await[0]["id"].clone();
    chat.step("close", 0).await;
    chat.step("reveal", 0).await;
    chat.act(json!({ "action": "spotlight", "truth": truth })).await;
    page.reload().await;
    page.sees("Your truth was put on the screen.").await;
    chat.act(json!({ "action": "set_aside", "truth": truth })).await;
    page.reload().await;
    page.sees("The host set your truth aside.").await;
}
