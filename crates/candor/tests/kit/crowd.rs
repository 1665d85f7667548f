//! Phones that swipe as fast as they are answered, and remember everything they were told.

use chat::model::{Given, Side as Stored, TakeId, VoiceId};
use db::Db;
use futures_util::future::join_all;
use std::collections::VecDeque;
use swarm::{Act, Answer, Created, Host, NewChat, NewTake, Phone, Reply, Server, Side};
use tokio::sync::{oneshot, watch};
use uuid::Uuid;

/// Answers that are on their way, or wait on each phone.
const AHEAD: usize = 3;

/// A phone, and everything it was ever told to answer: its n-th command has `seq` n.
pub struct Voice {
    pub phone: Phone,
    pub given: Vec<Answer>,
}

/// A chat with one take.
pub async fn make(host: &Host) -> Created {
    let takes = vec![NewTake { text: "Meetings are work".to_owned(), takeaway: None }];
    let chat = NewChat { title: "Culture Chat 7".to_owned(), floor: Some(1), takes, ..NewChat::default() };
    let chat = host.create(&chat).await.unwrap();
    host.act(chat.id, &Act::of("start")).await.unwrap();
    chat
}

/// So many new voices.
pub async fn join(server: &Server, chat: &Created, voices: u64) -> Vec<Voice> {
    let joins = join_all((0..voices).map(|seed| Phone::join(server, &chat.code, None, seed))).await;
    joins.into_iter().map(|phone| Voice { phone: phone.unwrap(), given: Vec::new() }).collect()
}

/// Swipes that these phones were told are saved.
pub fn acknowledged(voices: &[Voice]) -> u64 {
    voices.iter().map(|voice| voice.phone.record().swipes_saved).sum()
}

/// Thinks again and again until it is told to stop; answers what is still waiting for its acknowledgement.
pub async fn swipe(
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

/// The records against what each phone knows. Answers how many swipes they hold.
pub async fn compare_records(db: &Db, voices: &[Voice], chat: &Created) -> u64 {
    let mut tx = db.read().await.unwrap();
    let id = chat.id.to_string().parse().unwrap();
    let room = chat::store::room(&mut tx, id).await.unwrap().unwrap();
    let rows = chat::store::swipes_of(&mut tx, id).await.unwrap();
    drop(tx);

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
pub async fn compare_shown(host: &Host, voices: &[Voice], chat: &Created) {
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
    assert_eq!(result["voices"], voices.len());
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
