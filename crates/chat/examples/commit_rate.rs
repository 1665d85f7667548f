//! What group commit is worth: durable swipes per second through the hub, against one commit per swipe.
//!
//! Closed loop: every phone waits for its acknowledgement before it swipes again. Both ways run in one process on one
//! machine, so the ratio carries over and the rates do not. Started by `cargo xtask bench`.

use chat::hub::{Handle, Hub, SwipeAsk, Welcome};
use chat::model::{ChatId, Draft, DraftTake, Given, Side, TakeId};
use chat::room::{Action, Batch, Event};
use chat::store::{self, NewChat, RowIds};
use db::testing::{ambient, engines};
use db::{Ambient, Db};
use people::{People, PersonId, Role};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use web::{Site, SiteConfig};

const SPAN: Duration = Duration::from_secs(3);
const PHONES: &[usize] = &[1, 10, 100, 1_000];

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let engines = engines().await;
    for db in engines.each() {
        println!("{:?}", db.engine());
        // One for all runs: a second one would draw the same ids again.
        let ambient = ambient();
        let alone = one_commit_each(db, &ambient).await?;
        println!("  one commit per swipe        {alone:8.0}/s");
        for &phones in PHONES {
            let (rate, p50, p99) = grouped(db, &ambient, phones).await?;
            let ratio = rate / alone;
            println!("  group commit, {phones:5} phones {rate:8.0}/s  {ratio:5.1} ×  p50 {p50:.1?}  p99 {p99:.1?}");
        }
    }
    Ok(())
}

struct Hall {
    ambient: Ambient,
    host: PersonId,
    chat: ChatId,
    take: TakeId,
    code: String,
}

async fn hall(db: &Db, ambient: &Ambient, code: &str) -> Result<Hall, Failure> {
    let ambient = ambient.clone();
    let config = SiteConfig { name: "Candor".into(), public_url: "http://localhost".into(), banner: None };
    let people = People::new(db.clone(), ambient.clone(), Site::new(config));
    let host = people::found(&people, "Maren", None, &[Role::Host]).await?.id;
    let take = DraftTake { text: "One".into(), takeaway: String::new() };
    let draft = Draft { takes: vec![take], seats: "20000".into(), ..Draft::titled("Rate") };
    let draft = draft.check().map_err(|faults| format!("{faults:?}"))?;
    let ids = RowIds { panel: Vec::new(), takes: vec![ambient.timeless_id()] };
    let id = ambient.timeless_id();
    let screen_key = ambient.secret().hash()[..16].try_into()?;
    let new = NewChat { id, code: code.into(), screen_key, by: host, at: 1 };
    let mut tx = db.write().await?;
    store::insert(&mut tx, &new, &draft, &ids).await?;
    tx.commit().await?;
    Ok(Hall { ambient, host, chat: new.id, take: ids.takes[0], code: code.into() })
}

fn given(n: u32) -> Given {
    Given::new(if n.is_multiple_of(3) { Side::Disagree } else { Side::Agree }, false)
}

async fn one_commit_each(db: &Db, ambient: &Ambient) -> Result<f64, Failure> {
    let hall = hall(db, ambient, "100001").await?;
    let hub = Hub::new(db.clone(), hall.ambient.clone());
    hub.act(hall.chat, hall.host, Action::Start, None).await?;
    hub.act(hall.chat, hall.host, Action::OpenAll, None).await?;
    let (_, welcome) = hub.join(&hall.code, None).await?;
    hub.stop().await;
    let mut tx = db.read().await?;
    let mut room = store::room(&mut tx, hall.chat).await?.ok_or("no room")?;
    drop(tx);
    let (start, mut n) = (Instant::now(), 0);
    while start.elapsed() < SPAN {
        n += 1;
        let event = Event::Swiped { voice: welcome.voice, take: hall.take, seq: n, given: Some(given(n)) };
        let batch = Batch { number: room.chat.batch + 1, events: vec![event] };
        let mut tx = db.write().await?;
        store::commit(&mut tx, &batch, &room.chat.after(&batch.events), 1).await?;
        tx.commit().await?;
        room.apply(&batch);
    }
    Ok(f64::from(n) / start.elapsed().as_secs_f64())
}

async fn grouped(db: &Db, ambient: &Ambient, phones: usize) -> Result<(f64, Duration, Duration), Failure> {
    let hall = hall(db, ambient, &format!("2{phones:05}")).await?;
    let hub = Hub::new(db.clone(), hall.ambient.clone());
    hub.act(hall.chat, hall.host, Action::Start, None).await?;
    hub.act(hall.chat, hall.host, Action::OpenAll, None).await?;
    let mut joined = Vec::new();
    for _ in 0..phones {
        joined.push(hub.join(&hall.code, None).await?);
    }
    let start = Instant::now();
    let tasks: Vec<_> = joined.into_iter().map(|(h, w)| tokio::spawn(phone(h, w, hall.take, start))).collect();
    let mut waits = Vec::new();
    for task in tasks {
        waits.extend(task.await?);
    }
    let took = start.elapsed().as_secs_f64();
    hub.stop().await;
    waits.sort_unstable();
    let count = u32::try_from(waits.len())?;
    Ok((f64::from(count) / took, waits[waits.len() / 2], waits[waits.len() * 99 / 100]))
}

async fn phone(handle: Handle, welcome: Welcome, take: TakeId, start: Instant) -> Vec<Duration> {
    let (reply, mut said) = mpsc::channel(1);
    let (mut waits, mut seq) = (Vec::new(), 0);
    while start.elapsed() < SPAN {
        seq += 1;
        let asked = Instant::now();
        let swipe = SwipeAsk { voice: welcome.voice, take, seq, given: Some(given(seq)), late: false };
        if handle.swipe(swipe, &reply).is_ok() && said.recv().await.is_some_and(|said| said.outcome.is_ok()) {
            waits.push(asked.elapsed());
        }
    }
    waits
}
