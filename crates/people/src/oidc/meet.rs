//! Who somebody is here whom a provider vouches for.

use super::flow::{self, Arrival, Back, WayError};
use super::provider::Provider;
use super::settings::{Believe, Strangers};
use crate::accounts::{self, note};
use crate::model::sign_in::How;
use crate::model::{Email, Identity, IdentityId, Landing, NAME_MAX, Person, PersonId};
use crate::sign_in::{BeginError, Caller, begin_session};
use crate::{People, PeopleError, store};
use db::{DbError, Reads, Secret, WriteTx, micros};
use newtype_uuid::GenericUuid;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// Why somebody is not let in, though they came back.
#[derive(Debug, thiserror::Error)]
pub enum MeetError {
    /// The way itself.
    #[error(transparent)]
    Way(#[from] WayError),
    /// Nobody here has this address.
    #[error("nobody here has the address that the provider names")]
    Unknown,
    /// The provider names no address, or has not verified it.
    #[error("the provider names no address that it has verified")]
    Unverified,
    /// The person here is somebody else there, or the account there is somebody else's here.
    #[error("the account or the person is connected already")]
    Taken,
    /// They have left.
    #[error("they have left")]
    Left,
    /// Whoever began to connect an account is not signed in any more.
    #[error("somebody else is signed in by now")]
    OtherPerson,
}

impl From<DbError> for MeetError {
    fn from(error: DbError) -> Self {
        Self::Way(error.into())
    }
}

impl From<BeginError> for MeetError {
    fn from(error: BeginError) -> Self {
        match error {
            BeginError::Left => Self::Left,
            BeginError::Db(error) => error.into(),
        }
    }
}

/// What came of coming back.
#[derive(Debug)]
pub(crate) enum Met {
    /// Signed in, with a session.
    SignedIn(Person, Secret, String),
    /// The account there belongs to this person from now on.
    Connected(String),
}

/// Lets somebody in who comes back from a provider, or connects their account. `signed` is who is signed in now.
pub(crate) async fn meet(
    people: &People,
    provider: &Provider,
    browser: Option<&Secret>,
    back: &Back,
    signed: Option<PersonId>,
    caller: &Caller,
) -> Result<Met, MeetError> {
    let mut arrival = flow::arrive(people, provider, browser, back).await?;
    if arrival.person.is_none() && !is_known(people, provider, &arrival).await? {
        flow::describe(provider, &mut arrival).await?;
    }
    let mut tx = people.db.write().await?;
    let met = match arrival.person {
        Some(person) if Some(person) != signed => return Err(MeetError::OtherPerson),
        Some(person) => {
            connect(&mut tx, people, provider, &arrival, person).await?;
            Met::Connected(arrival.lands_on)
        }
        None => {
            let identity = identity(&mut tx, people, provider, &arrival).await?;
            let rows = store::person_by_id(&mut tx, identity.person.into_untyped_uuid()).await?;
            let person = store::person(&rows).ok_or(MeetError::Unknown)?;
            let id = identity.id.into_untyped_uuid();
            if store::oidc::identity_use(&mut tx, id, micros(people.ambient.now())).await? == 0 {
                // It was disconnected in this moment.
                return Err(WayError::Stale.into());
            }
            store::oidc::standings_forget(&mut tx).await?;
            let session = begin_session(&mut tx, people, &person, How::Provider, arrival.proved_at, caller).await?;
            let sid = arrival.sid.as_deref().unwrap_or_default();
            store::oidc::standing_add(&mut tx, &session.hash(), id, sid, &provider.settings.id).await?;
            Met::SignedIn(person, session, arrival.lands_on)
        }
    };
    tx.commit().await?;
    Ok(met)
}

async fn is_known(people: &People, provider: &Provider, arrival: &Arrival) -> Result<bool, DbError> {
    let mut tx = people.db.read().await?;
    let row = store::oidc::identity_by_subject(&mut tx, &provider.settings.issuer, &arrival.subject).await?;
    Ok(row.is_some())
}

/// Who it is here: connected before, or now by an address, or new.
async fn identity(
    tx: &mut WriteTx,
    people: &People,
    provider: &Provider,
    arrival: &Arrival,
) -> Result<Identity, MeetError> {
    let issuer = &provider.settings.issuer;
    if let Some(row) = store::oidc::identity_by_subject(tx, issuer, &arrival.subject).await? {
        return Ok(row.into());
    }
    let email = address(&arrival.said, provider.settings.believe).ok_or(MeetError::Unverified)?;
    let (person, by) = match store::person(&store::person_by_email(tx, email.as_str()).await?) {
        Some(person) => (person, "address"),
        None => match provider.settings.strangers {
            Strangers::Refuse => return Err(MeetError::Unknown),
            Strangers::Create => (stranger(tx, people, &arrival.said, &email).await?, "new"),
        },
    };
    add(tx, people, provider, arrival, person.id, by).await
}

async fn stranger(
    tx: &mut WriteTx,
    people: &People,
    said: &Map<String, Value>,
    email: &Email,
) -> Result<Person, MeetError> {
    let name = said.get("name").and_then(Value::as_str).and_then(|name| web::clean::line(name, NAME_MAX).ok());
    // A provider that names nobody has named an address.
    let name = name.unwrap_or_else(|| email.as_str().split('@').next().unwrap_or_default().to_owned());
    accounts::add(tx, people, name, Some(email), &[]).await.map_err(|error| match error {
        PeopleError::Db(error) => error.into(),
        _ => MeetError::Taken,
    })
}

/// The account there becomes this person's, by their own wish.
async fn connect(
    tx: &mut WriteTx,
    people: &People,
    provider: &Provider,
    arrival: &Arrival,
    person: PersonId,
) -> Result<(), MeetError> {
    match store::oidc::identity_by_subject(tx, &provider.settings.issuer, &arrival.subject).await? {
        Some(row) if row.person_id == person.into_untyped_uuid() => Ok(()),
        Some(_) => Err(MeetError::Taken),
        None => add(tx, people, provider, arrival, person, "own").await.map(drop),
    }
}

/// Somebody is one person there, not two: whoever has an account of this provider gets no second one by an address.
async fn add(
    tx: &mut WriteTx,
    people: &People,
    provider: &Provider,
    arrival: &Arrival,
    person: PersonId,
    by: &'static str,
) -> Result<Identity, MeetError> {
    let issuer = &provider.settings.issuer;
    let owner = person.into_untyped_uuid();
    if store::oidc::identities_of(tx, owner).await?.iter().any(|row| row.issuer == *issuer) {
        return Err(MeetError::Taken);
    }
    let id: IdentityId = people.ambient.id();
    let now = people.ambient.now();
    store::oidc::identity_add(tx, id.into_untyped_uuid(), owner, issuer, &arrival.subject, micros(now)).await?;
    let data = json!({ "provider": provider.settings.id, "by": by });
    note(tx, people, Some(owner), "account_connected", owner, data).await?;
    Ok(Identity { id, person, issuer: issuer.clone(), made_at: now, used_at: None })
}

/// The address that a provider vouches for. Entra says in a claim of its own that it owns the address's domain.
fn address(said: &Map<String, Value>, believe: Believe) -> Option<Email> {
    let yes = |name: &str| match said.get(name) {
        Some(Value::Bool(yes)) => *yes,
        Some(Value::String(text)) => text == "true" || text == "1",
        Some(Value::Number(number)) => number.as_u64() == Some(1),
        _ => false,
    };
    let believed = match believe {
        Believe::All => true,
        // Who says no has said so.
        Believe::Verified if said.contains_key("email_verified") => yes("email_verified"),
        Believe::Verified => yes("xms_edov"),
    };
    believed.then(|| Email::parse(said.get("email")?.as_str()?)).flatten()
}

/// Somebody's accounts at providers, the oldest first.
pub(crate) async fn of(tx: &mut impl Reads, person: PersonId) -> Result<Vec<Identity>, DbError> {
    let rows = store::oidc::identities_of(tx, person.into_untyped_uuid()).await?;
    Ok(rows.into_iter().map(Identity::from).collect())
}

/// What came of disconnecting an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Disconnected {
    /// It is forgotten; `own` says whether the caller's session stood on it and ended as well.
    Done { own: bool },
    /// This person has no such account.
    NotThere,
    /// There is no other way in for them.
    LastWay,
}

/// Forgets an account at a provider. Sessions that stand on it end: the provider could not end them any more.
pub(crate) async fn disconnect(
    people: &People,
    person: PersonId,
    id: Uuid,
    caller: &Caller,
) -> Result<Disconnected, DbError> {
    let owner = person.into_untyped_uuid();
    let mut tx = people.db.write().await?;
    let all = store::oidc::identities_held(&mut tx, owner).await?;
    let Some(gone) = all.iter().find(|row| row.id == id) else { return Ok(Disconnected::NotThere) };
    let is_way = |row: &&store::oidc::IdentityRow| people.providers.by_issuer(&row.issuer).is_some();
    if !people.sign_in.is_local() && is_way(&gone) && all.iter().filter(is_way).count() == 1 {
        return Ok(Disconnected::LastWay);
    }
    let before = own_session(&mut tx, caller).await?;
    let sessions = store::oidc::identity_sessions_end(&mut tx, id).await?;
    store::oidc::identity_sessions_forget(&mut tx, id).await?;
    store::oidc::identity_remove(&mut tx, id, owner).await?;
    let own = before && !own_session(&mut tx, caller).await?;
    let data = json!({ "identity": id, "sessions": sessions });
    note(&mut tx, people, Some(owner), "account_disconnected", owner, data).await?;
    tx.commit().await?;
    Ok(Disconnected::Done { own })
}

async fn own_session(tx: &mut WriteTx, caller: &Caller) -> Result<bool, DbError> {
    match &caller.session {
        Some(session) => Ok(store::sign_in::session(tx, &session.hash()).await?.is_some()),
        None => Ok(false),
    }
}

/// Where to go on after signing in: the page that was asked for.
pub(crate) fn landing(people: &People, lands_on: &str, person: &Person) -> Landing {
    crate::sign_in::landing(people, lands_on, person)
}

#[cfg(test)]
mod tests {
    use super::address;
    use crate::oidc::settings::Believe;
    use serde_json::{Value, json};

    #[test]
    fn only_addresses_that_are_vouched_for_connect_anybody() {
        let mail = "ida@saltmarsh.example";
        for (said, verified, all) in [
            (json!({ "email": mail, "email_verified": true }), true, true),
            (json!({ "email": mail, "email_verified": "true" }), true, true),
            (json!({ "email": mail, "email_verified": false }), false, true),
            (json!({ "email": mail, "email_verified": "false", "xms_edov": true }), false, true),
            (json!({ "email": mail, "email_verified": null, "xms_edov": true }), false, true),
            (json!({ "email": mail, "xms_edov": true }), true, true),
            (json!({ "email": mail, "xms_edov": 1 }), true, true),
            (json!({ "email": mail, "xms_edov": "0" }), false, true),
            (json!({ "email": mail }), false, true),
            (json!({ "email": "nobody", "email_verified": true }), false, false),
            (json!({ "email": [mail], "email_verified": true }), false, false),
            (json!({ "email_verified": true }), false, false),
        ] {
            let Value::Object(map) = &said else { panic!("an object") };
            assert_eq!(address(map, Believe::Verified).is_some(), verified, "{said}");
            assert_eq!(address(map, Believe::All).is_some(), all, "{said}");
        }
    }
}
