//! Where the room stands: the opinion map in plain words.

use super::Text;
use crate::escape::{line, plain};
use crate::facts::{Divide, Group, Opinion, Reading, Recap, Side, Stand};
use crate::numbers::percent;
use web::Words;

pub(super) fn write(text: &mut Text, facts: &Recap, t: &Words) {
    let Some(opinion) = &facts.opinion else { return };
    text.chapter(&t.text("draft-map"));
    text.paragraph(&format!("![{}](map)", line(&t.text("draft-map-alt"))));
    text.paragraph(&match opinion.reading {
        Reading::Groups => t.with("draft-map-groups", &[("n", opinion.groups.len().into())]),
        Reading::Spectrum => t.text("draft-map-spectrum"),
        Reading::NoClearGroups => t.text("draft-map-no-clear-groups"),
    });
    // Without groups the wrap-up has said all that there is.
    if opinion.groups.is_empty() {
        return;
    }
    text.list(&opinion.groups.iter().map(|group| of_group(group, facts, t)).collect::<Vec<_>>());
    let unite: Vec<String> = opinion.unite.iter().filter_map(|it| united(it, facts, t)).collect();
    listed(text, "draft-map-unite", &unite, t);
    let divide: Vec<String> = opinion.divide.iter().filter_map(|it| divided(it, facts, t)).collect();
    listed(text, "draft-map-divide", &divide, t);
}

/// The voices that a mark on the map stands for at least.
pub(super) fn least(opinion: &Opinion) -> usize {
    opinion.cells.iter().map(|cell| cell.voices).min().unwrap_or(0)
}

fn listed(text: &mut Text, key: &str, items: &[String], t: &Words) {
    if !items.is_empty() {
        text.paragraph(&t.text(key));
        text.list(items);
    }
}

fn of_group(group: &Group, facts: &Recap, t: &Words) -> String {
    let who = t.with("draft-map-group", &[("name", line(&group.name).into()), ("n", group.voices.into())]);
    let stands: Vec<String> = group.stands.iter().filter_map(|stand| said(stand, facts, t)).collect();
    if stands.is_empty() { format!("{who}.") } else { format!("{who}: {}", stands.join("; ")) }
}

/// What a group stands for, on one take, as Markdown.
pub(crate) fn said(stand: &Stand, facts: &Recap, t: &Words) -> Option<String> {
    said_of(stand, take(facts, stand.take)?, t)
}

/// The same as plain text.
pub(crate) fn plainly(stand: &Stand, facts: &Recap, t: &Words) -> Option<String> {
    let take = facts.takes.get(stand.take.checked_sub(1)?)?;
    said_of(stand, plain(&take.text), t)
}

fn said_of(stand: &Stand, take: String, t: &Words) -> Option<String> {
    let agree = percent(stand.share?);
    let (key, share) = match stand.side {
        Side::Agree => ("draft-map-stand-agree", agree),
        Side::Disagree => ("draft-map-stand-disagree", 100 - agree),
        Side::Pass => return None,
    };
    Some(t.with(key, &[("share", share.into()), ("take", take.into())]))
}

fn united(lean: &Stand, facts: &Recap, t: &Words) -> Option<String> {
    let key = match lean.side {
        Side::Agree => "draft-map-unite-agree",
        Side::Disagree => "draft-map-unite-disagree",
        Side::Pass => return None,
    };
    Some(t.with(key, &[("take", take(facts, lean.take)?.into())]))
}

fn divided(divide: &Divide, facts: &Recap, t: &Words) -> Option<String> {
    let part = |share: &crate::facts::GroupShare| {
        t.with("draft-map-part", &[("name", line(&share.name).into()), ("share", percent(share.share).into())])
    };
    let shares: Vec<String> = divide.shares.iter().map(part).collect();
    Some(t.with(
        "draft-map-divide-item",
        &[("take", take(facts, divide.take)?.into()), ("shares", shares.join(", ").into())],
    ))
}

fn take(facts: &Recap, number: usize) -> Option<String> {
    facts.takes.get(number.checked_sub(1)?).map(|section| line(&section.text))
}
