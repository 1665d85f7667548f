//! Providers that are away, wrongly set, or have new keys.

use crate::company::Company;
use crate::fake::{Fake, Manner, Signing};
use crate::hostile::{code, whole};
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn a_provider_that_is_away_leaves_the_other_ways_open() {
    let fake = Fake::start().await;
    let company = Company::with(&fake, |_| ()).await;
    let browser = company.browser();
    for manner in [Manner::Endless, Manner::Slow, Manner::Broken, Manner::Babble, Manner::Elsewhere] {
        fake.conduct().document = manner;
        let answer = browser.get("/oidc/fake").await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{manner:?}");
        assert_eq!(answer.retry_after.as_deref(), Some("30"));
        assert!(answer.body.contains("Saltmarsh accounts does not answer"), "{}", answer.body);
        // It is not asked again at once, even when it is well by now.
        fake.conduct().document = Manner::Well;
        assert_eq!(browser.get("/oidc/fake").await.status, StatusCode::SERVICE_UNAVAILABLE);
        let page = browser.get("/sign-in").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Sign in with Saltmarsh accounts") && page.body.contains("name=\"password\""));
        company.clock.advance(Duration::from_secs(6));
    }
    assert!(whole(&browser).await.signs_in());
}

#[tokio::test]
async fn nobody_at_all() {
    let fake = Fake::start().await;
    let company = Company::with(&fake, |it| {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        it.issuer = format!("http://{free}");
    });
    let answer = company.await.browser().get("/oidc/fake").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.body);
}

#[tokio::test]
async fn a_provider_that_describes_itself_wrongly_is_not_used() {
    for (name, value) in [
        ("issuer", json!("https://evil.example")),
        ("authorization_endpoint", json!("http://evil.example/authorize")),
        ("authorization_endpoint", json!("javascript:alert(1)")),
        ("authorization_endpoint", Value::Null),
        ("token_endpoint", json!("http://evil.example/token")),
        ("token_endpoint", Value::Null),
        ("jwks_uri", json!("ftp://evil.example/keys")),
        ("jwks_uri", Value::Null),
    ] {
        let fake = Fake::start().await;
        fake.conduct().described.insert(name.to_owned(), value.clone());
        let company = Company::with(&fake, |_| ()).await;
        let answer = company.browser().get("/oidc/fake").await;
        assert_eq!((answer.status, answer.location), (StatusCode::SERVICE_UNAVAILABLE, None), "{name} {value}");
    }
}

#[tokio::test]
async fn new_keys_are_looked_for_but_not_at_every_word() {
    let fake = Fake::start().await;
    let company = Company::with(&fake, |_| ()).await;
    let browser = company.browser();
    assert!(whole(&browser).await.signs_in());
    assert_eq!(fake.conduct().asked_keys, 1);
    assert!(whole(&browser).await.signs_in());
    assert_eq!(fake.conduct().asked_keys, 1, "they are kept");

    fake.rotate("second");
    company.clock.advance(Duration::from_secs(30));
    assert!(whole(&browser).await.signs_in(), "a name that was not known");
    assert_eq!(fake.conduct().asked_keys, 2);

    // The same name for another key.
    fake.rotate("second");
    company.clock.advance(Duration::from_secs(30));
    assert!(whole(&browser).await.signs_in(), "a name that was known");
    assert_eq!(fake.conduct().asked_keys, 3);

    // Somebody names a key that never was at a moment when the provider does not answer: the good keys stay.
    company.clock.advance(Duration::from_secs(30));
    fake.conduct().keys = Manner::Broken;
    fake.conduct().signing = Signing::OtherKey;
    assert!(!whole(&browser).await.signs_in());
    assert_eq!(fake.conduct().asked_keys, 4);
    fake.conduct().signing = Signing::Well;
    assert!(whole(&browser).await.signs_in(), "by the keys that are known");
    assert_eq!(fake.conduct().asked_keys, 4);
    fake.conduct().keys = Manner::Well;

    // Whoever names keys that never were makes us look no more often.
    fake.rotate("third");
    for _ in 0..5 {
        let sent = browser.leave().await;
        assert!(!browser.back(&code(&sent), sent.get("state")).await.signs_in());
    }
    assert_eq!(fake.conduct().asked_keys, 4);
}
