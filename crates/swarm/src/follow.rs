//! Lets a simulated person hold a phone for as long as the chat lasts.

use crate::behaviour::{Lean, Person, Step, mix, plan, writers};
use crate::phone::{Phone, Room, SeenTake, Truth};
use crate::wire::{Phase, Side, TakeState};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Where a room leans on a take nobody prepared.
const UNPREPARED: Lean = Lean { agree: 55, disagree: 35, pass: 10, reservations: 12, camps: None };

/// What a crowd will say, take by take.
#[derive(Debug, Default)]
pub struct Script {
    takes: Vec<(Lean, HashMap<u32, Truth>)>,
}

impl Script {
    /// Gives the truths of each take, in order of the takes, to people of the crowd who are on that side.
    pub fn cast(people: &[Person], takes: impl IntoIterator<Item = (Lean, Vec<(Side, Truth)>)>) -> Self {
        let takes = (1..)
            .zip(takes)
            .map(|(n, (lean, truths))| {
                let sides: Vec<Side> = truths.iter().map(|(side, _)| *side).collect();
                let by = writers(people, n, lean, &sides);
                let cast = by.into_iter().zip(truths).filter_map(|(who, (_, truth))| Some((who?, truth)));
                (lean, cast.collect())
            })
            .collect();
        Self { takes }
    }

    fn lean(&self, n: u32) -> Lean {
        self.take(n).map_or(UNPREPARED, |(lean, _)| *lean)
    }

    /// What this person of the crowd writes to take `n`, if anything.
    pub fn truth(&self, n: u32, person: u32) -> Option<&Truth> {
        self.take(n)?.1.get(&person)
    }

    fn take(&self, n: u32) -> Option<&(Lean, HashMap<u32, Truth>)> {
        self.takes.get(usize::try_from(n).ok()?.checked_sub(1)?)
    }
}

/// What is still to be done, and when.
enum Deed {
    Swipe(Step),
    Write(Truth),
}

/// Between two takes that are open at once.
const NEXT: Duration = Duration::from_secs(5);

/// Answers every take that opens until the phone is sent away. Ends only then; drop the future to put the phone down.
pub async fn follow(phone: &Phone, person: &Person, script: &Script) {
    let mut rooms = phone.watch();
    let mut begun: HashMap<Uuid, Instant> = HashMap::new();
    let mut todo: Vec<(Instant, Uuid, Deed)> = Vec::new();
    loop {
        let room = Arc::clone(&rooms.borrow_and_update());
        todo.retain(|(_, take, _)| is_open(&room, *take));
        let mut wait = Duration::ZERO;
        for take in room.takes.iter().filter(|it| it.state == TakeState::Open) {
            // A take that was reopened is thought about once only: the answer given before still stands.
            if begun.insert(take.id, take.since).is_none() {
                // Where several are open at once, they are answered one after the other.
                let later = SeenTake { since: take.since + wait, ..*take };
                todo.extend(deeds(person, script, later));
                wait += NEXT;
            }
        }
        let next = todo.iter().map(|(at, ..)| *at).min();
        let pause = next.unwrap_or_else(|| Instant::now() + Duration::from_hours(1));
        tokio::select! {
            changed = rooms.changed() => if changed.is_err() { return },
            () = tokio::time::sleep_until(pause.into()) => {
                let now = Instant::now();
                for (_, take, deed) in todo.extract_if(.., |(at, ..)| *at <= now) {
                    match deed {
                        Deed::Swipe(step) => drop(phone.swipe_later(take, step.answer)),
                        Deed::Write(truth) => drop(phone.truth_later(take, truth)),
                    }
                }
            }
        }
    }
}

fn is_open(room: &Room, take: Uuid) -> bool {
    room.phase == Phase::Live && room.take(take).is_some_and(|it| it.state == TakeState::Open)
}

fn deeds(person: &Person, script: &Script, take: SeenTake) -> Vec<(Instant, Uuid, Deed)> {
    let steps = plan(person, take.n, script.lean(take.n));
    let mut deeds = Vec::with_capacity(steps.len() + 1);
    if let (Some(first), Some(truth)) = (steps.first(), script.truth(take.n, person.index)) {
        let typing = Duration::from_millis(4000 + mix(u64::from(person.index), u64::from(take.n)) % 9000);
        deeds.push((take.since + first.after + typing, take.id, Deed::Write(truth.clone())));
    }
    deeds.extend(steps.into_iter().map(|step| (take.since + step.after, take.id, Deed::Swipe(step))));
    deeds
}
