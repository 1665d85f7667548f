//! Unguessable tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// 256 random bits that prove who somebody is. Only [`hash`](Self::hash) is ever stored.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    pub(crate) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The secret in 43 characters of base64url, to be handed to its owner and nobody else.
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Reads what [`reveal`](Self::reveal) wrote; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// Another secret for one purpose. Whoever knows it, or its hash, learns nothing of this one, nor of those for other
    /// purposes.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> Self {
        Self(Sha256::new().chain_update(purpose).chain_update([0]).chain_update(self.0).finalize().into())
    }

    /// SHA-256 of the secret. It needs no salt: 256 random bits cannot be guessed.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}
