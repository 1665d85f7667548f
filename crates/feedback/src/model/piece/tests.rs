use super::*;
use crate::model::{Layout, Reader};
use jiff::civil::date;

fn at(hours: i64) -> Timestamp {
    Timestamp::from_second(hours * 3600).unwrap()
}

fn promise(kind: Kind, identity: Identity) -> Contract {
    Contract::of(kind, identity, Reader { id: PersonId::from_u128(2), name: "Mei Haruna".into() }, None, 5)
}

fn draft(kind: Kind, identity: Identity) -> Piece {
    let text = Text { happened: "You called support first.".into(), ..Text::blank(date(2026, 3, 4)) };
    Piece {
        id: PieceId::from_u128(1),
        writer: PersonId::from_u128(1),
        subject: PersonId::from_u128(2),
        task: None,
        kind,
        identity,
        text,
        contract: None,
        state: State::Draft,
        saved_at: at(0),
        sent_at: None,
        held_at: None,
        delivered_at: None,
        taken: false,
        used_in: None,
        version: 1,
    }
}

/// A piece in this state, everything before it having happened at hour 0.
fn in_state(state: State) -> Piece {
    let identity = if state == State::Held { Identity::Confidential } else { Identity::Named };
    let sent = state != State::Draft;
    let with_readers = !matches!(state, State::Draft | State::Answered | State::Held);
    Piece {
        state,
        contract: sent.then(|| promise(Kind::Peer, identity)),
        sent_at: sent.then(|| at(0)),
        held_at: (state == State::Held).then(|| at(0)),
        delivered_at: with_readers.then(|| at(0)),
        ..draft(Kind::Peer, identity)
    }
}

#[test]
fn every_step_from_every_state() {
    use State::{Acknowledged, Actioned, Answered, Delivered, Draft, Flagged, Held, Retracted};
    type Step = fn(Piece) -> Result<Piece, Refused>;
    let words: Step = |it| it.write(Text::blank(date(2026, 3, 4)), Kind::Peer, Identity::Named, at(1));
    let send: Step = |it| {
        let promise = promise(it.kind, it.identity);
        it.send(promise, at(1))
    };
    let steps: [(Step, &[State], State); 13] = [
        (words, &[Draft], Draft),
        (send, &[Draft], Answered),
        (|it| it.take_back(at(1)), &[Answered], Draft),
        (|it| it.ripen(at(24)), &[Answered], Delivered),
        (|it| it.release(at(48)), &[Held], Delivered),
        (|it| it.name(at(24 * 90)), &[Held], Draft),
        (Piece::acknowledge, &[Delivered], Acknowledged),
        (Piece::act, &[Acknowledged], Actioned),
        (Piece::flag, &[Delivered, Acknowledged, Actioned], Flagged),
        (Piece::stand, &[Flagged], Acknowledged),
        (Piece::remove, &[Flagged], Retracted),
        (Piece::come_back, &[Answered, Held], Draft),
        (|it| it.retract(at(1)), &[Held, Delivered, Acknowledged, Actioned], Retracted),
    ];
    for (n, (step, from, to)) in steps.into_iter().enumerate() {
        for state in State::ALL {
            match step(in_state(state)) {
                // Next test.
                Ok(_) if n == 12 && state == Flagged => {}
                Ok(after) => assert!(from.contains(&state) && after.state == to && after.version == 2, "{n} {state:?}"),
                Err(error) => {
                    let expected = match (n, state) {
                        (5, _) => Refused::NotWaiting,
                        (2, Held | Delivered | Acknowledged | Actioned | Flagged) => Refused::GraceOver,
                        _ => Refused::State,
                    };
                    assert!(!from.contains(&state) && error == expected, "{n} {state:?} {error:?}");
                }
            }
        }
    }
}

#[test]
fn the_grace_is_a_day() {
    let sent = draft(Kind::Peer, Identity::Named).send(promise(Kind::Peer, Identity::Named), at(0)).unwrap();
    assert_eq!(sent.clone().ripen(at(23)), Err(Refused::GraceNotOver));
    assert_eq!(sent.clone().take_back(at(24)), Err(Refused::GraceOver));
    let back = sent.clone().take_back(at(23)).unwrap();
    assert_eq!((back.contract.clone(), back.sent_at, back.text.happened.is_empty()), (None, None, false));
    assert_eq!(sent.ripen(at(24)).unwrap().delivered_at, Some(at(24)));
}

#[test]
fn what_is_confidential_waits_and_is_dated_by_its_day() {
    let promise = promise(Kind::Upward, Identity::Confidential);
    let held = draft(Kind::Upward, Identity::Confidential).send(promise, at(0)).unwrap().ripen(at(25)).unwrap();
    assert_eq!((held.state, held.held_at, held.delivered_at), (State::Held, Some(at(25)), None));
    assert_eq!(held.release(at(48)).unwrap().delivered_at, Some(at(48)));
}

#[test]
fn who_waits_too_long_may_put_the_name_to_it() {
    let held = in_state(State::Held);
    assert!(!held.waits_too_long(at(24 * 90 - 1)) && held.waits_too_long(at(24 * 90)));
    assert_eq!(held.clone().name(at(24 * 89)), Err(Refused::NotWaiting));
    let named = held.name(at(24 * 90)).unwrap();
    assert_eq!((named.identity, named.contract, named.held_at), (Identity::Named, None, None));
    assert!(!named.text.happened.is_empty(), "the words stay with their writer");
}

#[test]
fn seven_days_to_retract_and_never_from_a_review() {
    let delivered = in_state(State::Delivered);
    assert_eq!(delivered.clone().retract(at(7 * 24)), Err(Refused::TooLate));
    let gone = delivered.clone().retract(at(7 * 24 - 1)).unwrap();
    assert_eq!(gone.text.joined(), "");
    let used = Piece { used_in: Some(Uuid::from_u128(7)), ..delivered };
    assert_eq!(used.retract(at(1)), Err(Refused::Used));
    let used = Piece { used_in: Some(Uuid::from_u128(7)), ..in_state(State::Held) };
    assert_eq!(used.retract(at(1)), Err(Refused::Used));
}

#[test]
fn a_report_is_hidden_from_a_writer_who_takes_it_away() {
    let taken = in_state(State::Flagged).retract(at(1)).unwrap();
    assert!(taken.state == State::Flagged && taken.taken && !taken.text.happened.is_empty(), "for whoever decides");
    assert_eq!(taken.clone().retract(at(1)), Err(Refused::State));
    for decided in [taken.clone().stand().unwrap(), taken.remove().unwrap()] {
        assert_eq!((decided.state, decided.text.joined().as_str()), (State::Retracted, ""));
    }
    assert_eq!(in_state(State::Flagged).retract(at(7 * 24)), Err(Refused::TooLate), "as without a report");
}

#[test]
fn a_promise_fits_its_piece() {
    let upward = draft(Kind::Upward, Identity::Confidential);
    assert_eq!(upward.clone().send(promise(Kind::Peer, Identity::Confidential), at(0)), Err(Refused::Identity));
    assert_eq!(upward.send(promise(Kind::Upward, Identity::Named), at(0)), Err(Refused::Identity));
    for kind in [Kind::Downward, Kind::Own] {
        let piece = draft(kind, Identity::Confidential);
        assert_eq!(piece.send(promise(kind, Identity::Confidential), at(0)), Err(Refused::Identity), "{kind:?}");
    }
    let note = draft(Kind::Own, Identity::Named).send(promise(Kind::Own, Identity::Named), at(0)).unwrap();
    assert_eq!((note.state, note.delivered_at), (State::Delivered, Some(at(0))));
    assert_eq!(note.retract(at(1)), Err(Refused::State), "a note is simply forgotten");
}

#[test]
fn relations() {
    use Line::{Beside, Same, SubjectAbove, WriterAbove};
    for (that_day, today, kind) in [
        (Same, Same, Kind::Own),
        (SubjectAbove, Beside, Kind::Upward),
        (Beside, SubjectAbove, Kind::Upward),
        (WriterAbove, SubjectAbove, Kind::Upward),
        (WriterAbove, Beside, Kind::Downward),
        (Beside, WriterAbove, Kind::Downward),
        (SubjectAbove, WriterAbove, Kind::Upward),
        (Beside, Beside, Kind::Peer),
    ] {
        assert_eq!(relation(that_day, today), kind, "{that_day:?} {today:?}");
    }
}

#[test]
fn keys_come_back() {
    for state in State::ALL {
        assert_eq!(State::from_key(state.key()), Some(state));
    }
    for kind in Kind::ALL {
        assert_eq!(Kind::from_key(kind.key()), Some(kind));
        assert!(kind.identities().iter().all(|it| Identity::from_key(it.key()) == Some(*it)));
    }
    assert_eq!(
        (Layout::from_key("free"), Layout::from_key("rounded"), Layout::from_key("")),
        (Layout::Free, Layout::Rounded, Layout::Boxes)
    );
}
