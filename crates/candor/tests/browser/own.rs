//! One's own data in a browser: seen, put right, asked for, and the pages of those who answer.

use crate::album::Album;
use crate::checks::{Answer, all};
use crate::directory::{as_admin, company, id_of};
use crate::house::House;
use crate::page::{DESK, Device, PHONE, Page};
use people::{LinkFor, PersonId, Purpose, Role, own};

/// Pictures of the whole page on both devices, where somebody asks for them.
async fn keep(page: &Page, name: &str) {
    let Some(album) = Album::wanted() else { return };
    let devices: [(Device, &str); 2] = [(DESK, ""), (PHONE, "-phone")];
    for (device, word) in devices {
        page.hold(device).await;
        album.whole(page, &format!("{name}{word}"), device).await;
    }
    page.hold(DESK).await;
}

/// All checks, on a desk and on a phone.
async fn stop(page: &Page, name: &str, answer: Answer) {
    all(page, name, DESK, answer).await;
    page.hold(PHONE).await;
    all(page, &format!("{name} on a phone"), PHONE, answer).await;
    page.hold(DESK).await;
}

/// Signs somebody in by a link.
async fn become_person(house: &House, page: &Page, id: PersonId) {
    house.forget(page).await;
    let people = &house.running().people;
    let link = people::issue_link(people, LinkFor::Person(id), Purpose::SignIn, "/me").await.unwrap();
    let path = link.splitn(4, '/').nth(3).unwrap().to_owned();
    page.goto(&format!("/{path}")).await;
    page.click("main form button").await;
    page.sees("Everything that is stored about you").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_stored_is_seen_and_put_right() {
    let house = House::open().await;
    company(&house).await;
    let page = house.window(DESK).await;
    let rafael = id_of(&house, "rafael lindqvist").await;
    let admin = people::found(&house.running().people, "Ada Moreau", None, &[Role::Admin]).await.unwrap();
    own::note_reading(&house.running().people, admin.id, own::EMPLOYMENT_READ, vec![rafael]).await.unwrap();
    become_person(&house, &page, rafael).await;
    page.sees("Ada Moreau").await;
    stop(&page, "one's own data", Answer::Found).await;
    page.click("#holding-employment > summary").await;
    stop(&page, "one's own data, opened", Answer::Found).await;
    keep(&page, "me").await;

    page.click("a[href='/me/edit']").await;
    page.arrives("/me/edit").await;
    stop(&page, "what is one's own", Answer::Found).await;
    page.fill("#timezone", "Mars/Base").await;
    page.press("Save").await;
    page.sees("Enter a time zone by its name").await;
    stop(&page, "a time zone that is none", Answer::Refused).await;
    keep(&page, "me-edit").await;
    page.fill("#timezone", "Europe/Lisbon").await;
    page.fill("#preferred_name", "Rafa").await;
    page.press("Save").await;
    page.sees("Saved.").await;

    page.click("a[href='/me/correction']").await;
    page.arrives("/me/correction").await;
    stop(&page, "asking for a correction", Answer::Found).await;
    page.fill("#wish", "Night desk lead").await;
    page.press("Send").await;
    page.sees("Say why, in a sentence").await;
    stop(&page, "a correction without a reason", Answer::Refused).await;
    keep(&page, "me-correction").await;
    page.js("document.querySelector('#field').value = 'job_title'").await;
    page.fill("#why", "I lead it since May.").await;
    page.press("Send").await;
    page.sees("Job title → Night desk lead").await;

    page.click("a[href='/me/erasure']").await;
    page.arrives("/me/erasure").await;
    page.press("Ask to be erased").await;
    page.sees("Tick the box to go on").await;
    stop(&page, "not sure", Answer::Refused).await;
    keep(&page, "me-erasure").await;
    page.click("#sure").await;
    page.press("Ask to be erased").await;
    page.sees("Waits for two people to agree.").await;
    stop(&page, "two requests", Answer::Found).await;
    keep(&page, "me-requests").await;

    answered(&house, &page).await;
    kept(&page).await;
}

/// The same requests, as those who decide see them.
async fn answered(house: &House, page: &Page) {
    house.forget(page).await;
    house.sign_in(page).await;
    page.goto("/people").await;
    as_admin(page).await;
    page.press("Requests").await;
    page.sees("I lead it since May.").await;
    stop(page, "requests", Answer::Found).await;
    keep(page, "requests").await;
    page.press("Agree (1 of 2)").await;
    page.sees("You have agreed. Somebody else must agree, too.").await;
    let people = &house.running().people;
    let second = people::found(people, "Max Oduya", None, &[Role::Admin]).await.unwrap();
    let mut tx = people.db().read().await.unwrap();
    let (open, _) = own::open_erasures(&mut tx, 1).await.unwrap();
    drop(tx);
    let hat = people::Hat::Admin;
    own::agree(people, (second.id, hat), open[0].id, open[0].version).await.unwrap();
    page.reload().await;
    page.sees("nothing of name, address or employee id is left").await;
    stop(page, "an erasure with its proof", Answer::Found).await;
    keep(page, "requests-proof").await;
}

/// How long things are kept.
async fn kept(page: &Page) {
    page.press("Retention").await;
    page.sees("Rules run once a day.").await;
    stop(page, "retention", Answer::Found).await;
    page.fill("#leavers", "9999").await;
    page.click("form:has(#leavers) button").await;
    page.sees("Enter a whole number from 30 to 730").await;
    stop(page, "more days than usual", Answer::Refused).await;
    page.fill("#leavers", "365").await;
    page.click("form:has(#leavers) button").await;
    page.sees("It counts as soon as another admin asks for the same").await;
    page.fill("#whom", "Mei Haruna").await;
    page.fill("#reason", "A claim that is not settled.").await;
    page.press("Set a hold").await;
    page.sees("since 20").await;
    stop(page, "a hold", Answer::Found).await;
    keep(page, "retention").await;
}
