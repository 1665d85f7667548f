//! Probes for machines: `/healthz` says that the process is alive, `/readyz` that it can do its work.

use crate::app::App;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use db::{DbError, schema};
use people::access::{Row, Who};
use people::routes::Routes;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// A database that takes longer to let somebody write is not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// Bytes that must be free: a busy chat writes some of them in a minute.
const ROOM: u64 = 16 * 1024 * 1024;

/// Rows of the matrix for what belongs to no capability.
pub(crate) const ROWS: &[Row] = &[
    Row::new("server", "probe", Who::Anyone),
    Row::new("licenses", "read", Who::Anyone),
    // What is published is for everybody; drafts are not served there.
    Row::new("recap", "read", Who::Anyone).in_states(&["published"]),
];

#[derive(Debug, Serialize)]
pub(crate) struct Health {
    status: &'static str,
    version: &'static str,
    checks: BTreeMap<&'static str, &'static str>,
}

pub(crate) fn routes() -> Routes<App> {
    Routes::new().get("/healthz", ("server", "probe"), alive).get("/readyz", ("server", "probe"), ready)
}

async fn alive() -> Json<Health> {
    Json(health("pass", []))
}

async fn ready(State(app): State<App>) -> Response {
    let written = match tokio::time::timeout(PATIENCE, schema::probe(&app.db)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => {
            tracing::error!(%error, "not ready: the database cannot be written");
            Err(matches!(error, DbError::Full(_)))
        }
        Err(_) => {
            tracing::error!("not ready: the database is too slow");
            Err(false)
        }
    };
    let room = has_room(&app.data);
    let word = |good: bool| if good { "pass" } else { "fail" };
    let full = written == Err(true) || !room;
    let checks = [("database", word(written.is_ok())), ("disk", word(!full))];
    if written.is_ok() && room {
        return Json(health("pass", checks)).into_response();
    }
    let again = [(header::RETRY_AFTER, HeaderValue::from_static("2"))];
    (StatusCode::SERVICE_UNAVAILABLE, again, Json(health("fail", checks))).into_response()
}

/// Whether the disk of the data folder still has some room. Where nobody can tell, the database will.
fn has_room(data: &Path) -> bool {
    let free = free_bytes(data).unwrap_or(u64::MAX);
    if free < ROOM {
        tracing::error!(free, "not ready: the disk of the data folder is full");
    }
    free >= ROOM
}

#[cfg(unix)]
fn free_bytes(data: &Path) -> Option<u64> {
    let it = rustix::fs::statvfs(data).ok()?;
    Some(it.f_bavail.saturating_mul(it.f_frsize))
}

#[cfg(not(unix))]
fn free_bytes(_: &Path) -> Option<u64> {
    None
}

fn health<const N: usize>(status: &'static str, checks: [(&'static str, &'static str); N]) -> Health {
    Health { status, version: env!("CARGO_PKG_VERSION"), checks: BTreeMap::from(checks) }
}
