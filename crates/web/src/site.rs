//! The address of this installation.

use std::sync::Arc;

/// What an installation is called, and where it is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteConfig {
    /// Shown in the header; “Candor” unless the company chose a name.
    pub name: String,
    /// Scheme, host and port, without a slash at the end: the one truth about the address.
    pub public_url: String,
    /// A line above every office page, or none.
    pub banner: Option<String>,
}

/// A site that is running. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Site(Arc<SiteConfig>);

impl Site {
    /// A site at this address.
    pub fn new(mut config: SiteConfig) -> Self {
        config.public_url.truncate(config.public_url.trim_end_matches('/').len());
        Self(Arc::new(config))
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// A line above every office page.
    pub fn banner(&self) -> Option<&str> {
        self.0.banner.as_deref()
    }

    /// Scheme, host and port.
    pub fn public_url(&self) -> &str {
        &self.0.public_url
    }

    /// The address without its scheme, as people type it.
    pub fn short_url(&self) -> &str {
        self.0.public_url.split_once("://").map_or(self.0.public_url.as_str(), |(_, rest)| rest)
    }

    /// A path of this site as a whole address.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.0.public_url)
    }

    /// Whether browsers reach it over TLS.
    pub fn is_https(&self) -> bool {
        self.0.public_url.starts_with("https://")
    }

    /// The address of an asset, for example `web/base.css`; it changes with every build, so it may be kept for ever.
    pub fn asset(&self, path: &str) -> String {
        crate::assets::url(path)
    }
}
