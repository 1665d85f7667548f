//! Swiping and saying why by plain forms, for phones without scripts.

use super::{token, voice};
use crate::Chats;
use crate::access::{self, Standing};
use crate::hub::{Said, SwipeAsk, TruthAsk};
use crate::model::{ChatId, Given, TakeId};
use crate::room::{Reason, Refusal};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::{CookieJar, Form};
use jiff::Timestamp;
use newtype_uuid::GenericUuid;
use people::access::Actor;
use serde::Deserialize;
use tokio::sync::mpsc;
use web::Outcome;

/// 2026-01-01T00:00:00Z, from which voices with several windows count their `seq`.
const EPOCH_MS: i64 = 1_767_225_600_000;

/// An answer.
#[derive(Debug, Deserialize)]
pub(super) struct SwipeForm {
    take: TakeId,
    side: String,
    #[serde(default)]
    reservation: Option<String>,
}

/// A reason.
#[derive(Debug, Deserialize)]
pub(super) struct TruthForm {
    take: TakeId,
    words: String,
    #[serde(default)]
    quotable: Option<String>,
    #[serde(default)]
    named: Option<String>,
}

/// `POST /v/{chat}/swipe`
pub(super) async fn swipe(
    State(chats): State<Chats>,
    jar: CookieJar,
    Path(chat): Path<ChatId>,
    Form(form): Form<SwipeForm>,
) -> Outcome<Response> {
    let done = match Given::parse(&form.side, form.reservation.is_some()) {
        Err(_) => Err(Refusal::BadWord),
        Ok(given) => {
            send(&chats, &jar, chat, |handle, voice, seq, reply| {
                handle.swipe(SwipeAsk { voice, take: form.take, seq, given, late: false }, reply)
            })
            .await
        }
    };
    finish(&chats, &jar, chat, done).await
}

/// `POST /v/{chat}/truth`
pub(super) async fn truth(
    State(chats): State<Chats>,
    jar: CookieJar,
    Path(chat): Path<ChatId>,
    Form(form): Form<TruthForm>,
) -> Outcome<Response> {
    let reason = Reason { words: form.words, quotable: form.quotable.is_some(), named: form.named.is_some() };
    let done = send(&chats, &jar, chat, |handle, voice, seq, reply| {
        handle.truth(TruthAsk { voice, take: form.take, seq, reason }, reply)
    })
    .await;
    finish(&chats, &jar, chat, done).await
}

/// Gives the command its number, and waits until it is on disk.
async fn send(
    chats: &Chats,
    jar: &CookieJar,
    chat: ChatId,
    ask: impl FnOnce(&crate::hub::Handle, crate::model::VoiceId, u32, &mpsc::Sender<Said>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let token = token(jar, chat).ok_or(Refusal::UnknownVoice)?;
    let (handle, welcome) = chats.hub.resume(chat, &token).await?;
    let actor = Actor::Voice(welcome.voice.into_untyped_uuid());
    access::holder(&actor, "voice", "answer", Standing::VoiceInIt).map_err(|_| Refusal::UnknownVoice)?;
    let (reply, mut said) = mpsc::channel(1);
    ask(&handle, welcome.voice, next(welcome.seq, chats.ambient.now()), &reply)?;
    said.recv().await.map_or(Err(Refusal::Busy(1_000)), |said| said.outcome)
}

/// The next number of a voice: the time where that is higher, so that another window never falls behind.
fn next(seq: u32, now: Timestamp) -> u32 {
    let time = u32::try_from((now.as_millisecond() - EPOCH_MS) / 100).unwrap_or(0);
    seq.saturating_add(1).max(time)
}

/// Back to the takes, or the page with what was refused.
async fn finish(chats: &Chats, jar: &CookieJar, chat: ChatId, done: Result<(), Refusal>) -> Outcome<Response> {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/v/{chat}")).into_response()),
        Err(refusal) => voice::render(chats, jar, chat, Some(&refusal)).await,
    }
}

#[cfg(test)]
mod tests {
    use super::{EPOCH_MS, next};
    use jiff::Timestamp;

    #[test]
    fn numbers_grow_with_time_and_never_fall_back() {
        let epoch: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(epoch.as_millisecond(), EPOCH_MS);
        let later: Timestamp = "2026-01-01T00:00:10Z".parse().unwrap();
        assert_eq!([next(0, epoch), next(5, later), next(500, later)], [1, 100, 501]);
        assert_eq!(next(u32::MAX, later), u32::MAX);
        assert_eq!(next(3, Timestamp::UNIX_EPOCH), 4);
    }
}
