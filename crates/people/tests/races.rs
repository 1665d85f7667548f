//! Two transactions at once, on an engine that has them: a session must not survive what was to end it.

mod browser;

use axum::http::StatusCode;
use browser::{Answer, Browser};
use db::testing::{ambient, run};
use db::{Db, Engine, WriteTx, ledger};
use people::{LinkFor, Purpose, Role};
use std::time::Duration;

const OLD: &str = "old=&new=tide+barrel+quilt+9";
const NEW: &str = "old=&new=seven+gulls+on+a+crane";
const ENTER: &str = "email=ida%40saltmarsh.example&password=tide+barrel+quilt+9";

/// The engines that run several writers at once.
async fn browsers() -> Vec<Browser> {
    Browser::on_each_engine().await.into_iter().filter(|it| it.db().engine() == Engine::Postgres).collect()
}

/// Ida, signed in by a link of the command line.
async fn ida(b: &Browser) -> (LinkFor, Browser) {
    let person = people::found(&b.people, "Ida", Some("ida@saltmarsh.example"), &[Role::Host]).await.unwrap();
    let whom = LinkFor::Person(person.id);
    let link = b.link(whom, Purpose::SignIn, "/host").await;
    (whom, b.with(&b.post(&link, "").await))
}

/// Whoever appends to the ledger waits until the answer is dropped: that is the last thing before a commit.
async fn hold(db: &Db) -> WriteTx {
    let mut tx = db.write().await.unwrap();
    let data = serde_json::json!({});
    let entry = ledger::Entry { actor: None, kind: "held", object: uuid::Uuid::nil(), data };
    ledger::append(&mut tx, &ambient(), entry).await.unwrap();
    tx
}

/// Waits until so many others wait for a lock.
async fn waiting(db: &Db, n: u64) {
    const SQL: &str = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    for _ in 0..400 {
        if run(db, SQL).await.unwrap() >= n {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("nobody waits");
}

/// Begins `first`, then `second`, each as far as it gets, and lets them end.
async fn one_then_other(
    b: &Browser,
    first: impl Future<Output = Answer> + Send + 'static,
    second: impl Future<Output = Answer> + Send + 'static,
) -> (Answer, Answer) {
    let held = hold(b.db()).await;
    let first = tokio::spawn(first);
    waiting(b.db(), 1).await;
    let second = tokio::spawn(second);
    waiting(b.db(), 2).await;
    drop(held);
    (first.await.unwrap(), second.await.unwrap())
}

#[tokio::test]
async fn a_new_password_ends_a_session_that_the_old_one_begins() {
    for b in browsers().await {
        let (_, signed) = ida(&b).await;
        assert_eq!(signed.post("/me/password", OLD).await.status, StatusCode::SEE_OTHER);
        let (stranger, owner) = (b.clone(), signed.clone());
        let (entered, changed) =
            one_then_other(&b, async move { stranger.post("/sign-in/password", ENTER).await }, async move {
                owner.post("/me/password", NEW).await
            })
            .await;
        assert_eq!((entered.status, changed.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
        let gone = b.with(&entered).get("/whoami").await;
        assert_eq!(gone.status, StatusCode::UNAUTHORIZED, "it began with the password of before");
        assert_eq!(signed.get("/whoami").await.body, "Ida");
    }
}

#[tokio::test]
async fn the_old_password_begins_nothing_while_a_new_one_is_set() {
    for b in browsers().await {
        let (_, signed) = ida(&b).await;
        assert_eq!(signed.post("/me/password", OLD).await.status, StatusCode::SEE_OTHER);
        let (stranger, owner) = (b.clone(), signed.clone());
        let (changed, entered) = one_then_other(&b, async move { owner.post("/me/password", NEW).await }, async move {
            stranger.post("/sign-in/password", ENTER).await
        })
        .await;
        assert_eq!((changed.status, entered.status), (StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY));
    }
}

#[tokio::test]
async fn a_new_password_ends_a_session_that_a_letter_begins() {
    for b in browsers().await {
        let (whom, signed) = ida(&b).await;
        let letter = b.link(whom, Purpose::Mail, "/host").await;
        let (stranger, owner) = (b.clone(), signed.clone());
        let (entered, changed) = one_then_other(&b, async move { stranger.post(&letter, "").await }, async move {
            owner.post("/me/password", OLD).await
        })
        .await;
        assert_eq!((entered.status, changed.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
        assert_eq!(b.with(&entered).get("/whoami").await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(signed.get("/whoami").await.body, "Ida");
    }
}

#[tokio::test]
async fn the_end_of_all_access_ends_what_begins_in_this_moment() {
    for b in browsers().await {
        let (whom, signed) = ida(&b).await;
        let LinkFor::Person(id) = whom else { panic!("a person") };
        assert_eq!(signed.post("/me/password", OLD).await.status, StatusCode::SEE_OTHER);
        let (_, cookie) = people::testing::signed_in(&b.people, "Ada", &[Role::Admin]).await;
        let (stranger, admin) = (b.clone(), b.holding(&cookie));
        let (entered, ended) =
            one_then_other(&b, async move { stranger.post("/sign-in/password", ENTER).await }, async move {
                admin.post(&format!("/people/{id}/end-access"), "").await
            })
            .await;
        assert_eq!((entered.status, ended.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
        assert_eq!(b.with(&entered).get("/whoami").await.status, StatusCode::UNAUTHORIZED);
    }
}
