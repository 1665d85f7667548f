//! The file between its upload and the import: kept in the database, for whoever sent it alone, for a day at most.

use super::dates::Order;
use super::headers::{Column, Columns};
use super::plan::{Absent, Choices};
use super::table::{self, Row};
use super::{ImportId, ImportKind, cells};
use crate::accounts::note;
use crate::model::PersonId;
use crate::store::import as store;
use crate::{People, own, retention};
use db::{DbError, micros};
use jiff::SignedDuration;
use newtype_uuid::GenericUuid;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// How long a file waits.
const WAITS: SignedDuration = SignedDuration::from_hours(24);

/// A file that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Id.
    pub id: ImportId,
    /// As it was called.
    pub file_name: String,
    /// Its bytes.
    pub body: Vec<u8>,
    /// How it is to be read.
    pub choices: Choices,
}

/// Choices as they are kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    columns: Vec<Option<String>>,
    dates: Order,
    absent: bool,
}

impl Kept {
    fn text(choices: &Choices) -> String {
        let columns = choices.columns.all().iter().map(|it| it.map(|it| it.key().to_owned())).collect();
        let kept = Self { columns, dates: choices.dates, absent: choices.absent == Absent::Leave };
        // Words and a switch always serialise.
        serde_json::to_string(&kept).unwrap_or_default()
    }

    fn choices(text: &str) -> Option<Choices> {
        let kept: Self = serde_json::from_str(text).ok()?;
        let columns = kept.columns.iter().map(|it| it.as_deref().and_then(Column::from_key)).collect();
        let absent = if kept.absent { Absent::Leave } else { Absent::Stay };
        Some(Choices { columns: Columns::of(columns), dates: kept.dates, absent })
    }
}

/// Keeps a file; an earlier one of the same person is forgotten.
pub async fn keep(
    people: &People,
    by: PersonId,
    file_name: &str,
    body: &[u8],
    choices: &Choices,
) -> Result<ImportId, DbError> {
    let id = people.ambient.timeless_id::<ImportKind>();
    let now = people.ambient.now();
    let mut tx = people.db.write().await?;
    store::uploads_forget(&mut tx, by.into_untyped_uuid()).await?;
    let held = retention::held(&mut tx).await?;
    own::end_uploads(&mut tx, now - WAITS, &held).await?;
    let (uuid, by) = (id.into_untyped_uuid(), by.into_untyped_uuid());
    store::upload_add(&mut tx, uuid, by, micros(now), file_name, body, &Kept::text(choices)).await?;
    note(&mut tx, people, Some(by), "people_file_kept", uuid, json!({ "bytes": body.len() })).await?;
    tx.commit().await?;
    Ok(id)
}

/// The file of this id, if this person sent it and it still waits.
pub async fn kept(people: &People, by: PersonId, id: ImportId) -> Result<Option<Upload>, DbError> {
    let mut tx = people.db.read().await?;
    let row = store::upload(&mut tx, id.into_untyped_uuid(), by.into_untyped_uuid()).await?;
    Ok(row.and_then(|row| {
        let choices = Kept::choices(&row.choices)?;
        Some(Upload { id, file_name: row.file_name, body: row.body, choices })
    }))
}

/// What a file that waits says of somebody: of the rows that are theirs, the columns that would be imported. A line that
/// only names them is about somebody else: a manager's address stands in the rows of everybody who reports to them. What
/// such a column holds is left out of one's own row, too.
pub(crate) fn rows_about(
    body: &[u8],
    choices: &str,
    employee_id: Option<&str>,
    email: Option<&str>,
) -> Vec<Vec<(Column, String)>> {
    let (Ok(table), Some(choices)) = (table::read(body), Kept::choices(choices)) else { return Vec::new() };
    let is_theirs = |row: &&Row| {
        let (id, address) = cells::keys(row, &choices.columns);
        let by_id = id.is_some_and(|it| Some(it.as_str()) == employee_id);
        by_id || address.is_some_and(|it| Some(it.as_str()) == email)
    };
    let told = |(cell, column): (&String, &Option<Column>)| {
        let column = column.filter(|it| !matches!(it, Column::ManagerId | Column::ManagerEmail | Column::Manager))?;
        (!cell.trim().is_empty()).then(|| (column, cell.trim().to_owned()))
    };
    let rows = table.rows.iter().filter(is_theirs);
    rows.map(|row| row.cells.iter().zip(choices.columns.all()).filter_map(told).collect()).collect()
}

/// Changes how it is to be read.
pub async fn set_choices(people: &People, by: PersonId, id: ImportId, choices: &Choices) -> Result<(), DbError> {
    let (id, by) = (id.into_untyped_uuid(), by.into_untyped_uuid());
    let mut tx = people.db.write().await?;
    if store::upload_choose(&mut tx, id, by, &Kept::text(choices)).await? > 0 {
        note(&mut tx, people, Some(by), "people_file_matched", id, json!({})).await?;
    }
    tx.commit().await
}

/// Forgets it.
pub async fn drop_upload(people: &People, by: PersonId, id: ImportId) -> Result<(), DbError> {
    let (id, by) = (id.into_untyped_uuid(), by.into_untyped_uuid());
    let mut tx = people.db.write().await?;
    if store::upload_drop(&mut tx, id, by).await? > 0 {
        note(&mut tx, people, Some(by), "people_file_dropped", id, json!({})).await?;
    }
    tx.commit().await
}
