//! The 120 people of Saltmarsh, imported as any company would import its own.

use anyhow::{Context, bail};
use people::People;
use people::import::{self, Absent, Agreed, Choices, Order};

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
        assert!(FILE.contains(&format!(",{},", super::super::HOST.1)));
    }
}
