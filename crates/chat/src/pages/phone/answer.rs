//! Swiping and saying why by plain forms, for phones without scripts.

use super::keys::{Entered, Keys};
use super::voice;
use crate::access::{self, Standing};
use crate::hub::{Said, SwipeAsk, TruthAsk};
use crate::model::{ChatId, Given, TakeId};
use crate::room::{Reason, Refusal};
use crate::{Chats, refuse};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use newtype_uuid::GenericUuid;
use people::access::{Actor, Scene};
use serde::Deserialize;
use tokio::sync::mpsc;
use web::{Outcome, Problem};

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
    keys: Keys,
    Path(chat): Path<ChatId>,
    Form(form): Form<SwipeForm>,
) -> Outcome<Response> {
    let done = match Given::parse(&form.side, form.reservation.is_some()) {
        Err(_) => Err(Refusal::BadWord),
        Ok(given) => {
            send(&chats, &keys, chat, |handle, voice, seq, reply| {
                handle.swipe(SwipeAsk { voice, take: form.take, seq, given, late: false }, reply)
            })
            .await
        }
    };
    finish(&chats, &keys, chat, done).await
}

/// `POST /v/{chat}/truth`
pub(super) async fn truth(
    State(chats): State<Chats>,
    keys: Keys,
    Path(chat): Path<ChatId>,
    Form(form): Form<TruthForm>,
) -> Outcome<Response> {
    let words = form.words.clone();
    let reason = Reason { words: form.words, quotable: form.quotable.is_some(), named: form.named.is_some() };
    let done = send(&chats, &keys, chat, |handle, voice, seq, reply| {
        handle.truth(TruthAsk { voice, take: form.take, seq, reason }, reply)
    })
    .await;
    if done == Err(Refusal::SignIn) && !words.trim().is_empty() {
        // The way to the sign-in page would lose what was typed.
        let say = refuse::words().with("phone-words-not-sent", &[("words", words.into())]);
        return Err(Problem::new(StatusCode::UNAUTHORIZED, Refusal::SignIn.why()).say(say));
    }
    finish(&chats, &keys, chat, done).await
}

/// Gives the command its number, and waits until it is on disk.
async fn send(
    chats: &Chats,
    keys: &Keys,
    chat: ChatId,
    ask: impl FnOnce(&crate::hub::Handle, crate::model::VoiceId, u32, &mpsc::Sender<Said>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let Entered { handle, welcome, .. } = keys.resume(chats, chat).await?;
    let actor = Actor::Voice(welcome.voice.into_untyped_uuid());
    let scene = Scene::of(Standing::VoiceInIt, chats.ambient.now());
    access::holder(&actor, "voice", "answer", scene).map_err(|_| Refusal::UnknownVoice)?;
    let (reply, mut said) = mpsc::channel(1);
    ask(&handle, welcome.voice, welcome.seq.saturating_add(1), &reply)?;
    said.recv().await.map_or(Err(Refusal::Busy(1_000)), |said| said.outcome)
}

/// Back to the takes, or the page with what was refused.
async fn finish(chats: &Chats, keys: &Keys, chat: ChatId, done: Result<(), Refusal>) -> Outcome<Response> {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/v/{chat}")).into_response()),
        Err(refusal) => voice::render(chats, keys, chat, Some(&refusal)).await,
    }
}
