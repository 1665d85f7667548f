//! A whole person at once, as a form gives them: entry, manager and team in one transaction.

use super::{
    DirectoryError, Hand, insert, line_history, reveals_no_circle, team_history, today, touch, update, write_line,
    write_team,
};
use crate::People;
use crate::model::PersonId;
use crate::model::directory::{Entry, Status, TeamId};
use crate::store::directory as store;
use db::WriteTx;
use jiff::civil::Date;
use newtype_uuid::GenericUuid;

/// What somebody's record shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// What is known of them.
    pub entry: Entry,
    /// Whom they report to from that day on.
    pub manager: Option<PersonId>,
    /// In which team they are from that day on.
    pub team: Option<TeamId>,
    /// The day.
    pub from: Date,
}

/// Adds somebody with manager and team; answers their id.
pub async fn admit(people: &People, by: Option<PersonId>, wish: &Wish) -> Result<PersonId, DirectoryError> {
    wish.entry.check(today(people))?;
    let hand = Hand::of(people, by);
    let mut tx = hand.begin().await?;
    let person = insert(&mut tx, &hand, &wish.entry, &[]).await?;
    settle(&mut tx, &hand, person.id, wish).await?;
    tx.commit().await?;
    Ok(person.id)
}

/// Writes somebody anew where they differ, if nobody else did since version `seen`. Nobody makes a leaver of
/// themselves: they would be signed out in the middle of it.
pub async fn rewrite(
    people: &People,
    by: Option<PersonId>,
    id: PersonId,
    seen: i64,
    wish: &Wish,
) -> Result<(), DirectoryError> {
    wish.entry.check(today(people))?;
    if by == Some(id) && wish.entry.status == Status::Leaver {
        return Err(DirectoryError::Yourself);
    }
    let hand = Hand::of(people, by);
    let mut tx = hand.begin().await?;
    let written = update(&mut tx, &hand, id, seen, &wish.entry).await?;
    // Whoever has left has no place any more.
    if wish.entry.status != Status::Leaver && settle(&mut tx, &hand, id, wish).await? && !written {
        touch(&mut tx, id, seen).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Gives somebody their manager and their team from the day on; answers whether either is new.
async fn settle(tx: &mut WriteTx, hand: &Hand<'_>, id: PersonId, wish: &Wish) -> Result<bool, DirectoryError> {
    let line = line_history(tx, id).await?;
    let moves = line.at(wish.from) != wish.manager.as_ref();
    if moves {
        if let Some(manager) = wish.manager {
            let row = store::entry_by_id(tx, manager.into_untyped_uuid()).await?;
            if row.ok_or(DirectoryError::NoSuchPerson)?.entry().status == Status::Leaver {
                return Err(DirectoryError::ManagerLeft);
            }
            if manager == id {
                return Err(DirectoryError::Circle(vec![id]));
            }
        }
        write_line(tx, hand, id, &line.set(wish.from, wish.manager), wish.from).await?;
        reveals_no_circle(tx, wish.from).await?;
    }
    let team = team_history(tx, id).await?;
    let changes = team.at(wish.from) != wish.team.as_ref();
    if changes {
        if let Some(team) = wish.team {
            store::team_by_id(tx, team.into_untyped_uuid()).await?.ok_or(DirectoryError::NoSuchTeam)?;
        }
        write_team(tx, hand, id, &team.set(wish.from, wish.team), wish.from).await?;
    }
    Ok(moves || changes)
}
