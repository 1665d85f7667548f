//! How committed events change the room. Nothing else does.

use super::{Batch, Event, Move, Room, Voice, column};
use crate::model::{Chat, Given, Panellist, Phase, Side, Standing, Take, TakeId, TakeState, Truth, TruthId, VoiceId};
use opinion::Tally;

impl Room {
    /// A room brought back from its records: what happened, in an order that makes sense, and the chat as it stands.
    pub fn restore(chat: Chat, panel: Vec<Panellist>, takes: Vec<Take>, events: &[Event]) -> Self {
        let mut room = Self::new(chat.clone(), panel, takes);
        for event in events {
            room.apply_event(event);
        }
        // Phase, focus, picture and counters were stored as they were.
        room.chat = chat;
        room
    }

    /// Applies what was committed. Applying a batch again changes nothing.
    pub fn apply(&mut self, batch: &Batch) {
        if batch.number <= self.chat.batch {
            return;
        }
        for event in &batch.events {
            self.apply_event(event);
        }
        self.chat.batch = batch.number;
    }

    /// Applies one committed event; used directly only to bring a room back from its records.
    pub fn apply_event(&mut self, event: &Event) {
        match event {
            Event::Joined { voice, token_hash, name } => {
                self.tokens.insert(*token_hash, *voice);
                let name = name.as_deref().map(Into::into);
                self.voices.entry(*voice).or_insert_with(|| Voice { name, ..Voice::default() });
            }
            Event::Swiped { voice, take, seq, given } => self.swiped(*voice, *take, *seq, *given),
            Event::Told { truth, voice, take, seq, given, words, quotable, named } => {
                self.told(Truth {
                    id: *truth,
                    take: *take,
                    voice: *voice,
                    seq: *seq,
                    given: *given,
                    words: words.clone(),
                    quotable: *quotable,
                    named: *named,
                    standing: Standing::Waiting,
                });
            }
            Event::Moved(step) => self.moved(step),
        }
    }

    /// The highest `seq` decides, in whatever order swipes come.
    fn swiped(&mut self, voice: VoiceId, take: TakeId, seq: u32, given: Option<Given>) {
        let (Some(index), Some(v)) = (self.index(take), self.voices.get_mut(&voice)) else { return };
        v.seq = v.seq.max(seq);
        if v.swipes.len() <= index {
            v.swipes.resize(index + 1, None);
        }
        let before = v.swipes[index];
        if before.is_some_and(|(known, _)| known >= seq) {
            return;
        }
        v.swipes[index] = Some((seq, given));
        let tally = &mut self.takes[index].tally;
        if let Some((_, Some(old))) = before {
            count(tally, old, u32::wrapping_sub);
        }
        if let Some(new) = given {
            count(tally, new, u32::wrapping_add);
        }
    }

    fn told(&mut self, truth: Truth) {
        let (Some(index), Some(v)) = (self.index(truth.take), self.voices.get_mut(&truth.voice)) else { return };
        v.seq = v.seq.max(truth.seq);
        let known = self.truth_by(truth.voice, truth.take).map(|t| (t.id, t.seq));
        match known {
            Some((_, seq)) if seq >= truth.seq => {}
            Some((id, _)) => {
                // New words were not read by the host yet: they wait again, and do not slip onto the screen.
                self.leave_screen(id);
                self.truths.insert(id, Truth { id, ..truth });
            }
            None => {
                self.takes[index].truths.push(truth.id);
                self.truths.insert(truth.id, truth);
            }
        }
    }

    fn moved(&mut self, step: &Move) {
        self.chat.step(step);
        match step {
            Move::TakeMoved(take, state) => {
                if let Some(index) = self.index(*take) {
                    self.takes[index].take.state = *state;
                }
            }
            Move::Spotlit(take, side, truth) => self.spotlit(*take, *side, *truth),
            Move::Stood(truth, standing) => {
                if *standing == Standing::SetAside {
                    self.leave_screen(*truth);
                }
                if let Some(truth) = self.truths.get_mut(truth) {
                    truth.standing = *standing;
                }
            }
            Move::Answered(take, panellist, answer) => {
                if let Some(index) = self.index(*take) {
                    let answers = &mut self.takes[index].answers;
                    match answer {
                        Some(answer) => answers.insert(*panellist, answer.clone()),
                        None => answers.remove(panellist),
                    };
                }
            }
            Move::TakenAway(take, words) => {
                if let Some(index) = self.index(*take) {
                    self.takes[index].take.takeaway.clone_from(words);
                }
            }
            Move::Started | Move::Focused(_) | Move::Pictured(_) | Move::WrappedUp | Move::Ended => {}
        }
    }

    fn spotlit(&mut self, take: TakeId, side: Side, truth: Option<TruthId>) {
        if let (Some(index), Some(place)) = (self.index(take), column(side)) {
            self.takes[index].on_screen[place] = truth;
        }
    }

    fn leave_screen(&mut self, truth: TruthId) {
        for slot in &mut self.takes {
            for place in &mut slot.on_screen {
                if *place == Some(truth) {
                    *place = None;
                }
            }
        }
    }
}

impl Chat {
    /// The chat as it will be when these events are committed: what its row must hold.
    #[must_use]
    pub fn after(&self, events: &[Event]) -> Self {
        let mut chat = self.clone();
        for event in events {
            if let Event::Moved(step) = event {
                chat.step(step);
            }
        }
        chat
    }

    fn step(&mut self, step: &Move) {
        self.moves += 1;
        match step {
            Move::Started => self.phase = Phase::Lobby,
            Move::TakeMoved(_, TakeState::Open) => self.phase = Phase::Live,
            Move::Focused(take) => {
                self.focus = Some(*take);
                self.phase = Phase::Live;
            }
            Move::Pictured(picture) => self.picture = *picture,
            Move::WrappedUp => self.phase = Phase::WrapUp,
            Move::Ended => self.phase = Phase::Ended,
            Move::TakeMoved(..) | Move::Spotlit(..) | Move::Stood(..) | Move::Answered(..) | Move::TakenAway(..) => {}
        }
    }
}

/// Adds an answer to a tally, or takes one out that was added before.
fn count(tally: &mut Tally, given: Given, step: fn(u32, u32) -> u32) {
    let field = match given.side {
        Side::Agree => &mut tally.agree,
        Side::Disagree => &mut tally.disagree,
        Side::Pass => &mut tally.pass,
    };
    *field = step(*field, 1);
    if given.reservation {
        tally.reservations = step(tally.reservations, 1);
    }
}
