//! People from files: every refusal, every question, and everything taken back, on every engine at hand.

mod browser;

use browser::Browser;
use db::ledger;
use jiff::civil::{Date, date};
use newtype_uuid::GenericUuid;
use people::directory::{self, Search};
use people::import::{self, Absent, Agreed, Choices, Fate, NotApplied, NotUndone, Order, Plan, Table};
use people::model::directory::{Entry, Status};
use people::{PersonId, Role};
use proptest::prelude::*;
use std::collections::BTreeMap;

const TODAY: Date = date(2026, 3, 4);

const COMPANY: &str = "\
employee_id,email,first_name,last_name,job_title,department,team,location,manager_email,start_date,status
S-1,mei@saltmarsh.example,Mei,Haruna,Co-founder,Board,,Singapore,,2014-05-01,active
S-2,tamsin@saltmarsh.example,Tamsin,Okoye,Leads port integrations,Product,Ports,Rotterdam,mei@saltmarsh.example,2017-02-01,active
S-3,rafael@saltmarsh.example,Rafael,Lindqvist,Night desk,Service,Support,Valparaíso,mei@saltmarsh.example,2019-09-01,on leave
S-4,kai@saltmarsh.example,Kai,Moreau,Engineer,Product,Ports,Rotterdam,tamsin@saltmarsh.example,01.03.2021,active
";

fn table(text: &str) -> Table {
    import::read(text.as_bytes()).unwrap()
}

fn choices(table: &Table) -> Choices {
    Choices { columns: import::suggest(&table.headers).columns, dates: Order::Unknown, absent: Absent::Stay }
}

async fn planned(b: &Browser, text: &str) -> Plan {
    let table = table(text);
    let known = import::known(&mut b.db().read().await.unwrap(), TODAY).await.unwrap();
    import::plan(&table, &choices(&table), &known, None, TODAY)
}

async fn applied(b: &Browser, text: &str) -> import::Applied {
    let table = table(text);
    let agreed = Agreed { all: true, ..Agreed::default() };
    import::apply(&b.people, None, "people.csv", &table, &choices(&table), &agreed).await.unwrap()
}

/// Everything that is known, by name: as text, with managers, teams and their days, but no counters.
async fn state(b: &Browser) -> BTreeMap<String, String> {
    let mut tx = b.db().read().await.unwrap();
    let known = import::known(&mut tx, TODAY).await.unwrap();
    let mut all = BTreeMap::new();
    for it in &known.people {
        let line = people::store::directory::reporting_of(&mut tx, it.id.into_untyped_uuid()).await.unwrap();
        let line: Vec<_> = line.into_iter().map(|it| (it.name, it.from_on, it.until_on)).collect();
        let team = people::store::directory::memberships_of(&mut tx, it.id.into_untyped_uuid()).await.unwrap();
        let team: Vec<_> = team.into_iter().map(|it| (it.team_id, it.from_on, it.until_on)).collect();
        all.insert(format!("{} {}", it.entry.name, it.id), format!("{:?} {line:?} {team:?}", it.entry));
    }
    for team in &known.teams {
        all.insert(format!("team {}", team.id), format!("{} {:?}", team.name, team.parent));
    }
    all
}

async fn id_of(b: &Browser, name: &str) -> PersonId {
    let mut tx = b.db().read().await.unwrap();
    let search = Search { words: name.to_owned(), team: None };
    let found = directory::list(&mut tx, &search, None, 2, TODAY).await.unwrap();
    assert_eq!(found.total, 1, "{name}");
    found.people[0].id
}

fn reasons(plan: &Plan) -> Vec<(u64, Vec<String>)> {
    let t = people::import::words("en");
    let refused = plan.rows.iter().filter_map(|row| match &row.fate {
        Fate::Refused(reasons) => Some((row.line, reasons.iter().map(|it| it.say(&t)).collect())),
        _ => None,
    });
    refused.collect()
}

fn asked(plan: &Plan) -> Vec<(&'static str, Vec<String>)> {
    let t = people::import::words("en");
    plan.questions.iter().map(|it| (it.key(), it.details(&t))).collect()
}

#[tokio::test]
async fn a_company_arrives_changes_and_goes_again() {
    for b in Browser::on_each_engine().await {
        let before = state(&b).await;
        let plan = planned(&b, COMPANY).await;
        assert_eq!((plan.counts().new, plan.counts().teams, plan.questions.len()), (4, 5, 0), "{plan:#?}");
        let first = applied(&b, COMPANY).await;
        assert_eq!(first.counts.new, 4);
        let tamsin = id_of(&b, "tamsin").await;
        let mut tx = b.db().read().await.unwrap();
        let card = directory::person_card(&mut tx, tamsin, TODAY).await.unwrap().unwrap();
        assert_eq!(card.team.map(|it| it.1).as_deref(), Some("Ports"));
        let line = directory::line_above(&mut tx, id_of(&b, "kai").await, TODAY).await.unwrap();
        assert_eq!(line, [tamsin, id_of(&b, "mei").await]);
        let kinds: Vec<_> = ledger::of(&mut tx, tamsin.into_untyped_uuid()).await.unwrap();
        let kinds: Vec<_> = kinds.iter().map(|it| it.kind.as_str()).collect();
        assert_eq!(kinds, ["person_created"]);
        assert_eq!(ledger::of(&mut tx, first.id.into_untyped_uuid()).await.unwrap()[0].kind, "people_imported");
        drop(tx);

        // The same file again changes nothing.
        let again = planned(&b, COMPANY).await;
        assert_eq!((again.counts().unchanged, again.is_idle()), (4, true), "{again:#?}");
        let t = table(COMPANY);
        let idle = import::apply(&b.people, None, "x", &t, &choices(&t), &Agreed::default()).await;
        assert!(matches!(idle, Err(NotApplied::Idle)), "{idle:?}");

        let company = state(&b).await;
        let changed = COMPANY
            .replace("Night desk,Service,Support", "Day desk,Service,Ports")
            .replace("tamsin@saltmarsh.example,01.03.2021", "rafael@saltmarsh.example,01.03.2021")
            .replace("on leave", "Active")
            .replace("S-2,tamsin@", "S-2,t.okoye@");
        let plan = planned(&b, &changed).await;
        let text = import::preview(&plan, &people::import::words("en"));
        for seen in [
            "0 new, 3 changed, 1 unchanged, 0 refused",
            "~ Rafael Lindqvist: Job title Night desk → Day desk; Status on leave → active; Team Support → Ports",
            "~ Kai Moreau: Manager Tamsin Okoye → Rafael Lindqvist",
            "E-mail tamsin@saltmarsh.example → t.okoye@saltmarsh.example",
        ] {
            assert!(text.contains(seen), "{seen}: {text}");
        }
        let second = applied(&b, &changed).await;
        assert_ne!(state(&b).await, company);
        let early = import::undo(&b.people, None, first.id).await;
        assert!(matches!(early, Err(NotUndone::NotLast)), "{early:?}");
        let undone = import::undo(&b.people, None, second.id).await.unwrap();
        assert_eq!((undone.restored, undone.removed, undone.kept), (3, 0, vec![]));
        assert_eq!(state(&b).await, company);
        let twice = import::undo(&b.people, None, second.id).await;
        assert!(matches!(twice, Err(NotUndone::NotLast)), "{twice:?}");
        let undone = import::undo(&b.people, None, first.id).await.unwrap();
        assert_eq!((undone.restored, undone.removed, undone.kept), (0, 4, vec![]));
        assert_eq!(state(&b).await, before);
        let past = import::history(&mut b.db().read().await.unwrap()).await.unwrap();
        assert!(past.len() == 2 && past.iter().all(|it| it.undone_at.is_some()));
    }
}

#[tokio::test]
async fn what_somebody_changed_since_stays() {
    for b in Browser::on_each_engine().await {
        applied(&b, COMPANY).await;
        let file = "employee_id,job_title,location,manager_employee_id\nS-4,Lead,Lagos,S-3\nS-3,Desk,Lima,S-1\n";
        let import = applied(&b, file).await;
        let kai = id_of(&b, "kai").await;
        let mut tx = b.db().read().await.unwrap();
        let row = people::store::directory::entry_by_id(&mut tx, kai.into_untyped_uuid()).await.unwrap().unwrap();
        drop(tx);
        let mut entry = row.entry();
        entry.title = people::model::directory::Title::parse("Principal").unwrap();
        directory::change(&b.people, None, kai, row.version, &entry).await.unwrap();
        directory::set_manager(&b.people, None, kai, row.version + 1, None, TODAY).await.unwrap();
        let undone = import::undo(&b.people, None, import.id).await.unwrap();
        assert_eq!(undone.restored, 1, "{undone:?}");
        let kept: Vec<_> = undone.kept.iter().map(|it| (it.name.as_str(), it.fields.len())).collect();
        assert_eq!(kept, [("Kai Moreau", 2)], "title and manager");
        let mut tx = b.db().read().await.unwrap();
        let card = directory::person_card(&mut tx, kai, TODAY).await.unwrap().unwrap();
        assert_eq!((card.title.as_str(), card.place.as_str()), ("Principal", "Rotterdam"));
        assert_eq!(directory::manager_of(&mut tx, kai, TODAY).await.unwrap(), None);
    }
}

#[tokio::test]
async fn who_came_with_the_import_and_is_at_home_stays() {
    for b in Browser::on_each_engine().await {
        let import = applied(&b, COMPANY).await;
        let tamsin = id_of(&b, "tamsin").await;
        let link = b.link(people::LinkFor::Person(tamsin), people::Purpose::SignIn, "/people").await;
        b.post(&link, "").await;
        let undone = import::undo(&b.people, None, import.id).await.unwrap();
        // Tamsin has signed in, and Mei is her manager.
        assert_eq!(undone.removed, 2, "{undone:?}");
        let mut kept: Vec<_> = undone.kept.iter().map(|it| it.name.as_str()).collect();
        kept.sort_unstable();
        assert_eq!(kept, ["Mei Haruna", "Tamsin Okoye"]);
        let mut tx = b.db().read().await.unwrap();
        assert_eq!(directory::line_above(&mut tx, tamsin, TODAY).await.unwrap().len(), 1);
        assert!(directory::team_of(&mut tx, tamsin, TODAY).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn every_refusal_names_its_line_and_what_to_do() {
    let b = Browser::http().await;
    applied(&b, COMPANY).await;
    directory::add(
        &b.people,
        None,
        &Entry { email: people::model::Email::parse("ada@saltmarsh.example"), ..Entry::named("Ada Ferro") },
    )
    .await
    .unwrap();
    let head = "employee_id,email,name,job_title,department,team,manager_employee_id,manager,start_date,end_date,status,timezone,locale";
    let rows = [
        ("S-9,kai,Kai Two,,,,,,,,,,", "“kai” is not an e-mail address"),
        (",,Nobody,,,,,,,,,,", "Neither an employee id nor an e-mail"),
        ("S-10,,,,,,,,,,,,", "No name"),
        ("S-2,kai@saltmarsh.example,,,,,,,,,,,", "is that of Tamsin Okoye, the e-mail address that of Kai Moreau"),
        ("S-11,mei@saltmarsh.example,,,,,,,,,,,", "who has the employee id S-1"),
        ("S-12,,Ines,,,,,,soon,,,,", "“soon” is not a date"),
        ("S-13,,Ines,,,,,,03/04/2026,,,,", "“03/04/2026” is 2026-04-03 or 2026-03-04"),
        ("S-14,,Ines,,,,,,2026-01-01,2025-01-01,,,", "The end date is before the start date"),
        ("S-15,,Ines,,,,,,,2025-01-01,active,,", "The end date is over"),
        ("S-16,,Ines,,,,,,,,zombie,,", "“zombie” is not a status. These are known: active"),
        ("S-17,,Ines,,,,,,,,,Mars/Base,", "“Mars/Base” is not a time zone"),
        ("S-18,,Ines,,,,,,,,,,englisch!", "“englisch!” is not a language"),
        ("S-19,,I\u{202e}nes,,,,,,,,,,", "Full name: holds characters that cannot be shown"),
        ("S-20,,Ines,,,,S-2,Kai Moreau,,,,,", "name different people as manager"),
        ("S-21,,Ines", "3 cells where there are 13 headers"),
        ("S-22,,Ines,a\u{7}b,,,,,,,,,", "Job title: holds characters"),
    ];
    let text = rows.iter().fold(head.to_owned(), |text, (row, _)| format!("{text}\n{row}"));
    let found = reasons(&planned(&b, &text).await);
    assert_eq!(found.len(), rows.len(), "{found:#?}");
    for ((line, said), (n, (row, expect))) in found.iter().zip(rows.iter().enumerate()) {
        assert_eq!(*line, n as u64 + 2);
        assert!(said.len() == 1 && said[0].contains(expect), "{row}: {said:?}");
    }
    // Nothing but good rows is written, and the others can be had as a file.
    let plan = planned(&b, &format!("{head}\nS-9,=1+1,Kai Two,,,,,,,,,,\n")).await;
    let file =
        import::refused(&table(&format!("{head}\nS-9,=1+1,Kai Two,,,,,,,,,,\n")), &plan, &people::import::words("en"));
    assert!(file.contains("\"'=1+1\"") && file.contains("is not an e-mail address"), "{file}");
}

#[tokio::test]
async fn questions_stop_the_import_until_they_are_answered() {
    for b in Browser::on_each_engine().await {
        applied(&b, COMPANY).await;
        let cases = [
            // Mei would report to Kai, who reports to Tamsin, who reports to Mei.
            ("employee_id,manager_employee_id\nS-1,S-4\n", "circles", "Kai Moreau → Tamsin Okoye → Mei Haruna"),
            ("employee_id,manager_employee_id\nS-1,S-1\n", "circles", "Mei Haruna → Mei Haruna"),
            ("employee_id,job_title\nS-1,A\nS-1,B\n", "doubled", "S-1: lines 2, 3"),
            ("employee_id,email,name\nS-7,k@x.example,A\nS-8,K@X.example,B\n", "doubled", "k@x.example: lines 2, 3"),
            ("employee_id,email\nS-1,\n,mei@saltmarsh.example\n", "doubled", "Mei Haruna: lines 2, 3"),
            (
                "employee_id,manager\nS-4,Odd Bergmann\n",
                "managers",
                "Odd Bergmann is neither in the file nor in the directory: manager of Kai Moreau",
            ),
            (
                "employee_id,status\nS-2,terminated\n",
                "managers",
                "Tamsin Okoye has left or is leaving: manager of Kai Moreau",
            ),
            ("employee_id,status\nS-4,left\n", "leavers", ""),
        ];
        for (text, key, detail) in cases {
            let plan = planned(&b, text).await;
            let asked = asked(&plan);
            let question = asked.iter().find(|it| it.0 == key).unwrap_or_else(|| panic!("{text}: {asked:?}"));
            assert!(detail.is_empty() || question.1.iter().any(|it| it.contains(detail)), "{text}: {question:?}");
            let t = table(text);
            let before = state(&b).await;
            let refused = import::apply(&b.people, None, "x", &t, &choices(&t), &Agreed::default()).await;
            assert!(
                matches!(&refused, Err(NotApplied::Questions(open)) if open.iter().any(|it| it.key() == key)),
                "{text}: {refused:?}"
            );
            assert_eq!(state(&b).await, before);
        }
        // Answered with yes: the circle stays open, the rest is written.
        let text = "employee_id,manager_employee_id,job_title\nS-1,S-4,Chair\n";
        let plan = planned(&b, text).await;
        let t = table(text);
        let agreed = Agreed { mark: Some(plan.mark()), answers: vec!["circles".to_owned()], all: false };
        import::apply(&b.people, None, "x", &t, &choices(&t), &agreed).await.unwrap();
        let mei = id_of(&b, "mei").await;
        let mut tx = b.db().read().await.unwrap();
        assert_eq!(directory::manager_of(&mut tx, mei, TODAY).await.unwrap(), None);
        let card = directory::person_card(&mut tx, mei, TODAY).await.unwrap().unwrap();
        assert_eq!(card.title, "Chair");
        drop(tx);
        // What was agreed to is not what would happen now.
        let moved = import::apply(&b.people, None, "x", &t, &choices(&t), &agreed).await;
        assert!(matches!(moved, Err(NotApplied::Moved)), "{moved:?}");
    }
}

#[tokio::test]
async fn absent_people_stay_unless_somebody_says_they_left() {
    for b in Browser::on_each_engine().await {
        applied(&b, COMPANY).await;
        let (admin, _) = people::testing::signed_in(&b.people, "Ada Admin", &[Role::Admin]).await;
        let (_, guest) = people::testing::signed_in(&b.people, "Guest", &[]).await;
        let text = "employee_id,job_title\nS-1,Chair\nS-2,broken\u{202e}\nS-3,Desk\nS-4,Engineer\n";
        assert!(planned(&b, text).await.absent.is_empty());
        let t = table(text);
        let leave = Choices { absent: Absent::Leave, ..choices(&t) };
        let known = import::known(&mut b.db().read().await.unwrap(), TODAY).await.unwrap();
        let plan = import::plan(&t, &leave, &known, Some(admin.id), TODAY);
        let gone: Vec<_> = plan.absent.iter().map(|it| it.2.name.as_str()).collect();
        assert_eq!(gone, ["Guest"], "neither admins nor whose row is broken");
        assert_eq!(asked(&plan)[0].0, "leavers");
        let agreed = Agreed { answers: vec!["leavers".to_owned()], ..Agreed::default() };
        let done = import::apply(&b.people, Some(admin.id), "x", &t, &leave, &agreed).await.unwrap();
        assert_eq!(done.counts.leavers, 1);
        assert_eq!(b.holding(&guest).get("/whoami").await.status.as_u16(), 401);
        let undone = import::undo(&b.people, Some(admin.id), done.id).await.unwrap();
        assert_eq!((undone.restored, undone.kept.len()), (3, 0), "{undone:?}");

        // Nobody signs themselves out, and somebody must look after the server.
        let own = table("email,status\nada@saltmarsh.example,left\n");
        let mut tx = b.db().read().await.unwrap();
        let row = people::store::directory::entry_by_id(&mut tx, admin.id.into_untyped_uuid()).await.unwrap().unwrap();
        drop(tx);
        let entry = Entry { email: people::model::Email::parse("ada@saltmarsh.example"), ..row.entry() };
        directory::change(&b.people, None, admin.id, row.version, &entry).await.unwrap();
        let known = import::known(&mut b.db().read().await.unwrap(), TODAY).await.unwrap();
        for (by, said) in [(Some(admin.id), "This is you"), (None, "Nobody would be left")] {
            let plan = import::plan(&own, &choices(&own), &known, by, TODAY);
            assert!(reasons(&plan)[0].1.iter().any(|it| it.contains(said)), "{said}: {:?}", reasons(&plan));
        }
    }
}

#[tokio::test]
async fn managers_are_found_by_id_address_or_name() {
    let b = Browser::http().await;
    let text = "\
employee_id,name,preferred_name,manager
1,Meiko Haruna,,
2,\"Okoye, Tamsin\",,Meiko Haruna
3,Kim Lee,,\"Haruna, Meiko\"
4,Kim Lee,,2
5,Ana Sol,,Kim Lee
";
    let plan = planned(&b, text).await;
    assert_eq!(
        asked(&plan),
        [("managers", vec!["Kim Lee is the name of several people: manager of Ana Sol".to_owned()])]
    );
    applied(&b, text).await;
    let mut tx = b.db().read().await.unwrap();
    let boss = directory::manager_of(&mut tx, id_of(&b, "tamsin").await, TODAY).await.unwrap();
    assert_eq!(boss, Some(id_of(&b, "meiko").await));
    assert_eq!(directory::manager_of(&mut tx, id_of(&b, "ana").await, TODAY).await.unwrap(), None);
    let reports = directory::reports_of(&mut tx, id_of(&b, "tamsin").await, TODAY).await.unwrap();
    assert_eq!(reports.len(), 1);
}

#[tokio::test]
async fn a_name_is_a_whole_or_parts() {
    let b = Browser::http().await;
    applied(&b, "employee_id,first_name,last_name,preferred_name\n1,Meiko,Haruna,Mei\n2,Odd,Bergmann,\n").await;
    id_of(&b, "mei haruna").await;
    let file = "employee_id,name\n1,Mei Sato\n2,Odd Bergmann\n";
    assert_eq!(applied(&b, file).await.counts.changed, 1);
    let mei = id_of(&b, "mei sato").await;
    assert!(planned(&b, file).await.is_idle());
    let mut tx = b.db().read().await.unwrap();
    let row = people::store::directory::entry_by_id(&mut tx, mei.into_untyped_uuid()).await.unwrap().unwrap();
    assert!(row.given_name.is_empty() && row.family_name.is_empty() && row.preferred_name.is_empty());
    drop(tx);
    applied(&b, "employee_id,name,last_name\n1,whatever,Haruna\n").await;
    id_of(&b, "haruna").await;
}

#[tokio::test]
async fn who_left_before_is_not_taken_in() {
    let b = Browser::http().await;
    let plan = planned(
        &b,
        "employee_id,name,status,end_date\n1,Old One,terminated,2020-01-01\n2,Older,,2019-01-01\n3,New,,\n",
    )
    .await;
    assert_eq!((plan.counts().left_before, plan.counts().new), (2, 1));
}

#[tokio::test]
async fn teams_are_found_again_and_unclear_ones_refused() {
    let b = Browser::http().await;
    let text = "employee_id,name,department,team\n1,A,Sea,Ports\n2,B,Land,Ports\n3,C,,ports\n4,D,sea,\n5,E,-,-\n";
    let plan = planned(&b, text).await;
    assert_eq!((plan.counts().teams, plan.counts().new), (4, 4));
    assert_eq!(
        reasons(&plan),
        [(4, vec!["Several teams are called “ports”. Name the department as well.".to_owned()])]
    );
    applied(&b, text).await;
    assert_eq!(planned(&b, "employee_id,department,team\n1,SEA,ports\n4,Sea,\n").await.counts().unchanged, 2);
    let plan = planned(&b, "employee_id,team\n1,-\n").await;
    assert_eq!(plan.counts().changed, 1);
}

/// Rows of a small random file about a few people.
fn files() -> impl Strategy<Value = String> {
    let row =
        (0..7_usize, 0..4_usize, 0..8_usize, 0..4_usize, 0..5_usize).prop_map(|(who, title, manager, team, status)| {
            let title = ["", "Lead", "Engineer", "-"][title];
            let manager = ["", "-", "S-0", "S-1", "S-2", "S-3", "S-4", "S-9"][manager];
            let team = ["", "Ports", "Sea", "-"][team];
            let status = ["", "active", "leave", "terminated", "active"][status];
            format!("S-{who},Person {who},{title},{manager},{team},{status}\n")
        });
    prop::collection::vec(row, 1..9)
        .prop_map(|rows| format!("employee_id,name,job_title,manager_employee_id,team,status\n{}", rows.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever is imported: nobody stands above themselves, the same file again finds nothing to do, and taking it all
    /// back leaves exactly what was there.
    #[test]
    fn imports_taken_back_leave_no_trace(files in prop::collection::vec(files(), 1..4)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let b = Browser::http().await;
            applied(&b, COMPANY).await;
            let mut done = Vec::new();
            for file in &files {
                let before = state(&b).await;
                let t = table(file);
                let agreed = Agreed { all: true, ..Agreed::default() };
                match import::apply(&b.people, None, "x", &t, &choices(&t), &agreed).await {
                    Ok(applied) => {
                        let plan = planned(&b, file).await;
                        assert!(plan.is_idle() || !plan.questions.is_empty(), "{file}\n{plan:#?}");
                        done.push((applied.id, before));
                    }
                    Err(NotApplied::Idle) => assert_eq!(state(&b).await, before),
                    Err(error) => panic!("{error}: {file}"),
                }
                let known = import::known(&mut b.db().read().await.unwrap(), TODAY).await.unwrap();
                assert!(known.people.iter().all(|it| it.entry.status != Status::Leaver || it.entry.left_on.is_some()));
            }
            for (id, before) in done.into_iter().rev() {
                let undone = import::undo(&b.people, None, id).await.unwrap();
                assert!(undone.kept.is_empty(), "{undone:?}");
                assert_eq!(state(&b).await, before);
            }
        });
    }
}
