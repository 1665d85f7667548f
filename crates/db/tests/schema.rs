//! The two schemas are one, and belong to this program.

use db::sqlx::types::Uuid;
use db::testing::{assert_one_shape, earlier, never_ran, run};
use db::{Conn, Db, DbError, Reads};
use std::collections::BTreeSet;
use std::path::Path;

type Column = (String, String, bool);
type Keys = BTreeSet<(String, BTreeSet<String>)>;

/// Table, column, and whether it may be null.
async fn columns(db: &Db) -> BTreeSet<Column> {
    let mut tx = db.read().await.unwrap();
    let rows: Vec<Column> = match tx.conn() {
        Conn::Lite(c) => db::sqlx::query_as(
            r#"SELECT t.name, c.name, c."notnull" = 0
               FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
               WHERE t.type = 'table' AND t.name NOT LIKE '\_sqlx%' ESCAPE '\'"#,
        )
        .fetch_all(c)
        .await
        .unwrap(),
        Conn::Pg(c) => db::sqlx::query_as(
            r"SELECT table_name::text, column_name::text, is_nullable = 'YES'
              FROM information_schema.columns
              WHERE table_schema = 'public' AND table_name NOT LIKE '\_sqlx%'",
        )
        .fetch_all(c)
        .await
        .unwrap(),
    };
    rows.into_iter().collect()
}

/// Table and the columns of each of its unique keys, primary ones included.
async fn keys(db: &Db) -> Keys {
    let mut tx = db.read().await.unwrap();
    let rows: Vec<(String, String, String)> = match tx.conn() {
        Conn::Lite(c) => db::sqlx::query_as(
            r#"SELECT t.name, i.name, c.name
               FROM sqlite_schema AS t, pragma_index_list(t.name) AS i, pragma_index_info(i.name) AS c
               WHERE t.type = 'table' AND i."unique" = 1 AND t.name NOT LIKE '\_sqlx%' ESCAPE '\'
               -- The key of an integer is the row itself and has no index.
               UNION
               SELECT t.name, 'rowid', c.name
               FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
               WHERE t.type = 'table' AND c.pk = 1 AND c.type = 'INTEGER' AND t.name NOT LIKE '\_sqlx%' ESCAPE '\'"#,
        )
        .fetch_all(c)
        .await
        .unwrap(),
        Conn::Pg(c) => db::sqlx::query_as(
            r"SELECT t.relname::text, i.relname::text, a.attname::text
              FROM pg_index AS x
              JOIN pg_class AS t ON t.oid = x.indrelid
              JOIN pg_class AS i ON i.oid = x.indexrelid
              JOIN pg_namespace AS n ON n.oid = t.relnamespace
              JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = ANY (x.indkey)
              WHERE n.nspname = 'public' AND x.indisunique AND t.relname NOT LIKE '\_sqlx%'",
        )
        .fetch_all(c)
        .await
        .unwrap(),
    };
    let names: BTreeSet<_> = rows.iter().map(|(table, key, _)| (table, key)).collect();
    names
        .into_iter()
        .map(|(table, key)| {
            let columns = rows.iter().filter(|r| (&r.0, &r.1) == (table, key)).map(|r| r.2.clone());
            (table.clone(), columns.collect())
        })
        .collect()
}

#[tokio::test]
async fn both_engines_have_one_schema() {
    let engines = db::testing::engines().await;
    let mut all = engines.each();
    let lite = all.next().unwrap();
    let (expect_columns, expect_keys) = (columns(lite).await, keys(lite).await);
    assert!(expect_columns.contains(&("swipe".into(), "seq".into(), false)));
    assert!(expect_columns.contains(&("ledger".into(), "actor".into(), true)));
    let pair = BTreeSet::from(["take_id".to_owned(), "voice_id".to_owned()]);
    assert!(expect_keys.contains(&("truth".into(), pair)));
    assert!(expect_keys.contains(&("ledger".into(), BTreeSet::from(["seq".to_owned()]))));
    for other in all {
        assert_eq!(columns(other).await, expect_columns, "on {other:?}");
        assert_eq!(keys(other).await, expect_keys, "on {other:?}");
    }
}

#[test]
fn migrations_have_the_same_names() {
    let names = |engine: &str| -> BTreeSet<_> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
        folder.read_dir().unwrap().map(|file| file.unwrap().file_name()).collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

#[tokio::test]
async fn a_newer_database_is_left_alone() {
    let engines = db::testing::engines().await;
    for (db, url) in engines.each().zip(engines.urls()) {
        run(
            db,
            "INSERT INTO _sqlx_migrations (version, description, installed_on, success, checksum, execution_time)
             SELECT 9000, 'of next year', installed_on, success, checksum, 0
             FROM _sqlx_migrations WHERE version = 1",
        )
        .await
        .unwrap();
        let error = Db::connect(url).await.unwrap_err();
        let DbError::Newer { found: 9000, known, .. } = error else { panic!("{error:?}") };
        assert!((4..9000).contains(&known));
        assert!(error.to_string().contains("start the newer program again"), "{error}");
    }
}

#[tokio::test]
async fn an_edited_migration_is_refused() {
    let engines = db::testing::engines().await;
    for (db, url) in engines.each().zip(engines.urls()) {
        run(db, "UPDATE _sqlx_migrations SET checksum = substr(checksum, 2) WHERE version = 1").await.unwrap();
        assert!(matches!(Db::connect(url).await, Err(DbError::Migration(_))), "on {db:?}");
    }
}

/// A table is made anew under rows that refer to it: they all stay, and stay referred to.
#[tokio::test]
async fn a_chat_keeps_its_rows_when_its_table_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("candor.db").display());
    let old = earlier(&url, 4).await;
    for sql in [
        "INSERT INTO person VALUES (x'01', 'Maren', NULL, 1, 0, 1, 1)",
        "INSERT INTO chat VALUES (x'02', 'Spring', '', '', 'en', 'named', 5, 9, '123456', x'03', 'live', x'05', 'blank',
                                  x'01', 1, 2, NULL, 7, 8, 9)",
        "INSERT INTO panellist VALUES (x'04', x'02', 0, 'Ines', '', '', '')",
        "INSERT INTO take VALUES (x'05', x'02', 0, 'One', '', 'open')",
        "INSERT INTO voice VALUES (x'06', x'02', x'07')",
        "INSERT INTO voice_name VALUES (x'06', x'02', 'named', 'Odd')",
        "INSERT INTO swipe VALUES (x'02', x'05', x'06', 1, 'agree', 0)",
    ] {
        run(&old, sql).await.unwrap();
    }
    old.close().await;

    let db = Db::connect(&url).await.unwrap();
    let chat: (String, Vec<u8>, String, Option<i64>, Option<i64>, i64) = {
        let mut tx = db.read().await.unwrap();
        let Conn::Lite(c) = tx.conn() else { panic!("not SQLite") };
        let broken: Vec<(String,)> =
            db::sqlx::query_as(r#"SELECT "table" FROM pragma_foreign_key_check"#).fetch_all(&mut *c).await.unwrap();
        assert_eq!(broken, []);
        db::sqlx::query_as("SELECT title, focus, picture, started_at, ended_at, version FROM chat")
            .fetch_one(c)
            .await
            .unwrap()
    };
    assert_eq!(chat, ("Spring".to_owned(), vec![5], "blank".to_owned(), Some(2), None, 9));
    run(&db, "UPDATE chat SET picture = 'map'").await.unwrap();
    for refused in
        ["UPDATE chat SET picture = 'upside down'", "DELETE FROM chat", "UPDATE chat SET mode = 'confidential'"]
    {
        assert!(run(&db, refused).await.is_err(), "{refused}");
    }
}

/// Accounts become entries of the directory: whoever was there is there, here, and can be found.
#[tokio::test]
async fn people_stay_when_the_directory_comes() {
    let folder = tempfile::tempdir().unwrap();
    let scratch = db::testing::empty_postgres().await;
    let lite = format!("sqlite://{}", folder.path().join("candor.db").display());
    for url in [Some(lite.as_str()), scratch.as_ref().map(db::testing::Scratch::url)].into_iter().flatten() {
        let old = earlier(url, 5).await;
        let mut tx = old.write().await.unwrap();
        let (person, host) = (Uuid::from_u128(1), Uuid::from_u128(2));
        add(&mut tx, person, "Maren Holm", Some("maren@saltmarsh.example"), false, true, 5).await.unwrap();
        add(&mut tx, host, "ODD", None, true, false, 6).await.unwrap();
        open(&mut tx, &[7; 32], person, 5, 9).await.unwrap();
        tx.commit().await.unwrap();
        old.close().await;

        let db = Db::connect(url).await.unwrap();
        let rows = entries(&mut db.read().await.unwrap()).await.unwrap();
        let told: Vec<_> =
            rows.iter().map(|it| (it.0.as_str(), it.1.as_deref(), it.2.as_str(), it.3.as_str())).collect();
        let maren = ("Maren Holm", Some("maren@saltmarsh.example"), "maren holm", "active");
        assert_eq!(told, [maren, ("ODD", None, "odd", "active")], "on {db:?}");
        let kept = sessions(&mut db.read().await.unwrap()).await.unwrap();
        assert_eq!(kept, [(Uuid::from_bytes([7; 16]), person, "link".to_owned(), 5, 9)], "on {db:?}");
        assert!(run(&db, "DELETE FROM person").await.is_err(), "the session still refers to its person, on {db:?}");
        assert!(run(&db, "UPDATE person SET status = 'away'").await.is_err());
    }
}

db::statements! {
    write fn add(
        id: Uuid, name: &str, email: Option<&str>, is_host: bool, is_admin: bool, at: i64
    ) -> exec =
        "INSERT INTO person (id, name, email, is_host, is_admin, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, 1)";

    write fn open(token_hash: &[u8], person: Uuid, at: i64, until: i64) -> exec =
        "INSERT INTO session (token_hash, person_id, created_at, expires_at) VALUES ($1, $2, $3, $4)";

    read fn sessions() -> all<(Uuid, Uuid, String, i64, i64)> =
        "SELECT id, person_id, how, seen_at, expires_at FROM session";

    read fn entries() -> all<(String, Option<String>, String, String)> =
        "SELECT name, email, folded, status FROM person ORDER BY id";
}

/// The older program names the newer one that has been here.
#[tokio::test]
async fn a_newer_database_names_its_program() {
    let engines = db::testing::engines().await;
    assert_one_shape(&engines, db::schema::STATEMENTS).await;
    for (db, url) in engines.each().zip(engines.urls()) {
        let mut tx = db.write().await.unwrap();
        for _ in 0..2 {
            db::schema::note_program(&mut tx, "0.9.0", 5).await.unwrap();
        }
        tx.commit().await.unwrap();
        db::schema::probe(db).await.unwrap();
        db.check_schema().await.unwrap();
        assert_eq!(db.schema().await.unwrap(), Some(db::schema::known()));
        run(db, "INSERT INTO program (version, schema, first_at) VALUES ('7.1.0', 9000, 6)").await.unwrap();
        run(
            db,
            "INSERT INTO _sqlx_migrations (version, description, installed_on, success, checksum, execution_time)
             SELECT 9000, 'of next year', installed_on, success, checksum, 0
             FROM _sqlx_migrations WHERE version = 1",
        )
        .await
        .unwrap();
        let attached = Db::attach(url).await.unwrap();
        for error in [Db::connect(url).await.unwrap_err(), attached.check_schema().await.unwrap_err()] {
            assert!(matches!(error, DbError::Newer { found: 9000, .. }), "{error:?}");
            assert!(error.to_string().contains("start candor 7.1.0, or a newer one, again"), "{error}");
        }
    }
    assert_eq!(never_ran(db::schema::STATEMENTS), Vec::<String>::new());
}

/// Servers that start side by side on a new database: one makes the tables, the others find them.
#[tokio::test(flavor = "multi_thread")]
async fn servers_that_start_together_migrate_once() {
    let Some(scratch) = db::testing::empty_postgres().await else { return };
    let servers: Vec<_> = (0..4)
        .map(|_| {
            let url = scratch.url().to_owned();
            tokio::spawn(async move { Db::connect(&url).await })
        })
        .collect();
    for server in servers {
        server.await.unwrap().unwrap().check_schema().await.unwrap();
    }
}

/// Whoever only looks changes no schema.
#[tokio::test]
async fn an_older_database_is_left_to_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("candor.db").display());
    assert!(matches!(Db::attach(&url).await, Err(DbError::NoFile(_))));
    assert_eq!(folder.path().read_dir().unwrap().count(), 0);
    std::fs::write(folder.path().join("candor.db"), "").unwrap();
    let db = Db::attach(&url).await.unwrap();
    assert_eq!(db.schema().await.unwrap(), None);
    let error = db.check_schema().await.unwrap_err();
    assert!(matches!(error, DbError::Older { found: 0, .. }), "{error:?}");
    assert!(error.to_string().contains("start `candor serve` of this version once"), "{error}");
}
