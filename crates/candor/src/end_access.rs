//! `candor end-access`: every way in of somebody ends.

use crate::args::EndAccess;
use crate::clock;
use anyhow::{Context, bail};
use people::People;
use people::sign_in::{Ended, end_access};
use web::{Site, SiteConfig};

pub(crate) async fn run(args: EndAccess) -> anyhow::Result<()> {
    let database = args.database.choose()?;
    // The server may go on: it looks at every session and token anew.
    let db = database.attach(&args.data).await?;
    let site =
        Site::new(SiteConfig { name: "Candor".to_owned(), public_url: "http://localhost".to_owned(), banner: None });
    let people = People::new(db, clock::system().context("the system gives no randomness")?, site);
    let Some(person) = people::by_email(&people, &args.email).await? else {
        bail!("nobody here has the address {}", args.email);
    };
    let Ended { sessions, links, tokens, passkeys, passwords, accounts } = end_access(&people, None, person.id).await?;
    println!("{} has no way in any more. Ended:", person.name);
    for (n, what) in [
        (sessions, "sessions"),
        (links, "links"),
        (tokens, "tokens"),
        (passkeys, "passkeys"),
        (passwords, "passwords"),
        (accounts, "accounts elsewhere"),
    ] {
        println!("{n:>5}  {what}");
    }
    eprintln!(
        "With a letter, an account of the company that has the address, or candor login-link they can come in anew."
    );
    Ok(())
}
