//! Plays a script through a server, over the wire: a host by HTTP, every voice a phone of its own.

use crate::script::{PanelAnswer, Script, Take};
use crate::standalone::Standalone;
use anyhow::{Context, bail, ensure};
use chat::model::{Door, limits};
use futures_util::future::{join_all, try_join_all};
use serde_json::Value;
use std::time::Duration;
use swarm::{Act, Answer, Created, Host, NewChat, NewPanellist, NewTake, Phone, Reply, Server, Side, TakeState, Truth};
use tokio::sync::Semaphore;
use uuid::Uuid;

/// Phones that knock at the same time.
const KNOCKING: usize = 128;
/// People who sign in at the same time.
const SIGNING_IN: usize = 16;
/// A take that is open is on every phone within this time, or something is broken.
const ARRIVES: Duration = Duration::from_secs(30);

/// What was played.
#[derive(Debug)]
pub(crate) struct Played {
    /// Path of the published recap.
    pub recap: String,
    /// The server's result.
    pub result: Value,
    /// Acknowledgements that the phones received for swipes.
    pub acknowledged: u64,
}

/// A chat with its host.
pub(crate) struct Stage<'a> {
    pub host: &'a Host,
    pub chat: Created,
}

/// Makes the chat of a script and opens its room.
pub(crate) async fn stage<'a>(host: &'a Host, script: &Script, floor: u32, seats: u32) -> anyhow::Result<Stage<'a>> {
    let mode = if script.is_named() { "named" } else { "confidential" };
    let panel = script.panel.iter().cloned().map(|it| NewPanellist {
        name: it.name,
        role: it.role,
        place: it.place,
        since: it.since,
    });
    let takes = script.takes.iter().map(|it| NewTake { text: it.text.clone(), takeaway: None });
    let chat = NewChat {
        title: script.title.clone(),
        series: script.series.clone(),
        held_on: script.date.clone(),
        language: script.language.clone(),
        mode: Some(mode.to_owned()),
        door: Some(script.door.word().to_owned()),
        floor: Some(floor),
        seats: Some(seats),
        panel: panel.collect(),
        takes: takes.collect(),
    };
    let chat = host.create(&chat).await?;
    host.act(chat.id, &Act::of("start")).await?;
    Ok(Stage { host, chat })
}

/// Plays a whole script, publishes its recap, and compares the tally with what was acknowledged.
pub(crate) async fn play(own: &Standalone, script: &Script) -> anyhow::Result<Played> {
    let (host, server) = (&own.host, &own.server);
    let seats = u32::try_from(script.voices()).unwrap_or(u32::MAX).max(1);
    let stage = stage(host, script, floor(script), seats).await?;
    let phones = match script.door {
        Door::Open => join(server, &stage.chat.code, script).await?,
        Door::Signed => sign_in(own, &stage.chat.code, script).await?,
    };
    for (n, (take, id)) in script.takes.iter().zip(&stage.chat.takes).enumerate() {
        tracing::info!(take = n + 1, swipes = take.swipes.len(), "playing");
        stage.act(Act::on("open", *id)).await?;
        swipe(&phones, *id, take).await?;
        write(&phones, *id, take).await?;
        stage.panel(*id, &take.answers).await?;
        stage.spotlight(*id, take).await?;
        stage.act(Act::on("close", *id)).await?;
        stage.act(Act::on("reveal", *id)).await?;
        stage.takeaway(*id, take).await?;
    }
    stage.act(Act::of("wrap_up")).await?;
    stage.act(Act::of("end")).await?;
    let result = host.result(stage.chat.id).await?;
    let acknowledged = phones.iter().map(|it| it.record().swipes_saved).sum();
    compare(script, &result, acknowledged)?;
    let draft = host.draft(stage.chat.id).await?;
    let published = host.publish(stage.chat.id, &draft).await?;
    let recap = published.path.context("the server published, but does not say where")?;
    join_all(phones.into_iter().map(Phone::leave)).await;
    Ok(Played { recap, result, acknowledged })
}

/// As low as may be: a script shows what it counts.
pub(crate) fn floor(script: &Script) -> u32 {
    if script.door == Door::Signed && !script.is_named() { limits::FLOOR_SIGNED } else { 1 }
}

/// Lets the voices of a script sign in and join: each is a person of its own on this server.
async fn sign_in(own: &Standalone, code: &str, script: &Script) -> anyhow::Result<Vec<Phone>> {
    let gate = Semaphore::new(SIGNING_IN);
    let voices = script.names.iter().zip(0_u64..).map(|(name, n)| {
        let gate = &gate;
        async move {
            let _turn = gate.acquire().await?;
            let name = name.clone().unwrap_or_else(|| format!("Voice {}", n + 1));
            let browser = own.signed_in(&name).await?;
            let (chat, token) = browser.voice(code).await?;
            anyhow::Ok(Phone::resume(&own.server, chat, token, n).await?)
        }
    });
    try_join_all(voices).await
}

/// Lets the voices of a script join, voice 1 first in the list.
async fn join(server: &Server, code: &str, script: &Script) -> anyhow::Result<Vec<Phone>> {
    let gate = Semaphore::new(KNOCKING);
    let voices = script.names.iter().zip(0_u64..).map(|(name, n)| {
        let gate = &gate;
        async move {
            let _turn = gate.acquire().await?;
            // In a named chat everybody has a name; those who are not quoted by it are called by number.
            let name = script.is_named().then(|| name.clone().unwrap_or_else(|| format!("Voice {}", n + 1)));
            anyhow::Ok(Phone::join(server, code, name.as_deref(), n).await?)
        }
    });
    try_join_all(voices).await
}

async fn swipe(phones: &[Phone], take: Uuid, script: &Take) -> anyhow::Result<()> {
    let swipes = phones.iter().zip(&script.swipes).map(|(phone, answer)| async move {
        arrives(phone, take).await?;
        saved(phone.swipe(take, *answer).await)
    });
    try_join_all(swipes).await.context("a swipe was not taken")?;
    Ok(())
}

/// Waits until the take is open on this phone.
pub(crate) async fn arrives(phone: &Phone, take: Uuid) -> anyhow::Result<()> {
    let open = phone.until(|room| room.take(take).is_some_and(|it| it.state == TakeState::Open));
    let room = tokio::time::timeout(ARRIVES, open).await.context("the take did not reach every phone in time")?;
    ensure!(room.is_some(), "a phone was sent away ({})", phone.record().sent_away.unwrap_or_default());
    Ok(())
}

async fn write(phones: &[Phone], take: Uuid, script: &Take) -> anyhow::Result<()> {
    // One after the other: the order of the script is the order of the recap.
    for truth in &script.truths {
        let written = Truth { words: truth.words.clone(), consent: truth.consent };
        saved(phones[truth.voice].truth(take, written).await).context("a truth was not taken")?;
    }
    Ok(())
}

/// Nothing but *saved* counts.
pub(crate) fn saved(reply: Reply) -> anyhow::Result<()> {
    match reply {
        Reply::Saved { .. } => Ok(()),
        Reply::Refused { why, say } => bail!("{say} ({why})"),
        Reply::Gone => bail!("the server sent the phone away"),
    }
}

impl Stage<'_> {
    /// One move of the host.
    pub(crate) async fn act(&self, act: Act) -> anyhow::Result<()> {
        self.host.act(self.chat.id, &act).await?;
        Ok(())
    }

    /// Marks what the panel says to a take.
    pub(crate) async fn panel(&self, take: Uuid, answers: &[PanelAnswer]) -> anyhow::Result<()> {
        for answer in answers {
            let Answer { side, reservation } = answer.answer;
            self.act(Act {
                panellist: Some(self.chat.panel[answer.by]),
                side: Some(word(side).to_owned()),
                reservation: Some(reservation),
                words: Some(answer.words.clone()),
                ..Act::on("answer", take)
            })
            .await?;
        }
        Ok(())
    }

    /// Puts the first truth of each side that may be quoted on the big screen.
    pub(crate) async fn spotlight(&self, take: Uuid, script: &Take) -> anyhow::Result<()> {
        let all = self.host.truths(self.chat.id).await?;
        let all = all.as_array().context("the server lists no truths")?;
        for side in [Side::Agree, Side::Disagree] {
            let first = script.truths.iter().find(|it| it.side == side && it.consent != swarm::Consent::Room);
            let Some(first) = first else { continue };
            let known = all.iter().find(|it| {
                it["take"] == take.to_string() && it["side"] == word(side) && it["words"] == first.words.as_str()
            });
            let id = known.and_then(|it| it["id"].as_str()).and_then(|it| Uuid::try_parse(it).ok());
            let truth = Some(id.context("a truth that was saved is not listed")?);
            self.act(Act { truth, ..Act::on("spotlight", take) }).await?;
        }
        Ok(())
    }

    /// Writes the takeaway.
    pub(crate) async fn takeaway(&self, take: Uuid, script: &Take) -> anyhow::Result<()> {
        match &script.takeaway {
            Some(words) => self.act(Act { words: Some(words.clone()), ..Act::on("takeaway", take) }).await,
            None => Ok(()),
        }
    }
}

/// The server's numbers against the script and against what the phones were told.
fn compare(script: &Script, result: &Value, acknowledged: u64) -> anyhow::Result<()> {
    let same = |what: &str, is: &Value, should: usize| {
        ensure!(is.as_u64() == u64::try_from(should).ok(), "{what}: the server counts {is}, played were {should}");
        Ok(())
    };
    same("voices", &result["voices"], script.voices())?;
    ensure!(
        result["acknowledged"].as_u64() == Some(acknowledged),
        "the server counts {} acknowledged swipes, the phones {acknowledged}",
        result["acknowledged"]
    );
    let takes = result["takes"].as_array().map(Vec::as_slice).unwrap_or_default();
    ensure!(
        takes.len() == script.takes.len(),
        "the server counts {} takes, played were {}",
        takes.len(),
        script.takes.len()
    );
    for (is, take) in takes.iter().zip(&script.takes) {
        let count = |asked: fn(&Answer) -> bool| take.swipes.iter().filter(|it| asked(it)).count();
        same("agree", &is["agree"], count(|it| it.side == Side::Agree))?;
        same("disagree", &is["disagree"], count(|it| it.side == Side::Disagree))?;
        same("pass", &is["pass"], count(|it| it.side == Side::Pass))?;
        same("reservations", &is["reservations"], count(|it| it.reservation))?;
    }
    Ok(())
}

fn word(side: Side) -> &'static str {
    match side {
        Side::Agree => "agree",
        Side::Disagree => "disagree",
        Side::Pass => "pass",
        Side::None => "none",
    }
}
