//! Passwords, sessions and limits as a browser meets them.

mod browser;

use axum::http::StatusCode;
use browser::{Answer, Browser};
use db::testing::run;
use people::sign_in::{Local, Settings, proxies};
use people::testing::{busy_with_passwords, password_work};
use people::{LinkFor, PersonId, Purpose, Role};
use std::time::Duration;

const GOOD: &str = "tide barrel quilt 9";
const OTHER: &str = "seven gulls on a crane";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const SAFARI: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1";

fn encoded(text: &str) -> String {
    text.replace('%', "%25").replace(' ', "+").replace('@', "%40").replace('&', "%26")
}

fn form(pairs: &[(&str, &str)]) -> String {
    pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
}

/// A new person, signed in a moment ago.
async fn member(b: &Browser, name: &str, email: &str) -> (PersonId, Browser) {
    let person = people::found(&b.people, name, Some(email), &[Role::Host]).await.unwrap();
    let link = b.link(LinkFor::Person(person.id), Purpose::SignIn, "/host").await;
    (person.id, b.with(&b.post(&link, "").await))
}

async fn set_password(b: &Browser, new: &str) {
    let done = b.post("/me/password", &form(&[("new", new)])).await;
    assert_eq!(
        (done.status, done.location.as_deref()),
        (StatusCode::SEE_OTHER, Some("/me/security?done=set")),
        "{}",
        done.body
    );
}

async fn enter(b: &Browser, email: &str, password: &str) -> Answer {
    b.post("/sign-in/password", &form(&[("email", email), ("password", password)])).await
}

/// Kinds of all events of an object.
async fn events(b: &Browser, object: uuid::Uuid) -> Vec<String> {
    let mut tx = b.db().read().await.unwrap();
    db::ledger::of(&mut tx, object).await.unwrap().into_iter().map(|it| format!("{} {}", it.kind, it.data)).collect()
}

fn uuid_of(id: PersonId) -> uuid::Uuid {
    use newtype_uuid::GenericUuid;
    id.into_untyped_uuid()
}

#[tokio::test]
async fn a_password_is_set_and_opens_the_door() {
    for b in Browser::on_each_engine().await {
        let (ida, signed) = member(&b, "Ida Ruiz", "ida@saltmarsh.example").await;
        assert!(signed.get("/me/security").await.body.contains("You have no password"));
        set_password(&signed, GOOD).await;
        assert!(signed.get("/me/security?done=set").await.body.contains("Your password is set"));

        let done = enter(&b, " Ida@Saltmarsh.example ", GOOD).await;
        assert_eq!((done.status, done.location.as_deref()), (StatusCode::SEE_OTHER, Some("/host")), "{}", done.body);
        assert_eq!(b.with(&done).get("/whoami").await.body, "Ida Ruiz");
        let events = events(&b, uuid_of(ida)).await;
        assert_eq!(events[events.len() - 2..], ["password_set {}", r#"signed_in {"how":"password"}"#]);

        let mut tx = b.db().read().await.unwrap();
        let stored = people::store::sign_in::password_of(&mut tx, uuid_of(ida)).await.unwrap().unwrap();
        assert!(stored.hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", stored.hash);
    }
}

/// Whoever has no account, no password, or has left: nothing tells them apart, neither the answer nor the work.
#[tokio::test]
async fn strangers_learn_nothing_from_a_wrong_password() {
    for b in Browser::on_each_engine().await {
        for (name, email) in [("Ida", "ida@saltmarsh.example"), ("Lev", "lev@saltmarsh.example")] {
            let (_, signed) = member(&b, name, email).await;
            set_password(&signed, GOOD).await;
        }
        member(&b, "Una", "una@saltmarsh.example").await;
        run(b.db(), "UPDATE person SET status = 'leaver' WHERE email = 'lev@saltmarsh.example'").await.unwrap();
        let mut told = Vec::new();
        // With a password, with none, gone, never here; the last one is right for somebody who has left.
        for (who, password) in [("ida", OTHER), ("una", OTHER), ("lev", OTHER), ("odd", OTHER), ("lev", GOOD)] {
            let (work, count) = (password_work(&b.people), failures(&b).await);
            let answer = enter(&b, &format!("{who}@saltmarsh.example"), password).await;
            assert_eq!(password_work(&b.people), work + 1, "{who}: one hash each");
            assert_eq!(failures(&b).await, count + 1, "{who}: one event each");
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.body.contains("do not belong together") && answer.cookie.is_none());
            told.push((answer.status, answer.headers, answer.body.replace(&format!("{who}@"), "…@")));
        }
        for other in &told[1..] {
            assert_eq!(*other, told[0]);
        }
        assert!(!told[0].2.contains(OTHER), "the password does not come back");
    }
}

async fn failures(b: &Browser) -> u64 {
    run(b.db(), "UPDATE ledger SET kind = kind WHERE kind = 'sign_in_failed'").await.unwrap()
}

#[tokio::test]
async fn mistakes_come_back_filled() {
    let b = Browser::http().await;
    let none = b.post("/sign-in/password", &form(&[("email", "ida"), ("to", "/people?q=x")])).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["Enter an e-mail address", "Enter your password", r#"value="ida""#, r#"value="/people?q=x""#] {
        assert!(none.body.contains(said), "{said}: {}", none.body);
    }
    assert_eq!(password_work(&b.people), 0);
    // As long as nobody types.
    let long = enter(&b, "ida@saltmarsh.example", &"x".repeat(300)).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn signing_in_leads_to_where_one_wanted_and_nowhere_else() {
    let b = Browser::http().await;
    let (_, signed) = member(&b, "Ida", "ida@saltmarsh.example").await;
    set_password(&signed, GOOD).await;
    let page = b.get("/whoami?x=1").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.body.contains(r#"name="to" value="/whoami?x=1""#), "{}", page.body);
    for (to, lands) in [
        ("/whoami?x=1", "/whoami?x=1"),
        ("", "/host"),
        ("//evil.example", "/host"),
        ("/\\evil.example", "/host"),
        ("https://evil.example", "/host"),
        ("/sign-in?to=/sign-in", "/host"),
        ("/oidc/fake/connect", "/host"),
        ("/x/../oidc/fake/connect", "/host"),
        ("/x/%2E./oidc/fake/connect", "/host"),
    ] {
        let typed = form(&[("email", "ida@saltmarsh.example"), ("password", GOOD), ("to", to)]);
        assert_eq!(b.post("/sign-in/password", &typed).await.location.as_deref(), Some(lands), "{to}");
    }
}

#[tokio::test]
async fn tries_are_limited_and_nobody_is_locked_out() {
    for b in Browser::on_each_engine().await {
        let (_, signed) = member(&b, "Ida", "ida@saltmarsh.example").await;
        set_password(&signed, GOOD).await;
        let (stranger, home) = (b.from("192.0.2.1"), b.from("192.0.2.2"));
        for _ in 0..6 {
            assert_eq!(enter(&stranger, "ida@saltmarsh.example", OTHER).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let work = password_work(&b.people);
        // The right one is not even looked at: a limit that lets it through would be none.
        let refused = enter(&stranger, "ida@saltmarsh.example", GOOD).await;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(refused.retry_after.as_deref(), Some("601"));
        assert!(refused.body.contains("Please wait 10 minutes") && refused.body.contains("ida@saltmarsh.example"));
        assert_eq!(password_work(&b.people), work);
        assert_eq!(
            enter(&home, "ida@saltmarsh.example", GOOD).await.status,
            StatusCode::SEE_OTHER,
            "at home it goes on"
        );
        assert_eq!(enter(&stranger, "una@saltmarsh.example", GOOD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        b.clock.advance(Duration::from_mins(10));
        assert_eq!(enter(&stranger, "ida@saltmarsh.example", GOOD).await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn a_restart_does_not_forget_failed_passwords() {
    for b in Browser::on_each_engine().await {
        let (_, signed) = member(&b, "Ida", "ida@saltmarsh.example").await;
        set_password(&signed, GOOD).await;
        for n in 1..=20 {
            let wrong = enter(&b.from(&format!("192.0.2.{n}")), "ida@saltmarsh.example", OTHER).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{n}");
        }
        let again = b.restarted(Settings::default());
        for who in ["198.51.100.1", "198.51.100.2"] {
            let refused = enter(&again.from(who), "ida@saltmarsh.example", GOOD).await;
            assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
        }
        b.clock.advance(Duration::from_mins(3));
        let home = again.from("198.51.100.3");
        assert_eq!(enter(&home, "ida@saltmarsh.example", GOOD).await.status, StatusCode::SEE_OTHER);
        // Whoever got in begins anew.
        for n in 1..=6 {
            let wrong = enter(&home, "ida@saltmarsh.example", OTHER).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{n}");
        }
        // Nothing that names an address of the network is in the database.
        people::sign_in::tend(&again.people).await.unwrap();
    }
}

#[tokio::test]
async fn behind_a_proxy_its_word_counts() {
    let settings = Settings { proxies: proxies("10.0.0.0/8").unwrap(), ..Settings::default() };
    let b = Browser::with_ways(settings).await.from("10.0.0.1");
    let typed = form(&[("email", "ida@saltmarsh.example"), ("password", OTHER)]);
    let from = async |address: &str| b.forwarded("/sign-in/password", &typed, address).await.status;
    for _ in 0..6 {
        assert_eq!(from("198.51.100.7").await, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(from("198.51.100.7").await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(
        from("203.0.113.5, 198.51.100.7").await,
        StatusCode::TOO_MANY_REQUESTS,
        "what a client writes does not count"
    );
    assert_eq!(from("198.51.100.8").await, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_password_needs_the_old_one_or_a_fresh_session() {
    let b = Browser::http().await;
    let (ida, signed) = member(&b, "Ida Ruiz", "ida@saltmarsh.example").await;
    b.clock.advance(Duration::from_mins(15));
    for answer in [signed.get("/me/password").await, signed.post("/me/password", &form(&[("new", GOOD)])).await] {
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.body.contains("sign in again first") && answer.body.contains(r#"value="/me/password""#));
    }
    let link = b.link(LinkFor::Person(ida), Purpose::SignIn, "/me/password").await;
    let fresh = signed.with(&signed.post(&link, "").await);
    set_password(&fresh, GOOD).await;
    b.clock.advance(Duration::from_mins(15));
    assert!(fresh.get("/me/password").await.body.contains("Password you have now"));

    let change = async |old: &str, new: &str| fresh.post("/me/password", &form(&[("old", old), ("new", new)])).await;
    for (old, new, said) in [
        ("", OTHER, "not the password you have now"),
        (OTHER, OTHER, "not the password you have now"),
        (GOOD, "", "Enter a new password"),
        (GOOD, "short", "12 characters or more; this has 5"),
        (GOOD, &"long".repeat(65), "256 characters or fewer; this has 260"),
        (GOOD, "password1234", "tried first"),
        (GOOD, "IdaRuizIdaRuiz", "easy to guess"),
        (GOOD, "abcabcabcabc", "easy to guess"),
    ] {
        let answer = change(old, new).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{old} {new}");
        assert!(answer.body.contains(said), "{old} {new}: {}", answer.body);
    }
    assert_eq!(change(GOOD, OTHER).await.status, StatusCode::SEE_OTHER);
    assert_eq!(enter(&b, "ida@saltmarsh.example", GOOD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(enter(&b, "ida@saltmarsh.example", OTHER).await.status, StatusCode::SEE_OTHER);

    // Whoever finds the browser open cannot try for ever.
    let mut refused = 0;
    for _ in 0..8 {
        refused += u32::from(change("guess", GOOD).await.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(refused, 4, "two of six tries were used before");
    b.clock.advance(Duration::from_hours(1));

    let remove = async |old: &str| fresh.post("/me/password/remove", &form(&[("old", old)])).await;
    assert_eq!(remove(GOOD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(remove(OTHER).await.status, StatusCode::SEE_OTHER);
    assert_eq!(remove("").await.status, StatusCode::FORBIDDEN, "without one, only a fresh session counts");
    assert_eq!(enter(&b, "ida@saltmarsh.example", OTHER).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(events(&b, uuid_of(ida)).await.contains(&"password_removed {}".to_owned()));
}

/// The session ids in the list, the caller's own left out: it has no button.
fn ends(page: &str) -> Vec<String> {
    let parts = page.split("/me/sessions/").skip(1).filter_map(|it| it.split_once("/end\""));
    parts.map(|(id, _)| id.to_owned()).collect()
}

#[tokio::test]
async fn sessions_are_listed_and_ended() {
    for b in Browser::on_each_engine().await {
        let (ida, laptop) = member(&b.of_kind(FIREFOX), "Ida", "ida@saltmarsh.example").await;
        b.clock.advance(Duration::from_hours(50));
        assert_eq!(laptop.get("/whoami").await.body, "Ida");
        people::sign_in::tend(&b.people).await.unwrap();
        let link = b.link(LinkFor::Person(ida), Purpose::SignIn, "/host").await;
        let phone = b.of_kind(SAFARI);
        let phone = phone.with(&phone.post(&link, "").await);
        b.clock.advance(Duration::from_hours(30));

        let page = laptop.get("/me/security").await.body;
        for said in [
            "Firefox on Linux",
            "Safari on an iPhone or iPad",
            "This device",
            "used yesterday",
            "in use",
            "by a link on 2026-03-04",
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let [phones] = &ends(&page)[..] else { panic!("{page}") };
        let (_, kai) = member(&b, "Kai", "kai@saltmarsh.example").await;
        let path = format!("/me/sessions/{phones}/end");
        assert_eq!(kai.post(&path, "").await.status, StatusCode::SEE_OTHER, "as if it were over");
        assert_eq!(phone.get("/whoami").await.body, "Ida", "nobody ends the session of another");
        assert_eq!(laptop.post(&path, "").await.location.as_deref(), Some("/me/security?done=ended"));
        assert_eq!(phone.get("/whoami").await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(laptop.post(&path, "").await.status, StatusCode::SEE_OTHER, "twice is harmless");

        let mut others = Vec::new();
        for _ in 0..3 {
            let link = b.link(LinkFor::Person(ida), Purpose::SignIn, "/host").await;
            others.push(b.with(&b.post(&link, "").await));
        }
        assert_eq!(ends(&laptop.get("/me/security").await.body).len(), 3);
        laptop.post("/me/sessions/end", "").await;
        for other in &others {
            assert_eq!(other.get("/whoami").await.status, StatusCode::UNAUTHORIZED);
        }
        assert_eq!(laptop.get("/whoami").await.body, "Ida");
        assert_eq!(kai.get("/whoami").await.body, "Kai", "others stay");
        let ended = events(&b, uuid_of(ida)).await.into_iter().filter(|it| it.starts_with("session_ended"));
        let ended: Vec<_> = ended.collect();
        assert_eq!(
            ended,
            [format!(r#"session_ended {{"session":"{phones}"}}"#), r#"session_ended {"others":3}"#.to_owned()]
        );
    }
}

#[tokio::test]
async fn a_new_password_signs_out_everywhere_else() {
    let b = Browser::http().await;
    let (ida, here) = member(&b, "Ida", "ida@saltmarsh.example").await;
    let link = b.link(LinkFor::Person(ida), Purpose::SignIn, "/host").await;
    let there = b.with(&b.post(&link, "").await);
    set_password(&here, GOOD).await;
    assert_eq!(here.get("/whoami").await.body, "Ida");
    assert_eq!(there.get("/whoami").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn who_leaves_is_out_at_once_and_stays_out() {
    let b = Browser::http().await;
    let (ida, signed) = member(&b, "Ida", "ida@saltmarsh.example").await;
    set_password(&signed, GOOD).await;
    let link = b.link(LinkFor::Person(ida), Purpose::SignIn, "/host").await;
    run(b.db(), "UPDATE person SET status = 'leaver' WHERE email = 'ida@saltmarsh.example'").await.unwrap();
    assert_eq!(signed.get("/whoami").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(b.post(&link, "").await.status, StatusCode::NOT_FOUND, "a link that was made before");
    assert_eq!(enter(&b, "ida@saltmarsh.example", GOOD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let made = people::issue_link(&b.people, LinkFor::Person(ida), Purpose::SignIn, "/host").await;
    assert_eq!(made.unwrap_err().to_string(), "who has left cannot sign in");
}

/// Every form of these pages.
const FORMS: [&str; 7] = [
    "/sign-in/password",
    "/sign-in/mail",
    "/sign-out",
    "/me/password",
    "/me/password/remove",
    "/me/sessions/end",
    "/me/sessions/00000000-0000-0000-0000-000000000001/end",
];

#[tokio::test]
async fn other_sites_change_nothing() {
    let b = Browser::http().await;
    let (ida, signed) = member(&b, "Ida", "ida@saltmarsh.example").await;
    set_password(&signed, GOOD).await;
    let before = events(&b, uuid_of(ida)).await;
    for path in FORMS {
        assert_eq!(signed.cross_site(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(events(&b, uuid_of(ida)).await, before);
    assert_eq!(signed.get("/whoami").await.body, "Ida");
    assert_eq!(enter(&b, "ida@saltmarsh.example", GOOD).await.status, StatusCode::SEE_OTHER);
    for path in ["/me/security", "/me/password"] {
        assert_eq!(b.get(path).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    for path in &FORMS[3..] {
        assert_eq!(b.post(path, &form(&[("new", GOOD)])).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
}

#[tokio::test]
async fn switched_off_only_links_of_the_command_line_are_left() {
    let on = Browser::http().await;
    let (ida, signed) = member(&on, "Ida", "ida@saltmarsh.example").await;
    set_password(&signed, GOOD).await;
    let mailed = on.link(LinkFor::Person(ida), Purpose::Mail, "/host").await;
    let off = on.restarted(Settings { local: Local::Off, ..Settings::default() });
    let said = off.people.check_ways().unwrap_err().to_string();
    assert!(said.contains("CANDOR_LOCAL_SIGN_IN=off"), "{said}");
    assert!(on.people.check_ways().is_ok());

    let page = off.get("/sign-in").await;
    assert!(page.body.contains("candor login-link") && !page.body.contains("password"), "{}", page.body);
    assert_eq!(enter(&off, "ida@saltmarsh.example", GOOD).await.status, StatusCode::NOT_FOUND);
    assert_eq!(off.post("/sign-in/mail", "email=ida%40saltmarsh.example").await.status, StatusCode::NOT_FOUND);
    assert_eq!(off.get(&mailed).await.status, StatusCode::NOT_FOUND, "a letter of before");
    assert_eq!(off.post(&mailed, "").await.status, StatusCode::NOT_FOUND);
    let link = off.link(LinkFor::Person(ida), Purpose::SignIn, "/host").await;
    let done = off.post(&link, "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let rescued = off.with(&done);
    assert!(!rescued.get("/me/security").await.body.contains("assword"));
    assert_eq!(rescued.get("/me/password").await.status, StatusCode::NOT_FOUND);
    assert_eq!(rescued.post("/me/password", &form(&[("new", OTHER)])).await.status, StatusCode::NOT_FOUND);
}

/// In the pseudo language every text of ours is in brackets; what is not was left behind in a template.
#[tokio::test]
async fn no_words_are_left_in_templates() {
    use axum::http::Method;
    let b = Browser::http().await;
    let (_, ida) = member(&b, "Ida", "ida@saltmarsh.example").await;
    set_password(&ida, GOOD).await;
    let (ida_only, both) = (b.clone(), ida.clone());
    b.clock.advance(Duration::from_mins(20));
    for page in [
        ida_only.pseudo(Method::POST, "/sign-in/password", "email=x").await,
        ida_only.pseudo(Method::GET, "/sign-in/sent", "").await,
        both.pseudo(Method::GET, "/me/security?done=set", "").await,
        both.pseudo(Method::GET, "/me/password", "").await,
        both.pseudo(Method::POST, "/me/password", &form(&[("old", GOOD), ("new", "password1234")])).await,
    ] {
        let body = page.body.split("<body").nth(1).unwrap();
        for text in body.split('>').skip(1).filter_map(|part| part.split('<').next()).map(str::trim) {
            let ours = text.is_empty() || ["Candor", "Ida", "I", "candor login-link", "2026-03-04"].contains(&text);
            assert!(ours || text.contains('⟦'), "{text:?} in {}", page.body);
        }
    }
}

/// What was not compared told nobody anything, so it does not use up the tries of whoever is right.
#[tokio::test]
async fn tries_at_which_nothing_was_compared_weigh_nothing() {
    for b in Browser::on_each_engine().await {
        let (_, signed) = member(&b, "Ida", "ida@saltmarsh.example").await;
        set_password(&signed, GOOD).await;
        b.clock.advance(Duration::from_mins(16));
        let change = form(&[("old", GOOD), ("new", OTHER)]);
        {
            let _busy = busy_with_passwords(&b.people);
            for _ in 0..30 {
                assert_eq!(enter(&b, "ida@saltmarsh.example", GOOD).await.status, StatusCode::SERVICE_UNAVAILABLE);
                assert_eq!(signed.post("/me/password/remove", &change).await.status, StatusCode::SERVICE_UNAVAILABLE);
            }
        }
        run(b.db(), "ALTER TABLE password_failure RENAME TO away").await.unwrap();
        for _ in 0..30 {
            assert_eq!(enter(&b, "ida@saltmarsh.example", GOOD).await.status, StatusCode::SERVICE_UNAVAILABLE);
        }
        run(b.db(), "ALTER TABLE away RENAME TO password_failure").await.unwrap();
        assert_eq!(enter(&b, "ida@saltmarsh.example", GOOD).await.status, StatusCode::SEE_OTHER);
        assert_eq!(signed.post("/me/password/remove", &change).await.status, StatusCode::SEE_OTHER);
    }
}
