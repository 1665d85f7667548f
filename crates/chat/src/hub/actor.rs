//! One room, running: check, commit, apply, acknowledge, and a tick for the screens.

mod admit;
mod lost;

use super::ask::{Ask, Said, SwipeAsk, TruthAsk, Welcome};
use super::bucket::Bucket;
use super::crowd::Crowd;
use super::lookout::Lookout;
use super::pending::{Join, Pending, Resume, say};
use super::publish::{Frames, Readers};
use super::{Hub, RETRY_MS, Sight};
use crate::frames::{Presence, mine};
use crate::model::{ChatId, Door, TakeId, TruthId, VoiceId};
use crate::room::{Action, Batch, Checked, Event, Move, Refusal, Room};
use crate::store::{self, Bond, StoreError};
use db::ledger::{self, Entry};
use newtype_uuid::GenericUuid;
use people::PersonId;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;
use web::Words;

/// Commands in one commit.
const BATCH: usize = 4_096;

/// Between two pictures on the screens.
const TICK: Duration = Duration::from_millis(150);

/// Joins per second and at once in one chat. A whole hall fits; a script that makes up voices is slowed.
const JOINS: (f64, f64) = (500.0, 2_000.0);

/// A room that nobody watches or uses for this long is put away; the records bring it back.
const IDLE: Duration = Duration::from_mins(10);

/// How long the records may take right after a commit failed, before everybody is told to wait.
const SOON: Duration = Duration::from_secs(1);

pub struct Actor {
    hub: Hub,
    room: Room,
    words: Words,
    crowd: Arc<Crowd>,
    frames: Frames,
    lookout: Lookout,
    joins: Bucket,
    late: (Option<TakeId>, u32),
    shown: (u64, Presence),
    used: Instant,
    /// A commit failed: what is on disk is not known until the records are read again.
    lost: bool,
    /// Where its recap can be read, as told since then.
    recaps: Vec<Option<String>>,
    /// The chat was deleted.
    gone: bool,
}

impl Actor {
    pub fn new(hub: Hub, room: Room, crowd: Arc<Crowd>) -> (Self, Readers) {
        let words = crate::WORDS.in_language(&room.chat.language);
        let lookout = Lookout::of(&room);
        let (frames, readers) = Frames::of(&room, lookout.shown(&room), Presence::default(), &words);
        let joins = Bucket::full(JOINS.0, JOINS.1, hub.0.ambient.now());
        let shown = (room.chat.batch, Presence::default());
        let used = Instant::now();
        (
            Self {
                hub,
                room,
                words,
                crowd,
                frames,
                lookout,
                joins,
                late: (None, 0),
                shown,
                used,
                lost: false,
                recaps: Vec::new(),
                gone: false,
            },
            readers,
        )
    }

    /// Runs until the hub stops or nobody needs the room; what waits then is still committed.
    pub async fn run(mut self, mut inbox: mpsc::Receiver<Ask>, stop: CancellationToken) {
        let mut tick = interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut asks = Vec::with_capacity(BATCH.min(256));
        loop {
            tokio::select! {
                n = inbox.recv_many(&mut asks, BATCH) => {
                    if n == 0 {
                        return;
                    }
                    self.work(&mut asks).await;
                    self.find_again(&mut inbox, &stop).await;
                    if self.gone {
                        return;
                    }
                }
                new = self.lookout.done() => if new {
                    self.publish();
                },
                _ = tick.tick() => {
                    self.lookout.begin(&stop);
                    self.tick();
                    if self.is_idle() {
                        break;
                    }
                }
                () = stop.cancelled() => break,
            }
        }
        inbox.close();
        while inbox.recv_many(&mut asks, BATCH).await > 0 {
            self.work(&mut asks).await;
        }
    }

    /// Checks what waits, in order. A host's action ends the batch: what came before it is committed first, so that a
    /// swipe before a close counts and one after it does not.
    async fn work(&mut self, asks: &mut Vec<Ask>) {
        self.used = Instant::now();
        let mut pending = Pending::default();
        for ask in asks.drain(..) {
            if self.lost {
                self.put_off(ask);
                continue;
            }
            match ask {
                Ask::Join { reply, .. } if self.room.chat.door == Door::Signed => {
                    drop(reply.send(Err(Refusal::SignIn)));
                }
                Ask::Admit { guest, entry, reply } => match self.admit(&mut pending, &guest, entry).await {
                    Ok(voice) => pending.resumes.push(Resume { voice, awaits: true, reply }),
                    Err(refusal) => drop(reply.send(Err(refusal))),
                },
                Ask::Return { voice, reply } => pending.resumes.push(Resume { voice, awaits: false, reply }),
                Ask::Join { name, reply } => match self.check_join(name.as_deref(), &pending) {
                    Ok(name) => {
                        let (voice, token) = (self.hub.0.ambient.timeless_id(), self.hub.0.ambient.secret());
                        pending.events.push(Event::Joined { voice, token_hash: token.hash(), name });
                        pending.joins.push(Join { voice, token, reply });
                    }
                    Err(refusal) => drop(reply.send(Err(refusal))),
                },
                Ask::Resume { token_hash, reply } => match self.room.voice_of(&token_hash) {
                    // What this voice sent just before is welcomed with it.
                    Some(voice) => pending.resumes.push(Resume { voice, awaits: false, reply }),
                    None => drop(reply.send(Err(Refusal::UnknownVoice))),
                },
                Ask::Swipe { swipe, reply } => self.swipe(&mut pending, swipe, reply),
                Ask::Truth { truth, reply } => self.truth(&mut pending, truth, reply),
                Ask::Act { action, seen, actor, run, reply } => {
                    self.settle(std::mem::take(&mut pending)).await;
                    let acted = db::keyed::within(run, self.act(&action, seen, actor)).await;
                    drop(reply.send(acted));
                }
                Ask::Look(look) => look(&self.room, self.sight()),
                Ask::Recap(path) => {
                    self.room.recap = path;
                    self.publish();
                }
                Ask::Reread => {
                    self.settle(std::mem::take(&mut pending)).await;
                    self.lost = true;
                }
                Ask::Gone => self.gone = true,
            }
        }
        self.settle(pending).await;
    }

    fn check_join(&mut self, name: Option<&str>, pending: &Pending) -> Result<Option<String>, Refusal> {
        let name = self.room.check_join(name, pending.joining())?;
        if self.joins.take(self.hub.0.ambient.now()) { Ok(name) } else { Err(Refusal::Busy(RETRY_MS)) }
    }

    fn swipe(&self, pending: &mut Pending, swipe: SwipeAsk, reply: mpsc::Sender<Said>) {
        let SwipeAsk { voice, take, seq, given, late } = swipe;
        let mut checked = self.room.check_swipe(voice, take, seq, given);
        if matches!(checked, Ok(Checked::New(_))) {
            if pending.note_given(voice, take, seq, given, self.room.chat.door) {
                pending.late.extend(late.then_some(take));
            } else {
                checked = Err(Refusal::SeqUsed);
            }
        }
        queue(pending, take, seq, checked, reply);
    }

    fn truth(&self, pending: &mut Pending, truth: TruthAsk, reply: mpsc::Sender<Said>) {
        let TruthAsk { voice, take, seq, reason } = truth;
        let given = pending.newest(voice, take, self.room.given(voice, take));
        let fresh: TruthId = self.hub.0.ambient.timeless_id();
        let mut checked = self.room.check_truth(voice, take, seq, given, &reason, fresh);
        let newer = self.room.chat.door == Door::Signed && pending.is_told_above(voice, take, seq);
        if newer && matches!(checked, Ok(Checked::New(_))) {
            checked = Err(Refusal::SeqUsed);
        }
        queue(pending, take, seq, checked, reply);
    }

    async fn act(&mut self, action: &Action, seen: Option<u64>, actor: Option<PersonId>) -> Result<u64, Refusal> {
        let steps = self.room.check_action(action, seen)?;
        let events = steps.into_iter().map(Event::Moved).collect();
        self.commit(events, &[], actor).await.map_err(|()| Refusal::Busy(RETRY_MS))?;
        self.publish();
        self.lookout.begin(&self.hub.0.stop);
        Ok(self.room.chat.moves)
    }

    /// Commits what was checked, then tells everybody who waits for it.
    async fn settle(&mut self, pending: Pending) {
        let idle = pending.is_idle();
        let Pending { events, bonds, said, joins, resumes, late, .. } = pending;
        let failed = !idle && self.commit(events, &bonds, None).await.is_err();
        for (mut said, reply) in said {
            if failed && said.outcome.is_ok() {
                said.outcome = Err(Refusal::Busy(RETRY_MS));
            }
            say(&reply, said);
        }
        for Join { voice, token, reply } in joins {
            let welcome = Welcome { token: Some(token), ..self.welcome(voice) };
            drop(reply.send(if failed { Err(Refusal::Busy(RETRY_MS)) } else { Ok(welcome) }));
        }
        for Resume { voice, awaits, reply } in resumes {
            let welcome = if failed && awaits { Err(Refusal::Busy(RETRY_MS)) } else { Ok(self.welcome(voice)) };
            drop(reply.send(welcome));
        }
        for take in late {
            if self.late.0 != Some(take) {
                self.late = (Some(take), 0);
            }
            self.late.1 += 1;
        }
    }

    /// Makes events durable, and only then part of the room.
    async fn commit(&mut self, events: Vec<Event>, bonds: &[Bond], actor: Option<PersonId>) -> Result<(), ()> {
        let batch = Batch { number: self.room.chat.batch + 1, events };
        match self.store(&batch, bonds, actor).await {
            Ok(()) => {
                self.room.apply(&batch);
                if batch.events.iter().any(|event| matches!(event, Event::Moved(Move::TakeMoved(..)))) {
                    self.lookout.look(&self.room);
                }
                if self.room.chat.forgets_people()
                    && batch.events.iter().any(|event| matches!(event, Event::Moved(Move::Ended)))
                {
                    let db = self.hub.0.db.clone();
                    tokio::spawn(async move { db.empty_journal().await });
                }
                Ok(())
            }
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "a batch could not be stored");
                // It may be on disk all the same, or another node was first: only the records know.
                self.lost = true;
                // When only the commit failed, whoever tries again finds the room as it is now.
                if let Ok(Ok(found)) = timeout(SOON, self.hub.load(self.room.chat.id)).await {
                    self.found(found);
                }
                Err(())
            }
        }
    }

    async fn store(&self, batch: &Batch, bonds: &[Bond], actor: Option<PersonId>) -> Result<(), StoreError> {
        let (db, ambient) = (&self.hub.0.db, &self.hub.0.ambient);
        let mut tx = db.write().await?;
        let after = self.room.chat.after(&batch.events);
        store::commit(&mut tx, batch, &after, db::micros(ambient.now())).await?;
        store::bind(&mut tx, &self.room.chat, bonds).await?;
        for event in &batch.events {
            if let Event::Moved(step) = event {
                ledger::append(&mut tx, ambient, entry(self.room.chat.id, actor, step)).await?;
            }
        }
        tx.commit().await?;
        Ok(())
    }

    fn welcome(&self, voice: VoiceId) -> Welcome {
        Welcome {
            voice,
            language: self.room.chat.language.clone(),
            name: self.room.name_of(voice).map(str::to_owned),
            token: None,
            seq: self.room.seq_of(voice),
            mine: mine(&self.room, voice),
            room: self.frames.for_phones(),
        }
    }

    fn presence(&self) -> Presence {
        let late = if self.late.0 == self.room.chat.focus { self.late.1 } else { 0 };
        Presence { connected: self.crowd.connected(), late }
    }

    fn sight(&self) -> Sight {
        let (presence, outlook) = (self.presence(), self.lookout.shown(&self.room));
        Sight { presence, outlook, snapshot: self.lookout.snapshot() }
    }

    fn publish(&mut self) {
        let outlook = self.lookout.shown(&self.room);
        self.frames.to_phones(&self.room, outlook, &self.words);
        self.to_screens();
    }

    fn to_screens(&self) {
        self.frames.to_screens(&self.room, &self.lookout.shown(&self.room), self.presence(), &self.words);
    }

    fn is_idle(&self) -> bool {
        self.used.elapsed() > IDLE && self.crowd.connected() == 0 && !self.frames.are_watched()
    }

    fn tick(&mut self) {
        let now = (self.room.chat.batch, self.presence());
        if self.shown != now {
            self.shown = now;
            self.to_screens();
        }
    }
}

fn queue(pending: &mut Pending, take: TakeId, seq: u32, checked: Result<Checked, Refusal>, reply: mpsc::Sender<Said>) {
    match checked {
        Ok(Checked::New(event)) => {
            pending.events.push(event);
            pending.said.push((Said { take, seq, outcome: Ok(()) }, reply));
        }
        Ok(Checked::Known) => say(&reply, Said { take, seq, outcome: Ok(()) }),
        Err(refusal) => say(&reply, Said { take, seq, outcome: Err(refusal) }),
    }
}

fn entry(chat: ChatId, actor: Option<PersonId>, step: &Move) -> Entry {
    let data = match step {
        Move::TakeMoved(take, _) | Move::Focused(take) | Move::TakenAway(take, _) => {
            serde_json::json!({ "take": take })
        }
        Move::Spotlit(take, side, truth) => serde_json::json!({ "take": take, "side": side, "truth": truth }),
        Move::Stood(truth, standing) => serde_json::json!({ "truth": truth, "standing": standing }),
        Move::Answered(take, by, _) => serde_json::json!({ "take": take, "panellist": by }),
        Move::Pictured(picture) => serde_json::json!({ "picture": picture }),
        Move::Started | Move::WrappedUp | Move::Ended => serde_json::json!({}),
    };
    let actor = actor.map(GenericUuid::into_untyped_uuid);
    Entry { actor, kind: step.kind(), object: chat.into_untyped_uuid(), data }
}
