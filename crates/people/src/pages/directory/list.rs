//! Everybody, by name.

use super::face::Face;
use super::{Here, Tabs, frame, may_read, unavailable};
use crate::directory::{self, Card, Search};
use crate::model::directory::{Lines, Status, Team, TeamId, fold};
use crate::{People, Signed};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::HeaderMap;
use axum_extra::extract::Query;
use serde::Deserialize;
use std::collections::BTreeMap;
use web::{Frame, Outcome, Words, page};

/// People on one page.
const PAGE: u32 = 60;
/// Names the list in its cursors.
const LIST: &str = "people page";

/// What is asked for in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    team: String,
    after: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "people/directory/list.html")]
pub(super) struct List {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    query: String,
    teams: Vec<TeamChoice>,
    count: String,
    people: Vec<Tile>,
    /// Where the list goes on after these.
    after: Option<String>,
    team: String,
    narrowed: bool,
}

/// A team to choose.
pub(in crate::pages) struct TeamChoice {
    pub id: TeamId,
    pub name: String,
    pub is_chosen: bool,
}

/// A person in a list.
pub(super) struct Tile {
    pub href: String,
    pub face: Face,
    pub name: String,
    pub title: String,
    pub meta: Vec<String>,
    pub on_leave: bool,
}

impl Tile {
    pub fn of(card: &Card) -> Self {
        let team = card.team.as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
        Self {
            href: format!("/people/{}", card.id),
            face: Face::of(card.id, &card.name),
            name: card.name.clone(),
            title: card.title.clone(),
            meta: [team, card.place.clone()].into_iter().filter(|it| !it.is_empty()).collect(),
            on_leave: card.status == Status::Leave,
        }
    }
}

/// GET /people
pub(super) async fn show(
    State(people): State<People>,
    signed: Signed,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Outcome<List> {
    may_read(&signed)?;
    let search = Search { words: asked.q.clone(), team: asked.team.parse().ok() };
    let after = page::open(LIST, &asked.after);
    let today = directory::today(&people);
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let teams = directory::teams(&mut tx).await.map_err(unavailable)?;
    let listed = directory::list(&mut tx, &search, after.as_ref(), PAGE, today).await.map_err(unavailable)?;
    drop(tx);

    let (frame, t) = frame(&people, &signed, &headers, "directory-title");
    Ok(List {
        tabs: Tabs::of(Here::List, &signed, &t),
        query: asked.q,
        team: search.team.map(|it| it.to_string()).unwrap_or_default(),
        count: t.with("directory-count", &[("n", listed.total.into())]),
        teams: team_choices(&teams, search.team),
        people: listed.people.iter().map(Tile::of).collect(),
        after: listed.next.as_ref().map(|place| page::seal(LIST, place)),
        narrowed: !search.words.trim().is_empty() || search.team.is_some(),
        frame,
        t,
    })
}

/// Teams as they are part of each other: a team stands behind the one it belongs to, with its way from the top.
pub(in crate::pages) fn team_choices(teams: &[Team], chosen: Option<TeamId>) -> Vec<TeamChoice> {
    let by_id: BTreeMap<TeamId, &Team> = teams.iter().map(|it| (it.id, it)).collect();
    let above: Lines<TeamId> = teams.iter().filter_map(|it| Some((it.id, it.parent?))).collect();
    let mut choices: Vec<_> = teams
        .iter()
        .map(|team| {
            let way = above.above(team.id).into_iter().rev().chain([team.id]);
            let names: Vec<_> = way.filter_map(|id| by_id.get(&id)).map(|it| it.name.as_str()).collect();
            TeamChoice { id: team.id, name: names.join(" › "), is_chosen: chosen == Some(team.id) }
        })
        .collect();
    choices.sort_by_cached_key(|it| fold(&it.name));
    choices
}
