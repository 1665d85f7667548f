//! Backups: whole under load, refused when anything is wrong with them, proved when they are not.

use db::backup::{self, BackupError, DATABASE, Manifest, backup, contents, prove, unpack};
use db::ledger::{self, Entry, Flaw};
use db::sqlx::types::Uuid;
use db::testing::{ambient, earlier, engines, run};
use db::{Ambient, Db};
use flate2::{Compression, GzBuilder};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const AT: Timestamp = Timestamp::UNIX_EPOCH;

async fn append(db: &Db, ambient: &Ambient) {
    let mut tx = db.write().await.unwrap();
    let entry = Entry { actor: None, kind: "tried", object: Uuid::nil(), data: serde_json::json!({ "is": "≠" }) };
    ledger::append(&mut tx, ambient, entry).await.unwrap();
    tx.commit().await.unwrap();
}

/// A database with a sealed ledger, and its backup.
async fn sample(folder: &Path) -> (Db, PathBuf, Manifest) {
    let ambient = ambient();
    let db = Db::connect(&backup::sqlite_url(&folder.join("live?.db"))).await.unwrap();
    for _ in 0..20 {
        append(&db, &ambient).await;
    }
    ledger::seal(&db).await.unwrap();
    append(&db, &ambient).await;
    let file = folder.join("backup.tar.gz");
    let manifest = backup(&db, &file, "1.2.3", AT).await.unwrap();
    (db, file, manifest)
}

async fn proved(file: &Path) -> Result<ledger::Sound, BackupError> {
    let folder = tempfile::tempdir().unwrap();
    let manifest = unpack(file, folder.path()).await?;
    prove(&folder.path().join(DATABASE), &manifest).await
}

#[tokio::test]
async fn a_backup_says_what_it_is_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let (db, file, manifest) = sample(folder.path()).await;
    assert_eq!((manifest.program.as_str(), manifest.schema, manifest.created), ("1.2.3", db::schema::known(), AT));
    assert_eq!((manifest.tables["ledger"], manifest.tables["ledger_seal"], manifest.tables["chat"]), (21, 20, 0));
    assert_eq!(manifest.ledger.as_ref().unwrap().seq, 20);
    assert_eq!(manifest.tables, db.count_rows().await.unwrap());
    let sound = proved(&file).await.unwrap();
    assert_eq!((sound.head.unwrap().seq, sound.unsealed), (20, 1));

    // Other tools read it as well.
    let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(fs::File::open(&file).unwrap()));
    let names: Vec<_> = tar.entries().unwrap().map(|it| it.unwrap().path().unwrap().into_owned()).collect();
    assert_eq!(names, [Path::new("manifest.json"), Path::new(DATABASE)]);
    // Nothing but the backup is left, and only its owner may read it.
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with(".candor-backup")), "{left:?}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }

    let error = backup(&db, &file, "1.2.3", AT).await.unwrap_err();
    assert!(matches!(error, BackupError::AlreadyThere(_)), "{error:?}");
    let error = backup(&db, &folder.path().join("nowhere/b.tar.gz"), "1.2.3", AT).await.unwrap_err();
    assert!(matches!(error, BackupError::File { .. }) && error.to_string().contains("nowhere"), "{error}");
}

#[tokio::test]
async fn postgresql_is_left_to_its_own_tools() {
    let (engines, folder) = (engines().await, tempfile::tempdir().unwrap());
    for db in engines.each().skip(1) {
        let error = backup(db, &folder.path().join("b"), "1.2.3", AT).await.unwrap_err();
        assert!(error.to_string().contains("pg_dump"), "{error}");
    }
}

/// Writers go on while backups are taken; each holds one moment, and the chain of its ledger is whole.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_load_is_one_moment() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::connect(&backup::sqlite_url(&folder.path().join("live.db"))).await.unwrap();
    let world = ambient();
    let writers: Vec<_> = (0..4)
        .map(|_| {
            let db = db.clone();
            let ambient = world.clone();
            tokio::spawn(async move {
                for _ in 0..100 {
                    // Two rows in one transaction: never one of them alone.
                    let mut tx = db.write().await.unwrap();
                    for _ in 0..2 {
                        let data = serde_json::Value::Null;
                        let entry = Entry { actor: None, kind: "tried", object: Uuid::nil(), data };
                        ledger::append(&mut tx, &ambient, entry).await.unwrap();
                    }
                    tx.commit().await.unwrap();
                    ledger::seal(&db).await.unwrap();
                }
            })
        })
        .collect();
    let mut seen = Vec::new();
    for n in 0..5 {
        let file = folder.path().join(format!("{n}.tar.gz"));
        let before = db.count_rows().await.unwrap()["ledger"];
        let manifest = backup(&db, &file, "1.2.3", AT).await.unwrap();
        let after = db.count_rows().await.unwrap()["ledger"];
        let rows = manifest.tables["ledger"];
        assert!((before..=after).contains(&rows) && rows.is_multiple_of(2), "{before} {rows} {after}");
        proved(&file).await.unwrap();
        seen.push(rows);
    }
    for writer in writers {
        writer.await.unwrap();
    }
    println!("events in the backups, one after the other: {seen:?}");
}

/// Any changed byte, any length: refused before anything is unpacked.
#[tokio::test]
async fn damage_is_found_wherever_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let (_, file, _) = sample(folder.path()).await;
    let good = fs::read(&file).unwrap();
    let bad = folder.path().join("bad.tar.gz");
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    let mut tried = 0;
    // The header byte by byte, the rest in steps that meet every part.
    let places = || (0..64).chain((64..good.len()).step_by(7));
    for at in places() {
        let mut bytes = good.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::write(&bad, &bytes).unwrap();
        let error = unpack(&bad, &out).await.unwrap_err();
        assert!(matches!(error, BackupError::Damaged { .. } | BackupError::NotABackup(_)), "byte {at}: {error:?}");
        tried += 1;
    }
    for length in places() {
        fs::write(&bad, &good[..length]).unwrap();
        let error = unpack(&bad, &out).await.unwrap_err();
        assert!(matches!(error, BackupError::Damaged { .. } | BackupError::NotABackup(_)), "{length}: {error:?}");
        tried += 1;
    }
    fs::write(&bad, [good.as_slice(), &[0]].concat()).unwrap();
    let error = unpack(&bad, &out).await.unwrap_err();
    assert!(error.to_string().contains("damaged or cut short"), "{error}");
    for other in [&b""[..], b"PK\x03\x04", &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3].repeat(9)] {
        fs::write(&bad, other).unwrap();
        let error = unpack(&bad, &out).await.unwrap_err();
        assert!(error.to_string().contains("is no backup of Candor"), "{error}");
    }
    assert!(matches!(unpack(&folder.path().join("none"), &out).await, Err(BackupError::File { .. })));
    assert_eq!(fs::read_dir(&out).unwrap().count(), 0, "nothing was unpacked");
    println!("{tried} damaged backups of {} bytes refused", good.len());
}

/// An archive with a good sum, made by somebody else.
struct Forged {
    folder: TempDir,
    entries: Vec<(tar::Header, Vec<u8>, Vec<u8>)>,
}

impl Forged {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), entries: Vec::new() }
    }

    fn with(mut self, name: &str, kind: tar::EntryType, bytes: &[u8]) -> Self {
        let mut header = tar::Header::new_ustar();
        header.set_entry_type(kind);
        header.set_size(bytes.len() as u64);
        header.set_mode(0o777);
        if kind.is_symlink() || kind.is_hard_link() {
            header.set_link_name("/etc/passwd").unwrap();
        }
        self.entries.push((header, name.into(), bytes.to_vec()));
        self
    }

    fn file(self, name: &str, bytes: &[u8]) -> Self {
        self.with(name, tar::EntryType::Regular, bytes)
    }

    /// What unpacking it says.
    async fn said(self) -> String {
        let path = self.folder.path().join("forged.tar.gz");
        let extra = [&b"Cd\x20\x00"[..], &[0; 32]].concat();
        let gzip = GzBuilder::new().mtime(0).operating_system(255).extra(extra);
        let mut tar = tar::Builder::new(gzip.write(Vec::new(), Compression::default()));
        for (mut header, name, bytes) in self.entries {
            // Written past the checks of the library, which would refuse to make it.
            header.as_mut_bytes()[..name.len()].copy_from_slice(&name);
            header.set_cksum();
            tar.append(&header, bytes.as_slice()).unwrap();
        }
        let mut bytes = tar.into_inner().unwrap().finish().unwrap();
        let sum: [u8; 32] = Sha256::digest(&bytes[48..]).into();
        bytes[16..48].copy_from_slice(&sum);
        fs::write(&path, bytes).unwrap();
        let out = self.folder.path().join("a/b/out");
        fs::create_dir_all(&out).unwrap();
        let said = proved_in(&path, &out).await.err().map_or_else(|| "good".to_owned(), |error| error.to_string());
        let beside: Vec<_> = fs::read_dir(self.folder.path().join("a/b")).unwrap().collect();
        assert_eq!(beside.len(), 1, "something was written beside the folder");
        said
    }
}

async fn proved_in(file: &Path, out: &Path) -> Result<(), BackupError> {
    let manifest = unpack(file, out).await?;
    prove(&out.join(DATABASE), &manifest).await.map(drop)
}

#[tokio::test]
async fn what_no_backup_holds_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (_, file, manifest) = sample(folder.path()).await;
    let mut database = Vec::new();
    let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(fs::File::open(&file).unwrap()));
    tar.entries().unwrap().nth(1).unwrap().unwrap().read_to_end(&mut database).unwrap();
    let json = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut json = serde_json::to_value(&manifest).unwrap();
        change(&mut json);
        serde_json::to_vec(&json).unwrap()
    };
    let same = json(&|_| {});
    let start = || Forged::new().file("manifest.json", &same);
    let whole = |json: Vec<u8>| Forged::new().file("manifest.json", &json).file(DATABASE, &database);
    assert_eq!(start().file(DATABASE, &database).said().await, "good");

    for (forged, said) in [
        (start().file("../database.sqlite", &database), "\"../database.sqlite\", which no backup holds"),
        (start().file("/tmp/database.sqlite", &database), "which no backup holds"),
        (start().file("a/../database.sqlite", &database), "which no backup holds"),
        (start().with(DATABASE, tar::EntryType::Symlink, b""), "which no backup holds"),
        (start().with(DATABASE, tar::EntryType::Link, b""), "which no backup holds"),
        (start().with(DATABASE, tar::EntryType::Directory, b""), "which no backup holds"),
        (start().file(DATABASE, &database).file("../evil", b"x"), "\"../evil\", which no backup holds"),
        (Forged::new().file(DATABASE, &database), "which no backup holds"),
        (Forged::new(), "manifest.json is missing"),
        (start(), "database.sqlite is missing"),
        (start().file(DATABASE, &database[..database.len() - 1]), "another size"),
        (whole(b"{".to_vec()), "its manifest cannot be read"),
        (whole(json(&|it| it["sha256"] = "00".into())), "not the one of the manifest"),
        (whole(json(&|it| it["schema"] = 9000.into())), "restore it with candor 1.2.3 or a newer one"),
        (whole(json(&|it| it["format"] = 2.into())), "restore it with candor 1.2.3 or a newer one"),
        (whole(json(&|it| it["schema"] = 1.into())), "other rows than its manifest says"),
        (whole(json(&|it| it["tables"]["ledger"] = 22.into())), "other rows than its manifest says"),
        (whole(json(&|it| it["ledger"]["hash"] = "x".into())), "no proper head"),
        (whole(json(&|it| it["ledger"]["hash"] = "0".repeat(64).into())), "another hash at event 20"),
        (whole(json(&|it| it["ledger"]["seq"] = 25.into())), "ends before event 25"),
    ] {
        let is = forged.said().await;
        assert!(is.contains(said), "{is} lacks {said}");
    }
}

/// Inside a proper archive the database itself may be wrong.
#[tokio::test]
async fn what_is_wrong_inside_is_found() {
    for (deed, said) in [
        ("UPDATE ledger SET kind = 'else' WHERE seq = 7", Flaw::Changed(7)),
        ("DELETE FROM ledger WHERE seq = 9", Flaw::Missing(9)),
        ("DELETE FROM ledger_seal WHERE seq = 3", Flaw::Unsealed(3)),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (db, _, _) = sample(folder.path()).await;
        run(&db, deed).await.unwrap();
        let file = folder.path().join("again.tar.gz");
        backup(&db, &file, "1.2.3", AT).await.unwrap();
        let error = proved(&file).await.unwrap_err();
        assert!(matches!(error, BackupError::Ledger(flaw) if flaw == said), "{deed}: {error:?}");
    }
}

#[tokio::test]
async fn a_lost_reference_and_a_broken_page_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let (db, file, _) = sample(folder.path()).await;
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    let manifest = unpack(&file, &out).await.unwrap();
    let copy = out.join(DATABASE);
    assert_eq!(contents(&copy).await.unwrap().tables, manifest.tables);

    // Without its references a database takes anything.
    let loose = db::sqlx::sqlite::SqliteConnectOptions::new().filename(&copy).foreign_keys(false);
    let mut careless = db::sqlx::ConnectOptions::connect(&loose).await.unwrap();
    for sql in [
        "INSERT INTO session (token_hash, id, person_id, how, device, created_at, seen_at, expires_at)
         VALUES (x'01', x'03', x'02', 'link', 'other-other', 1, 1, 2)",
        "PRAGMA journal_mode = DELETE",
    ] {
        db::sqlx::query(sql).execute(&mut careless).await.unwrap();
    }
    db::sqlx::Connection::close(careless).await.unwrap();
    let error = prove(&copy, &manifest).await.unwrap_err();
    assert!(error.to_string().contains("a row of session refers to one that is not there"), "{error}");

    // Every page but the first, one at a time.
    let whole = fs::read(&copy).unwrap();
    let mut found = 0;
    let pages = whole.len() / 4096;
    for page in 1..pages {
        let mut bytes = whole.clone();
        bytes[page * 4096..page * 4096 + 512].fill(0xff);
        fs::File::create(&copy).unwrap().write_all(&bytes).unwrap();
        found += usize::from(backup::check_database(&copy).await.is_err());
    }
    assert_eq!(found, pages - 1);
    fs::write(&copy, "Dear colleagues, ".repeat(1_000)).unwrap();
    let error = backup::check_database(&copy).await.unwrap_err();
    assert!(matches!(&error, BackupError::Unsound(said) if said.contains("not a database")), "{error:?}");
    db.close().await;
}

/// A backup of a database that is older than this program is proved on its way up.
#[tokio::test]
async fn an_older_backup_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let db = earlier(&backup::sqlite_url(&folder.path().join("old.db")), 2).await;
    append(&db, &ambient()).await;
    let file = folder.path().join("old.tar.gz");
    let manifest = backup(&db, &file, "0.0.9", AT).await.unwrap();
    assert_eq!((manifest.schema, manifest.ledger), (2, None));
    assert_eq!(proved(&file).await.unwrap().unsealed, 1);
}
