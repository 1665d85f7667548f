//! Links: issued by the command line, shown, and consumed for a session.

use crate::accounts::{add, has_admin, note};
use crate::model::sign_in::idle_since;
#[cfg(feature = "testing")]
use crate::model::sign_in::{Device, How, Network};
use crate::model::{Email, Landing, Link, LinkError, LinkFor, LinkGrant, Person, Purpose, Role};
use crate::sign_in::{BeginError, Caller, begin_session};
use crate::{People, PeopleError, store};
use db::{DbError, Secret, WriteTx, micros};
use jiff::{SignedDuration, Timestamp};
use newtype_uuid::GenericUuid;
use serde_json::json;
use uuid::Uuid;

/// How long an ended link is remembered, so that it can say why it does not work.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Why a link cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum UseError {
    /// No such link was ever issued, or it was forgotten.
    #[error("there is no such link")]
    Unknown,
    /// It is over.
    #[error(transparent)]
    Over(#[from] LinkError),
    /// There is an admin already; a first person can only be first once.
    #[error("this installation has been set up")]
    SetUp,
    /// The rest.
    #[error(transparent)]
    Other(#[from] PeopleError),
}

impl From<BeginError> for UseError {
    fn from(e: BeginError) -> Self {
        match e {
            // Their links went with them; this one was made in between.
            BeginError::Left => Self::Unknown,
            BeginError::Db(e) => e.into(),
        }
    }
}

impl From<DbError> for UseError {
    fn from(e: DbError) -> Self {
        Self::Other(e.into())
    }
}

/// A session that has just begun. The secret is shown once, as a cookie.
#[derive(Debug)]
pub struct Begun {
    /// Token of the session.
    pub session: Secret,
    /// Page to go to.
    pub lands_on: Landing,
}

/// Makes a link and answers its absolute address: `/setup/…` for the first person, else `/sign-in/…`.
pub async fn issue_link(
    people: &People,
    whom: LinkFor,
    purpose: Purpose,
    lands_on: &str,
) -> Result<String, PeopleError> {
    let lands_on = Landing::parse(lands_on).ok_or(PeopleError::NotLocal)?;
    let (path, person) = match (whom, purpose) {
        (LinkFor::Setup, Purpose::Setup) => ("setup", None),
        (LinkFor::Person(id), Purpose::SignIn | Purpose::Mail | Purpose::Demo) => {
            ("sign-in", Some(id.into_untyped_uuid()))
        }
        (LinkFor::Setup, _) | (LinkFor::Person(_), Purpose::Setup) => {
            return Err(PeopleError::Mismatch);
        }
    };
    let now = people.ambient.now();
    let secret = people.ambient.secret();
    let mut tx = people.db.write().await?;
    if let Some(id) = person {
        if store::person_by_id(&mut tx, id).await?.is_empty() {
            return Err(PeopleError::NoSuchPerson);
        }
        store::sign_in::here(&mut tx, id).await?.ok_or(PeopleError::Left)?;
    }
    store::links_forget(&mut tx, micros(now - REMEMBERED)).await?;
    store::link_add(
        &mut tx,
        &secret.hash(),
        person,
        purpose.key(),
        lands_on.as_str(),
        micros(now),
        micros(now + purpose.life()),
    )
    .await?;
    // A set-up link belongs to the installation, which has the nil id.
    let object = person.unwrap_or(Uuid::nil());
    let data = json!({ "purpose": purpose.key() });
    note(&mut tx, people, None, "link_issued", object, data).await?;
    tx.commit().await?;
    Ok(people.site.absolute(&format!("/{path}/{}", secret.reveal())))
}

/// What a link would do now, and for whom. Changes nothing: mail scanners open links too.
pub(crate) async fn look(people: &People, secret: &Secret) -> Result<(Link, Option<Person>), UseError> {
    let mut tx = people.db.read().await?;
    let link =
        store::link_by_hash(&mut tx, &secret.hash()).await?.and_then(store::LinkRow::link).ok_or(UseError::Unknown)?;
    match link.whom {
        LinkFor::Person(id) => {
            open(people, &link)?;
            link.check(people.ambient.now())?;
            let rows = store::person_by_id(&mut tx, id.into_untyped_uuid()).await?;
            Ok((link, store::person(&rows)))
        }
        LinkFor::Setup => {
            // Said before "used": it explains more.
            if has_admin(&mut tx).await? {
                return Err(UseError::SetUp);
            }
            link.check(people.ambient.now())?;
            Ok((link, None))
        }
    }
}

/// Consumes a link of a person and begins a session.
pub(crate) async fn sign_in(people: &People, secret: &Secret, caller: &Caller) -> Result<Begun, UseError> {
    let now = people.ambient.now();
    let mut tx = people.db.write().await?;
    let grant = granted(&mut tx, people, secret, now).await?;
    let LinkFor::Person(id) = grant.whom else {
        return Err(UseError::Unknown);
    };
    if store::link_use(&mut tx, &secret.hash(), micros(now)).await? == 0 {
        return Err(LinkError::Used.into());
    }
    let rows = store::person_by_id(&mut tx, id.into_untyped_uuid()).await?;
    let person = store::person(&rows).ok_or(UseError::Unknown)?;
    let session = begin_session(&mut tx, people, &person, grant.purpose.into(), Some(now), caller).await?;
    tx.commit().await?;
    Ok(Begun { session, lands_on: grant.lands_on })
}

/// Consumes a set-up link: makes the first person, host and admin, and begins a session.
pub(crate) async fn set_up(
    people: &People,
    secret: &Secret,
    name: String,
    email: Option<&Email>,
    caller: &Caller,
) -> Result<Begun, UseError> {
    let now = people.ambient.now();
    let mut tx = people.db.write().await?;
    if has_admin(&mut tx).await? {
        // Known only to those who hold a link that was issued.
        let known = store::link_by_hash(&mut tx, &secret.hash()).await?.is_some();
        return Err(if known { UseError::SetUp } else { UseError::Unknown });
    }
    let grant = granted(&mut tx, people, secret, now).await?;
    if grant.whom != LinkFor::Setup {
        return Err(UseError::Unknown);
    }
    let used = store::setup_links_use(&mut tx, micros(now)).await?;
    if !used.iter().any(|row| row.token_hash == secret.hash()) {
        return Err(LinkError::Used.into());
    }
    let person = add(&mut tx, people, name, email, &[Role::Host, Role::Admin]).await?;
    let session = begin_session(&mut tx, people, &person, grant.purpose.into(), Some(now), caller).await?;
    tx.commit().await?;
    Ok(Begun { session, lands_on: grant.lands_on })
}

/// Ends a session; ending one that is over changes nothing.
pub(crate) async fn sign_out(people: &People, session: &Secret) -> Result<(), PeopleError> {
    let now = people.ambient.now();
    let mut tx = people.db.write().await?;
    let rows = store::session_person(&mut tx, &session.hash(), micros(now), micros(idle_since(now))).await?;
    let whose = rows.into_iter().next();
    store::session_end(&mut tx, &session.hash()).await?;
    if let Some(row) = whose {
        note(&mut tx, people, Some(row.person.id), "signed_out", row.person.id, json!({})).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Begins a session without a link.
#[cfg(feature = "testing")]
pub(crate) async fn open_session(people: &People, person: &Person) -> Result<Secret, PeopleError> {
    let caller = Caller { session: None, device: Device::UNKNOWN, network: Network::Unknown };
    let mut tx = people.db.write().await?;
    let session = begin_session(&mut tx, people, person, How::Link, Some(people.ambient.now()), &caller).await?;
    tx.commit().await?;
    Ok(session)
}

async fn granted(tx: &mut WriteTx, people: &People, secret: &Secret, now: Timestamp) -> Result<LinkGrant, UseError> {
    let link =
        store::link_by_hash(tx, &secret.hash()).await?.and_then(store::LinkRow::link).ok_or(UseError::Unknown)?;
    open(people, &link)?;
    Ok(link.consume(now)?)
}

/// Links in letters work as long as that way is switched on.
fn open(people: &People, link: &Link) -> Result<(), UseError> {
    let closed = link.purpose == Purpose::Mail && !people.sign_in.is_local();
    if closed { Err(UseError::Unknown) } else { Ok(()) }
}
