//! `candor replay`: a scripted chat, played through a real server, and what came of it as three files.

mod page;
mod result;

use crate::args::Replay;
use crate::script::Script;
use crate::server::Settings;
use crate::{open_files, play, standalone};
use anyhow::{Context, ensure};
use std::fs;
use std::path::Path;

pub(crate) async fn run(args: Replay) -> anyhow::Result<()> {
    let script = Script::load(&args.script)?;
    ensure!(!args.out.exists() || args.out.is_dir(), "{} is not a folder; name one with --out", args.out.display());
    // A phone and its end in the server, in one process.
    open_files::raise(2 * script.voices() as u64);
    let data = tempfile::tempdir().context("no temporary folder can be made")?;
    let own = standalone::start(Settings::local(data.path()), "Replay", "replay@saltmarsh.example").await?;
    let played = async {
        let played = play::play(&own, &script).await?;
        let markdown = own.host.text(&format!("{}.md", played.recap)).await?;
        let html = page::self_contained(&own.host, &own.host.text(&played.recap).await?).await?;
        anyhow::Ok((played, markdown, html))
    }
    .await;
    own.running.shutdown().await;
    let (played, markdown, html) = played?;
    let result: result::ResultFile = serde_json::from_value(played.result).context("the result lacks a number")?;
    let result = serde_json::to_string_pretty(&result)? + "\n";
    write(&args.out, &[("recap.md", &markdown), ("recap.html", &html), ("result.json", &result)])
        .with_context(|| format!("the files cannot be written to {}", args.out.display()))?;
    println!(
        "{}: {} voices, {} takes, {} swipes acknowledged; recap.md, recap.html and result.json are in {}",
        script.title,
        script.voices(),
        script.takes.len(),
        played.acknowledged,
        args.out.display()
    );
    Ok(())
}

/// All files or none: each is complete under another name before the first one gets its own.
fn write(folder: &Path, files: &[(&str, &str)]) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let fresh = |name: &str| folder.join(format!(".{name}.new"));
    for (name, text) in files {
        fs::write(fresh(name), text)?;
    }
    for (name, _) in files {
        fs::rename(fresh(name), folder.join(name))?;
    }
    Ok(())
}
