//! The fields of an entry of the directory: who may read which, by how they stand to the person. Lists, the chart,
//! pages, search, counts and the API show what these rows give and nothing else.
//!
//! The states are those of the person: active, leave, leaver.

use super::{Actor, FieldRow, Readable, Scene, Standing, Wearer, Who, readable};
use crate::model::directory::Status;
use jiff::Timestamp;

/// Kind of object of these rows.
pub const ENTRY: &str = "entry";

const HERE: &[&str] = &["active", "leave"];
const LEFT: &[&str] = &["leaver"];

/// What colleagues see of each other.
const EVERYBODY: &[Who] = &[Who::AnySigned];
/// Oneself, one's line upwards, the people partner, and who keeps the directory.
const LINE: &[Who] = &[Who::Subject, Who::Manager, Who::Above, Who::PartnerInScope, Who::Admin];
/// Oneself, the people partner, and who keeps the directory.
const RECORDS: &[Who] = &[Who::Subject, Who::PartnerInScope, Who::Admin];
/// Who may have to bring back whoever has left.
const KEEPERS: &[Who] = &[Who::PartnerInScope, Who::Admin];

const fn here(field: &'static str, who: &'static [Who]) -> FieldRow {
    FieldRow::of(ENTRY, field, who).in_states(HERE)
}

const fn left(field: &'static str, who: &'static [Who]) -> FieldRow {
    FieldRow::of(ENTRY, field, who).in_states(LEFT)
}

/// The rows. Keys are those of [`Field`](crate::model::directory::Field), and three of what surrounds an entry.
pub const FIELDS: &[FieldRow] = &[
    here("name", EVERYBODY),
    here("preferred_name", EVERYBODY),
    here("pronouns", EVERYBODY),
    here("job_title", EVERYBODY),
    here("team", EVERYBODY),
    here("location", EVERYBODY),
    here("timezone", EVERYBODY),
    here("locale", EVERYBODY),
    here("status", EVERYBODY),
    here("manager", EVERYBODY),
    here("reports", EVERYBODY),
    here("level", LINE),
    here("start_date", LINE),
    here("end_date", LINE),
    here("email", LINE),
    here("employee_id", RECORDS),
    here("roles", RECORDS),
    // A name that was put aside is no colleague's business.
    here("first_name", RECORDS),
    here("last_name", RECORDS),
    here("history", RECORDS),
    left("name", KEEPERS),
    left("job_title", KEEPERS),
    left("status", KEEPERS),
    left("start_date", KEEPERS),
    left("end_date", KEEPERS),
    left("email", KEEPERS),
    left("employee_id", KEEPERS),
    left("roles", KEEPERS),
    left("preferred_name", KEEPERS),
    left("pronouns", KEEPERS),
    left("team", KEEPERS),
    left("location", KEEPERS),
    left("timezone", KEEPERS),
    left("locale", KEEPERS),
    left("manager", KEEPERS),
    left("reports", KEEPERS),
    left("level", KEEPERS),
    left("first_name", KEEPERS),
    left("last_name", KEEPERS),
    left("history", KEEPERS),
];

/// What lists and the chart show, and what a search looks at. Everybody who may search may read it of everybody who is
/// found: nobody is found by what is not shown.
pub const SHARED: [&str; 6] = ["name", "job_title", "location", "team", "status", "manager"];

/// What `wearer`, standing like this, may read of somebody in this status.
pub fn of_entry(wearer: &Wearer, standing: Standing, status: Status, now: Timestamp) -> Readable {
    let scene = Scene::of(standing, now).state(status.key());
    readable(FIELDS, &Actor::Person(wearer.clone()), ENTRY, scene)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::may_read;
    use crate::model::directory::Field;
    use crate::model::{Hat, Person, PersonId, Roles};
    use std::collections::BTreeSet;

    fn colleague() -> Wearer {
        let person = Person { id: PersonId::from_u128(1), name: "Kai".to_owned(), roles: Roles::default() };
        Wearer { person, hat: Hat::Member }
    }

    #[test]
    fn every_field_has_one_row_in_every_state() {
        let fields: BTreeSet<_> = FIELDS.iter().map(|it| it.field).collect();
        let known: BTreeSet<_> = Field::ALL.iter().map(|it| it.key()).chain(["reports", "history", "roles"]).collect();
        assert_eq!(fields, known);
        for field in fields {
            for status in Status::ALL {
                let holding = FIELDS.iter().filter(|it| it.field == field && it.states.hold(Some(status.key())));
                assert_eq!(holding.count(), 1, "{field} of somebody {}", status.key());
            }
        }
    }

    /// The search and the lists leave out whoever has left, in SQL; and look at these fields of everybody else.
    #[test]
    fn what_is_listed_and_searched_is_read_by_everybody() {
        for status in Status::ALL {
            let scene = Scene::of(Standing::None, Timestamp::UNIX_EPOCH).state(status.key());
            for field in SHARED {
                let read = may_read(FIELDS, &Actor::Person(colleague()), ENTRY, field, scene).is_yes();
                assert_eq!(read, status != Status::Leaver, "{field} of somebody {}", status.key());
            }
        }
    }
}
