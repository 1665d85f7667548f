//! What an import would do: row by row, and what has to be asked first. Pure.

mod guard;
mod managers;
mod people;
mod teams;

pub use managers::{Missing, MissingManager};
pub use people::Doubled;

use super::cells::{self, Draft, Reason};
use super::dates::Order;
use super::headers::Columns;
use super::known::Known;
use super::put::Put;
use super::table::Table;
use crate::model::PersonId;
use crate::model::directory::{Entry, Field, TeamId, TeamName};
use jiff::civil::Date;
use std::fmt::Write;
use std::hash::{DefaultHasher, Hasher};

/// How a file is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// What its columns hold.
    pub columns: Columns,
    /// What `03/04/2026` means.
    pub dates: Order,
    /// What becomes of people who are not in it.
    pub absent: Absent,
}

/// What becomes of people who are not in the file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Absent {
    /// Nothing.
    #[default]
    Stay,
    /// They have left. Admins, and whoever imports, stay all the same.
    Leave,
}

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Row by row, as in the file.
    pub rows: Vec<Planned>,
    /// Teams that are made, each after the one it is part of.
    pub new_teams: Vec<NewTeam>,
    /// People who are not in the file and are taken for leavers.
    pub absent: Vec<(PersonId, i64, Entry)>,
    /// What has to be answered with yes before anything is done.
    pub questions: Vec<Question>,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Where it begins.
    pub line: u64,
    /// Whom it is about, as far as can be told.
    pub name: String,
    /// What becomes of it.
    pub fate: Fate,
    /// What the file says of fields that the person has put right themselves; it stays as it is.
    pub kept: Vec<Change>,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Somebody new.
    New(Target),
    /// Somebody who is known, with changes.
    Changed {
        /// Who.
        id: PersonId,
        /// Changes counted before this one.
        version: i64,
        /// What is known afterwards.
        target: Target,
        /// What changes, for people to read.
        changes: Vec<Change>,
    },
    /// Nothing new.
    Unchanged(PersonId),
    /// Somebody who has left and was never here: not a matter of this directory.
    LeftBefore,
    /// It cannot be imported.
    Refused(Vec<Reason>),
}

/// What is known of somebody after the import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The entry.
    pub entry: Entry,
    /// Whom they report to.
    pub manager: Put<Who>,
    /// Their team.
    pub team: Put<TeamRef>,
}

/// Somebody who is known, or who comes with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// Known.
    Known(PersonId),
    /// Comes with this row, counted from 0.
    Row(usize),
}

/// A team that is there, or is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TeamRef {
    /// Is there.
    Known(TeamId),
    /// Place in the list of new teams.
    New(usize),
}

/// A team that is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTeam {
    /// Its name.
    pub name: TeamName,
    /// The team it is part of.
    pub parent: Option<TeamRef>,
}

/// A change as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Of what.
    pub field: Field,
    /// What is known; empty where nothing is.
    pub from: String,
    /// What will be.
    pub to: String,
}

/// What must be answered with yes before the import goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// People who would report to themselves, by name; their managers stay as they are.
    Circles(Vec<Vec<String>>),
    /// Rows about one person; none of them is imported.
    Doubled(Vec<Doubled>),
    /// Managers who are not there; those who report to them keep the manager they have.
    Managers(Vec<MissingManager>),
    /// Many people would leave.
    Leavers {
        /// How many.
        leavers: usize,
        /// Of how many who are here.
        of: usize,
    },
}

impl Question {
    /// The line that each of its details is about, where there is one.
    pub fn lines(&self) -> Vec<Option<u64>> {
        match self {
            Self::Circles(circles) => vec![None; circles.len()],
            Self::Doubled(doubled) => doubled.iter().map(|it| it.lines.first().copied()).collect(),
            Self::Managers(managers) => managers.iter().map(|it| it.lines.first().copied()).collect(),
            Self::Leavers { .. } => Vec::new(),
        }
    }

    /// As forms write the answer.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Circles(_) => "circles",
            Self::Doubled(_) => "doubled",
            Self::Managers(_) => "managers",
            Self::Leavers { .. } => "leavers",
        }
    }
}

/// How many rows meet which fate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// New people.
    pub new: usize,
    /// People who change.
    pub changed: usize,
    /// People who stay as they are.
    pub unchanged: usize,
    /// Rows that are refused.
    pub refused: usize,
    /// Rows about people who left before they were known here.
    pub left_before: usize,
    /// People who leave, by their row or because they have none.
    pub leavers: usize,
    /// Teams that are made.
    pub teams: usize,
}

impl Plan {
    /// How many rows meet which fate.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts { teams: self.new_teams.len(), leavers: self.absent.len(), ..Counts::default() };
        for row in &self.rows {
            match &row.fate {
                Fate::New(_) => counts.new += 1,
                Fate::Changed { changes, .. } => {
                    counts.changed += 1;
                    counts.leavers += usize::from(guard::leaves(changes));
                }
                Fate::Unchanged(_) => counts.unchanged += 1,
                Fate::LeftBefore => counts.left_before += 1,
                Fate::Refused(_) => counts.refused += 1,
            }
        }
        counts
    }

    /// Whether it would do anything at all.
    pub fn is_idle(&self) -> bool {
        let Counts { new, changed, leavers, .. } = self.counts();
        new + changed + leavers == 0
    }

    /// A number that changes with everything it would do: whoever agrees to a plan agrees to this one.
    pub fn mark(&self) -> String {
        struct Hash(DefaultHasher);
        impl Write for Hash {
            fn write_str(&mut self, text: &str) -> std::fmt::Result {
                self.0.write(text.as_bytes());
                Ok(())
            }
        }
        let mut hash = Hash(DefaultHasher::new());
        // Hashing cannot fail.
        let _ = write!(hash, "{self:?}");
        format!("{:016x}", hash.0.finish())
    }
}

/// Plans an import of `table` into `known`, on the day `today`, by the person `by`.
pub fn plan(table: &Table, choices: &Choices, known: &Known, by: Option<PersonId>, today: Date) -> Plan {
    let plan = settled(table, choices, known, by, today, false);
    let is_own = |row: &Planned| matches!(&row.fate, Fate::Changed { id, .. } if Some(*id) == by);
    // What it says of whoever imports is left out before anything is settled: the others' managers and teams depend
    // on it. A row that changes nothing about them needs no refusal.
    if plan.rows.iter().any(is_own) { settled(table, choices, known, by, today, true) } else { plan }
}

fn settled(
    table: &Table,
    choices: &Choices,
    known: &Known,
    by: Option<PersonId>,
    today: Date,
    changes_own: bool,
) -> Plan {
    let read: Vec<Result<Draft, Vec<Reason>>> =
        table.rows.iter().map(|row| cells::draft(row, &choices.columns, choices.dates)).collect();
    let mut work = people::matched(table, &choices.columns, read, known, today);
    guard::yourself(&mut work, known, by);
    if changes_own {
        guard::own_record(&mut work, known, by);
    }
    guard::last_admin(&mut work, known);
    let new_teams = teams::settle(&mut work, known);
    let absent = guard::absent(table, choices, known, by, today);
    let mut questions = Vec::new();
    questions.extend((!work.doubled.is_empty()).then(|| Question::Doubled(work.doubled.clone())));
    questions.extend(managers::settle(&mut work, known, &absent));
    let rows = people::fates(work, known, &new_teams);
    let (rows, new_teams) = teams::needed(rows, new_teams);
    let mut plan = Plan { rows, new_teams, absent, questions };
    plan.questions.extend(guard::many_leavers(&plan, known));
    plan
}
