//! Reports of abuse, people who leave, and what is nobody else's.

mod kit;

use axum::http::StatusCode;
use kit::{House, Somebody, sheet};
use people::Role;
use people::directory;
use people::model::directory::{Entry, Status};

const WORDS: &str = "You are useless, and everybody says so.";

async fn reported(house: &House, from: &Somebody, to: &Somebody) -> String {
    house.give(from, to, WORDS, "named").await;
    house.days(2).await;
    let received = house.received(to).await.remove(0);
    let report = [("do", "report"), ("words", "This is not about my work.")];
    assert_eq!(house.post(to, &received, &report).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.post(to, &received, &report).await.status, StatusCode::SEE_OTHER, "said twice");
    received
}

#[tokio::test]
async fn partners_decide_about_what_is_reported() {
    for house in House::each().await {
        let (odd, ruth) = (house.person("Odd Bergmann").await, house.person("Ruth Vance").await);
        let partner = house.with_role("Ines Ferro", &[Role::Partner]).await;
        let admin = house.with_role("Ada Moreau", &[Role::Admin]).await;
        let received = reported(&house, &odd, &ruth).await;
        for who in [&odd, &ruth, &admin] {
            assert_eq!(house.get(who, "/feedback/reports").await.status, StatusCode::FORBIDDEN, "{}", who.name);
        }
        let page = house.get(&partner, "/feedback/reports").await.body;
        for say in [WORDS, "Odd Bergmann", "This is not about my work."] {
            assert!(page.contains(say), "{say}: {page}");
        }
        assert!(!house.get(&odd, "/feedback/given").await.body.contains("report"), "the writer is not told");
        let id = received.rsplit('/').next().unwrap();
        let decide = format!("/feedback/reports/{id}");
        assert_eq!(house.post(&admin, &decide, &[("do", "remove")]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.post(&partner, &decide, &[("do", "remove")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(
            house.post(&partner, &decide, &[("do", "remove")]).await.status,
            StatusCode::SEE_OTHER,
            "said twice"
        );
        assert_eq!(house.post(&partner, &decide, &[("do", "stand")]).await.status, StatusCode::CONFLICT);
        let gone = house.get(&ruth, &received).await.body;
        assert!(!gone.contains(WORDS) && gone.contains("took this away"), "{gone}");
        assert!(!house.get(&odd, "/feedback/given").await.body.contains(WORDS));
    }
}

#[tokio::test]
async fn nobody_decides_about_themselves_or_their_own_words() {
    let house = House::one().await;
    let (odd, ruth) = (house.person("Odd Bergmann").await, house.person("Ruth Vance").await);
    let (writer, subject) =
        (house.with_role("Ines Ferro", &[Role::Partner]).await, house.with_role("Yara Postma", &[Role::Partner]).await);
    let one = reported(&house, &writer, &ruth).await;
    let other = reported(&house, &odd, &subject).await;
    for (partner, received) in [(&writer, &one), (&subject, &other)] {
        let decide = format!("/feedback/reports/{}", received.rsplit('/').next().unwrap());
        assert_eq!(house.post(partner, &decide, &[("do", "stand")]).await.status, StatusCode::NOT_FOUND);
    }
    let page = house.get(&subject, "/feedback/reports").await.body;
    assert_eq!(page.matches(WORDS).count(), 1, "the other one's alone");
    let decide = format!("/feedback/reports/{}", one.rsplit('/').next().unwrap());
    assert_eq!(house.post(&subject, &decide, &[("do", "stand")]).await.status, StatusCode::SEE_OTHER);
    assert!(house.get(&ruth, &one).await.body.contains("let it stand"));
}

#[tokio::test]
async fn nobody_else_reads_a_reflection_or_a_goal() {
    let house = House::one().await;
    let (odd, ruth) = (house.person("Odd Bergmann").await, house.person("Ruth Vance").await);
    let others = [
        odd.clone(),
        house.with_role("Ines Ferro", &[Role::Partner]).await,
        house.with_role("Ada Moreau", &[Role::Admin]).await,
    ];
    house.reports(&ruth, &odd).await;
    house.give(&odd, &ruth, "You call support first.", "named").await;
    house.days(2).await;
    let received = house.received(&ruth).await.remove(0);
    let seq = house.seq().await;
    for (what, words) in [("reflect", "A hushed thought."), ("grow", "A hushed goal."), ("keep", "")] {
        assert_eq!(house.post(&ruth, &received, &[("do", what), ("words", words)]).await.status, StatusCode::SEE_OTHER);
    }
    assert!(house.events(seq).await.is_empty(), "and nobody reads of it in the ledger");
    assert!(house.get(&ruth, "/feedback/kept").await.body.contains("A hushed goal."));
    for who in &others {
        let paths = [
            "/feedback",
            "/feedback/given",
            "/feedback/asks",
            "/feedback/kept",
            "/feedback/balance",
            "/feedback/team",
            "/feedback/reports",
            &received,
        ];
        for path in paths {
            assert!(!house.get(who, path).await.body.contains("hushed"), "{} at {path}", who.name);
        }
    }
}

#[tokio::test]
async fn nobody_writes_to_who_has_left() {
    let house = House::one().await;
    let (odd, ruth) = (house.person("Odd Bergmann").await, house.person("Ruth Vance").await);
    let sheet_of = house.sheet(&odd, &ruth, "You call support first.", "named").await;
    let sent = house.give(&odd, &ruth, "You call support first.", "named").await;
    let today = directory::today(&house.people);
    let left = Entry { status: Status::Leaver, left_on: Some(today), ..Entry::named("Ruth Vance") };
    directory::change(&house.people, None, ruth.id, 1, &left).await.unwrap();
    let refused = house.submit(&odd, &kit::with(&sheet_of, "id", "01900000-0000-4000-8000-000000000001")).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("has left the company"));
    assert_eq!(
        house.get(&odd, &format!("/feedback/new?to={}", ruth.id)).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    house.days(2).await;
    assert_eq!(house.get(&odd, &format!("/feedback/given/{sent}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn words_outlive_the_ask_they_answer() {
    let house = House::one().await;
    let (mira, odd) = (house.person("Mira Sandoval").await, house.person("Odd Bergmann").await);
    let fields = [
        ("question", "What should I keep?"),
        ("allowed", "named"),
        ("do", "send"),
        ("id", "01900000-0000-4000-8000-000000000007"),
        ("people", &odd.id.to_string() as &str),
    ];
    house.post(&mira, "/feedback/asks/new", &fields).await;
    let page = house.get(&odd, "/feedback/asks").await.body;
    let task = page.split("/feedback/new?task=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let composer = house.get(&odd, &format!("/feedback/new?task={task}")).await;
    let ask = house.get(&mira, "/feedback/asks").await.body;
    let ask = ask.split("action=\"/feedback/asks/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    house.post(&mira, &format!("/feedback/asks/{ask}"), &[]).await;
    let refused = house.submit(&odd, &sheet(&composer, "You call support first.", "named")).await;
    assert!(refused.status == StatusCode::CONFLICT && refused.body.contains("not open any more"), "{}", refused.body);
    let again = house.submit(&odd, &sheet(&refused, "You call support first.", "named")).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    house.days(2).await;
    assert_eq!(house.received(&mira).await.len(), 1);
}

#[tokio::test]
async fn drafts_are_discarded() {
    let house = House::one().await;
    let (odd, ruth) = (house.person("Odd Bergmann").await, house.person("Ruth Vance").await);
    let form = house.sheet(&odd, &ruth, "You call", "named").await;
    house.submit(&odd, &kit::with(&form, "do", "save")).await;
    assert!(house.get(&odd, &format!("/feedback/new?to={}", ruth.id)).await.body.contains("Discard this draft"));
    let id = &form[0].1;
    assert_eq!(
        house.post(&ruth, &format!("/feedback/given/{id}"), &[("do", "discard")]).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        house.post(&odd, &format!("/feedback/given/{id}"), &[("do", "discard")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(house.get(&odd, "/feedback/given").await.body.contains("Nothing yet"));
}

#[tokio::test]
async fn a_writer_never_learns_of_a_report() {
    let (one, other) = (House::one().await, House::one().await);
    let mut pages = Vec::new();
    for (house, is_reported) in [(&one, true), (&other, false)] {
        let partner = house.with_role("Ines Ferro", &[Role::Partner]).await;
        let (odd, ruth) = (house.person("Odd Bergmann").await, house.person("Ruth Vance").await);
        let id = house.give(&odd, &ruth, WORDS, "named").await;
        house.days(2).await;
        let received = house.received(&ruth).await.remove(0);
        house.get(&ruth, &received).await;
        if is_reported {
            house.post(&ruth, &received, &[("do", "report"), ("words", "Not about my work.")]).await;
        }
        let own = format!("/feedback/given/{id}");
        for _ in 0..2 {
            let mut page = house.get(&odd, &own).await;
            let (id, who) = (id.clone(), [odd.id.to_string(), ruth.id.to_string()]);
            page.body = who.iter().chain([&id]).fold(page.body, |body, it| body.replace(it, "-"));
            pages.push((is_reported, page.status, page.body));
            let gone = house.post(&odd, &own, &[("do", "retract")]).await;
            pages.push((is_reported, gone.status, String::new()));
        }
        let hers = house.get(&ruth, &received).await.body;
        assert!(hers.contains("took this away") && !hers.contains("useless"), "{hers}");
        if is_reported {
            let reports = house.get(&partner, "/feedback/reports").await.body;
            assert!(reports.contains("useless"), "whoever decides still has the words: {reports}");
            let decided = received.replace("/received/", "/reports/");
            assert_eq!(house.post(&partner, &decided, &[("do", "stand")]).await.status, StatusCode::SEE_OTHER);
            assert!(!house.get(&partner, "/feedback/reports").await.body.contains("useless"));
            let hers = house.get(&ruth, &received).await.body;
            assert!(hers.contains("let it stand") && !hers.contains("useless"), "{hers}");
        }
    }
    let (reported, quiet): (Vec<_>, Vec<_>) = pages.into_iter().partition(|it| it.0);
    for (one, other) in reported.iter().zip(&quiet) {
        assert_eq!((one.1, &one.2), (other.1, &other.2));
    }
}

#[tokio::test]
async fn values_are_chosen_from_the_list_and_stay_with_the_piece() {
    for house in House::each().await {
        let partner = house.with_role("Ines Ferro", &[Role::Partner]).await;
        let admin = house.with_role("Ada Moreau", &[Role::Admin]).await;
        let (odd, ruth) = (house.person("Odd Bergmann").await, house.person("Ruth Vance").await);
        assert_eq!(house.get(&odd, "/feedback/values").await.status, StatusCode::FORBIDDEN);
        let add = [("do", "add"), ("words", "Everybody is heard")];
        assert_eq!(house.post(&odd, "/feedback/values", &add).await.status, StatusCode::FORBIDDEN);
        for who in [&partner, &admin, &partner] {
            assert_eq!(house.post(who, "/feedback/values", &add).await.status, StatusCode::SEE_OTHER);
        }
        let list = house.get(&admin, "/feedback/values").await;
        assert_eq!(list.body.matches("<strong>Everybody is heard</strong>").count(), 1, "{}", list.body);
        let empty = house.post(&admin, "/feedback/values", &[("do", "add"), ("words", " ")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        let form = house.sheet(&odd, &ruth, "You call support first.", "named").await;
        let made_up = house.submit(&odd, &kit::with(&form, "shows", "Never sleep")).await;
        assert!(
            made_up.status == StatusCode::UNPROCESSABLE_ENTITY && made_up.body.contains("is not one of the company"),
            "{}",
            made_up.body
        );
        let sent = house.submit(&odd, &kit::with(&form, "shows", "Everybody is heard")).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let forget = [("do", "forget"), ("value", &list.field("value") as &str)];
        assert_eq!(house.post(&partner, "/feedback/values", &forget).await.status, StatusCode::SEE_OTHER);
        house.days(2).await;
        let received = house.received(&ruth).await.remove(0);
        assert!(house.get(&ruth, &received).await.body.contains("Everybody is heard"));
    }
}
