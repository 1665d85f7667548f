//! The session cookie, and who a request is by it.

use crate::access::Actor;
use crate::model::{Person, SESSION_DAYS};
use crate::{People, PeopleError, pages, store};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::{HeaderMap, request::Parts};
use axum::response::Response;
use axum_extra::extract::CookieJar;
use db::{Secret, micros};
use std::convert::Infallible;
use web::{SignedIn, Site};

/// The person who makes this request. Nobody signed in: browsers get the sign-in page with 401, JSON clients a
/// problem with 401.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// With the roles as they are now.
    pub person: Person,
}

/// The person who makes this request, if anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaybeSigned {
    /// With the roles as they are now.
    pub person: Option<Person>,
}

impl Signed {
    /// The hat of this request.
    pub fn actor(&self) -> Actor {
        Actor::Person(self.person.clone())
    }

    /// For the header of the page: `frame.signed(signed.shown())`.
    pub fn shown(&self) -> Option<SignedIn> {
        Some(shown(&self.person))
    }
}

impl MaybeSigned {
    /// The hat of this request.
    pub fn actor(&self) -> Actor {
        match &self.person {
            Some(person) => Actor::Person(person.clone()),
            None => Actor::Stranger,
        }
    }

    /// For the header of the page: `frame.signed(signed.shown())`.
    pub fn shown(&self) -> Option<SignedIn> {
        self.person.as_ref().map(shown)
    }
}

fn shown(person: &Person) -> SignedIn {
    SignedIn { name: person.name.clone() }
}

impl<S> FromRequestParts<S> for Signed
where
    S: Send + Sync,
    People: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let people = People::from_ref(state);
        match person_of(&people, &parts.headers).await {
            Ok(Some(person)) => Ok(Self { person }),
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
        match person_of(&people, &parts.headers).await {
            Ok(person) => Ok(Self { person }),
            Err(e) => Err(pages::failed(&e)),
        }
    }
}

async fn person_of(people: &People, headers: &HeaderMap) -> Result<Option<Person>, PeopleError> {
    let Some(session) = session_of(&people.site, headers) else {
        return Ok(None);
    };
    let now = micros(people.ambient.now());
    let mut tx = people.db.read().await?;
    let row = store::session_person(&mut tx, &session.hash(), now).await?;
    Ok(row.map(Person::from))
}

/// The session token that a request carries, valid or not.
pub(crate) struct Presented(pub(crate) Option<Secret>);

impl<S> FromRequestParts<S> for Presented
where
    S: Send + Sync,
    People: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let people = People::from_ref(state);
        Ok(Self(session_of(&people.site, &parts.headers)))
    }
}

fn session_of(site: &Site, headers: &HeaderMap) -> Option<Secret> {
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
