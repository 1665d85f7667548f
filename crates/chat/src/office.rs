//! The office side of chats: drafts, and who may open what. Each change is one transaction with its ledger event.

pub mod hosts;

use crate::access::{self, Standing};
use crate::model::{Chat, ChatId, Checked, Phase};
use crate::store::{self, ListedChat, NewChat, RowIds, StoreError};
use crate::{Chats, refuse};
use axum::http::StatusCode;
use db::DbError;
use db::ledger::{self, Entry};
use newtype_uuid::GenericUuid;
use people::Signed;
use people::access::{Actor, Scene};
use std::error::Error;
use uuid::Uuid;
use web::page::Part;
use web::{Outcome, Problem};

/// Attempts to find six digits that no chat has.
const CODES: usize = 50;

/// The chats of a host, newest first.
pub async fn list(chats: &Chats, host: &Signed) -> Outcome<Vec<ListedChat>> {
    access::person(host, "chats", "list", host.scene(Standing::None))?;
    let mut tx = chats.db.read().await.map_err(unavailable)?;
    store::listed(&mut tx, host.person.id).await.map_err(unavailable)
}

/// A part of this list, and where it goes on.
pub async fn page(
    chats: &Chats,
    host: &Signed,
    part: &Part<(i64, ChatId)>,
) -> Outcome<(Vec<ListedChat>, Option<(i64, ChatId)>)> {
    access::person(host, "chats", "list", host.scene(Standing::None))?;
    let mut tx = chats.db.read().await.map_err(unavailable)?;
    // Before the first there is a later time than any.
    let after = part.after.unwrap_or((i64::MAX, ChatId::nil()));
    let mut list = store::listed_after(&mut tx, host.person.id, after, part.limit + 1).await.map_err(unavailable)?;
    let most = part.limit as usize;
    let next = (list.len() > most).then(|| list[most - 1].clone()).map(|last| (last.made_at, last.id));
    list.truncate(most);
    Ok((list, next))
}

/// A chat for a host, if this host may do `action` to it; else as if it did not exist.
pub async fn open(
    chats: &Chats,
    host: &Signed,
    id: ChatId,
    object: &'static str,
    action: &'static str,
) -> Outcome<Chat> {
    let mut tx = chats.db.read().await.map_err(unavailable)?;
    let chat = store::by_id(&mut tx, id).await.map_err(unavailable)?;
    let standing = store::standing(&mut tx, id, host.person.id).await.map_err(unavailable)?;
    let scene = chat.as_ref().map_or(host.scene(Standing::None), |it| access::scene(it, standing, host));
    access::person(host, object, action, scene)?;
    chat.ok_or_else(no_such_chat)
}

/// The chat of a big screen.
pub async fn by_screen_key(chats: &Chats, key: Uuid) -> Outcome<Chat> {
    let mut tx = chats.db.read().await.map_err(unavailable)?;
    let chat = store::by_screen_key(&mut tx, key.as_bytes()).await.map_err(unavailable)?;
    let standing = if chat.is_some() { Standing::ScreenOfIt } else { Standing::None };
    access::holder(&Actor::Screen, "screen", "watch", Scene::of(standing, chats.ambient.now()))?;
    chat.ok_or_else(no_such_chat)
}

/// Makes a chat from a checked draft.
pub async fn create(chats: &Chats, host: &Signed, draft: &Checked) -> Outcome<Chat> {
    access::person(host, "chats", "create", host.scene(Standing::None))?;
    for _ in 0..CODES {
        let new = NewChat {
            id: chats.ambient.id(),
            code: format!("{:06}", 100_000 + chats.ambient.below(900_000)),
            screen_key: chats.ambient.timeless_id::<crate::model::ScreenKind>().into_untyped_uuid().into_bytes(),
            by: host.person.id,
            at: db::micros(chats.ambient.now()),
        };
        match insert(chats, &new, draft).await {
            Ok(()) => return open(chats, host, new.id, "chat", "read").await,
            // Somebody has this code: draw another.
            Err(StoreError::Db(DbError::Conflict)) => {}
            Err(error) => return Err(unavailable(error)),
        }
    }
    Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "problem-no-code").say(refuse::words().text("problem-no-code")))
}

async fn insert(chats: &Chats, new: &NewChat, draft: &Checked) -> Result<(), StoreError> {
    let mut tx = chats.db.write().await?;
    store::insert(&mut tx, new, draft, &ids(chats, draft)).await?;
    let entry = Entry {
        actor: Some(new.by.into_untyped_uuid()),
        kind: "chat_created",
        object: new.id.into_untyped_uuid(),
        data: serde_json::json!({ "takes": draft.takes.len() }),
    };
    ledger::append(&mut tx, &chats.ambient, entry).await?;
    Ok(tx.commit().await?)
}

/// Why a draft was not saved.
#[derive(Debug)]
pub enum NotSaved {
    /// Somebody else saved it first, or the room is open: what was typed must be kept and shown.
    Stale,
    /// Anything else.
    Problem(Problem),
}

/// Writes a draft anew, if nobody else did since version `seen`.
pub async fn save(chats: &Chats, host: &Signed, id: ChatId, seen: i64, draft: &Checked) -> Result<(), NotSaved> {
    let chat = open(chats, host, id, "chat", "edit").await.map_err(NotSaved::Problem)?;
    if chat.phase != Phase::Draft {
        return Err(NotSaved::Stale);
    }
    let saved = async {
        let mut tx = chats.db.write().await?;
        store::replace_draft(&mut tx, id, seen, draft, &ids(chats, draft)).await?;
        let entry = Entry {
            actor: Some(host.person.id.into_untyped_uuid()),
            kind: "chat_edited",
            object: id.into_untyped_uuid(),
            data: serde_json::json!({ "takes": draft.takes.len() }),
        };
        ledger::append(&mut tx, &chats.ambient, entry).await?;
        Ok(tx.commit().await?)
    };
    match saved.await {
        Ok(()) => {
            chats.hub.forget_draft(id).await;
            Ok(())
        }
        Err(StoreError::Stale) => Err(NotSaved::Stale),
        Err(error) => Err(NotSaved::Problem(unavailable(error))),
    }
}

fn ids(chats: &Chats, draft: &Checked) -> RowIds {
    RowIds {
        panel: draft.panel.iter().map(|_| chats.ambient.id()).collect(),
        takes: draft.takes.iter().map(|_| chats.ambient.id()).collect(),
    }
}

pub(crate) fn no_such_chat() -> Problem {
    refuse::problem(&crate::room::Refusal::UnknownChat)
}

/// The database did not answer: nothing was changed, and the person may try again.
pub fn unavailable(error: impl Into<StoreError>) -> Problem {
    let error = error.into();
    tracing::error!(error = &error as &dyn Error, "the database did not answer");
    if let StoreError::Db(DbError::Full(_)) = error {
        return Problem::no_room();
    }
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "problem-unavailable")
        .say(refuse::words().text("problem-unavailable"))
}
