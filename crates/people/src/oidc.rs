//! Sign-in by other servers: OpenID Connect, with the authorization code.

mod fetch;
mod flow;
pub(crate) mod logout;
mod meet;
mod provider;
mod settings;
mod token;

pub(crate) use flow::{Back, Errand, WayError, leave};
pub(crate) use meet::{Disconnected, MeetError, Met, disconnect, landing, meet, of};
pub use provider::{Provider, ProviderError};
pub use settings::{Believe, ClientSecret, ProviderSettings, SettingsError, Strangers};

use std::sync::Arc;

/// All providers of this installation, in the order of the settings.
#[derive(Debug, Clone, Default)]
pub struct Providers(Arc<Vec<Provider>>);

/// The system has no certificates, so no other server can be asked.
#[derive(Debug, thiserror::Error)]
#[error("no connections to other servers can be made")]
pub struct NoClient(#[from] reqwest::Error);

impl Providers {
    /// Nothing is asked of them yet.
    pub fn new(settings: Vec<ProviderSettings>) -> Result<Self, NoClient> {
        if settings.is_empty() {
            return Ok(Self::default());
        }
        let client = fetch::client()?;
        Ok(Self(Arc::new(settings.into_iter().map(|it| Provider::new(it, client.clone())).collect())))
    }

    /// Every one.
    pub fn iter(&self) -> impl Iterator<Item = &Provider> {
        self.0.iter()
    }

    /// Are there any?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// By its key.
    pub fn by_id(&self, id: &str) -> Option<&Provider> {
        self.iter().find(|provider| provider.settings.id == id)
    }

    /// By its address.
    pub fn by_issuer(&self, issuer: &str) -> Option<&Provider> {
        self.iter().find(|provider| provider.settings.issuer == issuer)
    }
}
