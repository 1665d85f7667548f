//! Whose chat it is: co-hosts, another owner, the end of a chat; and the chats of people who have left.

use super::{no_such_chat, open, unavailable};
use crate::access::{self, Standing};
use crate::model::{Chat, ChatId, limits};
use crate::room::Refusal;
use crate::store::{self, ChatHost, Ownerless, Stays, StoreError};
use crate::{Chats, refuse};
use axum::http::StatusCode;
use db::WriteTx;
use db::ledger::{self, Entry};
use newtype_uuid::GenericUuid;
use people::hosts::HostCard;
use people::model::day_of;
use people::{PersonId, Signed};
use serde_json::{Value, json};
use stories::desk::{self, DeskError};
use web::{Outcome, Problem};

/// People that one search shows.
pub const FOUND: u32 = 8;

/// A chat with those who host it, and whether the one who looks owns it.
#[derive(Debug, Clone)]
pub struct Hosted {
    /// The chat.
    pub chat: Chat,
    /// The owner first.
    pub hosts: Vec<ChatHost>,
    /// The one who looks is the owner.
    pub is_owner: bool,
}

/// What an owner does to the hosts of a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostChange {
    /// Asks somebody to host it, too.
    Add(PersonId),
    /// Takes that back.
    Remove(PersonId),
    /// Makes a co-host the owner; who was the owner is a co-host from then on.
    HandOver(PersonId),
}

/// A chat and its hosts, for one of them.
pub async fn of(chats: &Chats, host: &Signed, id: ChatId) -> Outcome<Hosted> {
    let chat = open(chats, host, id, "hosts", "read").await?;
    let mut tx = chats.db.read().await.map_err(unavailable)?;
    let hosts = store::hosts(&mut tx, id).await.map_err(unavailable)?;
    let is_owner = hosts.iter().any(|it| it.is_owner && it.id == host.person.id);
    Ok(Hosted { chat, hosts, is_owner })
}

/// Hosts of the directory who fit a search and do not host this chat yet; for its owner.
pub async fn candidates(chats: &Chats, owner: &Signed, id: ChatId, query: &str) -> Outcome<Vec<HostCard>> {
    let today = day_of(owner.at);
    open(chats, owner, id, "hosts", "edit").await?;
    let mut tx = chats.db.read().await.map_err(unavailable)?;
    let there = store::hosts(&mut tx, id).await.map_err(unavailable)?;
    let most = FOUND.saturating_add(u32::try_from(there.len()).unwrap_or(u32::MAX));
    let mut found = people::hosts::find(&mut tx, query, most, today).await.map_err(unavailable)?;
    found.retain(|card| there.iter().all(|host| host.id != card.id));
    found.truncate(FOUND as usize);
    Ok(found)
}

/// Changes who hosts a chat. Doing it again changes nothing.
pub async fn change(chats: &Chats, owner: &Signed, id: ChatId, change: HostChange) -> Outcome<()> {
    let today = day_of(owner.at);
    open(chats, owner, id, "hosts", "edit").await?;
    let mut tx = chats.db.write().await.map_err(unavailable)?;
    // Once more where nobody can come in between: who owned it a moment ago may not own it now.
    store::lock_owner(&mut tx, id, owner.person.id).await.map_err(unavailable)?;
    let chat = store::by_id(&mut tx, id).await.map_err(unavailable)?.ok_or_else(no_such_chat)?;
    let standing = store::standing(&mut tx, id, owner.person.id).await.map_err(unavailable)?;
    access::person(owner, "hosts", "edit", access::scene(&chat, standing, owner))?;
    let changed = match change {
        HostChange::Add(person) => {
            let known = people::hosts::by_id(&mut tx, person, today).await.map_err(unavailable)?;
            known.ok_or_else(|| said("problem-no-such-host"))?;
            match store::standing(&mut tx, id, person).await.map_err(unavailable)? {
                Standing::Owner => return Err(said("problem-host-is-owner")),
                Standing::None if store::hosts(&mut tx, id).await.map_err(unavailable)?.len() > limits::CO_HOSTS => {
                    return Err(said("problem-too-many-hosts"));
                }
                _ => store::add_co_host(&mut tx, id, person).await.map_err(unavailable)?,
            }
        }
        HostChange::Remove(person) => store::remove_co_host(&mut tx, id, person).await.map_err(unavailable)?,
        HostChange::HandOver(person) => {
            let able = people::hosts::by_id(&mut tx, person, today).await.map_err(unavailable)?.is_some();
            let standing = store::standing(&mut tx, id, person).await.map_err(unavailable)?;
            if !able || standing != Standing::CoHost {
                return Err(said("problem-not-co-host"));
            }
            store::set_owner(&mut tx, id, owner.person.id, person, Stays::AsCoHost).await.map_err(stale)?;
            true
        }
    };
    let (kind, person) = match change {
        HostChange::Add(person) => ("co_host_added", person),
        HostChange::Remove(person) => ("co_host_removed", person),
        HostChange::HandOver(person) => ("chat_handed_over", person),
    };
    if changed {
        note(chats, &mut tx, owner.person.id, kind, id, json!({ "person": person })).await?;
        tx.commit().await.map_err(unavailable)?;
    }
    Ok(())
}

/// Deletes a chat that does not run, with its recap and all that was said in it; for its owner.
pub async fn delete(chats: &Chats, owner: &Signed, id: ChatId) -> Outcome<()> {
    open(chats, owner, id, "chat", "delete").await?;
    let mut tx = chats.db.write().await.map_err(unavailable)?;
    store::lock_owner(&mut tx, id, owner.person.id).await.map_err(unavailable)?;
    let chat = store::by_id(&mut tx, id).await.map_err(unavailable)?.ok_or_else(no_such_chat)?;
    let standing = store::standing(&mut tx, id, owner.person.id).await.map_err(unavailable)?;
    access::person(owner, "chat", "delete", access::scene(&chat, standing, owner))?;
    store::delete(&mut tx, id, chat.batch).await.map_err(stale)?;
    desk::delete(&mut tx, id.into_untyped_uuid()).await.map_err(|error| match error {
        DeskError::Db(error) => unavailable(error),
        other => crate::recap::problem(&other),
    })?;
    note(chats, &mut tx, owner.person.id, "chat_deleted", id, json!({ "phase": chat.phase.word() })).await?;
    tx.commit().await.map_err(unavailable)?;
    chats.hub.put_away(id).await;
    Ok(())
}

/// Owners who have left or may run chats no more, and how many chats each has. Nothing of the chats themselves.
pub async fn ownerless(chats: &Chats, admin: &Signed) -> Outcome<Vec<Ownerless>> {
    let today = day_of(admin.at);
    access::person(admin, "ownerless", "list", admin.scene(Standing::None))?;
    let mut tx = chats.db.read().await.map_err(unavailable)?;
    store::ownerless(&mut tx, today).await.map_err(unavailable)
}

/// Hosts of the directory who may take over chats.
pub async fn successors(chats: &Chats, admin: &Signed, query: &str) -> Outcome<Vec<HostCard>> {
    let today = day_of(admin.at);
    access::person(admin, "ownerless", "list", admin.scene(Standing::None))?;
    let mut tx = chats.db.read().await.map_err(unavailable)?;
    people::hosts::find(&mut tx, query, FOUND, today).await.map_err(unavailable)
}

/// Hands all chats of somebody who cannot host any more to a host. Answers how many.
pub async fn hand_over(chats: &Chats, admin: &Signed, from: PersonId, to: PersonId) -> Outcome<usize> {
    let today = day_of(admin.at);
    access::person(admin, "ownerless", "hand_over", admin.scene(Standing::None))?;
    // Else one person could get at what nobody showed them, by two of their hats.
    if to == admin.person.id {
        return Err(said("problem-own-hand-over"));
    }
    let mut tx = chats.db.write().await.map_err(unavailable)?;
    // An admin takes no chat from somebody who can still hand it over.
    let from_is_host = people::hosts::by_id(&mut tx, from, today).await.map_err(unavailable)?.is_some();
    let to_is_host = people::hosts::by_id(&mut tx, to, today).await.map_err(unavailable)?.is_some();
    if from_is_host || !to_is_host {
        return Err(said(if from_is_host { "problem-owner-is-here" } else { "problem-no-such-host" }));
    }
    let owned = store::owned(&mut tx, from).await.map_err(unavailable)?;
    for chat in &owned {
        store::set_owner(&mut tx, *chat, from, to, Stays::Not).await.map_err(stale)?;
        let data = json!({ "person": to, "from": from });
        note(chats, &mut tx, admin.person.id, "chat_handed_over", *chat, data).await?;
    }
    tx.commit().await.map_err(unavailable)?;
    Ok(owned.len())
}

async fn note(
    chats: &Chats,
    tx: &mut WriteTx,
    actor: PersonId,
    kind: &'static str,
    chat: ChatId,
    data: Value,
) -> Outcome<()> {
    let entry = Entry { actor: Some(actor.into_untyped_uuid()), kind, object: chat.into_untyped_uuid(), data };
    ledger::append(tx, &chats.ambient, entry).await.map_err(unavailable)
}

fn stale(error: StoreError) -> Problem {
    match error {
        StoreError::Stale => refuse::problem(&Refusal::Stale),
        error => unavailable(error),
    }
}

/// What was asked for does not fit, in words.
fn said(key: &'static str) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, key).say(refuse::words().text(key))
}
