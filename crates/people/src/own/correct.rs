//! Putting right what is stored: the own fields at once, the rest by asking.

use super::hands::names_of;
use crate::directory::{self, DirectoryError, Hand};
use crate::model::directory::{Entry, Field, Language, PreferredName, Pronouns, Zone, fold};
use crate::model::{Email, NAME_MAX, PersonId};
use crate::store::directory as people_store;
use crate::store::own::{self as store, CorrectionRow};
use crate::{People, accounts};
use db::{DbError, Reads, WriteTx, from_micros, micros};
use jiff::Timestamp;
use newtype_uuid::{GenericUuid, TypedUuidKind, TypedUuidTag};
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;
use web::clean::{self, CleanError};

/// Fields that everybody writes for themselves.
pub const OWN_FIELDS: [Field; 4] = [Field::PreferredName, Field::Pronouns, Field::TimeZone, Field::Language];

/// Fields that are put right by those who keep the directory.
pub const WISH_FIELDS: [Field; 12] = [
    Field::GivenName,
    Field::FamilyName,
    Field::Name,
    Field::Title,
    Field::Level,
    Field::Team,
    Field::Manager,
    Field::Place,
    Field::Email,
    Field::EmployeeId,
    Field::StartedOn,
    Field::LeftOn,
];

/// Characters of a wish for a team or a manager.
const WISH_MAX: usize = 120;
/// Characters of a reason and of an answer.
const WHY_MAX: usize = 500;

enum CorrectionKind {}

impl TypedUuidKind for CorrectionKind {
    fn tag() -> TypedUuidTag {
        const TAG: TypedUuidTag = TypedUuidTag::new("correction");
        TAG
    }
}

/// What somebody wrote about themselves, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnWords {
    /// What they want to be called.
    pub preferred_name: String,
    /// How to speak of them.
    pub pronouns: String,
    /// Time zone.
    pub timezone: String,
    /// Language.
    pub language: String,
}

/// Why something was not put right.
#[derive(Debug, thiserror::Error)]
pub enum NotCorrected {
    /// These fields cannot hold what was typed.
    #[error("fields cannot be so: {0:?}")]
    Fields(Vec<Field>),
    /// The reason or the answer is missing, or too long.
    #[error("a reason is missing or too long")]
    Why(CleanError),
    /// It is like that already.
    #[error("it is so already")]
    Same,
    /// There is an open wish for this field.
    #[error("this was asked for already")]
    AskedAlready,
    /// Nobody here fits what was asked for, or several do.
    #[error("no one manager or team is called so")]
    Unclear,
    /// There is no such wish, or somebody decided it first.
    #[error("there is no such open request")]
    Gone,
    /// The directory refused.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
}

impl From<DbError> for NotCorrected {
    fn from(error: DbError) -> Self {
        Self::Directory(error.into())
    }
}

/// A wish, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Id.
    pub id: Uuid,
    /// Who asks.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Of what.
    pub field: Field,
    /// What is known now; filled where it is shown to decide.
    pub is: String,
    /// What it should be.
    pub wish: String,
    /// Why.
    pub why: String,
    /// `asked`, `applied`, `declined` or `withdrawn`.
    pub state: String,
    /// What they were told.
    pub answer: String,
    /// When they asked.
    pub asked_at: Timestamp,
    /// Name of whoever decided.
    pub decided_by: Option<String>,
    /// Counts changes.
    pub version: i64,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Of what.
    pub field: Field,
    /// What it should be, as typed.
    pub wish: String,
    /// Why, as typed.
    pub why: String,
}

/// The fields that somebody has put right themselves.
pub async fn own_fields(tx: &mut impl Reads, id: PersonId) -> Result<BTreeSet<Field>, DbError> {
    let rows = store::own_fields(tx, id.into_untyped_uuid()).await?;
    Ok(rows.iter().filter_map(|it| Field::from_key(&it.word)).collect())
}

/// Writes the own fields, if nobody else changed the entry since version `seen`. What differs is the person's own from
/// then on: an import leaves it alone.
pub async fn correct(people: &People, id: PersonId, seen: i64, words: &OwnWords) -> Result<(), NotCorrected> {
    let hand = Hand::of(people, Some(id));
    let uuid = id.into_untyped_uuid();
    let mut tx = hand.begin().await?;
    let row = people_store::entry_by_id(&mut tx, uuid).await?.ok_or(DirectoryError::NoSuchPerson)?;
    let before = row.entry();
    let entry = written(&before, words).map_err(NotCorrected::Fields)?;
    entry.check(directory::today(people)).map_err(DirectoryError::from)?;
    directory::update(&mut tx, &hand, id, seen, &entry).await?;
    let now = micros(people.ambient.now());
    for field in OWN_FIELDS.into_iter().filter(|it| before.text(*it) != entry.text(*it)) {
        store::own_field_put(&mut tx, uuid, field.key(), now).await?;
    }
    tx.commit().await?;
    Ok(())
}

fn written(before: &Entry, words: &OwnWords) -> Result<Entry, Vec<Field>> {
    fn optional<T>(raw: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, ()> {
        let value = parse(raw);
        if value.is_some() || raw.trim().is_empty() { Ok(value) } else { Err(()) }
    }
    let mut faults = Vec::new();
    let mut entry = before.clone();
    match PreferredName::parse(&words.preferred_name) {
        Ok(name) => entry.preferred_name = name,
        Err(_) => faults.push(Field::PreferredName),
    }
    match Pronouns::parse(&words.pronouns) {
        Ok(pronouns) => entry.pronouns = pronouns,
        Err(_) => faults.push(Field::Pronouns),
    }
    match optional(&words.timezone, Zone::parse) {
        Ok(zone) => entry.zone = zone,
        Err(()) => faults.push(Field::TimeZone),
    }
    match optional(&words.language, Language::parse) {
        Ok(language) => entry.language = language,
        Err(()) => faults.push(Field::Language),
    }
    if entry.preferred_name != before.preferred_name {
        renamed(&mut entry, before);
    }
    if entry.name.chars().count() > NAME_MAX {
        faults.push(Field::PreferredName);
    }
    if faults.is_empty() { Ok(entry) } else { Err(faults) }
}

/// The name that is shown follows the preferred one. Where no parts are known, the whole name takes the place of the
/// given one, so that it comes back when the preferred name goes.
fn renamed(entry: &mut Entry, before: &Entry) {
    if entry.given_name.is_empty()
        && entry.family_name.is_empty()
        && let Ok(whole) = crate::model::directory::GivenName::parse(&before.name)
    {
        entry.given_name = whole;
    }
    if let Some(name) = entry.name_of_parts() {
        entry.name = name;
    }
}

/// Asks for a correction; answers its id.
pub async fn ask(people: &People, id: PersonId, asked: &Asked) -> Result<Uuid, NotCorrected> {
    let why = clean::text(&asked.why, WHY_MAX).map_err(NotCorrected::Why)?;
    let uuid = id.into_untyped_uuid();
    let hand = Hand::of(people, Some(id));
    let mut tx = hand.begin().await?;
    let row = people_store::entry_by_id(&mut tx, uuid).await?.ok_or(DirectoryError::NoSuchPerson)?;
    let wrong = || NotCorrected::Fields(vec![asked.field]);
    let wish = match asked.field {
        Field::Team | Field::Manager => clean::line(&asked.wish, WISH_MAX).map_err(|_| wrong())?,
        field if WISH_FIELDS.contains(&field) => {
            let mut entry = row.entry();
            let text = asked.wish.trim();
            // An address and an id may be missing; they may not be emptied here.
            if text.is_empty() || !entry.put(field, text) {
                return Err(wrong());
            }
            if entry.text(field) == row.entry().text(field) {
                return Err(NotCorrected::Same);
            }
            entry.text(field)
        }
        _ => return Err(wrong()),
    };
    let new = people.ambient.id::<CorrectionKind>().into_untyped_uuid();
    let now = micros(people.ambient.now());
    match store::correction_add(&mut tx, new, uuid, asked.field.key(), &wish, &why, now).await {
        Ok(_) => {}
        Err(DbError::Conflict) => return Err(NotCorrected::AskedAlready),
        Err(error) => return Err(error.into()),
    }
    let data = json!({ "person": id, "field": asked.field.key() });
    hand.note(&mut tx, "correction_asked", new, data).await?;
    tx.commit().await?;
    Ok(new)
}

/// Takes an own wish back.
pub async fn withdraw_correction(people: &People, id: PersonId, correction: Uuid) -> Result<(), NotCorrected> {
    let mut tx = people.db.write().await?;
    let uuid = id.into_untyped_uuid();
    let row = store::correction_by_id(&mut tx, correction).await?.filter(|it| it.person_id == uuid);
    let row = row.ok_or(NotCorrected::Gone)?;
    let now = micros(people.ambient.now());
    if store::correction_move(&mut tx, correction, row.version, "withdrawn", "", None, now).await? == 0 {
        return Err(NotCorrected::Gone);
    }
    accounts::note(&mut tx, people, Some(uuid), "correction_withdrawn", correction, json!({ "person": id })).await?;
    tx.commit().await?;
    Ok(())
}

/// The wishes of one person, the newest first.
pub async fn corrections(tx: &mut impl Reads, id: PersonId) -> Result<Vec<Correction>, DbError> {
    let rows = store::corrections_of(tx, id.into_untyped_uuid()).await?;
    let mut all = shown(tx, rows).await?;
    all.reverse();
    Ok(all)
}

/// Every open wish, the oldest first; the caller shows those that the reader may decide.
pub async fn open_corrections(tx: &mut impl Reads) -> Result<Vec<Correction>, DbError> {
    let rows = store::corrections_asked(tx).await?;
    let mut all = shown(tx, rows).await?;
    for it in &mut all {
        if let Some(row) = people_store::entry_by_id(tx, it.person.into_untyped_uuid()).await? {
            it.is = row.entry().text(it.field);
        }
    }
    Ok(all)
}

async fn shown(tx: &mut impl Reads, rows: Vec<CorrectionRow>) -> Result<Vec<Correction>, DbError> {
    let names = names_of(tx, rows.iter().filter_map(|it| it.decided_by).collect()).await?;
    let one = |row: CorrectionRow| {
        Some(Correction {
            id: row.id,
            person: PersonId::from_untyped_uuid(row.person_id),
            name: row.name,
            field: Field::from_key(&row.field)?,
            is: String::new(),
            wish: row.wish,
            why: row.why,
            state: row.state,
            answer: row.answer,
            asked_at: from_micros(row.asked_at),
            decided_by: row.decided_by.and_then(|by| names.get(&by).cloned()),
            version: row.version,
        })
    };
    Ok(rows.into_iter().filter_map(one).collect())
}

/// Applies a wish, or declines it with an answer. The caller has made sure that `by` may.
pub async fn decide_correction(
    people: &People,
    by: PersonId,
    correction: Uuid,
    seen: i64,
    applies: super::Step,
    answer: &str,
) -> Result<(), NotCorrected> {
    let answer = match clean::text(answer, WHY_MAX) {
        Err(CleanError::Empty) if applies == super::Step::Agree => String::new(),
        answer => answer.map_err(NotCorrected::Why)?,
    };
    let hand = Hand::of(people, Some(by));
    let mut tx = hand.begin().await?;
    let row = store::correction_by_id(&mut tx, correction).await?.filter(|it| it.version == seen);
    let row = row.ok_or(NotCorrected::Gone)?;
    if row.person_id == by.into_untyped_uuid() {
        return Err(NotCorrected::Gone);
    }
    let (state, kind) = match applies {
        super::Step::Agree => ("applied", "correction_applied"),
        super::Step::Decline => ("declined", "correction_declined"),
    };
    let now = micros(people.ambient.now());
    let by_uuid = Some(by.into_untyped_uuid());
    if store::correction_move(&mut tx, correction, seen, state, &answer, by_uuid, now).await? == 0 {
        return Err(NotCorrected::Gone);
    }
    if applies == super::Step::Agree {
        apply(&mut tx, &hand, &row).await?;
    }
    hand.note(&mut tx, kind, correction, json!({ "person": row.person_id, "field": row.field })).await?;
    tx.commit().await?;
    Ok(())
}

async fn apply(tx: &mut WriteTx, hand: &Hand<'_>, wish: &CorrectionRow) -> Result<(), NotCorrected> {
    let id = PersonId::from_untyped_uuid(wish.person_id);
    let field = Field::from_key(&wish.field).ok_or(NotCorrected::Gone)?;
    let row = people_store::entry_by_id(tx, wish.person_id).await?.ok_or(DirectoryError::NoSuchPerson)?;
    let today = directory::today(hand.people);
    match field {
        Field::Team => {
            let teams = directory::teams(tx).await?;
            let mut fit = teams.iter().filter(|it| fold(it.name.as_str()) == fold(&wish.wish));
            let (Some(team), None) = (fit.next(), fit.next()) else { return Err(NotCorrected::Unclear) };
            directory::touch(tx, id, row.version).await?;
            let history = directory::team_history(tx, id).await?.set(today, Some(team.id));
            directory::write_team(tx, hand, id, &history, today).await?;
        }
        Field::Manager => {
            let manager = person_called(tx, &wish.wish).await?.filter(|it| *it != id).ok_or(NotCorrected::Unclear)?;
            directory::touch(tx, id, row.version).await?;
            let history = directory::line_history(tx, id).await?.set(today, Some(manager));
            directory::write_line(tx, hand, id, &history, today).await?;
            directory::reveals_no_circle(tx, today).await?;
        }
        field => {
            let mut entry = row.entry();
            if !entry.put(field, &wish.wish) {
                return Err(NotCorrected::Fields(vec![field]));
            }
            if matches!(field, Field::GivenName | Field::FamilyName)
                && let Some(name) = entry.name_of_parts()
            {
                entry.name = name;
            }
            entry.check(today).map_err(DirectoryError::from)?;
            directory::update(tx, hand, id, row.version, &entry).await?;
        }
    }
    Ok(())
}

/// The one person here with this address, or with this name.
async fn person_called(tx: &mut WriteTx, words: &str) -> Result<Option<PersonId>, DbError> {
    use crate::model::directory::Status;
    if let Some(email) = Email::parse(words) {
        let Some(found) = crate::store::person_by_email(tx, email.as_str()).await?.into_iter().next() else {
            return Ok(None);
        };
        let row = people_store::entry_by_id(tx, found.id).await?;
        return Ok(row.filter(|it| it.entry().status != Status::Leaver).map(|it| it.id()));
    }
    let name = fold(words);
    let entries = people_store::entries(tx).await?;
    let mut fit = entries.iter().filter(|it| it.entry().status != Status::Leaver && fold(&it.name) == name);
    match (fit.next(), fit.next()) {
        (Some(one), None) => Ok(Some(one.id())),
        _ => Ok(None),
    }
}
