//! Requests to other servers: few, small, and not waited for long.

use reqwest::{Client, RequestBuilder, StatusCode, redirect};
use serde::de::DeserializeOwned;
use std::time::Duration;

/// Longest answer that is read, in bytes. Sets of keys of large providers have some twenty thousand.
const MOST: usize = 256 * 1024;

/// Time to make a connection.
const CONNECT: Duration = Duration::from_secs(4);

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// Nobody is there, or too slowly.
    #[error("it cannot be reached")]
    Away(#[source] reqwest::Error),
    /// An answer that says no; with the kind of error where it names one.
    #[error("it answers {status}{}", .error.as_deref().map(|e| format!(": {e}")).unwrap_or_default())]
    Status {
        /// Of HTTP.
        status: StatusCode,
        /// `error` of RFC 6749, cut to letters that may stand in a log.
        error: Option<String>,
    },
    /// More than [`MOST`] bytes.
    #[error("its answer is too long")]
    TooLong,
    /// Not the JSON that was expected.
    #[error("its answer cannot be read")]
    Unreadable(#[source] serde_json::Error),
}

/// A client that follows nobody elsewhere: an address that moved is to be set anew by the operator.
pub(super) fn client() -> Result<Client, reqwest::Error> {
    Client::builder()
        .user_agent(concat!("Candor/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .connect_timeout(CONNECT)
        .referer(false)
        .build()
}

/// Sends, and reads JSON.
pub(super) async fn json<T: DeserializeOwned>(request: RequestBuilder, patience: Duration) -> Result<T, FetchError> {
    let mut answer = request.timeout(patience).send().await.map_err(FetchError::Away)?;
    let status = answer.status();
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(FetchError::Away)? {
        if body.len() + chunk.len() > MOST {
            return Err(FetchError::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    if !status.is_success() {
        return Err(FetchError::Status { status, error: named(&body) });
    }
    serde_json::from_slice(&body).map_err(FetchError::Unreadable)
}

fn named(body: &[u8]) -> Option<String> {
    let value: serde_json::Value = serde_json::from_slice(body).ok()?;
    let error = value.get("error")?.as_str()?;
    Some(error.chars().filter(|c| c.is_ascii_alphanumeric() || "_-.".contains(*c)).take(60).collect())
}
