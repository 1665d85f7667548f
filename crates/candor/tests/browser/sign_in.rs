//! Signing in, in a browser: by letter, by password, and what people see of their own sessions.

use crate::album::Album;
use crate::checks::{Answer, all};
use crate::house::House;
use crate::kit::http::Web;
use crate::page::{DESK, PHONE, Page};
use people::sign_in::Settings;
use people::sign_in::mail::MailSettings;
use people::testing::Sink;
use people::{LinkFor, Purpose, Role};
use serde_json::json;

const EMAIL: &str = "ines@saltmarsh.example";

async fn keep(page: &Page, name: &str) {
    if let Some(album) = Album::wanted() {
        album.whole(page, name, DESK).await;
        page.hold(PHONE).await;
        album.whole(page, &format!("{name}-phone"), PHONE).await;
        page.hold(DESK).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn by_letter_and_by_password() {
    let sink = Sink::open().await;
    let mail = MailSettings::parse(&sink.url(), "Candor <candor@saltmarsh.example>").unwrap();
    let house = House::with(Settings { mail: Some(mail), ..Settings::default() }).await;
    let people = &house.running().people;
    let ines = people::found(people, "Ines Ferro", Some(EMAIL), &[Role::Host]).await.unwrap();
    let page = house.window(DESK).await;
    page.goto("/host").await;
    page.sees("Sign in").await;
    all(&page, "the door", DESK, Answer::Refused).await;
    keep(&page, "sign-in").await;

    // Nobody has this address: the answer is the same, and no letter goes out.
    page.fill("#email", "nobody@saltmarsh.example").await;
    page.press("Send me a sign-in link").await;
    page.arrives("/sign-in/sent").await;
    all(&page, "a letter is on its way", DESK, Answer::Found).await;
    keep(&page, "sign-in-sent").await;
    page.goto("/host").await;
    page.fill("#email", EMAIL).await;
    page.press("Send me a sign-in link").await;
    page.arrives("/sign-in/sent").await;
    let letter = sink.wait_for(1).await;
    assert_eq!(letter.to, EMAIL);
    page.goto(&letter.link().unwrap()).await;
    page.sees("Sign in as Ines Ferro").await;
    page.press("Sign in as Ines Ferro").await;
    page.arrives("/host").await;

    // A password: first one that is too easy, then a good one, looked at before it is sent.
    page.goto("/me/security").await;
    page.sees("You have no password").await;
    page.press("Set a password").await;
    page.arrives("/me/password").await;
    page.fill("#new", "saltmarsh2026").await;
    page.press("Show").await;
    page.until("document.querySelector('#new').type === 'text'").await;
    page.press("Set the password").await;
    page.sees("easy to guess").await;
    all(&page, "a weak password", DESK, Answer::Refused).await;
    keep(&page, "password-weak").await;
    page.fill("#new", "tide barrel quilt 9").await;
    page.press("Set the password").await;
    page.arrives("/me/security").await;
    page.sees("Your password is set").await;

    page.click(".me > summary").await;
    page.press("Sign out").await;
    page.arrives("/sign-in").await;
    page.fill("#email", EMAIL).await;
    page.fill("#password", "tide barrel quilt 8").await;
    page.press("Sign in").await;
    page.sees("do not belong together").await;
    assert_eq!(page.js("document.querySelector('#email').value").await, EMAIL);
    all(&page, "a wrong password", DESK, Answer::Refused).await;
    keep(&page, "sign-in-wrong").await;
    page.fill("#password", "tide barrel quilt 9").await;
    page.press("Sign in").await;
    page.arrives("/host").await;

    // Somebody is signed in elsewhere too, and is ended.
    let elsewhere = sign_in_elsewhere(&house, ines.id).await;
    assert_eq!(elsewhere.page("/me/security").await.status, 200);
    page.goto("/me/security").await;
    page.sees("This device").await;
    page.sees("Chrome on Linux").await;
    all(&page, "one's own account", DESK, Answer::Found).await;
    keep(&page, "security").await;
    page.press("Sign out: A program on an unknown device").await;
    page.sees("Signed out there").await;
    page.has_no(".sessions form").await;
    assert_eq!(elsewhere.page("/me/security").await.status, 401);

    // The letters that say so came as well, and no other.
    sink.wait_for(2).await;
    assert!(sink.letters()[1].text.contains("was set"));
    assert_eq!(sink.letters().len(), 2);
}

/// A program that is signed in as this person.
async fn sign_in_elsewhere(house: &House, person: people::PersonId) -> Web {
    let link = people::issue_link(&house.running().people, LinkFor::Person(person), Purpose::SignIn, "/host").await;
    let link = link.unwrap();
    let path = link.strip_prefix(&house.base()).unwrap();
    let stranger = Web::new(&house.base(), None);
    let done = stranger.post(path, &json!({})).await;
    let cookie = done.header("set-cookie").split(';').next().unwrap().to_owned();
    Web::new(&house.base(), Some(cookie))
}
