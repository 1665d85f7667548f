//! A small company in front of a small server, on a clock that moves.
#![expect(dead_code, reason = "each test file uses its part")]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use db::testing::{Engines, ambient_at, clock, engines};
use db::{Ambient, Db, ManualClock};
use feedback::{Feedback, sweep};
use people::directory;
use people::model::directory::{Entry, Status};
use people::{LinkFor, People, Person, PersonId, Purpose, Role};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tower::ServiceExt;
use web::{Site, SiteConfig};

const HOUR: Duration = Duration::from_hours(1);

/// The company.
pub struct House {
    pub feedback: Feedback,
    pub people: People,
    pub ambient: Ambient,
    pub clock: ManualClock,
    pub db: Db,
    router: Router,
    _engines: Arc<Engines>,
}

/// Somebody signed in.
#[derive(Clone)]
pub struct Somebody {
    pub id: PersonId,
    pub name: String,
    pub cookie: String,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub cookie: String,
    pub body: String,
}

impl Answer {
    /// The value of the first field of this name.
    pub fn field(&self, name: &str) -> String {
        let (_, after) =
            self.body.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name}"));
        after.split('"').next().unwrap().to_owned()
    }

    /// The id at the end of where it leads.
    pub fn leads_to(&self) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        self.location.rsplit(['/', '=']).next().unwrap().to_owned()
    }
}

impl House {
    /// One per engine at hand.
    pub async fn each() -> Vec<Self> {
        let engines = Arc::new(engines().await);
        engines.each().map(|db| Self::over(db.clone(), &engines)).collect()
    }

    /// On the engine that is always there.
    pub async fn one() -> Self {
        let engines = Arc::new(engines().await);
        Self::over(engines.sqlite().clone(), &engines)
    }

    fn over(db: Db, engines: &Arc<Engines>) -> Self {
        let (clock, url) = (clock(), "http://candor.saltmarsh.example".to_owned());
        let ambient = ambient_at(&clock);
        let site = Site::new(SiteConfig { name: "Candor".into(), public_url: url, banner: None });
        feedback::register_assets();
        people::register_assets();
        let people = People::new(db.clone(), ambient.clone(), site.clone());
        let feedback = Feedback::new(db.clone(), ambient.clone(), site.clone(), people.clone());
        let router = web::shell(
            &site,
            feedback::routes().merge(people::pages::routes()).finish().0.with_state(feedback.clone()),
        );
        Self { feedback, people, ambient, clock, db, router, _engines: Arc::clone(engines) }
    }

    pub async fn person(&self, name: &str) -> Somebody {
        self.with_role(name, &[]).await
    }

    pub async fn with_role(&self, name: &str, roles: &[Role]) -> Somebody {
        let (Person { id, name, .. }, cookie) = people::testing::signed_in(&self.people, name, roles).await;
        Somebody { id, name, cookie }
    }

    /// The same with a new session: the old one ends after a month.
    pub async fn again(&self, who: &Somebody) -> Somebody {
        let link =
            people::issue_link(&self.people, LinkFor::Person(who.id), Purpose::SignIn, "/feedback").await.unwrap();
        let path = link.strip_prefix("http://candor.saltmarsh.example").unwrap();
        let nobody = Somebody { cookie: String::new(), ..who.clone() };
        let cookie = self.post(&nobody, path, &[]).await.cookie;
        Somebody { cookie: cookie.split(';').next().unwrap().to_owned(), ..who.clone() }
    }

    /// `one` reports to `manager` from today on.
    pub async fn reports(&self, one: &Somebody, manager: &Somebody) {
        let today = directory::today(&self.people);
        let mut tx = self.db.read().await.unwrap();
        let version = directory::person_card(&mut tx, one.id, today).await.unwrap().unwrap().version;
        drop(tx);
        directory::set_manager(&self.people, None, one.id, version, Some(manager.id), today).await.unwrap();
    }

    /// Somebody leaves the company today.
    pub async fn leaves(&self, who: &Somebody) {
        let today = directory::today(&self.people);
        let mut tx = self.db.read().await.unwrap();
        let version = directory::person_card(&mut tx, who.id, today).await.unwrap().unwrap().version;
        drop(tx);
        let left = Entry { status: Status::Leaver, left_on: Some(today), ..Entry::named(who.name.as_str()) };
        directory::change(&self.people, None, who.id, version, &left).await.unwrap();
    }

    /// Time passes, and what it does is done each hour.
    pub async fn hours(&self, n: u64) {
        let mut left = n;
        while left > 0 {
            let step = left.min(6);
            self.clock.advance(HOUR * u32::try_from(step).unwrap());
            sweep::sweep(&self.feedback).await.unwrap();
            left -= step;
        }
    }

    pub async fn days(&self, n: u64) {
        self.hours(24 * n).await;
    }

    pub async fn get(&self, who: &Somebody, path: &str) -> Answer {
        self.send(who, Method::GET, path, "").await
    }

    pub async fn post(&self, who: &Somebody, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form: Vec<_> = fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        self.send(who, Method::POST, path, &form.join("&")).await
    }

    async fn send(&self, who: &Somebody, method: Method, path: &str, form: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path.split('#').next().unwrap())
            .header(header::HOST, "candor.saltmarsh.example")
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, &who.cookie)
            .body(Body::from(form.to_owned()))
            .unwrap();
        let (head, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, 1 << 22).await.unwrap();
        let (location, cookie) = (text(&head.headers, "location"), text(&head.headers, "set-cookie"));
        Answer { status: head.status, location, cookie, body: String::from_utf8_lossy(&body).into_owned() }
    }

    /// The form of the composer, filled.
    pub async fn sheet(&self, from: &Somebody, to: &Somebody, words: &str, identity: &str) -> Vec<(String, String)> {
        let page = self.get(from, &format!("/feedback/new?to={}", to.id)).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        sheet(&page, words, identity)
    }

    /// Sends a piece; answers its id as its writer knows it.
    pub async fn give(&self, from: &Somebody, to: &Somebody, words: &str, identity: &str) -> String {
        let sheet = self.sheet(from, to, words, identity).await;
        self.submit(from, &sheet).await.leads_to()
    }

    pub async fn submit(&self, from: &Somebody, sheet: &[(String, String)]) -> Answer {
        let fields: Vec<_> = sheet.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post(from, "/feedback/new", &fields).await
    }

    /// The addresses of what somebody received, in the order of the page.
    pub async fn received(&self, who: &Somebody) -> Vec<String> {
        let page = self.get(who, "/feedback").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        page.body
            .split("href=\"/feedback/received/")
            .skip(1)
            .map(|it| format!("/feedback/received/{}", it.split('"').next().unwrap()))
            .collect()
    }
}

/// Fills the form of a composer.
pub fn sheet(page: &Answer, words: &str, identity: &str) -> Vec<(String, String)> {
    let mut sheet: Vec<(String, String)> = ["id", "to", "layout", "task", "mark_named", "mark_confidential"]
        .into_iter()
        .filter(|name| page.body.contains(&format!("name=\"{name}\" value=\"")))
        .map(|name| (name.to_owned(), page.field(name)))
        .collect();
    for (name, value) in [("happened", words), ("effect", "It saved us a day."), ("identity", identity), ("do", "send")]
    {
        sheet.push((name.to_owned(), value.to_owned()));
    }
    sheet
}

/// The same form with another value.
pub fn with(sheet: &[(String, String)], name: &str, value: &str) -> Vec<(String, String)> {
    let mut sheet: Vec<_> = sheet.iter().filter(|(it, _)| it != name).cloned().collect();
    sheet.push((name.to_owned(), value.to_owned()));
    sheet
}

fn text(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).map(|it| it.to_str().unwrap().to_owned()).unwrap_or_default()
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(
            |it| {
                if it.is_ascii_alphanumeric() || it == b'-' { char::from(it).to_string() } else { format!("%{it:02X}") }
            },
        )
        .collect()
}

impl House {
    /// Number of the last event.
    pub async fn seq(&self) -> i64 {
        let mut tx = self.db.read().await.unwrap();
        let mut last = 0;
        while let Some((seq, _)) = db::ledger::export(&mut tx, last).await.unwrap() {
            last = seq;
        }
        last
    }

    /// The events after that, as the ledger is handed out.
    pub async fn events(&self, after: i64) -> Vec<Value> {
        let mut tx = self.db.read().await.unwrap();
        let lines = db::ledger::export(&mut tx, after).await.unwrap().map(|(_, lines)| lines).unwrap_or_default();
        lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}
