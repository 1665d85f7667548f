//! Who makes a request, for a capability that ties something to the sign-in session itself: a voice in a chat that asks
//! for sign-in.

use crate::model::PersonId;
use crate::model::sign_in::idle_since;
use crate::signed::session_of;
use crate::store::here as store;
use crate::{People, PeopleError, pages};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::response::Response;
use db::{DbError, Reads, Secret, micros};
use jiff::Timestamp;
use newtype_uuid::GenericUuid;

/// Somebody with a session that holds.
#[derive(Debug, Clone)]
pub struct Here {
    /// Who.
    pub person: PersonId,
    /// Name, as the directory has it.
    pub name: String,
    session: Secret,
}

impl Here {
    /// SHA-256 of the session's token, as [`of`] takes it.
    pub fn session(&self) -> [u8; 32] {
        self.session.hash()
    }

    /// A secret that only this session has, for one purpose. It tells nothing of the session.
    pub fn secret(&self, purpose: &str) -> Secret {
        self.session.derive(purpose)
    }
}

/// Who makes this request, by the cookie of a session; a token of the API is none.
#[derive(Debug, Clone)]
pub struct MaybeHere(pub Option<Here>);

impl<S> FromRequestParts<S> for MaybeHere
where
    S: Send + Sync,
    People: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let people = People::from_ref(state);
        let Some(session) = session_of(&people.site, &parts.headers) else { return Ok(Self(None)) };
        match whose(&people, &session).await {
            Ok(Some((person, name))) => Ok(Self(Some(Here { person, name, session }))),
            Ok(None) => Ok(Self(None)),
            Err(error) => Err(pages::failed(&PeopleError::from(error))),
        }
    }
}

async fn whose(people: &People, session: &Secret) -> Result<Option<(PersonId, String)>, DbError> {
    let mut tx = people.db.read().await?;
    let now = people.ambient.now();
    let row = store::session_holder(&mut tx, &session.hash(), micros(now), micros(idle_since(now))).await?;
    Ok(row.map(|row| (PersonId::from_untyped_uuid(row.id), row.name)))
}

/// Who has the session with this hash now: nobody once it ended, or once the person left.
pub async fn of(tx: &mut impl Reads, session: &[u8; 32], now: Timestamp) -> Result<Option<PersonId>, DbError> {
    let row = store::session_holder(tx, session, micros(now), micros(idle_since(now))).await?;
    Ok(row.map(|row| PersonId::from_untyped_uuid(row.id)))
}
