//! `candor mail test`: does mail work?

use crate::sign_in::MailArgs;
use crate::{clock, folder};
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use std::path::PathBuf;
use web::{Site, SiteConfig};

/// Mail.
#[derive(Debug, Subcommand)]
pub(crate) enum Mail {
    /// Send one letter, and say what the mail server answered.
    Test(MailTest),
}

/// One letter.
#[derive(Debug, Args)]
pub(crate) struct MailTest {
    /// To whom.
    pub address: String,
    #[command(flatten)]
    pub mail: MailArgs,
    /// Data folder of the server, which knows its address.
    #[arg(long, env = "CANDOR_DATA", default_value = "candor-data", value_name = "DIR")]
    pub data: PathBuf,
    /// Address that people type; without it the one the server had last.
    #[arg(long, env = "CANDOR_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
}

pub(crate) async fn run(mail: Mail) -> anyhow::Result<()> {
    let Mail::Test(args) = mail;
    let Some(settings) = args.mail.choose()? else {
        bail!("no mail server is set up: name it with CANDOR_MAIL_URL, and who letters are from with CANDOR_MAIL_FROM");
    };
    let known = args.public_url.or_else(|| folder::read(&args.data, folder::ADDRESS));
    let public_url = known.unwrap_or_else(|| "http://localhost".to_owned());
    let site = Site::new(SiteConfig { name: "Candor".to_owned(), public_url, banner: None });
    let ambient = clock::system().context("the system gives no randomness")?;
    people::sign_in::send_trial(settings, &site, &ambient, &args.address).await?;
    println!("The mail server took a letter to {}. Look whether it arrives.", args.address);
    Ok(())
}
