//! What of the directory is shown, and what other capabilities ask. Always about a day.

use crate::access::Readable;
use crate::model::PersonId;
use crate::model::directory::{Language, Status, Team, TeamId, Zone, words};
use crate::store::directory::{self as store, CardRow};
use db::{DbError, Reads};
use jiff::civil::Date;
use newtype_uuid::GenericUuid;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Words that a search looks for; more are left out.
const WORDS: usize = 4;

/// What colleagues see of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// How to speak of them; empty where it is not known, as below.
    pub pronouns: String,
    /// What they do.
    pub title: String,
    /// Place on the ladder.
    pub level: String,
    /// Where they work.
    pub place: String,
    /// Time zone.
    pub zone: Option<Zone>,
    /// Language.
    pub language: Option<Language>,
    /// Whether they are here.
    pub status: Status,
    /// Their team and its name.
    pub team: Option<(TeamId, String)>,
    /// Counts changes, for whoever may change them.
    pub version: i64,
}

impl From<CardRow> for Card {
    fn from(row: CardRow) -> Self {
        Self {
            id: PersonId::from_untyped_uuid(row.id),
            name: row.name,
            pronouns: row.pronouns,
            title: row.title,
            level: row.level,
            place: row.place,
            zone: Zone::parse(&row.timezone),
            language: Language::parse(&row.language),
            status: Status::from_key(&row.status).unwrap_or(Status::Leaver),
            team: row.team_id.map(TeamId::from_untyped_uuid).zip(row.team),
            version: row.version,
        }
    }
}

impl Card {
    /// What of it may be read: the rest is as if it were not known.
    #[must_use]
    pub fn only(mut self, readable: &Readable) -> Self {
        let text = |field: &str, text: String| if readable.has(field) { text } else { String::new() };
        self.name = text("name", self.name);
        self.pronouns = text("pronouns", self.pronouns);
        self.title = text("job_title", self.title);
        self.level = text("level", self.level);
        self.place = text("location", self.place);
        self.zone = self.zone.filter(|_| readable.has("timezone"));
        self.language = self.language.filter(|_| readable.has("locale"));
        self.team = self.team.filter(|_| readable.has("team"));
        self
    }
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Words in name, title, place or team.
    pub words: String,
    /// In this team and the teams below it.
    pub team: Option<TeamId>,
}

/// A part of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// People in the order of their names.
    pub people: Vec<Card>,
    /// Where the next part begins; none at the end.
    pub next: Option<(String, PersonId)>,
    /// How many there are in all.
    pub total: u64,
}

/// Somebody in the chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charted {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// What they do.
    pub title: String,
    /// Where they work.
    pub place: String,
    /// Whether they are here.
    pub status: Status,
    /// Name, title, place and team as a search reads them.
    pub folded: String,
    /// Whom they report to, if that person is here.
    pub manager: Option<PersonId>,
}

/// Whom somebody reported to on a day.
pub async fn manager_of(tx: &mut impl Reads, person: PersonId, on: Date) -> Result<Option<PersonId>, DbError> {
    let row = store::manager_on(tx, person.into_untyped_uuid(), &on.to_string()).await?;
    Ok(row.map(|it| PersonId::from_untyped_uuid(it.id)))
}

/// Who reported to somebody on a day, in the order of their names.
pub async fn reports_of(tx: &mut impl Reads, manager: PersonId, on: Date) -> Result<Vec<PersonId>, DbError> {
    let rows = store::reports_on(tx, manager.into_untyped_uuid(), &on.to_string()).await?;
    Ok(rows.into_iter().map(|it| PersonId::from_untyped_uuid(it.id)).collect())
}

/// Everybody above somebody on a day, the nearest first.
pub async fn line_above(tx: &mut impl Reads, person: PersonId, on: Date) -> Result<Vec<PersonId>, DbError> {
    let mut seen = BTreeSet::from([person]);
    let mut line = Vec::new();
    let mut next = manager_of(tx, person, on).await?;
    // No circle is ever written; a walk ends all the same.
    while let Some(at) = next.filter(|at| seen.insert(*at)) {
        line.push(at);
        next = manager_of(tx, at, on).await?;
    }
    Ok(line)
}

/// Whether `manager` stood somewhere above `person` on a day. Nobody stands above themselves.
pub async fn is_above(tx: &mut impl Reads, manager: PersonId, person: PersonId, on: Date) -> Result<bool, DbError> {
    Ok(line_above(tx, person, on).await?.contains(&manager))
}

/// The team somebody was in on a day.
pub async fn team_of(tx: &mut impl Reads, person: PersonId, on: Date) -> Result<Option<TeamId>, DbError> {
    let row = store::team_on(tx, person.into_untyped_uuid(), &on.to_string()).await?;
    Ok(row.map(|it| TeamId::from_untyped_uuid(it.team_id)))
}

/// What colleagues see of somebody, whether here or not: the caller decides who may.
pub async fn person_card(tx: &mut impl Reads, person: PersonId, on: Date) -> Result<Option<Card>, DbError> {
    Ok(store::card(tx, person.into_untyped_uuid(), &on.to_string()).await?.map(Card::from))
}

/// The cards of who reports to somebody on a day and is here.
pub async fn report_cards(tx: &mut impl Reads, manager: PersonId, on: Date) -> Result<Vec<Card>, DbError> {
    let rows = store::reports(tx, manager.into_untyped_uuid(), &on.to_string()).await?;
    Ok(rows.into_iter().map(Card::from).collect())
}

/// Every team, in the order of their names.
pub async fn teams(tx: &mut impl Reads) -> Result<Vec<Team>, DbError> {
    Ok(store::teams(tx).await?.iter().map(store::TeamRow::team).collect())
}

/// A part of the list of those who are here: at most `most`, after the place where an earlier part ended.
pub async fn list(
    tx: &mut impl Reads,
    search: &Search,
    after: Option<&(String, PersonId)>,
    most: u32,
    on: Date,
) -> Result<Listed, DbError> {
    let [one, two, three, four] = patterns(&search.words);
    let team = search.team.map_or(Uuid::nil(), GenericUuid::into_untyped_uuid);
    let everywhere = search.team.is_none();
    let (folded, id) = match after {
        Some((folded, id)) => (folded.as_str(), id.into_untyped_uuid()),
        None => ("", Uuid::nil()),
    };
    let day = on.to_string();
    let total = store::listed_count(tx, &one, &two, &three, &four, everywhere, team, &day).await?;
    // One more than is shown tells whether there is more.
    let wanted = i64::from(most) + 1;
    let mut rows = store::listed(tx, &one, &two, &three, &four, everywhere, team, folded, id, &day, wanted).await?;
    let more = rows.len() > most as usize;
    rows.truncate(most as usize);
    let next = rows.last().filter(|_| more).map(|it| (it.folded.clone(), PersonId::from_untyped_uuid(it.id)));
    let people = rows.into_iter().map(Card::from).collect();
    Ok(Listed { people, next, total: total.map_or(0, |it| u64::try_from(it.n).unwrap_or(0)) })
}

/// Everybody who is here, in the order of their names, with whom they report to.
pub async fn chart(tx: &mut impl Reads, on: Date) -> Result<Vec<Charted>, DbError> {
    let rows = store::charted(tx, &on.to_string()).await?;
    let here: BTreeSet<Uuid> = rows.iter().map(|it| it.id).collect();
    Ok(rows
        .into_iter()
        .map(|row| Charted {
            id: PersonId::from_untyped_uuid(row.id),
            name: row.name,
            title: row.title,
            place: row.place,
            status: Status::from_key(&row.status).unwrap_or(Status::Leaver),
            folded: format!("{} {}", row.folded, row.team.unwrap_or_default()),
            manager: row.manager_id.filter(|it| here.contains(it)).map(PersonId::from_untyped_uuid),
        })
        .collect())
}

/// The words of a search as patterns; one that asks for nothing fits everything.
fn patterns(query: &str) -> [String; WORDS] {
    words::<WORDS>(query).map(|word| match word {
        Some(word) => format!("%{}%", word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")),
        None => "%".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::patterns;

    #[test]
    fn signs_of_a_pattern_are_letters_in_a_search() {
        assert_eq!(patterns("100% Mül_ler"), ["%100\\%%", "%mul\\_ler%", "%", "%"].map(str::to_owned));
    }
}
