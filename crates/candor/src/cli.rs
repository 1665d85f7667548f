//! The command line.

use crate::script::BadScript;
use crate::{demo, environment, health, login_link, rehearse, replay, serve};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// Other people's crates are not asked: some of them would log cookies.
const VERBOSE: &str = "info,candor=debug,chat=debug,db=debug,people=debug,stories=debug,swarm=debug,web=debug";

/// Live Culture Chats: phones swipe, the room sees what it thinks, people say why.
#[derive(Debug, Parser)]
#[command(name = "candor", version, propagate_version = true)]
struct Cli {
    /// Say more on standard error. `RUST_LOG` says it in detail.
    #[arg(short, long, global = true)]
    verbose: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve: the real thing. Needs no settings.
    Serve(Serve),
    /// Show an invented company in the middle of a chat, with simulated phones.
    Demo(Demo),
    /// Play a scripted chat over the wire and write its recap and numbers.
    Replay(Replay),
    /// Let a room of simulated phones swipe at once, and print what was measured as JSON.
    Rehearse(Rehearse),
    /// Print a sign-in link for somebody who has an account.
    LoginLink(LoginLink),
    /// Ask a running server whether it is ready; exit code 0 or 1.
    Healthcheck(Healthcheck),
}

/// Where the real thing keeps its data and how it is reached.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Folder of all data; made when missing.
    #[arg(long, env = "CANDOR_DATA", default_value = "candor-data", value_name = "DIR")]
    pub data: PathBuf,
    /// Address to listen on.
    #[arg(long, env = "CANDOR_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub listen: String,
    /// Address that people type, for links and QR codes, for example `https://candor.example.org`.
    #[arg(long, env = "CANDOR_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
}

/// The demonstration.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Keep the data in this folder, which must be new; without it nothing is kept.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Port; without it the first free one from 4711.
    #[arg(long)]
    pub port: Option<u16>,
    /// Address to listen on. 0.0.0.0 lets real phones on your network join.
    #[arg(long, default_value = "127.0.0.1", value_name = "IP")]
    pub listen: std::net::IpAddr,
    /// Address that people type, when it is not the one listened on.
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// Simulated phones in the chat.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=5000))]
    pub voices: u32,
}

/// A scripted chat.
#[derive(Debug, Args)]
pub(crate) struct Replay {
    /// The script.
    #[arg(value_name = "SCRIPT.toml")]
    pub script: PathBuf,
    /// Folder for recap.md, recap.html and result.json; made when missing.
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub out: PathBuf,
}

/// A rehearsal.
#[derive(Debug, Args)]
pub(crate) struct Rehearse {
    /// Simulated phones.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=i64::from(swarm::MOST_VOICES)))]
    pub voices: u32,
    /// Takes to swipe.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=i64::from(swarm::MOST_TAKES)))]
    pub takes: u32,
    /// Server of the chat; without it one is started on a fresh folder.
    #[arg(long, requires = "code", value_name = "URL")]
    pub url: Option<String>,
    /// Join code of the chat; its host opens the takes.
    #[arg(long, requires = "url")]
    pub code: Option<String>,
    /// How long to wait for each take that the host opens, in seconds.
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub wait: u64,
}

/// A way in for somebody who is locked out.
#[derive(Debug, Args)]
pub(crate) struct LoginLink {
    /// Address of the account; without it the one that set the installation up.
    pub email: Option<String>,
    /// Data folder of the server.
    #[arg(long, env = "CANDOR_DATA", default_value = "candor-data", value_name = "DIR")]
    pub data: PathBuf,
    /// Address that people type; without it the one the server had last.
    #[arg(long, env = "CANDOR_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
}

/// A probe.
#[derive(Debug, Args)]
pub(crate) struct Healthcheck {
    /// The server; without it the address listened on.
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Address the server listens on.
    #[arg(long, env = "CANDOR_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub listen: String,
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    if let Err(error) = environment::check(std::env::vars_os().filter_map(|(name, _)| name.into_string().ok())) {
        eprintln!("candor: {error}");
        return ExitCode::from(2);
    }
    let cli = Cli::parse();
    let quiet = if matches!(cli.command, Command::Serve(_)) { "info" } else { "warn" };
    log_to_stderr(if cli.verbose { VERBOSE } else { quiet });
    let outcome =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Into::into).and_then(|runtime| {
            let outcome = runtime.block_on(run(cli.command));
            // Nothing that is still running may hold up the end.
            runtime.shutdown_background();
            outcome
        });
    match outcome {
        Ok(code) => code,
        Err(error) => {
            if let Some(bad) = error.downcast_ref::<BadScript>() {
                eprintln!("{bad}");
                return ExitCode::from(2);
            }
            eprintln!("candor: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(it) => serve::run(it).await?,
        Command::Demo(it) => demo::run(it).await?,
        Command::Replay(it) => replay::run(it).await?,
        Command::Rehearse(it) => rehearse::run(it).await?,
        Command::LoginLink(it) => login_link::run(it).await?,
        Command::Healthcheck(it) => return Ok(health::run(it).await),
    }
    Ok(ExitCode::SUCCESS)
}

fn log_to_stderr(usual: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(usual));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::{CommandFactory, Parser};

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn bounds_are_kept() {
        for (line, good) in [
            ("candor demo", true),
            ("candor demo --voices 5000 --port 80", true),
            ("candor demo --voices 0", false),
            ("candor demo --voices 5001", false),
            ("candor rehearse --voices 2000", true),
            ("candor rehearse", false),
            ("candor rehearse --voices 5 --url http://127.0.0.1:1", false),
            ("candor replay a.toml --out b", true),
            ("candor replay --out b", false),
            ("candor login-link a@b.example", true),
        ] {
            assert_eq!(Cli::try_parse_from(line.split(' ')).is_ok(), good, "{line}");
        }
    }
}
