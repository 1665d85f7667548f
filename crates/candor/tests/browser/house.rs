//! A server that can go down and come back on the same folder and port, and what it really knows.

use crate::driver::Browser;
use crate::kit::chat::Chat;
use crate::kit::engine::Engine;
use crate::kit::http::Web;
use crate::page::{Device, Page};
use candor::server::{self, Running, Settings};
use chat::model::ChatId;
use opinion::Tally;
use people::Role;
use people::oidc::ProviderSettings;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;

/// A server, its host, and a browser.
pub struct House {
    running: Option<Running>,
    address: SocketAddr,
    settings: Settings,
    cookie: String,
    pub browser: Arc<Browser>,
    // Dropped after the server that uses them.
    _folder: TempDir,
    _engine: Engine,
}

impl House {
    /// Starts all of it. The host is Mara Holm, who is the admin too.
    pub async fn open() -> Self {
        Self::with(people::sign_in::Settings::default()).await
    }

    /// With these ways to sign in.
    pub async fn with(ways: people::sign_in::Settings) -> Self {
        Self::built(|settings| Settings { sign_in: ways, ..settings }).await
    }

    /// The same, called `localhost`: browsers make passkeys for names only. With these other servers.
    pub async fn at_localhost(providers: Vec<ProviderSettings>) -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let public_url = Some(format!("http://localhost:{}", free.port()));
        Self::built(|settings| Settings { listen: free.to_string(), public_url, providers, ..settings }).await
    }

    async fn built(change: impl FnOnce(Settings) -> Settings) -> Self {
        let (folder, engine) = (tempfile::tempdir().unwrap(), Engine::of_this_run().await);
        let settings = Settings { database: engine.database(), ..Settings::local(folder.path().join("data")) };
        let settings = change(settings);
        let (running, browser) = tokio::join!(start(settings.clone()), Browser::start());
        let (_, cookie) = people::testing::signed_in(&running.people, "Mara Holm", &[Role::Host, Role::Admin]).await;
        let address = running.addr;
        Self { address, running: Some(running), settings, cookie, browser, _folder: folder, _engine: engine }
    }

    /// Stops the server, as an upgrade does.
    pub async fn down(&mut self) {
        self.running.take().expect("a running server").shutdown().await;
    }

    /// Starts it again where it was.
    pub async fn up(&mut self) {
        let settings = Settings { listen: self.address.to_string(), ..self.settings.clone() };
        self.running = Some(start(settings).await);
    }

    pub fn running(&self) -> &Running {
        self.running.as_ref().expect("a running server")
    }

    pub fn base(&self) -> String {
        self.settings.public_url.clone().unwrap_or_else(|| format!("http://{}", self.address))
    }

    /// The host as a program.
    pub fn host(&self) -> Web {
        Web::new(&self.base(), Some(self.cookie.clone()))
    }

    /// The address for simulated phones.
    pub fn server(&self) -> swarm::Server {
        swarm::Server::parse(&self.base()).unwrap()
    }

    /// A window of somebody who is not signed in.
    pub async fn window(&self, device: Device) -> Page {
        Page::open(&self.browser, &self.base(), device).await
    }

    /// Signs the host in, in all windows.
    pub async fn sign_in(&self, page: &Page) {
        self.sign_in_as(page, &self.cookie).await;
    }

    /// Signs somebody in, in all windows, with a session that `people::testing` made.
    pub async fn sign_in_as(&self, page: &Page, cookie: &str) {
        let (name, value) = cookie.split_once('=').unwrap();
        page.cdp("Network.setCookie", json!({ "url": self.base(), "name": name, "value": value })).await;
    }

    /// Signs the host out in this browser, and forgets every voice.
    pub async fn forget(&self, page: &Page) {
        page.cdp("Network.clearBrowserCookies", json!({})).await;
    }

    /// A phone that is in.
    pub async fn phone(&self, chat: &Chat, device: Device) -> Page {
        let page = self.window(device).await;
        page.goto(&format!("/j/{}", chat.code)).await;
        page.press("Join").await;
        page.arrives(&format!("/v/{}", chat.id)).await;
        page.until("/^(connected|saved)$/.test(document.getElementById('queue').dataset.state)").await;
        page
    }

    /// A chat in progress with these takes, all shown from the first answer on.
    pub async fn chat(&self, takes: &[&str]) -> Chat {
        Chat::start(&self.host(), &draft(takes)).await
    }

    /// The last swipes on take `n`, from 0, as the room has them on disk and in memory.
    pub async fn tally(&self, chat: &Chat, n: usize) -> Tally {
        let id: ChatId = chat.id.parse().unwrap();
        self.running().chats.hub.look(id, move |room, _| room.slots()[n].tally).await.unwrap()
    }

    /// Waits for a tally: agree, disagree, pass, reservations.
    pub async fn tallies(&self, chat: &Chat, n: usize, [agree, disagree, pass, reservations]: [u32; 4]) {
        let wanted = Tally { agree, disagree, pass, reservations };
        crate::kit::until(&format!("take {}: {wanted:?}", n + 1), async || self.tally(chat, n).await == wanted).await;
    }

    /// Swipes that the server called saved, take-backs and changes too.
    pub async fn acknowledged(&self, chat: &Chat) -> u64 {
        chat.result().await["acknowledged"].as_u64().unwrap()
    }

    /// The reasons that stand, as the host reads them.
    pub async fn truths(&self, chat: &Chat) -> Vec<Value> {
        self.host().get(&chat.api("/truths")).await.json()["data"].as_array().cloned().unwrap()
    }

    /// Waits for these reasons, by their words.
    pub async fn truths_are(&self, chat: &Chat, words: &[&str]) {
        let what = format!("truths {words:?}");
        let sorted = |mut words: Vec<String>| {
            words.sort();
            words
        };
        let wanted = sorted(words.iter().map(|it| (*it).to_owned()).collect());
        let told = async || {
            sorted(self.truths(chat).await.iter().map(|it| crate::kit::chat::text(&it["words"])).collect()) == wanted
        };
        crate::kit::until(&what, told).await;
    }

    /// Simulated people who join and answer a take: one per answer.
    pub async fn crowd(&self, chat: &Chat, take: usize, answers: &[swarm::Answer]) -> Vec<swarm::Phone> {
        let take: Uuid = id(&chat.takes[take]);
        let mut phones = Vec::new();
        for (answer, n) in answers.iter().zip(0..) {
            let phone = swarm::Phone::join(&self.server(), &chat.code, None, n).await.unwrap();
            let arrives = phone.until(|room| room.take(take).is_some());
            tokio::time::timeout(crate::kit::PATIENCE, arrives).await.expect("the take on every phone").unwrap();
            assert!(matches!(phone.swipe(take, *answer).await, swarm::Reply::Saved { .. }));
            phones.push(phone);
        }
        phones
    }
}

/// An id as its kind.
pub fn id(text: &str) -> Uuid {
    text.parse().unwrap()
}

/// A chat of the invented company with these takes.
pub fn draft(takes: &[&str]) -> Value {
    let mut draft = crate::kit::chat::draft(0);
    draft["takes"] = takes.iter().map(|text| json!({ "text": text })).collect();
    draft
}

async fn start(settings: Settings) -> Running {
    server::start(settings, candor::clock::system().unwrap()).await.unwrap()
}
