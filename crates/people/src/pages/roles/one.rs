//! The roles of one person: read by themselves, people partners and admins, given and ended by admins.

use super::Shown;
use crate::access::{Because, Deny, decide, of_entry, standing_to};
use crate::model::Role;
use crate::model::directory::TeamId;
use crate::pages::directory::{self as frames, Face, Here, Tabs, TeamChoice, team_choices};
use crate::pages::{ROWS, unavailable};
use crate::roles::{self, New, RoleError};
use crate::{People, PersonId, Signed, directory, own};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use jiff::civil::Date;
use serde::Deserialize;
use web::{Frame, Outcome, Problem, Words};

#[derive(Template, WebTemplate)]
#[template(path = "people/roles/one.html")]
struct OnePage {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    face: Face,
    id: PersonId,
    lead: String,
    on: Vec<Shown>,
    over: Vec<Shown>,
    may_end: bool,
    /// The form, for whoever may give a role.
    form: Option<GrantForm>,
    fault: Option<Fault>,
    why: String,
}

/// The form to give a role, as it was filled in.
struct GrantForm {
    roles: Vec<RoleChoice>,
    teams: Vec<TeamChoice>,
    last: String,
}

struct RoleChoice {
    key: &'static str,
    name: String,
    explain: String,
    is_chosen: bool,
}

/// What was wrong, and with which field.
struct Fault {
    field: &'static str,
    say: String,
}

/// What was typed; comes back unchanged when something is wrong with it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    role: String,
    team: String,
    last: String,
}

/// Which role is to end.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Ending {
    n: i64,
}

/// GET /people/{id}/roles
pub(super) async fn show(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<PersonId>,
    headers: HeaderMap,
) -> Outcome<Response> {
    Ok(page(&people, &signed, &headers, id, &Typed::default(), None).await?.into_response())
}

/// POST /people/{id}/roles
pub(super) async fn grant(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<PersonId>,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Outcome<Response> {
    may(&people, &signed, id, "grant").await?;
    let error = match read(&typed) {
        Ok(new) => match roles::grant(&people, Some(signed.person.id), id, new).await {
            Ok(()) => return Ok(back(id)),
            Err(error) => fault(&error)?,
        },
        Err(wrong) => wrong,
    };
    let page = page(&people, &signed, &headers, id, &typed, Some(error)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// POST /people/{id}/roles/end
pub(super) async fn end(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<PersonId>,
    headers: HeaderMap,
    Form(ending): Form<Ending>,
) -> Outcome<Response> {
    may(&people, &signed, id, "end").await?;
    match roles::end(&people, Some(signed.person.id), id, ending.n).await {
        Ok(()) => Ok(back(id)),
        Err(error) => {
            let page = page(&people, &signed, &headers, id, &Typed::default(), Some(fault(&error)?)).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
    }
}

fn back(id: PersonId) -> Response {
    Redirect::to(&format!("/people/{id}/roles")).into_response()
}

/// May they do it to the roles of somebody who is there?
async fn may(people: &People, signed: &Signed, id: PersonId, action: &'static str) -> Outcome<()> {
    let today = directory::today(people);
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let standing = standing_to(&mut tx, &signed.wearer(), id, today).await.map_err(unavailable)?;
    decide(ROWS, &signed.actor(), "role", action, signed.scene(standing)).or_problem()?;
    let card = directory::person_card(&mut tx, id, today).await.map_err(unavailable)?;
    card.map(|_| ()).ok_or_else(|| Deny::Hidden.problem())
}

fn read(typed: &Typed) -> Result<New, (&'static str, &'static str)> {
    let role = Role::from_key(&typed.role).ok_or(("role", "roles-wrong-role"))?;
    let team = match typed.team.as_str() {
        "" | "all" => None,
        id => Some(id.parse::<TeamId>().map_err(|_| ("team", "roles-wrong-team"))?),
    };
    if role == Role::Partner && typed.team.is_empty() {
        return Err(("team", "roles-wrong-no-scope"));
    }
    let last = match typed.last.trim() {
        "" => None,
        day => Some(day.parse::<Date>().map_err(|_| ("last", "roles-wrong-day"))?),
    };
    // What a partner looks after is asked of partners alone.
    Ok(New { role, team: team.filter(|_| role == Role::Partner), last })
}

/// The field and the words of a refusal; what the visitor cannot mend is a problem.
fn fault(error: &RoleError) -> Result<(&'static str, &'static str), Problem> {
    Ok(match error {
        RoleError::NoSuchTeam | RoleError::NoScope => ("team", "roles-wrong-team"),
        RoleError::Held => ("role", "roles-wrong-held"),
        RoleError::OverAlready => ("last", "roles-wrong-over"),
        RoleError::NotHeld => ("held", "roles-wrong-not-held"),
        RoleError::LastAdmin => ("held", "roles-wrong-last-admin"),
        RoleError::NoSuchPerson => ("role", "roles-wrong-left"),
        RoleError::OwnRecord => return Err(Deny::OwnRecord.problem()),
        RoleError::Db(error) => {
            tracing::error!(error = error as &dyn std::error::Error, "roles");
            return Err(if error.may_pass() { Problem::unavailable() } else { Problem::no_room() });
        }
    })
}

async fn page(
    people: &People,
    signed: &Signed,
    headers: &HeaderMap,
    id: PersonId,
    typed: &Typed,
    wrong: Option<(&'static str, &'static str)>,
) -> Outcome<OnePage> {
    let today = directory::today(people);
    let wearer = signed.wearer();
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let card = directory::person_card(&mut tx, id, today).await.map_err(unavailable)?;
    let standing = standing_to(&mut tx, &wearer, id, today).await.map_err(unavailable)?;
    let because = decide(ROWS, &signed.actor(), "roles", "read", signed.scene(standing)).or_problem()?;
    let card = card.ok_or_else(|| Deny::Hidden.problem())?;
    if !of_entry(&wearer, standing, card.status, signed.at).has("roles") {
        return Err(Deny::Hidden.problem());
    }
    let held = roles::of(&mut tx, id).await.map_err(unavailable)?;
    let teams = directory::teams(&mut tx).await.map_err(unavailable)?;
    drop(tx);
    // Roles are the business of few; whose they are can see who looked.
    own::note_reading(people, signed.person.id, own::EMPLOYMENT_READ, vec![id]).await.map_err(unavailable)?;

    let allowed = |action| decide(ROWS, &signed.actor(), "role", action, signed.scene(standing)).is_yes();
    let (mut frame, t) = frames::frame(people, signed, headers, "roles-title");
    frame.title = t.with("roles-one-title", &[("name", card.name.as_str().into())]);
    let (on, over): (Vec<_>, Vec<_>) = held.iter().map(|it| Shown::of(it, signed.at, &t)).partition(|it| it.is_on);
    let choice = |role: Role| RoleChoice {
        key: role.key(),
        name: t.text(&format!("role-{}", role.key())),
        explain: t.text(&format!("role-{}-explain", role.key())),
        is_chosen: role.key() == typed.role,
    };
    let form = allowed("grant").then(|| GrantForm {
        roles: Role::ALL.map(choice).into(),
        teams: team_choices(&teams, typed.team.parse().ok()),
        last: typed.last.clone(),
    });
    Ok(OnePage {
        tabs: Tabs::of(Here::Person, signed, &t),
        face: Face::of(id, &card.name),
        id,
        lead: match because {
            Because::Subject => t.text("roles-own-lead"),
            _ => t.text("roles-one-lead"),
        },
        on,
        over,
        may_end: allowed("end"),
        form,
        fault: wrong.map(|(field, key)| Fault { field, say: t.text(key) }),
        why: t.with(because.key(), &[("name", card.name.as_str().into())]),
        frame,
        t,
    })
}
