//! Statements and transactions, on every engine at hand.

use db::ledger::{self, Entry};
use db::sqlx::types::Uuid;
use db::testing::{ambient_at, assert_one_shape, clock, engines, never_ran};
use db::{Db, DbError, ReadTx, WriteTx};

mod store {
    use super::Uuid;

    #[derive(Debug, PartialEq, db::sqlx::FromRow)]
    pub struct Person {
        pub id: Uuid,
        pub name: String,
        pub email: Option<String>,
        pub is_here: bool,
        pub version: i64,
    }

    db::statements! {
        write fn add(id: Uuid, name: &str, email: Option<&str>, is_here: bool, at: i64) -> exec =
            "INSERT INTO person (id, name, email, given_name, family_name, preferred_name, pronouns,
                                 title, level, place, timezone, language, status, folded, created_at, version)
             VALUES ($1, $2, $3, '', '', '', '', '', '', '', '', '',
                     CASE WHEN $4 THEN 'active' ELSE 'leave' END, $2, $5, 1)";

        write fn rename(id: Uuid, name: &str, seen: i64) -> exec =
            "UPDATE person SET name = $2, version = version + 1 WHERE id = $1 AND version = $3";

        read fn by_id(id: Uuid) -> opt<Person> =
            "SELECT id, name, email, status = 'active' AS is_here, version FROM person WHERE id = $1";

        read fn names() -> all<(String,)> = "SELECT name FROM person ORDER BY id";

        write fn open_session(token_hash: &[u8], person: Uuid, at: i64) -> exec =
            "INSERT INTO session (token_hash, id, person_id, how, device, created_at, seen_at, expires_at)
             VALUES ($1, $2, $2, 'link', 'other-other', $3, $3, CAST($3 AS BIGINT) + 1)";

        read fn session(token_hash: &[u8]) -> opt<(Uuid, Vec<u8>)> =
            "SELECT person_id, token_hash FROM session WHERE token_hash = $1";

        /// One text for each.
        read fn engine() -> opt<(String,)> = {
            lite: "SELECT 'lite' AS engine",
            pg: "SELECT 'pg' AS engine",
        };
    }
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

async fn add(tx: &mut WriteTx, n: u128, name: &str, email: Option<&str>) -> Result<u64, DbError> {
    store::add(tx, id(n), name, email, n == 1, 5).await
}

async fn read(db: &Db) -> ReadTx {
    db.read().await.unwrap()
}

/// All statements of this file in one story, so that none goes unexecuted.
#[tokio::test]
async fn values_come_back_as_they_went() {
    let engines = engines().await;
    let ambient = ambient_at(&clock());
    assert_one_shape(&engines, store::STATEMENTS).await;
    for db in engines.each() {
        let mut tx = db.write().await.unwrap();
        assert_eq!(add(&mut tx, 1, "Ines", Some("ines@saltmarsh.example")).await.unwrap(), 1);
        assert_eq!(add(&mut tx, 2, "Béla ⚓", None).await.unwrap(), 1);
        assert_eq!(store::rename(&mut tx, id(2), "Bela", 7).await.unwrap(), 0, "a stale version");
        assert_eq!(store::rename(&mut tx, id(2), "Bela", 1).await.unwrap(), 1);
        let secret = ambient.secret();
        store::open_session(&mut tx, &secret.hash(), id(2), 5).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = read(db).await;
        let ines = store::by_id(&mut tx, id(1)).await.unwrap().unwrap();
        assert_eq!((ines.id, ines.name.as_str(), ines.is_here, ines.version), (id(1), "Ines", true, 1));
        assert_eq!(ines.email.as_deref(), Some("ines@saltmarsh.example"));
        let bela = store::by_id(&mut tx, id(2)).await.unwrap().unwrap();
        assert_eq!((bela.email, bela.is_here, bela.version), (None, false, 2));
        assert_eq!(store::by_id(&mut tx, id(3)).await.unwrap(), None);
        let names = store::names(&mut tx).await.unwrap();
        assert_eq!(names, [("Ines".to_owned(),), ("Bela".to_owned(),)]);
        let hash = secret.hash().to_vec();
        assert_eq!(store::session(&mut tx, &hash).await.unwrap(), Some((id(2), hash)));
        assert!(store::engine(&mut tx).await.unwrap().is_some());
    }
    assert_eq!(never_ran(store::STATEMENTS), Vec::<String>::new());
}

mod neglected {
    db::statements! {
        read fn nobody() -> opt<(String,)> = "SELECT name FROM person WHERE version < 0";
        write fn nothing() -> exec = "DELETE FROM person WHERE version < 0";
    }
}

#[tokio::test]
async fn a_statement_that_decoded_nothing_has_not_run() {
    let engines = engines().await;
    let count = engines.each().count();
    assert_eq!(never_ran(neglected::STATEMENTS).len(), 2 * count);
    for db in engines.each() {
        let mut tx = db.write().await.unwrap();
        assert_eq!(neglected::nobody(&mut tx).await.unwrap(), None);
        assert_eq!(neglected::nothing(&mut tx).await.unwrap(), 0);
    }
    let missing = never_ran(neglected::STATEMENTS);
    assert_eq!(missing.len(), count);
    assert_eq!(missing[0], "transactions::neglected::nobody never answered a row on Sqlite");
}

mod wrong {
    db::statements! {
        read fn misspelt() -> all<(String,)> = "SELECT nam FROM person";
    }
}

#[tokio::test]
async fn the_registry_sees_a_wrong_column() {
    for db in engines().await.each() {
        assert!(
            matches!(db.shapes(wrong::STATEMENTS).await, Err(DbError::Statement { name: "misspelt", .. })),
            "on {db:?}"
        );
    }
    assert_eq!(never_ran(wrong::STATEMENTS).len(), engines().await.each().count());
    let db = engines().await;
    wrong::misspelt(&mut read(db.sqlite()).await).await.unwrap_err();
}

#[tokio::test]
async fn a_taken_key_is_a_conflict_and_a_broken_rule_is_not() {
    for db in engines().await.each() {
        let mut tx = db.write().await.unwrap();
        add(&mut tx, 1, "Ines", Some("ines@saltmarsh.example")).await.unwrap();
        tx.commit().await.unwrap();
        // On PostgreSQL a failed statement spoils its transaction, hence one for each.
        let mut tx = db.write().await.unwrap();
        let taken = add(&mut tx, 1, "Twice", None).await;
        assert!(matches!(taken, Err(DbError::Conflict)), "primary key on {db:?}: {taken:?}");
        drop(tx);
        let mut tx = db.write().await.unwrap();
        let taken = add(&mut tx, 2, "Twice", Some("ines@saltmarsh.example")).await;
        assert!(matches!(taken, Err(DbError::Conflict)), "unique column on {db:?}: {taken:?}");
        drop(tx);
        let mut tx = db.write().await.unwrap();
        let orphan = store::open_session(&mut tx, &[1], id(9), 5).await;
        assert!(matches!(orphan, Err(DbError::Refused(_))), "foreign key on {db:?}: {orphan:?}");
    }
}

/// State and event travel together: dropping the transaction takes back both.
#[tokio::test]
async fn uncommitted_work_leaves_nothing() {
    let ambient = ambient_at(&clock());
    for db in engines().await.each() {
        let mut tx = db.write().await.unwrap();
        add(&mut tx, 1, "Lost", None).await.unwrap();
        let entry = Entry { actor: None, kind: "person.added", object: id(1), data: serde_json::Value::Null };
        ledger::append(&mut tx, &ambient, entry).await.unwrap();
        drop(tx);
        let mut tx = read(db).await;
        assert_eq!(store::by_id(&mut tx, id(1)).await.unwrap(), None);
        assert_eq!(ledger::of(&mut tx, id(1)).await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_reader_sees_one_snapshot() {
    for db in engines().await.each() {
        let mut early = read(db).await;
        assert_eq!(store::names(&mut early).await.unwrap(), []);
        let mut tx = db.write().await.unwrap();
        add(&mut tx, 1, "Ines", None).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store::names(&mut early).await.unwrap(), [], "on {db:?}");
        assert_eq!(store::names(&mut read(db).await).await.unwrap().len(), 1);
    }
}
