//! The plan, carried out: one transaction, with what is needed to take it back.

use super::known::known;
use super::plan::{Choices, Counts, Fate, Plan, Question, Target, TeamRef, Who, plan};
use super::put::Put;
use super::table::Table;
use super::undo::{Changed, Ended, Made, Record, Span, texts};
use super::{ImportId, ImportKind};
use crate::People;
use crate::directory::{self, DirectoryError, Hand};
use crate::model::PersonId;
use crate::model::directory::{History, Interval, TeamId};
use crate::store::{directory as store, import as imports, role as roles};
use db::{DbError, WriteTx, micros};
use jiff::civil::Date;
use newtype_uuid::GenericUuid;
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Its id.
    pub id: ImportId,
    /// How many rows met which fate.
    pub counts: Counts,
}

/// Why an import did nothing.
#[derive(Debug, thiserror::Error)]
pub enum NotApplied {
    /// These must be answered with yes first.
    #[error("questions are open")]
    Questions(Vec<Question>),
    /// The directory changed since the plan was looked at.
    #[error("the directory changed since the plan was made")]
    Moved,
    /// There is nothing to do.
    #[error("nothing would change")]
    Idle,
    /// The directory refused.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
}

impl From<DbError> for NotApplied {
    fn from(error: DbError) -> Self {
        Self::Directory(error.into())
    }
}

/// What somebody agreed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agreed {
    /// The mark of the plan that was looked at; none agrees to whatever the plan is now.
    pub mark: Option<String>,
    /// Keys of the questions that were answered with yes.
    pub answers: Vec<String>,
    /// Yes to everything that may be asked.
    pub all: bool,
}

/// Carries out what the file asks for, if it is what was agreed to.
pub async fn apply(
    people: &People,
    by: Option<PersonId>,
    file_name: &str,
    table: &Table,
    choices: &Choices,
    agreed: &Agreed,
) -> Result<Applied, NotApplied> {
    let today = directory::today(people);
    let id: ImportId = people.ambient.id::<ImportKind>();
    let hand = Hand { people, by, import: Some(id.into_untyped_uuid()) };
    let mut tx = hand.begin().await?;
    let plan = plan(table, choices, &known(&mut tx, today).await?, by, today);
    if agreed.mark.as_ref().is_some_and(|mark| *mark != plan.mark()) {
        return Err(NotApplied::Moved);
    }
    let open = plan.questions.iter().filter(|it| !agreed.all && !agreed.answers.iter().any(|a| a == it.key()));
    let open: Vec<Question> = open.cloned().collect();
    if !open.is_empty() {
        return Err(NotApplied::Questions(open));
    }
    if plan.is_idle() {
        return Err(NotApplied::Idle);
    }
    let counts = plan.counts();
    let record = carry_out(&mut tx, &hand, &plan, today).await?;
    directory::reveals_no_circle(&mut tx, today).await?;
    let by = by.map(GenericUuid::into_untyped_uuid);
    let now = micros(people.ambient.now());
    // Numbers and our own records always serialise.
    let (told, undo) = (json!(counts).to_string(), json!(record).to_string());
    imports::import_add(&mut tx, id.into_untyped_uuid(), by, now, file_name, &told, &undo).await?;
    hand.note(&mut tx, "people_imported", id.into_untyped_uuid(), json!({ "counts": counts })).await?;
    tx.commit().await?;
    Ok(Applied { id, counts })
}

async fn carry_out(tx: &mut WriteTx, hand: &Hand<'_>, plan: &Plan, today: Date) -> Result<Record, DirectoryError> {
    let mut record = Record::default();
    let mut teams: Vec<TeamId> = Vec::new();
    for team in &plan.new_teams {
        let parent = team.parent.map(|it| settled(it, &teams));
        teams.push(directory::insert_team(tx, hand, &team.name, parent).await?);
    }
    record.teams.clone_from(&teams);

    // First everybody who is new, so that others can report to them.
    let mut made: BTreeMap<usize, PersonId> = BTreeMap::new();
    for (n, row) in plan.rows.iter().enumerate() {
        if let Fate::New(target) = &row.fate {
            let person = directory::add_row(tx, hand, &target.entry, &[]).await?;
            made.insert(n, person.id);
        }
    }
    let who = |who: Who| match who {
        Who::Known(id) => Some(id),
        Who::Row(n) => made.get(&n).copied(),
    };
    for (n, row) in plan.rows.iter().enumerate() {
        match &row.fate {
            Fate::New(target) => {
                let Some(id) = made.get(&n).copied() else { continue };
                let manager = target.manager.value().and_then(|it| who(*it));
                let team = target.team.value().map(|it| settled(*it, &teams));
                record.made.push(arrive(tx, hand, id, target, manager, team, today).await?);
            }
            Fate::Changed { id, version, target, .. } => {
                let manager = target.manager.and_then(who);
                let team = target.team.and_then(|it| Some(settled(it, &teams)));
                record.changed.push(change(tx, hand, *id, *version, target, manager, team, today).await?);
            }
            Fate::Unchanged(_) | Fate::LeftBefore | Fate::Refused(_) => {}
        }
    }
    for (id, version, entry) in &plan.absent {
        let target = Target { entry: entry.clone(), manager: Put::Keep, team: Put::Keep };
        record.changed.push(change(tx, hand, *id, *version, &target, Put::Keep, Put::Keep, today).await?);
    }
    Ok(record)
}

/// Somebody new gets their place; one event tells of all of it.
async fn arrive(
    tx: &mut WriteTx,
    hand: &Hand<'_>,
    id: PersonId,
    target: &Target,
    manager: Option<PersonId>,
    team: Option<TeamId>,
    today: Date,
) -> Result<Made, DirectoryError> {
    // Nobody has a manager before the first day.
    let from = target.entry.started_on.map_or(today, |started| started.max(today));
    directory::add_place(tx, id, manager, team, from).await?;
    let data = json!({ "host": false, "admin": false, "manager": manager, "team": team, "from": from.to_string() });
    hand.note(tx, "person_created", id.into_untyped_uuid(), data).await?;
    let span = |of: Uuid| Span { of, from, until: None };
    Ok(Made {
        id,
        fields: texts(&target.entry),
        line: manager.map(|it| span(it.into_untyped_uuid())).into_iter().collect(),
        team: team.map(|it| span(it.into_untyped_uuid())).into_iter().collect(),
    })
}

fn settled(team: TeamRef, made: &[TeamId]) -> TeamId {
    match team {
        TeamRef::Known(id) => id,
        TeamRef::New(n) => made[n],
    }
}

#[expect(clippy::too_many_arguments, reason = "what a row asks for, resolved")]
async fn change(
    tx: &mut WriteTx,
    hand: &Hand<'_>,
    id: PersonId,
    version: i64,
    target: &Target,
    manager: Put<PersonId>,
    team: Put<TeamId>,
    today: Date,
) -> Result<Changed, DirectoryError> {
    let before = store::entry_by_id(tx, id.into_untyped_uuid()).await?.ok_or(DirectoryError::NoSuchPerson)?.entry();
    let (line, member) = (directory::line_history(tx, id).await?, directory::team_history(tx, id).await?);
    let held = ends(tx, id).await?;
    let entry = target.entry.clone();
    if !directory::update(tx, hand, id, version, &entry).await? {
        directory::touch(tx, id, version).await?;
    }
    place(tx, hand, id, manager, team, today).await?;
    let (line_after, member_after) = (directory::line_history(tx, id).await?, directory::team_history(tx, id).await?);
    let fields = before.differs(&entry).into_iter();
    let now = ends(tx, id).await?;
    let ended = held.into_iter().zip(now).filter(|(before, after)| before != after);
    Ok(Changed {
        id,
        fields: fields.map(|it| (it.key().to_owned(), (before.text(it), entry.text(it)))).collect(),
        line: (line != line_after).then(|| (spans(&line), spans(&line_after))),
        team: (member != member_after).then(|| (spans(&member), spans(&member_after))),
        roles: ended.map(|((n, before), (_, after))| Ended { n, before, after }).collect(),
    })
}

/// The roles of somebody by number, and when each ends.
async fn ends(tx: &mut WriteTx, id: PersonId) -> Result<Vec<(i64, Option<String>)>, DbError> {
    let grants = roles::grants_of(tx, id.into_untyped_uuid()).await?;
    Ok(grants.into_iter().map(|it| (it.n, it.until_on)).collect())
}

/// Writes manager and team where the file says something about them that is new.
async fn place(
    tx: &mut WriteTx,
    hand: &Hand<'_>,
    id: PersonId,
    manager: Put<PersonId>,
    team: Put<TeamId>,
    from: Date,
) -> Result<(), DirectoryError> {
    if manager != Put::Keep {
        let before = directory::line_history(tx, id).await?;
        let after = before.clone().set(from, manager.value().copied());
        if after != before {
            directory::write_line(tx, hand, id, &after, from).await?;
        }
    }
    if team != Put::Keep {
        let before = directory::team_history(tx, id).await?;
        let after = before.clone().set(from, team.value().copied());
        if after != before {
            directory::write_team(tx, hand, id, &after, from).await?;
        }
    }
    Ok(())
}

fn spans<T: GenericUuid + Clone + PartialEq>(history: &History<T>) -> Vec<Span> {
    let span = |it: &Interval<T>| Span { of: it.value.clone().into_untyped_uuid(), from: it.from, until: it.until };
    history.intervals().iter().map(span).collect()
}
