//! Before the reveal no side count leaves the server, and screens are not told of every swipe.

use crate::kit::Server;
use crate::kit::chat::{Chat, draft};
use crate::kit::phone::Phone;
use people::{Role, roles};
use serde_json::json;
use std::time::{Duration, Instant};

/// Two pictures of a screen are at least this far apart.
const TICK: Duration = Duration::from_millis(150);

/// What would tell how the room leans.
const TELLING: [&str; 8] = [
    "\"agree\":1",
    "\"agree\":2",
    "\"disagree\":1",
    "\"pass\":1",
    "verdict\":\"",
    "share\":0",
    "share\":1",
    "interval\":[",
];

fn tells(heard: &[String]) -> Option<(&'static str, &String)> {
    heard.iter().find_map(|frame| TELLING.into_iter().find(|t| frame.contains(t)).map(|t| (t, frame)))
}

#[tokio::test]
async fn sides_are_counted_in_silence_until_the_reveal() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let chat = Chat::start(&host, &draft(2)).await;
    let mut screen = server.screen(&chat.screen_key).await;
    let mut phones = Vec::new();
    for _ in 0..4 {
        phones.push(Phone::join(&server, &chat.code).await);
    }
    chat.step("open", 0).await;
    for (phone, side) in phones.iter_mut().zip(["agree", "agree", "disagree", "pass"]) {
        phone.swipe(&chat.takes[0], side).await;
        phone.truth(&chat.takes[0], "Because.").await;
    }
    let truths = chat.truths().await;
    let agrees = truths.as_array().unwrap().iter().find(|it| it["side"] == "agree").unwrap();
    chat.act(json!({ "action": "spotlight", "truth": agrees["id"] })).await;
    screen.hear_that(|frame| frame["take"]["answered"] == 4).await;
    chat.step("close", 0).await;
    screen.hear_that(|frame| frame["view"] == "closed").await;
    // A phone that comes late or comes back is told no more.
    let back = phones.pop().unwrap().resume(&server).await;
    phones.extend([back, Phone::join(&server, &chat.code).await]);
    for phone in &mut phones {
        phone.line.settle(TICK).await;
        assert_eq!(tells(&phone.line.heard), None);
    }
    assert_eq!(tells(&screen.heard), None);
    let page = server.stranger().page(&format!("/screen/{}", chat.screen_key)).await;
    assert_eq!(tells(&[page.text]), None);

    // The same looks find the numbers once they are shown.
    chat.step("reveal", 0).await;
    screen.hear_that(|frame| frame["view"] == "result").await;
    assert!(tells(&screen.heard).is_some());
    for phone in &mut phones {
        phone.line.hear_that(|frame| frame["takes"][0]["state"] == "revealed").await;
        assert!(tells(&phone.line.heard).is_some());
    }
    // Reopened, the take is hidden again, from everybody.
    chat.step("reopen", 0).await;
    let frame = screen.hear_that(|frame| frame["view"] == "take").await;
    assert_eq!(tells(&[frame.to_string()]), None);
    let welcome = Phone::join(&server, &chat.code).await.welcome;
    assert_eq!(tells(&[welcome.to_string()]), None);
    chat.act(json!({ "action": "end" })).await;
    let frame = screen.hear_that(|frame| frame["view"] == "ended").await;
    assert_eq!(tells(&[frame.to_string()]), None, "what was never shown again is not summed up");
}

#[tokio::test]
async fn a_recap_quotes_only_what_may_be_quoted() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let mut named = draft(1);
    named["mode"] = json!("named");
    let chat = Chat::start(&host, &named).await;
    chat.step("open", 0).await;
    for (name, words, quotable, by_name) in [
        ("Odd Bergmann", "Quote me by name.", true, true),
        ("Ruth Vance", "Quote me, whoever I am.", true, false),
        ("Ada Low", "For this room alone.", false, false),
        ("Nils Ferry", "With my name, for this room alone.", false, true),
        ("Bo Tarn", "Set aside by the host.", true, true),
    ] {
        let mut phone = Phone::join_named(&server, &chat.code, name).await;
        phone.swipe(&chat.takes[0], "agree").await;
        let why = json!({
            "t": "truth", "take": chat.takes[0], "seq": 2, "words": words, "quotable": quotable, "named": by_name
        });
        assert_eq!(phone.tell(&why).await["t"], "ack");
    }
    let truths = chat.truths().await;
    let aside = truths.as_array().unwrap().iter().find(|it| it["words"] == "Set aside by the host.").unwrap();
    chat.act(json!({ "action": "set_aside", "truth": aside["id"] })).await;
    chat.step("close", 0).await;
    chat.step("reveal", 0).await;
    let recap = host.post(&chat.api("/recap"), &json!({})).await.json();
    let recap = host.post(&chat.api("/recap/publish"), &json!({ "version": recap["version"] })).await.json();
    let path = recap["path"].as_str().unwrap();
    for kind in ["", ".md", ".json"] {
        let read = server.stranger().page(&format!("{path}{kind}")).await;
        assert_eq!(read.status, 200, "{path}{kind}");
        for said in ["Quote me by name", "Odd Bergmann", "Quote me, whoever I am"] {
            assert!(read.text.contains(said), "{kind}: {said}");
        }
        for kept in ["Ruth Vance", "this room alone", "Ada Low", "Nils Ferry", "Set aside", "Bo Tarn"] {
            assert!(!read.text.contains(kept), "{kind}: {kept}");
        }
    }
}

#[tokio::test]
async fn a_host_sees_counts_from_closing_on() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let chat = Chat::start(&host, &draft(1)).await;
    let mut watching = host.connect(&format!("/ws/host/{}", chat.id), &[]).await.unwrap();
    let mut phone = Phone::join(&server, &chat.code).await;
    chat.step("open", 0).await;
    phone.swipe(&chat.takes[0], "agree").await;
    watching.hear_that(|frame| frame["takes"][0]["answered"] == 1).await;
    assert_eq!(tells(&watching.heard), None);
    assert_eq!(chat.result().await["takes"][0]["agree"], json!(null));
    chat.step("close", 0).await;
    let frame = watching.hear_that(|frame| frame["takes"][0]["state"] == "closed").await;
    assert_eq!(frame["takes"][0]["result"]["agree"], 1);
}

/// A socket goes on for hours: what its host may do is asked again with each sign of life.
#[tokio::test]
async fn who_may_watch_no_more_is_hung_up() {
    let server = Server::start().await;
    let (people, ruth) = (server.running.people.clone(), server.person("Ruth Vance", &[Role::Host]).await);
    let chat = Chat::start(&ruth.1, &draft(1)).await;
    let path = format!("/ws/host/{}", chat.id);
    let mut stays = ruth.1.connect(&path, &[]).await.unwrap();
    // The same person in another browser puts another hat on.
    let other = server.again(&ruth.0).await;
    let mut hatless = other.connect(&path, &[]).await.unwrap();
    assert_eq!(other.form("/hat", &[("hat", "member")]).await.status, 303);
    hatless.rest().await;
    // And then the role ends.
    stays.settle(TICK).await;
    let roles = roles::of(&mut people.db().read().await.unwrap(), ruth.0.id).await.unwrap();
    roles::end(&people, None, ruth.0.id, roles[0].n).await.unwrap();
    stays.rest().await;
    assert_eq!(ruth.1.connect(&path, &[]).await.err(), Some(403));
}

#[tokio::test]
async fn five_hundred_swipes_are_a_few_pictures() {
    const PHONES: usize = 50;
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let chat = Chat::start(&host, &draft(1)).await;
    let mut phones = Vec::new();
    for _ in 0..PHONES {
        phones.push(Phone::join(&server, &chat.code).await);
    }
    chat.step("open", 0).await;
    let mut screen = server.screen(&chat.screen_key).await;
    let mut watching = host.connect(&format!("/ws/host/{}", chat.id), &[]).await.unwrap();
    screen.settle(TICK * 2).await;
    watching.settle(TICK * 2).await;
    screen.heard.clear();
    watching.heard.clear();
    let heard_before: usize = phones.iter().map(|phone| phone.line.heard.len()).sum();

    let begun = Instant::now();
    for round in 0..10 {
        let side = if round % 2 == 0 { "agree" } else { "disagree" };
        for phone in &mut phones {
            assert_eq!(phone.swipe(&chat.takes[0], side).await["t"], "ack");
        }
    }
    screen.hear_that(|frame| frame["take"]["answered"] == PHONES).await;
    screen.settle(TICK * 2).await;
    watching.settle(TICK * 2).await;
    let ticks = begun.elapsed().as_millis() / TICK.as_millis() + 2;
    for (who, line) in [("screen", &screen), ("host", &watching)] {
        assert!(line.heard.len() as u128 <= ticks, "{who}: {} frames in {ticks} ticks", line.heard.len());
    }
    // A phone hears of its own swipes only.
    let heard: usize = phones.iter().map(|phone| phone.line.heard.len()).sum();
    assert!(heard - heard_before <= 500 + PHONES, "{}", heard - heard_before);
    assert_eq!(chat.result().await["acknowledged"], 500);
}
