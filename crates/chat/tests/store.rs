//! The records of a chat, on every engine at hand.

use chat::model::{
    ChatId, Checked, Door, Draft, DraftPanellist, DraftTake, Given, Mode, PanelAnswer, Phase, Picture, Side, Standing,
    TakeState, TruthId, VoiceId,
};
use chat::room::{Batch, Event, Move, Room};
use chat::store::{self, Bond, NewChat, RowIds, Stays, StoreError};
use db::testing::{ambient, assert_one_shape, engines, never_ran};
use db::{Ambient, Db, DbError, ManualClock};
use people::{People, PersonId, Role};
use std::sync::Arc;
use web::{Site, SiteConfig};

fn draft(mode: &str, takes: usize) -> Checked {
    let mut draft = Draft { mode: mode.into(), series: "Culture Chat".into(), ..Draft::titled("Spring chat") };
    draft.panel = ["Ines", "Tomás"].map(|name| DraftPanellist { name: name.into(), ..Default::default() }).into();
    draft.takes = (1..=takes).map(|n| DraftTake { text: format!("Take {n}"), takeaway: String::new() }).collect();
    draft.check().expect("a good draft")
}

fn signed(mode: &str) -> Checked {
    let raw = Draft { door: "signed".into(), mode: mode.into(), ..Draft::titled("Autumn chat") };
    raw.check().expect("a good draft")
}

/// Chance of its own, beside that of [`ambient`].
fn candid() -> Ambient {
    Ambient::new(Arc::new(ManualClock::new(ambient().now())), [9; 32])
}

fn ids(ambient: &Ambient, draft: &Checked) -> RowIds {
    RowIds {
        panel: draft.panel.iter().map(|_| ambient.id()).collect(),
        takes: draft.takes.iter().map(|_| ambient.id()).collect(),
    }
}

async fn host(db: &Db, ambient: &Ambient) -> PersonId {
    somebody(db, ambient, "Maren", &[Role::Host]).await
}

async fn somebody(db: &Db, ambient: &Ambient, name: &str, roles: &[Role]) -> PersonId {
    let config = SiteConfig { name: "Candor".into(), public_url: "http://localhost".into(), banner: None };
    let people = People::new(db.clone(), ambient.clone(), Site::new(config));
    people::found(&people, name, None, roles).await.expect("somebody").id
}

async fn insert(db: &Db, ambient: &Ambient, by: PersonId, code: &str, draft: &Checked) -> Result<ChatId, StoreError> {
    let key: [u8; 16] = ambient.secret().hash()[..16].try_into().expect("16 bytes");
    let new = NewChat { id: ambient.id(), code: code.into(), screen_key: key, by, at: 5 };
    let mut tx = db.write().await?;
    store::insert(&mut tx, &new, draft, &ids(ambient, draft)).await?;
    tx.commit().await?;
    Ok(new.id)
}

async fn load(db: &Db, id: ChatId) -> Room {
    let mut tx = db.read().await.expect("reads");
    store::room(&mut tx, id).await.expect("loads").expect("is there")
}

/// Commits as the hub does: store, then apply.
async fn commit(db: &Db, room: &mut Room, events: Vec<Event>) -> Result<(), StoreError> {
    let batch = Batch { number: room.chat.batch + 1, events };
    let mut tx = db.write().await?;
    store::commit(&mut tx, &batch, &room.chat.after(&batch.events), 7).await?;
    tx.commit().await?;
    room.apply(&batch);
    Ok(())
}

fn joined(ambient: &Ambient, room: &Room, name: &str) -> (VoiceId, Event) {
    let voice = ambient.timeless_id();
    let name = (room.chat.mode == Mode::Named).then(|| name.to_owned());
    (voice, Event::Joined { voice, token_hash: ambient.secret().hash(), name })
}

#[tokio::test]
async fn statements_mean_the_same_everywhere() {
    assert_one_shape(&engines().await, store::STATEMENTS).await;
}

/// The whole life of a chat: after every commit, what comes back from the records is the room that was live.
#[tokio::test]
async fn a_room_comes_back_as_it_was() {
    let engines = engines().await;
    for db in engines.each() {
        let ambient = ambient();
        let by = host(db, &ambient).await;
        let id = insert(db, &ambient, by, "123456", &draft("named", 2)).await.unwrap();
        let mut tx = db.write().await.unwrap();
        let written = draft("named", 3);
        store::replace_draft(&mut tx, id, 1, &written, &ids(&ambient, &written)).await.unwrap();
        let stale = store::replace_draft(&mut tx, id, 1, &written, &ids(&ambient, &written)).await;
        assert!(matches!(stale, Err(StoreError::Stale)), "edited since");
        tx.commit().await.unwrap();

        let mut room = load(db, id).await;
        let (takes, by_panel) = (room.slots().iter().map(|s| s.take.id).collect::<Vec<_>>(), room.panel()[0].id);
        let (ana, ana_joins) = joined(&ambient, &room, "Ana");
        let (ben, ben_joins) = joined(&ambient, &room, "Ben");
        let truth: TruthId = ambient.timeless_id();
        let agree = Given::new(Side::Agree, true);
        let swiped = |voice, seq, given| Event::Swiped { voice, take: takes[0], seq, given };
        let told = |seq, words: &str| Event::Told {
            truth,
            voice: ana,
            take: takes[0],
            seq,
            given: agree,
            words: words.into(),
            quotable: true,
            named: true,
        };
        let answer = PanelAnswer { given: Given::new(Side::Disagree, false), words: "Not yet".into() };
        let steps = vec![
            vec![Event::Moved(Move::Started)],
            vec![ana_joins, ben_joins],
            vec![Event::Moved(Move::TakeMoved(takes[0], TakeState::Open)), Event::Moved(Move::Focused(takes[0]))],
            vec![
                swiped(ana, 1, Some(agree)),
                swiped(ben, 2, Some(Given::new(Side::Pass, false))),
                swiped(ben, 1, None),
            ],
            vec![swiped(ana, 1, Some(agree)), told(2, "first")],
            vec![Event::Moved(Move::Spotlit(takes[0], Side::Agree, Some(truth)))],
            vec![told(4, "second")],
            vec![told(3, "too old")],
            vec![Event::Moved(Move::Spotlit(takes[0], Side::Agree, Some(truth)))],
            vec![Event::Moved(Move::Spotlit(takes[0], Side::Agree, None))],
            vec![Event::Moved(Move::Spotlit(takes[0], Side::Agree, Some(truth)))],
            vec![Event::Moved(Move::Answered(takes[0], by_panel, Some(answer.clone())))],
            vec![Event::Moved(Move::TakenAway(takes[0], "We learned".into()))],
        ];
        for events in steps {
            let what = format!("{events:?}");
            commit(db, &mut room, events).await.unwrap();
            assert_eq!(load(db, id).await, room, "after {what}");
        }
        assert_eq!(room.on_screen(takes[0], Side::Agree).map(|t| t.words.as_str()), Some("second"));
        let steps = vec![
            vec![Event::Moved(Move::Stood(truth, Standing::SetAside))],
            vec![Event::Moved(Move::Answered(takes[0], by_panel, None))],
            vec![Event::Moved(Move::Pictured(Picture::Map))],
            vec![Event::Moved(Move::Pictured(Picture::Blank)), Event::Moved(Move::WrappedUp)],
            vec![Event::Moved(Move::Ended)],
        ];
        for events in steps {
            let what = format!("{events:?}");
            commit(db, &mut room, events).await.unwrap();
            assert_eq!(load(db, id).await, room, "after {what}");
        }
        let mut tx = db.read().await.unwrap();
        assert_eq!(store::swipes_of(&mut tx, id).await.unwrap(), 3, "every acknowledged swipe is kept");
        let chat = store::by_code(&mut tx, "123456").await.unwrap().unwrap();
        assert_eq!(chat.phase, Phase::Ended);
        assert_eq!(store::by_screen_key(&mut tx, &chat.screen_key).await.unwrap(), Some(chat.clone()));
        let list = store::listed(&mut tx, by).await.unwrap();
        assert_eq!(list.iter().map(|c| (c.id, c.takes, c.joined)).collect::<Vec<_>>(), [(id, 3, 2)]);
        let place = (list[0].made_at, id);
        for (after, found) in [((i64::MAX, id), 1), ((place.0 + 1, id), 1), (place, 0)] {
            let part = store::listed_after(&mut tx, by, after, 9).await.unwrap();
            assert_eq!(part.len(), found, "{after:?}");
        }
        drop(tx);
        let mut tx = db.write().await.unwrap();
        let late = store::replace_draft(&mut tx, id, chat.version, &written, &ids(&ambient, &written)).await;
        assert!(matches!(late, Err(StoreError::Stale)), "no edit once the room is open");
    }
    for db in engines.each() {
        // Another clock and seed than above: no id is drawn twice.
        let ambient = candid();
        a_chat_changes_hands(db, &ambient).await;
        a_voice_is_a_person_until_the_end(db, &ambient).await;
    }
    assert_eq!(never_ran(store::STATEMENTS), Vec::<String>::new());
}

/// One owner always; co-hosts beside; and at last nothing is left of it.
async fn a_chat_changes_hands(db: &Db, ambient: &Ambient) {
    let by = host(db, ambient).await;
    let second = somebody(db, ambient, "Sanne", &[Role::Host]).await;
    let third = somebody(db, ambient, "Wout", &[]).await;
    let id = insert(db, ambient, by, "234567", &draft("named", 1)).await.unwrap();
    let mut tx = db.write().await.unwrap();
    assert!(store::add_co_host(&mut tx, id, second).await.unwrap());
    assert!(!store::add_co_host(&mut tx, id, second).await.unwrap(), "once is enough");
    for (person, standing) in [
        (by, chat::access::Standing::Owner),
        (second, chat::access::Standing::CoHost),
        (third, chat::access::Standing::None),
    ] {
        assert_eq!(store::standing(&mut tx, id, person).await.unwrap(), standing);
    }
    let listed = store::listed(&mut tx, second).await.unwrap();
    assert_eq!(listed.iter().map(|it| (it.id, it.owner)).collect::<Vec<_>>(), [(id, by)]);
    store::set_owner(&mut tx, id, by, second, Stays::AsCoHost).await.unwrap();
    let again = store::set_owner(&mut tx, id, by, third, Stays::AsCoHost).await;
    assert!(matches!(again, Err(StoreError::Stale)), "who gave it away cannot give it again");
    let hosts = store::hosts(&mut tx, id).await.unwrap();
    let hosts: Vec<_> = hosts.iter().map(|it| (it.name.as_str(), it.is_owner)).collect();
    assert_eq!(hosts, [("Sanne", true), ("Maren", false)]);
    assert!(store::remove_co_host(&mut tx, id, by).await.unwrap());
    assert_eq!(store::listed(&mut tx, by).await.unwrap().iter().filter(|it| it.id == id).count(), 0);
    let today = people::model::day_of(ambient.now());
    store::set_owner(&mut tx, id, second, third, Stays::Not).await.unwrap();
    let ownerless = store::ownerless(&mut tx, today).await.unwrap();
    assert_eq!(ownerless.iter().map(|it| (it.id, it.chats)).collect::<Vec<_>>(), [(third, 1)], "no host any more");
    assert_eq!(store::owned(&mut tx, third).await.unwrap(), [id]);
    tx.commit().await.unwrap();

    let mut room = load(db, id).await;
    let (voice, joins) = joined(ambient, &room, "Ana");
    let (take, by_panel) = (room.slots()[0].take.id, room.panel()[0].id);
    let given = Given::new(Side::Agree, false);
    let told = Event::Told {
        truth: ambient.timeless_id(),
        voice,
        take,
        seq: 2,
        given,
        words: "So".into(),
        quotable: false,
        named: false,
    };
    let answer = Some(PanelAnswer { given, words: "Yes".into() });
    let events = vec![
        Event::Moved(Move::Started),
        joins,
        Event::Moved(Move::TakeMoved(take, TakeState::Open)),
        Event::Swiped { voice, take, seq: 1, given: Some(given) },
        told,
        Event::Moved(Move::Answered(take, by_panel, answer)),
    ];
    commit(db, &mut room, events).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let running = store::delete(&mut tx, id, room.chat.batch).await;
    assert!(matches!(running, Err(StoreError::Stale)), "a chat that runs stays");
    drop(tx);
    commit(db, &mut room, vec![Event::Moved(Move::Ended)]).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let older = store::delete(&mut tx, id, room.chat.batch - 1).await;
    assert!(matches!(older, Err(StoreError::Stale)), "somebody wrote to it since");
    drop(tx);
    let mut tx = db.write().await.unwrap();
    store::delete(&mut tx, id, room.chat.batch).await.unwrap();
    assert_eq!(store::by_id(&mut tx, id).await.unwrap(), None);
    assert_eq!(store::swipes_of(&mut tx, id).await.unwrap(), 0);
    tx.commit().await.unwrap();
}

/// Which person a voice is stands in a table of its own; the end of a confidential chat empties it.
async fn a_voice_is_a_person_until_the_end(db: &Db, ambient: &Ambient) {
    let by = host(db, ambient).await;
    let ana = somebody(db, ambient, "Ana", &[]).await;
    for (mode, code, forgets) in [("confidential", "345671", true), ("named", "345672", false)] {
        let id = insert(db, ambient, by, code, &signed(mode)).await.unwrap();
        let mut room = load(db, id).await;
        let (voice, joins) = joined(ambient, &room, "Ana");
        commit(db, &mut room, vec![Event::Moved(Move::Started), joins]).await.unwrap();
        let bond = |voice, person, n: u8| Bond { voice, person, session: [n; 32], pass: ambient.secret().hash() };
        let bonds = [bond(voice, Some(ana), 1), bond(voice, None, 2)];
        let mut tx = db.write().await.unwrap();
        store::bind(&mut tx, &room.chat, &bonds).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.read().await.unwrap();
        assert_eq!(store::voice_of(&mut tx, id, ana).await.unwrap(), Some(voice));
        assert_eq!(store::voice_of(&mut tx, id, by).await.unwrap(), None);
        for bond in &bonds {
            let pass = store::pass(&mut tx, id, &bond.pass).await.unwrap().unwrap();
            assert_eq!((pass.voice, pass.session), (voice, Some(bond.session)));
        }
        let left = store::left_open(&mut tx, 8).await.unwrap();
        assert_eq!(left.contains(&id), forgets, "opened at 7");
        assert!(!store::left_open(&mut tx, 7).await.unwrap().contains(&id));
        drop(tx);

        // A second voice of the same person.
        let (other, joins) = joined(ambient, &room, "Ana");
        commit(db, &mut room, vec![joins]).await.unwrap();
        let mut tx = db.write().await.unwrap();
        let second = store::bind(&mut tx, &room.chat, &[bond(other, Some(ana), 3)]).await;
        assert!(matches!(second, Err(StoreError::Db(DbError::Conflict))), "{second:?}");
        drop(tx);

        commit(db, &mut room, vec![Event::Moved(Move::Ended)]).await.unwrap();
        let mut tx = db.read().await.unwrap();
        let kept = (!forgets).then_some(voice);
        assert_eq!(store::voice_of(&mut tx, id, ana).await.unwrap(), kept, "{mode}");
        let pass = store::pass(&mut tx, id, &bonds[0].pass).await.unwrap().unwrap();
        assert_eq!((pass.voice, pass.session), (voice, kept.map(|_| [1; 32])), "{mode}");
        assert!(!store::left_open(&mut tx, 8).await.unwrap().contains(&id), "it has ended");
    }
}

/// In a chat that everybody may join nobody can be tied to a voice: not by a fault of the program either.
#[tokio::test]
async fn the_database_refuses_a_person_in_an_open_chat() {
    let engines = engines().await;
    for db in engines.each() {
        let ambient = ambient();
        let by = host(db, &ambient).await;
        let id = insert(db, &ambient, by, "123456", &draft("confidential", 1)).await.unwrap();
        let mut room = load(db, id).await;
        let (voice, joins) = joined(&ambient, &room, "");
        commit(db, &mut room, vec![joins]).await.unwrap();
        for (door, person) in [Door::Open, Door::Signed].into_iter().flat_map(|door| [(door, Some(by)), (door, None)]) {
            room.chat.door = door;
            let bond = Bond { voice, person, session: [1; 32], pass: [2; 32] };
            let mut tx = db.write().await.unwrap();
            let refused = store::bind(&mut tx, &room.chat, &[bond]).await;
            assert!(matches!(refused, Err(StoreError::Db(DbError::Refused(_)))), "{door:?}: {refused:?}");
        }
        // Nor can a confidential chat that asks for sign-in show results of a few.
        let few = Checked { floor: 4, ..signed("confidential") };
        let refused = insert(db, &ambient, by, "456789", &few).await;
        assert!(matches!(refused, Err(StoreError::Db(DbError::Refused(_)))), "{refused:?}");
    }
}

#[tokio::test]
async fn the_batch_number_is_the_lock_of_a_room() {
    let engines = engines().await;
    for db in engines.each() {
        let ambient = ambient();
        let by = host(db, &ambient).await;
        let id = insert(db, &ambient, by, "123456", &draft("confidential", 1)).await.unwrap();
        let mut before = load(db, id).await;
        let mut tx = db.write().await.unwrap();
        let edited = draft("confidential", 2);
        store::replace_draft(&mut tx, id, 1, &edited, &ids(&ambient, &edited)).await.unwrap();
        tx.commit().await.unwrap();
        let outdated = commit(db, &mut before, vec![Event::Moved(Move::Started)]).await;
        assert!(matches!(outdated, Err(StoreError::Stale)), "its takes were replaced");
        let (mut here, mut elsewhere) = (load(db, id).await, load(db, id).await);
        commit(db, &mut here, vec![Event::Moved(Move::Started)]).await.unwrap();
        let second = commit(db, &mut elsewhere, vec![Event::Moved(Move::Started)]).await;
        assert!(matches!(second, Err(StoreError::Stale)));
        assert_eq!(load(db, id).await, here);
    }
}

/// Nobody can be named in a chat that is not named: not by a fault of the program either.
#[tokio::test]
async fn the_database_refuses_a_name_in_a_confidential_chat() {
    let engines = engines().await;
    for db in engines.each() {
        let ambient = ambient();
        let by = host(db, &ambient).await;
        let id = insert(db, &ambient, by, "123456", &draft("confidential", 1)).await.unwrap();
        let mut room = load(db, id).await;
        for mode in [Mode::Named, Mode::Confidential] {
            let voice = ambient.timeless_id();
            let event = Event::Joined { voice, token_hash: ambient.secret().hash(), name: Some("Ana".into()) };
            room.chat.mode = mode;
            let refused = commit(db, &mut room, vec![event]).await;
            assert!(matches!(refused, Err(StoreError::Db(DbError::Refused(_)))), "{mode:?}: {refused:?}");
        }
        assert_eq!(load(db, id).await.joined(), 0, "the whole batch was taken back");
    }
}

#[tokio::test]
async fn a_code_in_use_is_a_conflict() {
    let engines = engines().await;
    for db in engines.each() {
        let ambient = ambient();
        let by = host(db, &ambient).await;
        insert(db, &ambient, by, "123456", &draft("named", 0)).await.unwrap();
        let again = insert(db, &ambient, by, "123456", &draft("named", 0)).await;
        assert!(matches!(again, Err(StoreError::Db(DbError::Conflict))), "{again:?}");
    }
}

#[tokio::test]
async fn thousands_of_swipes_in_one_batch() {
    let engines = engines().await;
    for db in engines.each() {
        let ambient = ambient();
        let by = host(db, &ambient).await;
        let id = insert(db, &ambient, by, "123456", &draft("confidential", 1)).await.unwrap();
        let mut room = load(db, id).await;
        let take = room.slots()[0].take.id;
        let (voices, joins): (Vec<_>, Vec<_>) = (0..2_500).map(|_| joined(&ambient, &room, "")).unzip();
        commit(db, &mut room, joins).await.unwrap();
        commit(db, &mut room, vec![Event::Moved(Move::TakeMoved(take, TakeState::Open))]).await.unwrap();
        let given = |i: usize| Some(Given::new(Side::ALL[i % 3], i.is_multiple_of(5)));
        let swipes = voices.iter().enumerate().map(|(i, v)| Event::Swiped { voice: *v, take, seq: 1, given: given(i) });
        commit(db, &mut room, swipes.collect()).await.unwrap();
        assert_eq!(room.slots()[0].tally.answered(), 2_500);
        assert_eq!(load(db, id).await, room);
    }
}
