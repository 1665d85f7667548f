//! Who may read by their role, by name.

use crate::directory;
use crate::model::directory::{Lines, Status, TeamId};
use crate::model::{PersonId, Role};
use crate::store::{directory as people, own as store, role as roles};
use db::{DbError, Reads};
use jiff::civil::Date;
use newtype_uuid::GenericUuid;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// People with a role that reaches somebody, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Admins of the server.
    pub admins: Vec<String>,
    /// People partners in whose scope the person is.
    pub partners: Vec<String>,
    /// The line above, the nearest first.
    pub managers: Vec<String>,
}

/// Who has a role today that reaches `subject`; themselves left out, and partners below them in the line, who are not
/// to act on those above.
pub async fn role_holders(tx: &mut impl Reads, subject: Uuid, today: Date) -> Result<Names, DbError> {
    let day = today.to_string();
    let team = roles::last_team(tx, subject, &day).await?.map(|it| TeamId::from_untyped_uuid(it.id));
    let teams = directory::teams(tx).await?;
    let above: Lines<TeamId> = teams.iter().filter_map(|it| Some((it.id, it.parent?))).collect();
    let reached: BTreeSet<TeamId> = team.into_iter().flat_map(|it| above.above(it).into_iter().chain([it])).collect();
    let line = directory::line_above(tx, PersonId::from_untyped_uuid(subject), today).await?;
    let mut managers = Vec::new();
    for id in line {
        let row = people::entry_by_id(tx, id.into_untyped_uuid()).await?;
        // Whoever has left reads nothing, and hides the line above them, as on every page.
        match row.filter(|it| it.entry().status != Status::Leaver) {
            Some(row) => managers.push(row.name),
            None => break,
        }
    }
    let mut names = Names { managers, ..Names::default() };
    for row in roles::grants_on(tx, &day).await? {
        let is_here = row.status != Status::Leaver.key() && row.person_id != subject;
        let Some(grant) = row.grant().filter(|it| is_here && it.holds(today)) else { continue };
        let list = match grant.role {
            Role::Admin => &mut names.admins,
            Role::Partner if grant.team.is_none_or(|it| reached.contains(&it)) => {
                let (person, below) =
                    (PersonId::from_untyped_uuid(row.person_id), PersonId::from_untyped_uuid(subject));
                if directory::is_above(tx, below, person, today).await? {
                    continue;
                }
                &mut names.partners
            }
            Role::Partner | Role::Host => continue,
        };
        if !list.contains(&row.name) {
            list.push(row.name);
        }
    }
    Ok(names)
}

/// Names of these people; whoever is not there has none.
pub async fn names_of(tx: &mut impl Reads, ids: Vec<Uuid>) -> Result<BTreeMap<Uuid, String>, DbError> {
    let mut names = BTreeMap::new();
    for id in ids {
        if !names.contains_key(&id)
            && let Some(row) = store::name_of(tx, id).await?
        {
            names.insert(id, row.name);
        }
    }
    Ok(names)
}
