//! The two schemas are one, and belong to this program.

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

/// Runs text in a transaction of its own.
async fn run(db: &Db, sql: &'static str) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    match tx.conn() {
        Conn::Lite(c) => db::sqlx::query(sql).execute(c).await.map(drop)?,
        Conn::Pg(c) => db::sqlx::query(sql).execute(c).await.map(drop)?,
    }
    tx.commit().await
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
        let DbError::Newer { found: 9000, known } = error else { panic!("{error:?}") };
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
