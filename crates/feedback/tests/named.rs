//! Named pieces: from the composer to the inbox and back, and everything that is refused on the way.

mod kit;

use axum::http::StatusCode;
use kit::{Answer, House, with};

const WORDS: &str = "In Tuesday's review you called support first.";

#[tokio::test]
async fn given_delivered_read_thanked_and_used() {
    for house in House::each().await {
        let (tamsin, priya) = (house.person("Tamsin Okoye").await, house.person("Priya Raghavan").await);
        let composer = house.get(&tamsin, &format!("/feedback/new?to={}", priya.id)).await;
        for say in ["Priya Raghavan", "Who can read it?", "Send to Priya", "24 hours"] {
            assert!(composer.body.contains(say), "{say}: {}", composer.body);
        }
        assert!(!composer.body.to_lowercase().contains("anonymous"));
        let id = house.give(&tamsin, &priya, WORDS, "named").await;
        let own = format!("/feedback/given/{id}");
        assert!(house.get(&tamsin, &own).await.body.contains("Until then you can change it"));
        assert!(house.received(&priya).await.is_empty(), "the grace is the writer's alone");
        house.hours(23).await;
        assert!(house.received(&priya).await.is_empty());
        house.hours(2).await;
        let received = house.received(&priya).await;
        assert_eq!(received.len(), 1);
        assert!(!received[0].contains(&id), "a reader has an id of their own");
        assert!(house.get(&tamsin, &own).await.body.contains("Arrived"));
        let page = house.get(&priya, &received[0]).await;
        for say in ["called support first", "Tamsin Okoye", "It saved us a day."] {
            assert!(page.body.contains(say), "{say}");
        }
        assert!(house.get(&tamsin, &own).await.body.contains("Read"));
        for (what, words) in [
            ("thank", ""),
            ("help", "I call support before each release."),
            ("keep", ""),
            ("reflect", "That was luck, too."),
        ] {
            let done = house.post(&priya, &received[0], &[("do", what), ("words", words)]).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{what}: {}", done.body);
        }
        let back = house.get(&tamsin, &own).await;
        assert!(
            back.body.contains("Priya Raghavan says thank you")
                && back.body.contains("I call support before each release.")
        );
        assert!(!back.body.contains("That was luck"));
        assert!(house.get(&priya, &received[0]).await.body.contains("That was luck, too."));
    }
}

#[tokio::test]
async fn a_day_to_take_it_back_and_seven_to_take_it_away() {
    for house in House::each().await {
        let (tamsin, priya) = (house.person("Tamsin Okoye").await, house.person("Priya Raghavan").await);
        let id = house.give(&tamsin, &priya, WORDS, "named").await;
        let own = format!("/feedback/given/{id}");
        let act = async |what: &str| house.post(&tamsin, &own, &[("do", what)]).await;
        assert_eq!(act("back").await.location, format!("/feedback/new?draft={id}"));
        let draft = house.get(&tamsin, &format!("/feedback/new?draft={id}")).await;
        assert!(draft.body.contains("called support first"));
        house.days(3).await;
        assert!(house.received(&priya).await.is_empty(), "what was taken back never arrives");
        let again = kit::sheet(&draft, "You called support first, twice.", "named");
        assert_eq!(house.submit(&tamsin, &again).await.leads_to(), id);
        house.hours(30).await;
        let refused = act("back").await;
        assert!(
            refused.status == StatusCode::CONFLICT && refused.body.contains("24 hours are over"),
            "{}",
            refused.body
        );
        let received = house.received(&priya).await;
        assert!(house.get(&priya, &received[0]).await.body.contains("twice"));
        assert_eq!(act("retract").await.status, StatusCode::SEE_OTHER);
        let gone = house.get(&priya, &received[0]).await;
        assert!(gone.body.contains("took this away") && !gone.body.contains("twice"), "{}", gone.body);
        assert!(!house.get(&tamsin, &own).await.body.contains("twice"));

        let late = house.give(&tamsin, &priya, WORDS, "named").await;
        house.days(9).await;
        let refused = house.post(&tamsin, &format!("/feedback/given/{late}"), &[("do", "retract")]).await;
        assert!(refused.status == StatusCode::CONFLICT && refused.body.contains("more than seven days"));
    }
}

#[tokio::test]
async fn twice_the_same_form_is_one_piece() {
    for house in House::each().await {
        let (tamsin, priya) = (house.person("Tamsin Okoye").await, house.person("Priya Raghavan").await);
        let sheet = house.sheet(&tamsin, &priya, WORDS, "named").await;
        let (one, two) = tokio::join!(house.submit(&tamsin, &sheet), house.submit(&tamsin, &sheet));
        assert_eq!((one.status, &one.location), (StatusCode::SEE_OTHER, &two.location), "{} {}", one.body, two.body);
        house.days(2).await;
        assert_eq!(
            house.submit(&tamsin, &with(&sheet, "happened", "Other words.")).await.location,
            one.location,
            "a replay changes nothing"
        );
        house.days(2).await;
        assert_eq!(house.received(&priya).await.len(), 1);
        let (sam, received) = (house.person("Sam Vos").await, house.received(&priya).await);
        let stolen: Answer = house.submit(&sam, &sheet).await;
        assert_eq!(stolen.status, StatusCode::NOT_FOUND, "an id of somebody else");
        for path in [received[0].as_str(), one.location.as_str()] {
            assert_eq!(house.get(&sam, path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}

#[tokio::test]
async fn what_was_promised_must_still_hold() {
    let house = House::one().await;
    let (tamsin, priya, mei) =
        (house.person("Tamsin Okoye").await, house.person("Priya Raghavan").await, house.person("Mei Haruna").await);
    let sheet = house.sheet(&tamsin, &priya, WORDS, "named").await;
    // Between preview and sending Priya begins to lead Tamsin: another promise.
    house.reports(&tamsin, &priya).await;
    let refused = house.submit(&tamsin, &sheet).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.body.contains("has changed since you opened") && refused.body.contains("called support first"),
        "{}",
        refused.body
    );
    for (name, value) in [("mark_named", "0"), ("to", &mei.id.to_string() as &str)] {
        assert_eq!(house.submit(&tamsin, &with(&sheet, name, value)).await.status, StatusCode::CONFLICT, "{name}");
    }
    let again = kit::sheet(&refused, WORDS, "named");
    assert_eq!(house.submit(&tamsin, &again).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn bad_words_come_back_as_they_were() {
    let house = House::one().await;
    let (tamsin, priya) = (house.person("Tamsin Okoye").await, house.person("Priya Raghavan").await);
    let sheet = house.sheet(&tamsin, &priya, WORDS, "named").await;
    let long = "x".repeat(10_001);
    for (name, value, say) in [
        ("happened", " ", "Write a few words first."),
        ("happened", "a\u{202e}b", "characters that cannot be shown"),
        ("effect", "a\u{0}b", "characters that cannot be shown"),
        ("effect", long.as_str(), "10,000 fit"),
        ("event_on", "2026-03-05", "has not come yet"),
        ("event_on", "yesterday", "This is not a day"),
    ] {
        let refused = house.submit(&tamsin, &with(&sheet, name, value)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {value:.20}");
        assert!(refused.body.contains(say), "{say}");
        assert!(name == "happened" || refused.body.contains("called support first"), "{name}");
    }
    let million = "x".repeat(1 << 20);
    let refused = house.submit(&tamsin, &with(&sheet, "happened", &million)).await;
    assert!(
        [StatusCode::UNPROCESSABLE_ENTITY, StatusCode::PAYLOAD_TOO_LARGE].contains(&refused.status),
        "{}",
        refused.status
    );
    assert!(house.get(&tamsin, "/feedback/given").await.body.contains("Nothing yet"));
}

#[tokio::test]
async fn a_note_is_ones_own() {
    let house = House::one().await;
    let (tamsin, priya) = (house.person("Tamsin Okoye").await, house.person("Priya Raghavan").await);
    let composer = house.get(&tamsin, &format!("/feedback/new?to={}", tamsin.id)).await;
    assert!(composer.body.contains("Keep this note") && composer.body.contains("You alone."), "{}", composer.body);
    let id = house.give(&tamsin, &tamsin, "I spoke too long.", "named").await;
    house.days(2).await;
    assert!(house.received(&tamsin).await.is_empty());
    assert!(house.get(&tamsin, "/feedback/given").await.body.contains("I spoke too long."));
    let path = format!("/feedback/given/{id}");
    assert_eq!(house.get(&priya, &path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.post(&priya, &path, &[("do", "discard")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.post(&tamsin, &path, &[("do", "discard")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.get(&tamsin, &path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn drafts_are_kept_as_they_are_written() {
    let house = House::one().await;
    let (tamsin, priya) = (house.person("Tamsin Okoye").await, house.person("Priya Raghavan").await);
    let sheet = house.sheet(&tamsin, &priya, "You called", "named").await;
    let fields: Vec<_> = sheet.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for _ in 0..3 {
        let kept = house.post(&tamsin, "/feedback/drafts", &fields).await;
        assert!(kept.status == StatusCode::OK && kept.body.contains("Draft saved 09:00 UTC"), "{}", kept.body);
    }
    let composer = house.get(&tamsin, &format!("/feedback/new?to={}", priya.id)).await;
    assert!(composer.body.contains("You called") && composer.field("id") == sheet[0].1, "it goes on where it was left");
    assert!(!house.get(&priya, "/feedback").await.body.contains("You called"));
    // Another layout has other boxes, and every word.
    let sheet = with(&with(&sheet, "effect", "Support knew first."), "next", "Do it again.");
    let rounded = house.submit(&tamsin, &with(&sheet, "do", "rounded")).await;
    let page = house.get(&tamsin, &rounded.location).await.body;
    for words in ["What could go better?", "You called", "Support knew first.", "Do it again.", "No study has found"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let free = house.submit(&tamsin, &with(&sheet, "do", "free")).await;
    let page = house.get(&tamsin, &free.location).await.body;
    assert!(page.contains("Support knew first.\n\nDo it again.</textarea>"), "{page}");
}

#[tokio::test]
async fn the_coach_asks_two_things_at_most_and_keeps_nothing() {
    let house = House::one().await;
    let (tamsin, priya) = (house.person("Tamsin Okoye").await, house.person("Priya Raghavan").await);
    let words = "You are always lazy and stupid!!! EVERYBODY says that you never listen.";
    let form = house.sheet(&tamsin, &priya, words, "named").await;
    let seq = house.seq().await;
    let asked = house.submit(&tamsin, &with(&form, "do", "hints")).await;
    assert_eq!(asked.status, StatusCode::OK);
    let hints = asked.body.matches("class=\"coach-hint\"").count();
    assert!((1..=2).contains(&hints) && asked.body.contains("lazy and stupid"), "{hints}: {}", asked.body);
    let check = asked.body.split("data-check=\"").nth(1).unwrap().split('"').next().unwrap();
    let set_aside = house.submit(&tamsin, &with(&with(&form, "do", "hints"), "dismissed", check)).await;
    assert!(!set_aside.body.contains(&format!("data-check=\"{check}\"")), "what was set aside stays away");
    assert!(house.events(seq).await.is_empty());
    assert!(house.get(&tamsin, "/feedback/given").await.body.contains("Nothing yet"));
    assert_eq!(house.submit(&tamsin, &form).await.status, StatusCode::SEE_OTHER, "it never blocks");
}
