//! Single changes: one transaction each.

use super::{
    DirectoryError, Hand, insert, insert_team, line_history, reveals_no_circle, team_history, today, touch, update,
    write_line, write_team,
};
use crate::People;
use crate::model::PersonId;
use crate::model::directory::{Entry, Lines, Status, TeamId, TeamName, fold};
use crate::store::directory as store;
use db::DbError;
use jiff::civil::Date;
use newtype_uuid::GenericUuid;
use serde_json::json;

/// Adds somebody; answers their id.
pub async fn add(people: &People, by: Option<PersonId>, entry: &Entry) -> Result<PersonId, DirectoryError> {
    entry.check(today(people))?;
    let hand = Hand::of(people, by);
    let mut tx = hand.begin().await?;
    let person = insert(&mut tx, &hand, entry, &[]).await?;
    tx.commit().await?;
    Ok(person.id)
}

/// Writes an entry anew, if nobody else did since version `seen`. Whoever becomes a leaver is signed out at once.
pub async fn change(
    people: &People,
    by: Option<PersonId>,
    id: PersonId,
    seen: i64,
    entry: &Entry,
) -> Result<(), DirectoryError> {
    entry.check(today(people))?;
    let hand = Hand::of(people, by);
    let mut tx = hand.begin().await?;
    update(&mut tx, &hand, id, seen, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// From this day on somebody reports to `manager`, or to nobody; until the next change that is known already.
pub async fn set_manager(
    people: &People,
    by: Option<PersonId>,
    id: PersonId,
    seen: i64,
    manager: Option<PersonId>,
    from: Date,
) -> Result<(), DirectoryError> {
    let hand = Hand::of(people, by);
    let mut tx = hand.begin().await?;
    store::entry_by_id(&mut tx, id.into_untyped_uuid()).await?.ok_or(DirectoryError::NoSuchPerson)?;
    if let Some(manager) = manager {
        let row = store::entry_by_id(&mut tx, manager.into_untyped_uuid()).await?;
        if row.ok_or(DirectoryError::NoSuchPerson)?.entry().status == Status::Leaver {
            return Err(DirectoryError::ManagerLeft);
        }
        if manager == id {
            return Err(DirectoryError::Circle(vec![id]));
        }
    }
    touch(&mut tx, id, seen).await?;
    let history = line_history(&mut tx, id).await?.set(from, manager);
    write_line(&mut tx, &hand, id, &history, from).await?;
    reveals_no_circle(&mut tx, from).await?;
    tx.commit().await?;
    Ok(())
}

/// From this day on somebody is in `team`, or in none.
pub async fn set_team(
    people: &People,
    by: Option<PersonId>,
    id: PersonId,
    seen: i64,
    team: Option<TeamId>,
    from: Date,
) -> Result<(), DirectoryError> {
    let hand = Hand::of(people, by);
    let mut tx = hand.begin().await?;
    if let Some(team) = team {
        store::team_by_id(&mut tx, team.into_untyped_uuid()).await?.ok_or(DirectoryError::NoSuchTeam)?;
    }
    store::entry_by_id(&mut tx, id.into_untyped_uuid()).await?.ok_or(DirectoryError::NoSuchPerson)?;
    touch(&mut tx, id, seen).await?;
    let history = team_history(&mut tx, id).await?.set(from, team);
    write_team(&mut tx, &hand, id, &history, from).await?;
    tx.commit().await?;
    Ok(())
}

/// Whoever's last day is over has left; answers how many. To be asked once a day or more often.
pub async fn end_overdue(people: &People) -> Result<usize, DirectoryError> {
    let day = today(people).to_string();
    let overdue = store::overdue(&mut people.db.read().await?, &day).await?;
    if overdue.is_empty() {
        return Ok(0);
    }
    let hand = Hand::of(people, None);
    let mut tx = hand.begin().await?;
    let mut ended = 0;
    for row in store::overdue(&mut tx, &day).await? {
        let Some(known) = store::entry_by_id(&mut tx, row.id).await? else { continue };
        let entry = Entry { status: Status::Leaver, ..known.entry() };
        match update(&mut tx, &hand, known.id(), row.version, &entry).await {
            Ok(_) => ended += 1,
            // Somebody must look after the server: this person stays until there is another admin.
            Err(DirectoryError::LastAdmin) => {}
            Err(error) => return Err(error),
        }
    }
    tx.commit().await?;
    Ok(ended)
}

/// Makes a team, below another one or at the top.
pub async fn add_team(
    people: &People,
    by: Option<PersonId>,
    name: &TeamName,
    parent: Option<TeamId>,
) -> Result<TeamId, DirectoryError> {
    if name.is_empty() {
        return Err(DirectoryError::NoTeamName);
    }
    let hand = Hand::of(people, by);
    let mut tx = hand.begin().await?;
    if let Some(parent) = parent {
        store::team_by_id(&mut tx, parent.into_untyped_uuid()).await?.ok_or(DirectoryError::NoSuchTeam)?;
    }
    let id = insert_team(&mut tx, &hand, name, parent).await?;
    tx.commit().await?;
    Ok(id)
}

/// Names a team and puts it below another one or at the top, if nobody else changed it since version `seen`.
pub async fn change_team(
    people: &People,
    by: Option<PersonId>,
    id: TeamId,
    seen: i64,
    name: &TeamName,
    parent: Option<TeamId>,
) -> Result<(), DirectoryError> {
    if name.is_empty() {
        return Err(DirectoryError::NoTeamName);
    }
    let hand = Hand::of(people, by);
    let mut tx = hand.begin().await?;
    let teams: Vec<_> = store::teams(&mut tx).await?.iter().map(store::TeamRow::team).collect();
    if !teams.iter().any(|it| it.id == id) {
        return Err(DirectoryError::NoSuchTeam);
    }
    if let Some(parent) = parent {
        if !teams.iter().any(|it| it.id == parent) {
            return Err(DirectoryError::NoSuchTeam);
        }
        let above: Lines<TeamId> = teams.iter().filter_map(|it| Some((it.id, it.parent?))).collect();
        if above.circle(id, parent).is_some() {
            return Err(DirectoryError::TeamCircle);
        }
    }
    let (uuid, above) = (id.into_untyped_uuid(), parent.map(GenericUuid::into_untyped_uuid));
    match store::team_update(&mut tx, uuid, seen, name.as_str(), &fold(name.as_str()), above).await {
        Ok(0) => return Err(DirectoryError::Stale),
        Ok(_) => {}
        Err(DbError::Conflict) => return Err(DirectoryError::TeamNameTaken),
        Err(error) => return Err(error.into()),
    }
    hand.note(&mut tx, "team_changed", uuid, json!({ "parent": above })).await?;
    tx.commit().await?;
    Ok(())
}
