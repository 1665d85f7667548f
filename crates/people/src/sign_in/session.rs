//! Sessions: begun by whichever way, listed, ended.

use super::Caller;
use crate::accounts::note;
use crate::model::sign_in::{How, hour, idle_since, is_fresh as fresh};
use crate::model::{Hat, Landing, Person, PersonId, day_of, session_ends};
use crate::store::sign_in as store;
use crate::{People, PeopleError, store as accounts};
use db::{DbError, Secret, WriteTx, from_micros, micros};
use jiff::Timestamp;
use newtype_uuid::{GenericUuid, TypedUuidKind, TypedUuidTag};
use serde_json::json;
use url::Url;

enum SessionKind {}

impl TypedUuidKind for SessionKind {
    fn tag() -> TypedUuidTag {
        const TAG: TypedUuidTag = TypedUuidTag::new("session");
        TAG
    }
}

/// Why no session began.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BeginError {
    /// The person has left.
    #[error("who has left cannot sign in")]
    Left,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<BeginError> for PeopleError {
    fn from(e: BeginError) -> Self {
        match e {
            BeginError::Left => Self::Left,
            BeginError::Db(e) => Self::Db(e),
        }
    }
}

/// Begins a session, and ends the one that the caller had: a new token at each sign-in, so that one planted before is
/// worth nothing. `proved_at` is when they proved who they are, where that is known: another server may have believed a
/// cookie. The ledger says `signed_in`, and how.
pub(crate) async fn begin_session(
    tx: &mut WriteTx,
    people: &People,
    person: &Person,
    how: How,
    proved_at: Option<Timestamp>,
    caller: &Caller,
) -> Result<Secret, BeginError> {
    let now = people.ambient.now();
    let id = person.id.into_untyped_uuid();
    if store::here(tx, id).await?.is_none() {
        return Err(BeginError::Left);
    }
    if let Some(before) = &caller.session {
        accounts::session_end(tx, &before.hash()).await?;
    }
    let session = people.ambient.secret();
    let name = people.ambient.timeless_id::<SessionKind>().into_untyped_uuid();
    let (seen, ends) = (micros(hour(now)), micros(session_ends(now)));
    let device = caller.device.key();
    let proved = proved_at.map(micros);
    accounts::session_add(tx, &session.hash(), name, id, how.key(), &device, micros(now), proved, seen, ends).await?;
    note(tx, people, Some(id), "signed_in", id, json!({ "how": how.key() })).await?;
    Ok(session)
}

/// Did whoever asks prove a moment ago who they are?
pub(crate) async fn is_fresh(people: &People, caller: &Caller) -> Result<bool, DbError> {
    let Some(session) = &caller.session else {
        return Ok(false);
    };
    let mut tx = people.db.read().await?;
    let row = store::session(&mut tx, &session.hash()).await?;
    let proved = row.and_then(|row| row.proved_at).map(from_micros);
    Ok(proved.is_some_and(|at| fresh(at, people.ambient.now())))
}

/// Ends all sessions of a person but the caller's. Answers how many there were.
pub(crate) async fn end_others(
    tx: &mut WriteTx,
    people: &People,
    person: PersonId,
    caller: &Caller,
) -> Result<u64, DbError> {
    let id = person.into_untyped_uuid();
    // Without a token nothing is spared.
    let spared = caller.session.as_ref().map_or([0; 32], Secret::hash);
    // Links first: one that is being used holds its row, and the session that it begins is seen only after that.
    store::mail_links_end(tx, id).await?;
    let ended = store::sessions_end_others(tx, id, &spared).await?;
    if ended > 0 {
        note(tx, people, Some(id), "session_ended", id, json!({ "others": ended })).await?;
    }
    Ok(ended)
}

/// Ends one session of a person. One that is over, or somebody else's, changes nothing.
pub(crate) async fn end_one(people: &People, person: PersonId, session: uuid::Uuid) -> Result<(), DbError> {
    let id = person.into_untyped_uuid();
    let mut tx = people.db.write().await?;
    if store::session_end_one(&mut tx, id, session).await? > 0 {
        note(&mut tx, people, Some(id), "session_ended", id, json!({ "session": session })).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The sessions of a person, and the name of the caller's.
pub(crate) async fn all_sessions(
    people: &People,
    person: PersonId,
    caller: &Caller,
) -> Result<(Vec<store::SessionRow>, Option<uuid::Uuid>), DbError> {
    let now = people.ambient.now();
    let mut tx = people.db.read().await?;
    let rows = store::sessions(&mut tx, person.into_untyped_uuid(), micros(now), micros(idle_since(now))).await?;
    let own = match &caller.session {
        Some(session) => store::session(&mut tx, &session.hash()).await?.map(|row| row.id),
        None => None,
    };
    Ok((rows, own))
}

/// Where somebody goes after signing in: where they wanted to, if that is a path of this server, else to their home.
pub(crate) fn landing(people: &People, to: &str, person: &Person) -> Landing {
    let hat = person.roles.first_hat(day_of(people.ambient.now()));
    let home = if hat == Hat::Host { "/host" } else { "/people" };
    Landing::parse(to).filter(leads_on).unwrap_or_else(|| Landing::parse(home).expect("a path of this server"))
}

/// Whether somebody may be sent there from the page that signs in. That page itself leads in a circle; and the ways to
/// other servers change an account, so a link of another site must not lead there by way of signing in.
fn leads_on(to: &Landing) -> bool {
    // As a browser reads it: dots are steps, in plain or in hexadecimal.
    let path = Url::parse("http://here").and_then(|here| here.join(to.as_str()));
    path.is_ok_and(|it| !["/sign-in", "/sign-out", "/oidc/"].iter().any(|ours| it.path().starts_with(ours)))
}
