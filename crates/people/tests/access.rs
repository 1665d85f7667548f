//! The access decision, as a table: every hat, standing and kind of row.

use axum::http::StatusCode;
use jiff::Timestamp;
use jiff::civil::date;
use newtype_uuid::TypedUuid;
use people::access::{Actor, Because, Decision, Deny, FieldRow, Row, Scene, Standing, Wearer, Who, decide, row};
use people::access::{may_read, readable};
use people::model::{Grant, Roles};
use people::{Hat, Person, Role};
use uuid::Uuid;

fn now() -> Timestamp {
    "2026-03-04T12:00:00Z".parse().unwrap()
}

fn holding(grants: Vec<Grant>, hat: Hat) -> Actor {
    let person = Person { id: TypedUuid::from_u128(7), name: "Ida".into(), roles: Roles(grants) };
    Actor::Person(Wearer { person, hat })
}

/// Somebody with these roles since long, under this hat.
fn person(roles: &[Role], hat: Hat) -> Actor {
    let grant = |role: &Role| Grant { n: 1, role: *role, team: None, from: date(2020, 1, 1), until: None };
    holding(roles.iter().map(grant).collect(), hat)
}

/// Everybody holds every role, so that the hat alone decides.
fn actors() -> [(&'static str, Actor); 7] {
    [
        ("stranger", Actor::Stranger),
        ("voice", Actor::Voice(Uuid::from_u128(1))),
        ("screen", Actor::Screen),
        ("member", person(&Role::ALL, Hat::Member)),
        ("host", person(&Role::ALL, Hat::Host)),
        ("partner", person(&Role::ALL, Hat::Partner)),
        ("admin", person(&Role::ALL, Hat::Admin)),
    ]
}

fn scene(standing: Standing) -> Scene {
    Scene::of(standing, now())
}

/// Lists who is allowed under `who`, as `actor/standing`, and checks that no other combination is.
fn check(who: Who, allowed: &[&str]) {
    let rows = [Row::new("chat", "edit", who)];
    let mut found = Vec::new();
    for (name, actor) in actors() {
        for standing in Standing::ALL {
            if decide(&rows, &actor, "chat", "edit", scene(standing)).is_yes() {
                found.push(format!("{name}/{standing:?}"));
            }
        }
    }
    assert_eq!(found, allowed, "{who:?}");
}

fn of(names: &[&str], but: &[Standing]) -> Vec<String> {
    let standings = Standing::ALL.into_iter().filter(|it| !but.contains(it));
    let all: Vec<_> = standings.collect();
    names.iter().flat_map(|name| all.iter().map(move |standing| format!("{name}/{standing:?}"))).collect()
}

fn check_any_standing(who: Who, names: &[&str], but: &[Standing]) {
    let all = of(names, but);
    check(who, &all.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn only_the_hat_and_standing_of_the_row() {
    check(Who::VoiceOfIt, &["voice/VoiceInIt"]);
    check(Who::ScreenOfIt, &["screen/ScreenOfIt"]);
    check(Who::HostOfIt, &["host/Owner", "host/CoHost"]);
    check(Who::OwnerOfIt, &["host/Owner"]);
    check(Who::Subject, &["member/Subject", "host/Subject", "partner/Subject", "admin/Subject"]);
    check(Who::Manager, &["member/Manager", "host/Manager"]);
    check(Who::Above, &["member/Above", "host/Above"]);
    check(Who::PartnerInScope, &["partner/PartnerInScope"]);
    check_any_standing(Who::AnyHost, &["host"], &[Standing::Subject]);
    check_any_standing(Who::AnyPartner, &["partner"], &[Standing::Subject]);
    check_any_standing(Who::Admin, &["admin"], &[Standing::Subject]);
    check_any_standing(Who::AnySigned, &["member", "host", "partner", "admin"], &[]);
    check_any_standing(Who::Anyone, &["stranger", "voice", "screen", "member", "host", "partner", "admin"], &[]);
}

#[test]
fn a_hat_is_worth_nothing_without_its_role() {
    let cases = [(Who::AnyHost, Hat::Host), (Who::AnyPartner, Hat::Partner), (Who::Admin, Hat::Admin)];
    for (who, hat) in cases {
        let rows = [Row::new("chat", "edit", who)];
        let role = hat.role().unwrap();
        let held = |from, until| holding(vec![Grant { n: 1, role, team: None, from, until }], hat);
        let ask = |actor: &Actor| decide(&rows, actor, "chat", "edit", scene(Standing::None)).is_yes();
        assert!(!ask(&person(&[], hat)));
        assert!(!ask(&held(date(2026, 3, 5), None)), "from tomorrow on");
        assert!(!ask(&held(date(2020, 1, 1), Some(date(2026, 3, 4)))), "until yesterday");
        assert!(ask(&held(date(2026, 3, 4), Some(date(2026, 3, 5)))), "today");
    }
}

fn denied(who: Who, actor: &Actor, standing: Standing, expect: Deny) {
    let rows = [Row::new("chat", "edit", who)];
    let decision = decide(&rows, actor, "chat", "edit", scene(standing));
    assert_eq!(decision, Decision::Deny(expect), "{who:?} {actor:?} {standing:?}");
}

#[test]
fn a_refusal_says_no_more_than_it_may() {
    for nobody in [Actor::Stranger, Actor::Voice(Uuid::nil()), Actor::Screen] {
        for who in Who::ALL {
            if ![Who::Anyone, Who::VoiceOfIt, Who::ScreenOfIt].contains(&who) {
                denied(who, &nobody, Standing::None, Deny::SignIn);
            }
        }
    }
    let host = person(&[Role::Host], Hat::Host);
    let admin = person(&[Role::Admin], Hat::Admin);
    let member = person(&[], Hat::Member);
    denied(Who::HostOfIt, &host, Standing::None, Deny::Hidden);
    denied(Who::HostOfIt, &member, Standing::None, Deny::Hidden);
    denied(Who::HostOfIt, &admin, Standing::Owner, Deny::NotHost);
    denied(Who::OwnerOfIt, &host, Standing::CoHost, Deny::Hidden);
    denied(Who::AnyHost, &admin, Standing::None, Deny::NotHost);
    denied(Who::AnyPartner, &admin, Standing::None, Deny::NotPartner);
    denied(Who::Admin, &host, Standing::Owner, Deny::NotAdmin);
    denied(Who::Manager, &admin, Standing::None, Deny::Hidden);
    denied(Who::VoiceOfIt, &host, Standing::Owner, Deny::Hidden);
    denied(Who::ScreenOfIt, &Actor::Screen, Standing::None, Deny::Hidden);
}

#[test]
fn who_has_the_role_is_told_of_the_hat() {
    let under = |hat| person(&Role::ALL, hat);
    denied(Who::Admin, &under(Hat::Host), Standing::None, Deny::WrongHat(Hat::Admin));
    denied(Who::AnyHost, &under(Hat::Admin), Standing::None, Deny::WrongHat(Hat::Host));
    denied(Who::HostOfIt, &under(Hat::Admin), Standing::Owner, Deny::WrongHat(Hat::Host));
    denied(Who::AnyPartner, &under(Hat::Member), Standing::None, Deny::WrongHat(Hat::Partner));
    // What is not theirs under any hat stays hidden.
    denied(Who::HostOfIt, &under(Hat::Admin), Standing::None, Deny::Hidden);
}

#[test]
fn the_subject_has_a_subjects_rights_alone() {
    for hat in Hat::ALL {
        let subject = person(&Role::ALL, hat);
        denied(Who::Admin, &subject, Standing::Subject, Deny::OwnRecord);
        denied(Who::AnyPartner, &subject, Standing::Subject, Deny::OwnRecord);
        denied(Who::PartnerInScope, &subject, Standing::Subject, Deny::Hidden);
        denied(Who::Manager, &subject, Standing::Subject, Deny::Hidden);
    }
}

#[test]
fn a_row_holds_in_its_states() {
    let rows = [Row::of("recap", "edit", &[Who::HostOfIt, Who::Manager]).in_states(&["draft"])];
    let host = person(&[Role::Host], Hat::Host);
    let ask = |scene: Scene| decide(&rows, &host, "recap", "edit", scene);
    assert_eq!(ask(scene(Standing::Owner).state("draft")), Decision::Allow(Because::Owner));
    assert_eq!(ask(scene(Standing::Manager).state("draft")), Decision::Allow(Because::Manager));
    assert_eq!(ask(scene(Standing::Owner).state("published")), Decision::Deny(Deny::NotNow));
    assert_eq!(ask(scene(Standing::Manager).state("published")), Decision::Deny(Deny::Hidden));
    assert_eq!(ask(scene(Standing::Owner)), Decision::Deny(Deny::NotNow), "no state is none of them");
}

#[test]
fn no_row_or_two_rows_deny() {
    let rows = [
        Row::new("chat", "edit", Who::Anyone),
        Row::new("chat", "read", Who::Anyone),
        Row::new("chat", "read", Who::Admin),
        Row::of("chat", "burn", &[]),
    ];
    let everything = person(&Role::ALL, Hat::Admin);
    let ask = |object, action| decide(&rows, &everything, object, action, scene(Standing::Owner));
    assert_eq!(ask("chat", "edit"), Decision::Allow(Because::Anyone));
    assert_eq!(ask("chat", "read"), Decision::Deny(Deny::NoRow));
    assert_eq!(ask("chat", "burn"), Decision::Deny(Deny::NoRow));
    assert_eq!(ask("chat", "sell"), Decision::Deny(Deny::NoRow));
    assert_eq!(ask("recap", "edit"), Decision::Deny(Deny::NoRow));
    assert!(row(&rows, "chat", "read").is_none());
}

#[test]
fn fields_without_one_row_are_nobodys() {
    let rows = [
        FieldRow::of("entry", "name", &[Who::AnySigned]),
        FieldRow::of("entry", "level", &[Who::Manager, Who::Subject]).in_states(&["active"]),
        FieldRow::of("entry", "email", &[Who::AnySigned]),
        FieldRow::of("entry", "email", &[Who::AnySigned]),
    ];
    let member = person(&[], Hat::Member);
    let fields = |standing, state| readable(&rows, &member, "entry", scene(standing).state(state));
    assert_eq!(fields(Standing::None, "active").fields().collect::<Vec<_>>(), ["name"]);
    assert_eq!(fields(Standing::Manager, "active").because("level"), Some(Because::Manager));
    assert!(!fields(Standing::Manager, "leaver").has("level"));
    assert!(readable(&rows, &member, "chat", scene(Standing::None)).is_empty());
    let nowhere = may_read(&rows, &member, "entry", "shoe_size", scene(Standing::None));
    assert_eq!(nowhere, Decision::Deny(Deny::Hidden));
}

#[test]
fn each_refusal_has_its_status_and_its_words() {
    let statuses = [
        (Deny::SignIn, StatusCode::UNAUTHORIZED),
        (Deny::NotHost, StatusCode::FORBIDDEN),
        (Deny::NotPartner, StatusCode::FORBIDDEN),
        (Deny::NotAdmin, StatusCode::FORBIDDEN),
        (Deny::WrongHat(Hat::Member), StatusCode::FORBIDDEN),
        (Deny::WrongHat(Hat::Host), StatusCode::FORBIDDEN),
        (Deny::WrongHat(Hat::Partner), StatusCode::FORBIDDEN),
        (Deny::WrongHat(Hat::Admin), StatusCode::FORBIDDEN),
        (Deny::OwnRecord, StatusCode::FORBIDDEN),
        (Deny::NotNow, StatusCode::CONFLICT),
        (Deny::Hidden, StatusCode::NOT_FOUND),
        (Deny::NoRow, StatusCode::FORBIDDEN),
    ];
    for (deny, status) in statuses {
        let problem = Decision::Deny(deny).or_problem().expect_err("a refusal");
        assert_eq!(problem.status(), status, "{deny:?}");
    }
    assert_eq!(Decision::Allow(Because::Owner).or_problem().ok(), Some(Because::Owner));
}
