//! The session cookie, and who a request is by it.

use crate::access::{Actor, Scene, Standing, Wearer};
use crate::model::sign_in::idle_since;
use crate::model::{Hat, Person, PersonId, SESSION_DAYS, day_of};
use crate::tokens::Bearer;
use crate::{People, PeopleError, accounts, pages, store};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::{HeaderMap, request::Parts};
use axum::response::Response;
use axum_extra::extract::CookieJar;
use db::{DbError, Secret, micros};
use jiff::Timestamp;
use newtype_uuid::GenericUuid;
use serde_json::json;
use web::{HatChoice, SignedIn, Site};

/// The person who makes this request, with the one hat of it. Nobody signed in: browsers get the sign-in page with 401,
/// JSON clients a problem with 401.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// With the roles as they are now.
    pub person: Person,
    /// What they act as; a hat whose role is held.
    pub hat: Hat,
    /// When they ask.
    pub at: Timestamp,
}

/// The person who makes this request, if anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaybeSigned {
    /// With the roles as they are now.
    pub person: Option<Person>,
    /// What they act as.
    pub hat: Hat,
    /// When they ask.
    pub at: Timestamp,
}

impl Signed {
    /// The person under the hat.
    pub fn wearer(&self) -> Wearer {
        Wearer { person: self.person.clone(), hat: self.hat }
    }

    /// Who asks, for the access decision.
    pub fn actor(&self) -> Actor {
        Actor::Person(self.wearer())
    }

    /// What is asked about, at the time of this request.
    pub fn scene(&self, standing: Standing) -> Scene {
        Scene::of(standing, self.at)
    }

    /// For the header of the page: `frame.signed(signed.shown())`.
    pub fn shown(&self) -> Option<SignedIn> {
        Some(shown(&self.person, self.hat, self.at))
    }
}

impl MaybeSigned {
    /// Nobody.
    pub fn nobody(at: Timestamp) -> Self {
        Self { person: None, hat: Hat::Member, at }
    }

    /// Who asks, for the access decision.
    pub fn actor(&self) -> Actor {
        match &self.person {
            Some(person) => Actor::Person(Wearer { person: person.clone(), hat: self.hat }),
            None => Actor::Stranger,
        }
    }

    /// What is asked about, at the time of this request.
    pub fn scene(&self, standing: Standing) -> Scene {
        Scene::of(standing, self.at)
    }

    /// For the header of the page: `frame.signed(signed.shown())`.
    pub fn shown(&self) -> Option<SignedIn> {
        self.person.as_ref().map(|person| shown(person, self.hat, self.at))
    }
}

fn shown(person: &Person, worn: Hat, at: Timestamp) -> SignedIn {
    let choice = |hat: Hat| HatChoice { key: hat.key(), is_worn: hat == worn };
    let hats = person.roles.hats(day_of(at)).into_iter().map(choice).collect();
    SignedIn { name: person.name.clone(), hats }
}

impl<S> FromRequestParts<S> for Signed
where
    S: Send + Sync,
    People: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let people = People::from_ref(state);
        // The front door of the API has looked at a token; nobody else lets one in.
        if let Some(bearer) = parts.extensions.get::<Bearer>() {
            return Ok(bearer.signed.clone());
        }
        match signed_of(&people, &parts.headers).await {
            Ok(Some(signed)) => Ok(signed),
            Ok(None) => Err(pages::unsigned(&people, parts)),
            Err(e) => Err(pages::failed(&e)),
        }
    }
}

impl<S> FromRequestParts<S> for MaybeSigned
where
    S: Send + Sync,
    People: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let people = People::from_ref(state);
        match signed_of(&people, &parts.headers).await {
            Ok(Some(Signed { person, hat, at })) => Ok(Self { person: Some(person), hat, at }),
            Ok(None) => Ok(Self::nobody(people.ambient.now())),
            Err(e) => Err(pages::failed(&e)),
        }
    }
}

/// Who makes a request of the API: by a token that the door has looked at, or by a session.
pub(crate) async fn whoever(
    people: &People,
    headers: &HeaderMap,
    bearer: Option<&Bearer>,
) -> Result<Option<Signed>, PeopleError> {
    match bearer {
        Some(bearer) => Ok(Some(bearer.signed.clone())),
        None => signed_of(people, headers).await,
    }
}

async fn signed_of(people: &People, headers: &HeaderMap) -> Result<Option<Signed>, PeopleError> {
    let Some(session) = session_of(&people.site, headers) else {
        return Ok(None);
    };
    let signed = still_signed(people, &session.hash()).await?;
    if let Some(signed) = &signed {
        people.sign_in.seen.note(&session, signed.at);
    }
    Ok(signed)
}

/// Who has the session with this SHA-256 now, with the hat that is on: nobody once it ended, or once the person left.
/// For what goes on after the request that began it, such as a socket.
pub async fn still_signed(people: &People, session: &[u8; 32]) -> Result<Option<Signed>, DbError> {
    let at = people.ambient.now();
    let mut tx = people.db.read().await?;
    let rows = store::session_person(&mut tx, session, micros(at), micros(idle_since(at))).await?;
    let put_on = rows.first().and_then(|row| Hat::from_key(row.hat.as_deref()?));
    let rows: Vec<_> = rows.into_iter().map(|row| row.person).collect();
    Ok(store::person(&rows).map(|person| {
        let today = day_of(at);
        // A hat whose role is over falls off.
        let hat = put_on.filter(|hat| person.roles.allow(*hat, today));
        let hat = hat.unwrap_or_else(|| person.roles.first_hat(today));
        Signed { person, hat, at }
    }))
}

/// Puts a hat on in a session of this person. That it may be worn is looked at whenever it is. The ledger says
/// `hat_put_on` of the person.
pub(crate) async fn put_on(people: &People, person: PersonId, session: &Secret, hat: Hat) -> Result<(), DbError> {
    let id = person.into_untyped_uuid();
    let mut tx = people.db.write().await?;
    store::role::hat_put_on(&mut tx, &session.hash(), hat.key()).await?;
    accounts::note(&mut tx, people, Some(id), "hat_put_on", id, json!({ "hat": hat.key() })).await?;
    tx.commit().await
}

/// The session token that a request carries, valid or not.
pub(crate) fn session_of(site: &Site, headers: &HeaderMap) -> Option<Secret> {
    let jar = CookieJar::from_headers(headers);
    Secret::parse(jar.get(cookie_name(site))?.value())
}

/// `__Host-` makes the browser refuse the cookie from a subdomain or over plain HTTP; over plain HTTP it would refuse
/// it altogether.
fn cookie_name(site: &Site) -> &'static str {
    if site.is_https() { "__Host-candor" } else { "candor" }
}

/// Value of `Set-Cookie` that begins this session in a browser.
pub(crate) fn session_cookie(site: &Site, session: &Secret) -> String {
    cookie(site, &session.reveal(), SESSION_DAYS * 24 * 60 * 60)
}

/// Value of `Set-Cookie` that ends the session in a browser.
pub(crate) fn no_session_cookie(site: &Site) -> String {
    cookie(site, "", 0)
}

fn cookie(site: &Site, value: &str, seconds: i64) -> String {
    let name = cookie_name(site);
    let secure = if site.is_https() { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}
