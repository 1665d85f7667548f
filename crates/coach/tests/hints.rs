//! What each check asks about, and what it leaves alone.

use coach::{Check, Day, Hint, Identity, Language, Settings, advise, shown};

fn settings() -> Settings<'static> {
    Settings { expected: Some(Language::ENGLISH), ..Settings::on(Day::new(2026, 6, 15).unwrap()) }
}

/// The words that a check marks.
fn marked<'a>(check: Check, text: &'a str, settings: &Settings<'_>) -> Vec<&'a str> {
    let hints = advise(text, settings).hints;
    hints.iter().filter(|hint| hint.check == check).map(|hint| &text[hint.start..hint.end]).collect()
}

fn check(check: Check, cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(marked(check, text, &settings()), *expected, "{text}");
    }
}

#[test]
fn tone() {
    check(
        Check::Tone,
        &[
            ("You idiot, the build is red.", &["You idiot"]),
            ("Fix it or find another job.", &["find another job"]),
            ("It broke AND YOU KNOW IT, again!!!", &["AND YOU KNOW IT", "!!!"]),
            ("The SLA of the API and the HTTP gateway broke!", &[]),
            ("You killed the stupid process and the patient is blind.", &[]),
            ("I am so angry about it.", &["I am so angry"]),
            ("Eres idiota y no sabes hablar con los clientes.", &["Eres idiota"]),
        ],
    );
}

#[test]
fn third_party() {
    check(
        Check::ThirdParty,
        &[
            ("Joris told me that you were late.", &["Joris told me that you"]),
            ("Unlike Mei, you forgot it.", &["Unlike Mei"]),
            ("You interrupted Mei twice on Monday.", &[]),
            ("Support said the ticket is open.", &[]),
        ],
    );
    let known = Settings { people: &["Mei Haruna", "Joris Bosman"], readers: &["Joris Bosman"], ..settings() };
    assert_eq!(marked(Check::ThirdParty, "Joris, you interrupted Mei Haruna.", &known), ["Mei Haruna"]);
    let german = "Du hast Mei gestern in der Besprechung unterbrochen, und das war für uns alle nicht schön.";
    assert_eq!(marked(Check::ThirdParty, german, &known), ["Mei"]);
    // A word that is also somebody's name needs its capital.
    let rose = Settings { people: &["Rose Tan"], ..settings() };
    assert_eq!(marked(Check::ThirdParty, "The costs rose.", &rose), [""; 0]);
}

#[test]
fn identifies() {
    let hidden = Settings { identity: Identity::Confidential, ..settings() };
    for (text, expected) in [
        ("As your manager I saw it.", &["As your"][..]),
        ("I saw it on 9 June at 14:20.", &["9 June", "14:20"]),
        ("Write to me at me@example.org please.", &["@example.org"]),
        ("Hello Mei, thanks for the talk with Joris.", &["Joris"]),
        ("You helped on Monday, in Excel. Kalina", &["Kalina"]),
        ("You helped on Monday.", &[]),
    ] {
        assert_eq!(marked(Check::Identifies, text, &hidden), expected, "{text}");
        assert_eq!(marked(Check::Identifies, text, &settings()), [""; 0], "{text}");
    }
}

#[test]
fn person_and_absolute() {
    check(
        Check::Person,
        &[
            ("You're so arrogant.", &["You're so arrogant"]),
            ("You are late.", &[]),
            ("You are lazy loading the images.", &["You are lazy"]),
            ("You don't care about us.", &["You don't care"]),
            ("If you do not care, say so.", &[]),
        ],
    );
    check(
        Check::Absolute,
        &[
            ("You never listen.", &["You never"]),
            ("Never mind, you can always ask.", &[]),
            ("The server never answers.", &[]),
            ("Nunca contestas a los correos de los clientes.", &["Nunca contestas"]),
        ],
    );
}

#[test]
fn next_step_why_and_specific() {
    let says = |text: &str, check| !marked(check, text, &settings()).is_empty();
    for (text, check, missing) in [
        ("You did well.", Check::NextStep, true),
        ("You did well, keep doing it.", Check::NextStep, false),
        ("Could you ask first?", Check::NextStep, false),
        ("You closed the point on Monday.", Check::Why, true),
        ("You closed the point on Monday, so the client left.", Check::Why, false),
        ("Your mails are unclear.", Check::Specific, true),
        ("Your mail of Monday was unclear.", Check::Specific, false),
    ] {
        assert_eq!(says(text, check), missing, "{check}: {text}");
    }
}

#[test]
fn timely() {
    let today = Day::new(2026, 6, 15).unwrap();
    let on = |event: &str| Settings { event: Some(event.parse().unwrap()), ..settings() };
    let kinds = |text: &str, settings: &Settings<'_>| {
        let hints = advise(text, settings).hints;
        hints.into_iter().filter(|hint| hint.check == Check::Timely).map(|hint| hint.kind).collect::<Vec<_>>()
    };
    for (event, expected) in [
        ("2026-06-15", None),
        ("2026-06-01", None),
        ("2026-05-31", Some("late")),
        ("2026-05-01", Some("late")),
        ("2026-04-30", Some("old")),
        ("2026-07-01", None),
    ] {
        assert_eq!(kinds("You helped.", &on(event)), expected.into_iter().collect::<Vec<_>>(), "{event}");
    }
    for (text, expected) in [
        ("You helped me three weeks ago.", Some("late")),
        ("You helped me in March.", Some("old")),
        ("We meet in July.", None),
        ("You helped me last year.", Some("old")),
        ("You helped me yesterday with the plan of last year.", None),
        ("I should have said it earlier: you helped me in March.", None),
        ("You helped me on 2026-02-01.", Some("old")),
        ("You helped me on 12 June.", None),
        ("Me ayudaste mucho en enero con los pacientes.", Some("old")),
    ] {
        assert_eq!(kinds(text, &Settings::on(today)), expected.into_iter().collect::<Vec<_>>(), "{text}");
    }
}

#[test]
fn length_and_clarity() {
    let kinds = |text: &str, check: Check| {
        let hints = advise(text, &settings()).hints;
        hints.into_iter().filter(|hint| hint.check == check).map(|hint| hint.kind).collect::<Vec<_>>()
    };
    let words = |n: usize| "word ".repeat(n);
    assert_eq!(kinds(&words(24), Check::Length), ["short"]);
    assert_eq!(kinds(&words(25), Check::Length), [""; 0]);
    assert_eq!(kinds(&words(26), Check::Length), ["sentences"]);
    assert_eq!(kinds(&"Five words in a row. ".repeat(36), Check::Length), [""; 0]);
    assert_eq!(kinds(&"Five words in a row. ".repeat(37), Check::Length), ["long"]);
    let long = format!("On Monday you said that it was {}.", "and then the ".repeat(12));
    assert_eq!(kinds(&long, Check::Clarity), ["sentence"]);
}

#[test]
fn at_most_two_hints_are_shown_of_different_checks() {
    let text = "You idiot, you moron. Joris told me that you are lazy.";
    let hints = advise(text, &settings()).hints;
    let checks: Vec<Check> = shown(&hints).iter().map(|hint| hint.check).collect();
    assert_eq!(checks, [Check::Tone, Check::ThirdParty]);
    let dismissed: Vec<Hint> = hints.into_iter().filter(|hint| hint.check != Check::Tone).collect();
    assert_eq!(shown(&dismissed).first().map(|hint| hint.check), Some(Check::ThirdParty));
}

#[test]
fn other_languages_get_what_needs_no_words() {
    for (text, code) in [
        ("Du bist faul, und das weiß jeder hier. Am Montag hast du die Kunden schon wieder warten lassen.", "de"),
        (
            "Tu es paresseux et tout le monde le sait. Lundi, tu as encore fait attendre les clients pendant une heure.",
            "fr",
        ),
        ("Você é preguiçoso e todos sabem disso. Na segunda-feira você deixou os clientes esperando outra vez.", "pt"),
        ("あなたは怠け者です。月曜日にまたお客様を待たせました。", "ja"),
    ] {
        let found = advise(text, &settings());
        assert_eq!(found.language.code(), code, "{text}");
        assert!(found.unchecked.contains(&Check::Tone) && !found.unchecked.contains(&Check::Length));
        assert!(found.hints.iter().all(|hint| hint.check == Check::Length), "{text}");
    }
}
