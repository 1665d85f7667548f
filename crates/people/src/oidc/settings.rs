//! What an operator says about a provider.

use std::fmt;
use std::time::Duration;
use url::{Host, Url};

/// How long one answer of a provider may take.
const PATIENCE: Duration = Duration::from_secs(6);

/// A password between servers. It is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientSecret(String);

impl ClientSecret {
    /// Takes it without the white space around it; nothing where nothing is left.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    /// The secret, for the one call that needs it.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(…)")
    }
}

/// Which addresses of a provider are believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Believe {
    /// Those it says it has verified.
    #[default]
    Verified,
    /// All: the company itself gives them out.
    All,
}

/// What becomes of somebody whom the directory here does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Strangers {
    /// They are told so.
    #[default]
    Refuse,
    /// They get an account without any role.
    Create,
}

/// A provider of sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderSettings {
    /// Its key in settings and paths: small letters, digits and dashes.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Its address, exactly as it writes it itself.
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// None for a client without a secret.
    pub client_secret: Option<ClientSecret>,
    /// Which of its addresses are believed.
    pub believe: Believe,
    /// What becomes of people who are unknown here.
    pub strangers: Strangers,
    /// How long one answer may take.
    pub patience: Duration,
}

/// Why a provider cannot be set up so. Names the part of the setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// The key.
    #[error("a provider's key has small letters, digits and dashes, at most 30")]
    Id,
    /// The address.
    #[error("the issuer is an address like https://login.example.org, without ? or #")]
    Issuer,
    /// Plain HTTP.
    #[error("the issuer must be reached by https: only on this machine itself may it be http")]
    Plain,
    /// What it calls us.
    #[error("the client id is missing")]
    ClientId,
}

impl ProviderSettings {
    /// A provider with everything else as usual.
    pub fn new(id: &str, issuer: &str, client_id: &str) -> Result<Self, SettingsError> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if id.is_empty() || id.len() > 30 || !id.chars().all(fits) {
            return Err(SettingsError::Id);
        }
        let (issuer, client_id) = (issuer.trim(), client_id.trim());
        let url = Url::parse(issuer).map_err(|_| SettingsError::Issuer)?;
        let bare = url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.has_host();
        if !bare || !matches!(url.scheme(), "http" | "https") {
            return Err(SettingsError::Issuer);
        }
        if !is_safe(&url) {
            return Err(SettingsError::Plain);
        }
        if client_id.is_empty() {
            return Err(SettingsError::ClientId);
        }
        Ok(Self {
            id: id.to_owned(),
            name: id.to_owned(),
            issuer: issuer.to_owned(),
            client_id: client_id.to_owned(),
            client_secret: None,
            believe: Believe::default(),
            strangers: Strangers::default(),
            patience: PATIENCE,
        })
    }
}

/// Whether nobody between here and there can listen: encrypted, or on this very machine.
pub(crate) fn is_safe(url: &Url) -> bool {
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    url.scheme() == "https" || url.scheme() == "http" && here
}

#[cfg(test)]
mod tests {
    use super::{ClientSecret, ProviderSettings, SettingsError};

    #[test]
    fn settings_are_checked_before_anything_is_asked() {
        use SettingsError::{ClientId, Id, Issuer, Plain};
        for (id, issuer, client, expect) in [
            ("entra", "https://login.example.org/tenant/v2.0", "candor", None),
            ("one-2", "http://127.0.0.1:9000", "candor", None),
            ("one", " http://localhost:9000 ", "candor", None),
            ("Entra", "https://login.example.org", "candor", Some(Id)),
            ("", "https://login.example.org", "candor", Some(Id)),
            ("entra", "login.example.org", "candor", Some(Issuer)),
            ("entra", "https://login.example.org?x=1", "candor", Some(Issuer)),
            ("entra", "https://me@login.example.org", "candor", Some(Issuer)),
            ("entra", "ftp://login.example.org", "candor", Some(Issuer)),
            ("entra", "http://login.example.org", "candor", Some(Plain)),
            ("entra", "https://login.example.org", " ", Some(ClientId)),
        ] {
            assert_eq!(ProviderSettings::new(id, issuer, client).err(), expect, "{id} {issuer}");
        }
    }

    #[test]
    fn a_secret_is_never_printed() {
        let secret = ClientSecret::new(" hush\n").unwrap();
        assert_eq!((secret.reveal(), format!("{secret:?}").as_str()), ("hush", "ClientSecret(…)"));
        assert_eq!(ClientSecret::new(" \n"), None);
    }
}
