//! The chat that is going on: simulated phones follow whoever is the host.

use crate::play::{self, Stage, arrives, saved};
use crate::script::{self, Script};
use crate::standalone::Standalone;
use anyhow::Context;
use futures_util::future::try_join_all;
use std::path::Path;
use std::sync::Arc;
use swarm::behaviour::{self, Lean, Person, plan};
use swarm::{Act, Phone, Side, Truth};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use uuid::Uuid;

/// The same crowd at every start.
const SEED: u64 = 0x5A17;
/// Phones that knock at the same time.
const KNOCKING: usize = 128;
/// Seats beside the simulated phones, for real ones.
const GUESTS: u32 = 500;
/// Fewer answers than this, and counts are withheld; as a host would have it.
const FLOOR: u32 = 5;

/// A chat with its phones.
pub(super) struct Room<'a> {
    /// The host's side.
    pub stage: Stage<'a>,
    phones: JoinSet<()>,
}

impl Room<'_> {
    /// Puts all phones down.
    pub(super) async fn leave(mut self) {
        self.phones.shutdown().await;
    }
}

/// Opens the room, plays take 1 at once, and leaves take 2 open with everybody thinking.
pub(super) async fn begin(own: &Standalone, voices: u32) -> anyhow::Result<Room<'_>> {
    let script = Script::parse(Path::new("live.toml"), include_str!("../../demo/live.toml"))?;
    let stage = play::stage(&own.host, &script, FLOOR, voices + GUESTS).await?;
    let people = behaviour::crowd(SEED, voices);
    let cast = swarm::Script::cast(&people, script.takes.iter().map(|it| (lean(it), truths(it))));
    let phones = join(own, &stage.chat.code, &people).await?;

    let (first, take) = (stage.chat.takes[0], &script.takes[0]);
    stage.act(Act::on("open", first)).await?;
    try_join_all(phones.iter().zip(&people).map(|(phone, person)| at_once(phone, person, first, take))).await?;
    for (phone, person) in phones.iter().zip(&people) {
        if let Some(truth) = cast.truth(1, person.index) {
            saved(phone.truth(first, truth.clone()).await)?;
        }
    }
    stage.panel(first, &take.answers).await?;
    stage.spotlight(first, take).await?;
    stage.act(Act::on("close", first)).await?;
    stage.act(Act::on("reveal", first)).await?;
    stage.takeaway(first, take).await?;

    let cast = Arc::new(cast);
    let mut following = JoinSet::new();
    for (phone, person) in phones.into_iter().zip(people) {
        let cast = Arc::clone(&cast);
        following.spawn(async move { swarm::follow(&phone, &person, &cast).await });
    }
    stage.act(Act::on("open", stage.chat.takes[1])).await?;
    Ok(Room { stage, phones: following })
}

async fn join(own: &Standalone, code: &str, people: &[Person]) -> anyhow::Result<Vec<Phone>> {
    let gate = Semaphore::new(KNOCKING);
    let phones = people.iter().map(|person| {
        let gate = &gate;
        async move {
            let _turn = gate.acquire().await?;
            anyhow::Ok(Phone::join(&own.server, code, None, SEED + u64::from(person.index)).await?)
        }
    });
    try_join_all(phones).await.context("a simulated phone could not join")
}

/// What a person does in a minute, in a moment.
async fn at_once(phone: &Phone, person: &Person, take: Uuid, script: &script::Take) -> anyhow::Result<()> {
    arrives(phone, take).await?;
    for step in plan(person, 1, lean(script)) {
        saved(phone.swipe(take, step.answer).await)?;
    }
    Ok(())
}

fn lean(take: &script::Take) -> Lean {
    let count = |asked: fn(&swarm::Answer) -> bool| {
        u32::try_from(take.swipes.iter().filter(|it| asked(it)).count()).unwrap_or(u32::MAX)
    };
    Lean {
        agree: count(|it| it.side == Side::Agree),
        disagree: count(|it| it.side == Side::Disagree),
        pass: count(|it| it.side == Side::Pass),
        reservations: count(|it| it.reservation),
        camps: match take.camps[..] {
            [bold, careful] => Some([(bold.agree, bold.disagree), (careful.agree, careful.disagree)]),
            _ => None,
        },
    }
}

fn truths(take: &script::Take) -> Vec<(Side, Truth)> {
    let truth = |it: &script::Truth| (it.side, Truth { words: it.words.clone(), consent: it.consent });
    take.truths.iter().map(truth).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use opinion::{Reading, Settings, Vote, Votes, analyse};

    /// What the crowd of the demonstration thinks when the first takes are revealed.
    fn reading(voices: u32, takes: usize) -> (Reading, usize) {
        let script =
            Script::parse(Path::new("live.toml"), include_str!("../../demo/live.toml")).expect("a good script");
        let mut votes = Votes::new();
        for person in behaviour::crowd(SEED, voices) {
            for (n, take) in (1..).zip(&script.takes[..takes]) {
                let vote = plan(&person, n, lean(take)).last().map(|step| match step.answer.side {
                    Side::Agree => Vote::Agree,
                    Side::Disagree => Vote::Disagree,
                    Side::Pass | Side::None => Vote::Pass,
                });
                votes.set(u128::from(person.index), u64::from(n), vote);
            }
        }
        let found = analyse(&mut votes, &Settings { draws: 19, ..Settings::default() }, None);
        (found.finding.reading, found.groups.len())
    }

    #[test]
    fn the_crowd_stands_in_two_groups() {
        for voices in [60, 200] {
            for takes in 4..=6 {
                assert_eq!(reading(voices, takes), (Reading::Groups, 2), "{voices} voices, {takes} takes");
            }
        }
    }
}
