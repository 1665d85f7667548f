//! All that is stored about somebody, in one snapshot.

use super::hands::{Names, names_of, role_holders};
use super::holding::{Item, Kind, Subject};
use crate::model::PersonId;
use crate::model::directory::fold;
use crate::store::{directory as people, own as store};
use crate::{People, directory};
use db::ledger::{self, Reading};
use db::{DbError, Reads};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use newtype_uuid::GenericUuid;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Records of one kind.
#[derive(Debug, Clone)]
pub struct Gathered {
    /// What they are.
    pub kind: &'static Kind,
    /// The records.
    pub items: Vec<Item>,
}

/// Everything about one person.
#[derive(Debug, Clone)]
pub struct Report {
    /// Whom it is about.
    pub subject: Subject,
    /// Records by kind, in the order of the capabilities; kinds without a record among them.
    pub kinds: Vec<Gathered>,
    /// Who can read by a role.
    pub holders: Names,
}

/// That somebody has read something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadNote {
    /// Number of the event, where a list goes on.
    pub seq: i64,
    /// The day, in UTC.
    pub day: Date,
    /// Who, by name.
    pub who: String,
    /// What kind of content: `employment_read`.
    pub what: String,
}

/// Whom an id is about, with all the names a record may have of them.
pub(super) async fn subject(tx: &mut impl Reads, id: Uuid, today: Date) -> Result<Option<Subject>, DbError> {
    let Some(row) = people::entry_by_id(tx, id).await? else { return Ok(None) };
    let entry = row.entry();
    let mut names = vec![entry.name.clone()];
    for called in [entry.given_name.as_str(), entry.preferred_name.as_str()].into_iter().filter(|it| !it.is_empty()) {
        let whole = format!("{called} {}", entry.family_name.as_str()).trim().to_owned();
        // A single name that is not the one shown tells nobody.
        if whole.contains(' ') && !names.contains(&whole) {
            names.push(whole);
        }
    }
    let folded: BTreeSet<String> = names.iter().map(|it| fold(it)).collect();
    let others = store::all_names(tx).await?;
    let is_only = !others.iter().any(|it| it.id != id && folded.contains(&fold(&it.name)));
    let email = entry.email.as_ref().map(|it| it.as_str().to_owned());
    let employee_id = entry.employee_id.as_ref().map(ToString::to_string);
    Ok(Some(Subject { id, names, email, employee_id, is_only, today }))
}

/// Everything about somebody; none if there is no such person.
pub async fn report(people: &People, id: PersonId) -> Result<Option<Report>, DbError> {
    let mut tx = people.db.read().await?;
    let id = id.into_untyped_uuid();
    let Some(subject) = subject(&mut tx, id, directory::today(people)).await? else { return Ok(None) };
    let mut kinds = Vec::new();
    for holding in people.holdings.iter() {
        let mut held = holding.gather(&mut tx, &subject).await?;
        for kind in holding.kinds() {
            let items = held.iter_mut().filter(|it| it.kind == kind.key).flat_map(|it| std::mem::take(&mut it.items));
            kinds.push(Gathered { kind, items: items.collect() });
        }
    }
    let holders = role_holders(&mut tx, id, subject.today).await?;
    Ok(Some(Report { subject, kinds, holders }))
}

/// Who has read what about somebody, the newest first: at most `most`, before number `before`.
pub async fn reads(tx: &mut impl Reads, subject: PersonId, before: i64, most: u32) -> Result<Vec<ReadNote>, DbError> {
    let events = ledger::about(tx, subject.into_untyped_uuid(), before, most).await?;
    let names = names_of(tx, events.iter().filter_map(|it| it.actor).collect()).await?;
    let note = |it: ledger::Event| ReadNote {
        seq: it.seq,
        day: it.at.to_zoned(TimeZone::UTC).date(),
        who: it.actor.and_then(|actor| names.get(&actor).cloned()).unwrap_or_default(),
        what: it.kind,
    };
    Ok(events.into_iter().map(note).collect())
}

/// Notes that `reader` sees what colleagues do not see of these people: once per day and person, before it is shown.
pub async fn note_reading(
    people: &People,
    reader: PersonId,
    kind: &'static str,
    subjects: Vec<PersonId>,
) -> Result<(), DbError> {
    let actor = reader.into_untyped_uuid();
    let reading = |subject: PersonId| {
        let subject = subject.into_untyped_uuid();
        Reading { actor, kind, object: subject, subject }
    };
    let readings: Vec<Reading> = subjects.into_iter().map(reading).collect();
    ledger::note_reads(&people.db, &people.ambient, &readings).await
}
