//! Probes for machines: `/healthz` says that the process is alive, `/readyz` that it can do its work.

use crate::app::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use people::access::{Row, Who};
use people::routes::Routes;
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::Duration;

/// A database that takes longer to let somebody write is not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// Rows of the matrix for what belongs to no capability.
pub(crate) const ROWS: &[Row] = &[
    Row::new("server", "probe", Who::Anyone),
    Row::new("licenses", "read", Who::Anyone),
    // What is published is for everybody; drafts are not served there.
    Row::new("recap", "read", Who::Anyone),
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

async fn ready(State(app): State<App>) -> (StatusCode, Json<Health>) {
    // The writer's lock is taken and given back: nothing is written, but everything a write waits for was there.
    let write = async { app.db.write().await?.commit().await };
    match tokio::time::timeout(PATIENCE, write).await {
        Ok(Ok(())) => (StatusCode::OK, Json(health("pass", [("database", "pass")]))),
        Ok(Err(error)) => {
            tracing::error!(%error, "not ready: the database cannot be written");
            unready()
        }
        Err(_) => {
            tracing::error!("not ready: the database is too slow");
            unready()
        }
    }
}

fn unready() -> (StatusCode, Json<Health>) {
    (StatusCode::SERVICE_UNAVAILABLE, Json(health("fail", [("database", "fail")])))
}

fn health<const N: usize>(status: &'static str, checks: [(&'static str, &'static str); N]) -> Health {
    Health { status, version: env!("CARGO_PKG_VERSION"), checks: BTreeMap::from(checks) }
}
