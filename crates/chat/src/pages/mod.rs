//! What people see in a browser: phone, big screen, host. Every page works without scripts.

pub mod host;
pub mod phone;
pub mod screen;

use crate::Chats;
use crate::room::Refusal;
use axum::http::StatusCode;
use people::routes::Routes;
use web::{Problem, Words};

/// Every page of this crate.
pub fn routes() -> Routes<Chats> {
    phone::routes().merge(screen::routes()).merge(host::routes())
}

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
