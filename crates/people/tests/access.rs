//! The access decision, as a table: every hat, standing and kind of row.

use axum::http::StatusCode;
use newtype_uuid::TypedUuid;
use people::Person;
use people::access::{Actor, Decision, Deny, Row, Standing, Who, decide, row};
use uuid::Uuid;

fn person(is_host: bool, is_admin: bool) -> Actor {
    let id = TypedUuid::from_u128(7);
    Actor::Person(Person { id, name: "Ida".into(), is_host, is_admin })
}

fn actors() -> [(&'static str, Actor); 7] {
    [
        ("stranger", Actor::Stranger),
        ("voice", Actor::Voice(Uuid::from_u128(1))),
        ("screen", Actor::Screen),
        ("person", person(false, false)),
        ("host", person(true, false)),
        ("admin", person(false, true)),
        ("both", person(true, true)),
    ]
}

const STANDINGS: [(&str, Standing); 4] = [
    ("none", Standing::None),
    ("owner", Standing::Owner),
    ("voice", Standing::VoiceInIt),
    ("screen", Standing::ScreenOfIt),
];

/// Lists who is allowed under `who`, as `actor/standing`, and checks that no other combination is.
fn check(who: Who, allowed: &[&str]) {
    let rows = [Row::new("chat", "edit", who)];
    let mut found = Vec::new();
    for (actor_name, actor) in actors() {
        for (standing_name, standing) in STANDINGS {
            if decide(&rows, &actor, "chat", "edit", standing) == Decision::Allow {
                found.push(format!("{actor_name}/{standing_name}"));
            }
        }
    }
    assert_eq!(found, allowed, "{who:?}");
}

fn of(names: &[&str]) -> Vec<String> {
    names.iter().flat_map(|name| STANDINGS.map(|(standing, _)| format!("{name}/{standing}"))).collect()
}

fn check_any_standing(who: Who, names: &[&str]) {
    let all = of(names);
    check(who, &all.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn only_the_hat_and_standing_of_the_row() {
    check(Who::VoiceOfIt, &["voice/voice"]);
    check(Who::ScreenOfIt, &["screen/screen"]);
    check(Who::HostOfIt, &["host/owner", "both/owner"]);
    check_any_standing(Who::AnyHost, &["host", "both"]);
    check_any_standing(Who::Admin, &["admin", "both"]);
    check_any_standing(Who::AnySigned, &["person", "host", "admin", "both"]);
    check_any_standing(Who::Anyone, &["stranger", "voice", "screen", "person", "host", "admin", "both"]);
}

fn denied(who: Who, actor: &Actor, standing: Standing, expect: Deny) {
    let rows = [Row::new("chat", "edit", who)];
    let decision = decide(&rows, actor, "chat", "edit", standing);
    assert_eq!(decision, Decision::Deny(expect), "{who:?} {actor:?} {standing:?}");
}

#[test]
fn a_refusal_says_no_more_than_it_may() {
    for nobody in [Actor::Stranger, Actor::Voice(Uuid::nil()), Actor::Screen] {
        for who in [Who::HostOfIt, Who::AnyHost, Who::Admin, Who::AnySigned] {
            denied(who, &nobody, Standing::None, Deny::SignIn);
        }
    }
    denied(Who::HostOfIt, &person(true, true), Standing::None, Deny::Hidden);
    denied(Who::HostOfIt, &person(false, false), Standing::None, Deny::Hidden);
    denied(Who::HostOfIt, &person(false, true), Standing::Owner, Deny::NotHost);
    denied(Who::AnyHost, &person(false, true), Standing::None, Deny::NotHost);
    denied(Who::Admin, &person(true, false), Standing::Owner, Deny::NotAdmin);
    denied(Who::VoiceOfIt, &person(true, true), Standing::Owner, Deny::Hidden);
    denied(Who::ScreenOfIt, &Actor::Screen, Standing::None, Deny::Hidden);
}

#[test]
fn no_row_or_two_rows_deny() {
    let rows = [
        Row::new("chat", "edit", Who::Anyone),
        Row::new("chat", "read", Who::Anyone),
        Row::new("chat", "read", Who::Admin),
    ];
    let ask = |object, action| decide(&rows, &person(true, true), object, action, Standing::Owner);
    assert_eq!(ask("chat", "edit"), Decision::Allow);
    assert_eq!(ask("chat", "read"), Decision::Deny(Deny::NoRow));
    assert_eq!(ask("chat", "burn"), Decision::Deny(Deny::NoRow));
    assert_eq!(ask("recap", "edit"), Decision::Deny(Deny::NoRow));
    assert!(row(&rows, "chat", "read").is_none());
}

#[test]
fn each_refusal_has_its_status() {
    let statuses = [
        (Deny::SignIn, StatusCode::UNAUTHORIZED),
        (Deny::NotHost, StatusCode::FORBIDDEN),
        (Deny::NotAdmin, StatusCode::FORBIDDEN),
        (Deny::Hidden, StatusCode::NOT_FOUND),
        (Deny::NoRow, StatusCode::FORBIDDEN),
    ];
    for (deny, status) in statuses {
        let problem = Decision::Deny(deny).or_problem().expect_err("a refusal");
        assert_eq!(problem.status(), status, "{deny:?}");
    }
    assert!(Decision::Allow.or_problem().is_ok());
}
