//! The door of a chat that asks for sign-in: one voice for each person, on every device.

use super::super::RETRY_MS;
use super::super::ask::{Entry, Guest};
use super::super::pending::Pending;
use super::Actor;
use crate::model::{Door, Mode, VoiceId};
use crate::room::{Event, Refusal};
use crate::store::{self, Bond, StoreError};
use people::PersonId;

impl Actor {
    /// The voice of somebody signed in, and a pass for this session, both with the next commit.
    pub(super) async fn admit(
        &mut self,
        pending: &mut Pending,
        guest: &Guest,
        entry: Entry,
    ) -> Result<VoiceId, Refusal> {
        if self.room.chat.door != Door::Signed {
            return Err(Refusal::UnknownVoice);
        }
        let Guest { person, session, pass, .. } = guest;
        let known = match pending.admitted.get(person) {
            Some(voice) => Some(*voice),
            // Who is whose voice is not kept in memory: the records are asked.
            None => self.voice_of(*person).await.map_err(|error| super::super::busy(&error))?,
        };
        let (voice, owner) = match (known, entry) {
            (Some(voice), _) => (voice, None),
            (None, Entry::Return) => return Err(Refusal::UnknownVoice),
            (None, Entry::Join) => {
                let name = (self.room.chat.mode == Mode::Named).then_some(guest.name.as_str());
                let name = self.room.check_join(name, pending.joining())?;
                if !self.joins.take(self.hub.0.ambient.now()) {
                    return Err(Refusal::Busy(RETRY_MS));
                }
                let voice = self.hub.0.ambient.timeless_id();
                // Passes prove this voice. A token of its own nobody is told.
                let token_hash = self.hub.0.ambient.secret().hash();
                pending.events.push(Event::Joined { voice, token_hash, name });
                pending.admitted.insert(*person, voice);
                (voice, Some(*person))
            }
        };
        pending.bonds.push(Bond { voice, person: owner, session: *session, pass: *pass });
        Ok(voice)
    }

    async fn voice_of(&self, person: PersonId) -> Result<Option<VoiceId>, StoreError> {
        let mut tx = self.hub.0.db.read().await?;
        store::voice_of(&mut tx, self.room.chat.id, person).await
    }
}
