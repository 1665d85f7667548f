//! People who may run chats: found by name, for a host who looks for company and an admin who looks for a successor.

use crate::model::PersonId;
use crate::model::directory::words;
use crate::store::hosts as store;
use db::{DbError, Reads};
use jiff::civil::Date;
use newtype_uuid::GenericUuid;

/// Words that a search looks for; more are left out.
const WORDS: usize = 4;

/// Somebody who may run chats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostCard {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// What they do, or empty.
    pub title: String,
    /// Where they work, or empty.
    pub place: String,
}

impl From<store::HostRow> for HostCard {
    fn from(row: store::HostRow) -> Self {
        let store::HostRow { id, name, title, place } = row;
        Self { id: PersonId::from_untyped_uuid(id), name, title, place }
    }
}

/// Hosts who are here on a day and whose name, title or place holds all these words, in the order of their names.
pub async fn find(tx: &mut impl Reads, query: &str, most: u32, on: Date) -> Result<Vec<HostCard>, DbError> {
    let [one, two, three, four] = words::<WORDS>(query).map(|word| match word {
        Some(word) => format!("%{}%", word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")),
        None => "%".to_owned(),
    });
    let rows = store::hosts_found(tx, &one, &two, &three, &four, &on.to_string(), i64::from(most)).await?;
    Ok(rows.into_iter().map(HostCard::from).collect())
}

/// Somebody, if they are here and may run chats on a day.
pub async fn by_id(tx: &mut impl Reads, person: PersonId, on: Date) -> Result<Option<HostCard>, DbError> {
    Ok(store::host_by_id(tx, person.into_untyped_uuid(), &on.to_string()).await?.map(HostCard::from))
}
