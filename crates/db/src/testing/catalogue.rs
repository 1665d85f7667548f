//! What the catalogue of a database says, for tests that no table may escape.

use crate::{Conn, Db, Reads};
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;
use uuid::Uuid;

/// A table and one of its columns.
pub type Place = (String, String);

/// Every column of every table.
pub async fn columns(db: &Db) -> BTreeSet<Place> {
    let lite = "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'";
    let pg = "SELECT table_name::text, column_name::text FROM information_schema.columns
              WHERE table_schema = current_schema()";
    places(db, lite, pg).await
}

/// Every column that holds ids, and on SQLite other bytes.
pub async fn id_columns(db: &Db) -> BTreeSet<Place> {
    let lite = "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
                WHERE t.type = 'table' AND c.type = 'BLOB'";
    let pg = "SELECT table_name::text, column_name::text FROM information_schema.columns
              WHERE table_schema = current_schema() AND data_type = 'uuid'";
    places(db, lite, pg).await
}

/// Every column that refers to the table of people.
pub async fn references_to_people(db: &Db) -> BTreeSet<Place> {
    let lite = "SELECT t.name, f.\"from\" FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f
                WHERE t.type = 'table' AND f.\"table\" = 'person'";
    let pg = "SELECT c.conrelid::regclass::text, a.attname::text FROM pg_constraint AS c
              JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
              WHERE c.contype = 'f' AND c.confrelid = 'person'::regclass";
    places(db, lite, pg).await
}

async fn places(db: &Db, lite: &'static str, pg: &'static str) -> BTreeSet<Place> {
    let mut tx = db.read().await.expect("a catalogue");
    let rows: Vec<Place> = match tx.conn() {
        Conn::Lite(c) => sqlx::query_as(lite).fetch_all(c).await.expect("a catalogue"),
        Conn::Pg(c) => sqlx::query_as(pg).fetch_all(c).await.expect("a catalogue"),
    };
    rows.into_iter().collect()
}

/// Every column that holds texts.
pub async fn text_columns(db: &Db) -> BTreeSet<Place> {
    let lite = "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
                WHERE t.type = 'table' AND c.type = 'TEXT'";
    let pg = "SELECT table_name::text, column_name::text FROM information_schema.columns
              WHERE table_schema = current_schema() AND data_type = 'text'";
    places(db, lite, pg).await
}

/// What stands in a column of texts, in the rows that refer to `id` by the column `by`; empty texts left out.
pub async fn texts_of(db: &Db, (table, column): &Place, by: &str, id: Uuid) -> Vec<String> {
    // The names come from the catalogue.
    let sql = format!("SELECT \"{column}\" FROM \"{table}\" WHERE \"{by}\" = $1 AND \"{column}\" <> ''");
    let mut tx = db.read().await.expect("a table");
    let rows: Vec<(String,)> = match tx.conn() {
        Conn::Lite(c) => sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_all(c).await.expect("texts"),
        Conn::Pg(c) => sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_all(c).await.expect("texts"),
    };
    rows.into_iter().map(|(text,)| text).collect()
}
