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
async fn a_last_day_long_ago_ends_nothing_at_once() {
    for b in Browser::on_each_engine().await {
        company(&b).await;
        let (_, ada) = with_role(&b, "Ada Moreau", Role::Admin).await;
        let odd = id_of(&b, "odd@saltmarsh.example").await;
        let form = "first_name=Odd&last_name=Bergmann&status=leaver&start_date=&end_date=2020-01-01&version=1";
        let saved = ada.post(&format!("/people/{odd}/edit"), form).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let late = "first_name=Kim&last_name=Lee&status=leaver&end_date=2020-01-01";
        assert_eq!(ada.post("/people/new", late).await.status, StatusCode::SEE_OTHER);
        b.clock.advance(DAY);
        assert_eq!(ended(&b, "leavers").await, 0, "they were recorded as gone a day ago");
        b.clock.advance(730 * DAY);
        assert_eq!(ended(&b, "leavers").await, 2);
    }
}

#[tokio::test]
async fn a_shorter_time_needs_two() {
    for b in Browser::on_each_engine().await {
        let (_, ada) = with_role(&b, "Ada Moreau", Role::Admin).await;
        let (_, max) = with_role(&b, "Max Oduya", Role::Admin).await;
        let set = async |who: &Browser, days: u32| {
            let answer = who.post("/people/retention", &format!("rule=leavers&days={days}")).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        };
        set(&ada, 200).await;
        set(&ada, 200).await;
        assert_eq!(days(&b, "leavers").await, 730, "one person alone ends nothing earlier");
        let page = max.get("/people/retention").await.body;
        assert!(page.contains("Ada Moreau asks for 200 days"), "{page}");
        // Another number is another wish.
        set(&max, 100).await;
        assert_eq!(days(&b, "leavers").await, 730);
        set(&ada, 100).await;
        assert_eq!(days(&b, "leavers").await, 100);
        assert!(!max.get("/people/retention").await.body.contains("asks for"));
        // A longer time is good for everybody, and needs nobody.
        set(&ada, 50).await;
        set(&ada, 300).await;
        assert_eq!(days(&b, "leavers").await, 300);
        set(&max, 50).await;
        set(&max, 730).await;
        assert_eq!(days(&b, "leavers").await, 730);
        set(&ada, 50).await;
        assert_eq!(days(&b, "leavers").await, 730, "what was taken back is not agreed to");
    }
}

#[tokio::test]
async fn a_second_person_is_not_made_for_it() {
    for b in Browser::on_each_engine().await {
        company(&b).await;
        let (ada, ada_browser) = with_role(&b, "Ada Moreau", Role::Admin).await;
        let (odd_browser, odd) = signed(&b, "odd@saltmarsh.example").await;
        let tamsin = id_of(&b, "tamsin@saltmarsh.example").await;
        let asked = own::ask_erasure(&b.people, None, tamsin).await.unwrap();
        own::agree(&b.people, (ada.id, Hat::Admin), asked, 1).await.unwrap();
        b.clock.advance(Duration::from_secs(1));
        let admin = New { role: Role::Admin, team: None, last: None };
        roles::grant(&b.people, Some(ada.id), odd, admin).await.unwrap();
        let second = own::agree(&b.people, (odd, Hat::Admin), asked, 2).await;
        assert!(matches!(second, Err(NotErased::TooNew)), "{second:?}");
        odd_browser.post("/hat", "hat=admin&back=%2Fpeople").await;
        let told = odd_browser.post(&format!("/people/requests/erasure/{asked}"), "version=2&do=agree").await;
        assert_eq!(told.status, StatusCode::CONFLICT);
        assert!(told.body.contains("given since this was asked for"), "{}", told.body);

        ada_browser.post("/people/retention", "rule=leavers&days=200").await;
        let told = odd_browser.post("/people/retention", "rule=leavers&days=200").await;
        assert_eq!(told.status, StatusCode::CONFLICT, "{}", told.body);
        assert!(told.body.contains("held their role for 30 days"), "{}", told.body);
        assert_eq!(days(&b, "leavers").await, 730);

        // Whoever runs the server can make somebody the second.
        let max = people::found(&b.people, "Max Oduya", None, &[]).await.unwrap();
        roles::grant(&b.people, None, max.id, admin).await.unwrap();
        assert!(own::agree(&b.people, (max.id, Hat::Admin), asked, 2).await.unwrap().is_some());
        b.clock.advance(31 * DAY);
        assert_eq!(
            odd_browser.post("/people/retention", "rule=leavers&days=200").await.status,
            StatusCode::UNAUTHORIZED,
            "the session is over"
        );
        retention::choose(&b.people, odd, "leavers", 200).await.unwrap();
        assert_eq!(days(&b, "leavers").await, 200);
    }
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

#[tokio::test]
async fn a_hold_is_no_secret_from_its_subject_but_its_reason_is() {
    for b in Browser::on_each_engine().await {
        let (_, ada) = with_role(&b, "Ada Moreau", Role::Admin).await;
        let (_, max) = with_role(&b, "Max Oduya", Role::Admin).await;
        let (_, mara) = with_role(&b, "Mara Holm", Role::Admin).await;
        let set = ada.post("/people/holds", "whom=Max+Oduya&reason=A+hidden+claim.").await;
        assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
        assert!(!max.get("/people/retention").await.body.contains("hidden claim"));
        assert!(max.get("/me").await.body.contains("There is a legal hold"));
        assert!(mara.get("/people/retention").await.body.contains("hidden claim"));
        let mine = max.get("/me").await.body;
        let reads = between(&mine, "id=\"reads-title\"", "</section>");
        assert!(reads.contains("Mara Holm"), "{reads}");
    }
}

#[tokio::test]
async fn a_hold_keeps_what_a_rule_would_end() {
    for b in Browser::on_each_engine().await {
        company(&b).await;
        let (ada, ada_browser) = with_role(&b, "Ada Moreau", Role::Admin).await;
        let (tamsin, id) = signed(&b, "tamsin@saltmarsh.example").await;
        b.link(people::LinkFor::Person(id), people::Purpose::SignIn, "/me").await;
        ada_browser.get(&format!("/people/{id}")).await;
        // An address tells of her; another file, of nobody under a hold.
        ada_browser.upload("/people/import", "a.csv", b"email,name\ntamsin@saltmarsh.example,T\n").await;
        let hold = retention::hold(&b.people, ada.id, "tamsin@saltmarsh.example", "A claim.").await.unwrap();
        assert_eq!(tamsin.get("/me").await.status, StatusCode::OK);
        b.clock.advance(800 * DAY);
        // Ada's session ends; Tamsin's and her two links stay.
        let counts = retention::daily(&b.people).await.unwrap().unwrap().counts;
        for (rule, n) in [("sign-in", 1), ("reads", 0), ("undo", 0), ("uploads", 0)] {
            assert_eq!(counts[rule], n, "{rule}: {counts:?}");
        }
        let mut tx = b.db().read().await.unwrap();
        assert!(own::is_held(&mut tx, id.into_untyped_uuid()).await.unwrap());
        assert!(!own::is_held(&mut tx, ada.id.into_untyped_uuid()).await.unwrap());
        let past = import::history(&mut tx).await.unwrap();
        drop(tx);
        // Taken back, the record stays for the one whom it is kept for.
        import::undo(&b.people, None, past[0].id).await.unwrap();
        let kept = own_store::import_texts(&mut b.db().read().await.unwrap()).await.unwrap().remove(0).undo;
        let odd = people::by_email(&b.people, "odd@saltmarsh.example").await.unwrap();
        assert!(odd.is_none() && kept.contains(&id.to_string()) && !kept.contains("odd@"), "{kept}");
        let max = with_role(&b, "Max Oduya", Role::Admin).await.0;
        retention::end_hold(&b.people, max.id, hold).await.unwrap();
        b.clock.advance(DAY);
        let counts = retention::daily(&b.people).await.unwrap().unwrap().counts;
        for (rule, n) in [("sign-in", 3), ("reads", 1), ("undo", 1), ("uploads", 1)] {
            assert_eq!(counts[rule], n, "{rule}: {counts:?}");
        }
    }
}

#[tokio::test]
async fn looks_at_roles_and_levels_are_told() {
    for b in Browser::on_each_engine().await {
        company(&b).await;
        let (mei, mei_id) = signed(&b, "mei@saltmarsh.example").await;
        let (odd, odd_id) = signed(&b, "odd@saltmarsh.example").await;
        let (mut entry, version) = row(&b, odd_id).await;
        entry.put(Field::Level, "L7");
        directory::change(&b.people, None, odd_id, version, &entry).await.unwrap();
        // A list tells nobody's level, so that nobody has to be told of each list.
        let list = mei.json("/api/v1/people").await.body;
        assert!(list.contains("Odd Bergmann") && !list.contains("L7"), "{list}");
        assert!(mei.json(&format!("/api/v1/people/{odd_id}")).await.body.contains("L7"));
        let readers = async |who: &Browser| {
            let page = who.get("/me").await.body;
            between(&page, "id=\"reads-title\"", "</section>").to_owned()
        };
        assert!(readers(&odd).await.contains("Mei Haruna"));
        let (_, ada) = with_role(&b, "Ada Moreau", Role::Admin).await;
        let (_, max) = with_role(&b, "Max Oduya", Role::Admin).await;
        assert_eq!(ada.get(&format!("/people/{odd_id}/roles")).await.status, StatusCode::OK);
        assert!(readers(&odd).await.contains("Ada Moreau"));
        let host = New { role: Role::Host, team: None, last: None };
        roles::grant(&b.people, None, mei_id, host).await.unwrap();
        assert!(max.get("/roles").await.body.contains("Mei Haruna"));
        assert!(readers(&mei).await.contains("Max Oduya"));
        assert!(readers(&ada).await.contains("Max Oduya"));
        assert!(!readers(&max).await.contains("Max Oduya"), "one's own look is none");
    }
}

#[tokio::test]
async fn a_partner_reaches_nobody_who_moved_on() {
    for b in Browser::on_each_engine().await {
        company(&b).await;
        let (ruth, ruth_browser) = with_role(&b, "Ruth Vance", Role::Host).await;
        let tamsin = id_of(&b, "tamsin@saltmarsh.example").await;
        let odd = id_of(&b, "odd@saltmarsh.example").await;
        let mut tx = b.db().read().await.unwrap();
        let ports = directory::team_of(&mut tx, tamsin, b.today()).await.unwrap().unwrap();
        drop(tx);
        let partner = New { role: Role::Partner, team: Some(ports), last: None };
        roles::grant(&b.people, None, ruth.id, partner).await.unwrap();
        let standing = async |id: PersonId| {
            let person = people::by_id(&b.people, ruth.id).await.unwrap().unwrap();
            let mut tx = b.db().read().await.unwrap();
            standing_to(&mut tx, &Wearer { person, hat: Hat::Partner }, id, b.today()).await.unwrap()
        };
        assert_eq!((standing(tamsin).await, standing(odd).await), (Standing::PartnerInScope, Standing::PartnerInScope));
        leaves(&b, odd, "2026-03-04").await;
        let version = row(&b, tamsin).await.1;
        directory::set_team(&b.people, None, tamsin, version, None, b.today()).await.unwrap();
        assert_eq!(standing(tamsin).await, Standing::None, "in no team now");
        b.clock.advance(DAY);
        assert_eq!(standing(odd).await, Standing::PartnerInScope, "whoever has left stays with the last team");

        // What was erased has no team, so it is beyond a scope of teams.
        own::erase_by_retention(&b.people, odd).await.unwrap();
        let gone = row(&b, odd).await.0.name;
        ruth_browser.post("/hat", "hat=partner&back=%2Fpeople").await;
        let page = ruth_browser.get("/people/requests").await;
        assert!(page.status == StatusCode::OK && !page.body.contains(&gone), "{}", page.body);
        let (_, all) = with_role(&b, "Max Oduya", Role::Partner).await;
        assert!(all.get("/people/requests").await.body.contains(&gone));
        let (_, ada) = with_role(&b, "Ada Moreau", Role::Admin).await;
        assert!(ada.get("/people/requests").await.body.contains(&gone));
    }
}

#[tokio::test]
async fn whoever_was_erased_stays_so() {
    for b in Browser::on_each_engine().await {
        company(&b).await;
        let (_, ada) = with_role(&b, "Ada Moreau", Role::Admin).await;
        let odd = id_of(&b, "odd@saltmarsh.example").await;
        own::erase_by_retention(&b.people, odd).await.unwrap();
        let place = format!("/people/{odd}/edit");
        assert_eq!(ada.get(&place).await.status, StatusCode::NOT_FOUND);
        let (_, version) = row(&b, odd).await;
        let form = format!("first_name=Odd&last_name=Bergmann&status=active&version={version}");
        assert_eq!(ada.post(&place, &form).await.status, StatusCode::NOT_FOUND);
        assert!(!ada.get(&format!("/people/{odd}")).await.body.contains(&place));
        let revived = directory::change(&b.people, None, odd, version, &Entry::named("Odd Bergmann")).await;
        assert!(matches!(revived, Err(directory::DirectoryError::NoSuchPerson)), "{revived:?}");
        assert!(row(&b, odd).await.0.name.starts_with("Former colleague "));
    }
}

#[tokio::test]
async fn nobody_reports_to_who_has_left() {
    for b in Browser::on_each_engine().await {
        company(&b).await;
        let (ada, _) = with_role(&b, "Ada Moreau", Role::Admin).await;
        let odd = id_of(&b, "odd@saltmarsh.example").await;
        leaves(&b, id_of(&b, "mei@saltmarsh.example").await, "2026-03-04").await;
        for wish in ["mei@saltmarsh.example", "Mei Haruna"] {
            let asked = own::Asked { field: Field::Manager, wish: wish.to_owned(), why: "x".to_owned() };
            let wish = own::ask(&b.people, odd, &asked).await.unwrap();
            let decided = own::decide_correction(&b.people, ada.id, wish, 1, Step::Agree, "").await;
            assert!(matches!(decided, Err(own::NotCorrected::Unclear)), "{decided:?}");
            own::withdraw_correction(&b.people, odd, wish).await.unwrap();
        }
    }
}

#[tokio::test]
async fn whoever_has_left_reads_nothing() {
    for b in Browser::on_each_engine().await {
        company(&b).await;
        let (odd, id) = signed(&b, "odd@saltmarsh.example").await;
        assert!(odd.get("/me").await.body.contains("Your line of managers (Tamsin Okoye, Mei Haruna)"));
        // Her lines to Mei and from Odd are still there today; she is not.
        leaves(&b, id_of(&b, "tamsin@saltmarsh.example").await, "2026-03-04").await;
        let mut tx = b.db().read().await.unwrap();
        assert_eq!(directory::line_above(&mut tx, id, b.today()).await.unwrap().len(), 2);
        drop(tx);
        let page = odd.get("/me").await.body;
        assert!(!page.contains("line of managers (Tamsin Okoye"), "{page}");
        assert!(page.contains("Your line of managers (nobody now)"), "{page}");
    }
}

#[tokio::test]
async fn one_broken_record_does_not_stop_the_others() {
    let b = Browser::http().await;
    company(&b).await;
    let (odd, tamsin) = (id_of(&b, "odd@saltmarsh.example").await, id_of(&b, "tamsin@saltmarsh.example").await);
    leaves(&b, tamsin, "2026-03-04").await;
    leaves(&b, odd, "2026-03-05").await;
    run(
        b.db(),
        "CREATE TRIGGER broken BEFORE UPDATE ON person WHEN OLD.employee_id = 'SM-1002'
         BEGIN SELECT RAISE(ABORT, 'broken'); END",
    )
    .await
    .unwrap();
    b.clock.advance(800 * DAY);
    let counts = retention::daily(&b.people).await.unwrap().unwrap().counts;
    assert_eq!(counts["leavers"], 1, "{counts:?}");
    assert!(row(&b, odd).await.0.name.starts_with("Former colleague "));
    assert_eq!(row(&b, tamsin).await.0.name, "Tamsin Okoye");
}
