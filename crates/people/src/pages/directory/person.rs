//! The page of one person.

use super::face::Face;
use super::list::Tile;
use super::{Here, Tabs, frame, may_read, unavailable};
use crate::access::Deny;
use crate::directory::{self, Card};
use crate::model::directory::Status;
use crate::model::{Hat, PersonId};
use crate::store::directory as store;
use crate::{People, Signed, own};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use jiff::Timestamp;
use newtype_uuid::GenericUuid;
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
    chart: String,
    /// Where somebody who may changes it.
    edit: Option<String>,
    /// Whom this person reported to over time; shown to themselves alone.
    history: Option<Vec<Reported>>,
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

/// GET /people/{id}
pub(super) async fn show(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<PersonId>,
    headers: HeaderMap,
) -> Outcome<PersonPage> {
    may_read(&signed)?;
    let today = directory::today(&people);
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let card = directory::person_card(&mut tx, id, today).await.map_err(unavailable)?;
    // Whoever has left is shown to the admins alone, who may have to bring them back.
    let card =
        card.filter(|it| it.status != Status::Leaver || signed.hat == Hat::Admin).ok_or(Deny::Hidden.problem())?;
    let mut above = Vec::new();
    for manager in directory::line_above(&mut tx, id, today).await.map_err(unavailable)? {
        let card = directory::person_card(&mut tx, manager, today).await.map_err(unavailable)?;
        // Whoever has left hides the line above them too: it would tell that they are there.
        match card.filter(|it| it.status != Status::Leaver) {
            Some(card) => above.push(Tile::of(&card)),
            None => break,
        }
    }
    above.reverse();
    let reports = directory::report_cards(&mut tx, id, today).await.map_err(unavailable)?;
    let history = if signed.person.id == id {
        Some(store::reporting_of(&mut tx, id.into_untyped_uuid()).await.map_err(unavailable)?)
    } else {
        None
    };
    drop(tx);
    // Nobody but the admins sees who has left; the record says who did.
    if card.status == Status::Leaver {
        own::note_reading(&people, signed.person.id, own::EMPLOYMENT_READ, vec![id]).await.map_err(unavailable)?;
    }
    let may_edit = super::may_edit(&people, &signed, id).await.is_ok();

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
        chart: format!("/people/chart?at={id}#here"),
        edit: may_edit.then(|| format!("/people/{id}/edit")),
        history: history.map(|rows| rows.into_iter().map(Reported::of).collect()),
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
