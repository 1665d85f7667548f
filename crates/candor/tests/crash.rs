//! The server is killed ten times while two hundred phones swipe: nothing acknowledged is lost, nothing is invented,
//! and everybody is back on the same take.

mod kit;

use chat::model::{Given, Side as Stored, TakeId, VoiceId};
use db::{Ambient, Db};
use futures_util::future::join_all;
use kit::program::Program;
use kit::until;
use std::collections::VecDeque;
use std::time::{Duration, Instant};
use swarm::{Act, Answer, Created, Host, NewChat, NewTake, Phone, Reply, Room, Side, TakeState};
use tokio::sync::{oneshot, watch};
use tokio::time::timeout;
use uuid::Uuid;

const VOICES: u64 = 200;
const KILLS: u64 = 10;
/// Answers that are on their way, or wait on each phone, when the server is killed.
const AHEAD: usize = 3;
/// A round is killed after at most so many acknowledgements.
const LATEST: u64 = 3_000;
/// Three seconds are promised; a machine that does other things besides may be slower.
const BACK: Duration = Duration::from_secs(15);

/// A phone, and everything it was ever told to answer: its n-th command has `seq` n.
struct Voice {
    phone: Phone,
    given: Vec<Answer>,
}

/// What was seen of one kill.
struct Round {
    /// Swipes that the phones had been told are saved.
    acknowledged: u64,
    /// Swipes that were on disk and had not been acknowledged yet.
    unheard: u64,
    back: Duration,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_kills_under_load_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(&folder.path().join("data"));
    let host = program.set_up("Mara Holm").await;
    let (server, ambient) = (program.server(), candor::clock::system().unwrap());
    let chat = make(&host).await;
    let joins = join_all((0..VOICES).map(|seed| Phone::join(&server, &chat.code, None, seed))).await;
    let mut voices: Vec<Voice> =
        joins.into_iter().map(|phone| Voice { phone: phone.unwrap(), given: Vec::new() }).collect();
    host.act(chat.id, &Act::on("open", chat.takes[0])).await.unwrap();

    let mut rounds = Vec::new();
    for _ in 0..KILLS {
        rounds.push(round(&mut program, &mut voices, &host, &chat, &ambient).await);
    }

    let given: usize = voices.iter().map(|voice| voice.given.len()).sum();
    let mut back: Vec<_> = rounds.iter().map(|it| it.back.as_millis()).collect();
    back.sort_unstable();
    println!(
        "{KILLS} kills under load, {VOICES} voices: {given} swipes given, {} acknowledged before a kill, {} on disk and \
         not yet acknowledged, 0 lost, 0 invented; all back on the take after a median of {} ms, at worst {} ms",
        rounds.iter().map(|it| it.acknowledged).sum::<u64>(),
        rounds.iter().map(|it| it.unheard).sum::<u64>(),
        back[back.len() / 2],
        back[back.len() - 1],
    );
    assert!(rounds.iter().all(|it| it.back < BACK), "{back:?}");
    for voice in voices {
        voice.phone.leave().await;
    }
}

async fn make(host: &Host) -> Created {
    let takes = vec![NewTake { text: "Meetings are work".to_owned(), takeaway: None }];
    let chat = NewChat { title: "Culture Chat 7".to_owned(), floor: Some(1), takes, ..NewChat::default() };
    let chat = host.create(&chat).await.unwrap();
    host.act(chat.id, &Act::of("start")).await.unwrap();
    chat
}

/// Swipes, kills, compares what is on disk, starts again, lets the phones come back, compares what is shown.
async fn round(program: &mut Program, voices: &mut [Voice], host: &Host, chat: &Created, ambient: &Ambient) -> Round {
    let take = chat.takes[0];
    let before = acknowledged(voices);
    let kill_at = before + 1 + ambient.below(LATEST);
    let (stop, stopped) = watch::channel(false);
    let (phones, given): (Vec<&Phone>, Vec<_>) =
        voices.iter_mut().map(|Voice { phone, given }| (&*phone, given)).unzip();
    let saved = || phones.iter().map(|phone| phone.record().swipes_saved).sum::<u64>();
    let killing = async {
        until("enough acknowledgements", async || saved() >= kill_at).await;
        program.kill();
        stop.send(true).unwrap();
    };
    let swiping = phones.iter().zip(given).map(|(phone, given)| swipe(phone, given, take, stopped.clone()));
    let swiping = join_all(swiping);
    let (waiting, ()) = tokio::join!(swiping, killing);
    for voice in &*voices {
        voice.phone.until(|room| !room.connected).await.expect("phones come back by themselves");
    }
    let heard = acknowledged(voices);
    let unheard = compare_disk(program, voices, chat).await - heard;

    let begun = Instant::now();
    program.again();
    let is_back =
        |room: &std::sync::Arc<Room>| room.connected && room.take(take).is_some_and(|it| it.state == TakeState::Open);
    for voice in &*voices {
        let back = timeout(BACK, voice.phone.until(is_back)).await;
        assert!(back.expect("all are back in time").is_some(), "{:?}", voice.phone.record());
    }
    let back = begun.elapsed();
    for reply in waiting.into_iter().flatten() {
        let reply = timeout(BACK, reply).await.expect("what waited on a phone is saved soon");
        assert!(matches!(reply, Ok(Reply::Saved { .. })), "{reply:?}");
    }
    compare_shown(host, voices, chat).await;
    Round { acknowledged: heard - before, unheard, back }
}

fn acknowledged(voices: &[Voice]) -> u64 {
    voices.iter().map(|voice| voice.phone.record().swipes_saved).sum()
}

/// Thinks again and again until the server is gone; answers what is still waiting for its acknowledgement.
async fn swipe(
    phone: &Phone,
    given: &mut Vec<Answer>,
    take: Uuid,
    mut stopped: watch::Receiver<bool>,
) -> VecDeque<oneshot::Receiver<Reply>> {
    const ANSWERS: [Answer; 7] = [
        Answer::plain(Side::Agree),
        Answer::reserved(Side::Agree),
        Answer::plain(Side::Pass),
        Answer::plain(Side::Disagree),
        Answer::plain(Side::None),
        Answer::reserved(Side::Disagree),
        Answer::plain(Side::Agree),
    ];
    let offset = usize::from(phone.voice().as_bytes()[0]);
    let mut waiting = VecDeque::new();
    loop {
        while waiting.len() < AHEAD {
            let answer = ANSWERS[(given.len() + offset) % ANSWERS.len()];
            given.push(answer);
            waiting.push_back(phone.swipe_later(take, answer));
        }
        tokio::select! {
            reply = &mut waiting[0] => {
                assert!(matches!(reply, Ok(Reply::Saved { .. })), "{reply:?}");
                waiting.pop_front();
            }
            _ = stopped.changed() => return waiting,
        }
    }
}

/// The records of the dead server against what each phone knows. Answers how many swipes they hold.
async fn compare_disk(program: &Program, voices: &[Voice], chat: &Created) -> u64 {
    // A copy: opening the file itself would mend what the server must mend by itself.
    let copy = tempfile::tempdir().unwrap();
    for name in ["candor.sqlite", "candor.sqlite-wal"] {
        std::fs::copy(program.data().join(name), copy.path().join(name)).unwrap();
    }
    let db = Db::connect(&format!("sqlite://{}", copy.path().join("candor.sqlite").display())).await.unwrap();
    let mut tx = db.read().await.unwrap();
    let id = chat.id.to_string().parse().unwrap();
    let room = chat::store::room(&mut tx, id).await.unwrap().unwrap();
    let rows = chat::store::swipes_of(&mut tx, id).await.unwrap();
    drop(tx);
    db.close().await;

    let take: TakeId = chat.takes[0].to_string().parse().unwrap();
    let mut highest = 0;
    for Voice { phone, given } in voices {
        let voice: VoiceId = phone.voice().to_string().parse().unwrap();
        let (seq, stored) = room.swipe_of(voice, take).unwrap_or((0, None));
        let known = phone.record().saved.get(&chat.takes[0]).map_or(0, |(seq, _)| *seq);
        assert!(u64::from(seq) >= known, "lost: {voice} was told that {known} is saved, on disk is {seq}");
        if seq > 0 {
            let sent = given.get(seq as usize - 1).unwrap_or_else(|| panic!("invented: {voice} never sent {seq}"));
            assert_eq!(stored, as_stored(*sent), "invented: {voice} sent something else as {seq}");
        }
        highest += u64::from(seq);
    }
    // Each phone sends one after the other, so every number up to the last one is there, once.
    assert_eq!(rows, highest);
    rows
}

/// What the host is shown against the last acknowledged answer of each phone.
async fn compare_shown(host: &Host, voices: &[Voice], chat: &Created) {
    let take = chat.takes[0];
    host.act(chat.id, &Act::on("close", take)).await.unwrap();
    let result = host.result(chat.id).await.unwrap();
    host.act(chat.id, &Act::on("reopen", take)).await.unwrap();
    let last: Vec<Option<Given>> = voices
        .iter()
        .map(|voice| {
            let (seq, answer) = voice.phone.record().saved[&take];
            assert_eq!(usize::try_from(seq), Ok(voice.given.len()), "everything that was given is acknowledged");
            as_stored(answer)
        })
        .collect();
    let count = |asked: fn(&Given) -> bool| last.iter().flatten().filter(|it| asked(it)).count();
    let shown = &result["takes"][0];
    for (key, known) in [
        ("agree", count(|it| it.side == Stored::Agree)),
        ("disagree", count(|it| it.side == Stored::Disagree)),
        ("pass", count(|it| it.side == Stored::Pass)),
        ("reservations", count(|it| it.reservation)),
        ("answered", count(|_| true)),
    ] {
        assert_eq!(shown[key], known, "{key}");
    }
    assert_eq!(result["acknowledged"], voices.iter().map(|voice| voice.given.len()).sum::<usize>());
    assert_eq!(result["voices"], VOICES);
}

/// An answer as the server keeps it: a pass has no reservation, and one taken back is none.
fn as_stored(answer: Answer) -> Option<Given> {
    let side = match answer.side {
        Side::Agree => Stored::Agree,
        Side::Disagree => Stored::Disagree,
        Side::Pass => Stored::Pass,
        Side::None => return None,
    };
    Some(Given::new(side, answer.reservation))
}
