//! What an import never does, or not without being asked.

use super::super::cells::{self, Reason};
use super::super::known::{Known, KnownPerson};
use super::super::table::Table;
use super::people::{Index, Work};
use super::{Absent, Change, Choices, Plan, Question};
use crate::model::PersonId;
use crate::model::directory::{Entry, Field, Status};
use jiff::civil::Date;
use std::collections::HashSet;

/// Whoever imports does not leave by it.
pub(super) fn yourself(work: &mut Work, known: &Known, by: Option<PersonId>) {
    let own: Vec<usize> = work
        .good()
        .filter(|(_, it)| it.leaves && it.known.is_some_and(|at| Some(known.people[at].id) == by))
        .map(|it| it.0)
        .collect();
    for n in own {
        work.refuse(n, Reason::Yourself);
    }
}

/// Nobody changes their own record, by a file either: their row is left out, whatever it says.
pub(super) fn own_record(work: &mut Work, known: &Known, by: Option<PersonId>) {
    let own: Vec<usize> = work
        .good()
        .filter(|(_, it)| it.known.is_some_and(|at| Some(known.people[at].id) == by))
        .map(|it| it.0)
        .collect();
    for n in own {
        work.refuse(n, Reason::OwnRecord);
    }
}

/// Somebody must look after the server.
pub(super) fn last_admin(work: &mut Work, known: &Known) {
    let admins = known.people.iter().filter(|it| it.is_admin && it.is_here()).count();
    let leaving: Vec<usize> = work
        .good()
        .filter(|(_, it)| it.leaves && it.known.is_some_and(|at| known.people[at].is_admin))
        .map(|it| it.0)
        .collect();
    if !leaving.is_empty() && leaving.len() >= admins {
        for n in leaving {
            work.refuse(n, Reason::LastAdmin);
        }
    }
}

/// People who are not in the file, if they are to leave.
pub(super) fn absent(
    table: &Table,
    choices: &Choices,
    known: &Known,
    by: Option<PersonId>,
    today: Date,
) -> Vec<(PersonId, i64, Entry)> {
    if choices.absent == Absent::Stay {
        return Vec::new();
    }
    let index = Index::of(known);
    // A row that is refused for anything else still says that somebody is there.
    let present: HashSet<usize> = table
        .rows
        .iter()
        .flat_map(|row| {
            let (id, email) = cells::keys(row, &choices.columns);
            [index.find(&(id, None)), index.find(&(None, email))]
        })
        .flatten()
        .collect();
    let goes =
        |(n, it): &(usize, &KnownPerson)| it.is_here() && !it.is_admin && Some(it.id) != by && !present.contains(n);
    let left = |it: &KnownPerson| Entry {
        status: Status::Leaver,
        left_on: Some(it.entry.started_on.map_or(today, |started| started.max(today))),
        ..it.entry.clone()
    };
    known.people.iter().enumerate().filter(goes).map(|(_, it)| (it.id, it.version, left(it))).collect()
}

/// Whether these changes make a leaver.
pub(super) fn leaves(changes: &[Change]) -> bool {
    changes.iter().any(|it| it.field == Field::Status && it.to == Status::Leaver.key())
}

/// More than one in ten of those who are here would leave.
pub(super) fn many_leavers(plan: &Plan, known: &Known) -> Option<Question> {
    let of = known.people.iter().filter(|it| it.is_here()).count();
    let leavers = plan.counts().leavers;
    (leavers * 10 > of).then_some(Question::Leavers { leavers, of })
}
