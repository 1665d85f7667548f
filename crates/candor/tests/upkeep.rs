//! Backups, proofs, exports and first steps, as whoever looks after a server does them.

mod kit;

use candor::server::{self, Running, Settings};
use db::testing::{earlier, run as tamper};
use kit::chat::{Chat, draft};
use kit::http::Web;
use kit::program::{candor, run};
use people::Role;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

async fn start(data: &Path) -> Running {
    // Always the same, so that what it says can be compared.
    let public_url = Some("http://saltmarsh.example".to_owned());
    let settings = Settings { public_url, ..Settings::local(data) };
    server::start(settings, candor::clock::system().unwrap()).await.unwrap()
}

/// A data folder with a chat in it, and the session of its host; the server has stopped.
async fn lived_in(folder: &Path) -> (PathBuf, Chat, String) {
    let data = folder.join("data");
    let running = start(&data).await;
    let (_, cookie) = people::testing::signed_in(&running.people, "Mara Holm", &[Role::Host]).await;
    let chat = Chat::start(&Web::new(&running.local_url(), Some(cookie.clone())), &draft(2)).await;
    chat.step("open", 0).await;
    running.shutdown().await;
    (data, chat, cookie)
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The end must be good; answers what was said.
fn good(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    assert!(output.status.success(), "{args:?}: {}", said(&output));
    said(&output)
}

/// The end must be bad, with a reason and without a trace of a crash; answers what was said.
fn bad(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    assert_eq!(output.status.code(), Some(1), "{args:?}: {}", said(&output));
    assert!(said(&output).starts_with("candor: "), "{}", said(&output));
    said(&output)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_backup_of_a_running_server_is_restored_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let (data, chat, cookie) = lived_in(folder.path()).await;
    let running = start(&data).await;
    let web = Web::new(&running.local_url(), Some(cookie.clone()));
    let before = web.get(&chat.api("")).await.text;
    let told = good(folder.path(), &["backup", "--data", "data", "--to", "b.tar.gz"]);
    assert!(told.contains("candor verify backup b.tar.gz"), "{told}");
    // What comes afterwards is not in it.
    web.form("/host/chats", &[("title", "Too late")]).await;
    running.shutdown().await;

    let told = good(folder.path(), &["verify", "backup", "b.tar.gz"]);
    assert!(told.contains("1  chat\n") && told.contains("The ledger is whole"), "{told}");
    good(folder.path(), &["verify", "database", "--data", "data"]);
    let told = good(folder.path(), &["restore", "b.tar.gz", "--data", "again"]);
    assert!(told.contains("candor serve --data again"), "{told}");
    assert_eq!(names(&folder.path().join("again")), ["candor.sqlite", "lock"]);
    let running = start(&folder.path().join("again")).await;
    let web = Web::new(&running.local_url(), Some(cookie));
    assert_eq!(web.get(&chat.api("")).await.text, before);
    let list = web.get("/api/v1/chats").await;
    assert!(!list.text.contains("Too late"), "{}", list.text);
    running.shutdown().await;

    // Without a name it is named after the time, and nothing is overwritten.
    good(folder.path(), &["backup", "--data", "data"]);
    let named = names(folder.path()).into_iter().find(|name| name.starts_with("candor-2")).unwrap();
    good(folder.path(), &["verify", "backup", &named]);
    assert!(bad(folder.path(), &["backup", "--data", "data", "--to", "b.tar.gz"]).contains("name another file"));
}

#[tokio::test]
async fn what_cannot_be_restored_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (data, ..) = lived_in(folder.path()).await;
    good(folder.path(), &["backup", "--data", "data", "--to", "b.tar.gz"]);
    let in_use = bad(folder.path(), &["restore", "b.tar.gz", "--data", "data"]);
    assert!(in_use.contains("is in use: name a new folder"), "{in_use}");

    let whole = fs::read(folder.path().join("b.tar.gz")).unwrap();
    let mut bytes = whole.clone();
    bytes[whole.len() / 2] ^= 1;
    fs::write(folder.path().join("bad.tar.gz"), &bytes).unwrap();
    fs::write(folder.path().join("short.tar.gz"), &whole[..whole.len() / 2]).unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    for (file, word) in [
        ("bad.tar.gz", "damaged or cut short"),
        ("short.tar.gz", "damaged or cut short"),
        ("none.tar.gz", "none.tar.gz cannot be used"),
        ("data/candor.sqlite", "is no backup of Candor"),
    ] {
        for data in ["new", "empty"] {
            let told = bad(folder.path(), &["restore", file, "--data", data]);
            assert!(told.contains(word), "{told}");
        }
        assert!(bad(folder.path(), &["verify", "backup", file]).contains(word));
        assert!(!folder.path().join("new").exists(), "{file}");
        assert_eq!(names(&folder.path().join("empty")), Vec::<String>::new(), "{file}");
    }
    // A folder that was found empty is good enough.
    good(folder.path(), &["restore", "b.tar.gz", "--data", "empty"]);
    let told = bad(folder.path(), &["backup", "--data", "nowhere"]);
    assert!(told.contains("nowhere holds no data of Candor; name its folder with --data"), "{told}");
    drop(data);
}

#[tokio::test]
async fn the_ledger_is_proved_and_exported() {
    let folder = tempfile::tempdir().unwrap();
    let (data, chat, _) = lived_in(folder.path()).await;
    let told = good(folder.path(), &["verify", "ledger", "--data", "data"]);
    assert!(told.contains("The ledger is whole") && told.contains("ledger-head keeps"), "{told}");
    let head = told.lines().find_map(|line| line.strip_prefix("head   ")).unwrap().to_owned();
    let kept = fs::read_to_string(data.join("ledger-head")).unwrap();
    assert_eq!(kept.split_once(' ').unwrap().1.trim(), head, "sealed before the server stopped");
    good(folder.path(), &["verify", "ledger", "--data", "data", "--head", &head]);
    let other = "0".repeat(64);
    let told = bad(folder.path(), &["verify", "ledger", "--data", "data", "--head", &other]);
    assert!(told.contains("cut or rewritten"), "{told}");

    let told = good(folder.path(), &["export", "ledger", "--data", "data", "--out", "l.jsonl"]);
    let lines = fs::read_to_string(folder.path().join("l.jsonl")).unwrap();
    assert!(told.contains(&format!("{} events", lines.lines().count())), "{told}");
    let events: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for key in ["actor", "at", "data", "hash", "id", "kind", "object", "seq"] {
        assert!(events.iter().all(|event| event.get(key).is_some()), "{key}");
    }
    assert_eq!(events.last().unwrap()["hash"], head.as_str());
    assert!(events.iter().any(|it| it["kind"] == "chat_started" && it["object"] == chat.id.as_str()), "{lines}");
    assert!(!lines.contains("swipe"), "{lines}");
    assert_eq!(good(folder.path(), &["export", "ledger", "--data", "data"]), lines);
    assert!(bad(folder.path(), &["export", "ledger", "--data", "data", "--out", "l.jsonl"]).contains("another file"));

    // Somebody changes an event behind the program's back.
    let db = db::Db::attach(&format!("sqlite://{}", data.join("candor.sqlite").display())).await.unwrap();
    tamper(&db, "UPDATE ledger SET at = at + 1 WHERE seq = 2").await.unwrap();
    let told = bad(folder.path(), &["verify", "ledger", "--data", "data"]);
    assert!(told.contains("event 2 is not what was sealed"), "{told}");
    assert!(bad(folder.path(), &["verify", "database", "--data", "data"]).contains("event 2"), "{told}");
    // And back; then the end is cut off, seals and all. Only the kept head shows it.
    tamper(&db, "UPDATE ledger SET at = at - 1 WHERE seq = 2").await.unwrap();
    good(folder.path(), &["verify", "ledger", "--data", "data"]);
    tamper(&db, "DELETE FROM ledger_seal WHERE seq > 2").await.unwrap();
    tamper(&db, "DELETE FROM ledger WHERE seq > 2").await.unwrap();
    db.close().await;
    let told = bad(folder.path(), &["verify", "ledger", "--data", "data"]);
    assert!(told.contains("the end was cut off"), "{told}");
    // A server on it does not write over the evidence.
    start(&data).await.shutdown().await;
    assert_eq!(fs::read_to_string(data.join("ledger-head")).unwrap(), kept);
    fs::remove_file(data.join("ledger-head")).unwrap();
    let told = good(folder.path(), &["verify", "ledger", "--data", "data"]);
    assert!(told.contains("No kept head was compared"), "{told}");
}

/// An update of the schema has a way back.
#[tokio::test]
async fn a_backup_is_made_before_the_schema_changes() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    earlier(&format!("sqlite://{}", data.join("candor.sqlite").display()), 4).await.close().await;
    // Whoever only looks leaves it as it is.
    let told = bad(folder.path(), &["verify", "ledger", "--data", "data"]);
    assert!(told.contains("start `candor serve` of this version once"), "{told}");
    let backups = data.join("backups");
    assert!(!backups.exists());

    start(&data).await.shutdown().await;
    let made = names(&backups);
    assert_eq!(made.len(), 1, "{made:?}");
    let told = good(&backups, &["verify", "backup", &made[0]]);
    assert!(told.contains("schema 4,"), "{told}");
    start(&data).await.shutdown().await;
    assert_eq!(names(&backups), made, "nothing was to be changed any more");
    // A fresh folder has nothing to lose.
    start(&folder.path().join("fresh")).await.shutdown().await;
    assert!(!folder.path().join("fresh/backups").exists());

    // Where the backup cannot be written, nothing is changed.
    let other = folder.path().join("other");
    fs::create_dir(&other).unwrap();
    let url = format!("sqlite://{}", other.join("candor.sqlite").display());
    earlier(&url, 4).await.close().await;
    fs::write(other.join("backups"), "a file in the way").unwrap();
    let error = server::start(Settings::local(&other), candor::clock::system().unwrap()).await.err().unwrap();
    assert!(error.to_string().contains("the backup before that cannot be written"), "{error}");
    assert_eq!(db::Db::attach(&url).await.unwrap().schema().await.unwrap(), Some(4));
}

/// A program that is older than the database names the one to start.
#[tokio::test]
async fn a_newer_database_is_refused_with_its_program() {
    let folder = tempfile::tempdir().unwrap();
    let (data, ..) = lived_in(folder.path()).await;
    let db = db::Db::attach(&format!("sqlite://{}", data.join("candor.sqlite").display())).await.unwrap();
    for sql in [
        "INSERT INTO program (version, schema, first_at) VALUES ('7.1.0', 9000, 6)",
        "INSERT INTO _sqlx_migrations (version, description, installed_on, success, checksum, execution_time)
         SELECT 9000, 'of next year', installed_on, success, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
    ] {
        tamper(&db, sql).await.unwrap();
    }
    db.close().await;
    for args in [
        &["serve", "--data", "data", "--listen", "127.0.0.1:0"][..],
        &["verify", "ledger", "--data", "data"],
        &["backup", "--data", "data"],
    ] {
        let told = bad(folder.path(), args);
        assert!(told.contains("start candor 7.1.0, or a newer one, again"), "{told}");
    }
    assert!(!data.join("backups").exists());
}

/// Whatever is wrong with the address of the database, the password is not told.
#[test]
fn a_wrong_address_of_the_database_is_explained() {
    const URL: &str = "CANDOR_DATABASE_URL";
    const FILE: &str = "CANDOR_DATABASE_URL_FILE";
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("url"), "postgres://ida:s3cret@127.0.0.1:1/candor\n").unwrap();
    for (settings, word) in [
        (&[(URL, "mysql://ida:s3cret@127.0.0.1/candor")][..], "write postgres://USER:PASSWORD@HOST/NAME"),
        (&[(URL, "sqlite:///tmp/ida:s3cret")], "name the folder with --data"),
        (&[(URL, "postgres://ida:s3cret@127.0.0.1:port/candor")], "not an address of a database"),
        (&[(URL, "postgres://ida:s3cret@127.0.0.1:1/candor"), (FILE, "url")], "named twice"),
        (&[(FILE, "none")], "cannot be read from none"),
        (&[(FILE, "url")], "no PostgreSQL server answers for the database candor on 127.0.0.1:1"),
    ] {
        for command in [&["verify", "ledger"][..], &["login-link"], &["export", "ledger"], &["backup"]] {
            let mut program = candor();
            program.current_dir(folder.path()).args(command).envs(settings.iter().copied());
            let output = program.output().unwrap();
            let told = said(&output);
            assert_eq!(output.status.code(), Some(1), "{told}");
            assert!(told.contains(word), "{command:?}: {told}");
            assert!(!told.contains("s3cret"), "{told}");
        }
    }
    let help = candor().args(["serve", "--help"]).env(URL, "postgres://ida:s3cret@127.0.0.1/x").output().unwrap();
    assert!(said(&help).contains(URL) && !said(&help).contains("s3cret"), "{}", said(&help));
}

#[tokio::test]
async fn whoever_holds_the_server_throws_somebody_out() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("data")).await;
    let (_, cookie) = people::testing::signed_in(&running.people, "Mara Holm", &[Role::Host]).await;
    tamper(running.people.db(), "UPDATE person SET email = 'mara@saltmarsh.example'").await.unwrap();
    let mara = Web::new(&running.local_url(), Some(cookie));
    assert_eq!(mara.get("/me/security").await.status, 200);
    // The server goes on meanwhile, and the end counts at once.
    let told = good(folder.path(), &["end-access", "mara@saltmarsh.example", "--data", "data"]);
    assert!(told.contains("Mara Holm has no way in any more") && told.contains("    1  sessions\n"), "{told}");
    assert_eq!(mara.get("/me/security").await.status, 401);
    let told = bad(folder.path(), &["end-access", "nobody@saltmarsh.example", "--data", "data"]);
    assert!(told.contains("nobody here has the address"), "{told}");
    running.shutdown().await;
}
