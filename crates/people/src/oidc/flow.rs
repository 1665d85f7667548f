//! The way to a provider and back: authorization code with PKCE (OpenID Connect Core, RFC 7636, RFC 9207).
//!
//! `state` is a secret of 256 bits. The nonce and PKCE's verifier are worked out from it and from the bond of the
//! browser, so that the database holds hashes only and nobody but this browser can end what it began.

use super::fetch::{self, FetchError};
use super::provider::{Provider, ProviderError};
use super::token::{self, CheckError, TokenError};
use crate::bond;
use crate::model::{Landing, PersonId};
use crate::{People, store};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use db::{DbError, Secret, from_micros, micros};
use jiff::{SignedDuration, Timestamp};
use newtype_uuid::GenericUuid;
use reqwest::{StatusCode, Url};
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// By how much two clocks may differ.
const LEEWAY: SignedDuration = SignedDuration::from_secs(token::LEEWAY);

/// What is asked of a provider: who it is, and by which name and address the company knows them.
const SCOPE: &str = "openid email profile";

/// Why somebody did not come back as they left.
#[derive(Debug, thiserror::Error)]
pub enum WayError {
    /// Nobody left so, or long ago, or from another browser, or they are back already.
    #[error("nobody left so, or it is over")]
    Stale,
    /// They pressed Cancel there.
    #[error("it was cancelled there")]
    Cancelled,
    /// The provider says no. Names its word for it.
    #[error("the provider refuses: {0}")]
    Said(String),
    /// The answer came from somebody else than it was asked of.
    #[error("another provider answers")]
    OtherProvider,
    /// Its token.
    #[error("the token: {0}")]
    Token(#[from] TokenError),
    /// They were to prove anew who they are, and the provider does not say that they did.
    #[error("the token does not say that somebody signed in there just now (auth_time)")]
    NotAgain,
    /// It cannot be used now.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The database.
    #[error("the database refused")]
    Db(#[from] DbError),
}

impl From<CheckError> for WayError {
    fn from(error: CheckError) -> Self {
        match error {
            CheckError::Token(error) => Self::Token(error),
            CheckError::Provider(error) => Self::Provider(error),
        }
    }
}

/// What a provider sends back with the browser.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Back {
    #[serde(default)]
    pub(crate) state: String,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    error: Option<String>,
    #[serde(default)]
    iss: Option<String>,
}

/// Somebody a provider vouches for.
#[derive(Debug)]
pub(super) struct Arrival {
    /// What the person is there; never changes.
    pub(super) subject: String,
    /// The session there, where it has a name.
    pub(super) sid: Option<String>,
    /// When they proved there who they are, where it says so.
    pub(super) proved_at: Option<Timestamp>,
    /// What else it says of them.
    pub(super) said: Map<String, Value>,
    /// What opens a longer description, and where that is.
    access: Option<String>,
    described_at: Option<Url>,
    /// Who connects an account; nobody when somebody signs in.
    pub(super) person: Option<PersonId>,
    /// Page to come back to.
    pub(super) lands_on: String,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
    #[serde(default)]
    access_token: Option<String>,
}

/// What somebody goes to a provider for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Errand {
    /// To sign in; the provider may know them by a cookie.
    SignIn,
    /// To prove anew who they are.
    Again,
    /// To connect an account to their own.
    Connect(PersonId),
}

/// Begins a way; answers the address to send the browser to.
pub(crate) async fn leave(
    people: &People,
    provider: &Provider,
    browser: &Secret,
    errand: Errand,
    to: &Landing,
) -> Result<Url, WayError> {
    let now = people.ambient.now();
    let endpoints = provider.endpoints(now).await?;
    let state = people.ambient.secret();
    let ends = micros(now + SignedDuration::from_mins(bond::MINUTES));
    let again = errand == Errand::Again;
    let person = match errand {
        Errand::Connect(person) => Some(person.into_untyped_uuid()),
        Errand::SignIn | Errand::Again => None,
    };
    let id = &provider.settings.id;
    let mut tx = people.db.write().await?;
    store::oidc::flows_forget(&mut tx, micros(now)).await?;
    store::oidc::flow_add(&mut tx, &state.hash(), &browser.hash(), id, person, to.as_str(), again, ends).await?;
    tx.commit().await?;
    let mut url = endpoints.authorization.clone();
    url.query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", &provider.settings.client_id)
        .append_pair("redirect_uri", &back_address(people, provider))
        .append_pair("scope", SCOPE)
        .append_pair("state", &state.reveal())
        .append_pair("nonce", &derived("nonce", browser, &state))
        .append_pair("code_challenge", &URL_SAFE_NO_PAD.encode(Sha256::digest(derived("pkce", browser, &state))))
        .append_pair("code_challenge_method", "S256");
    if again {
        // By OpenID Connect Core, section 3.1.2.1, the token must then say when they signed in.
        url.query_pairs_mut().append_pair("max_age", "0");
    }
    Ok(url)
}

/// Ends a way: who it is, by a provider that vouches for them to us and now.
pub(super) async fn arrive(
    people: &People,
    provider: &Provider,
    browser: Option<&Secret>,
    back: &Back,
) -> Result<Arrival, WayError> {
    let state = Secret::parse(&back.state).ok_or(WayError::Stale)?;
    let now = people.ambient.now();
    let mut tx = people.db.write().await?;
    let flow = store::oidc::flow_take(&mut tx, &state.hash()).await?;
    tx.commit().await?;
    let (flow, browser) = flow.zip(browser).ok_or(WayError::Stale)?;
    let live = from_micros(flow.expires_at) > now;
    if !live || flow.browser_hash != browser.hash() || flow.provider != provider.settings.id {
        return Err(WayError::Stale);
    }
    let endpoints = provider.endpoints(now).await?;
    // Somebody who can choose the provider could send the code of one to another.
    match back.iss.as_deref() {
        Some(iss) if iss != provider.settings.issuer => return Err(WayError::OtherProvider),
        None if endpoints.names_itself => return Err(WayError::OtherProvider),
        _ => {}
    }
    let code = match (&back.code, back.error.as_deref()) {
        (_, Some("access_denied")) => return Err(WayError::Cancelled),
        (Some(code), None) => code,
        (_, error) => return Err(WayError::Said(word(error.unwrap_or("no code")))),
    };
    let verifier = derived("pkce", browser, &state);
    let tokens = exchange(people, provider, code, &verifier).await?;
    let claims = token::check(provider, &tokens.id_token, now).await?;
    if claims.nonce.as_deref() != Some(derived("nonce", browser, &state).as_str()) {
        return Err(TokenError::Claim("nonce").into());
    }
    let proved_at = claims.auth_time();
    let left = from_micros(flow.expires_at) - SignedDuration::from_mins(bond::MINUTES);
    if flow.again && proved_at.is_none_or(|at| at + LEEWAY < left) {
        return Err(WayError::NotAgain);
    }
    let subject = claims.subject().ok_or(TokenError::Claim("subject"))?.to_owned();
    Ok(Arrival {
        subject,
        sid: claims.sid.filter(|sid| !sid.is_empty() && sid.len() <= 255),
        // Nobody has proved anything in the future.
        proved_at: proved_at.map(|at| at.min(now)),
        said: claims.rest,
        access: tokens.access_token,
        described_at: endpoints.user.clone(),
        person: flow.person_id.map(PersonId::from_untyped_uuid),
        lands_on: flow.lands_on,
    })
}

/// Where a provider sends people back to.
pub(crate) fn back_address(people: &People, provider: &Provider) -> String {
    people.site.absolute(&format!("/oidc/{}/callback", provider.settings.id))
}

async fn exchange(people: &People, provider: &Provider, code: &str, verifier: &str) -> Result<Tokens, WayError> {
    let settings = &provider.settings;
    let endpoints = provider.endpoints(people.ambient.now()).await?;
    let back = back_address(people, provider);
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", &back),
        ("code_verifier", verifier),
    ];
    let mut request = provider.client.post(endpoints.token.clone());
    match &settings.client_secret {
        Some(secret) if !endpoints.secret_in_form => {
            // RFC 6749, section 2.3.1: both are form-encoded first.
            let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let pair = format!("{}:{}", encode(&settings.client_id), encode(secret.reveal()));
            request = request.header("authorization", format!("Basic {}", STANDARD.encode(pair)));
        }
        Some(secret) => form.extend([("client_id", settings.client_id.as_str()), ("client_secret", secret.reveal())]),
        None => form.push(("client_id", &settings.client_id)),
    }
    fetch::json(request.form(&form), settings.patience).await.map_err(|error| match error {
        // The code is over, or was used: they may try again.
        FetchError::Status { status: StatusCode::BAD_REQUEST, error: Some(kind) } if kind == "invalid_grant" => {
            WayError::Stale
        }
        FetchError::Status { status, error: Some(kind) } if status.is_client_error() => WayError::Said(kind),
        error => provider.failed("the token", error).into(),
    })
}

/// Completes what is said of somebody who is not known yet: some providers keep it out of the token.
pub(super) async fn describe(provider: &Provider, arrival: &mut Arrival) -> Result<(), WayError> {
    let (Some(access), Some(address)) = (arrival.access.take(), arrival.described_at.take()) else {
        return Ok(());
    };
    if arrival.said.contains_key("email") {
        return Ok(());
    }
    let request = provider.client.get(address).bearer_auth(access);
    let asked: Map<String, Value> = fetch::json(request, provider.settings.patience)
        .await
        .map_err(|error| provider.failed("the description of the person", error))?;
    // Of somebody else it would be worse than nothing.
    if asked.get("sub").and_then(Value::as_str) != Some(&arrival.subject) {
        return Err(TokenError::Claim("subject").into());
    }
    arrival.said = asked;
    Ok(())
}

/// A value that only this browser's bond and this state together give.
fn derived(what: &str, browser: &Secret, state: &Secret) -> String {
    let parts = [what, &browser.reveal(), &state.reveal()].join(" ");
    URL_SAFE_NO_PAD.encode(Sha256::digest(parts))
}

/// A word of a provider, fit for a log.
fn word(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || "_-. ".contains(*c)).take(60).collect()
}
