//! Chats that ask for sign-in, and chats of several hosts, as people see them.

use crate::album::Album;
use crate::checks::{Answer, all};
use crate::house::{House, draft};
use crate::kit::chat::Chat;
use crate::kit::http::Web;
use crate::page::{DESK, Device, PHONE, Page, WALL};
use people::model::directory::{Entry, Status};
use people::testing::{another_session, signed_in};
use people::{Role, directory};
use serde_json::{Value, json};

/// A draft that asks for sign-in.
fn asking(mode: &str, takes: &[&str]) -> Value {
    let mut draft = draft(takes);
    (draft["door"], draft["mode"]) = (json!("signed"), json!(mode));
    draft["floor"] = json!(if mode == "named" { 1 } else { 5 });
    draft
}

/// Looked at with all checks, and kept where somebody asks for pictures.
async fn stop(page: &Page, name: &str, file: &str, device: Device) {
    all(page, name, device, Answer::Found).await;
    if let Some(album) = Album::wanted() {
        album.whole(page, file, device).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_and_a_session_that_ends() {
    let house = House::open().await;
    let people = &house.running().people;
    let (odd, phone_of_odd) = signed_in(people, "Odd Bergmann", &[]).await;
    let (_, phone_of_ruth) = signed_in(people, "Ruth Vance", &[]).await;
    let chat = Chat::start(&house.host(), &asking("named", &["Meetings are work"])).await;
    chat.step("open", 0).await;
    let (door, voice) = (format!("/j/{}", chat.code), format!("/v/{}", chat.id));

    let phone = house.window(PHONE).await;
    phone.goto(&door).await;
    phone.sees("Sign in to take part").await;
    phone.sees("Ask Mara Holm, who hosts this chat.").await;
    stop(&phone, "a door that asks for sign-in, named", "door-sign-in-named", PHONE).await;
    assert_eq!(
        phone.js("document.querySelector('.join-go').getAttribute('href')").await,
        format!("/sign-in?to={door}")
    );
    house.sign_in_as(&phone, &phone_of_odd).await;
    phone.reload().await;
    phone.sees("You are Odd Bergmann.").await;
    stop(&phone, "a door for somebody signed in", "door-signed-named", PHONE).await;
    phone.press("Join").await;
    phone.arrives(&voice).await;
    phone.settled().await;
    phone.press("Agree").await;
    house.tallies(&chat, 0, [1, 0, 0, 0]).await;

    // On the second device the code leads to the same voice.
    let second = another_session(people, &odd).await;
    let laptop = house.window(DESK).await;
    house.sign_in_as(&laptop, &second).await;
    laptop.goto(&door).await;
    laptop.arrives(&voice).await;
    laptop.sees("You: Agree").await;
    laptop.sees("You are Odd Bergmann.").await;

    // Somebody else is another voice.
    house.sign_in_as(&laptop, &phone_of_ruth).await;
    laptop.goto(&door).await;
    laptop.press("Join").await;
    laptop.arrives(&voice).await;
    laptop.sees("You are Ruth Vance.").await;
    laptop.settled().await;
    laptop.press("Disagree").await;
    house.tallies(&chat, 0, [1, 1, 0, 0]).await;

    // Signed out in the middle of it: what is answered then waits on the phone.
    Web::new(&house.base(), Some(phone_of_odd)).form("/sign-out", &[]).await;
    phone.press("Change my answer").await;
    phone.settled().await;
    phone.press("Disagree").await;
    phone.sees("You are signed out.").await;
    stop(&phone, "a phone that is signed out", "phone-signed-out", PHONE).await;
    house.tallies(&chat, 0, [1, 1, 0, 0]).await;
    house.sign_in_as(&phone, &another_session(people, &odd).await).await;
    phone.press("Sign in again").await;
    phone.arrives(&voice).await;
    house.tallies(&chat, 0, [0, 2, 0, 0]).await;

    // And without scripts.
    phone.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    phone.reload().await;
    phone.has(".plain-take form").await;
    phone.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": false })).await;
    all(&phone, "a signed voice without scripts", PHONE, Answer::Found).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_promise_is_said_before() {
    let house = House::open().await;
    let chat = Chat::start(&house.host(), &asking("confidential", &["Meetings are work"])).await;
    let phone = house.window(PHONE).await;
    phone.goto(&format!("/j/{}", chat.code)).await;
    for said in [
        "Nobody is shown who you are: answers are shown in totals, from 5 up, reasons without a name.",
        "this server knows which one is yours",
        "Whoever can open the server’s database could look it up while the chat runs.",
        "When the chat ends, the server deletes that link.",
    ] {
        phone.sees(said).await;
    }
    assert!(!phone.text().await.to_lowercase().contains("anonymous"));
    stop(&phone, "a door that asks for sign-in, confidential", "door-sign-in-confidential", PHONE).await;
    let (_, cookie) = signed_in(&house.running().people, "Odd Bergmann", &[]).await;
    house.sign_in_as(&phone, &cookie).await;
    phone.reload().await;
    phone.press("Join").await;
    phone.sees("Confidential: nobody is shown who you are, only totals from 5 answers up.").await;
    all(&phone, "a signed voice in a confidential chat", PHONE, Answer::Found).await;
    let screen = house.window(WALL).await;
    screen.goto(&format!("/screen/{}", chat.screen_key)).await;
    screen.sees("Sign in to join. Confidential: nobody is shown who you are, only totals.").await;
    all(&screen, "the screen of a chat that asks for sign-in", WALL, Answer::Found).await;
    if let Some(album) = Album::wanted() {
        album.both(&screen, "screen-signed").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hosts_share_a_chat_and_hand_it_over() {
    let house = House::open().await;
    let people = &house.running().people;
    let (_, sanne) = signed_in(people, "Sanne Mulder", &[Role::Host]).await;
    let (wout, wouts) = signed_in(people, "Wout Claes", &[Role::Host]).await;
    let page = house.window(DESK).await;
    house.sign_in(&page).await;
    let chat = Chat::write(&house.host(), &draft(&["Meetings are work"])).await;
    let (editor, hosts) = (format!("/host/chats/{}", chat.id), format!("/host/chats/{}/hosts", chat.id));

    // The door is chosen with its meaning; what contradicts is refused, and nothing typed is lost.
    page.goto(&editor).await;
    page.sees("People join without a name.").await;
    page.click("input[name=door][value=signed]").await;
    page.sees("Nobody is shown who is which voice").await;
    page.sees_no("People join without a name.").await;
    stop(&page, "the editor, signed in", "editor-signed", DESK).await;
    page.press("Save").await;
    page.sees("shows results from 5 answers up").await;
    all(&page, "the editor with a floor that is too low", DESK, Answer::Refused).await;
    page.until("document.querySelector('input[name=door]:checked').value === 'signed'").await;
    page.fill("#floor", "5").await;
    page.press("Save").await;
    page.sees("Saved.").await;

    page.goto(&hosts).await;
    page.fill("#q", "sanne").await;
    page.press("Search").await;
    page.sees("1 person found").await;
    stop(&page, "hosts of a chat, searched", "hosts-found", DESK).await;
    page.press("Add Sanne Mulder as a co-host").await;
    page.sees("Added.").await;
    page.fill("#q", "wout").await;
    page.press("Search").await;
    page.press("Add Wout Claes as a co-host").await;
    page.sees("Wout Claes").await;
    stop(&page, "hosts of a chat", "hosts", DESK).await;
    page.hold(PHONE).await;
    stop(&page, "hosts of a chat on a phone", "hosts-phone", PHONE).await;
    page.hold(DESK).await;
    page.fill("#q", "nobody at all").await;
    page.press("Search").await;
    page.sees("Nobody found.").await;

    // A co-host sees whose it is, runs it, and cannot delete it.
    house.sign_in_as(&page, &sanne).await;
    page.goto("/host").await;
    page.sees("Owned by Mara Holm").await;
    stop(&page, "the list of a co-host", "list-co-host", DESK).await;
    page.goto(&hosts).await;
    page.sees("Only the owner adds or removes hosts.").await;
    assert_eq!(page.count(".host-hosts form").await, 0);
    page.goto(&editor).await;
    page.press("Open the room").await;
    page.sees("Hosts: Mara Holm, Sanne Mulder, Wout Claes").await;
    stop(&page, "the console of two hosts", "console-hosts", DESK).await;
    // Two hosts at once: one moves the room, the other sees it.
    chat.act(json!({ "action": "advance" })).await;
    page.sees("Close take 1").await;
    page.press("Close take 1").await;
    page.sees("Reveal the result").await;

    // The owner hands over and is a co-host then; the new owner ends and deletes it.
    house.sign_in(&page).await;
    page.goto(&hosts).await;
    page.press("Make owner: Wout Claes").await;
    page.sees("You stay a co-host.").await;
    chat.act(json!({ "action": "end" })).await;
    house.sign_in_as(&page, &wouts).await;
    page.goto(&format!("{hosts}?q=")).await;
    page.press("Delete this chat …").await;
    page.sees("The chat is deleted with every answer").await;
    stop(&page, "before a chat is deleted", "delete", DESK).await;
    page.press("Delete for good").await;
    page.arrives("/host").await;
    page.sees("The chat was deleted.").await;
    assert_eq!(house.host().get(&chat.api("")).await.status, 404);

    // An owner leaves: an admin hands the chats over and is not shown them.
    Chat::write(&Web::new(&house.base(), Some(wouts)), &draft(&["Secret sauce"])).await;
    let mut tx = people.db().read().await.unwrap();
    let today = directory::today(people);
    let card = directory::person_card(&mut tx, wout.id, today).await.unwrap().unwrap();
    drop(tx);
    let gone = Entry { status: Status::Leaver, left_on: Some(today), ..Entry::named("Wout Claes") };
    directory::change(people, None, wout.id, card.version, &gone).await.unwrap();
    let (_, admin) = signed_in(people, "Ada Moreau", &[Role::Admin]).await;
    house.sign_in_as(&page, &admin).await;
    page.goto("/admin/chats").await;
    page.sees("Wout Claes").await;
    page.sees_no("Culture Chat").await;
    stop(&page, "chats without an owner", "ownerless", DESK).await;
    page.fill("#q", "sanne").await;
    page.press("Search").await;
    page.sees("1 person found").await;
    stop(&page, "a host who takes over", "ownerless-found", DESK).await;
    page.press("Hand over").await;
    page.sees("1 chat was handed over.").await;
    page.sees("Every chat has an owner who may host.").await;
    let list = Web::new(&house.base(), Some(sanne)).get("/api/v1/chats").await.json();
    assert_eq!(list["data"][0]["owner"]["name"], "Sanne Mulder");
}
