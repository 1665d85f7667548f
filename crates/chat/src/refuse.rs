//! What the room refused, as an answer over HTTP.

use crate::room::Refusal;
use axum::http::StatusCode;
use web::{Problem, Words};

/// The words of pages that belong to no single chat.
pub fn words() -> Words {
    crate::WORDS.in_language(crate::language::OFFERED[0])
}

/// A refusal as a page or a problem document.
pub fn problem(refusal: &Refusal) -> Problem {
    let status = match refusal {
        Refusal::UnknownCode
        | Refusal::UnknownVoice
        | Refusal::UnknownChat
        | Refusal::UnknownTake
        | Refusal::UnknownTruth
        | Refusal::UnknownPanellist => StatusCode::NOT_FOUND,
        Refusal::Stale | Refusal::NotNow | Refusal::NotLive | Refusal::Closed | Refusal::SeqUsed | Refusal::Full(_) => {
            StatusCode::CONFLICT
        }
        Refusal::SignIn => StatusCode::UNAUTHORIZED,
        Refusal::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
        Refusal::NoSwipe
        | Refusal::TooLong { .. }
        | Refusal::BadText
        | Refusal::BadWord
        | Refusal::BadSeq
        | Refusal::NotNamed
        | Refusal::NameMissing => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Problem::new(status, refusal.why()).say(refusal.say(&words()))
}
