//! `candor coach`, as people run it.

use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Output, Stdio};

fn run(args: &str, text: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_candor"))
        .arg("coach")
        .args(args.split_whitespace())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that has read enough closes its end.
    let _ = child.stdin.take().unwrap().write_all(text);
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn report(args: &str, text: &str) -> Value {
    let output = run(args, text.as_bytes());
    assert!(output.status.success(), "{args} {text}: {}", said(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn checks(report: &Value) -> Vec<&str> {
    report["hints"].as_array().unwrap().iter().map(|hint| hint["check"].as_str().unwrap()).collect()
}

#[test]
fn hints_come_with_their_place_question_and_example() {
    // An emoji and an accent: places count characters, not bytes and not UTF-16.
    let text = "👋 Zoë: on Tuesday you are lazy about the tests, so the release waited a day for me. \
                Could you please run them before you ask for a review next time?";
    let report = report("--lang en", text);
    assert_eq!(report["language"], "en");
    let hints = report["hints"].as_array().unwrap();
    assert_eq!(checks(&report), ["person"], "{report}");
    let place = |name: &str| usize::try_from(hints[0][name].as_u64().unwrap()).unwrap();
    let marked: String = text.chars().skip(place("start")).take(place("end") - place("start")).collect();
    assert_eq!(marked, "you are lazy");
    assert!(hints[0]["question"].as_str().unwrap().ends_with('?'));
    let keys: Vec<_> = hints[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["check", "start", "end", "question", "example"]);
    assert_eq!(report.as_object().unwrap().len(), 2);
}

#[test]
fn all_hints_come_and_the_most_important_first() {
    let report =
        report("", "You are lazy, Mei told me that you never listen!!! Everybody knows that you are an idiot.");
    let mut seen = checks(&report);
    seen.dedup();
    assert_eq!(
        seen,
        ["tone", "third_party", "next_step", "why", "specific", "person", "absolute", "length"],
        "{report}"
    );
}

#[test]
fn the_event_date_is_held_against_the_clock() {
    let text = "At the handover you told the relatives what you knew, so nobody was afraid. Please keep doing that with all the \
                others who come and ask about the operation.";
    assert_eq!(checks(&report("--event-date 2020-01-31", text)), ["timely"]);
    let today = jiff::Timestamp::from_second(std::time::UNIX_EPOCH.elapsed().unwrap().as_secs().try_into().unwrap())
        .unwrap()
        .to_zoned(jiff::tz::TimeZone::system())
        .date();
    assert_eq!(checks(&report(&format!("--event-date {today}"), text)), [""; 0]);
}

#[test]
fn a_confidential_text_is_looked_at_for_what_tells_the_writer() {
    let text = "As your only tester I saw on 9 June that the login page was broken, so testing stopped for two hours. \
                Could you run the smoke test before you hand over?";
    assert!(!checks(&report("--identity named", text)).contains(&"identifies"));
    assert!(checks(&report("--identity confidential", text)).contains(&"identifies"));
}

#[test]
fn another_language_is_named_and_what_was_not_checked_is_said() {
    let text = "Du hast gestern in der Besprechung den Punkt geschlossen, bevor der Kundendienst antworten konnte. Das war \
                schade, denn die Kunden haben es zuerst gemerkt. Kannst du beim nächsten Mal bitte vorher fragen?";
    for args in ["", "--lang en"] {
        let output = run(args, text.as_bytes());
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((&report["language"], checks(&report)), (&json!("de"), vec![]), "{args}");
        assert!(said(&output).contains("not checked in this language (de): tone, next_step"), "{}", said(&output));
    }
    assert_eq!(report("--lang es", "Muy bien.")["language"], "es");
    assert_eq!(report("--lang de", "Ok.")["language"], "de");
}

#[test]
fn what_cannot_be_read_is_refused_with_words_that_help() {
    let long = "word ".repeat(300_000);
    for (args, text, expected) in [
        ("", &b""[..], "candor: there is no text; write it to standard input"),
        ("", b" \n\t\x00", "candor: there is no text"),
        ("", b"you \xFF are", "candor: the text is not UTF-8 from byte 4 on; save it as UTF-8"),
        ("", long.as_bytes(), "candor: the text has more than 1048576 bytes; shorten it"),
        ("--event-date 2999-01-01", b"x", "candor: --event-date 2999-01-01 lies ahead of today"),
        ("--event-date 31.01.2026", b"x", "error: invalid value '31.01.2026' for '--event-date <DATE>': no such day"),
        ("--lang klingon", b"x", "error: invalid value 'klingon' for '--lang <CODE>': no such language"),
        ("--identity anonymous", b"x", "error: invalid value 'anonymous' for '--identity <IDENTITY>'"),
    ] {
        let output = run(args, text);
        assert_eq!(output.status.code(), Some(2), "{args}: {}", said(&output));
        assert!(output.stdout.is_empty(), "{args}");
        assert!(said(&output).starts_with(expected), "{args}: {}", said(&output));
    }
}

#[test]
fn strange_texts_do_no_harm() {
    let megabyte = "You always interrupt me in the meeting on Monday. ".repeat(20_000);
    for text in [
        megabyte.as_str(),
        "\u{202E}ydal era uoy\u{202C} \u{0}\u{7}\u{1B}[31m you are lazy",
        "👩‍👩‍👧‍👦👍🏽🇪🇸",
        "！！！。。。？",
        "a\u{301}\u{301}\u{301}\u{301}",
    ] {
        let report = report("--identity confidential", text);
        let length = text.chars().count() as u64;
        for hint in report["hints"].as_array().unwrap() {
            let (start, end) = (hint["start"].as_u64().unwrap(), hint["end"].as_u64().unwrap());
            assert!(start < end && end <= length, "{hint}");
        }
    }
}
