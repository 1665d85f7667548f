//! What was typed about somebody, and what it means.

use crate::directory::Wish;
use crate::model::directory::{
    EmployeeId, Entry, EntryError, FamilyName, Field, GivenName, Language, Level, Place, PreferredName, Pronouns,
    Status, TeamId, Title, Zone, fold,
};
use crate::model::{Email, NAME_MAX, PersonId};
use crate::store::directory::EntryRow;
use jiff::civil::Date;
use serde::Deserialize;
use web::Words;
use web::clean::{self, CleanError};

/// The form as it was sent; it comes back unchanged when something is wrong with it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::pages::directory) struct Typed {
    pub first_name: String,
    pub last_name: String,
    pub preferred_name: String,
    pub name: String,
    pub pronouns: String,
    pub email: String,
    pub employee_id: String,
    pub job_title: String,
    pub level: String,
    pub location: String,
    pub timezone: String,
    pub locale: String,
    pub status: String,
    pub start_date: String,
    pub end_date: String,
    pub manager: String,
    pub team: String,
    pub from: String,
    pub version: i64,
}

impl Typed {
    /// Of somebody as they are.
    pub fn of(entry: &Entry, manager: String, team: Option<TeamId>, from: Date, version: i64) -> Self {
        let text = |field| entry.text(field);
        // A name that the parts make is made of them again when they change.
        let own_name = entry.name_of_parts().is_none_or(|made| made != entry.name);
        Self {
            first_name: text(Field::GivenName),
            last_name: text(Field::FamilyName),
            preferred_name: text(Field::PreferredName),
            name: if own_name { entry.name.clone() } else { String::new() },
            pronouns: text(Field::Pronouns),
            email: text(Field::Email),
            employee_id: text(Field::EmployeeId),
            job_title: text(Field::Title),
            level: text(Field::Level),
            location: text(Field::Place),
            timezone: text(Field::TimeZone),
            locale: text(Field::Language),
            status: text(Field::Status),
            start_date: text(Field::StartedOn),
            end_date: text(Field::LeftOn),
            manager,
            team: team.map(|it| it.to_string()).unwrap_or_default(),
            from: from.to_string(),
            version,
        }
    }

    /// What it means, or everything that is wrong with it. `people` are those who can be a manager.
    pub fn read(&self, people: &[EntryRow], today: Date) -> Result<Wish, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut note = |field, why| faults.push(Fault { field, why });
        macro_rules! short {
            ($kind:ident, $field:expr, $raw:expr) => {
                $kind::parse($raw).unwrap_or_else(|wrong| {
                    note($field, Why::Text(wrong));
                    $kind::default()
                })
            };
        }
        let mut entry = Entry {
            given_name: short!(GivenName, "first_name", &self.first_name),
            family_name: short!(FamilyName, "last_name", &self.last_name),
            preferred_name: short!(PreferredName, "preferred_name", &self.preferred_name),
            pronouns: short!(Pronouns, "pronouns", &self.pronouns),
            title: short!(Title, "job_title", &self.job_title),
            level: short!(Level, "level", &self.level),
            place: short!(Place, "location", &self.location),
            employee_id: Some(short!(EmployeeId, "employee_id", &self.employee_id)).filter(|it| !it.is_empty()),
            ..Entry::default()
        };
        entry.name = match clean::line(&self.name, NAME_MAX) {
            Ok(name) => name,
            Err(CleanError::Empty) => entry.name_of_parts().unwrap_or_default(),
            Err(wrong) => {
                note("name", Why::Text(wrong));
                String::new()
            }
        };
        let mut optional = |field, raw: &str, why: fn(String) -> Why, reads: &mut dyn FnMut(&str) -> bool| {
            let raw = raw.trim();
            if !raw.is_empty() && !reads(raw) {
                note(field, why(raw.chars().take(60).collect()));
            }
        };
        optional("email", &self.email, Why::Email, &mut |raw| entry.put(Field::Email, raw));
        optional("timezone", &self.timezone, Why::Zone, &mut |raw| {
            entry.zone = Zone::parse(raw);
            entry.zone.is_some()
        });
        optional("locale", &self.locale, Why::Language, &mut |raw| {
            entry.language = Language::parse(raw);
            entry.language.is_some()
        });
        optional("start_date", &self.start_date, Why::Day, &mut |raw| entry.put(Field::StartedOn, raw));
        optional("end_date", &self.end_date, Why::Day, &mut |raw| entry.put(Field::LeftOn, raw));
        entry.status = Status::from_key(&self.status).unwrap_or_default();
        let mut from = today;
        optional("from", &self.from, Why::Day, &mut |raw| raw.parse().map(|day| from = day).is_ok());
        let manager = match manager(&self.manager, people) {
            Ok(manager) => manager,
            Err(why) => {
                note("manager", why);
                None
            }
        };
        let team = self.team.parse().ok();
        if faults.is_empty()
            && let Err(wrong) = entry.check(today)
        {
            faults.push(Fault::of_entry(wrong));
        }
        if faults.is_empty() { Ok(Wish { entry, manager, team, from }) } else { Err(faults) }
    }
}

/// The one who is meant by an address, an employee id or a name.
fn manager(raw: &str, people: &[EntryRow]) -> Result<Option<PersonId>, Why> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Ok(None);
    }
    let email = Email::parse(raw);
    let exact = people.iter().find(|it| {
        it.employee_id.as_deref() == Some(raw)
            || email.as_ref().is_some_and(|e| it.email.as_deref() == Some(e.as_str()))
    });
    let name = fold(raw);
    let mut named = people.iter().filter(|it| fold(&it.name) == name);
    let told = || raw.chars().take(60).collect();
    match (exact, named.next(), named.next()) {
        (Some(one), ..) | (None, Some(one), None) => Ok(Some(one.id())),
        (None, Some(_), Some(_)) => Err(Why::SeveralManagers(told())),
        (None, None, _) => Err(Why::NoManager(told())),
    }
}

/// What to write for somebody so that nobody else is meant.
pub(super) fn handle(one: &EntryRow, people: &[EntryRow]) -> String {
    let name = fold(&one.name);
    let is_alone = people.iter().filter(|it| fold(&it.name) == name).count() <= 1;
    match (is_alone, &one.email, &one.employee_id) {
        (true, ..) | (false, None, None) => one.name.clone(),
        (false, Some(known), _) | (false, None, Some(known)) => known.clone(),
    }
}

/// Something wrong, and in which box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pages::directory) struct Fault {
    /// Name of the box.
    pub field: &'static str,
    /// What is wrong.
    pub why: Why,
}

/// What is wrong with a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pages::directory) enum Why {
    Text(CleanError),
    Email(String),
    Zone(String),
    Language(String),
    Day(String),
    NoManager(String),
    SeveralManagers(String),
    /// In words that need no more.
    Said(&'static str),
}

impl Fault {
    fn of_entry(wrong: EntryError) -> Self {
        let (field, key) = match wrong {
            EntryError::NoName => ("first_name", "import-row-no-name"),
            EntryError::LeftBeforeStart => ("end_date", "import-row-left-before-start"),
            EntryError::NoLastDay => ("end_date", "import-row-no-last-day"),
            EntryError::StillHere => ("end_date", "import-row-still-here"),
        };
        Self { field, why: Why::Said(key) }
    }

    /// In words, with what to do.
    pub fn say(&self, t: &Words) -> String {
        let column = || t.text(&format!("column-{}", self.field));
        let quoted = |key: &str, value: &str| t.with(key, &[("value", value.to_owned().into())]);
        match &self.why {
            Why::Text(CleanError::TooLong { max, .. }) => {
                t.with("import-row-text-long", &[("column", column().into()), ("max", (*max).into())])
            }
            Why::Text(_) => t.with("import-row-text", &[("column", column().into())]),
            Why::Email(value) => quoted("import-row-email", value),
            Why::Zone(value) => quoted("import-row-zone", value),
            Why::Language(value) => quoted("import-row-language", value),
            Why::Day(value) => quoted("edit-not-a-day", value),
            Why::NoManager(value) => quoted("edit-manager-unknown", value),
            Why::SeveralManagers(value) => quoted("edit-manager-several", value),
            Why::Said(key) => t.text(key),
        }
    }
}
