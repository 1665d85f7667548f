//! What each command becomes, and what each step does. The API is touched by a few helpers; the cases are data.

use super::*;
use crate::model::{ChatId, Mode, Phase, Picture, ScreenKey, TakeState};
use crate::outlook::Outlook;
use newtype_uuid::GenericUuid;
use people::PersonId;

pub(crate) fn take(n: u128) -> TakeId {
    TakeId::from_u128(100 + n)
}

pub(crate) fn voice(n: u128) -> VoiceId {
    VoiceId::from_u128(1_000 + n)
}

pub(super) fn truth(n: u128) -> TruthId {
    TruthId::from_u128(10_000 + n)
}

fn panellist() -> PanellistId {
    PanellistId::from_u128(7)
}

pub(crate) fn given(side: Side) -> Given {
    Given::new(side, false)
}

pub(crate) fn room(takes: u128, mode: Mode) -> Room {
    let chat = Chat {
        id: ChatId::from_u128(1),
        title: "Spring chat".into(),
        series: String::new(),
        held_on: String::new(),
        language: "en".into(),
        mode,
        door: crate::model::Door::Open,
        floor: 1,
        seats: 3,
        code: "123456".into(),
        screen_key: ScreenKey::nil().into_untyped_uuid().into_bytes(),
        phase: Phase::Draft,
        focus: None,
        picture: Picture::Live,
        created_by: PersonId::nil(),
        moves: 0,
        batch: 0,
        version: 1,
    };
    let panel = vec![Panellist {
        id: panellist(),
        name: "Ines".into(),
        role: String::new(),
        place: String::new(),
        since: String::new(),
    }];
    let takes = (1..=takes).map(|n| Take {
        id: take(n),
        text: format!("Take {n}"),
        takeaway: String::new(),
        state: TakeState::Draft,
    });
    Room::new(chat, panel, takes.collect())
}

fn commit(room: &mut Room, events: Vec<Event>) {
    let number = room.chat.batch + 1;
    room.apply(&Batch { number, events });
}

fn act(room: &mut Room, action: &Action) -> Result<(), Refusal> {
    let moves = room.check_action(action, Some(room.chat.moves))?;
    commit(room, moves.into_iter().map(Event::Moved).collect());
    Ok(())
}

fn join(room: &mut Room, n: u128) {
    let mut token_hash = [0; 32];
    token_hash[0] = u8::try_from(n).unwrap();
    let name = (room.chat.mode == Mode::Named).then(|| format!("Voice {n}"));
    commit(room, vec![Event::Joined { voice: voice(n), token_hash, name }]);
}

fn swipe(room: &mut Room, n: u128, t: u128, seq: u32, answer: Option<Given>) -> Result<Checked, Refusal> {
    let checked = room.check_swipe(voice(n), take(t), seq, answer)?;
    if let Checked::New(event) = &checked {
        commit(room, vec![event.clone()]);
    }
    Ok(checked)
}

fn tell(room: &mut Room, n: u128, t: u128, seq: u32, words: &str) -> Result<Checked, Refusal> {
    let reason = Reason { words: words.into(), quotable: true, named: false };
    let answer = room.given(voice(n), take(t));
    let checked = room.check_truth(voice(n), take(t), seq, answer, &reason, truth(n * 10 + t))?;
    if let Checked::New(event) = &checked {
        commit(room, vec![event.clone()]);
    }
    Ok(checked)
}

/// Two takes, the first one open, two voices.
fn live() -> Room {
    let mut room = room(2, Mode::Confidential);
    act(&mut room, &Action::Start).unwrap();
    act(&mut room, &Action::Advance).unwrap();
    join(&mut room, 1);
    join(&mut room, 2);
    room
}

#[test]
fn advance_leads_through_a_whole_chat() {
    let mut room = room(2, Mode::Confidential);
    let mut course = Vec::new();
    while let Some(next) = room.next() {
        course.push(next.word());
        act(&mut room, &Action::Advance).unwrap();
    }
    let whole = ["start", "open", "close", "reveal", "open", "close", "reveal", "wrap_up", "end"];
    assert_eq!(course, whole);
    assert_eq!(room.chat.phase, Phase::Ended);
}

#[test]
fn two_hosts_who_press_next_at_once_move_the_room_once() {
    let mut room = live();
    let seen = room.chat.moves;
    let first = room.check_action(&Action::Advance, Some(seen)).unwrap();
    commit(&mut room, first.into_iter().map(Event::Moved).collect());
    assert_eq!(room.check_action(&Action::Advance, Some(seen)), Err(Refusal::Stale));
    assert_eq!(room.slots()[0].take.state, TakeState::Closed);
}

#[test]
fn swipes_are_taken_only_while_the_take_is_open() {
    let mut room = live();
    let yes = Some(given(Side::Agree));
    assert!(matches!(swipe(&mut room, 1, 1, 1, yes), Ok(Checked::New(_))));
    assert_eq!(swipe(&mut room, 1, 2, 2, yes), Err(Refusal::UnknownTake), "a draft is not known to phones");
    assert_eq!(swipe(&mut room, 9, 1, 1, yes), Err(Refusal::UnknownVoice));
    assert_eq!(swipe(&mut room, 1, 1, 0, yes), Err(Refusal::BadSeq));
    act(&mut room, &Action::Close(take(1))).unwrap();
    assert_eq!(swipe(&mut room, 1, 1, 2, Some(given(Side::Disagree))), Err(Refusal::Closed));
    assert_eq!(swipe(&mut room, 1, 1, 1, yes), Ok(Checked::Known), "the same seq is answered as the first time");
    act(&mut room, &Action::Reopen(take(1))).unwrap();
    assert!(matches!(swipe(&mut room, 1, 1, 3, None), Ok(Checked::New(_))));
    assert_eq!(room.slots()[0].tally.answered(), 0, "taken back");
}

#[test]
fn a_pass_has_no_reservation() {
    assert_eq!(Given::new(Side::Pass, true), given(Side::Pass));
    assert!(Given::new(Side::Agree, true).reservation);
}

#[test]
fn a_truth_needs_a_side_and_follows_it() {
    let mut room = live();
    assert_eq!(tell(&mut room, 1, 1, 1, "why"), Err(Refusal::NoSwipe));
    swipe(&mut room, 1, 1, 2, Some(given(Side::Agree))).unwrap();
    assert!(tell(&mut room, 1, 1, 3, "  it   saves\ttime ").is_ok());
    let words: Vec<_> = room.truths_on(take(1)).map(|t| t.words.clone()).collect();
    assert_eq!(words, ["it saves time"]);
    swipe(&mut room, 1, 1, 4, Some(given(Side::Disagree))).unwrap();
    assert_eq!(room.truths_on(take(1)).count(), 0, "a reason for agreeing is none for disagreeing");
    assert!(tell(&mut room, 1, 1, 5, "it does not").is_ok());
    assert_eq!(room.truths_on(take(1)).count(), 1);
    let long = "x".repeat(141);
    assert_eq!(tell(&mut room, 1, 1, 6, &long), Err(Refusal::TooLong { max: 140, is: 141 }));
    assert_eq!(tell(&mut room, 1, 1, 6, "a\u{0}b"), Err(Refusal::BadText));
}

#[test]
fn one_truth_per_side_stands_on_the_screen_until_it_changes() {
    let mut room = live();
    swipe(&mut room, 1, 1, 1, Some(given(Side::Agree))).unwrap();
    tell(&mut room, 1, 1, 2, "first").unwrap();
    act(&mut room, &Action::Spotlight(truth(11))).unwrap();
    assert_eq!(room.on_screen(take(1), Side::Agree).map(|t| t.words.as_str()), Some("first"));
    tell(&mut room, 1, 1, 3, "second").unwrap();
    assert_eq!(room.on_screen(take(1), Side::Agree), None, "words that the host has not read");
    act(&mut room, &Action::Spotlight(truth(11))).unwrap();
    act(&mut room, &Action::Stand(truth(11), Standing::SetAside)).unwrap();
    assert_eq!(room.on_screen(take(1), Side::Agree), None);
    assert_eq!(act(&mut room, &Action::Spotlight(truth(11))), Err(Refusal::NotNow), "set aside");
    assert_eq!(act(&mut room, &Action::Spotlight(truth(99))), Err(Refusal::UnknownTruth));
}

#[test]
fn places_and_names_are_checked_at_the_door() {
    let mut room = room(1, Mode::Named);
    assert_eq!(room.check_join(Some("Ana"), 0), Err(Refusal::NotLive));
    act(&mut room, &Action::Start).unwrap();
    assert_eq!(room.check_join(Some(" Ana  B "), 0), Ok(Some("Ana B".into())));
    assert_eq!(room.check_join(None, 0), Err(Refusal::NameMissing));
    assert_eq!(room.check_join(Some("  "), 0), Err(Refusal::NameMissing));
    assert_eq!(room.check_join(Some("\u{202e}x"), 0), Err(Refusal::BadText));
    assert_eq!(room.check_join(Some("Ana"), 3), Err(Refusal::Full(3)), "three are on their way");
}

#[test]
fn nothing_moves_after_the_end_but_words_can_be_written_down() {
    let mut room = live();
    act(&mut room, &Action::End).unwrap();
    assert_eq!(room.slots()[0].take.state, TakeState::Closed, "an open take is closed with the chat");
    assert_eq!(act(&mut room, &Action::Reveal(take(1))), Err(Refusal::NotLive));
    assert!(act(&mut room, &Action::Takeaway(take(1), "We learned".into())).is_ok());
    let answer = Action::Answer(take(1), panellist(), given(Side::Agree), "Yes".into());
    assert!(act(&mut room, &answer).is_ok());
    assert_eq!(room.check_join(None, 0), Err(Refusal::NotLive));
}

#[test]
fn counts_are_hidden_before_the_reveal_and_withheld_below_the_floor() {
    let mut room = live();
    room.chat.floor = 2;
    swipe(&mut room, 1, 1, 1, Some(given(Side::Agree))).unwrap();
    let reveals = |room: &Room| {
        let slot = &room.slots()[0];
        let nothing = Outlook::default();
        (room.shown_to_room(slot, &nothing), room.shown_to_host(slot, &nothing))
    };
    let hidden = Reveal::Hidden { answered: 1 };
    assert_eq!(reveals(&room), (hidden, hidden));
    act(&mut room, &Action::Close(take(1))).unwrap();
    assert_eq!(reveals(&room), (hidden, Reveal::Withheld { answered: 1 }));
    act(&mut room, &Action::Reopen(take(1))).unwrap();
    swipe(&mut room, 2, 1, 1, Some(given(Side::Pass))).unwrap();
    act(&mut room, &Action::Close(take(1))).unwrap();
    act(&mut room, &Action::Reveal(take(1))).unwrap();
    assert!(matches!(reveals(&room).0, Reveal::Shown { tally, .. } if tally.answered() == 2));
}

#[test]
fn a_batch_applies_once() {
    let mut room = live();
    let event = Event::Swiped { voice: voice(1), take: take(1), seq: 1, given: Some(given(Side::Agree)) };
    let batch = Batch { number: room.chat.batch + 1, events: vec![event] };
    room.apply(&batch);
    let once = room.clone();
    room.apply(&batch);
    assert_eq!(room, once);
}
