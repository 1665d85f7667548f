//! People from a file, step by step: upload, columns, preview, import, undo. Each step is a page with a form.

mod columns;
mod preview;
mod start;

use super::directory::{self, Here, Tabs};
use super::{ROWS, unavailable};
use crate::access::{Deny, Standing, decide};
use crate::import::{self, ImportId, Table, Upload};
use crate::routes::Routes;
use crate::{People, Signed};
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::handler::Handler;
use axum::http::HeaderMap;
use web::{Frame, Outcome, Problem, Words};

/// `/people/import` and what is below it.
pub(super) fn routes<S>() -> Routes<S>
where
    S: Clone + Send + Sync + 'static,
    People: FromRef<S>,
{
    const ROW: (&str, &str) = ("people", "import");
    Routes::new()
        .get("/people/import", ROW, start::show)
        // The handler itself measures what it reads, and says what fits.
        .post("/people/import", ROW, start::send.layer(DefaultBodyLimit::disable()))
        .post("/people/import/undo", ROW, start::undo)
        .get("/people/import/{file}/columns", ROW, columns::show)
        .post("/people/import/{file}/columns", ROW, columns::send)
        .get("/people/import/{file}", ROW, preview::show)
        .post("/people/import/{file}", ROW, preview::send)
        .get("/people/import/{file}/refused.csv", ROW, preview::refused)
        .post("/people/import/{file}/drop", ROW, preview::forget)
}

/// The frame of a page of the import, and its words. `title` is a key.
fn frame(people: &People, signed: &Signed, headers: &HeaderMap, title: &str) -> (Frame, Words) {
    let (frame, t) = directory::frame(people, signed, headers, title);
    (frame.style("people/import.css"), t)
}

/// May they import? Admins may.
fn may_import(signed: &Signed) -> Outcome<()> {
    decide(ROWS, &signed.actor(), "people", "import", signed.scene(Standing::None)).or_problem().map(|_| ())
}

/// The file of an address, in rows. Another person's file is not there.
async fn opened(people: &People, signed: &Signed, id: ImportId) -> Outcome<(Upload, Table)> {
    may_import(signed)?;
    let upload = import::kept(people, signed.person.id, id).await.map_err(unavailable)?;
    let upload = upload.ok_or_else(|| Deny::Hidden.problem())?;
    // It was read when it came.
    let table = import::read(&upload.body).map_err(|_| Deny::Hidden.problem())?;
    Ok((upload, table))
}

/// Work that would hold up others is done aside.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Outcome<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "planning an import");
        Problem::new(axum::http::StatusCode::INTERNAL_SERVER_ERROR, "internal")
    })
}
