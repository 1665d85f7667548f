//! Roles and hats, as a browser meets them.

mod browser;

use axum::http::StatusCode;
use browser::{Answer, Browser};
use db::ledger;
use jiff::civil::date;
use newtype_uuid::GenericUuid;
use people::access::Standing::{Above, Manager, PartnerInScope, Subject};
use people::access::{Relations, Standing, Wearer};
use people::directory::{self, DirectoryError};
use people::model::directory::{Entry, Status, TeamName};
use people::roles::{self, New, RoleError};
use people::{Hat, Person, PersonId, Role};
use std::time::Duration;

fn new(role: Role) -> New {
    New { role, team: None, last: None }
}

async fn somebody(b: &Browser, name: &str, roles: &[Role]) -> (Person, Browser) {
    let (person, cookie) = people::testing::signed_in(&b.people, name, roles).await;
    (person, b.holding(&cookie))
}

async fn kinds(b: &Browser, id: PersonId) -> Vec<String> {
    let mut tx = b.db().read().await.unwrap();
    let events = ledger::of(&mut tx, id.into_untyped_uuid()).await.unwrap();
    events.into_iter().map(|it| it.kind).filter(|it| !it.ends_with("_read")).collect()
}

fn lands(answer: &Answer, at: &str) {
    assert_eq!((answer.status, answer.location.as_deref()), (StatusCode::SEE_OTHER, Some(at)), "{}", answer.body);
}

#[tokio::test]
async fn an_admin_gives_and_ends_a_role_and_it_counts_at_once() {
    for b in Browser::on_each_engine().await {
        let (ada, admin) = somebody(&b, "Ada Moreau", &[Role::Admin]).await;
        let (kai, theirs) = somebody(&b, "Kai Brandt", &[]).await;
        let place = format!("/people/{}/roles", kai.id);
        assert!(!theirs.get("/people").await.body.contains("class=\"hats"), "one hat is no choice");

        lands(&admin.post(&place, "role=admin&last=2026-03-04").await, &place);
        let page = admin.get(&place).await.body;
        for seen in ["Roles of Kai Brandt", "Admin", "Ada Moreau", "2026-03-04"] {
            assert!(page.contains(seen), "{seen}: {page}");
        }
        assert!(admin.get("/roles").await.body.contains("Kai Brandt"));
        // The same session has another hat to put on, and has to put it on.
        let offered = theirs.get("/roles").await;
        assert_eq!(offered.status, StatusCode::FORBIDDEN);
        assert!(
            offered.body.contains(r#"action="/hat""#) && offered.body.contains("Act as an admin"),
            "{}",
            offered.body
        );
        lands(&theirs.post("/hat", "hat=admin&back=%2Froles").await, "/roles");
        assert_eq!(theirs.get("/roles").await.status, StatusCode::OK);
        assert!(theirs.get("/people").await.body.contains("hats-admin"));
        let own = theirs.get(&place).await.body;
        assert!(own.contains("because it is about you") && own.contains("Ada Moreau"), "{own}");

        // Over after its last day, without anybody doing anything.
        b.clock.advance(Duration::from_hours(24));
        assert_eq!(theirs.get("/roles").await.status, StatusCode::FORBIDDEN);
        assert!(!theirs.get("/people").await.body.contains("class=\"hats"));

        lands(&admin.post(&place, "role=host").await, &place);
        lands(&admin.post(&format!("{place}/end"), "n=2").await, &place);
        assert_eq!(admin.post(&format!("{place}/end"), "n=2").await.status, StatusCode::CONFLICT, "twice");
        assert_eq!(
            kinds(&b, kai.id).await,
            ["person_created", "signed_in", "role_granted", "hat_put_on", "role_granted", "role_ended"]
        );
        assert_eq!(kinds(&b, ada.id).await, ["person_created", "signed_in"]);
    }
}

#[tokio::test]
async fn what_was_typed_stays_where_something_is_wrong() {
    let b = Browser::http().await;
    let (_, admin) = somebody(&b, "Ada Moreau", &[Role::Admin]).await;
    let (kai, _) = somebody(&b, "Kai Brandt", &[]).await;
    let place = format!("/people/{}/roles", kai.id);
    for (form, says) in [
        ("", "Choose a role"),
        ("role=king", "Choose a role"),
        ("role=partner", "Choose what the people partner looks after"),
        ("role=partner&team=x", "Choose a team that is there"),
        ("role=partner&team=00000000-0000-0000-0000-000000000001", "Choose a team that is there"),
        ("role=host&last=soon", "Write the last day like"),
        ("role=host&last=2020-01-01", "The last day must be today or later"),
    ] {
        let page = admin.post(&place, form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(page.body.contains(says), "{form}: {}", page.body);
    }
    let kept = admin.post(&place, "role=partner&last=2026-12-31").await.body;
    assert!(kept.contains(r#"value="partner" checked"#) && kept.contains(r#"value="2026-12-31""#), "{kept}");
    lands(&admin.post(&place, "role=partner&team=all").await, &place);
    assert!(admin.post(&place, "role=partner&team=all").await.body.contains("held already"));
    assert!(admin.get(&place).await.body.contains("Everybody"));
}

#[tokio::test]
async fn nobody_gives_a_role_to_themselves() {
    let b = Browser::http().await;
    let (ada, admin) = somebody(&b, "Ada Moreau", &[Role::Admin]).await;
    let own = format!("/people/{}/roles", ada.id);
    let refused = admin.post(&own, "role=partner&team=all").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.body.contains("Nobody may do this for themselves"), "{}", refused.body);
    assert!(!admin.get(&own).await.body.contains("Give a role"));
    let refused = roles::grant(&b.people, Some(ada.id), ada.id, new(Role::Host)).await;
    assert!(matches!(refused, Err(RoleError::OwnRecord)), "{refused:?}");
    // The server may, and the person sees it.
    roles::grant(&b.people, None, ada.id, new(Role::Host)).await.unwrap();
    assert!(admin.get(&own).await.body.contains("the server"));
}

#[tokio::test]
async fn the_last_admin_stays() {
    for b in Browser::on_each_engine().await {
        let (ada, admin) = somebody(&b, "Ada Moreau", &[Role::Admin]).await;
        let (kai, _) = somebody(&b, "Kai Brandt", &[]).await;
        let own = format!("/people/{}/roles", ada.id);
        let refused = admin.post(&format!("{own}/end"), "n=1").await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.body.contains("the last admin"), "{}", refused.body);
        // An admin for a week does not count: afterwards there would be none.
        let week = New { last: Some(date(2026, 3, 11)), ..new(Role::Admin) };
        roles::grant(&b.people, None, kai.id, week).await.unwrap();
        let refused = roles::end(&b.people, Some(kai.id), ada.id, 1).await;
        assert!(matches!(refused, Err(RoleError::LastAdmin)), "{refused:?}");
        let left = Entry { status: Status::Leaver, left_on: Some(date(2026, 3, 4)), ..Entry::named("Ada Moreau") };
        let refused = directory::change(&b.people, None, ada.id, 1, &left).await;
        assert!(matches!(refused, Err(DirectoryError::LastAdmin)), "{refused:?}");

        roles::end(&b.people, Some(ada.id), kai.id, 1).await.unwrap();
        roles::grant(&b.people, Some(ada.id), kai.id, new(Role::Admin)).await.unwrap();
        // Giving a role back is one's own right.
        lands(&admin.post(&format!("{own}/end"), "n=1").await, &own);
        assert_eq!(admin.get("/roles").await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn whoever_leaves_loses_every_role_at_once() {
    for b in Browser::on_each_engine().await {
        let (_, admin) = somebody(&b, "Ada Moreau", &[Role::Admin]).await;
        let (kai, theirs) = somebody(&b, "Kai Brandt", &[Role::Host, Role::Partner]).await;
        let left = Entry { status: Status::Leaver, left_on: Some(date(2026, 3, 4)), ..Entry::named("Kai Brandt") };
        directory::change(&b.people, None, kai.id, 1, &left).await.unwrap();
        assert_eq!(theirs.get("/people").await.status, StatusCode::UNAUTHORIZED);
        assert!(!admin.get("/roles").await.body.contains("Kai Brandt"));
        let refused = roles::grant(&b.people, None, kai.id, new(Role::Host)).await;
        assert!(matches!(refused, Err(RoleError::NoSuchPerson)), "{refused:?}");
        // Whoever comes back has none.
        directory::change(&b.people, None, kai.id, 2, &Entry::named("Kai Brandt")).await.unwrap();
        let person = people::by_id(&b.people, kai.id).await.unwrap().unwrap();
        assert_eq!(person.roles.hats(b.today()), [Hat::Member]);
    }
}

#[tokio::test]
async fn a_hat_that_is_not_theirs_is_not_put_on() {
    let b = Browser::http().await;
    let (_, member) = somebody(&b, "Kai Brandt", &[]).await;
    let (_, host) = somebody(&b, "Mira Sol", &[Role::Host]).await;
    for hat in ["admin", "partner", "host", "king", ""] {
        assert_eq!(member.post("/hat", &format!("hat={hat}")).await.status, StatusCode::NOT_FOUND, "{hat}");
    }
    lands(&member.post("/hat", "hat=member").await, "/");
    assert_eq!(b.post("/hat", "hat=member").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(host.cross_site("/hat").await.status, StatusCode::FORBIDDEN);
    // Never to another site.
    lands(&host.post("/hat", "hat=member&back=%2F%2Fevil.example").await, "/");
    lands(&host.post("/hat", "hat=host&back=%2Fpeople%3Fq%3Dx").await, "/people?q=x");
    assert!(host.get("/people").await.body.contains("hats-host"));
}

/// Who stands how to whom, with every hat.
#[tokio::test]
async fn a_hat_decides_what_a_relation_is_worth() {
    for b in Browser::on_each_engine().await {
        let add = async |name: &str| directory::add(&b.people, None, &Entry::named(name)).await.unwrap();
        let team = async |name: &str, parent| {
            directory::add_team(&b.people, None, &TeamName::parse(name).unwrap(), parent).await.unwrap()
        };
        let sea = team("Sea", None).await;
        let (ports, land) = (team("Ports", Some(sea)).await, team("Land", None).await);
        let (top, partner) = (add("Top").await, add("Partner").await);
        let (inside, outside) = (add("Inside").await, add("Outside").await);
        let from = date(2025, 1, 1);
        for (who, manager) in [(partner, top), (inside, partner), (outside, inside)] {
            directory::set_manager(&b.people, None, who, 1, Some(manager), from).await.unwrap();
        }
        for (who, seen, team) in [(top, 1, ports), (partner, 2, sea), (inside, 2, ports), (outside, 2, land)] {
            directory::set_team(&b.people, None, who, seen, Some(team), from).await.unwrap();
        }
        roles::grant(&b.people, None, partner, New { team: Some(sea), ..new(Role::Partner) }).await.unwrap();
        roles::grant(&b.people, None, partner, new(Role::Admin)).await.unwrap();

        let person = people::by_id(&b.people, partner).await.unwrap().unwrap();
        let standings = async |hat| {
            let wearer = Wearer { person: person.clone(), hat };
            let mut tx = b.db().read().await.unwrap();
            let relations = Relations::of(&mut tx, &wearer, b.today()).await.unwrap();
            [(top, ports), (partner, sea), (inside, ports), (outside, land)]
                .map(|(id, team)| relations.standing(id, Some(team)))
        };
        let no = Standing::None;
        for hat in [Hat::Member, Hat::Host] {
            assert_eq!(standings(hat).await, [no, Subject, Manager, Above], "{hat:?}");
        }
        // The top is in a team of the scope, and stands above the partner.
        assert_eq!(standings(Hat::Partner).await, [no, Subject, PartnerInScope, no]);
        assert_eq!(standings(Hat::Admin).await, [no, Subject, no, no]);
    }
}

#[tokio::test]
async fn a_page_says_why_it_shows_what_it_shows() {
    let b = Browser::http().await;
    let (boss, theirs) = somebody(&b, "Tamsin Okoye", &[]).await;
    let (kai, own) = somebody(&b, "Kai Brandt", &[]).await;
    let (_, colleague) = somebody(&b, "Odd Bergmann", &[]).await;
    let entry = Entry {
        email: people::model::Email::parse("kai@saltmarsh.example"),
        level: people::model::directory::Level::parse("L7").unwrap(),
        ..Entry::named("Kai Brandt")
    };
    directory::change(&b.people, None, kai.id, 1, &entry).await.unwrap();
    directory::set_manager(&b.people, None, kai.id, 2, Some(boss.id), date(2026, 1, 1)).await.unwrap();
    let page = format!("/people/{}", kai.id);
    for (who, says, sees) in [
        (&theirs, "because Kai Brandt reports to you", true),
        (&own, "because it is about you", true),
        (&colleague, "Everybody who is signed in", false),
    ] {
        let body = who.get(&page).await.body;
        assert!(body.contains("Why can I see this?") && body.contains(says), "{says}: {body}");
        assert_eq!((body.contains("L7"), body.contains("kai@saltmarsh.example")), (sees, sees), "{says}: {body}");
        let json = who.json(&format!("/api/v1{page}")).await.body;
        assert_eq!(json.contains(r#""level":"L7""#), sees, "{json}");
        assert_eq!(json.contains("level"), sees, "absent, not empty: {json}");
        let found = who.json("/api/v1/people?q=L7").await.body;
        assert!(found.contains(r#""total":0"#), "nobody is found by what not everybody sees: {found}");
    }
}
