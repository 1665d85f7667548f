//! Tokens that a provider signed: whose signature, for whom, how long.

use super::provider::{Provider, ProviderError};
use jiff::Timestamp;
use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation, decode, decode_header};
use serde::Deserialize;
use serde_json::{Map, Value};

/// Signatures that are accepted. None that a shared secret could make, and never none at all.
const SIGNATURES: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// Seconds by which two clocks may differ.
pub(super) const LEEWAY: i64 = 60;
/// Seconds for which a token may be on its way.
const FRESH: i64 = 600;
/// Longest token that is looked at, in bytes.
const LONGEST: usize = 32 * 1024;
/// Longest name of a person at a provider, in bytes, by OpenID Connect Core.
const SUBJECT: usize = 255;

/// Why a token is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not a signed token, or of a kind that is not accepted.
    #[error("it is not signed in a way that is accepted")]
    Form,
    /// No key of the provider made this signature.
    #[error("its signature is not the provider's")]
    Signature,
    /// A claim is missing or wrong; names it.
    #[error("its {0} is not what it must be")]
    Claim(&'static str),
}

/// Why a token could not be used.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The token.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The provider, whose keys are needed.
    #[error(transparent)]
    Provider(#[from] ProviderError),
}

/// What was signed.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Claims {
    #[serde(default)]
    iss: String,
    #[serde(default)]
    aud: Option<Audience>,
    #[serde(default)]
    azp: Option<String>,
    #[serde(default)]
    exp: Option<f64>,
    #[serde(default)]
    nbf: Option<f64>,
    #[serde(default)]
    iat: Option<f64>,
    /// Who it is there.
    #[serde(default)]
    pub(super) sub: Option<String>,
    /// The session there.
    #[serde(default)]
    pub(super) sid: Option<String>,
    #[serde(default)]
    pub(super) nonce: Option<String>,
    #[serde(default)]
    pub(super) events: Option<Map<String, Value>>,
    #[serde(default)]
    pub(super) jti: Option<String>,
    /// Everything else, among it name and address.
    #[serde(flatten)]
    pub(super) rest: Map<String, Value>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Claims {
    /// Who it is there, if that is a name a provider may give.
    pub(super) fn subject(&self) -> Option<&str> {
        self.sub.as_deref().filter(|sub| !sub.is_empty() && sub.len() <= SUBJECT)
    }

    /// When they proved there who they are, where it says so.
    pub(super) fn auth_time(&self) -> Option<Timestamp> {
        let seconds = self.rest.get("auth_time")?;
        #[expect(clippy::cast_possible_truncation, reason = "what does not fit is no instant either")]
        let seconds = seconds.as_i64().or_else(|| seconds.as_f64().map(|it| it as i64))?;
        Timestamp::from_second(seconds).ok()
    }
}

/// A token of this provider for us, which has not expired.
pub(super) async fn check(provider: &Provider, token: &str, now: Timestamp) -> Result<Claims, CheckError> {
    // Before anything is asked for it: anybody can send a heap of letters.
    form(token)?;
    let known = provider.keys(now).await?;
    let claims = match verified(&known, token) {
        Err(TokenError::Signature) => verified(&provider.newer_keys(&known, now).await?, token)?,
        other => other?,
    };
    let settings = &provider.settings;
    fits(&claims, &settings.issuer, &settings.client_id, now.as_second())?;
    Ok(claims)
}

fn form(token: &str) -> Result<Header, TokenError> {
    if token.len() > LONGEST {
        return Err(TokenError::Form);
    }
    let header = decode_header(token).map_err(|_| TokenError::Form)?;
    // Whoever sets `crit` asks for what is not understood here.
    if SIGNATURES.contains(&header.alg) && header.crit.is_none() { Ok(header) } else { Err(TokenError::Form) }
}

/// What was signed by one of these keys.
fn verified(keys: &[Jwk], token: &str) -> Result<Claims, TokenError> {
    let header = form(token)?;
    // Everything but the signature is checked below, by our own clock.
    let mut rules = Validation::new(header.alg);
    rules.required_spec_claims.clear();
    rules.validate_exp = false;
    rules.validate_nbf = false;
    rules.validate_aud = false;
    let fitting = keys.iter().filter(|key| may_sign(key, header.kid.as_deref(), header.alg));
    let claims = fitting
        .filter_map(|key| DecodingKey::from_jwk(key).ok())
        .find_map(|key| decode::<Claims>(token, &key, &rules).ok());
    claims.map(|data| data.claims).ok_or(TokenError::Signature)
}

fn may_sign(key: &Jwk, named: Option<&str>, algorithm: Algorithm) -> bool {
    let same_name = named.is_none() || key.common.key_id.as_deref() == named;
    let signs = key.common.public_key_use.as_ref().is_none_or(|it| *it == PublicKeyUse::Signature);
    let set = key.common.key_algorithm;
    let same = set.is_none_or(|set| set.to_string().parse::<Algorithm>().is_ok_and(|it| it == algorithm));
    same_name && signs && same
}

/// OpenID Connect Core, section 3.1.3.7.
fn fits(claims: &Claims, issuer: &str, client: &str, now: i64) -> Result<(), TokenError> {
    if claims.iss != issuer {
        return Err(TokenError::Claim("issuer"));
    }
    let for_us = match &claims.aud {
        Some(Audience::One(one)) => one == client,
        Some(Audience::Several(all)) if all.len() == 1 => all[0] == client,
        // For several: it must say that it was made for us.
        Some(Audience::Several(all)) => all.iter().any(|it| it == client) && claims.azp.as_deref() == Some(client),
        None => false,
    };
    if !for_us || claims.azp.as_deref().is_some_and(|azp| azp != client) {
        return Err(TokenError::Claim("audience"));
    }
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 fit a double exactly")]
    let (now, leeway, fresh) = (now as f64, LEEWAY as f64, FRESH as f64);
    if claims.exp.is_none_or(|exp| now >= exp + leeway) {
        return Err(TokenError::Claim("time of expiry"));
    }
    if claims.nbf.is_some_and(|nbf| now < nbf - leeway) {
        return Err(TokenError::Claim("time of beginning"));
    }
    if claims.iat.is_none_or(|iat| now < iat - leeway || now > iat + fresh) {
        return Err(TokenError::Claim("time of issue"));
    }
    Ok(())
}
