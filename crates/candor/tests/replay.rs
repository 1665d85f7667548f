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
    assert_eq!(result["opinion"]["reading"], "too_little", "two takes make no map");
    let left: Vec<_> = fs::read_dir(folder.path().join("out")).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

/// Eight takes; on all but the last the camps take opposite sides.
const CAMPS: &str = r#"[chat]
title = "How we decide at Saltmarsh"

[[take]]
text = "Decide alone, tell everybody"
camps = [{ agree = 26, disagree = 3, pass = 1, reservations = 4 }, { agree = 4, disagree = 26 }]

[[take]]
text = "Ask first, ship later"
camps = [{ agree = 3, disagree = 27 }, { agree = 25, disagree = 4, pass = 1 }]

[[take]]
text = "A plan is a promise"
room = { agree = 31, disagree = 27, pass = 2 }
camps = [{ agree = 4, disagree = 24, pass = 2 }, { agree = 27, disagree = 3 }]

[[take]]
text = "Nobody needs a manager to say yes"
camps = [{ agree = 27, disagree = 3 }, { agree = 3, disagree = 27 }]

[[take]]
text = "Undo is cheaper than consent"
camps = [{ agree = 27, disagree = 3 }, { agree = 4, disagree = 26 }]

[[take]]
text = "Two signatures are one too many"
camps = [{ agree = 26, disagree = 4 }, { agree = 3, disagree = 26, pass = 1 }]

[[take]]
text = "Write the rule before the exception"
camps = [{ agree = 4, disagree = 26 }, { agree = 26, disagree = 4 }]

[[take]]
text = "A decision has a name under it"
camps = [{ agree = 28, disagree = 2 }, { agree = 27, disagree = 3 }]
"#;

#[test]
fn camps_are_found_said_and_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let output = replay(folder.path(), CAMPS);
    assert!(output.status.success(), "{}", said(&output));
    let read = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    let result: Value = serde_json::from_str(&read("result.json")).unwrap();
    let verdicts: Vec<&str> =
        result["takes"].as_array().unwrap().iter().map(|it| it["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts[..7], ["polarised"; 7]);
    assert_eq!(verdicts[7], "consensus_agree");
    let opinion = &result["opinion"];
    assert_eq!(opinion["reading"], "groups");
    let sizes: Vec<&Value> = opinion["groups"].as_array().unwrap().iter().map(|it| &it["voices"]).collect();
    assert_eq!(sizes, [30, 30]);
    assert_eq!(opinion["unite"], json!([{ "take": 8, "side": "agree", "share": null }]));
    assert!(opinion["silhouette"].as_f64() > opinion["null_silhouette"].as_f64());
    assert!(opinion["p"].as_f64().unwrap() <= 0.05);
    assert_eq!(result["takes"][0]["groups"].as_array().unwrap().len(), 2);
    assert_eq!(result["takes"][7]["groups"], json!([]));

    let article = read("recap.md");
    for part in ["Two camps.", "## Where the room stands", "two groups of people answered in different ways", "Group A"]
    {
        assert!(article.contains(part), "recap.md lacks {part:?}:\n{article}");
    }
    assert!(!article.contains("(map)"), "a downloaded article has a table for the map");
    assert!(read("recap.html").contains("<figure class=\"recap-chart recap-map\">"));
    // The same script, with other ids of everything, says the same.
    let again = tempfile::tempdir().unwrap();
    assert!(replay(again.path(), CAMPS).status.success());
    assert_eq!(fs::read_to_string(again.path().join("out/recap.md")).unwrap(), article);
    assert_eq!(fs::read_to_string(again.path().join("out/result.json")).unwrap(), read("result.json"));
}

#[test]
fn without_camps_a_split_is_a_split() {
    let folder = tempfile::tempdir().unwrap();
    // Every combination of four answers is given three times.
    let takes = (0..4_usize).map(|take| {
        let sides = (0..48_usize).map(|voice| if (voice >> take) & 1 == 0 { "\"agree\"" } else { "\"disagree\"" });
        format!("[[take]]\ntext = \"Take {take}\"\nswipes = [{}]\n", sides.collect::<Vec<_>>().join(", "))
    });
    let takes = takes.collect::<String>();
    let output = replay(folder.path(), &format!("[chat]\ntitle = \"Coins\"\n{takes}"));
    assert!(output.status.success(), "{}", said(&output));
    let read = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    let result: Value = serde_json::from_str(&read("result.json")).unwrap();
    for take in result["takes"].as_array().unwrap() {
        assert_eq!((&take["verdict"], &take["groups"]), (&json!("split"), &json!([])));
    }
    assert_eq!(result["opinion"]["groups"], json!([]));
    assert_ne!(result["opinion"]["reading"], "groups");
    let article = read("recap.md");
    assert!(article.contains("there are no clear groups") && !article.contains("Two camps"), "{article}");
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
