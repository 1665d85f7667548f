//! The end of sessions, told from server to server.

use crate::company::Company;
use crate::fake::{Fake, Signing};
use crate::hostile::whole;
use crate::meeting::sign_in;
use reqwest::StatusCode;
use serde_json::{Value, json};

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

fn ended() -> Value {
    json!({ "sub": "ida-there", "sid": "session-there", "jti": "1", "events": { EVENT: {} } })
}

async fn tell(company: &Company, token: &str) -> StatusCode {
    company.browser().post("/oidc/fake/logout", &[("logout_token", token)]).await.status
}

#[tokio::test]
async fn sessions_end_when_they_end_there() {
    let fake = Fake::start().await;
    let company = Company::with(&fake, |_| ()).await;
    let (first, second, own) = (company.browser(), company.browser(), company.browser());
    assert!(whole(&first).await.signs_in());
    fake.claim("sid", json!("another-session"));
    assert!(whole(&second).await.signs_in());
    fake.conduct().claims.clear();
    sign_in(&company, &own, &company.ida).await;

    assert_eq!(tell(&company, &fake.signed(&ended())).await, StatusCode::OK);
    assert_eq!(first.whoami().await, "nobody");
    assert_eq!(second.whoami().await, "Ida Brandt", "another session there");
    assert_eq!(tell(&company, &fake.signed(&ended())).await, StatusCode::OK, "twice ends nothing more");

    // All of a person there.
    let mut all = ended();
    all["sid"] = Value::Null;
    assert_eq!(tell(&company, &fake.signed(&all)).await, StatusCode::OK);
    assert_eq!(second.whoami().await, "nobody");
    assert_eq!(own.whoami().await, "Ida Brandt", "a session that did not begin there");
    let told = company.told(&company.ida).await;
    assert_eq!(told.iter().filter(|it| *it == "signed_out_by_provider").count(), 2);

    // By the session alone.
    assert!(whole(&first).await.signs_in());
    let mut one = ended();
    one["sub"] = Value::Null;
    assert_eq!(tell(&company, &fake.signed(&one)).await, StatusCode::OK);
    assert_eq!(first.whoami().await, "nobody");
}

#[tokio::test]
async fn nobody_else_ends_sessions() {
    let fake = Fake::start().await;
    let company = Company::with(&fake, |_| ()).await;
    let browser = company.browser();
    assert!(whole(&browser).await.signs_in());
    let now = db::testing::ambient().now().as_second();
    for (name, value) in [
        ("iss", json!("https://evil.example")),
        ("aud", json!("another client")),
        ("exp", json!(now - 100)),
        ("iat", json!(now - 700)),
        ("events", Value::Null),
        ("events", json!({})),
        ("events", json!({ EVENT: true })),
        ("nonce", json!("a token for signing in")),
        ("jti", Value::Null),
    ] {
        fake.conduct().claims.clear();
        fake.claim(name, value.clone());
        assert_eq!(tell(&company, &fake.signed(&ended())).await, StatusCode::BAD_REQUEST, "{name} {value}");
    }
    fake.conduct().claims.clear();
    for signing in [Signing::None, Signing::OtherKey, Signing::Shared, Signing::Tampered] {
        fake.conduct().signing = signing;
        assert_eq!(tell(&company, &fake.signed(&ended())).await, StatusCode::BAD_REQUEST, "{signing:?}");
    }
    fake.conduct().signing = Signing::Well;
    let mut nobody = ended();
    nobody["sub"] = Value::Null;
    nobody["sid"] = Value::Null;
    for token in [fake.signed(&nobody), String::new(), "a.b.c".to_owned()] {
        assert_eq!(tell(&company, &token).await, StatusCode::BAD_REQUEST);
    }
    let mut other = ended();
    other["sid"] = json!("somebody-elses");
    assert_eq!(tell(&company, &fake.signed(&other)).await, StatusCode::OK, "there is none to end");
    assert_eq!(browser.whoami().await, "Ida Brandt");
}

#[tokio::test]
async fn signing_out_offers_to_sign_out_there_too() {
    let fake = Fake::start().await;
    let leave = format!("{}/leave", fake.issuer);
    fake.conduct().described.insert("end_session_endpoint".to_owned(), json!(leave));
    let company = Company::with(&fake, |_| ()).await;
    let browser = company.browser();
    assert!(whole(&browser).await.signs_in());
    let out = browser.post("/sign-out", &[]).await;
    assert_eq!(out.location.as_deref(), Some("/oidc/fake/signed-out"));
    assert_eq!(browser.whoami().await, "nobody");
    let page = browser.get("/oidc/fake/signed-out").await;
    assert!(page.body.contains("Sign out of Saltmarsh accounts") && page.body.contains(&leave), "{}", page.body);
    // Who came another way goes to the sign-in page, as ever.
    sign_in(&company, &browser, &company.ida).await;
    assert_eq!(browser.post("/sign-out", &[]).await.location.as_deref(), Some("/sign-in"));
    assert_eq!(browser.post("/sign-out", &[]).await.location.as_deref(), Some("/sign-in"));
}
