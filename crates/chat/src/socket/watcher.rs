//! Big screens and hosts: they only watch. What a host does goes by HTTP.

use super::limits;
use crate::access;
use crate::hub::Frame;
use crate::model::ChatId;
use crate::room::Refusal;
use crate::store::{self, StoreError};
use crate::{Chats, refuse};
use axum::extract::ws::{Message, WebSocket};
use axum::extract::{Path, State, WebSocketUpgrade};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use people::Signed;
use people::here::MaybeHere;
use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use web::{Outcome, Problem};

/// `GET /ws/screen/{key}`.
pub async fn screen(
    State(chats): State<Chats>,
    Path(key): Path<String>,
    upgrade: WebSocketUpgrade,
) -> Outcome<Response> {
    // What is no key at all opens no more than a wrong one.
    let key = uuid::Uuid::parse_str(&key).unwrap_or_default();
    let chat = crate::office::by_screen_key(&chats, key).await?;
    let handle = chats.hub.room(chat.id).await.map_err(|r| refuse::problem(&r))?;
    let frames = handle.screen.clone();
    Ok(limits::apply(upgrade).on_upgrade(move |socket| watch(socket, frames, chats, None)))
}

/// A host who watches, to be asked again: whoever may not watch any more, by hat, role, chat or session, does not.
struct Watching {
    chat: ChatId,
    /// SHA-256 of the session's token.
    session: [u8; 32],
}

impl Watching {
    /// False only where the records say so: a database that does not answer ends nothing.
    async fn goes_on(&self, chats: &Chats) -> bool {
        let looked = async {
            let Some(signed) = people::still_signed(&chats.people, &self.session).await? else { return Ok(false) };
            let mut tx = chats.db.read().await?;
            let Some(chat) = store::by_id(&mut tx, self.chat).await? else { return Ok(false) };
            let standing = store::standing(&mut tx, self.chat, signed.person.id).await?;
            let scene = access::scene(&chat, standing, &signed);
            Ok::<_, StoreError>(access::person(&signed, "chat", "watch", scene).is_ok())
        };
        looked.await.unwrap_or(true)
    }
}

/// `GET /ws/host/{chat}`. A page of another site could open it with the host's cookie, so the origin must be ours.
pub async fn host(
    State(chats): State<Chats>,
    Path(chat): Path<ChatId>,
    signed: Signed,
    MaybeHere(here): MaybeHere,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Outcome<Response> {
    if web::forms::is_foreign(&headers) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "problem-cross-site"));
    }
    crate::office::open(&chats, &signed, chat, "chat", "watch").await?;
    // Ended just now.
    let session = here.ok_or_else(|| refuse::problem(&Refusal::SignIn))?.session();
    let handle = chats.hub.room(chat).await.map_err(|r| refuse::problem(&r))?;
    let frames = handle.host.clone();
    let watching = Watching { chat, session };
    Ok(limits::apply(upgrade).on_upgrade(move |socket| watch(socket, frames, chats, Some(watching))))
}

async fn watch(mut socket: WebSocket, mut frames: watch::Receiver<Frame>, chats: Chats, watching: Option<Watching>) {
    let stopping = chats.hub.stopping();
    let mut ping = interval(limits::PING);
    ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut alive = Instant::now();
    frames.mark_changed();
    loop {
        let message = tokio::select! {
            changed = frames.changed() => match changed {
                Ok(()) => Message::Text(frames.borrow_and_update().0.clone()),
                Err(_) => return,
            },
            received = socket.recv() => match received {
                // Nothing is expected from here but signs of life.
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {
                    alive = Instant::now();
                    continue;
                }
                _ => return,
            },
            _ = ping.tick() => {
                if alive.elapsed() > limits::SILENCE {
                    return;
                }
                if let Some(watching) = &watching
                    && !watching.goes_on(&chats).await
                {
                    return;
                }
                Message::Ping(axum::body::Bytes::new())
            }
            () = stopping.cancelled() => return,
        };
        if !matches!(timeout(limits::SEND, socket.send(message)).await, Ok(Ok(()))) {
            return;
        }
    }
}
