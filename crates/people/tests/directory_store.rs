//! The story of people, teams and lines in SQL, on every engine at hand.

use db::testing::{assert_one_shape, engines, never_ran};
use db::{Db, DbError, WriteTx};
use people::store::directory::{self as store, STATEMENTS};
use people::store::{import, link_add, session_add};
use uuid::Uuid;

const MEI: Uuid = Uuid::from_u128(1);
const TAMSIN: Uuid = Uuid::from_u128(2);
const GONE: Uuid = Uuid::from_u128(3);
const SEA: Uuid = Uuid::from_u128(11);
const PORTS: Uuid = Uuid::from_u128(12);
const TODAY: &str = "2026-03-04";

#[tokio::test]
async fn statements_have_one_shape() {
    let engines = engines().await;
    assert_one_shape(&engines, STATEMENTS).await;
    assert_one_shape(&engines, import::STATEMENTS).await;
}

/// One story that executes every statement.
#[tokio::test]
async fn people_teams_and_lines() {
    let engines = engines().await;
    for db in engines.each() {
        entries(db).await.unwrap();
        teams(db).await.unwrap();
        lines(db).await.unwrap();
        shown(db).await.unwrap();
        gone(db).await.unwrap();
        files(db).await.unwrap();
    }
    assert_eq!(never_ran(STATEMENTS), Vec::<String>::new());
    assert_eq!(never_ran(import::STATEMENTS), Vec::<String>::new());
}

async fn insert(tx: &mut WriteTx, id: Uuid, name: &str, employee_id: &str, status: &str) -> Result<u64, DbError> {
    let left = (status == "leaver").then_some("2026-01-31");
    let folded = format!("{}\nlead\nsingapore", name.to_lowercase());
    store::person_insert(
        tx,
        id,
        name,
        None,
        Some(employee_id),
        name,
        "",
        "",
        "she/her",
        "Lead",
        "L5",
        "Singapore",
        "Asia/Singapore",
        "en",
        status,
        Some("2020-05-01"),
        left,
        &folded,
        1,
    )
    .await
}

async fn entries(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    store::wait_for_turn(&mut tx, 7).await?;
    insert(&mut tx, MEI, "Mei", "S-1", "active").await?;
    insert(&mut tx, TAMSIN, "Tamsin", "S-2", "active").await?;
    insert(&mut tx, GONE, "Odd", "S-3", "leaver").await?;
    assert_eq!(store::by_employee_id(&mut tx, "S-2").await?.unwrap().id, TAMSIN);
    let update = async |tx: &mut WriteTx, seen, left| {
        store::person_update(
            tx,
            TAMSIN,
            seen,
            "Tamsin Okoye",
            Some("tamsin@saltmarsh.example"),
            Some("S-2"),
            "Tamsin",
            "Okoye",
            "",
            "",
            "Leads ports",
            "",
            "Rotterdam",
            "Europe/Amsterdam",
            "nl",
            "leave",
            None,
            left,
            "tamsin okoye\nleads ports\nrotterdam",
        )
        .await
    };
    assert_eq!(update(&mut tx, 1, Some("2026-03-03")).await?, 1);
    assert_eq!(update(&mut tx, 1, None).await?, 0, "somebody was faster");
    let row = store::entry_by_id(&mut tx, TAMSIN).await?.unwrap();
    assert_eq!(
        (row.version, row.entry().text(people::model::directory::Field::TimeZone)),
        (2, "Europe/Amsterdam".into())
    );
    assert_eq!(store::overdue(&mut tx, TODAY).await?.len(), 1);
    assert_eq!(store::overdue(&mut tx, "2026-03-03").await?.len(), 0);
    assert_eq!(store::person_touch(&mut tx, TAMSIN, 2).await?, 1);
    assert_eq!(store::person_touch(&mut tx, TAMSIN, 2).await?, 0);
    let all: Vec<_> = store::entries(&mut tx).await?.iter().map(|it| (it.id, it.version)).collect();
    assert_eq!(all, [(MEI, 1), (TAMSIN, 3), (GONE, 1)]);
    tx.commit().await?;

    let mut tx = db.write().await?;
    let twice = insert(&mut tx, Uuid::from_u128(9), "Kai", "S-1", "active").await;
    assert!(matches!(twice, Err(DbError::Conflict)));
    Ok(())
}

async fn teams(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    store::team_add(&mut tx, SEA, "Sea", "sea", None).await?;
    store::team_add(&mut tx, PORTS, "Ports", "ports", Some(SEA)).await?;
    assert_eq!(store::team_update(&mut tx, PORTS, 1, "Harbours", "harbours", Some(SEA)).await?, 1);
    assert_eq!(store::team_update(&mut tx, PORTS, 1, "Ports", "ports", None).await?, 0);
    let ports = store::team_by_id(&mut tx, PORTS).await?.unwrap().team();
    assert_eq!((ports.name.as_str(), ports.version), ("Harbours", 2));
    let names: Vec<_> = store::teams(&mut tx).await?.into_iter().map(|it| it.name).collect();
    assert_eq!(names, ["Harbours", "Sea"]);
    store::membership_add(&mut tx, TAMSIN, SEA, "2026-01-01", Some(TODAY)).await?;
    store::membership_add(&mut tx, TAMSIN, PORTS, TODAY, None).await?;
    assert_eq!(store::team_on(&mut tx, TAMSIN, "2026-03-03").await?.unwrap().team_id, SEA);
    assert_eq!(store::team_on(&mut tx, TAMSIN, TODAY).await?.unwrap().team_id, PORTS);
    assert!(store::team_on(&mut tx, TAMSIN, "2025-12-31").await?.is_none());
    assert_eq!(store::memberships_of(&mut tx, TAMSIN).await?.len(), 2);
    let sizes: Vec<_> = store::team_sizes(&mut tx, TODAY).await?.iter().map(|it| (it.id, it.n)).collect();
    assert_eq!(sizes, [(PORTS, 1)]);
    let now: Vec<_> =
        store::memberships_on(&mut tx, TODAY).await?.iter().map(|it| (it.person_id, it.team_id)).collect();
    assert_eq!(now, [(TAMSIN, PORTS)]);
    assert_eq!(store::team_uses(&mut tx, SEA).await?.unwrap().n, 2);
    tx.commit().await?;

    for (team, from, until) in [(SEA, "2026-05-01", None), (SEA, "2026-05-01", Some("2026-05-01"))] {
        let mut tx = db.write().await?;
        assert!(store::membership_add(&mut tx, TAMSIN, team, from, until).await.is_err(), "{from} {until:?}");
    }
    let mut tx = db.write().await?;
    assert!(matches!(store::team_add(&mut tx, MEI, "Sea", "sea", None).await, Err(DbError::Conflict)));
    Ok(())
}

async fn lines(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    store::reporting_add(&mut tx, TAMSIN, GONE, "2026-01-01", Some("2026-02-01")).await?;
    store::reporting_add(&mut tx, TAMSIN, MEI, "2026-02-01", None).await?;
    store::reporting_add(&mut tx, GONE, MEI, "2026-01-01", None).await?;
    assert_eq!(store::manager_on(&mut tx, TAMSIN, "2026-01-31").await?.unwrap().id, GONE);
    assert_eq!(store::manager_on(&mut tx, TAMSIN, "2026-02-01").await?.unwrap().id, MEI);
    let ids: Vec<_> = store::reports_on(&mut tx, MEI, TODAY).await?.iter().map(|it| it.id).collect();
    assert_eq!(ids, [GONE, TAMSIN]);
    let pairs: Vec<_> = store::lines_on(&mut tx, TODAY).await?.iter().map(|it| (it.person_id, it.manager_id)).collect();
    assert_eq!(pairs, [(TAMSIN, MEI), (GONE, MEI)]);
    let days: Vec<_> = store::line_days(&mut tx, "2026-01-01").await?.into_iter().map(|it| it.day).collect();
    assert_eq!(days, ["2026-02-01"]);
    let of: Vec<_> = store::reporting_of(&mut tx, TAMSIN).await?.into_iter().map(|it| (it.name, it.from_on)).collect();
    assert_eq!(of, [("Odd".into(), "2026-01-01".into()), ("Mei".into(), "2026-02-01".into())]);
    assert_eq!(store::lines_to(&mut tx, MEI).await?.len(), 2);
    tx.commit().await?;

    for (person, manager, from) in [(TAMSIN, MEI, "2026-07-01"), (MEI, MEI, "2026-07-01")] {
        let mut tx = db.write().await?;
        assert!(store::reporting_add(&mut tx, person, manager, from, None).await.is_err(), "{person} {manager}");
    }
    Ok(())
}

async fn shown(db: &Db) -> Result<(), DbError> {
    let mut tx = db.read().await?;
    let (all, nil) = ("%", Uuid::nil());
    let list = store::listed(&mut tx, all, all, all, all, true, nil, "", nil, TODAY, 9).await?;
    let names: Vec<_> = list.iter().map(|it| (it.name.as_str(), it.team.as_deref())).collect();
    assert_eq!(names, [("Mei", None), ("Tamsin Okoye", Some("Harbours"))]);
    let after = store::listed(&mut tx, all, all, all, all, true, nil, &list[0].folded, MEI, TODAY, 9).await?;
    assert_eq!(after.len(), 1);
    let below = store::listed(&mut tx, "%okoye%", all, all, "%harb%", false, SEA, "", nil, TODAY, 9).await?;
    assert_eq!(below[0].id, TAMSIN);
    assert_eq!(store::listed_count(&mut tx, all, all, "%rotter%", all, false, SEA, TODAY).await?.unwrap().n, 1);
    assert_eq!(store::card(&mut tx, GONE, TODAY).await?.unwrap().status, "leaver");
    let reports: Vec<_> = store::reports(&mut tx, MEI, TODAY).await?.into_iter().map(|it| it.id).collect();
    assert_eq!(reports, [TAMSIN], "who has left reports to nobody");
    let chart: Vec<_> = store::charted(&mut tx, TODAY).await?.into_iter().map(|it| (it.id, it.manager_id)).collect();
    assert_eq!(chart, [(MEI, None), (TAMSIN, Some(MEI))]);
    Ok(())
}

async fn gone(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    session_add(&mut tx, b"laptop", Uuid::from_u128(81), TAMSIN, "link", "other-other", 1, Some(1), 1, 9).await?;
    session_add(&mut tx, b"phone", Uuid::from_u128(82), TAMSIN, "link", "other-other", 1, Some(1), 1, 9).await?;
    link_add(&mut tx, b"link", Some(TAMSIN), "sign-in", "/people", 1, 9).await?;
    assert_eq!(store::sessions_end(&mut tx, TAMSIN).await?, 2);
    assert_eq!(store::links_end(&mut tx, TAMSIN).await?, 1);
    assert_eq!(store::reporting_forget(&mut tx, TAMSIN).await?, 2);
    assert_eq!(store::memberships_forget(&mut tx, TAMSIN).await?, 2);
    assert_eq!(store::person_remove(&mut tx, TAMSIN).await?, 1);
    assert_eq!(store::team_remove(&mut tx, PORTS).await?, 1);
    tx.commit().await
}

async fn files(db: &Db) -> Result<(), DbError> {
    let (first, second) = (Uuid::from_u128(21), Uuid::from_u128(22));
    let mut tx = db.write().await?;
    import::upload_add(&mut tx, first, MEI, 5, "people.csv", b"a,b", "{}").await?;
    let file = import::upload(&mut tx, first, MEI).await?.unwrap();
    assert_eq!((file.body.as_slice(), file.choices.as_str()), (&b"a,b"[..], "{}"));
    assert!(import::upload(&mut tx, first, GONE).await?.is_none(), "of somebody else");
    assert_eq!(import::upload_choose(&mut tx, first, GONE, "x").await?, 0);
    assert_eq!(import::upload_choose(&mut tx, first, MEI, "x").await?, 1);
    assert_eq!(import::upload_drop(&mut tx, first, GONE).await?, 0);
    assert_eq!(import::upload_drop(&mut tx, first, MEI).await?, 1);
    import::upload_add(&mut tx, first, MEI, 5, "people.csv", b"a,b", "{}").await?;
    import::upload_add(&mut tx, second, GONE, 9, "people.csv", b"a,b", "{}").await?;
    assert_eq!(import::uploads_forget(&mut tx, MEI).await?, 1);
    assert_eq!(import::uploads_forget(&mut tx, GONE).await?, 1);

    import::import_add(&mut tx, first, Some(MEI), 5, "one.csv", "{}", "one").await?;
    import::import_add(&mut tx, second, None, 9, "two.csv", "{}", "two").await?;
    assert_eq!(import::last_import(&mut tx).await?.unwrap().id, second);
    assert_eq!(import::import_undone(&mut tx, second, 11, "").await?, 1);
    assert_eq!(import::import_undone(&mut tx, second, 12, "").await?, 0);
    let last = import::last_import(&mut tx).await?.unwrap();
    assert_eq!((last.id, last.undo.as_str()), (first, "one"));
    let all: Vec<_> = import::imports(&mut tx, 9).await?.into_iter().map(|it| (it.id, it.undone_at)).collect();
    assert_eq!(all, [(second, Some(11)), (first, None)]);
    tx.commit().await
}
