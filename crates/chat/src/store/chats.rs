//! Chats as the office sees them: found, listed, drafted.

use super::{StoreError, statements as sql};
use crate::model::{Chat, ChatId, Checked, Door, PanellistId, Phase, TakeId};
use crate::store::rows::{ListRow, small};
use db::{Reads, WriteTx};
use newtype_uuid::GenericUuid;
use people::PersonId;

/// A chat to be written for the first time: everything that is not the host's to choose.
#[derive(Debug, Clone)]
pub struct NewChat {
    /// Its id.
    pub id: ChatId,
    /// Six digits, not in use.
    pub code: String,
    /// Unguessable.
    pub screen_key: [u8; 16],
    /// Who makes it.
    pub by: PersonId,
    /// When, in micro-seconds.
    pub at: i64,
}

/// Ids for the rows of a draft.
#[derive(Debug, Clone, Default)]
pub struct RowIds {
    /// One per panellist.
    pub panel: Vec<PanellistId>,
    /// One per take.
    pub takes: Vec<TakeId>,
}

/// A line of a host's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedChat {
    /// Its id.
    pub id: ChatId,
    /// Title.
    pub title: String,
    /// Series, or empty.
    pub series: String,
    /// Day, or empty.
    pub held_on: String,
    /// When it was made, in micro-seconds.
    pub made_at: i64,
    /// Six digits.
    pub code: String,
    /// How far it has come.
    pub phase: Phase,
    /// Takes in it.
    pub takes: u32,
    /// Voices that joined.
    pub joined: u32,
    /// Who may join.
    pub door: Door,
    /// Whose chat it is.
    pub owner: PersonId,
    /// The owner's name.
    pub owner_name: String,
}

/// A chat by id.
pub async fn by_id(tx: &mut impl Reads, id: ChatId) -> Result<Option<Chat>, StoreError> {
    sql::chat_by_id(tx, id.into_untyped_uuid()).await?.map(super::rows::ChatRow::chat).transpose()
}

/// A chat by its join code.
pub async fn by_code(tx: &mut impl Reads, code: &str) -> Result<Option<Chat>, StoreError> {
    sql::chat_by_code(tx, code).await?.map(super::rows::ChatRow::chat).transpose()
}

/// A chat by the key of its big screen.
pub async fn by_screen_key(tx: &mut impl Reads, key: &[u8; 16]) -> Result<Option<Chat>, StoreError> {
    sql::chat_by_screen_key(tx, key).await?.map(super::rows::ChatRow::chat).transpose()
}

/// The chats that a host owns or hosts with somebody else, newest first.
pub async fn listed(tx: &mut impl Reads, host: PersonId) -> Result<Vec<ListedChat>, StoreError> {
    sql::chats_by_host(tx, host.into_untyped_uuid()).await?.into_iter().map(line).collect()
}

/// The same, at most so many of them after a place.
pub async fn listed_after(
    tx: &mut impl Reads,
    host: PersonId,
    (made_at, id): (i64, ChatId),
    most: u32,
) -> Result<Vec<ListedChat>, StoreError> {
    let (host, id) = (host.into_untyped_uuid(), id.into_untyped_uuid());
    let rows = sql::chats_by_host_after(tx, host, made_at, id, most.into()).await?;
    rows.into_iter().map(line).collect()
}

fn line(row: ListRow) -> Result<ListedChat, StoreError> {
    Ok(ListedChat {
        id: ChatId::from_untyped_uuid(row.id),
        title: row.title,
        series: row.series,
        held_on: row.held_on,
        made_at: row.created_at,
        code: row.code,
        phase: row.phase.parse()?,
        takes: small(row.takes),
        joined: small(row.joined),
        door: row.door.parse()?,
        owner: PersonId::from_untyped_uuid(row.owner_id),
        owner_name: row.owner,
    })
}

/// Writes a new chat with its panel and takes. A code already in use is a [`db::DbError::Conflict`].
pub async fn insert(tx: &mut WriteTx, new: &NewChat, draft: &Checked, ids: &RowIds) -> Result<(), StoreError> {
    let id = new.id.into_untyped_uuid();
    sql::chat_add(
        tx,
        id,
        &draft.title,
        &draft.series,
        &draft.held_on,
        &draft.language,
        draft.mode.word(),
        draft.door.word(),
        draft.floor.into(),
        draft.seats.into(),
        &new.code,
        &new.screen_key,
        new.by.into_untyped_uuid(),
        new.at,
    )
    .await?;
    rows(tx, new.id, draft, ids).await
}

/// Writes a draft anew, panel and takes included, if nobody else did since `seen`.
pub async fn replace_draft(
    tx: &mut WriteTx,
    id: ChatId,
    seen: i64,
    draft: &Checked,
    ids: &RowIds,
) -> Result<(), StoreError> {
    let changed = sql::chat_edit(
        tx,
        id.into_untyped_uuid(),
        seen,
        &draft.title,
        &draft.series,
        &draft.held_on,
        &draft.language,
        draft.mode.word(),
        draft.door.word(),
        draft.floor.into(),
        draft.seats.into(),
    )
    .await?;
    if changed == 0 {
        return Err(StoreError::Stale);
    }
    // A draft was never live, so nothing refers to its rows yet.
    sql::panel_clear(tx, id.into_untyped_uuid()).await?;
    sql::takes_clear(tx, id.into_untyped_uuid()).await?;
    rows(tx, id, draft, ids).await
}

async fn rows(tx: &mut WriteTx, id: ChatId, draft: &Checked, ids: &RowIds) -> Result<(), StoreError> {
    let chat = id.into_untyped_uuid();
    for ((position, p), row) in (1..).zip(&draft.panel).zip(&ids.panel) {
        let row = row.into_untyped_uuid();
        sql::panellist_add(tx, row, chat, position, &p.name, &p.role, &p.place, &p.since).await?;
    }
    for ((position, t), row) in (1..).zip(&draft.takes).zip(&ids.takes) {
        sql::take_add(tx, row.into_untyped_uuid(), chat, position, &t.text, &t.takeaway).await?;
    }
    Ok(())
}
