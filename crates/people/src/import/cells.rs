//! Cells to values. An empty cell leaves what is known, a single dash removes it.

use super::dates::{self, NoDay, Order};
use super::export::unescaped;
use super::headers::{self, Column, Columns};
use super::put::Put;
use super::table::Row;
use crate::model::directory::{
    EmployeeId, EntryError, FamilyName, GivenName, Language, Level, Place, PreferredName, Pronouns, Status, TeamName,
    Title, Zone, fold,
};
use crate::model::{Email, NAME_MAX};
use jiff::civil::Date;
use web::clean::{self, CleanError};

/// How a file names a manager.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ManagerRef {
    /// By employee id.
    Id(String),
    /// By address.
    Email(String),
    /// By whatever it is: id, address or name.
    Any(String),
}

impl ManagerRef {
    /// As it stands in the file.
    pub fn text(&self) -> &str {
        match self {
            Self::Id(text) | Self::Email(text) | Self::Any(text) => text,
        }
    }
}

/// A row in values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub employee_id: Put<EmployeeId>,
    pub email: Put<Email>,
    pub name: Put<String>,
    pub given_name: Put<GivenName>,
    pub family_name: Put<FamilyName>,
    pub preferred_name: Put<PreferredName>,
    pub pronouns: Put<Pronouns>,
    pub title: Put<Title>,
    pub level: Put<Level>,
    pub place: Put<Place>,
    pub zone: Put<Zone>,
    pub language: Put<Language>,
    pub status: Put<Status>,
    pub started_on: Put<Date>,
    pub left_on: Put<Date>,
    /// From the division down to the team.
    pub team: Put<Vec<TeamName>>,
    /// All that the file says about the manager; it must be one and the same person.
    pub manager: Put<Vec<ManagerRef>>,
}

/// Why a row cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Reason {
    /// More or fewer cells than headers.
    Ragged {
        /// Cells there are.
        is: usize,
        /// Headers there are.
        expected: usize,
    },
    /// A text that is too long, or holds what cannot be shown.
    Text {
        /// In which column.
        column: Column,
        /// Characters that fit, where there are too many.
        max: Option<usize>,
    },
    /// Not an address.
    NotAnEmail(String),
    /// Not a day.
    NotADay {
        /// In which column.
        column: Column,
        /// What stands there.
        value: String,
    },
    /// One of two days.
    UnclearDay {
        /// In which column.
        column: Column,
        /// What stands there.
        value: String,
        /// The one.
        one: Date,
        /// The other.
        two: Date,
    },
    /// Not a time zone.
    NotAZone(String),
    /// Not a language.
    NotALanguage(String),
    /// Not a word for a status.
    NotAStatus(String),
    /// Neither employee id nor address.
    NoKey,
    /// Somebody new without a name.
    NoName,
    /// The days contradict each other, or the status.
    Entry(EntryError),
    /// Other rows are about the same person.
    Doubled {
        /// Their lines.
        lines: Vec<u64>,
    },
    /// The employee id is one person's, the address another's.
    TwoPeople {
        /// Who has the id.
        by_id: String,
        /// Who has the address.
        by_email: String,
    },
    /// The address belongs to somebody whom the personnel system calls something else.
    OtherId {
        /// Who has the address.
        name: String,
        /// What they are called.
        known: String,
    },
    /// Several teams are called so.
    UnclearTeam(String),
    /// The columns name several managers.
    TwoManagers,
    /// It would end the session it is made in.
    Yourself,
    /// It would change the record of whoever imports.
    OwnRecord,
    /// Nobody could look after the server.
    LastAdmin,
}

/// Reads a row; all that is wrong with it is told at once.
pub(super) fn draft(row: &Row, columns: &Columns, order: Order) -> Result<Draft, Vec<Reason>> {
    let expected = columns.all().len();
    if row.cells.len() != expected {
        return Err(vec![Reason::Ragged { is: row.cells.len(), expected }]);
    }
    let mut cells = Cells { row, columns, faults: Vec::new() };
    let draft = Draft {
        employee_id: cells.read(Column::EmployeeId, |raw| line(Column::EmployeeId, EmployeeId::parse(raw))),
        email: cells.read(Column::Email, |raw| Email::parse(raw).ok_or_else(|| Reason::NotAnEmail(raw.to_owned()))),
        name: cells.read(Column::Name, |raw| line(Column::Name, clean::line(raw, NAME_MAX)).map(|it| in_order(&it))),
        given_name: cells.read(Column::FirstName, |raw| line(Column::FirstName, GivenName::parse(raw))),
        family_name: cells.read(Column::LastName, |raw| line(Column::LastName, FamilyName::parse(raw))),
        preferred_name: cells.read(Column::PreferredName, |raw| line(Column::PreferredName, PreferredName::parse(raw))),
        pronouns: cells.read(Column::Pronouns, |raw| line(Column::Pronouns, Pronouns::parse(raw))),
        title: cells.read(Column::JobTitle, |raw| line(Column::JobTitle, Title::parse(raw))),
        level: cells.read(Column::Level, |raw| line(Column::Level, Level::parse(raw))),
        place: cells.read(Column::Location, |raw| line(Column::Location, Place::parse(raw))),
        zone: cells.read(Column::Timezone, |raw| Zone::parse(raw).ok_or_else(|| Reason::NotAZone(short(raw)))),
        language: cells
            .read(Column::Locale, |raw| Language::parse(raw).ok_or_else(|| Reason::NotALanguage(short(raw)))),
        status: cells.read(Column::Status, |raw| headers::status(raw).ok_or_else(|| Reason::NotAStatus(short(raw)))),
        started_on: cells.read(Column::StartDate, |raw| day(Column::StartDate, raw, order)),
        left_on: cells.read(Column::EndDate, |raw| day(Column::EndDate, raw, order)),
        team: cells.team(),
        manager: cells.manager(),
    };
    let mut faults = cells.faults;
    if draft.employee_id.value().is_none() && draft.email.value().is_none() && faults.is_empty() {
        faults.push(Reason::NoKey);
    }
    if faults.is_empty() { Ok(draft) } else { Err(faults) }
}

/// What a row says about who it is, even where the rest of it is broken.
pub(super) fn keys(row: &Row, columns: &Columns) -> (Option<EmployeeId>, Option<Email>) {
    let cell = |column| columns.place(column).and_then(|at| row.cells.get(at)).map(|raw| unescaped(raw).trim());
    let id = cell(Column::EmployeeId).and_then(|raw| EmployeeId::parse(raw).ok()).filter(|it| !it.is_empty());
    (id, cell(Column::Email).and_then(Email::parse))
}

struct Cells<'a> {
    row: &'a Row,
    columns: &'a Columns,
    faults: Vec<Reason>,
}

impl<'a> Cells<'a> {
    fn raw(&self, column: Column) -> Put<&'a str> {
        let cell = self.columns.place(column).and_then(|at| self.row.cells.get(at));
        match cell.map_or("", |raw| unescaped(raw).trim()) {
            "" => Put::Keep,
            "-" | "–" | "—" => Put::Clear,
            raw => Put::To(raw),
        }
    }

    fn read<T>(&mut self, column: Column, parse: impl Fn(&'a str) -> Result<T, Reason>) -> Put<T> {
        match self.raw(column) {
            Put::Keep => Put::Keep,
            Put::Clear => Put::Clear,
            Put::To(raw) => match parse(raw) {
                Ok(value) => Put::To(value),
                Err(reason) => {
                    self.faults.push(reason);
                    Put::Keep
                }
            },
        }
    }

    fn team(&mut self) -> Put<Vec<TeamName>> {
        let columns = [Column::Division, Column::Department, Column::Team];
        let parts = columns.map(|it| self.read(it, |raw| line(it, TeamName::parse(raw))));
        let names: Vec<TeamName> = parts.iter().filter_map(Put::value).cloned().collect();
        match (names.is_empty(), parts.contains(&Put::Clear)) {
            (false, _) => Put::To(names),
            (true, true) => Put::Clear,
            (true, false) => Put::Keep,
        }
    }

    fn manager(&mut self) -> Put<Vec<ManagerRef>> {
        let bounded = |column| move |raw| line(column, clean::line(raw, 254));
        let parts = [
            self.read(Column::ManagerId, |raw| bounded(Column::ManagerId)(raw).map(ManagerRef::Id)),
            self.read(Column::ManagerEmail, |raw| bounded(Column::ManagerEmail)(raw).map(ManagerRef::Email)),
            self.read(Column::Manager, |raw| bounded(Column::Manager)(raw).map(ManagerRef::Any)),
        ];
        let named: Vec<ManagerRef> = parts.iter().filter_map(Put::value).cloned().collect();
        match (named.is_empty(), parts.contains(&Put::Clear)) {
            (false, _) => Put::To(named),
            (true, true) => Put::Clear,
            (true, false) => Put::Keep,
        }
    }
}

fn line<T>(column: Column, parsed: Result<T, CleanError>) -> Result<T, Reason> {
    parsed.map_err(|e| match e {
        CleanError::TooLong { max, .. } => Reason::Text { column, max: Some(max) },
        CleanError::Empty | CleanError::Control => Reason::Text { column, max: None },
    })
}

fn day(column: Column, raw: &str, order: Order) -> Result<Date, Reason> {
    dates::day(raw, order).map_err(|e| match e {
        NoDay::Unreadable => Reason::NotADay { column, value: short(raw) },
        NoDay::Unclear { day_first, month_first } => {
            Reason::UnclearDay { column, value: raw.to_owned(), one: day_first, two: month_first }
        }
    })
}

/// `Okoye, Tamsin` as people say it.
fn in_order(name: &str) -> String {
    match name.split_once(',') {
        Some((family, given)) if !given.trim().is_empty() && !given.contains(',') => {
            format!("{} {}", given.trim(), family.trim())
        }
        _ => name.to_owned(),
    }
}

/// The folded forms under which a name may be looked for.
pub(super) fn spoken(name: &str) -> String {
    fold(&in_order(name))
}

/// What is quoted in a refusal stays short.
fn short(raw: &str) -> String {
    const MOST: usize = 40;
    let shown: String = raw.chars().filter(|c| !c.is_control()).take(MOST).collect();
    if raw.chars().count() > MOST { format!("{shown}…") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn read(pairs: &[(Column, &str)]) -> Result<Draft, Vec<Reason>> {
        let columns = Columns::of(pairs.iter().map(|it| Some(it.0)).collect());
        let row = Row { line: 2, cells: pairs.iter().map(|it| it.1.to_owned()).collect() };
        draft(&row, &columns, Order::Unknown)
    }

    #[test]
    fn empty_keeps_and_a_dash_clears() {
        let read = read(&[
            (Column::EmployeeId, " S-7 "),
            (Column::JobTitle, ""),
            (Column::Level, "-"),
            (Column::Team, "Ports"),
            (Column::Department, "Sea"),
            (Column::Division, "-"),
            (Column::Manager, "–"),
            (Column::StartDate, "2020-05-01"),
            (Column::Name, "Okoye, Tamsin"),
        ])
        .unwrap();
        assert_eq!(read.employee_id, Put::To(EmployeeId::parse("S-7").unwrap()));
        assert_eq!((read.title, read.level, read.manager), (Put::Keep, Put::Clear, Put::Clear));
        let names = ["Sea", "Ports"].map(|it| TeamName::parse(it).unwrap());
        assert_eq!((read.team, read.started_on), (Put::To(names.to_vec()), Put::To(date(2020, 5, 1))));
        assert_eq!(read.name, Put::To("Tamsin Okoye".to_owned()));
    }

    #[test]
    fn formulas_are_texts() {
        for cell in ["=1+1", "+49 30", "@SUM(A1)", "'=1+1"] {
            let read = read(&[(Column::EmployeeId, "7"), (Column::JobTitle, cell)]).unwrap();
            assert_eq!(read.title.value().unwrap().as_str(), cell.trim_start_matches('\''));
        }
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = read(&[
            (Column::Email, "kai"),
            (Column::Timezone, "Mars/Base"),
            (Column::Locale, "english, british"),
            (Column::Status, "zombie"),
            (Column::StartDate, "03/04/2026"),
            (Column::EndDate, "soon"),
            (Column::Level, &"x".repeat(41)),
            (Column::JobTitle, "a\u{202e}b"),
        ]);
        let unclear = Reason::UnclearDay {
            column: Column::StartDate,
            value: "03/04/2026".to_owned(),
            one: date(2026, 4, 3),
            two: date(2026, 3, 4),
        };
        let expect = vec![
            Reason::NotAnEmail("kai".to_owned()),
            Reason::Text { column: Column::JobTitle, max: None },
            Reason::Text { column: Column::Level, max: Some(40) },
            Reason::NotAZone("Mars/Base".to_owned()),
            Reason::NotALanguage("english, british".to_owned()),
            Reason::NotAStatus("zombie".to_owned()),
            unclear,
            Reason::NotADay { column: Column::EndDate, value: "soon".to_owned() },
        ];
        assert_eq!(wrong, Err(expect));
        assert_eq!(read(&[(Column::Email, ""), (Column::JobTitle, "Lead")]), Err(vec![Reason::NoKey]));
        let columns = Columns::of(vec![Some(Column::Email), None]);
        let row = Row { line: 2, cells: vec!["kai@saltmarsh.example".to_owned()] };
        assert_eq!(draft(&row, &columns, Order::Unknown), Err(vec![Reason::Ragged { is: 1, expected: 2 }]));
        assert!(keys(&row, &columns).1.is_some());
    }
}
