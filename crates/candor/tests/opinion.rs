//! `candor opinion`, as people run it.

mod kit;
mod polis;

use flate2::Compression;
use flate2::write::GzEncoder;
use kit::program::run;
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Output;
use tempfile::TempDir;

/// Twenty voices in two camps: agree with dogs and tea or with cats and coffee; all want more light, and nobody is sure
/// about Mondays.
const CAMPS: [&str; 6] = ["dogs", "cats", "tea", "coffee", "light", "mondays"];

fn camps() -> Vec<(String, [Option<i8>; 6])> {
    let room = |n: usize| {
        let side = if n < 12 { 1 } else { -1 };
        let mut answers = [side, -side, side, -side, 1, 0].map(Some);
        // Some are of two minds, some do not answer.
        if [0, 5, 10, 15].contains(&n) {
            answers[n % 4] = Some(0);
        }
        if n % 6 == 1 {
            answers[5] = None;
        }
        (format!("voice {n}"), answers)
    };
    (0..20).map(room).collect()
}

/// The room as a matrix, rows and columns in these orders.
fn matrix(rows: &[usize], columns: &[usize]) -> String {
    let room = camps();
    let head = columns.iter().map(|column| format!(",{}", CAMPS[*column])).collect::<Vec<_>>().concat();
    let row = |row: &usize| {
        let (name, answers) = &room[*row];
        let cells = columns.iter().map(|column| answers[*column].map_or(",".to_owned(), |it| format!(",{it}")));
        format!("{name}{}\n", cells.collect::<Vec<_>>().concat())
    };
    format!("voice{head}\n{}", rows.iter().map(row).collect::<Vec<_>>().concat())
}

fn plain() -> String {
    matrix(&(0..20).collect::<Vec<_>>(), &(0..6).collect::<Vec<_>>())
}

struct Desk(TempDir);

impl Desk {
    fn with(files: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        Self(folder)
    }

    fn run(&self, args: &str) -> Output {
        run(self.0.path(), &std::iter::once("opinion").chain(args.split_whitespace()).collect::<Vec<_>>())
    }

    fn report(&self, args: &str) -> Value {
        let output = self.run(args);
        assert!(output.status.success(), "{args}: {}", said(&output));
        assert!(output.stderr.is_empty(), "{args}: {}", said(&output));
        timeless(serde_json::from_slice(&output.stdout).unwrap())
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let names = fs::read_dir(self.0.path()).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The report without what differs from run to run.
fn timeless(mut report: Value) -> Value {
    for (name, may_miss) in [("seconds", false), ("read_seconds", false), ("null_seconds", true)] {
        let seconds = report.as_object_mut().unwrap().remove(name).unwrap();
        assert!(seconds.as_f64().is_some_and(|it| it >= 0.0) || may_miss && seconds.is_null(), "{name}: {seconds}");
    }
    report
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}

#[test]
fn two_camps_are_found_and_told_apart() {
    let desk = Desk::with(&[("room.csv", plain().as_bytes())]);
    let report = desk.report("room.csv --svg map.svg --assignments groups.csv");
    assert_eq!((&report["voices"], &report["takes"], &report["votes"]), (&json!(20), &json!(6), &json!(116)));
    assert_eq!((&report["mode"], &report["reading"]), (&json!("default"), &json!("groups")));
    let sizes: Vec<_> = report["groups"].as_array().unwrap().iter().map(|it| (&it["name"], &it["size"])).collect();
    assert_eq!(sizes, [(&json!("A"), &json!(12)), (&json!("B"), &json!(8))]);
    // Sorted by name: cats, coffee, dogs, light, mondays, tea.
    let names: Vec<_> = report["per_take"].as_array().unwrap().iter().map(|it| it["take"].as_str().unwrap()).collect();
    assert_eq!(names, ["cats", "coffee", "dogs", "light", "mondays", "tea"]);
    let dogs = &report["per_take"][2];
    assert_eq!(
        (&dogs["agree"], &dogs["disagree"], &dogs["pass"], &dogs["seen"]),
        (&json!(11), &json!(8), &json!(1), &json!(20))
    );
    assert_eq!(dogs["share"], json!(11.0 / 19.0));
    assert_eq!(dogs["verdict"], "polarised");
    assert_eq!(dogs["groups"][0], json!({ "group": "A", "agree": 11, "disagree": 0, "pass": 1 }));
    let light = &report["per_take"][3];
    assert_eq!((&light["verdict"], &light["split"]), (&json!("consensus_agree"), &json!(0.0)));
    let mondays = &report["per_take"][4];
    assert_eq!(
        (&mondays["share"], &mondays["interval"], &mondays["pass_rate"]),
        (&json!(null), &json!(null), &json!(1.0))
    );
    assert_eq!(report["consensus"][0]["take"], "light");
    assert!(["cats", "coffee", "dogs", "tea"].contains(&report["divisive"][0]["take"].as_str().unwrap()));
    assert!(report["groups"][0]["characteristic"].as_array().unwrap().iter().any(|it| it["side"] == "disagree"));
    assert_eq!(report["null"]["draws"], 99);
    // What is usual for two groups, which is what the silhouette is of.
    assert_eq!((&report["offers"][0]["k"], &report["offers"][0]["usual"]), (&json!(2), &report["null_silhouette"]));
    assert!(report["silhouette"].as_f64().unwrap() > report["null_silhouette"].as_f64().unwrap());
    let assignments = desk.read("groups.csv");
    assert!(
        assignments.starts_with("voice,group\nvoice 0,A\n") && assignments.ends_with("voice 9,A\n"),
        "{assignments}"
    );
    assert_eq!((assignments.matches(",A\n").count(), assignments.matches(",B\n").count()), (12, 8));
    assert!(desk.read("map.svg").contains("Group A: 12 voices"));
    assert_eq!(desk.names(), ["groups.csv", "map.svg", "room.csv"]);

    // What was written is what `--groups` reads: the same groups say the same.
    let given = desk.report("room.csv --groups groups.csv");
    assert_eq!((&given["mode"], &given["reading"]), (&json!("given"), &json!("given")));
    for key in ["groups", "consensus", "divisive", "per_take"] {
        assert_eq!(given[key], report[key], "{key}");
    }
}

#[test]
fn order_and_packing_leave_no_trace() {
    let desk = Desk::with(&[
        ("room.csv", plain().as_bytes()),
        (
            "mixed.csv",
            matrix(&[7, 19, 3, 0, 12, 5, 18, 1, 2, 17, 4, 6, 16, 8, 15, 9, 14, 10, 13, 11], &[5, 2, 0, 4, 1, 3])
                .as_bytes(),
        ),
        ("packed.csv", &packed(plain().as_bytes())),
    ]);
    let outcome = |file: &str| {
        let report = desk.report(&format!("{file} --svg map.svg --assignments groups.csv"));
        (serde_json::to_string(&report).unwrap(), desk.read("map.svg"), desk.read("groups.csv"))
    };
    let expected = outcome("room.csv");
    assert_eq!(outcome("mixed.csv"), expected);
    assert_eq!(outcome("packed.csv"), expected);
    assert_eq!(outcome("room.csv"), expected);
}

#[test]
fn statements_beside_the_answers_count() {
    let answers = camps()
        .iter()
        .enumerate()
        .map(|(n, (_, it))| {
            format!(
                "{n},,0,0,0,0{}\n",
                it.iter().map(|it| it.map_or(",".to_owned(), |it| format!(",{it}"))).collect::<Vec<_>>().concat()
            )
        })
        .collect::<Vec<_>>()
        .concat();
    let answers = format!("participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,2,3,4,5\n{answers}");
    let statements = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n\
        1,x,0,1,0,0,1,\"Dogs,\nplease\"\n1,x,3,1,0,0,-1,Coffee\n1,x,77,1,0,0,-1,Nobody saw this\n";
    let desk = Desk::with(&[("votes.csv", answers.as_bytes()), ("comments.csv.gz", &packed(statements.as_bytes()))]);
    let report = desk.report("votes.csv");
    let takes = report["per_take"].as_array().unwrap();
    assert_eq!(takes.iter().map(|it| it["take"].as_u64().unwrap()).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5]);
    assert_eq!((&takes[0]["text"], &takes[0]["out"]), (&json!("Dogs,\nplease"), &json!(false)));
    assert_eq!((&takes[3]["text"], &takes[3]["out"], &takes[3]["x"]), (&json!("Coffee"), &json!(true), &json!(null)));
    assert_eq!(takes[1].get("text"), None);
    let warnings = report["warnings"].to_string();
    assert!(warnings.contains("1 takes are left out of the map"), "{warnings}");
    let compat = desk.report("votes.csv --compat");
    assert_eq!((&compat["mode"], &compat["compat"], &compat["null"]), (&json!("compat"), &json!(true), &json!(null)));
    // In Polis a rejected statement moves nobody, but it may be among those the room agrees on.
    let room: Vec<_> = compat["consensus"].as_array().unwrap().iter().map(|it| (&it["take"], &it["side"])).collect();
    assert_eq!(room[0], (&json!(4), &json!("agree")));
    assert!(!compat["groups"].as_array().unwrap().is_empty());
}

#[test]
fn a_forced_number_of_groups_is_kept() {
    let rows = (0..40).map(|n: i32| format!("{n},{},{},{}\n", n % 3 - 1, n % 4 / 2, n % 5 % 3 - 1)).collect::<Vec<_>>();
    let desk = Desk::with(&[
        ("room.csv", plain().as_bytes()),
        ("wide.csv", format!("voice,a,b,c\n{}", rows.concat()).as_bytes()),
    ]);
    for k in [2, 3, 4] {
        let report = desk.report(&format!("wide.csv --k {k} --draws 19"));
        assert_eq!(report["groups"].as_array().unwrap().len(), k);
        assert_eq!(report["reading"], "groups");
        assert_eq!(report["offers"].as_array().unwrap().iter().map(|it| &it["k"]).collect::<Vec<_>>(), [&json!(k)]);
    }
    // Two camps are not three: no third of them has five voices of its own.
    let report = desk.report("room.csv --k 3 --svg map.svg");
    assert_eq!(report["groups"], json!([]));
    let warning = "The room cannot be parted into 3 groups of at least 5 voices.";
    assert!(report["warnings"].as_array().unwrap().contains(&json!(warning)), "{}", report["warnings"]);
    assert!(desk.read("map.svg").contains("The room cannot be parted into groups of at least 5 voices."));
}

#[test]
fn the_seed_is_the_only_chance() {
    let desk = Desk::with(&[("room.csv", plain().as_bytes())]);
    let of = |seed: &str| desk.report(&format!("room.csv --draws 19 --seed {seed}"))["null"].clone();
    assert_eq!(of("1"), of("1"));
    assert_ne!(of("1"), of("2"));
}

#[cfg(unix)]
#[test]
fn answers_may_come_through_a_pipe() {
    let desk = Desk::with(&[("room.csv", plain().as_bytes())]);
    let line = format!("{} opinion - --draws 0 < room.csv", env!("CARGO_BIN_EXE_candor"));
    let output = std::process::Command::new("sh").current_dir(desk.0.path()).args(["-c", &line]).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let report = timeless(serde_json::from_slice(&output.stdout).unwrap());
    assert_eq!(report, desk.report("room.csv --draws 0"));
}

#[test]
fn nothing_is_said_or_written_for_a_wrong_file() {
    let wide = (0..20_000).map(|n| format!(",{n}")).collect::<Vec<_>>().concat();
    let cut = packed(plain().as_bytes());
    let mut flipped = cut.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x55;
    for (bytes, expected) in [
        (&b""[..], "room.csv:1:1: the file is empty"),
        (b"voice,a,b\n", "room.csv:2:1: there is no voice"),
        (b"voice,a,b\n1,1,1\n2,1\n", "room.csv:3:3: this row has fewer columns"),
        (b"voice,a,b\n1,1,1,1\n", "room.csv:2:4: this row has more columns"),
        (b"voice,a,b\n1,1,7\n", "room.csv:2:3: `7` is no answer to `b`; write 1, -1, 0 or nothing"),
        (b"voice,a,b\n1,1,1\n1,0,0\n", "room.csv:3:1: the voice `1` is on line 2 already; keep one of them"),
        (b"voice,a,a\n1,1,1\n", "room.csv:1:3: the take `a` is in column 2 already; name each once"),
        (b"voice,a\n1,\"1\n", "room.csv:2:2: the quote opened here is never closed; close it"),
        (b"voice,a\n1,\xE9\n", "room.csv:2:2: is not UTF-8 text; save the file as UTF-8"),
        (wide.as_bytes(), "room.csv:1:10008: there are more than 10000 takes; leave some out"),
        (&cut[..cut.len() - 9], "room.csv:"),
        (&flipped, "room.csv:"),
    ] {
        let desk = Desk::with(&[("room.csv", bytes)]);
        refused(&desk, "room.csv --svg map.svg --assignments groups.csv", expected);
        assert_eq!(desk.names(), ["room.csv"]);
    }
}

fn refused(desk: &Desk, args: &str, expected: &str) {
    let output = desk.run(args);
    assert_eq!(output.status.code(), Some(2), "{args}: {}", said(&output));
    assert!(output.stdout.is_empty(), "{args}");
    assert!(said(&output).starts_with(expected) && said(&output).trim_end().lines().count() == 1, "{}", said(&output));
}

#[test]
fn nothing_is_said_or_written_for_wrong_wishes() {
    let desk = Desk::with(&[
        ("room.csv", plain().as_bytes()),
        ("groups.csv", b"voice,group\nvoice 0,a\nvoice 0,b\n"),
        ("nobody.csv", b"voice,group\nvoice 77,a\n"),
    ]);
    fs::create_dir(desk.0.path().join("folder")).unwrap();
    let names = desk.names();
    for (args, expected) in [
        ("none.csv", "none.csv: there is no such file; check its name"),
        ("folder", "folder: is a folder; name a file in it"),
        ("room.csv --groups none.csv", "none.csv: there is no such file"),
        ("room.csv --groups groups.csv", "groups.csv:3:1: the voice `voice 0` is on line 2 already"),
        ("room.csv --groups nobody.csv", "nobody.csv:2:1: the voice `voice 77` is not in the file with the answers"),
        ("room.csv --groups room.csv", "room.csv:1:1: the first line names no groups"),
        ("room.csv --svg room.csv", "room.csv: is read; write to another file"),
        ("room.csv --svg folder/../room.csv", "folder/../room.csv: is read; write to another file"),
        ("room.csv --groups groups.csv --assignments groups.csv", "groups.csv: is read; write to another file"),
        ("room.csv --svg a --assignments a", "a: is named twice; name two files"),
        ("room.csv --svg folder", "folder: is a folder; name a file"),
        ("room.csv --svg none/map.svg", "none/map.svg: lies in a folder that is not there; make it first"),
    ] {
        refused(&desk, args, expected);
        assert_eq!(desk.names(), names, "{args}");
    }
    assert_eq!(desk.read("room.csv"), plain());
}

#[test]
fn a_wrong_list_of_statements_is_said() {
    let desk = Desk::with(&[("room.csv", plain().as_bytes()), ("comments.csv", b"comment-id,moderated\ndogs,9\n")]);
    refused(&desk, "room.csv", "comments.csv:2:2: `9` is no mark of a moderator");
    fs::write(desk.0.path().join("comments.csv"), "remarks\nnone\n").unwrap();
    let warnings = desk.report("room.csv --draws 0")["warnings"].to_string();
    assert!(warnings.contains("comments.csv has no column `comment-id` and was left aside."), "{warnings}");
}

/// Sizes as they come from a large conversation: the text is never held, so memory stays small.
#[cfg(target_os = "linux")]
#[test]
fn a_large_file_needs_little_memory() {
    use std::fmt::Write;
    use std::io::Read;
    use std::process::{Command, Stdio};
    const VOICES: usize = 6_000;
    const TAKES: usize = 2_000;
    const EACH: usize = 100;
    let answer = |voice: usize, n: usize| ((n * 37 + voice * 11) % TAKES, ["-1", "0", "1"][(voice % 2 + n) % 3]);
    let head = (0..TAKES).map(|take| format!(",{take}")).collect::<Vec<_>>().concat();
    let mut matrix = format!("voice{head}\n");
    let mut events = "timestamp,datetime,comment-id,voter-id,vote\n".to_owned();
    for voice in 0..VOICES {
        let mut row = vec![""; TAKES];
        for n in 0..EACH {
            let (take, vote) = answer(voice, n);
            row[take] = vote;
            let _ = writeln!(events, "{},Wed Apr 27 00:51:33 PDT 2022,{take},{voice},{vote}", n * 1_000);
        }
        let _ = writeln!(matrix, "{voice},{}", row.join(","));
    }
    let desk = Desk::with(&[("matrix.csv", matrix.as_bytes()), ("events.csv", events.as_bytes())]);
    for file in ["matrix.csv", "events.csv"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_candor"))
            .current_dir(desk.0.path())
            .args(["opinion", file, "--draws", "0", "--svg", "map.svg"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = child.stdout.take().unwrap();
        // The report is longer than a pipe holds: when it begins, all is computed, and the program waits for us.
        let mut first = [0; 1];
        stdout.read_exact(&mut first).unwrap();
        let peak = peak(&format!("/proc/{}/status", child.id()));
        let mut report = vec![first[0]];
        stdout.read_to_end(&mut report).unwrap();
        assert!(child.wait().unwrap().success());
        let report: Value = serde_json::from_slice(&report).unwrap();
        assert_eq!(report["votes"], json!(VOICES * EACH), "{file}");
        assert!((1..100 * 1024).contains(&peak), "{file}: {peak} KiB");
    }
}

/// Most memory a process ever had, in KiB.
#[cfg(target_os = "linux")]
fn peak(status: &str) -> u64 {
    let text = fs::read_to_string(Path::new(status)).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
