//! Asking: who may be asked, what becomes of it, and what the asker learns.

mod kit;

use axum::http::StatusCode;
use feedback::model::AskId;
use kit::{Answer, House, Somebody, sheet};

async fn ask(house: &House, asker: &Somebody, allowed: &str, people: &[&Somebody], about: Option<&Somebody>) -> Answer {
    let ids: Vec<String> = people.iter().map(|it| it.id.to_string()).collect();
    let subject = about.map(|it| it.id.to_string()).unwrap_or_default();
    let id: AskId = house.ambient.timeless_id();
    let id = id.to_string();
    let mut fields = vec![
        ("question", "What should I keep doing?"),
        ("allowed", allowed),
        ("do", "send"),
        ("subject", &subject),
        ("id", &id),
    ];
    fields.extend(ids.iter().map(|id| ("people", id.as_str())));
    house.post(asker, "/feedback/asks/new", &fields).await
}

/// The tasks on somebody's page.
async fn tasks(house: &House, who: &Somebody) -> Vec<String> {
    let page = house.get(who, "/feedback/asks").await.body;
    page.split("/feedback/new?task=").skip(1).map(|it| it.split('"').next().unwrap().to_owned()).collect()
}

async fn answer(house: &House, who: &Somebody, task: &str, identity: &str) -> String {
    let composer = house.get(who, &format!("/feedback/new?task={task}")).await;
    assert!(composer.body.contains("What should I keep doing?"), "{}", composer.body);
    house.submit(who, &sheet(&composer, "You call support first.", identity)).await.leads_to()
}

#[tokio::test]
async fn asked_answered_declined_and_over() {
    for house in House::each().await {
        let mira = house.person("Mira Sandoval").await;
        let (one, two, three) =
            (house.person("Odd One").await, house.person("Ruth Two").await, house.person("Ines Three").await);
        assert_eq!(ask(&house, &mira, "named", &[&one, &two, &three], None).await.status, StatusCode::SEE_OTHER);
        let task = tasks(&house, &one).await.remove(0);
        assert_eq!(
            house.post(&one, &format!("/feedback/tasks/{task}"), &[("do", "accept")]).await.status,
            StatusCode::SEE_OTHER
        );
        assert!(house.get(&mira, "/feedback/asks").await.body.contains("will answer"));
        let answered = answer(&house, &one, &task, "named").await;
        let waiting = house.get(&mira, "/feedback/asks").await.body;
        assert!(!waiting.contains(">answered<") && waiting.contains("will answer"), "it has not arrived");
        assert!(tasks(&house, &one).await.is_empty());
        let declined = tasks(&house, &two).await.remove(0);
        let decline = [("do", "decline"), ("reason", "I was away all month."), ("shown", "yes")];
        assert_eq!(
            house.post(&two, &format!("/feedback/tasks/{declined}"), &decline).await.status,
            StatusCode::SEE_OTHER
        );
        assert_eq!(
            house.post(&two, &format!("/feedback/tasks/{declined}"), &decline).await.status,
            StatusCode::SEE_OTHER,
            "said twice"
        );
        assert_eq!(
            house.post(&two, &format!("/feedback/tasks/{declined}"), &[("do", "accept")]).await.status,
            StatusCode::CONFLICT
        );
        assert_eq!(
            house.post(&one, &format!("/feedback/tasks/{declined}"), &decline).await.status,
            StatusCode::NOT_FOUND
        );
        house.days(2).await;
        let page = house.get(&mira, "/feedback/asks").await.body;
        assert!(page.contains(">answered<") && page.contains("I was away all month."), "{page}");
        let received = house.received(&mira).await;
        assert!(house.get(&mira, &received[0]).await.body.contains("What should I keep doing?"));
        house.days(6).await;
        assert!(house.get(&three, "/feedback/asks").await.body.contains("Reminder"));
        house.days(7).await;
        // Nobody stays signed in for so long.
        let (mira, one, three) = (house.again(&mira).await, house.again(&one).await, house.again(&three).await);
        assert!(house.get(&three, "/feedback/asks").await.body.contains("Last reminder"));
        house.days(7).await;
        let (mira, one, three) = (house.again(&mira).await, house.again(&one).await, house.again(&three).await);
        assert!(tasks(&house, &three).await.is_empty());
        assert!(house.get(&mira, "/feedback/asks").await.body.contains("no answer"));
        // Its answer can still be taken away.
        assert_eq!(
            house.post(&one, &format!("/feedback/given/{answered}"), &[("do", "retract")]).await.status,
            StatusCode::CONFLICT
        );
    }
}

#[tokio::test]
async fn a_choice_tells_nothing_but_named_answers() {
    let house = House::one().await;
    let mira = house.person("Mira Sandoval").await;
    let mut asked = Vec::new();
    for n in 0..4 {
        asked.push(house.person(&format!("Asked {n}")).await);
    }
    ask(&house, &mira, "choice", &asked.iter().collect::<Vec<_>>(), None).await;
    let before = house.get(&mira, "/feedback/asks").await.body;
    assert!(before.contains("4 more people were asked."), "{before}");
    let task = tasks(&house, &asked[0]).await.remove(0);
    answer(&house, &asked[0], &task, "confidential").await;
    let declined = tasks(&house, &asked[1]).await.remove(0);
    house.post(&asked[1], &format!("/feedback/tasks/{declined}"), &[("do", "decline"), ("reason", "No.")]).await;
    house.days(3).await;
    assert_eq!(house.get(&mira, "/feedback/asks").await.body, before);
    // Only who wants it to be known is named.
    let declined = tasks(&house, &asked[3]).await.remove(0);
    let tell = [("do", "decline"), ("reason", "I was away."), ("shown", "yes")];
    house.post(&asked[3], &format!("/feedback/tasks/{declined}"), &tell).await;
    let page = house.get(&mira, "/feedback/asks").await.body;
    assert!(page.contains("Asked 3") && page.contains("I was away.") && page.contains("3 more people"), "{page}");
    let named = tasks(&house, &asked[2]).await.remove(0);
    answer(&house, &asked[2], &named, "named").await;
    house.days(2).await;
    let page = house.get(&mira, "/feedback/asks").await.body;
    assert!(
        page.contains("Asked 2") && page.contains("2 more people were asked.") && !page.contains("Asked 0"),
        "{page}"
    );
    let ask = page.split("action=\"/feedback/asks/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(house.post(&asked[2], &format!("/feedback/asks/{ask}"), &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.post(&mira, &format!("/feedback/asks/{ask}"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(tasks(&house, &asked[3]).await.is_empty());
    assert_eq!(house.post(&mira, &format!("/feedback/asks/{ask}"), &[]).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn taken_back_answers_open_the_ask_again() {
    let house = House::one().await;
    let (mira, odd) = (house.person("Mira Sandoval").await, house.person("Odd Bergmann").await);
    ask(&house, &mira, "named", &[&odd], None).await;
    let task = tasks(&house, &odd).await.remove(0);
    let piece = answer(&house, &odd, &task, "named").await;
    house.post(&odd, &format!("/feedback/given/{piece}"), &[("do", "back")]).await;
    assert_eq!(tasks(&house, &odd).await, std::slice::from_ref(&task));
    assert_eq!(answer(&house, &odd, &task, "named").await, piece, "the same draft goes on");
}

#[tokio::test]
async fn who_cannot_be_asked() {
    let house = House::one().await;
    let (mira, odd, sam) =
        (house.person("Mira Sandoval").await, house.person("Odd Bergmann").await, house.person("Sam Vos").await);
    house.reports(&sam, &mira).await;
    let says = async |answer: Answer, say: &str| {
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{say}");
        assert!(answer.body.contains(say), "{say}: {}", answer.body);
    };
    says(ask(&house, &mira, "named", &[&mira], None).await, "You chose yourself.").await;
    says(ask(&house, &mira, "named", &[], None).await, "Choose at least one person.").await;
    says(ask(&house, &mira, "named", &[&sam], Some(&sam)).await, "who cannot be asked about themselves").await;
    assert_eq!(ask(&house, &mira, "named", &[&sam], Some(&odd)).await.status, StatusCode::NOT_FOUND, "not her report");
    ask(&house, &mira, "named", &[&odd], None).await;
    says(ask(&house, &mira, "named", &[&odd], None).await, "asked Odd Bergmann this lately").await;
    let mut many = Vec::new();
    for n in 0..11 {
        many.push(house.person(&format!("Many {n}")).await);
    }
    says(ask(&house, &mira, "named", &many.iter().collect::<Vec<_>>(), None).await, "Choose 10 people at most.").await;
    // Five others ask Odd; the sixth hears when there is room.
    for asker in &many[..4] {
        assert_eq!(ask(&house, asker, "named", &[&odd], None).await.status, StatusCode::SEE_OTHER);
    }
    says(ask(&house, &many[4], "named", &[&odd, &sam], None).await, "Ask again from 25 March 2026").await;
    assert!(tasks(&house, &sam).await.is_empty(), "nobody hears of an ask that was refused");
}

#[tokio::test]
async fn a_manager_asks_about_a_report_who_is_told() {
    let house = House::one().await;
    let (mei, sam, odd) =
        (house.person("Mei Haruna").await, house.person("Sam Vos").await, house.person("Odd Bergmann").await);
    house.reports(&sam, &mei).await;
    assert_eq!(ask(&house, &mei, "choice", &[&odd], Some(&sam)).await.status, StatusCode::SEE_OTHER);
    assert!(house.get(&sam, "/feedback/asks").await.body.contains("Mei Haruna asks colleagues about you"));
    let task = tasks(&house, &odd).await.remove(0);
    let composer = house.get(&odd, &format!("/feedback/new?task={task}")).await;
    assert!(composer.body.contains("Send to Sam and Mei"), "both by name: {}", composer.body);
    house.submit(&odd, &sheet(&composer, "You call support first.", "named")).await.leads_to();
    house.days(2).await;
    let (hers, his) = (house.received(&mei).await, house.received(&sam).await);
    assert_eq!((hers.len(), his.len()), (1, 1));
    assert_ne!(hers, his);
    let page = house.get(&mei, &hers[0]).await.body;
    assert!(page.contains("You read this because you asked about Sam Vos") && !page.contains("Report abuse"), "{page}");
    assert_eq!(house.post(&mei, &hers[0], &[("do", "thank")]).await.status, StatusCode::NOT_FOUND, "his to thank for");
    assert_eq!(house.get(&mei, &his[0]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_ask_sent_twice_is_one() {
    for house in House::each().await {
        let (mira, odd) = (house.person("Mira Sandoval").await, house.person("Odd Bergmann").await);
        let id: AskId = house.ambient.timeless_id();
        let (id, whom) = (id.to_string(), odd.id.to_string());
        let fields =
            [("id", id.as_str()), ("question", "What next?"), ("allowed", "named"), ("do", "send"), ("people", &whom)];
        let (one, two) = tokio::join!(
            house.post(&mira, "/feedback/asks/new", &fields),
            house.post(&mira, "/feedback/asks/new", &fields)
        );
        assert_eq!(
            (one.status, two.status),
            (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER),
            "{} {}",
            one.body,
            two.body
        );
        assert_eq!(tasks(&house, &odd).await.len(), 1);
        assert_eq!(house.post(&odd, "/feedback/asks/new", &fields).await.status, StatusCode::NOT_FOUND, "not their id");
    }
}

#[tokio::test]
async fn an_ask_that_was_taken_back_tells_nothing_of_an_answer_on_its_way() {
    let house = House::one().await;
    let (mira, odd, sam) =
        (house.person("Mira Sandoval").await, house.person("Odd Bergmann").await, house.person("Sam Vos").await);
    ask(&house, &mira, "named", &[&odd, &sam], None).await;
    let task = tasks(&house, &odd).await.remove(0);
    let piece = answer(&house, &odd, &task, "named").await;
    let page = house.get(&mira, "/feedback/asks").await.body;
    let ask = page.split("action=\"/feedback/asks/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    house.post(&mira, &format!("/feedback/asks/{ask}"), &[]).await;
    let page = house.get(&mira, "/feedback/asks").await.body;
    assert_eq!(page.matches("not asked any more").count(), 2, "{page}");
    house.post(&odd, &format!("/feedback/given/{piece}"), &[("do", "back")]).await;
    assert!(tasks(&house, &odd).await.is_empty(), "nobody waits for it");
}

#[tokio::test]
async fn who_has_left_is_nobody_to_strangers() {
    let house = House::one().await;
    let (mira, odd, sam) =
        (house.person("Mira Sandoval").await, house.person("Odd Bergmann").await, house.person("Sam Vos").await);
    let form = house.sheet(&mira, &sam, "You call support first.", "named").await;
    assert_eq!(house.submit(&mira, &form).await.status, StatusCode::SEE_OTHER);
    house.leaves(&sam).await;
    let composer = format!("/feedback/new?to={}", sam.id);
    assert_eq!(house.get(&odd, &composer).await.status, StatusCode::NOT_FOUND, "as if there were nobody");
    assert!(house.get(&mira, &composer).await.body.contains("has left the company"), "she wrote to him");
    let nobody = Somebody { id: "01900000-0000-7000-8000-000000000000".parse().unwrap(), ..odd.clone() };
    let (left, none) =
        (ask(&house, &odd, "named", &[&sam], None).await, ask(&house, &odd, "named", &[&nobody], None).await);
    assert_eq!((left.status, none.status), (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY));
    assert!(left.body.contains("is not here, or not any more") && !left.body.contains("Sam Vos"), "{}", left.body);
    assert!(!house.get(&odd, &format!("/feedback/asks/new?of={}", sam.id)).await.body.contains("Sam Vos"));
    // What was on its way comes back, and can be discarded.
    house.days(2).await;
    let given = house.get(&mira, "/feedback/given").await.body;
    assert!(given.contains("Draft of") && !given.contains("Arrived"), "{given}");
    let id = &form[0].1;
    assert_eq!(house.get(&mira, &format!("/feedback/new?draft={id}")).await.location, format!("/feedback/given/{id}"));
    let discard = house.post(&mira, &format!("/feedback/given/{id}"), &[("do", "discard")]).await;
    assert_eq!(discard.status, StatusCode::SEE_OTHER);
}
