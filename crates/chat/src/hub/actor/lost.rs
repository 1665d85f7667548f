//! A room whose commit failed: what is on disk is not known until its records are read again.

use super::super::RETRY_MS;
use super::super::ask::{Ask, Said, SwipeAsk, TruthAsk};
use super::super::pending::say;
use super::{Actor, BATCH};
use crate::room::{Refusal, Room};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// Before the records are read again after they could not be.
const RELOAD: Duration = Duration::from_millis(500);

impl Actor {
    /// Reads the records until they can be read. Meanwhile everybody is told to keep what they have; the room can still
    /// be looked at as it was.
    pub(super) async fn find_again(&mut self, inbox: &mut mpsc::Receiver<Ask>, stop: &CancellationToken) {
        let (hub, chat) = (self.hub.clone(), self.room.chat.id);
        let reading = async move {
            loop {
                match hub.load(chat).await {
                    Ok(found) => return found,
                    Err(_) => sleep(RELOAD).await,
                }
            }
        };
        tokio::pin!(reading);
        let mut asks = Vec::new();
        while self.lost && !self.gone {
            tokio::select! {
                found = &mut reading => self.found(found),
                n = inbox.recv_many(&mut asks, BATCH) => {
                    if n == 0 {
                        return;
                    }
                    for ask in asks.drain(..) {
                        self.put_off(ask);
                    }
                }
                () = stop.cancelled() => return,
            }
        }
    }

    /// The room as its records tell it.
    pub(super) fn found(&mut self, room: Option<Room>) {
        self.lost = false;
        // A chat that was deleted leaves nothing to go on with.
        self.gone |= room.is_none();
        if let Some(room) = room {
            self.room = room;
            // Told while the records were being read: perhaps they were read before.
            if let Some(path) = self.recaps.pop() {
                self.room.recap = path;
            }
            self.recaps.clear();
            self.lookout.look(&self.room);
            self.publish();
        }
    }

    /// Answers that nothing can be stored now.
    pub(super) fn put_off(&mut self, ask: Ask) {
        let busy = Refusal::Busy(RETRY_MS);
        match ask {
            Ask::Join { reply, .. }
            | Ask::Resume { reply, .. }
            | Ask::Admit { reply, .. }
            | Ask::Return { reply, .. } => drop(reply.send(Err(busy))),
            Ask::Swipe { swipe: SwipeAsk { take, seq, .. }, reply }
            | Ask::Truth { truth: TruthAsk { take, seq, .. }, reply } => {
                say(&reply, Said { take, seq, outcome: Err(busy) });
            }
            Ask::Act { reply, .. } => drop(reply.send(Err(busy))),
            Ask::Look(look) => look(&self.room, self.sight()),
            Ask::Recap(path) => self.recaps.push(path),
            // That is what happens now.
            Ask::Reread => {}
            Ask::Gone => self.gone = true,
        }
    }
}
