//! What the pages that belong to no capability need.

use axum::extract::FromRef;
use db::Db;
use people::People;
use std::path::PathBuf;
use web::Site;

/// State of the pages that no capability has.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) db: Db,
    pub(crate) data: PathBuf,
    pub(crate) site: Site,
    pub(crate) people: People,
}

impl FromRef<App> for People {
    fn from_ref(app: &App) -> Self {
        app.people.clone()
    }
}
