//! The shell that runs rooms: one task per live chat, its queue, its commits and its frames.
//!
//! A batch is committed, then applied, then acknowledged, in this order and nowhere else. Nothing here assumes that a
//! committed batch came from this hub's own sockets.

mod actor;
mod ask;
mod bucket;
mod crowd;
mod lookout;
mod pending;
mod publish;

pub use ask::{Entry, Guest, Said, Sight, SwipeAsk, TruthAsk, Welcome};
pub use bucket::Bucket;
pub use crowd::Place;
pub use publish::{Frame, PhoneFrame, frame};

use crate::model::{ChatId, Door, VoiceId};
use crate::room::{Action, Refusal, Room};
use crate::store::{self, StoreError};
use actor::Actor;
use ask::Ask;
use crowd::Crowd;
use db::{Ambient, Db, Secret};
use people::PersonId;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{Mutex, mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Commands waiting for a commit, per chat. Beyond it a phone hears “busy” at once instead of waiting ever longer.
const QUEUE: usize = 50_000;

/// Pause that a phone is asked for when the queue is full or the disk does not answer, in milliseconds.
const RETRY_MS: u32 = 1_000;

/// A chat that nobody ended for this long is ended by the server, where its end destroys what leads to people.
pub const LEFT_OPEN: jiff::SignedDuration = jiff::SignedDuration::from_hours(24 * 30);

/// Wrong codes per second that this server answers; more than that is somebody guessing.
const WRONG_CODES: f64 = 100.0;

/// All live rooms of this server. Cloned freely.
#[derive(Clone)]
pub struct Hub(Arc<Shared>);

struct Shared {
    db: Db,
    ambient: Ambient,
    rooms: Mutex<Rooms>,
    wrong_codes: Mutex<Bucket>,
    stop: CancellationToken,
    tasks: TaskTracker,
}

/// The rooms that run.
#[derive(Default)]
struct Rooms {
    handles: HashMap<ChatId, Handle>,
    /// How often records were changed beside a room: what was read before that may be old.
    forgotten: u64,
}

impl Rooms {
    fn running(&self, chat: ChatId) -> Option<Handle> {
        self.handles.get(&chat).filter(|handle| !handle.asks.is_closed()).cloned()
    }

    /// Lets go of a room, one that is being read included.
    fn forget(&mut self, chat: ChatId) -> Option<Handle> {
        self.forgotten += 1;
        self.handles.remove(&chat)
    }
}

/// A running room, as connections and pages hold it.
#[derive(Clone)]
pub struct Handle {
    /// The chat.
    pub chat: ChatId,
    /// Who may join.
    pub door: Door,
    asks: mpsc::Sender<Ask>,
    crowd: Arc<Crowd>,
    /// The newest frame for phones, and where each of them finds its own place.
    pub phone: watch::Receiver<PhoneFrame>,
    /// The newest frame for big screens.
    pub screen: watch::Receiver<Frame>,
    /// The newest frame for hosts.
    pub host: watch::Receiver<Frame>,
}

impl Hub {
    /// A hub with no room running yet.
    pub fn new(db: Db, ambient: Ambient) -> Self {
        let wrong_codes = Mutex::new(Bucket::full(WRONG_CODES, WRONG_CODES, ambient.now()));
        let rooms = Mutex::default();
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        Self(Arc::new(Shared { db, ambient, rooms, wrong_codes, stop, tasks }))
    }

    /// Ends when the hub is asked to stop; connections say goodbye then.
    pub fn stopping(&self) -> CancellationToken {
        self.0.stop.clone()
    }

    /// Stops taking commands, commits what waits, and ends when every room is still.
    pub async fn stop(&self) {
        self.0.stop.cancel();
        self.0.tasks.close();
        self.0.tasks.wait().await;
    }

    /// The running room of a chat, brought back from its records when it does not run yet.
    pub async fn room(&self, chat: ChatId) -> Result<Handle, Refusal> {
        let (mut rooms, room) = loop {
            let rooms = self.0.rooms.lock().await;
            if let Some(handle) = rooms.running(chat) {
                return Ok(handle);
            }
            if self.0.stop.is_cancelled() {
                return Err(Refusal::Busy(RETRY_MS));
            }
            let before = rooms.forgotten;
            drop(rooms);
            // Not under the lock: records that cannot be read must not hold up the rooms that run.
            let room = self.load(chat).await.map_err(|error| busy(&error))?.ok_or(Refusal::UnknownChat)?;
            let rooms = self.0.rooms.lock().await;
            if let Some(handle) = rooms.running(chat) {
                return Ok(handle);
            }
            if rooms.forgotten == before {
                break (rooms, room);
            }
        };
        let (crowd, door) = (Arc::new(Crowd::default()), room.chat.door);
        let (asks, inbox) = mpsc::channel(QUEUE);
        let (actor, frames) = Actor::new(self.clone(), room, crowd.clone());
        self.0.tasks.spawn(actor.run(inbox, self.0.stop.clone()));
        let handle = Handle { chat, door, asks, crowd, phone: frames.phone, screen: frames.screen, host: frames.host };
        rooms.handles.insert(chat, handle.clone());
        Ok(handle)
    }

    /// The running room with this join code.
    pub async fn room_by_code(&self, code: &str) -> Result<Handle, Refusal> {
        let code: String = code.chars().filter(char::is_ascii_digit).take(12).collect();
        let found = async {
            let mut tx = self.0.db.read().await?;
            store::by_code(&mut tx, &code).await
        };
        if let Some(chat) = found.await.map_err(|error| busy(&error))? {
            return self.room(chat.id).await;
        }
        let now = self.0.ambient.now();
        // Guessing codes is slowed for everybody who guesses, and for nobody who knows.
        if self.0.wrong_codes.lock().await.take(now) { Err(Refusal::UnknownCode) } else { Err(Refusal::Busy(RETRY_MS)) }
    }

    /// A new voice in the chat with this code.
    pub async fn join(&self, code: &str, name: Option<String>) -> Result<(Handle, Welcome), Refusal> {
        let handle = self.room_by_code(code).await?;
        let (reply, answer) = oneshot::channel();
        handle.ask(Ask::Join { name, reply })?;
        let welcome = answer.await.unwrap_or(Err(Refusal::Busy(RETRY_MS)))?;
        Ok((handle, welcome))
    }

    /// The voice of somebody signed in, in a chat that asks for it. [`Refusal::UnknownVoice`] for a chat that does not,
    /// and for somebody without a voice who only wants to come back.
    pub async fn admit(&self, chat: ChatId, guest: Guest, entry: Entry) -> Result<(Handle, Welcome), Refusal> {
        let handle = self.room(chat).await?;
        let (reply, answer) = oneshot::channel();
        handle.ask(Ask::Admit { guest, entry, reply })?;
        let welcome = answer.await.unwrap_or(Err(Refusal::Busy(RETRY_MS)))?;
        Ok((handle, welcome))
    }

    /// The voice that a pass opens, while the session that got it holds and its person is here.
    pub async fn passes(&self, chat: ChatId, pass: &[u8; 32]) -> Result<VoiceId, Refusal> {
        let looked = async {
            let mut tx = self.0.db.read().await?;
            let Some(found) = store::pass(&mut tx, chat, pass).await? else { return Ok(None) };
            let holds = match found.session {
                Some(session) => people::here::of(&mut tx, &session, self.0.ambient.now()).await?.is_some(),
                None => true,
            };
            Ok(holds.then_some(found.voice))
        };
        looked.await.map_err(|error: StoreError| busy(&error))?.ok_or(Refusal::SignIn)
    }

    /// The voice that this token belongs to, as it was.
    pub async fn resume(&self, chat: ChatId, token: &Secret) -> Result<(Handle, Welcome), Refusal> {
        let handle = self.room(chat).await?;
        let (reply, answer) = oneshot::channel();
        handle.ask(match handle.door {
            Door::Open => Ask::Resume { token_hash: token.hash(), reply },
            Door::Signed => Ask::Return { voice: self.passes(chat, &token.hash()).await?, reply },
        })?;
        let welcome = answer.await.unwrap_or(Err(Refusal::Busy(RETRY_MS)))?;
        Ok((handle, welcome))
    }

    /// Does what a host asks. `seen` is the number of moves that the host saw. Answers the new number.
    pub async fn act(&self, chat: ChatId, actor: PersonId, action: Action, seen: Option<u64>) -> Result<u64, Refusal> {
        self.move_on(chat, Some(actor), action, seen).await
    }

    async fn move_on(
        &self,
        chat: ChatId,
        actor: Option<PersonId>,
        action: Action,
        seen: Option<u64>,
    ) -> Result<u64, Refusal> {
        let (reply, answer) = oneshot::channel();
        self.room(chat).await?.ask(Ask::Act { action, seen, actor, run: db::keyed::current(), reply })?;
        answer.await.unwrap_or(Err(Refusal::Busy(RETRY_MS)))
    }

    /// Ends the chats that were left open for [`LEFT_OPEN`] and destroy at their end what leads from voices to people.
    /// Answers how many.
    pub async fn end_left_open(&self) -> Result<usize, StoreError> {
        let before = db::micros(self.0.ambient.now() - LEFT_OPEN);
        let mut tx = self.0.db.read().await?;
        let left = store::left_open(&mut tx, before).await?;
        drop(tx);
        let mut ended = 0;
        for chat in left {
            match self.move_on(chat, None, Action::End, None).await {
                Ok(_) => ended += 1,
                Err(refusal) => tracing::warn!(%refusal, "a chat that was left open could not be ended"),
            }
        }
        Ok(ended)
    }

    /// Ends the room of a chat that was deleted; whoever is connected comes back and finds no chat.
    pub async fn put_away(&self, chat: ChatId) {
        let handle = self.0.rooms.lock().await.forget(chat);
        if let Some(handle) = handle {
            // A queue that is full or closed belongs to a room that finds its records gone.
            let _ = handle.ask(Ask::Gone);
        }
    }

    /// Reads something from a room as it is committed now.
    pub async fn look<T: Send + 'static>(
        &self,
        chat: ChatId,
        read: impl FnOnce(&Room, Sight) -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        let (reply, answer) = oneshot::channel();
        let look = move |room: &Room, sight| {
            // Whoever asked may be gone.
            let _ = reply.send(read(room, sight));
        };
        self.room(chat).await?.ask(Ask::Look(Box::new(look)))?;
        answer.await.map_err(|_| Refusal::Busy(RETRY_MS))
    }

    /// Tells the room where its recap can be read, or that it cannot any more.
    pub async fn recap_moved(&self, chat: ChatId, path: Option<String>) -> Result<(), Refusal> {
        self.room(chat).await?.ask(Ask::Recap(path))
    }

    /// Has a room read its records again, if it runs: somebody else changed them.
    pub async fn reread(&self, chat: ChatId) {
        let mut rooms = self.0.rooms.lock().await;
        rooms.forgotten += 1;
        if let Some(handle) = rooms.running(chat)
            && handle.ask(Ask::Reread).is_err()
        {
            // Its next batch finds that the records have moved on.
            tracing::warn!(%chat, "a room reads its records again later");
        }
    }

    /// Forgets a room that has not started, so that it is read anew after its draft was edited.
    pub async fn forget_draft(&self, chat: ChatId) {
        self.0.rooms.lock().await.forget(chat);
    }

    async fn load(&self, chat: ChatId) -> Result<Option<Room>, StoreError> {
        let mut tx = self.0.db.read().await?;
        let Some(mut room) = store::room(&mut tx, chat).await? else { return Ok(None) };
        room.recap = store::recap_path(&mut tx, chat).await?;
        Ok(Some(room))
    }
}

impl Handle {
    /// Counts one connection of a voice for as long as the answer lives.
    pub fn enter(&self, voice: VoiceId) -> Place {
        self.crowd.enter(voice)
    }

    /// Queues a swipe; what became of it is said to `reply`.
    pub fn swipe(&self, swipe: SwipeAsk, reply: &mpsc::Sender<Said>) -> Result<(), Refusal> {
        self.ask(Ask::Swipe { swipe, reply: reply.clone() })
    }

    /// Queues a truth; what became of it is said to `reply`.
    pub fn truth(&self, truth: TruthAsk, reply: &mpsc::Sender<Said>) -> Result<(), Refusal> {
        self.ask(Ask::Truth { truth, reply: reply.clone() })
    }

    fn ask(&self, ask: Ask) -> Result<(), Refusal> {
        self.asks.try_send(ask).map_err(|_| Refusal::Busy(RETRY_MS))
    }
}

/// A database that does not answer is no fault of the phone: it keeps what it has and tries again.
fn busy(error: &StoreError) -> Refusal {
    tracing::error!(error = error as &dyn std::error::Error, "the records of a chat cannot be read");
    Refusal::Busy(RETRY_MS)
}
