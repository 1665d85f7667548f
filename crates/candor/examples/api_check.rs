//! Tries out the whole API with schemathesis: on the demo's data, with tokens of its host.
//!
//! `cargo run -p candor --example api_check -- PROGRAM CONFIG [ARGUMENT…]`, where PROGRAM is `st` of schemathesis 4.

use anyhow::{Context, bail};
use candor::server::Settings;
use people::model::Hat;
use people::model::token::{NewToken, Scope};
use people::tokens;
use std::process::{Command, ExitCode};

/// More requests a minute than a program that tries things out can make.
const UNBOUNDED: u32 = 10_000_000;

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let mut given = std::env::args_os().skip(1);
    let (Some(program), Some(config)) = (given.next(), given.next()) else {
        bail!("name the program and its configuration");
    };
    let folder = tempfile::tempdir().context("a folder for the data")?;
    let settings = Settings { api_rate: UNBOUNDED, ..Settings::local(folder.path().join("data")) };
    let (running, host) = candor::demo::furnished(settings).await?;
    let wish = NewToken { name: "Try out".to_owned(), hat: Hat::Host, scopes: Scope::ALL.to_vec(), days: 7 };
    let token = tokens::make(&running.people, host.id, &wish).await?.text;
    let url = running.local_url();
    let mut command = Command::new(program);
    command.arg("--config-file").arg(config).args(["run", &format!("{url}/api/openapi.json")]).args(given);
    // Read by the configuration.
    command.env("API_TOKEN", token).current_dir(folder.path());
    let status = tokio::task::spawn_blocking(move || command.status()).await?.context("starting schemathesis")?;
    running.shutdown().await;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
