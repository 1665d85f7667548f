//! Who is connected: the one thing about a room that is not committed.

use crate::model::VoiceId;
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio_util::sync::CancellationToken;

/// Open connections of one voice; the oldest gives way to one more.
const PER_VOICE: usize = 4;

/// Open connections, by voice.
#[derive(Debug, Default)]
pub struct Crowd {
    here: Mutex<HashMap<VoiceId, VecDeque<(u64, CancellationToken)>>>,
    serial: AtomicU64,
}

/// One connection, counted for as long as it lives, whichever way it ends.
#[derive(Debug)]
pub struct Place {
    crowd: Arc<Crowd>,
    voice: VoiceId,
    serial: u64,
    /// Ends when a newer connection of the same voice needs the place.
    pub replaced: CancellationToken,
}

impl Crowd {
    /// Counts one more connection.
    pub fn enter(self: &Arc<Self>, voice: VoiceId) -> Place {
        let serial = self.serial.fetch_add(1, Relaxed);
        let replaced = CancellationToken::new();
        let mut here = self.lock();
        let places = here.entry(voice).or_default();
        if places.len() >= PER_VOICE
            && let Some((_, oldest)) = places.pop_front()
        {
            oldest.cancel();
        }
        places.push_back((serial, replaced.clone()));
        Place { crowd: self.clone(), voice, serial, replaced }
    }

    /// Voices with at least one open connection.
    pub fn connected(&self) -> u32 {
        u32::try_from(self.lock().len()).unwrap_or(u32::MAX)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<VoiceId, VecDeque<(u64, CancellationToken)>>> {
        // The map is whole after every statement, so a panic elsewhere leaves it usable.
        self.here.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut here = self.crowd.lock();
        if let Some(places) = here.get_mut(&self.voice) {
            places.retain(|(serial, _)| *serial != self.serial);
            if places.is_empty() {
                here.remove(&self.voice);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voice_counts_once_and_the_oldest_place_gives_way() {
        let crowd = Arc::new(Crowd::default());
        let (a, b) = (VoiceId::from_u128(1), VoiceId::from_u128(2));
        let mut places: Vec<Place> = (0..=PER_VOICE).map(|_| crowd.enter(a)).collect();
        places.push(crowd.enter(b));
        assert_eq!(crowd.connected(), 2);
        let replaced: Vec<bool> = places.iter().map(|p| p.replaced.is_cancelled()).collect();
        assert_eq!(replaced, [true, false, false, false, false, false]);
        drop(places);
        assert_eq!(crowd.connected(), 0);
    }
}
