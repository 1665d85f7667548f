//! Whatever the order, the repeats and the reconnects: the tally is that of the last swipes.

use super::tests::{room, take, voice};
use super::*;
use crate::model::{Mode, TakeState};
use proptest::prelude::*;
use std::collections::HashMap;

const VOICES: u128 = 6;
const TAKES: u128 = 3;

fn answers() -> impl Strategy<Value = Option<Given>> {
    let side = prop_oneof![Just(Side::Agree), Just(Side::Disagree), Just(Side::Pass)];
    proptest::option::weighted(0.85, (side, any::<bool>()).prop_map(|(side, r)| Given::new(side, r)))
}

type Swipe = (u128, u128, u32, Option<Given>);

/// Swipes whose (voice, take, seq) says what they are: a repeat is the same swipe again, as phones send it.
fn swipes() -> impl Strategy<Value = Vec<Swipe>> {
    let one = (0..VOICES, 1..=TAKES, 1..20_u32, answers());
    proptest::collection::vec(one, 0..120).prop_map(|all| {
        let mut first: HashMap<(u128, u128, u32), Option<Given>> = HashMap::new();
        all.into_iter().map(|(v, t, seq, g)| (v, t, seq, *first.entry((v, t, seq)).or_insert(g))).collect()
    })
}

fn open_room() -> Room {
    let mut room = room(TAKES, Mode::Confidential);
    for n in 0..VOICES {
        let token_hash = [u8::try_from(n).unwrap(); 32];
        room.apply_event(&Event::Joined { voice: voice(n), token_hash, name: None });
    }
    for t in 1..=TAKES {
        room.apply_event(&Event::Moved(Move::TakeMoved(take(t), TakeState::Open)));
    }
    room
}

fn play(swipes: &[Swipe], batch: usize) -> Room {
    let mut room = open_room();
    for chunk in swipes.chunks(batch) {
        // As the hub does it: all of a batch is checked against the room before it, then applied.
        let checked: Vec<Event> = chunk
            .iter()
            .filter_map(|(v, t, seq, g)| match room.check_swipe(voice(*v), take(*t), *seq, *g) {
                Ok(Checked::New(event)) => Some(event),
                Ok(Checked::Known) => None,
                Err(refusal) => panic!("refused: {refusal}"),
            })
            .collect();
        let number = room.chat.batch + 1;
        room.apply(&Batch { number, events: checked });
    }
    room
}

/// The same, counted in the slowest way.
fn tallies(swipes: &[Swipe]) -> Vec<Tally> {
    let mut last: HashMap<(u128, u128), (u32, Option<Given>)> = HashMap::new();
    for (v, t, seq, g) in swipes {
        let entry = last.entry((*v, *t)).or_insert((0, None));
        if *seq > entry.0 {
            *entry = (*seq, *g);
        }
    }
    let count = |t: u128, f: &dyn Fn(Given) -> bool| {
        let n = last.iter().filter(|((_, take), (_, g))| *take == t && g.is_some_and(f)).count();
        u32::try_from(n).unwrap()
    };
    (1..=TAKES)
        .map(|t| Tally {
            agree: count(t, &|g| g.side == Side::Agree),
            disagree: count(t, &|g| g.side == Side::Disagree),
            pass: count(t, &|g| g.side == Side::Pass),
            reservations: count(t, &|g| g.reservation),
        })
        .collect()
}

fn shown(room: &Room) -> Vec<Tally> {
    room.slots().iter().map(|s| s.tally).collect()
}

proptest! {
    #[test]
    fn the_tally_is_that_of_the_last_swipes(swipes in swipes(), batch in 1..40_usize) {
        prop_assert_eq!(shown(&play(&swipes, batch)), tallies(&swipes));
    }

    #[test]
    fn order_does_not_decide(swipes in swipes(), batch in 1..40_usize, seed in any::<u64>()) {
        let mut other = swipes.clone();
        // A fixed shuffle by a linear congruence is enough to change the order and can be repeated.
        let mut state = seed;
        for i in (1..other.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            other.swap(i, usize::try_from(state >> 33).unwrap() % (i + 1));
        }
        prop_assert_eq!(shown(&play(&other, batch)), shown(&play(&swipes, 1)));
    }

    #[test]
    fn repeats_change_nothing(swipes in swipes(), batch in 1..40_usize) {
        let twice: Vec<Swipe> = swipes.iter().chain(&swipes).copied().collect();
        prop_assert_eq!(shown(&play(&twice, batch)), shown(&play(&swipes, batch)));
    }

    #[test]
    fn a_room_brought_back_is_the_room(swipes in swipes(), batch in 1..40_usize) {
        let room = play(&swipes, batch);
        let mut events: Vec<Event> = room
            .tokens
            .iter()
            .map(|(token_hash, voice)| Event::Joined { voice: *voice, token_hash: *token_hash, name: None })
            .collect();
        for n in 0..VOICES {
            for t in 1..=TAKES {
                if let Some((seq, given)) = room.swipe_of(voice(n), take(t)) {
                    events.push(Event::Swiped { voice: voice(n), take: take(t), seq, given });
                }
            }
        }
        let takes = room.slots().iter().map(|s| s.take.clone()).collect();
        let back = Room::restore(room.chat.clone(), room.panel().to_vec(), takes, &events);
        prop_assert_eq!(shown(&back), shown(&room));
        for n in 0..VOICES {
            prop_assert_eq!(back.seq_of(voice(n)), room.seq_of(voice(n)));
        }
    }
}
