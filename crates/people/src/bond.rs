//! The browser in which a way of signing in began, so that it can only end there.
//!
//! A challenge or a state that somebody else obtained is worth nothing in another browser, and nobody can be signed in
//! to a stranger's account. One bond serves several tabs; it lasts as long as the longest way.

use crate::People;
use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use db::{Ambient, Secret};
use std::convert::Infallible;
use web::Site;

/// Minutes that a way of signing in may take.
pub(crate) const MINUTES: i64 = 10;

/// The bond that a request carries, if it carries one.
pub(crate) struct Bond(pub(crate) Option<Secret>);

impl<S> FromRequestParts<S> for Bond
where
    S: Send + Sync,
    People: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let people = People::from_ref(state);
        let jar = CookieJar::from_headers(&parts.headers);
        Ok(Self(jar.get(name(&people.site)).and_then(|cookie| Secret::parse(cookie.value()))))
    }
}

impl Bond {
    /// The bond there is, or a new one.
    pub(crate) fn or_new(self, ambient: &Ambient) -> Secret {
        self.0.unwrap_or_else(|| ambient.secret())
    }
}

/// Value of `Set-Cookie` that ties a browser to what it begins. Lax, since the way back from another server is a link.
pub(crate) fn cookie(site: &Site, bond: &Secret) -> String {
    let secure = if site.is_https() { "; Secure" } else { "" };
    let (name, value, seconds) = (name(site), bond.reveal(), MINUTES * 60);
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

fn name(site: &Site) -> &'static str {
    if site.is_https() { "__Host-candor-way" } else { "candor-way" }
}
