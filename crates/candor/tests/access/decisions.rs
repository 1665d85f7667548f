//! Every person of the table, for every object, action or field, in every state: the code decides what the table says.

use super::table::{Table, read};
use candor::server::{fields, rows};
use jiff::Timestamp;
use jiff::civil::date;
use newtype_uuid::TypedUuid;
use people::access::{Actor, Deny, Scene, Standing, Wearer, decide, may_read};
use people::model::{Grant, Roles};
use people::{Hat, Person, Role};
use std::collections::BTreeSet;
use uuid::Uuid;

fn now() -> Timestamp {
    "2026-03-04T12:00:00Z".parse().unwrap()
}

fn wearing(hat: Hat, roles: &[Role], over: bool) -> Actor {
    let until = over.then(|| date(2026, 3, 4));
    let grant = |(n, role): (i64, &Role)| Grant { n, role: *role, team: None, from: date(2020, 1, 1), until };
    let roles = Roles((1..).zip(roles).map(grant).collect());
    let person = Person { id: TypedUuid::from_u128(7), name: "Ida".into(), roles };
    Actor::Person(Wearer { person, hat })
}

/// The people of the table.
fn cast() -> Vec<(&'static str, Actor, Standing)> {
    use Hat::{Admin, Host, Member, Partner};
    let voice = || Actor::Voice(Uuid::from_u128(1));
    let as_of = |hat: Hat, roles: &[Role]| wearing(hat, roles, false);
    let before = |hat: Hat, role: Role| wearing(hat, &[role], true);
    let hosting = || as_of(Host, &[Role::Host]);
    let partner = || as_of(Partner, &[Role::Partner]);
    vec![
        ("stranger", Actor::Stranger, Standing::None),
        ("voice", voice(), Standing::VoiceInIt),
        ("other-voice", voice(), Standing::None),
        ("screen", Actor::Screen, Standing::ScreenOfIt),
        ("other-screen", Actor::Screen, Standing::None),
        ("member", as_of(Member, &[]), Standing::None),
        ("subject", as_of(Member, &[]), Standing::Subject),
        ("manager", as_of(Member, &[]), Standing::Manager),
        ("above", as_of(Member, &[]), Standing::Above),
        ("host", hosting(), Standing::None),
        ("owner", hosting(), Standing::Owner),
        ("co-host", hosting(), Standing::CoHost),
        ("host-manager", hosting(), Standing::Manager),
        ("owner-member", as_of(Member, &Role::ALL), Standing::Owner),
        ("owner-before", before(Member, Role::Host), Standing::Owner),
        ("partner", partner(), Standing::None),
        ("partner-in-scope", partner(), Standing::PartnerInScope),
        ("partner-subject", partner(), Standing::Subject),
        ("partner-before", before(Partner, Role::Partner), Standing::PartnerInScope),
        ("admin", as_of(Admin, &[Role::Admin]), Standing::None),
        ("admin-subject", as_of(Admin, &Role::ALL), Standing::Subject),
        ("admin-owner", as_of(Admin, &Role::ALL), Standing::Owner),
        ("admin-before", before(Admin, Role::Admin), Standing::None),
    ]
}

/// A state as the code has it: a static word, or none.
fn state(word: &str) -> Option<&'static str> {
    (word != "-").then(|| &*Box::leak(word.to_owned().into_boxed_str()))
}

#[test]
fn the_code_decides_what_the_table_says() {
    let table = read();
    let (rows, fields) = (rows(), fields());
    let mut cases = 0;
    let mut wrong = Vec::new();
    for row in &rows {
        each(&table, "do", row.object, row.action, &mut cases, &mut wrong, |actor, scene| {
            decide(&rows, actor, row.object, row.action, scene)
        });
    }
    let named: BTreeSet<_> = fields.iter().map(|it| (it.object, it.field)).collect();
    for (object, field) in named {
        each(&table, "read", object, field, &mut cases, &mut wrong, |actor, scene| {
            may_read(&fields, actor, object, field, scene)
        });
    }
    println!("{cases} decisions as the table says");
    assert!(wrong.is_empty(), "{} of {cases} decisions differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases > 3_000, "{cases}");
}

fn each(
    table: &Table,
    kind: &str,
    object: &str,
    what: &str,
    cases: &mut usize,
    wrong: &mut Vec<String>,
    ask: impl Fn(&Actor, Scene) -> people::access::Decision,
) {
    let states = table.states.get(object).unwrap_or_else(|| panic!("expected.txt does not know {object}"));
    for word in states {
        for (name, actor, standing) in cast() {
            let scene = Scene { standing, state: state(word), now: now() };
            let decision = ask(&actor, scene);
            let expected = table.allows(kind, object, what, word, name);
            *cases += 1;
            if decision.is_yes() != expected {
                let says = if expected { "yes" } else { "no" };
                wrong
                    .push(format!("{kind} {object} {what}, state {word}, {name}: the table says {says}: {decision:?}"));
            }
        }
    }
}

/// A line for what is not there any more would look like a promise.
#[test]
fn the_table_speaks_of_what_is_there() {
    let there: BTreeSet<(&str, String, String)> = rows()
        .iter()
        .map(|it| ("do", it.object.to_owned(), it.action.to_owned()))
        .chain(fields().iter().map(|it| ("read", it.object.to_owned(), it.field.to_owned())))
        .collect();
    let table = read();
    let people: BTreeSet<&str> = cast().iter().map(|it| it.0).collect();
    for line in &table.lines {
        let kind = if line.kind == "do" { "do" } else { "read" };
        assert!(there.contains(&(kind, line.object.clone(), line.what.clone())), "{line:?} speaks of nothing");
        assert!(line.who.iter().all(|it| people.contains(it.as_str())), "{line:?} names somebody unknown");
    }
    for (kind, object, what) in &there {
        let written =
            table.lines.iter().any(|it| (&it.kind, &it.object, &it.what) == (&(*kind).to_owned(), object, what));
        assert!(written, "expected.txt says nothing of: {kind} {object} {what}");
    }
}

/// What is hidden is refused as if it were not there; what is refused for want of a sign-in says so.
#[test]
fn refusals_tell_nothing_of_objects() {
    let rows = rows();
    let mut cases = 0;
    for row in &rows {
        for (name, actor, standing) in cast() {
            let scene = Scene::of(standing, now());
            let people::access::Decision::Deny(deny) = decide(&rows, &actor, row.object, row.action, scene) else {
                continue;
            };
            cases += 1;
            let signed = matches!(actor, Actor::Person(_));
            match deny {
                Deny::SignIn => assert!(!signed, "{name} at {row:?}"),
                Deny::NotNow => {
                    assert!(standing != Standing::None, "{name} at {row:?} learns that there is something");
                }
                Deny::NoRow => panic!("{name} at {row:?}"),
                _ => {}
            }
        }
    }
    println!("{cases} refusals that tell nothing");
}
