//! A run marks its first change in the same transaction, and one that was overtaken changes nothing.

use db::ledger::{self, Entry};
use db::sqlx::types::Uuid;
use db::testing::{ambient_at, assert_one_shape, clock, engines, never_ran};
use db::{Ambient, Db, DbError, keyed};

mod store {
    use super::Uuid;

    db::statements! {
        write fn person(id: Uuid) -> exec =
            "INSERT INTO person (id, name, email, given_name, family_name, preferred_name, pronouns,
                                 title, level, place, timezone, language, status, folded, created_at, version)
             VALUES ($1, 'Ida', NULL, '', '', '', '', '', '', '', '', '', 'active', 'ida', 0, 1)";

        write fn begin(person_id: Uuid, run: Uuid, request: &[u8]) -> exec =
            "INSERT INTO idempotency (person_id, key, request, run, state, object, status, headers, body, begun_at)
             VALUES ($1, 'k', $3, $2, 'begun', NULL, NULL, NULL, NULL, 0)";

        write fn overtake(run: Uuid, by: Uuid) -> exec = "UPDATE idempotency SET run = $2 WHERE run = $1";

        read fn state() -> opt<(String, Option<Uuid>)> = "SELECT state, object FROM idempotency";
    }
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// A change of `object` with its event.
async fn change((db, ambient): (&Db, &Ambient), object: u128) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    let entry = Entry { actor: None, kind: "changed", object: id(object), data: serde_json::Value::Null };
    ledger::append(&mut tx, ambient, entry).await?;
    tx.commit().await
}

async fn changes(db: &Db, object: u128) -> usize {
    ledger::of(&mut db.read().await.unwrap(), id(object)).await.unwrap().len()
}

#[tokio::test]
async fn the_first_change_is_marked_and_an_overtaken_run_changes_nothing() {
    let engines = engines().await;
    assert_one_shape(&engines, keyed::STATEMENTS).await;
    for db in engines.each() {
        let ambient = ambient_at(&clock());
        let here = (db, &ambient);
        let mut tx = db.write().await.unwrap();
        store::person(&mut tx, id(1)).await.unwrap();
        store::begin(&mut tx, id(1), id(7), b"request").await.unwrap();
        tx.commit().await.unwrap();
        let state = async || store::state(&mut db.read().await.unwrap()).await.unwrap().unwrap();

        assert_eq!(keyed::current(), None);
        change(here, 20).await.unwrap();
        assert_eq!(state().await, ("begun".to_owned(), None), "no run, no mark");

        keyed::within(Some(id(7)), async {
            assert_eq!(keyed::current(), Some(id(7)));
            change(here, 21).await.unwrap();
            change(here, 22).await.unwrap();
        })
        .await;
        assert_eq!(state().await, ("changed".to_owned(), Some(id(21))), "the first one");

        let mut tx = db.write().await.unwrap();
        store::overtake(&mut tx, id(7), id(8)).await.unwrap();
        tx.commit().await.unwrap();
        let late = keyed::within(Some(id(7)), change(here, 23)).await;
        assert!(matches!(late, Err(DbError::Overtaken)), "{late:?}");
        assert_eq!((changes(db, 21).await, changes(db, 23).await), (1, 0));
        keyed::within(Some(id(8)), change(here, 24)).await.unwrap();
        keyed::within(None, change(here, 25)).await.unwrap();
    }
    assert_eq!(never_ran(keyed::STATEMENTS), Vec::<String>::new());
}
