//! The story of passkeys and of accounts at other servers in SQL, on every engine at hand.

use db::testing::{assert_one_shape, engines, never_ran};
use db::{Db, DbError, WriteTx};
use people::store::{self, directory, oidc, passkey};
use uuid::Uuid;

const IDA: Uuid = Uuid::from_u128(1);
const KAI: Uuid = Uuid::from_u128(2);
const KEY: Uuid = Uuid::from_u128(11);
const THERE: Uuid = Uuid::from_u128(21);
const NOW: i64 = 1_000_000;
const ISSUER: &str = "https://login.example.org";

#[tokio::test]
async fn statements_have_one_shape() {
    let engines = engines().await;
    assert_one_shape(&engines, passkey::STATEMENTS).await;
    assert_one_shape(&engines, oidc::STATEMENTS).await;
}

/// One story that executes every statement.
#[tokio::test]
async fn keys_and_accounts() {
    let engines = engines().await;
    for db in engines.each() {
        let mut tx = db.write().await.unwrap();
        for (id, name) in [(IDA, "Ida"), (KAI, "Kai")] {
            person(&mut tx, id, name).await.unwrap();
        }
        tx.commit().await.unwrap();
        challenges(db).await.unwrap();
        keys(db).await.unwrap();
        flows(db).await.unwrap();
        accounts(db).await.unwrap();
        sessions(db).await.unwrap();
    }
    let never = [never_ran(passkey::STATEMENTS), never_ran(oidc::STATEMENTS)].concat();
    assert_eq!(never, Vec::<String>::new());
}

async fn person(tx: &mut WriteTx, id: Uuid, name: &str) -> Result<u64, DbError> {
    directory::person_insert(
        tx, id, name, None, None, "", "", "", "", "", "", "", "", "", "active", None, None, name, NOW,
    )
    .await
}

async fn challenges(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    passkey::challenge_add(&mut tx, b"sign in", b"browser", None, NOW + 9).await?;
    passkey::challenge_add(&mut tx, b"add", b"browser", Some(IDA), NOW + 9).await?;
    passkey::challenge_add(&mut tx, b"old", b"browser", None, NOW).await?;
    assert_eq!(passkey::challenges_forget(&mut tx, NOW).await?, 1);
    let row = passkey::challenge_take(&mut tx, b"add").await?.unwrap();
    assert_eq!((row.browser_hash.as_slice(), row.person_id, row.expires_at), (&b"browser"[..], Some(IDA), NOW + 9));
    assert!(passkey::challenge_take(&mut tx, b"add").await?.is_none(), "once");
    assert_eq!(passkey::challenge_take(&mut tx, b"sign in").await?.unwrap().person_id, None);
    tx.commit().await
}

async fn keys(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    passkey::passkey_add(&mut tx, KEY, IDA, "Laptop", b"credential", b"cose", 0, false, NOW).await?;
    assert_eq!(passkey::credentials_of(&mut tx, IDA).await?[0].credential_id, b"credential");
    let row = passkey::passkey_by_credential(&mut tx, b"credential").await?.unwrap();
    assert_eq!((row.id, row.person_id, row.name.as_str(), row.counter), (KEY, IDA, "Laptop", 0));
    assert_eq!((row.public_key.as_slice(), row.synced, row.made_at, row.used_at), (&b"cose"[..], false, NOW, None));
    assert_eq!(passkey::passkey_use(&mut tx, KEY, 0, 3, true, NOW + 1).await?, 1);
    assert_eq!(passkey::passkey_use(&mut tx, KEY, 0, 4, true, NOW + 2).await?, 0, "somebody was faster");
    assert_eq!(passkey::passkey_rename(&mut tx, KEY, KAI, "Mine").await?, 0, "not Kai's");
    assert_eq!(passkey::passkey_rename(&mut tx, KEY, IDA, "Phone").await?, 1);
    assert!(passkey::passkey_of(&mut tx, KEY, KAI).await?.is_none(), "not Kai's");
    let row = passkey::passkey_of(&mut tx, KEY, IDA).await?.unwrap();
    assert_eq!((row.name.as_str(), row.counter, row.synced, row.used_at), ("Phone", 3, true, Some(NOW + 1)));
    assert_eq!(passkey::passkeys_of(&mut tx, IDA).await?.len(), 1);
    assert!(passkey::passkeys_of(&mut tx, KAI).await?.is_empty());
    tx.commit().await?;

    let mut tx = db.write().await?;
    let twice = passkey::passkey_add(&mut tx, THERE, KAI, "Copy", b"credential", b"cose", 0, false, NOW).await;
    assert!(matches!(twice, Err(DbError::Conflict)), "a key is one person's");
    drop(tx);
    let mut tx = db.write().await?;
    assert_eq!(passkey::passkey_remove(&mut tx, KEY, KAI).await?, 0, "not Kai's");
    assert_eq!(passkey::passkey_remove(&mut tx, KEY, IDA).await?, 1);
    tx.commit().await
}

async fn flows(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    oidc::flow_add(&mut tx, b"state", b"browser", "entra", Some(IDA), "/people", true, NOW + 9).await?;
    oidc::flow_add(&mut tx, b"old", b"browser", "entra", None, "/", false, NOW).await?;
    assert_eq!(oidc::flows_forget(&mut tx, NOW).await?, 1);
    let row = oidc::flow_take(&mut tx, b"state").await?.unwrap();
    assert_eq!((row.browser_hash.as_slice(), row.provider.as_str()), (&b"browser"[..], "entra"));
    assert_eq!(
        (row.person_id, row.lands_on.as_str(), row.again, row.expires_at),
        (Some(IDA), "/people", true, NOW + 9)
    );
    assert!(oidc::flow_take(&mut tx, b"state").await?.is_none(), "once");
    tx.commit().await
}

async fn accounts(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    oidc::identity_add(&mut tx, THERE, IDA, ISSUER, "ida-there", NOW).await?;
    assert_eq!(oidc::identity_use(&mut tx, THERE, NOW + 1).await?, 1);
    let row = oidc::identity_by_subject(&mut tx, ISSUER, "ida-there").await?.unwrap();
    assert_eq!((row.id, row.person_id, row.made_at, row.used_at), (THERE, IDA, NOW, Some(NOW + 1)));
    assert_eq!((row.issuer.as_str(), row.subject.as_str()), (ISSUER, "ida-there"));
    assert!(oidc::identity_by_subject(&mut tx, ISSUER, "IDA-THERE").await?.is_none(), "capitals count");
    assert!(oidc::identity_by_subject(&mut tx, "https://other.example", "ida-there").await?.is_none());
    assert_eq!(oidc::identities_of(&mut tx, IDA).await?.len(), 1);
    assert_eq!(oidc::identities_held(&mut tx, IDA).await?[0].id, THERE);
    tx.commit().await?;
    let mut tx = db.write().await?;
    let twice = oidc::identity_add(&mut tx, KEY, KAI, ISSUER, "ida-there", NOW).await;
    assert!(matches!(twice, Err(DbError::Conflict)), "an account is one person's");
    Ok(())
}

async fn sessions(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    for (id, token) in [(1, b"one"), (2, b"two")] {
        let id = Uuid::from_u128(id);
        store::session_add(&mut tx, token, id, IDA, "provider", "other-other", NOW, None, NOW, NOW + 9).await?;
        oidc::standing_add(&mut tx, token, THERE, std::str::from_utf8(token).unwrap(), "entra").await?;
    }
    assert_eq!(oidc::standing_provider(&mut tx, b"one").await?.unwrap().provider, "entra");
    let rows = oidc::standings_by_subject(&mut tx, ISSUER, "ida-there").await?;
    assert_eq!(rows.iter().map(|row| row.token_hash.as_slice()).collect::<Vec<_>>(), [b"one", b"two"]);
    assert!(rows.iter().all(|row| row.person_id == IDA));
    assert_eq!(oidc::standings_by_sid(&mut tx, ISSUER, "two").await?[0].token_hash, b"two");
    assert!(oidc::standings_by_sid(&mut tx, "https://other.example", "two").await?.is_empty());
    store::session_end(&mut tx, b"one").await?;
    assert_eq!(oidc::standings_forget(&mut tx).await?, 1);
    assert_eq!(oidc::identity_sessions_end(&mut tx, THERE).await?, 1);
    assert_eq!(oidc::identity_sessions_forget(&mut tx, THERE).await?, 1);
    assert_eq!(oidc::identity_remove(&mut tx, THERE, KAI).await?, 0, "not Kai's");
    assert_eq!(oidc::identity_remove(&mut tx, THERE, IDA).await?, 1);
    tx.commit().await
}
