//! Passkeys: made on the security page, and used to sign in without an address or a password.
//!
//! A challenge is kept as a hash, tied to the browser that asked and, for a new key, to the person; it lives ten minutes
//! and is gone with the first answer.

mod authenticator;
mod cbor;
pub(crate) mod ceremony;
mod cose;

pub use ceremony::{Credential, Refused, RelyingParty};

use crate::accounts::note;
use crate::bond;
use crate::model::sign_in::How;
use crate::model::{PASSKEY_NAME_MAX, Passkey, PasskeyId, Person, PersonId};
use crate::sign_in::{BeginError, Caller, begin_session};
use crate::{People, store};
use db::{DbError, Reads, Secret, WriteTx, from_micros, micros};
use jiff::SignedDuration;
use newtype_uuid::GenericUuid;
use serde_json::{Value, json};
use url::{Host, Url};
use web::Site;
use web::clean::CleanError;

/// Milliseconds that a browser waits for a finger.
const PATIENCE: u32 = 300_000;

/// Keys that one person may have: more than anybody needs, fewer than anybody could fill a disk with.
pub(crate) const MOST: usize = 20;

/// Why a passkey was not added, changed or used.
#[derive(Debug, thiserror::Error)]
pub enum PasskeyError {
    /// Browsers make none for this address.
    #[error("passkeys need https, or localhost, and a name rather than a number")]
    Address,
    /// The challenge is over, was used, or began in another browser.
    #[error("the challenge is over")]
    Stale,
    /// The answer is not what was asked for.
    #[error("the answer of the browser is refused: {0}")]
    Refused(#[from] Refused),
    /// Nobody here has this key.
    #[error("nobody here has this passkey")]
    Unknown,
    /// The key is here already.
    #[error("this passkey is here already")]
    Twice,
    /// There are [`MOST`].
    #[error("there are as many passkeys as one person may have")]
    TooMany,
    /// The name is empty, too long, or holds control characters.
    #[error("the name cannot be used")]
    Name(#[from] CleanError),
    /// Its owner has left.
    #[error("its owner has left")]
    Left,
    /// The database.
    #[error("the database refused")]
    Db(#[from] DbError),
}

impl From<BeginError> for PasskeyError {
    fn from(error: BeginError) -> Self {
        match error {
            BeginError::Left => Self::Left,
            BeginError::Db(error) => Self::Db(error),
        }
    }
}

/// For whom browsers make passkeys here; none where they refuse to.
pub(crate) fn relying_party(site: &Site) -> Option<RelyingParty> {
    let url = Url::parse(site.public_url()).ok()?;
    let Host::Domain(domain) = url.host()? else {
        return None;
    };
    let safe = url.scheme() == "https" || domain == "localhost" || domain.ends_with(".localhost");
    safe.then(|| RelyingParty { id: domain.to_owned(), origin: url.origin().ascii_serialization() })
}

/// What a browser needs to sign somebody in, whoever it is.
pub(crate) async fn ask(people: &People, browser: &Secret) -> Result<Value, PasskeyError> {
    let rp = relying_party(&people.site).ok_or(PasskeyError::Address)?;
    let challenge = challenge(people, browser, None).await?;
    Ok(json!({ "challenge": challenge.reveal(), "rpId": rp.id, "timeout": PATIENCE, "userVerification": "required" }))
}

/// What a browser needs to make a key for this person.
pub(crate) async fn offer(people: &People, browser: &Secret, person: &Person) -> Result<Value, PasskeyError> {
    let rp = relying_party(&people.site).ok_or(PasskeyError::Address)?;
    let mut tx = people.db.read().await?;
    let id = person.id.into_untyped_uuid();
    let there = store::passkey::credentials_of(&mut tx, id).await?;
    drop(tx);
    if there.len() >= MOST {
        return Err(PasskeyError::TooMany);
    }
    let challenge = challenge(people, browser, Some(person.id)).await?;
    let exclude: Vec<_> =
        there.iter().map(|row| json!({ "type": "public-key", "id": text(&row.credential_id) })).collect();
    let algorithms = cose::OFFERED.map(|number| json!({ "type": "public-key", "alg": number }));
    Ok(json!({
        "rp": { "id": rp.id, "name": people.site.name() },
        "user": { "id": text(id.as_bytes()), "name": person.name, "displayName": person.name },
        "challenge": challenge.reveal(),
        "pubKeyCredParams": algorithms,
        "timeout": PATIENCE,
        "excludeCredentials": exclude,
        "authenticatorSelection": {
            "residentKey": "required", "requireResidentKey": true, "userVerification": "required",
        },
        "attestation": "none",
    }))
}

/// Keeps a key that this person's browser made.
pub(crate) async fn add(
    people: &People,
    browser: &Secret,
    person: &Person,
    name: &str,
    credential: &Credential,
) -> Result<PasskeyId, PasskeyError> {
    let rp = relying_party(&people.site).ok_or(PasskeyError::Address)?;
    let name = named(name)?;
    let challenge = taken(people, browser, Some(person.id), credential).await?;
    let made = credential.register(&rp, &challenge)?;
    let now = people.ambient.now();
    let id = people.ambient.id();
    let (key, owner) = (PasskeyId::into_untyped_uuid(id), person.id.into_untyped_uuid());
    let mut tx = people.db.write().await?;
    if store::passkey::credentials_of(&mut tx, owner).await?.len() >= MOST {
        return Err(PasskeyError::TooMany);
    }
    let (counter, synced) = (i64::from(made.counter), made.synced);
    let (credential, public) = (&made.credential_id, &made.public_key);
    store::passkey::passkey_add(&mut tx, key, owner, &name, credential, public, counter, synced, micros(now))
        .await
        .map_err(|error| if matches!(error, DbError::Conflict) { PasskeyError::Twice } else { error.into() })?;
    note(&mut tx, people, Some(owner), "passkey_added", owner, json!({ "passkey": key })).await?;
    tx.commit().await?;
    Ok(id)
}

/// Signs the owner of a key in; answers who it is, and the session.
pub(crate) async fn sign_in(
    people: &People,
    browser: &Secret,
    credential: &Credential,
    caller: &Caller,
) -> Result<(Person, Secret), PasskeyError> {
    let rp = relying_party(&people.site).ok_or(PasskeyError::Address)?;
    let challenge = taken(people, browser, None, credential).await?;
    let mut tx = people.db.write().await?;
    let row = store::passkey::passkey_by_credential(&mut tx, &credential.id()?).await?.ok_or(PasskeyError::Unknown)?;
    // The authenticator keeps for whom the key was made: both must say the same.
    if credential.user().as_deref() != Some(row.person_id.as_bytes()) {
        return Err(PasskeyError::Unknown);
    }
    // It was a number of four bytes when it was stored.
    let before = u32::try_from(row.counter).unwrap_or(u32::MAX);
    let proof = match credential.prove(&rp, &challenge, &row.public_key, before) {
        Ok(proof) => proof,
        Err(refused) => {
            if refused == Refused::Counter {
                note(&mut tx, people, None, "passkey_suspect", row.person_id, json!({ "passkey": row.id })).await?;
                tx.commit().await?;
            }
            return Err(refused.into());
        }
    };
    let (counter, now) = (i64::from(proof.counter), micros(people.ambient.now()));
    if store::passkey::passkey_use(&mut tx, row.id, row.counter, counter, proof.synced, now).await? == 0 {
        return Err(PasskeyError::Stale);
    }
    let rows = store::person_by_id(&mut tx, row.person_id).await?;
    let person = store::person(&rows).ok_or(PasskeyError::Unknown)?;
    let session = begin_session(&mut tx, people, &person, How::Passkey, Some(people.ambient.now()), caller).await?;
    tx.commit().await?;
    Ok((person, session))
}

/// Somebody's keys, the oldest first.
pub(crate) async fn of(tx: &mut impl Reads, person: PersonId) -> Result<Vec<Passkey>, DbError> {
    let rows = store::passkey::passkeys_of(tx, person.into_untyped_uuid()).await?;
    Ok(rows.into_iter().map(Passkey::from).collect())
}

/// One of somebody's keys.
pub(crate) async fn one(people: &People, person: PersonId, key: PasskeyId) -> Result<Option<Passkey>, DbError> {
    let mut tx = people.db.read().await?;
    let row = store::passkey::passkey_of(&mut tx, key.into_untyped_uuid(), person.into_untyped_uuid()).await?;
    Ok(row.map(Passkey::from))
}

/// Calls a key by another name.
pub(crate) async fn rename(people: &People, owner: PersonId, key: PasskeyId, name: &str) -> Result<(), PasskeyError> {
    let name = named(name)?;
    let mut tx = people.db.write().await?;
    let done = store::passkey::passkey_rename(&mut tx, key.into_untyped_uuid(), owner.into_untyped_uuid(), &name);
    changed(done.await?, tx, people, owner, key, "passkey_renamed").await
}

/// Forgets a key. The authenticator still has its half, which opens nothing any more.
pub(crate) async fn remove(people: &People, owner: PersonId, key: PasskeyId) -> Result<(), PasskeyError> {
    let mut tx = people.db.write().await?;
    let done = store::passkey::passkey_remove(&mut tx, key.into_untyped_uuid(), owner.into_untyped_uuid()).await?;
    changed(done, tx, people, owner, key, "passkey_removed").await
}

async fn changed(
    rows: u64,
    mut tx: WriteTx,
    people: &People,
    owner: PersonId,
    key: PasskeyId,
    kind: &'static str,
) -> Result<(), PasskeyError> {
    if rows == 0 {
        return Err(PasskeyError::Unknown);
    }
    let owner = owner.into_untyped_uuid();
    note(&mut tx, people, Some(owner), kind, owner, json!({ "passkey": key.into_untyped_uuid() })).await?;
    Ok(tx.commit().await?)
}

fn named(name: &str) -> Result<String, CleanError> {
    web::clean::line(name, PASSKEY_NAME_MAX)
}

async fn challenge(people: &People, browser: &Secret, person: Option<PersonId>) -> Result<Secret, DbError> {
    let now = people.ambient.now();
    let challenge = people.ambient.secret();
    let ends = micros(now + SignedDuration::from_mins(bond::MINUTES));
    let person = person.map(PersonId::into_untyped_uuid);
    let mut tx = people.db.write().await?;
    store::passkey::challenges_forget(&mut tx, micros(now)).await?;
    store::passkey::challenge_add(&mut tx, &challenge.hash(), &browser.hash(), person, ends).await?;
    tx.commit().await?;
    Ok(challenge)
}

/// The challenge that an answer is for. It is gone afterwards, whatever the answer is worth.
async fn taken(
    people: &People,
    browser: &Secret,
    person: Option<PersonId>,
    credential: &Credential,
) -> Result<Secret, PasskeyError> {
    let challenge = credential.challenge()?;
    let mut tx = people.db.write().await?;
    let row = store::passkey::challenge_take(&mut tx, &challenge.hash()).await?;
    tx.commit().await?;
    let row = row.ok_or(PasskeyError::Stale)?;
    let same = row.browser_hash == browser.hash() && row.person_id == person.map(PersonId::into_untyped_uuid);
    let live = from_micros(row.expires_at) > people.ambient.now();
    if same && live { Ok(challenge) } else { Err(PasskeyError::Stale) }
}

fn text(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::relying_party;
    use web::{Site, SiteConfig};

    #[test]
    fn browsers_make_passkeys_for_some_addresses_only() {
        for (address, expect) in [
            ("https://candor.example", Some(("candor.example", "https://candor.example"))),
            ("https://Candor.Example:443", Some(("candor.example", "https://candor.example"))),
            ("https://candor.example:8443/", Some(("candor.example", "https://candor.example:8443"))),
            ("http://localhost:8080", Some(("localhost", "http://localhost:8080"))),
            ("http://candor.localhost", Some(("candor.localhost", "http://candor.localhost"))),
            ("http://candor.example", None),
            ("http://127.0.0.1:8080", None),
            ("https://192.0.2.7", None),
            ("https://[::1]:8443", None),
        ] {
            let config = SiteConfig { name: "Candor".to_owned(), public_url: address.to_owned(), banner: None };
            let rp = relying_party(&Site::new(config));
            assert_eq!(rp.as_ref().map(|rp| (rp.id.as_str(), rp.origin.as_str())), expect, "{address}");
        }
    }
}
