//! The real program, as people start it.

use super::engine::Engine;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use swarm::{Host, Server};

/// `candor serve` on a folder and a port that stay the same when it is killed and started again.
pub struct Program {
    data: PathBuf,
    listen: String,
    engine: Engine,
    child: Child,
}

impl Program {
    /// Starts on a port that was free a moment ago.
    pub async fn start(data: &Path) -> Self {
        let listen = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let engine = Engine::of_this_run().await;
        let child = serve(data, &listen, &engine);
        Self { data: data.to_owned(), listen, engine, child }
    }

    /// The first person, by the link that the program leaves in its folder.
    pub async fn set_up(&self, name: &str) -> Host {
        let link = self.data.join("setup-url");
        super::until("the link of the first start", async || link.exists()).await;
        let host = Host::new(&self.server()).unwrap();
        host.set_up(std::fs::read_to_string(link).unwrap().trim(), name).await.unwrap();
        host
    }

    pub fn server(&self) -> Server {
        Server::parse(&format!("http://{}", self.listen)).unwrap()
    }

    pub fn data(&self) -> &Path {
        &self.data
    }

    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// SIGKILL: no goodbye, no last write.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts on the same folder and port.
    pub fn again(&mut self) {
        self.child = serve(&self.data, &self.listen, &self.engine);
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(data: &Path, listen: &str, engine: &Engine) -> Child {
    let mut command = candor();
    if let Engine::Postgres(scratch) = engine {
        command.env("CANDOR_DATABASE_URL", scratch.url());
    }
    command.args(["serve", "--listen", listen, "--data"]).arg(data).env("RUST_LOG", "error");
    command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap()
}

/// The program without any settings of this machine.
pub fn candor() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CANDOR_")) {
        command.env_remove(name);
    }
    command
}

/// Runs the program to its end in a folder.
pub fn run(folder: &Path, args: &[&str]) -> Output {
    candor().current_dir(folder).args(args).output().unwrap()
}
