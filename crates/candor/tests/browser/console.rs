//! A host runs a whole chat from the console, and the big screen follows.

use crate::house::{House, draft};
use crate::kit::chat::Chat;
use crate::page::{DESK, Page, WALL};
use serde_json::json;
use swarm::{Answer, Consent, Side, Truth};

const AGREE: Answer = Answer::plain(Side::Agree);
const DISAGREE: Answer = Answer::reserved(Side::Disagree);

/// A chat of three takes with one panellist, still a draft.
async fn written(house: &House) -> Chat {
    Chat::write(&house.host(), &crate::kit::chat::draft(3)).await
}

async fn console(house: &House, chat: &Chat) -> Page {
    let page = house.window(DESK).await;
    house.sign_in(&page).await;
    page.goto(&format!("/host/chats/{}/console", chat.id)).await;
    page.says("#health", "Connected").await;
    page
}

async fn view(screen: &Page, view: &str) {
    screen.until_with("document.body.dataset.view === a[0]", &[json!(view)]).await;
}

/// The primary button says this now, and is not still at work.
async fn next(page: &Page, name: &str) {
    page.says("#primary button:not([aria-busy])", name).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_chat_by_one_button() {
    let house = House::open().await;
    let mut chat = written(&house).await;
    let host = house.window(DESK).await;
    house.sign_in(&host).await;
    host.goto("/host").await;
    host.press("Culture Chat 7").await;
    host.arrives(&format!("/host/chats/{}", chat.id)).await;
    host.press("Open the room").await;
    host.arrives(&format!("/host/chats/{}/console", chat.id)).await;
    host.sees("The room is open").await;
    host.says("#health", "Connected").await;
    // The editor has written the takes anew.
    let told = house.host().get(&chat.api("")).await.json();
    chat.takes = told["takes"].as_array().unwrap().iter().map(|it| crate::kit::chat::text(&it["id"])).collect();
    let screen = house.window(WALL).await;
    screen.goto(&format!("/screen/{}", chat.screen_key)).await;
    view(&screen, "lobby").await;
    let (first, second) = chat.code.split_at(3);
    host.sees(&format!("{first} {second}")).await;

    next(&host, "Open take 1").await;
    host.click("#primary button").await;
    view(&screen, "take").await;
    screen.says("#upper .take", "Meetings are work").await;
    let crowd = house.crowd(&chat, 0, &[AGREE, DISAGREE, AGREE, AGREE]).await;
    screen.sees("4 of 4 people have answered").await;
    host.says("[data-count=joined]", "4").await;
    host.says("[data-count=answered]", "4").await;
    assert!(!screen.text().await.contains('%'));
    let reasons = ["I prepare for questions.", "Sometimes I only find out what my question was by talking."];
    for (phone, words) in crowd.iter().zip(reasons) {
        phone.truth(crate::house::id(&chat.takes[0]), Truth { words: words.to_owned(), consent: Consent::Quote }).await;
    }
    for words in reasons {
        host.press(&format!("Put on screen: {words}")).await;
        host.has(&format!("[aria-label='Take off the screen: {words}']")).await;
    }

    // Space is the big button, wherever nothing else takes it.
    next(&host, "Close take 1").await;
    host.js("document.activeElement.blur()").await;
    host.key(" ").await;
    view(&screen, "closed").await;
    screen.sees("Swiping is closed").await;
    assert!(!screen.text().await.contains("Why agree"));
    next(&host, "Reveal the result").await;
    host.key(" ").await;
    view(&screen, "result").await;
    for said in
        ["75%", "25%", "4 of 4 people have answered", "1 with a reservation", "Too few to tell", reasons[0], reasons[1]]
    {
        screen.sees(said).await;
    }
    let told = &chat.result().await["takes"][0];
    assert_eq!((&told["agree"], &told["disagree"], &told["reservations"]), (&json!(3), &json!(1), &json!(1)));
    assert_eq!(told["truths"].as_array().unwrap().iter().filter(|it| it["on_screen"] == true).count(), 2);

    on_the_record(&chat, &host, &screen).await;
    frozen_and_blank(&host, &screen).await;

    for (name, then) in [
        ("Close take 2", "closed"),
        ("Reveal the result", "result"),
        ("Open take 3", "take"),
        ("Close take 3", "closed"),
        ("Reveal the result", "result"),
        ("Show the wrap-up", "wrap_up"),
    ] {
        next(&host, name).await;
        host.key(" ").await;
        view(&screen, then).await;
    }
    // The last step cannot be taken back: it has no key.
    next(&host, "End the chat").await;
    host.key(" ").await;
    assert_eq!(host.count("#primary button[data-key]").await, 0);
    assert_eq!(house.host().get(&chat.api("")).await.json()["phase"], "wrap_up");
    host.click("#primary button").await;
    view(&screen, "ended").await;
    host.sees("This chat has ended").await;
    screen.sees("The recap follows soon.").await;
    let states =
        chat.result().await["takes"].as_array().unwrap().iter().map(|it| it["state"].clone()).collect::<Vec<_>>();
    assert_eq!(states, ["revealed"; 3]);
    drop(crowd);

    written_up(&chat, &host, &screen, reasons[0]).await;
}

/// The panel answers, and the host says what the room learned.
async fn on_the_record(chat: &Chat, host: &Page, screen: &Page) {
    host.click("#record .answer summary").await;
    host.click("#record .answer .side-disagree").await;
    host.click("#record .answer input[name=reservation]").await;
    host.fill("#record .answer textarea", "Eleven meetings, four questions.").await;
    host.press("Record the answer of Ines Quill").await;
    crate::kit::until("the panel's answer", async || {
        let said = &chat.result().await["takes"][0]["answers"][0];
        said["words"] == "Eleven meetings, four questions." && said["side"] == "disagree" && said["reservation"] == true
    })
    .await;
    host.fill("#record .takeaway textarea", "Only honest meetings.").await;
    host.press("Save the takeaway").await;
    screen.sees("Only honest meetings.").await;
    assert_eq!(chat.result().await["takes"][0]["takeaway"], "Only honest meetings.");
}

/// A frozen picture stays while the room moves on; in a field, Space is a space.
async fn frozen_and_blank(host: &Page, screen: &Page) {
    host.press("Freeze the picture").await;
    host.sees("The picture is frozen").await;
    next(host, "Open take 2").await;
    host.click("#primary button").await;
    next(host, "Close take 2").await;
    screen.sees("75%").await;
    host.press("Let it move again").await;
    screen.says("#upper .take", "Friday is for focus").await;
    host.press("Blank the screen").await;
    view(screen, "blank").await;
    assert!(!screen.text().await.contains("Friday"));
    host.press("Show the picture").await;
    view(screen, "take").await;
    host.click("#record .takeaway textarea").await;
    host.types("Two words").await;
    assert_eq!(host.js("document.activeElement.value").await, "Two words");
    next(host, "Close take 2").await;
    host.js("document.activeElement.blur()").await;
}

/// The recap: drafted, edited, published, taken back.
async fn written_up(chat: &Chat, host: &Page, screen: &Page, reason: &str) {
    host.press("Write the recap").await;
    host.arrives(&format!("/host/chats/{}/recap", chat.id)).await;
    host.press("Write the recap").await;
    host.has("#body").await;
    assert!(
        host.js("document.getElementById('body').value")
            .await
            .as_str()
            .unwrap()
            .contains("Eleven meetings, four questions.")
    );
    host.fill("#title", "What we learned about meetings").await;
    host.js("((body) => { body.focus(); body.setSelectionRange(0, 0); })(document.getElementById('body'))").await;
    host.types("Written by hand.\n\n").await;
    host.press("Save").await;
    host.sees("Saved.").await;
    host.press("Publish").await;
    host.sees("Published.").await;
    screen.sees("The recap is out. Scan the code to read it.").await;
    screen.until("document.querySelector('#recap img').naturalWidth > 0").await;
    host.press("Open the public page").await;
    host.arrives("/recaps/*").await;
    let public = host.path().await;
    host.sees("What we learned about meetings").await;
    host.sees("Written by hand.").await;
    host.sees("Only honest meetings.").await;
    host.sees(reason).await;
    host.goto(&format!("/host/chats/{}/recap", chat.id)).await;
    host.press("Unpublish").await;
    host.sees("Taken back.").await;
    host.goto(&public).await;
    host.sees("Nothing here").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hosts_at_once() {
    let house = House::open().await;
    let chat = Chat::start(&house.host(), &draft(&["Meetings are work", "Friday is for focus"])).await;
    let one = console(&house, &chat).await;
    let two = console(&house, &chat).await;
    next(&two, "Open take 1").await;
    let seen = two.js("document.querySelector('#primary [name=seen]').value").await;
    next(&one, "Open take 1").await;
    one.click("#primary button").await;
    next(&one, "Close take 1").await;
    // The other window follows by itself …
    next(&two, "Close take 1").await;
    // … but one that did not notice yet moves nothing, and is told.
    two.js_with("((field) => (field.value = a[0]))(document.querySelector('#primary [name=seen]'))", &[seen]).await;
    two.click("#primary button").await;
    two.sees("Somebody else moved the room on. What you see is fresh now; nothing you typed is lost.").await;
    assert_eq!(chat.result().await["takes"][0]["state"], "open");
    next(&two, "Close take 1").await;
    two.click("#primary button").await;
    next(&one, "Reveal the result").await;
    assert_eq!(chat.result().await["takes"][0]["state"], "closed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_console_and_a_screen_after_a_restart() {
    let mut house = House::open().await;
    let chat = house.chat(&["Meetings are work"]).await;
    chat.step("open", 0).await;
    let host = console(&house, &chat).await;
    let screen = house.window(WALL).await;
    screen.goto(&format!("/screen/{}", chat.screen_key)).await;
    view(&screen, "take").await;
    house.down().await;
    host.says("#health", "Reconnecting …").await;
    screen.sees("Connection lost, trying again").await;
    house.up().await;
    host.says("#health", "Connected").await;
    screen.sees_no("Connection lost").await;
    next(&host, "Close take 1").await;
    host.click("#primary button").await;
    view(&screen, "closed").await;
}
