//! The command line.

use crate::args::{Coach, Demo, EndAccess, Healthcheck, LoginLink, Opinion, Rehearse, Replay, Serve};
use crate::backup::BackupArgs;
use crate::coach::BadText;
use crate::erase::Erase;
use crate::export::Export;
use crate::import::Import;
use crate::mail::Mail;
use crate::migrate_to::MigrateTo;
use crate::opinion::Fault;
use crate::restore::RestoreArgs;
use crate::script::BadScript;
use crate::verify::Verify;
use crate::{
    backup, coach, demo, end_access, environment, erase, export, health, import, login_link, mail, migrate_to, opinion,
};
use crate::{providers, rehearse, replay, restore, roles, serve, verify};
use clap::{Parser, Subcommand};
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
    /// Print what a room thinks as JSON, from a file with its answers.
    Opinion(Opinion),
    /// Print questions to ask yourself about a feedback text on standard input, as JSON. Places are counted in characters
    /// (Unicode scalar values). Nothing is kept.
    Coach(Coach),
    /// Print a sign-in link for somebody who has an account.
    LoginLink(LoginLink),
    /// End every way in of somebody: sessions, links, tokens, passkeys, password, accounts elsewhere.
    EndAccess(EndAccess),
    /// Give somebody a role.
    Grant(roles::Grant),
    /// End a role of somebody.
    Revoke(roles::Whose),
    /// Write one file with the whole database, while the server goes on.
    Backup(BackupArgs),
    /// Make a data folder from a backup.
    Restore(RestoreArgs),
    /// Prove the ledger, the database, or a backup.
    #[command(subcommand)]
    Verify(Verify),
    /// Write what is kept for other programs.
    #[command(subcommand)]
    Export(Export),
    /// Copy an installation from SQLite into an empty PostgreSQL database.
    MigrateTo(MigrateTo),
    /// Take in what another system knows.
    #[command(subcommand)]
    Import(Import),
    /// Try out mail.
    #[command(subcommand)]
    Mail(Mail),
    /// Show what an erasure of somebody would do, or ask for one in their name.
    Erase(Erase),
    /// Ask a running server whether it is ready; exit code 0 or 1.
    Healthcheck(Healthcheck),
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    if let Err(error) = environment::check(std::env::vars_os().filter_map(|(name, _)| name.into_string().ok())) {
        eprintln!("candor: {error}");
        return ExitCode::from(2);
    }
    if let Err(error) = providers::check(&providers::variables()) {
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
            if let Some(fault) = error.downcast_ref::<Fault>() {
                eprintln!("{fault}");
                return ExitCode::from(2);
            }
            eprintln!("candor: {error:#}");
            if error.is::<BadText>() {
                return ExitCode::from(2);
            }
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
        Command::Opinion(it) => opinion::run(&it)?,
        Command::Coach(it) => coach::run(&it)?,
        Command::LoginLink(it) => login_link::run(it).await?,
        Command::EndAccess(it) => end_access::run(it).await?,
        Command::Grant(it) => roles::grant(it).await?,
        Command::Revoke(it) => roles::revoke(it).await?,
        Command::Backup(it) => backup::run(it).await?,
        Command::Restore(it) => restore::run(it).await?,
        Command::Verify(it) => verify::run(it).await?,
        Command::Export(it) => export::run(it).await?,
        Command::MigrateTo(it) => migrate_to::run(it).await?,
        Command::Import(it) => return import::run(it).await,
        Command::Mail(it) => mail::run(it).await?,
        Command::Erase(it) => erase::run(it).await?,
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
            ("candor opinion a.csv --k 5 --compat --draws 0 --seed 7", true),
            ("candor opinion", false),
            ("candor opinion a.csv --k 6", false),
            ("candor opinion a.csv --k 1", false),
            ("candor opinion a.csv --groups b.csv --k 2", false),
            ("candor coach", true),
            ("candor coach --lang en-GB --event-date 2026-06-15 --identity confidential", true),
            ("candor coach --lang xx", false),
            ("candor coach --event-date 2026-02-30", false),
            ("candor coach --event-date yesterday", false),
            ("candor coach --identity anonymous", false),
            ("candor login-link a@b.example", true),
            ("candor grant a@b.example partner --team Ports --last 2026-12-31 --data d", true),
            ("candor grant a@b.example partner --everybody --team Ports", false),
            ("candor grant a@b.example king", false),
            ("candor grant a@b.example", false),
            ("candor revoke a@b.example admin", true),
            ("candor serve --database postgres://a@b/c --database-url-file d", true),
            ("candor backup --to a.tar.gz --data b", true),
            ("candor restore a.tar.gz", false),
            ("candor restore --data b", false),
            ("candor verify", false),
            ("candor verify backup", false),
            ("candor verify ledger --head 00", false),
            ("candor export ledger --out a.jsonl", true),
            ("candor migrate-to postgres://a@b/c --data d", true),
            ("candor import people a.csv --dry-run --data d --absent-are-leavers --yes --dates day-first", true),
            ("candor import people a.csv --dates sometimes", false),
            ("candor serve --mail-url smtp://localhost --mail-from a@b.example --local-sign-in off", true),
            ("candor serve --local-sign-in perhaps", false),
            ("candor mail test a@b.example", true),
            ("candor mail", false),
            ("candor import people", false),
            ("candor import", false),
            ("candor erase a@b.example --dry-run --data d", true),
            ("candor erase a@b.example --request", true),
            ("candor erase a@b.example", false),
            ("candor erase a@b.example --dry-run --request", false),
        ] {
            assert_eq!(Cli::try_parse_from(line.split(' ')).is_ok(), good, "{line}");
        }
    }
}
