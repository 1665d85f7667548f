//! The page of one person.

use super::face::Face;
use super::list::Tile;
use super::{Here, Tabs, frame, may_read, unavailable};
use crate::access::{Because, Deny, FIELDS, Readable, of_entry, standing_to};
use crate::directory::{self, Card};
use crate::model::PersonId;
use crate::model::directory::{Entry, Field, Status};
use crate::store::directory as store;
use crate::{People, Signed, own};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum_extra::extract::Query;
use jiff::Timestamp;
use newtype_uuid::GenericUuid;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use web::{Frame, Outcome, Words};

#[derive(Template, WebTemplate)]
#[template(path = "people/directory/person.html")]
pub(super) struct PersonPage {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    face: Face,
    card: Card,
    chip: Option<String>,
    team: Option<(String, String)>,
    local_time: Option<LocalTime>,
    language: Option<String>,
    /// The line upwards, the top first.
    above: Vec<Tile>,
    reports: Vec<Tile>,
    reports_title: String,
    /// Where their roles are, for whoever may read them.
    roles: Option<String>,
    chart: String,
    /// Where somebody who may changes it.
    edit: Option<String>,
    /// Where somebody who may ends every way in.
    end_access: Option<String>,
    /// What was just done.
    said: Option<String>,
    /// What is not everybody's to read.
    details: Vec<Detail>,
    /// Whom this person reported to over time.
    history: Option<Vec<Reported>>,
    history_title: String,
    /// Why all of this is shown.
    reasons: Vec<Reason>,
}

/// A field that some may read.
struct Detail {
    name: String,
    value: String,
}

/// Why some fields are shown.
struct Reason {
    fields: String,
    say: String,
}

/// The clock on the wall where somebody is.
struct LocalTime {
    clock: String,
    say: String,
}

/// Whom somebody reported to for a while.
struct Reported {
    manager: String,
    from: String,
    until: Option<String>,
}

/// What was just done, by its key.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Done {
    #[serde(default)]
    done: String,
}

/// GET /people/{id}
pub(super) async fn show(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<PersonId>,
    Query(done): Query<Done>,
    headers: HeaderMap,
) -> Outcome<PersonPage> {
    may_read(&signed)?;
    let today = directory::today(&people);
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let card = directory::person_card(&mut tx, id, today).await.map_err(unavailable)?;
    // Somebody who may not be seen answers as somebody who is not there.
    let card = card.ok_or(Deny::Hidden.problem())?;
    let wearer = signed.wearer();
    let standing = standing_to(&mut tx, &wearer, id, today).await.map_err(unavailable)?;
    let may = of_entry(&wearer, standing, card.status, signed.at);
    if !may.has("name") {
        return Err(Deny::Hidden.problem());
    }
    let card = card.only(&may);
    let entry = store::entry_by_id(&mut tx, id.into_untyped_uuid()).await.map_err(unavailable)?;
    let entry = entry.map(|row| row.entry()).unwrap_or_default();
    let mut above = Vec::new();
    let line = if may.has("manager") { directory::line_above(&mut tx, id, today).await } else { Ok(Vec::new()) };
    for manager in line.map_err(unavailable)? {
        let card = directory::person_card(&mut tx, manager, today).await.map_err(unavailable)?;
        // Whoever has left hides the line above them too: it would tell that they are there.
        match card.filter(|it| it.status != Status::Leaver) {
            Some(card) => above.push(Tile::of(&card)),
            None => break,
        }
    }
    above.reverse();
    let reports = if may.has("reports") { directory::report_cards(&mut tx, id, today).await } else { Ok(Vec::new()) };
    let reports = reports.map_err(unavailable)?;
    let history = if may.has("history") {
        Some(store::reporting_of(&mut tx, id.into_untyped_uuid()).await.map_err(unavailable)?)
    } else {
        None
    };
    drop(tx);
    // Whoever sees what colleagues do not is written down; one's own page is left out.
    if may.has("email") || card.status == Status::Leaver {
        own::note_reading(&people, signed.person.id, own::EMPLOYMENT_READ, vec![id]).await.map_err(unavailable)?;
    }
    let may_edit = super::may_edit(&people, &signed, id).await.is_ok();
    let may_end = super::may_end_access(&people, &signed, id).await.is_ok();

    let (mut frame, t) = frame(&people, &signed, &headers, "directory-title");
    frame.title.clone_from(&card.name);
    let chip = match card.status {
        Status::Active => None,
        Status::Leave => Some(t.text("person-on-leave")),
        Status::Leaver => Some(t.text("person-left")),
    };
    Ok(PersonPage {
        tabs: Tabs::of(Here::Person, &signed, &t),
        face: Face::of(card.id, &card.name),
        chip,
        team: card.team.as_ref().map(|(team, name)| (format!("/people?team={team}"), name.clone())),
        local_time: local_time(&card, people.ambient.now(), &t),
        language: card.language.as_ref().map(|it| {
            let (tag, primary) = (it.as_str(), it.primary());
            t.with("person-language-name", &[("primary", primary.into()), ("tag", tag.into())])
        }),
        above,
        reports_title: t.with("person-reports", &[("n", reports.len().into())]),
        reports: reports.iter().map(Tile::of).collect(),
        roles: may.has("roles").then(|| format!("/people/{id}/roles")),
        chart: format!("/people/chart?at={id}#here"),
        edit: may_edit.then(|| format!("/people/{id}/edit")),
        end_access: may_end.then(|| format!("/people/{id}/end-access")),
        said: (may_end && done.done == "access-ended").then(|| t.text("person-access-ended")),
        details: details(&entry, &may, &t),
        history_title: match may.because("history") {
            Some(Because::Subject) => t.text("person-history"),
            _ => t.with("person-history-of", &[("name", card.name.as_str().into())]),
        },
        history: history.map(|rows| rows.into_iter().map(Reported::of).collect()),
        reasons: reasons(&may, &card.name, &t),
        card,
        frame,
        t,
    })
}

impl Reported {
    fn of(row: store::ReportingRow) -> Self {
        Self { manager: row.name, from: row.from_on, until: row.until_on }
    }
}

/// Fields of the card are shown there; these have a place of their own.
const DETAILS: [Field; 6] =
    [Field::GivenName, Field::FamilyName, Field::Email, Field::EmployeeId, Field::StartedOn, Field::LeftOn];

fn details(entry: &Entry, may: &Readable, t: &Words) -> Vec<Detail> {
    let known = DETAILS.into_iter().filter(|it| may.has(it.key())).map(|it| (it, entry.text(it)));
    known
        .filter(|(_, value)| !value.is_empty())
        .map(|(field, value)| Detail { name: t.text(&format!("field-{}", field.key())), value })
        .collect()
}

/// The fields that may be read, by why they may.
fn reasons(may: &Readable, name: &str, t: &Words) -> Vec<Reason> {
    let mut by_reason: BTreeMap<Because, Vec<String>> = BTreeMap::new();
    let mut told = BTreeSet::new();
    for field in FIELDS.iter().map(|it| it.field).filter(|it| told.insert(*it)) {
        if let Some(because) = may.because(field) {
            by_reason.entry(because).or_default().push(t.text(&format!("field-{field}")));
        }
    }
    let reason = |(because, fields): (Because, Vec<String>)| Reason {
        fields: fields.join(", "),
        say: t.with(because.key(), &[("name", name.into())]),
    };
    by_reason.into_iter().map(reason).collect()
}

fn local_time(card: &Card, now: Timestamp, t: &Words) -> Option<LocalTime> {
    let zone = card.zone.as_ref()?;
    let there = zone.local(now);
    let minutes = there.offset().seconds() / 60;
    let sign = if minutes < 0 { '−' } else { '+' };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    let offset = if rest == 0 { format!("{sign}{hours}") } else { format!("{sign}{hours}:{rest:02}") };
    let say = t.with("person-zone", &[("town", zone.town().into()), ("offset", offset.into())]);
    Some(LocalTime { clock: there.strftime("%H:%M").to_string(), say })
}
