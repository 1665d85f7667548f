//! Real conversations, where they are at hand. They are not part of this repository.

use super::kit::program::run;
use super::timeless;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/polis");
    std::env::var_os("POLIS_DATA").map_or_else(beside, PathBuf::from)
}

/// Every conversation, or nothing and a word about it.
fn conversations() -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder()) else {
        eprintln!("SKIPPED: the conversations are not at {}", folder().display());
        return Vec::new();
    };
    let folders = entries.map(|it| it.unwrap().path()).filter(|path| path.join("expected.json").exists());
    let folders: Vec<_> = folders.collect();
    assert_eq!(folders.len(), 10);
    folders
}

fn file(folder: &Path, name: &str) -> Option<String> {
    let names = [format!("{name}.csv"), format!("{name}.csv.gz")];
    names.into_iter().find(|it| folder.join(it).exists())
}

fn report(folder: &Path, args: &[&str]) -> Value {
    let output = run(folder, &[&["opinion"], args].concat());
    assert!(output.status.success(), "{}: {}", folder.display(), String::from_utf8_lossy(&output.stderr));
    timeless(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn counts_are_those_of_the_conversations() {
    for folder in conversations() {
        let expected: Value = serde_json::from_slice(&fs::read(folder.join("expected.json")).unwrap()).unwrap();
        let name = folder.display();
        let matrix = file(&folder, "participants-votes").unwrap();
        let found = report(&folder, &[&matrix, "--groups", &matrix]);
        for (key, theirs) in [("voices", "n_participants"), ("takes", "n_statements"), ("votes", "n_votes")] {
            assert_eq!(found[key], expected[theirs], "{name}: {key}");
        }
        let sizes: serde_json::Map<_, _> = found["groups"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| (it["name"].as_str().unwrap().to_owned(), it["size"].clone()))
            .collect();
        assert_eq!(Value::Object(sizes), expected["published_groups"], "{name}");
        let takes = found["per_take"].as_array().unwrap();
        let statements = expected["statements"].as_array().unwrap();
        assert_eq!(takes.len(), statements.len(), "{name}");
        let mut out = Vec::new();
        for (take, statement) in takes.iter().zip(statements) {
            assert_eq!(take["take"], statement["id"], "{name}");
            for key in ["agree", "disagree", "pass"] {
                assert_eq!(take[key], statement[key], "{name}: {statement}");
            }
            for group in take["groups"].as_array().unwrap() {
                let counts = json!([group["agree"], group["disagree"], group["pass"]]);
                assert_eq!(counts, statement["by_group"][group["group"].as_str().unwrap()], "{name}: {statement}");
            }
            if take["out"] == true {
                out.push(take["take"].clone());
            }
        }
        // Statements that were rejected before anybody saw them have no column.
        let known = |id: &&Value| statements.iter().any(|it| it["id"] == **id);
        let rejected: Vec<_> = expected["mod_out"].as_array().unwrap().iter().filter(known).cloned().collect();
        assert_eq!(out, rejected, "{name}");
    }
}

#[test]
fn events_and_matrix_give_one_report() {
    let mut compared = 0;
    for folder in conversations() {
        let Some(events) = file(&folder, "votes") else { continue };
        let matrix = file(&folder, "participants-votes").unwrap();
        let of = |file: &str| report(&folder, &[file, "--draws", "0"]);
        assert_eq!(of(&events), of(&matrix), "{}", folder.display());
        compared += 1;
    }
    assert!(compared == 9 || conversations().is_empty(), "{compared}");
}
