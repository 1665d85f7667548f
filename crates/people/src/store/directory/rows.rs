//! What the statements of the directory answer, and how it becomes what the model knows.

use crate::model::directory::{
    EmployeeId, Entry, FamilyName, GivenName, Interval, Language, Level, Place, PreferredName, Pronouns, Status, Team,
    TeamId, TeamName, Title, Zone,
};
use crate::model::{Email, PersonId};
use jiff::civil::Date;
use newtype_uuid::GenericUuid;
use sqlx::FromRow;
use uuid::Uuid;

/// A person with all that is known.
#[derive(Debug, FromRow)]
pub struct EntryRow {
    /// Id.
    pub id: Uuid,
    /// Name as it is shown.
    pub name: String,
    /// Address.
    pub email: Option<String>,
    /// What the personnel system calls them by.
    pub employee_id: Option<String>,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Name instead of the given one.
    pub preferred_name: String,
    /// How to speak of them.
    pub pronouns: String,
    /// What they do.
    pub title: String,
    /// Place on the ladder.
    pub level: String,
    /// Where they work.
    pub place: String,
    /// Name of the time zone, or nothing.
    pub timezone: String,
    /// Tag of the language, or nothing.
    pub language: String,
    /// Key of [`Status`].
    pub status: String,
    /// First day.
    pub started_on: Option<String>,
    /// Last day.
    pub left_on: Option<String>,
    /// Counts changes.
    pub version: i64,
}

impl EntryRow {
    /// The entry. A value that this program would not write is taken as not known.
    pub fn entry(&self) -> Entry {
        Entry {
            employee_id: self.employee_id.as_deref().and_then(|it| EmployeeId::parse(it).ok()),
            email: self.email.as_deref().and_then(Email::parse),
            name: self.name.clone(),
            given_name: GivenName::parse(&self.given_name).unwrap_or_default(),
            family_name: FamilyName::parse(&self.family_name).unwrap_or_default(),
            preferred_name: PreferredName::parse(&self.preferred_name).unwrap_or_default(),
            pronouns: Pronouns::parse(&self.pronouns).unwrap_or_default(),
            title: Title::parse(&self.title).unwrap_or_default(),
            level: Level::parse(&self.level).unwrap_or_default(),
            place: Place::parse(&self.place).unwrap_or_default(),
            zone: Zone::parse(&self.timezone),
            language: Language::parse(&self.language),
            // The database takes no other word.
            status: Status::from_key(&self.status).unwrap_or(Status::Leaver),
            started_on: self.started_on.as_deref().and_then(day),
            left_on: self.left_on.as_deref().and_then(day),
        }
    }

    /// Its id.
    pub fn id(&self) -> PersonId {
        PersonId::from_untyped_uuid(self.id)
    }
}

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

fn days(from: &str, until: Option<&str>) -> Option<(Date, Option<Date>)> {
    Some((day(from)?, until.and_then(day)))
}

/// A person and how often they changed.
#[derive(Debug, FromRow)]
pub struct VersionRow {
    /// Id.
    pub id: Uuid,
    /// Counts changes.
    pub version: i64,
}

/// An id of a person.
#[derive(Debug, FromRow)]
pub struct IdRow {
    /// Id.
    pub id: Uuid,
}

/// A day, `2026-03-04`.
#[derive(Debug, FromRow)]
pub struct DayRow {
    /// The day.
    pub day: String,
}

/// Who reports to whom.
#[derive(Debug, FromRow)]
pub struct PairRow {
    /// Who.
    pub person_id: Uuid,
    /// To whom.
    pub manager_id: Uuid,
}

/// To whom somebody reported, and when.
#[derive(Debug, Clone, FromRow)]
pub struct ReportingRow {
    /// To whom.
    pub manager_id: Uuid,
    /// First day.
    pub from_on: String,
    /// First day on which they did not any more.
    pub until_on: Option<String>,
    /// Name of the manager.
    pub name: String,
}

impl ReportingRow {
    /// As an interval.
    pub fn interval(&self) -> Option<Interval<PersonId>> {
        let (from, until) = days(&self.from_on, self.until_on.as_deref())?;
        Some(Interval { value: PersonId::from_untyped_uuid(self.manager_id), from, until })
    }
}

/// How many people a team has.
#[derive(Debug, FromRow)]
pub struct SizeRow {
    /// The team.
    pub id: Uuid,
    /// People in it.
    pub n: i64,
}

/// A team.
#[derive(Debug, FromRow)]
pub struct TeamRow {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// The team it is part of.
    pub parent_id: Option<Uuid>,
    /// Counts changes.
    pub version: i64,
}

impl TeamRow {
    /// The team.
    pub fn team(&self) -> Team {
        Team {
            id: TeamId::from_untyped_uuid(self.id),
            name: TeamName::parse(&self.name).unwrap_or_default(),
            parent: self.parent_id.map(TeamId::from_untyped_uuid),
            version: self.version,
        }
    }
}

/// The team somebody is in.
#[derive(Debug, FromRow)]
pub struct TeamIdRow {
    /// The team.
    pub team_id: Uuid,
}

/// Who is in which team.
#[derive(Debug, FromRow)]
pub struct PersonTeamRow {
    /// Who.
    pub person_id: Uuid,
    /// In which team.
    pub team_id: Uuid,
}

/// In which team somebody was, and when.
#[derive(Debug, FromRow)]
pub struct TeamMemberRow {
    /// In which team.
    pub team_id: Uuid,
    /// First day.
    pub from_on: String,
    /// First day on which they were not any more.
    pub until_on: Option<String>,
}

impl TeamMemberRow {
    /// As an interval.
    pub fn interval(&self) -> Option<Interval<TeamId>> {
        let (from, until) = days(&self.from_on, self.until_on.as_deref())?;
        Some(Interval { value: TeamId::from_untyped_uuid(self.team_id), from, until })
    }
}

/// What colleagues see of somebody.
#[derive(Debug, Clone, FromRow)]
pub struct CardRow {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// How to speak of them.
    pub pronouns: String,
    /// What they do.
    pub title: String,
    /// Place on the ladder.
    pub level: String,
    /// Where they work.
    pub place: String,
    /// Name of the time zone, or nothing.
    pub timezone: String,
    /// Tag of the language, or nothing.
    pub language: String,
    /// Key of [`Status`].
    pub status: String,
    /// What the list is ordered by.
    pub folded: String,
    /// Counts changes.
    pub version: i64,
    /// Their team.
    pub team_id: Option<Uuid>,
    /// Its name.
    pub team: Option<String>,
}

/// Somebody in the chart.
#[derive(Debug, Clone, FromRow)]
pub struct ChartRow {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// What they do.
    pub title: String,
    /// Where they work.
    pub place: String,
    /// Key of [`Status`].
    pub status: String,
    /// What a search looks at.
    pub folded: String,
    /// Whom they report to.
    pub manager_id: Option<Uuid>,
    /// Their team, folded.
    pub team: Option<String>,
}
