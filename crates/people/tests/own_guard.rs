//! What nobody does alone, what nobody sees of others, and what a hold keeps.

mod browser;

use axum::http::StatusCode;
use browser::Browser;
use db::testing::run;
use newtype_uuid::GenericUuid;
use people::access::{Standing, Wearer, standing_to};
use people::import::{self, Absent, Agreed, Choices, Order};
use people::model::directory::{Entry, Field};
use people::own::{self, NotErased, Step};
use people::roles::{self, New};
use people::store::{directory as store, own as own_store};
use people::{Hat, Person, PersonId, Role, directory, retention};
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

const COMPANY: &str = "\
employee_id,email,first_name,last_name,job_title,team,manager_email,start_date
SM-1001,mei@saltmarsh.example,Mei,Haruna,Co-founder,Board,,2014-05-01
SM-1002,tamsin@saltmarsh.example,Tamsin,Okoye,Lead,Ports,mei@saltmarsh.example,2017-02-01
SM-1003,odd@saltmarsh.example,Odd,Bergmann,Cook,Ports,tamsin@saltmarsh.example,
";

async fn company(b: &Browser) {
    let table = import::read(COMPANY.as_bytes()).unwrap();
    let columns = import::suggest(&table.headers).columns;
    let choices = Choices { columns, dates: Order::Unknown, absent: Absent::Stay };
    let agreed = Agreed { all: true, ..Agreed::default() };
    import::apply(&b.people, None, "people.csv", &table, &choices, &agreed).await.unwrap();
}

async fn id_of(b: &Browser, email: &str) -> PersonId {
    people::by_email(&b.people, email).await.unwrap().unwrap().id
}

async fn signed(b: &Browser, email: &str) -> (Browser, PersonId) {
    let id = id_of(b, email).await;
    let link = b.link(people::LinkFor::Person(id), people::Purpose::SignIn, "/me").await;
    let answer = b.post(&link, "").await;
    (b.with(&answer), id)
}

async fn with_role(b: &Browser, name: &str, role: Role) -> (Person, Browser) {
    let (person, cookie) = people::testing::signed_in(&b.people, name, &[role]).await;
    (person, b.holding(&cookie))
}

async fn row(b: &Browser, id: PersonId) -> (Entry, i64) {
    let mut tx = b.db().read().await.unwrap();
    let row = store::entry_by_id(&mut tx, id.into_untyped_uuid()).await.unwrap().unwrap();
    (row.entry(), row.version)
}

async fn leaves(b: &Browser, id: PersonId, last: &str) {
    let (mut entry, version) = row(b, id).await;
    assert!(entry.put(Field::Status, "leaver") && entry.put(Field::LeftOn, last));
    directory::change(&b.people, None, id, version, &entry).await.unwrap();
}

async fn days(b: &Browser, key: &str) -> u32 {
    let mut tx = b.db().read().await.unwrap();
    let rules = retention::rules(&b.people, &mut tx).await.unwrap();
    rules.iter().find(|it| it.rule.key == key).unwrap().days
}

async fn ended(b: &Browser, key: &str) -> u64 {
    retention::daily(&b.people).await.unwrap().unwrap().counts[key]
}

fn between<'p>(page: &'p str, before: &str, after: &str) -> &'p str {
    page.split_once(before).unwrap_or_else(|| panic!("no {before} in {page}")).1.split(after).next().unwrap()
}

#[tokio::test]
async fn of_a_file_everybody_sees_their_own_row_alone() {
    for b in Browser::on_each_engine().await {
        company(&b).await;
        let (_, ada) = with_role(&b, "Ada Moreau", Role::Admin).await;
        let (tamsin, id) = signed(&b, "tamsin@saltmarsh.example").await;
        let file = "employee_id,email,name,job_title,manager_email,salary\n\
                    SM-1002,,Tamsin Okoye,Chief,mei@saltmarsh.example,91000\n\
                    SM-1003,odd@saltmarsh.example,Odd Bergmann,Baker,tamsin@saltmarsh.example,47000\n\
                    SM-1009,,Tamsin Okoye,Namesake,,12345\n";
        assert_eq!(ada.upload("/people/import", "a.csv", file.as_bytes()).await.status, StatusCode::SEE_OTHER);
        let page = tamsin.get("/me").await.body;
        let packed = own::report(&b.people, id).await.unwrap().unwrap();
        let mine = packed.kinds.iter().find(|it| it.kind.key == "imported").unwrap();
        let mine = format!("{:?}", mine.items);
        for text in [&page, &mine] {
            assert!(text.contains("Chief"), "{text}");
            for other in ["91000", "47000", "12345", "Baker", "SM-1003", "Namesake", "mei@saltmarsh.example"] {
                assert!(!text.contains(other), "{other}: {text}");
            }
        }
        // What is shown of it is gone with an erasure, and so is where others name them.
        let proof = own::rehearse(&b.people, id).await.unwrap().proof;
        assert_eq!(proof.gone["imported"], 2, "{proof:?}");
    }
}
