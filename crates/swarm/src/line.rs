//! The connection of one phone: its queue, and how it comes back.

use crate::knock::{BACKOFF, BACKOFF_MAX, Greeting, Socket, connect, greet};
use crate::phone::{Consent, Record, Reply, Room, Token, Truth, jitter};
use crate::server::Server;
use crate::wire::{Answer, Hear, Saved, Say, Welcome};
use futures_util::{SinkExt, StreamExt};
use rand::rngs::StdRng;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

/// Without an acknowledgement for this long, the connection is given up and the command sent again on a new one.
const ACK: Duration = Duration::from_secs(15);
/// The server pings every 15 s; silence of this length means that it is gone.
const SILENCE: Duration = Duration::from_secs(40);

/// What the person holding the phone does.
#[derive(Debug)]
pub(crate) enum Order {
    Command { take: Uuid, what: What, at: Instant, done: oneshot::Sender<Reply> },
    Leave,
}

#[derive(Debug)]
pub(crate) enum What {
    Swipe(Answer),
    Truth(Truth),
}

#[derive(Debug)]
struct Pending {
    take: Uuid,
    seq: u64,
    what: What,
    at: Instant,
    /// Sent on the connection of now, at this time.
    sent: Option<Instant>,
    not_before: Instant,
    late: bool,
    done: oneshot::Sender<Reply>,
}

/// One phone's connection and all that must outlive it.
pub(crate) struct Line {
    server: Server,
    chat: Uuid,
    token: Token,
    seq: u64,
    queue: VecDeque<Pending>,
    orders: mpsc::UnboundedReceiver<Order>,
    room: watch::Sender<Arc<Room>>,
    record: Arc<Mutex<Record>>,
    rng: StdRng,
}

/// How a connection ended.
enum End {
    /// Come back.
    Lost,
    /// Do not come back.
    Over,
}

impl Line {
    pub(crate) fn new(
        server: &Server,
        welcome: &Welcome,
        token: Token,
        orders: mpsc::UnboundedReceiver<Order>,
        room: watch::Sender<Arc<Room>>,
        record: Arc<Mutex<Record>>,
        rng: StdRng,
    ) -> Self {
        let server = server.clone();
        Self { server, chat: welcome.chat, token, seq: welcome.seq, queue: VecDeque::new(), orders, room, record, rng }
    }

    /// Keeps the phone in the room until it leaves or is sent away.
    pub(crate) async fn run(mut self, mut socket: Socket) {
        loop {
            match self.talk(&mut socket).await {
                End::Over => {
                    let _ = timeout(Duration::from_secs(1), socket.close(None)).await;
                    return;
                }
                End::Lost => {
                    drop(socket);
                    self.room.send_modify(|room| Arc::make_mut(room).connected = false);
                    match self.come_back().await {
                        Some(again) => socket = again,
                        None => return,
                    }
                }
            }
        }
    }

    async fn talk(&mut self, socket: &mut Socket) -> End {
        let mut heard = Instant::now();
        loop {
            if self.send_next(socket).await.is_err() {
                return End::Lost;
            }
            let wake = self.wake(heard);
            tokio::select! {
                frame = socket.next() => {
                    heard = Instant::now();
                    match frame {
                        Some(Ok(Message::Text(text))) => if let Some(end) = self.hear(&text) { return end },
                        Some(Ok(Message::Close(_)) | Err(_)) | None => return End::Lost,
                        Some(Ok(_)) => {}
                    }
                }
                order = self.orders.recv() => match order {
                    Some(Order::Command { take, what, at, done }) => self.queue_up(take, what, at, done),
                    Some(Order::Leave) | None => return End::Over,
                },
                () = tokio::time::sleep_until(wake.into()) => {
                    let now = Instant::now();
                    let unanswered = self.queue.front().and_then(|it| it.sent).is_some_and(|at| now >= at + ACK);
                    if unanswered || now >= heard + SILENCE {
                        return End::Lost;
                    }
                }
            }
        }
    }

    /// One command is on its way at a time: a truth must not overtake its swipe.
    async fn send_next(&mut self, socket: &mut Socket) -> Result<(), ()> {
        let now = Instant::now();
        let Some(next) = self.queue.front_mut().filter(|it| it.sent.is_none() && now >= it.not_before) else {
            return Ok(());
        };
        let (take, seq, late) = (next.take, next.seq, next.late);
        let text = match &next.what {
            What::Swipe(Answer { side, reservation }) => {
                Say::Swipe { take, seq, side: *side, reservation: *reservation, late }.text()
            }
            What::Truth(Truth { words, consent }) => {
                let (quotable, named) = (*consent != Consent::Room, *consent == Consent::QuoteNamed);
                Say::Truth { take, seq, words, quotable, named }.text()
            }
        };
        next.sent = Some(now);
        socket.send(Message::text(text)).await.map_err(drop)
    }

    fn wake(&self, heard: Instant) -> Instant {
        let silence = heard + SILENCE;
        match self.queue.front() {
            None => silence,
            Some(it) => it.sent.map_or(it.not_before, |at| at + ACK).min(silence),
        }
    }

    fn queue_up(&mut self, take: Uuid, what: What, at: Instant, done: oneshot::Sender<Reply>) {
        self.seq += 1;
        if matches!(what, What::Swipe(_)) {
            self.tally().swipes += 1;
        }
        let late = at.elapsed() > Duration::from_secs(2);
        self.queue.push_back(Pending { take, seq: self.seq, what, at, sent: None, not_before: at, late, done });
    }

    fn hear(&mut self, text: &str) -> Option<End> {
        let Ok(frame) = serde_json::from_str::<Hear>(text) else {
            self.tally().garbled += 1;
            return None;
        };
        match frame {
            Hear::Room(state) => {
                let now = Instant::now();
                self.room.send_if_modified(|room| {
                    let newer = state.v >= room.v;
                    if newer {
                        *room = Arc::new(Room::after(Some(room), &state, now));
                    }
                    newer
                });
            }
            Hear::Ack { seq, state: Saved::Saved } => self.saved(seq),
            Hear::Busy { seq, retry_ms } => self.busy(seq, Duration::from_millis(retry_ms)),
            Hear::Refused { seq: Some(seq), why, say } => {
                if let Some(it) = self.finish(seq) {
                    self.tally().refused += 1;
                    let _ = it.done.send(Reply::Refused { why, say });
                }
            }
            Hear::Bye { again: true, .. } => return Some(End::Lost),
            Hear::Bye { why, again: false, .. } => {
                self.tally().sent_away = Some(why);
                return Some(End::Over);
            }
            Hear::Ack { state: Saved::Held, .. }
            | Hear::Refused { seq: None, .. }
            | Hear::Welcome(_)
            | Hear::Unknown => {}
        }
        None
    }

    fn saved(&mut self, seq: u64) {
        let Some(it) = self.finish(seq) else { return };
        {
            let mut tally = self.tally();
            match it.what {
                What::Swipe(answer) => {
                    tally.swipes_saved += 1;
                    tally.saved.insert(it.take, (seq, answer));
                }
                What::Truth(_) => tally.truths_saved += 1,
            }
        }
        let _ = it.done.send(Reply::Saved { after: it.at.elapsed() });
    }

    fn busy(&mut self, seq: Option<u64>, retry: Duration) {
        self.tally().busy += 1;
        let wait = jitter(&mut self.rng, retry * 2);
        if let Some(it) = self.queue.iter_mut().find(|it| Some(it.seq) == seq) {
            it.sent = None;
            it.late = true;
            it.not_before = Instant::now() + wait;
        }
    }

    fn finish(&mut self, seq: u64) -> Option<Pending> {
        let at = self.queue.iter().position(|it| it.seq == seq)?;
        self.queue.remove(at)
    }

    async fn come_back(&mut self) -> Option<Socket> {
        for it in &mut self.queue {
            it.sent = None;
            it.late = true;
        }
        let mut pause = BACKOFF;
        loop {
            tokio::time::sleep(jitter(&mut self.rng, pause)).await;
            if self.orders.is_closed() {
                return None;
            }
            pause = (pause * 2).min(BACKOFF_MAX);
            let Ok(mut socket) = connect(&self.server).await else {
                continue;
            };
            let hello = Say::Resume { chat: self.chat, token: &self.token.0, waiting: self.queue.len() };
            match greet(&mut socket, &hello.text()).await {
                Ok(welcome) => {
                    self.seq = self.seq.max(welcome.seq);
                    self.tally().reconnects += 1;
                    let room = Room::after(Some(&self.room.borrow()), &welcome.room, Instant::now());
                    self.room.send_replace(Arc::new(room));
                    return Some(socket);
                }
                Err(Greeting::Again(_)) => {}
                Err(Greeting::Refused { why, .. }) => {
                    self.tally().sent_away = Some(why);
                    return None;
                }
            }
        }
    }

    fn tally(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
