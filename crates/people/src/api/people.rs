//! `GET /api/v1/people` and `GET /api/v1/people/{id}`: the directory as members see it.

use crate::access::{Deny, Readable, Relations, Standing, decide, of_entry, standing_to};
use crate::directory::{self, Card, Search};
use crate::model::PersonId;
use crate::model::directory::{Status, TeamId};
use crate::pages::{ROWS, unavailable};
use crate::{People, Signed, WORDS, cursor, own};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum_extra::extract::Query;
use serde::{Deserialize, Serialize};
use web::{Outcome, Problem};

/// People in an answer, unless asked otherwise.
const USUAL: u32 = 50;
/// People in an answer at most.
const MOST: u32 = 200;

/// What a list is asked for, as it stands in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    team: Option<String>,
    cursor: Option<String>,
    limit: Option<String>,
}

/// A part of the list.
#[derive(Debug, Serialize)]
pub(super) struct Page {
    data: Vec<PersonBody>,
    next_cursor: Option<String>,
    total: u64,
}

/// What one may read of somebody. Empty texts are not known; what may not be read is absent.
#[derive(Debug, Serialize)]
pub(super) struct PersonBody {
    id: PersonId,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pronouns: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(skip_serializing_if = "Shown::is_hidden")]
    timezone: Shown<String>,
    #[serde(skip_serializing_if = "Shown::is_hidden")]
    language: Shown<String>,
    status: &'static str,
    #[serde(skip_serializing_if = "Shown::is_hidden")]
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
#[derive(Debug, Serialize)]
struct TeamBody {
    id: TeamId,
    name: String,
}

/// A colleague by their name.
#[derive(Debug, Serialize)]
struct NamedBody {
    id: PersonId,
    name: String,
}

/// Somebody, with who stands directly above and below.
#[derive(Debug, Serialize)]
pub(super) struct OneBody {
    #[serde(flatten)]
    person: PersonBody,
    #[serde(skip_serializing_if = "Shown::is_hidden")]
    manager: Shown<NamedBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reports: Option<Vec<NamedBody>>,
}

impl PersonBody {
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

/// GET /api/v1/people
pub(super) async fn list(
    State(people): State<People>,
    signed: Signed,
    Query(asked): Query<Asked>,
) -> Outcome<(HeaderMap, Json<Page>)> {
    decide(ROWS, &signed.actor(), "directory", "read", signed.scene(Standing::None)).or_problem()?;
    let limit = read(asked.limit.as_deref(), "api-people-limit", |it| {
        it.parse::<u32>().ok().filter(|limit| (1..=MOST).contains(limit))
    })?
    .unwrap_or(USUAL);
    let after = read(asked.cursor.as_deref(), "api-people-cursor", cursor::read)?;
    let team: Option<TeamId> = read(asked.team.as_deref(), "api-people-team", |it| it.parse().ok())?;
    let search = Search { words: asked.q, team };
    let today = directory::today(&people);
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let listed = directory::list(&mut tx, &search, after.as_ref(), limit, today).await.map_err(unavailable)?;
    let wearer = signed.wearer();
    let relations = Relations::of(&mut tx, &wearer, today).await.map_err(unavailable)?;
    drop(tx);
    let next_cursor = listed.next.as_ref().map(cursor::write);
    let mut headers = HeaderMap::new();
    if let Some(next) = &next_cursor {
        let words = match search.words.as_str() {
            "" => String::new(),
            words => format!("&q={}", cursor::query_value(words)),
        };
        let team = search.team.map(|it| format!("&team={it}")).unwrap_or_default();
        let address = format!("</api/v1/people?limit={limit}&cursor={next}{words}{team}>; rel=\"next\"");
        if let Ok(value) = HeaderValue::from_str(&address) {
            headers.insert(header::LINK, value);
        }
    }
    let body = |card: &Card| {
        let standing = relations.standing(card.id, card.team.as_ref().map(|it| it.0));
        let may = of_entry(&wearer, standing, card.status, signed.at);
        may.has("name").then(|| PersonBody::of(card, &may))
    };
    let data = listed.people.iter().filter_map(body).collect();
    Ok((headers, Json(Page { data, next_cursor, total: listed.total })))
}

/// GET /api/v1/people/{id}
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

/// A value of the address, if it is there; one that cannot be read is refused with the words of `key`.
fn read<T>(raw: Option<&str>, key: &'static str, parse: impl Fn(&str) -> Option<T>) -> Outcome<Option<T>> {
    let Some(raw) = raw else { return Ok(None) };
    let refused = || {
        let say = WORDS.in_language("en").with(key, &[("most", MOST.into())]);
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, key).say(say)
    };
    parse(raw).map(Some).ok_or_else(refused)
}
