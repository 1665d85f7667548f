//! The story of corrections, erasures, holds and retention in SQL, on every engine at hand.

use db::testing::{ambient, ambient_at, assert_one_shape, clock, engines, never_ran};
use db::{Db, DbError, WriteTx, ledger};
use people::store::own::{self as store, STATEMENTS};
use people::store::own::{keys, letters};
use people::store::{directory, import, link_add, oidc, passkey, role, session_add, sign_in};
use std::time::Duration;
use uuid::Uuid;

const MEI: Uuid = Uuid::from_u128(1);
const ODD: Uuid = Uuid::from_u128(2);
const ADA: Uuid = Uuid::from_u128(3);
const SEA: Uuid = Uuid::from_u128(11);
const DAY: i64 = 86_400_000_000;

#[tokio::test]
async fn statements_have_one_shape() {
    let engines = engines().await;
    for statements in [STATEMENTS, keys::STATEMENTS, letters::STATEMENTS] {
        assert_one_shape(&engines, statements).await;
    }
}

/// One story that executes every statement.
#[tokio::test]
async fn what_people_have_in_their_own_hands() {
    let engines = engines().await;
    for db in engines.each() {
        people(db).await.unwrap();
        fields(db).await.unwrap();
        corrections(db).await.unwrap();
        erasures(db).await.unwrap();
        holds(db).await.unwrap();
        kept(db).await.unwrap();
        over(db).await.unwrap();
        ways(db).await.unwrap();
    }
    for statements in [STATEMENTS, keys::STATEMENTS, letters::STATEMENTS] {
        assert_eq!(never_ran(statements), Vec::<String>::new());
    }
}

async fn insert(tx: &mut WriteTx, id: Uuid, name: &str, left: Option<&str>) -> Result<u64, DbError> {
    let status = if left.is_some() { "leaver" } else { "active" };
    directory::person_insert(
        tx, id, name, None, None, name, "", "", "", "", "", "", "", "", status, None, left, name, 1,
    )
    .await
}

async fn people(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    insert(&mut tx, MEI, "Mei Haruna", None).await?;
    insert(&mut tx, ODD, "Odd Bergmann", Some("2020-01-31")).await?;
    insert(&mut tx, ADA, "Ada Moreau", None).await?;
    directory::team_add(&mut tx, SEA, "Sea", "sea", None).await?;
    directory::membership_add(&mut tx, MEI, SEA, "2026-01-01", None).await?;
    directory::reporting_add(&mut tx, ADA, MEI, "2026-01-01", None).await?;
    role::grant_add(&mut tx, ADA, 1, "admin", None, "2026-01-01", None, Some(MEI)).await?;
    session_add(&mut tx, b"s", SEA, MEI, "link", "other-other", DAY, Some(DAY), DAY, 2 * DAY).await?;
    link_add(&mut tx, b"l", Some(MEI), "sign-in", "/host", DAY, 2 * DAY).await?;
    import::upload_add(&mut tx, SEA, MEI, DAY, "a.csv", b"Mei Haruna", "{}").await?;
    import::import_add(&mut tx, SEA, Some(MEI), DAY, "b.csv", "{}", "{\"made\":[]}").await?;
    let names = store::all_names(&mut tx).await?;
    assert_eq!(
        names.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(),
        ["Mei Haruna", "Odd Bergmann", "Ada Moreau"]
    );
    assert_eq!(store::name_of(&mut tx, ODD).await?.unwrap().name, "Odd Bergmann");
    tx.commit().await
}

async fn fields(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    store::own_field_put(&mut tx, MEI, "pronouns", 5).await?;
    store::own_field_put(&mut tx, MEI, "pronouns", 6).await?;
    store::own_field_put(&mut tx, MEI, "locale", 7).await?;
    let own = store::own_fields(&mut tx, MEI).await?;
    assert_eq!(own.iter().map(|it| (it.word.as_str(), it.n)).collect::<Vec<_>>(), [("locale", 7), ("pronouns", 6)]);
    assert_eq!(store::all_own_fields(&mut tx).await?.len(), 2);
    assert_eq!(store::own_fields_forget(&mut tx, MEI).await?, 2);
    let title = store::own_field_put(&mut tx, MEI, "job_title", 5).await;
    assert!(title.is_err(), "others keep the title");
    Ok(())
}

async fn corrections(db: &Db) -> Result<(), DbError> {
    let ids = [21, 22].map(Uuid::from_u128);
    let mut tx = db.write().await?;
    store::correction_add(&mut tx, ids[0], MEI, "job_title", "Captain", "I am.", 5).await?;
    tx.commit().await?;
    let mut tx = db.write().await?;
    let again = store::correction_add(&mut tx, ids[1], MEI, "job_title", "Cook", "I am.", 6).await;
    assert!(matches!(again, Err(DbError::Conflict)));
    drop(tx);
    let mut tx = db.write().await?;
    store::correction_add(&mut tx, ids[1], MEI, "level", "L5", "I am.", 6).await?;
    let open = store::corrections_asked(&mut tx).await?;
    assert_eq!(open.iter().map(|it| (it.id, it.name.as_str())).collect::<Vec<_>>(), ids.map(|it| (it, "Mei Haruna")));
    let moved =
        async |tx: &mut WriteTx, seen| store::correction_move(tx, ids[0], seen, "applied", "Done.", Some(ADA), 8).await;
    assert_eq!((moved(&mut tx, 9).await?, moved(&mut tx, 1).await?, moved(&mut tx, 2).await?), (0, 1, 0));
    let row = store::correction_by_id(&mut tx, ids[0]).await?.unwrap();
    assert_eq!(
        (row.state.as_str(), row.answer.as_str(), row.decided_by, row.version),
        ("applied", "Done.", Some(ADA), 2)
    );
    assert_eq!(store::corrections_of(&mut tx, MEI).await?.len(), 2);
    tx.commit().await?;
    let mut tx = db.write().await?;
    let alone = store::correction_move(&mut tx, ids[1], 1, "applied", "", Some(MEI), 8).await;
    assert!(alone.is_err(), "nobody decides about themselves");
    Ok(())
}

async fn erasures(db: &Db) -> Result<(), DbError> {
    let ids = [31, 32].map(Uuid::from_u128);
    let mut tx = db.write().await?;
    store::erasure_add(&mut tx, ids[0], MEI, "asked", 5).await?;
    tx.commit().await?;
    let mut tx = db.write().await?;
    assert!(matches!(store::erasure_add(&mut tx, ids[1], MEI, "asked", 6).await, Err(DbError::Conflict)));
    drop(tx);
    let mut tx = db.write().await?;
    assert_eq!(store::erasure_first(&mut tx, ids[0], 1, ADA, "admin", 7).await?, 1);
    assert_eq!(store::erasure_first(&mut tx, ids[0], 2, ADA, "admin", 7).await?, 0);
    assert_eq!(store::erasures_asked(&mut tx).await?[0].first_hat.as_deref(), Some("admin"));
    tx.commit().await?;
    let mut tx = db.write().await?;
    let alone = store::erasure_done(&mut tx, ids[0], 2, Some(ADA), 8, "{}", b"x").await;
    assert!(alone.is_err(), "two people must agree");
    drop(tx);
    let mut tx = db.write().await?;
    assert_eq!(store::erasure_stop(&mut tx, ids[0], 2, "declined", "No.", Some(ODD), 8).await?, 1);
    assert_eq!(store::erasure_words_forget(&mut tx, MEI).await?, 1);
    assert_eq!(store::erasure_by_id(&mut tx, ids[0]).await?.unwrap().answer, "");
    store::erasure_add(&mut tx, ids[1], MEI, "retention", 9).await?;
    assert_eq!(store::erasure_done(&mut tx, ids[1], 1, None, 10, "{}", b"x").await?, 1);
    assert_eq!(store::erasures_done(&mut tx, 5).await?[0].proof_hash.as_deref(), Some(b"x".as_slice()));
    assert_eq!(store::erasures_of(&mut tx, MEI).await?.len(), 2);
    // As if it had never been, for what follows.
    drop(tx);
    Ok(())
}

async fn holds(db: &Db) -> Result<(), DbError> {
    let id = Uuid::from_u128(41);
    let mut tx = db.write().await?;
    store::hold_add(&mut tx, id, MEI, "A claim.", ADA, 5).await?;
    assert_eq!(store::holds(&mut tx).await?[0].setter, "Ada Moreau");
    assert_eq!(store::hold_end(&mut tx, id, ADA, 6).await?, 1);
    assert_eq!(store::hold_end(&mut tx, id, ADA, 6).await?, 0);
    assert_eq!(store::hold_by_id(&mut tx, id).await?.unwrap().ended_at, Some(6));
    assert_eq!(store::hold_words_forget(&mut tx, MEI).await?, 1);
    assert_eq!(store::holds_of(&mut tx, MEI).await?[0].reason, "");
    tx.commit().await
}

async fn kept(db: &Db) -> Result<(), DbError> {
    let ambient = ambient();
    let mut tx = db.write().await?;
    for (actor, kind) in [(MEI, "tried"), (ADA, "tried")] {
        let entry = ledger::Entry { actor: Some(actor), kind, object: MEI, data: serde_json::Value::Null };
        ledger::append(&mut tx, &ambient, entry).await?;
    }
    tx.commit().await?;
    let reading = ledger::Reading { actor: ADA, kind: "employment_read", object: MEI, subject: MEI };
    ledger::note_reads(db, &ambient, &[reading]).await?;
    let mut tx = db.write().await?;
    assert_eq!(store::memberships_named(&mut tx, MEI).await?[0].name, "Sea");
    assert_eq!(store::reports_counted(&mut tx, MEI).await?[0].n, 1);
    assert_eq!(store::sessions_of(&mut tx, MEI).await?[0].expires_at, 2 * DAY);
    assert_eq!(store::links_of(&mut tx, MEI).await?[0].purpose, "sign-in");
    assert_eq!(store::uploads_of(&mut tx, MEI).await?[0].file_name, "a.csv");
    assert_eq!(store::imports_by(&mut tx, MEI).await?[0].counts, "{}");
    assert_eq!(store::upload_texts(&mut tx).await?[0].body, b"Mei Haruna");
    assert_eq!(store::import_texts(&mut tx).await?[0].undo, "{\"made\":[]}");
    assert_eq!(store::import_text_put(&mut tx, SEA, "c.csv", "{}").await?, 1);
    assert_eq!(store::events_by(&mut tx, ADA, 0, 9).await?.len(), 2, "what was read is an event, too");
    assert_eq!(store::events_about(&mut tx, MEI, 0, 1).await?.len(), 1);
    assert_eq!(store::events_by_people(&mut tx, MEI, "tried", 0).await?.len(), 2);
    assert_eq!(store::events_since(&mut tx, MEI, "tried", 0).await?.unwrap().n, 2);
    assert_eq!(store::reads_by(&mut tx, ADA).await?[0].word, "2026-03-04 employment_read");
    assert_eq!(store::reads_counted(&mut tx, MEI).await?.unwrap().n, 1);
    let decided: Vec<String> = store::decided_by(&mut tx, ADA).await?.into_iter().map(|it| it.day).collect();
    assert_eq!(decided, ["correction", "erasure", "hold"]);
    assert_eq!(store::roles_forget(&mut tx, ADA).await?, 1);
    tx.commit().await
}

async fn over(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    store::retention_put(&mut tx, "reads", 200, ADA, 5).await?;
    store::retention_put(&mut tx, "reads", 300, ADA, 6).await?;
    let rows = store::retention(&mut tx).await?;
    assert_eq!((rows.len(), rows[0].kind.as_str(), rows[0].days), (1, "reads", 300));
    store::retention_ask(&mut tx, "reads", 300, 250, ADA, 7).await?;
    let asked = store::retention(&mut tx).await?.remove(0);
    assert_eq!((asked.days, asked.wish, asked.wish_by, asked.wish_at), (300, Some(250), Some(ADA), Some(7)));
    assert_eq!(asked.wisher.as_deref(), Some("Ada Moreau"));
    store::retention_put(&mut tx, "reads", 250, MEI, 8).await?;
    assert_eq!(store::retention(&mut tx).await?[0].wish, None);
    assert_eq!(store::retention_usual(&mut tx, "reads").await?, 1);
    assert_eq!((store::sessions_over(&mut tx, 2 * DAY).await?, store::sessions_over(&mut tx, 3 * DAY).await?), (0, 1));
    assert_eq!((store::links_over(&mut tx, 2 * DAY).await?, store::links_over(&mut tx, 3 * DAY).await?), (0, 1));
    sign_in::letter_add(&mut tx, SEA, "password-set", "mei@saltmarsh.example", "", 6).await?;
    assert_eq!((store::letters_over(&mut tx, 6).await?, store::letters_over(&mut tx, 7).await?), (0, 1));
    assert_eq!((store::undo_over(&mut tx, 2 * DAY).await?, store::undo_over(&mut tx, 2 * DAY).await?), (1, 0));
    assert_eq!(store::upload_forget(&mut tx, ODD).await?, 0);
    assert_eq!(store::uploads_over(&mut tx, 2 * DAY).await?, 1);
    assert_eq!(
        (store::reads_over(&mut tx, "2026-03-04").await?, store::reads_over(&mut tx, "2026-03-05").await?),
        (0, 1)
    );
    assert_eq!(store::leavers_over(&mut tx, "2020-02-01", 0).await?[0].id, ODD);
    assert_eq!(store::leavers_over(&mut tx, "2020-01-31", 0).await?.len(), 0);
    let left = ledger::Entry { actor: None, kind: "person_left", object: ODD, data: serde_json::Value::Null };
    let later = clock();
    later.advance(Duration::from_secs(1));
    ledger::append(&mut tx, &ambient_at(&later), left).await?;
    assert_eq!(store::leavers_over(&mut tx, "2020-02-01", 0).await?.len(), 0, "nobody knew before");
    assert_eq!(store::leavers_over(&mut tx, "2020-02-01", i64::MAX).await?.len(), 1);
    assert_eq!(store::corrections_ended(&mut tx, 9).await?[0].id, MEI);
    assert_eq!(
        (store::corrections_end(&mut tx, MEI, 8).await?, store::corrections_end(&mut tx, MEI, 9).await?),
        (0, 1)
    );
    assert_eq!(store::corrections_forget(&mut tx, MEI).await?, 1, "the open one");
    tx.commit().await
}

async fn ways(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    sign_in::password_put(&mut tx, MEI, "hash", 5).await?;
    sign_in::letter_add(&mut tx, SEA, "sign-in", "mei@saltmarsh.example", "/host", 6).await?;
    passkey::passkey_add(&mut tx, SEA, MEI, "Phone", b"c", b"k", 0, true, 7).await?;
    passkey::challenge_add(&mut tx, b"h", b"b", Some(MEI), 8).await?;
    assert_eq!(letters::password_set(&mut tx, MEI).await?, Some((5,)));
    assert_eq!(letters::letters_to(&mut tx, "mei@saltmarsh.example").await?[0].kind, "sign-in");
    assert_eq!(keys::passkeys_of(&mut tx, MEI).await?[0].name, "Phone");
    oidc::identity_add(&mut tx, ODD, MEI, "https://id.saltmarsh.example", "42", 7).await?;
    oidc::standing_add(&mut tx, b"s", ODD, "", "saltmarsh").await?;
    assert_eq!(keys::accounts_of(&mut tx, MEI).await?[0].subject, "42");
    assert_eq!(keys::account_sessions_forget(&mut tx, MEI).await?, 1);
    assert_eq!(keys::accounts_forget(&mut tx, MEI).await?, 1);
    assert_eq!(letters::password_forget(&mut tx, MEI).await?, 1);
    assert_eq!(letters::letters_forget(&mut tx, "mei@saltmarsh.example").await?, 1);
    assert_eq!(keys::passkeys_forget(&mut tx, MEI).await?, 1);
    assert_eq!(keys::challenges_forget(&mut tx, MEI).await?, 1);
    assert_eq!(keys::flows_forget(&mut tx, MEI).await?, 0);
    tx.commit().await
}
