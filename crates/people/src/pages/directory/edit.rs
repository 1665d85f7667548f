//! One person by hand: added, and changed.

mod form;

use super::list::{TeamChoice, team_choices};
use super::{Here, Tabs, frame, unavailable};
use crate::access::Deny;
use crate::directory::{self, DirectoryError};
use crate::model::directory::{Entry, Status, TeamId};
use crate::model::{NAME_MAX, PersonId};
use crate::store::directory::{self as store, EntryRow};
use crate::{People, Signed, own};
use askama::Template;
use askama_web::WebTemplate;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use form::{Fault, Typed, Why, handle};
use newtype_uuid::GenericUuid;
use web::{Frame, Outcome, Words};

/// People whose names are offered while one types a manager; in a larger company a list would only slow the page down.
const OFFERED: usize = 1000;

#[derive(Template, WebTemplate)]
#[template(path = "people/directory/edit.html")]
struct Edit {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    title: String,
    action: String,
    back: String,
    is_new: bool,
    faults: Vec<(&'static str, String)>,
    groups: Vec<Group>,
    statuses: Vec<(&'static str, String, bool)>,
    teams: Vec<TeamChoice>,
    managers: Vec<(String, String)>,
    version: i64,
}

/// Boxes that belong together.
struct Group {
    key: &'static str,
    title: String,
    boxes: Vec<TextBox>,
}

/// A box to type in.
struct TextBox {
    name: &'static str,
    label: String,
    hint: Option<String>,
    fault: Option<String>,
    value: String,
    kind: &'static str,
    list: Option<&'static str>,
}

/// All that the form needs to know of the company.
struct Company {
    people: Vec<EntryRow>,
    teams: Vec<crate::model::directory::Team>,
}

async fn company(people: &People) -> Outcome<Company> {
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let entries = store::entries(&mut tx).await.map_err(unavailable)?;
    let teams = directory::teams(&mut tx).await.map_err(unavailable)?;
    let here = entries.into_iter().filter(|it| it.status != Status::Leaver.key()).collect();
    Ok(Company { people: here, teams })
}

/// GET /people/new
pub(super) async fn new(State(people): State<People>, signed: Signed, headers: HeaderMap) -> Outcome<Response> {
    super::may_add(&signed)?;
    let known = company(&people).await?;
    let today = directory::today(&people);
    let entry = Entry { started_on: Some(today), ..Entry::default() };
    let typed = Typed::of(&entry, String::new(), None, today, 0);
    Ok(page(&people, &signed, &headers, None, &known, &typed, &[]).into_response())
}

/// POST /people/new
pub(super) async fn add(
    State(people): State<People>,
    signed: Signed,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Outcome<Response> {
    super::may_add(&signed)?;
    let known = company(&people).await?;
    let faults = match typed.read(&known.people, directory::today(&people)) {
        Ok(wish) => match directory::admit(&people, Some(signed.person.id), &wish).await {
            Ok(id) => return Ok(Redirect::to(&format!("/people/{id}")).into_response()),
            Err(error) => vec![told(error)?],
        },
        Err(faults) => faults,
    };
    let page = page(&people, &signed, &headers, None, &known, &typed, &faults);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// GET /people/{id}/edit
pub(super) async fn show(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<PersonId>,
    headers: HeaderMap,
) -> Outcome<Response> {
    super::may_edit(&people, &signed, id).await?;
    let known = company(&people).await?;
    let today = directory::today(&people);
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let row = store::entry_by_id(&mut tx, id.into_untyped_uuid()).await.map_err(unavailable)?;
    let row = row.ok_or_else(|| Deny::Hidden.problem())?;
    let manager = directory::manager_of(&mut tx, id, today).await.map_err(unavailable)?;
    let team = directory::team_of(&mut tx, id, today).await.map_err(unavailable)?;
    drop(tx);
    // The form shows what colleagues do not see; the person can see who looked.
    own::note_reading(&people, signed.person.id, own::EMPLOYMENT_READ, vec![id]).await.map_err(unavailable)?;
    let manager = manager.and_then(|it| known.people.iter().find(|row| row.id() == it));
    let manager = manager.map(|it| handle(it, &known.people)).unwrap_or_default();
    let typed = Typed::of(&row.entry(), manager, team, today, row.version);
    let who = Some((id, row.name.as_str()));
    Ok(page(&people, &signed, &headers, who, &known, &typed, &[]).into_response())
}

/// POST /people/{id}/edit
pub(super) async fn save(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<PersonId>,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Outcome<Response> {
    super::may_edit(&people, &signed, id).await?;
    let known = company(&people).await?;
    let faults = match typed.read(&known.people, directory::today(&people)) {
        Ok(wish) => match directory::rewrite(&people, Some(signed.person.id), id, typed.version, &wish).await {
            Ok(()) => return Ok(Redirect::to(&format!("/people/{id}")).into_response()),
            Err(error) => vec![told(error)?],
        },
        Err(faults) => faults,
    };
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let row = store::entry_by_id(&mut tx, id.into_untyped_uuid()).await.map_err(unavailable)?;
    drop(tx);
    let row = row.ok_or_else(|| Deny::Hidden.problem())?;
    let stale = faults.iter().any(|it| it.why == Why::Said("edit-stale"));
    // Whoever has read what is there now may send it again.
    let typed = if stale { Typed { version: row.version, ..typed } } else { typed };
    let page = page(&people, &signed, &headers, Some((id, &row.name)), &known, &typed, &faults);
    let status = if stale { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, page).into_response())
}

/// What the directory refused, at the box it is about.
fn told(error: DirectoryError) -> Outcome<Fault> {
    let said = |field, key| Ok(Fault { field, why: Why::Said(key) });
    match error {
        DirectoryError::EmailTaken => said("email", "edit-email-taken"),
        DirectoryError::EmployeeIdTaken => said("employee_id", "edit-employee-id-taken"),
        DirectoryError::Circle(_) => said("manager", "edit-circle"),
        DirectoryError::ManagerLeft => said("manager", "edit-manager-left"),
        DirectoryError::LastAdmin => said("status", "import-row-last-admin"),
        DirectoryError::Yourself => said("status", "import-row-yourself"),
        DirectoryError::NoSuchTeam => said("team", "edit-no-team"),
        DirectoryError::Stale => said("first_name", "edit-stale"),
        DirectoryError::Db(error) => Err(unavailable(error)),
        other => {
            tracing::error!(error = &other as &dyn std::error::Error, "editing a person");
            Err(Deny::Hidden.problem())
        }
    }
}

fn page(
    people: &People,
    signed: &Signed,
    headers: &HeaderMap,
    who: Option<(PersonId, &str)>,
    known: &Company,
    typed: &Typed,
    faults: &[Fault],
) -> Edit {
    let (mut frame, t) = frame(people, signed, headers, "edit-new-title");
    let title = match who {
        Some((_, name)) => t.with("edit-title", &[("name", name.to_owned().into())]),
        None => t.text("edit-new-title"),
    };
    frame.title.clone_from(&title);
    let faults: Vec<_> = faults.iter().map(|it| (it.field, it.say(&t))).collect();
    let team: Option<TeamId> = typed.team.parse().ok();
    let status = Status::from_key(&typed.status).unwrap_or_default();
    let many = known.people.len() > OFFERED;
    let managers = known.people.iter().take(if many { 0 } else { OFFERED });
    Edit {
        tabs: Tabs::of(if who.is_some() { Here::Person } else { Here::New }, signed, &t),
        title,
        action: who.map_or_else(|| "/people/new".to_owned(), |(id, _)| format!("/people/{id}/edit")),
        back: who.map_or_else(|| "/people".to_owned(), |(id, _)| format!("/people/{id}")),
        is_new: who.is_none(),
        groups: groups(typed, &faults, who.is_none(), &t),
        statuses: Status::ALL
            .into_iter()
            .map(|it| (it.key(), t.text(&format!("status-{}", it.key())), it == status))
            .collect(),
        teams: team_choices(&known.teams, team),
        managers: managers.map(|it| (handle(it, &known.people), it.title.clone())).collect(),
        version: typed.version,
        faults,
        frame: frame.style("people/edit.css"),
        t,
    }
}

fn groups(typed: &Typed, faults: &[(&'static str, String)], is_new: bool, t: &Words) -> Vec<Group> {
    let text = |name: &'static str, value: &str, kind: &'static str| TextBox {
        name,
        label: if name == "from" { t.text("edit-from") } else { t.text(&format!("column-{name}")) },
        hint: hint(name, is_new, t),
        fault: faults.iter().find(|it| it.0 == name).map(|it| it.1.clone()),
        value: value.to_owned(),
        kind,
        list: (name == "manager").then_some("managers"),
    };
    let group = |key: &'static str, boxes| Group { key, title: t.text(&format!("edit-group-{key}")), boxes };
    vec![
        group(
            "name",
            vec![
                text("first_name", &typed.first_name, "text"),
                text("last_name", &typed.last_name, "text"),
                text("preferred_name", &typed.preferred_name, "text"),
                text("name", &typed.name, "text"),
                text("pronouns", &typed.pronouns, "text"),
            ],
        ),
        group(
            "work",
            vec![
                text("job_title", &typed.job_title, "text"),
                text("level", &typed.level, "text"),
                text("location", &typed.location, "text"),
                text("timezone", &typed.timezone, "text"),
                text("locale", &typed.locale, "text"),
            ],
        ),
        group("line", vec![text("manager", &typed.manager, "text"), text("from", &typed.from, "date")]),
        group(
            "record",
            vec![
                text("email", &typed.email, "email"),
                text("employee_id", &typed.employee_id, "text"),
                text("start_date", &typed.start_date, "date"),
                text("end_date", &typed.end_date, "date"),
            ],
        ),
    ]
}

fn hint(name: &str, is_new: bool, t: &Words) -> Option<String> {
    let key = match name {
        "preferred_name" => "edit-hint-preferred-name",
        "name" => return Some(t.with("edit-hint-name", &[("max", NAME_MAX.into())])),
        "email" if !is_new => "edit-hint-email",
        "timezone" => "edit-hint-timezone",
        "locale" => "edit-hint-locale",
        "manager" => "edit-hint-manager",
        "from" => "edit-hint-from",
        _ => return None,
    };
    Some(t.text(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::Date;

    const TODAY: Date = jiff::civil::date(2026, 3, 4);

    fn typed() -> Typed {
        Typed { first_name: "Mei".into(), last_name: "Haruna".into(), ..Typed::default() }
    }

    fn faults(typed: &Typed) -> Vec<&'static str> {
        typed.read(&[], TODAY).map_or_else(|all| all.iter().map(|it| it.field).collect(), |_| Vec::new())
    }

    #[test]
    fn a_name_is_made_of_its_parts() {
        let wish = typed().read(&[], TODAY).unwrap();
        assert_eq!((wish.entry.name.as_str(), wish.from), ("Mei Haruna", TODAY));
        let own = Typed { name: "Dr Haruna".into(), ..typed() };
        assert_eq!(own.read(&[], TODAY).unwrap().entry.name, "Dr Haruna");
        let again = Typed::of(&wish.entry, String::new(), None, TODAY, 3);
        assert_eq!((again.name.as_str(), again.first_name.as_str(), again.version), ("", "Mei", 3));
        assert_eq!(Typed::of(&Entry::named("Cher"), String::new(), None, TODAY, 1).name, "Cher");
    }

    #[test]
    fn every_box_that_is_wrong_is_named() {
        assert_eq!(faults(&Typed::default()), ["first_name"]);
        let wrong = Typed {
            email: "nobody".into(),
            timezone: "CET".into(),
            locale: "German".into(),
            start_date: "soon".into(),
            from: "4/3".into(),
            manager: "Somebody Else".into(),
            level: "x".repeat(99),
            ..typed()
        };
        assert_eq!(faults(&wrong), ["level", "email", "timezone", "locale", "start_date", "from", "manager"]);
        let left = Typed { status: "leaver".into(), ..typed() };
        assert_eq!(faults(&left), ["end_date"]);
    }
}
