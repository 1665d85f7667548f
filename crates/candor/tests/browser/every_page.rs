//! A walk through every page in every state it has, with all checks at each stop.

use crate::checks::{Answer, all};
use crate::house::{House, draft, id};
use crate::kit::chat::{Chat, draft as usual_draft};
use crate::page::{DESK, PHONE, WALL};
use people::{LinkFor, Purpose, Role};
use serde_json::json;
use swarm::{Answer as Swipe, Side};

const AGREE: Swipe = Swipe::plain(Side::Agree);
const DISAGREE: Swipe = Swipe::reserved(Side::Disagree);

/// A chat with a panel and three takes, the last one as long as a take may be.
async fn long_chat(house: &House) -> Chat {
    let mut chat = usual_draft(2);
    let longest = "Whoever writes the longest statements of all should be the first who has to read them aloud to everyone, twice, in the big hall, on a Monday";
    assert_eq!(longest.chars().count(), 140);
    chat["takes"].as_array_mut().unwrap().push(json!({ "text": longest }));
    Chat::write(&house.host(), &chat).await
}

/// Two reasons on a take, both on the screen.
async fn truths(house: &House, chat: &Chat, take: usize) -> Vec<swarm::Phone> {
    let phones = house.crowd(chat, take, &[AGREE, DISAGREE, AGREE]).await;
    for (phone, words) in
        phones.iter().zip(["I prepare for questions.", "Sometimes I only find out what my question was by talking."])
    {
        let truth = swarm::Truth { words: words.to_owned(), consent: swarm::Consent::Quote };
        phone.truth(id(&chat.takes[take]), truth).await;
    }
    for truth in house.truths(chat).await {
        chat.act(json!({ "action": "spotlight", "truth": truth["id"] })).await;
    }
    phones
}

async fn publish(house: &House, chat: &Chat) -> String {
    let recap = house.host().post(&chat.api("/recap"), &json!({})).await.json();
    let published = house.host().post(&chat.api("/recap/publish"), &json!({ "version": recap["version"] })).await;
    published.json()["path"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_participant() {
    let house = House::open().await;
    let chat = long_chat(&house).await;
    let page = house.window(PHONE).await;
    let stop = async |name: &str| all(&page, name, PHONE, Answer::Found).await;

    page.goto("/").await;
    stop("the code field").await;
    page.goto("/j/000000").await;
    all(&page, "a wrong code", PHONE, Answer::Refused).await;
    page.goto(&format!("/j/{}", chat.code)).await;
    stop("a door that is closed").await;
    chat.act(json!({ "action": "start" })).await;
    page.reload().await;
    stop("the door").await;
    let mut named = draft(&["Meetings are work"]);
    named["mode"] = json!("named");
    let named = Chat::start(&house.host(), &named).await;
    page.goto(&format!("/j/{}", named.code)).await;
    stop("a door that asks for a name").await;

    page.goto(&format!("/j/{}", chat.code)).await;
    page.press("Join").await;
    page.sees("Look up at the screen").await;
    stop("the lobby").await;
    chat.act(json!({ "action": "open_all" })).await;
    page.settled().await;
    stop("the deck").await;
    page.press("Agree").await;
    page.settled().await;
    stop("the sheet after a swipe").await;
    page.press("Why?").await;
    page.has(".why input[enterkeyhint]").await;
    stop("the open sheet").await;
    page.press("Disagree").await;
    page.settled().await;
    page.press("Close").await;
    stop("the longest take").await;
    page.press("Pass").await;
    page.sees("Others are still swiping.").await;
    stop("waiting").await;
    let crowd = house.crowd(&chat, 0, &[AGREE, AGREE, DISAGREE]).await;
    for take in [0, 1, 2] {
        chat.step("close", take).await;
        chat.step("reveal", take).await;
    }
    page.sees("You and the room").await;
    stop("results").await;
    chat.act(json!({ "action": "wrap_up" })).await;
    page.sees("The host sums up").await;
    stop("the wrap-up").await;
    chat.act(json!({ "action": "end" })).await;
    publish(&house, &chat).await;
    page.sees("Read the recap").await;
    stop("the end").await;
    drop(crowd);

    house.forget(&page).await;
    page.goto(&format!("/j/{}", chat.code)).await;
    stop("the door of a chat that is over").await;
    // Scripts off, the same states by plain forms.
    page.goto(&format!("/j/{}", named.code)).await;
    page.fill("#name", "Odd Bergmann").await;
    page.press("Join").await;
    named.step("open", 0).await;
    page.settled().await;
    page.press("Agree").await;
    house.tallies(&named, 0, [1, 0, 0, 0]).await;
    // The page is made without scripts; the checks themselves need them again.
    let scripts = async |off: bool| page.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": off })).await;
    scripts(true).await;
    page.reload().await;
    page.has(".plain-take form").await;
    scripts(false).await;
    stop("an open take without scripts").await;
    named.step("close", 0).await;
    named.step("reveal", 0).await;
    scripts(true).await;
    page.reload().await;
    page.sees("Result").await;
    scripts(false).await;
    stop("a result without scripts").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_host() {
    let house = House::open().await;
    let page = house.window(DESK).await;
    let stop = async |name: &str| all(&page, name, DESK, Answer::Found).await;

    page.goto("/sign-in").await;
    stop("how to sign in").await;
    page.goto("/licenses").await;
    stop("licences").await;
    let people = &house.running().people;
    let guest = people::found(people, "Ruth Vance", None, &[Role::Host]).await.unwrap();
    let link = people::issue_link(people, LinkFor::Person(guest.id), Purpose::SignIn, "/host").await.unwrap();
    page.goto(&link).await;
    stop("a sign-in link").await;
    page.press("Sign in as Ruth Vance").await;
    page.arrives("/host").await;
    stop("a list without chats").await;
    page.goto(&link).await;
    all(&page, "a used link", DESK, Answer::Refused).await;
    page.goto("/setup/none").await;
    all(&page, "a set-up link that is none", DESK, Answer::Refused).await;
    page.goto("/nowhere").await;
    all(&page, "no page", DESK, Answer::Refused).await;

    house.sign_in(&page).await;
    let chat = long_chat(&house).await;
    page.goto(&format!("/host/chats/{}", chat.id)).await;
    stop("the editor").await;
    page.fill("#title", "").await;
    page.press("Save").await;
    page.sees("Give the chat a title.").await;
    all(&page, "the editor with a fault", DESK, Answer::Refused).await;
    chat.act(json!({ "action": "start" })).await;
    let console = format!("/host/chats/{}/console", chat.id);
    page.goto(&console).await;
    page.sees("The room is open").await;
    stop("the console, room open").await;
    chat.step("open", 0).await;
    let crowd = truths(&house, &chat, 0).await;
    page.sees("Sometimes I only find out").await;
    stop("the console, a take open").await;
    chat.act(json!({ "action": "answer", "take": chat.takes[0], "panellist": chat.panel[0], "side": "agree", "words": "Eleven meetings, four questions." })).await;
    chat.act(json!({ "action": "takeaway", "take": chat.takes[0], "words": "Only honest meetings." })).await;
    chat.step("close", 0).await;
    page.sees("Only you see this until the reveal.").await;
    stop("the console, a take closed").await;
    chat.step("reveal", 0).await;
    page.sees_no("Only you see this until the reveal.").await;
    page.js("document.querySelectorAll('details').forEach((it) => it.open = true)").await;
    stop("the console, a take revealed").await;
    page.goto("/host").await;
    stop("the list").await;
    chat.act(json!({ "action": "wrap_up" })).await;
    page.goto(&console).await;
    stop("the console, wrap-up").await;
    chat.act(json!({ "action": "end" })).await;
    page.sees("This chat has ended").await;
    stop("the console, ended").await;
    let recap = format!("/host/chats/{}/recap", chat.id);
    page.goto(&recap).await;
    stop("before the recap").await;
    let public = publish(&house, &chat).await;
    page.goto(&recap).await;
    stop("the recap editor").await;
    page.goto(&public).await;
    stop("the recap").await;
    drop(crowd);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_the_big_screen() {
    let house = House::open().await;
    let chat = long_chat(&house).await;
    chat.act(json!({ "action": "start" })).await;
    let page = house.window(WALL).await;
    page.goto(&format!("/screen/{}", chat.screen_key)).await;
    let view = async |view: &str| page.until_with("document.body.dataset.view === a[0]", &[json!(view)]).await;
    let stop = async |name: &str| all(&page, name, WALL, Answer::Found).await;
    view("lobby").await;
    stop("the screen, lobby").await;
    chat.step("open", 0).await;
    view("take").await;
    let crowd = truths(&house, &chat, 0).await;
    page.sees("3 of 3 people have answered").await;
    stop("the screen, a take").await;
    chat.step("close", 0).await;
    view("closed").await;
    stop("the screen, a closed take").await;
    chat.step("reveal", 0).await;
    view("result").await;
    page.sees("I prepare for questions.").await;
    chat.act(json!({ "action": "takeaway", "take": chat.takes[0], "words": "Only honest meetings." })).await;
    page.sees("Only honest meetings.").await;
    stop("the screen, a result").await;
    chat.step("open", 2).await;
    page.sees("Whoever writes the longest").await;
    stop("the screen, the longest take").await;
    chat.act(json!({ "action": "blank" })).await;
    view("blank").await;
    stop("the screen, blank").await;
    chat.act(json!({ "action": "unblank" })).await;
    chat.act(json!({ "action": "wrap_up" })).await;
    view("wrap_up").await;
    stop("the screen, wrap-up").await;
    chat.act(json!({ "action": "end" })).await;
    view("ended").await;
    publish(&house, &chat).await;
    page.sees("The recap is out.").await;
    stop("the screen, ended").await;
    drop(crowd);
}
