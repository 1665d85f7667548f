//! Accounts: found, looked up. For the command line and for other capabilities.

use crate::directory::{self, DirectoryError, Hand};
use crate::model::directory::Entry;
use crate::model::{Email, NAME_MAX, Person, PersonId, Role};
use crate::{People, PeopleError, store};
use db::ledger;
use db::{DbError, Reads, WriteTx};
use newtype_uuid::GenericUuid;
use uuid::Uuid;

/// Makes an account. The ledger says `person_created`, by nobody: this is the command line's way in.
pub async fn found(people: &People, name: &str, email: Option<&str>, roles: &[Role]) -> Result<Person, PeopleError> {
    let name = web::clean::line(name, NAME_MAX)?;
    let email = match email {
        Some(raw) => Some(Email::parse(raw).ok_or(PeopleError::NotAnEmail)?),
        None => None,
    };
    let mut tx = people.db.write().await?;
    let person = add(&mut tx, people, name, email.as_ref(), roles).await?;
    tx.commit().await?;
    Ok(person)
}

/// The same inside a transaction of the caller, with values already parsed.
pub(crate) async fn add(
    tx: &mut WriteTx,
    people: &People,
    name: String,
    email: Option<&Email>,
    roles: &[Role],
) -> Result<Person, PeopleError> {
    let entry = Entry { email: email.cloned(), ..Entry::named(name) };
    match directory::insert(tx, &Hand::of(people, None), &entry, roles).await {
        Ok(person) => Ok(person),
        Err(DirectoryError::Db(error)) => Err(error.into()),
        // An entry of name and address alone can fail in no other way.
        Err(_) => Err(PeopleError::EmailTaken),
    }
}

/// Appends to the ledger.
pub(crate) async fn note(
    tx: &mut WriteTx,
    people: &People,
    actor: Option<Uuid>,
    kind: &'static str,
    object: Uuid,
    data: serde_json::Value,
) -> Result<(), DbError> {
    let event = ledger::Entry { actor, kind, object, data };
    ledger::append(tx, &people.ambient, event).await
}

/// The person with this address, in any capitals.
pub async fn by_email(people: &People, email: &str) -> Result<Option<Person>, PeopleError> {
    let Some(email) = Email::parse(email) else {
        return Ok(None);
    };
    let mut tx = people.db.read().await?;
    let rows = store::person_by_email(&mut tx, email.as_str()).await?;
    Ok(store::person(&rows))
}

/// The person with this id.
pub async fn by_id(people: &People, id: PersonId) -> Result<Option<Person>, PeopleError> {
    let mut tx = people.db.read().await?;
    let rows = store::person_by_id(&mut tx, id.into_untyped_uuid()).await?;
    Ok(store::person(&rows))
}

/// Who set this installation up: the account to rescue when no address is known.
pub async fn first_admin(people: &People) -> Result<Option<Person>, PeopleError> {
    let mut tx = people.db.read().await?;
    Ok(store::person(&store::first_admin(&mut tx).await?))
}

/// Has this installation been set up?
pub async fn any_admin(people: &People) -> Result<bool, PeopleError> {
    let mut tx = people.db.read().await?;
    Ok(has_admin(&mut tx).await?)
}

pub(crate) async fn has_admin(tx: &mut impl Reads) -> Result<bool, DbError> {
    Ok(store::admins(tx).await?.is_some_and(|count| count.n > 0))
}
