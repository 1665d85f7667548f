//! The ledger: its order, its chain, and who has read what.

use db::ledger::{self, Entry, Flaw, Hash, Head, Kept, Reading, SealError};
use db::sqlx::types::Uuid;
use db::testing::{ambient, ambient_at, assert_one_shape, clock, engines, never_ran};
use db::{Ambient, Conn, Db, Reads, WriteTx};
use serde_json::json;
use std::time::Duration;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn entry(object: u128, kind: &'static str) -> Entry {
    Entry { actor: Some(id(7)), kind, object: id(object), data: json!({ "words": "≠", "n": 3 }) }
}

async fn append(db: &Db, ambient: &Ambient, entry: Entry) {
    let mut tx = db.write().await.unwrap();
    ledger::append(&mut tx, ambient, entry).await.unwrap();
    tx.commit().await.unwrap();
}

/// Changes records behind the program's back.
async fn tamper(tx: &mut WriteTx, sql: &'static str) {
    match tx.conn() {
        Conn::Lite(c) => db::sqlx::query(sql).execute(c).await.map(drop).unwrap(),
        Conn::Pg(c) => db::sqlx::query(sql).execute(c).await.map(drop).unwrap(),
    }
}

/// All statements of the ledger in one story.
#[tokio::test]
async fn the_ledger_keeps_the_order_and_seals_it() {
    let engines = engines().await;
    assert_one_shape(&engines, ledger::STATEMENTS).await;
    for db in engines.each() {
        let clock = clock();
        let ambient = ambient_at(&clock);
        let start = ambient.now();
        assert_eq!(ledger::seal(db).await.unwrap(), (None, 0));
        let mut tx = db.write().await.unwrap();
        ledger::append(&mut tx, &ambient, entry(1, "chat.created")).await.unwrap();
        ledger::append(&mut tx, &ambient, entry(2, "chat.created")).await.unwrap();
        tx.commit().await.unwrap();
        clock.advance(Duration::from_mins(1));
        append(db, &ambient, Entry { actor: None, ..entry(1, "chat.ended") }).await;

        let mut tx = db.read().await.unwrap();
        let events = ledger::of(&mut tx, id(1)).await.unwrap();
        let told: Vec<_> = events.iter().map(|e| (e.seq, e.kind.as_str(), e.actor)).collect();
        assert_eq!(told, [(1, "chat.created", Some(id(7))), (3, "chat.ended", None)]);
        assert_eq!(events[0].data, json!({ "words": "≠", "n": 3 }));
        assert_eq!((events[0].at, events[0].object), (start, id(1)));
        assert_eq!(events[1].at, start + Duration::from_mins(1));
        assert!(events[0].id < events[1].id, "ids sort by time");
        let newest = ledger::latest(&mut tx, id(1), i64::MAX, 1).await.unwrap();
        assert_eq!(newest, events[1..]);
        assert_eq!(ledger::latest(&mut tx, id(1), 3, 9).await.unwrap(), events[..1]);
        let open = ledger::verify(&mut tx, &[]).await.unwrap().unwrap();
        assert_eq!((open.head, open.at, open.unsealed), (None, None, 3));
        drop(tx);

        let (_, new) = ledger::seal(db).await.unwrap();
        assert_eq!(new, 3);
        let mut tx = db.read().await.unwrap();
        let head = ledger::head(&mut tx).await.unwrap().unwrap();
        let sound = ledger::verify(&mut tx, &[]).await.unwrap().unwrap();
        assert_eq!((sound.head, sound.unsealed), (Some(head), 0));
        assert_eq!((head.seq, sound.at), (3, Some(start + Duration::from_mins(1))));
        assert!(ledger::holds(&mut tx, head).await.unwrap());
        for other in [Head { seq: 2, ..head }, Head { seq: 9, ..head }, Head { hash: Hash::ZERO, ..head }] {
            assert!(!ledger::holds(&mut tx, other).await.unwrap());
        }
        drop(tx);
        // One seal more stands on the ones before.
        append(db, &ambient, entry(1, "chat.opened")).await;
        assert_eq!(ledger::seal(db).await.unwrap().1, 1);

        let reading = Reading { actor: id(5), kind: "review_read", object: id(6), subject: id(8) };
        ledger::note_reads(db, &ambient, &[reading]).await.unwrap();
        ledger::note_reads(db, &ambient, &[reading]).await.unwrap();
        assert_eq!(ledger::about(&mut db.read().await.unwrap(), id(8), i64::MAX, 9).await.unwrap().len(), 1);
    }
    assert_eq!(never_ran(ledger::STATEMENTS), Vec::<String>::new());
}

/// Writers side by side get every number once, without a gap and without failing; sealers side by side seal each once.
#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_takes_writers_and_sealers_in_turn() {
    for db in engines().await.each() {
        let ambient = ambient_at(&clock());
        let (writers, sealers): (Vec<_>, Vec<_>) = (0..20)
            .map(|_| {
                let (db, ambient) = (db.clone(), ambient.clone());
                let writer = tokio::spawn({
                    let db = db.clone();
                    async move { append(&db, &ambient, entry(1, "chat.moved")).await }
                });
                (writer, tokio::spawn(async move { ledger::seal(&db).await }))
            })
            .unzip();
        for writer in writers {
            writer.await.unwrap();
        }
        let mut sealed = 0;
        for sealer in sealers {
            sealed += sealer.await.unwrap().unwrap().1;
        }
        sealed += ledger::seal(db).await.unwrap().1;
        let mut tx = db.read().await.unwrap();
        let events = ledger::of(&mut tx, id(1)).await.unwrap();
        assert_eq!(events.iter().map(|e| e.seq).collect::<Vec<_>>(), (1..=20).collect::<Vec<_>>());
        assert_eq!(sealed, 20, "on {db:?}");
        assert_eq!(ledger::verify(&mut tx, &[]).await.unwrap().unwrap().head.unwrap().seq, 20);
    }
}

/// More events than one write seals, as in a ledger from before there were seals.
#[tokio::test]
async fn a_long_ledger_is_sealed_from_the_beginning() {
    for db in engines().await.each() {
        let ambient = ambient();
        let mut tx = db.write().await.unwrap();
        for _ in 0..1_100 {
            ledger::append(&mut tx, &ambient, entry(1, "chat.moved")).await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut tx = db.write().await.unwrap();
        assert_eq!(ledger::seal_some(&mut tx).await.unwrap(), 256, "a write is short");
        tx.commit().await.unwrap();
        let (head, new) = ledger::seal(db).await.unwrap();
        assert_eq!((head.unwrap().seq, new), (1_100, 1_100 - 256));
        let mut tx = db.read().await.unwrap();
        assert_eq!(ledger::verify(&mut tx, &[]).await.unwrap().unwrap().head, head);

        // The export has every event, and whoever knows the rule computes the same head from it alone.
        let (mut after, mut hash, mut lines) = (0, [0; 32], 0);
        while let Some((last, page)) = ledger::export(&mut tx, after).await.unwrap() {
            after = last;
            lines += page.len();
            for line in page {
                hash = recomputed(hash, &line);
            }
        }
        assert_eq!((lines, hash.as_slice()), (1_100, head.unwrap().hash.bytes()));
    }
}

/// As another program would do it: takes the hash out of the line and computes it anew.
fn recomputed(before: [u8; 32], line: &str) -> [u8; 32] {
    use sha2::Digest;
    let event: serde_json::Value = serde_json::from_str(line).unwrap();
    let hash = event["hash"].as_str().unwrap();
    let bare = line.replacen(&format!("\"hash\":\"{hash}\","), "", 1);
    let next: [u8; 32] = sha2::Sha256::new().chain_update(before).chain_update(bare).finalize().into();
    assert_eq!(hash.parse::<Hash>().unwrap().bytes(), next);
    next
}

/// Heads that were kept elsewhere show what the chain alone cannot.
#[tokio::test]
async fn a_kept_head_shows_a_cut_and_a_rewrite() {
    for db in engines().await.each() {
        let ambient = ambient();
        for n in 1..=5 {
            append(db, &ambient, entry(n, "chat.moved")).await;
        }
        let head = ledger::seal(db).await.unwrap().0.unwrap();
        let kept = |Head { seq, hash }| [Kept { seq: Some(seq), hash }];
        let hash_alone = [Kept { seq: None, hash: head.hash }];
        for event in 6..=7 {
            append(db, &ambient, entry(event, "chat.moved")).await;
        }
        ledger::seal(db).await.unwrap();
        let mut tx = db.read().await.unwrap();
        for good in [&kept(head)[..], &hash_alone] {
            assert_eq!(ledger::verify(&mut tx, good).await.unwrap().unwrap().head.unwrap().seq, 7);
        }
        let foreign = Kept { seq: Some(9), hash: head.hash };
        assert_eq!(ledger::verify(&mut tx, &[foreign]).await.unwrap().unwrap_err(), Flaw::Cut(9));
        drop(tx);

        // The end is cut off, seals and all: nothing in the database shows it.
        let mut tx = db.write().await.unwrap();
        tamper(&mut tx, "DELETE FROM ledger WHERE seq >= 5").await;
        tamper(&mut tx, "DELETE FROM ledger_seal WHERE seq >= 5").await;
        assert_eq!(ledger::verify(&mut tx, &[]).await.unwrap().unwrap().head.unwrap().seq, 4);
        assert_eq!(ledger::verify(&mut tx, &kept(head)).await.unwrap().unwrap_err(), Flaw::Cut(5));
        assert_eq!(ledger::verify(&mut tx, &hash_alone).await.unwrap().unwrap_err(), Flaw::Unknown(4));
        drop(tx);

        // An event is changed and everything sealed anew.
        let mut tx = db.write().await.unwrap();
        tamper(&mut tx, "UPDATE ledger SET kind = 'chat.closed' WHERE seq = 2").await;
        tamper(&mut tx, "DELETE FROM ledger_seal").await;
        ledger::seal_some(&mut tx).await.unwrap();
        assert!(ledger::verify(&mut tx, &[]).await.unwrap().is_ok());
        assert_eq!(ledger::verify(&mut tx, &kept(head)).await.unwrap().unwrap_err(), Flaw::Rewritten(5));
        assert_eq!(ledger::verify(&mut tx, &hash_alone).await.unwrap().unwrap_err(), Flaw::Unknown(7));
    }
}

/// A broken ledger is not sealed on, or the break would look sound.
#[tokio::test]
async fn nothing_is_sealed_over_a_break() {
    for (sql, at) in [
        ("DELETE FROM ledger WHERE seq = 4", 4),
        ("DELETE FROM ledger WHERE seq >= 3", 3),
        ("UPDATE ledger_seal SET hash = object FROM ledger WHERE ledger_seal.seq = 3 AND ledger.seq = 3", 3),
    ] {
        let engines = engines().await;
        let db = engines.sqlite();
        let ambient = ambient();
        for n in 1..=3 {
            append(db, &ambient, entry(n, "chat.moved")).await;
        }
        ledger::seal(db).await.unwrap();
        for n in 4..=5 {
            append(db, &ambient, entry(n, "chat.moved")).await;
        }
        let mut tx = db.write().await.unwrap();
        tamper(&mut tx, sql).await;
        tx.commit().await.unwrap();
        let error = ledger::seal(db).await.unwrap_err();
        assert!(matches!(error, SealError::Broken(n) if n == at), "{sql}: {error:?}");
        assert!(error.to_string().contains("candor verify ledger"), "{error}");
        let flaw = ledger::verify(&mut db.read().await.unwrap(), &[]).await.unwrap().unwrap_err();
        assert!([Flaw::Missing(at), Flaw::Changed(at)].contains(&flaw), "{sql}: {flaw:?}");
    }
}

#[tokio::test]
async fn who_has_read_what() {
    for db in engines().await.each() {
        let clock = clock();
        let ambient = ambient_at(&clock);
        let (ida, rolf, mina) = (id(1), id(2), id(3));
        let read = |actor, object| Reading { actor, kind: "review_read", object: id(object), subject: ida };
        let note = |readings: Vec<Reading>| {
            let ambient = ambient.clone();
            async move { ledger::note_reads(db, &ambient, &readings).await.unwrap() }
        };
        note(vec![]).await;
        note(vec![read(ida, 10)]).await;
        note(vec![read(rolf, 10), read(rolf, 11), read(rolf, 10)]).await;
        note(vec![read(rolf, 10)]).await;
        clock.advance(Duration::from_hours(15));
        note(vec![read(rolf, 10), read(mina, 10)]).await;
        note(vec![Reading { subject: mina, ..read(rolf, 12) }]).await;

        let mut tx = db.read().await.unwrap();
        let all = ledger::about(&mut tx, ida, i64::MAX, 100).await.unwrap();
        let told: Vec<_> = all.iter().map(|e| (e.seq, e.actor.unwrap(), e.object)).collect();
        assert_eq!(told, [(4, mina, id(10)), (3, rolf, id(10)), (2, rolf, id(11)), (1, rolf, id(10))], "on {db:?}");
        assert_eq!((all[0].kind.as_str(), &all[0].data), ("review_read", &json!({ "subject": ida })));
        let page = ledger::about(&mut tx, ida, 4, 2).await.unwrap();
        assert_eq!(page.iter().map(|e| e.seq).collect::<Vec<_>>(), [3, 2]);
        assert_eq!(ledger::about(&mut tx, ida, 1, 2).await.unwrap(), []);
        assert_eq!(ledger::latest(&mut tx, id(10), i64::MAX, 100).await.unwrap().len(), 3);
        assert_eq!(ledger::about(&mut tx, mina, i64::MAX, 100).await.unwrap().len(), 1);
    }
}

/// Readers side by side, on any number of connections, leave one record of the day.
#[tokio::test(flavor = "multi_thread")]
async fn a_reading_is_noted_once() {
    for db in engines().await.each() {
        let ambient = ambient();
        let reading = Reading { actor: id(1), kind: "review_read", object: id(2), subject: id(3) };
        let readers: Vec<_> = (0..8)
            .map(|_| {
                let (db, ambient) = (db.clone(), ambient.clone());
                tokio::spawn(async move { ledger::note_reads(&db, &ambient, &[reading]).await })
            })
            .collect();
        for reader in readers {
            reader.await.unwrap().unwrap();
        }
        assert_eq!(ledger::about(&mut db.read().await.unwrap(), id(3), i64::MAX, 9).await.unwrap().len(), 1);
    }
}

#[test]
fn a_head_is_read_as_it_is_shown() {
    assert_eq!(Hash::ZERO.to_string(), "0".repeat(64));
    assert_eq!("0".repeat(64).parse(), Ok(Hash::ZERO));
}
