//! Managers of a file: found by id, address or name among those who are known and those who come with it.

use super::super::cells::{ManagerRef, Reason, spoken};
use super::super::known::Known;
use super::super::put::Put;
use super::people::{Names, Work};
use super::{Question, Who};
use crate::model::PersonId;
use crate::model::directory::{Entry, Lines, Status};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A manager who is not there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MissingManager {
    /// As the file names them, or by name.
    pub manager: String,
    /// Why not.
    pub why: Missing,
    /// Who would report to them.
    pub people: Vec<String>,
    /// Lines that name them; none where it follows from elsewhere.
    pub lines: Vec<u64>,
}

/// Why a manager is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// Neither in the file nor in the directory.
    Unknown,
    /// Several people are called so.
    Several,
    /// Has left, or leaves with this import.
    Left,
}

/// Gives every row its manager; answers what has to be asked.
pub(super) fn settle(work: &mut Work, known: &Known, absent: &[(PersonId, i64, Entry)]) -> Vec<Question> {
    let absent: HashSet<PersonId> = absent.iter().map(|it| it.0).collect();
    loop {
        let people = People::of(work, known, &absent);
        let torn: Vec<usize> = work.good().filter(|(_, it)| people.is_torn(&it.manager_said)).map(|it| it.0).collect();
        if torn.is_empty() {
            break;
        }
        // Without these rows others may miss their managers, or find one by name: look again.
        for n in torn {
            work.refuse(n, Reason::TwoManagers);
        }
    }
    let people = People::of(work, known, &absent);
    let mut missing: BTreeMap<(String, Missing), (Vec<String>, Vec<u64>)> = BTreeMap::new();
    let mut found: Vec<(usize, Put<Who>)> = Vec::new();
    for (n, candidate) in work.good().filter(|(_, it)| !it.left_before() && it.entry.status != Status::Leaver) {
        let manager = match &candidate.manager_said {
            Put::Keep => Put::Keep,
            Put::Clear => Put::Clear,
            Put::To(said) => match people.find(said) {
                Ok(who) => Put::To(who),
                Err(why) => {
                    let manager = said.first().map_or("", ManagerRef::text).to_owned();
                    let (below, lines) = missing.entry((manager, why)).or_default();
                    below.push(candidate.entry.name.clone());
                    lines.push(work.rows[n].line);
                    Put::Keep
                }
            },
        };
        found.push((n, manager));
    }
    for (n, manager) in found {
        if let Ok(candidate) = &mut work.rows[n].state {
            candidate.manager = manager;
        }
    }
    let circles = open_circles(work, known);
    for (name, left) in left_alone(work, known, &absent) {
        missing.entry((name, Missing::Left)).or_default().0.extend(left);
    }
    let missing: Vec<MissingManager> = missing
        .into_iter()
        .map(|((manager, why), (people, lines))| MissingManager { manager, why, people, lines })
        .collect();
    let circles = (!circles.is_empty()).then_some(Question::Circles(circles));
    circles.into_iter().chain((!missing.is_empty()).then_some(Question::Managers(missing))).collect()
}

/// Everybody as they are after the import, by what a file calls them.
struct People {
    by_id: HashMap<String, Who>,
    by_email: HashMap<String, Who>,
    by_name: HashMap<String, BTreeSet<Who>>,
    left: HashSet<Who>,
}

impl People {
    fn of(work: &Work, known: &Known, absent: &HashSet<PersonId>) -> Self {
        let mut after: Vec<Option<&Entry>> = known.people.iter().map(|it| Some(&it.entry)).collect();
        let mut all: Vec<(Who, &Entry)> = Vec::new();
        for (n, candidate) in work.good().filter(|(_, it)| !it.left_before()) {
            if let Some(at) = candidate.known {
                after[at] = None;
            }
            all.push((candidate.who(n, known), &candidate.entry));
        }
        let rest = known.people.iter().zip(after).filter_map(|(it, entry)| Some((Who::Known(it.id), entry?)));
        all.extend(rest);
        let mut people =
            Self { by_id: HashMap::new(), by_email: HashMap::new(), by_name: HashMap::new(), left: HashSet::new() };
        for (who, entry) in all {
            people.know(who, entry);
            if entry.status == Status::Leaver || matches!(who, Who::Known(id) if absent.contains(&id)) {
                people.left.insert(who);
            }
        }
        people
    }

    fn know(&mut self, who: Who, entry: &Entry) {
        if let Some(id) = &entry.employee_id {
            self.by_id.insert(id.to_string(), who);
        }
        if let Some(email) = &entry.email {
            self.by_email.insert(email.as_str().to_owned(), who);
        }
        // Whoever has left is no candidate for a name that somebody else has too.
        if entry.status != Status::Leaver {
            let whole = format!("{} {}", entry.given_name, entry.family_name);
            for name in [entry.name.as_str(), whole.trim()] {
                if !name.is_empty() {
                    self.by_name.entry(spoken(name)).or_default().insert(who);
                }
            }
        }
    }

    fn one(&self, named: &ManagerRef) -> Result<Who, Missing> {
        let by_email = |text: &str| self.by_email.get(text.to_lowercase().trim()).copied();
        let by_name = |text: &str| match self.by_name.get(&spoken(text)) {
            None => Err(Missing::Unknown),
            Some(several) if several.len() > 1 => Err(Missing::Several),
            Some(one) => one.first().copied().ok_or(Missing::Unknown),
        };
        match named {
            ManagerRef::Id(text) => self.by_id.get(text).copied().ok_or(Missing::Unknown),
            ManagerRef::Email(text) => by_email(text).ok_or(Missing::Unknown),
            ManagerRef::Any(text) => {
                self.by_id.get(text).copied().or_else(|| by_email(text)).map_or_else(|| by_name(text), Ok)
            }
        }
    }

    /// The one whom all columns mean that mean anybody.
    fn find(&self, named: &[ManagerRef]) -> Result<Who, Missing> {
        let all: Vec<_> = named.iter().map(|it| self.one(it)).collect();
        match all.iter().find_map(|it| it.ok()) {
            Some(who) if self.left.contains(&who) => Err(Missing::Left),
            Some(who) => Ok(who),
            None => Err(all.into_iter().find_map(Result::err).unwrap_or(Missing::Unknown)),
        }
    }

    /// Whether the columns mean different people.
    fn is_torn(&self, said: &Put<Vec<ManagerRef>>) -> bool {
        let found = said.value().into_iter().flatten().filter_map(|it| self.one(it).ok());
        found.collect::<BTreeSet<_>>().len() > 1
    }
}

/// Who reports to whom afterwards, as far as is settled.
fn lines(work: &Work, known: &Known) -> Lines<Who> {
    let mut managers: BTreeMap<Who, Option<Who>> =
        known.people.iter().map(|it| (Who::Known(it.id), it.manager.map(Who::Known))).collect();
    for (n, candidate) in work.good() {
        let who = candidate.who(n, known);
        let before = managers.get(&who).copied().flatten();
        managers.insert(who, candidate.manager.over(before));
    }
    managers.into_iter().filter_map(|(who, manager)| Some((who, manager?))).collect()
}

/// Leaves the managers of everybody in a circle as they are; answers the circles by name.
fn open_circles(work: &mut Work, known: &Known) -> Vec<Vec<String>> {
    let mut told = Vec::new();
    loop {
        let circles = lines(work, known).circles();
        let rows: HashMap<Who, usize> = work.good().map(|(n, it)| (it.who(n, known), n)).collect();
        let mut opened = false;
        let names = Names::of(work, known, &[]);
        let by_names: Vec<Vec<String>> =
            circles.iter().map(|circle| by_name(circle.iter().map(|who| names.person(Some(*who))).collect())).collect();
        for n in circles.iter().flatten().filter_map(|who| rows.get(who)) {
            if let Ok(candidate) = &mut work.rows[*n].state {
                opened |= std::mem::take(&mut candidate.manager) != Put::Keep;
            }
        }
        told.extend(by_names);
        // What is known has no circle, so that the last one was opened.
        if !opened {
            return told;
        }
    }
}

/// A circle from whoever is first by name: told the same way each time.
fn by_name(mut circle: Vec<String>) -> Vec<String> {
    let first = circle.iter().enumerate().min_by_key(|it| it.1).map_or(0, |it| it.0);
    circle.rotate_left(first);
    circle
}

/// People who keep a manager who leaves with this import, by the name of that manager.
fn left_alone(work: &Work, known: &Known, absent: &HashSet<PersonId>) -> BTreeMap<String, Vec<String>> {
    let mut leaving: BTreeMap<PersonId, &str> = BTreeMap::new();
    let mut settled: HashSet<PersonId> = absent.clone();
    for (_, candidate) in work.good() {
        let Some(person) = candidate.known.map(|at| &known.people[at]) else { continue };
        if candidate.leaves {
            leaving.insert(person.id, &person.entry.name);
        }
        if candidate.manager != Put::Keep || candidate.entry.status == Status::Leaver {
            settled.insert(person.id);
        }
    }
    for person in known.people.iter().filter(|it| absent.contains(&it.id)) {
        leaving.insert(person.id, &person.entry.name);
    }
    let mut alone: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for person in known.people.iter().filter(|it| it.is_here() && !settled.contains(&it.id)) {
        if let Some(manager) = person.manager.and_then(|it| leaving.get(&it)) {
            alone.entry((*manager).to_owned()).or_default().push(person.entry.name.clone());
        }
    }
    alone
}
