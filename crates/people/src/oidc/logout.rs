//! The end of a session, told from one server to the other.

use super::provider::Provider;
use super::token::{self, CheckError, TokenError};
use crate::accounts::note;
use crate::{People, store};
use db::{DbError, Secret};
use reqwest::Url;
use serde_json::json;

/// The event of a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.4).
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Why a provider's word that a session ended is not followed.
#[derive(Debug, thiserror::Error)]
pub enum LogoutError {
    /// The token, or the provider's keys.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// The database.
    #[error("the database refused")]
    Db(#[from] DbError),
}

impl From<TokenError> for LogoutError {
    fn from(error: TokenError) -> Self {
        Self::Check(error.into())
    }
}

/// Ends the sessions that a logout token names; answers how many.
///
/// Tokens are not remembered: one that comes twice ends what has ended, or, within ten minutes, a session that began
/// in between. Signing in again mends that.
pub(crate) async fn ended_there(people: &People, provider: &Provider, token: &str) -> Result<usize, LogoutError> {
    let claims = token::check(provider, token, people.ambient.now()).await?;
    let named = claims.events.as_ref().and_then(|events| events.get(EVENT)).is_some_and(serde_json::Value::is_object);
    if !named || claims.jti.is_none() {
        return Err(TokenError::Claim("event").into());
    }
    // A token for signing in has one: it is none for signing out.
    if claims.nonce.is_some() {
        return Err(TokenError::Claim("nonce").into());
    }
    let issuer = &provider.settings.issuer;
    let sid = claims.sid.as_deref().filter(|sid| !sid.is_empty());
    let mut tx = people.db.write().await?;
    let mut rows = match (claims.subject(), sid) {
        (Some(subject), _) => store::oidc::standings_by_subject(&mut tx, issuer, subject).await?,
        (None, Some(sid)) => store::oidc::standings_by_sid(&mut tx, issuer, sid).await?,
        (None, None) => return Err(TokenError::Claim("subject").into()),
    };
    if let (Some(_), Some(sid)) = (claims.subject(), sid) {
        let of_it = store::oidc::standings_by_sid(&mut tx, issuer, sid).await?;
        rows.retain(|row| of_it.iter().any(|it| it.token_hash == row.token_hash));
    }
    let mut ended = 0;
    for row in &rows {
        if store::session_end(&mut tx, &row.token_hash).await? > 0 {
            ended += 1;
            let data = json!({ "provider": provider.settings.id });
            note(&mut tx, people, None, "signed_out_by_provider", row.person_id, data).await?;
        }
    }
    store::oidc::standings_forget(&mut tx).await?;
    tx.commit().await?;
    Ok(ended)
}

/// The provider that a session stands on, if it has a page for signing out there too.
pub(crate) async fn origin<'p>(people: &'p People, session: &Secret) -> Result<Option<&'p Provider>, DbError> {
    let mut tx = people.db.read().await?;
    let row = store::oidc::standing_provider(&mut tx, &session.hash()).await?;
    Ok(row.and_then(|row| people.providers.by_id(&row.provider)))
}

/// Where to sign out at a provider (OpenID Connect RP-Initiated Logout 1.0). None where it has no such page, or does
/// not answer.
pub(crate) async fn leaving_address(people: &People, provider: &Provider) -> Option<Url> {
    let endpoints = provider.endpoints(people.ambient.now()).await.ok()?;
    let mut url = endpoints.end_session.clone()?;
    url.query_pairs_mut()
        .append_pair("client_id", &provider.settings.client_id)
        .append_pair("post_logout_redirect_uri", &people.site.absolute("/sign-in"));
    Some(url)
}
