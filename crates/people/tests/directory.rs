//! The directory as people read and change it, on every engine at hand.

mod browser;

use axum::http::StatusCode;
use browser::Browser;
use db::ledger;
use jiff::civil::{Date, date};
use newtype_uuid::GenericUuid;
use people::directory::{self, DirectoryError, Search};
use people::model::directory::{Entry, EntryError, Place, Status, TeamName, Title, Zone};
use people::{PersonId, Role};
use std::time::Duration;

/// The day the tests' clock shows.
const TODAY: Date = date(2026, 3, 4);

fn entry(name: &str, title: &str, place: &str) -> Entry {
    Entry { title: Title::parse(title).unwrap(), place: Place::parse(place).unwrap(), ..Entry::named(name) }
}

async fn add(b: &Browser, name: &str, manager: Option<PersonId>) -> PersonId {
    let id = directory::add(&b.people, None, &entry(name, "Engineer", "Valparaíso")).await.unwrap();
    if manager.is_some() {
        directory::set_manager(&b.people, None, id, 1, manager, TODAY).await.unwrap();
    }
    id
}

async fn names(b: &Browser, words: &str) -> Vec<String> {
    let mut tx = b.db().read().await.unwrap();
    let search = Search { words: words.to_owned(), team: None };
    let listed = directory::list(&mut tx, &search, None, 50, TODAY).await.unwrap();
    assert_eq!(listed.total, listed.people.len() as u64);
    listed.people.into_iter().map(|it| it.name).collect()
}

#[tokio::test]
async fn lines_are_walked_on_the_day() {
    for b in Browser::on_each_engine().await {
        let mei = add(&b, "Mei Haruna", None).await;
        let tamsin = add(&b, "Tamsin Okoye", Some(mei)).await;
        let rafael = add(&b, "Rafael Lindqvist", Some(tamsin)).await;
        let later = date(2026, 6, 1);
        directory::set_manager(&b.people, Some(mei), rafael, 2, Some(mei), later).await.unwrap();

        let mut tx = b.db().read().await.unwrap();
        let before = date(2026, 3, 3);
        assert_eq!(directory::manager_of(&mut tx, rafael, before).await.unwrap(), None);
        assert_eq!(directory::manager_of(&mut tx, rafael, TODAY).await.unwrap(), Some(tamsin));
        assert_eq!(directory::manager_of(&mut tx, rafael, later).await.unwrap(), Some(mei));
        assert_eq!(directory::line_above(&mut tx, rafael, TODAY).await.unwrap(), [tamsin, mei]);
        assert!(directory::is_above(&mut tx, mei, rafael, TODAY).await.unwrap());
        assert!(!directory::is_above(&mut tx, tamsin, rafael, later).await.unwrap());
        assert!(!directory::is_above(&mut tx, mei, mei, TODAY).await.unwrap());
        assert_eq!(directory::reports_of(&mut tx, mei, TODAY).await.unwrap(), [tamsin]);
        assert_eq!(directory::reports_of(&mut tx, mei, later).await.unwrap(), [rafael, tamsin]);

        let events = ledger::of(&mut tx, rafael.into_untyped_uuid()).await.unwrap();
        let kinds: Vec<_> = events.iter().map(|it| it.kind.as_str()).collect();
        assert_eq!(kinds, ["person_created", "manager_set", "manager_set"]);
        assert_eq!(events[2].actor, Some(mei.into_untyped_uuid()));
        assert_eq!(events[2].data["from"], "2026-06-01");
    }
}

#[tokio::test]
async fn nobody_reports_to_themselves_on_any_day() {
    for b in Browser::on_each_engine().await {
        let mei = add(&b, "Mei Haruna", None).await;
        let tamsin = add(&b, "Tamsin Okoye", Some(mei)).await;
        let rafael = add(&b, "Rafael Lindqvist", Some(tamsin)).await;
        let circle = directory::set_manager(&b.people, None, mei, 1, Some(rafael), TODAY).await;
        let Err(DirectoryError::Circle(named)) = circle else { panic!("{circle:?}") };
        assert_eq!(named.len(), 3);
        let own = directory::set_manager(&b.people, None, mei, 1, Some(mei), TODAY).await;
        assert!(matches!(own, Err(DirectoryError::Circle(named)) if named == [mei]));
        // Tamsin leaves the line in June; before that Mei cannot report to Rafael, from June on she can.
        directory::set_manager(&b.people, None, tamsin, 2, None, date(2026, 6, 1)).await.unwrap();
        directory::set_manager(&b.people, None, mei, 1, Some(rafael), date(2026, 6, 1)).await.unwrap();
        // Told late, it would close a circle in June that nobody sees today.
        let late = directory::set_manager(&b.people, None, tamsin, 3, Some(mei), date(2026, 6, 2)).await;
        assert!(matches!(late, Err(DirectoryError::Circle(_))), "{late:?}");
        let mut tx = b.db().read().await.unwrap();
        assert_eq!(directory::manager_of(&mut tx, tamsin, date(2026, 7, 1)).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_leaver_is_out_at_once() {
    for b in Browser::on_each_engine().await {
        let (mei, _) = people::testing::signed_in(&b.people, "Mei Haruna", &[Role::Admin]).await;
        let (kai, cookie) = people::testing::signed_in(&b.people, "Kai Moreau", &[]).await;
        directory::set_manager(&b.people, None, kai.id, 1, Some(mei.id), date(2025, 1, 1)).await.unwrap();
        let kai_there = b.holding(&cookie);
        assert_eq!(kai_there.get("/whoami").await.status, StatusCode::OK);
        let link = b.link(people::LinkFor::Person(kai.id), people::Purpose::SignIn, "/people").await;

        let gone = Entry { status: Status::Leaver, left_on: Some(TODAY), ..Entry::named("Kai Moreau") };
        directory::change(&b.people, Some(mei.id), kai.id, 2, &gone).await.unwrap();
        assert_eq!(kai_there.get("/whoami").await.status, StatusCode::UNAUTHORIZED);
        assert_ne!(b.post(&link, "").await.status, StatusCode::SEE_OTHER);
        assert_eq!(names(&b, "").await, ["Mei Haruna"]);
        let mut tx = b.db().read().await.unwrap();
        assert_eq!(directory::manager_of(&mut tx, kai.id, TODAY).await.unwrap(), Some(mei.id));
        assert_eq!(directory::manager_of(&mut tx, kai.id, date(2026, 3, 5)).await.unwrap(), None);
        let kinds: Vec<_> =
            ledger::of(&mut tx, kai.id.into_untyped_uuid()).await.unwrap().into_iter().map(|it| it.kind).collect();
        assert_eq!(kinds.last().map(String::as_str), Some("person_left"));
        drop(tx);

        let last = Entry { status: Status::Leaver, left_on: Some(TODAY), ..Entry::named("Mei Haruna") };
        let refused = directory::change(&b.people, None, mei.id, 1, &last).await;
        assert!(matches!(refused, Err(DirectoryError::LastAdmin)), "{refused:?}");
        let under_kai = add(&b, "Ines Ferro", None).await;
        let refused = directory::set_manager(&b.people, None, under_kai, 1, Some(kai.id), TODAY).await;
        assert!(matches!(refused, Err(DirectoryError::ManagerLeft)), "{refused:?}");
    }
}

#[tokio::test]
async fn whose_last_day_is_over_has_left() {
    for b in Browser::on_each_engine().await {
        let ends = Entry { left_on: Some(TODAY), ..Entry::named("Kai Moreau") };
        let kai = directory::add(&b.people, None, &ends).await.unwrap();
        assert_eq!(directory::end_overdue(&b.people).await.unwrap(), 0);
        b.clock.advance(Duration::from_hours(24));
        assert_eq!(directory::end_overdue(&b.people).await.unwrap(), 1);
        assert_eq!(directory::end_overdue(&b.people).await.unwrap(), 0);
        let mut tx = b.db().read().await.unwrap();
        let card = directory::person_card(&mut tx, kai, TODAY).await.unwrap().unwrap();
        assert_eq!(card.status, Status::Leaver);
    }
}

#[tokio::test]
async fn changes_are_refused_when_somebody_was_faster_or_they_cannot_be() {
    for b in Browser::on_each_engine().await {
        let mei = add(&b, "Mei Haruna", None).await;
        let kai = directory::add(
            &b.people,
            None,
            &Entry { email: people::model::Email::parse("kai@saltmarsh.example"), ..Entry::named("Kai") },
        )
        .await
        .unwrap();
        directory::change(&b.people, None, mei, 1, &entry("Mei Haruna", "Founder", "Singapore")).await.unwrap();
        let stale = directory::change(&b.people, None, mei, 1, &Entry::named("Mei")).await;
        assert!(matches!(stale, Err(DirectoryError::Stale)), "{stale:?}");
        let stale = directory::set_manager(&b.people, None, mei, 1, Some(kai), TODAY).await;
        assert!(matches!(stale, Err(DirectoryError::Stale)), "{stale:?}");
        let taken = Entry { email: people::model::Email::parse("KAI@saltmarsh.example"), ..Entry::named("Mei") };
        let taken = directory::change(&b.people, None, mei, 2, &taken).await;
        assert!(matches!(taken, Err(DirectoryError::EmailTaken)), "{taken:?}");
        let nameless = directory::add(&b.people, None, &Entry::default()).await;
        assert!(matches!(nameless, Err(DirectoryError::Entry(EntryError::NoName))), "{nameless:?}");
        let nobody = PersonId::from_u128(9);
        let nobody = directory::set_manager(&b.people, None, nobody, 1, None, TODAY).await;
        assert!(matches!(nobody, Err(DirectoryError::NoSuchPerson)), "{nobody:?}");
    }
}

#[tokio::test]
async fn two_moves_at_once_close_no_circle() {
    for b in Browser::on_each_engine().await {
        let (mei, kai) = (add(&b, "Mei", None).await, add(&b, "Kai", None).await);
        let (one, two) = tokio::join!(
            directory::set_manager(&b.people, None, mei, 1, Some(kai), TODAY),
            directory::set_manager(&b.people, None, kai, 1, Some(mei), TODAY),
        );
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    }
}

#[tokio::test]
async fn teams_are_part_of_each_other() {
    for b in Browser::on_each_engine().await {
        let name = |text| TeamName::parse(text).unwrap();
        let sea = directory::add_team(&b.people, None, &name("Sea"), None).await.unwrap();
        let ports = directory::add_team(&b.people, None, &name("Ports"), Some(sea)).await.unwrap();
        let taken = directory::add_team(&b.people, None, &name("PORTS"), Some(sea)).await;
        assert!(matches!(taken, Err(DirectoryError::TeamNameTaken)), "{taken:?}");
        let taken = directory::add_team(&b.people, None, &name("sea"), None).await;
        assert!(matches!(taken, Err(DirectoryError::TeamNameTaken)), "{taken:?}");
        let circle = directory::change_team(&b.people, None, sea, 1, &name("Sea"), Some(ports)).await;
        assert!(matches!(circle, Err(DirectoryError::TeamCircle)), "{circle:?}");

        let kai = add(&b, "Kai Moreau", None).await;
        directory::set_team(&b.people, None, kai, 1, Some(ports), TODAY).await.unwrap();
        let mut tx = b.db().read().await.unwrap();
        assert_eq!(directory::team_of(&mut tx, kai, TODAY).await.unwrap(), Some(ports));
        assert_eq!(directory::team_of(&mut tx, kai, date(2026, 3, 3)).await.unwrap(), None);
        let below = Search { words: String::new(), team: Some(sea) };
        let listed = directory::list(&mut tx, &below, None, 50, TODAY).await.unwrap();
        assert_eq!((listed.total, listed.people[0].team.clone()), (1, Some((ports, "Ports".to_owned()))));
        drop(tx);
        assert_eq!(names(&b, "ports").await, ["Kai Moreau"]);
        directory::change_team(&b.people, None, ports, 1, &name("Harbours"), None).await.unwrap();
        assert_eq!(names(&b, "ports").await, Vec::<String>::new());
        assert_eq!(names(&b, "harbour kai").await, ["Kai Moreau"]);
    }
}

#[tokio::test]
async fn a_search_needs_no_accents() {
    for b in Browser::on_each_engine().await {
        for name in ["Zoë Ångström", "Łukasz Wrona", "100% Ada", "a_b", "Åse Berg"] {
            add(&b, name, None).await;
        }
        assert_eq!(names(&b, "zoe ANGSTROM").await, ["Zoë Ångström"]);
        assert_eq!(names(&b, "lukasz valparaiso engineer").await, ["Łukasz Wrona"]);
        assert_eq!(names(&b, "100%").await, ["100% Ada"]);
        assert_eq!(names(&b, "a_b").await, ["a_b"]);
        assert_eq!(names(&b, "").await, ["100% Ada", "a_b", "Åse Berg", "Łukasz Wrona", "Zoë Ångström"]);
        assert_eq!(names(&b, "nobody").await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_list_goes_on_where_it_ended() {
    for b in Browser::on_each_engine().await {
        for n in 0..7 {
            add(&b, if n % 2 == 0 { "Kim Lee" } else { "Ana Sol" }, None).await;
        }
        let mut tx = b.db().read().await.unwrap();
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let part = directory::list(&mut tx, &Search::default(), after.as_ref(), 2, TODAY).await.unwrap();
            assert_eq!(part.total, 7);
            seen.extend(part.people.into_iter().map(|it| (it.name, it.id)));
            after = part.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 7);
        assert!(seen.is_sorted() && seen.windows(2).all(|pair| pair[0] != pair[1]), "{seen:?}");
    }
}

#[tokio::test]
async fn pages_show_the_present_and_only_to_colleagues() {
    let b = Browser::http().await;
    for path in ["/people", "/people/chart", "/people/00000000-0000-0000-0000-000000000001", "/api/v1/people"] {
        assert_eq!(b.get(path).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    let (kai, cookie) = people::testing::signed_in(&b.people, "Kai Moreau", &[]).await;
    let (_, admin) = people::testing::signed_in(&b.people, "Ada Admin", &[Role::Admin]).await;
    let member = b.holding(&cookie);
    let mei = add(&b, "Mei Haruna", None).await;
    let old = add(&b, "Odd Bergmann", None).await;
    directory::set_manager(&b.people, None, kai.id, 1, Some(old), date(2024, 1, 1)).await.unwrap();
    directory::set_manager(&b.people, None, kai.id, 2, Some(mei), date(2026, 1, 1)).await.unwrap();
    let zone = Entry { zone: Zone::parse("Asia/Kathmandu"), ..entry("Mei Haruna", "Co-founder", "Singapore") };
    directory::change(&b.people, None, mei, 1, &zone).await.unwrap();

    let list = member.get("/people").await;
    assert_eq!(list.status, StatusCode::OK);
    for seen in ["4 people", "Mei Haruna", "Co-founder", "Kai Moreau"] {
        assert!(list.body.contains(seen), "{seen}: {}", list.body);
    }
    assert!(!list.body.contains("/people/import"), "only admins import");
    assert!(member.get("/people?q=founder").await.body.contains("1 person"));
    assert!(member.get("/people?q=xyz").await.body.contains("Nobody fits"));

    let page = member.get(&format!("/people/{mei}")).await.body;
    for seen in ["Co-founder", "14:45", "Kathmandu, UTC+5:45", "1 direct report", "Kai Moreau"] {
        assert!(page.contains(seen), "{seen}: {page}");
    }
    let own = member.get(&format!("/people/{}", kai.id)).await.body;
    assert!(own.contains("Whom you reported to") && own.contains("Odd Bergmann"), "{own}");
    let (_, colleague) = people::testing::signed_in(&b.people, "Lena Fisk", &[]).await;
    let others = b.holding(&colleague).get(&format!("/people/{}", kai.id)).await.body;
    assert!(others.contains("Mei Haruna") && !others.contains("Odd Bergmann"), "{others}");

    let chart = member.get("/people/chart?q=kai").await.body;
    assert!(chart.contains("1 person found") && chart.contains("knot-found"), "{chart}");
    assert!(chart.find("Mei Haruna").unwrap() < chart.find("Kai Moreau</bdi></a>").unwrap());

    let gone = Entry { status: Status::Leaver, left_on: Some(TODAY), ..zone };
    directory::change(&b.people, None, mei, 2, &gone).await.unwrap();
    for path in [format!("/people/{mei}"), format!("/api/v1/people/{mei}")] {
        assert_eq!(member.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(b.holding(&admin).get(&path).await.status, StatusCode::OK, "{path}");
    }
    for path in ["/people", "/people/chart", "/api/v1/people", &format!("/people/{}", kai.id)] {
        let body = member.get(path).await.body.replace(r#"<th scope="row"><bdi>Mei Haruna"#, "");
        assert!(!body.contains("Mei Haruna"), "{path}: {body}");
    }
    for path in ["/people/x", "/people/00000000-0000-0000-0000-000000000001"] {
        assert_eq!(member.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_api_goes_page_by_page() {
    let b = Browser::http().await;
    let (_, cookie) = people::testing::signed_in(&b.people, "Kai Moreau", &[]).await;
    let member = b.holding(&cookie);
    let mei = add(&b, "Mei Haruna", None).await;
    let tamsin = add(&b, "Tamsin Okoye", Some(mei)).await;
    let first = member.json("/api/v1/people?limit=2&q=a%20o").await;
    let body: serde_json::Value = serde_json::from_str(&first.body).unwrap();
    assert_eq!(body["total"], 3, "{body}");
    assert_eq!(body["data"][1]["name"], "Mei Haruna");
    let link = first.link.unwrap();
    let next = link.strip_prefix('<').and_then(|it| it.strip_suffix(">; rel=\"next\"")).unwrap();
    let second: serde_json::Value = serde_json::from_str(&member.json(next).await.body).unwrap();
    assert_eq!((second["data"][0]["name"].as_str(), second["next_cursor"].as_str()), (Some("Tamsin Okoye"), None));

    let one: serde_json::Value =
        serde_json::from_str(&member.json(&format!("/api/v1/people/{tamsin}")).await.body).unwrap();
    assert_eq!((one["manager"]["name"].as_str(), one["place"].as_str()), (Some("Mei Haruna"), Some("Valparaíso")));
    assert!(one.get("email").is_none() && one.get("employee_id").is_none());
    for bad in ["limit=0", "limit=201", "cursor=x", "limit=x", "limit=-1", "team=x"] {
        let answer = member.json(&format!("/api/v1/people?{bad}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
        assert_eq!(answer.kind.as_deref(), Some("application/problem+json"), "{bad}");
    }
}
