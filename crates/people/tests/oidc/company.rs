//! Our own server over loopback, and a browser in front of it.

use crate::fake::Fake;
use axum::extract::FromRef;
use db::ManualClock;
use db::testing::{Engines, ambient_at, clock, engines};
use people::oidc::{ClientSecret, ProviderSettings, Providers};
use people::sign_in::{Local, Settings};
use people::{MaybeSigned, People, Person};
use reqwest::header::{LOCATION, RETRY_AFTER, SET_COOKIE};
use reqwest::{Client, StatusCode, Url, redirect};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use web::{Site, SiteConfig};

/// Any state works from which `People` can be had.
#[derive(Clone)]
struct State(People);

impl FromRef<State> for People {
    fn from_ref(state: &State) -> Self {
        state.0.clone()
    }
}

/// A company with one provider, and somebody who works there.
pub struct Company {
    pub people: People,
    pub ida: Person,
    pub clock: ManualClock,
    // Removed when this is dropped.
    _engines: Engines,
    pub base: String,
}

/// A browser with cookies, which follows nobody by itself.
#[derive(Clone)]
pub struct Browser {
    pub client: Client,
    base: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub body: String,
    pub location: Option<String>,
    pub cookies: Vec<String>,
    pub retry_after: Option<String>,
}

/// What stands in the address that a browser is sent to.
pub struct Sent(pub HashMap<String, String>);

pub const IDA: &str = "ida@saltmarsh.example";

impl Company {
    /// With this provider, which is called `fake`.
    pub async fn with(fake: &Fake, change: impl FnOnce(&mut ProviderSettings)) -> Self {
        let mut settings = ProviderSettings::new("fake", &fake.issuer, "candor").expect("settings");
        "Saltmarsh accounts".clone_into(&mut settings.name);
        settings.client_secret = ClientSecret::new("a secret & more");
        settings.patience = Duration::from_millis(400);
        change(&mut settings);
        Self::of(vec![settings], clock()).await
    }

    /// The same where nobody is let in by anything but a provider.
    pub async fn without_local_ways(fake: &Fake) -> Self {
        let mut settings = ProviderSettings::new("fake", &fake.issuer, "candor").expect("settings");
        settings.client_secret = ClientSecret::new("a secret & more");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let ways = Settings { local: Local::Off, ..Settings::default() };
        Self::start(listener, vec![settings], clock(), ways).await
    }

    /// With these providers, at this time.
    pub async fn of(settings: Vec<ProviderSettings>, clock: ManualClock) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        Self::at(listener, settings, clock).await
    }

    /// The same behind a port that is known before.
    pub async fn at(listener: TcpListener, settings: Vec<ProviderSettings>, clock: ManualClock) -> Self {
        Self::start(listener, settings, clock, Settings::default()).await
    }

    async fn start(listener: TcpListener, settings: Vec<ProviderSettings>, clock: ManualClock, ways: Settings) -> Self {
        let engines = engines().await;
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let site = Site::new(SiteConfig { name: "Candor".into(), public_url: base.clone(), banner: None });
        people::register_assets();
        let people = People::new(engines.sqlite().clone(), ambient_at(&clock), site.clone())
            .with_sign_in(ways)
            .with_providers(Providers::new(settings).expect("a client"));
        let ida = people::found(&people, "Ida Brandt", Some(IDA), &[]).await.expect("a person");
        let (router, _) = people::pages::routes()
            .get("/whoami", ("session", "test"), async |s: MaybeSigned| {
                s.person.map_or("nobody".to_owned(), |p| p.name)
            })
            .finish();
        let router = web::shell(&site, router.with_state(State(people.clone())));
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        Self { people, ida, clock, base, _engines: engines }
    }

    /// A new browser.
    pub fn browser(&self) -> Browser {
        let client = Client::builder().cookie_store(true).redirect(redirect::Policy::none()).build();
        Browser { client: client.expect("a client"), base: self.base.clone() }
    }

    /// What the ledger says about this person, in order.
    pub async fn told(&self, person: &Person) -> Vec<String> {
        use newtype_uuid::GenericUuid;
        let mut tx = self.people.db().read().await.expect("a transaction");
        let events = db::ledger::of(&mut tx, person.id.into_untyped_uuid()).await.expect("events");
        events.into_iter().map(|event| event.kind).collect()
    }
}

impl Browser {
    pub async fn get(&self, path: &str) -> Answer {
        answer(self.client.get(self.address(path))).await
    }

    /// A link on a page of another site.
    pub async fn follow(&self, path: &str) -> Answer {
        answer(self.client.get(self.address(path)).header("sec-fetch-site", "cross-site")).await
    }

    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        answer(self.client.post(self.address(path)).form(form)).await
    }

    pub async fn whoami(&self) -> String {
        self.get("/whoami").await.body
    }

    /// Off to the provider.
    pub async fn leave(&self) -> Sent {
        self.leave_by("/oidc/fake?to=/people%3Fq=a").await
    }

    pub async fn leave_by(&self, path: &str) -> Sent {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let url = Url::parse(&answer.location.expect("a place to go")).expect("an address");
        Sent(url.query_pairs().into_owned().collect())
    }

    /// Back from it, with this code and state.
    pub async fn back(&self, code: &str, state: &str) -> Answer {
        self.back_with(&[("code", code), ("state", state)]).await
    }

    pub async fn back_with(&self, parameters: &[(&str, &str)]) -> Answer {
        let address = Url::parse_with_params(&self.address("/oidc/fake/callback"), parameters).expect("an address");
        answer(self.client.get(address)).await
    }

    fn address(&self, path: &str) -> String {
        if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.base) }
    }
}

impl Sent {
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map(String::as_str).unwrap_or_default()
    }
}

impl Answer {
    /// Whether it begins a session.
    pub fn signs_in(&self) -> bool {
        self.cookies.iter().any(|it| it.starts_with("candor=") && !it.starts_with("candor=;"))
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.header("accept", "text/html").send().await.expect("our server answers");
    let text = |name| response.headers().get(name).map(|it| it.to_str().expect("ASCII").to_owned());
    let (location, retry_after) = (text(&LOCATION), text(&RETRY_AFTER));
    let cookies =
        response.headers().get_all(SET_COOKIE).iter().map(|it| it.to_str().expect("ASCII").to_owned()).collect();
    let status = response.status();
    Answer { status, body: response.text().await.expect("a body"), location, cookies, retry_after }
}
