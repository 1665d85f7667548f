//! Dark, without movement, and in a language that shows every word left behind.

use crate::checks::{Answer, all, at_rest};
use crate::hand::Drag;
use crate::house::{House, draft};
use crate::kit::chat::Chat;
use crate::page::{PHONE, Page, WALL};
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dark_and_without_movement() {
    let house = House::open().await;
    let chat = house.chat(&["Meetings are work", "Friday is for focus", "Lunch is sacred"]).await;
    chat.act(json!({ "action": "open_all" })).await;
    let page = house.phone(&chat, PHONE).await;
    page.wish(&[("prefers-reduced-motion", "reduce"), ("prefers-color-scheme", "dark")]).await;
    let brightness = "((c) => Math.max(...c.match(/[\\d.]+/g).slice(0, 3).map(Number)))(getComputedStyle(document.body).backgroundColor)";
    assert!(page.js(brightness).await.as_f64().unwrap() < 80.0, "the page is not dark");

    let drag = Drag::to(200.0, 20.0, 320);
    page.touch_down(&drag).await;
    let style = "document.querySelector('.deck > [data-depth=\"0\"]').style.transform";
    page.until(&format!("{style}.startsWith('translate(50px')")).await;
    assert!(!page.js(style).await.as_str().unwrap().contains("rotate"));
    page.touch_up(&drag).await;
    // The card that leaves only fades.
    let turned = "[...document.querySelectorAll('body > .take-card')].some((it) => { const { b, c } = new DOMMatrix(getComputedStyle(it).transform); return b !== 0 || c !== 0; })";
    assert_eq!(page.js(turned).await, false);
    house.tallies(&chat, 0, [1, 0, 0, 0]).await;
    page.until("!document.querySelector('body > .take-card')").await;
    page.settled().await;
    page.press("Disagree").await;
    house.tallies(&chat, 1, [0, 1, 0, 0]).await;
    page.settled().await;
    page.press("Pass").await;
    house.tallies(&chat, 2, [0, 0, 1, 0]).await;
    page.until("!document.querySelector('body > .take-card')").await;
    assert_eq!(page.count("body > .take-card").await, 0, "a card was left behind");
}

/// Words on the page, in names and in titles, that are neither translated nor typed by anybody.
pub async fn untranslated(page: &Page, typed: &[&str]) -> serde_json::Value {
    let find = r"((typed) => {
      const found = new Set();
      const look = (text) => {
        let rest = text.trim();
        for (const it of typed) rest = rest.replaceAll(it, '');
        if (/\p{L}/u.test(rest) && !rest.includes('⟦')) found.add(text.trim());
      };
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const el = node.parentElement;
        if (/script|style|template|noscript/i.test(el.localName) || !el.checkVisibility() || el.closest('.address, svg')) continue;
        const say = el.closest('bdi, .number, .share, .code') ?? el;
        look(say.textContent.includes('⟦') ? say.textContent : node.data);
      }
      for (const el of document.querySelectorAll('[aria-label], [title], [alt], [placeholder]'))
        for (const name of ['aria-label', 'title', 'alt', 'placeholder']) look(el.getAttribute(name) ?? '');
      look(document.title);
      return [...found];
    })(a[0])";
    page.js_with(find, &[json!(typed)]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_the_pseudo_language() {
    let house = House::open().await;
    let typed = [
        "Culture Chat 7",
        "Saltmarsh Culture Chats",
        "Meetings are work",
        "Friday is for focus",
        "Ines Quill",
        "Engineer",
        "Lowhaven",
        "Because it is said aloud.",
        "Candor",
    ];
    let mut pseudo = draft(&typed[2..4]);
    pseudo["language"] = json!("en-XA");
    let chat = Chat::start(&house.host(), &pseudo).await;
    let screen = house.window(WALL).await;
    let phone = house.window(PHONE).await;
    let look = async |name: &str| {
        for (page, device) in [(&phone, PHONE), (&screen, WALL)] {
            at_rest(page).await;
            let name = format!("{name} at {} px", device.width);
            assert_eq!(untranslated(page, &typed).await, json!([]), "{name}");
            all(page, &name, device, Answer::Found).await;
        }
    };
    screen.goto(&format!("/screen/{}", chat.screen_key)).await;
    phone.goto(&format!("/j/{}", chat.code)).await;
    look("the door").await;
    phone.click("form[action='/join'] button").await;
    phone.has(".look").await;
    look("the lobby").await;
    chat.act(json!({ "action": "open_all" })).await;
    phone.settled().await;
    look("the deck").await;
    phone.swipe(&Drag::to(200.0, 0.0, 320)).await;
    house.tallies(&chat, 0, [1, 0, 0, 0]).await;
    phone.settled().await;
    phone.click(".why-head .button").await;
    phone.has(".why input[enterkeyhint]").await;
    phone.fill(".why input[enterkeyhint]", typed[7]).await;
    phone.click(".why input[name=reservation]").await;
    phone.click(".why-send button[type=submit]").await;
    house.truths_are(&chat, &typed[7..8]).await;
    look("the sheet").await;
    phone.click(".answer-pass").await;
    house.tallies(&chat, 1, [0, 0, 1, 0]).await;
    phone.has(".look").await;
    look("waiting").await;
    let truth = house.truths(&chat).await[0]["id"].clone();
    chat.act(json!({ "action": "spotlight", "truth": truth })).await;
    chat.step("focus", 0).await;
    chat.step("close", 0).await;
    screen.until("document.body.dataset.view === 'closed'").await;
    look("a closed take").await;
    chat.step("reveal", 0).await;
    phone.has(".outcome-now").await;
    screen.until("document.body.dataset.view === 'result'").await;
    look("a result").await;
    chat.act(json!({ "action": "wrap_up" })).await;
    screen.until("document.body.dataset.view === 'wrap_up'").await;
    look("the wrap-up").await;
    chat.act(json!({ "action": "end" })).await;
    screen.until("document.body.dataset.view === 'ended'").await;
    look("the end").await;
}
