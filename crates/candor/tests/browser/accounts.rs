//! Accounts of the company: the buttons, and the pages for when another server is away or another site sends somebody.

use crate::album::Album;
use crate::checks::{Answer, all};
use crate::house::House;
use crate::page::{DESK, PHONE, Page};
use people::oidc::ProviderSettings;
use serde_json::json;

async fn keep(page: &Page, name: &str) {
    if let Some(album) = Album::wanted() {
        album.both(page, name).await;
    }
}

/// Two providers that nobody can reach.
fn away() -> Vec<ProviderSettings> {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    ["Saltmarsh accounts", "Harbour login"]
        .into_iter()
        .zip(["saltmarsh", "harbour"])
        .map(|(name, id)| {
            let settings = ProviderSettings::new(id, &format!("http://{free}/{id}"), "candor").unwrap();
            ProviderSettings { name: name.to_owned(), ..settings }
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_is_away_is_no_dead_end() {
    let house = House::at_localhost(away()).await;
    let page = house.window(PHONE).await;
    page.goto("/sign-in").await;
    page.has("[data-start]").await;
    all(&page, "signing in with accounts of the company", PHONE, Answer::Found).await;
    keep(&page, "accounts-sign-in").await;
    page.press("Sign in with Saltmarsh accounts").await;
    page.sees("Saltmarsh accounts does not answer").await;
    all(&page, "a provider that is away", PHONE, Answer::Refused).await;
    keep(&page, "accounts-away").await;
    page.press("Sign in another way").await;
    page.has("#password").await;

    // Another site sends somebody: they are asked, and nothing happens before.
    let elsewhere = house.base().replace("localhost", "127.0.0.1");
    page.goto(&format!("{elsewhere}/sign-in")).await;
    page.js_with("void (location.href = a[0])", &[json!(format!("{}/oidc/harbour?to=/people", house.base()))]).await;
    page.sees("Another page sent you here.").await;
    all(&page, "sent by another site", PHONE, Answer::Found).await;
    keep(&page, "accounts-go-on").await;
    page.press("Go on").await;
    page.sees("Harbour login does not answer").await;
    all(&page, "another provider that is away", PHONE, Answer::Refused).await;

    page.hold(DESK).await;
    house.sign_in(&page).await;
    page.goto("/me/security").await;
    page.sees("Connect Harbour login").await;
    all(&page, "the account without accounts elsewhere", DESK, Answer::Found).await;
    keep(&page, "accounts-card").await;
}
