//! What was deleted cannot be read from the files of SQLite, once the journal is emptied.

use db::Db;
use db::testing::run;

const NAME: &[u8] = b"Ottoline Barnacle";

async fn made(folder: &std::path::Path) -> Db {
    let db = Db::connect(&format!("sqlite://{}/candor.db", folder.display())).await.unwrap();
    let sql = "INSERT INTO person (id, name, email, given_name, family_name, preferred_name, pronouns, title, level,
                                   place, timezone, language, status, folded, created_at, version)
               VALUES (x'00000000000000000000000000000001', 'Ottoline Barnacle', NULL, '', '', '', '', '', '', '', '',
                       '', 'active', 'ottoline', 0, 1)";
    run(&db, sql).await.unwrap();
    run(&db, "DELETE FROM person").await.unwrap();
    db
}

/// Files of the folder that hold the name.
fn holding(folder: &std::path::Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let holds = |file: &std::path::PathBuf| std::fs::read(file).unwrap().windows(NAME.len()).any(|it| it == NAME);
    files.filter(holds).map(|file| file.file_name().unwrap().to_string_lossy().into_owned()).collect()
}

#[tokio::test]
async fn deleted_rows_leave_the_journal() {
    let folder = tempfile::tempdir().unwrap();
    let db = made(folder.path()).await;
    assert_eq!(holding(folder.path()), ["candor.db-wal"], "else there is nothing to show");
    db.empty_journal().await;
    assert_eq!(holding(folder.path()), Vec::<String>::new());
    run(&db, "DELETE FROM person").await.expect("it goes on");
}

#[tokio::test]
async fn a_reader_holds_it_up_and_writers_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let db = made(folder.path()).await;
    let mut reading = db.read().await.unwrap();
    db::ledger::of(&mut reading, db::sqlx::types::Uuid::nil()).await.unwrap();
    let emptying = tokio::spawn({
        let db = db.clone();
        async move { db.empty_journal().await }
    });
    // Whoever writes meanwhile waits for one short try at most.
    for _ in 0..3 {
        run(&db, "DELETE FROM person").await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert!(!emptying.is_finished() && holding(folder.path()) == ["candor.db-wal"]);
    drop(reading);
    emptying.await.unwrap();
    assert_eq!(holding(folder.path()), Vec::<String>::new());
}
