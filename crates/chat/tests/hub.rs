//! Rooms that run: what is acknowledged is on disk, a stop loses nothing, and two hubs on one database agree.

use chat::hub::{Handle, Hub, Said, SwipeAsk, Welcome};
use chat::model::{ChatId, Checked, Draft, DraftTake, Given, Picture, Side, TakeId};
use chat::outlook::Outlook;
use chat::room::{Action, Refusal, Room};
use chat::store::{self, NewChat, RowIds};
use db::testing::{ambient, engines};
use db::{Ambient, Db};
use people::{People, PersonId, Role};
use serde_json::Value;
use std::sync::Arc;
use tokio::sync::mpsc;
use web::{Site, SiteConfig};

struct Hall {
    db: Db,
    ambient: Ambient,
    host: PersonId,
    chat: ChatId,
    takes: Vec<TakeId>,
}

/// A chat of two takes in the records, not yet started.
async fn hall(db: &Db) -> Hall {
    hall_of(db, &["One", "Two"]).await
}

async fn hall_of(db: &Db, takes: &[&str]) -> Hall {
    let ambient = ambient();
    let config = SiteConfig { name: "Candor".into(), public_url: "http://localhost".into(), banner: None };
    let people = People::new(db.clone(), ambient.clone(), Site::new(config));
    let host = people::found(&people, "Maren", None, &[Role::Host]).await.expect("a host").id;
    let takes = takes.iter().map(|text| DraftTake { text: (*text).into(), takeaway: String::new() });
    let draft: Checked =
        Draft { takes: takes.collect(), ..Draft::titled("Spring chat") }.check().expect("a good draft");
    let ids = RowIds { panel: Vec::new(), takes: draft.takes.iter().map(|_| ambient.id()).collect() };
    let new = NewChat { id: ambient.id(), code: "123456".into(), screen_key: [7; 16], by: host, at: 1 };
    let mut tx = db.write().await.expect("writes");
    store::insert(&mut tx, &new, &draft, &ids).await.expect("inserts");
    tx.commit().await.expect("commits");
    Hall { db: db.clone(), ambient, host, chat: new.id, takes: ids.takes }
}

impl Hall {
    fn hub(&self) -> Hub {
        Hub::new(self.db.clone(), self.ambient.clone())
    }

    async fn act(&self, hub: &Hub, action: Action) -> Result<u64, Refusal> {
        hub.act(self.chat, self.host, action, None).await
    }

    async fn records(&self) -> Room {
        let mut tx = self.db.read().await.expect("reads");
        store::room(&mut tx, self.chat).await.expect("loads").expect("is there")
    }

    async fn open(&self, hub: &Hub) -> (Handle, Welcome) {
        self.act(hub, Action::Start).await.expect("starts");
        self.act(hub, Action::Open(self.takes[0])).await.expect("opens");
        hub.join("123456", None).await.expect("joins")
    }
}

fn swipe(welcome: &Welcome, take: TakeId, seq: u32, side: Side) -> SwipeAsk {
    SwipeAsk { voice: welcome.voice, take, seq, given: Some(Given::new(side, false)), late: false }
}

async fn swiped(handle: &Handle, ask: SwipeAsk) -> Said {
    let (reply, mut said) = mpsc::channel(4);
    handle.swipe(ask, &reply).expect("queued");
    said.recv().await.expect("answered")
}

#[tokio::test]
async fn saved_means_in_the_records() {
    let engines = engines().await;
    for db in engines.each() {
        let hall = hall(db).await;
        let hub = hall.hub();
        let (handle, welcome) = hall.open(&hub).await;
        assert_eq!(swiped(&handle, swipe(&welcome, hall.takes[0], 1, Side::Agree)).await.outcome, Ok(()));
        let records = hall.records().await;
        assert_eq!(records.slots()[0].tally.agree, 1);
        assert_eq!(hub.look(hall.chat, |room, _| room.clone()).await, Ok(records));
        hub.stop().await;
    }
}

#[tokio::test]
async fn the_same_number_for_another_answer_is_refused_however_close_they_come() {
    let engines = engines().await;
    let hall = hall(engines.sqlite()).await;
    let hub = hall.hub();
    let (handle, welcome) = hall.open(&hub).await;
    let (reply, mut said) = mpsc::channel(8);
    for side in [Side::Agree, Side::Disagree, Side::Agree] {
        handle.swipe(swipe(&welcome, hall.takes[0], 5, side), &reply).expect("queued");
    }
    let mut outcomes = Vec::new();
    for _ in 0..3 {
        outcomes.push(said.recv().await.expect("answered").outcome);
    }
    outcomes.sort_by_key(Result::is_err);
    assert_eq!(outcomes, [Ok(()), Ok(()), Err(Refusal::SeqUsed)]);
    assert_eq!(hall.records().await.slots()[0].tally.agree, 1);
    hub.stop().await;
}

/// What waits when the server stops is committed and acknowledged; what comes later is told to keep it.
#[tokio::test]
async fn a_stop_loses_nothing() {
    let engines = engines().await;
    for db in engines.each() {
        let hall = hall(db).await;
        let hub = hall.hub();
        let (handle, welcome) = hall.open(&hub).await;
        let (reply, mut said) = mpsc::channel(1_000);
        for seq in 1..=500 {
            let side = if seq % 2 == 0 { Side::Agree } else { Side::Disagree };
            handle.swipe(swipe(&welcome, hall.takes[0], seq, side), &reply).expect("queued");
        }
        hub.stop().await;
        let late = handle.swipe(swipe(&welcome, hall.takes[0], 501, Side::Pass), &reply);
        assert!(matches!(late, Err(Refusal::Busy(_))));
        drop(reply);
        let mut saved = 0;
        while let Some(said) = said.recv().await {
            assert_eq!(said.outcome, Ok(()));
            saved += 1;
        }
        assert_eq!(saved, 500);
        let mut tx = hall.db.read().await.unwrap();
        assert_eq!(store::swipes_of(&mut tx, hall.chat).await.unwrap(), 500);
        drop(tx);
        // The next start brings the same voice back, with its last answer.
        let next = hall.hub();
        let token = welcome.token.clone().expect("told once");
        let (_, back) = next.resume(hall.chat, &token).await.expect("the same voice");
        assert_eq!((back.voice, back.seq, back.token.is_none()), (welcome.voice, 500, true));
        assert_eq!(back.mine[0].side, Some(Side::Agree));
        next.stop().await;
    }
}

/// Another node wrote first: nothing is invented, the room is read anew, and the same command then goes through.
#[tokio::test]
async fn two_hubs_on_one_database_end_in_the_same_state() {
    let engines = engines().await;
    for db in engines.each() {
        let hall = hall(db).await;
        let (here, there) = (hall.hub(), hall.hub());
        let (handle, welcome) = hall.open(&here).await;
        let token = welcome.token.clone().expect("told once");
        let (other, _) = there.resume(hall.chat, &token).await.expect("the same voice elsewhere");
        assert_eq!(swiped(&handle, swipe(&welcome, hall.takes[0], 1, Side::Agree)).await.outcome, Ok(()));
        let first = swiped(&other, swipe(&welcome, hall.takes[0], 2, Side::Disagree)).await;
        assert!(matches!(first.outcome, Err(Refusal::Busy(_))), "the records have moved on: {first:?}");
        let again = swiped(&other, swipe(&welcome, hall.takes[0], 2, Side::Disagree)).await;
        assert_eq!(again.outcome, Ok(()));
        let records = hall.records().await;
        assert_eq!((records.slots()[0].tally.agree, records.slots()[0].tally.disagree), (0, 1));
        assert_eq!(there.look(hall.chat, |room, _| room.clone()).await, Ok(records));
        here.stop().await;
        there.stop().await;
    }
}

#[tokio::test]
async fn a_frozen_picture_stays_and_phones_hear_of_the_recap() {
    let engines = engines().await;
    let hall = hall(engines.sqlite()).await;
    let hub = hall.hub();
    let (mut handle, _) = hall.open(&hub).await;
    hall.act(&hub, Action::Picture(chat::model::Picture::Frozen)).await.unwrap();
    let frozen = handle.screen.borrow_and_update().clone();
    hall.act(&hub, Action::Close(hall.takes[0])).await.unwrap();
    assert_eq!(*handle.screen.borrow(), frozen);
    hall.act(&hub, Action::Picture(chat::model::Picture::Live)).await.unwrap();
    assert!(handle.screen.borrow().0.contains(r#""view":"closed""#));
    handle.phone.mark_unchanged();
    hub.recap_moved(hall.chat, Some("/recaps/spring".into())).await.unwrap();
    handle.phone.changed().await.unwrap();
    assert!(handle.phone.borrow().frame.0.contains("/recaps/spring"));
    hub.stop().await;
}

#[tokio::test]
async fn wrong_codes_are_slowed_and_right_ones_are_not() {
    let engines = engines().await;
    let hall = hall(engines.sqlite()).await;
    let hub = hall.hub();
    hall.act(&hub, Action::Start).await.unwrap();
    let mut refusals = Vec::new();
    for n in 0..150 {
        refusals.push(hub.join(&format!("9{n:05}"), None).await.err());
    }
    // The clock of the test stands still, so nothing refills.
    assert_eq!(refusals.iter().filter(|r| **r == Some(Refusal::UnknownCode)).count(), 100);
    assert!(matches!(refusals.last(), Some(Some(Refusal::Busy(_)))));
    assert!(hub.join("123 456", None).await.is_ok(), "blanks in a code that was read aloud");
    hub.stop().await;
}

/// Plays a chat in which two camps answer in opposite ways; answers the voices.
async fn two_camps(hall: &Hall, hub: &Hub) -> Vec<Welcome> {
    hall.act(hub, Action::Start).await.expect("starts");
    hall.act(hub, Action::OpenAll).await.expect("opens");
    let mut voices = Vec::new();
    for n in 0..24_usize {
        let (handle, welcome) = hub.join("123456", None).await.expect("joins");
        for (t, seq) in (0..hall.takes.len()).zip(1..) {
            // One in six thinks otherwise, so that the camps are not all of one mind.
            let agrees = (n % 2 == t % 2) != ((n / 2 + t) % 6 == 0);
            let side = if agrees { Side::Agree } else { Side::Disagree };
            assert_eq!(swiped(&handle, swipe(&welcome, hall.takes[t], seq, side)).await.outcome, Ok(()));
        }
        voices.push(welcome);
    }
    for take in &hall.takes {
        hall.act(hub, Action::Close(*take)).await.expect("closes");
    }
    voices
}

/// The newest frame for phones whose map is as asked, and the place of a voice in it.
async fn mapped(handle: &mut Handle, asked: impl Fn(&Value) -> bool) -> (Value, Arc<Outlook>) {
    let found = handle.phone.wait_for(|newest| {
        let frame: Value = serde_json::from_str(&newest.frame.0).expect("frames are JSON");
        asked(&frame["map"])
    });
    let newest = found.await.expect("the room runs").clone();
    let frame: Value = serde_json::from_str(&newest.frame.0).expect("frames are JSON");
    (frame["map"].clone(), newest.outlook)
}

/// A reveal is shown at once and the map follows; after a restart it is the same one. No swipe waits for it.
#[tokio::test]
async fn the_map_follows_the_reveal_and_survives_a_restart() {
    let engines = engines().await;
    for db in engines.each() {
        let hall = hall_of(db, &["One", "Two", "Three", "Four", "Five", "Six"]).await;
        let hub = hall.hub();
        let voices = two_camps(&hall, &hub).await;
        let mut handle = hub.room(hall.chat).await.expect("runs");
        for (n, take) in hall.takes[..5].iter().enumerate() {
            hall.act(&hub, Action::Reveal(*take)).await.expect("reveals");
            // The answer to the reveal is there before any map could be, and holds the counts.
            let shown: Value = serde_json::from_str(&handle.phone.borrow().frame.0).expect("frames are JSON");
            assert_eq!(shown["takes"][n]["result"]["answered"], 24);
            mapped(&mut handle, |map| map["takes"] == n + 1).await;
        }
        let (map, outlook) = mapped(&mut handle, |map| map["takes"] == 5).await;
        assert_eq!(map["reading"], "groups");
        // Reopened, it is gone at once, together with everybody's place; a map of the other takes follows.
        hall.act(&hub, Action::Reopen(hall.takes[4])).await.expect("reopens");
        let shown = handle.phone.borrow().clone();
        assert!(shown.frame.0.contains(r#""map":null"#), "{}", shown.frame.0);
        assert_eq!(shown.outlook.here(voices[0].voice), None);
        mapped(&mut handle, |map| map["takes"] == 4).await;
        hall.act(&hub, Action::Close(hall.takes[4])).await.expect("closes");
        hall.act(&hub, Action::Reveal(hall.takes[4])).await.expect("reveals");
        assert_eq!(mapped(&mut handle, |map| map["takes"] == 5).await.0, map);
        hub.stop().await;

        let hub = hall.hub();
        let mut handle = hub.room(hall.chat).await.expect("comes back");
        let (again, theirs) = mapped(&mut handle, |map| map["takes"] == 5).await;
        assert_eq!(again, map);
        for welcome in &voices {
            assert!(outlook.here(welcome.voice).is_some());
            assert_eq!(theirs.here(welcome.voice), outlook.here(welcome.voice));
        }
        hub.stop().await;
    }
}

/// The map is a picture of its own, and ends when the host moves on.
#[tokio::test]
async fn the_screen_turns_to_the_map_and_back() {
    let engines = engines().await;
    let hall = hall_of(engines.sqlite(), &["One", "Two", "Three", "Four", "Five"]).await;
    let hub = hall.hub();
    two_camps(&hall, &hub).await;
    let mut handle = hub.room(hall.chat).await.expect("runs");
    let view = |handle: &Handle| {
        let frame: Value = serde_json::from_str(&handle.screen.borrow().0).expect("frames are JSON");
        frame["view"].as_str().unwrap_or_default().to_owned()
    };
    hall.act(&hub, Action::Picture(Picture::Map)).await.expect("asks for the map");
    assert_eq!(view(&handle), "closed", "there is no map yet, so the screen follows the room");
    for take in &hall.takes[..4] {
        hall.act(&hub, Action::Reveal(*take)).await.expect("reveals");
    }
    mapped(&mut handle, |map| map["takes"] == 4).await;
    assert_eq!(hall.records().await.chat.picture, Picture::Live, "a reveal turned the screen back to the room");
    hall.act(&hub, Action::Picture(Picture::Map)).await.expect("shows the map");
    assert_eq!((view(&handle).as_str(), hall.records().await.chat.picture), ("map", Picture::Map));
    hall.act(&hub, Action::Reveal(hall.takes[4])).await.expect("reveals");
    assert_eq!(view(&handle), "result");
    mapped(&mut handle, |map| map["takes"] == 5).await;
    // Frozen, the screen keeps what it shows when the next map comes.
    hall.act(&hub, Action::Picture(Picture::Frozen)).await.expect("freezes");
    let frozen = handle.screen.borrow().clone();
    hall.act(&hub, Action::Reopen(hall.takes[4])).await.expect("reopens");
    mapped(&mut handle, |map| map["takes"] == 4).await;
    assert_eq!(*handle.screen.borrow(), frozen);
    hub.stop().await;
}
