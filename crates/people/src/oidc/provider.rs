//! One provider: what was set, what it says of itself, and its keys. The last two are asked for when they are needed.

use super::fetch::{self, FetchError};
use super::settings::{ProviderSettings, is_safe};
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::jwk::Jwk;
use reqwest::{Client, Url};
use serde::Deserialize;
use std::sync::Arc;
use tokio::sync::Mutex;

/// How long what a provider says of itself is believed, and its keys.
const DOCUMENT_LIVES: SignedDuration = SignedDuration::from_hours(6);
const KEYS_LIVE: SignedDuration = SignedDuration::from_hours(24);
/// A provider that did not answer is not asked again so soon: everybody else would wait as well.
const REST: SignedDuration = SignedDuration::from_secs(5);
/// A key that is missing makes us look again, at most so often: anybody can name keys that never were.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_secs(20);
/// Keys that are read of one set.
const MOST_KEYS: usize = 64;

/// Why a provider cannot be used now.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ProviderError {
    /// It cannot be reached, or answers with an error.
    #[error("{what} of {issuer}: {source}")]
    Fetch {
        /// Which answer.
        what: &'static str,
        /// Whose.
        issuer: String,
        /// What happened.
        source: Arc<FetchError>,
    },
    /// It calls itself by another address.
    #[error("the issuer is set as {set}, and calls itself {is}: set it exactly so")]
    OtherName {
        /// In the settings.
        set: String,
        /// In its document.
        is: String,
    },
    /// One of its addresses is missing or could be listened to.
    #[error("{issuer} names no safe address for {what}")]
    Address {
        /// Whose.
        issuer: String,
        /// For what.
        what: &'static str,
    },
    /// It failed a moment ago.
    #[error("{issuer} did not answer a moment ago")]
    Resting {
        /// Whose.
        issuer: String,
    },
}

/// What a provider says of itself (OpenID Connect Discovery 1.0).
#[derive(Debug, Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    #[serde(default)]
    userinfo_endpoint: Option<String>,
    #[serde(default)]
    end_session_endpoint: Option<String>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// The same, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Endpoints {
    pub(super) authorization: Url,
    pub(super) token: Url,
    pub(super) keys: Url,
    pub(super) user: Option<Url>,
    pub(super) end_session: Option<Url>,
    /// The secret goes into the form, for it takes no header.
    pub(super) secret_in_form: bool,
    /// It names itself on the way back (RFC 9207).
    pub(super) names_itself: bool,
}

#[derive(Debug, Deserialize)]
struct KeySet {
    keys: Vec<serde_json::Value>,
}

/// What was asked for last.
#[derive(Debug, Clone)]
struct Kept<T> {
    /// When it was tried last, whatever came of it.
    tried: Timestamp,
    /// What came of the last time that went well, and when that was.
    good: Option<(Timestamp, T)>,
}

impl<T: Clone> Kept<T> {
    /// After one more try. One that failed takes nothing away: else anybody who makes us ask at a bad moment would take
    /// the keys from everybody.
    fn after<E>(before: Option<Self>, now: Timestamp, asked: &Result<T, E>) -> Self {
        let good = match asked {
            Ok(value) => Some((now, value.clone())),
            Err(_) => before.and_then(|it| it.good),
        };
        Self { tried: now, good }
    }
}

/// One provider.
#[derive(Debug)]
pub struct Provider {
    /// As the operator set it.
    pub settings: ProviderSettings,
    pub(super) client: Client,
    document: Mutex<Option<Kept<Arc<Endpoints>>>>,
    keys: Mutex<Option<Kept<Arc<Vec<Jwk>>>>>,
}

impl Provider {
    pub(super) fn new(settings: ProviderSettings, client: Client) -> Self {
        Self { settings, client, document: Mutex::default(), keys: Mutex::default() }
    }

    /// Its addresses.
    pub(super) async fn endpoints(&self, now: Timestamp) -> Result<Arc<Endpoints>, ProviderError> {
        let mut kept = self.document.lock().await;
        if let Some(there) = self.usable(kept.as_ref(), now, DOCUMENT_LIVES)? {
            return Ok(there);
        }
        let asked = self.ask_endpoints().await.map(Arc::new);
        *kept = Some(Kept::after(kept.take(), now, &asked));
        asked
    }

    async fn ask_endpoints(&self) -> Result<Endpoints, ProviderError> {
        let issuer = &self.settings.issuer;
        let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let document: Document = fetch::json(self.client.get(address), self.settings.patience)
            .await
            .map_err(|e| self.failed("the description", e))?;
        if document.issuer != *issuer {
            // What it says goes into a log.
            let is = document.issuer.chars().filter(|c| !c.is_control()).take(200).collect();
            return Err(ProviderError::OtherName { set: issuer.clone(), is });
        }
        let needed = |address: &str, what| {
            let safe = Url::parse(address).ok().filter(is_safe);
            safe.ok_or_else(|| ProviderError::Address { issuer: issuer.clone(), what })
        };
        let perhaps = |address: &Option<String>| Url::parse(address.as_deref()?).ok().filter(is_safe);
        let methods = document.token_endpoint_auth_methods_supported.as_deref();
        Ok(Endpoints {
            authorization: needed(&document.authorization_endpoint, "signing in")?,
            token: needed(&document.token_endpoint, "tokens")?,
            keys: needed(&document.jwks_uri, "its keys")?,
            user: perhaps(&document.userinfo_endpoint),
            end_session: perhaps(&document.end_session_endpoint),
            secret_in_form: methods.is_some_and(|all| !all.iter().any(|it| it == "client_secret_basic")),
            names_itself: document.authorization_response_iss_parameter_supported,
        })
    }

    /// Its keys, as they were known.
    pub(super) async fn keys(&self, now: Timestamp) -> Result<Arc<Vec<Jwk>>, ProviderError> {
        let endpoints = self.endpoints(now).await?;
        let mut kept = self.keys.lock().await;
        if let Some(there) = self.usable(kept.as_ref(), now, KEYS_LIVE)? {
            return Ok(there);
        }
        self.renew(&mut kept, &endpoints, now).await
    }

    /// Its keys after one was missing among `known`: perhaps there are new ones by now.
    pub(super) async fn newer_keys(
        &self,
        known: &Arc<Vec<Jwk>>,
        now: Timestamp,
    ) -> Result<Arc<Vec<Jwk>>, ProviderError> {
        let endpoints = self.endpoints(now).await?;
        let mut kept = self.keys.lock().await;
        match &*kept {
            // Somebody else has looked in the meantime.
            Some(Kept { good: Some((_, there)), .. }) if !Arc::ptr_eq(there, known) => return Ok(there.clone()),
            Some(Kept { tried, .. }) if now < *tried + LOOK_AGAIN => return Ok(known.clone()),
            _ => {}
        }
        self.renew(&mut kept, &endpoints, now).await
    }

    async fn renew(
        &self,
        kept: &mut Option<Kept<Arc<Vec<Jwk>>>>,
        endpoints: &Endpoints,
        now: Timestamp,
    ) -> Result<Arc<Vec<Jwk>>, ProviderError> {
        let asked = fetch::json::<KeySet>(self.client.get(endpoints.keys.clone()), self.settings.patience).await;
        let asked = asked.map_err(|e| self.failed("the keys", e)).map(|set| {
            // A key of a kind that is not known here is no reason to miss the others.
            let known = set.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok());
            Arc::new(known.take(MOST_KEYS).collect::<Vec<Jwk>>())
        });
        *kept = Some(Kept::after(kept.take(), now, &asked));
        asked
    }

    fn usable<T: Clone>(
        &self,
        kept: Option<&Kept<T>>,
        now: Timestamp,
        life: SignedDuration,
    ) -> Result<Option<T>, ProviderError> {
        match kept {
            Some(Kept { good: Some((at, value)), .. }) if now < *at + life => Ok(Some(value.clone())),
            // After a try that went well it would be usable still: this one failed.
            Some(Kept { tried, .. }) if now < *tried + REST => {
                Err(ProviderError::Resting { issuer: self.settings.issuer.clone() })
            }
            _ => Ok(None),
        }
    }

    pub(super) fn failed(&self, what: &'static str, source: FetchError) -> ProviderError {
        ProviderError::Fetch { what, issuer: self.settings.issuer.clone(), source: Arc::new(source) }
    }
}
