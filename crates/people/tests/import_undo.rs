//! What an import never does to whoever sends it, and what taking it back leaves behind, on every engine at hand.

mod browser;

use browser::Browser;
use newtype_uuid::GenericUuid;
use people::import::{self, Absent, Agreed, Applied, Choices, Fate, Order, Plan, Table};
use people::model::Email;
use people::model::directory::Entry;
use people::store::{directory as store, own as own_store};
use people::{Person, PersonId, Role, directory, own, retention, roles};

const COMPANY: &str = "\
employee_id,email,first_name,last_name,job_title,department,manager_email
S-1,mei@saltmarsh.example,Mei,Haruna,Co-founder,Board,
S-2,tamsin@saltmarsh.example,Tamsin,Okoye,Lead,Ports,mei@saltmarsh.example
S-4,kai@saltmarsh.example,Kai,Moreau,Engineer,Ports,tamsin@saltmarsh.example
";

fn choices(table: &Table) -> Choices {
    Choices { columns: import::suggest(&table.headers).columns, dates: Order::Unknown, absent: Absent::Stay }
}

async fn planned(b: &Browser, by: Option<PersonId>, text: &str) -> Plan {
    let table = import::read(text.as_bytes()).unwrap();
    let known = import::known(&mut b.db().read().await.unwrap(), b.today()).await.unwrap();
    import::plan(&table, &choices(&table), &known, by, b.today())
}

async fn applied(b: &Browser, by: Option<PersonId>, text: &str) -> Applied {
    let table = import::read(text.as_bytes()).unwrap();
    let agreed = Agreed { all: true, ..Agreed::default() };
    import::apply(&b.people, by, "people.csv", &table, &choices(&table), &agreed).await.unwrap()
}

async fn entry(b: &Browser, id: PersonId) -> Entry {
    let mut tx = b.db().read().await.unwrap();
    store::entry_by_id(&mut tx, id.into_untyped_uuid()).await.unwrap().unwrap().entry()
}

async fn id_of(b: &Browser, email: &str) -> PersonId {
    people::by_email(&b.people, email).await.unwrap().unwrap().id
}

/// Somebody with roles, and with an address that a file can name.
async fn known_as(b: &Browser, name: &str, email: &str, roles: &[Role]) -> (Person, Browser) {
    let (person, cookie) = people::testing::signed_in(&b.people, name, roles).await;
    let known = Entry { email: Email::parse(email), ..entry(b, person.id).await };
    directory::change(&b.people, None, person.id, 1, &known).await.unwrap();
    (person, b.holding(&cookie))
}

#[tokio::test]
async fn nobody_imports_their_own_record() {
    for b in Browser::on_each_engine().await {
        applied(&b, None, COMPANY).await;
        let (ada, _) = known_as(&b, "Ada Ferro", "ada@saltmarsh.example", &[Role::Admin]).await;
        let file = "email,job_title,manager_email\nada@saltmarsh.example,Queen,\nkai@saltmarsh.example,Chief,\n";
        let plan = planned(&b, Some(ada.id), file).await;
        let Fate::Refused(reasons) = &plan.rows[0].fate else { panic!("{plan:?}") };
        let said = reasons[0].say(&import::words("en"));
        assert!(said.contains("nobody changes their own record"), "{said}");
        assert!(matches!(plan.rows[1].fate, Fate::Changed { .. }), "{plan:?}");
        applied(&b, Some(ada.id), file).await;
        assert_eq!(entry(&b, ada.id).await.title.as_str(), "");
        assert_eq!(entry(&b, id_of(&b, "kai@saltmarsh.example").await).await.title.as_str(), "Chief");

        // Another manager is a change, too, and what stays as it is closes a circle with nobody.
        let moved = "email,manager_email\nada@saltmarsh.example,kai@saltmarsh.example\n";
        let plan = planned(&b, Some(ada.id), moved).await;
        assert!(matches!(plan.rows[0].fate, Fate::Refused(_)), "{plan:?}");
        applied(&b, None, moved).await;
        let turned = "email,manager_email\nada@saltmarsh.example,-\nkai@saltmarsh.example,ada@saltmarsh.example\n";
        let plan = planned(&b, Some(ada.id), turned).await;
        assert_eq!(plan.questions.len(), 1, "Kai cannot report to Ada, who stays with Kai: {plan:?}");
        // What says nothing new about oneself is fine, and the command line is nobody.
        let same = planned(&b, Some(ada.id), "email,name\nada@saltmarsh.example,Ada Ferro\n").await;
        assert!(matches!(same.rows[0].fate, Fate::Unchanged(_)), "{same:?}");
        let free = planned(&b, None, file).await;
        assert!(matches!(free.rows[0].fate, Fate::Changed { .. }), "{free:?}");
    }
}

#[tokio::test]
async fn nobody_takes_their_own_record_back() {
    for b in Browser::on_each_engine().await {
        applied(&b, None, COMPANY).await;
        let (ada, _) = known_as(&b, "Ada Ferro", "ada@saltmarsh.example", &[Role::Admin]).await;
        let file = "email,job_title,manager_email\n\
                    ada@saltmarsh.example,Clerk,mei@saltmarsh.example\nkai@saltmarsh.example,Chief,\n";
        let done = applied(&b, None, file).await;
        let undone = import::undo(&b.people, Some(ada.id), done.id).await.unwrap();
        let kept: Vec<_> = undone.kept.iter().map(|it| (it.name.as_str(), it.fields.len())).collect();
        assert_eq!((undone.restored, kept), (1, vec![("Ada Ferro", 2)]));
        assert_eq!(entry(&b, ada.id).await.title.as_str(), "Clerk");
        assert_eq!(entry(&b, id_of(&b, "kai@saltmarsh.example").await).await.title.as_str(), "Engineer");
    }
}

#[tokio::test]
async fn who_was_only_looked_at_goes_again() {
    for b in Browser::on_each_engine().await {
        let done = applied(&b, None, COMPANY).await;
        let (_, cookie) = people::testing::signed_in(&b.people, "Ada Ferro", &[Role::Admin]).await;
        let kai = id_of(&b, "kai@saltmarsh.example").await;
        assert!(b.holding(&cookie).get(&format!("/people/{kai}")).await.body.contains("kai@saltmarsh.example"));
        let undone = import::undo(&b.people, None, done.id).await.unwrap();
        assert_eq!((undone.removed, undone.kept), (3, vec![]));
    }
}

#[tokio::test]
async fn who_is_under_a_hold_or_asked_to_go_stays() {
    for b in Browser::on_each_engine().await {
        let done = applied(&b, None, COMPANY).await;
        let (ada, _) = people::testing::signed_in(&b.people, "Ada Ferro", &[Role::Admin]).await;
        retention::hold(&b.people, ada.id, "kai@saltmarsh.example", "A claim.").await.unwrap();
        own::ask_erasure(&b.people, None, id_of(&b, "mei@saltmarsh.example").await).await.unwrap();
        let undone = import::undo(&b.people, None, done.id).await.unwrap();
        let mut kept: Vec<_> = undone.kept.iter().map(|it| it.name.as_str()).collect();
        kept.sort_unstable();
        // Tamsin is Kai's manager.
        assert_eq!((undone.removed, kept), (0, vec!["Kai Moreau", "Mei Haruna", "Tamsin Okoye"]));
    }
}

#[tokio::test]
async fn a_role_that_ended_with_the_import_is_back() {
    for b in Browser::on_each_engine().await {
        applied(&b, None, COMPANY).await;
        let (ruth, _) = known_as(&b, "Ruth Vance", "ruth@saltmarsh.example", &[Role::Host, Role::Partner]).await;
        roles::end(&b.people, None, ruth.id, 1).await.unwrap();
        let done = applied(&b, None, "email,status\nruth@saltmarsh.example,left\n").await;
        assert_eq!(id_of(&b, "ruth@saltmarsh.example").await, ruth.id);
        let held = async || {
            let mut tx = b.db().read().await.unwrap();
            let all = roles::of(&mut tx, ruth.id).await.unwrap();
            all.into_iter().map(|it| (it.role, it.until_on)).collect::<Vec<_>>()
        };
        let over = Some("2026-03-04".to_owned());
        assert_eq!(held().await, [("partner".to_owned(), over.clone()), ("host".to_owned(), over.clone())]);
        let undone = import::undo(&b.people, None, done.id).await.unwrap();
        assert_eq!((undone.restored, undone.kept), (1, vec![]));
        assert_eq!(held().await, [("partner".to_owned(), None), ("host".to_owned(), over)], "what was over before, is");
    }
}

#[tokio::test]
async fn nothing_of_who_went_again_is_kept() {
    for b in Browser::on_each_engine().await {
        let done = applied(&b, None, COMPANY).await;
        import::undo(&b.people, None, done.id).await.unwrap();
        let kept = own_store::import_texts(&mut b.db().read().await.unwrap()).await.unwrap();
        assert_eq!(kept[0].undo, "");
        let past = import::history(&mut b.db().read().await.unwrap()).await.unwrap();
        assert!(past[0].undone_at.is_some());
    }
}
