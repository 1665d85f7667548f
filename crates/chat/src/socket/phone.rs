//! One phone.

use super::frame::{Bye, Command, FromPhone, ToPhone, welcome};
use super::limits;
use crate::Chats;
use crate::frames::HereFrame;
use crate::hub::{Bucket, Handle, PhoneFrame, Place, Said, Welcome};
use crate::model::{Door, VoiceId};
use crate::outlook::Outlook;
use crate::room::Refusal;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use axum::extract::{State, WebSocketUpgrade};
use axum::response::Response;
use db::Secret;
use futures_util::SinkExt;
use std::sync::Arc;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, timeout};
use web::Words;

/// `GET /ws/phone`. Reads no cookie: the first frame says who it is.
pub async fn phone(State(chats): State<Chats>, upgrade: WebSocketUpgrade) -> Response {
    limits::apply(upgrade).on_upgrade(move |socket| serve(socket, chats))
}

async fn serve(mut socket: WebSocket, chats: Chats) {
    // Before a chat is known its language is not either.
    let t = crate::WORDS.in_language(crate::language::OFFERED[0]);
    let first = match timeout(limits::HELLO, receive(&mut socket)).await {
        Ok(Received::Frame(frame)) => frame,
        Ok(Received::Bad(bye)) => return part(&mut socket, bye, &t).await,
        Ok(Received::Alive | Received::Gone) | Err(_) => return,
    };
    let entered = match first {
        FromPhone::Join { code, name } => {
            chats.hub.join(&code, name).await.map(|(handle, welcome)| (handle, welcome, None))
        }
        FromPhone::Resume { chat, token, .. } => match Secret::parse(&token) {
            Some(token) => {
                let resumed = chats.hub.resume(chat, &token).await;
                resumed.map(|(handle, welcome)| (handle, welcome, Some(token.hash())))
            }
            None => Err(Refusal::UnknownVoice),
        },
        FromPhone::Swipe { .. } | FromPhone::Truth { .. } => return part(&mut socket, Bye::OutOfTurn, &t).await,
    };
    match entered {
        Ok((handle, welcome, token)) => Phone::new(socket, &chats, handle, welcome, token).serve().await,
        Err(refusal) => {
            let frame = ToPhone::refused(&refusal, None, None, &t).text();
            let _ = timeout(limits::SEND, socket.send(Message::text(frame))).await;
        }
    }
}

struct Phone {
    socket: WebSocket,
    chats: Chats,
    handle: Handle,
    voice: VoiceId,
    /// What proves the voice where the chat asks for sign-in: looked at again with every command.
    pass: Option<[u8; 32]>,
    place: Place,
    frames: watch::Receiver<PhoneFrame>,
    outbox: (mpsc::Sender<Said>, mpsc::Receiver<Said>),
    t: Words,
    allowance: Bucket,
    refused: u32,
    greeting: Option<String>,
    shown: Utf8Bytes,
    /// The outlook in which this voice found its place.
    found: Option<Arc<Outlook>>,
}

impl Phone {
    fn new(socket: WebSocket, chats: &Chats, handle: Handle, hello: Welcome, token: Option<[u8; 32]>) -> Self {
        let (frames, place) = (handle.phone.clone(), handle.enter(hello.voice));
        let allowance = Bucket::full(limits::COMMANDS.0, limits::COMMANDS.1, chats.ambient.now());
        let t = crate::WORDS.in_language(&hello.language);
        let (voice, shown) = (hello.voice, hello.room.clone());
        Self {
            socket,
            chats: chats.clone(),
            voice,
            pass: token.filter(|_| handle.door == Door::Signed),
            place,
            frames,
            outbox: mpsc::channel(limits::OUTBOX),
            t,
            allowance,
            refused: 0,
            greeting: Some(welcome(handle.chat, hello)),
            shown,
            found: None,
            handle,
        }
    }

    async fn serve(mut self) {
        let stopping = self.chats.hub.stopping();
        let mut ping = interval(limits::PING);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut alive = Instant::now();
        let mut pending = Vec::from_iter(self.greeting.take().map(Message::text));
        // A move between the welcome and here must not be missed.
        self.frames.mark_changed();
        loop {
            if !deliver(&mut self.socket, &mut pending).await {
                return;
            }
            tokio::select! {
                changed = self.frames.changed() => {
                    if changed.is_err() {
                        return part(&mut self.socket, Bye::Restarting, &self.t).await;
                    }
                    let newest = self.frames.borrow_and_update().clone();
                    self.fresh(newest, &mut pending);
                }
                said = self.outbox.1.recv() => {
                    // All that waits leaves together.
                    pending.extend(said.map(|said| self.answer(said)));
                    while let Ok(said) = self.outbox.1.try_recv() {
                        pending.push(self.answer(said));
                    }
                }
                received = receive(&mut self.socket) => {
                    alive = Instant::now();
                    match received {
                        Received::Frame(frame) => match self.command(frame).await {
                            Ok(answer) => pending.extend(answer),
                            Err(bye) => return part(&mut self.socket, bye, &self.t).await,
                        },
                        Received::Bad(bye) => return part(&mut self.socket, bye, &self.t).await,
                        Received::Alive => {}
                        Received::Gone => return,
                    }
                }
                _ = ping.tick() => {
                    if alive.elapsed() > limits::SILENCE {
                        return;
                    }
                    // A room is not watched any longer than one may take part.
                    if self.passed().await == Err(Refusal::SignIn) {
                        return part(&mut self.socket, Bye::SignIn, &self.t).await;
                    }
                    pending.push(Message::Ping(axum::body::Bytes::new()));
                }
                () = self.place.replaced.cancelled() => {
                    return part(&mut self.socket, Bye::Replaced, &self.t).await;
                }
                () = stopping.cancelled() => {
                    return self.restarting(pending).await;
                }
            }
        }
    }

    /// The newest state where it is news to this phone; after it, the voice's own place in it.
    fn fresh(&mut self, PhoneFrame { frame, outlook }: PhoneFrame, pending: &mut Vec<Message>) {
        if frame.0 != self.shown {
            self.shown = frame.0.clone();
            pending.push(Message::Text(frame.0));
        }
        if !self.found.as_ref().is_some_and(|found| Arc::ptr_eq(found, &outlook)) {
            let here = HereFrame::of(&outlook, self.voice, &self.t);
            pending.extend(here.map(|here| Message::Text(crate::hub::frame(&here).0)));
            self.found = Some(outlook);
        }
    }

    /// What is on its way to the disk is still acknowledged before the goodbye.
    async fn restarting(mut self, mut pending: Vec<Message>) {
        let last = timeout(limits::SEND, async {
            while self.outbox.0.strong_count() > 1 {
                match self.outbox.1.recv().await {
                    Some(said) => pending.push(self.answer(said)),
                    None => break,
                }
            }
        });
        // Past the time, the phone keeps what it has not heard of and sends it again.
        let _ = last.await;
        if deliver(&mut self.socket, &mut pending).await {
            part(&mut self.socket, Bye::Restarting, &self.t).await;
        }
    }

    fn answer(&self, said: Said) -> Message {
        Message::text(ToPhone::said(said, &self.t).text())
    }

    /// Whether this voice may still take part: where the chat asks for sign-in, its session may have ended.
    fn passed(&self) -> impl Future<Output = Result<(), Refusal>> + use<> {
        let asked = self.pass.map(|pass| (self.chats.hub.clone(), self.handle.chat, pass));
        async move {
            match asked {
                Some((hub, chat, pass)) => hub.passes(chat, &pass).await.map(drop),
                None => Ok(()),
            }
        }
    }

    async fn command(&mut self, frame: FromPhone) -> Result<Option<Message>, Bye> {
        let (seq, take) = frame.reference();
        let queued = if self.allowance.take(self.chats.ambient.now()) {
            match (frame.command(self.voice), self.passed().await) {
                (None, _) => return Err(Bye::OutOfTurn),
                // Not a refusal: the phone keeps the command until somebody is signed in again.
                (_, Err(Refusal::SignIn)) => return Err(Bye::SignIn),
                (_, Err(refusal)) => Err(refusal),
                (Some(Err(_)), _) => Err(Refusal::BadWord),
                (Some(Ok(Command::Swipe(swipe))), _) => self.handle.swipe(swipe, &self.outbox.0),
                (Some(Ok(Command::Truth(truth))), _) => self.handle.truth(truth, &self.outbox.0),
            }
        } else {
            self.refused += 1;
            if self.refused > limits::TOO_MANY {
                return Err(Bye::TooFast);
            }
            Err(Refusal::Busy(1_000))
        };
        Ok(queued.err().map(|refusal| Message::text(ToPhone::refused(&refusal, seq, take, &self.t).text())))
    }
}

/// What came from a phone.
enum Received {
    Frame(FromPhone),
    Bad(Bye),
    /// A pong or a ping: nothing to do.
    Alive,
    Gone,
}

async fn receive(socket: &mut WebSocket) -> Received {
    match socket.recv().await {
        Some(Ok(Message::Text(text))) => match serde_json::from_str(text.as_str()) {
            Ok(frame) => Received::Frame(frame),
            Err(_) => Received::Bad(Bye::Malformed),
        },
        Some(Ok(Message::Binary(_))) => Received::Bad(Bye::Malformed),
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Received::Alive,
        Some(Err(error)) if is_too_large(&error) => Received::Bad(Bye::TooLarge),
        Some(Ok(Message::Close(_)) | Err(_)) | None => Received::Gone,
    }
}

fn is_too_large(error: &axum::Error) -> bool {
    // axum hides the library's error type; its text is all there is.
    std::error::Error::source(error).is_some_and(|e| e.to_string().contains("too long"))
}

/// False when the phone is to be disconnected: its socket failed, or it is too slow. It will come back.
async fn deliver(socket: &mut WebSocket, pending: &mut Vec<Message>) -> bool {
    if pending.is_empty() {
        return true;
    }
    let sending = async {
        for message in pending.drain(..) {
            socket.feed(message).await?;
        }
        socket.flush().await
    };
    matches!(timeout(limits::SEND, sending).await, Ok(Ok(())))
}

async fn part(socket: &mut WebSocket, bye: Bye, t: &Words) {
    let sending = async {
        socket.feed(Message::text(bye.text(t))).await?;
        socket.feed(Message::Close(None)).await?;
        socket.flush().await
    };
    // Whether it hears it or not, the connection ends.
    if matches!(timeout(limits::SEND, sending).await, Ok(Ok(()))) {
        // A connection that is closed over unread words is reset, and a reset takes the last words from the phone. So
        // what is still coming is read until the phone closes too.
        let _ = timeout(limits::LINGER, read_out(socket)).await;
    }
}

async fn read_out(socket: &mut WebSocket) {
    while let Some(Ok(received)) = socket.recv().await {
        if matches!(received, Message::Close(_)) {
            return;
        }
    }
    // A frame too large cannot be read to its end: the phone gets a moment to hear why.
    sleep(limits::MOMENT).await;
}
