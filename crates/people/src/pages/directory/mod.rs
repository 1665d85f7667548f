//! The directory as colleagues see it: a list with search, a page for each person, and the chart of reporting lines.

mod chart;
mod face;
mod list;
mod person;
mod tree;

use super::{language, unavailable};
use crate::access::{Standing, decide};
use crate::routes::Routes;
use crate::{People, Signed, WORDS};
use axum::extract::FromRef;
use axum::http::HeaderMap;
use web::{Frame, Outcome, Words};

/// `/people`, `/people/chart`, `/people/{id}`.
pub(super) fn routes<S>() -> Routes<S>
where
    S: Clone + Send + Sync + 'static,
    People: FromRef<S>,
{
    Routes::new()
        .get("/people", ("directory", "read"), list::show)
        .get("/people/chart", ("directory", "read"), chart::show)
        .get("/people/{id}", ("directory", "read"), person::show)
}

/// The places of the directory, for the row of links above each of its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pages) enum Here {
    List,
    Chart,
    Person,
    Import,
}

/// The row of links above each page of the directory.
pub(in crate::pages) struct Tabs {
    here: Here,
    may_import: bool,
    t: Words,
}

/// One of these links.
pub(in crate::pages) struct Tab {
    pub href: &'static str,
    pub word: String,
    pub is_here: bool,
}

impl Tabs {
    pub fn of(here: Here, signed: &Signed, t: &Words) -> Self {
        let may = decide(super::ROWS, &signed.actor(), "people", "import", signed.scene(Standing::None));
        Self { here, may_import: may.is_yes(), t: t.clone() }
    }

    /// What the row is called.
    pub fn name(&self) -> String {
        self.t.text("directory-tabs")
    }

    /// The links of those who may follow them.
    pub fn all(&self) -> Vec<Tab> {
        let mut tabs =
            vec![("/people", "directory-tab-list", Here::List), ("/people/chart", "directory-tab-chart", Here::Chart)];
        if self.may_import {
            tabs.push(("/people/import", "directory-tab-import", Here::Import));
        }
        let tab = |(href, key, place)| Tab { href, word: self.t.text(key), is_here: place == self.here };
        tabs.into_iter().map(tab).collect()
    }
}

/// May they read it? Whoever is signed in may.
fn may_read(signed: &Signed) -> Outcome<()> {
    decide(super::ROWS, &signed.actor(), "directory", "read", signed.scene(Standing::None)).or_problem().map(|_| ())
}

/// The frame of a page of the directory, and its words. `title` is a key.
pub(in crate::pages) fn frame(people: &People, signed: &Signed, headers: &HeaderMap, title: &str) -> (Frame, Words) {
    let lang = language(headers);
    let t = WORDS.in_language(lang);
    let frame = Frame::new(&people.site, lang, t.text(title)).style("people/directory.css").signed(signed.shown());
    (frame, t)
}
