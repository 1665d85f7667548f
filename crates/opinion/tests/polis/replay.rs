//! The same conversation by other ways.

use super::data::{self, Conversation};
use super::reference::checks::{partition, unnamed};
use super::reference::rooms::shuffled;
use opinion::{Lots, Settings, Shown, TakeKey, Vote, Votes, analyse};

fn settings(set: &Conversation) -> [Settings; 2] {
    [true, false].map(|compat| Settings { out: set.out.clone(), compat, draws: 3, ..Settings::default() })
}

/// Swipe by swipe, with every re-vote, and analysed on the way, as a live room is.
#[test]
fn as_it_happened() {
    for set in data::all("as_it_happened") {
        let Some(events) = set.events() else { continue };
        let mut live = Votes::new();
        for (at, event) in events.iter().enumerate() {
            live.set(event.voice, event.take, Some(event.vote));
            if (at + 1) % (events.len() / 3) == 0 {
                analyse(&mut live, &Settings { draws: 0, ..settings(&set)[1].clone() }, None);
            }
        }
        for settings in settings(&set) {
            let (one_go, by_increments) =
                (analyse(&mut set.votes(), &settings, None), analyse(&mut live, &settings, None));
            assert!(one_go == by_increments, "{}, compat {}", set.name, settings.compat);
        }
    }
}

/// In any order, twice, with every tenth answer first given otherwise and every twentieth taken back in between.
#[test]
fn in_any_order() {
    for set in data::some("in_any_order", &["brexit", "scoop-hivemind.ubi"]) {
        let mut lots = Lots::new(7);
        let answers = set.votes();
        let mut increments = Votes::new();
        for (at, (voice, take, vote)) in shuffled(answers.each().collect(), &mut lots).into_iter().enumerate() {
            if at % 10 == 0 {
                increments.set(voice, take, Vote::of(-i64::from(vote.value())));
            }
            increments.set(voice, take, Some(vote));
            increments.set(voice, take, Some(vote));
            if at % 20 == 0 {
                increments.set(voice, take, None);
                increments.set(voice, take, Some(vote));
            }
            if at % 2000 == 1999 {
                let settings = Settings { draws: 0, k: Some(2), ..settings(&set)[1].clone() };
                analyse(&mut increments, &settings, None);
            }
        }
        for settings in settings(&set) {
            let (one_go, by_increments) =
                (analyse(&mut set.votes(), &settings, None), analyse(&mut increments, &settings, None));
            assert!(one_go == by_increments, "{}, compat {}", set.name, settings.compat);
        }
    }
}

/// All swipes the other way round, or a picture before that was held in another way: the same voices together.
#[test]
fn the_other_way_round() {
    for set in data::some("the_other_way_round", &["brexit", "scoop-hivemind.ubi"]) {
        let mut turned = Votes::new();
        for (voice, take, vote) in set.votes().each() {
            turned.set(voice, take, Vote::of(-i64::from(vote.value())));
        }
        for (settings, k) in settings(&set).into_iter().flat_map(|settings| (2..=5).map(move |k| (settings.clone(), k)))
        {
            let settings = Settings { k: Some(k), draws: 0, ..settings };
            let here = format!("{}, compat {}, {k} groups", set.name, settings.compat);
            let one = analyse(&mut set.votes(), &settings, None);
            let groups = unnamed(&partition(&one));
            let other = analyse(&mut turned, &settings, None);
            assert_eq!(groups, unnamed(&partition(&other)), "{here}, turned");
            let held = |(take, [x, y]): (TakeKey, [f64; 2])| (take, [-y, x]);
            let before = Shown { axes: one.shown().axes.into_iter().map(held).collect(), names: Vec::new() };
            let after = analyse(&mut set.votes(), &settings, Some(&before));
            assert_eq!(groups, unnamed(&partition(&after)), "{here}, held another way");
        }
    }
}
