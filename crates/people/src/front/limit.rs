//! How often a token may ask: so many requests in each minute.

use crate::WORDS;
use crate::model::token::TokenId;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use web::Problem;

/// Seconds of a window.
const WINDOW: i64 = 60;

const LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// Counts the requests of this window. In memory: a restart forgives.
pub(super) struct Limiter {
    rate: u32,
    window: Mutex<(i64, HashMap<TokenId, u32>)>,
}

/// A request that was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Taken {
    rate: u32,
    /// What is left in this window; none if this one was too many.
    left: Option<u32>,
    /// Seconds until the next window.
    reset: i64,
}

impl Limiter {
    pub fn of(rate: u32) -> Self {
        Self { rate, window: Mutex::default() }
    }

    pub fn take(&self, token: TokenId, now: Timestamp) -> Taken {
        let (window, reset) = (now.as_second().div_euclid(WINDOW), WINDOW - now.as_second().rem_euclid(WINDOW));
        // A panic elsewhere leaves the counts usable.
        let mut held = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        if held.0 != window {
            *held = (window, HashMap::new());
        }
        let used = held.1.entry(token).or_default();
        let left = self.rate.checked_sub(used.saturating_add(1));
        *used = used.saturating_add(u32::from(left.is_some()));
        Taken { rate: self.rate, left, reset }
    }
}

impl Taken {
    /// Why a request that is too many is not answered.
    pub fn refusal(self) -> Option<Problem> {
        if self.left.is_some() {
            return None;
        }
        let say = WORDS.in_language("en").with("token-too-fast", &[("rate", self.rate.into())]);
        Some(Problem::new(StatusCode::TOO_MANY_REQUESTS, "token-too-fast").say(say))
    }

    /// Says in an answer what is left.
    pub fn told(self, mut response: Response) -> Response {
        let Self { rate, left, reset } = self;
        let policy = format!("\"token\";q={rate};w={WINDOW}");
        let limit = format!("\"token\";r={};t={reset}", left.unwrap_or(0));
        let headers = response.headers_mut();
        for (name, value) in [(POLICY, policy), (LIMIT, limit)] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
        if left.is_none() {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(reset));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    #[test]
    fn a_window_is_used_up_and_begins_anew() {
        let (limiter, token, other) = (Limiter::of(2), TokenId::from_u128(1), TokenId::from_u128(2));
        let at = |second| Timestamp::from_second(second).unwrap();
        let left = |token, second| {
            let counted = limiter.take(token, at(second));
            (counted.left, counted.reset)
        };
        assert_eq!(left(token, 120), (Some(1), 60));
        assert_eq!(left(token, 150), (Some(0), 30));
        assert_eq!(left(token, 179), (None, 1));
        assert_eq!(left(other, 179), (Some(1), 1));
        assert_eq!(left(token, 180), (Some(1), 60));
        let told = Taken { rate: 2, left: None, reset: 9 }.told(Response::new(Body::empty()));
        assert_eq!(told.headers()[LIMIT], "\"token\";r=0;t=9");
        assert_eq!(told.headers()[POLICY], "\"token\";q=2;w=60");
        assert_eq!(told.headers()[header::RETRY_AFTER], "9");
    }
}
