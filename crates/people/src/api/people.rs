//! `GET /api/v1/people` and `GET /api/v1/people/{id}`: the directory as members see it.

use crate::access::{Deny, Readable, Relations, Standing, decide, of_entry, standing_to};
use crate::directory::{self, Card, Search};
use crate::model::PersonId;
use crate::model::directory::{Status, TeamId};
use crate::pages::{ROWS, unavailable};
use crate::{People, Signed, WORDS, own};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Fault, Outcome, Problem, Query, page};

/// What the directory is narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct Narrowed {
    /// Words to find in name, title, place and team.
    #[param(required = false)]
    q: String,
    /// Id of a team: people in it and in the teams below it.
    #[param(value_type = Option<uuid::Uuid>)]
    team: Option<String>,
}

/// A part of the directory.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PeoplePage {
    /// People, by name.
    data: Vec<PersonBody>,
    /// Where the list goes on; null at its end.
    next_cursor: Option<String>,
    /// How many there are in all.
    total: u64,
}

/// What one may read of somebody. Empty texts are not known; what may not be read is absent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Person)]
pub(super) struct PersonBody {
    /// Id.
    #[schema(value_type = uuid::Uuid)]
    id: PersonId,
    /// Name, as they write it.
    name: String,
    /// How to speak of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pronouns: Option<String>,
    /// What they do.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// Place on the ladder.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<String>,
    /// Where they work.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    /// IANA name of their time zone.
    #[serde(skip_serializing_if = "Shown::is_hidden")]
    #[schema(value_type = Option<String>)]
    timezone: Shown<String>,
    /// Language tag.
    #[serde(skip_serializing_if = "Shown::is_hidden")]
    #[schema(value_type = Option<String>)]
    language: Shown<String>,
    /// Whether they are here: `active`, `leave` or `leaver`.
    status: &'static str,
    /// Their team.
    #[serde(skip_serializing_if = "Shown::is_hidden")]
    #[schema(value_type = Option<TeamBody>)]
    team: Shown<TeamBody>,
}

/// A value that may be unknown, or not be read.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Shown<T> {
    /// May be read: null where it is not known.
    Read(Option<T>),
    /// May not be read.
    Hidden,
}

impl<T> Shown<T> {
    fn of(may: &Readable, field: &str, value: Option<T>) -> Self {
        if may.has(field) { Self::Read(value) } else { Self::Hidden }
    }

    fn is_hidden(&self) -> bool {
        matches!(self, Self::Hidden)
    }
}

/// A team by its name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Team)]
struct TeamBody {
    /// Id.
    #[schema(value_type = uuid::Uuid)]
    id: TeamId,
    /// Name.
    name: String,
}

/// A colleague by their name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Colleague)]
struct NamedBody {
    /// Id.
    #[schema(value_type = uuid::Uuid)]
    id: PersonId,
    /// Name.
    name: String,
}

/// Somebody, with who stands directly above and below.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PersonInLine)]
pub(super) struct OneBody {
    #[serde(flatten)]
    person: PersonBody,
    /// Whom they report to today.
    #[serde(skip_serializing_if = "Shown::is_hidden")]
    #[schema(value_type = Option<NamedBody>)]
    manager: Shown<NamedBody>,
    /// Who reports to them today, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    reports: Option<Vec<NamedBody>>,
}

impl PersonBody {
    /// Without what not everybody sees: each look at that is written down, and a list is looked at all day.
    fn listed(self) -> Self {
        Self { level: None, ..self }
    }

    /// Somebody whose name and status may be read, as far as the rest may be.
    fn of(card: &Card, may: &Readable) -> Self {
        let text = |field, text: &String| may.has(field).then(|| text.clone());
        let team = card.team.as_ref().map(|(id, name)| TeamBody { id: *id, name: name.clone() });
        Self {
            id: card.id,
            name: card.name.clone(),
            pronouns: text("pronouns", &card.pronouns),
            title: text("job_title", &card.title),
            level: text("level", &card.level),
            place: text("location", &card.place),
            timezone: Shown::of(may, "timezone", card.zone.as_ref().map(ToString::to_string)),
            language: Shown::of(may, "locale", card.language.as_ref().map(ToString::to_string)),
            status: card.status.key(),
            team: Shown::of(may, "team", team),
        }
    }
}

impl From<&Card> for NamedBody {
    fn from(card: &Card) -> Self {
        Self { id: card.id, name: card.name.clone() }
    }
}

/// People, by name
#[utoipa::path(
    get, path = "/api/v1/people", tag = "people", operation_id = "list_people",
    params(Narrowed, page::Asked),
    responses((status = 200, description = "A part of the list.", body = PeoplePage)),
)]
pub(super) async fn list(
    State(people): State<People>,
    signed: Signed,
    Query(narrowed): Query<Narrowed>,
    Query(asked): Query<page::Asked>,
) -> Outcome<(HeaderMap, Json<PeoplePage>)> {
    decide(ROWS, &signed.actor(), "directory", "read", signed.scene(Standing::None)).or_problem()?;
    let team = narrowed.team.as_deref().map(|raw| raw.parse::<TeamId>().map_err(|_| no_team())).transpose()?;
    let search = Search { words: narrowed.q, team };
    let team = team.map(|it| it.to_string()).unwrap_or_default();
    // A cursor belongs to one search.
    let name = format!("people {team} {}", search.words);
    let part = asked.part(&name)?;
    let today = directory::today(&people);
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let listed =
        directory::list(&mut tx, &search, part.after.as_ref(), part.limit, today).await.map_err(unavailable)?;
    let wearer = signed.wearer();
    let relations = Relations::of(&mut tx, &wearer, today).await.map_err(unavailable)?;
    drop(tx);
    let next_cursor = listed.next.as_ref().map(|place| page::seal(&name, place));
    let narrowed = [("q", search.words.as_str()), ("team", team.as_str())];
    let link = page::next_link(next_cursor.as_deref(), "/api/v1/people", part.limit, &narrowed);
    let body = |card: &Card| {
        let standing = relations.standing(card.id, card.team.as_ref().map(|it| it.0));
        let may = of_entry(&wearer, standing, card.status, signed.at);
        may.has("name").then(|| PersonBody::of(card, &may).listed())
    };
    let data = listed.people.iter().filter_map(body).collect();
    Ok((link, Json(PeoplePage { data, next_cursor, total: listed.total })))
}

fn no_team() -> Problem {
    let say = WORDS.in_language("en").text("api-people-team");
    let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "problem-parameter");
    problem.say(say.clone()).fault(Fault::in_query("team", say))
}

/// Somebody, and their place in the line
#[utoipa::path(
    get, path = "/api/v1/people/{id}", tag = "people", operation_id = "read_person",
    params(("id" = uuid::Uuid, Path, description = "Id of the person.")),
    responses((status = 200, description = "The person.", body = OneBody)),
)]
pub(super) async fn one(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<PersonId>,
) -> Outcome<Json<OneBody>> {
    decide(ROWS, &signed.actor(), "directory", "read", signed.scene(Standing::None)).or_problem()?;
    let today = directory::today(&people);
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let card = directory::person_card(&mut tx, id, today).await.map_err(unavailable)?;
    let card = card.ok_or(Deny::Hidden.problem())?;
    let wearer = signed.wearer();
    let standing = standing_to(&mut tx, &wearer, id, today).await.map_err(unavailable)?;
    let may = of_entry(&wearer, standing, card.status, signed.at);
    if !may.has("name") {
        return Err(Deny::Hidden.problem());
    }
    let manager = match directory::manager_of(&mut tx, id, today).await.map_err(unavailable)? {
        Some(manager) => directory::person_card(&mut tx, manager, today).await.map_err(unavailable)?,
        None => None,
    };
    let manager = manager.filter(|it| it.status != Status::Leaver);
    let reports = directory::report_cards(&mut tx, id, today).await.map_err(unavailable)?;
    drop(tx);
    // Whoever sees what colleagues do not is written down; one's own entry is left out.
    if may.has("email") || card.status == Status::Leaver {
        own::note_reading(&people, signed.person.id, own::EMPLOYMENT_READ, vec![id]).await.map_err(unavailable)?;
    }
    Ok(Json(OneBody {
        person: PersonBody::of(&card, &may),
        manager: Shown::of(&may, "manager", manager.map(|it| NamedBody::from(&it))),
        reports: may.has("reports").then(|| reports.iter().map(NamedBody::from).collect()),
    }))
}
