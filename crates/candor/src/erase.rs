//! `candor erase`: what an erasure would do, and a request in the name of somebody who cannot sign in any more.

use crate::verify::Place;
use crate::{clock, folder};
use anyhow::{Context, bail};
use chat::Chats;
use clap::{ArgGroup, Args};
use people::People;
use people::own;
use web::{Site, SiteConfig};

/// Who, and how far it goes. Nobody is erased from here alone: two people agree on the page /people/requests.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("how").required(true).args(["dry_run", "request"])))]
pub(crate) struct Erase {
    /// Address of the person.
    email: String,
    /// Show what would go, and what of name, address and employee id would be found afterwards; change nothing. Nothing
    /// else is written meanwhile.
    #[arg(long)]
    dry_run: bool,
    /// Ask for it, as they would on their own page.
    #[arg(long)]
    request: bool,
    #[command(flatten)]
    place: Place,
}

pub(crate) async fn run(args: Erase) -> anyhow::Result<()> {
    // The server may go on: SQLite lets one more process write.
    let db = args.place.database.choose()?.attach(&args.place.data).await?;
    let public_url = folder::read(&args.place.data, folder::ADDRESS).unwrap_or_default();
    let site = Site::new(SiteConfig { name: "Candor".to_owned(), public_url, banner: None });
    let ambient = clock::system().context("the system gives no randomness")?;
    let people = People::new(db.clone(), ambient.clone(), site.clone());
    let chats = Chats::new(db, ambient, site, people.clone());
    let people = people.with_holding(chat::own::holding(&chats));
    let Some(person) = people::by_email(&people, &args.email).await? else {
        bail!("nobody here has the address {}", args.email);
    };
    if args.request {
        own::ask_erasure(&people, None, person.id).await?;
        println!("Asked for. Two people agree on the page /people/requests.");
        return Ok(());
    }
    let rehearsed = own::rehearse(&people, person.id).await?;
    let proof = &rehearsed.proof;
    println!("{} would be called {}. Nothing was changed.", person.name, rehearsed.pseudonym);
    for (kind, n) in &proof.gone {
        println!("{n:>8}  {kind}");
    }
    println!("{} texts in {} columns were read.", proof.cells, proof.columns);
    if proof.stands.is_empty() {
        println!("Nothing of name, address or employee id would be left.");
    }
    for place in &proof.stands {
        println!(
            "{:>8}  would be left in {}.{}: {}",
            place.cells,
            place.table,
            place.column,
            own::why_word(&place.why)
        );
    }
    Ok(())
}
