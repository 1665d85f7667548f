//! The story of accounts, links and sessions in SQL, on every engine at hand.

use db::testing::{assert_one_shape, engines, never_ran};
use db::{Db, DbError, WriteTx};
use people::model::{LinkFor, Purpose};
use people::store::{self, STATEMENTS, directory};
use uuid::Uuid;

const IDA: Uuid = Uuid::from_u128(1);
const KAI: Uuid = Uuid::from_u128(2);
const NOW: i64 = 1_000_000;

#[tokio::test]
async fn statements_have_one_shape() {
    assert_one_shape(&engines().await, STATEMENTS).await;
}

/// One story that executes every statement.
#[tokio::test]
async fn accounts_links_and_sessions() {
    let engines = engines().await;
    for db in engines.each() {
        accounts(db).await.unwrap();
        links(db).await.unwrap();
        sessions(db).await.unwrap();
    }
    assert_eq!(never_ran(STATEMENTS), Vec::<String>::new());
}

async fn person_add(
    tx: &mut WriteTx,
    id: Uuid,
    name: &str,
    email: Option<&str>,
    host: bool,
    admin: bool,
) -> Result<u64, DbError> {
    directory::person_insert(
        tx, id, name, email, host, admin, None, "", "", "", "", "", "", "", "", "", "active", None, None, name, NOW,
    )
    .await
}

async fn accounts(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    assert_eq!(store::admins(&mut tx).await?.unwrap().n, 0);
    person_add(&mut tx, KAI, "Kai", None, true, false).await?;
    assert_eq!(store::admins(&mut tx).await?.unwrap().n, 0);
    let email = Some("ida@saltmarsh.example");
    person_add(&mut tx, IDA, "Ida", email, false, true).await?;
    assert_eq!(store::admins(&mut tx).await?.unwrap().n, 1);
    assert!(store::first_admin(&mut tx).await?.is_some_and(|person| person.is_admin));
    tx.commit().await?;

    let mut tx = db.read().await?;
    let ida = store::person_by_email(&mut tx, "ida@saltmarsh.example").await?.unwrap();
    assert_eq!((ida.id, ida.name.as_str(), ida.is_host, ida.is_admin), (IDA, "Ida", false, true));
    let kai = store::person_by_id(&mut tx, KAI).await?.unwrap();
    assert_eq!((kai.id, kai.is_host, kai.is_admin), (KAI, true, false));
    assert!(store::person_by_id(&mut tx, Uuid::nil()).await?.is_none());
    drop(tx);

    let mut tx = db.write().await?;
    let again = person_add(&mut tx, Uuid::nil(), "Ida", email, true, true).await;
    assert!(matches!(again, Err(DbError::Conflict)));
    Ok(())
}

async fn links(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    store::link_add(&mut tx, b"once", Some(IDA), "sign-in", "/host", NOW, NOW + 9).await?;
    store::link_add(&mut tx, b"demo", Some(KAI), "demo", "/host/x", NOW, NOW + 99).await?;
    store::link_add(&mut tx, b"first", None, "setup", "/host", NOW, NOW + 50).await?;
    store::link_add(&mut tx, b"second", None, "setup", "/host", NOW, NOW + 50).await?;
    tx.commit().await?;

    let mut tx = db.write().await?;
    let link = store::link_by_hash(&mut tx, b"once").await?.unwrap().link().unwrap();
    assert_eq!((link.purpose, link.lands_on.as_str()), (Purpose::SignIn, "/host"));
    assert_eq!((db::micros(link.expires_at), link.used_at), (NOW + 9, None));
    assert_eq!(store::link_use(&mut tx, b"once", NOW + 1).await?, 1);
    assert_eq!(store::link_use(&mut tx, b"once", NOW + 2).await?, 0, "once");
    let link = store::link_by_hash(&mut tx, b"once").await?.unwrap().link().unwrap();
    assert_eq!(link.used_at.map(db::micros), Some(NOW + 1));

    assert_eq!(store::link_use(&mut tx, b"demo", NOW + 1).await?, 1);
    assert_eq!(store::link_use(&mut tx, b"demo", NOW + 2).await?, 1, "again and again");
    assert_eq!(store::link_use(&mut tx, b"none", NOW).await?, 0);

    let link = store::link_by_hash(&mut tx, b"first").await?.unwrap().link().unwrap();
    assert_eq!((link.whom, link.purpose), (LinkFor::Setup, Purpose::Setup));
    let mut used: Vec<_> = store::setup_links_use(&mut tx, NOW).await?.into_iter().map(|row| row.token_hash).collect();
    used.sort();
    assert_eq!(used, [b"first".to_vec(), b"second".to_vec()]);
    assert!(store::setup_links_use(&mut tx, NOW).await?.is_empty());

    assert_eq!(store::links_forget(&mut tx, NOW + 50).await?, 1);
    assert!(store::link_by_hash(&mut tx, b"once").await?.is_none());
    assert!(store::link_by_hash(&mut tx, b"first").await?.is_some());
    tx.commit().await
}

async fn sessions(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    store::session_add(&mut tx, b"laptop", IDA, NOW, NOW + 9).await?;
    store::session_add(&mut tx, b"phone", IDA, NOW, NOW + 5).await?;
    let whose = store::session_person(&mut tx, b"laptop", NOW + 8).await?.unwrap();
    assert_eq!((whose.id, whose.is_admin), (IDA, true));
    assert!(store::session_person(&mut tx, b"laptop", NOW + 9).await?.is_none(), "over");
    assert!(store::session_person(&mut tx, b"other", NOW).await?.is_none());
    assert_eq!(store::sessions_forget(&mut tx, NOW + 5).await?, 1);
    assert_eq!(store::session_end(&mut tx, b"laptop").await?, 1);
    assert_eq!(store::session_end(&mut tx, b"laptop").await?, 0);
    tx.commit().await
}
