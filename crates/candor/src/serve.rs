//! `candor serve`: the real thing.

use crate::args::Serve;
use crate::folder::SETUP;
use crate::server::{self, Running, Settings};
use crate::{clock, open_files, providers, signals};
use anyhow::Context;
use people::{LinkFor, Purpose};

pub(crate) async fn run(args: Serve) -> anyhow::Result<()> {
    open_files::raise(u64::from(chat::model::limits::SEATS_USUAL));
    let ambient = clock::system().context("the system gives no randomness")?;
    let everywhere =
        args.public_url.is_none() && (args.listen.starts_with("0.0.0.0") || args.listen.starts_with("[::]"));
    let settings = Settings {
        data: args.data,
        database: args.database.choose()?,
        listen: args.listen,
        public_url: args.public_url,
        banner: None,
        sign_in: args.sign_in.choose()?,
        providers: providers::read(&providers::variables())?,
        api_rate: args.api_rate,
        feedback_floor: args.feedback_floor,
    };
    let running = server::start(settings, ambient).await?;
    println!("Candor is at {}", running.site().public_url());
    if everywhere {
        tracing::warn!("links and QR codes lead to this machine only: name its address with --public-url");
    }
    first_run(&running).await?;
    signals::asked_to_stop().await?;
    running.shutdown().await;
    Ok(())
}

/// Until there is an admin, every start makes a new link for the first one.
async fn first_run(running: &Running) -> anyhow::Result<()> {
    if people::any_admin(&running.people).await? {
        running.folder.remove(SETUP)?;
        return Ok(());
    }
    let link = people::issue_link(&running.people, LinkFor::Setup, Purpose::Setup, "/host").await?;
    running.folder.write(SETUP, &format!("{link}\n"))?;
    println!("Set it up within a day, by this link, which works once: {link}");
    println!("The link is also in {}", running.folder.path().join(SETUP).display());
    Ok(())
}
