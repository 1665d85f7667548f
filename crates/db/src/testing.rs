//! Fresh databases, a repeatable world and a recorder of statements, for tests.
//!
//! Every store test runs on both engines: always on SQLite, and on PostgreSQL when the environment variable
//! `TEST_POSTGRES` names a server, as in `postgres://postgres@localhost/postgres`. The user must be allowed to make
//! databases. Each test gets one of its own and removes it again.

mod catalogue;
mod postgres;

pub use catalogue::{Place, columns, id_columns, references_to_people, text_columns, texts_of};
pub use postgres::Scratch;

use crate::connect::Pools;
use crate::{Ambient, Answer, Conn, Db, DbError, Engine, ManualClock, Reads, Stmt, recorder, schema};
use jiff::civil::date;
use jiff::tz::TimeZone;
use std::sync::Arc;
use tempfile::TempDir;

/// A fresh database of every engine at hand. They are removed when this is dropped.
#[derive(Debug)]
pub struct Engines {
    dbs: Vec<Db>,
    urls: Vec<String>,
    // Dropped after the databases above: first the folder of SQLite, then the database of PostgreSQL.
    _folder: TempDir,
    _scratch: Option<Scratch>,
}

impl Engines {
    /// Every fresh database, SQLite first.
    pub fn each(&self) -> impl Iterator<Item = &Db> {
        self.dbs.iter()
    }

    /// The addresses, in the same order: for a program that opens its database itself.
    pub fn urls(&self) -> impl Iterator<Item = &str> {
        self.urls.iter().map(String::as_str)
    }

    /// The SQLite database, for tests of what does not touch SQL.
    pub fn sqlite(&self) -> &Db {
        &self.dbs[0]
    }
}

/// Makes a fresh, migrated database of every engine at hand.
pub async fn engines() -> Engines {
    let folder = tempfile::tempdir().expect("a folder for the test's database");
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    let mut urls = vec![url];
    let scratch = match postgres::server() {
        Some(server) => Some(Scratch::migrated(&server).await),
        None => None,
    };
    urls.extend(scratch.iter().map(|scratch| scratch.url().to_owned()));
    let mut dbs = Vec::new();
    for url in &urls {
        dbs.push(Db::connect(url).await.expect("a fresh database"));
    }
    Engines { dbs, urls, _folder: folder, _scratch: scratch }
}

/// A fresh PostgreSQL database with the schema of this program; none where there is no server.
pub async fn postgres() -> Option<Scratch> {
    Some(Scratch::migrated(&postgres::server()?).await)
}

/// A PostgreSQL database without any table; none where there is no server.
pub async fn empty_postgres() -> Option<Scratch> {
    Some(Scratch::empty(&postgres::server()?).await)
}

/// Runs text in a transaction of its own, behind the back of the program; answers how many rows it met.
pub async fn run(db: &Db, sql: &'static str) -> Result<u64, DbError> {
    let mut tx = db.write().await?;
    let rows = match tx.conn() {
        Conn::Lite(c) => sqlx::query(sql).execute(c).await?.rows_affected(),
        Conn::Pg(c) => sqlx::query(sql).execute(c).await?.rows_affected(),
    };
    tx.commit().await?;
    Ok(rows)
}

/// Makes a database as an earlier program left it: with the migrations up to this number. SQLite makes its file, a
/// PostgreSQL database has to be there and empty.
pub async fn earlier(url: &str, newest: i64) -> Db {
    if let Some(file) = url.strip_prefix("sqlite://") {
        std::fs::write(file, "").expect("a new file");
    }
    let db = Db::attach(url).await.expect("a fresh database");
    match &db.0 {
        Pools::Lite { write, .. } => schema::SQLITE.run_to(newest, write).await,
        Pools::Pg(pool) => schema::POSTGRES.run_to(newest, pool).await,
    }
    .expect("the migrations of an earlier program");
    db
}

/// A repeatable world: [`clock`] and a fixed seed.
pub fn ambient() -> Ambient {
    ambient_at(&clock())
}

/// A repeatable world on a clock that the test moves.
pub fn ambient_at(clock: &ManualClock) -> Ambient {
    Ambient::new(Arc::new(clock.clone()), [7; 32])
}

/// A clock that stands at 2026-03-04T09:00:00Z.
pub fn clock() -> ManualClock {
    let at = date(2026, 3, 4).at(9, 0, 0, 0).to_zoned(TimeZone::UTC).expect("a day of the calendar");
    ManualClock::new(at.timestamp())
}

/// Statements that this process has not yet executed on every engine at hand, as `module::name on engine`.
///
/// A statement that answers rows counts only once it has answered one, since an empty answer decodes nothing. To be
/// asked at the end of one test that tells a store's whole story: tests of one file run side by side.
pub fn never_ran(statements: &[Stmt]) -> Vec<String> {
    let mut engines = vec![Engine::Sqlite];
    if postgres::server().is_some() {
        engines.push(Engine::Postgres);
    }
    let mut missing = Vec::new();
    for Stmt { module, name, answer, .. } in statements {
        for engine in engines.iter().filter(|engine| !recorder::ran(module, name, **engine)) {
            let what = if *answer == Answer::Exec { "never ran" } else { "never answered a row" };
            missing.push(format!("{module}::{name} {what} on {engine:?}"));
        }
    }
    missing
}

/// Fails unless every statement means the same on every engine at hand: it prepares, with the same number of
/// parameters and the same columns.
pub async fn assert_one_shape(engines: &Engines, statements: &[Stmt]) {
    let mut first = None;
    for db in engines.each() {
        let shapes = db.shapes(statements).await.expect("every statement prepares");
        assert_eq!(*first.get_or_insert_with(|| shapes.clone()), shapes, "on {db:?}");
    }
}
