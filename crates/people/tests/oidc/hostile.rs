//! Answers that must let nobody in.

use crate::company::{Browser, Company, Sent};
use crate::fake::{Fake, Manner, Signing};
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;

/// The code that the provider would have given.
pub fn code(sent: &Sent) -> String {
    format!("{} {}", sent.get("nonce"), sent.get("code_challenge"))
}

/// One whole way there and back.
pub async fn whole(browser: &Browser) -> crate::company::Answer {
    let sent = browser.leave().await;
    browser.back(&code(&sent), sent.get("state")).await
}

#[tokio::test]
async fn a_token_that_is_not_right_lets_nobody_in() {
    let now = db::testing::ambient().now().as_second();
    let wrong: &[(&str, Value)] = &[
        ("iss", json!("https://evil.example")),
        ("iss", Value::Null),
        ("aud", json!("another client")),
        ("aud", json!(["candor", "another client"])),
        ("aud", json!([])),
        ("aud", Value::Null),
        ("azp", json!("another client")),
        ("nonce", json!("another")),
        ("nonce", Value::Null),
        ("exp", json!(now - 61)),
        ("exp", Value::Null),
        ("exp", json!("tomorrow")),
        ("iat", json!(now + 61)),
        ("iat", json!(now - 601)),
        ("iat", Value::Null),
        ("nbf", json!(now + 61)),
        ("sub", Value::Null),
        ("sub", json!("")),
        ("sub", json!("x".repeat(256))),
        ("sub", json!(7)),
    ];
    let fake = Fake::start().await;
    let company = Company::with(&fake, |_| ()).await;
    let browser = company.browser();
    for (name, value) in wrong {
        fake.conduct().claims.clear();
        fake.claim(name, value.clone());
        refused(&whole(&browser).await, StatusCode::BAD_GATEWAY, &format!("{name} {value}"));
        assert_eq!(browser.whoami().await, "nobody", "{name} {value}");
    }
    for signing in [Signing::None, Signing::OtherKey, Signing::Shared, Signing::Tampered] {
        fake.conduct().claims.clear();
        fake.conduct().signing = signing;
        refused(&whole(&browser).await, StatusCode::BAD_GATEWAY, &format!("{signing:?}"));
    }
    fake.conduct().signing = Signing::Well;
    let fine = whole(&browser).await;
    assert!(fine.signs_in(), "{}", fine.body);
    assert_eq!(fine.location.as_deref(), Some("/people?q=a"));
    assert_eq!(browser.whoami().await, "Ida Brandt");
}

#[tokio::test]
async fn a_state_works_once_in_its_own_browser_and_in_time() {
    let fake = Fake::start().await;
    let company = Company::with(&fake, |_| ()).await;
    let (browser, stranger) = (company.browser(), company.browser());

    // Nobody left so.
    let made_up = db::testing::ambient().secret().reveal();
    for state in ["", "x", &made_up] {
        refused(&browser.back("code", state).await, StatusCode::BAD_REQUEST, state);
    }

    // An attacker sends the end of their own way to somebody else: with a bond of another browser, and with none.
    let sent = stranger.leave().await;
    browser.leave().await;
    refused(&browser.back(&code(&sent), sent.get("state")).await, StatusCode::BAD_REQUEST, "another browser");
    refused(&company.browser().back(&code(&sent), sent.get("state")).await, StatusCode::BAD_REQUEST, "no bond");
    refused(&stranger.back(&code(&sent), sent.get("state")).await, StatusCode::BAD_REQUEST, "tried before");
    assert_eq!((browser.whoami().await, stranger.whoami().await), ("nobody".to_owned(), "nobody".to_owned()));

    // Ten minutes, and once.
    let sent = browser.leave().await;
    company.clock.advance(Duration::from_mins(10));
    refused(&browser.back(&code(&sent), sent.get("state")).await, StatusCode::BAD_REQUEST, "too late");
    company.clock.set(db::testing::ambient().now());
    let sent = browser.leave().await;
    assert!(browser.back(&code(&sent), sent.get("state")).await.signs_in());
    refused(&browser.back(&code(&sent), sent.get("state")).await, StatusCode::BAD_REQUEST, "twice");

    // Two windows of one browser do not disturb each other.
    let browser = company.browser();
    let (one, two) = (browser.leave().await, browser.leave().await);
    assert!(browser.back(&code(&one), one.get("state")).await.signs_in());
    assert!(browser.back(&code(&two), two.get("state")).await.signs_in());
}

#[tokio::test]
async fn another_provider_may_not_answer() {
    let fake = Fake::start().await;
    let company = Company::with(&fake, |_| ()).await;
    let browser = company.browser();
    let back = async |iss: Option<&str>| {
        let sent = browser.leave().await;
        let code = code(&sent);
        let mut all = vec![("code", code.as_str()), ("state", sent.get("state"))];
        all.extend(iss.map(|iss| ("iss", iss)));
        browser.back_with(&all).await
    };
    assert!(back(Some(&fake.issuer)).await.signs_in());
    refused(&back(Some("https://evil.example")).await, StatusCode::BAD_GATEWAY, "another issuer");
    // Whoever says that it names itself must do so. What it says is kept for some hours.
    company.clock.advance(Duration::from_hours(7));
    fake.conduct().described.insert("authorization_response_iss_parameter_supported".to_owned(), json!(true));
    refused(&back(None).await, StatusCode::BAD_GATEWAY, "no issuer");
}

#[tokio::test]
async fn what_is_sent_there_is_sealed() {
    let fake = Fake::start().await;
    let company = Company::with(&fake, |_| ()).await;
    let browser = company.browser();
    let left = browser.get("/oidc/fake").await;
    let bond = left.cookies.iter().find(|it| it.starts_with("candor-way=")).expect("a bond");
    assert!(bond.contains("HttpOnly") && bond.contains("SameSite=Lax") && bond.contains("Max-Age=600"), "{bond}");
    let sent = browser.leave().await;
    assert_eq!(sent.get("response_type"), "code");
    assert_eq!(sent.get("client_id"), "candor");
    assert_eq!(sent.get("redirect_uri"), format!("{}/oidc/fake/callback", company.base));
    assert_eq!(sent.get("code_challenge_method"), "S256");
    assert_eq!((sent.get("state").len(), sent.get("nonce").len(), sent.get("code_challenge").len()), (43, 43, 43));
    assert!(browser.back(&code(&sent), sent.get("state")).await.signs_in());
    let (form, shown) = fake.conduct().asked.take().expect("a request for a token");
    assert_eq!(
        (form["grant_type"].as_str(), form["redirect_uri"].as_str()),
        ("authorization_code", sent.get("redirect_uri"))
    );
    assert_eq!(shown, crate::fake::basic("candor", "a+secret+%26+more"));
    assert!(!form.contains_key("client_secret"));

    // A provider that takes no header gets the secret in the form.
    company.clock.advance(Duration::from_hours(7));
    fake.conduct().described.insert("token_endpoint_auth_methods_supported".to_owned(), json!(["client_secret_post"]));
    whole(&browser).await;
    let (form, shown) = fake.conduct().asked.take().expect("a request for a token");
    assert_eq!((form["client_secret"].as_str(), shown.as_str()), ("a secret & more", ""));
}

#[tokio::test]
async fn somebody_who_stops_there_is_told_so() {
    let fake = Fake::start().await;
    let company = Company::with(&fake, |_| ()).await;
    let browser = company.browser();
    for (error, status, words) in [
        ("access_denied", StatusCode::BAD_REQUEST, "You stopped at Saltmarsh accounts"),
        ("server_error", StatusCode::BAD_GATEWAY, "could not be trusted"),
        ("<script>alert(1)</script>", StatusCode::BAD_GATEWAY, "could not be trusted"),
    ] {
        let sent = browser.leave().await;
        let answer = browser.back_with(&[("error", error), ("state", sent.get("state"))]).await;
        refused(&answer, status, error);
        assert!(answer.body.contains(words) && !answer.body.contains("<script>alert"), "{}", answer.body);
    }
    // A code that was used there already.
    let sent = browser.leave().await;
    fake.conduct().error = Some("invalid_grant");
    refused(&browser.back(&code(&sent), sent.get("state")).await, StatusCode::BAD_REQUEST, "used there");
    let sent = browser.leave().await;
    fake.conduct().error = Some("invalid_client");
    refused(&browser.back(&code(&sent), sent.get("state")).await, StatusCode::BAD_GATEWAY, "our secret is wrong");
}

#[tokio::test]
async fn another_site_signs_nobody_in() {
    let fake = Fake::start().await;
    let company = Company::with(&fake, |_| ()).await;
    let browser = company.browser();
    let asked = browser.follow("/oidc/fake?to=/people").await;
    assert_eq!((asked.status, asked.location, asked.cookies.len()), (StatusCode::OK, None, 0));
    assert!(asked.body.contains("href=\"/oidc/fake?to=%2Fpeople\""), "{}", asked.body);
    // Nobody goes anywhere else afterwards.
    for to in ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"] {
        let sent = browser.leave_by(&format!("/oidc/fake?to={to}")).await;
        let back = browser.back(&code(&sent), sent.get("state")).await;
        assert!(
            back.signs_in() && back.location.as_deref().is_some_and(|it| it.starts_with('/') && !it.contains("evil")),
            "{back:?}"
        );
    }
    assert_eq!(browser.get("/oidc/none").await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/oidc/none/callback?state=x").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_manner_of_a_provider_harms_nobody() {
    for manner in [Manner::Endless, Manner::Slow, Manner::Broken, Manner::Babble, Manner::Elsewhere] {
        let fake = Fake::start().await;
        let company = Company::with(&fake, |_| ()).await;
        let browser = company.browser();
        let sent = browser.leave().await;
        fake.conduct().token = manner;
        let answer = browser.back(&code(&sent), sent.get("state")).await;
        refused(&answer, StatusCode::SERVICE_UNAVAILABLE, &format!("token {manner:?}"));
        assert_eq!(answer.retry_after.as_deref(), Some("30"));
        fake.conduct().token = Manner::Well;

        fake.conduct().keys = manner;
        refused(&whole(&browser).await, StatusCode::SERVICE_UNAVAILABLE, &format!("keys {manner:?}"));
        fake.conduct().keys = Manner::Well;
        company.clock.advance(Duration::from_secs(6));

        fake.claim("email", Value::Null);
        fake.conduct().about =
            Some(json!({ "sub": "ida-there", "email": "ida@saltmarsh.example", "email_verified": true }));
        fake.conduct().user = manner;
        refused(&whole(&browser).await, StatusCode::SERVICE_UNAVAILABLE, &format!("user {manner:?}"));
        fake.conduct().user = Manner::Well;
        assert!(whole(&browser).await.signs_in(), "and well again after {manner:?}");
    }
}

pub fn refused(answer: &crate::company::Answer, status: StatusCode, what: &str) {
    assert_eq!((answer.status, answer.signs_in()), (status, false), "{what}: {}", answer.body);
    assert!(answer.body.contains("href=\"/sign-in\""), "{what}: another way is offered\n{}", answer.body);
}
