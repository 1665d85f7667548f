//! `candor healthcheck`

use crate::args::Healthcheck;
use std::process::ExitCode;
use std::time::Duration;
use swarm::{Host, Server};

/// A probe that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) async fn run(args: Healthcheck) -> ExitCode {
    // A server that listens everywhere answers on this machine.
    let listen = args.listen.replace("0.0.0.0", "127.0.0.1").replace("[::]", "[::1]");
    let url = args.url.unwrap_or_else(|| format!("http://{listen}"));
    let ask = async {
        let host = Host::new(&Server::parse(&url)?)?;
        anyhow::Ok(host.json("/readyz").await?)
    };
    match tokio::time::timeout(PATIENCE, ask).await {
        Ok(Ok(said)) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Ok(Err(error)) => {
            eprintln!("candor: {error:#}");
            ExitCode::FAILURE
        }
        Err(_) => {
            eprintln!("candor: no answer from {url} in {} s", PATIENCE.as_secs());
            ExitCode::FAILURE
        }
    }
}
