//! What each command takes.

use crate::database::DatabaseArgs;
use crate::sign_in::SignInArgs;
use clap::Args;
use std::path::PathBuf;

/// Where the real thing keeps its data and how it is reached.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Folder of all data; made when missing.
    #[arg(long, env = "CANDOR_DATA", default_value = "candor-data", value_name = "DIR")]
    pub data: PathBuf,
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// Address to listen on.
    #[arg(long, env = "CANDOR_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub listen: String,
    /// Address that people type, for links and QR codes, for example `https://candor.example.org`.
    #[arg(long, env = "CANDOR_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    #[command(flatten)]
    pub sign_in: SignInArgs,
    /// Requests per minute that a token of the API may make.
    #[arg(long, env = "CANDOR_API_RATE", default_value_t = people::front::USUAL_RATE, value_name = "N",
          value_parser = clap::value_parser!(u32).range(1..))]
    pub api_rate: u32,
    /// Different people who must have written before confidential feedback arrives. What was promised already keeps its
    /// number.
    #[arg(long, env = "CANDOR_FEEDBACK_FLOOR", default_value_t = feedback::FLOOR, value_name = "N",
          value_parser = clap::value_parser!(u32).range(i64::from(feedback::FLOOR_LEAST)..))]
    pub feedback_floor: u32,
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

/// Answers in a file.
#[derive(Debug, Args)]
pub(crate) struct Opinion {
    /// A Polis export (`participants-votes.csv` or `votes.csv`) or a matrix with a voice in each row and a take in each
    /// column; plain or packed with gzip. `-` is standard input. A `comments.csv` beside it is read too.
    #[arg(value_name = "FILE.csv")]
    pub file: PathBuf,
    /// Draw the map into this file.
    #[arg(long, value_name = "FILE.svg")]
    pub svg: Option<PathBuf>,
    /// This many groups, whether chance makes such groups as well or not.
    #[arg(long, value_parser = clap::value_parser!(u8).range(2..=5), conflicts_with = "groups")]
    pub k: Option<u8>,
    /// Take the groups from this file: columns `voice` and `group`, or a `participants-votes.csv` of Polis.
    #[arg(long, value_name = "FILE.csv")]
    pub groups: Option<PathBuf>,
    /// Write who is in which group into this file, as `voice,group`.
    #[arg(long, value_name = "FILE.csv")]
    pub assignments: Option<PathBuf>,
    /// Compute as Polis does: left-out takes count as passes of everybody, groups of any size, no test of groups.
    #[arg(long)]
    pub compat: bool,
    /// Shuffled rooms that groups must beat; without it 99, and none with --compat.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=9_999), conflicts_with = "groups")]
    pub draws: Option<u32>,
    /// Seed of everything drawn by lot.
    #[arg(long, value_name = "N", default_value_t = opinion::Settings::default().seed)]
    pub seed: u64,
}

/// A feedback text on standard input.
#[derive(Debug, Args)]
pub(crate) struct Coach {
    /// The language you expect, as en or es. A text that is clearly in another one is looked at as that.
    #[arg(long, value_name = "CODE")]
    pub lang: Option<coach::Language>,
    /// When it happened, as 2026-06-15.
    #[arg(long, value_name = "DATE")]
    pub event_date: Option<coach::Day>,
    /// Whether the reader will see who wrote: with `confidential`, words that could tell it are marked too.
    #[arg(long, value_enum, default_value_t = Identity::Named)]
    pub identity: Identity,
}

/// Whether the reader will see who wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Identity {
    Named,
    Confidential,
}

impl From<Identity> for coach::Identity {
    fn from(identity: Identity) -> Self {
        match identity {
            Identity::Named => Self::Named,
            Identity::Confidential => Self::Confidential,
        }
    }
}

/// A way in for somebody who is locked out.
#[derive(Debug, Args)]
pub(crate) struct LoginLink {
    /// Address of the account; without it the one that set the installation up.
    pub email: Option<String>,
    /// Data folder of the server.
    #[arg(long, env = "CANDOR_DATA", default_value = "candor-data", value_name = "DIR")]
    pub data: PathBuf,
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// Address that people type; without it the one the server had last.
    #[arg(long, env = "CANDOR_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
}

/// Nobody gets in as this person any more, until they are let in anew.
#[derive(Debug, Args)]
pub(crate) struct EndAccess {
    /// Address of the account.
    pub email: String,
    /// Data folder of the server.
    #[arg(long, env = "CANDOR_DATA", default_value = "candor-data", value_name = "DIR")]
    pub data: PathBuf,
    #[command(flatten)]
    pub database: DatabaseArgs,
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
