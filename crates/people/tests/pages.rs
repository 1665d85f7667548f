//! Links, sessions and set-up as a browser meets them.

mod browser;

use axum::http::{Method, StatusCode};
use browser::Browser;
use people::{LinkFor, Purpose, Role};
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

#[tokio::test]
async fn looking_at_a_link_does_not_use_it() {
    let b = Browser::http().await;
    let link = b.sign_in_link("Ida").await;
    for _ in 0..3 {
        let page = b.get(&link).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Sign in as Ida"), "{}", page.body);
        assert_eq!(page.cookie, None);
    }
    let done = b.post(&link, "").await;
    assert_eq!((done.status, done.location.as_deref()), (StatusCode::SEE_OTHER, Some("/host")));
    assert_eq!(b.with(&done).get("/whoami").await.body, "Ida");
}

#[tokio::test]
async fn a_link_works_once() {
    let b = Browser::http().await;
    let link = b.sign_in_link("Ida").await;
    b.post(&link, "").await;
    for again in [b.post(&link, "").await, b.get(&link).await] {
        assert_eq!(again.status, StatusCode::GONE);
        assert!(again.body.contains("has been used"), "{}", again.body);
        assert_eq!(again.cookie, None);
    }
}

#[tokio::test]
async fn two_at_once_get_one_session() {
    for b in Browser::on_each_engine().await {
        let link = b.sign_in_link("Ida").await;
        let (one, two) = tokio::join!(b.post(&link, ""), b.post(&link, ""));
        let mut statuses = [one.status, two.status];
        statuses.sort();
        assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::GONE]);
    }
}

#[tokio::test]
async fn a_link_expires() {
    let b = Browser::http().await;
    let link = b.sign_in_link("Ida").await;
    b.clock.advance(Duration::from_mins(15));
    for late in [b.get(&link).await, b.post(&link, "").await] {
        assert_eq!(late.status, StatusCode::GONE);
        assert!(late.body.contains("has expired"), "{}", late.body);
    }
}

#[tokio::test]
async fn a_forged_link_is_not_there() {
    let b = Browser::http().await;
    let setup = b.setup_link().await;
    let swapped = setup.replace("/setup/", "/sign-in/");
    for path in ["/sign-in/x", &format!("/sign-in/{}", "A".repeat(43)), &swapped] {
        assert_eq!(b.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(b.post(path, "").await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let link = b.sign_in_link("Ida").await.replace("/sign-in/", "/setup/");
    for path in ["/setup/x", &format!("/setup/{}", "A".repeat(43)), &link] {
        assert_eq!(b.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(b.post(path, "name=Eve").await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(b.post(path, "name=").await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_demo_link_works_again() {
    let b = Browser::http().await;
    let ida = people::found(&b.people, "Ida", None, &[Role::Host]).await.unwrap();
    let link = b.link(LinkFor::Person(ida.id), Purpose::Demo, "/host/chats/1?x=y").await;
    for _ in 0..3 {
        let done = b.post(&link, "").await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        assert_eq!(done.location.as_deref(), Some("/host/chats/1?x=y"));
        assert_eq!(b.with(&done).get("/whoami").await.body, "Ida");
        b.clock.advance(DAY * 365);
    }
}

#[tokio::test]
async fn links_lead_nowhere_else() {
    let b = Browser::http().await;
    let ida = people::found(&b.people, "Ida", None, &[]).await.unwrap();
    for bad in ["https://evil.example/", "//evil.example", "/\\evil.example", "host"] {
        let refused = people::issue_link(&b.people, LinkFor::Person(ida.id), Purpose::SignIn, bad).await;
        assert!(refused.is_err(), "{bad}");
    }
    let link = b.link(LinkFor::Person(ida.id), Purpose::SignIn, "/").await;
    let done = b.post(&format!("{link}?then=//evil.example"), "lands_on=//evil.example").await;
    assert_eq!(done.location.as_deref(), Some("/"));
}

#[tokio::test]
async fn cookies_fit_the_scheme() {
    let b = Browser::http().await;
    let link = b.sign_in_link("Ida").await;
    let cookie = b.post(&link, "").await.cookie.unwrap();
    let (pair, flags) = cookie.split_once("; ").unwrap();
    assert!(pair.starts_with("candor="), "{cookie}");
    assert_eq!(flags, "Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax");

    let b = Browser::https().await;
    let link = b.sign_in_link("Ida").await;
    let cookie = b.post(&link, "").await.cookie.unwrap();
    let (pair, flags) = cookie.split_once("; ").unwrap();
    assert!(pair.starts_with("__Host-candor="), "{cookie}");
    assert_eq!(flags, "Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure");
}

#[tokio::test]
async fn sessions_are_new_each_time_and_end() {
    let b = Browser::http().await;
    let first = b.post(&b.sign_in_link("Ida").await, "").await;
    let was = b.with(&first);
    let second = was.post(&b.sign_in_link("Kai").await, "").await;
    assert_ne!(first.cookie, second.cookie);
    assert_eq!(was.get("/whoami").await.status, StatusCode::UNAUTHORIZED, "the old one is over");
    let now = b.with(&second);
    assert_eq!(now.get("/whoami").await.body, "Kai");

    let out = now.post("/sign-out", "").await;
    assert_eq!((out.status, out.location.as_deref()), (StatusCode::SEE_OTHER, Some("/sign-in")));
    assert!(out.cookie.unwrap().starts_with("candor=; Path=/; Max-Age=0"));
    assert_eq!(now.get("/whoami").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(now.post("/sign-out", "").await.status, StatusCode::SEE_OTHER, "harmless");

    let third = b.post(&b.sign_in_link("Mo").await, "").await;
    // Used now and then, it lasts for thirty days; unused, for fourteen.
    let (used, unused) = (b.with(&third), b.with(&b.post(&b.sign_in_link("Lev").await, "").await));
    for _ in 0..2 {
        b.clock.advance(DAY * 13);
        assert_eq!(used.get("/whoami").await.body, "Mo");
        people::sign_in::tend(&b.people).await.unwrap();
    }
    assert_eq!(unused.get("/whoami").await.status, StatusCode::UNAUTHORIZED);
    b.clock.advance(DAY * 3 + Duration::from_hours(23));
    assert_eq!(used.get("/whoami").await.body, "Mo");
    b.clock.advance(Duration::from_hours(1));
    assert_eq!(used.get("/whoami").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_stranger_hears_how_to_sign_in() {
    let b = Browser::http().await;
    let page = b.get("/whoami").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.body.contains("candor login-link"), "{}", page.body);
    let api = b.json("/whoami").await;
    assert_eq!(api.status, StatusCode::UNAUTHORIZED);
    assert_eq!(api.kind.as_deref(), Some("application/problem+json"));
    assert!(api.body.contains("access-sign-in"), "{}", api.body);
    assert_eq!(b.get("/maybe").await.body, "nobody");
    assert_eq!(b.get("/sign-in").await.status, StatusCode::OK);
    for forged in ["x", &"A".repeat(43)] {
        let b = b.holding(&format!("candor={forged}"));
        assert_eq!(b.get("/whoami").await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(b.get("/maybe").await.body, "nobody");
    }
}

#[tokio::test]
async fn other_sites_cannot_post_here() {
    let b = Browser::http().await;
    let link = b.sign_in_link("Ida").await;
    assert_eq!(b.cross_site(&link).await.status, StatusCode::FORBIDDEN);
    let done = b.post(&link, "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "still unused");
    let ida = b.with(&done);
    assert_eq!(ida.cross_site("/sign-out").await.status, StatusCode::FORBIDDEN);
    assert_eq!(ida.get("/whoami").await.body, "Ida");
}

#[tokio::test]
async fn unknown_methods_name_the_known_ones() {
    let b = Browser::http().await;
    let put = b.put("/sign-in/x").await;
    assert_eq!(put.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(put.allow.as_deref(), Some("GET,HEAD,POST"));
}

#[tokio::test]
async fn names_are_escaped() {
    let b = Browser::http().await;
    let link = b.sign_in_link("<b>Ida</b>").await;
    let page = b.get(&link).await.body;
    assert!(!page.contains("<b>Ida") && page.contains("Ida"), "{page}");
}

#[tokio::test]
async fn tests_of_other_crates_sign_in_without_a_link() {
    let b = Browser::http().await;
    let (host, cookie) = people::testing::signed_in(&b.people, "Ida", &[Role::Host]).await;
    assert!(host.roles.hold(Role::Host, b.today()));
    assert_eq!(b.holding(&cookie).get("/whoami").await.body, "Ida");
}

/// In the pseudo language every text of ours is in brackets; what is not was left behind in a template.
#[tokio::test]
async fn no_words_are_left_in_templates() {
    let b = Browser::http().await;
    let used = b.sign_in_link("Ida").await;
    let ida = b.with(&b.post(&used, "").await);
    let fresh = b.sign_in_link("Kai").await;
    let setup = b.setup_link().await;
    let pages = [
        ida.pseudo(Method::GET, "/sign-in", "").await,
        ida.pseudo(Method::GET, &fresh, "").await,
        b.pseudo(Method::GET, &used, "").await,
        b.pseudo(Method::GET, "/sign-in/x", "").await,
        b.pseudo(Method::GET, "/whoami", "").await,
        b.pseudo(Method::POST, &setup, "email=x").await,
    ];
    for page in pages {
        let body = page.body.split("<body").nth(1).unwrap();
        let texts = body.split('>').skip(1).filter_map(|part| part.split('<').next());
        for text in texts.map(str::trim).filter(|text| !text.is_empty()) {
            let ours = ["Candor", "Ida", "I", "candor login-link"].contains(&text) || text.contains('⟦');
            assert!(ours, "{text:?} in {}", page.body);
        }
    }
}
