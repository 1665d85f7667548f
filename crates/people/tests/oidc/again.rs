//! Proving anew who one is, and the end of a connection: a provider that believes a cookie proves nothing.

use crate::company::{Answer, Browser, Company};
use crate::fake::Fake;
use crate::hostile::{code, refused, whole};
use crate::meeting::sign_in;
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;

const WISH: &[(&str, &str)] = &[("name", "Board"), ("hat", "member"), ("scope", "people:read"), ("days", "30")];

/// Does something for which one must have proved a moment ago who one is.
async fn try_it(browser: &Browser) -> Answer {
    browser.post("/me/tokens", WISH).await
}

/// The form that disconnects the only account.
async fn remove(browser: &Browser) -> String {
    let page = browser.get("/me/security").await.body;
    let form = page.split("action=\"").find(|it| it.starts_with("/me/accounts/")).expect("a form");
    form.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_cookie_of_the_provider_proves_nothing() {
    let fake = Fake::start().await;
    let company = Company::with(&fake, |_| ()).await;
    let browser = company.browser();
    let now = db::testing::ambient().now().as_second();
    // It says nothing, or that they signed in there in the morning.
    for said in [Value::Null, json!(now - 3_600), json!("now")] {
        fake.claim("auth_time", said.clone());
        let sent = browser.leave().await;
        assert_eq!(sent.get("max_age"), "", "signing in asks nobody twice");
        assert!(browser.back(&code(&sent), sent.get("state")).await.signs_in());
        let asked = try_it(&browser).await;
        assert_eq!(asked.status, StatusCode::FORBIDDEN, "{said}");
        let href = asked.body.split("href=\"").find(|it| it.starts_with("/oidc/fake")).expect("a way");
        let href = href.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
        assert_eq!(href, "/oidc/fake?to=%2Fme%2Ftokens&again=1");

        let sent = browser.leave_by(&href).await;
        assert_eq!(sent.get("max_age"), "0");
        let back = browser.back(&code(&sent), sent.get("state")).await;
        refused(&back, StatusCode::FORBIDDEN, "it still says so");
        assert!(back.body.contains("does not say that you signed in just now"), "{}", back.body);
        assert_eq!(browser.whoami().await, "Ida Brandt", "the session of before goes on");
        assert_eq!(try_it(&browser).await.status, StatusCode::FORBIDDEN);
    }
    // Clocks differ a little.
    fake.claim("auth_time", json!(now - 30));
    let sent = browser.leave_by("/oidc/fake?to=/me/tokens&again=1").await;
    let back = browser.back(&code(&sent), sent.get("state")).await;
    assert!(back.signs_in() && back.location.as_deref() == Some("/me/tokens"), "{back:?}");
    assert_eq!(try_it(&browser).await.status, StatusCode::OK);
    company.clock.advance(Duration::from_secs(15 * 60 - 30));
    assert_eq!(try_it(&browser).await.status, StatusCode::FORBIDDEN, "counted from when they proved it");
}

#[tokio::test]
async fn nobody_has_proved_anything_in_the_future() {
    let fake = Fake::start().await;
    let company = Company::with(&fake, |_| ()).await;
    let browser = company.browser();
    fake.claim("auth_time", json!(db::testing::ambient().now().as_second() + 86_400));
    assert!(whole(&browser).await.signs_in());
    company.clock.advance(Duration::from_mins(16));
    assert_eq!(try_it(&browser).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn disconnecting_ends_what_stands_on_the_account() {
    let fake = Fake::start().await;
    let company = Company::with(&fake, |_| ()).await;
    let (there, own) = (company.browser(), company.browser());
    assert!(whole(&there).await.signs_in());
    sign_in(&company, &own, &company.ida).await;
    let form = remove(&own).await;
    assert_eq!(there.post(&form, &[]).await.status, StatusCode::FORBIDDEN, "who proved nothing takes nothing away");
    assert_eq!(own.post(&form, &[]).await.location.as_deref(), Some("/me/security?done=account-removed"));
    assert_eq!(there.whoami().await, "nobody", "the provider could not end it any more");
    assert_eq!(own.whoami().await, "Ida Brandt");

    // One's own session may be among them.
    fake.claim("auth_time", json!(db::testing::ambient().now().as_second()));
    assert!(whole(&there).await.signs_in());
    let done = there.post(&remove(&there).await, &[]).await;
    assert_eq!((done.status, done.location.as_deref()), (StatusCode::SEE_OTHER, Some("/sign-in")));
    assert_eq!(there.whoami().await, "nobody");
}

#[tokio::test]
async fn the_last_way_in_is_not_taken_away() {
    let fake = Fake::start().await;
    let company = Company::without_local_ways(&fake).await;
    let browser = company.browser();
    fake.claim("auth_time", json!(db::testing::ambient().now().as_second()));
    assert!(whole(&browser).await.signs_in());
    let kept = browser.post(&remove(&browser).await, &[]).await;
    assert_eq!(kept.status, StatusCode::CONFLICT);
    assert!(kept.body.contains("your only way in"), "{}", kept.body);
    assert!(whole(&company.browser()).await.signs_in());
}

/// A link of another site leads to the sign-in page, and from there nobody is led on to connect an account.
#[tokio::test]
async fn signing_in_leads_to_no_way_to_a_provider() {
    let fake = Fake::start().await;
    let company = Company::with(&fake, |_| ()).await;
    let browser = company.browser();
    for to in ["/oidc/fake/connect", "/people/../oidc/fake/connect"] {
        let sent = browser.leave_by(&format!("/oidc/fake?to={to}")).await;
        let back = browser.back(&code(&sent), sent.get("state")).await;
        assert!(back.signs_in() && back.location.as_deref() == Some("/people"), "{back:?}");
    }
}
