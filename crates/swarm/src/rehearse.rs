//! A room of N phones that swipes all at once.

use crate::behaviour::mix;
use crate::host::{Act, Created, Host, HostError, NewChat, NewTake};
use crate::phone::{Phone, Record, Reply};
use crate::report::{Percentiles, Report, ServerUse, Usage, round};
use crate::server::Server;
use crate::wire::{Answer, Side, TakeState};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use uuid::Uuid;

/// Most voices one process may play.
pub const MOST_VOICES: u32 = 20_000;
/// Most takes of one rehearsal.
pub const MOST_TAKES: u32 = 50;
/// Phones that knock at the same time.
const KNOCKING: usize = 256;
/// A take that is open must reach all phones within this time.
const OPENING: Duration = Duration::from_secs(30);
/// All swipes of a take must be answered within this time.
const BURST: Duration = Duration::from_mins(1);

/// What to rehearse.
#[derive(Debug)]
pub struct Rehearsal {
    /// The server.
    pub server: Server,
    /// Number of phones.
    pub voices: u32,
    /// Number of takes.
    pub takes: u32,
    /// Who leads the room.
    pub lead: Lead,
    /// How long to wait for a take that somebody else opens.
    pub patience: Duration,
}

/// Who leads the room.
#[derive(Debug)]
pub enum Lead {
    /// This host makes a chat of its own and opens its takes.
    Own(Host),
    /// Somebody else does; join by this code.
    Other(String),
}

/// Why a rehearsal could not be held.
#[derive(Debug, thiserror::Error)]
pub enum RehearsalError {
    /// Too many or too few of something.
    #[error("{what} must be 1 to {most}; asked for {asked}")]
    Bounds {
        /// Of what.
        what: &'static str,
        /// The upper bound.
        most: u32,
        /// What was asked for.
        asked: u32,
    },
    /// The host could not lead.
    #[error(transparent)]
    Host(#[from] HostError),
    /// Nobody got in.
    #[error("no phone got in: {0}")]
    Nobody(String),
}

#[derive(Default)]
struct Bursts {
    acks: Vec<Duration>,
    opens: Vec<Duration>,
    seconds: f64,
    unanswered: u64,
    refused: u64,
    cpu: Duration,
    takes: u32,
}

/// Lets the room swipe and says in numbers how it went. `usage` reads what the server's process uses, where it can.
pub async fn rehearse(plan: &Rehearsal, usage: impl Fn() -> Option<Usage>) -> Result<Report, RehearsalError> {
    bounds("voices", plan.voices, MOST_VOICES)?;
    bounds("takes", plan.takes, MOST_TAKES)?;
    let (code, chat) = match &plan.lead {
        Lead::Own(host) => {
            let chat = prepare(host, plan).await?;
            (chat.code.clone(), Some((host, chat)))
        }
        Lead::Other(code) => (code.clone(), None),
    };
    let before = usage();
    let start = Instant::now();
    let phones = gather(plan, &code).await?;
    let join_seconds = round(start.elapsed().as_secs_f64());
    let after = usage();

    let mut bursts = Bursts::default();
    let mut done: Vec<Uuid> = Vec::new();
    while bursts.takes < plan.takes {
        let opened = Instant::now();
        let led = match &chat {
            Some((host, chat)) => {
                let take = chat.takes[bursts.takes as usize];
                host.act(chat.id, &Act::on("open", take)).await?;
                Some(take)
            }
            None => wait_for_take(&phones, &done, plan.patience).await,
        };
        let Some(take) = led else { break };
        arrive(&phones, take, chat.as_ref().map(|_| opened), &mut bursts).await;
        let at_start = usage();
        burst(&phones, take, &mut bursts).await;
        if let (Some(from), Some(to)) = (at_start, usage()) {
            bursts.cpu += to.cpu.saturating_sub(from.cpu);
        }
        if let Some((host, chat)) = &chat {
            host.act(chat.id, &Act::on("close", take)).await?;
            host.act(chat.id, &Act::on("reveal", take)).await?;
        }
        done.push(take);
        bursts.takes += 1;
    }

    let records: Vec<Record> = phones.iter().map(Phone::record).collect();
    let missing = match &chat {
        Some((host, chat)) => missing(&records, &done, &host.result(chat.id).await?),
        None => 0,
    };
    let joined = u32::try_from(phones.len()).unwrap_or(plan.voices);
    let acknowledged: u64 = records.iter().map(|it| it.swipes_saved).sum();
    let server = before.zip(after).filter(|_| acknowledged > 0).map(|(before, after)| ServerUse {
        rss_per_voice_kib: round(per(after.rss_kib.saturating_sub(before.rss_kib), u64::from(joined))),
        cpu_per_swipe_ms: round(bursts.cpu.as_secs_f64() * 1e3 / per(acknowledged, 1)),
    });
    leave(phones).await;
    Ok(Report {
        voices: plan.voices,
        joined,
        acknowledged,
        lost: bursts.unanswered + missing,
        rate: if bursts.seconds > 0.0 { round(per(acknowledged, 1) / bursts.seconds) } else { 0.0 },
        ack_ms: Percentiles::of(bursts.acks).unwrap_or(Percentiles { p50: 0.0, p99: 0.0 }),
        open_ms: Percentiles::of(bursts.opens),
        server,
        takes: bursts.takes,
        join_seconds,
        busy: records.iter().map(|it| it.busy).sum(),
        refused: bursts.refused,
        reconnects: records.iter().map(|it| it.reconnects).sum(),
    })
}

fn bounds(what: &'static str, asked: u32, most: u32) -> Result<(), RehearsalError> {
    if (1..=most).contains(&asked) { Ok(()) } else { Err(RehearsalError::Bounds { what, most, asked }) }
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn per(count: u64, of: u64) -> f64 {
    count as f64 / of.max(1) as f64
}

async fn prepare(host: &Host, plan: &Rehearsal) -> Result<Created, HostError> {
    let takes = (1..=plan.takes).map(|n| NewTake { text: format!("Rehearsal take {n}"), takeaway: None });
    let chat = host
        .create(&NewChat {
            title: "Rehearsal".to_owned(),
            floor: Some(1),
            seats: Some(plan.voices),
            takes: takes.collect(),
            ..NewChat::default()
        })
        .await?;
    host.act(chat.id, &Act::of("start")).await?;
    Ok(chat)
}

async fn gather(plan: &Rehearsal, code: &str) -> Result<Vec<Phone>, RehearsalError> {
    let gate = Arc::new(Semaphore::new(KNOCKING));
    let mut knocking = JoinSet::new();
    for n in 0..plan.voices {
        let (gate, server, code) = (Arc::clone(&gate), plan.server.clone(), code.to_owned());
        knocking.spawn(async move {
            let _turn = gate.acquire().await;
            let name = format!("Voice {}", n + 1);
            match Phone::join(&server, &code, None, mix(0xCA11, u64::from(n))).await {
                // A named chat asks everybody for a name.
                Err(crate::PhoneError::Refused { why, .. }) if why == "name_missing" => {
                    Phone::join(&server, &code, Some(&name), mix(0xCA11, u64::from(n))).await
                }
                other => other,
            }
        });
    }
    let mut phones = Vec::with_capacity(plan.voices as usize);
    let mut last = String::new();
    while let Some(joined) = knocking.join_next().await {
        match joined {
            Ok(Ok(phone)) => phones.push(phone),
            Ok(Err(error)) => last = error.to_string(),
            Err(error) => last = error.to_string(),
        }
    }
    if phones.is_empty() { Err(RehearsalError::Nobody(last)) } else { Ok(phones) }
}

async fn wait_for_take(phones: &[Phone], done: &[Uuid], patience: Duration) -> Option<Uuid> {
    let first = phones.first()?;
    let fresh = |room: &Arc<crate::Room>| room.open().filter(|it| !done.contains(&it.id)).map(|it| it.id);
    let room = tokio::time::timeout(patience, first.until(|room| fresh(room).is_some())).await.ok()??;
    fresh(&room)
}

/// Waits until the take is open on every phone, so that the burst starts everywhere at once.
async fn arrive(phones: &[Phone], take: Uuid, opened: Option<Instant>, bursts: &mut Bursts) {
    let deadline = Instant::now() + OPENING;
    for phone in phones {
        let open = |room: &Arc<crate::Room>| room.take(take).is_some_and(|it| it.state == TakeState::Open);
        let seen = tokio::time::timeout_at(deadline.into(), phone.until(open)).await;
        let since = seen.ok().flatten().and_then(|room| room.take(take)).map(|it| it.since);
        // A phone that never saw the take counts with the whole time it was given.
        if let Some(opened) = opened {
            bursts.opens.push(since.map_or(OPENING, |since| since.saturating_duration_since(opened)));
        }
    }
}

async fn burst(phones: &[Phone], take: Uuid, bursts: &mut Bursts) {
    let (go, ready) = watch::channel(false);
    let mut swipes = JoinSet::new();
    for (n, phone) in (0_u64..).zip(phones) {
        let mut ready = ready.clone();
        let sender = phone.sender();
        let answer = answer(mix(n, take.as_u64_pair().1));
        swipes.spawn(async move {
            let _ = ready.wait_for(|it| *it).await;
            tokio::time::timeout(BURST, sender.swipe(take, answer)).await
        });
    }
    tokio::task::yield_now().await;
    let start = Instant::now();
    let _ = go.send(true);
    let mut last = start;
    while let Some(swipe) = swipes.join_next().await {
        match swipe {
            Ok(Ok(Reply::Saved { after })) => {
                bursts.acks.push(after);
                last = Instant::now();
            }
            Ok(Ok(Reply::Refused { .. })) => bursts.refused += 1,
            Ok(Ok(Reply::Gone) | Err(_)) | Err(_) => bursts.unanswered += 1,
        }
    }
    bursts.seconds += (last - start).as_secs_f64();
}

fn answer(draw: u64) -> Answer {
    let reservation = draw.is_multiple_of(7);
    match draw % 100 {
        0..=54 => Answer { side: Side::Agree, reservation },
        55..=92 => Answer { side: Side::Disagree, reservation },
        _ => Answer::plain(Side::Pass),
    }
}

/// Acknowledged answers that the server's result does not hold, side by side and take by take.
fn missing(records: &[Record], takes: &[Uuid], result: &serde_json::Value) -> u64 {
    let mut expected: BTreeMap<Uuid, [u64; 3]> = BTreeMap::new();
    for (take, (_, answer)) in records.iter().flat_map(|it| &it.saved) {
        let sides = expected.entry(*take).or_default();
        match answer.side {
            Side::Agree => sides[0] += 1,
            Side::Disagree => sides[1] += 1,
            Side::Pass => sides[2] += 1,
            Side::None => {}
        }
    }
    let of = |n: usize, key: &str| result["takes"][n][key].as_u64().unwrap_or(0);
    takes
        .iter()
        .enumerate()
        .map(|(n, take)| {
            let want = expected.get(take).copied().unwrap_or_default();
            let is = [of(n, "agree"), of(n, "disagree"), of(n, "pass")];
            want.iter().zip(is).map(|(want, is)| want.saturating_sub(is)).sum::<u64>()
        })
        .sum()
}

async fn leave(phones: Vec<Phone>) {
    let mut leaving: JoinSet<Record> = phones.into_iter().map(Phone::leave).collect();
    while leaving.join_next().await.is_some() {}
}

#[cfg(test)]
mod tests {
    use super::{Record, missing};
    use crate::wire::{Answer, Side};
    use serde_json::json;
    use uuid::Uuid;

    #[test]
    fn an_acknowledged_swipe_the_server_does_not_hold_is_lost() {
        let take = Uuid::from_u128(1);
        let phone = |side| Record { saved: [(take, (1, Answer::plain(side)))].into(), ..Record::default() };
        let phones = [phone(Side::Agree), phone(Side::Agree), phone(Side::Disagree), phone(Side::None)];
        for (agree, disagree, lost) in [(2, 1, 0), (1, 1, 1), (0, 0, 3), (3, 0, 1)] {
            let result = json!({ "takes": [{ "agree": agree, "disagree": disagree, "pass": 0 }] });
            assert_eq!(missing(&phones, &[take], &result), lost, "{agree} {disagree}");
        }
    }
}
