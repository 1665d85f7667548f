//! The first run.

mod browser;

use axum::http::StatusCode;
use browser::Browser;
use db::ledger;
use newtype_uuid::GenericUuid;
use people::{LinkFor, Purpose, Role};
use std::time::Duration;

#[tokio::test]
async fn the_first_person_is_host_and_admin() {
    let b = Browser::http().await;
    assert!(!people::any_admin(&b.people).await.unwrap());
    let link = b.setup_link().await;
    let spare = b.setup_link().await;
    assert_eq!(b.get(&link).await.status, StatusCode::OK);

    let done = b.post(&link, "name=+Ida++Moor+&email=Ida%40Saltmarsh.example").await;
    assert_eq!((done.status, done.location.as_deref()), (StatusCode::SEE_OTHER, Some("/host")));
    assert_eq!(b.with(&done).get("/whoami").await.body, "Ida Moor");
    assert!(people::any_admin(&b.people).await.unwrap());
    let ida = people::by_email(&b.people, "IDA@saltmarsh.example").await.unwrap().unwrap();
    let held = |person: &people::Person| Role::ALL.map(|it| person.roles.hold(it, b.today()));
    assert_eq!(held(&ida), [true, false, true]);
    assert_eq!(people::by_id(&b.people, ida.id).await.unwrap().as_ref(), Some(&ida));

    let late = b.setup_link().await;
    for closed in [&link, &spare, &late] {
        for answer in [b.get(closed).await, b.post(closed, "name=Eve").await] {
            assert_eq!(answer.status, StatusCode::GONE);
            assert!(answer.body.contains("has been set up"), "{}", answer.body);
            assert_eq!(answer.cookie, None);
        }
    }

    let mut tx = b.engines.sqlite().read().await.unwrap();
    let events = ledger::of(&mut tx, ida.id.into_untyped_uuid()).await.unwrap();
    let kinds: Vec<_> = events.iter().map(|e| e.kind.as_str()).collect();
    assert_eq!(kinds, ["person_created", "signed_in"]);
    assert_eq!(events[1].actor, Some(ida.id.into_untyped_uuid()));
}

#[tokio::test]
async fn a_mistake_loses_nothing_typed() {
    let b = Browser::http().await;
    let link = b.setup_link().await;
    let long = "a".repeat(81);
    let cases = [
        ("name=&email=ida%40saltmarsh.example", "Enter your name", "ida@saltmarsh.example"),
        ("name=Ida&email=ida", "Enter an e-mail address", "Ida"),
        (&format!("name={long}"), "80 characters or fewer; this has 81", long.as_str()),
        ("name=I%E2%80%AEda", "cannot be shown", "error-summary"),
    ];
    for (form, says, keeps) in cases {
        let page = b.post(&link, form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(page.body.contains(says), "{form}: {}", page.body);
        assert!(page.body.contains(keeps), "{form}: {}", page.body);
    }
    assert_eq!(b.post(&link, "name=Ida").await.status, StatusCode::SEE_OTHER, "still unused");
}

#[tokio::test]
async fn two_first_persons_at_once_are_one() {
    for b in Browser::on_each_engine().await {
        let (mine, yours) = (b.setup_link().await, b.setup_link().await);
        let (one, two) = tokio::join!(b.post(&mine, "name=Ida"), b.post(&yours, "name=Kai"));
        let mut statuses = [one.status, two.status];
        statuses.sort();
        assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::GONE]);
    }
}

#[tokio::test]
async fn a_set_up_link_expires() {
    let b = Browser::http().await;
    let link = b.setup_link().await;
    b.clock.advance(Duration::from_hours(24));
    assert_eq!(b.post(&link, "name=Ida").await.status, StatusCode::GONE);
    assert!(!people::any_admin(&b.people).await.unwrap());
}

#[tokio::test]
async fn accounts_and_links_are_refused_when_wrong() {
    let b = Browser::http().await;
    let ida = people::found(&b.people, "Ida", Some("ida@saltmarsh.example"), &[Role::Host]).await;
    let ida = ida.unwrap();
    assert!(ida.roles.hold(Role::Host, b.today()) && !ida.roles.hold(Role::Admin, b.today()));
    let again = people::found(&b.people, "Ida", Some("IDA@saltmarsh.example"), &[]).await;
    assert!(matches!(again, Err(people::PeopleError::EmailTaken)));
    assert!(people::found(&b.people, "Ida", Some("ida"), &[]).await.is_err());
    assert!(people::found(&b.people, " ", None, &[]).await.is_err());
    assert!(people::by_email(&b.people, "nobody@saltmarsh.example").await.unwrap().is_none());

    let nobody = newtype_uuid::TypedUuid::from_u128(9);
    let wrong = [
        (LinkFor::Person(nobody), Purpose::SignIn),
        (LinkFor::Person(ida.id), Purpose::Setup),
        (LinkFor::Setup, Purpose::SignIn),
        (LinkFor::Setup, Purpose::Demo),
    ];
    for (whom, purpose) in wrong {
        assert!(people::issue_link(&b.people, whom, purpose, "/host").await.is_err());
    }
}
