//! The story of accounts, links and sessions in SQL, on every engine at hand.

use db::testing::{assert_one_shape, engines, never_ran};
use db::{Db, DbError, WriteTx};
use newtype_uuid::GenericUuid;
use people::Role;
use people::model::{LinkFor, Purpose, day_of};
use people::store::{self, STATEMENTS, directory, role};
use uuid::Uuid;

const IDA: Uuid = Uuid::from_u128(1);
const KAI: Uuid = Uuid::from_u128(2);
const NOW: i64 = 1_000_000;

#[tokio::test]
async fn statements_have_one_shape() {
    let engines = engines().await;
    assert_one_shape(&engines, STATEMENTS).await;
    assert_one_shape(&engines, role::STATEMENTS).await;
}

/// One story that executes every statement.
#[tokio::test]
async fn accounts_links_and_sessions() {
    let engines = engines().await;
    for db in engines.each() {
        accounts(db).await.unwrap();
        links(db).await.unwrap();
        sessions(db).await.unwrap();
        roles(db).await.unwrap();
    }
    assert_eq!(never_ran(STATEMENTS), Vec::<String>::new());
    assert_eq!(never_ran(role::STATEMENTS), Vec::<String>::new());
}

async fn person_add(
    tx: &mut WriteTx,
    id: Uuid,
    name: &str,
    email: Option<&str>,
    roles: &[Role],
) -> Result<u64, DbError> {
    let written = directory::person_insert(
        tx, id, name, email, None, "", "", "", "", "", "", "", "", "", "active", None, None, name, NOW,
    )
    .await?;
    for (n, it) in (1..).zip(roles) {
        role::grant_add(tx, id, n, it.key(), None, "1970-01-01", None, None).await?;
    }
    Ok(written)
}

async fn accounts(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    assert_eq!(store::admins(&mut tx).await?.unwrap().n, 0);
    person_add(&mut tx, KAI, "Kai", None, &[Role::Host]).await?;
    assert_eq!(store::admins(&mut tx).await?.unwrap().n, 0);
    let email = Some("ida@saltmarsh.example");
    person_add(&mut tx, IDA, "Ida", email, &[Role::Admin]).await?;
    assert_eq!(store::admins(&mut tx).await?.unwrap().n, 1);
    let first = store::person(&store::first_admin(&mut tx).await?).unwrap();
    assert_eq!(first.id.into_untyped_uuid(), IDA);
    tx.commit().await?;

    let mut tx = db.read().await?;
    let ida = store::person(&store::person_by_email(&mut tx, "ida@saltmarsh.example").await?).unwrap();
    let held = |person: &people::Person| Role::ALL.map(|it| person.roles.hold(it, day_of(db::from_micros(NOW))));
    assert_eq!((ida.id.into_untyped_uuid(), ida.name.as_str(), held(&ida)), (IDA, "Ida", [false, false, true]));
    let kai = store::person(&store::person_by_id(&mut tx, KAI).await?).unwrap();
    assert_eq!((kai.id.into_untyped_uuid(), held(&kai)), (KAI, [true, false, false]));
    assert!(store::person_by_id(&mut tx, Uuid::nil()).await?.is_empty());
    drop(tx);

    let mut tx = db.write().await?;
    let again = person_add(&mut tx, Uuid::nil(), "Ida", email, &[]).await;
    assert!(matches!(again, Err(DbError::Conflict)));
    Ok(())
}

async fn links(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    store::link_add(&mut tx, b"once", Some(IDA), "sign-in", "/host", NOW, NOW + 9).await?;
    store::link_add(&mut tx, b"demo", Some(KAI), "demo", "/host/x", NOW, NOW + 99).await?;
    store::link_add(&mut tx, b"first", None, "setup", "/host", NOW, NOW + 50).await?;
    store::link_add(&mut tx, b"second", None, "setup", "/host", NOW, NOW + 50).await?;
    tx.commit().await?;

    let mut tx = db.write().await?;
    let link = store::link_by_hash(&mut tx, b"once").await?.unwrap().link().unwrap();
    assert_eq!((link.purpose, link.lands_on.as_str()), (Purpose::SignIn, "/host"));
    assert_eq!((db::micros(link.expires_at), link.used_at), (NOW + 9, None));
    assert_eq!(store::link_use(&mut tx, b"once", NOW + 1).await?, 1);
    assert_eq!(store::link_use(&mut tx, b"once", NOW + 2).await?, 0, "once");
    let link = store::link_by_hash(&mut tx, b"once").await?.unwrap().link().unwrap();
    assert_eq!(link.used_at.map(db::micros), Some(NOW + 1));

    assert_eq!(store::link_use(&mut tx, b"demo", NOW + 1).await?, 1);
    assert_eq!(store::link_use(&mut tx, b"demo", NOW + 2).await?, 1, "again and again");
    assert_eq!(store::link_use(&mut tx, b"none", NOW).await?, 0);

    let link = store::link_by_hash(&mut tx, b"first").await?.unwrap().link().unwrap();
    assert_eq!((link.whom, link.purpose), (LinkFor::Setup, Purpose::Setup));
    let mut used: Vec<_> = store::setup_links_use(&mut tx, NOW).await?.into_iter().map(|row| row.token_hash).collect();
    used.sort();
    assert_eq!(used, [b"first".to_vec(), b"second".to_vec()]);
    assert!(store::setup_links_use(&mut tx, NOW).await?.is_empty());

    assert_eq!(store::links_forget(&mut tx, NOW + 50).await?, 1);
    assert!(store::link_by_hash(&mut tx, b"once").await?.is_none());
    assert!(store::link_by_hash(&mut tx, b"first").await?.is_some());
    tx.commit().await
}

async fn sessions(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    session_add(&mut tx, 1, b"laptop", NOW + 9).await?;
    session_add(&mut tx, 2, b"phone", NOW + 5).await?;
    let whose = store::session_person(&mut tx, b"laptop", NOW + 8, NOW - 1).await?;
    let told: Vec<_> = whose.iter().map(|it| (it.person.id, it.person.role.as_deref(), it.hat.as_deref())).collect();
    assert_eq!(told, [(IDA, Some("admin"), None)]);
    assert_eq!(role::hat_put_on(&mut tx, b"laptop", "admin").await?, 1);
    assert_eq!(role::hat_put_on(&mut tx, b"other", "admin").await?, 0);
    let whose = store::session_person(&mut tx, b"laptop", NOW + 8, NOW - 1).await?;
    assert_eq!(whose[0].hat.as_deref(), Some("admin"));
    assert!(store::session_person(&mut tx, b"laptop", NOW + 9, NOW - 1).await?.is_empty(), "over");
    assert!(store::session_person(&mut tx, b"laptop", NOW + 8, NOW).await?.is_empty(), "not used for long");
    assert!(store::session_person(&mut tx, b"other", NOW, 0).await?.is_empty());
    assert_eq!(store::sessions_forget(&mut tx, NOW + 5, NOW - 1).await?, 1);
    assert_eq!(store::session_end(&mut tx, b"laptop").await?, 1);
    assert_eq!(store::session_end(&mut tx, b"laptop").await?, 0);
    session_add(&mut tx, 3, b"tablet", NOW + 9).await?;
    assert_eq!(store::sessions_forget(&mut tx, NOW, NOW).await?, 1);
    tx.commit().await
}

async fn roles(db: &Db) -> Result<(), DbError> {
    let (sea, ports, land) = (Uuid::from_u128(11), Uuid::from_u128(12), Uuid::from_u128(13));
    let (monday, friday, saturday) = ("2026-03-02", "2026-03-06", "2026-03-07");
    let mut tx = db.write().await?;
    directory::team_add(&mut tx, sea, "Sea", "sea", None).await?;
    directory::team_add(&mut tx, ports, "Ports", "ports", Some(sea)).await?;
    directory::team_add(&mut tx, land, "Land", "land", None).await?;
    assert_eq!(role::grants_made(&mut tx, KAI).await?.unwrap().n, 1);
    role::grant_add(&mut tx, KAI, 2, "partner", Some(sea), monday, Some(friday), Some(IDA)).await?;
    role::grant_add(&mut tx, KAI, 3, "partner", Some(land), saturday, None, None).await?;

    let reached: Vec<_> = role::scope_teams(&mut tx, KAI, monday).await?.into_iter().map(|it| it.id).collect();
    assert_eq!(reached, [sea, ports], "with the teams below");
    assert!(role::scope_teams(&mut tx, KAI, friday).await?.is_empty(), "over");
    assert_eq!(role::last_team(&mut tx, KAI, monday).await?.map(|it| it.id), None);
    directory::membership_add(&mut tx, KAI, land, "2026-01-01", Some("2026-02-01")).await?;
    assert_eq!(role::last_team(&mut tx, KAI, "2026-01-31").await?.map(|it| it.id), Some(land));
    assert_eq!(role::last_team(&mut tx, KAI, monday).await?.map(|it| it.id), None, "that is over, and they are here");

    directory::reporting_add(&mut tx, IDA, KAI, "2026-01-01", None).await?;
    let below = role::line_below(&mut tx, KAI, monday).await?;
    assert_eq!(below.iter().map(|it| (it.id, it.step)).collect::<Vec<_>>(), [(IDA, 1)]);

    let held: Vec<_> = role::grants_on(&mut tx, friday).await?.into_iter().map(|it| (it.person_id, it.n)).collect();
    assert_eq!(held, [(IDA, 1), (KAI, 1), (KAI, 3)]);
    let all = role::grants_of(&mut tx, KAI).await?;
    let told: Vec<_> = all.iter().map(|it| (it.n, it.team.as_deref(), it.granted_by.as_deref())).collect();
    assert_eq!(told, [(3, Some("Land"), None), (2, Some("Sea"), Some("Ida")), (1, None, None)]);
    let grant = all[1].grant().unwrap();
    assert_eq!((grant.role, grant.until), (Role::Partner, friday.parse().ok()));

    assert_eq!(role::grant_end(&mut tx, KAI, 3, monday).await?, 1, "before it begins");
    assert_eq!(role::grant_end(&mut tx, KAI, 3, saturday).await?, 0, "it is over");
    assert_eq!(role::grants_of(&mut tx, KAI).await?[0].until_on.as_deref(), Some(saturday));
    assert_eq!(role::lasting_admins(&mut tx, monday).await?.len(), 1);
    assert_eq!(role::grants_end(&mut tx, IDA, monday).await?, 1);
    assert!(role::lasting_admins(&mut tx, monday).await?.is_empty());
    assert_eq!(role::grant_reopen(&mut tx, IDA, 1, friday, None).await?, 0, "it ended on another day");
    assert_eq!(role::grant_reopen(&mut tx, IDA, 1, monday, None).await?, 1);
    assert_eq!(role::lasting_admins(&mut tx, monday).await?.len(), 1);
    // A scope belongs to partners alone.
    assert!(role::grant_add(&mut tx, IDA, 2, "host", Some(sea), monday, None, None).await.is_err());
    Ok(())
}

async fn session_add(tx: &mut WriteTx, id: u128, token: &[u8], ends: i64) -> Result<u64, DbError> {
    store::session_add(tx, token, Uuid::from_u128(id), IDA, "mail", "firefox-linux", NOW, Some(NOW), NOW, ends).await
}
