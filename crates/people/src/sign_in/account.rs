//! Setting, changing and removing one's own password.

use super::door::salt;
use super::hasher::{Checked, HashError};
use super::limits::{self, Gate, TooMany};
use super::{Caller, end_others, is_fresh, outbox};
use crate::People;
use crate::accounts::note;
use crate::model::Person;
use crate::model::sign_in::{Password, PasswordError, Strength, judge};
use crate::store::sign_in::{self as store, KnownRow};
use db::{DbError, micros};
use newtype_uuid::GenericUuid;
use serde_json::json;

/// Why a password was not changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ChangeError {
    /// The way is switched off.
    #[error("passwords are switched off")]
    Closed,
    /// Its length.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// Too easy to guess.
    #[error("too easy to guess")]
    Weak {
        /// Why.
        why: &'static str,
        /// What would help.
        help: Vec<&'static str>,
    },
    /// The old one is needed, and this is another.
    #[error("the old password is another one")]
    OldWrong,
    /// There is no old one, and signing in was long ago.
    #[error("sign in again first")]
    Again,
    /// Too many tries.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// Too much to do at once.
    #[error("too many passwords are being checked")]
    Busy,
    /// A defect.
    #[error("the password could not be hashed")]
    Failed,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<HashError> for ChangeError {
    fn from(e: HashError) -> Self {
        match e {
            HashError::Busy => Self::Busy,
            HashError::Failed => Self::Failed,
        }
    }
}

/// What is known of somebody's password.
pub(crate) struct Held {
    /// Since when they have one, in microseconds.
    pub(crate) set_at: Option<i64>,
    /// Whether they signed in a moment ago, so that the old one is not asked for.
    pub(crate) fresh: bool,
    /// Their address.
    pub(crate) email: Option<String>,
}

/// Has this person a password, and must they type it to change it?
pub(crate) async fn held(people: &People, person: &Person, caller: &Caller) -> Result<Held, DbError> {
    let set_at = set_at(people, person).await?;
    let known = store::known(&mut people.db.read().await?, person.id.into_untyped_uuid()).await?;
    Ok(Held { set_at, fresh: is_fresh(people, caller).await?, email: known.and_then(|it| it.email) })
}

/// Since when this person has a password, in microseconds.
pub(crate) async fn set_at(people: &People, person: &Person) -> Result<Option<i64>, DbError> {
    let mut tx = people.db.read().await?;
    Ok(store::password_of(&mut tx, person.id.into_untyped_uuid()).await?.map(|row| row.set_at))
}

/// Sets a password. All other sessions of the person end, and a letter says so.
pub(crate) async fn set(
    people: &People,
    person: &Person,
    old: &str,
    new: &str,
    caller: &Caller,
) -> Result<(), ChangeError> {
    let password = Password::new(new);
    let known = allowed(people, person, old, caller).await?;
    let password = password?;
    let (judged, words) = (password.clone(), words(people, &known));
    let strength = people.sign_in.hasher.beside(move || {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        judge(&judged, &words)
    });
    if let Strength::Weak { why, help } = strength.await? {
        return Err(ChangeError::Weak { why, help });
    }
    let hash = people.sign_in.hasher.hash(password, salt(people)).await?;
    let (id, now) = (person.id.into_untyped_uuid(), micros(people.ambient.now()));
    let mut tx = people.db.write().await?;
    store::password_put(&mut tx, id, &hash, now).await?;
    end_others(&mut tx, people, person.id, caller).await?;
    outbox::tell(&mut tx, people, id, outbox::Kind::PasswordSet).await?;
    note(&mut tx, people, Some(id), "password_set", id, json!({})).await?;
    tx.commit().await?;
    people.sign_in.asked.notify_one();
    Ok(())
}

/// Removes the password; removing none changes nothing.
pub(crate) async fn remove(people: &People, person: &Person, old: &str, caller: &Caller) -> Result<(), ChangeError> {
    allowed(people, person, old, caller).await?;
    let id = person.id.into_untyped_uuid();
    let mut tx = people.db.write().await?;
    if store::password_remove(&mut tx, id).await? > 0 {
        outbox::tell(&mut tx, people, id, outbox::Kind::PasswordRemoved).await?;
        note(&mut tx, people, Some(id), "password_removed", id, json!({})).await?;
        tx.commit().await?;
        people.sign_in.asked.notify_one();
    }
    Ok(())
}

/// Is it really this person? They signed in a moment ago, or know the old password.
async fn allowed(people: &People, person: &Person, old: &str, caller: &Caller) -> Result<KnownRow, ChangeError> {
    if !people.sign_in.is_local() {
        return Err(ChangeError::Closed);
    }
    let id = person.id.into_untyped_uuid();
    let mut tx = people.db.read().await?;
    let before = store::password_of(&mut tx, id).await?;
    let known = store::known(&mut tx, id).await?.ok_or(ChangeError::Again)?;
    drop(tx);
    if is_fresh(people, caller).await? {
        return Ok(known);
    }
    let before = before.ok_or(ChangeError::Again)?;
    // Whoever found an open browser may not try passwords without end.
    let account = limits::account(&id.to_string());
    people.sign_in.limits.take(Gate::Password, &caller.network, Some(account), people.ambient.now())?;
    let typed = Password::typed(old).ok_or(ChangeError::OldWrong)?;
    let checked = people.sign_in.hasher.check(typed, Some(before.hash), salt(people)).await;
    if matches!(checked, Ok(Checked::Wrong)) {
        return Err(ChangeError::OldWrong);
    }
    // It was the right one, or nothing was compared: neither weighs.
    people.sign_in.limits.back(Gate::Password, &caller.network, Some(account));
    checked?;
    Ok(known)
}

/// What others know of the person and would try first.
fn words(people: &People, known: &KnownRow) -> Vec<String> {
    let email = known.email.as_deref().unwrap_or_default();
    let joined: String = known.name.split_whitespace().collect();
    let parts = [&known.name, &joined, &known.given_name, &known.family_name, email, people.site.name(), "candor"];
    let pieces = email.split(['@', '.', '-', '_', '+']).chain(known.name.split_whitespace());
    parts.into_iter().chain(pieces).filter(|it| it.chars().count() > 2).map(str::to_owned).collect()
}
