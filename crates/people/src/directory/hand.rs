//! Changes inside a transaction of the caller: what single changes and whole imports are made of.

use super::DirectoryError;
use crate::model::directory::{EmployeeId, Entry, History, Interval, Lines, Status, TeamId, TeamName, fold};
use crate::model::{Email, Grant, Person, PersonId, Role, Roles};
use crate::sign_in::{end_begun, end_ways};
use crate::store::{directory as store, own, role as roles_store};
use crate::{People, store as accounts, tokens};
use db::ledger::{self, Entry as Event};
use db::{DbError, Reads, WriteTx, micros};
use jiff::civil::Date;
use newtype_uuid::GenericUuid;
use serde_json::{Value, json};
use uuid::Uuid;

/// Names the lock that lets one change of the directory after the other through.
const TURN: i64 = 0x7065_6f70_6c65;

/// Whose hand it is, and in which import it moves.
#[derive(Clone, Copy)]
pub(crate) struct Hand<'p> {
    /// Clock, randomness, ids.
    pub people: &'p People,
    /// Who changes something; nobody for the command line.
    pub by: Option<PersonId>,
    /// The import it is part of.
    pub import: Option<Uuid>,
}

impl<'p> Hand<'p> {
    /// A single change.
    pub fn of(people: &'p People, by: Option<PersonId>) -> Self {
        Self { people, by, import: None }
    }

    /// Begins a change: nobody else changes the directory until `tx` ends.
    pub async fn begin(&self) -> Result<WriteTx, DbError> {
        let mut tx = self.people.db.write().await?;
        store::wait_for_turn(&mut tx, TURN).await?;
        Ok(tx)
    }

    /// Records it. `data` names fields and ids, never words: those can be erased, the ledger cannot.
    pub async fn note(
        &self,
        tx: &mut WriteTx,
        kind: &'static str,
        object: Uuid,
        mut data: Value,
    ) -> Result<(), DbError> {
        if let (Some(import), Some(data)) = (self.import, data.as_object_mut()) {
            data.insert("import".to_owned(), json!(import));
        }
        let actor = self.by.map(GenericUuid::into_untyped_uuid);
        ledger::append(tx, &self.people.ambient, Event { actor, kind, object, data }).await
    }
}

/// Makes a person.
pub(crate) async fn insert(
    tx: &mut WriteTx,
    hand: &Hand<'_>,
    entry: &Entry,
    roles: &[Role],
) -> Result<Person, DirectoryError> {
    unique(tx, entry, None).await?;
    let person = add_row(tx, hand, entry, roles).await?;
    let given = |role| roles.contains(&role);
    let data = json!({ "host": given(Role::Host), "partner": given(Role::Partner), "admin": given(Role::Admin) });
    hand.note(tx, "person_created", person.id.into_untyped_uuid(), data).await?;
    Ok(person)
}

/// Writes the row of a person who was never here. The caller has made sure that nobody has the address and the employee
/// id, and records it.
pub(crate) async fn add_row(
    tx: &mut WriteTx,
    hand: &Hand<'_>,
    entry: &Entry,
    roles: &[Role],
) -> Result<Person, DirectoryError> {
    let today = super::today(hand.people);
    let grant = |(n, role): (i64, &Role)| Grant { n, role: *role, team: None, from: today, until: None };
    let grants = Roles((1..).zip(roles).map(grant).collect());
    let person = Person { id: hand.people.ambient.id(), name: entry.name.clone(), roles: grants };
    let id = person.id.into_untyped_uuid();
    let (started, left) = days(entry);
    let now = micros(hand.people.ambient.now());
    store::person_insert(
        tx,
        id,
        &entry.name,
        entry.email.as_ref().map(Email::as_str),
        entry.employee_id.as_ref().map(EmployeeId::as_str),
        entry.given_name.as_str(),
        entry.family_name.as_str(),
        entry.preferred_name.as_str(),
        entry.pronouns.as_str(),
        entry.title.as_str(),
        entry.level.as_str(),
        entry.place.as_str(),
        entry.zone.as_ref().map_or("", |it| it.as_str()),
        entry.language.as_ref().map_or("", |it| it.as_str()),
        entry.status.key(),
        started.as_deref(),
        left.as_deref(),
        &entry.folded(),
        now,
    )
    .await
    .map_err(|e| match e {
        // Somebody made an account with this address in the meantime.
        DbError::Conflict => DirectoryError::EmailTaken,
        other => other.into(),
    })?;
    let by = hand.by.map(GenericUuid::into_untyped_uuid);
    for it in &person.roles.0 {
        roles_store::grant_add(tx, id, it.n, it.role.key(), None, &it.from.to_string(), None, by).await?;
    }
    Ok(person)
}

/// Gives somebody who was never here their first manager and their first team.
pub(crate) async fn add_place(
    tx: &mut WriteTx,
    id: PersonId,
    manager: Option<PersonId>,
    team: Option<TeamId>,
    from: Date,
) -> Result<(), DbError> {
    let (id, from) = (id.into_untyped_uuid(), from.to_string());
    if let Some(manager) = manager {
        store::reporting_add(tx, id, manager.into_untyped_uuid(), &from, None).await?;
    }
    if let Some(team) = team {
        store::membership_add(tx, id, team.into_untyped_uuid(), &from, None).await?;
    }
    Ok(())
}

/// Writes an entry anew where it differs; answers whether it did. Whoever has left with it has no way in any more, reports
/// to nobody and is in no team after the last day. Whose address becomes another is signed out everywhere.
pub(crate) async fn update(
    tx: &mut WriteTx,
    hand: &Hand<'_>,
    id: PersonId,
    seen: i64,
    entry: &Entry,
) -> Result<bool, DirectoryError> {
    let uuid = id.into_untyped_uuid();
    let row = store::entry_by_id(tx, uuid).await?.ok_or(DirectoryError::NoSuchPerson)?;
    if row.version != seen {
        return Err(DirectoryError::Stale);
    }
    let before = row.entry();
    if before.status == Status::Leaver && is_erased(tx, uuid).await? {
        return Err(DirectoryError::NoSuchPerson);
    }
    let fields = before.differs(entry);
    if fields.is_empty() {
        return Ok(false);
    }
    unique(tx, entry, Some(id)).await?;
    let leaves = entry.status == Status::Leaver && before.status != Status::Leaver;
    if leaves && is_last_admin(tx, id, super::today(hand.people)).await? {
        return Err(DirectoryError::LastAdmin);
    }
    write(tx, uuid, seen, entry).await?;
    let keys: Vec<_> = fields.iter().map(|it| it.key()).collect();
    hand.note(tx, "person_changed", uuid, json!({ "fields": keys })).await?;
    // Whoever got in by an address that was not theirs is out again when it is put right.
    if before.email.is_some() && before.email != entry.email && !leaves {
        let ended = end_begun(tx, uuid).await?;
        if ended.total() > 0 {
            hand.note(tx, "access_ended", uuid, ended.data()).await?;
        }
    }
    if leaves {
        let gone = entry.left_on.and_then(|last| last.tomorrow().ok()).unwrap_or(Date::MAX);
        end(tx, hand, id, gone).await?;
    }
    Ok(true)
}

async fn write(tx: &mut WriteTx, id: Uuid, seen: i64, entry: &Entry) -> Result<(), DirectoryError> {
    let (started, left) = days(entry);
    let written = store::person_update(
        tx,
        id,
        seen,
        &entry.name,
        entry.email.as_ref().map(Email::as_str),
        entry.employee_id.as_ref().map(EmployeeId::as_str),
        entry.given_name.as_str(),
        entry.family_name.as_str(),
        entry.preferred_name.as_str(),
        entry.pronouns.as_str(),
        entry.title.as_str(),
        entry.level.as_str(),
        entry.place.as_str(),
        entry.zone.as_ref().map_or("", |it| it.as_str()),
        entry.language.as_ref().map_or("", |it| it.as_str()),
        entry.status.key(),
        started.as_deref(),
        left.as_deref(),
        &entry.folded(),
    )
    .await;
    match written {
        Ok(0) => Err(DirectoryError::Stale),
        Ok(_) => Ok(()),
        Err(DbError::Conflict) => Err(DirectoryError::EmailTaken),
        Err(error) => Err(error.into()),
    }
}

/// Whether somebody was erased: what is left is no entry to write into. It would be somebody again whom no rule and no
/// request ends a second time.
pub(crate) async fn is_erased(tx: &mut impl Reads, id: Uuid) -> Result<bool, DbError> {
    Ok(own::erasures_of(tx, id).await?.iter().any(|it| it.state == "done"))
}

/// Whether nobody else looks after the server for as long as it is known.
pub(crate) async fn is_last_admin(tx: &mut impl Reads, id: PersonId, on: Date) -> Result<bool, DbError> {
    let admins = roles_store::lasting_admins(tx, &on.to_string()).await?;
    Ok(matches!(admins.as_slice(), [only] if only.id == id.into_untyped_uuid()))
}

/// Somebody has left: no way in, nothing that began by one and no role at once; no manager, no team from `gone` on. If
/// they come back they are let in anew, for whoever else had a way in under their name must not come back with them.
async fn end(tx: &mut WriteTx, hand: &Hand<'_>, id: PersonId, gone: Date) -> Result<(), DirectoryError> {
    let uuid = id.into_untyped_uuid();
    let mut data = end_ways(tx, uuid).await?.data();
    let roles = roles_store::grants_end(tx, uuid, &super::today(hand.people).to_string()).await?;
    let line = line_history(tx, id).await?;
    replace_line(tx, id, &line.end(gone)).await?;
    let team = team_history(tx, id).await?;
    replace_team(tx, id, &team.end(gone)).await?;
    data["roles"] = json!(roles);
    hand.note(tx, "person_left", uuid, data).await?;
    Ok(())
}

/// Two people must not share an address or an employee id.
async fn unique(tx: &mut WriteTx, entry: &Entry, own: Option<PersonId>) -> Result<(), DirectoryError> {
    let own = own.map(GenericUuid::into_untyped_uuid);
    if let Some(email) = &entry.email
        && accounts::person_by_email(tx, email.as_str()).await?.first().is_some_and(|it| Some(it.id) != own)
    {
        return Err(DirectoryError::EmailTaken);
    }
    if let Some(employee_id) = &entry.employee_id
        && store::by_employee_id(tx, employee_id.as_str()).await?.is_some_and(|it| Some(it.id) != own)
    {
        return Err(DirectoryError::EmployeeIdTaken);
    }
    Ok(())
}

/// Counts a change of what surrounds a person.
pub(crate) async fn touch(tx: &mut WriteTx, id: PersonId, seen: i64) -> Result<(), DirectoryError> {
    match store::person_touch(tx, id.into_untyped_uuid(), seen).await? {
        0 => Err(DirectoryError::Stale),
        _ => Ok(()),
    }
}

/// Removes a person and their lines and teams. The caller has made sure that nothing else refers to them.
pub(crate) async fn remove_person(tx: &mut WriteTx, hand: &Hand<'_>, id: PersonId) -> Result<(), DirectoryError> {
    let uuid = id.into_untyped_uuid();
    store::reporting_forget(tx, uuid).await?;
    store::memberships_forget(tx, uuid).await?;
    store::links_end(tx, uuid).await?;
    tokens::end_all(tx, uuid).await?;
    store::person_remove(tx, uuid).await?;
    hand.note(tx, "person_removed", uuid, json!({})).await?;
    Ok(())
}

/// To whom somebody reported, and reports.
pub(crate) async fn line_history(tx: &mut impl Reads, id: PersonId) -> Result<History<PersonId>, DbError> {
    let rows = store::reporting_of(tx, id.into_untyped_uuid()).await?;
    Ok(told(rows.iter().filter_map(store::ReportingRow::interval).collect(), id))
}

/// In which teams somebody was, and is.
pub(crate) async fn team_history(tx: &mut impl Reads, id: PersonId) -> Result<History<TeamId>, DbError> {
    let rows = store::memberships_of(tx, id.into_untyped_uuid()).await?;
    Ok(told(rows.iter().filter_map(store::TeamMemberRow::interval).collect(), id))
}

fn told<T: Clone + PartialEq>(intervals: Vec<Interval<T>>, id: PersonId) -> History<T> {
    History::of(intervals).unwrap_or_else(|overlap| {
        // Only this module writes them, and only whole histories.
        tracing::error!(%id, %overlap, "intervals over each other");
        debug_assert!(false, "intervals over each other");
        History::default()
    })
}

/// Writes whom somebody reports to.
pub(crate) async fn write_line(
    tx: &mut WriteTx,
    hand: &Hand<'_>,
    id: PersonId,
    history: &History<PersonId>,
    from: Date,
) -> Result<(), DirectoryError> {
    replace_line(tx, id, history).await?;
    let manager = history.at(from).map(|it| it.into_untyped_uuid());
    hand.note(tx, "manager_set", id.into_untyped_uuid(), json!({ "manager": manager, "from": from.to_string() }))
        .await?;
    Ok(())
}

async fn replace_line(tx: &mut WriteTx, id: PersonId, history: &History<PersonId>) -> Result<(), DbError> {
    let uuid = id.into_untyped_uuid();
    store::reporting_forget(tx, uuid).await?;
    for Interval { value, from, until } in history.intervals() {
        let until = until.map(|it| it.to_string());
        store::reporting_add(tx, uuid, value.into_untyped_uuid(), &from.to_string(), until.as_deref()).await?;
    }
    Ok(())
}

/// Writes in which team somebody is.
pub(crate) async fn write_team(
    tx: &mut WriteTx,
    hand: &Hand<'_>,
    id: PersonId,
    history: &History<TeamId>,
    from: Date,
) -> Result<(), DirectoryError> {
    replace_team(tx, id, history).await?;
    let team = history.at(from).map(|it| it.into_untyped_uuid());
    hand.note(tx, "team_set", id.into_untyped_uuid(), json!({ "team": team, "from": from.to_string() })).await?;
    Ok(())
}

async fn replace_team(tx: &mut WriteTx, id: PersonId, history: &History<TeamId>) -> Result<(), DbError> {
    let uuid = id.into_untyped_uuid();
    store::memberships_forget(tx, uuid).await?;
    for Interval { value, from, until } in history.intervals() {
        let until = until.map(|it| it.to_string());
        store::membership_add(tx, uuid, value.into_untyped_uuid(), &from.to_string(), until.as_deref()).await?;
    }
    Ok(())
}

/// Nobody reports to themselves, on `from` and on every later day that is known.
pub(crate) async fn reveals_no_circle(tx: &mut impl Reads, from: Date) -> Result<(), DirectoryError> {
    let from = from.to_string();
    let later = store::line_days(tx, &from).await?.into_iter().map(|it| it.day);
    for day in std::iter::once(from).chain(later) {
        let lines = store::lines_on(tx, &day).await?;
        let lines: Lines<Uuid> = lines.into_iter().map(|it| (it.person_id, it.manager_id)).collect();
        if let Some(circle) = lines.circles().into_iter().next() {
            return Err(DirectoryError::Circle(circle.into_iter().map(PersonId::from_untyped_uuid).collect()));
        }
    }
    Ok(())
}

/// Makes a team.
pub(crate) async fn insert_team(
    tx: &mut WriteTx,
    hand: &Hand<'_>,
    name: &TeamName,
    parent: Option<TeamId>,
) -> Result<TeamId, DirectoryError> {
    let id: TeamId = hand.people.ambient.id();
    let parent = parent.map(GenericUuid::into_untyped_uuid);
    store::team_add(tx, id.into_untyped_uuid(), name.as_str(), &fold(name.as_str()), parent).await.map_err(
        |e| match e {
            DbError::Conflict => DirectoryError::TeamNameTaken,
            other => other.into(),
        },
    )?;
    hand.note(tx, "team_created", id.into_untyped_uuid(), json!({ "parent": parent })).await?;
    Ok(id)
}

fn days(entry: &Entry) -> (Option<String>, Option<String>) {
    (entry.started_on.map(|it| it.to_string()), entry.left_on.map(|it| it.to_string()))
}
