//! The last import, taken back: everything as it was, but what somebody changed since.

use super::ImportId;
use super::plan::Counts;
use crate::directory::{self, DirectoryError, Hand};
use crate::model::PersonId;
use crate::model::directory::{Entry, Field, History, Interval, Status, TeamId};
use crate::store::{directory as store, import as imports, own, role as roles};
use crate::{People, retention};
use db::ledger;
use db::{DbError, Reads, WriteTx, from_micros, micros};
use jiff::Timestamp;
use jiff::civil::Date;
use newtype_uuid::GenericUuid;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Imports that are shown.
const SHOWN: i64 = 10;

/// What an import changed, as it is kept.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Record {
    pub made: Vec<Made>,
    pub changed: Vec<Changed>,
    pub teams: Vec<TeamId>,
}

/// Somebody who came with it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Made {
    pub id: PersonId,
    /// What it wrote: the key of a field, and its text.
    pub fields: BTreeMap<String, String>,
    pub line: Vec<Span>,
    pub team: Vec<Span>,
}

/// Somebody whom it changed.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Changed {
    pub id: PersonId,
    /// Key of a field: before, after.
    pub fields: BTreeMap<String, (String, String)>,
    /// Reporting line before and after, where it differs.
    pub line: Option<(Vec<Span>, Vec<Span>)>,
    /// Teams before and after, where they differ.
    pub team: Option<(Vec<Span>, Vec<Span>)>,
    /// Roles that ended with it.
    #[serde(default)]
    pub roles: Vec<Ended>,
}

/// A role that ended with an import: its number, and its end before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ended {
    pub n: i64,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// An interval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Span {
    pub of: Uuid,
    pub from: Date,
    pub until: Option<Date>,
}

/// An import as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Id.
    pub id: ImportId,
    /// Whose it was; nobody's from the command line.
    pub by: Option<PersonId>,
    /// When.
    pub at: Timestamp,
    /// The file.
    pub file_name: String,
    /// How many rows met which fate.
    pub counts: Counts,
    /// When it was taken back.
    pub undone_at: Option<Timestamp>,
    /// What it changed is forgotten by now: it cannot be taken back any more.
    pub is_forgotten: bool,
}

/// What was taken back, and what was not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Undone {
    /// The file of the import.
    pub file_name: String,
    /// People who are as they were.
    pub restored: usize,
    /// People who are gone again.
    pub removed: usize,
    /// What somebody changed since, or what would break something.
    pub kept: Vec<Kept>,
}

/// What was left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Whose.
    pub name: String,
    /// Which parts; none means that the person stays.
    pub fields: Vec<Field>,
}

/// Why nothing was taken back.
#[derive(Debug, thiserror::Error)]
pub enum NotUndone {
    /// There is no import, or a later one is the last, or it was taken back already.
    #[error("this is not the last import, or it was taken back")]
    NotLast,
    /// What it changed is forgotten: its time is over, or it held somebody who was erased.
    #[error("what the import changed is not kept any more")]
    Forgotten,
    /// The record cannot be read.
    #[error("the record of the import cannot be read")]
    Unreadable,
    /// The directory refused.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
}

impl From<DbError> for NotUndone {
    fn from(error: DbError) -> Self {
        Self::Directory(error.into())
    }
}

/// The last imports, the newest first.
pub async fn history(tx: &mut impl Reads) -> Result<Vec<Past>, DbError> {
    let rows = imports::imports(tx, SHOWN).await?.into_iter().map(|row| Past {
        id: ImportId::from_untyped_uuid(row.id),
        by: row.made_by.map(PersonId::from_untyped_uuid),
        at: from_micros(row.made_at),
        file_name: row.file_name,
        counts: serde_json::from_str(&row.counts).unwrap_or_default(),
        undone_at: row.undone_at.map(from_micros),
        is_forgotten: row.is_forgotten,
    });
    Ok(rows.collect())
}

/// Takes the last import back, if it is this one.
pub async fn undo(people: &People, by: Option<PersonId>, id: ImportId) -> Result<Undone, NotUndone> {
    let hand = Hand { people, by, import: Some(id.into_untyped_uuid()) };
    let mut tx = hand.begin().await?;
    let last = imports::last_import(&mut tx).await?.filter(|it| it.id == id.into_untyped_uuid());
    let last = last.ok_or(NotUndone::NotLast)?;
    if last.undo.is_empty() {
        return Err(NotUndone::Forgotten);
    }
    let record: Record = serde_json::from_str(&last.undo).map_err(|_| NotUndone::Unreadable)?;
    let mut undone = Undone { file_name: last.file_name, ..Undone::default() };

    for changed in &record.changed {
        match restore(&mut tx, &hand, changed).await? {
            None => undone.restored += 1,
            Some(kept) => undone.kept.push(kept),
        }
    }
    remove_made(&mut tx, &hand, &record.made, &mut undone).await?;
    // Teams that are part of others were made after them.
    for team in record.teams.iter().rev() {
        let uuid = team.into_untyped_uuid();
        let fresh = store::team_by_id(&mut tx, uuid).await?.is_some_and(|it| it.version == 1);
        if fresh && store::team_uses(&mut tx, uuid).await?.is_some_and(|it| it.n == 0) {
            store::team_remove(&mut tx, uuid).await?;
            hand.note(&mut tx, "team_removed", uuid, json!({})).await?;
        }
    }
    directory::reveals_no_circle(&mut tx, directory::today(people)).await?;
    let now = micros(people.ambient.now());
    let stays = under_hold(record, &retention::held(&mut tx).await?);
    if imports::import_undone(&mut tx, id.into_untyped_uuid(), now, &stays).await? == 0 {
        return Err(NotUndone::NotLast);
    }
    let told = json!({ "restored": undone.restored, "removed": undone.removed, "kept": undone.kept.len() });
    hand.note(&mut tx, "people_import_undone", id.into_untyped_uuid(), told).await?;
    tx.commit().await?;
    Ok(undone)
}

/// What it changed is not needed any more, so that nobody who is gone again is kept in it; but of whoever is under a hold
/// nothing goes.
fn under_hold(record: Record, held: &[Uuid]) -> String {
    let is_held = |id: PersonId| held.contains(&id.into_untyped_uuid());
    let made: Vec<Made> = record.made.into_iter().filter(|it| is_held(it.id)).collect();
    let changed: Vec<Changed> = record.changed.into_iter().filter(|it| is_held(it.id)).collect();
    if made.is_empty() && changed.is_empty() {
        return String::new();
    }
    json!(Record { made, changed, teams: Vec::new() }).to_string()
}

/// Puts somebody back; answers what had to stay.
async fn restore(tx: &mut WriteTx, hand: &Hand<'_>, changed: &Changed) -> Result<Option<Kept>, NotUndone> {
    let id = changed.id;
    let Some(row) = store::entry_by_id(tx, id.into_untyped_uuid()).await? else { return Ok(None) };
    let now = row.entry();
    if hand.by == Some(id) {
        return Ok(own_record(changed, now.name));
    }
    let mut kept = Vec::new();
    let mut entry = now.clone();
    for (key, (before, after)) in &changed.fields {
        let Some(field) = Field::from_key(key) else { continue };
        if now.text(field) == *after && entry.put(field, before) {
            continue;
        }
        // Who put it back by hand did what is asked for.
        if now.text(field) != *before {
            kept.push(field);
        }
    }
    let line = directory::line_history(tx, id).await?;
    let team = directory::team_history(tx, id).await?;
    let today = directory::today(hand.people);
    // A day that has passed since, an address that somebody else has by now: then all of the entry stays.
    let written = match entry.check(today) {
        Ok(()) => directory::update(tx, hand, id, row.version, &entry).await,
        Err(error) => Err(error.into()),
    };
    let wrote = match written {
        Ok(wrote) => wrote,
        Err(DirectoryError::Db(error)) => return Err(error.into()),
        Err(_) => {
            kept = now.differs(&entry);
            false
        }
    };
    let mut moved = false;
    if let Some((before, after)) = &changed.line {
        match (spans(after), spans(before)) {
            (Some(after), Some(before)) if after == line => {
                directory::write_line(tx, hand, id, &before, today).await?;
                moved = true;
            }
            (_, Some(before)) if before == line => {}
            _ => kept.push(Field::Manager),
        }
    }
    if let Some((before, after)) = &changed.team {
        match (spans(after), spans(before)) {
            (Some(after), Some(before)) if after == team => {
                directory::write_team(tx, hand, id, &before, today).await?;
                moved = true;
            }
            (_, Some(before)) if before == team => {}
            _ => kept.push(Field::Team),
        }
    }
    if moved && !wrote {
        directory::touch(tx, id, row.version).await?;
    }
    // Only with the status: whoever has still left has no role.
    if now.status == Status::Leaver && wrote && entry.status != Status::Leaver {
        reopen(tx, hand, id, &changed.roles).await?;
    }
    Ok((!kept.is_empty()).then_some(Kept { name: now.name, fields: kept }))
}

/// Gives back the roles that ended with the import, as far as nobody ended them anew.
async fn reopen(tx: &mut WriteTx, hand: &Hand<'_>, id: PersonId, ended: &[Ended]) -> Result<(), DbError> {
    let uuid = id.into_untyped_uuid();
    for it in ended {
        let Some(after) = &it.after else { continue };
        if roles::grant_reopen(tx, uuid, it.n, after, it.before.as_deref()).await? > 0 {
            hand.note(tx, "role_reopened", uuid, json!({ "n": it.n, "until": it.before })).await?;
        }
    }
    Ok(())
}

/// Nobody changes their own record, by taking an import back either: what it wrote about them stays.
fn own_record(changed: &Changed, name: String) -> Option<Kept> {
    let mut fields: Vec<Field> = changed.fields.keys().filter_map(|key| Field::from_key(key)).collect();
    fields.extend(changed.line.is_some().then_some(Field::Manager));
    fields.extend(changed.team.is_some().then_some(Field::Team));
    (!fields.is_empty()).then_some(Kept { name, fields })
}

/// An entry as the record keeps it.
pub(super) fn texts(entry: &Entry) -> BTreeMap<String, String> {
    Field::ALL.into_iter().map(|it| (it.key().to_owned(), entry.text(it))).filter(|it| !it.1.is_empty()).collect()
}

fn spans<T: GenericUuid + Clone + PartialEq>(spans: &[Span]) -> Option<History<T>> {
    let interval = |it: &Span| Interval { value: T::from_untyped_uuid(it.of), from: it.from, until: it.until };
    History::of(spans.iter().map(interval).collect()).ok()
}

/// Removes the people who came with the import and whom nothing else knows: nobody signed in as them, changed them or
/// reports to them.
async fn remove_made(tx: &mut WriteTx, hand: &Hand<'_>, made: &[Made], undone: &mut Undone) -> Result<(), NotUndone> {
    let mut names: BTreeMap<PersonId, String> = BTreeMap::new();
    let mut going: BTreeSet<PersonId> = BTreeSet::new();
    for it in made {
        let Some(row) = store::entry_by_id(tx, it.id.into_untyped_uuid()).await? else { continue };
        let same = it.fields == texts(&row.entry())
            && spans(&it.line).as_ref() == Some(&directory::line_history(tx, it.id).await?)
            && spans(&it.team).as_ref() == Some(&directory::team_history(tx, it.id).await?);
        names.insert(it.id, row.name);
        // Later imports were taken back by now. Whatever else happened, a sign-in first of all, left an event; that
        // somebody looked at them is none of their doing.
        let by_import = |event: &ledger::Event| event.data.get("import").is_some() || event.kind.ends_with("_read");
        if same
            && ledger::of(tx, it.id.into_untyped_uuid()).await?.iter().all(by_import)
            // A hold and a request to be erased are events of their own, and refer to the person.
            && own::holds_of(tx, it.id.into_untyped_uuid()).await?.is_empty()
            && own::erasures_of(tx, it.id.into_untyped_uuid()).await?.is_empty()
        {
            going.insert(it.id);
        }
    }
    // Whoever stays keeps the manager; that one then stays too, and so on upwards.
    loop {
        let mut held = Vec::new();
        for id in &going {
            let lines = store::lines_to(tx, id.into_untyped_uuid()).await?;
            if lines.iter().any(|it| !going.contains(&PersonId::from_untyped_uuid(it.id))) {
                held.push(*id);
            }
        }
        if held.is_empty() {
            break;
        }
        going.retain(|id| !held.contains(id));
    }
    for id in &going {
        store::reporting_forget(tx, id.into_untyped_uuid()).await?;
    }
    for id in &going {
        directory::remove_person(tx, hand, *id).await?;
    }
    undone.removed = going.len();
    let stay = names.into_iter().filter(|(id, _)| !going.contains(id));
    undone.kept.extend(stay.map(|(_, name)| Kept { name, fields: Vec::new() }));
    Ok(())
}
