//! What feedback keeps of people: shown to themselves, erased, and ended when its time is over.

mod kit;

use kit::{House, Somebody};
use people::own::{Erasing, Held, Holding, Subject};
use std::sync::Arc;

const SCHEMA: &str = include_str!("../../db/migrations/sqlite/0014_feedback.sql");

fn holding(house: &House) -> Arc<dyn Holding> {
    feedback::own::holding(&house.feedback)
}

fn subject(house: &House, who: &Somebody) -> Subject {
    let today = people::directory::today(&house.people);
    let id = newtype_uuid::GenericUuid::into_untyped_uuid(who.id);
    Subject { id, names: vec![who.name.clone()], email: None, employee_id: None, is_only: true, today }
}

async fn held(house: &House, who: &Somebody) -> Vec<Held> {
    let mut tx = house.db.read().await.unwrap();
    holding(house).gather(&mut tx, &subject(house, who)).await.unwrap()
}

async fn erase(house: &House, who: &Somebody) {
    let mut tx = house.db.write().await.unwrap();
    let subject = subject(house, who);
    let erasing = Erasing { people: &house.people, subject: &subject, pseudonym: "Somebody 7", by: None };
    holding(house).erase(&mut tx, &erasing).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn no_column_about_a_person_is_forgotten() {
    let house = House::one().await;
    let holding = holding(&house);
    let covered: Vec<_> = holding.kinds().iter().flat_map(|it| it.columns).collect();
    let mut table = "";
    let mut seen = 0;
    for line in SCHEMA.lines() {
        if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
            table = rest.split(' ').next().unwrap();
        } else if line.contains("REFERENCES person (id)") {
            let column = line.split_whitespace().next().unwrap();
            assert!(covered.contains(&&(table, column)), "{table}.{column}");
            seen += 1;
        }
    }
    assert_eq!(seen, 7);
}

#[tokio::test]
async fn ones_own_is_shown_and_erased() {
    for house in House::each().await {
        let (odd, ruth) = (house.person("Odd Bergmann").await, house.person("Ruth Vance").await);
        house.give(&odd, &ruth, "You call support first.", "named").await;
        house.give(&ruth, &odd, "You write short letters.", "named").await;
        house.days(2).await;
        house.give(&odd, &odd, "I talk too long.", "named").await;
        let received = house.received(&odd).await.remove(0);
        house.post(&odd, &received, &[("do", "reflect"), ("words", "A hushed thought.")]).await;
        let own = format!("{:?}", held(&house, &odd).await);
        for mine in ["You call support first.", "You write short letters.", "I talk too long.", "A hushed thought."] {
            assert!(own.contains(mine), "{mine}: {own}");
        }
        assert!(!format!("{:?}", held(&house, &ruth).await).contains("hushed"));
        erase(&house, &odd).await;
        let own = format!("{:?}", held(&house, &odd).await);
        for gone in ["You write short letters.", "I talk too long.", "A hushed thought."] {
            assert!(!own.contains(gone), "{gone}: {own}");
        }
        // What he gave belongs to her, too.
        let hers = house.received(&ruth).await.remove(0);
        assert!(house.get(&ruth, &hers).await.body.contains("You call support first."));
        assert!(!house.get(&ruth, "/feedback/given").await.body.contains("You write short letters."));
    }
}

#[tokio::test]
async fn what_is_over_ends_but_not_what_is_held() {
    for house in House::each().await {
        let (odd, ruth) = (house.person("Odd Bergmann").await, house.person("Ruth Vance").await);
        house.give(&odd, &ruth, "You call support first.", "named").await;
        house.days(4).await;
        let holding = holding(&house);
        let rule = holding.rules()[0];
        let end = async |held: &[uuid::Uuid]| {
            let mut tx = house.db.write().await.unwrap();
            let n = holding.expire(&mut tx, rule.key, house.ambient.now(), held).await.unwrap();
            tx.commit().await.unwrap();
            n
        };
        assert_eq!(end(&[subject(&house, &ruth).id]).await, 0);
        assert_eq!(house.received(&ruth).await.len(), 1);
        assert_eq!(end(&[]).await, 1);
        assert!(house.received(&ruth).await.is_empty());
    }
}
