//! The story of tokens and of requests with a key in SQL, on every engine at hand.

use db::testing::{assert_one_shape, engines, never_ran};
use db::{Db, DbError};
use people::model::Hat;
use people::store::{directory, idempotency, token};
use uuid::Uuid;

const IDA: Uuid = Uuid::from_u128(1);
const ONE: Uuid = Uuid::from_u128(11);
const TWO: Uuid = Uuid::from_u128(12);
const NOW: i64 = 1_000_000;

#[tokio::test]
async fn statements_have_one_shape() {
    let engines = engines().await;
    assert_one_shape(&engines, token::STATEMENTS).await;
    assert_one_shape(&engines, idempotency::STATEMENTS).await;
}

/// One story that executes every statement.
#[tokio::test]
async fn tokens_and_keys() {
    let engines = engines().await;
    for db in engines.each() {
        let mut tx = db.write().await.unwrap();
        let added = directory::person_insert(
            &mut tx, IDA, "Ida", None, None, "", "", "", "", "", "", "", "", "", "active", None, None, "ida", NOW,
        );
        added.await.unwrap();
        tx.commit().await.unwrap();
        tokens(db).await.unwrap();
        keys(db).await.unwrap();
    }
    assert_eq!(never_ran(token::STATEMENTS), Vec::<String>::new());
    assert_eq!(never_ran(idempotency::STATEMENTS), Vec::<String>::new());
}

async fn tokens(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    token::token_add(&mut tx, ONE, IDA, "Board", b"one", "cdr_one", "host", "chats:read", NOW, NOW + 9).await?;
    token::token_add(&mut tx, TWO, IDA, "Sync", b"two", "cdr_two", "member", "people:read", NOW + 1, NOW + 5).await?;
    let all = token::tokens_of(&mut tx, IDA).await?;
    assert_eq!(all.iter().map(|it| it.id).collect::<Vec<_>>(), [TWO, ONE], "the newest first");
    let found = token::token_by_hash(&mut tx, b"one", NOW + 8).await?.unwrap().token().unwrap();
    assert_eq!((found.name.as_str(), found.hat, found.used_on), ("Board", Hat::Host, None));
    assert!(token::token_by_hash(&mut tx, b"one", NOW + 9).await?.is_none(), "over");
    assert!(token::token_by_hash(&mut tx, b"none", NOW).await?.is_none());
    assert_eq!(token::token_used(&mut tx, ONE, "2026-03-04").await?, 1);
    assert_eq!(token::token_used(&mut tx, ONE, "2026-03-04").await?, 0);
    assert_eq!(token::token_used(&mut tx, ONE, "2026-03-05").await?, 1);
    assert_eq!(token::tokens_of(&mut tx, IDA).await?[1].used_on.as_deref(), Some("2026-03-05"));
    assert_eq!(token::token_end(&mut tx, ONE, TWO).await?, 0, "somebody else's");
    assert_eq!(token::token_end(&mut tx, ONE, IDA).await?, 1);
    assert_eq!(token::tokens_forget(&mut tx, NOW + 5).await?, 0);
    assert_eq!(token::tokens_end(&mut tx, IDA).await?, 1);
    tx.commit().await
}

async fn keys(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    assert_eq!(idempotency::key_begin(&mut tx, IDA, "k", b"request", ONE, NOW).await?, 1);
    assert_eq!(idempotency::key_begin(&mut tx, IDA, "k", b"other", TWO, NOW).await?, 0, "known");
    let row = idempotency::key_find(&mut tx, IDA, "k").await?.unwrap();
    assert_eq!((row.request, row.run, row.state.as_str()), (b"request".to_vec(), ONE, "begun"));
    assert!(idempotency::key_find(&mut tx, IDA, "x").await?.is_none());
    assert_eq!(idempotency::key_overtake(&mut tx, ONE, TWO).await?, 1);
    assert_eq!(idempotency::key_overtake(&mut tx, ONE, TWO).await?, 0);
    assert_eq!(idempotency::key_answer(&mut tx, ONE, 201, "[]", b"x").await?, 0, "overtaken");
    assert_eq!(idempotency::key_answer(&mut tx, TWO, 201, "[]", b"{}").await?, 1);
    assert_eq!(idempotency::key_drop(&mut tx, TWO).await?, 0, "an answer is not dropped");
    let row = idempotency::key_find(&mut tx, IDA, "k").await?.unwrap();
    assert_eq!((row.state.as_str(), row.status, row.body), ("answered", Some(201), Some(b"{}".to_vec())));
    assert_eq!((row.object, row.headers.as_deref()), (None, Some("[]")));
    assert_eq!(idempotency::keys_forget(&mut tx, NOW).await?, 0);
    assert_eq!(idempotency::keys_forget(&mut tx, NOW + 1).await?, 1);
    idempotency::key_begin(&mut tx, IDA, "k", b"request", ONE, NOW).await?;
    assert_eq!(idempotency::keys_counted(&mut tx, IDA).await?, Some((1,)));
    assert_eq!(idempotency::key_drop(&mut tx, ONE).await?, 1);
    assert_eq!(idempotency::keys_of_person_forget(&mut tx, IDA).await?, 0);
    tx.commit().await
}
