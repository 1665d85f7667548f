//! Hats and roles in a browser: what each of five people sees of a sixth, and how a hat is changed without scripts.

use crate::album::Album;
use crate::checks::{Answer, all};
use crate::house::House;
use crate::page::{DESK, NARROW, PHONE, Page};
use people::directory;
use people::import::{self, Absent, Agreed, Choices, Order};
use people::roles::{self, New};
use people::{LinkFor, Purpose, Role};

/// The invented company.
const SALTMARSH: &str = include_str!("../../demo/people.csv");

async fn company(house: &House) {
    let people = &house.running().people;
    let table = import::read(SALTMARSH.as_bytes()).unwrap();
    let columns = import::suggest(&table.headers).columns;
    let choices = Choices { columns, dates: Order::Unknown, absent: Absent::Stay };
    import::apply(people, None, "people.csv", &table, &choices, &Agreed::default()).await.unwrap();
    let teams = directory::teams(&mut people.db().read().await.unwrap()).await.unwrap();
    let product = teams.iter().find(|it| it.name.as_str() == "Product").unwrap().id;
    let partner = of(house, "bethany.arsenault").await;
    let new = New { role: Role::Partner, team: Some(product), last: None };
    roles::grant(people, None, partner.id, new).await.unwrap();
    let admin = of(house, "piet.vanaalst").await;
    roles::grant(people, None, admin.id, New { role: Role::Admin, team: None, last: None }).await.unwrap();
}

async fn of(house: &House, handle: &str) -> people::Person {
    let email = format!("{handle}@saltmarsh.example");
    people::by_email(&house.running().people, &email).await.unwrap().expect("works there")
}

/// Signs somebody in by a link, as the demo does.
async fn enter(house: &House, page: &Page, handle: &str, place: &str) {
    house.forget(page).await;
    let whom = LinkFor::Person(of(house, handle).await.id);
    let link = people::issue_link(&house.running().people, whom, Purpose::Demo, place).await.unwrap();
    page.goto(link.strip_prefix(&house.base()).unwrap()).await;
    page.click("main form button").await;
    page.arrives(place).await;
}

async fn keep(page: &Page, name: &str) {
    if let Some(album) = Album::wanted() {
        album.both(page, name).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_people_look_at_a_sixth() {
    let house = House::open().await;
    company(&house).await;
    let page = house.window(DESK).await;
    let joris = format!("/people/{}", of(&house, "joris.bosman").await.id);

    // A colleague sees what everybody sees.
    enter(&house, &page, "siti.rahman", &joris).await;
    page.sees("Port integrations engineer").await;
    assert!(!page.text().await.contains("joris.bosman@"), "{}", page.text().await);
    page.press("Why can I see this?").await;
    page.sees("Everybody who is signed in may see this.").await;
    assert_eq!(page.count(".hats").await, 0, "one hat is no choice");
    all(&page, "a colleague's page", DESK, Answer::Found).await;

    // The manager, and oneself.
    enter(&house, &page, "tamsin.okoye", &joris).await;
    page.sees("joris.bosman@saltmarsh.example").await;
    page.press("Why can I see this?").await;
    page.sees("because Joris Bosman reports to you").await;
    all(&page, "a page as the manager", DESK, Answer::Found).await;
    keep(&page, "person-as-manager").await;
    enter(&house, &page, "joris.bosman", &joris).await;
    page.sees("Whom you reported to").await;
    page.press("Roles").await;
    page.sees("None. That is so for most people.").await;
    all(&page, "one's own roles", DESK, Answer::Found).await;

    // The people partner, with one hat and with the other, by the keys alone.
    enter(&house, &page, "bethany.arsenault", &joris).await;
    assert!(!page.text().await.contains("joris.bosman@"));
    all(&page, "a page before the hat is changed", DESK, Answer::Found).await;
    page.js("document.querySelector('.hats > summary').focus()").await;
    page.types("\u{e007}").await;
    page.has(".hats[open]").await;
    page.sees("You look after the people in your scope.").await;
    all(&page, "the hats", DESK, Answer::Found).await;
    keep(&page, "hats").await;
    page.hold(PHONE).await;
    keep(&page, "hats-phone").await;
    page.hold(DESK).await;
    page.js("document.querySelector('.hats button[value=partner]').focus()").await;
    page.types("\u{e007}").await;
    page.has(".hats-partner").await;
    page.arrives(&joris).await;
    page.sees("joris.bosman@saltmarsh.example").await;
    page.press("Why can I see this?").await;
    page.sees("because you are the people partner of Joris Bosman").await;
    keep(&page, "person-as-partner").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admin_gives_a_role() {
    let house = House::open().await;
    company(&house).await;
    let page = house.window(DESK).await;
    enter(&house, &page, "piet.vanaalst", "/people").await;
    // Refused for the hat alone: the page has the way on.
    page.goto("/roles").await;
    page.sees("Act as an admin").await;
    all(&page, "refused for the hat", DESK, Answer::Refused).await;
    keep(&page, "hat-refused").await;
    page.press("Act as an admin").await;
    page.arrives("/roles").await;
    page.sees("Bethany Arsenault").await;
    all(&page, "roles", DESK, Answer::Found).await;
    keep(&page, "roles").await;
    page.hold(NARROW).await;
    keep(&page, "roles-narrow").await;
    page.hold(DESK).await;

    // Chats stay closed.
    page.goto("/host").await;
    page.sees("Only hosts may do this").await;

    let joris = of(&house, "joris.bosman").await;
    page.goto(&format!("/people/{}/roles", joris.id)).await;
    page.press("Give the role").await;
    page.sees("Choose a role").await;
    all(&page, "a role that was not chosen", DESK, Answer::Refused).await;
    page.click("input[name=role][value=partner]").await;
    page.press("Give the role").await;
    page.sees("Choose what the people partner looks after").await;
    all(&page, "a people partner without a scope", DESK, Answer::Refused).await;
    page.js("document.querySelector('#team').value = [...document.querySelectorAll('#team option')].find((it) => it.textContent.includes('Customs')).value").await;
    page.press("Give the role").await;
    page.sees("Looks after").await;
    page.has(".roles .chip").await;
    page.sees("Piet van Aalst").await;
    all(&page, "the roles of somebody", DESK, Answer::Found).await;
    keep(&page, "roles-of").await;
    page.hold(PHONE).await;
    keep(&page, "roles-of-phone").await;
    page.hold(DESK).await;
    page.click(".roles form button").await;
    page.sees("Held before").await;
    all(&page, "a role that is over", DESK, Answer::Found).await;
}
