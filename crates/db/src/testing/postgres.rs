//! A PostgreSQL database per test, copied from a template that is migrated once.

use crate::schema::{POSTGRES, migrate};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::OnceCell;

/// Names the lock under which one process at a time makes the template.
const TEMPLATE: i64 = 0x7465_6d70;

/// Databases made so far by this process.
static MADE: AtomicU32 = AtomicU32::new(0);

/// Name of the template, once it is there.
static READY: OnceCell<String> = OnceCell::const_new();

/// The server to use, if there is one.
pub(super) fn server() -> Option<String> {
    std::env::var("TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

/// A PostgreSQL database of one test, dropped with this.
#[derive(Debug)]
pub struct Scratch {
    server: PgConnectOptions,
    name: String,
    url: String,
}

impl Scratch {
    /// With the schema of this program.
    pub(super) async fn migrated(server: &str) -> Self {
        let options: PgConnectOptions = server.parse().expect("TEST_POSTGRES is an address");
        let template = READY.get_or_init(|| template(&options)).await;
        Self::create(options, template).await
    }

    /// Without any table.
    pub(super) async fn empty(server: &str) -> Self {
        Self::create(server.parse().expect("TEST_POSTGRES is an address"), "template0").await
    }

    async fn create(server: PgConnectOptions, template: &str) -> Self {
        // Random, so that two processes or two containers on one server do not meet.
        let name = format!(
            "candor_test_{:016x}_{}",
            RandomState::new().hash_one(std::process::id()),
            MADE.fetch_add(1, Ordering::Relaxed),
        );
        let mut admin = admin(&server).await;
        run(&mut admin, format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        let url = server.clone().database(&name).to_url_lossy().into();
        Self { server, name, url }
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        // A thread, because the runtime of the test is busy with this very drop.
        let removed = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let mut admin = admin(&server).await;
                run(&mut admin, format!("DROP DATABASE {name} WITH (FORCE)")).await;
            });
        })
        .join();
        let failing = std::thread::panicking();
        assert!(removed.is_ok() || failing, "the database {} is left behind", self.name);
    }
}

/// The name of a migrated database. It is kept for the next run: its name holds the sum of the migrations, so that
/// other migrations make another one.
async fn template(server: &PgConnectOptions) -> String {
    let sum = POSTGRES
        .iter()
        .flat_map(|m| m.version.to_be_bytes().into_iter().chain(m.checksum.iter().copied()))
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let name = format!("candor_template_{sum:016x}");
    let mut admin = admin(server).await;
    run(&mut admin, format!("SELECT pg_advisory_lock({TEMPLATE})")).await;
    let there: Option<(i32,)> = sqlx::query_as("SELECT 1 FROM pg_database WHERE datname = $1")
        .bind(&name)
        .fetch_optional(&mut admin)
        .await
        .expect("the list of databases");
    if there.is_none() {
        // Renamed when complete, so that a template is never half migrated.
        let draft = format!("{name}_draft");
        run(&mut admin, format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)")).await;
        run(&mut admin, format!("CREATE DATABASE {draft} TEMPLATE template0")).await;
        let mut inside = server.clone().database(&draft).connect().await.expect("the new database");
        migrate(&POSTGRES, &mut inside).await.expect("the migrations of PostgreSQL");
        inside.close().await.expect("the template is left alone");
        run(&mut admin, format!("ALTER DATABASE {draft} RENAME TO {name}")).await;
    }
    admin.close().await.expect("the lock is given back");
    name
}

async fn admin(server: &PgConnectOptions) -> PgConnection {
    server.connect().await.expect("the server that TEST_POSTGRES names")
}

/// Runs what has no parameters. The text is made of names from this file alone.
async fn run(admin: &mut PgConnection, sql: String) {
    let done = sqlx::query(AssertSqlSafe(sql.clone())).execute(admin).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}"));
}
