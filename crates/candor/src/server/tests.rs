use super::{Running, Settings, endpoints, public, reachable, rows, start};
use crate::{clock, standalone};
use std::path::Path;
use std::time::Duration;
use swarm::{Act, Answer, NewChat, NewTake, Phone, Reply, Side, TakeState};

#[test]
fn public_addresses() {
    for (given, taken) in [
        ("https://candor.example.org/", Some("https://candor.example.org")),
        ("http://10.0.0.7:8080", Some("http://10.0.0.7:8080")),
        ("candor.example.org", None),
        ("https://", None),
        ("https://a b", None),
    ] {
        assert_eq!(public(given).ok().as_deref(), taken, "{given}");
    }
}

#[test]
fn everywhere_is_reached_at_home() {
    for (listened, reached) in [("0.0.0.0:80", "127.0.0.1:80"), ("[::]:80", "[::1]:80"), ("10.0.0.7:80", "10.0.0.7:80")]
    {
        assert_eq!(reachable(listened.parse().unwrap()), reached.parse().unwrap());
    }
}

#[test]
fn every_endpoint_has_a_row() {
    let rows = rows();
    for it in endpoints() {
        let covered = rows.iter().any(|row| row.object == it.object && row.action == it.action);
        assert!(covered, "{} {} ({} {}) has no row", it.method, it.path, it.object, it.action);
    }
}

async fn again(data: &Path, before: std::net::SocketAddr) -> Running {
    let settings = Settings { listen: before.to_string(), ..Settings::local(data) };
    start(settings, clock::system().unwrap()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_in_mid_take_keeps_voice_swipe_and_take() {
    let data = tempfile::tempdir().unwrap();
    let own = standalone::start(Settings::local(data.path()), "Host", "host@saltmarsh.example").await.unwrap();
    let takes = ["One", "Two"].map(|text| NewTake { text: text.to_owned(), takeaway: None });
    let chat = NewChat { title: "Restart".to_owned(), floor: Some(1), takes: takes.into(), ..NewChat::default() };
    let chat = own.host.create(&chat).await.unwrap();
    own.host.act(chat.id, &Act::of("start")).await.unwrap();
    let phone = Phone::join(&own.server, &chat.code, None, 1).await.unwrap();
    let idle = Phone::join(&own.server, &chat.code, None, 2).await.unwrap();
    let take = chat.takes[0];
    own.host.act(chat.id, &Act::on("open", take)).await.unwrap();
    let open = |room: &std::sync::Arc<swarm::Room>| {
        room.connected && room.take(take).is_some_and(|it| it.state == TakeState::Open)
    };
    phone.until(open).await.unwrap();
    let reply = phone.swipe(take, Answer::reserved(Side::Agree)).await;
    assert!(matches!(reply, Reply::Saved { .. }), "{reply:?}");

    let addr = own.running.addr;
    own.running.shutdown().await;
    // While nobody listens, the phone keeps the answer.
    let waiting = phone.swipe_later(take, Answer::plain(Side::Disagree));
    tokio::time::sleep(Duration::from_millis(300)).await;
    let running = again(data.path(), addr).await;

    let reply = tokio::time::timeout(Duration::from_secs(10), waiting).await.unwrap().unwrap();
    assert!(matches!(reply, Reply::Saved { .. }), "{reply:?}");
    tokio::time::timeout(Duration::from_secs(10), idle.until(open)).await.unwrap().unwrap();
    let record = phone.record();
    assert_eq!((record.swipes_saved, record.reconnects, record.garbled), (2, 1, 0));
    own.host.act(chat.id, &Act::on("close", take)).await.unwrap();
    own.host.act(chat.id, &Act::on("reveal", take)).await.unwrap();
    let result = own.host.result(chat.id).await.unwrap();
    let first = &result["takes"][0];
    assert_eq!((first["agree"].as_u64(), first["disagree"].as_u64()), (Some(0), Some(1)));
    assert_eq!((result["voices"].as_u64(), result["acknowledged"].as_u64()), (Some(2), Some(2)));
    running.shutdown().await;
}

#[tokio::test]
async fn a_server_that_cannot_start_says_why() {
    let data = tempfile::tempdir().unwrap();
    let ambient = || clock::system().unwrap();
    let running = start(Settings::local(data.path()), ambient()).await.unwrap();
    let other = tempfile::tempdir().unwrap();
    let nobody = people::sign_in::Settings { local: people::sign_in::Local::Off, ..Default::default() };
    for (settings, said) in [
        (Settings::local(data.path()), "another Candor uses the data folder"),
        (
            Settings { listen: running.addr.to_string(), ..Settings::local(other.path()) },
            "is in use by another program",
        ),
        (Settings { listen: "nowhere".to_owned(), ..Settings::local(other.path()) }, "cannot listen on nowhere"),
        (
            Settings { public_url: Some("candor".to_owned()), ..Settings::local(other.path()) },
            "candor is no public address",
        ),
        (Settings { sign_in: nobody, ..Settings::local(other.path()) }, "nobody could sign in"),
    ] {
        let error = start(settings, ambient()).await.err().unwrap().to_string();
        assert!(error.contains(said), "{error}");
    }
    running.shutdown().await;
}
