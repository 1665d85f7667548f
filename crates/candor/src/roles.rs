//! `candor grant` and `candor revoke`: roles, given and ended on the server.

use crate::database::DatabaseArgs;
use crate::{clock, folder};
use anyhow::{Context, bail};
use clap::Args;
use jiff::civil::Date;
use people::model::directory::{Team, TeamId, fold};
use people::roles::{self, New, RoleError};
use people::{People, Person, Role, directory};
use std::path::PathBuf;
use web::{Site, SiteConfig};

/// Who, and which role.
#[derive(Debug, Args)]
pub(crate) struct Whose {
    /// Address of the account.
    email: String,
    /// host, partner or admin.
    #[arg(value_parser = role)]
    role: Role,
    /// Team that a partner looks after, with the teams below it.
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// Data folder of the server, which may be running.
    #[arg(long, env = "CANDOR_DATA", default_value = "candor-data", value_name = "DIR")]
    data: PathBuf,
    #[command(flatten)]
    database: DatabaseArgs,
}

/// A role for somebody.
#[derive(Debug, Args)]
pub(crate) struct Grant {
    #[command(flatten)]
    whose: Whose,
    /// A partner looks after everybody.
    #[arg(long, conflicts_with = "team")]
    everybody: bool,
    /// Last day on which it is held, for example 2026-12-31; without it until it is ended.
    #[arg(long, value_name = "DAY")]
    last: Option<Date>,
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_key(text).ok_or_else(|| format!("write {}", Role::ALL.map(Role::key).join(", ")))
}

/// Gives a role.
pub(crate) async fn grant(args: Grant) -> anyhow::Result<()> {
    let role = args.whose.role;
    if role == Role::Partner && args.whose.team.is_none() && !args.everybody {
        bail!("say what the partner looks after: --team NAME, or --everybody");
    }
    let (people, person) = args.whose.open().await?;
    let team = args.whose.team(&people).await?;
    told(roles::grant(&people, None, person.id, New { role, team, last: args.last }).await)?;
    println!("{} is {} now.", person.name, role.key());
    Ok(())
}

/// Ends a role.
pub(crate) async fn revoke(args: Whose) -> anyhow::Result<()> {
    let (people, person) = args.open().await?;
    let team = args.team(&people).await?;
    told(roles::revoke(&people, person.id, args.role, team).await)?;
    println!("{} is not {} any more.", person.name, args.role.key());
    Ok(())
}

fn told(done: Result<(), RoleError>) -> anyhow::Result<()> {
    done.map_err(|error| match error {
        RoleError::LastAdmin => anyhow::anyhow!("this is the last admin; make somebody else an admin first"),
        RoleError::Held => anyhow::anyhow!("this role is held already; revoke it first to change it"),
        RoleError::NotHeld => anyhow::anyhow!("this role is not held"),
        other => other.into(),
    })
}

impl Whose {
    async fn open(&self) -> anyhow::Result<(People, Person)> {
        let db = self.database.clone().choose()?.attach(&self.data).await?;
        db.check_schema().await?;
        let public_url = folder::read(&self.data, folder::ADDRESS).unwrap_or_else(|| "http://localhost".to_owned());
        let site = Site::new(SiteConfig { name: "Candor".to_owned(), public_url, banner: None });
        let people = People::new(db, clock::system().context("the system gives no randomness")?, site);
        let found = people::by_email(&people, &self.email).await?;
        let Some(person) = found else { bail!("nobody here has the address {}", self.email) };
        Ok((people, person))
    }

    async fn team(&self, people: &People) -> anyhow::Result<Option<TeamId>> {
        let Some(name) = &self.team else { return Ok(None) };
        let mut tx = people.db().read().await?;
        let teams = directory::teams(&mut tx).await?;
        let fits = |it: &&Team| fold(it.name.as_str()) == fold(name);
        match teams.iter().filter(fits).collect::<Vec<_>>().as_slice() {
            [only] => Ok(Some(only.id)),
            [] => bail!("there is no team called {name}"),
            _ => bail!("several teams are called {name}; choose one on the person's page of roles"),
        }
    }
}
