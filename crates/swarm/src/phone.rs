//! One voice on one simulated phone.

use crate::knock;
use crate::line::{Line, Order, What};
use crate::server::Server;
use crate::wire::{Answer, Phase, State, TakeState};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;

/// How long leaving may take before the connection is simply dropped.
const LEAVE: Duration = Duration::from_secs(2);

/// A phone in somebody's hand. Its connection is kept by a task of its own until it is dropped or leaves.
#[derive(Debug)]
pub struct Phone {
    chat: Uuid,
    voice: Uuid,
    token: Token,
    orders: mpsc::UnboundedSender<Order>,
    room: watch::Receiver<Arc<Room>>,
    record: Arc<Mutex<Record>>,
    task: tokio::task::JoinHandle<()>,
}

/// What proves that one is a voice. Not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(pub String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The room as this phone last heard of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// Moves of the room so far.
    pub v: u64,
    /// Where the chat stands.
    pub phase: Phase,
    /// The takes opened so far, in order.
    pub takes: Vec<SeenTake>,
    /// The phone has a connection now.
    pub connected: bool,
}

/// A take on this phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeenTake {
    /// Its id.
    pub id: Uuid,
    /// Its number in the chat, from 1.
    pub n: u32,
    /// Where it stands.
    pub state: TakeState,
    /// When this phone first heard of that state.
    pub since: Instant,
}

impl Room {
    /// The take that is open for swipes, if any.
    pub fn open(&self) -> Option<SeenTake> {
        self.takes.iter().rev().find(|it| it.state == TakeState::Open).copied()
    }

    /// The take of this id, once it was opened.
    pub fn take(&self, id: Uuid) -> Option<SeenTake> {
        self.takes.iter().find(|it| it.id == id).copied()
    }

    pub(crate) fn after(old: Option<&Self>, state: &State, now: Instant) -> Self {
        let takes = state
            .takes
            .iter()
            .map(|it| {
                let before = old.and_then(|old| old.take(it.id)).filter(|before| before.state == it.state);
                SeenTake { id: it.id, n: it.n, state: it.state, since: before.map_or(now, |before| before.since) }
            })
            .collect();
        Self { v: state.v, phase: state.phase, takes, connected: true }
    }
}

/// What happened to a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// On the server's disk, this long after it was given to the phone.
    Saved {
        /// From the command to its acknowledgement, busy answers and reconnects included.
        after: Duration,
    },
    /// Not taken, and trying again will not help.
    Refused {
        /// The word of the protocol.
        why: String,
        /// For the person.
        say: String,
    },
    /// The phone left, or was sent away, before an answer came.
    Gone,
}

/// What one phone counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Swipes given to this phone.
    pub swipes: u64,
    /// Acknowledgements of swipes.
    pub swipes_saved: u64,
    /// Acknowledgements of truths.
    pub truths_saved: u64,
    /// Commands refused for good.
    pub refused: u64,
    /// Times the server said that it was busy.
    pub busy: u64,
    /// Connections after the first one.
    pub reconnects: u64,
    /// Frames that could not be read.
    pub garbled: u64,
    /// The acknowledged answer with the highest `seq` of each take.
    pub saved: BTreeMap<Uuid, (u64, Answer)>,
    /// The goodbye after which the phone did not come back.
    pub sent_away: Option<String>,
}

/// Why a phone is not in the room.
#[derive(Debug, thiserror::Error)]
pub enum PhoneError {
    /// No connection within the time a person would wait.
    #[error("no connection to {server}: {cause}")]
    Unreachable {
        /// The server asked.
        server: String,
        /// The last failure.
        cause: String,
    },
    /// The server said no.
    #[error("{say} ({why})")]
    Refused {
        /// The word of the protocol.
        why: String,
        /// For the person.
        say: String,
    },
}

impl Phone {
    /// Joins a chat as a new voice. `seed` decides the jitter of this phone.
    pub async fn join(server: &Server, code: &str, name: Option<&str>, seed: u64) -> Result<Self, PhoneError> {
        let mut rng = StdRng::seed_from_u64(seed);
        let (socket, welcome) = knock::join(server, code, name, &mut rng).await?;
        let token = Token(welcome.token.clone().unwrap_or_default());
        Ok(Self::start(server, socket, &welcome, token, rng))
    }

    /// Comes back as the voice of `token`, as a page does after a reload.
    pub async fn resume(server: &Server, chat: Uuid, token: Token, seed: u64) -> Result<Self, PhoneError> {
        let mut rng = StdRng::seed_from_u64(seed);
        let (socket, welcome) = knock::resume(server, chat, &token, &mut rng).await?;
        Ok(Self::start(server, socket, &welcome, token, rng))
    }

    fn start(
        server: &Server,
        socket: knock::Socket,
        welcome: &crate::wire::Welcome,
        token: Token,
        rng: StdRng,
    ) -> Self {
        let (orders, inbox) = mpsc::unbounded_channel();
        let (room_tx, room) = watch::channel(Arc::new(Room::after(None, &welcome.room, Instant::now())));
        let record = Arc::new(Mutex::new(Record::default()));
        let line = Line::new(server, welcome, token.clone(), inbox, room_tx, Arc::clone(&record), rng);
        let task = tokio::spawn(line.run(socket));
        Self { chat: welcome.chat, voice: welcome.voice, token, orders, room, record, task }
    }

    /// The chat it is in.
    pub fn chat(&self) -> Uuid {
        self.chat
    }

    /// The voice it holds.
    pub fn voice(&self) -> Uuid {
        self.voice
    }

    /// What proves that it is this voice.
    pub fn token(&self) -> &Token {
        &self.token
    }

    /// Its thumb, for a task that does not own the phone.
    pub(crate) fn sender(&self) -> Thumb {
        Thumb { orders: self.orders.clone() }
    }

    /// Answers a take and waits until the answer is saved or refused, however often the connection breaks.
    pub async fn swipe(&self, take: Uuid, answer: Answer) -> Reply {
        self.sender().swipe(take, answer).await
    }

    /// Answers a take; the reply may be awaited or dropped.
    pub fn swipe_later(&self, take: Uuid, answer: Answer) -> oneshot::Receiver<Reply> {
        self.sender().order(take, What::Swipe(answer))
    }

    /// Gives the reason for the swipe on a take; empty words take it back.
    pub async fn truth(&self, take: Uuid, truth: Truth) -> Reply {
        self.truth_later(take, truth).await.unwrap_or(Reply::Gone)
    }

    /// Gives the reason; the reply may be awaited or dropped.
    pub fn truth_later(&self, take: Uuid, truth: Truth) -> oneshot::Receiver<Reply> {
        self.sender().order(take, What::Truth(truth))
    }

    /// The room as last heard.
    pub fn room(&self) -> Arc<Room> {
        Arc::clone(&self.room.borrow())
    }

    /// Follows the room by itself, for a task that does not own the phone.
    pub fn watch(&self) -> watch::Receiver<Arc<Room>> {
        self.room.clone()
    }

    /// Waits until the room is as asked; `None` when the phone was sent away first.
    pub async fn until(&self, asked: impl FnMut(&Arc<Room>) -> bool) -> Option<Arc<Room>> {
        self.room.clone().wait_for(asked).await.ok().map(|it| Arc::clone(&it))
    }

    /// What it counted so far.
    pub fn record(&self) -> Record {
        self.record.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Leaves politely and says what it counted. The voice stays in the room.
    pub async fn leave(mut self) -> Record {
        let _ = self.orders.send(Order::Leave);
        if tokio::time::timeout(LEAVE, &mut self.task).await.is_err() {
            self.task.abort();
        }
        self.record()
    }
}

/// What gives commands to a phone.
pub(crate) struct Thumb {
    orders: mpsc::UnboundedSender<Order>,
}

impl Thumb {
    pub(crate) async fn swipe(&self, take: Uuid, answer: Answer) -> Reply {
        self.order(take, What::Swipe(answer)).await.unwrap_or(Reply::Gone)
    }

    fn order(&self, take: Uuid, what: What) -> oneshot::Receiver<Reply> {
        let (done, reply) = oneshot::channel();
        // A phone that was sent away drops the order, and with it the sender: the receiver then says `Gone`.
        let _ = self.orders.send(Order::Command { take, what, at: Instant::now(), done });
        reply
    }
}

/// A written reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    /// At most 140 characters; empty takes it back.
    pub words: String,
    /// May be quoted in the recap.
    pub consent: Consent,
}

/// What may be done with a truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// For the room only.
    Room,
    /// May be quoted without a name.
    Quote,
    /// May be quoted with the name.
    QuoteNamed,
}

/// A phone's own jitter: between half and all of `time`.
pub(crate) fn jitter(rng: &mut StdRng, time: Duration) -> Duration {
    time.mul_f64(rng.random_range(0.5..=1.0))
}
