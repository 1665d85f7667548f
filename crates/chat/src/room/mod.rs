//! The room: one live chat as a pure state machine.
//!
//! [`Room::apply`] is the only way the state changes, and it takes only what was committed. Live traffic, replay after
//! a restart and another node's batch all go through it. The `check_…` functions say what a command would become;
//! they change nothing. There is no clock, no randomness and no I/O here.

mod act;
mod apply;
mod check;
mod event;
mod next;
mod refusal;
mod seen;

#[cfg(test)]
mod properties;
#[cfg(test)]
pub(crate) mod tests;

pub use act::Action;
pub use check::{Checked, Reason};
pub use event::{Batch, Event, Move};
pub use next::Next;
pub use refusal::Refusal;
pub use seen::Reveal;

use crate::model::{
    Chat, Given, PanelAnswer, Panellist, PanellistId, Side, Standing, Take, TakeId, Truth, TruthId, VoiceId,
};
use opinion::Tally;
use std::collections::HashMap;

/// One live chat.
#[derive(Debug, Clone, PartialEq)]
pub struct Room {
    /// The chat itself.
    pub chat: Chat,
    /// Path of its published recap.
    pub recap: Option<String>,
    panel: Vec<Panellist>,
    takes: Vec<Slot>,
    voices: HashMap<VoiceId, Voice>,
    tokens: HashMap<[u8; 32], VoiceId>,
    truths: HashMap<TruthId, Truth>,
}

/// A take and everything the room holds about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// The take.
    pub take: Take,
    /// The last swipes, counted.
    pub tally: Tally,
    answers: HashMap<PanellistId, PanelAnswer>,
    /// Truths on this take, oldest first.
    truths: Vec<TruthId>,
    on_screen: [Option<TruthId>; 2],
}

/// A participant as the room knows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Voice {
    name: Option<Box<str>>,
    /// Highest `seq` of any of its commands.
    seq: u32,
    /// Per take, in the order of the chat: the deciding `seq` and what was given; `None` given is taken back.
    swipes: Vec<Option<(u32, Option<Given>)>>,
}

impl Voice {
    /// What it gives to the take at this position now.
    fn gives(&self, index: usize) -> Option<Given> {
        self.swipes.get(index).copied().flatten().and_then(|(_, given)| given)
    }
}

impl Room {
    /// A room before anybody came. What was committed since is brought back by [`Room::apply`].
    pub fn new(chat: Chat, panel: Vec<Panellist>, takes: Vec<Take>) -> Self {
        let slot = |take| Slot {
            take,
            tally: Tally::default(),
            answers: HashMap::new(),
            truths: Vec::new(),
            on_screen: [None; 2],
        };
        Self {
            chat,
            recap: None,
            panel,
            takes: takes.into_iter().map(slot).collect(),
            voices: HashMap::new(),
            tokens: HashMap::new(),
            truths: HashMap::new(),
        }
    }

    /// The takes, in order.
    pub fn slots(&self) -> &[Slot] {
        &self.takes
    }

    /// The panel, in order.
    pub fn panel(&self) -> &[Panellist] {
        &self.panel
    }

    /// Voices that ever joined.
    pub fn joined(&self) -> u32 {
        u32::try_from(self.voices.len()).unwrap_or(u32::MAX)
    }

    /// The voice that a token belongs to, by the token's SHA-256.
    pub fn voice_of(&self, token_hash: &[u8; 32]) -> Option<VoiceId> {
        self.tokens.get(token_hash).copied()
    }

    /// Name of a voice, in a named chat.
    pub fn name_of(&self, voice: VoiceId) -> Option<&str> {
        self.voices.get(&voice)?.name.as_deref()
    }

    /// Highest `seq` seen from a voice; 0 before its first command.
    pub fn seq_of(&self, voice: VoiceId) -> u32 {
        self.voices.get(&voice).map_or(0, |v| v.seq)
    }

    /// What a voice gives to a take now.
    pub fn given(&self, voice: VoiceId, take: TakeId) -> Option<Given> {
        self.swipe_of(voice, take).and_then(|(_, given)| given)
    }

    /// The deciding `seq` and answer of a voice on a take, taken back ones included.
    pub fn swipe_of(&self, voice: VoiceId, take: TakeId) -> Option<(u32, Option<Given>)> {
        let index = self.index(take)?;
        *self.voices.get(&voice)?.swipes.get(index)?
    }

    /// Each voice, in no order, with what it gives to the take at a position now.
    pub fn answers(&self) -> impl Iterator<Item = (VoiceId, impl Fn(usize) -> Option<Given>)> {
        self.voices.iter().map(|(id, voice)| (*id, |index| voice.gives(index)))
    }

    /// Position of a take, from 0.
    pub fn index(&self, take: TakeId) -> Option<usize> {
        self.takes.iter().position(|s| s.take.id == take)
    }

    /// A take and what the room holds about it.
    pub fn slot(&self, take: TakeId) -> Option<&Slot> {
        self.index(take).map(|i| &self.takes[i])
    }

    /// A truth by id.
    pub fn truth(&self, id: TruthId) -> Option<&Truth> {
        self.truths.get(&id)
    }

    /// The truth of a voice on a take.
    pub fn truth_by(&self, voice: VoiceId, take: TakeId) -> Option<&Truth> {
        let slot = self.slot(take)?;
        slot.truths.iter().filter_map(|id| self.truths.get(id)).find(|t| t.voice == voice)
    }

    /// Truths on a take that still stand for what their authors answer, oldest first.
    ///
    /// A reason for agreeing is no reason for disagreeing: a truth whose author has changed sides or taken the swipe
    /// back is nobody's reason until it is written again.
    pub fn truths_on(&self, take: TakeId) -> impl Iterator<Item = &Truth> {
        let ids = self.slot(take).map_or(&[][..], |s| &s.truths);
        ids.iter().filter_map(|id| self.truths.get(id)).filter(|t| self.stands(t))
    }

    fn stands(&self, truth: &Truth) -> bool {
        self.given(truth.voice, truth.take).is_some_and(|given| given.side == truth.given.side)
    }

    /// The truth on the big screen for a side of a take.
    pub fn on_screen(&self, take: TakeId, side: Side) -> Option<&Truth> {
        let id = self.slot(take)?.on_screen[column(side)?]?;
        self.truths.get(&id).filter(|t| self.stands(t) && t.standing == Standing::Waiting)
    }

    /// What a panellist answered to a take.
    pub fn answer(&self, take: TakeId, panellist: PanellistId) -> Option<&PanelAnswer> {
        self.slot(take)?.answers.get(&panellist)
    }
}

/// Which of the two places on the screen a side has; a pass has none.
fn column(side: Side) -> Option<usize> {
    match side {
        Side::Agree => Some(0),
        Side::Disagree => Some(1),
        Side::Pass => None,
    }
}
