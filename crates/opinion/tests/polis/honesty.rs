//! Real conversations with the answers to each statement dealt anew: what is left of their groups is chance.

use super::data::{self, Conversation};
use super::reference::rooms::dealt_anew;
use opinion::{Lots, Reading, Settings, Vote, Votes, analyse};

/// Versions of each conversation.
const VERSIONS: u64 = 10;

/// With 19 shuffled rooms at most one version in twenty shows groups: of one hundred, five at most on average, and by
/// chance more than eleven in 4 of 1,000 series (binomial). The seeds are fixed.
#[test]
fn shuffled_conversations_rarely_show_groups() {
    let sets = data::all("shuffled_conversations_rarely_show_groups");
    let mut shown = Vec::new();
    for set in &sets {
        for version in 0..VERSIONS {
            let settings = Settings { out: set.out.clone(), draws: 19, seed: version, ..Settings::default() };
            if analyse(&mut shuffled(set, version), &settings, None).finding.reading == Reading::Groups {
                shown.push((&set.name, version));
            }
        }
    }
    eprintln!("of {} shuffled conversations {} show groups: {shown:?}", sets.len() as u64 * VERSIONS, shown.len());
    assert!(shown.len() <= 11, "{shown:?}");
}

fn shuffled(set: &Conversation, version: u64) -> Votes {
    let cells = dealt_anew(&set.cells, &mut Lots::new(version + 100));
    let mut votes = Votes::new();
    for (voice, row) in set.voices.iter().zip(&cells) {
        for (take, value) in set.takes.iter().zip(row) {
            if let Some(value) = value {
                votes.set(*voice, *take, Vote::of(i64::from(*value)));
            }
        }
    }
    votes
}
