//! Roles given and ended: one transaction each, with a ledger event that the person sees.

use crate::directory::{Hand, is_last_admin, today};
use crate::model::directory::{Status, TeamId};
use crate::model::{PersonId, Role};
use crate::store::{directory, role as store};
use crate::{People, store as accounts};
use db::{DbError, Reads};
use jiff::civil::Date;
use newtype_uuid::GenericUuid;
use serde_json::json;

pub use crate::store::role::GrantRow as Held;

/// Why a role was not given or ended.
#[derive(Debug, thiserror::Error)]
pub enum RoleError {
    /// The id is nobody's, or they have left.
    #[error("there is no such person here")]
    NoSuchPerson,
    /// The id is no team's.
    #[error("there is no such team")]
    NoSuchTeam,
    /// A scope belongs to people partners alone.
    #[error("only a people partner has a team to look after")]
    NoScope,
    /// Nobody gives a role to themselves.
    #[error("nobody gives a role to themselves")]
    OwnRecord,
    /// It is held already.
    #[error("this role is held already")]
    Held,
    /// It would be over before it begins.
    #[error("the last day must be today or later")]
    OverAlready,
    /// There is no such role to end, or it is over.
    #[error("this role is not held")]
    NotHeld,
    /// Nobody could look after the server.
    #[error("this is the last admin")]
    LastAdmin,
    /// The database.
    #[error("the database refused")]
    Db(#[from] DbError),
}

/// What is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct New {
    /// Which role.
    pub role: Role,
    /// What a partner looks after; without one, everybody.
    pub team: Option<TeamId>,
    /// Last day on which it is held; without one it is held until it is ended.
    pub last: Option<Date>,
}

/// Gives a role from today on. `by` is nobody for the command line. The ledger says `role_granted` of the person.
pub async fn grant(people: &People, by: Option<PersonId>, id: PersonId, new: New) -> Result<(), RoleError> {
    let (uuid, from) = (id.into_untyped_uuid(), today(people));
    if by == Some(id) {
        return Err(RoleError::OwnRecord);
    }
    if new.team.is_some() && new.role != Role::Partner {
        return Err(RoleError::NoScope);
    }
    if new.last.is_some_and(|last| last < from) {
        return Err(RoleError::OverAlready);
    }
    let hand = Hand::of(people, by);
    let mut tx = hand.begin().await?;
    let entry = directory::entry_by_id(&mut tx, uuid).await?;
    if entry.is_none_or(|it| it.entry().status == Status::Leaver) {
        return Err(RoleError::NoSuchPerson);
    }
    let team = new.team.map(GenericUuid::into_untyped_uuid);
    if let Some(team) = team
        && directory::team_by_id(&mut tx, team).await?.is_none()
    {
        return Err(RoleError::NoSuchTeam);
    }
    let held = store::grants_of(&mut tx, uuid)
        .await?
        .iter()
        .filter_map(Held::grant)
        .any(|it| it.role == new.role && it.team == new.team && it.until.is_none_or(|until| until > from));
    if held {
        return Err(RoleError::Held);
    }
    let n = store::grants_made(&mut tx, uuid).await?.map_or(0, |it| it.n) + 1;
    let until = new.last.map(|it| it.tomorrow().unwrap_or(Date::MAX).to_string());
    let granted_by = by.map(GenericUuid::into_untyped_uuid);
    let key = new.role.key();
    store::grant_add(&mut tx, uuid, n, key, team, &from.to_string(), until.as_deref(), granted_by).await?;
    hand.note(&mut tx, "role_granted", uuid, json!({ "role": key, "team": team, "until": until, "n": n })).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends a role at once. The ledger says `role_ended` of the person.
pub async fn end(people: &People, by: Option<PersonId>, id: PersonId, n: i64) -> Result<(), RoleError> {
    let (uuid, day) = (id.into_untyped_uuid(), today(people));
    let hand = Hand::of(people, by);
    let mut tx = hand.begin().await?;
    let grants: Vec<_> = store::grants_of(&mut tx, uuid).await?.iter().filter_map(Held::grant).collect();
    let grant = grants.iter().find(|it| it.n == n).ok_or(RoleError::NotHeld)?;
    let lasts = |it: &&crate::model::Grant| it.role == Role::Admin && it.until.is_none() && it.from <= day;
    let only = lasts(&grant) && grants.iter().filter(lasts).count() == 1;
    if only && is_last_admin(&mut tx, id, day).await? {
        return Err(RoleError::LastAdmin);
    }
    if store::grant_end(&mut tx, uuid, n, &day.to_string()).await? == 0 {
        return Err(RoleError::NotHeld);
    }
    hand.note(&mut tx, "role_ended", uuid, json!({ "role": grant.role.key(), "n": n })).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends the role of somebody with this address, for the command line.
pub async fn revoke(people: &People, id: PersonId, role: Role, team: Option<TeamId>) -> Result<(), RoleError> {
    let day = today(people);
    let mut tx = people.db.read().await?;
    let person = accounts::person(&accounts::person_by_id(&mut tx, id.into_untyped_uuid()).await?);
    drop(tx);
    let person = person.ok_or(RoleError::NoSuchPerson)?;
    let held =
        person.roles.0.iter().find(|it| {
            it.role == role && it.until.is_none_or(|until| until > day) && (team.is_none() || it.team == team)
        });
    let n = held.ok_or(RoleError::NotHeld)?.n;
    end(people, None, id, n).await
}

/// Who holds a role on a day or later, by name.
pub async fn held(tx: &mut impl Reads, on: Date) -> Result<Vec<Held>, DbError> {
    let rows = store::grants_on(tx, &on.to_string()).await?;
    Ok(rows.into_iter().filter(|it| it.status != Status::Leaver.key()).collect())
}

/// Every role that somebody held or holds, the newest first.
pub async fn of(tx: &mut impl Reads, id: PersonId) -> Result<Vec<Held>, DbError> {
    store::grants_of(tx, id.into_untyped_uuid()).await
}
