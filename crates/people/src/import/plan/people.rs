//! Whom each row is about, and what is known of them afterwards.

use super::super::cells::{self, Draft, ManagerRef, Reason};
use super::super::headers::{Column, Columns};
use super::super::known::{Known, KnownPerson};
use super::super::put::Put;
use super::super::table::Table;
use super::{Change, Fate, NewTeam, Planned, Target, TeamRef, Who};
use crate::model::directory::{EmployeeId, Entry, EntryError, FamilyName, Field, GivenName, Status, TeamName};
use crate::model::{Email, NAME_MAX, PersonId};
use crate::own::OWN_FIELDS;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Rows about one person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Doubled {
    /// The employee id or the address they share.
    pub what: String,
    /// Their lines.
    pub lines: Vec<u64>,
}

/// Rows on their way to a plan.
pub(super) struct Work {
    pub rows: Vec<Item>,
    pub doubled: Vec<Doubled>,
}

pub(super) struct Item {
    pub line: u64,
    pub name: String,
    pub state: Result<Candidate, Vec<Reason>>,
}

/// A row that can be imported as far as is known by now.
pub(super) struct Candidate {
    /// Place among the known people; none for somebody new.
    pub known: Option<usize>,
    pub entry: Entry,
    /// Whether they leave, or have left, by this row.
    pub leaves: bool,
    pub team_said: Put<Vec<TeamName>>,
    pub manager_said: Put<Vec<ManagerRef>>,
    pub team: Put<TeamRef>,
    pub manager: Put<Who>,
    pub kept: Vec<Change>,
}

impl Candidate {
    /// Somebody who has left and was never here.
    pub fn left_before(&self) -> bool {
        self.known.is_none() && self.entry.status == Status::Leaver
    }

    /// The person of this row, whose place is `n`.
    pub fn who(&self, n: usize, known: &Known) -> Who {
        self.known.map_or(Who::Row(n), |at| Who::Known(known.people[at].id))
    }
}

impl Work {
    /// Rows that can be imported, with their places.
    pub fn good(&self) -> impl Iterator<Item = (usize, &Candidate)> {
        self.rows.iter().enumerate().filter_map(|(n, it)| Some((n, it.state.as_ref().ok()?)))
    }

    /// Refuses a row.
    pub fn refuse(&mut self, n: usize, reason: Reason) {
        match &mut self.rows[n].state {
            Err(reasons) => reasons.push(reason),
            state @ Ok(_) => *state = Err(vec![reason]),
        }
    }
}

/// The known people by what a file calls them.
pub(super) struct Index<'k> {
    pub by_id: HashMap<&'k str, usize>,
    pub by_email: HashMap<&'k str, usize>,
}

impl<'k> Index<'k> {
    pub fn of(known: &'k Known) -> Self {
        let all = || known.people.iter().enumerate();
        Self {
            by_id: all().filter_map(|(n, it)| Some((it.entry.employee_id.as_ref()?.as_str(), n))).collect(),
            by_email: all().filter_map(|(n, it)| Some((it.entry.email.as_ref()?.as_str(), n))).collect(),
        }
    }

    pub fn find(&self, (id, email): &(Option<EmployeeId>, Option<Email>)) -> Option<usize> {
        let by_id = id.as_ref().and_then(|it| self.by_id.get(it.as_str()));
        by_id.or_else(|| email.as_ref().and_then(|it| self.by_email.get(it.as_str()))).copied()
    }
}

/// Finds out whom each row is about.
pub(super) fn matched(
    table: &Table,
    columns: &Columns,
    read: Vec<Result<Draft, Vec<Reason>>>,
    known: &Known,
    today: Date,
) -> Work {
    let index = Index::of(known);
    let keys: Vec<_> = table.rows.iter().map(|row| cells::keys(row, columns)).collect();
    let rows = table.rows.iter().zip(read).zip(&keys).map(|((row, read), keys)| {
        let state = read.and_then(|draft| candidate(draft, known, &index, today));
        let name = match (&state, index.find(keys)) {
            (Ok(it), _) => it.entry.name.clone(),
            (Err(_), Some(at)) => known.people[at].entry.name.clone(),
            (Err(_), None) => as_typed(row.cells.as_slice(), columns, keys),
        };
        Item { line: row.line, name, state }
    });
    let mut work = Work { rows: rows.collect(), doubled: Vec::new() };
    refuse_doubled(&mut work, &keys, &index);
    work
}

/// Whoever a broken row is about, in its own words.
fn as_typed(cells: &[String], columns: &Columns, (id, email): &(Option<EmployeeId>, Option<Email>)) -> String {
    let cell = |column| columns.place(column).and_then(|at| cells.get(at)).map(|it| it.trim().to_owned());
    let parts: Vec<String> = match cell(Column::Name).filter(|it| !it.is_empty()) {
        Some(name) => vec![name],
        None => {
            [Column::FirstName, Column::LastName].into_iter().filter_map(cell).filter(|it| !it.is_empty()).collect()
        }
    };
    let name: String = parts.join(" ").chars().filter(|c| !c.is_control()).take(NAME_MAX).collect();
    match (name.is_empty(), email, id) {
        (false, ..) => name,
        (true, Some(email), _) => email.as_str().to_owned(),
        (true, None, Some(id)) => id.to_string(),
        (true, None, None) => String::new(),
    }
}

fn candidate(draft: Draft, known: &Known, index: &Index<'_>, today: Date) -> Result<Candidate, Vec<Reason>> {
    let at = whose(&draft, known, index).map_err(|reason| vec![reason])?;
    let before = at.map(|at| &known.people[at]);
    let (entry, kept) = after(&draft, before, today)?;
    let leaves = entry.status == Status::Leaver && before.is_none_or(KnownPerson::is_here);
    Ok(Candidate {
        known: at,
        entry,
        leaves,
        team_said: draft.team,
        manager_said: draft.manager,
        team: Put::Keep,
        manager: Put::Keep,
        kept,
    })
}

/// Whom a row is about: the employee id says it, and the address where there is no id.
fn whose(draft: &Draft, known: &Known, index: &Index<'_>) -> Result<Option<usize>, Reason> {
    let by_id = draft.employee_id.value().and_then(|it| index.by_id.get(it.as_str())).copied();
    let by_email = draft.email.value().and_then(|it| index.by_email.get(it.as_str())).copied();
    let name = |at: usize| known.people[at].entry.name.clone();
    match (by_id, by_email) {
        (Some(one), Some(two)) if one != two => Err(Reason::TwoPeople { by_id: name(one), by_email: name(two) }),
        (Some(at), _) => Ok(Some(at)),
        (None, Some(at)) => match (draft.employee_id.value(), &known.people[at].entry.employee_id) {
            (Some(_), Some(other)) => Err(Reason::OtherId { name: name(at), known: other.to_string() }),
            _ => Ok(Some(at)),
        },
        (None, None) => Ok(None),
    }
}

/// What is known of somebody after their row, and what stays as they put it themselves.
fn after(draft: &Draft, known: Option<&KnownPerson>, today: Date) -> Result<(Entry, Vec<Change>), Vec<Reason>> {
    let before = known.map(|it| &it.entry);
    let base = before.cloned().unwrap_or_default();
    let asked = own_fields(draft, &base);
    let own = |field| known.is_some_and(|it| it.own.contains(&field));
    let kept = OWN_FIELDS.into_iter().filter(|it| own(*it) && asked.text(*it) != base.text(*it));
    let kept: Vec<Change> = kept.map(|field| Change { field, from: base.text(field), to: asked.text(field) }).collect();
    let whole = base.clone();
    let mut entry = Entry {
        employee_id: draft.employee_id.over(base.employee_id),
        email: draft.email.over(base.email),
        name: draft.name.value().cloned().unwrap_or(base.name),
        given_name: draft.given_name.over(Some(base.given_name)).unwrap_or_default(),
        family_name: draft.family_name.over(Some(base.family_name)).unwrap_or_default(),
        preferred_name: if own(Field::PreferredName) { base.preferred_name } else { asked.preferred_name },
        pronouns: if own(Field::Pronouns) { base.pronouns } else { asked.pronouns },
        title: draft.title.over(Some(base.title)).unwrap_or_default(),
        level: draft.level.over(Some(base.level)).unwrap_or_default(),
        place: draft.place.over(Some(base.place)).unwrap_or_default(),
        zone: if own(Field::TimeZone) { base.zone } else { asked.zone },
        language: if own(Field::Language) { base.language } else { asked.language },
        status: base.status,
        started_on: draft.started_on.over(base.started_on),
        left_on: draft.left_on.over(base.left_on),
    };
    // A new name as a whole: the parts of the old one are not its parts.
    let has_parts = draft.given_name.value().is_some() || draft.family_name.value().is_some();
    if own(Field::PreferredName) && !has_parts {
        // The name that is shown is theirs; the file's name takes the place of the parts, if it is another one.
        let said = GivenName::parse(&entry.name).ok().filter(|_| entry.name != whole_of_parts(&whole));
        match said.filter(|_| draft.name.value().is_some()) {
            Some(said) => (entry.given_name, entry.family_name) = (said, FamilyName::default()),
            None => entry.name = whole.name,
        }
    } else if before.is_some_and(|it| it.name != entry.name) && !has_parts {
        entry.given_name = GivenName::default();
        entry.family_name = FamilyName::default();
        entry.preferred_name = draft.preferred_name.over(None).unwrap_or_default();
    }
    // A preferred name alone is half a name.
    if !(entry.given_name.is_empty() && entry.family_name.is_empty())
        && let Some(name) = entry.name_of_parts()
    {
        entry.name = name;
    }
    let ends = draft.left_on.value();
    entry.status = match draft.status.value() {
        Some(status) => *status,
        None if ends.is_some_and(|last| *last < today) => Status::Leaver,
        None if ends.is_some() && base.status == Status::Leaver => Status::Active,
        None => base.status,
    };
    if entry.status == Status::Leaver && entry.left_on.is_none() {
        entry.left_on = Some(entry.started_on.map_or(today, |started| started.max(today)));
    }
    if entry.status != Status::Leaver && base.status == Status::Leaver && ends.is_none() {
        entry.left_on = None;
    }
    let mut faults = Vec::new();
    if entry.name.chars().count() > NAME_MAX {
        faults.push(Reason::Text { column: Column::Name, max: Some(NAME_MAX) });
    }
    match entry.check(today) {
        Ok(()) => {}
        Err(EntryError::NoName) => faults.push(Reason::NoName),
        Err(error) => faults.push(Reason::Entry(error)),
    }
    if faults.is_empty() { Ok((entry, kept)) } else { Err(faults) }
}

/// What the file says of the fields that people may write themselves.
fn own_fields(draft: &Draft, base: &Entry) -> Entry {
    Entry {
        preferred_name: draft.preferred_name.over(Some(base.preferred_name.clone())).unwrap_or_default(),
        pronouns: draft.pronouns.over(Some(base.pronouns.clone())).unwrap_or_default(),
        zone: draft.zone.over(base.zone.clone()),
        language: draft.language.over(base.language.clone()),
        ..base.clone()
    }
}

/// Given and family name, whatever somebody wants to be called.
fn whole_of_parts(entry: &Entry) -> String {
    [entry.given_name.as_str(), entry.family_name.as_str()].join(" ").trim().to_owned()
}

/// Rows about one person are all refused: nobody can tell which of them is right.
fn refuse_doubled(work: &mut Work, keys: &[(Option<EmployeeId>, Option<Email>)], index: &Index<'_>) {
    let mut shared: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut whose: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, key) in keys.iter().enumerate() {
        let texts = [key.0.as_ref().map(ToString::to_string), key.1.as_ref().map(|it| it.as_str().to_owned())];
        for text in texts.into_iter().flatten() {
            shared.entry(text).or_default().push(n);
        }
        if let Some(at) = index.find(key) {
            whose.entry(at).or_default().push(n);
        }
    }
    let mut groups: BTreeMap<Vec<usize>, String> = BTreeMap::new();
    for (text, rows) in shared.into_iter().filter(|(_, rows)| rows.len() > 1) {
        groups.entry(rows).or_insert(text);
    }
    for rows in whose.into_values().filter(|rows| rows.len() > 1) {
        let name = work.rows[rows[0]].name.clone();
        groups.entry(rows).or_insert(name);
    }
    let mut others: BTreeMap<usize, BTreeSet<u64>> = BTreeMap::new();
    for (rows, what) in groups {
        let lines: Vec<u64> = rows.iter().map(|n| work.rows[*n].line).collect();
        for n in rows {
            others.entry(n).or_default().extend(lines.iter().filter(|line| **line != work.rows[n].line));
        }
        work.doubled.push(Doubled { what, lines });
    }
    work.doubled.sort_by_key(|it| it.lines.clone());
    for (n, lines) in others {
        work.refuse(n, Reason::Doubled { lines: lines.into_iter().collect() });
    }
}

/// What becomes of each row.
pub(super) fn fates(work: Work, known: &Known, new_teams: &[NewTeam]) -> Vec<Planned> {
    let names = Names::of(&work, known, new_teams);
    let fates: Vec<Fate> = work.rows.iter().map(|row| fate(row, known, &names)).collect();
    let planned = |(row, fate): (Item, Fate)| {
        let kept = row.state.map(|it| it.kept).unwrap_or_default();
        Planned { line: row.line, name: row.name, fate, kept }
    };
    work.rows.into_iter().zip(fates).map(planned).collect()
}

fn fate(row: &Item, known: &Known, names: &Names<'_>) -> Fate {
    let candidate = match &row.state {
        Ok(candidate) => candidate,
        Err(reasons) => return Fate::Refused(reasons.clone()),
    };
    if candidate.left_before() {
        return Fate::LeftBefore;
    }
    let gone = candidate.entry.status == Status::Leaver;
    let target = Target {
        entry: candidate.entry.clone(),
        // Whoever has left reports to nobody and is in no team any more; that follows by itself.
        manager: if gone { Put::Keep } else { candidate.manager },
        team: if gone { Put::Keep } else { candidate.team },
    };
    let Some(before) = candidate.known.map(|at| &known.people[at]) else { return Fate::New(target) };
    let differs = before.entry.differs(&target.entry).into_iter();
    let mut changes: Vec<Change> =
        differs.map(|field| Change { field, from: before.entry.text(field), to: target.entry.text(field) }).collect();
    let was = before.team.map(TeamRef::Known);
    let is = target.team.over(was);
    if is != was {
        changes.push(Change { field: Field::Team, from: names.team(was), to: names.team(is) });
    }
    let was = before.manager.map(Who::Known);
    let is = target.manager.over(was);
    if is != was {
        changes.push(Change { field: Field::Manager, from: names.person(was), to: names.person(is) });
    }
    if changes.is_empty() {
        return Fate::Unchanged(before.id);
    }
    Fate::Changed { id: before.id, version: before.version, target, changes }
}

/// Names for the eyes of people.
pub(super) struct Names<'w> {
    known: HashMap<PersonId, &'w str>,
    rows: Vec<&'w str>,
    teams: HashMap<TeamRef, &'w str>,
}

impl<'w> Names<'w> {
    pub fn of(work: &'w Work, known: &'w Known, new_teams: &'w [NewTeam]) -> Self {
        let teams = known.teams.iter().map(|it| (TeamRef::Known(it.id), it.name.as_str()));
        let new = new_teams.iter().enumerate().map(|(n, it)| (TeamRef::New(n), it.name.as_str()));
        Self {
            known: known.people.iter().map(|it| (it.id, it.entry.name.as_str())).collect(),
            rows: work.rows.iter().map(|it| it.name.as_str()).collect(),
            teams: teams.chain(new).collect(),
        }
    }

    pub fn person(&self, who: Option<Who>) -> String {
        match who {
            Some(Who::Known(id)) => self.known.get(&id).copied().unwrap_or_default().to_owned(),
            Some(Who::Row(n)) => self.rows[n].to_owned(),
            None => String::new(),
        }
    }

    pub fn team(&self, team: Option<TeamRef>) -> String {
        team.and_then(|it| self.teams.get(&it)).copied().unwrap_or_default().to_owned()
    }
}
