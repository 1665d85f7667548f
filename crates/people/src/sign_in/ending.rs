//! The end of ways in: of everything that lets somebody in, or of what has begun already.

use crate::accounts::note;
use crate::model::PersonId;
use crate::store::own::keys;
use crate::store::{directory, oidc, sign_in as store};
use crate::{People, tokens};
use db::{DbError, WriteTx};
use newtype_uuid::GenericUuid;
use serde_json::{Value, json};
use uuid::Uuid;

/// What ended, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ended {
    /// Where they were signed in.
    pub sessions: u64,
    /// Links that sign them in.
    pub links: u64,
    /// Tokens of programs.
    pub tokens: u64,
    /// Passkeys.
    pub passkeys: u64,
    /// Their password, if they had one.
    pub passwords: u64,
    /// Accounts at other servers.
    pub accounts: u64,
}

impl Ended {
    /// All of it.
    pub fn total(&self) -> u64 {
        let Self { sessions, links, tokens, passkeys, passwords, accounts } = *self;
        sessions + links + tokens + passkeys + passwords + accounts
    }

    /// For the ledger.
    pub(crate) fn data(&self) -> Value {
        let Self { sessions, links, tokens, passkeys, passwords, accounts } = *self;
        json!({
            "sessions": sessions, "links": links, "tokens": tokens, "passkeys": passkeys, "passwords": passwords,
            "accounts": accounts,
        })
    }
}

/// Ends every way in of somebody, and what began by one. Sessions last: whoever is signing in holds the row of the way
/// they use, so what begins in this moment is seen by then, and what comes later finds no way.
pub(crate) async fn end_ways(tx: &mut WriteTx, person: Uuid) -> Result<Ended, DbError> {
    let passwords = store::password_remove(tx, person).await?;
    let passkeys = keys::passkeys_forget(tx, person).await?;
    oidc::identities_held(tx, person).await?;
    keys::account_sessions_forget(tx, person).await?;
    let accounts = keys::accounts_forget(tx, person).await?;
    keys::challenges_forget(tx, person).await?;
    keys::flows_forget(tx, person).await?;
    Ok(Ended { passkeys, passwords, accounts, ..end_begun(tx, person).await? })
}

/// Ends what was begun or given out: links, tokens and sessions. Passwords, passkeys and accounts elsewhere stay.
pub(crate) async fn end_begun(tx: &mut WriteTx, person: Uuid) -> Result<Ended, DbError> {
    let links = directory::links_end(tx, person).await?;
    let tokens = tokens::end_all(tx, person).await?;
    let sessions = directory::sessions_end(tx, person).await?;
    Ok(Ended { sessions, links, tokens, ..Ended::default() })
}

/// Somebody is to have no way in any more, until they are let in anew. `by` is who says so; nobody for the command line.
pub async fn end_access(people: &People, by: Option<PersonId>, person: PersonId) -> Result<Ended, DbError> {
    let id = person.into_untyped_uuid();
    let mut tx = people.db.write().await?;
    let ended = end_ways(&mut tx, id).await?;
    note(&mut tx, people, by.map(GenericUuid::into_untyped_uuid), "access_ended", id, ended.data()).await?;
    tx.commit().await?;
    Ok(ended)
}
