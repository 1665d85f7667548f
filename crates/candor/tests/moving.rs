//! The demonstration's company moves from SQLite to PostgreSQL: every page and every number is the same there.

mod kit;

use candor::database::Database;
use candor::server::{self, Running, Settings};
use kit::http::Web;
use kit::program::candor;
use people::{LinkFor, Purpose};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Mira leads the chats of the demonstration.
const HOST: &str = "mira@saltmarsh.example";

/// Plays the demonstration into a folder until it is ready, then ends it.
fn play_demo(data: &Path) {
    let mut command = candor();
    command.args(["demo", "--voices", "8", "--data"]).arg(data).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut demo = command.spawn().unwrap();
    let mut lines = BufReader::new(demo.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("Ctrl-C ends")), "the demonstration is ready");
    let stop = Command::new("kill").args(["-TERM", &demo.id().to_string()]).status().unwrap();
    assert!(stop.success() && demo.wait().unwrap().success());
}

async fn start(data: &Path, database: Database) -> Running {
    let public_url = Some("http://saltmarsh.example".to_owned());
    let settings = Settings { database, public_url, ..Settings::local(data) };
    server::start(settings, candor::clock::system().unwrap()).await.unwrap()
}

fn migrate(data: &Path, url: &str) -> Output {
    candor().args(["migrate-to", "--data"]).arg(data).env("CANDOR_DATABASE_URL", url).output().unwrap()
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The session of the host, begun by a link as everybody's.
async fn cookie(running: &Running) -> String {
    let people = &running.people;
    let mira = people::by_email(people, HOST).await.unwrap().unwrap();
    let link = people::issue_link(people, LinkFor::Person(mira.id), Purpose::SignIn, "/host").await.unwrap();
    let path = link.strip_prefix(running.site().public_url()).unwrap();
    let answer = Web::new(&running.local_url(), None).form(path, &[]).await;
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

/// Everything that the host can see, by its path.
async fn seen(running: &Running, cookie: &str) -> BTreeMap<String, String> {
    let web = Web::new(&running.local_url(), Some(cookie.to_owned()));
    let list = web.get("/api/v1/chats").await.json();
    let rows = list["data"].as_array().unwrap_or_else(|| panic!("{list}")).clone();
    assert!(rows.len() >= 2, "{list}");
    let mut paths = vec!["/api/v1/chats".to_owned(), "/host".to_owned()];
    for row in rows {
        let id = kit::chat::text(&row["id"]);
        paths.extend(["", "/result", "/truths"].map(|rest| format!("/api/v1/chats/{id}{rest}")));
        paths.extend(["", "/console", "/recap"].map(|rest| format!("/host/chats/{id}{rest}")));
    }
    let mut seen = BTreeMap::new();
    for path in paths {
        let api = path.starts_with("/api/");
        let answer = if api { web.get(&path).await } else { web.page(&path).await };
        if let Some(recap) = answer.text.split('"').find(|part| part.starts_with("/recaps/")) {
            let page = web.page(recap).await;
            assert_eq!(page.status, 200, "{recap}");
            seen.insert(recap.to_owned(), page.text);
        }
        seen.insert(path, format!("{} {}", answer.status, answer.text));
    }
    seen
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_moves_and_looks_the_same() {
    let Some(target) = db::testing::empty_postgres().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    play_demo(&data);

    // While a server runs, the copy is a look at one moment, and says so.
    let running = start(&data, Database::InFolder).await;
    let cookie = cookie(&running).await;
    let trial = db::testing::empty_postgres().await.unwrap();
    let output = migrate(&data, trial.url());
    assert!(output.status.success() && told(&output).contains("is not in the copy"), "{}", told(&output));
    let before = seen(&running, &cookie).await;
    running.shutdown().await;

    let output = migrate(&data, target.url());
    assert!(output.status.success() && told(&output).contains("so this is all of it"), "{}", told(&output));
    println!("{}", told(&output));
    let again = migrate(&data, target.url());
    assert!(again.status.code() == Some(1) && told(&again).contains("is not empty"), "{}", told(&again));

    let address = || Database::Postgres(target.url().into());
    let running = start(&data, address()).await;
    let after = seen(&running, &cookie).await;
    assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    for (path, text) in &before {
        assert_eq!(&after[path], text, "{path}");
    }
    assert!(before.keys().any(|path| path.starts_with("/recaps/")), "{:?}", before.keys());
    println!("{} answers are the same on both", before.len());
    running.shutdown().await;

    // The ledger goes on where it was: the head in the data folder is part of its chain.
    let verify =
        candor().args(["verify", "ledger", "--data"]).arg(&data).env("CANDOR_DATABASE_URL", target.url()).output();
    let verify = verify.unwrap();
    assert!(verify.status.success() && told(&verify).contains("ledger-head keeps"), "{}", told(&verify));
    let backup =
        candor().args(["backup", "--data"]).arg(&data).env("CANDOR_DATABASE_URL", target.url()).output().unwrap();
    assert!(backup.status.code() == Some(1) && told(&backup).contains("pg_dump"), "{}", told(&backup));
    let count =
        candor().args(["verify", "database", "--data"]).arg(&data).env("CANDOR_DATABASE_URL", target.url()).output();
    assert!(told(&count.unwrap()).contains("The ledger is whole"));
}
