//! A server in this process, on a folder of its own, and one small client per role.

#![expect(dead_code, reason = "no test file uses all of it")]

pub mod chat;
pub mod crowd;
pub mod engine;
pub mod http;
pub mod phone;
pub mod program;
pub mod proxy;
pub mod schema;
pub mod shape;
pub mod socket;

use candor::database::Database;
use candor::server::{self, Running, Settings};
use db::{Ambient, ManualClock};
use engine::Engine;
use http::Web;
use people::model::directory::{Entry, Status};
use people::{Person, Role};
use socket::Socket;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// Whatever a test waits for happens within this time, or never.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A running server.
pub struct Server {
    pub running: Running,
    // Removed when the test ends, after the server.
    _folder: TempDir,
    _engine: Engine,
}

impl Server {
    /// On the clock of this machine.
    pub async fn start() -> Self {
        Self::with(candor::clock::system().unwrap()).await
    }

    /// On a clock that stands still until the test moves it.
    pub async fn at(clock: &ManualClock) -> Self {
        Self::with(Ambient::new(Arc::new(clock.clone()), [7; 32])).await
    }

    async fn with(ambient: Ambient) -> Self {
        let engine = Engine::of_this_run().await;
        Self::over(engine.database(), engine, ambient).await
    }

    /// Over a database that the test can spoil; what `engine` holds is removed at the end.
    pub async fn over(database: Database, engine: Engine, ambient: Ambient) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings { database, ..Settings::local(folder.path().join("data")) };
        let running = server::start(settings, ambient).await.unwrap();
        Self { running, _folder: folder, _engine: engine }
    }

    /// Nobody in particular.
    pub fn stranger(&self) -> Web {
        Web::new(&self.running.local_url(), None)
    }

    /// A signed-in host.
    pub async fn host(&self, name: &str) -> Web {
        self.signed(name, &[Role::Host]).await
    }

    /// Somebody signed in.
    pub async fn signed(&self, name: &str, roles: &[Role]) -> Web {
        let (_, cookie) = people::testing::signed_in(&self.running.people, name, roles).await;
        Web::new(&self.running.local_url(), Some(cookie))
    }

    /// Somebody signed in, known by their record too.
    pub async fn person(&self, name: &str, roles: &[Role]) -> (Person, Web) {
        let (person, cookie) = people::testing::signed_in(&self.running.people, name, roles).await;
        (person, Web::new(&self.running.local_url(), Some(cookie)))
    }

    /// Another device of somebody.
    pub async fn again(&self, person: &Person) -> Web {
        let cookie = people::testing::another_session(&self.running.people, person).await;
        Web::new(&self.running.local_url(), Some(cookie))
    }

    /// Somebody's last day is over.
    pub async fn leaves(&self, person: &Person) {
        let people = &self.running.people;
        let mut tx = people.db().read().await.unwrap();
        let today = people::directory::today(people);
        let card = people::directory::person_card(&mut tx, person.id, today).await.unwrap().unwrap();
        drop(tx);
        let entry = Entry { status: Status::Leaver, left_on: Some(today), ..Entry::named(&person.name) };
        people::directory::change(people, None, person.id, card.version, &entry).await.unwrap();
    }

    /// The line of a phone that has not said anything yet.
    pub async fn line(&self) -> Socket {
        self.stranger().connect("/ws/phone", &[]).await.unwrap()
    }

    /// A big screen.
    pub async fn screen(&self, key: &str) -> Socket {
        self.stranger().connect(&format!("/ws/screen/{key}"), &[]).await.unwrap()
    }

    /// The kinds of everything that was recorded of an object.
    pub async fn ledger(&self, object: &str) -> Vec<String> {
        let mut tx = self.running.chats.db.read().await.unwrap();
        let events = db::ledger::of(&mut tx, object.parse().unwrap()).await.unwrap();
        events.into_iter().map(|event| event.kind).collect()
    }
}

/// Waits until something is so.
pub async fn until(what: &str, mut asked: impl AsyncFnMut() -> bool) {
    let watch = async {
        while !asked().await {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, watch).await.is_ok(), "never came: {what}");
}
