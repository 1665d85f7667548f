//! The pictures of the documentation: with `CANDOR_SCREENSHOTS=DIR` the chats of the demonstration are played, and every
//! page that is worth a look is written to that folder.

use crate::album::Album;
use crate::hand::Drag;
use crate::house::{House, id};
use crate::kit::chat::Chat;
use crate::page::{DESK, Device, PHONE, Page, WALL};
use candor::script::{Script, Take};
use serde_json::{Value, json};
use std::path::Path;
use swarm::{Answer, Phone, Side, Truth};

const LIVE: &str = include_str!("../../demo/live.toml");
const FINISHED: &str = include_str!("../../demo/finished.toml");

const TOGETHER: &str = r#"<!doctype html><title>Candor</title><style>
body { margin: 0; block-size: 820px; overflow: hidden; position: relative; background: linear-gradient(135deg, #2A2350, #121119 70%); }
img { position: absolute; border-radius: 18px; box-shadow: 0 24px 70px rgb(0 0 0 / .55); }
</style><img src="screen-result-dark.png" style="left: 60px; top: 80px; width: 1180px; outline: 1px solid #34303F"
><img src="phone-swipe-light.png" style="right: 60px; bottom: 45px; width: 335px; border-radius: 34px; outline: 8px solid #0B0A10">"#;

fn word(side: Side) -> &'static str {
    match side {
        Side::Agree => "agree",
        Side::Disagree => "disagree",
        Side::Pass | Side::None => "pass",
    }
}

/// The chat of a script, with its room open, and everybody in it.
async fn staged(house: &House, script: &Script, voices: usize) -> (Chat, Vec<Phone>) {
    let panel: Vec<Value> = script
        .panel
        .iter()
        .map(|it| {
            let [role, place, since] = [&it.role, &it.place, &it.since].map(|it| it.as_deref().unwrap_or_default());
            json!({ "name": it.name, "role": role, "place": place, "since": since })
        })
        .collect();
    let takes: Vec<Value> = script.takes.iter().map(|it| json!({ "text": it.text })).collect();
    let chat = json!({
        "title": script.title, "series": script.series.as_deref().unwrap_or_default(),
        "held_on": script.date.as_deref().unwrap_or_default(), "floor": 5, "panel": panel, "takes": takes,
    });
    let chat = Chat::start(&house.host(), &chat).await;
    let mut phones = Vec::new();
    for n in 0..voices {
        phones.push(Phone::join(&house.server(), &chat.code, None, n as u64).await.unwrap());
    }
    (chat, phones)
}

/// Everybody swipes as the script says, some say why, one reason a side goes to the screen, the panel answers.
async fn played(house: &House, chat: &Chat, phones: &[Phone], n: usize, take: &Take) {
    let take_id = id(&chat.takes[n]);
    for (phone, answer) in phones.iter().zip(&take.swipes) {
        phone.until(|room| room.take(take_id).is_some()).await.unwrap();
        phone.swipe(take_id, *answer).await;
    }
    for truth in take.truths.iter().filter(|it| it.voice < phones.len()) {
        let said = Truth { words: truth.words.clone(), consent: truth.consent };
        phones[truth.voice].truth(take_id, said).await;
    }
    for side in ["agree", "disagree"] {
        let all = house.truths(chat).await;
        let first = all.iter().rev().find(|it| it["take"] == chat.takes[n].as_str() && it["side"] == side);
        if let Some(truth) = first {
            chat.act(json!({ "action": "spotlight", "truth": truth["id"] })).await;
        }
    }
    for answer in &take.answers {
        let (side, reservation) = (word(answer.answer.side), answer.answer.reservation);
        chat.act(json!({
            "action": "answer", "take": chat.takes[n], "panellist": chat.panel[answer.by],
            "side": side, "reservation": reservation, "words": answer.words,
        }))
        .await;
    }
}

async fn takeaway(chat: &Chat, n: usize, take: &Take) {
    if let Some(words) = &take.takeaway {
        chat.act(json!({ "action": "takeaway", "take": chat.takes[n], "words": words })).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_the_documentation() {
    let Some(album) = Album::wanted() else { return };
    let house = House::open().await;
    let host = house.window(DESK).await;
    house.sign_in(&host).await;
    recap(&album, &house, &host).await;
    live(&album, &house, &host).await;
    opinion_map(&album, &house, &host).await;
    together(&album, &host).await;
}

/// The picture of the README: big screen and phone in one.
async fn together(album: &Album, page: &Page) {
    let sheet = album.0.canonicalize().unwrap().join("candor.html");
    std::fs::write(&sheet, TOGETHER).unwrap();
    page.hold(Device { width: 1520, height: 820, ..DESK }).await;
    page.cdp("Page.navigate", json!({ "url": format!("file://{}", sheet.display()) })).await;
    page.until("[...document.images].length === 2 && [...document.images].every((it) => it.complete)").await;
    album.keep(page, "candor").await;
    std::fs::remove_file(sheet).unwrap();
}

/// A chat that is over, and its recap.
async fn recap(album: &Album, house: &House, host: &Page) {
    let script = Script::parse(Path::new("finished.toml"), FINISHED).unwrap();
    let (chat, phones) = staged(house, &script, script.voices()).await;
    for (n, take) in script.takes.iter().enumerate() {
        chat.step("open", n).await;
        played(house, &chat, &phones, n, take).await;
        chat.step("close", n).await;
        chat.step("reveal", n).await;
        takeaway(&chat, n, take).await;
    }
    let screen = house.window(WALL).await;
    screen.goto(&format!("/screen/{}", chat.screen_key)).await;
    chat.act(json!({ "action": "wrap_up" })).await;
    screen.until("document.body.dataset.view === 'wrap_up'").await;
    album.both(&screen, "screen-wrap-up").await;
    chat.act(json!({ "action": "end" })).await;
    let draft = house.host().post(&chat.api("/recap"), &json!({})).await.json();
    let published = house.host().post(&chat.api("/recap/publish"), &json!({ "version": draft["version"] })).await;
    screen.sees("The recap is out.").await;
    album.both(&screen, "screen-ended").await;
    screen.close().await;
    host.goto(published.json()["path"].as_str().unwrap()).await;
    album.whole(host, "recap", DESK).await;
    host.goto(&format!("/host/chats/{}/recap", chat.id)).await;
    album.both(host, "host-recap").await;
}

/// A chat in progress: the phone, the big screen, the console.
async fn live(album: &Album, house: &House, host: &Page) {
    let script = Script::parse(Path::new("live.toml"), LIVE).unwrap();
    let draft = json!({ "title": "Low tide", "series": "Culture Chat", "takes": [{ "text": "A plan that fits on a page is a plan." }] });
    Chat::write(&house.host(), &draft).await;
    let (chat, phones) = staged(house, &script, script.voices()).await;
    let screen = house.window(WALL).await;
    screen.goto(&format!("/screen/{}", chat.screen_key)).await;
    screen.sees("Oluchi Brandt").await;
    album.both(&screen, "screen-lobby").await;
    host.goto("/").await;
    let phone = house.window(PHONE).await;
    phone.goto(&format!("/j/{}", chat.code)).await;
    album.both(&phone, "phone-join").await;
    phone.press("Join").await;
    phone.has(".look").await;

    chat.step("open", 0).await;
    phone.settled().await;
    album.both(&phone, "phone-deck").await;
    played(house, &chat, &phones, 0, &script.takes[0]).await;
    chat.step("open", 1).await;
    chat.step("focus", 0).await;
    phone.until("document.querySelectorAll('.deck > .take-card').length === 2").await;
    let drag = Drag::to(150.0, 10.0, 320);
    phone.touch_down(&drag).await;
    phone.until("document.querySelector('.stamp-agree.full')").await;
    album.both(&phone, "phone-swipe").await;
    phone.touch_up(&drag).await;
    phone.settled().await;
    album.both(&phone, "phone-why").await;
    screen.sees("people have answered").await;
    album.both(&screen, "screen-take").await;
    phone.press("Disagree").await;
    phone.sees("Others are still swiping.").await;
    album.both(&phone, "phone-wait").await;
    host.goto(&format!("/host/chats/{}/console", chat.id)).await;
    host.says("#health", "Connected").await;
    album.both(host, "host-console").await;
    chat.step("close", 0).await;
    chat.step("reveal", 0).await;
    takeaway(&chat, 0, &script.takes[0]).await;
    screen.sees("Writing won").await;
    phone.has(".outcome-now").await;
    album.both(&phone, "phone-result").await;
    album.both(&screen, "screen-result").await;
    host.goto("/host").await;
    album.both(host, "host-list").await;
    host.press("Low tide").await;
    host.has("#take-1-text").await;
    album.both(host, "host-editor").await;
    drop(phones);
}

/// What a camp thinks: the first four takes divide.
fn thinks(is_first: bool, take: usize) -> Side {
    if take > 3 || is_first == take.is_multiple_of(2) { Side::Agree } else { Side::Disagree }
}

/// How person `n` of two camps answers: in each some think otherwise.
fn camps(n: usize, take: usize) -> Side {
    let mixed = (n * 8 + take + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let lot = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 40 & 127;
    match (lot, thinks(n % 5 < 2, take)) {
        (0..4, _) => Side::Pass,
        (4..11, Side::Agree) => Side::Disagree,
        (4..11, _) => Side::Agree,
        (_, side) => side,
    }
}

/// Two camps: the map on the big screen, and the own place on a phone.
async fn opinion_map(album: &Album, house: &House, host: &Page) {
    let script = Script::parse(Path::new("live.toml"), LIVE).unwrap();
    let (chat, phones) = staged(house, &script, 72).await;
    chat.act(json!({ "action": "open_all" })).await;
    let phone = house.window(PHONE).await;
    phone.goto(&format!("/j/{}", chat.code)).await;
    phone.press("Join").await;
    for take in 0..script.takes.len() {
        phone.settled().await;
        phone.press(if thinks(true, take) == Side::Agree { "Agree" } else { "Disagree" }).await;
    }
    phone.sees("Others are still swiping.").await;
    for (n, take) in chat.takes.iter().enumerate() {
        for (person, one) in phones.iter().enumerate() {
            one.until(|room| room.take(id(take)).is_some()).await.unwrap();
            one.swipe(id(take), Answer::plain(camps(person, n))).await;
        }
        chat.step("close", n).await;
        chat.step("reveal", n).await;
    }
    let screen = house.window(WALL).await;
    screen.goto(&format!("/screen/{}", chat.screen_key)).await;
    phone.has(".map .plane text").await;
    chat.act(json!({ "action": "map" })).await;
    screen.has(".plane text").await;
    // The last result changes the map once more.
    screen.until_with("document.querySelectorAll('.unite bdi, .divide p').length > 1", &[]).await;
    album.both(&screen, "screen-map").await;
    phone.js("document.querySelector('.map').scrollIntoView()").await;
    album.both(&phone, "phone-map").await;
    host.goto(&format!("/host/chats/{}/console", chat.id)).await;
    host.says("#health", "Connected").await;
    album.both(host, "host-console-map").await;
    chat.step("focus", 0).await;
    screen.has(".camps").await;
    album.both(&screen, "screen-groups").await;
    drop(phones);
}
