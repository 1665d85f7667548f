//! The end of every way in: by an admin, by another address, and by leaving.

mod browser;

use axum::http::StatusCode;
use browser::Browser;
use db::testing::run;
use newtype_uuid::GenericUuid;
use people::model::directory::{Entry, Status, Title};
use people::sign_in::Settings;
use people::sign_in::mail::MailSettings;
use people::store::directory::entry_by_id;
use people::store::{oidc, passkey};
use people::testing::{Sink, signed_in};
use people::{LinkFor, PersonId, Purpose, Role, directory};
use uuid::Uuid;

const EMAIL: &str = "kai@saltmarsh.example";
const ENTER: &str = "email=kai%40saltmarsh.example&password=tide+barrel+quilt+9";
const TOKEN: &str = "name=Board&hat=member&scope=people%3Aread&days=30";

/// Kai with every way in there is; answers a browser that is signed in, and a link that was not used.
async fn kai(b: &Browser) -> (PersonId, Browser, String) {
    let id = people::found(&b.people, "Kai", Some(EMAIL), &[]).await.unwrap().id;
    let whom = LinkFor::Person(id);
    let first = b.link(whom, Purpose::SignIn, "/people").await;
    let kai = b.with(&b.post(&first, "").await);
    assert_eq!(kai.post("/me/password", "new=tide+barrel+quilt+9").await.status, StatusCode::SEE_OTHER);
    assert_eq!(kai.post("/me/tokens", TOKEN).await.status, StatusCode::OK);
    let uuid = id.into_untyped_uuid();
    let mut tx = b.db().write().await.unwrap();
    passkey::passkey_add(&mut tx, Uuid::from_u128(1), uuid, "Key", b"id", b"key", 0, false, 1).await.unwrap();
    oidc::identity_add(&mut tx, Uuid::from_u128(2), uuid, "https://id.example", "kai", 1).await.unwrap();
    tx.commit().await.unwrap();
    (id, kai, b.link(whom, Purpose::SignIn, "/people").await)
}

async fn rows(b: &Browser, sql: &'static str) -> u64 {
    run(b.db(), sql).await.unwrap()
}

/// Passwords, passkeys, accounts elsewhere, tokens.
async fn ways(b: &Browser) -> [u64; 4] {
    [
        rows(b, "UPDATE password SET hash = hash").await,
        rows(b, "UPDATE passkey SET name = name").await,
        rows(b, "UPDATE oidc_identity SET subject = subject").await,
        rows(b, "UPDATE api_token SET name = name").await,
    ]
}

async fn events(b: &Browser, id: PersonId) -> Vec<String> {
    let mut tx = b.db().read().await.unwrap();
    let events = db::ledger::of(&mut tx, id.into_untyped_uuid()).await.unwrap();
    events.into_iter().map(|it| format!("{} {}", it.kind, it.data)).collect()
}

async fn change(b: &Browser, id: PersonId, with: impl FnOnce(&mut Entry)) {
    let mut tx = b.db().read().await.unwrap();
    let row = entry_by_id(&mut tx, id.into_untyped_uuid()).await.unwrap().unwrap();
    drop(tx);
    let mut entry = row.entry();
    with(&mut entry);
    directory::change(&b.people, None, id, row.version, &entry).await.unwrap();
}

#[tokio::test]
async fn an_admin_throws_somebody_out() {
    for b in Browser::on_each_engine().await {
        let (id, kai, link) = kai(&b).await;
        let (ada, cookie) = signed_in(&b.people, "Ada", &[Role::Admin]).await;
        let admin = b.holding(&cookie);
        let path = format!("/people/{id}/end-access");
        assert!(admin.get(&format!("/people/{id}")).await.body.contains(&path));
        let page = admin.get(&path).await;
        assert!(page.body.contains("End all access of Kai?"), "{}", page.body);
        assert_eq!(kai.get("/whoami").await.body, "Kai", "to look is not to do");
        // Nobody else, and nobody to themselves.
        assert_eq!(kai.post(&path, "").await.status, StatusCode::FORBIDDEN);
        assert!(!kai.get(&format!("/people/{id}")).await.body.contains(&path));
        let own = format!("/people/{}/end-access", ada.id);
        assert_eq!(admin.post(&own, "").await.status, StatusCode::FORBIDDEN);
        let nobody = "/people/018f0000-0000-7000-8000-000000000000/end-access";
        assert_eq!(admin.post(nobody, "").await.status, StatusCode::NOT_FOUND);

        let done = admin.post(&path, "").await;
        let lands = format!("/people/{id}?done=access-ended");
        assert_eq!((done.status, done.location.as_deref()), (StatusCode::SEE_OTHER, Some(lands.as_str())));
        assert!(admin.get(&lands).await.body.contains("Every way in has ended"));
        assert_eq!(ways(&b).await, [0; 4]);
        assert_eq!(kai.get("/whoami").await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(b.post(&link, "").await.status, StatusCode::NOT_FOUND);
        assert_eq!(b.post("/sign-in/password", ENTER).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let told = events(&b, id).await;
        let ended = r#"access_ended {"accounts":1,"links":2,"passkeys":1,"passwords":1,"sessions":1,"tokens":1}"#;
        assert!(told.iter().any(|it| it == ended), "{told:?}");
        assert_eq!(admin.get("/whoami").await.body, "Ada");
        // Kai is let in anew.
        let anew = b.link(LinkFor::Person(id), Purpose::SignIn, "/people").await;
        assert_eq!(b.with(&b.post(&anew, "").await).get("/whoami").await.body, "Kai");
    }
}

#[tokio::test]
async fn another_address_ends_what_the_first_one_began() {
    for b in Browser::on_each_engine().await {
        let (id, kai, link) = kai(&b).await;
        change(&b, id, |entry| entry.title = Title::parse("Pilot").unwrap()).await;
        assert_eq!(kai.get("/whoami").await.body, "Kai", "another field ends nothing");
        change(&b, id, |entry| entry.email = people::model::Email::parse("kai.d@saltmarsh.example")).await;
        assert_eq!(kai.get("/whoami").await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(b.post(&link, "").await.status, StatusCode::NOT_FOUND);
        assert_eq!(ways(&b).await, [1, 1, 1, 0], "what is not tied to the address stays");
        let told = events(&b, id).await.pop().unwrap();
        assert!(told.starts_with("access_ended ") && told.contains(r#""sessions":1"#), "{told}");
        let (_, cookie) = signed_in(&b.people, "Ada", &[Role::Admin]).await;
        let page = b.holding(&cookie).get(&format!("/people/{id}/edit")).await.body;
        assert!(page.contains("Another address signs this person out everywhere"), "{page}");
        assert!(!b.holding(&cookie).get("/people/new").await.body.contains("Another address signs"));
    }
}

#[tokio::test]
async fn a_first_address_ends_nothing() {
    let b = Browser::http().await;
    let (person, cookie) = signed_in(&b.people, "Una", &[]).await;
    change(&b, person.id, |entry| entry.email = people::model::Email::parse("una@saltmarsh.example")).await;
    assert_eq!(b.holding(&cookie).get("/whoami").await.body, "Una");
}

/// Whoever got in under somebody's name must not come back with them.
#[tokio::test]
async fn who_left_and_came_back_is_let_in_anew() {
    for b in Browser::on_each_engine().await {
        let (id, kai, _) = kai(&b).await;
        let today = b.today();
        change(&b, id, |entry| (entry.status, entry.left_on) = (Status::Leaver, Some(today))).await;
        change(&b, id, |entry| (entry.status, entry.left_on) = (Status::Active, None)).await;
        assert_eq!(ways(&b).await, [0; 4]);
        assert_eq!(kai.get("/whoami").await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(b.post("/sign-in/password", ENTER).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

/// A token opens an account for a year: it needs somebody who proved a moment ago who they are, and they are told.
#[tokio::test]
async fn a_token_needs_a_fresh_sign_in_and_is_told_by_letter() {
    let sink = Sink::open().await;
    let mail = MailSettings::parse(&sink.url(), "Candor <candor@saltmarsh.example>").unwrap();
    let b = Browser::with_ways(Settings { mail: Some(mail), ..Settings::default() }).await;
    let (_, kai, _) = kai(&b).await;
    people::sign_in::deliver(&b.people).await.unwrap();
    let letters = sink.letters();
    let told = letters.iter().find(|it| it.text.contains("Subject: A token for Candor was made")).expect("a letter");
    assert!(told.to == EMAIL && told.text.contains("/me/tokens"), "{}", told.text);
    b.clock.advance(std::time::Duration::from_mins(15));
    let late = kai.post("/me/tokens", TOKEN).await;
    assert_eq!(late.status, StatusCode::FORBIDDEN);
    assert!(late.body.contains("name=\"to\" value=\"/me/tokens\""), "{}", late.body);
    assert_eq!(ways(&b).await[3], 1);
    assert_eq!(kai.get("/me/tokens").await.status, StatusCode::OK, "to look is always possible");
}
