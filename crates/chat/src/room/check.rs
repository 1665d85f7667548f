//! What a phone's command would become.

use super::{Event, Refusal, Room};
use crate::model::{Door, Given, Mode, Phase, TakeId, TakeState, TruthId, VoiceId, limits};
use web::clean::{self, CleanError};

/// What becomes of a command that is not refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checked {
    /// To be committed.
    New(Event),
    /// The same command is on disk already: answer as the first time.
    Known,
}

/// A reason, as the phone sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The words; empty takes it back.
    pub words: String,
    /// May be quoted.
    pub quotable: bool,
    /// With the name.
    pub named: bool,
}

impl Room {
    /// Whether somebody may join now, and under which name. `waiting` joins are already on their way.
    pub fn check_join(&self, name: Option<&str>, waiting: u32) -> Result<Option<String>, Refusal> {
        if matches!(self.chat.phase, Phase::Draft | Phase::Ended) {
            return Err(Refusal::NotLive);
        }
        if self.joined().saturating_add(waiting) >= self.chat.seats {
            return Err(Refusal::Full(self.chat.seats));
        }
        match (self.chat.mode, name) {
            (Mode::Confidential, _) => Ok(None),
            (Mode::Named, None) => Err(Refusal::NameMissing),
            (Mode::Named, Some(name)) => match clean::line(name, limits::LINE) {
                Ok(name) => Ok(Some(name)),
                Err(CleanError::Empty) => Err(Refusal::NameMissing),
                Err(e) => Err(e.into()),
            },
        }
    }

    /// What a swipe would become.
    pub fn check_swipe(
        &self,
        voice: VoiceId,
        take: TakeId,
        seq: u32,
        given: Option<Given>,
    ) -> Result<Checked, Refusal> {
        if !self.voices.contains_key(&voice) {
            return Err(Refusal::UnknownVoice);
        }
        if seq == 0 {
            return Err(Refusal::BadSeq);
        }
        let slot = self.slot(take).filter(|s| s.take.state != TakeState::Draft).ok_or(Refusal::UnknownTake)?;
        match self.swipe_of(voice, take) {
            Some((known, same)) if known == seq && same == given => return Ok(Checked::Known),
            // Acknowledging it would call something saved that is not.
            Some((known, _)) if known == seq => return Err(Refusal::SeqUsed),
            // Another device of the same person, which cannot know the last number of this one.
            Some((known, same)) if known > seq && self.chat.door == Door::Signed => {
                return if same == given { Ok(Checked::Known) } else { Err(Refusal::SeqUsed) };
            }
            _ => {}
        }
        if slot.take.state != TakeState::Open || self.chat.phase != Phase::Live {
            return Err(Refusal::Closed);
        }
        Ok(Checked::New(Event::Swiped { voice, take, seq, given }))
    }

    /// What a truth would become. `given` is the voice's answer, one still on its way to the disk included.
    pub fn check_truth(
        &self,
        voice: VoiceId,
        take: TakeId,
        seq: u32,
        given: Option<Given>,
        reason: &Reason,
        fresh: TruthId,
    ) -> Result<Checked, Refusal> {
        if !self.voices.contains_key(&voice) {
            return Err(Refusal::UnknownVoice);
        }
        if seq == 0 {
            return Err(Refusal::BadSeq);
        }
        self.slot(take).filter(|s| s.take.state != TakeState::Draft).ok_or(Refusal::UnknownTake)?;
        let known = self.truth_by(voice, take);
        if let Some(newest) = known.filter(|it| it.seq >= seq) {
            let same = newest.words == reason.words.trim()
                && (newest.quotable, newest.named) == (reason.quotable, reason.named);
            // Only the newest reason is kept. An older one that comes late from the same device has nothing left to say;
            // one of another device does, and must not be called saved.
            let late = newest.seq > seq && self.chat.door == Door::Open;
            return if same || late { Ok(Checked::Known) } else { Err(Refusal::SeqUsed) };
        }
        if self.chat.phase != Phase::Live {
            return Err(Refusal::NotLive);
        }
        if reason.named && self.chat.mode != Mode::Named {
            return Err(Refusal::NotNamed);
        }
        let words = match clean::line(&reason.words, limits::TRUTH) {
            Ok(words) => words,
            Err(CleanError::Empty) => String::new(),
            Err(e) => return Err(e.into()),
        };
        // Taking a reason back needs no answer to belong to; saying one does.
        let given = match (given, known) {
            (Some(given), _) => given,
            (None, Some(known)) if words.is_empty() => known.given,
            (None, _) => return Err(Refusal::NoSwipe),
        };
        let truth = known.map_or(fresh, |t| t.id);
        let Reason { quotable, named, .. } = *reason;
        Ok(Checked::New(Event::Told { truth, voice, take, seq, given, words, quotable, named }))
    }
}

impl From<CleanError> for Refusal {
    fn from(e: CleanError) -> Self {
        match e {
            CleanError::TooLong { max, is } => Self::TooLong { max, is },
            CleanError::Empty | CleanError::Control => Self::BadText,
        }
    }
}
