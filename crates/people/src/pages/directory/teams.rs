//! The teams: what there is, what is part of what, and how to change it.

use super::list::{TeamChoice, team_choices};
use super::{Here, Tabs, frame, may_shape, unavailable};
use crate::directory::{self, DirectoryError};
use crate::model::directory::{Team, TeamId, TeamName};
use crate::store::directory as store;
use crate::{People, Signed};
use askama::Template;
use askama_web::WebTemplate;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use newtype_uuid::GenericUuid;
use serde::Deserialize;
use std::collections::BTreeMap;
use web::clean::CleanError;
use web::{Frame, Outcome, Words};

#[derive(Template, WebTemplate)]
#[template(path = "people/directory/teams.html")]
struct TeamsPage {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    fault: Option<String>,
    /// The team that the fault is about; none: the new one.
    at: Option<TeamId>,
    all: Vec<Shown>,
    /// The form of a new team.
    name: String,
    parents: Vec<TeamChoice>,
}

/// A team with the form that changes it.
struct Shown {
    id: TeamId,
    way: String,
    people: String,
    name: String,
    parents: Vec<TeamChoice>,
    version: i64,
    is_open: bool,
}

/// A form as it was sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    name: String,
    parent: String,
    version: i64,
}

/// GET /people/teams
pub(super) async fn show(State(people): State<People>, signed: Signed, headers: HeaderMap) -> Outcome<Response> {
    may_shape(&signed)?;
    Ok(page(&people, &signed, &headers, None).await?.into_response())
}

/// POST /people/teams
pub(super) async fn add(
    State(people): State<People>,
    signed: Signed,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Outcome<Response> {
    may_shape(&signed)?;
    let parent = typed.parent.parse().ok();
    let done = match TeamName::parse(&typed.name) {
        Ok(name) => directory::add_team(&people, Some(signed.person.id), &name, parent).await.map(|_| ()),
        Err(wrong) => return refused(&people, &signed, &headers, None, typed, Wrong::Name(wrong)).await,
    };
    answer(&people, &signed, &headers, None, typed, done).await
}

/// POST /people/teams/{id}
pub(super) async fn save(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<TeamId>,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Outcome<Response> {
    may_shape(&signed)?;
    let parent = typed.parent.parse().ok();
    let done = match TeamName::parse(&typed.name) {
        Ok(name) => directory::change_team(&people, Some(signed.person.id), id, typed.version, &name, parent).await,
        Err(wrong) => return refused(&people, &signed, &headers, Some(id), typed, Wrong::Name(wrong)).await,
    };
    answer(&people, &signed, &headers, Some(id), typed, done).await
}

async fn answer(
    people: &People,
    signed: &Signed,
    headers: &HeaderMap,
    at: Option<TeamId>,
    typed: Typed,
    done: Result<(), DirectoryError>,
) -> Outcome<Response> {
    let key = match done {
        Ok(()) => return Ok(Redirect::to("/people/teams").into_response()),
        Err(DirectoryError::NoTeamName) => "teams-no-name",
        Err(DirectoryError::TeamNameTaken) => "teams-taken",
        Err(DirectoryError::TeamCircle) => "teams-circle",
        Err(DirectoryError::Stale) => "teams-stale",
        Err(DirectoryError::NoSuchTeam) => "teams-gone",
        Err(DirectoryError::Db(error)) => return Err(unavailable(error)),
        Err(other) => {
            tracing::error!(error = &other as &dyn std::error::Error, "changing a team");
            "teams-gone"
        }
    };
    refused(people, signed, headers, at, typed, Wrong::Said(key)).await
}

/// Why a team was not written.
enum Wrong {
    Name(CleanError),
    Said(&'static str),
}

async fn refused(
    people: &People,
    signed: &Signed,
    headers: &HeaderMap,
    at: Option<TeamId>,
    typed: Typed,
    wrong: Wrong,
) -> Outcome<Response> {
    let status = match wrong {
        Wrong::Said("teams-stale") => StatusCode::CONFLICT,
        Wrong::Said(_) | Wrong::Name(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok((status, page(people, signed, headers, Some((at, typed, wrong))).await?).into_response())
}

async fn page(
    people: &People,
    signed: &Signed,
    headers: &HeaderMap,
    sent: Option<(Option<TeamId>, Typed, Wrong)>,
) -> Outcome<TeamsPage> {
    let today = directory::today(people).to_string();
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let teams = directory::teams(&mut tx).await.map_err(unavailable)?;
    let versions = store::teams(&mut tx).await.map_err(unavailable)?;
    let counts = store::team_sizes(&mut tx, &today).await.map_err(unavailable)?;
    drop(tx);
    let versions: BTreeMap<_, _> =
        versions.into_iter().map(|it| (TeamId::from_untyped_uuid(it.id), it.version)).collect();
    let counts: BTreeMap<_, _> = counts.into_iter().map(|it| (TeamId::from_untyped_uuid(it.id), it.n)).collect();
    let by_id: BTreeMap<TeamId, &Team> = teams.iter().map(|it| (it.id, it)).collect();

    let (frame, t) = frame(people, signed, headers, "teams-title");
    let fault = sent.as_ref().map(|(_, _, wrong)| match wrong {
        Wrong::Said(key) => t.text(key),
        Wrong::Name(CleanError::TooLong { max, .. }) => t.with("teams-name-long", &[("max", (*max).into())]),
        Wrong::Name(CleanError::Control | CleanError::Empty) => t.text("teams-name-control"),
    });
    let at = sent.as_ref().and_then(|it| it.0);
    let typed = sent.map(|it| it.1).unwrap_or_default();
    let shown = team_choices(&teams, None).into_iter().filter_map(|way| {
        let team = by_id.get(&way.id)?;
        let is_open = at == Some(team.id);
        let (name, parent) = if is_open {
            (typed.name.clone(), typed.parent.parse().ok())
        } else {
            (team.name.to_string(), team.parent)
        };
        Some(Shown {
            id: team.id,
            people: t.with("teams-people", &[("n", counts.get(&team.id).copied().unwrap_or(0).into())]),
            way: way.name,
            name,
            parents: team_choices(&teams, parent).into_iter().filter(|it| it.id != team.id).collect(),
            version: versions.get(&team.id).copied().unwrap_or(0),
            is_open,
        })
    });
    Ok(TeamsPage {
        tabs: Tabs::of(Here::Teams, signed, &t),
        all: shown.collect(),
        name: if at.is_none() { typed.name } else { String::new() },
        parents: team_choices(&teams, if at.is_none() { typed.parent.parse().ok() } else { None }),
        fault,
        at,
        frame: frame.style("people/edit.css"),
        t,
    })
}
