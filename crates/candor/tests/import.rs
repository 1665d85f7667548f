//! `candor import people`, as people run it: beside a server that goes on.

mod kit;

use candor::server::{self, Running, Settings};
use kit::program::run;
use people::directory::{self, Search};
use std::fs;
use std::path::Path;
use std::process::Output;
use tempfile::TempDir;

const GOOD: &str = "\
employee_id,name,job_title,manager_employee_id
1,Mei Haruna,Co-founder,
2,Tamsin Okoye,Lead,1
";

/// A server, and a folder with files beside it.
struct House {
    running: Running,
    folder: TempDir,
}

impl House {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings::local(folder.path().join("data"));
        Self { running: server::start(settings, candor::clock::system().unwrap()).await.unwrap(), folder }
    }

    fn import(&self, text: &[u8], more: &[&str]) -> Said {
        fs::write(self.folder.path().join("people.csv"), text).unwrap();
        said(self.folder.path(), &[&["import", "people", "people.csv", "--data", "data"], more].concat())
    }

    async fn here(&self) -> u64 {
        let people = &self.running.people;
        let mut tx = people.db().read().await.unwrap();
        directory::list(&mut tx, &Search::default(), None, 9, directory::today(people)).await.unwrap().total
    }
}

#[derive(Debug)]
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

fn said(folder: &Path, args: &[&str]) -> Said {
    let Output { status, stdout, stderr } = run(folder, args);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { code: status.code(), out: text(stdout), err: text(stderr) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_come_from_a_file_while_the_server_goes_on() {
    let house = House::open().await;
    let dry = house.import(GOOD.as_bytes(), &["--dry-run"]);
    assert_eq!((dry.code, dry.err.as_str()), (Some(0), ""), "{dry:?}");
    assert!(dry.out.starts_with("2 new, 0 changed, 0 unchanged, 0 refused\n") && dry.out.contains("+ Mei Haruna"));
    assert!(dry.out.ends_with("Nothing was written.\n"));
    assert_eq!(house.here().await, 0);
    let done = house.import(GOOD.as_bytes(), &[]);
    assert!(done.code == Some(0) && done.out.contains("Imported."), "{done:?}");
    assert_eq!(house.here().await, 2);
    let again = house.import(GOOD.as_bytes(), &[]);
    assert!(again.code == Some(0) && again.out.ends_with("Nothing to do.\n"), "{again:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_refused_or_asked_names_its_line_and_stops() {
    let house = House::open().await;
    let text = format!("{GOOD}3,Kai Moreau,Pilot,9\n4,,,\n5,Ruth Vance,Pilot,1\n5,Ruth Vance,Pilot,1\n");
    for more in [&[][..], &["--dry-run"]] {
        let stopped = house.import(text.as_bytes(), more);
        assert_eq!(stopped.code, Some(2), "{stopped:?}");
        for line in [
            "people.csv:5: 4: No name. Fill in first and last name, or the full name.\n",
            "people.csv:6: Ruth Vance: Line 7 is about the same person. Keep one of them.\n",
            "people.csv: Several rows are about one person. Go on: none of these rows is imported.\n",
            "people.csv:6: 5: lines 6, 7\n",
            "people.csv:4: 9 is neither in the file nor in the directory: manager of Kai Moreau\n",
        ] {
            assert!(stopped.err.contains(line), "{line}{}", stopped.err);
        }
        assert_eq!(house.here().await, 0);
    }
    let yes = house.import(text.as_bytes(), &["--yes"]);
    assert_eq!(yes.code, Some(0), "{yes:?}");
    assert_eq!(house.here().await, 3);
    let gone = house.import(b"employee_id,name\n1,Mei Haruna\n2,Tamsin Okoye\n", &["--absent-are-leavers"]);
    assert!(gone.code == Some(2) && gone.err.contains("1 of 3 people would leave (33%)"), "{gone:?}");
    let unclear = "employee_id,start_date\n1,03/04/2026\n";
    let stopped = house.import(unclear.as_bytes(), &[]);
    assert!(stopped.code == Some(2) && stopped.err.contains("is 2026-04-03 or 2026-03-04"), "{stopped:?}");
    let told = house.import(unclear.as_bytes(), &["--dates", "month-first"]);
    assert!(told.code == Some(0) && told.out.contains("Start date nothing → 2026-03-04"), "{told:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_that_are_none_say_so() {
    let house = House::open().await;
    let large = vec![b'a'; 21 * 1024 * 1024];
    let cases: [(&[u8], &str); 6] = [
        (b"PK\x03\x04", "people.csv:1: This is a workbook"),
        (b"a,b\nM\xfcller,1\n", "people.csv:2: Line 2 is not in UTF-8"),
        (b"email,name\nx@y.example,\"Mei\nz,1\n", "people.csv:2: A quotation mark"),
        (b"name,title\nMei,Lead\n", "people.csv:1: No column is an employee id"),
        (b"", "people.csv:1: The file is empty"),
        (&large, "people.csv:1: The file is larger than 20 MB"),
    ];
    for (bytes, says) in cases {
        let refused = house.import(bytes, &[]);
        assert_eq!((refused.code, refused.out.as_str()), (Some(2), ""), "{says}");
        assert!(refused.err.starts_with(says), "{says}: {refused:?}");
    }
    let nothing = said(house.folder.path(), &["import", "people", "none.csv", "--data", "data"]);
    assert!(nothing.code == Some(1) && nothing.err.contains("none.csv cannot be read"), "{nothing:?}");
    fs::write(house.folder.path().join("people.csv"), GOOD).unwrap();
    let nowhere = said(house.folder.path(), &["import", "people", "people.csv", "--data", "elsewhere"]);
    assert!(nowhere.code == Some(1) && nowhere.err.contains("elsewhere holds no data"), "{nowhere:?}");
}
