//! Rooms that run: what is acknowledged is on disk, a stop loses nothing, and two hubs on one database agree.

use chat::hub::{Handle, Hub, Said, SwipeAsk, Welcome};
use chat::model::{ChatId, Checked, Draft, DraftTake, Given, Side, TakeId};
use chat::room::{Action, Refusal, Room};
use chat::store::{self, NewChat, RowIds};
use db::testing::{ambient, engines};
use db::{Ambient, Db};
use people::{People, PersonId, Role};
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
    let ambient = ambient();
    let config = SiteConfig { name: "Candor".into(), public_url: "http://localhost".into(), banner: None };
    let people = People::new(db.clone(), ambient.clone(), Site::new(config));
    let host = people::found(&people, "Maren", None, &[Role::Host]).await.expect("a host").id;
    let takes = ["One", "Two"].map(|text| DraftTake { text: text.into(), takeaway: String::new() });
    let draft: Checked = Draft { takes: takes.into(), ..Draft::titled("Spring chat") }.check().expect("a good draft");
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
    assert!(handle.phone.borrow().0.contains("/recaps/spring"));
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
