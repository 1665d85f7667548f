//! What was checked and waits for the next commit.

use super::ask::{Said, Welcome};
use crate::model::{Door, Given, TakeId, VoiceId};
use crate::room::{Event, Refusal};
use crate::store::Bond;
use db::Secret;
use people::PersonId;
use std::collections::{BTreeMap, HashMap};
use tokio::sync::{mpsc, oneshot};

/// Events of the next batch, and who hears when they are on disk.
#[derive(Default)]
pub struct Pending {
    /// To be committed.
    pub events: Vec<Event>,
    /// Whose new voices are, and what proves them; never part of an event.
    pub bonds: Vec<Bond>,
    /// Voices of people on their way to the disk, so that nobody gets two.
    pub admitted: HashMap<PersonId, VoiceId>,
    /// Swipes and truths to be acknowledged.
    pub said: Vec<(Said, mpsc::Sender<Said>)>,
    /// Voices to be welcomed.
    pub joins: Vec<Join>,
    /// Voices that came back, or whose person came back, to be welcomed after that: their last commands may be among the
    /// events.
    pub resumes: Vec<Resume>,
    /// Answers on their way to the disk, for truths that follow them closely.
    pub given: HashMap<(VoiceId, TakeId), BTreeMap<u32, Option<Given>>>,
    /// Late answers among them, by take.
    pub late: Vec<TakeId>,
}

/// A voice to be welcomed once it is on disk.
pub struct Join {
    /// The voice.
    pub voice: VoiceId,
    /// Its token.
    pub token: Secret,
    /// Who hears.
    pub reply: oneshot::Sender<Result<Welcome, Refusal>>,
}

/// A voice that came back.
pub struct Resume {
    /// The voice.
    pub voice: VoiceId,
    /// What proves it must be on disk first.
    pub awaits: bool,
    /// Who hears.
    pub reply: oneshot::Sender<Result<Welcome, Refusal>>,
}

impl Pending {
    /// Joins on their way.
    pub fn joining(&self) -> u32 {
        u32::try_from(self.joins.len() + self.admitted.len()).unwrap_or(u32::MAX)
    }

    /// Whether there is nothing to commit.
    pub fn is_idle(&self) -> bool {
        self.events.is_empty() && self.bonds.is_empty()
    }

    /// Keeps an answer that a truth may follow; `false` when this number stands for another answer already, or, where
    /// a voice may come from several devices, a higher one does.
    pub fn note_given(&mut self, voice: VoiceId, take: TakeId, seq: u32, given: Option<Given>, door: Door) -> bool {
        let answers = self.given.entry((voice, take)).or_default();
        let newest = answers.range(seq..).next_back().filter(|_| door == Door::Signed);
        let differs = newest.is_some_and(|(_, newest)| *newest != given);
        !differs && *answers.entry(seq).or_insert(given) == given
    }

    /// Whether a reason on its way to the disk stands above one with this number.
    pub fn is_told_above(&self, voice: VoiceId, take: TakeId, seq: u32) -> bool {
        self.events.iter().any(|event| {
            matches!(event, Event::Told { voice: by, take: on, seq: newer, .. } if (*by, *on) == (voice, take) && *newer >= seq)
        })
    }

    /// What a voice gives to a take once this batch is on disk; `now` is what it gives before.
    pub fn newest(&self, voice: VoiceId, take: TakeId, now: Option<Given>) -> Option<Given> {
        let newest = self.given.get(&(voice, take)).and_then(BTreeMap::last_key_value);
        newest.map_or(now, |(_, given)| *given)
    }
}

/// Says what became of something; whoever asked may be gone, and what was stored is stored.
pub fn say(reply: &mpsc::Sender<Said>, said: Said) {
    let _ = reply.try_send(said);
}
