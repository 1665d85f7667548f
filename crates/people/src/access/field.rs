//! Fields of objects: who may read which, in which state. A field that may not be read is absent, and is neither
//! searched nor counted.

use super::decide::weigh;
use super::{Actor, Because, Decision, Deny, Scene, States, Who};
use std::collections::BTreeMap;

/// One row of the matrix of fields: `who` may read `field` of `object`, in these states. A field has at most one row in
/// each state of its object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldRow {
    /// Kind of object: `entry`.
    pub object: &'static str,
    /// Key of the field: `title`.
    pub field: &'static str,
    /// Who may read it: any of these.
    pub who: &'static [Who],
    /// In which states of the object.
    pub states: States,
}

impl FieldRow {
    /// A row for several, in every state.
    pub const fn of(object: &'static str, field: &'static str, who: &'static [Who]) -> Self {
        Self { object, field, who, states: States::Every }
    }

    /// The same in these states only.
    #[must_use]
    pub const fn in_states(mut self, states: &'static [&'static str]) -> Self {
        self.states = States::In(states);
        self
    }
}

/// The fields of one object that one actor may read, and why each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readable(BTreeMap<&'static str, Because>);

impl Readable {
    /// Whether a field may be read.
    pub fn has(&self, field: &str) -> bool {
        self.0.contains_key(field)
    }

    /// Why a field may be read; none if it may not.
    pub fn because(&self, field: &str) -> Option<Because> {
        self.0.get(field).copied()
    }

    /// Whether nothing may be read.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keys of the fields, in alphabetical order.
    pub fn fields(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().copied()
    }
}

/// May `actor` read `field` of `object`, as things stand? A field without exactly one row in this state is nobody's.
pub fn may_read(rows: &[FieldRow], actor: &Actor, object: &'static str, field: &'static str, scene: Scene) -> Decision {
    let fits = |it: &&FieldRow| it.object == object && it.field == field && it.states.hold(scene.state);
    let mut fitting = rows.iter().filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(row), None) => weigh(row.who, row.states, actor, scene),
        (None, _) => Decision::Deny(Deny::Hidden),
        (Some(_), Some(_)) => {
            tracing::error!(object, field, "several rows in the matrix of fields");
            Decision::Deny(Deny::NoRow)
        }
    }
}

/// All fields of `object` that `actor` may read, as things stand.
pub fn readable(rows: &[FieldRow], actor: &Actor, object: &'static str, scene: Scene) -> Readable {
    let fields = rows.iter().filter(|it| it.object == object && it.states.hold(scene.state));
    let read = fields.filter_map(|it| match may_read(rows, actor, object, it.field, scene) {
        Decision::Allow(because) => Some((it.field, because)),
        Decision::Deny(_) => None,
    });
    Readable(read.collect())
}
