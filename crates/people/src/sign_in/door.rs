//! The two local ways in: a password, and a letter with a link.

use super::hasher::{Checked, HashError};
use super::limits::{self, FAILURES, Gate, TooMany};
use super::{BeginError, Caller, begin_session, landing, outbox};
use crate::accounts::note;
use crate::links::Begun;
use crate::model::sign_in::{How, Password};
use crate::model::{Email, Landing};
use crate::store::sign_in as store;
use crate::{People, store as accounts};
use db::{DbError, from_micros, micros};
use serde_json::json;
use uuid::Uuid;

/// Why nobody was let in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DoorError {
    /// This way is switched off.
    #[error("this way is switched off")]
    Closed,
    /// Too many tries.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// Address and password do not belong together, whatever the reason.
    #[error("address and password do not belong together")]
    Wrong,
    /// Too much to do at once.
    #[error("too many passwords are being checked")]
    Busy,
    /// A defect.
    #[error("the password could not be checked")]
    Failed,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<HashError> for DoorError {
    fn from(e: HashError) -> Self {
        match e {
            HashError::Busy => Self::Busy,
            HashError::Failed => Self::Failed,
        }
    }
}

/// Sixteen random bytes.
pub(crate) fn salt(people: &People) -> [u8; 16] {
    let mut salt = [0; 16];
    // The hash of a secret is as random as the secret.
    salt.copy_from_slice(&people.ambient.secret().hash()[..16]);
    salt
}

/// Signs in by address and password. Whether nobody has the address, the person has left, has no password, or has
/// another one: the work and the answer are the same.
pub(crate) async fn by_password(
    people: &People,
    email: &Email,
    typed: &str,
    to: &str,
    caller: &Caller,
) -> Result<Begun, DoorError> {
    if !people.sign_in.is_local() {
        return Err(DoorError::Closed);
    }
    let (account, now) = (limits::account(email.as_str()), people.ambient.now());
    people.sign_in.limits.take(Gate::Password, &caller.network, Some(account), now)?;
    let back = || people.sign_in.limits.back(Gate::Password, &caller.network, Some(account));
    // A try at which nothing was compared tells nothing, so it weighs nothing.
    let compared = compare(people, email, &account, typed).await.inspect_err(|_| back())?;
    if compared.checked == Checked::Wrong {
        return refused(people, &account, compared.person).await;
    }
    let begun = enter(people, &account, compared, to, caller).await;
    if !matches!(begun, Err(DoorError::Wrong)) {
        back();
    }
    begun
}

/// What came of comparing a password.
struct Compared {
    /// Whose address it is.
    person: Option<Uuid>,
    /// The hash that it was compared with.
    hash: Option<String>,
    checked: Checked,
}

async fn compare(people: &People, email: &Email, account: &[u8], typed: &str) -> Result<Compared, DoorError> {
    let mut tx = people.db.read().await?;
    let failures = store::failures(&mut tx, account).await?.map(|row| from_micros(row.until));
    let found = store::credential(&mut tx, email.as_str()).await?;
    drop(tx);
    FAILURES.check(failures, people.ambient.now()).map_err(|wait| TooMany { wait })?;
    let (person, hash) = found.map_or((None, None), |row| (Some(row.id), row.hash));
    let checked = match Password::typed(typed) {
        Some(password) => people.sign_in.hasher.check(password, hash.clone(), salt(people)).await?,
        None => Checked::Wrong,
    };
    Ok(Compared { person, hash, checked })
}

/// Begins a session for whoever typed the right password.
async fn enter(
    people: &People,
    account: &[u8],
    compared: Compared,
    to: &str,
    caller: &Caller,
) -> Result<Begun, DoorError> {
    let (Some(id), Some(hash)) = (compared.person, compared.hash) else { return Err(DoorError::Failed) };
    let mut tx = people.db.write().await?;
    // Who sets a new password ends what the old one began, and it must not begin afterwards.
    if store::password_for_sign_in(&mut tx, id).await?.is_none_or(|row| row.hash != hash) {
        drop(tx);
        return refused(people, account, Some(id)).await;
    }
    if let Checked::Renewed(renewed) = compared.checked {
        store::password_rehash(&mut tx, id, &hash, &renewed).await?;
    }
    let rows = accounts::person_by_id(&mut tx, id).await?;
    let person = accounts::person(&rows).ok_or(DoorError::Wrong)?;
    store::failures_clear(&mut tx, account).await?;
    let session = match begin_session(&mut tx, people, &person, How::Password, Some(people.ambient.now()), caller).await
    {
        Ok(session) => session,
        Err(BeginError::Left) => return Err(DoorError::Wrong),
        Err(BeginError::Db(e)) => return Err(e.into()),
    };
    tx.commit().await?;
    Ok(Begun { session, lands_on: landing(people, to, &person) })
}

/// Counts a password that was not the right one.
async fn refused(people: &People, account: &[u8], person: Option<Uuid>) -> Result<Begun, DoorError> {
    let now = micros(people.ambient.now());
    let each = i64::try_from(FAILURES.each.as_micros()).unwrap_or(i64::MAX);
    let mut tx = people.db.write().await?;
    store::failure_add(&mut tx, account, now, each).await?;
    // What nobody has belongs to the installation.
    let object = person.unwrap_or(Uuid::nil());
    note(&mut tx, people, None, "sign_in_failed", object, json!({ "how": How::Password.key() })).await?;
    tx.commit().await?;
    Err(DoorError::Wrong)
}

/// Takes an address for a letter with a link. Nobody is looked up here: the job that sends letters does, so whoever
/// asks learns nothing, not even by the time it takes.
pub(crate) async fn ask_for_link(
    people: &People,
    email: &Email,
    to: Option<&Landing>,
    caller: &Caller,
) -> Result<(), DoorError> {
    if !people.sign_in.mails_links() {
        return Err(DoorError::Closed);
    }
    let (account, now) = (limits::account(email.as_str()), people.ambient.now());
    people.sign_in.limits.take(Gate::Mail, &caller.network, Some(account), now)?;
    let mut tx = people.db.write().await?;
    outbox::add(&mut tx, people, outbox::Kind::SignIn, email, to).await?;
    tx.commit().await?;
    people.sign_in.asked.notify_one();
    Ok(())
}
