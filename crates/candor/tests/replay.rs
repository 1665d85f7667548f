//! `candor replay`, as people run it.

mod kit;

use kit::program::run;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Output;

const SCRIPT: &str = r#"[chat]
title = "How we work at Saltmarsh"
series = "Saltmarsh Culture Chats"
date = 2026-03-04

[[panel]]
name = "Ines Quill"
role = "Engineer"
place = "Lowhaven"
since = "2019"

[[take]]
text = "Meetings are work"
takeaway = "We meet less and write more."
room = { agree = 61, disagree = 38, pass = 3, reservations = 12 }
[[take.answer]]
by = "Ines Quill"
side = "disagree"
reservation = true
words = "Not on Fridays."
[[take.truth]]
side = "disagree"
words = "Half of mine could be a letter."
quote = true
[[take.truth]]
side = "agree"
words = "This stays in the room."

[[take]]
text = "Ship it, then polish it"
takeaway = "Polish is part of shipping."
swipes = ["agree", "agree!", "agree", "agree", "agree", "agree", "agree", "agree", "agree", "pass"]
[[take.truth]]
side = "agree"
words = "Customers tell us what to polish."
quote = true
name = "Odd Bergmann"
"#;

fn replay(folder: &Path, script: &str) -> Output {
    fs::write(folder.join("chat.toml"), script).unwrap();
    run(folder, &["replay", "chat.toml", "--out", "out"])
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_script_becomes_a_recap_and_its_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let output = replay(folder.path(), SCRIPT);
    assert!(output.status.success(), "{}", said(&output));
    let read = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).unwrap();

    let result: Value = serde_json::from_str(&read("result.json")).unwrap();
    assert_eq!((&result["voices"], &result["acknowledged"]), (&json!(102), &json!(112)));
    numbers(&result["takes"][0], [61, 38, 3, 12], "leaning_agree", [0.517_73, 0.705_91]);
    numbers(&result["takes"][1], [9, 0, 1, 1], "consensus_agree", [0.700_86, 1.0]);
    assert_eq!(result["takes"][0]["takeaway"], "We meet less and write more.");
    let answer = json!({ "by": "Ines Quill", "side": "disagree", "reservation": true, "words": "Not on Fridays." });
    for (key, value) in answer.as_object().unwrap() {
        assert_eq!(&result["takes"][0]["answers"][0][key], value, "{key}");
    }
    let truths = result["takes"][1]["truths"].as_array().unwrap();
    assert_eq!(truths[0]["words"], "Customers tell us what to polish.");
    assert_eq!(truths[0]["name"], "Odd Bergmann");

    for name in ["recap.md", "recap.html"] {
        let text = read(name);
        for part in [
            "Meetings are work",
            "We meet less and write more.",
            "Polish is part of shipping.",
            "Not on Fridays.",
            "Half of mine could be a letter.",
            "Customers tell us what to polish.",
            "Odd Bergmann",
            "Ines Quill",
        ] {
            assert!(text.contains(part), "{name} lacks {part:?}");
        }
        assert!(!text.contains("stays in the room"), "{name} quotes without consent");
    }
    // The numbers file is for whoever played the script: it has all truths, and says which may be quoted.
    let truths = result["takes"][0]["truths"].as_array().unwrap();
    let quote = |words: &str| truths.iter().find(|it| it["words"] == words).map(|it| it["quote"].clone());
    assert_eq!(quote("This stays in the room."), Some(json!(false)));
    assert_eq!(quote("Half of mine could be a letter."), Some(json!(true)));
    let left: Vec<_> = fs::read_dir(folder.path().join("out")).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

fn numbers(take: &Value, [agree, disagree, pass, reservations]: [u64; 4], verdict: &str, interval: [f64; 2]) {
    let counts = ["agree", "disagree", "pass", "reservations"].map(|key| take[key].as_u64().unwrap());
    assert_eq!(counts, [agree, disagree, pass, reservations]);
    assert_eq!(take["verdict"], verdict);
    let near = |is: &Value, wanted: f64| assert!((is.as_f64().unwrap() - wanted).abs() < 1e-5, "{is} is not {wanted}");
    for (is, wanted) in take["interval"].as_array().unwrap().iter().zip(interval) {
        near(is, wanted);
    }
    let sided = f64::from(u32::try_from(agree + disagree).unwrap());
    near(&take["share"], f64::from(u32::try_from(agree).unwrap()) / sided);
}

#[test]
fn wrong_scripts_are_refused_before_anything_is_written() {
    let long = "x".repeat(141);
    // A piece of the good script, what stands there instead, the line that is named, and a word of what is said.
    let cases: &[(&str, &str, usize, &str)] = &[
        ("title =", "titel =", 2, "did you mean `title`?"),
        ("[[panel]]", "[[pannel]]", 6, "did you mean `panel`?"),
        ("side = \"disagree\"", "side = \"left\"", 18, "use agree, disagree or pass"),
        ("by = \"Ines Quill\"", "by = \"Ines Quil\"", 17, "did you mean Ines Quill?"),
        ("Meetings are work", &long, 13, "141 characters"),
        ("Meetings are work", "", 13, "empty"),
        ("This stays in the room.", &long, 27, "141 characters"),
        ("Ship it, then polish it", "Meetings are work", 30, "say each take once"),
        ("reservations = 12", "reservations = 100", 15, "only 99 took a side"),
        ("swipes = [", "room = { agree = 8 }\nswipes = [", 33, "make them agree"),
        ("\"pass\"]", "\"maybe\"]", 32, "not a side"),
        ("2026-03-04", "\"yesterday\"", 4, "2026-03-04"),
        ("[[take]]", "[[take]", 12, ""),
    ];
    for (piece, instead, line, word) in cases {
        assert!(SCRIPT.contains(piece), "{piece}");
        let folder = tempfile::tempdir().unwrap();
        let output = replay(folder.path(), &SCRIPT.replacen(piece, instead, 1));
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{instead:.30}: {said}");
        assert!(said.starts_with(&format!("chat.toml:{line}: ")), "{instead:.30}: {said}");
        assert!(said.contains(word), "{instead:.30}: {said}");
        assert!(!folder.path().join("out").exists(), "{instead:.30}");
    }
}

#[test]
fn a_script_that_is_not_there_is_said_to_be_missing() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["replay", "nowhere.toml", "--out", "out"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).starts_with("nowhere.toml:1: "), "{}", said(&output));
    assert!(!folder.path().join("out").exists());
}
