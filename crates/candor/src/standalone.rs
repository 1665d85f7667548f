//! A server of its own with a host who is signed in: for the demonstration and for replay.

use crate::clock;
use crate::server::{self, Running, Settings};
use anyhow::Context;
use people::{LinkFor, Person, Purpose, Role};
use swarm::{Host, Server};

pub(crate) struct Standalone {
    pub running: Running,
    pub server: Server,
    pub host: Host,
    pub person: Person,
}

/// Starts a server on a fresh folder and signs its first person in, by HTTP as everybody.
pub(crate) async fn start(settings: Settings, name: &str, email: &str) -> anyhow::Result<Standalone> {
    let ambient = clock::system().context("the system gives no randomness")?;
    let running = server::start(settings, ambient).await?;
    let person = people::found(&running.people, name, Some(email), &[Role::Host, Role::Admin]).await?;
    let server = Server::parse(&running.local_url())?;
    let host = sign_in(&running, &server, &person).await?;
    Ok(Standalone { running, server, host, person })
}

impl Standalone {
    /// The browser of a new person of this name, signed in.
    pub async fn signed_in(&self, name: &str) -> anyhow::Result<Host> {
        let person = people::found(&self.running.people, name, None, &[]).await?;
        sign_in(&self.running, &self.server, &person).await
    }
}

async fn sign_in(running: &Running, server: &Server, person: &Person) -> anyhow::Result<Host> {
    let link = people::issue_link(&running.people, LinkFor::Person(person.id), Purpose::SignIn, "/host").await?;
    let host = Host::new(server)?;
    // The link bears the public address, which perhaps only others can reach.
    let path = link.strip_prefix(running.site().public_url()).unwrap_or(&link);
    host.sign_in(path).await?;
    Ok(host)
}
