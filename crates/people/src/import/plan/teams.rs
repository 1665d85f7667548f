//! Teams of a file: found by their names from the top, made where they are missing.

use super::super::cells::Reason;
use super::super::known::Known;
use super::super::put::Put;
use super::people::Work;
use super::{Fate, NewTeam, Planned, TeamRef};
use crate::model::directory::{TeamName, fold};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Gives every row its team; answers the teams that have to be made.
pub(super) fn settle(work: &mut Work, known: &Known) -> Vec<NewTeam> {
    let mut teams = Teams::of(known);
    // Longer ways first: whoever is said to be in “Ports” is in the “Ports” of “Sea” that another row names.
    let mut order: Vec<(usize, usize)> =
        work.good().map(|(n, it)| (n, it.team_said.value().map_or(0, Vec::len))).collect();
    order.sort_by_key(|(n, depth)| (Reverse(*depth), *n));
    for (n, _) in order {
        let Ok(candidate) = &mut work.rows[n].state else { continue };
        if candidate.left_before() {
            continue;
        }
        match teams.find(&candidate.team_said) {
            Ok(team) => candidate.team = team,
            Err(name) => work.refuse(n, Reason::UnclearTeam(name)),
        }
    }
    teams.new
}

struct Teams {
    below: HashMap<(Option<TeamRef>, String), TeamRef>,
    named: BTreeMap<String, Vec<TeamRef>>,
    new: Vec<NewTeam>,
}

impl Teams {
    fn of(known: &Known) -> Self {
        let mut teams = Self { below: HashMap::new(), named: BTreeMap::new(), new: Vec::new() };
        for team in &known.teams {
            teams.know(team.parent.map(TeamRef::Known), &team.name, TeamRef::Known(team.id));
        }
        teams
    }

    fn know(&mut self, parent: Option<TeamRef>, name: &TeamName, team: TeamRef) {
        let name = fold(name.as_str());
        self.named.entry(name.clone()).or_default().push(team);
        self.below.insert((parent, name), team);
    }

    fn find(&mut self, said: &Put<Vec<TeamName>>) -> Result<Put<TeamRef>, String> {
        let way = match said {
            Put::Keep => return Ok(Put::Keep),
            Put::Clear => return Ok(Put::Clear),
            Put::To(way) => way,
        };
        if let [name] = way.as_slice() {
            let folded = fold(name.as_str());
            let top = self.below.get(&(None, folded.clone())).copied();
            let anywhere = self.named.get(&folded).map_or(&[][..], Vec::as_slice);
            match (top, anywhere) {
                (Some(team), _) => return Ok(Put::To(team)),
                (None, [team]) => return Ok(Put::To(*team)),
                (None, [_, ..]) => return Err(name.to_string()),
                (None, []) => {}
            }
        }
        let mut parent = None;
        for name in way {
            let there = self.below.get(&(parent, fold(name.as_str()))).copied();
            parent = Some(there.unwrap_or_else(|| self.make(parent, name)));
        }
        Ok(parent.map_or(Put::Keep, Put::To))
    }

    fn make(&mut self, parent: Option<TeamRef>, name: &TeamName) -> TeamRef {
        let team = TeamRef::New(self.new.len());
        self.new.push(NewTeam { name: name.clone(), parent });
        self.know(parent, name, team);
        team
    }
}

/// Leaves out new teams that no row needs in the end, and counts the others anew.
pub(super) fn needed(mut rows: Vec<Planned>, teams: Vec<NewTeam>) -> (Vec<Planned>, Vec<NewTeam>) {
    let mut used = BTreeSet::new();
    for row in &rows {
        let (Fate::New(target) | Fate::Changed { target, .. }) = &row.fate else { continue };
        let mut next = target.team.value().copied();
        while let Some(TeamRef::New(n)) = next {
            used.insert(n);
            next = teams[n].parent;
        }
    }
    let places: BTreeMap<usize, usize> = used.iter().enumerate().map(|(to, from)| (*from, to)).collect();
    let moved = |team: TeamRef| match team {
        TeamRef::New(n) => TeamRef::New(places[&n]),
        known @ TeamRef::Known(_) => known,
    };
    for row in &mut rows {
        if let Fate::New(target) | Fate::Changed { target, .. } = &mut row.fate {
            target.team = target.team.and_then(|team| Some(moved(team)));
        }
    }
    let kept = teams.into_iter().enumerate().filter(|(n, _)| used.contains(n));
    let kept = kept.map(|(_, team)| NewTeam { parent: team.parent.map(moved), ..team });
    (rows, kept.collect())
}
