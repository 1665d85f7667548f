//! What the columns of a file mean: guessed by their headers, changed by whoever imports.

use crate::model::directory::{Status, fold};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// What the personnel system calls somebody by.
    EmployeeId,
    /// Address.
    Email,
    /// The whole name.
    Name,
    /// Given name.
    FirstName,
    /// Family name.
    LastName,
    /// Name instead of the given one.
    PreferredName,
    /// How to speak of somebody.
    Pronouns,
    /// What somebody does.
    JobTitle,
    /// Place on the ladder.
    Level,
    /// Team above the department.
    Division,
    /// Team above the team.
    Department,
    /// Team.
    Team,
    /// Where somebody works.
    Location,
    /// Manager by employee id.
    ManagerId,
    /// Manager by address.
    ManagerEmail,
    /// Manager by id, address or name, whichever it is.
    Manager,
    /// First day.
    StartDate,
    /// Last day.
    EndDate,
    /// Whether somebody is here.
    Status,
    /// Language.
    Locale,
    /// Time zone.
    Timezone,
}

impl Column {
    /// Every column, in the order in which they are offered.
    pub const ALL: [Self; 21] = [
        Self::EmployeeId,
        Self::Email,
        Self::Name,
        Self::FirstName,
        Self::LastName,
        Self::PreferredName,
        Self::Pronouns,
        Self::JobTitle,
        Self::Level,
        Self::Division,
        Self::Department,
        Self::Team,
        Self::Location,
        Self::ManagerId,
        Self::ManagerEmail,
        Self::Manager,
        Self::StartDate,
        Self::EndDate,
        Self::Status,
        Self::Locale,
        Self::Timezone,
    ];

    /// As files and forms write it.
    pub fn key(self) -> &'static str {
        match self {
            Self::EmployeeId => "employee_id",
            Self::Email => "email",
            Self::Name => "name",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::PreferredName => "preferred_name",
            Self::Pronouns => "pronouns",
            Self::JobTitle => "job_title",
            Self::Level => "level",
            Self::Division => "division",
            Self::Department => "department",
            Self::Team => "team",
            Self::Location => "location",
            Self::ManagerId => "manager_employee_id",
            Self::ManagerEmail => "manager_email",
            Self::Manager => "manager",
            Self::StartDate => "start_date",
            Self::EndDate => "end_date",
            Self::Status => "status",
            Self::Locale => "locale",
            Self::Timezone => "timezone",
        }
    }

    /// The column of a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }
}

/// What each column of a file holds; none where it is ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns(Vec<Option<Column>>);

/// Why columns cannot be read like this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnFault {
    /// Two columns mean the same.
    Twice(Column),
    /// Nothing tells who a row is about.
    NoKey,
}

impl Columns {
    /// Of one meaning per column.
    pub fn of(meanings: Vec<Option<Column>>) -> Self {
        Self(meanings)
    }

    /// What each column holds.
    pub fn all(&self) -> &[Option<Column>] {
        &self.0
    }

    /// Where a column stands.
    pub fn place(&self, column: Column) -> Option<usize> {
        self.0.iter().position(|it| *it == Some(column))
    }

    /// What stops an import by these columns.
    pub fn faults(&self) -> Vec<ColumnFault> {
        let twice = Column::ALL.into_iter().filter(|it| self.0.iter().filter(|at| **at == Some(*it)).count() > 1);
        let mut faults: Vec<_> = twice.map(ColumnFault::Twice).collect();
        if self.place(Column::EmployeeId).or(self.place(Column::Email)).is_none() {
            faults.push(ColumnFault::NoKey);
        }
        faults
    }
}

/// A guess, and what it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What each column seems to hold.
    pub columns: Columns,
    /// The personnel system the file seems to come from.
    pub system: Option<&'static str>,
}

/// Guesses what the columns hold. Of two columns with one meaning the first is taken.
pub fn suggest(headers: &[String]) -> Suggestion {
    let known: Vec<String> = headers.iter().map(|it| plain(it)).collect();
    let fitting = |system: &System| known.iter().filter(|it| system.headers.contains_key(*it)).count();
    // A few headers in common are chance; a system has to know most of what is there.
    let system = KNOWN
        .systems
        .iter()
        .filter(|it| fitting(it) >= 5 && 3 * fitting(it) >= 2 * known.len())
        .max_by_key(|it| fitting(it));
    let mut taken = Vec::new();
    for header in &known {
        let named = system.and_then(|it| it.headers.get(header).copied());
        let column = named.unwrap_or_else(|| KNOWN.columns.get(header).copied());
        taken.push(column.filter(|it| !taken.contains(&Some(*it))));
    }
    Suggestion { columns: Columns(taken), system: system.map(|it| it.name.as_str()) }
}

/// What a cell of a status column means.
pub(super) fn status(cell: &str) -> Option<Status> {
    KNOWN.statuses.get(&plain(cell)).copied()
}

/// The words for each status that are known, for a refusal that helps.
pub(super) fn status_words() -> String {
    let words = |status: Status| KNOWN.statuses.iter().filter(move |(_, it)| **it == status).map(|(word, _)| word);
    Status::ALL.into_iter().flat_map(words).map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// Headers are compared without capitals, accents and punctuation, but `Employee #` is a number.
fn plain(header: &str) -> String {
    let spaced: String =
        fold(&header.replace('#', " number ")).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct System {
    name: String,
    headers: BTreeMap<String, Option<Column>>,
}

struct Headers {
    columns: BTreeMap<String, Column>,
    systems: Vec<System>,
    statuses: BTreeMap<String, Status>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    columns: BTreeMap<String, Vec<String>>,
    system: Vec<FileSystem>,
    status: BTreeMap<String, Vec<String>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct FileSystem {
    name: String,
    headers: BTreeMap<String, String>,
}

static KNOWN: LazyLock<Headers> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../data/headers.toml")).expect("a test reads this file");
    let columns = file.columns.iter().flat_map(|(key, words)| {
        let column = Column::from_key(key);
        words.iter().filter_map(move |word| Some((plain(word), column?)))
    });
    let systems = file.system.into_iter().map(|system| {
        let headers = system.headers.iter().map(|(word, key)| (plain(word), Column::from_key(key))).collect();
        System { name: system.name, headers }
    });
    let statuses = file.status.iter().flat_map(|(key, words)| {
        let status = Status::from_key(key);
        words.iter().filter_map(move |word| Some((plain(word), status?)))
    });
    Headers { columns: columns.collect(), systems: systems.collect(), statuses: statuses.collect() }
});

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(headers: &[&str]) -> (Vec<&'static str>, Option<&'static str>) {
        let headers: Vec<String> = headers.iter().map(|it| (*it).to_owned()).collect();
        let Suggestion { columns, system } = suggest(&headers);
        (columns.all().iter().map(|it| it.map_or("-", Column::key)).collect(), system)
    }

    #[test]
    fn every_word_of_the_file_is_known() {
        let file: File = toml::from_str(include_str!("../../data/headers.toml")).unwrap();
        for key in file.columns.keys().chain(file.system.iter().flat_map(|it| it.headers.values())) {
            assert!(key == "ignore" || Column::from_key(key).is_some(), "{key}");
        }
        for column in Column::ALL {
            let words = &file.columns[column.key()];
            assert_eq!(words[0], column.key(), "our own name comes first");
        }
        let all: Vec<_> = file.columns.values().flatten().map(|it| plain(it)).collect();
        assert_eq!(all.len(), KNOWN.columns.len(), "a word means two columns");
        assert_eq!(file.status.values().flatten().count(), KNOWN.statuses.len());
        assert!(file.status.keys().all(|it| Status::from_key(it).is_some()));
    }

    #[test]
    fn the_usual_systems_are_recognised() {
        let bamboo = [
            "Employee #",
            "Work Email",
            "Job Title",
            "Department",
            "Division",
            "Location",
            "Reporting to",
            "Hire Date",
            "Status",
        ];
        let columns = [
            "employee_id",
            "email",
            "job_title",
            "department",
            "division",
            "location",
            "manager",
            "start_date",
            "status",
        ];
        assert_eq!(guessed(&bamboo), (columns.to_vec(), Some("BambooHR")));
        let workday = [
            "Employee ID",
            "Worker",
            "Business Title",
            "Supervisory Organization",
            "Manager",
            "Manager ID",
            "Hire Date",
        ];
        let columns = ["employee_id", "name", "job_title", "team", "manager", "manager_employee_id", "start_date"];
        assert_eq!(guessed(&workday), (columns.to_vec(), Some("Workday")));
        let personio = [
            "ID",
            "First name",
            "Last name",
            "Email",
            "Position",
            "Department",
            "Team",
            "Office",
            "Supervisor",
            "Hire date",
        ];
        let columns = [
            "employee_id",
            "first_name",
            "last_name",
            "email",
            "job_title",
            "department",
            "team",
            "location",
            "manager",
            "start_date",
        ];
        assert_eq!(guessed(&personio), (columns.to_vec(), Some("Personio")));
    }

    #[test]
    fn our_own_names_and_those_of_others() {
        let own: Vec<&str> = Column::ALL.into_iter().map(Column::key).collect();
        assert_eq!(guessed(&own).0, own);
        let common = ["Employee ID", "Email", "Name", "Location", "Manager", "Hire Date", "Notes"];
        assert_eq!(guessed(&common).1, None, "anybody's file");
        assert_eq!(
            guessed(&["E-MAIL", "Família", "Nickname", "e-mail", ""]).0,
            ["email", "-", "preferred_name", "-", "-"]
        );
    }

    #[test]
    fn columns_must_tell_who_a_row_is_about() {
        let columns = |all: &[Option<Column>]| Columns::of(all.to_vec()).faults();
        assert_eq!(columns(&[Some(Column::Name)]), [ColumnFault::NoKey]);
        assert_eq!(columns(&[Some(Column::Email), None, None]), []);
        let twice = [Some(Column::Email), Some(Column::Team), Some(Column::Team)];
        assert_eq!(columns(&twice), [ColumnFault::Twice(Column::Team)]);
    }

    #[test]
    fn words_for_a_status() {
        for (word, expect) in [
            ("Active", Some(Status::Active)),
            ("ON LEAVE", Some(Status::Leave)),
            ("Terminated", Some(Status::Leaver)),
            ("part-time", Some(Status::Active)),
            ("zombie", None),
        ] {
            assert_eq!(status(word), expect, "{word}");
        }
        assert!(status_words().contains("sabbatical"));
    }
}
