//! The opinion map: groups on the big screen, the own place in each hand and in no other, and the host's button.

use crate::calm::untranslated;
use crate::checks::{Answer, all, at_rest, fits};
use crate::house::{House, draft, id};
use crate::kit::chat::Chat;
use crate::page::{BEAMER, DESK, NARROW, PHONE, Page, WALL};
use serde_json::{Value, json};
use swarm::{Phone, Side};

/// The last one unites, the others divide.
const TAKES: [&str; 6] = [
    "Meetings are work",
    "Friday is for focus",
    "Ship it, then polish it",
    "Titles are for doors",
    "Plans are for leaving",
    "Lunch is sacred",
];

/// Simulated people beside the phones that a test holds itself.
const CROWD: usize = 28;

/// A chat whose results are shown from five answers on.
async fn chat_of(house: &House, takes: &[&str]) -> Chat {
    let mut draft = draft(takes);
    draft["floor"] = json!(5);
    Chat::start(&house.host(), &draft).await
}

/// Every second person answers like this on all takes but the last, the others the other way round; a few think
/// differently about one take.
fn camps(person: usize, take: usize) -> Side {
    let differs = person % 10 > 7 && person % 5 == take;
    let first = person.is_multiple_of(2) != differs;
    if take == 5 || first == (take < 2) { Side::Agree } else { Side::Disagree }
}

/// People who join and answer all takes, which are open.
async fn people(house: &House, chat: &Chat, count: usize, side: fn(usize, usize) -> Side) -> Vec<Phone> {
    let first: Vec<_> = (0..count).map(|person| swarm::Answer::plain(side(person, 0))).collect();
    let phones = house.crowd(chat, 0, &first).await;
    for (person, phone) in phones.iter().enumerate() {
        for take in 1..chat.takes.len() {
            let reply = phone.swipe(id(&chat.takes[take]), swarm::Answer::plain(side(person, take))).await;
            assert!(matches!(reply, swarm::Reply::Saved { .. }));
        }
    }
    phones
}

/// Shows results of takes, from 0.
async fn reveal(chat: &Chat, takes: impl IntoIterator<Item = usize>) {
    for take in takes {
        chat.step("close", take).await;
        chat.step("reveal", take).await;
    }
}

/// A phone of somebody else than all before: the browser forgets the voice, open pages do not.
async fn stranger(house: &House, chat: &Chat) -> Page {
    let page = house.window(PHONE).await;
    house.forget(&page).await;
    page.goto(&format!("/j/{}", chat.code)).await;
    page.press("Join").await;
    page.arrives(&format!("/v/{}", chat.id)).await;
    page.until("/^(connected|saved)$/.test(document.getElementById('queue').dataset.state)").await;
    page
}

async fn answers(page: &Page, sides: &[&str]) {
    for side in sides {
        page.settled().await;
        page.press(side).await;
    }
    page.sees("Others are still swiping.").await;
    page.until("document.getElementById('queue').dataset.state === 'saved'").await;
}

async fn texts(page: &Page, css: &str) -> Vec<String> {
    let all = "[...document.querySelectorAll(a[0])].map((it) => it.textContent.trim())";
    page.js_with(all, &[json!(css)])
        .await
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it.as_str().unwrap().to_owned())
        .collect()
}

async fn view(screen: &Page, view: &str) {
    screen.until_with("document.body.dataset.view === a[0]", &[json!(view)]).await;
}

/// What a phone says of its own place, once it says so.
async fn own_group(page: &Page) -> String {
    page.sees("You are here").await;
    page.sees("Only this phone is told this place.").await;
    let said = page.js("document.querySelector('.map .say').innerText").await;
    let said = said.as_str().unwrap();
    let (_, group) = said.split_once("group ").unwrap_or_else(|| panic!("{said}"));
    group.chars().take(1).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_camps() {
    let house = House::open().await;
    let chat = chat_of(&house, &TAKES).await;
    chat.act(json!({ "action": "open_all" })).await;
    let screen = house.window(WALL).await;
    screen.goto(&format!("/screen/{}", chat.screen_key)).await;
    let one = stranger(&house, &chat).await;
    let two = stranger(&house, &chat).await;
    let silent = stranger(&house, &chat).await;
    answers(&one, &["Agree", "Agree", "Disagree", "Disagree", "Disagree", "Agree"]).await;
    answers(&two, &["Disagree", "Disagree", "Agree", "Agree", "Agree", "Agree"]).await;
    let crowd = people(&house, &chat, CROWD, camps).await;

    // Two results are no map, for nobody.
    reveal(&chat, [0, 1]).await;
    let host = house.window(DESK).await;
    house.sign_in(&host).await;
    host.goto(&format!("/host/chats/{}/console", chat.id)).await;
    host.says("#health", "Connected").await;
    one.has(".outcome-now").await;
    for page in [&one, &two, &silent] {
        assert_eq!(page.count(".plane").await, 0);
    }
    assert_eq!(host.count("#screen button[value=map]").await, 0);
    host.sees("The map needs the results of 3 takes.").await;

    reveal(&chat, 2..6).await;
    // What it will say is known before the room sees it.
    host.sees("Two groups answer in different ways.").await;
    host.press("Show the opinion map").await;
    view(&screen, "map").await;
    // A map of fewer takes may come first; the last take, on which all agree, tells the whole one.
    screen.until("document.querySelector('.unite bdi') !== null").await;
    on_the_screen(&screen).await;

    // Everybody has the map, and a place only who answered; the two stand in different groups.
    let (a, b) = (own_group(&one).await, own_group(&two).await);
    assert_ne!(a, b);
    assert_eq!([a.clone(), b.clone()].iter().filter(|it| ["A", "B"].contains(&it.as_str())).count(), 2, "{a} {b}");
    silent.sees("Where the room stands").await;
    assert!(!silent.text().await.contains("You are here"));
    for (page, pins) in [(&one, 1), (&two, 1), (&silent, 0)] {
        assert_eq!(page.count(".plane circle").await, 2 * pins, "a pin has two circles");
        assert_eq!(page.count(".plane[role=img]").await, 1);
        assert_eq!(texts(page, ".plane text").await, ["A", "B"]);
    }
    in_the_own_hull(&one, &a).await;
    in_the_own_hull(&two, &b).await;
    in_the_hand(&one, &a).await;
    // Not after a reload either.
    silent.reload().await;
    silent.sees("Where the room stands").await;
    assert_eq!(silent.count(".plane circle").await, 0);

    all(&one, "the own place", PHONE, Answer::Found).await;
    all(&silent, "a map without a place", PHONE, Answer::Found).await;
    all(&screen, "the screen, map", WALL, Answer::Found).await;
    all(&host, "the console, map on the screen", DESK, Answer::Found).await;

    host.press("Leave the map").await;
    view(&screen, "result").await;
    chat.step("focus", 0).await;
    screen.says("#upper .take", TAKES[0]).await;
    // A small bar for each group, with its letter and its share.
    screen.until("document.querySelectorAll('.outcome .camp').length === 2").await;
    let shares = texts(&screen, ".outcome .camp").await;
    assert!(shares[0].starts_with('A') && shares[1].starts_with('B'), "{shares:?}");
    assert!(shares.iter().all(|it| it.contains('%') && it.ends_with("agree")), "{shares:?}");
    all(&screen, "the screen, a result with groups", WALL, Answer::Found).await;
    one.says(".outcome-now h2", TAKES[0]).await;
    for group in ["Group A: ", "Group B: "] {
        one.until_with("document.querySelector('.outcome-now').innerText.includes(a[0])", &[json!(group)]).await;
    }
    drop(crowd);
}

/// Letters, captions, sides, and what unites and divides.
async fn on_the_screen(screen: &Page) {
    at_rest(screen).await;
    assert_eq!(texts(screen, "#upper h1").await, ["Two groups answer in different ways."]);
    assert_eq!(texts(screen, ".plane text").await, ["A", "B"]);
    let name = screen.js("document.querySelector('.plane[role=img]').ariaLabel").await;
    let captions = texts(screen, ".group h2").await;
    for (caption, letter) in captions.iter().zip(["A", "B"]) {
        assert_eq!(*caption, format!("{letter}Group {letter}: about 15 people"));
        assert!(name.as_str().unwrap().contains(&caption[1..]), "{name}");
    }
    // The groups stand for opposite answers, each with the mark of its side.
    let side = "[...document.querySelectorAll('.group')].map((it) => Object.fromEntries([...it.querySelectorAll('.stand')].map((one) => [one.querySelector('bdi').textContent, one.classList[1]])))";
    let stands = screen.js(side).await;
    let known = |group: usize, take: &str| stands[group][take].as_str().map(str::to_owned);
    let told: Vec<_> = TAKES[..4]
        .iter()
        .flat_map(|it| [known(0, it), known(1, it)].into_iter().flatten().map(move |s| (it, s)))
        .collect();
    assert!(told.len() >= 2, "{stands}");
    for take in &TAKES[..5] {
        if let (Some(a), Some(b)) = (known(0, take), known(1, take)) {
            assert_ne!(a, b, "{take}: {stands}");
        }
    }
    let marks = "[...document.querySelectorAll('.stand')].every((it) => (getComputedStyle(it.querySelector('.swatch')).backgroundImage !== 'none') === it.classList.contains('disagree'))";
    assert_eq!(screen.js(marks).await, true, "disagree is hatched, agree is plain");
    assert_eq!(texts(screen, ".unite bdi").await, [TAKES[5]]);
    let divides = texts(screen, ".divide li > p:first-child").await;
    assert!(!divides.is_empty() && divides.iter().all(|it| TAKES[..5].contains(&it.as_str())), "{divides:?}");
    assert_eq!(screen.count(".divide > ul > li:first-child .camp").await, 2);
    // No mark stands for one voice, and nobody's own place is on the wall.
    let frame: Value = screen.js("JSON.parse(document.getElementById('screen').textContent).frame.map").await;
    assert!(
        frame.is_null()
            || frame["cells"].as_array().is_some_and(|it| it.iter().all(|cell| cell["n"].as_u64() >= Some(5)))
    );
    assert_eq!(screen.count(".plane circle").await, 0);
    let heard = screen.js("document.getElementById('live').textContent").await;
    for part in ["Two groups answer in different ways.", "Group A: about 15 people", "Group B: about 15 people"] {
        assert!(heard.as_str().unwrap().contains(part), "{heard}");
    }
    for device in [BEAMER, WALL] {
        screen.hold(device).await;
        screen.until("document.documentElement.scrollHeight <= innerHeight").await;
        fits(screen, &format!("the map at {} px", device.width)).await;
        let small = "Math.min(...[...document.querySelectorAll('body *')].filter((el) => el.checkVisibility() && !el.closest('.visually-hidden, .skip, .controls, svg') && [...el.childNodes].some((it) => it.nodeType === 3 && it.data.trim())).map((el) => parseFloat(getComputedStyle(el).fontSize)))";
        assert!(screen.js(small).await.as_f64().unwrap() >= 19.9, "readable from the last row");
        let plane = screen.js("Object.values(document.querySelector('.plane').getBoundingClientRect().toJSON())").await;
        assert!(plane[2].as_f64() > Some(f64::from(device.width) / 3.0), "a large map: {plane}");
    }
}

/// The tip of the pin lies in the hull of this letter.
async fn in_the_own_hull(page: &Page, letter: &str) {
    let inside = "((svg, n) => { const tip = svg.lastElementChild.transform.baseVal[0].matrix; return svg.querySelectorAll(':scope > path')[n].isPointInFill(new DOMPoint(tip.e, tip.f)); })(document.querySelector('.plane'), ['A', 'B'].indexOf(a[0]))";
    assert_eq!(page.js_with(inside, &[json!(letter)]).await, true, "the pin of group {letter}");
}

/// What the phone says beside the picture, and instead of it.
async fn in_the_hand(page: &Page, letter: &str) {
    let name = page.js("document.querySelector('.plane').ariaLabel").await;
    let name = name.as_str().unwrap().to_owned();
    for part in ["Two groups answer in different ways.", "Group A", "Group B", &format!("group {letter}")] {
        assert!(name.contains(part), "{name}");
    }
    let order = "(() => { const [map, tail] = ['.wait-map', '.wait-tail'].map((it) => document.querySelector(it).getBoundingClientRect().top); return map < tail; })()";
    assert_eq!(page.js(order).await, true, "the map comes before the other results");
    page.sees("What unites all").await;
    // The map is text and a picture: nothing in it takes the focus.
    assert_eq!(page.count(".map :is(a, button, input, [tabindex])").await, 0);
    page.hold(NARROW).await;
    fits(page, "the map in a small hand").await;
    page.hold(PHONE).await;
}

/// Each way to answer four takes, once: no take says anything about another.
fn every_way(person: usize, take: usize) -> Side {
    if person >> take & 1 == 1 { Side::Agree } else { Side::Disagree }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_groups() {
    let house = House::open().await;
    let chat = chat_of(&house, &TAKES[..4]).await;
    chat.act(json!({ "action": "open_all" })).await;
    let screen = house.window(WALL).await;
    screen.goto(&format!("/screen/{}", chat.screen_key)).await;
    let phone = stranger(&house, &chat).await;
    let crowd = people(&house, &chat, 16, every_way).await;
    answers(&phone, &["Agree", "Agree", "Agree", "Agree"]).await;
    reveal(&chat, 0..4).await;
    phone.sees("You are here").await;
    chat.act(json!({ "action": "map" })).await;
    view(&screen, "map").await;
    screen.says("#upper h1", "No clear groups: who answers alike on one take does not on the next.").await;
    assert_eq!(screen.count(".plane text").await, 0, "no letters");
    assert_eq!(screen.count(".plane > path").await, 1, "one cloud");
    assert_eq!(screen.count(".group, .camp").await, 0);
    assert!(!phone.text().await.contains("group A"));
    all(&screen, "the screen, one cloud", WALL, Answer::Found).await;
    all(&phone, "a place in one cloud", PHONE, Answer::Found).await;
    drop(crowd);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_longest_takes() {
    let house = House::open().await;
    let rest = " times over should the longest statement of all be read aloud to everyone in the big hall, on a Monday, by whoever wrote it, until it is short";
    let takes: Vec<String> = (1..=6).map(|n| format!("{n}{rest}").chars().take(140).collect()).collect();
    let chat = chat_of(&house, &takes.iter().map(String::as_str).collect::<Vec<_>>()).await;
    chat.act(json!({ "action": "open_all" })).await;
    let screen = house.window(BEAMER).await;
    screen.goto(&format!("/screen/{}", chat.screen_key)).await;
    let phone = stranger(&house, &chat).await;
    answers(&phone, &["Agree", "Agree", "Disagree", "Disagree", "Disagree", "Agree"]).await;
    let crowd = people(&house, &chat, CROWD, camps).await;
    reveal(&chat, 0..6).await;
    phone.sees("You are here").await;
    chat.act(json!({ "action": "map" })).await;
    view(&screen, "map").await;
    screen.until("document.querySelectorAll('.group').length === 2").await;
    for device in [BEAMER, WALL] {
        screen.hold(device).await;
        at_rest(&screen).await;
        // Lines are left out before the type gets small, and the first of each group stays.
        screen.until("document.documentElement.scrollHeight <= innerHeight").await;
        screen
            .until("[...document.querySelectorAll('.group')].every((it) => it.querySelector('li:not([hidden])'))")
            .await;
        fits(&screen, &format!("a map of long takes at {} px", device.width)).await;
    }
    for device in [NARROW, PHONE] {
        phone.hold(device).await;
        fits(&phone, &format!("a map of long takes at {} px", device.width)).await;
    }
    drop(crowd);
}

/// Counts what moves in the drawing from now on.
const WATCH: &str = "(() => { window.moves = 0; new MutationObserver((all) => { window.moves += all.filter((it) => it.target.closest('.plane')).length; }).observe(document.getElementById('upper'), { subtree: true, attributes: true, attributeFilter: ['transform', 'd', 'viewBox'] }); })()";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_one_map_to_the_next() {
    let house = House::open().await;
    let chat = chat_of(&house, &TAKES).await;
    chat.act(json!({ "action": "open_all" })).await;
    let crowd = people(&house, &chat, CROWD, camps).await;
    reveal(&chat, 0..4).await;
    chat.act(json!({ "action": "map" })).await;
    let moving = house.window(WALL).await;
    let calm = house.window(WALL).await;
    calm.wish(&[("prefers-reduced-motion", "reduce")]).await;
    for page in [&moving, &calm] {
        page.goto(&format!("/screen/{}", chat.screen_key)).await;
        view(page, "map").await;
        page.has(".plane").await;
        at_rest(page).await;
        page.js(WATCH).await;
    }
    let before = texts(&moving, ".plane text").await;
    let first = calm.js("document.querySelector('.plane').innerHTML").await;
    // Moving on leaves the map; it comes back with one result more.
    reveal(&chat, 4..5).await;
    for page in [&moving, &calm] {
        view(page, "result").await;
    }
    chat.act(json!({ "action": "map" })).await;
    // Marks glide to their new places; where no movement is wished they are there.
    moving.until("window.moves > 20").await;
    let drawn = "document.querySelector('.plane').innerHTML";
    calm.until_with(&format!("{drawn} !== a[0]"), &[first]).await;
    moving.until_with(&format!("{drawn} === a[0]"), &[calm.js(drawn).await]).await;
    assert_eq!(calm.js("window.moves").await, 0);
    assert_eq!(texts(&moving, ".plane text").await, before, "the letters stay");
    drop(crowd);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_the_pseudo_language() {
    let house = House::open().await;
    let mut pseudo = draft(&TAKES);
    pseudo["language"] = json!("en-XA");
    pseudo["floor"] = json!(5);
    let chat = Chat::start(&house.host(), &pseudo).await;
    chat.act(json!({ "action": "open_all" })).await;
    let screen = house.window(WALL).await;
    screen.goto(&format!("/screen/{}", chat.screen_key)).await;
    let phone = house.window(PHONE).await;
    phone.goto(&format!("/j/{}", chat.code)).await;
    phone.click("form[action='/join'] button").await;
    for _ in TAKES {
        phone.settled().await;
        phone.click(".answer-agree").await;
    }
    phone.until("document.getElementById('queue').dataset.state === 'saved'").await;
    let crowd = people(&house, &chat, CROWD, camps).await;
    reveal(&chat, 0..6).await;
    phone.has(".map .plane").await;
    chat.act(json!({ "action": "map" })).await;
    view(&screen, "map").await;
    let typed: Vec<&str> = TAKES.into_iter().chain(["Culture Chat 7", "Saltmarsh Culture Chats", "Candor"]).collect();
    for (page, device, name) in [(&phone, PHONE, "the own place"), (&screen, WALL, "the map")] {
        at_rest(page).await;
        assert_eq!(untranslated(page, &typed).await, json!([]), "{name}");
        all(page, &format!("{name} in the pseudo language"), device, Answer::Found).await;
    }
    drop(crowd);
}
