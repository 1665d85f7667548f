//! Confidential pieces: held, released in a batch, and nothing on the way that tells who or how many.

mod kit;

use axum::http::StatusCode;
use kit::{House, Somebody};
use serde_json::Value;

/// A manager with people who report to her.
async fn team(house: &House, n: usize) -> (Somebody, Vec<Somebody>) {
    let mei = house.person("Mei Haruna").await;
    let mut writers = Vec::new();
    for n in 0..n {
        let one = house.person(&format!("Writer {n}")).await;
        house.reports(&one, &mei).await;
        writers.push(one);
    }
    (mei, writers)
}

/// Everything that somebody can look at.
async fn all(house: &House, who: &Somebody) -> Vec<String> {
    let mut pages = Vec::new();
    for path in
        ["/feedback", "/feedback/asks", "/feedback/given", "/feedback/kept", "/feedback/balance", "/feedback/team"]
    {
        pages.push(house.get(who, path).await.body);
    }
    for path in house.received(who).await {
        pages.push(house.get(who, &path).await.body);
    }
    pages
}

#[tokio::test]
async fn five_writers_make_a_batch() {
    for house in House::each().await {
        let (mei, writers) = team(&house, 6).await;
        let mut own = Vec::new();
        for (n, writer) in writers.iter().take(4).enumerate() {
            own.push(house.give(writer, &mei, &format!("Words {n}."), "confidential").await);
        }
        house.give(&writers[0], &mei, "Words again.", "confidential").await;
        house.days(5).await;
        assert!(house.received(&mei).await.is_empty(), "five pieces of four people");
        assert!(house.get(&writers[0], &format!("/feedback/given/{}", own[0])).await.body.contains("Waits for others"));
        house.give(&writers[4], &mei, "Words 4.", "confidential").await;
        house.days(3).await;
        let received = house.received(&mei).await;
        assert_eq!(received.len(), 6);
        let inbox = house.get(&mei, "/feedback").await.body;
        let mut sorted = received.clone();
        sorted.sort();
        assert_eq!(received, sorted, "by ids drawn by lot, which is no order");
        assert_eq!(inbox.matches("class=\"day\"").count(), 1, "one day for all");
        for id in &own {
            assert!(!received.iter().any(|it| it.contains(id)));
        }
        for page in all(&house, &mei).await {
            assert!(!page.contains("Writer ") && !page.contains("anonymous") && !page.contains("Anonymous"), "{page}");
        }
        // The next one waits for five others again.
        house.give(&writers[5], &mei, "Words 5.", "confidential").await;
        house.days(3).await;
        assert_eq!(house.received(&mei).await.len(), 6);
        // What its reader does is not told.
        let before = house.get(&writers[1], &format!("/feedback/given/{}", own[1])).await.body;
        for path in house.received(&mei).await {
            house.get(&mei, &path).await;
            house.post(&mei, &path, &[("do", "thank")]).await;
            house.post(&mei, &path, &[("do", "help"), ("words", "I plan less.")]).await;
        }
        assert_eq!(house.get(&writers[1], &format!("/feedback/given/{}", own[1])).await.body, before);
    }
}

/// Two companies that differ in one hidden piece look the same to everybody but its writer, at every moment.
#[tokio::test]
async fn nobody_sees_a_piece_that_waits() {
    let (one, other) = (House::one().await, House::one().await);
    let mut people = Vec::new();
    for house in [&one, &other] {
        let (mei, writers) = team(house, 5).await;
        let ingrid = house.person("Ingrid Falkenrath").await;
        house.reports(&mei, &ingrid).await;
        for writer in &writers[..3] {
            house.give(writer, &mei, "Plan less, please.", "confidential").await;
        }
        people.push((mei, writers, ingrid));
    }
    let (mei, writers, _) = &people[1];
    // Only here a fourth person writes.
    let hidden = other.give(&writers[3], mei, "You could listen longer.", "confidential").await;
    for hours in [1, 22, 2, 24, 24 * 7] {
        one.hours(hours).await;
        other.hours(hours).await;
        for who in [0, 1, 2] {
            let seen = async |house: &House, (mei, writers, ingrid): &(Somebody, Vec<Somebody>, Somebody)| {
                let who = [mei, ingrid, &writers[4]][who];
                let mut pages = all(house, who).await;
                // Ids are drawn by lot: two companies never have the same.
                for page in &mut pages {
                    for (n, person) in [mei, ingrid].into_iter().chain(writers).enumerate() {
                        *page = page.replace(&person.id.to_string(), &format!("person-{n}"));
                    }
                }
                pages
            };
            assert_eq!(seen(&one, &people[0]).await, seen(&other, &people[1]).await, "after {hours} hours, {who}");
        }
    }
    let back = other.post(&writers[3], &format!("/feedback/given/{hidden}"), &[("do", "retract")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert_eq!(all(&one, &people[0].0).await.len(), all(&other, &people[1].0).await.len());
}

#[tokio::test]
async fn after_ninety_days_the_writer_decides() {
    let house = House::one().await;
    let (mei, writers) = team(&house, 1).await;
    let id = house.give(&writers[0], &mei, "Plan less, please.", "confidential").await;
    let path = format!("/feedback/given/{id}");
    house.days(89).await;
    let (mei, writer) = (house.again(&mei).await, house.again(&writers[0]).await);
    assert_eq!(house.post(&writer, &path, &[("do", "name")]).await.status, StatusCode::CONFLICT);
    house.days(3).await;
    assert!(house.get(&writer, &path).await.body.contains("Waited 90 days"));
    let draft = house.post(&writer, &path, &[("do", "name")]).await;
    let composer = house.get(&writer, &draft.location).await;
    assert!(composer.body.contains("Plan less, please."));
    assert_eq!(house.submit(&writer, &kit::sheet(&composer, "Plan less, please.", "named")).await.leads_to(), id);
    house.days(2).await;
    let received = house.received(&mei).await;
    assert!(house.get(&mei, &received[0]).await.body.contains("Writer 0"));
}

#[tokio::test]
async fn the_ledger_names_no_confidential_writer() {
    let house = House::one().await;
    let (mei, writers) = team(&house, 5).await;
    let before = house.seq().await;
    for writer in &writers {
        house.give(writer, &mei, "Plan less, please.", "confidential").await;
    }
    house.days(3).await;
    let events = house.events(before).await;
    assert_eq!(events.iter().filter(|it| it["kind"] == "feedback_released").count(), 1);
    assert_eq!(events.iter().filter(|it| it["kind"] == "feedback_sent").count(), 5);
    for event in events {
        assert_eq!(event["actor"], Value::Null, "{event}");
        assert_eq!(event["data"], serde_json::json!({}), "{event}");
        let text = event.to_string();
        assert!(writers.iter().chain([&mei]).all(|it| !text.contains(&it.id.to_string())), "{event}");
    }
}

#[tokio::test]
async fn upward_and_peer_wait_apart() {
    let house = House::one().await;
    let (mei, writers) = team(&house, 3).await;
    for writer in &writers {
        house.give(writer, &mei, "Plan less, please.", "confidential").await;
    }
    for n in 0..3 {
        let peer = house.person(&format!("Peer {n}")).await;
        house.give(&peer, &mei, "You answer fast.", "confidential").await;
    }
    house.days(4).await;
    assert!(house.received(&mei).await.is_empty(), "three and three are not six");
}
