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
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;

/// A server, its host, and a browser.
pub struct House {
    running: Option<Running>,
    address: SocketAddr,
    folder: TempDir,
    engine: Engine,
    cookie: String,
    pub browser: Arc<Browser>,
}

impl House {
    /// Starts all of it. The host is Mara Holm, who is the admin too.
    pub async fn open() -> Self {
        let (folder, engine) = (tempfile::tempdir().unwrap(), Engine::of_this_run().await);
        let (running, browser) = tokio::join!(start(&folder, &engine, "127.0.0.1:0".to_owned()), Browser::start());
        let (_, cookie) = people::testing::signed_in(&running.people, "Mara Holm", &[Role::Host, Role::Admin]).await;
        Self { address: running.addr, running: Some(running), folder, engine, cookie, browser }
    }

    /// Stops the server, as an upgrade does.
    pub async fn down(&mut self) {
        self.running.take().expect("a running server").shutdown().await;
    }

    /// Starts it again where it was.
    pub async fn up(&mut self) {
        self.running = Some(start(&self.folder, &self.engine, self.address.to_string()).await);
    }

    pub fn running(&self) -> &Running {
        self.running.as_ref().expect("a running server")
    }

    pub fn base(&self) -> String {
        format!("http://{}", self.address)
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
        self.host().get(&chat.api("/truths")).await.json().as_array().cloned().unwrap()
    }

    /// Waits for these reasons, by their words.
    pub async fn truths_are(&self, chat: &Chat, words: &[&str]) {
        let what = format!("truths {words:?}");
        let told = async || self.truths(chat).await.iter().map(|it| it["words"].clone()).collect::<Vec<_>>() == *words;
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

async fn start(folder: &TempDir, engine: &Engine, listen: String) -> Running {
    let settings = Settings { listen, database: engine.database(), ..Settings::local(folder.path().join("data")) };
    server::start(settings, candor::clock::system().unwrap()).await.unwrap()
}
