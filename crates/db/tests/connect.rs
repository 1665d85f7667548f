//! What opening a database says when it cannot.

use db::{Db, DbError, Engine};
use std::error::Error as _;

async fn refused(url: &str) -> DbError {
    match Db::connect(url).await {
        Ok(_) => panic!("{url} was opened"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn addresses_of_no_known_form() {
    for url in ["", "candor.db", "mysql://root@localhost/x", "http://localhost"] {
        let error = refused(url).await;
        assert!(matches!(error, DbError::Address(_)), "{url}: {error:?}");
        assert!(error.to_string().contains("sqlite://FILE"));
    }
}

#[tokio::test]
async fn a_database_in_memory_would_forget() {
    for url in ["sqlite::memory:", "sqlite://:memory:", "sqlite://x?mode=memory"] {
        assert!(matches!(refused(url).await, DbError::InMemory), "{url}");
    }
}

#[tokio::test]
async fn a_missing_folder_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("not-there");
    let error = refused(&format!("sqlite://{}/candor.db", missing.display())).await;
    assert!(matches!(&error, DbError::NoFolder(path) if *path == missing), "{error:?}");
    assert!(error.to_string().contains("not-there does not exist: make it"), "{error}");
}

#[tokio::test]
async fn something_else_is_not_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("letter.txt");
    std::fs::write(&file, "Dear colleagues, ".repeat(100)).unwrap();
    let error = refused(&format!("sqlite://{}", file.display())).await;
    assert!(matches!(error, DbError::NotADatabase { .. }), "{error:?}");
    assert!(error.to_string().contains("letter.txt is not a SQLite database"), "{error}");
    assert!(error.source().is_some());
}

#[tokio::test]
async fn a_folder_in_the_place_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let error = refused(&format!("sqlite://{}", folder.path().display())).await;
    assert!(matches!(error, DbError::NotWritable { .. }), "{error:?}");
}

/// Not even the super-user writes there, who may write in any folder that is merely protected.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_folder_that_takes_no_files() {
    let error = refused("sqlite:///proc/candor.db").await;
    assert!(matches!(error, DbError::NotWritable { .. }), "{error:?}");
    assert!(error.to_string().contains("/proc/candor.db cannot be opened for writing"), "{error}");
}

#[tokio::test]
async fn a_database_stays_when_it_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/candor.db", folder.path().display());
    let ambient = db::testing::ambient();
    let object = db::sqlx::types::Uuid::from_u128(1);
    let first = Db::connect(&url).await.unwrap();
    assert_eq!((first.engine(), format!("{first:?}")), (Engine::Sqlite, "Db(Sqlite)".to_owned()));
    let mut tx = first.write().await.unwrap();
    let entry = db::ledger::Entry { actor: None, kind: "made", object, data: serde_json::Value::Null };
    db::ledger::append(&mut tx, &ambient, entry).await.unwrap();
    tx.commit().await.unwrap();
    first.close().await;
    let again = Db::connect(&url).await.unwrap();
    let mut tx = again.read().await.unwrap();
    assert_eq!(db::ledger::of(&mut tx, object).await.unwrap().len(), 1);
}
