//! What a finger and a mouse mean.

use crate::hand::Drag;
use crate::house::House;
use crate::kit::chat::Chat;
use crate::page::{DESK, PHONE, Page};
use serde_json::json;

const TAKES: [&str; 8] = [
    "Meetings are work",
    "Friday is for focus",
    "Ship it, then polish it",
    "Silence is consent",
    "Plans are worthless",
    "Everybody writes",
    "Titles get in the way",
    "Lunch is sacred",
];

async fn all_open(house: &House) -> Chat {
    let chat = house.chat(&TAKES).await;
    chat.act(json!({ "action": "open_all" })).await;
    chat
}

/// After a drag that means nothing the card lies where it lay.
async fn stays(page: &Page, text: &str) {
    page.settled().await;
    page.says(".deck .take-text[id]", text).await;
    assert_eq!(page.js("document.querySelector('.deck > [data-depth=\"0\"]').style.transform").await, "");
    assert_eq!(page.js("document.querySelector('.deck').dataset.lean ?? null").await, serde_json::Value::Null);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_finger() {
    let house = House::open().await;
    let chat = all_open(&house).await;
    let page = house.phone(&chat, PHONE).await;

    page.swipe(&Drag::to(220.0, 12.0, 320)).await;
    house.tallies(&chat, 0, [1, 0, 0, 0]).await;
    page.swipe(&Drag::to(-220.0, -8.0, 320)).await;
    house.tallies(&chat, 1, [0, 1, 0, 0]).await;
    page.swipe(&Drag::to(66.0, 0.0, 80)).await;
    house.tallies(&chat, 2, [1, 0, 0, 0]).await;
    page.swipe(&Drag::to(-66.0, 0.0, 80)).await;
    house.tallies(&chat, 3, [0, 1, 0, 0]).await;

    for nothing in [
        Drag::to(60.0, 0.0, 900),
        Drag::to(140.0, 0.0, 320).cancelled(),
        Drag::to(30.0, 180.0, 240),
        Drag::to(66.0, 0.0, 80).rest(200),
        Drag::to(200.0, 0.0, 320).back(20.0, 320),
        Drag::to(6.0, 0.0, 16),
    ] {
        page.swipe(&nothing).await;
        stays(&page, TAKES[4]).await;
    }

    page.swipe(&Drag::to(-200.0, 0.0, 400)).await;
    house.tallies(&chat, 4, [0, 1, 0, 0]).await;
    assert_eq!(house.acknowledged(&chat).await, 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mouse() {
    let house = House::open().await;
    let chat = all_open(&house).await;
    let page = house.phone(&chat, DESK).await;
    page.drag(&Drag::to(240.0, 0.0, 320)).await;
    house.tallies(&chat, 0, [1, 0, 0, 0]).await;
    page.drag(&Drag::to(-240.0, 0.0, 320)).await;
    house.tallies(&chat, 1, [0, 1, 0, 0]).await;
    for nothing in [Drag::to(60.0, 0.0, 900), Drag::to(10.0, 200.0, 300)] {
        page.drag(&nothing).await;
        stays(&page, TAKES[2]).await;
    }
    page.drag(&Drag::to(70.0, 0.0, 80)).await;
    house.tallies(&chat, 2, [1, 0, 0, 0]).await;
    assert_eq!(house.acknowledged(&chat).await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_drag_shows() {
    let house = House::open().await;
    let chat = all_open(&house).await;
    let page = house.phone(&chat, PHONE).await;
    let drag = Drag::to(180.0, 0.0, 320);
    page.touch_down(&drag).await;
    let card = "document.querySelector('.deck > [data-depth=\"0\"]')";
    page.until(&format!("{card}.style.transform.includes('rotate')")).await;
    page.until(&format!("{card}.querySelector('.stamp-agree').classList.contains('full')")).await;
    assert_eq!(page.js("document.querySelector('.deck').dataset.lean").await, "1");
    let faded = "getComputedStyle(document.querySelector('.answer-disagree')).opacity";
    page.until(&format!("Number({faded}) < 0.4")).await;
    assert_eq!(page.count(".deck > .take-card").await, 3);
    page.touch_up(&drag).await;
    house.tallies(&chat, 0, [1, 0, 0, 0]).await;
    page.until(&format!("Number({faded}) === 1")).await;
    page.until("!document.querySelector('body > .take-card, .stamp[style*=\"opacity: 1\"]')").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_drag_means() {
    let house = House::open().await;
    let chat = house.chat(&TAKES[..1]).await;
    let page = house.phone(&chat, PHONE).await;
    let source =
        page.js("performance.getEntriesByType('resource').find((it) => it.name.endsWith('/decide.js')).name").await;

    // Moved px, speed in px per ms, width of the card in px, what it means.
    let decided = json!([
        [0, 0, 358, 0],
        [114.5, 0, 358, 0],
        [114.6, 0, 358, 1],
        [-114.5, 0, 358, 0],
        [-114.6, 0, 358, -1],
        [130, 0, 700, 0],
        [130.1, 0, 700, 1],
        [-130.1, 0, 700, -1],
        [66, 0.5, 358, 0],
        [66, 0.51, 358, 1],
        [-66, -0.51, 358, -1],
        [24, 3, 358, 0],
        [24.1, 3, 358, 1],
        [-24.1, -3, 358, -1],
        [66, -3, 358, 0],
        [-66, 3, 358, 0],
        [131, -3, 358, 1],
    ]);
    let decide = "import(a[0]).then(({ decide }) => a[1].map(([dx, vx, width]) => decide({ dx, vx, width }) + 0))";
    let told = page.js_with(decide, &[source.clone(), decided.clone()]).await;
    let wanted: Vec<_> = decided.as_array().unwrap().iter().map(|case| case[3].clone()).collect();
    assert_eq!(told, json!(wanted));

    // Samples of place and time, time of lifting, px per ms.
    let fast = json!([
        [[], 0, 0],
        [[[0, 0]], 0, 0],
        [[[0, 0], [66, 80]], 80, 0.825],
        [[[0, 0], [66, 80]], 170, 0],
        [[[0, 0], [66, 80]], 171, 0],
        [[[0, 0], [50, 50], [100, 100]], 100, 1],
        [[[0, 0], [50, 50], [100, 100]], 125, 0.666_666],
        [[[0, 0], [50, 50], [0, 90]], 90, 0],
        [[[80, 0], [0, 80]], 80, -1],
        [[[5, 7], [9, 7]], 7, 4],
    ]);
    let velocity =
        "import(a[0]).then(({ velocity }) => a[1].map(([all, up]) => velocity(all.map(([x, t]) => ({ x, t })), up)))";
    let told = page.js_with(velocity, &[source.clone(), fast.clone()]).await;
    for (told, case) in told.as_array().unwrap().iter().zip(fast.as_array().unwrap()) {
        let (told, wanted) = (told.as_f64().unwrap(), case[2].as_f64().unwrap());
        assert!((told - wanted).abs() < 1e-4, "{case}: {told}");
    }

    // A stamp is full exactly where letting go decides.
    let parts = json!([[0, 358], [57.28, 358], [114.56, 358], [999, 358], [-65, 900]]);
    let progress = "import(a[0]).then(({ progress }) => a[1].map((it) => progress(...it)))";
    assert_eq!(page.js_with(progress, &[source, parts]).await, json!([0, 0.5, 1, 1, -0.5]));
}
