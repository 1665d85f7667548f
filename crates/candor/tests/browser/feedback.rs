//! Feedback in a browser: given, changed, received, thanked for; asked for and declined; released in a batch.

use crate::album::Album;
use crate::checks::{Answer, all};
use crate::house::House;
use crate::page::{DESK, Device, PHONE, Page};
use db::{Ambient, ManualClock};
use feedback::Feedback;
use feedback::story::{self, Story};
use jiff::SignedDuration;
use people::directory::{self, Search};
use people::import::{self, Absent, Agreed, Choices, Order};
use people::{LinkFor, PersonId, Purpose, Role};
use serde_json::json;
use std::sync::Arc;

/// The invented company, and what its people told each other.
const SALTMARSH: &str = include_str!("../../demo/people.csv");
const STORY: &str = include_str!("../../demo/feedback.toml");

/// Somebody of the house with a session of their own.
struct Somebody {
    id: PersonId,
    cookie: String,
}

async fn somebody(house: &House, name: &str, roles: &[Role]) -> Somebody {
    let (person, cookie) = people::testing::signed_in(&house.running().people, name, roles).await;
    Somebody { id: person.id, cookie }
}

/// Takes the browser over: from now on it is this person's.
async fn becomes(house: &House, page: &Page, who: &Somebody) {
    let (name, value) = who.cookie.split_once('=').unwrap();
    page.cdp("Network.setCookie", json!({ "url": house.base(), "name": name, "value": value })).await;
}

/// Somebody of the company signs in by a link.
async fn signs_in(house: &House, page: &Page, name: &str) -> PersonId {
    let people = &house.running().people;
    let mut tx = people.db().read().await.unwrap();
    let search = Search { words: name.to_owned(), team: None };
    let found = directory::list(&mut tx, &search, None, 2, directory::today(people)).await.unwrap();
    drop(tx);
    let id = found.people[0].id;
    let link = people::issue_link(people, LinkFor::Person(id), Purpose::Demo, "/feedback").await.unwrap();
    house.forget(page).await;
    page.goto(&link).await;
    page.click("main form button").await;
    page.arrives("/feedback").await;
    id
}

/// Saltmarsh with the feedback of its last weeks.
async fn company(house: &House) {
    let table = import::read(SALTMARSH.as_bytes()).unwrap();
    let columns = import::suggest(&table.headers).columns;
    let choices = Choices { columns, dates: Order::Unknown, absent: Absent::Stay };
    let people = &house.running().people;
    import::apply(people, None, "people.csv", &table, &choices, &Agreed::default()).await.unwrap();
    let story: Story = toml::from_str(STORY).unwrap();
    let system = candor::clock::system().unwrap();
    let clock = ManualClock::new(system.now() - SignedDuration::from_hours(24 * i64::from(story.days())));
    let ambient = Ambient::new(Arc::new(clock.clone()), system.secret().hash());
    let site = house.running().site().clone();
    let feedback = Feedback::new(people.db().clone(), ambient, site, people.clone());
    story::tell(&feedback, &clock, &story).await.unwrap();
}

/// Checks a page, and keeps its picture at the desk and on the phone.
async fn look(page: &Page, name: &str) {
    all(page, name, DESK, Answer::Found).await;
    let Some(album) = Album::wanted() else { return };
    let name = format!("feedback-{}", name.replace(' ', "-"));
    let whole = async |device: Device, name: &str| {
        page.hold(device).await;
        album.whole(page, name, device).await;
    };
    whole(PHONE, &format!("{name}-phone")).await;
    whole(DESK, &name).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_piece_is_given_and_taken_back() {
    let house = House::open().await;
    let tamsin = somebody(&house, "Tamsin Okoye", &[]).await;
    let priya = somebody(&house, "Priya Raghavan", &[]).await;
    let page = house.window(DESK).await;
    becomes(&house, &page, &tamsin).await;
    page.goto(&format!("/people/{}", priya.id)).await;
    page.press("Give feedback").await;
    page.arrives("/feedback/new").await;
    page.fill(
        "#happened",
        "In Tuesday's launch review you walked support through the refund flow before anyone asked.",
    )
    .await;
    page.fill("#effect", "They answered the first 40 tickets without us.").await;
    page.until("document.getElementById('saved').textContent.includes('Draft saved')").await;
    look(&page, "composer").await;
    page.hold(PHONE).await;
    if let Some(album) = Album::wanted() {
        album.both(&page, "feedback-composer-screen").await;
    }
    page.hold(DESK).await;
    page.press("Good, better, good").await;
    page.sees("No study has found that it improves anything").await;
    look(&page, "composer rounded").await;
    page.press("Write freely").await;
    page.until("document.getElementById('happened').value.includes('first 40 tickets')").await;
    look(&page, "composer free").await;
    page.press("What happened, what it changed, what next").await;
    page.sees("What did it change?").await;
    page.fill("#happened", "").await;
    page.press("Send to Priya").await;
    page.sees("Write a few words first.").await;
    all(&page, "an empty piece", DESK, Answer::Refused).await;
    page.fill("#happened", "In Tuesday's launch review you walked support through the refund flow.").await;
    page.click("input[value=confidential]").await;
    page.sees("It waits until 5 different people have written").await;
    page.sees_no("With your name a people partner").await;
    look(&page, "composer confidential").await;
    page.press("Send to Priya").await;
    page.arrives("/feedback/given/*").await;
    page.sees("you can change it or take it back. Then it waits for others.").await;
    look(&page, "given one").await;
    page.press("Take it back or change it").await;
    page.arrives("/feedback/new").await;
    assert!(page.js("document.getElementById('happened').value").await.as_str().unwrap().contains("refund flow"));
    page.goto("/feedback/given").await;
    page.sees("Drafts").await;

    // The same without scripts or pointer: Save is a button, and the page goes on where it was left.
    page.goto(&format!("/feedback/new?to={}", priya.id)).await;
    page.fill("#next", "Please do the same for tariffs.").await;
    page.press("Save").await;
    page.arrives("/feedback/new").await;
    assert_eq!(page.js("document.getElementById('next').value").await, "Please do the same for tariffs.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_month_of_feedback_is_read_and_used() {
    let house = House::open().await;
    company(&house).await;
    let page = house.window(DESK).await;
    signs_in(&house, &page, "mira sandoval").await;
    page.sees("One of several colleagues").await;
    look(&page, "inbox").await;
    page.js("[...document.querySelectorAll('.piece')].find((it) => it.textContent.includes('Bethany')).click()").await;
    page.arrives("/feedback/received/*").await;
    page.press("Say thank you").await;
    page.sees("You said thank you").await;
    page.goto("/feedback").await;
    page.click(".piece-new").await;
    page.arrives("/feedback/received/*").await;
    page.sees_no("Say thank you").await;
    page.fill("#reflection", "I knew, and hoped that nobody would notice.").await;
    page.press("Keep this thought").await;
    page.until("document.getElementById('reflection').value.startsWith('I knew')").await;
    look(&page, "received").await;
    page.press("Keep for ever").await;
    page.sees("Kept. Let it go").await;
    page.fill("#goal", "Wait until the answers have stood still for thirty seconds.").await;
    page.press("Add to my growth").await;
    page.arrives("/feedback/kept").await;
    page.sees("Wait until the answers have stood still").await;
    look(&page, "kept").await;

    page.press("Asks").await;
    page.arrives("/feedback/asks").await;
    page.sees("One more person was asked.").await;
    page.sees("I edit the recaps").await;
    look(&page, "asks").await;
    page.press("Not this time").await;
    page.has("details[open] input[name=reason]").await;
    page.fill("details[open] input[name=reason]", "I was away for most of it.").await;
    page.press("Decline").await;
    page.arrives("/feedback/asks").await;
    page.until("document.querySelectorAll('.decline').length === 1").await;
    page.press("Answer").await;
    page.arrives("/feedback/new").await;
    page.sees("Oluchi Brandt asks you:").await;
    look(&page, "composer asked").await;
    page.fill("#happened", "You sent the berth numbers a day before the chat.").await;
    page.press("Send to Oluchi").await;
    page.arrives("/feedback/given/*").await;
    page.press("Given").await;
    page.arrives("/feedback/given").await;
    look(&page, "given").await;
    page.press("Balance").await;
    page.sees("The last twelve months.").await;
    page.press("As a table, by kind").await;
    look(&page, "balance").await;

    page.goto("/feedback/asks/new").await;
    page.fill("#q", "rafael lindqvist").await;
    page.press("Find").await;
    page.sees("person found").await;
    page.click(".person-choice input").await;
    look(&page, "ask").await;
    page.press("Send the ask").await;
    page.arrives("/feedback/asks").await;
    page.sees("open until").await;

    // Several colleagues wrote, and one of them went too far.
    page.goto("/feedback").await;
    page.js("[...document.querySelectorAll('.piece')].find((it) => it.textContent.includes('several')).click()").await;
    page.arrives("/feedback/received/*").await;
    page.press("Report abuse").await;
    page.fill("#report-words", "This is about my health.").await;
    page.press("Report it").await;
    page.sees("You reported this.").await;
    let partner = somebody(&house, "Ruth Vance", &[Role::Partner]).await;
    becomes(&house, &page, &partner).await;
    page.goto("/feedback/reports").await;
    page.sees("This is about my health.").await;
    page.sees("Confidential").await;
    look(&page, "reports").await;
    page.press("Let it stand").await;
    page.sees("Nothing is reported.").await;

    signs_in(&house, &page, "tamsin okoye").await;
    page.sees("You have not asked for feedback about yourself this quarter.").await;
    look(&page, "inbox of a leader").await;
    page.goto("/feedback/team").await;
    page.sees("Too few people").await;
    look(&page, "team").await;
}
