//! The directory in a browser: list, person, chart, and people from a file.

use crate::album::Album;
use crate::checks::{Answer, all};
use crate::house::House;
use crate::page::{DESK, NARROW, PHONE, Page};
use people::PersonId;
use people::directory::{self, Search};
use people::import::{self, Absent, Agreed, Choices, Order};

/// The invented company.
const SALTMARSH: &str = include_str!("../../demo/people.csv");

/// Everybody of the invented company, besides the host of the house.
pub async fn company(house: &House) {
    let table = import::read(SALTMARSH.as_bytes()).unwrap();
    let columns = import::suggest(&table.headers).columns;
    let choices = Choices { columns, dates: Order::Unknown, absent: Absent::Stay };
    let people = &house.running().people;
    import::apply(people, None, "people.csv", &table, &choices, &Agreed::default()).await.unwrap();
}

pub async fn id_of(house: &House, name: &str) -> PersonId {
    let people = &house.running().people;
    let mut tx = people.db().read().await.unwrap();
    let search = Search { words: name.to_owned(), team: None };
    let found = directory::list(&mut tx, &search, None, 2, directory::today(people)).await.unwrap();
    assert_eq!(found.total, 1, "{name}");
    found.people[0].id
}

async fn keep(page: &Page, name: &str) {
    if let Some(album) = Album::wanted() {
        album.both(page, name).await;
    }
}

/// Puts the admin's hat on, in the header of the page.
pub async fn as_admin(page: &Page) {
    page.click(".hats > summary").await;
    page.click(".hats [name=hat][value=admin]").await;
    page.has(".hats-admin").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_are_found_and_read() {
    let house = House::open().await;
    company(&house).await;
    let page = house.window(DESK).await;
    page.goto("/people").await;
    page.sees("Sign in").await;
    all(&page, "the directory, not signed in", DESK, Answer::Refused).await;
    house.sign_in(&page).await;
    page.goto("/people").await;
    page.sees("121 people").await;
    all(&page, "the directory", DESK, Answer::Found).await;
    keep(&page, "people-list").await;
    page.press("Show more people").await;
    page.until("document.querySelectorAll('.tile').length === 60").await;
    page.press("Show more people").await;
    page.until("document.querySelectorAll('.tile').length === 1").await;

    page.goto("/people").await;
    page.fill("#q", "valparaiso NIGHT").await;
    page.press("Find").await;
    page.sees("5 people").await;
    assert!(page.text().await.contains("Valparaíso"));
    keep(&page, "people-search").await;
    page.fill("#q", "nobody at all").await;
    page.press("Find").await;
    page.sees("Nobody fits").await;
    all(&page, "nobody found", DESK, Answer::Found).await;
    page.press("Show everybody").await;
    page.js("document.querySelector('#team').value = [...document.querySelectorAll('#team option')].find((it) => it.textContent.includes('Night desk')).value").await;
    page.press("Find").await;
    page.sees("Rafael Lindqvist").await;

    page.goto(&format!("/people/{}", id_of(&house, "rafael lindqvist").await)).await;
    page.sees("Runs the night desk of support").await;
    page.sees("direct reports").await;
    all(&page, "a person", DESK, Answer::Found).await;
    keep(&page, "person").await;
    page.hold(PHONE).await;
    keep(&page, "person-phone").await;
    page.hold(DESK).await;
    let text = page.text().await;
    assert!(!text.contains("Whom you reported to") && !text.contains("@saltmarsh"), "{text}");

    let mara = id_of(&house, "mara holm").await;
    let people = &house.running().people;
    let (mei, today) = (id_of(&house, "mei haruna").await, directory::today(people));
    directory::set_manager(people, None, mara, 1, Some(mei), today).await.unwrap();
    page.goto(&format!("/people/{mara}")).await;
    page.sees("Whom you reported to").await;
    all(&page, "one's own page", DESK, Answer::Found).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_chart_is_opened_and_searched_without_scripts() {
    let house = House::open().await;
    let page = house.window(DESK).await;
    house.sign_in(&page).await;
    page.goto("/people/chart").await;
    all(&page, "a chart of one", DESK, Answer::Found).await;
    company(&house).await;
    page.reload().await;
    page.sees("Ingrid Falkenrath").await;
    all(&page, "the chart", DESK, Answer::Found).await;
    keep(&page, "chart").await;
    page.hold(NARROW).await;
    keep(&page, "chart-narrow").await;
    page.hold(DESK).await;

    // What opens and closes is the browser's own: the page brings no script at all.
    assert_eq!(page.count("script").await, 0);
    page.has_no(".tree .tree, details:not([open]) .knot").await;
    page.click(".tree details details > summary").await;
    page.has(".tree details details[open] > ul .knot").await;
    page.goto("/people/chart?q=tamsin").await;
    page.sees("1 person found.").await;
    page.has(".knot-found").await;
    assert_eq!(page.count("details[open] .knot-found").await, 1, "the way is open");
    all(&page, "somebody found in the chart", DESK, Answer::Found).await;
    keep(&page, "chart-found").await;
    page.fill("#q", "customs").await;
    page.press("Find").await;
    page.sees("people found.").await;
    page.until("document.querySelector('#found').getBoundingClientRect().bottom < innerHeight").await;
    keep(&page, "chart-found-many").await;
    let rafael = id_of(&house, "rafael lindqvist").await;
    page.goto(&format!("/people/{rafael}")).await;
    page.press("Show in the org chart").await;
    page.has("#here").await;
    page.until("document.querySelector('#here').getBoundingClientRect().top < innerHeight").await;
    assert!(page.text().await.contains("Support specialist, nights"), "his own level is open");
    all(&page, "the chart at somebody", DESK, Answer::Found).await;
}

/// A file of three people: one new, one who changes, one that is wrong.
const FILE: &str = "\
Employee ID;Work Email;Full name;Job Title;Location;Manager;Hire Date
SM-002;mei.haruna@saltmarsh.example;;Co-founder, at sea;Kobe;;
SM-500;odd.bergmann@saltmarsh.example;Odd Bergmann;Pilot;Halifax;Mei Haruna;03/04/2026
SM-501;nobody;Ruth Vance;Pilot;Halifax;Mei Haruna;
SM-502;ruth.vance@saltmarsh.example;Ruth Vance;Pilot;Halifax;Somebody Else;
";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_becomes_people_and_is_taken_back() {
    let house = House::open().await;
    company(&house).await;
    let page = house.window(DESK).await;
    house.sign_in(&page).await;
    let folder = tempfile::tempdir().unwrap();
    let (good, bad) = (folder.path().join("autumn.csv"), folder.path().join("people.xlsx"));
    std::fs::write(&good, FILE).unwrap();
    std::fs::write(&bad, b"PK\x03\x04").unwrap();

    page.goto("/people").await;
    as_admin(&page).await;
    page.press("Import").await;
    page.arrives("/people/import").await;
    all(&page, "before an import", DESK, Answer::Found).await;
    keep(&page, "import-start").await;
    page.choose_file("#file", &bad).await;
    page.press("Read the file").await;
    page.sees("This is a workbook, not a CSV file.").await;
    all(&page, "a file that is none", DESK, Answer::Refused).await;

    page.choose_file("#file", &good).await;
    page.press("Read the file").await;
    page.sees("What do the columns mean?").await;
    page.sees("What does “03/04/2026” mean?").await;
    all(&page, "the columns", DESK, Answer::Found).await;
    keep(&page, "import-columns").await;
    page.js("document.querySelector('#column-0').value = 'email'").await;
    page.press("Show what would change").await;
    page.sees("Two columns are “E-mail”").await;
    all(&page, "columns that mean the same", DESK, Answer::Refused).await;
    page.js("document.querySelector('#column-0').value = 'employee_id'").await;
    page.click("input[name=dates][value=day-first]").await;
    page.press("Show what would change").await;
    page.sees("What would change").await;
    page.sees("Somebody Else is neither in the file nor in the directory").await;
    all(&page, "the preview", DESK, Answer::Found).await;
    keep(&page, "import-preview").await;
    page.hold(NARROW).await;
    keep(&page, "import-preview-narrow").await;
    page.hold(DESK).await;
    page.press("Import 3 people").await;
    page.sees("Nothing was imported").await;
    all(&page, "a question that is open", DESK, Answer::Refused).await;
    page.click("#yes-managers").await;
    page.press("Import 3 people").await;
    page.arrives("/people/import").await;
    page.sees("Imported: 2 new, 1 changed, 0 left.").await;
    all(&page, "after an import", DESK, Answer::Found).await;
    keep(&page, "import-done").await;
    page.press("Look at the directory").await;
    page.sees("123 people").await;

    page.goto("/people/import").await;
    page.press("Take it back").await;
    page.sees("1 people are as they were, 2 are gone again").await;
    all(&page, "taken back", DESK, Answer::Found).await;
    page.press("Back to the import").await;
    page.sees("taken back 20").await;
    page.goto("/people").await;
    page.sees("121 people").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_is_added_by_hand() {
    let house = House::open().await;
    company(&house).await;
    let page = house.window(DESK).await;
    house.sign_in(&page).await;
    page.goto("/people").await;
    as_admin(&page).await;
    page.press("Add a person").await;
    page.arrives("/people/new").await;
    all(&page, "a new person", DESK, Answer::Found).await;
    keep(&page, "person-new").await;
    page.fill("#first_name", "Ruth").await;
    page.fill("#last_name", "Vance").await;
    page.fill("#manager", "Somebody Else").await;
    page.press("Add this person").await;
    page.sees("Nobody here is “Somebody Else”.").await;
    all(&page, "a manager who is not here", DESK, Answer::Refused).await;
    keep(&page, "person-new-refused").await;
    page.fill("#manager", "Mei Haruna").await;
    page.press("Add this person").await;
    page.sees("Ruth Vance").await;
    page.sees("Mei Haruna").await;
    all(&page, "a person for an admin", DESK, Answer::Found).await;
    keep(&page, "person-admin").await;
    page.press("Edit").await;
    page.sees("Edit Ruth Vance").await;
    page.hold(PHONE).await;
    all(&page, "editing on a phone", PHONE, Answer::Found).await;
    keep(&page, "person-edit-phone").await;
    page.fill("#job_title", "Pilot").await;
    page.press("Save").await;
    page.sees("Pilot").await;
    keep(&page, "person-admin-phone").await;

    page.hold(DESK).await;
    page.press("Teams").await;
    page.sees("Teams can be parts of other teams.").await;
    all(&page, "the teams", DESK, Answer::Found).await;
    page.click(".team:nth-child(3) > summary").await;
    keep(&page, "teams").await;
    page.hold(PHONE).await;
    all(&page, "the teams on a phone", PHONE, Answer::Found).await;
    keep(&page, "teams-phone").await;
}
