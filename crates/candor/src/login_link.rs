//! `candor login-link`: the way in for somebody who is locked out.

use crate::args::LoginLink;
use crate::{clock, folder};
use anyhow::{Context, bail};
use people::{LinkFor, People, Purpose};
use web::{Site, SiteConfig};

pub(crate) async fn run(args: LoginLink) -> anyhow::Result<()> {
    let database = args.database.choose()?;
    // The server may go on: SQLite lets one more process write.
    let db = database.attach(&args.data).await?;
    let Some(public_url) = args.public_url.or_else(|| folder::read(&args.data, folder::ADDRESS)) else {
        bail!("the address of the server is not known; name it with --public-url");
    };
    let site = Site::new(SiteConfig { name: "Candor".to_owned(), public_url, banner: None });
    let people = People::new(db, clock::system().context("the system gives no randomness")?, site);
    let found = match &args.email {
        Some(email) => people::by_email(&people, email).await?,
        None => people::first_admin(&people).await?,
    };
    let Some(person) = found else {
        match args.email {
            Some(email) => bail!("nobody here has the address {email}; leave it out to sign in who set this up"),
            None => bail!("nobody has set this installation up; open the address in its file setup-url"),
        }
    };
    let link = people::issue_link(&people, LinkFor::Person(person.id), Purpose::SignIn, "/host").await?;
    println!("{link}");
    eprintln!("It signs {} in, once, within 15 minutes.", person.name);
    Ok(())
}
