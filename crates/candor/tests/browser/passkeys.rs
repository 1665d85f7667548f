//! Passkeys in real Chromium, with an authenticator of its own: made, used without any address, renamed, removed.

use crate::album::Album;
use crate::checks::{Answer, all, fits};
use crate::house::House;
use crate::page::{DESK, NARROW, PHONE, Page};
use serde_json::{Value, json};

/// An authenticator that checks who uses it.
async fn authenticator(page: &Page) -> String {
    page.cdp("WebAuthn.enable", json!({})).await;
    let options = json!({
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
        "isUserVerified": true, "automaticPresenceSimulation": true,
    });
    let made = page.cdp("WebAuthn.addVirtualAuthenticator", json!({ "options": options })).await;
    made["authenticatorId"].as_str().unwrap().to_owned()
}

async fn keys(page: &Page, authenticator: &str) -> Vec<Value> {
    let answer = page.cdp("WebAuthn.getCredentials", json!({ "authenticatorId": authenticator })).await;
    answer["credentials"].as_array().unwrap().clone()
}

async fn keep(page: &Page, name: &str) {
    if let Some(album) = Album::wanted() {
        album.both(page, name).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_from_the_first_touch_to_the_last() {
    let house = House::at_localhost(Vec::new()).await;
    let page = house.window(PHONE).await;
    let authenticator = authenticator(&page).await;
    house.sign_in(&page).await;
    page.goto("/me/security").await;
    page.press("Add a passkey").await;
    page.arrives("/me/passkeys/new").await;
    page.has("[data-start]").await;
    all(&page, "a new passkey", PHONE, Answer::Found).await;
    keep(&page, "passkey-new").await;

    // Without a finger nothing is made, and what was typed stays.
    page.fill("#name", "Mara's phone").await;
    verified(&page, &authenticator, false).await;
    page.press("Go on").await;
    page.sees("That was cancelled, or took too long.").await;
    assert_eq!(page.js("document.getElementById('name').value").await, "Mara's phone");
    verified(&page, &authenticator, true).await;
    page.press("Go on").await;
    page.sees("The passkey is added.").await;
    page.sees("Mara's phone").await;
    page.sees("never used").await;
    all(&page, "the account with a passkey", PHONE, Answer::Found).await;
    keep(&page, "passkey-card").await;
    let made = keys(&page, &authenticator).await;
    assert_eq!(made.len(), 1);
    assert_eq!((&made[0]["isResidentCredential"], &made[0]["rpId"]), (&json!(true), &json!("localhost")));

    // A second one in the same place is not made.
    page.goto("/me/passkeys/new").await;
    page.press("Go on").await;
    page.sees("This device has a passkey for you already.").await;

    // Out, and in again with a finger and nothing else; to the page that was asked for.
    house.forget(&page).await;
    page.goto("/people?q=mara").await;
    page.sees("Sign in").await;
    page.has("[data-passkey] [data-start]").await;
    all(&page, "signing in with a passkey", PHONE, Answer::Refused).await;
    keep(&page, "passkey-sign-in").await;
    page.press("Sign in with a passkey").await;
    page.arrives("/people").await;
    assert_eq!(page.js("location.search").await, "?q=mara");
    page.sees("Mara Holm").await;
    page.goto("/me/security").await;
    page.sees("used ").await;
    page.sees("Passkey").await;

    // Another name, and an empty one.
    page.press("Change Mara's phone").await;
    page.fill("#name", " ").await;
    page.press("Save the name").await;
    page.sees("Give the passkey a name").await;
    all(&page, "a passkey without a name", PHONE, Answer::Refused).await;
    page.fill("#name", "Old phone").await;
    keep(&page, "passkey-edit").await;
    page.press("Save the name").await;
    page.sees("The passkey has its new name.").await;
    page.sees("Old phone").await;

    // Removed: the authenticator still has it, and it opens nothing.
    page.press("Change Old phone").await;
    page.press("Remove it").await;
    page.sees("The passkey is removed.").await;
    page.has_no(".keys").await;
    house.forget(&page).await;
    page.goto("/sign-in").await;
    page.press("Sign in with a passkey").await;
    page.sees("This passkey is not known here").await;
    assert_eq!(keys(&page, &authenticator).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copied_passkey_is_noticed() {
    let house = House::at_localhost(Vec::new()).await;
    let page = house.window(DESK).await;
    let authenticator = authenticator(&page).await;
    house.sign_in(&page).await;
    page.goto("/me/passkeys/new").await;
    page.press("Go on").await;
    page.sees("The passkey is added.").await;
    let copy = keys(&page, &authenticator).await.remove(0);
    // It signs, so it counts on.
    for _ in 0..2 {
        house.forget(&page).await;
        page.goto("/sign-in").await;
        page.press("Sign in with a passkey").await;
        page.arrives("/host").await;
    }
    let now = keys(&page, &authenticator).await.remove(0);
    assert!(now["signCount"].as_u64() > copy["signCount"].as_u64(), "{now}");
    // The copy counts from where it was.
    let id = json!({ "authenticatorId": authenticator, "credentialId": copy["credentialId"] });
    page.cdp("WebAuthn.removeCredential", id).await;
    page.cdp("WebAuthn.addCredential", json!({ "authenticatorId": authenticator, "credential": copy })).await;
    house.forget(&page).await;
    page.goto("/sign-in").await;
    page.press("Sign in with a passkey").await;
    page.sees("This passkey may have been copied").await;
    page.goto("/host").await;
    page.sees("Sign in").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_there_are_no_passkeys_it_is_said() {
    // A number is no name.
    let house = House::open().await;
    let page = house.window(PHONE).await;
    page.goto("/sign-in").await;
    page.has_no("[data-passkey]").await;
    house.sign_in(&page).await;
    page.goto("/me/security").await;
    page.sees("Passkeys need an address with https, or localhost").await;
    page.goto("/me/passkeys/new").await;
    page.sees("Passkeys need an address with https, or localhost").await;
    page.hold(NARROW).await;
    fits(&page, "no passkeys here").await;

    // The same server, reached by another address than its own.
    let house = House::at_localhost(Vec::new()).await;
    let page = house.window(PHONE).await;
    page.goto(&format!("{}/sign-in", house.base().replace("localhost", "127.0.0.1"))).await;
    page.sees("Passkeys work at another address of this page:").await;
    page.has_no("[data-start]").await;

    // A browser that knows nothing of them.
    let page = house.window(PHONE).await;
    let without = json!({ "source": "delete window.PublicKeyCredential;" });
    page.cdp("Page.addScriptToEvaluateOnNewDocument", without).await;
    page.goto("/sign-in").await;
    page.sees("This browser cannot use passkeys.").await;
    page.has_no("[data-start]").await;
    all(&page, "no passkeys in this browser", PHONE, Answer::Found).await;

    // Without scripts there is no button that does nothing, and the other ways are there.
    let page = house.window(PHONE).await;
    page.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    page.goto("/sign-in").await;
    let shown = page.cdp("DOM.getDocument", json!({ "depth": 0 })).await;
    let html = page.cdp("DOM.getOuterHTML", json!({ "nodeId": shown["root"]["nodeId"] })).await;
    let html = html["outerHTML"].as_str().unwrap();
    assert!(html.contains("data-start=\"\" hidden=\"\"") && html.contains("name=\"password\""), "{html}");
}

async fn verified(page: &Page, authenticator: &str, is: bool) {
    let said = json!({ "authenticatorId": authenticator, "isUserVerified": is });
    page.cdp("WebAuthn.setUserVerified", said).await;
}
