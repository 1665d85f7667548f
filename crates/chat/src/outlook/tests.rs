//! Rooms with camps and without, and what of them may be seen.

use super::*;
use crate::frames::{HereFrame, MapView, Presence, ScreenFrame, View};
use crate::model::{Given, Mode, Picture, Side};
use crate::room::tests::{room, take, voice};
use crate::room::{Event, Move, Reveal};
use opinion::{Lots, Reading, Verdict};

/// A room in which voice `n` answers take `t`, from 0, with `side(n, t)`; nothing is revealed.
pub(super) fn answered(
    voices: u128,
    takes: usize,
    floor: u32,
    mut side: impl FnMut(u128, usize) -> Option<Side>,
) -> Room {
    let mut filled = room(takes as u128, Mode::Confidential);
    filled.chat.floor = floor;
    for n in 0..voices {
        let mut token_hash = [0; 32];
        token_hash[..16].copy_from_slice(&n.to_le_bytes());
        filled.apply_event(&Event::Joined { voice: voice(n), token_hash, name: None });
        for t in 0..takes {
            if let Some(side) = side(n, t) {
                answer(&mut filled, n, t, Some(side));
            }
        }
    }
    filled
}

/// The newest answer of a voice.
pub(super) fn answer(room: &mut Room, n: u128, t: usize, side: Option<Side>) {
    let seq = room.seq_of(voice(n)) + 1;
    let given = side.map(|side| Given::new(side, false));
    room.apply_event(&Event::Swiped { voice: voice(n), take: take(t as u128 + 1), seq, given });
}

/// Moves takes, from 0.
pub(super) fn moved(room: &mut Room, takes: impl IntoIterator<Item = usize>, to: TakeState) {
    for t in takes {
        room.apply_event(&Event::Moved(Move::TakeMoved(take(t as u128 + 1), to)));
    }
}

fn reveal(room: &mut Room, takes: impl IntoIterator<Item = usize>) {
    moved(room, takes, TakeState::Revealed);
}

/// An answer by lot: agreement with this probability, sometimes a pass.
pub(super) fn lot(lots: &mut Lots, agree: f64) -> Side {
    match (lots.unit() < 0.04, lots.unit() < agree) {
        (true, _) => Side::Pass,
        (false, true) => Side::Agree,
        (false, false) => Side::Disagree,
    }
}

/// Two camps of the same size that answer in opposite ways, nine in ten, and agree on the last take.
fn camps(voices: u128, takes: usize) -> Room {
    let mut lots = Lots::new(7);
    answered(voices, takes, 5, |n, t| {
        let for_it = n % 2 == (t % 2) as u128 || t + 1 == takes;
        Some(lot(&mut lots, if for_it { 0.9 } else { 0.1 }))
    })
}

/// Everybody by lot.
fn crowd(voices: u128, takes: usize) -> Room {
    let mut lots = Lots::new(3);
    answered(voices, takes, 5, |_, _| Some(lot(&mut lots, 0.5)))
}

fn looked(room: &Room) -> Outlook {
    let snapshot = Snapshot::of(room, &mut Memory::default());
    Outlook::default().next(&snapshot, || false).expect("nobody stops it")
}

fn verdicts(room: &Room, outlook: &Outlook) -> Vec<Verdict> {
    let verdict = |slot| match room.shown_to_room(slot, outlook) {
        Reveal::Shown { verdict, .. } => verdict,
        hidden => panic!("{hidden:?}"),
    };
    room.slots().iter().map(verdict).collect()
}

fn view(room: &Room, outlook: &Outlook) -> MapView {
    MapView::of(room, outlook, &crate::WORDS.in_language("en")).expect("a map")
}

#[test]
fn two_camps_are_two_groups_and_their_takes_are_polarised() {
    let mut room = camps(60, 5);
    reveal(&mut room, 0..5);
    let outlook = looked(&room);
    let map = view(&room, &outlook);
    assert_eq!((map.reading, map.takes, map.groups.len()), ("groups", 5, 2));
    assert_eq!(
        map.groups.iter().map(|group| (group.n, group.name.as_str())).collect::<Vec<_>>(),
        [(30, "A"), (30, "B")]
    );
    let mut expected = vec![Verdict::Polarised; 4];
    expected.push(Verdict::ConsensusAgree);
    assert_eq!(verdicts(&room, &outlook), expected);
    assert_eq!(map.unite.iter().map(|it| (it.n, it.side)).collect::<Vec<_>>(), [(5, "agree")]);
    assert_eq!(map.divide.len(), 3);
    for divide in &map.divide {
        let shares: Vec<f64> = divide.shares.iter().map(|it| it.share).collect();
        assert!((shares[0] - shares[1]).abs() > 0.5, "{shares:?}");
    }
    // Each stands for the side that it takes, and the two for different ones.
    for group in &map.groups {
        assert_eq!(group.stands.len(), 3);
        for stand in &group.stands {
            let agrees = stand.share.expect("a share") > 0.5;
            assert_eq!(stand.side, if agrees { "agree" } else { "disagree" });
        }
    }
    assert_eq!(outlook.shares(4), [], "no gap on what everybody agrees with");
    assert_eq!(outlook.shares(0).len(), 2);
}

#[test]
fn without_camps_there_are_no_groups_and_a_split_stays_a_split() {
    let mut room = crowd(60, 5);
    reveal(&mut room, 0..5);
    let outlook = looked(&room);
    let map = view(&room, &outlook);
    assert_eq!((map.reading, map.groups.len()), ("no_clear_groups", 0));
    assert!(verdicts(&room, &outlook).contains(&Verdict::Split));
    assert!(!verdicts(&room, &outlook).contains(&Verdict::Polarised));
    assert!(map.cells.iter().all(|cell| cell.g.is_none()) && !map.cells.is_empty());
    assert!(map.divide.iter().all(|it| it.shares.is_empty()));
    assert!((0..5).all(|take| outlook.shares(take).is_empty() && outlook.split(take).is_empty()));
}

#[test]
fn a_map_needs_takes_and_voices() {
    let t = crate::WORDS.in_language("en");
    let mut room = camps(60, 5);
    assert_eq!(MapView::of(&room, &looked(&room), &t), None);
    for (takes, reading) in [(1, "too_little"), (2, "too_little"), (3, "groups")] {
        reveal(&mut room, 0..takes);
        let map = view(&room, &looked(&room));
        assert_eq!((map.reading, map.takes), (reading, takes), "{takes}");
        assert_eq!(map.cells.is_empty(), takes < TAKES);
    }
    assert_eq!(view(&camps_of(14), &looked(&camps_of(14))).say, "The map needs the answers of 15 people.");
    assert_ne!(view(&camps_of(15), &looked(&camps_of(15))).reading, "too_little");
    // With a floor above five, everything grows with it.
    let mut careful = camps_of(29);
    careful.chat.floor = 6;
    assert_eq!(view(&careful, &looked(&careful)).say, "The map needs the answers of 30 people.");
    // A take that few answered is no part of the map.
    let mut lots = Lots::new(7);
    let mut thin = answered(60, 4, 1, |n, t| {
        (t < 3 || n < 4).then(|| lot(&mut lots, if n % 2 == (t % 2) as u128 { 0.9 } else { 0.1 }))
    });
    reveal(&mut thin, 0..4);
    assert_eq!(view(&thin, &looked(&thin)).takes, 3);
}

fn camps_of(voices: u128) -> Room {
    let mut room = camps(voices, 4);
    reveal(&mut room, 0..4);
    room
}

#[test]
fn nothing_of_a_take_shows_that_is_not_revealed() {
    let mut room = camps(60, 5);
    moved(&mut room, 0..5, TakeState::Closed);
    reveal(&mut room, 0..4);
    let outlook = looked(&room);
    assert_eq!(view(&room, &outlook).takes, 4);
    assert!(outlook.holds(&room));
    // Reopened, a take takes the map with it, until there is one without that take.
    moved(&mut room, [1], TakeState::Open);
    assert!(!outlook.holds(&room));
    let next = outlook.next(&Snapshot::of(&room, &mut Memory::default()), || false).expect("goes on");
    assert!(next.holds(&room));
    let map = view(&room, &next);
    assert_eq!(map.takes, 3);
    let named = map.groups.iter().flat_map(|group| group.stands.iter().map(|it| it.n));
    let named = named.chain(map.unite.iter().map(|it| it.n)).chain(map.divide.iter().map(|it| it.n));
    assert!(named.clone().all(|n| [1, 3, 4].contains(&n)), "{:?}", named.collect::<Vec<_>>());
}

#[test]
fn answers_of_a_few_after_a_reopening_do_not_show() {
    let mut room = camps(60, 5);
    reveal(&mut room, 0..5);
    let mut memory = Memory::default();
    let before = Snapshot::of(&room, &mut memory);
    for n in 0..4 {
        moved(&mut room, [1], TakeState::Open);
        let other = if room.given(voice(n), take(2)).is_some_and(|given| given.side == Side::Agree) {
            Side::Disagree
        } else {
            Side::Agree
        };
        answer(&mut room, n, 1, Some(other));
        assert_eq!(Snapshot::of(&room, &mut memory).takes(), [0, 2, 3, 4]);
        reveal(&mut room, [1]);
        assert_eq!(Snapshot::of(&room, &mut memory), before, "{} changed", n + 1);
    }
    moved(&mut room, [1], TakeState::Open);
    answer(&mut room, 4, 1, None);
    reveal(&mut room, [1]);
    let after = Snapshot::of(&room, &mut memory);
    assert_ne!(after, before);
    assert_eq!(after, Snapshot::of(&room, &mut Memory::default()));
    // Nearly back to where they were: what was shown then is shown again, so that nothing tells the two apart.
    moved(&mut room, [1], TakeState::Open);
    let first = before.columns[1].answers.iter().filter(|(id, _)| (0..3).any(|n| *id == voice(n)));
    for (n, (_, vote)) in (0..).zip(first) {
        answer(&mut room, n, 1, Some(if *vote == opinion::Vote::Agree { Side::Agree } else { Side::Disagree }));
    }
    answer(&mut room, 5, 1, None);
    answer(&mut room, 6, 1, None);
    reveal(&mut room, [1]);
    let again = Snapshot::of(&room, &mut memory);
    assert_eq!(again, before);
    assert_ne!(again, Snapshot::of(&room, &mut Memory::default()));
}

#[test]
fn a_room_brought_back_comes_to_the_same_map() {
    let mut room = camps(60, 7);
    let (mut memory, mut live) = (Memory::default(), Outlook::default());
    for t in 0..7 {
        reveal(&mut room, [t]);
        live = live.next(&Snapshot::of(&room, &mut memory), || false).expect("goes on");
    }
    assert_eq!(live, looked(&room));
    // Two reveals at once are two steps, as they were in the room that ran on.
    let mut jumped = camps(60, 7);
    let (mut memory, mut late) = (Memory::default(), Outlook::default());
    for takes in [0..1, 1..4, 4..7] {
        reveal(&mut jumped, takes);
        late = late.next(&Snapshot::of(&jumped, &mut memory), || false).expect("goes on");
    }
    assert_eq!(live, late);
}

#[test]
fn nobody_waits_for_a_map_when_the_server_stops() {
    let mut room = camps(60, 5);
    reveal(&mut room, 0..5);
    assert_eq!(Outlook::default().next(&Snapshot::of(&room, &mut Memory::default()), || true), None);
}

#[test]
fn ids_of_voices_do_not_show() {
    let mut lots = Lots::new(11);
    let answers: Vec<Vec<Side>> = (0..50).map(|_| (0..5).map(|_| lot(&mut lots, 0.6)).collect()).collect();
    let room_of = |place: fn(usize) -> usize| {
        let mut room = answered(50, 5, 5, |n, t| Some(answers[place(usize::try_from(n).unwrap())][t]));
        reveal(&mut room, 0..5);
        view(&room, &looked(&room))
    };
    assert_eq!(room_of(|n| n), room_of(|n| 49 - n));
    assert_eq!(room_of(|n| n), room_of(|n| n * 7 % 50));
}

#[test]
fn a_voice_hears_of_itself_alone() {
    let t = crate::WORDS.in_language("en");
    let mut lots = Lots::new(7);
    // Voice 59 answers nothing, voice 58 takes its answers back.
    let mut room =
        answered(60, 5, 5, |n, t| (n < 59).then(|| lot(&mut lots, if n % 2 == (t % 2) as u128 { 0.9 } else { 0.1 })));
    for t in 0..5 {
        answer(&mut room, 58, t, None);
    }
    reveal(&mut room, 0..5);
    let outlook = looked(&room);
    let here = |n| HereFrame::of(&outlook, voice(n), &t);
    let (one, two) = (here(0).expect("a place"), here(1).expect("a place"));
    assert_ne!((one.g, one.x), (two.g, two.x));
    assert!(one.say.contains("group ") && two.say.contains("group "), "{} {}", one.say, two.say);
    assert_eq!((here(58), here(59), here(1_000)), (None, None, None));
    // Whoever answered little is placed, and hears that this is rough.
    let mut room =
        answered(60, 8, 5, |n, t| (n > 0 || t == 0).then_some(if n < 30 { Side::Agree } else { Side::Disagree }));
    reveal(&mut room, 0..8);
    let outlook = looked(&room);
    let rough = HereFrame::of(&outlook, voice(0), &t).expect("a place").say;
    assert!(rough.ends_with("so this is a rough place."), "{rough}");
    assert!(!HereFrame::of(&outlook, voice(1), &t).expect("a place").say.contains("rough"));
}

#[test]
fn the_screen_shows_the_map_where_there_is_one() {
    let t = crate::WORDS.in_language("en");
    let mut room = camps(60, 4);
    room.apply_event(&Event::Moved(Move::Focused(take(1))));
    room.chat.picture = Picture::Map;
    reveal(&mut room, 0..2);
    let screen = |room: &Room, outlook: &Outlook| ScreenFrame::of(room, outlook, Presence::default(), &t);
    assert_eq!(screen(&room, &looked(&room)).view, View::Result, "there is no map yet");
    reveal(&mut room, 2..4);
    let outlook = looked(&room);
    assert_eq!(screen(&room, &outlook).view, View::Map);
    assert_eq!(outlook.board().map(|board| board.reading), Some(Reading::Groups));
    room.chat.picture = Picture::Blank;
    let blank = screen(&room, &outlook);
    assert_eq!((blank.view, blank.map), (View::Blank, None));
}
