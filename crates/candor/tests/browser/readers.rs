//! What a screen reader is told, and what a page weighs.

use crate::house::House;
use crate::page::{PHONE, Page};
use serde_json::{Value, json};

/// Bytes on the wire, see docs/adr/0011.
const BUDGET: u64 = 17 * 1024;

/// Role and name of everything in the accessibility tree.
async fn tree(page: &Page) -> Vec<(String, String)> {
    let tree = page.cdp("Accessibility.getFullAXTree", json!({})).await;
    let text = |value: &Value| value["value"].as_str().unwrap_or_default().to_owned();
    let nodes = tree["nodes"].as_array().unwrap().iter().filter(|node| node["ignored"] != true);
    nodes.map(|node| (text(&node["role"]), text(&node["name"]))).collect()
}

fn named(tree: &[(String, String)], role: &str) -> Vec<String> {
    tree.iter().filter(|(of, _)| of == role).map(|(_, name)| name.clone()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_of_the_deck() {
    let house = House::open().await;
    let chat = house.chat(&["Meetings are work", "Friday is for focus", "Lunch is sacred"]).await;
    chat.act(json!({ "action": "open_all" })).await;
    let page = house.phone(&chat, PHONE).await;
    page.settled().await;
    let at_first = tree(&page).await;
    assert_eq!(named(&at_first, "button"), ["Disagree", "Pass", "Agree"]);
    assert_eq!(named(&at_first, "heading"), ["Culture Chat 7", "Meetings are work"]);
    assert_eq!(named(&at_first, "progressbar"), ["Your way through the takes"]);
    assert_eq!(named(&at_first, "region"), ["Meetings are work"]);
    assert_eq!(named(&at_first, "main").len(), 1);
    // The cards below the first one, and the stamps, are for the eyes.
    let heard: Vec<_> =
        at_first.iter().filter(|(role, _)| role == "StaticText").map(|(_, name)| name.as_str()).collect();
    assert!(!heard.contains(&"Friday is for focus"), "{heard:?}");
    assert_eq!(heard.iter().filter(|it| **it == "Agree").count(), 1, "{heard:?}");
    let progress = "((p) => ['aria-valuemin', 'aria-valuenow', 'aria-valuemax'].map((it) => p.getAttribute(it)))(document.querySelector('[role=progressbar]'))";
    assert_eq!(page.js(progress).await, json!(["0", "0", "3"]));
    assert!(page.js("document.title").await.as_str().unwrap().starts_with("Take 1 of 3"));

    // The focus stays on the button, and the status says what happened.
    page.js("document.querySelector('.answer-agree').focus()").await;
    page.types(" ").await;
    page.says("#status", "Agreed. Take 2 of 3: Friday is for focus").await;
    assert_eq!(page.js("document.getElementById('status').getAttribute('role')").await, "status");
    assert_eq!(page.js("document.activeElement.className").await, "answer answer-agree");
    page.settled().await;
    assert_eq!(page.js(progress).await, json!(["0", "1", "3"]));
    assert!(page.js("document.title").await.as_str().unwrap().starts_with("Take 2 of 3"));
    let then = tree(&page).await;
    let buttons = named(&then, "button");
    for name in ["Undo", "Why?", "Close", "Disagree", "Pass", "Agree"] {
        assert!(buttons.iter().any(|it| it == name), "{name}: {buttons:?}");
    }
    assert_eq!(named(&then, "checkbox"), ["With a reservation"]);
    assert!(named(&then, "heading").contains(&"Friday is for focus".to_owned()));
    page.press("Why?").await;
    page.has(".why input[enterkeyhint]").await;
    let open = tree(&page).await;
    assert_eq!(named(&open, "textbox"), ["Why?"]);
    assert!(named(&open, "checkbox").contains(&"May be quoted in the recap".to_owned()));
    page.press("Undo").await;
    page.says("#status", "Answer removed. Meetings are work").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn weight_of_the_swipe_page() {
    let house = House::open().await;
    let chat = house.chat(&["Meetings are work", "Friday is for focus"]).await;
    chat.act(json!({ "action": "open_all" })).await;
    let page = house.window(PHONE).await;
    page.goto(&format!("/j/{}", chat.code)).await;
    // As on a phone that was never here.
    page.cdp("Network.clearBrowserCache", json!({})).await;
    page.press("Join").await;
    page.has(".deck > .take-card").await;
    let sent = "performance.getEntriesByType('resource').filter((it) => /\\.(js|css)$/.test(it.name)).map((it) => [it.name.split('/').slice(5).join('/'), it.encodedBodySize, it.decodedBodySize])";
    let sent = page.js(sent).await;
    let sent = sent.as_array().unwrap();
    assert!(sent.iter().any(|it| it[0] == "phone/main.js" || it[0] == "chat/phone/main.js"), "{sent:?}");
    assert!(sent.iter().all(|it| it[1].as_u64() > Some(0)), "{sent:?}");
    let total: u64 = sent.iter().filter_map(|it| it[1].as_u64()).sum();
    println!("the swipe page: {total} bytes of script and style on the wire: {sent:?}");
    assert!(total <= BUDGET, "{total} bytes of script and style: {sent:?}");
}
