//! Who somebody is here whom a provider vouches for.

use crate::company::Company;
use crate::fake::Fake;
use crate::hostile::{code, refused, whole};
use people::oidc::{Believe, Strangers};
use reqwest::StatusCode;
use serde_json::{Value, json};

#[tokio::test]
async fn an_address_connects_once_and_only_if_it_is_verified() {
    let fake = Fake::start().await;
    let company = Company::with(&fake, |_| ()).await;
    let browser = company.browser();
    for verified in [json!(false), json!("false"), Value::Null] {
        fake.claim("email_verified", verified.clone());
        let answer = whole(&browser).await;
        refused(&answer, StatusCode::FORBIDDEN, &format!("{verified}"));
        assert!(answer.body.contains("does not vouch for your e-mail address"), "{}", answer.body);
    }
    fake.claim("email_verified", json!(true));
    assert!(whole(&browser).await.signs_in());
    assert_eq!(company.told(&company.ida).await, ["person_created", "account_connected", "signed_in"]);

    // From now on the subject counts, whatever becomes of the address.
    fake.claim("email", json!("else@saltmarsh.example"));
    fake.claim("email_verified", json!(false));
    assert!(whole(&company.browser()).await.signs_in());
    // Somebody else there with the same address is not let in by it.
    fake.claim("sub", json!("somebody-else"));
    fake.claim("email", json!("IDA@saltmarsh.example"));
    fake.claim("email_verified", json!(true));
    let answer = whole(&company.browser()).await;
    refused(&answer, StatusCode::CONFLICT, "a second account by the same address");
    assert!(answer.body.contains("connected already"));
}

#[tokio::test]
async fn whom_the_directory_does_not_know() {
    let fake = Fake::start().await;
    let company = Company::with(&fake, |_| ()).await;
    let browser = company.browser();
    fake.claim("email", json!("new@saltmarsh.example"));
    let answer = whole(&browser).await;
    refused(&answer, StatusCode::FORBIDDEN, "a stranger");
    assert!(answer.body.contains("directory does not know you yet"), "{}", answer.body);
    assert!(people::by_email(&company.people, "new@saltmarsh.example").await.unwrap().is_none());

    // Unless the operator wants it otherwise; then without any role, and with no address that is not vouched for.
    let company = Company::with(&fake, |it| it.strangers = Strangers::Create).await;
    let browser = company.browser();
    assert!(whole(&browser).await.signs_in());
    assert_eq!(browser.whoami().await, "Ida B.");
    let person = people::by_email(&company.people, "new@saltmarsh.example").await.unwrap().expect("a new person");
    assert_eq!(company.told(&person).await, ["person_created", "account_connected", "signed_in"]);
    fake.claim("sub", json!("third"));
    fake.claim("email", json!("third@saltmarsh.example"));
    fake.claim("email_verified", json!(false));
    refused(&whole(&company.browser()).await, StatusCode::FORBIDDEN, "not vouched for");
}

#[tokio::test]
async fn a_company_may_vouch_for_all_its_addresses() {
    let fake = Fake::start().await;
    fake.claim("email_verified", Value::Null);
    let company = Company::with(&fake, |it| it.believe = Believe::All).await;
    assert!(whole(&company.browser()).await.signs_in());
    // Entra's way of saying that the address's domain is the company's.
    fake.claim("xms_edov", json!(true));
    let company = Company::with(&fake, |_| ()).await;
    assert!(whole(&company.browser()).await.signs_in());
}

#[tokio::test]
async fn what_is_not_in_the_token_is_asked_for() {
    let fake = Fake::start().await;
    for name in ["email", "email_verified", "name"] {
        fake.claim(name, Value::Null);
    }
    let about = |sub: &str| Some(json!({ "sub": sub, "email": crate::company::IDA, "email_verified": true }));
    let company = Company::with(&fake, |_| ()).await;
    fake.conduct().about = about("somebody-else");
    refused(&whole(&company.browser()).await, StatusCode::BAD_GATEWAY, "about somebody else");
    fake.conduct().about = about("ida-there");
    assert!(whole(&company.browser()).await.signs_in());
}

#[tokio::test]
async fn who_has_left_stays_outside() {
    let fake = Fake::start().await;
    let company = Company::with(&fake, |_| ()).await;
    db::testing::run(company.people.db(), "UPDATE person SET status = 'leaver'").await.unwrap();
    let answer = whole(&company.browser()).await;
    refused(&answer, StatusCode::FORBIDDEN, "a leaver");
    assert!(answer.body.contains("This account is closed"), "{}", answer.body);
    assert_eq!(company.told(&company.ida).await, ["person_created"], "nothing was connected either");
}

#[tokio::test]
async fn an_account_is_connected_by_its_owner() {
    let fake = Fake::start().await;
    fake.conduct().described.insert("userinfo_endpoint".to_owned(), Value::Null);
    fake.claim("email", Value::Null);
    let company = Company::with(&fake, |_| ()).await;
    let browser = company.browser();
    assert_eq!(browser.get("/oidc/fake/connect").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        browser.post("/me/accounts/018f0000-0000-7000-8000-000000000000/remove", &[]).await.status,
        StatusCode::UNAUTHORIZED
    );
    sign_in(&company, &browser, &company.ida).await;
    let page = browser.get("/me/security").await;
    assert!(page.body.contains("Connect Saltmarsh accounts"), "{}", page.body);
    // Another site cannot begin it.
    assert_eq!(browser.follow("/oidc/fake/connect").await.location.as_deref(), Some("/me/security"));

    let sent = browser.leave_by("/oidc/fake/connect").await;
    let back = browser.back(&code(&sent), sent.get("state")).await;
    assert_eq!(
        (back.status, back.location.as_deref()),
        (StatusCode::SEE_OTHER, Some("/me/security?done=account-connected"))
    );
    assert!(!back.signs_in());
    assert!(whole(&company.browser()).await.signs_in(), "without any address");

    // A window of somebody else who signed in since is not connected.
    let kai = people::found(&company.people, "Kai Duarte", Some("kai@saltmarsh.example"), &[]).await.unwrap();
    let sent = browser.leave_by("/oidc/fake/connect").await;
    sign_in(&company, &browser, &kai).await;
    refused(&browser.back(&code(&sent), sent.get("state")).await, StatusCode::CONFLICT, "somebody else");
    // And what is Ida's does not become Kai's.
    let sent = browser.leave_by("/oidc/fake/connect").await;
    refused(&browser.back(&code(&sent), sent.get("state")).await, StatusCode::CONFLICT, "Ida's");

    sign_in(&company, &browser, &company.ida).await;
    let page = browser.get("/me/security").await.body;
    let remove =
        page.split("action=\"").find(|it| it.starts_with("/me/accounts/")).expect("a form").split('"').next().unwrap();
    sign_in(&company, &browser, &kai).await;
    assert_eq!(browser.post(remove, &[]).await.status, StatusCode::NOT_FOUND, "not Kai's to remove");
    sign_in(&company, &browser, &company.ida).await;
    assert_eq!(browser.post(remove, &[]).await.location.as_deref(), Some("/me/security?done=account-removed"));
    assert_eq!(browser.post(remove, &[]).await.status, StatusCode::NOT_FOUND);
    refused(&whole(&company.browser()).await, StatusCode::FORBIDDEN, "not connected any more");
    // Signing in long ago is not enough to connect.
    company.clock.advance(std::time::Duration::from_hours(1));
    assert_eq!(browser.get("/oidc/fake/connect").await.status, StatusCode::FORBIDDEN);
}

pub async fn sign_in(company: &Company, browser: &crate::company::Browser, person: &people::Person) {
    use people::{LinkFor, Purpose};
    let link =
        people::issue_link(&company.people, LinkFor::Person(person.id), Purpose::SignIn, "/people").await.unwrap();
    assert_eq!(browser.post(&link, &[]).await.status, StatusCode::SEE_OTHER);
}
