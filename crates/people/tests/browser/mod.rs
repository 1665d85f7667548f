//! A browser in front of a small server: one router with this crate's pages and two of a pretended capability.
#![expect(dead_code, reason = "each test file uses its part")]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, FromRef};
use axum::http::{HeaderMap, HeaderName, Method, Request, StatusCode, header};
use db::testing::{Engines, clock, engines};
use db::{Ambient, Db, ManualClock};
use people::sign_in::Settings;
use people::{LinkFor, MaybeSigned, People, Purpose, Signed};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tower::ServiceExt;
use web::{Site, SiteConfig};

/// Any state works from which `People` can be had.
#[derive(Clone)]
struct State {
    people: People,
}

impl FromRef<State> for People {
    fn from_ref(state: &State) -> Self {
        state.people.clone()
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub body: String,
    pub location: Option<String>,
    pub cookie: Option<String>,
    pub kind: Option<String>,
    pub allow: Option<String>,
    pub link: Option<String>,
    pub retry_after: Option<String>,
    pub headers: HeaderMap,
}

/// A browser with at most one cookie.
#[derive(Clone)]
pub struct Browser {
    pub people: People,
    pub clock: ManualClock,
    pub engines: Arc<Engines>,
    db: Db,
    router: Router,
    cookie: Option<String>,
    peer: Option<IpAddr>,
    agent: Option<&'static str>,
}

const HTTP: &str = "http://candor.saltmarsh.example";
const HTTPS: &str = "https://candor.saltmarsh.example";

impl Browser {
    pub async fn http() -> Self {
        let engines = Arc::new(engines().await);
        Self::at(HTTP, engines.sqlite().clone(), &engines)
    }

    pub async fn https() -> Self {
        let engines = Arc::new(engines().await);
        Self::at(HTTPS, engines.sqlite().clone(), &engines)
    }

    /// One per engine at hand: where two requests race, the engines differ.
    pub async fn on_each_engine() -> Vec<Self> {
        let engines = Arc::new(engines().await);
        let each = engines.each().cloned();
        each.map(|db| Self::at(HTTP, db, &engines)).collect()
    }

    /// With these ways to sign in.
    pub async fn with_ways(settings: Settings) -> Self {
        Self::http().await.started(settings, 7)
    }

    /// The same on each engine.
    pub async fn with_ways_on_each_engine(settings: &Settings) -> Vec<Self> {
        Self::on_each_engine().await.into_iter().map(|it| it.started(settings.clone(), 7)).collect()
    }

    /// The server started anew over the same database, with chance of its own.
    pub fn restarted(&self, settings: Settings) -> Self {
        self.started(settings, 8)
    }

    fn started(&self, settings: Settings, seed: u8) -> Self {
        let (db, clock) = (self.db.clone(), self.clock.clone());
        Self::over(HTTP, db, &self.engines, clock, settings, seed)
    }

    /// The same browser at this address.
    pub fn from(&self, peer: &str) -> Self {
        Self { peer: Some(peer.parse().expect("an address")), ..self.clone() }
    }

    /// The same browser, of this kind.
    pub fn of_kind(&self, agent: &'static str) -> Self {
        Self { agent: Some(agent), ..self.clone() }
    }

    fn at(public_url: &str, db: Db, engines: &Arc<Engines>) -> Self {
        Self::over(public_url, db, engines, clock(), Settings::default(), 7)
    }

    fn over(
        public_url: &str,
        db: Db,
        engines: &Arc<Engines>,
        clock: ManualClock,
        settings: Settings,
        seed: u8,
    ) -> Self {
        let site = Site::new(SiteConfig { name: "Candor".into(), public_url: public_url.into(), banner: None });
        people::register_assets();
        let ambient = Ambient::new(Arc::new(clock.clone()), [seed; 32]);
        let people = People::new(db.clone(), ambient, site.clone()).with_sign_in(settings);
        let (router, _) = people::pages::routes()
            .merge(people::api::routes())
            .get("/whoami", ("session", "test"), async |s: Signed| s.person.name)
            .get("/maybe", ("session", "test"), async |s: MaybeSigned| s.person.map_or("nobody".to_owned(), |p| p.name))
            .finish();
        let state = State { people: people.clone() };
        let router = web::shell(&site, router.with_state(state));
        Self { people, clock, engines: Arc::clone(engines), db, router, cookie: None, peer: None, agent: None }
    }

    /// The day it is.
    pub fn today(&self) -> jiff::civil::Date {
        people::directory::today(&self.people)
    }

    /// The database behind it.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The same browser with the cookie that `answer` set.
    pub fn with(&self, answer: &Answer) -> Self {
        let set = answer.cookie.as_deref().expect("a cookie was set");
        self.holding(set.split(';').next().expect("a pair"))
    }

    /// The same browser with this cookie.
    pub fn holding(&self, pair: &str) -> Self {
        Self { cookie: Some(pair.to_owned()), ..self.clone() }
    }

    /// Path of a new sign-in link to `/host`, for a new person.
    pub async fn sign_in_link(&self, name: &str) -> String {
        let person = people::found(&self.people, name, None, &[]).await.expect("a person");
        self.link(LinkFor::Person(person.id), Purpose::SignIn, "/host").await
    }

    /// Path of a new set-up link.
    pub async fn setup_link(&self) -> String {
        self.link(LinkFor::Setup, Purpose::Setup, "/host").await
    }

    pub async fn link(&self, whom: LinkFor, purpose: Purpose, lands_on: &str) -> String {
        let url = people::issue_link(&self.people, whom, purpose, lands_on).await.expect("a link");
        let path = url.strip_prefix(HTTP).or_else(|| url.strip_prefix(HTTPS));
        path.expect("an absolute address of this server").to_owned()
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, "", &[]).await
    }

    pub async fn json(&self, path: &str) -> Answer {
        let accept = [(header::ACCEPT, "application/json")];
        self.send(Method::GET, path, "", &accept).await
    }

    /// A page or form of this site in the language that marks every word.
    pub async fn pseudo(&self, method: Method, path: &str, form: &str) -> Answer {
        let headers = [(header::ACCEPT_LANGUAGE, "en-XA"), (SITE, "same-origin")];
        self.send(method, path, form, &headers).await
    }

    pub async fn put(&self, path: &str) -> Answer {
        self.send(Method::PUT, path, "", &[]).await
    }

    /// A form of this site.
    pub async fn post(&self, path: &str, form: &str) -> Answer {
        self.send(Method::POST, path, form, &[(SITE, "same-origin")]).await
    }

    /// A form of this site with a file.
    pub async fn upload(&self, path: &str, name: &str, bytes: &[u8]) -> Answer {
        let head = format!(
            "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n"
        );
        let body = [head.as_bytes(), bytes, b"\r\n--cut--\r\n"].concat();
        let kind = (header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
        self.send_bytes(Method::POST, path, body, &[(SITE, "same-origin"), kind]).await
    }

    /// A form of this site, through a proxy that says where it comes from.
    pub async fn forwarded(&self, path: &str, form: &str, from: &str) -> Answer {
        let forwarded = HeaderName::from_static("x-forwarded-for");
        self.send(Method::POST, path, form, &[(SITE, "same-origin"), (forwarded, from)]).await
    }

    /// A form of another site.
    pub async fn cross_site(&self, path: &str) -> Answer {
        self.send(Method::POST, path, "", &[(SITE, "cross-site")]).await
    }

    async fn send(&self, method: Method, path: &str, form: &str, more: &[(HeaderName, &str)]) -> Answer {
        self.send_bytes(method, path, form.as_bytes().to_vec(), more).await
    }

    async fn send_bytes(&self, method: Method, path: &str, body: Vec<u8>, more: &[(HeaderName, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "candor.saltmarsh.example");
        if !more.iter().any(|(name, _)| name == header::CONTENT_TYPE) {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        if !more.iter().any(|(name, _)| name == header::ACCEPT) {
            request = request.header(header::ACCEPT, "text/html,*/*;q=0.8");
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        for (name, value) in more {
            request = request.header(name, *value);
        }
        if let Some(agent) = self.agent {
            request = request.header(header::USER_AGENT, agent);
        }
        if let Some(peer) = self.peer {
            request = request.extension(ConnectInfo(SocketAddr::new(peer, 1)));
        }
        let request = request.body(Body::from(body)).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("infallible");
        let (head, body) = response.into_parts();
        let body = to_bytes(body, 1 << 20).await.expect("a body");
        Answer {
            status: head.status,
            body: String::from_utf8_lossy(&body).into_owned(),
            location: text(&head.headers, &header::LOCATION),
            cookie: text(&head.headers, &header::SET_COOKIE),
            kind: text(&head.headers, &header::CONTENT_TYPE),
            allow: text(&head.headers, &header::ALLOW),
            link: text(&head.headers, &header::LINK),
            retry_after: text(&head.headers, &header::RETRY_AFTER),
            headers: head.headers,
        }
    }
}

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).map(|v| v.to_str().expect("ASCII").to_owned())
}
