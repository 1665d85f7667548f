//! Letters with links: asked for, sent, lost on the way, used.

mod browser;

use axum::http::StatusCode;
use browser::{Answer, Browser};
use db::testing::run;
use people::Role;
use people::sign_in::mail::MailSettings;
use people::sign_in::{Round, Settings, deliver};
use people::testing::{Mood, Sink, password_work};
use std::time::Duration;

fn ways(sink: &Sink) -> Settings {
    let mail = MailSettings::parse(&sink.url(), "Candor <candor@saltmarsh.example>").unwrap();
    Settings { mail: Some(mail), ..Settings::default() }
}

async fn ask(b: &Browser, email: &str, to: &str) -> Answer {
    b.post("/sign-in/mail", &format!("email={}&to={}", email.replace('@', "%40"), to.replace('?', "%3F"))).await
}

async fn ida(b: &Browser) {
    people::found(&b.people, "Ida Ruíz", Some("ida@saltmarsh.example"), &[Role::Host]).await.unwrap();
}

async fn round(b: &Browser) -> (u64, u64, u64) {
    let Round { sent, kept, dropped } = deliver(&b.people).await.unwrap();
    (sent, kept, dropped)
}

async fn rows(b: &Browser, sql: &'static str) -> u64 {
    run(b.db(), sql).await.unwrap()
}

const WAITING: &str = "UPDATE mail_outbox SET kind = kind";
const LINKS: &str = "UPDATE sign_in_link SET purpose = purpose WHERE used_at IS NULL";

#[tokio::test]
async fn a_letter_brings_somebody_in() {
    let sink = Sink::open().await;
    for b in Browser::with_ways_on_each_engine(&ways(&sink)).await {
        ida(&b).await;
        let before = sink.letters().len();
        let page = b.get("/people?q=x").await.body;
        assert!(page.contains("Send me a sign-in link") && !page.contains("candor login-link"), "{page}");
        let asked = ask(&b, "Ida@Saltmarsh.example", "/people?q=x").await;
        assert_eq!((asked.status, asked.location.as_deref()), (StatusCode::SEE_OTHER, Some("/sign-in/sent")));
        assert_eq!(sink.letters().len(), before, "the request waits for no mail server");
        assert_eq!(rows(&b, LINKS).await, 0, "no token lies in a table before the letter goes out");
        assert_eq!(round(&b).await, (1, 0, 0));
        assert_eq!(round(&b).await, (0, 0, 0), "once");

        let letters = sink.letters();
        assert_eq!(letters.len(), before + 1);
        let letter = letters.last().unwrap();
        assert_eq!(letter.to, "ida@saltmarsh.example");
        for said in
            ["Subject: Your sign-in link for Candor", "Auto-Submitted: auto-generated", "Hello Ida Ruíz,", "text/html"]
        {
            assert!(letter.text.contains(said), "{said}: {}", letter.text);
        }
        let link = letter.link().unwrap();
        for _ in 0..2 {
            assert!(b.get(&link).await.body.contains("Sign in as Ida Ruíz"), "scanners only look");
        }
        let done = b.post(&link, "").await;
        assert_eq!((done.status, done.location.as_deref()), (StatusCode::SEE_OTHER, Some("/people?q=x")));
        assert_eq!(b.with(&done).get("/whoami").await.body, "Ida Ruíz");
        for again in [b.get(&link).await, b.post(&link, "").await] {
            assert_eq!(again.status, StatusCode::GONE, "it works once");
        }
        let mut forged = link.clone();
        let last = forged.pop().unwrap();
        forged.push(if last == 'A' { 'E' } else { 'A' });
        assert_eq!(b.post(&forged, "").await.status, StatusCode::NOT_FOUND);
        b.with(&done).get("/me/security").await.body.find("by a letter on 2026-03-04").expect("how it began");
    }
}

#[tokio::test]
async fn a_link_in_a_letter_lasts_a_quarter_of_an_hour() {
    let sink = Sink::open().await;
    let b = Browser::with_ways(ways(&sink)).await;
    ida(&b).await;
    ask(&b, "ida@saltmarsh.example", "").await;
    round(&b).await;
    let link = sink.letters()[0].link().unwrap();
    b.clock.advance(Duration::from_mins(15));
    let late = b.post(&link, "").await;
    assert_eq!(late.status, StatusCode::GONE);
    assert!(late.body.contains("has expired") && late.cookie.is_none());
}

/// The answer, its headers and the work of the request are the same whether anybody has the address.
#[tokio::test]
async fn strangers_learn_nothing_by_asking_for_letters() {
    let sink = Sink::open().await;
    for b in Browser::with_ways_on_each_engine(&ways(&sink)).await {
        ida(&b).await;
        people::found(&b.people, "Lev", Some("lev@saltmarsh.example"), &[]).await.unwrap();
        run(b.db(), "UPDATE person SET status = 'leaver' WHERE email = 'lev@saltmarsh.example'").await.unwrap();
        let (before, mut told) = (sink.letters().len(), Vec::new());
        for (n, who) in ["ida", "lev", "odd"].into_iter().enumerate() {
            let answer = ask(&b, &format!("{who}@saltmarsh.example"), "").await;
            assert_eq!(rows(&b, WAITING).await, n as u64 + 1, "one row each, and nothing else");
            assert_eq!((rows(&b, LINKS).await, password_work(&b.people)), (0, 0));
            told.push((answer.status, answer.headers, answer.body));
        }
        assert!(told.iter().all(|it| *it == told[0]), "{told:?}");
        assert_eq!(round(&b).await, (1, 0, 2));
        let letters = sink.letters();
        assert_eq!(letters.len(), before + 1);
        assert_eq!(letters.last().unwrap().to, "ida@saltmarsh.example");
        assert_eq!((rows(&b, WAITING).await, rows(&b, LINKS).await), (0, 1));
        let wrong = ask(&b, "ida", "").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("Enter an e-mail address"));
    }
}

#[tokio::test]
async fn a_mail_server_that_is_away_gets_the_letter_later() {
    let sink = Sink::open().await;
    for b in Browser::with_ways_on_each_engine(&ways(&sink)).await {
        ida(&b).await;
        let before = sink.letters().len();
        sink.turn(Mood::Refuses);
        ask(&b, "ida@saltmarsh.example", "").await;
        for wait in [5, 15, 60] {
            assert_eq!(round(&b).await, (0, 1, 0));
            assert_eq!(round(&b).await, (0, 0, 0), "not at once again");
            assert_eq!(rows(&b, LINKS).await, 0, "a link that was not sent is none");
            b.clock.advance(Duration::from_secs(wait));
        }
        sink.turn(Mood::Takes);
        // The server is started anew meanwhile: the letter is in the database.
        let again = b.restarted(ways(&sink));
        assert_eq!(round(&again).await, (1, 0, 0));
        assert_eq!((sink.letters().len(), rows(&b, WAITING).await), (before + 1, 0));
        assert_eq!(again.post(&sink.letters().last().unwrap().link().unwrap(), "").await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn a_letter_nobody_waits_for_is_given_up() {
    let sink = Sink::open().await;
    let b = Browser::with_ways(ways(&sink)).await;
    ida(&b).await;
    sink.turn(Mood::Refuses);
    ask(&b, "ida@saltmarsh.example", "").await;
    let mut tries = 0;
    while rows(&b, WAITING).await > 0 {
        tries += round(&b).await.1;
        b.clock.advance(Duration::from_mins(1));
        assert!(tries < 50);
    }
    assert_eq!((sink.letters().len(), rows(&b, LINKS).await), (0, 0));
    assert!(tries >= 5, "{tries}");
}

/// A server that lets in and says nothing keeps no letter, and nobody who waits for one.
#[tokio::test]
async fn a_silent_mail_server_is_left_in_time() {
    let sink = Sink::open().await;
    let mail = MailSettings::parse(&sink.url(), "Candor <candor@saltmarsh.example>").unwrap();
    let mail = mail.within(Duration::from_millis(200));
    let settings = Settings { mail: Some(mail.clone()), ..Settings::default() };
    let soon = Duration::from_secs(20);
    for b in Browser::with_ways_on_each_engine(&settings).await {
        ida(&b).await;
        let before = sink.letters().len();
        ask(&b, "ida@saltmarsh.example", "").await;
        for (mood, wait) in [(Mood::Silent, 5), (Mood::Stalls, 15)] {
            sink.turn(mood);
            let done = tokio::time::timeout(soon, round(&b)).await.expect("it does not wait for ever");
            assert_eq!(done, (0, 1, 0), "{mood:?}");
            assert_eq!(rows(&b, LINKS).await, 0, "a link that was not sent is none");
            b.clock.advance(Duration::from_secs(wait));
        }
        sink.turn(Mood::Takes);
        assert_eq!(round(&b).await, (1, 0, 0));
        assert_eq!(sink.letters().len(), before + 1);
    }
    sink.turn(Mood::Silent);
    let site = web::Site::new(web::SiteConfig { name: "Candor".into(), public_url: "http://x".into(), banner: None });
    let ambient = db::testing::ambient();
    let trial = people::sign_in::send_trial(mail, &site, &ambient, "ida@saltmarsh.example");
    let said = tokio::time::timeout(soon, trial).await.expect("nor does a trial").unwrap_err();
    assert!(said.to_string().contains("did not finish in time"), "{said}");
}

/// The server stood still for weeks: a letter of then must not bring a link that works now.
#[tokio::test]
async fn a_letter_of_long_ago_does_not_go_out() {
    let sink = Sink::open().await;
    for b in Browser::with_ways_on_each_engine(&ways(&sink)).await {
        ida(&b).await;
        let before = sink.letters().len();
        ask(&b, "ida@saltmarsh.example", "").await;
        b.clock.advance(Duration::from_mins(61));
        assert_eq!(round(&b).await, (0, 0, 1));
        assert_eq!((rows(&b, WAITING).await, rows(&b, LINKS).await, sink.letters().len()), (0, 0, before));
    }
}

/// The program dies while it sends: the letter is neither lost nor sent by two at once.
#[tokio::test]
async fn a_crash_loses_no_letter() {
    let sink = Sink::open().await;
    for b in Browser::with_ways_on_each_engine(&ways(&sink)).await {
        ida(&b).await;
        let before = sink.letters().len();
        sink.turn(Mood::Vanishes);
        ask(&b, "ida@saltmarsh.example", "").await;
        assert_eq!(round(&b).await, (0, 1, 0), "taken, but nobody heard so");
        sink.turn(Mood::Takes);
        b.clock.advance(Duration::from_secs(5));
        let again = b.restarted(ways(&sink));
        let (one, two) = tokio::join!(deliver(&b.people), deliver(&again.people));
        assert_eq!(one.unwrap().sent + two.unwrap().sent, 1);
        let letters = &sink.letters()[before..];
        let id = |text: &str| text.lines().find(|line| line.starts_with("Message-ID:")).map(str::to_owned);
        assert_eq!(letters.len(), 2);
        assert_eq!(id(&letters[0].text), id(&letters[1].text), "a second copy can be known as one");
        assert_eq!(b.post(&letters[1].link().unwrap(), "").await.status, StatusCode::SEE_OTHER);
        assert_ne!(b.post(&letters[0].link().unwrap(), "").await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn nobody_is_flooded_with_letters() {
    let sink = Sink::open().await;
    let b = Browser::with_ways(ways(&sink)).await;
    ida(&b).await;
    for _ in 0..4 {
        assert_eq!(ask(&b, "ida@saltmarsh.example", "").await.status, StatusCode::SEE_OTHER);
    }
    let refused = ask(&b, "ida@saltmarsh.example", "").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.retry_after.as_deref(), Some("226"));
    assert!(refused.body.contains("Please wait 4 minutes"), "{}", refused.body);
    // Whoever tried passwords too often still gets a letter.
    for _ in 0..7 {
        b.post("/sign-in/password", "email=una%40saltmarsh.example&password=x").await;
    }
    assert_eq!(ask(&b, "una@saltmarsh.example", "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(round(&b).await, (4, 0, 1));
}

#[tokio::test]
async fn a_new_password_is_told_by_letter() {
    let sink = Sink::open().await;
    let b = Browser::with_ways(ways(&sink)).await;
    ida(&b).await;
    ask(&b, "ida@saltmarsh.example", "").await;
    round(&b).await;
    let signed = b.with(&b.post(&sink.letters()[0].link().unwrap(), "").await);
    ask(&b, "ida@saltmarsh.example", "").await;
    round(&b).await;
    let other = sink.letters()[1].link().unwrap();
    assert_eq!(signed.post("/me/password", "new=tide+barrel+quilt+9").await.status, StatusCode::SEE_OTHER);
    assert_eq!(b.post(&other, "").await.status, StatusCode::NOT_FOUND, "letters of before are over");
    assert_eq!(signed.post("/me/password/remove", "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(round(&b).await, (2, 0, 0));
    let letters = sink.letters();
    for what in ["was set", "was removed"] {
        let subject = format!("Subject: Your password for Candor {what}");
        assert!(letters[2..].iter().any(|it| it.text.contains(&subject)), "{what}");
    }
    for letter in &letters[2..] {
        assert!(letter.text.contains("/me/security") && !letter.text.contains("tide barrel"), "{}", letter.text);
    }
}

#[tokio::test]
async fn a_trial_says_what_happened() {
    let sink = Sink::open().await;
    let b = Browser::http().await;
    let site = web::Site::new(web::SiteConfig { name: "Candor".into(), public_url: "http://x".into(), banner: None });
    let ambient = db::testing::ambient();
    let mail = || MailSettings::parse(&sink.url(), "candor@saltmarsh.example").unwrap();
    people::sign_in::send_trial(mail(), &site, &ambient, "ida@saltmarsh.example").await.unwrap();
    assert!(sink.letters()[0].text.contains("Subject: Candor can send mail"));
    sink.turn(Mood::Refuses);
    let said = people::sign_in::send_trial(mail(), &site, &ambient, "ida@saltmarsh.example").await.unwrap_err();
    assert!(said.to_string().contains("451"), "{said}");
    let gone = MailSettings::parse("smtp://127.0.0.1:1", "candor@saltmarsh.example").unwrap();
    let said = people::sign_in::send_trial(gone, &site, &ambient, "ida@saltmarsh.example").await.unwrap_err();
    assert!(said.to_string().contains("127.0.0.1:1"), "{said}");
    assert!(!b.get("/sign-in").await.body.contains("sign-in link"), "without mail the way is not offered");
}
