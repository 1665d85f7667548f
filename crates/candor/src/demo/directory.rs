//! The 120 people of Saltmarsh, imported as any company would import its own.

use anyhow::{Context, bail};
use people::import::{self, Absent, Agreed, Choices, Order};
use people::roles::{self, New};
use people::{LinkFor, People, Purpose, Role, directory};

/// As their personnel system exports them.
const FILE: &str = include_str!("../../demo/people.csv");

/// Everybody arrives. The host is among them and is recognised by the address.
pub(super) async fn arrive(people: &People) -> anyhow::Result<()> {
    let table = import::read(FILE.as_bytes()).context("the people of the demonstration")?;
    let columns = import::suggest(&table.headers).columns;
    let choices = Choices { columns, dates: Order::Unknown, absent: Absent::Stay };
    let applied = import::apply(people, None, "people.csv", &table, &choices, &Agreed::default()).await?;
    if applied.counts.refused > 0 {
        bail!("{} people of the demonstration were refused", applied.counts.refused);
    }
    Ok(())
}

/// Who of them may be tried out, besides the host: what they are there for, their address, and where their link leads.
const CAST: [(&str, &str, &str); 4] = [
    ("Employee", "joris.bosman@saltmarsh.example", "/people"),
    ("Manager", "tamsin.okoye@saltmarsh.example", "/people"),
    ("People partner", PARTNER.0, "/people"),
    ("Admin", ADMIN, "/people"),
];
/// The people partner, and the team she looks after.
const PARTNER: (&str, &str) = ("bethany.arsenault@saltmarsh.example", "Product");
const ADMIN: &str = "piet.vanaalst@saltmarsh.example";

/// Gives the roles of Saltmarsh; answers who can be tried out, their names and the links that sign in as them.
pub(super) async fn cast(people: &People) -> anyhow::Result<Vec<(&'static str, String, String)>> {
    let team = {
        let mut tx = people.db().read().await?;
        let teams = directory::teams(&mut tx).await?;
        teams.iter().find(|it| it.name.as_str() == PARTNER.1).map(|it| it.id)
    };
    let team = Some(team.context("the team of the people partner")?);
    for (email, new) in [
        (PARTNER.0, New { role: Role::Partner, team, last: None }),
        (ADMIN, New { role: Role::Admin, team: None, last: None }),
    ] {
        roles::grant(people, None, of(people, email).await?.id, new).await?;
    }
    let mut links = Vec::new();
    for (part, email, lands_on) in CAST {
        let person = of(people, email).await?;
        let link = people::issue_link(people, LinkFor::Person(person.id), Purpose::Demo, lands_on).await?;
        links.push((part, person.name, link));
    }
    Ok(links)
}

async fn of(people: &People, email: &str) -> anyhow::Result<people::Person> {
    people::by_email(people, email).await?.with_context(|| format!("{email} works at Saltmarsh"))
}

#[cfg(test)]
mod tests {
    use super::FILE;
    use jiff::civil::date;
    use people::import::{self, Absent, Choices, Fate, Known, Order};
    use std::collections::BTreeSet;

    #[test]
    fn the_people_of_the_demo_are_good() {
        let table = import::read(FILE.as_bytes()).unwrap();
        let columns = import::suggest(&table.headers).columns;
        let choices = Choices { columns, dates: Order::Unknown, absent: Absent::Stay };
        let plan = import::plan(&table, &choices, &Known::default(), None, date(2026, 11, 1));
        assert_eq!((plan.counts().new, plan.counts().refused, plan.questions.len()), (120, 0, 0), "{plan:#?}");
        let new: Vec<_> = plan
            .rows
            .iter()
            .filter_map(|row| match &row.fate {
                Fate::New(target) => Some(target),
                _ => None,
            })
            .collect();
        assert_eq!(new.iter().filter(|it| it.manager.value().is_none()).count(), 1, "one person leads them all");
        let continents: BTreeSet<_> =
            new.iter().filter_map(|it| it.entry.zone.as_ref()?.as_str().split('/').next()).collect();
        assert!(continents.is_superset(&BTreeSet::from(["Africa", "America", "Asia", "Europe"])), "{continents:?}");
    }

    /// Who sits on the panels of the demo works there, with the same words on the card.
    #[test]
    fn the_panels_of_the_demo_work_here() {
        let scripts = [include_str!("../../demo/finished.toml"), include_str!("../../demo/live.toml")];
        for name in scripts.iter().flat_map(|it| it.split("[[panel]]\nname = \"").skip(1)) {
            let name = name.split('"').next().unwrap();
            let (given, family) = name.split_once(' ').unwrap();
            assert!(FILE.contains(&format!(",{given},{family},")), "{name}");
        }
        let cast = super::CAST.map(|it| it.1);
        for email in [super::super::HOST.1].into_iter().chain(cast) {
            assert!(FILE.contains(&format!(",{email},")), "{email}");
        }
    }
}
