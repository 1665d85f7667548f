//! One's own data, through the pages: seen, taken along, put right, erased; and how long records are kept.

mod browser;

use axum::http::StatusCode;
use browser::Browser;
use db::testing::run;
use newtype_uuid::GenericUuid;
use people::directory;
use people::import::{self, Absent, Agreed, Choices, Order};
use people::model::directory::{Entry, Field};
use people::own::{self, Step};
use people::store::directory as store;
use people::{PersonId, Role, retention};
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

const COMPANY: &str = "\
employee_id,email,first_name,last_name,preferred_name,pronouns,job_title,team,manager_email,start_date,timezone
SM-1001,mei@saltmarsh.example,Meiko,Haruna,,,Co-founder,Board,,2014-05-01,Asia/Singapore
SM-1002,tamsin@saltmarsh.example,Tamsin,Okoye,,she/her,Lead,Ports,mei@saltmarsh.example,2017-02-01,
SM-1003,odd@saltmarsh.example,Odd,Bergmann,,,Cook,Ports,tamsin@saltmarsh.example,2019-02-01,
";

async fn import(b: &Browser, text: &str) -> import::Plan {
    let table = import::read(text.as_bytes()).unwrap();
    let columns = import::suggest(&table.headers).columns;
    let choices = Choices { columns, dates: Order::Unknown, absent: Absent::Stay };
    let known = import::known(&mut b.db().read().await.unwrap(), b.today()).await.unwrap();
    let plan = import::plan(&table, &choices, &known, None, b.today());
    let agreed = Agreed { all: true, ..Agreed::default() };
    match import::apply(&b.people, None, "people.csv", &table, &choices, &agreed).await {
        Ok(_) | Err(import::NotApplied::Idle) => plan,
        Err(error) => panic!("{error}"),
    }
}

async fn id_of(b: &Browser, email: &str) -> PersonId {
    people::by_email(&b.people, email).await.unwrap().unwrap().id
}

async fn entry(b: &Browser, id: PersonId) -> Entry {
    let mut tx = b.db().read().await.unwrap();
    store::entry_by_id(&mut tx, id.into_untyped_uuid()).await.unwrap().unwrap().entry()
}

/// The company, and one of its people in a browser of their own.
async fn company() -> (Browser, Browser, PersonId) {
    let b = Browser::http().await;
    import(&b, COMPANY).await;
    let (tamsin, id) = signed(&b, "tamsin@saltmarsh.example").await;
    (b, tamsin, id)
}

async fn signed(b: &Browser, email: &str) -> (Browser, PersonId) {
    let id = id_of(b, email).await;
    let link = b.link(people::LinkFor::Person(id), people::Purpose::SignIn, "/me").await;
    let answer = b.post(&link, "").await;
    (b.with(&answer), id)
}

async fn with_role(b: &Browser, name: &str, role: Role) -> Browser {
    let (_, cookie) = people::testing::signed_in(&b.people, name, &[role]).await;
    b.holding(&cookie)
}

fn hidden<'p>(page: &'p str, name: &str) -> &'p str {
    let at = page.find(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name} in {page}"));
    page[at..].split('"').nth(3).unwrap()
}

fn between<'p>(page: &'p str, before: &str, after: &str) -> &'p str {
    page.split_once(before).unwrap_or_else(|| panic!("no {before} in {page}")).1.split(after).next().unwrap()
}

#[tokio::test]
async fn everything_is_on_one_page_and_nothing_of_others() {
    let (b, tamsin, _) = company().await;
    let ada = with_role(&b, "Ada Moreau", Role::Admin).await;
    let page = tamsin.get("/me").await;
    assert_eq!(page.status, StatusCode::OK);
    for seen in [
        "tamsin@saltmarsh.example",
        "SM-1002",
        "2017-02-01",
        "she/her",
        "Ports",
        "Meiko Haruna",
        "Admins (Ada Moreau)",
        "People partners (nobody now)",
        "while you work here, and 730 days after",
        "Nobody has read anything of this kind.",
    ] {
        assert!(page.body.contains(seen), "{seen}: {}", page.body);
    }
    for other in ["mei@saltmarsh.example", "SM-1001", "2014-05-01", "Odd Bergmann", "SM-1003"] {
        assert!(!page.body.contains(other), "{other}: {}", page.body);
    }
    // What no rule ends says when it ends by itself.
    let report = own::report(&b.people, id_of(&b, "tamsin@saltmarsh.example").await).await.unwrap().unwrap();
    for (key, hours) in [("letters", 72), ("answers", 24)] {
        let kind = report.kinds.iter().find(|it| it.kind.key == key).unwrap().kind;
        assert_eq!(kind.keeps, own::Keeps::Hours(hours), "{key}");
    }
    assert_eq!(b.get("/me").await.status, StatusCode::UNAUTHORIZED);
    assert!(ada.get("/me").await.body.contains("Ada Moreau"));
}

#[tokio::test]
async fn downloads_are_a_zip_and_are_counted() {
    let (b, tamsin, id) = company().await;
    let answer = tamsin.get("/me/download").await;
    assert_eq!((answer.status, answer.kind.as_deref()), (StatusCode::OK, Some("application/zip")));
    assert!(answer.body.starts_with("PK\u{3}\u{4}") && answer.body.contains("your-data.json"));
    for _ in 1..own::MOST_PER_DAY {
        own::packed(&b.people, id, "en").await.unwrap();
    }
    let refused = tamsin.get("/me/download").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.body.contains("10 times within a day"), "{}", refused.body);
    b.clock.advance(DAY);
    b.clock.advance(Duration::from_secs(1));
    assert_eq!(tamsin.get("/me/download").await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_ones_own_is_put_right_at_once_and_stays() {
    let (b, tamsin, id) = company().await;
    let version = hidden(&tamsin.get("/me/edit").await.body, "version").to_owned();
    let wrong = "preferred_name=Tam&pronouns=they%2Fthem&timezone=Mars%2FBase&locale=x";
    let refused = tamsin.post("/me/edit", &format!("version={version}&{wrong}")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for seen in ["value=\"Tam\"", "value=\"Mars/Base\"", "Enter a time zone by its name", "Enter a language tag"] {
        assert!(refused.body.contains(seen), "{seen}: {}", refused.body);
    }
    let good = "preferred_name=Tam&pronouns=they%2Fthem&timezone=Africa%2FLagos&locale=en";
    let done = tamsin.post("/me/edit", &format!("version={version}&{good}")).await;
    assert_eq!(done.location.as_deref(), Some("/me?done=edit"), "{}", done.body);
    let stale = tamsin.post("/me/edit", &format!("version={version}&preferred_name=Other")).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("value=\"Other\""), "nothing typed is lost");
    let now = entry(&b, id).await;
    assert_eq!((now.name.as_str(), now.pronouns.as_str()), ("Tam Okoye", "they/them"));

    // The file says what it said before, and something new beside it.
    let plan = import(&b, &COMPANY.replace("she/her,Lead", "she/her,Chief")).await;
    let row = plan.rows.iter().find(|it| it.name == "Tam Okoye").unwrap();
    let kept: Vec<_> = row.kept.iter().map(|it| (it.field, it.from.as_str(), it.to.as_str())).collect();
    assert_eq!(kept, [(Field::Pronouns, "they/them", "she/her")]);
    assert!(
        import::preview(&plan, &import::words("en")).contains("stays as they put it themselves: Pronouns they/them")
    );
    let now = entry(&b, id).await;
    assert_eq!((now.name.as_str(), now.pronouns.as_str(), now.title.as_str()), ("Tam Okoye", "they/them", "Chief"));
    assert_eq!(now.text(Field::TimeZone), "Africa/Lagos");
}

#[tokio::test]
async fn a_name_without_parts_comes_back() {
    let b = Browser::http().await;
    import(&b, "email,name\nines@saltmarsh.example,Ines Ferro\n").await;
    let (ines, id) = signed(&b, "ines@saltmarsh.example").await;
    let send = async |name: &str| {
        let version = hidden(&ines.get("/me/edit").await.body, "version").to_owned();
        ines.post("/me/edit", &format!("version={version}&preferred_name={name}")).await
    };
    send("Ines+F.").await;
    assert_eq!(entry(&b, id).await.name, "Ines F.");
    import(&b, "email,name\nines@saltmarsh.example,Ines Ferro\n").await;
    assert_eq!(entry(&b, id).await.name, "Ines F.", "the import leaves it alone");
    import(&b, "email,name\nines@saltmarsh.example,Ines Ferro Luz\n").await;
    assert_eq!(entry(&b, id).await.name, "Ines F.");
    send("").await;
    assert_eq!(entry(&b, id).await.name, "Ines Ferro Luz");
}

#[tokio::test]
async fn a_correction_is_asked_for_and_answered() {
    let (b, tamsin, id) = company().await;
    let ada = with_role(&b, "Ada Moreau", Role::Admin).await;
    for (form, status, says) in [
        ("field=start_date&wish=soon&why=x", StatusCode::UNPROCESSABLE_ENTITY, "cannot hold that"),
        ("field=start_date&wish=2016-02-01&why=", StatusCode::UNPROCESSABLE_ENTITY, "Say why"),
        ("field=job_title&wish=Lead&why=x", StatusCode::CONFLICT, "It is like that already"),
        ("field=status&wish=leaver&why=x", StatusCode::UNPROCESSABLE_ENTITY, "cannot hold that"),
        ("field=pronouns&wish=x&why=x", StatusCode::UNPROCESSABLE_ENTITY, "cannot hold that"),
    ] {
        let answer = tamsin.post("/me/correction", form).await;
        assert_eq!(answer.status, status, "{form}");
        assert!(answer.body.contains(says), "{says}: {}", answer.body);
    }
    let ask = async |form: &str| {
        b.clock.advance(Duration::from_secs(1));
        tamsin.post("/me/correction", form).await.status
    };
    assert_eq!(ask("field=start_date&wish=2016-02-01&why=The+contract+says+so.").await, StatusCode::SEE_OTHER);
    assert_eq!(ask("field=start_date&wish=2015-02-01&why=x").await, StatusCode::CONFLICT);
    assert_eq!(ask("field=manager&wish=Odd+Bergmann&why=Since+May.").await, StatusCode::SEE_OTHER);
    assert_eq!(ask("field=team&wish=Board&why=Since+May.").await, StatusCode::SEE_OTHER);
    assert_eq!(tamsin.get("/people/requests").await.status, StatusCode::FORBIDDEN);

    let page = ada.get("/people/requests").await.body;
    assert!(page.contains("The contract says so.") && page.contains("2017-02-01"), "{page}");
    let forms: Vec<(String, String)> = page
        .split("action=\"/people/requests/correction/")
        .skip(1)
        .map(|it| (it.split('"').next().unwrap().to_owned(), hidden(it, "version").to_owned()))
        .collect();
    let decide = async |(id, version): &(String, String), rest: &str| {
        ada.post(&format!("/people/requests/correction/{id}"), &format!("version={version}&{rest}")).await
    };
    assert_eq!(decide(&forms[0], "do=decline&answer=").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(decide(&forms[0], "do=agree").await.status, StatusCode::SEE_OTHER);
    assert_eq!(decide(&forms[0], "do=agree").await.status, StatusCode::NOT_FOUND, "once");
    let circle = decide(&forms[1], "do=agree").await;
    assert_eq!(circle.status, StatusCode::CONFLICT);
    assert!(circle.body.contains("would report to themselves"), "{}", circle.body);
    assert_eq!(decide(&forms[1], "do=decline&answer=Odd+reports+to+you.").await.status, StatusCode::SEE_OTHER);
    assert_eq!(decide(&forms[2], "do=agree").await.status, StatusCode::SEE_OTHER);
    let now = entry(&b, id).await;
    assert_eq!(now.text(Field::StartedOn), "2016-02-01");
    let mut tx = b.db().read().await.unwrap();
    let card = directory::person_card(&mut tx, id, b.today()).await.unwrap().unwrap();
    assert_eq!(card.team.unwrap().1, "Board");
    drop(tx);

    let mine = tamsin.get("/me").await.body;
    assert!(mine.contains("Answer: Odd reports to you."), "{mine}");
    let reads = between(&mine, "id=\"reads-title\"", "</section>");
    assert!(
        reads.contains("Ada Moreau") && reads.contains("a request of yours") && reads.contains("2026-03-04"),
        "{reads}"
    );
    assert_eq!(reads.matches("<tr>").count(), 2, "one line a day");

    assert_eq!(ask("field=level&wish=L9&why=x").await, StatusCode::SEE_OTHER);
    let mine = tamsin.get("/me").await.body;
    let path = format!("/me/correction/{}", between(&mine, "action=\"/me/correction/", "\""));
    assert_eq!(ada.post(&path, "").await.status, StatusCode::NOT_FOUND, "it is not hers");
    assert_eq!(tamsin.post(&path, "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(tamsin.post(&path, "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_decides_about_themselves_or_beyond_their_scope() {
    let (b, tamsin, _) = company().await;
    let (ada, ada_cookie) = people::testing::signed_in(&b.people, "Ada Moreau", &[Role::Admin]).await;
    let ada_browser = b.holding(&ada_cookie);
    ada_browser.post("/me/correction", "field=level&wish=L9&why=x").await;
    tamsin.post("/me/correction", "field=level&wish=L9&why=x").await;
    let page = ada_browser.get("/people/requests").await.body;
    assert_eq!(page.matches("/people/requests/correction/").count(), 1, "{page}");
    let mut tx = b.db().read().await.unwrap();
    let own = own::corrections(&mut tx, ada.id).await.unwrap()[0].id;
    drop(tx);
    let answer = ada_browser.post(&format!("/people/requests/correction/{own}"), "version=1&do=agree").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let mut tx = b.db().read().await.unwrap();
    assert_eq!(own::corrections(&mut tx, ada.id).await.unwrap()[0].state, "asked");
    drop(tx);
    assert!(own::decide_correction(&b.people, ada.id, own, 1, Step::Agree, "").await.is_err());
    let nobody = uuid::Uuid::nil();
    let answer = ada_browser.post(&format!("/people/requests/erasure/{nobody}"), "version=1&do=agree").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_erasure_needs_two_and_proves_itself() {
    for b in Browser::on_each_engine().await {
        import(&b, COMPANY).await;
        let (tamsin, id) = signed(&b, "tamsin@saltmarsh.example").await;
        let ada = with_role(&b, "Ada Moreau", Role::Admin).await;
        let ruth = with_role(&b, "Ruth Vance", Role::Partner).await;
        let max = with_role(&b, "Max Oduya", Role::Admin).await;
        tamsin.post("/me/edit", "version=1&preferred_name=Tam&pronouns=&timezone=&locale=").await;
        tamsin.post("/me/correction", "field=level&wish=L9&why=Tamsin+Okoye+says+so").await;
        ada.upload("/people/import", "tamsin okoye.csv", COMPANY.as_bytes()).await;

        assert_eq!(tamsin.post("/me/erasure", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(tamsin.post("/me/erasure", "sure=yes").await.status, StatusCode::SEE_OTHER);
        assert_eq!(tamsin.post("/me/erasure", "sure=yes").await.status, StatusCode::CONFLICT);
        assert_eq!(tamsin.post("/me/erasure/withdraw", "").await.status, StatusCode::SEE_OTHER);
        assert_eq!(tamsin.post("/me/erasure/withdraw", "").await.status, StatusCode::NOT_FOUND);
        b.clock.advance(Duration::from_secs(1));
        tamsin.post("/me/erasure", "sure=yes").await;

        let page = ada.get("/people/requests").await.body;
        let form = between(&page, "action=\"/people/requests/erasure/", "\"").to_owned();
        let decide = async |who: &Browser, version: i64, what: &str| {
            let path = format!("/people/requests/erasure/{form}");
            who.post(&path, &format!("version={version}&do={what}&answer=")).await
        };
        assert_eq!(decide(&ada, 1, "agree").await.status, StatusCode::SEE_OTHER);
        let twice = decide(&ada, 2, "agree").await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        assert!(twice.body.contains("Somebody else must agree"), "{}", twice.body);
        let no_partner = decide(&max, 2, "agree").await;
        assert_eq!(no_partner.status, StatusCode::CONFLICT);
        assert!(no_partner.body.contains("must be a people partner"), "{}", no_partner.body);
        assert!(tamsin.get("/me").await.body.contains("Ada Moreau has agreed"));

        let hold = ada.post("/people/holds", "whom=tamsin%40saltmarsh.example&reason=A+claim.").await;
        assert_eq!(hold.status, StatusCode::SEE_OTHER, "{}", hold.body);
        assert!(tamsin.get("/me").await.body.contains("There is a legal hold"));
        assert_eq!(decide(&ruth, 2, "agree").await.status, StatusCode::CONFLICT);
        let page = ada.get("/people/retention").await.body;
        let end = format!("/people/holds/{}", between(&page, "action=\"/people/holds/", "\""));
        assert_eq!(ada.post(&end, "").await.status, StatusCode::SEE_OTHER);

        let rehearsed = own::rehearse(&b.people, id).await.unwrap();
        assert_eq!(entry(&b, id).await.name, "Tam Okoye", "nothing has happened");
        let done = decide(&ruth, 2, "agree").await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let mut tx = b.db().read().await.unwrap();
        let erasure = own::erasures(&mut tx, id).await.unwrap().remove(0);
        drop(tx);
        let proof = erasure.proof.unwrap();
        assert_eq!(proof.stands, []);
        assert_eq!((proof.gone.clone(), proof.columns), (rehearsed.proof.gone, rehearsed.proof.columns));
        assert!(proof.looked_for >= 4 && proof.cells > 50, "{proof:?}");
        for kind in ["entry", "team", "line", "own-fields", "corrections", "imported"] {
            assert!(proof.gone.contains_key(kind), "{kind}: {proof:?}");
        }
        let now = entry(&b, id).await;
        assert!(now.name.starts_with("Former colleague "), "{}", now.name);
        assert_eq!(now.differs(&Entry::named(now.name.clone())), [Field::Status, Field::LeftOn]);
        assert_eq!(tamsin.get("/me").await.status, StatusCode::UNAUTHORIZED);
        let page = ruth.get("/people/requests").await.body;
        for seen in [now.name.as_str(), &erasure.hash, "nothing of name, address or employee id is left"] {
            assert!(page.contains(seen), "{seen}: {page}");
        }
        // The proof is the one the ledger has, and the import can still be taken back for the others.
        let mut tx = b.db().read().await.unwrap();
        let events = db::ledger::of(&mut tx, id.into_untyped_uuid()).await.unwrap();
        let event = events.iter().find(|it| it.kind == "person_erased").unwrap();
        assert_eq!(event.data["proof"], erasure.hash);
        let past = import::history(&mut tx).await.unwrap().remove(0);
        assert!(!past.is_forgotten);
        drop(tx);
        import::undo(&b.people, None, past.id).await.unwrap();
        assert!(people::by_email(&b.people, "odd@saltmarsh.example").await.unwrap().is_none(), "taken back");
    }
}

#[tokio::test]
async fn what_still_stands_is_said() {
    let (b, _, id) = company().await;
    people::found(&b.people, "Tamsin Okoye", None, &[]).await.unwrap();
    run(b.db(), "UPDATE team SET name = 'Friends of Tamsin Okoye', folded = 'friends' WHERE folded = 'board'")
        .await
        .unwrap();
    let proof = own::rehearse(&b.people, id).await.unwrap().proof;
    let stands: Vec<_> =
        proof.stands.iter().map(|it| (it.table.as_str(), it.column.as_str(), it.cells, it.why.as_str())).collect();
    let expected =
        [("person", "folded", 1, "same-name"), ("person", "name", 1, "same-name"), ("team", "name", 1, "team")];
    let mut sorted = stands.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, expected, "{proof:?}");
}

#[tokio::test]
async fn the_last_admin_stays() {
    let b = Browser::http().await;
    let (ada, _) = people::testing::signed_in(&b.people, "Ada Moreau", &[Role::Admin]).await;
    assert!(matches!(own::rehearse(&b.people, ada.id).await, Err(own::NotErased::LastAdmin)));
}

#[tokio::test]
async fn records_end_when_their_time_is_over() {
    for b in Browser::on_each_engine().await {
        import(&b, COMPANY).await;
        let ada = with_role(&b, "Ada Moreau", Role::Admin).await;
        let (_, tamsin) = signed(&b, "tamsin@saltmarsh.example").await;
        let (odd_browser, odd) = signed(&b, "odd@saltmarsh.example").await;
        odd_browser.post("/me/correction", "field=level&wish=L9&why=x").await;
        ada.upload("/people/import", "a.csv", COMPANY.as_bytes()).await;
        let page = ada.get("/people/requests").await.body;
        let form = between(&page, "action=\"/people/requests/correction/", "\"").to_owned();
        ada.post(&format!("/people/requests/correction/{form}"), "version=1&do=agree").await;
        for id in [tamsin, odd] {
            let mut left = entry(&b, id).await;
            left.put(Field::Status, "leaver");
            left.put(Field::LeftOn, "2026-03-04");
            let row = store::entry_by_id(&mut b.db().read().await.unwrap(), id.into_untyped_uuid()).await.unwrap();
            directory::change(&b.people, None, id, row.unwrap().version, &left).await.unwrap();
        }
        let set = ada.post("/people/holds", "whom=odd%40saltmarsh.example&reason=A+claim.").await;
        assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);

        let ran = async || retention::daily(&b.people).await.unwrap();
        let first = ran().await.unwrap();
        assert!(first.counts.values().all(|n| *n == 0), "{first:?}");
        assert_eq!(ran().await, None, "once a day");
        b.clock.advance(3 * DAY);
        let counts = ran().await.unwrap().counts;
        assert_eq!((counts["uploads"], counts["undo"]), (0, 0), "the file names Odd: {counts:?}");
        b.clock.advance(90 * DAY);
        let counts = ran().await.unwrap().counts;
        // The sessions of those who left ended at once.
        assert_eq!((counts["undo"], counts["sign-in"], counts["leavers"]), (0, 1, 0), "{counts:?}");
        // A shorter time counts at the next run, a longer one than usual is refused.
        let cookie = people::testing::signed_in(&b.people, "Max Oduya", &[Role::Admin]).await.1;
        let max = b.holding(&cookie);
        assert_eq!(
            max.post("/people/retention", "rule=leavers&days=731").await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        let wrong = max.post("/people/retention", "rule=leavers&days=soon").await;
        assert!(wrong.body.contains("Enter a whole number from 30 to 730") && wrong.body.contains("value=\"soon\""));
        let eve = people::found(&b.people, "Eve Sorg", None, &[Role::Admin]).await.unwrap();
        retention::choose(&b.people, eve.id, "leavers", 200).await.unwrap();
        assert_eq!(max.post("/people/retention", "rule=leavers&days=200").await.status, StatusCode::SEE_OTHER);
        assert_eq!(max.post("/people/retention", "rule=none&days=200").await.status, StatusCode::NOT_FOUND);
        b.clock.advance(120 * DAY);
        assert_eq!(ran().await.unwrap().counts["leavers"], 1);
        assert!(entry(&b, tamsin).await.name.starts_with("Former colleague "));
        assert_eq!(entry(&b, odd).await.name, "Odd Bergmann", "there is a hold");
        b.clock.advance(400 * DAY);
        let counts = ran().await.unwrap().counts;
        assert_eq!((counts["leavers"], counts["corrections"]), (0, 0), "{counts:?}");
        let mut tx = b.db().read().await.unwrap();
        let hold = retention::holds(&mut tx).await.unwrap().remove(0);
        drop(tx);
        let max = people::testing::signed_in(&b.people, "Mara Holm", &[Role::Admin]).await.0;
        retention::end_hold(&b.people, max.id, hold.id).await.unwrap();
        b.clock.advance(DAY);
        let counts = ran().await.unwrap().counts;
        assert_eq!((counts["leavers"], counts["undo"]), (1, 1), "{counts:?}");
        assert!(import::history(&mut b.db().read().await.unwrap()).await.unwrap()[0].is_forgotten);
        assert!(entry(&b, odd).await.name.starts_with("Former colleague "));
        let mut tx = b.db().read().await.unwrap();
        let runs = db::ledger::of(&mut tx, uuid::Uuid::nil()).await.unwrap();
        let last = runs.iter().rev().find(|it| it.kind == "retention_applied").unwrap();
        assert_eq!(last.data["ended"]["leavers"], 1);
    }
}

#[tokio::test]
async fn readings_end_too() {
    let (b, tamsin, id) = company().await;
    let ada = with_role(&b, "Ada Moreau", Role::Admin).await;
    let file = ada.upload("/people/import", "a.csv", COMPANY.replace("Lead", "Chief").as_bytes()).await;
    let path = file.location.unwrap().replace("/columns", "");
    assert!(ada.get(&path).await.body.contains("Chief"));
    let mine = tamsin.get("/me").await.body;
    let reads = between(&mine, "id=\"reads-title\"", "</section>");
    assert!(reads.contains("Ada Moreau") && reads.contains("employment data"), "{reads}");
    let mut tx = b.db().read().await.unwrap();
    assert_eq!(own::reads(&mut tx, id, i64::MAX, 9).await.unwrap().len(), 1);
    assert_eq!(own::reads(&mut tx, id_of(&b, "odd@saltmarsh.example").await, i64::MAX, 9).await.unwrap(), []);
    drop(tx);
    b.clock.advance(800 * DAY);
    assert_eq!(retention::daily(&b.people).await.unwrap().unwrap().counts["reads"], 1);
    let mut tx = b.db().read().await.unwrap();
    assert_eq!(own::reads(&mut tx, id, i64::MAX, 9).await.unwrap(), []);
}

#[tokio::test]
async fn every_word_of_these_pages_is_in_the_language_files() {
    let (b, tamsin, _) = company().await;
    let ada = with_role(&b, "Ada Moreau", Role::Admin).await;
    tamsin.post("/me/correction", "field=level&wish=L9&why=x").await;
    tamsin.post("/me/erasure", "sure=yes").await;
    for (who, path) in [
        (&tamsin, "/me"),
        (&tamsin, "/me/edit"),
        (&tamsin, "/me/correction"),
        (&tamsin, "/me/erasure"),
        (&ada, "/people/requests"),
        (&ada, "/people/retention"),
    ] {
        let page = who.pseudo(axum::http::Method::GET, path, "").await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
        let title = between(&page.body, "<h1>", "</h1>");
        assert!(title.starts_with('⟦'), "{path}: {title}");
    }
}
