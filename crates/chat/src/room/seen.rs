//! What of a tally may be seen. The only way from a tally to a page, a frame or a file.
//!
//! Counts by opinion group have a way of their own, [`outlook`](crate::outlook), and are rounded there; here they only
//! decide the verdict.

use super::{Room, Slot};
use crate::model::TakeState;
use crate::outlook::Outlook;
use opinion::{Tally, Verdict, verdict};

/// What may be seen of a take's numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reveal {
    /// Nothing but how many answered: the host has not shown it.
    Hidden {
        /// Voices that answered.
        answered: u32,
    },
    /// Fewer answered than the chat's floor.
    Withheld {
        /// Voices that answered.
        answered: u32,
    },
    /// All of it.
    Shown {
        /// The counts.
        tally: Tally,
        /// What they say.
        verdict: Verdict,
    },
}

impl Reveal {
    /// Voices that answered, passes included: the one number that is never hidden.
    pub fn answered(&self) -> u32 {
        match self {
            Self::Hidden { answered } | Self::Withheld { answered } => *answered,
            Self::Shown { tally, .. } => tally.answered(),
        }
    }
}

impl Room {
    /// What the room may see of a take: nothing before the reveal.
    pub fn shown_to_room(&self, slot: &Slot, outlook: &Outlook) -> Reveal {
        match slot.take.state {
            TakeState::Revealed => self.counted(slot, outlook),
            _ => Reveal::Hidden { answered: slot.tally.answered() },
        }
    }

    /// What a host may see: the result as soon as nobody can swipe any more.
    pub fn shown_to_host(&self, slot: &Slot, outlook: &Outlook) -> Reveal {
        match slot.take.state {
            TakeState::Revealed | TakeState::Closed => self.counted(slot, outlook),
            _ => Reveal::Hidden { answered: slot.tally.answered() },
        }
    }

    fn counted(&self, slot: &Slot, outlook: &Outlook) -> Reveal {
        let tally = slot.tally;
        if tally.answered() < self.chat.floor {
            return Reveal::Withheld { answered: tally.answered() };
        }
        let groups = self.index(slot.take.id).map_or(&[][..], |take| outlook.split(take));
        Reveal::Shown { tally, verdict: verdict(tally.agree, tally.disagree, groups) }
    }
}
