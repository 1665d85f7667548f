//! The database goes away while phones swipe, and comes back: nothing that was acknowledged is lost, everybody is told
//! to wait, and all goes on by itself. A full disk is said to be full, and reading goes on.

mod kit;

use candor::database::Database;
use futures_util::future::join_all;
use kit::chat::{Chat, draft};
use kit::crowd::{Voice, acknowledged, compare_records, compare_shown, join, make, swipe};
use kit::engine::Engine;
use kit::http::{Answer, Web};
use kit::phone::Phone as BarePhone;
use kit::proxy::Proxy;
use kit::{PATIENCE, Server, until};
use serde_json::json;
use swarm::{Act, Host, Phone, Reply};
use tokio::sync::watch;
use tokio::time::timeout;

const VOICES: u64 = 60;

/// What may happen to the line between server and database.
#[derive(Debug, Clone, Copy)]
enum Trouble {
    /// Every connection breaks, and new ones are refused until it is mended.
    Gone,
    /// Nothing gets through until it is mended; no connection breaks.
    Silent,
    /// The server ends every connection, and takes new ones at once.
    Thrown,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_goes_away_loses_nothing() {
    let Some(scratch) = db::testing::postgres().await else { return };
    let (proxy, url) = Proxy::before(scratch.url()).await;
    let direct = db::Db::connect(scratch.url()).await.unwrap();
    let ambient = candor::clock::system().unwrap();
    let server = Server::over(Database::Postgres(url.as_str().into()), Engine::on(scratch), ambient).await;
    let (web, host, phones) = (server.host("Mara Holm").await, signed(&server).await, swarm_of(&server));
    let chat = make(&host).await;
    let mut voices = join(&phones, &chat, VOICES).await;
    host.act(chat.id, &Act::on("open", chat.takes[0])).await.unwrap();

    for trouble in [Trouble::Gone, Trouble::Silent, Trouble::Thrown, Trouble::Gone] {
        let before = acknowledged(&voices);
        let (stop, stopped) = watch::channel(false);
        let (phones, given): (Vec<&Phone>, Vec<_>) =
            voices.iter_mut().map(|Voice { phone, given }| (&*phone, given)).unzip();
        let saved = || phones.iter().map(|phone| phone.record().swipes_saved).sum::<u64>();
        let busy = || phones.iter().map(|phone| phone.record().busy).sum::<u64>();
        let spoiling = async {
            until("swipes go on", async || saved() > before + 200).await;
            let busy_before = busy();
            match trouble {
                Trouble::Gone => {
                    proxy.cut().await;
                    until("phones hear that the server is busy", async || busy() > busy_before).await;
                    told_to_wait(&server, &web, &chat.id.to_string()).await;
                    proxy.mend();
                }
                Trouble::Silent => {
                    proxy.hold();
                    let ready = server.stranger().get("/readyz").await;
                    assert_eq!(ready.status, 503, "{}", ready.text);
                    proxy.mend();
                }
                Trouble::Thrown => throw_out(&direct).await,
            }
            let at_end = saved();
            until("swipes go on again", async || saved() > at_end + 200).await;
            until("the server is ready again", async || server.stranger().get("/readyz").await.status == 200).await;
            stop.send(true).unwrap();
        };
        let swiping =
            phones.iter().zip(given).map(|(phone, given)| swipe(phone, given, chat.takes[0], stopped.clone()));
        let (waiting, ()) = tokio::join!(join_all(swiping), spoiling);
        for reply in waiting.into_iter().flatten() {
            let reply = timeout(PATIENCE, reply).await.expect("what waited on a phone is saved soon");
            assert!(matches!(reply, Ok(Reply::Saved { .. })), "{reply:?}");
        }
        let rows = compare_records(&direct, &voices, &chat).await;
        assert_eq!(rows, acknowledged(&voices), "after {trouble:?}");
        compare_shown(&host, &voices, &chat).await;
        println!("{trouble:?}: {rows} swipes acknowledged so far, {rows} on disk");
    }
    let (reconnects, garbled) =
        voices.iter().map(|it| it.phone.record()).fold((0, 0), |(n, m), it| (n + it.reconnects, m + it.garbled));
    assert_eq!((reconnects, garbled), (0, 0), "no phone was hung up");
    for voice in voices {
        voice.phone.leave().await;
    }
    let head = db::ledger::seal(&direct).await.unwrap().0;
    let sound = db::ledger::verify(&mut direct.read().await.unwrap(), &[]).await.unwrap().unwrap();
    assert_eq!(sound.head, head);
    direct.close().await;
}

/// Pages, programs and probes while the database is gone.
async fn told_to_wait(server: &Server, web: &Web, chat: &str) {
    let stranger = server.stranger();
    assert_eq!(stranger.get("/healthz").await.status, 200);
    let act = json!({ "action": "freeze" });
    let act_path = format!("/api/v1/chats/{chat}/actions");
    let (ready, list, page, acted, recap) = tokio::join!(
        stranger.get("/readyz"),
        web.get("/api/v1/chats"),
        web.page("/host"),
        web.post(&act_path, &act),
        stranger.page("/recaps/none"),
    );
    for answer in [&ready, &list, &page, &acted, &recap] {
        assert_eq!(answer.status, 503, "{}", answer.text);
        assert!(answer.header("retry-after").parse::<u32>().is_ok(), "{answer:?}");
    }
    assert_eq!(ready.json()["checks"], json!({ "database": "fail", "disk": "pass" }));
    assert!(list.json()["detail"].as_str().unwrap().contains("Try again in a moment"), "{}", list.text);
}

async fn throw_out(direct: &db::Db) {
    const SQL: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                       WHERE datname = current_database() AND pid <> pg_backend_pid()";
    assert!(db::testing::run(direct, SQL).await.unwrap() > 0);
}

fn swarm_of(server: &Server) -> swarm::Server {
    swarm::Server::parse(&server.running.local_url()).unwrap()
}

/// A host of the swarm.
async fn signed(server: &Server) -> Host {
    let people = &server.running.people;
    let person =
        people::found(people, "Ruth Vance", Some("ruth@saltmarsh.example"), &[people::Role::Host]).await.unwrap();
    let link = people::LinkFor::Person(person.id);
    let link = people::issue_link(people, link, people::Purpose::SignIn, "/host").await.unwrap();
    let host = Host::new(&swarm_of(server)).unwrap();
    host.sign_in(link.strip_prefix(server.running.site().public_url()).unwrap()).await.unwrap();
    host
}

/// SQLite may not grow any more, as on a full disk.
#[tokio::test]
async fn a_full_disk_is_said_to_be_full_and_reading_goes_on() {
    let ambient = candor::clock::system().unwrap();
    let server = Server::over(Database::InFolder, Engine::Sqlite, ambient).await;
    let host = server.host("Mara Holm").await;
    let chat = Chat::start(&host, &draft(1)).await;
    chat.step("open", 0).await;
    let mut phone = BarePhone::join(&server, &chat.code).await;
    assert_eq!(phone.swipe(&chat.takes[0], "agree").await["t"], "ack");
    let before = chat.result().await;

    full(&server).await;
    let refused = until_refused(async || host.post("/api/v1/chats", &draft(3)).await).await;
    assert!(refused.json()["detail"].as_str().unwrap().contains("disk of the server is full"), "{}", refused.text);
    // Everything can be read: by the API, as pages, by whoever comes.
    assert_eq!(chat.result().await["voices"], before["voices"]);
    for path in ["/host", "/healthz", &format!("/host/chats/{}/console", chat.id), &format!("/j/{}", chat.code)] {
        let page = host.page(path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.text);
    }
    full(&server).await;
    let refused = until_refused(async || host.form("/host/chats", &[("title", "Culture Chat 9")]).await).await;
    assert_eq!(refused.header("content-type"), "application/problem+json");

    full(&server).await;
    let busy = loop {
        let answer = phone.swipe(&chat.takes[0], "disagree").await;
        if answer["t"] != "ack" {
            break answer;
        }
    };
    assert_eq!(busy["t"], "busy", "{busy}");
    // The phone kept what it was not told is saved, and sends it again: now there is room.
    let again = kit::phone::swipe(&chat.takes[0], phone.seq, "disagree");
    until("the phone is heard again", async || phone.tell(&again).await["t"] == "ack").await;
    assert_eq!(host.post("/api/v1/chats", &draft(3)).await.status, 201);
    assert_eq!(server.stranger().get("/readyz").await.status, 200);
    server.running.shutdown().await;
}

/// From now on the file of the database may not grow. A refused write exchanges the connection, and with it this rule.
async fn full(server: &Server) {
    db::testing::run(&server.running.chats.db, "PRAGMA max_page_count = 1").await.unwrap();
}

/// There is some room left on the last pages, so the first few may still be taken.
async fn until_refused(mut ask: impl AsyncFnMut() -> Answer) -> Answer {
    loop {
        let answer = ask().await;
        if answer.status >= 400 {
            assert_eq!(answer.status, 503, "{}", answer.text);
            assert!(answer.header("retry-after").parse::<u32>().is_ok(), "{answer:?}");
            return answer;
        }
    }
}
