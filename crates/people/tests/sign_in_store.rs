//! The story of passwords, sessions and letters in SQL, on every engine at hand.

use db::testing::{assert_one_shape, engines, never_ran};
use db::{Db, DbError};
use people::store::sign_in::{self as store, STATEMENTS};
use people::store::{self as accounts, directory};
use uuid::Uuid;

const IDA: Uuid = Uuid::from_u128(1);
const KAI: Uuid = Uuid::from_u128(2);
const NOW: i64 = 1_000_000;
const EMAIL: &str = "ida@saltmarsh.example";

#[tokio::test]
async fn statements_have_one_shape() {
    assert_one_shape(&engines().await, STATEMENTS).await;
}

/// One story that executes every statement.
#[tokio::test]
async fn passwords_sessions_and_letters() {
    let engines = engines().await;
    for db in engines.each() {
        people(db).await.unwrap();
        passwords(db).await.unwrap();
        failures(db).await.unwrap();
        sessions(db).await.unwrap();
        letters(db).await.unwrap();
    }
    assert_eq!(never_ran(STATEMENTS), Vec::<String>::new());
}

async fn people(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    for (id, name, email, status) in
        [(IDA, "Ida", Some(EMAIL), "active"), (KAI, "Kai", Some("kai@saltmarsh.example"), "leaver")]
    {
        directory::person_insert(
            &mut tx, id, name, email, None, "", "", "", "", "", "", "", "", "", status, None, None, name, NOW,
        )
        .await?;
    }
    assert_eq!(store::here(&mut tx, IDA).await?.map(|row| row.id), Some(IDA));
    assert!(store::here(&mut tx, KAI).await?.is_none(), "who has left is not here");
    let known = store::known(&mut tx, IDA).await?.unwrap();
    assert_eq!((known.name.as_str(), known.email.as_deref()), ("Ida", Some(EMAIL)));
    assert_eq!(known.given_name + &known.family_name, "");
    tx.commit().await
}

async fn passwords(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    let found = store::credential(&mut tx, EMAIL).await?.unwrap();
    assert_eq!((found.id, found.hash), (IDA, None));
    assert!(store::credential(&mut tx, "kai@saltmarsh.example").await?.is_none());
    store::password_put(&mut tx, IDA, "one", NOW).await?;
    store::password_put(&mut tx, IDA, "two", NOW + 1).await?;
    assert_eq!(store::password_for_sign_in(&mut tx, IDA).await?.unwrap().hash, "two");
    let row = store::password_of(&mut tx, IDA).await?.unwrap();
    assert_eq!((row.hash.as_str(), row.set_at), ("two", NOW + 1));
    assert_eq!(store::password_rehash(&mut tx, IDA, "one", "three").await?, 0, "changed meanwhile");
    assert_eq!(store::password_rehash(&mut tx, IDA, "two", "three").await?, 1);
    assert_eq!(store::credential(&mut tx, EMAIL).await?.unwrap().hash.as_deref(), Some("three"));
    assert_eq!(store::password_remove(&mut tx, IDA).await?, 1);
    assert_eq!(store::password_remove(&mut tx, IDA).await?, 0);
    tx.commit().await
}

async fn failures(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    assert!(store::failures(&mut tx, b"ida").await?.is_none());
    for _ in 0..3 {
        store::failure_add(&mut tx, b"ida", NOW, 10).await?;
    }
    assert_eq!(store::failures(&mut tx, b"ida").await?.unwrap().until, NOW + 30, "one after the other");
    store::failure_add(&mut tx, b"ida", NOW + 500, 10).await?;
    assert_eq!(store::failures(&mut tx, b"ida").await?.unwrap().until, NOW + 510, "what is long ago weighs nothing");
    store::failure_add(&mut tx, b"kai", NOW, 10).await?;
    assert_eq!(store::failures_forget(&mut tx, NOW + 10).await?, 1);
    assert_eq!(store::failures_clear(&mut tx, b"ida").await?, 1);
    assert!(store::failures(&mut tx, b"ida").await?.is_none());
    tx.commit().await
}

async fn sessions(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    for (n, token) in [(1, b"laptop"), (2, b"phone-"), (3, b"tablet")] {
        let (id, seen) = (Uuid::from_u128(n), NOW + i64::try_from(n).unwrap());
        accounts::session_add(&mut tx, token, id, IDA, "mail", "firefox-linux", NOW, Some(NOW), seen, NOW + 99).await?;
    }
    let row = store::session(&mut tx, b"phone-").await?.unwrap();
    assert_eq!((row.id, row.how.as_str(), row.device.as_str()), (Uuid::from_u128(2), "mail", "firefox-linux"));
    assert_eq!((row.created_at, row.seen_at), (NOW, NOW + 2));
    assert_eq!(store::session_seen(&mut tx, b"laptop", NOW + 50).await?, 1);
    assert_eq!(store::session_seen(&mut tx, b"laptop", NOW + 40).await?, 0, "never backwards");
    let order = async |tx: &mut db::WriteTx, now, idle| {
        let rows = store::sessions(tx, IDA, now, idle).await.unwrap();
        rows.into_iter().map(|row| row.id.as_u128()).collect::<Vec<_>>()
    };
    assert_eq!(order(&mut tx, NOW, 0).await, [1, 3, 2], "the last used first");
    assert_eq!(order(&mut tx, NOW, NOW + 3).await, [1], "what nobody used for long is over");
    assert_eq!(order(&mut tx, NOW + 99, 0).await, Vec::<u128>::new());
    assert_eq!(store::session_end_one(&mut tx, KAI, Uuid::from_u128(3)).await?, 0, "somebody else's");
    assert_eq!(store::session_end_one(&mut tx, IDA, Uuid::from_u128(3)).await?, 1);
    assert_eq!(store::sessions_end_others(&mut tx, IDA, b"laptop").await?, 1);
    assert_eq!(order(&mut tx, NOW, 0).await, [1]);
    accounts::link_add(&mut tx, b"mailed", Some(IDA), "mail", "/host", NOW, NOW + 9).await?;
    accounts::link_add(&mut tx, b"printed", Some(IDA), "sign-in", "/host", NOW, NOW + 9).await?;
    assert_eq!(store::mail_links_end(&mut tx, IDA).await?, 1);
    assert_eq!(store::link_drop(&mut tx, b"printed").await?, 1);
    tx.commit().await
}

async fn letters(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    let (one, two) = (Uuid::from_u128(11), Uuid::from_u128(12));
    store::letter_add(&mut tx, one, "sign-in", EMAIL, "/host", NOW).await?;
    store::letter_add(&mut tx, two, "password-set", EMAIL, "", NOW + 1).await?;
    assert!(store::letter_due(&mut tx, NOW - 1).await?.is_none());
    let row = store::letter_due(&mut tx, NOW + 1).await?.unwrap();
    assert_eq!((row.id, row.kind.as_str(), row.address.as_str()), (one, "sign-in", EMAIL));
    assert_eq!((row.lands_on.as_str(), row.made_at, row.due_at, row.attempts), ("/host", NOW, NOW, 0));
    assert_eq!(store::letter_take(&mut tx, one, NOW, NOW + 60).await?, 1);
    assert_eq!(store::letter_take(&mut tx, one, NOW, NOW + 60).await?, 0, "somebody else was faster");
    assert_eq!(store::letter_due(&mut tx, NOW + 1).await?.unwrap().id, two);
    assert_eq!(store::letter_done(&mut tx, two).await?, 1);
    assert!(store::letter_due(&mut tx, NOW + 59).await?.is_none(), "taken");
    store::letter_later(&mut tx, one, NOW + 30).await?;
    assert_eq!(store::letter_due(&mut tx, NOW + 30).await?.unwrap().attempts, 1);
    store::letter_done(&mut tx, one).await?;
    tx.commit().await
}
