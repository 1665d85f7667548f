//! Whatever happens in a room: what is published of its map tells of nobody.

use super::tests::{answer, answered, lot, moved};
use super::*;
use crate::facts;
use crate::frames::{HostFrame, PhoneRoom, Presence, ScreenFrame};
use crate::model::Side;
use crate::room::tests::{take, voice};
use opinion::{Lots, Vote};
use proptest::prelude::*;
use serde_json::{Value, json};

/// What a host does: reveals a take, or reopens it, lets some voices answer anew, and reveals it again.
#[derive(Debug, Clone)]
enum Deed {
    Reveal(usize),
    Again { take: usize, voices: u128, from: u128 },
}

#[derive(Debug, Clone)]
struct Evening {
    voices: u128,
    takes: usize,
    floor: u32,
    /// How far the camps are apart, and how many answers are missing.
    apart: f64,
    missing: f64,
    seed: u64,
    deeds: Vec<Deed>,
}

fn evenings() -> impl Strategy<Value = Evening> {
    let deed = prop_oneof![
        3 => (0..6_usize).prop_map(Deed::Reveal),
        2 => (0..6_usize, 0..9_u128, 0..60_u128).prop_map(|(take, voices, from)| Deed::Again { take, voices, from }),
    ];
    let deeds = proptest::collection::vec(deed, 4..9);
    (10..70_u128, 3..7_usize, 1..12_u32, 0.0..0.5_f64, 0.0..0.6_f64, any::<u64>(), deeds).prop_map(
        |(voices, takes, floor, apart, missing, seed, deeds)| Evening {
            voices,
            takes,
            floor,
            apart,
            missing,
            seed,
            deeds,
        },
    )
}

impl Evening {
    fn room(&self) -> (Room, Lots) {
        let mut lots = Lots::new(self.seed);
        let room = answered(self.voices, self.takes, self.floor, |n, t| {
            let way = if (n + t as u128).is_multiple_of(3) { self.apart } else { -self.apart };
            let side = lot(&mut lots, 0.5 + way);
            (lots.unit() >= self.missing).then_some(side)
        });
        (room, lots)
    }
}

/// Everything that leaves the server for more than one.
fn published(room: &Room, outlook: &Outlook) -> Value {
    let t = crate::WORDS.in_language("en");
    let presence = Presence::default();
    json!({
        "screen": ScreenFrame::of(room, outlook, presence, &t),
        "phone": PhoneRoom::of(room, outlook, &t),
        "host": HostFrame::of(room, outlook, presence, &t),
        "result": facts::result(room, outlook, 0),
        "recap": facts::recap(room, outlook, 0),
    })
}

/// Every value of a key, wherever it is.
fn all<'a>(value: &'a Value, key: &str, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(name, inner)| {
            if name == key {
                found.push(inner);
            }
            all(inner, key, found);
        }),
        Value::Array(items) => items.iter().for_each(|item| all(item, key, found)),
        _ => {}
    }
}

fn found<'a>(value: &'a Value, key: &str) -> Vec<&'a Value> {
    let mut found = Vec::new();
    all(value, key, &mut found);
    found
}

fn whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-9
}

/// Voices per group that took a side on a take, counted from the answers and everybody's own place.
fn sided(outlook: &Outlook, snapshot: &Snapshot, take: usize) -> Vec<usize> {
    let groups = outlook.board().map_or(&[][..], |board| &board.groups);
    let answers = snapshot.columns.iter().filter(|column| column.take == take).flat_map(|column| &column.answers);
    let of = |group: &Group| {
        let inside = |voice: VoiceId| outlook.here(voice).is_some_and(|here| here.group == Some(group.name));
        answers.clone().filter(|(voice, vote)| inside(*voice) && *vote != Vote::Pass).count()
    };
    groups.iter().map(of).collect()
}

/// Takes of which anything is said by group.
fn spoken_of(outlook: &Outlook) -> Vec<usize> {
    let Some(board) = outlook.board() else { return Vec::new() };
    let stands = board.groups.iter().flat_map(|group| group.stands.iter().map(|it| it.take));
    let unite = board.unite.iter().filter(|_| !board.groups.is_empty()).map(|it| it.take);
    let divide = board.divide.iter().filter(|it| !it.shares.is_empty()).map(|it| it.take);
    stands
        .chain(unite)
        .chain(divide)
        .chain(outlook.takes.iter().copied().filter(|t| !outlook.split(*t).is_empty()))
        .collect()
}

fn check(room: &Room, snapshot: &Snapshot, outlook: &Outlook) -> Result<(), TestCaseError> {
    let least = snapshot.least;
    let frames = published(room, outlook);
    // Nobody's id, and nobody's own place.
    let text = frames.to_string();
    prop_assert!(!text.contains("\"here\""));
    for (id, _) in room.answers() {
        prop_assert!(!text.contains(&id.to_string()));
    }
    // Every number stands for enough, in steps.
    for cells in found(&frames, "cells") {
        for cell in cells.as_array().expect("a list") {
            let n = cell.get("n").or_else(|| cell.get("voices")).and_then(Value::as_u64).expect("a number");
            prop_assert!(n >= least as u64 && n.is_multiple_of(5), "{cell}");
        }
    }
    if let Some(board) = outlook.board() {
        prop_assert!(board.cells.len() * least <= snapshot.voices());
        for group in &board.groups {
            let members = outlook.places.values().filter(|here| here.group == Some(group.name)).count();
            prop_assert!(members >= least && group.voices >= least, "{members}");
            prop_assert!(group.voices.is_multiple_of(5) && group.voices.abs_diff(members) <= 2);
            let cells = board.cells.iter().filter(|cell| cell.group == Some(group.name));
            prop_assert!(cells.clone().count() >= 1 && cells.count() * least <= members);
        }
        let coordinates = board.cells.iter().map(|cell| cell.at).chain(board.groups.iter().map(|group| group.at));
        let coordinates = coordinates.chain(board.groups.iter().flat_map(|group| group.hull.iter().copied()));
        for v in coordinates.flatten() {
            prop_assert!(v.abs() <= 1.0 && whole(v * 100.0), "{v}");
        }
    }
    // Of every take that is spoken of by group, each group has enough who took a side; shares are in steps of 5 %.
    for take in spoken_of(outlook) {
        let sided = sided(outlook, snapshot, take);
        prop_assert!(sided.len() > 1 && sided.iter().all(|n| *n >= least), "take {take}: {sided:?}");
    }
    for groups in found(&frames, "groups").into_iter().chain(found(&frames, "shares")).chain(found(&frames, "stands")) {
        for share in found(groups, "share").into_iter().filter(|share| !share.is_null()) {
            prop_assert!(whole(share.as_f64().expect("a share") * 20.0), "{share}");
        }
    }
    for take in &outlook.takes {
        for ((_, share), n) in outlook.shares(*take).into_iter().zip(sided(outlook, snapshot, *take)) {
            prop_assert!(n >= 20 || (0.1..=0.9).contains(&share), "{share} of {n}");
        }
    }
    // A verdict that rests on groups is given only where their shares may be told.
    for (take, slot) in room.slots().iter().enumerate() {
        if let crate::room::Reveal::Shown { verdict: opinion::Verdict::Polarised, .. } =
            room.shown_to_host(slot, outlook)
        {
            prop_assert!(!outlook.shares(take).is_empty());
        }
    }
    Ok(())
}

/// The answers behind two maps differ in those of enough voices, or of none, on every take.
fn told_apart(before: &Snapshot, after: &Snapshot) -> Result<(), TestCaseError> {
    let least = after.least;
    for column in &after.columns {
        let known = before.columns.iter().find(|other| other.take == column.take);
        let differ = known.map_or(column.answers.len(), |known| known.differences(column));
        prop_assert!(differ == 0 || differ >= least, "take {}: {differ} voices", column.take);
    }
    for gone in before.columns.iter().filter(|column| after.columns.iter().all(|other| other.take != column.take)) {
        prop_assert!(gone.answers.len() >= least);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_evening_gives_anybody_away(evening in evenings()) {
        let (mut room, mut lots) = evening.room();
        let (mut memory, mut outlook) = (Memory::default(), Outlook::default());
        let mut before = vec![Snapshot::of(&room, &mut memory)];
        let mut step = |room: &Room, outlook: &mut Outlook| {
            let snapshot = Snapshot::of(room, &mut memory);
            for earlier in &before {
                told_apart(earlier, &snapshot)?;
            }
            *outlook = outlook.next(&snapshot, || false).expect("goes on");
            prop_assert!(outlook.holds(room));
            check(room, &snapshot, outlook)?;
            before.push(snapshot);
            Ok(())
        };
        for deed in &evening.deeds {
            match deed {
                Deed::Reveal(take) => moved(&mut room, [take % evening.takes], TakeState::Revealed),
                Deed::Again { take: at, voices, from } => {
                    let at = at % evening.takes;
                    moved(&mut room, [at], TakeState::Open);
                    step(&room, &mut outlook)?;
                    for n in 0..*voices {
                        let n = (from + n) % evening.voices;
                        let now = room.given(voice(n), take(at as u128 + 1));
                        let other = now.is_none().then(|| lot(&mut lots, 0.5));
                        answer(&mut room, n, at, other);
                    }
                    moved(&mut room, [at], TakeState::Revealed);
                }
            }
            step(&room, &mut outlook)?;
        }
        // What a record says is bound by the same.
        let last = before.last().expect("at least the first");
        check(&room, last, &Outlook::on_record(last))?;
    }

    /// Whatever one voice changes while a take is open again: everybody sees the map that they saw before.
    #[test]
    fn one_voice_moves_nothing_that_is_published(evening in evenings(), n in 0..70_u128, at in 0..6_usize) {
        let (mut room, _) = evening.room();
        moved(&mut room, 0..evening.takes, TakeState::Revealed);
        let mut memory = Memory::default();
        let before = Snapshot::of(&room, &mut memory);
        let (n, at) = (n % evening.voices, at % evening.takes);
        moved(&mut room, [at], TakeState::Open);
        let other = room.given(voice(n), take(at as u128 + 1)).is_none().then_some(Side::Agree);
        answer(&mut room, n, at, other);
        moved(&mut room, [at], TakeState::Revealed);
        let after = Snapshot::of(&room, &mut memory);
        let boards = [&before, &after].map(|snapshot| Outlook::on_record(snapshot).board().cloned());
        // A take that falls below the floor leaves the map as a whole.
        if after.takes() == before.takes() {
            prop_assert_eq!(&boards[0], &boards[1]);
        }
        told_apart(&before, &after)?;
    }
}
