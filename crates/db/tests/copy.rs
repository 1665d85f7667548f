//! Moving from SQLite to PostgreSQL: everything, into an empty database, or nothing.

use db::backup::sqlite_url;
use db::copy::{Copied, CopyError, to_postgres};
use db::ledger::{self, Entry};
use db::sqlx::types::Uuid;
use db::testing::{Scratch, ambient, earlier, empty_postgres, engines, run};
use db::{Conn, Db, DbError, Reads};
use std::collections::BTreeMap;
use std::path::Path;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};

/// Swipes in the sample: more than one statement carries.
const SWIPES: u64 = 2_345;

/// A database with rows of every kind of value: null and empty, true and false, words of many alphabets.
async fn sample(folder: &Path) -> Db {
    // Rows of the earliest tables: later migrations bring them up to date, whatever they add.
    let url = sqlite_url(&folder.join("live.db"));
    let old = earlier(&url, 4).await;
    for sql in [
        "INSERT INTO person (id, name, email, is_host, is_admin, created_at, version)
         VALUES (x'00000000000000000000000000000001', 'Béla ⚓ \"Ö\\''', NULL, 1, 0, -9223372036854775807, 1),
                (x'00000000000000000000000000000002', '', 'ruth@saltmarsh.example', 0, 1, 9223372036854775807, 2)",
        "INSERT INTO session VALUES (x'00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff',
                                     x'00000000000000000000000000000001', 1, 2)",
        "INSERT INTO sign_in_link VALUES (x'00ff', NULL, 'setup', '/host', 1, 2, NULL)",
        "INSERT INTO chat (id, title, series, held_on, language, mode, floor, seats, code, screen_key, phase, focus,
                           picture, created_by, created_at, started_at, ended_at, moves, batch, version)
         VALUES (x'00000000000000000000000000000003', '会議', '', '', 'en', 'named', 5, 9, '123456',
                 x'00000000000000000000000000000004', 'live', NULL, 'frozen', x'00000000000000000000000000000001', 1, 2,
                 NULL, 7, 8, 9)",
        "INSERT INTO take VALUES (x'00000000000000000000000000000005', x'00000000000000000000000000000003', 0, 'One',
                                  '', 'open')",
        "INSERT INTO voice VALUES (x'00000000000000000000000000000006', x'00000000000000000000000000000003', x'')",
    ] {
        run(&old, sql).await.unwrap();
    }
    let swipes = "WITH RECURSIVE count (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < 2345)
                  INSERT INTO swipe
                  SELECT x'00000000000000000000000000000003', x'00000000000000000000000000000005',
                         x'00000000000000000000000000000006', n, 'agree', n % 2 FROM count";
    assert_eq!(run(&old, swipes).await.unwrap(), SWIPES);
    old.close().await;

    let db = Db::connect(&url).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let ambient = ambient();
    for n in 0..30 {
        let data = serde_json::json!({ "n": n, "is": "≠" });
        let entry = Entry { actor: None, kind: "tried", object: Uuid::nil(), data };
        ledger::append(&mut tx, &ambient, entry).await.unwrap();
    }
    ledger::seal_some(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    db
}

/// Tables of a database, whoever made them.
async fn tables(scratch: &Scratch) -> usize {
    Db::attach(scratch.url()).await.unwrap().count_rows().await.unwrap().len()
}

type Person = (Uuid, String, Option<String>, i64, Option<String>, Option<bool>);
const PEOPLE: &str = "SELECT p.id, p.name, p.email, p.created_at, g.role, s.reservation
                      FROM person AS p LEFT JOIN role_grant AS g ON g.person_id = p.id
                      LEFT JOIN swipe AS s ON s.seq < 3
                      ORDER BY p.id, s.seq";

#[tokio::test]
async fn everything_arrives_as_it_was() {
    let Some(target) = empty_postgres().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let source = sample(folder.path()).await;
    let before = std::fs::read(folder.path().join("live.db")).unwrap();
    let copied = to_postgres(&source, target.url()).await.unwrap();
    let rows: BTreeMap<_, _> = copied.iter().map(|Copied { table, rows, .. }| (table.clone(), *rows)).collect();
    assert_eq!(rows, source.count_rows().await.unwrap());
    assert_eq!((rows["swipe"], rows["person"], rows["truth"]), (SWIPES, 2, 0));
    assert_eq!(std::fs::read(folder.path().join("live.db")).unwrap(), before, "the source is only read");

    // It is a database as if the program had made it: nothing to migrate, and the ledger's chain is whole.
    let db = Db::connect(target.url()).await.unwrap();
    let head = ledger::head(&mut source.read().await.unwrap()).await.unwrap();
    let mut tx = db.read().await.unwrap();
    assert_eq!(ledger::verify(&mut tx, &[]).await.unwrap().unwrap().head, head);
    let mut people: Vec<Vec<Person>> = Vec::new();
    for tx in [&mut source.read().await.unwrap(), &mut tx] {
        people.push(match tx.conn() {
            Conn::Lite(c) => db::sqlx::query_as(PEOPLE).fetch_all(c).await.unwrap(),
            Conn::Pg(c) => db::sqlx::query_as(PEOPLE).fetch_all(c).await.unwrap(),
        });
    }
    assert_eq!(people[0], people[1]);
    assert_eq!(people[1][0].1, "Béla ⚓ \"Ö\\'");
    drop(tx);
    // References hold at once again, as in every other database of ours.
    assert!(matches!(run(&db, "DELETE FROM person").await, Err(DbError::Refused(_))));
    let deferrable = "UPDATE pg_constraint SET conname = conname WHERE contype = 'f' AND condeferrable";
    assert_eq!(run(&db, deferrable).await.unwrap(), 0);

    let again = to_postgres(&source, target.url()).await.unwrap_err();
    assert!(matches!(&again, CopyError::NotEmpty { .. }), "{again:?}");
    assert!(again.to_string().contains("CREATE DATABASE"), "{again}");
}

#[tokio::test]
async fn a_row_that_is_refused_leaves_nothing() {
    let Some(target) = empty_postgres().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let source = sample(folder.path()).await;
    // SQLite keeps a zero character in a text, PostgreSQL does not.
    run(&source, "UPDATE person SET name = 'a' || char(0) || 'b' WHERE version = 2").await.unwrap();
    let error = to_postgres(&source, target.url()).await.unwrap_err();
    assert!(matches!(&error, CopyError::Row { table, .. } if table == "person"), "{error:?}");
    assert_eq!(tables(&target).await, 0);
}

/// The connection breaks after some bytes: nothing is left, and the next attempt finds the target as empty as before.
#[tokio::test]
async fn a_broken_connection_leaves_nothing() {
    let Some(target) = empty_postgres().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let source = sample(folder.path()).await;
    for bytes in [2_000, 20_000, 60_000, 120_000] {
        let error = to_postgres(&source, &through(target.url(), bytes).await).await.unwrap_err();
        assert!(matches!(error, CopyError::Db(DbError::Gone(_)) | CopyError::Row { .. }), "{bytes}: {error:?}");
        // The server notices the broken line in its own time.
        while tables(&target).await > 0 {
            tokio::task::yield_now().await;
        }
    }
    to_postgres(&source, target.url()).await.unwrap();
}

/// A line to the server on which so many bytes go there, and then it breaks.
async fn through(url: &str, bytes: u64) -> String {
    let host = url.split_once('@').unwrap().1.split('/').next().unwrap().to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let near = url.replacen(&host, &listener.local_addr().unwrap().to_string(), 1);
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            let far = TcpStream::connect(&host).await.unwrap();
            tokio::spawn(async move {
                let ((from, mut back), (mut answers, mut to)) = (near.into_split(), far.into_split());
                let answering = tokio::spawn(async move { tokio::io::copy(&mut answers, &mut back).await });
                let _ = tokio::io::copy(&mut from.take(bytes), &mut to).await;
                answering.abort();
            });
        }
    });
    near
}

#[tokio::test]
async fn only_from_sqlite_to_postgresql() {
    let folder = tempfile::tempdir().unwrap();
    let source = Db::connect(&sqlite_url(&folder.path().join("live.db"))).await.unwrap();
    for url in ["sqlite:///tmp/other.db", "mysql://localhost", ""] {
        assert!(matches!(to_postgres(&source, url).await, Err(CopyError::Engines)), "{url}");
    }
    let engines = engines().await;
    for (db, url) in engines.each().zip(engines.urls()).skip(1) {
        assert!(matches!(to_postgres(db, url).await, Err(CopyError::Engines)));
        assert!(matches!(to_postgres(&source, url).await, Err(CopyError::NotEmpty { .. })));
    }
    run(&source, "CREATE TABLE strange (id INTEGER PRIMARY KEY) STRICT").await.unwrap();
    let Some(target) = empty_postgres().await else { return };
    let error = to_postgres(&source, target.url()).await.unwrap_err();
    assert!(matches!(&error, CopyError::Unlike(table) if table == "strange"), "{error:?}");
    assert_eq!(tables(&target).await, 0);
}
