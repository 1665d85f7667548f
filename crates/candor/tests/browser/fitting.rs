//! Long takes fit their card, and no view of the big screen is cut off.

use crate::checks::{at_rest, fits};
use crate::hand::Drag;
use crate::house::House;
use crate::page::{BEAMER, Device, NARROW, PHONE, Page, WALL};
use serde_json::json;

/// 140 characters in words, and in one word.
fn longest() -> [String; 2] {
    let words = "Whoever writes the longest statements of all should be the first who has to read them aloud to everyone, twice, in the big hall, on a Monday";
    [words.to_owned(), "Donaudampfschifffahrtsgesellschaft".repeat(5).chars().take(140).collect()]
}

/// The text of the top card lies within the card, above whatever lies over it.
async fn card_holds(page: &Page, device: Device, what: &str) {
    page.hold(device).await;
    at_rest(page).await;
    let card = "document.querySelector('.deck > .take-card[data-depth=\"0\"]')";
    let name = format!("{what} at {} px", device.width);
    // It is fitted with the next frame that the page draws.
    page.until(&format!("{card}.scrollHeight <= {card}.clientHeight")).await;
    let cut =
        page.js(&format!("[{card}.scrollHeight - {card}.clientHeight, {card}.scrollWidth - {card}.clientWidth]")).await;
    assert_eq!(cut, json!([0, 0]), "{name}: px cut off");
    let room = format!(
        "((text, box, sheet) => [text.top - box.top, (sheet?.top ?? box.bottom) - text.bottom])({card}.querySelector('.take-text').getBoundingClientRect(), {card}.getBoundingClientRect(), document.querySelector('.why-over')?.getBoundingClientRect())"
    );
    let room = page.js(&room).await;
    let room: Vec<f64> = room.as_array().unwrap().iter().map(|it| it.as_f64().unwrap()).collect();
    assert!(room.iter().all(|it| *it >= 0.0), "{name}: room above and below the text in px {room:?}");
    fits(page, &name).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_the_phone() {
    let house = House::open().await;
    let [words, word] = longest();
    let chat = house.chat(&["Meetings are work", &words, &word]).await;
    chat.act(json!({ "action": "open_all" })).await;
    let page = house.phone(&chat, PHONE).await;
    for (take, what) in
        [("Meetings are work", "a short take"), (&words, "the longest take"), (&word, "the longest word")]
    {
        page.says(".deck .take-text[id]", take).await;
        for device in [NARROW, PHONE] {
            card_holds(&page, device, what).await;
        }
        if page.count(".why-over").await > 0 {
            page.press("Close").await;
            for device in [NARROW, PHONE] {
                card_holds(&page, device, &format!("{what}, sheet closed")).await;
            }
        }
        page.swipe(&Drag::to(220.0, 0.0, 320)).await;
        page.until("!document.querySelector('body > .take-card')").await;
    }
    page.sees("Others are still swiping.").await;
    for device in [NARROW, PHONE] {
        page.hold(device).await;
        fits(&page, "waiting with the longest word").await;
    }
    chat.step("close", 2).await;
    chat.step("reveal", 2).await;
    page.has(".outcome-now").await;
    for device in [NARROW, PHONE] {
        page.hold(device).await;
        fits(&page, "the result of the longest word").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_the_big_screen() {
    let house = House::open().await;
    let [words, word] = longest();
    let chat = house.chat(&[&words, &word]).await;
    let page = house.window(BEAMER).await;
    page.goto(&format!("/screen/{}", chat.screen_key)).await;
    let view = async |view: &str, of: &str| {
        page.until_with("document.body.dataset.view === a[0]", &[json!(view)]).await;
        page.until_with("document.body.innerText.includes(a[0])", &[json!(of)]).await;
        for device in [WALL, BEAMER] {
            page.hold(device).await;
            at_rest(&page).await;
            page.until("document.documentElement.scrollHeight <= innerHeight").await;
            fits(&page, &format!("{view} at {} px", device.width)).await;
            // Readable from the last row.
            if device == BEAMER {
                let small = "Math.min(...[...document.querySelectorAll('body *')].filter((el) => el.checkVisibility() && !el.closest('.visually-hidden, .skip, .controls, svg') && [...el.childNodes].some((it) => it.nodeType === 3 && it.data.trim())).map((el) => parseFloat(getComputedStyle(el).fontSize)))";
                let smallest = page.js(small).await.as_f64().unwrap();
                assert!(smallest >= 19.9, "{view}: a text of {smallest} px");
            }
        }
    };
    view("lobby", "Ines Quill").await;
    for (n, take) in [&words, &word].into_iter().enumerate() {
        chat.step("open", n).await;
        view("take", take).await;
        let crowd = house
            .crowd(
                &chat,
                n,
                &[swarm::Answer::plain(swarm::Side::Agree), swarm::Answer::reserved(swarm::Side::Disagree)],
            )
            .await;
        for phone in &crowd {
            let truth = swarm::Truth { words: words.clone(), consent: swarm::Consent::Quote };
            phone.truth(crate::house::id(&chat.takes[n]), truth).await;
        }
        for truth in house.truths(&chat).await.iter().filter(|it| it["take"] == chat.takes[n].as_str()) {
            chat.act(json!({ "action": "spotlight", "truth": truth["id"] })).await;
        }
        chat.act(json!({ "action": "takeaway", "take": chat.takes[n], "words": words })).await;
        chat.step("close", n).await;
        view("closed", "The result comes next.").await;
        chat.step("reveal", n).await;
        view("result", "Takeaway").await;
    }
    chat.act(json!({ "action": "wrap_up" })).await;
    view("wrap_up", "What we found out together").await;
    chat.act(json!({ "action": "end" })).await;
    view("ended", "Thank you for being candid").await;
}
