//! Whose chat it is, and deleting it.

use super::rows::{HostRow, IdRow, OwnerlessRow};
use super::{StoreError, statements as sql};
use crate::access::Standing;
use crate::model::ChatId;
use db::{Reads, WriteTx};
use jiff::civil::Date;
use newtype_uuid::GenericUuid;
use people::PersonId;

/// Somebody who hosts a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatHost {
    /// Who.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// The owner; else a co-host.
    pub is_owner: bool,
    /// Works here no more.
    pub has_left: bool,
}

impl From<HostRow> for ChatHost {
    fn from(row: HostRow) -> Self {
        let HostRow { id, name, is_owner, has_left } = row;
        Self { id: PersonId::from_untyped_uuid(id), name, is_owner, has_left }
    }
}

/// Somebody who owns chats and cannot host any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ownerless {
    /// Who.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// Works here no more; else only may not run chats any more.
    pub has_left: bool,
    /// How many chats.
    pub chats: u64,
}

impl From<OwnerlessRow> for Ownerless {
    fn from(row: OwnerlessRow) -> Self {
        let OwnerlessRow { id, name, has_left, n } = row;
        Self { id: PersonId::from_untyped_uuid(id), name, has_left, chats: super::rows::large(n) }
    }
}

/// How somebody stands to a chat, as it is written now.
pub async fn standing(tx: &mut impl Reads, chat: ChatId, person: PersonId) -> Result<Standing, StoreError> {
    let row = sql::standing_of(tx, chat.into_untyped_uuid(), person.into_untyped_uuid()).await?;
    Ok(match row.map(|row| row.is_owner) {
        Some(true) => Standing::Owner,
        Some(false) => Standing::CoHost,
        None => Standing::None,
    })
}

/// The owner, then the co-hosts by name.
pub async fn hosts(tx: &mut impl Reads, chat: ChatId) -> Result<Vec<ChatHost>, StoreError> {
    Ok(sql::hosts_of(tx, chat.into_untyped_uuid()).await?.into_iter().map(ChatHost::from).collect())
}

/// Adds a co-host; whether that changed anything.
pub async fn add_co_host(tx: &mut WriteTx, chat: ChatId, person: PersonId) -> Result<bool, StoreError> {
    Ok(sql::co_host_add(tx, chat.into_untyped_uuid(), person.into_untyped_uuid()).await? > 0)
}

/// Removes a co-host; whether that changed anything.
pub async fn remove_co_host(tx: &mut WriteTx, chat: ChatId, person: PersonId) -> Result<bool, StoreError> {
    Ok(sql::co_host_remove(tx, chat.into_untyped_uuid(), person.into_untyped_uuid()).await? > 0)
}

/// Has everybody who changes who owns a chat wait for this transaction, if `owner` owns it. What is read after that holds
/// until its end, on PostgreSQL too.
pub async fn lock_owner(tx: &mut WriteTx, chat: ChatId, owner: PersonId) -> Result<(), StoreError> {
    let owner = owner.into_untyped_uuid();
    sql::owner_set(tx, chat.into_untyped_uuid(), owner, owner).await?;
    Ok(())
}

/// What becomes of an owner who hands over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stays {
    /// Hosts it still.
    AsCoHost,
    /// Has nothing to do with it any more.
    Not,
}

/// Makes `to` the owner in place of `from`.
///
/// [`StoreError::Stale`] when `from` does not own it.
pub async fn set_owner(
    tx: &mut WriteTx,
    chat: ChatId,
    from: PersonId,
    to: PersonId,
    stays: Stays,
) -> Result<(), StoreError> {
    let (chat, from, to) = (chat.into_untyped_uuid(), from.into_untyped_uuid(), to.into_untyped_uuid());
    if sql::owner_set(tx, chat, from, to).await? == 0 {
        return Err(StoreError::Stale);
    }
    sql::co_host_remove(tx, chat, to).await?;
    if stays == Stays::AsCoHost {
        sql::co_host_add(tx, chat, from).await?;
    }
    Ok(())
}

/// Owners who have left or may run chats no more on a day.
pub async fn ownerless(tx: &mut impl Reads, on: Date) -> Result<Vec<Ownerless>, StoreError> {
    Ok(sql::ownerless(tx, &on.to_string()).await?.into_iter().map(Ownerless::from).collect())
}

/// The chats that somebody owns.
pub async fn owned(tx: &mut impl Reads, owner: PersonId) -> Result<Vec<ChatId>, StoreError> {
    Ok(ids(sql::owned_by(tx, owner.into_untyped_uuid()).await?))
}

/// Chats that destroy at their end what leads to people, opened before this instant in microseconds and not ended.
pub async fn left_open(tx: &mut impl Reads, started_before: i64) -> Result<Vec<ChatId>, StoreError> {
    Ok(ids(sql::left_open(tx, started_before).await?))
}

/// Deletes a chat with all that was said in it.
///
/// [`StoreError::Stale`] when it runs, or something was written to it after `batch`.
pub async fn delete(tx: &mut WriteTx, id: ChatId, batch: u64) -> Result<(), StoreError> {
    let chat = id.into_untyped_uuid();
    sql::spotlights_drop(tx, chat).await?;
    sql::truths_drop(tx, chat).await?;
    sql::swipes_drop(tx, chat).await?;
    sql::answers_drop(tx, chat).await?;
    sql::panel_clear(tx, chat).await?;
    sql::takes_clear(tx, chat).await?;
    sql::passes_drop(tx, chat).await?;
    sql::voice_people_forget(tx, chat).await?;
    sql::names_drop(tx, chat).await?;
    sql::voices_drop(tx, chat).await?;
    sql::co_hosts_drop(tx, chat).await?;
    let batch = i64::try_from(batch).unwrap_or(i64::MAX);
    if sql::chat_drop(tx, chat, batch).await? == 0 { Err(StoreError::Stale) } else { Ok(()) }
}

fn ids(rows: Vec<IdRow>) -> Vec<ChatId> {
    rows.into_iter().map(|row| ChatId::from_untyped_uuid(row.id)).collect()
}
