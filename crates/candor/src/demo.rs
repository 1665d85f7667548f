//! `candor demo`: Saltmarsh, an invented company, in the middle of a chat.

mod directory;
mod feedback;
mod room;

use crate::args::Demo;
use crate::database::Database;
use crate::script::Script;
use crate::server::{Running, Settings, StartError};
use crate::standalone::{self, Standalone};
use crate::{WORDS, clock, folder, open_files, play, signals};
use anyhow::{Context, bail};
use chat::model::{Door, Mode};
use jiff::ToSpan;
use people::{LinkFor, Person, Purpose};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use swarm::{NewChat, NewTake};

/// Who leads the chats of Saltmarsh.
const HOST: (&str, &str) = ("Mira Sandoval", "mira@saltmarsh.example");
/// The first port that is tried.
const PORT: u16 = 4711;
/// Ports that are tried after it.
const MORE: u16 = 50;

pub(crate) async fn run(args: Demo) -> anyhow::Result<()> {
    // Both ends of every connection are in this process.
    open_files::raise(2 * u64::from(args.voices));
    let stop = tokio::spawn(signals::asked_to_stop());
    let (data, _gone_at_the_end) = folder_for(args.data.as_deref())?;
    let own = start(&args, &data).await?;
    let prepare = async {
        directory::arrive(&own.running.people).await?;
        let cast = directory::cast(&own.running.people).await?;
        feedback::tell(&own.running).await?;
        let recap = yesterday(&own).await?;
        upcoming(&own).await?;
        let room = room::begin(&own, args.voices).await?;
        anyhow::Ok((recap, room, cast))
    };
    tokio::pin!(stop);
    let ready = tokio::select! {
        ready = prepare => Some(ready),
        _ = &mut stop => None,
    };
    let outcome = match ready {
        None => Ok(()),
        Some(Err(error)) => Err(error),
        Some(Ok((recap, room, cast))) => {
            let shown = show(&args, &own, &recap, &room, &cast).await;
            if shown.is_ok() {
                let _ = stop.await;
            }
            room.leave().await;
            shown
        }
    };
    own.running.shutdown().await;
    outcome
}

fn folder_for(named: Option<&Path>) -> anyhow::Result<(PathBuf, Option<tempfile::TempDir>)> {
    match named {
        Some(path) if folder::holds_data(path) => bail!(
            "{} holds data already; name a new folder, or look at it with: candor serve --data {}",
            path.display(),
            path.display()
        ),
        Some(path) => Ok((path.to_owned(), None)),
        None => {
            let own = tempfile::Builder::new().prefix("candor-demo-").tempdir();
            let own = own.context("no temporary folder can be made; name one with --data")?;
            Ok((own.path().to_owned(), Some(own)))
        }
    }
}

async fn start(args: &Demo, data: &Path) -> anyhow::Result<Standalone> {
    let (port, last) = match args.port {
        Some(port) => (port, port),
        None => (PORT, PORT + MORE),
    };
    for port in port..=last {
        match standalone::start(settings(args, data, args.listen, port), HOST.0, HOST.1).await {
            Err(error) if port < last && is_port_in_use(&error) => {}
            Err(error) => return Err(error),
            Ok(own) => {
                if args.port.is_none() && port != PORT {
                    println!("Port {PORT} is taken, so this is on port {port}.");
                }
                return Ok(own);
            }
        }
    }
    bail!("no free port from {port} to {last}; name one with --port")
}

fn settings(args: &Demo, data: &Path, ip: IpAddr, port: u16) -> Settings {
    Settings {
        data: data.to_owned(),
        database: Database::InFolder,
        listen: SocketAddr::new(ip, port).to_string(),
        public_url: args.public_url.clone(),
        banner: Some(WORDS.in_language("en").text("demo-banner")),
        sign_in: people::sign_in::Settings::default(),
        providers: Vec::new(),
        api_rate: people::front::USUAL_RATE,
        feedback_floor: ::feedback::FLOOR,
    }
}

/// Saltmarsh on a server of this process, with its people and the last chat, for programs that try things out. Answers
/// its host too.
pub async fn furnished(settings: Settings) -> anyhow::Result<(Running, Person)> {
    let own = standalone::start(settings, HOST.0, HOST.1).await?;
    directory::arrive(&own.running.people).await?;
    yesterday(&own).await?;
    Ok((own.running, own.person))
}

fn is_port_in_use(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(StartError::PortInUse(_)))
}

/// Plays the chat of two months ago; answers the path of its recap.
async fn yesterday(own: &Standalone) -> anyhow::Result<String> {
    let mut script = Script::parse(Path::new("finished.toml"), include_str!("../demo/finished.toml"))?;
    let today = clock::system()?.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    script.date = Some(today.saturating_sub(2.months()).to_string());
    Ok(play::play(own, &script).await?.recap)
}

/// A chat to come, for colleagues alone: it asks for sign-in. A draft, to be looked at, changed and opened.
async fn upcoming(own: &Standalone) -> anyhow::Result<()> {
    const TAKES: [&str; 5] = [
        "My last one-to-one changed what I did that week.",
        "I know what would have to happen for me to be promoted.",
        "Bad news travels upwards here as fast as good news.",
        "I could say no to a customer and be backed for it.",
        "Next year I will still want to work here.",
    ];
    let takes = TAKES.map(|text| NewTake { text: text.to_owned(), takeaway: None });
    let chat = NewChat {
        title: "Among ourselves".to_owned(),
        series: Some("Culture Chat".to_owned()),
        mode: Some(Mode::Confidential.word().to_owned()),
        door: Some(Door::Signed.word().to_owned()),
        takes: takes.into(),
        ..NewChat::default()
    };
    own.host.create(&chat).await?;
    Ok(())
}

async fn show(
    args: &Demo,
    own: &Standalone,
    recap: &str,
    room: &room::Room<'_>,
    cast: &[(&str, String, String)],
) -> anyhow::Result<()> {
    let site = own.running.site();
    let chat = &room.stage.chat;
    let console = format!("/host/chats/{}/console", chat.id);
    let host = people::issue_link(&own.running.people, LinkFor::Person(own.person.id), Purpose::Demo, &console).await?;
    println!("\nSaltmarsh, an invented company, is in the middle of a Culture Chat with {} phones.\n", args.voices);
    println!("  Host console      {host}");
    println!("  Big screen        {}", site.absolute(&format!("/screen/{}", chat.screen_key)));
    println!("  Join by phone     {}   (code {})", site.absolute(&format!("/j/{}", chat.code)), chat.code);
    println!("  The last recap    {}", site.absolute(recap));
    println!("  A draft for colleagues, who sign in: in the list of chats, {}", site.absolute("/host"));
    println!("  Org chart         {}   (as the host)", site.absolute("/people/chart"));
    println!("\nSee Saltmarsh with the eyes of somebody else:\n");
    for (part, name, link) in cast {
        println!("  {part:<17} {link}   ({name})");
    }
    println!("  Feedback          {}   (as the host)", site.absolute("/feedback"));
    println!("\nTake 2 is open. Move on in the host console; the phones follow. Ctrl-C ends.");
    if args.public_url.is_none() && own.running.addr.ip().is_unspecified() {
        println!(
            "For phones on your network, name this machine: --public-url http://ADDRESS:{}",
            own.running.addr.port()
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Script;
    use std::path::Path;

    #[test]
    fn the_scripts_of_the_demo_are_good() {
        for (file, text) in
            [("finished.toml", include_str!("../demo/finished.toml")), ("live.toml", include_str!("../demo/live.toml"))]
        {
            let script = Script::parse(Path::new(file), text).unwrap_or_else(|bad| panic!("{bad}"));
            assert_eq!((script.takes.len(), script.panel.len()), (6, 3));
            assert!(!script.is_named());
        }
    }
}
