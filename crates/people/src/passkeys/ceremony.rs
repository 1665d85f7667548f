//! The two ceremonies of WebAuthn Level 3 without their records: 7.1 (a new key) and 7.2 (an old key signs).
//!
//! Pure: what was asked comes in as a value, and nothing is remembered. Attestations are not looked at, as the
//! specification allows whoever does not ask for any: which maker a key comes from decides nothing here.

use super::authenticator::AuthenticatorData;
use super::cbor;
use super::cose::PublicKey;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use db::Secret;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// For whom passkeys are made: the domain and the origin of this installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelyingParty {
    /// The domain.
    pub id: String,
    /// Scheme, domain and port, as browsers write it.
    pub origin: String,
}

/// Why an answer of a browser is refused. The words are for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Not base64url, JSON or CBOR, or a part is missing.
    #[error("it cannot be read")]
    Unreadable,
    /// Made for another ceremony.
    #[error("it was made for another purpose")]
    Purpose,
    /// Made on a page of another site, or inside one.
    #[error("it was made for another site")]
    Site,
    /// Nobody touched the authenticator, or it did not check who did.
    #[error("the authenticator did not check who used it")]
    NotVerified,
    /// Not the key's signature.
    #[error("the signature is not the key's")]
    Signature,
    /// It counts less than it did before: there may be a copy of the key.
    #[error("the counter went back")]
    Counter,
}

/// What a browser answers, as `PublicKeyCredential.toJSON()` writes it.
#[derive(Debug, Clone, Deserialize)]
pub struct Credential {
    /// Name of the key, in base64url.
    #[serde(rename = "rawId")]
    raw_id: String,
    #[serde(rename = "type")]
    kind: String,
    response: Parts,
}

#[derive(Debug, Clone, Deserialize)]
struct Parts {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    #[serde(rename = "attestationObject", default)]
    attestation: Option<String>,
    #[serde(rename = "authenticatorData", default)]
    authenticator_data: Option<String>,
    #[serde(default)]
    signature: Option<String>,
    #[serde(rename = "userHandle", default)]
    user_handle: Option<String>,
}

/// What a browser says it was asked.
#[derive(Debug, Deserialize)]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    cross_origin: bool,
}

/// A key to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewKey {
    pub(crate) credential_id: Vec<u8>,
    /// `COSE_Key`.
    pub(crate) public_key: Vec<u8>,
    pub(crate) counter: u32,
    pub(crate) synced: bool,
}

/// What a signature tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Proof {
    pub(crate) counter: u32,
    pub(crate) synced: bool,
}

impl Credential {
    /// Name of the key.
    pub(crate) fn id(&self) -> Result<Vec<u8>, Refused> {
        decode(&self.raw_id)
    }

    /// Whose key it is, by the authenticator: the bytes that were given when it was made.
    pub(crate) fn user(&self) -> Option<Vec<u8>> {
        decode(self.response.user_handle.as_deref()?).ok()
    }

    /// The challenge that it answers; whether it was ever given out is for the caller to find out.
    pub(crate) fn challenge(&self) -> Result<Secret, Refused> {
        let (_, client) = self.client_data()?;
        Secret::parse(&client.challenge).ok_or(Refused::Unreadable)
    }

    /// Section 7.1: a key that was made for this site, by an authenticator that checked who made it.
    pub(crate) fn register(&self, rp: &RelyingParty, challenge: &Secret) -> Result<NewKey, Refused> {
        self.asked("webauthn.create", rp, challenge)?;
        let object = decode(self.response.attestation.as_deref().ok_or(Refused::Unreadable)?)?;
        let (object, rest) = cbor::read(&object).ok_or(Refused::Unreadable)?;
        let map = object.as_map().filter(|_| rest.is_empty()).ok_or(Refused::Unreadable)?;
        let data = cbor::named(map, "authData").and_then(|it| it.as_bytes()).ok_or(Refused::Unreadable)?;
        let data = said(data, rp)?;
        let made = data.made.ok_or(Refused::Unreadable)?;
        if made.credential_id != self.id()? {
            return Err(Refused::Unreadable);
        }
        Ok(NewKey {
            credential_id: made.credential_id,
            public_key: made.cose,
            counter: data.counter,
            synced: data.synced,
        })
    }

    /// Section 7.2: signed by this key, for this site, by an authenticator that checked who signs; `counter` is what
    /// the key counted last.
    pub(crate) fn prove(
        &self,
        rp: &RelyingParty,
        challenge: &Secret,
        public_key: &[u8],
        counter: u32,
    ) -> Result<Proof, Refused> {
        let client = self.asked("webauthn.get", rp, challenge)?;
        let part = |part: &Option<String>| decode(part.as_deref().ok_or(Refused::Unreadable)?);
        let (bytes, signature) = (part(&self.response.authenticator_data)?, part(&self.response.signature)?);
        let data = said(&bytes, rp)?;
        let key = PublicKey::parse(public_key).ok_or(Refused::Unreadable)?;
        let message = [bytes.as_slice(), Sha256::digest(&client).as_slice()].concat();
        if !key.signed(&message, &signature) {
            return Err(Refused::Signature);
        }
        // Where nothing counts, both are 0 for ever.
        if (data.counter, counter) != (0, 0) && data.counter <= counter {
            return Err(Refused::Counter);
        }
        Ok(Proof { counter: data.counter, synced: data.synced })
    }

    fn client_data(&self) -> Result<(Vec<u8>, ClientData), Refused> {
        let bytes = decode(&self.response.client_data)?;
        let data = serde_json::from_slice(&bytes).map_err(|_| Refused::Unreadable)?;
        Ok((bytes, data))
    }

    /// Checks what the browser was asked; answers the bytes that are signed.
    fn asked(&self, kind: &str, rp: &RelyingParty, challenge: &Secret) -> Result<Vec<u8>, Refused> {
        let (bytes, client) = self.client_data()?;
        let fits = Secret::parse(&client.challenge).is_some_and(|it| it.hash() == challenge.hash());
        if self.kind != "public-key" || client.kind != kind || !fits {
            return Err(Refused::Purpose);
        }
        if client.origin != rp.origin || client.cross_origin {
            return Err(Refused::Site);
        }
        Ok(bytes)
    }
}

/// What an authenticator says, if it is about this site and somebody stood before it.
fn said(bytes: &[u8], rp: &RelyingParty) -> Result<AuthenticatorData, Refused> {
    let data = AuthenticatorData::parse(bytes).ok_or(Refused::Unreadable)?;
    if data.rp_hash != <[u8; 32]>::from(Sha256::digest(&rp.id)) {
        return Err(Refused::Site);
    }
    if !(data.present && data.verified) {
        return Err(Refused::NotVerified);
    }
    Ok(data)
}

fn decode(text: &str) -> Result<Vec<u8>, Refused> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map_err(|_| Refused::Unreadable)
}

#[cfg(test)]
mod tests;
