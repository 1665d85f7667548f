use super::{BadScript, Script};
use chat::model::Door;
use std::path::Path;
use swarm::{Answer, Consent, Side};

const GOOD: &str = r#"[chat]
title = "Culture Chat 7"
date = 2026-03-04

[[panel]]
name = "Ines Quill"
since = 2019

[[take]]
text = "A take"
room = { agree = 3, disagree = 2, pass = 1, reservations = 4 }
[[take.answer]]
by = "Ines Quill"
side = "disagree"
reservation = true
words = "Not on Fridays."
[[take.truth]]
side = "disagree"
words = "Plain first."
quote = true
[[take.truth]]
side = "agree"
words = "By name."
quote = true
name = "Odd Bergmann"

[[take]]
text = "Another take"
swipes = ["agree", "disagree!", "pass"]
"#;

fn parse(text: &str) -> Result<Script, BadScript> {
    Script::parse(Path::new("s.toml"), text)
}

/// `GOOD` with one piece exchanged must be refused with this text.
#[track_caller]
fn refused(piece: &str, instead: &str, said: &str) {
    assert!(GOOD.contains(piece), "{piece} is not in the good script");
    let text = GOOD.replacen(piece, instead, 1);
    assert_eq!(parse(&text).unwrap_err().to_string(), said);
}

#[test]
fn a_good_script_is_read() {
    let script = parse(GOOD).unwrap();
    assert_eq!(script.date.as_deref(), Some("2026-03-04"));
    assert_eq!(script.panel[0].since.as_deref(), Some("2019"));
    assert_eq!(script.voices(), 6);
    let (agree, disagree) = (Side::Agree, Side::Disagree);
    assert_eq!(
        script.takes[0].swipes,
        [
            Answer::reserved(agree),
            Answer::reserved(agree),
            Answer::reserved(agree),
            Answer::reserved(disagree),
            Answer::plain(disagree),
            Answer::plain(Side::Pass),
        ]
    );
    assert_eq!(script.takes[1].swipes[1], Answer::reserved(disagree));
    // The unnamed truth goes to the voice without a reservation, the named one to the first of its side.
    assert_eq!((script.takes[0].truths[0].voice, script.takes[0].truths[1].voice), (4, 0));
    assert_eq!(script.takes[0].truths[1].consent, Consent::QuoteNamed);
    assert_eq!(script.names[0].as_deref(), Some("Odd Bergmann"));
    assert!(script.is_named());
    assert!(!parse(&GOOD.replace("name = \"Odd Bergmann\"", "")).unwrap().is_named());
}

#[test]
fn a_chat_may_ask_for_sign_in() {
    let (plain, signed) = ("date = 2026-03-04", "date = 2026-03-04\ndoor = \"signed\"");
    assert_eq!(parse(GOOD).unwrap().door, Door::Open);
    assert_eq!(parse(&GOOD.replace(plain, signed)).unwrap().door, Door::Signed);
    refused(plain, "door = \"singed\"", "s.toml:3: `singed` is not a door; did you mean signed?");
    refused(plain, "door = \"ajar\"", "s.toml:3: `ajar` is not a door; use open or signed");
    // Nobody is named, and a take has three answers.
    let few = GOOD.replace(plain, signed).replace("name = \"Odd Bergmann\"\n", "");
    let said = "s.toml:4: a confidential chat that asks for sign-in shows results from 5 answers up, take 2 has 3; add \
                voices, or name one";
    assert_eq!(parse(&few).unwrap_err().to_string(), said);
}

#[test]
fn form_is_refused_with_line_and_advice() {
    refused(
        "title =",
        "titel =",
        "s.toml:2: unknown field `titel`, expected one of `title`, `series`, `date`, `language`, `door`; did you mean `title`?",
    );
    refused(
        "[chat]",
        "[chatt]",
        "s.toml:1: unknown field `chatt`, expected one of `chat`, `panel`, `take`; did you mean `chat`?",
    );
    refused(
        "by = \"Ines Quill\"",
        "of = \"Ines\"",
        "s.toml:13: unknown field `of`, expected one of `by`, `side`, `reservation`, `words`; remove it",
    );
    refused(
        "agree = 3",
        "agree = -3",
        "s.toml:11: invalid value: integer `-3`, expected u32; give a value of that kind",
    );
    refused("title = \"Culture Chat 7\"\n", "", "s.toml:1: missing field `title`; add it");
}

#[test]
fn words_are_refused_with_line_and_advice() {
    let long = "x".repeat(141);
    refused("A take", &long, "s.toml:10: the take has 141 characters; shorten it to 140 characters");
    refused("Plain first.", &long, "s.toml:19: the truth has 141 characters; shorten it to 140 characters");
    refused(
        "Not on Fridays.",
        &"x".repeat(281),
        "s.toml:16: the answer has 281 characters; shorten it to 280 characters",
    );
    refused("A take", " ", "s.toml:10: the take is empty; write it, or leave the key out");
    refused(
        "A take",
        "A\\u0007take",
        "s.toml:10: the take holds a control or direction character; use plain text on one line",
    );
    refused("Another take", "A take", "s.toml:28: this take was there before; say each take once");
    refused("2026-03-04", "\"4 March\"", "s.toml:3: date `4 March` is not a day; write it as 2026-03-04");
}

#[test]
fn sides_and_people_are_refused_with_line_and_advice() {
    refused("\"pass\"", "\"passs\"", "s.toml:29: `passs` is not a side; did you mean pass?");
    refused("side = \"disagree\"", "side = \"left\"", "s.toml:14: `left` is not a side; use agree, disagree or pass");
    refused("\"pass\"", "\"pass!\"", "s.toml:29: a pass has no reservation; write \"pass\"");
    refused(
        "by = \"Ines Quill\"",
        "by = \"Ines Quil\"",
        "s.toml:13: `Ines Quil` is not on the panel; did you mean Ines Quill?",
    );
    refused(
        "[[take]]",
        "[[panel]]\nname = \"Ines Quill\"\n[[take]]",
        "s.toml:10: Ines Quill is on the panel twice; name each panellist once",
    );
}

#[test]
fn counts_are_refused_with_line_and_advice() {
    refused(
        "reservations = 4",
        "reservations = 6",
        "s.toml:11: 6 reservations, but only 5 took a side; count reservations among agree and disagree",
    );
    refused(
        "swipes = [",
        "room = { agree = 2, disagree = 1 }\nswipes = [",
        "s.toml:30: the list holds 1 agree, 1 disagree, 1 pass, 1 reservations, \
         the room 2 agree, 1 disagree, 0 pass, 0 reservations; make them agree, or keep one of them",
    );
    refused(
        "swipes = [\"agree\", \"disagree!\", \"pass\"]",
        "",
        "s.toml:27: this take says nothing about the room; add room = { … } or swipes = [ … ]",
    );
    refused(
        "agree = 3, disagree = 2, pass = 1, reservations = 4",
        "disagree = 2",
        "s.toml:21: no voice is left that swiped as Odd Bergmann writes; \
         let more voices swipe that side, or change the side",
    );
    refused(
        "agree = 3, disagree = 2, pass = 1, reservations = 4",
        "agree = 5",
        "s.toml:17: more truths than voices that swiped disagree; let more voices swipe that side, or drop the truth",
    );
}

const CAMPS: &str = r#"[chat]
title = "Two camps"

[[take]]
text = "One"
camps = [{ agree = 9, disagree = 1, reservations = 2 }, { agree = 2, disagree = 7, pass = 1 }]

[[take]]
text = "Two"
room = { agree = 10, disagree = 10 }
camps = [{ agree = 2, disagree = 8 }, { agree = 8, disagree = 2 }]

[[take]]
text = "Three"
room = { agree = 3, disagree = 2 }
"#;

#[test]
fn a_camp_is_the_same_voices_on_every_take() {
    let script = parse(CAMPS).unwrap();
    assert_eq!(script.voices(), 20);
    let count = |take: usize, voices: std::ops::Range<usize>, side: Side| {
        script.takes[take].swipes[voices].iter().filter(|it| it.side == side).count()
    };
    assert_eq!((count(0, 0..10, Side::Agree), count(0, 10..20, Side::Disagree)), (9, 7));
    assert_eq!((count(1, 0..10, Side::Disagree), count(1, 10..20, Side::Agree)), (8, 8));
    // Within a camp the lot decides, and it decides the same every time.
    assert_ne!(script.takes[0].swipes[0..10], parse(CAMPS).unwrap().takes[1].swipes[0..10]);
    assert_eq!(script, parse(CAMPS).unwrap());
    assert_eq!(script.takes[0].camps.len(), 2);
    assert!(script.takes[2].camps.is_empty());
}

#[test]
fn camps_are_refused_with_line_and_advice() {
    for (piece, instead, said) in [
        (
            "agree = 8, disagree = 2 }",
            "agree = 8, disagree = 1 }",
            "s.toml:11: the camps have 10, 9 voices, before 10, 10; give each camp the same number of voices on every take\n\
             s.toml:11: the camps hold 10 agree, 9 disagree, 0 pass, 0 reservations, \
             the room 10 agree, 10 disagree, 0 pass, 0 reservations; make them agree, or keep one of them",
        ),
        (
            "reservations = 2",
            "reservations = 11",
            "s.toml:6: 11 reservations, but only 10 took a side; count reservations among agree and disagree",
        ),
        (
            "room = { agree = 10, disagree = 10 }",
            "swipes = [\"agree\"]",
            "s.toml:11: a list of swipes has its camps in it; keep swipes = [ … ] or camps = [ … ]",
        ),
        (
            ", { agree = 2, disagree = 7, pass = 1 }",
            "",
            "s.toml:6: one camp is no camp; list at least two, or use room = { … }\n\
             s.toml:11: the camps have 10, 10 voices, before 10; give each camp the same number of voices on every take",
        ),
        (
            "agree = 9,",
            "agree = 4000000000,",
            "s.toml:6: 4000000001 voices are too many; a chat has at most 20000 seats",
        ),
        (
            "disagree = 7,",
            "disagre = 7,",
            "s.toml:6: unknown field `disagre`, expected one of `agree`, `disagree`, `pass`, \
             `reservations`; did you mean `disagree`?",
        ),
    ] {
        assert!(CAMPS.contains(piece), "{piece}");
        let found = parse(&CAMPS.replacen(piece, instead, 1)).unwrap_err().to_string();
        assert!(found.starts_with(said), "{found}");
    }
}

#[test]
fn all_faults_are_said_at_once() {
    let text = GOOD.replace("A take", "").replace("disagree!", "maybe");
    assert_eq!(parse(&text).unwrap_err().faults.len(), 2);
}

#[test]
fn no_take_is_refused() {
    let said = parse("[chat]\ntitle = \"x\"\n").unwrap_err().to_string();
    assert_eq!(said, "s.toml:3: there is no take; add a [[take]] with text and room or swipes");
}
