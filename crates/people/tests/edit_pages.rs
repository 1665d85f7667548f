//! One person by hand, and the teams, as an admin changes them.

mod browser;

use axum::http::StatusCode;
use browser::{Answer, Browser};
use db::ledger;
use newtype_uuid::GenericUuid;
use people::directory;
use people::model::directory::Entry;
use people::{PersonId, Role};

async fn admin() -> Browser {
    let b = Browser::http().await;
    let (_, cookie) = people::testing::signed_in(&b.people, "Ada Moreau", &[Role::Admin]).await;
    b.holding(&cookie)
}

/// The value of a hidden field or a box.
fn value<'p>(page: &'p str, name: &str) -> &'p str {
    let at = page.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no {name} in {page}"));
    let at = at + page[at..].find("value=\"").unwrap() + "value=\"".len();
    page[at..].split('"').next().unwrap()
}

fn person_at(answer: &Answer) -> PersonId {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location.as_deref().unwrap().rsplit('/').next().unwrap().parse().unwrap()
}

/// What was changed about somebody; that the pages read it, is kept too and counted elsewhere.
async fn kinds(b: &Browser, id: PersonId) -> Vec<String> {
    let mut tx = b.db().read().await.unwrap();
    let events = ledger::of(&mut tx, id.into_untyped_uuid()).await.unwrap();
    events.into_iter().map(|it| it.kind).filter(|it| !it.ends_with("_read")).collect()
}

#[tokio::test]
async fn somebody_is_added_and_changed() {
    let b = admin().await;
    assert!(b.get("/people").await.body.contains("Add a person"));
    let form = b.get("/people/new").await.body;
    assert_eq!(value(&form, "start_date"), "2026-03-04");
    person_at(&b.post("/people/new", "first_name=Mei&last_name=Haruna&employee_id=S-2").await);

    b.post("/people/teams", "name=Ports").await;
    let teams = b.get("/people/teams").await.body;
    let team = teams.split("/people/teams/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let sent = format!(
        "first_name=Odd&last_name=Bergmann&email=odd%40saltmarsh.example&job_title=Pilot&manager=mei+haruna&team={team}\
         &timezone=Europe%2FOslo&from=2026-03-04&status=active"
    );
    let odd = person_at(&b.post("/people/new", &sent).await);
    assert_eq!(kinds(&b, odd).await, ["person_created", "manager_set", "team_set"]);
    let page = b.get(&format!("/people/{odd}")).await.body;
    for seen in ["Odd Bergmann", "Pilot", "Ports", "Mei Haruna", &format!("/people/{odd}/edit")] {
        assert!(page.contains(seen), "{seen}: {page}");
    }

    // What is in the form is what is known, and sending it unchanged changes nothing.
    let path = format!("/people/{odd}/edit");
    let form = b.get(&path).await.body;
    assert_eq!((value(&form, "manager"), value(&form, "name"), value(&form, "version")), ("Mei Haruna", "", "1"));
    b.post(&path, &format!("{sent}&version=1")).await;
    assert_eq!(value(&b.get(&path).await.body, "version"), "1");
    assert_eq!(kinds(&b, odd).await.len(), 3);

    // A manager by employee id and a new title, from a later day on; then an older form is too late.
    let later = sent.replace("mei+haruna", "S-2").replace("Pilot", "First+pilot").replace("&team=", "&ignored=");
    let saved = b.post(&path, &format!("{}&version=1", later.replace("2026-03-04", "2026-03-10"))).await;
    assert_eq!(person_at(&saved), odd);
    assert_eq!(kinds(&b, odd).await[3..], ["person_changed", "team_set"]);
    let stale = b.post(&path, &format!("{}&version=1", later.replace("First", "Second"))).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("Somebody else changed this person meanwhile") && stale.body.contains("Second pilot"));
    assert_eq!(value(&stale.body, "version"), "2", "whoever has looked may send it again");
}

#[tokio::test]
async fn what_is_wrong_is_said_and_nothing_typed_is_lost() {
    let b = admin().await;
    let mei = person_at(&b.post("/people/new", "first_name=Mei&email=mei%40saltmarsh.example").await);
    let refused = async |path: &str, form: &str, words: &str| {
        let answer = b.post(path, form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}: {}", answer.body);
        assert!(answer.body.contains(words), "{form}: no {words} in {}", answer.body);
        answer.body
    };
    refused("/people/new", "", "No name.").await;
    let body = refused("/people/new", "first_name=Kai&email=MEI%40saltmarsh.example", "has this e-mail address").await;
    assert_eq!(value(&body, "first_name"), "Kai");
    refused("/people/new", "first_name=Kai&manager=Nobody", "Nobody here is “Nobody”.").await;
    refused("/people/new", "first_name=Kai&end_date=1.2.26", "“1.2.26” is not a date.").await;
    refused("/people/new", "first_name=Kai&status=leaver", "no end date says when").await;
    let kai = person_at(&b.post("/people/new", "first_name=Kai&manager=mei%40saltmarsh.example").await);
    refused(&format!("/people/{mei}/edit"), "first_name=Mei&manager=Kai&version=1", "would report to themselves").await;
    assert_eq!(person_at(&b.post("/people/new", "first_name=Kai").await).to_string().len(), 36);
    refused("/people/new", "first_name=Ruth&manager=kai", "Several people are called “kai”").await;
    assert_eq!(kinds(&b, kai).await, ["person_created", "manager_set"]);

    // Whoever has left is signed out, and reports to nobody from the next day on.
    let left = format!("/people/{kai}/edit");
    b.post(&left, "first_name=Kai&status=leaver&end_date=2026-03-04&version=1").await;
    assert_eq!(kinds(&b, kai).await[2..], ["person_changed", "person_left"]);
    let gone = format!("first_name=Mei&email=mei%40saltmarsh.example&manager={}&version=1", "Kai");
    // The other Kai is still here and meant.
    assert_eq!(b.post(&format!("/people/{mei}/edit"), &gone).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn admins_change_others_and_nobody_else_does() {
    let b = admin().await;
    let kai = person_at(&b.post("/people/new", "first_name=Kai").await);
    let (ada, cookie) = people::testing::signed_in(&b.people, "Ada Two", &[Role::Admin]).await;
    let own = b.holding(&cookie).get(&format!("/people/{}/edit", ada.id)).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN, "nobody changes their own record: {}", own.body);
    for roles in [&[][..], &[Role::Host][..], &[Role::Partner][..]] {
        let (_, cookie) = people::testing::signed_in(&b.people, "Somebody", roles).await;
        let b = b.holding(&cookie);
        for path in ["/people/new".to_owned(), "/people/teams".to_owned(), format!("/people/{kai}/edit")] {
            assert_eq!(b.get(&path).await.status, StatusCode::FORBIDDEN, "{path} by {roles:?}");
            assert_eq!(b.post(&path, "first_name=X&name=X&version=1").await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let page = b.get(&format!("/people/{kai}")).await.body;
        assert!(!page.contains("/edit") && !page.contains("Add a person"), "{page}");
    }
    assert_eq!(kinds(&b, kai).await, ["person_created"]);
}

#[tokio::test]
async fn teams_are_parts_of_teams() {
    let b = admin().await;
    let id_of = async |name: &str| {
        let mut tx = b.db().read().await.unwrap();
        directory::teams(&mut tx).await.unwrap().into_iter().find(|it| it.name.as_str() == name).unwrap().id
    };
    for name in ["Ports", "Night+desk"] {
        assert_eq!(b.post("/people/teams", &format!("name={name}")).await.status, StatusCode::SEE_OTHER);
    }
    let (ports, night) = (id_of("Ports").await, id_of("Night desk").await);
    let save = async |id, form: String| b.post(&format!("/people/teams/{id}"), &form).await;
    assert_eq!(save(night, format!("name=Night+desk&parent={ports}&version=1")).await.status, StatusCode::SEE_OTHER);
    let person = Entry::named("Kai");
    let kai = directory::add(&b.people, None, &person).await.unwrap();
    directory::set_team(&b.people, None, kai, 1, Some(night), b.today()).await.unwrap();
    let page = b.get("/people/teams").await.body;
    assert!(page.contains("Ports › Night desk") && page.contains("1 person") && page.contains("nobody"), "{page}");

    for (id, form, status, words) in [
        (ports, format!("name=Ports&parent={night}&version=1"), 422, "A team cannot be part of itself."),
        (ports, "name=&version=1".to_owned(), 422, "A team needs a name."),
        (ports, format!("name={}&version=1", "x".repeat(81)), 422, "more than 80 characters"),
        (night, "name=Night+desk&version=1".to_owned(), 409, "Somebody else changed this team meanwhile."),
    ] {
        let answer = save(id, form.clone()).await;
        assert_eq!(answer.status.as_u16(), status, "{form}: {}", answer.body);
        assert!(answer.body.contains(words), "{form}: {}", answer.body);
    }
    let taken = b.post("/people/teams", "name=PORTS").await;
    assert!(taken.body.contains("Another team there has this name.") && taken.body.contains("PORTS"), "{}", taken.body);
}
