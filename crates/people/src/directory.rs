//! The directory: who is here, in which team, and who reports to whom since when.
//!
//! Other capabilities ask [`manager_of`], [`reports_of`], [`is_above`], [`team_of`] and [`person_card`], always about a
//! day. Changes go through the functions of [`change`](self): each is one transaction with its ledger event.

mod change;
mod hand;
mod look;
mod whole;

pub use change::{add, add_team, change, change_team, end_overdue, set_manager, set_team};
pub(crate) use hand::{
    Hand, add_place, add_row, insert, insert_team, is_erased, is_last_admin, line_history, remove_person,
    reveals_no_circle, team_history, touch, update, write_line, write_team,
};
pub use look::{
    Card, Charted, Listed, Search, chart, is_above, line_above, list, manager_of, person_card, report_cards,
    reports_of, team_of, teams,
};

pub use whole::{Wish, admit, rewrite};

use crate::People;
use crate::model::PersonId;
use crate::model::directory::EntryError;
use db::DbError;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Why the directory was not changed.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// The entry contradicts itself.
    #[error("the entry cannot be")]
    Entry(#[from] EntryError),
    /// Another person has the address.
    #[error("another person has this e-mail address")]
    EmailTaken,
    /// Another person is called so by the personnel system.
    #[error("another person has this employee id")]
    EmployeeIdTaken,
    /// The id is nobody's.
    #[error("there is no such person")]
    NoSuchPerson,
    /// The id is no team's.
    #[error("there is no such team")]
    NoSuchTeam,
    /// A team needs a name.
    #[error("a team needs a name")]
    NoTeamName,
    /// Another team below the same parent is called so.
    #[error("another team there has this name")]
    TeamNameTaken,
    /// A team would be part of itself.
    #[error("a team cannot be part of itself")]
    TeamCircle,
    /// Somebody would report to themselves, by these people.
    #[error("somebody would report to themselves")]
    Circle(Vec<PersonId>),
    /// The manager has left.
    #[error("the manager has left")]
    ManagerLeft,
    /// Whoever changes it would sign themselves out.
    #[error("nobody makes a leaver of themselves")]
    Yourself,
    /// Nobody could look after the server.
    #[error("the last admin cannot leave")]
    LastAdmin,
    /// Somebody else changed it since it was looked at.
    #[error("somebody else changed this first")]
    Stale,
    /// The database.
    #[error("the database refused")]
    Db(#[from] DbError),
}

/// The day it is, in UTC.
pub fn today(people: &People) -> Date {
    people.ambient.now().to_zoned(TimeZone::UTC).date()
}
