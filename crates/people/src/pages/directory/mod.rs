//! The directory as colleagues see it: a list with search, a page for each person, and the chart of reporting lines.

mod chart;
mod edit;
mod end_access;
mod face;
mod list;
mod person;
mod teams;
mod tree;

pub(super) use face::Face;
pub(super) use list::{TeamChoice, team_choices};

use super::{language, unavailable};
use crate::access::{Deny, Row, Standing, decide, standing_to};
use crate::directory;
use crate::model::PersonId;
use crate::routes::Routes;
use crate::{People, Signed, WORDS};
use axum::extract::FromRef;
use axum::http::HeaderMap;
use newtype_uuid::GenericUuid;
use web::{Frame, Outcome, Words};

/// `/people`, `/people/chart`, `/people/teams`, `/people/new`, `/people/{id}`, and what is changed there.
pub(super) fn routes<S>() -> Routes<S>
where
    S: Clone + Send + Sync + 'static,
    People: FromRef<S>,
{
    Routes::new()
        .get("/people", ("directory", "read"), list::show)
        .get("/people/chart", ("directory", "read"), chart::show)
        .get("/people/new", ("people", "add"), edit::new)
        .post("/people/new", ("people", "add"), edit::add)
        .get("/people/teams", ("teams", "shape"), teams::show)
        .post("/people/teams", ("teams", "shape"), teams::add)
        .post("/people/teams/{id}", ("teams", "shape"), teams::save)
        .get("/people/{id}", ("directory", "read"), person::show)
        .get("/people/{id}/edit", ("person", "edit"), edit::show)
        .post("/people/{id}/edit", ("person", "edit"), edit::save)
        .get("/people/{id}/end-access", ("person", "end_access"), end_access::show)
        .post("/people/{id}/end-access", ("person", "end_access"), end_access::end)
}

/// The places of the directory, for the row of links above each of its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pages) enum Here {
    List,
    Chart,
    Person,
    New,
    Teams,
    Import,
    Roles,
    Requests,
    Retention,
}

/// The row of links above each page of the directory.
pub(in crate::pages) struct Tabs {
    here: Here,
    /// Tabs of admins and partners, with the place each leads to.
    more: Vec<(&'static str, &'static str, Here)>,
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
        let all = [
            (("teams", "shape"), ("/people/teams", "directory-tab-teams", Here::Teams)),
            (("people", "add"), ("/people/new", "directory-tab-new", Here::New)),
            (("people", "import"), ("/people/import", "directory-tab-import", Here::Import)),
            (("roles", "list"), ("/roles", "directory-tab-roles", Here::Roles)),
            (("request", "read"), ("/people/requests", "directory-tab-requests", Here::Requests)),
            (("retention", "read"), ("/people/retention", "directory-tab-retention", Here::Retention)),
        ];
        let rows: Vec<Row> = [super::ROWS, super::OWN_ROWS].concat();
        let may =
            |(object, action)| decide(&rows, &signed.actor(), object, action, signed.scene(Standing::None)).is_yes();
        let more = all.into_iter().filter(|(row, _)| may(*row)).map(|(_, tab)| tab).collect();
        Self { here, more, t: t.clone() }
    }

    /// What the row is called.
    pub fn name(&self) -> String {
        self.t.text("directory-tabs")
    }

    /// The links of those who may follow them.
    pub fn all(&self) -> Vec<Tab> {
        let tabs =
            [("/people", "directory-tab-list", Here::List), ("/people/chart", "directory-tab-chart", Here::Chart)];
        let tab = |(href, key, place)| Tab { href, word: self.t.text(key), is_here: place == self.here };
        tabs.into_iter().chain(self.more.iter().copied()).map(tab).collect()
    }
}

/// May they read it? Whoever is signed in may.
fn may_read(signed: &Signed) -> Outcome<()> {
    decide(super::ROWS, &signed.actor(), "directory", "read", signed.scene(Standing::None)).or_problem().map(|_| ())
}

/// May they add people? Admins may.
fn may_add(signed: &Signed) -> Outcome<()> {
    decide(super::ROWS, &signed.actor(), "people", "add", signed.scene(Standing::None)).or_problem().map(|_| ())
}

/// May they change the teams? Admins may.
fn may_shape(signed: &Signed) -> Outcome<()> {
    decide(super::ROWS, &signed.actor(), "teams", "shape", signed.scene(Standing::None)).or_problem().map(|_| ())
}

/// May they change this person? Admins may, but not themselves, and nobody who was erased.
async fn may_edit(people: &People, signed: &Signed, id: PersonId) -> Outcome<()> {
    may(people, signed, id, "edit").await
}

/// May they end every way in of this person? Admins may, but not their own.
async fn may_end_access(people: &People, signed: &Signed, id: PersonId) -> Outcome<()> {
    may(people, signed, id, "end_access").await
}

async fn may(people: &People, signed: &Signed, id: PersonId, action: &'static str) -> Outcome<()> {
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let standing = standing_to(&mut tx, &signed.wearer(), id, directory::today(people)).await.map_err(unavailable)?;
    decide(super::ROWS, &signed.actor(), "person", action, signed.scene(standing)).or_problem()?;
    let gone = directory::is_erased(&mut tx, id.into_untyped_uuid()).await.map_err(unavailable)?;
    if gone { Err(Deny::Hidden.problem()) } else { Ok(()) }
}

/// The frame of a page of the directory, and its words. `title` is a key.
pub(in crate::pages) fn frame(people: &People, signed: &Signed, headers: &HeaderMap, title: &str) -> (Frame, Words) {
    let lang = language(headers);
    let t = WORDS.in_language(lang);
    let frame = Frame::new(&people.site, lang, t.text(title)).at("/people").style("people/directory.css");
    let frame = frame.signed(signed.shown());
    (frame, t)
}
