//! What the directory knows before an import.

use crate::model::PersonId;
use crate::model::directory::{Entry, Field, Status, Team, TeamId};
use crate::store::{directory as store, own, role};
use db::{DbError, Reads};
use jiff::civil::Date;
use newtype_uuid::GenericUuid;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Everybody and every team, on one day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Everybody, people who have left among them.
    pub people: Vec<KnownPerson>,
    /// Every team.
    pub teams: Vec<Team>,
}

/// Somebody in the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPerson {
    /// Id.
    pub id: PersonId,
    /// Counts changes.
    pub version: i64,
    /// What is known.
    pub entry: Entry,
    /// Whom they report to.
    pub manager: Option<PersonId>,
    /// Their team.
    pub team: Option<TeamId>,
    /// Looks after the server.
    pub is_admin: bool,
    /// Fields that they have put right themselves: a file does not change them.
    pub own: BTreeSet<Field>,
}

impl KnownPerson {
    /// Whether they are here.
    pub fn is_here(&self) -> bool {
        self.entry.status != Status::Leaver
    }
}

/// Reads it.
pub async fn known(tx: &mut impl Reads, on: Date) -> Result<Known, DbError> {
    let day = on.to_string();
    let lines = store::lines_on(tx, &day).await?;
    let managers: BTreeMap<Uuid, Uuid> = lines.into_iter().map(|it| (it.person_id, it.manager_id)).collect();
    let members = store::memberships_on(tx, &day).await?;
    let teams: BTreeMap<Uuid, Uuid> = members.into_iter().map(|it| (it.person_id, it.team_id)).collect();
    let admins: BTreeSet<Uuid> = role::lasting_admins(tx, &day).await?.into_iter().map(|it| it.id).collect();
    let mut owned: BTreeMap<Uuid, BTreeSet<Field>> = BTreeMap::new();
    for row in own::all_own_fields(tx).await? {
        owned.entry(row.id).or_default().extend(Field::from_key(&row.name));
    }
    let people = store::entries(tx).await?.into_iter().map(|row| KnownPerson {
        id: row.id(),
        version: row.version,
        entry: row.entry(),
        manager: managers.get(&row.id).copied().map(PersonId::from_untyped_uuid),
        team: teams.get(&row.id).copied().map(TeamId::from_untyped_uuid),
        is_admin: admins.contains(&row.id),
        own: owned.remove(&row.id).unwrap_or_default(),
    });
    let people = people.collect();
    let teams = store::teams(tx).await?.iter().map(store::TeamRow::team).collect();
    Ok(Known { people, teams })
}
