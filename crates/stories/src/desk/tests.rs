use super::*;
use crate::facts::sample;
use crate::model::{BODY_MAX, State};
use crate::store::STATEMENTS;
use db::testing::{ambient_at, assert_one_shape, clock, engines, never_ran};
use std::time::Duration;

const HOST: Uuid = Uuid::from_u128(7);

async fn kinds(db: &Db, story: &Story) -> Vec<(String, Option<Uuid>, i64)> {
    let mut tx = db.read().await.expect("a snapshot");
    let events = ledger::of(&mut tx, story.id.into_untyped_uuid()).await.expect("the ledger");
    events.into_iter().map(|e| (e.kind, e.actor, e.data["version"].as_i64().unwrap_or(0))).collect()
}

async fn stored(db: &Db, source: Uuid) -> Option<Story> {
    by_source(&mut db.read().await.expect("a snapshot"), source).await.expect("readable")
}

#[tokio::test]
async fn the_life_of_a_story() {
    let (engines, t, facts) = (engines().await, crate::words("en"), sample());
    assert_one_shape(&engines, STATEMENTS).await;
    for db in engines.each() {
        let clock = clock();
        let ambient = ambient_at(&clock);
        let (chat, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(stored(db, chat).await, None);

        let first = draft_or_load(db, &ambient, HOST, chat, &facts, &t).await.expect("drafted");
        assert_eq!((first.state, first.version), (State::Draft, 1));
        assert_eq!(first.slug, "how-we-ship-how-we-talk-2026-03-04");
        assert!(!first.body.starts_with("# "), "the title is kept apart");
        assert_eq!(stored(db, chat).await.as_ref(), Some(&first), "what comes back is what went in");
        let again = draft_or_load(db, &ambient, HOST, chat, &Recap { voices: 1, ..facts.clone() }, &t).await;
        assert_eq!(again.expect("loaded"), first, "a second look changes nothing");
        let twin = draft_or_load(db, &ambient, HOST, other, &facts, &t).await.expect("drafted");
        assert_eq!(twin.slug, "how-we-ship-how-we-talk-2026-03-04-2");

        clock.advance(Duration::from_mins(1));
        let edited = save(db, &ambient, HOST, chat, 1, "New title", "New *words*").await.expect("saved");
        assert_eq!((edited.title.as_str(), edited.body.as_str(), edited.version), ("New title", "New *words*", 2));
        assert_eq!((edited.slug.as_str(), &edited.facts), (first.slug.as_str(), &facts));
        assert!(edited.edited_at > first.edited_at);

        let public = publish(db, &ambient, HOST, chat, 2).await.expect("published");
        assert_eq!(public.state, State::Published { at: ambient.now() });
        let down = unpublish(db, &ambient, HOST, chat, 3).await.expect("taken down");
        let fewer = Recap { voices: 50, ..facts.clone() };
        let anew = redraft(db, &ambient, HOST, chat, down.version, &fewer, &t).await.expect("drafted anew");
        assert_eq!((anew.facts.voices, anew.title.as_str(), anew.version), (50, facts.title.as_str(), 5));
        assert_eq!(anew.state, down.state);
        let mut tx = db.read().await.expect("a snapshot");
        assert_eq!(by_slug(&mut tx, &first.slug).await.expect("readable"), Some(anew));
        assert_eq!(by_slug(&mut tx, "elsewhere").await.expect("readable"), None);
        drop(tx);

        let told = ["story_drafted", "story_edited", "story_published", "story_unpublished", "story_drafted"];
        let want: Vec<_> = told.iter().zip(1..).map(|(kind, v)| ((*kind).to_owned(), Some(HOST), v)).collect();
        assert_eq!(kinds(db, &first).await, want);

        let mut tx = db.write().await.expect("a transaction");
        delete(&mut tx, chat).await.expect("deleted");
        tx.commit().await.expect("commits");
        assert_eq!(stored(db, chat).await, None);
        assert!(stored(db, other).await.is_some(), "of this source alone");
    }
    assert_eq!(never_ran(STATEMENTS), Vec::<String>::new());
}

#[tokio::test]
async fn the_second_of_two_hosts_is_told() {
    let (engines, t) = (engines().await, crate::words("en"));
    for db in engines.each() {
        let (ambient, chat) = (db::testing::ambient(), Uuid::from_u128(1));
        let story = draft_or_load(db, &ambient, HOST, chat, &sample(), &t).await.expect("drafted");
        let (one, two) = tokio::join!(
            save(db, &ambient, HOST, chat, 1, "One", "one"),
            save(db, &ambient, HOST, chat, 1, "Two", "two"),
        );
        let saved: Vec<Story> = [one, two].into_iter().filter_map(Result::ok).collect();
        assert_eq!(saved.len(), 1, "on {db:?}");
        assert_eq!(stored(db, chat).await.as_ref(), saved.first());
        for late in [
            publish(db, &ambient, HOST, chat, 1).await,
            unpublish(db, &ambient, HOST, chat, 1).await,
            redraft(db, &ambient, HOST, chat, 1, &sample(), &t).await,
        ] {
            assert!(matches!(late, Err(DeskError::Changed)), "{late:?}");
        }
        assert_eq!(kinds(db, &story).await.len(), 2, "what is refused leaves no event");
    }
}

#[tokio::test]
async fn two_looks_at_once_draft_one_story() {
    let (engines, t, facts) = (engines().await, crate::words("en"), sample());
    for db in engines.each() {
        let (ambient, chat) = (db::testing::ambient(), Uuid::from_u128(1));
        let (one, two) = tokio::join!(
            draft_or_load(db, &ambient, HOST, chat, &facts, &t),
            draft_or_load(db, &ambient, HOST, chat, &facts, &t),
        );
        let one = one.expect("drafted or loaded");
        assert_eq!(one, two.expect("drafted or loaded"));
        assert_eq!(kinds(db, &one).await.len(), 1);
    }
}

#[tokio::test]
async fn refusals_say_what_to_do() {
    let (engines, t) = (engines().await, crate::words("en"));
    let db = engines.sqlite();
    let (ambient, chat) = (db::testing::ambient(), Uuid::from_u128(1));
    let missing = publish(db, &ambient, HOST, chat, 1).await.expect_err("nothing there");
    assert!(matches!(missing, DeskError::Missing));
    draft_or_load(db, &ambient, HOST, chat, &sample(), &t).await.expect("drafted");
    let long = "x".repeat(BODY_MAX + 1);
    let mut said = vec![missing.say(&t)];
    for (title, body) in
        [("", "x"), (&*"x".repeat(141), "x"), ("a\u{202e}b", "x"), ("T", ""), ("T", &*long), ("T", "a\u{202e}b")]
    {
        said.push(save(db, &ambient, HOST, chat, 1, title, body).await.expect_err("refused").say(&t));
    }
    said.push(unpublish(db, &ambient, HOST, chat, 1).await.expect_err("not public").say(&t));
    publish(db, &ambient, HOST, chat, 1).await.expect("published");
    said.push(publish(db, &ambient, HOST, chat, 2).await.expect_err("public").say(&t));
    said.push(redraft(db, &ambient, HOST, chat, 2, &sample(), &t).await.expect_err("public").say(&t));
    said.push(DeskError::Changed.say(&t));
    said.push(DeskError::Db(DbError::Conflict).say(&t));
    insta::assert_snapshot!(said.join("\n"));
}
