//! The opinion map: what everybody sees of it, and what a voice hears of itself alone.

use super::documented::undocumented;
use crate::kit::Server;
use crate::kit::chat::{Chat, draft};
use crate::kit::phone::Phone;
use crate::kit::socket::Socket;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

/// Longer than a map takes to come.
const QUIET: Duration = Duration::from_millis(400);

const VOICES: usize = 24;

/// A chat of two camps: on the first takes they stand on opposite sides, on the last one everybody agrees.
struct Hall {
    server: Server,
    chat: Chat,
    phones: Vec<Phone>,
    /// Joined, and answered nothing.
    silent: Phone,
    screen: Socket,
    host: Socket,
}

impl Hall {
    async fn open(takes: usize, floor: u32) -> Self {
        let server = Server::start().await;
        let web = server.host("Mara Holm").await;
        let mut with_takes = draft(1);
        with_takes["floor"] = json!(floor);
        with_takes["takes"] = (0..takes).map(|n| json!({ "text": format!("Statement {n}") })).collect();
        let chat = Chat::start(&web, &with_takes).await;
        let screen = server.screen(&chat.screen_key).await;
        let host = web.connect(&format!("/ws/host/{}", chat.id), &[]).await.unwrap();
        let silent = Phone::join(&server, &chat.code).await;
        let mut phones = Vec::new();
        for _ in 0..VOICES {
            phones.push(Phone::join(&server, &chat.code).await);
        }
        chat.act(json!({ "action": "open_all" })).await;
        for (n, phone) in phones.iter_mut().enumerate() {
            for (t, take) in chat.takes.iter().enumerate() {
                // One in eight thinks otherwise, so that the camps are not all of one mind.
                let agrees = t + 1 == takes || (n % 2 == t % 2) != ((n / 2 + 3 * t) % 8 == 0);
                assert_eq!(phone.swipe(take, if agrees { "agree" } else { "disagree" }).await["t"], "ack");
            }
        }
        for n in 0..takes {
            chat.step("close", n).await;
        }
        Self { server, chat, phones, silent, screen, host }
    }

    async fn reveal(&mut self, takes: std::ops::Range<usize>) -> Value {
        let last = takes.end;
        for n in takes {
            self.chat.step("reveal", n).await;
        }
        self.screen.hear_that(|frame| frame["map"]["takes"] == last).await["map"].clone()
    }
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[tokio::test]
async fn everybody_sees_the_same_map() {
    let mut hall = Hall::open(7, 5).await;
    assert_eq!(hall.reveal(0..2).await["say"], "The map needs the results of 3 takes.");
    let map = hall.reveal(2..7).await;
    assert_eq!(map["reading"], "groups", "{map}");
    assert_eq!(keys(&map), ["cells", "divide", "groups", "reading", "say", "takes", "unite"]);
    assert_eq!(keys(&map["cells"][0]), ["g", "n", "x", "y"]);
    let group = &map["groups"][0];
    assert_eq!(keys(group), ["g", "hull", "n", "name", "say", "stands", "x", "y"]);
    assert_eq!(keys(&group["stands"][0]), ["n", "say", "share", "side", "text"]);
    assert_eq!(keys(&map["unite"][0]), ["n", "say", "side", "text"]);
    assert_eq!((&map["unite"][0]["n"], &map["unite"][0]["text"]), (&json!(7), &json!("Statement 6")));
    assert_eq!(keys(&map["divide"][0]), ["n", "shares", "text"]);
    assert_eq!(keys(&map["divide"][0]["shares"][0]), ["g", "name", "share"]);

    let phone = hall.phones[0].line.hear_that(|frame| frame["map"]["takes"] == 7).await;
    assert_eq!(phone["map"], map);
    let n = usize::try_from(map["divide"][0]["n"].as_u64().unwrap()).unwrap();
    let divided = &phone["takes"][n - 1]["result"];
    assert_eq!((&divided["verdict"], &divided["groups"]), (&json!("polarised"), &map["divide"][0]["shares"]));
    assert_eq!(phone["takes"][6]["result"]["groups"], json!([]), "no gap where everybody agrees");
    let host = hall.host.hear_that(|frame| frame["map"]["reading"] == "groups").await;
    assert_eq!(host["map"], json!({ "reading": "groups", "say": map["say"] }));
    let result = hall.chat.result().await;
    assert_eq!(result["opinion"]["reading"], "groups");
    assert!(result["takes"].as_array().unwrap().iter().any(|take| take["verdict"] == "polarised"));

    hall.chat.act(json!({ "action": "map" })).await;
    hall.screen.hear_that(|frame| frame["view"] == "map").await;
    hall.host.hear_that(|frame| frame["picture"] == "map").await;
    hall.chat.act(json!({ "action": "unmap" })).await;
    hall.screen.hear_that(|frame| frame["view"] == "result").await;
    hall.chat.act(json!({ "action": "map" })).await;
    hall.chat.act(json!({ "action": "wrap_up" })).await;
    hall.screen.hear_that(|frame| frame["view"] == "wrap_up").await;

    let mut fields = BTreeSet::new();
    let heard = hall.screen.heard.iter().chain(&hall.host.heard).chain(&hall.phones[0].line.heard);
    assert_eq!(undocumented(heard, &mut fields), Vec::<String>::new());
    assert!(["hull", "stands", "unite", "divide", "cells"].iter().all(|field| fields.contains(*field)), "{fields:?}");
}

#[tokio::test]
async fn a_voice_hears_of_its_own_place_and_of_no_other() {
    let mut hall = Hall::open(6, 5).await;
    hall.reveal(0..6).await;
    let mut places = Vec::new();
    for phone in &mut hall.phones[..4] {
        let t = |text: &String| serde_json::from_str::<Value>(text).unwrap();
        let map = |frame: &Value| frame["map"]["takes"] == 6;
        if !phone.line.heard.iter().map(t).any(|frame| map(&frame)) {
            phone.line.hear_that(map).await;
        }
        places.push(phone.line.hear("here").await);
        phone.line.settle(QUIET).await;
        // One place for each map it has seen; the map comes first.
        let kinds: Vec<Value> = phone.line.heard.iter().map(|text| t(text)["t"].clone()).collect();
        let heard: Vec<Value> = phone.line.heard.iter().map(t).filter(|frame| frame["t"] == "here").collect();
        assert!(heard.len() <= 4, "{heard:?}");
        let (here, room) = ("here", "room");
        let (here, room) = (kinds.iter().rposition(|it| it == here), kinds.iter().rposition(|it| it == room));
        assert!(here > room, "{kinds:?}");
    }
    for here in &places {
        assert_eq!(keys(here), ["g", "say", "t", "x", "y"]);
    }
    // Neighbours in the list are of different camps.
    assert_ne!(places[0]["g"], places[1]["g"]);
    assert_eq!(places[0]["g"], places[2]["g"]);
    assert_ne!(places[0], places[1]);

    // Whoever answered nothing has no place; screens and hosts hear of nobody's.
    hall.silent.line.settle(QUIET).await;
    hall.screen.settle(QUIET).await;
    hall.host.settle(QUIET).await;
    for line in [&hall.silent.line, &hall.screen, &hall.host] {
        assert!(line.heard.iter().all(|frame| !frame.contains("\"here\"")), "{:?}", line.heard);
    }
    let stranger = Phone::join(&hall.server, &hall.chat.code).await;
    assert!(!stranger.welcome.to_string().contains("\"here\""));

    // Coming back, a voice finds the same place again.
    let mut back = hall.phones.remove(0).resume(&hall.server).await;
    assert_eq!(back.line.hear("here").await, places[0]);
    // Reopened, a take takes the map and all places with it; one without that take follows. Only the newest frame is
    // sent, so the one in between may not be heard of.
    let v = hall.chat.step("reopen", 0).await;
    let room = back.line.hear_that(|frame| frame["t"] == "room" && frame["v"].as_u64() >= Some(v)).await;
    assert!(room["map"].is_null() || room["map"]["takes"] == 5, "{room}");
    assert_eq!(back.line.hear("here").await["t"], "here");
}

#[tokio::test]
async fn a_room_below_the_floor_has_no_map() {
    let mut hall = Hall::open(4, 9).await;
    // With a floor of nine everything on the map would stand for ten, and a map for thirty.
    let map = hall.reveal(0..4).await;
    assert_eq!(
        (&map["reading"], &map["say"]),
        (&json!("too_little"), &json!("The map needs the answers of 30 people."))
    );
    assert_eq!((&map["cells"], &map["groups"]), (&json!([]), &json!([])));
    hall.phones[0].line.hear_that(|frame| frame["map"]["takes"] == 4).await;
    hall.phones[0].line.settle(QUIET).await;
    assert!(hall.phones[0].line.heard.iter().all(|frame| !frame.contains("\"here\"")));
    hall.chat.act(json!({ "action": "map" })).await;
    let frame = hall.host.hear_that(|frame| frame["picture"] == "map").await;
    assert_eq!(frame["map"]["reading"], "too_little");
    hall.screen.settle(QUIET).await;
    assert!(hall.screen.heard.iter().all(|frame| !frame.contains("\"view\":\"map\"")));
}
