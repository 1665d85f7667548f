//! An erasure in this crate: the entry becomes a pseudonym, everything else goes.

use crate::directory::{self, DirectoryError, Hand};
use crate::model::PersonId;
use crate::model::directory::{Entry, Status};
use crate::own::holding::{Erased, Erasing};
use crate::own::needles::Needles;
use crate::store::{directory as people, own as store};
use db::{DbError, WriteTx};
use newtype_uuid::GenericUuid;
use serde_json::Value;
use uuid::Uuid;

pub(super) async fn all(tx: &mut WriteTx, it: &Erasing<'_>) -> Result<Erased, DbError> {
    let id = it.subject.id;
    let imported = imports(tx, it).await?;
    let counts = vec![
        ("sessions", people::sessions_end(tx, id).await?),
        ("links", people::links_end(tx, id).await?),
        ("team", people::memberships_forget(tx, id).await?),
        ("line", people::reporting_forget(tx, id).await?),
        ("roles", store::roles_forget(tx, id).await?),
        ("own-fields", store::own_fields_forget(tx, id).await?),
        ("corrections", store::corrections_forget(tx, id).await?),
        ("imported", imported),
        ("entry", entry(tx, it).await?),
    ];
    store::erasure_words_forget(tx, id).await?;
    store::hold_words_forget(tx, id).await?;
    Ok(Erased { counts, touched: Vec::new() })
}

/// The row stays for the sake of what refers to it, and says nothing but that somebody was here.
async fn entry(tx: &mut WriteTx, it: &Erasing<'_>) -> Result<u64, DbError> {
    let id = PersonId::from_untyped_uuid(it.subject.id);
    let Some(row) = people::entry_by_id(tx, it.subject.id).await? else { return Ok(0) };
    let entry = Entry {
        status: Status::Leaver,
        left_on: Some(directory::today(it.people)),
        ..Entry::named(it.pseudonym.to_owned())
    };
    let by = it.by.map(PersonId::from_untyped_uuid);
    match directory::update(tx, &Hand::of(it.people, by), id, row.version, &entry).await {
        Ok(changed) => Ok(u64::from(changed)),
        Err(DirectoryError::Db(error)) => Err(error),
        // Whether somebody else can look after the server was asked before.
        Err(_) => Err(DbError::Conflict),
    }
}

/// Files of others that hold this person go; of the record of an import, their part goes.
async fn imports(tx: &mut WriteTx, it: &Erasing<'_>) -> Result<u64, DbError> {
    let needles = Needles::of(it.subject);
    let mut n = 0;
    for file in store::upload_texts(tx).await? {
        let holds = needles.stand_in(&String::from_utf8_lossy(&file.body)) || needles.stand_in(&file.file_name);
        if file.made_by == it.subject.id || holds {
            n += store::upload_forget(tx, file.id).await?;
        }
    }
    for import in store::import_texts(tx).await? {
        let undo = without(&import.undo, it.subject.id);
        // Whatever still tells of them cannot be taken back any more.
        let undo = if needles.stand_in(&undo) { String::new() } else { undo };
        let file_name = if needles.stand_in(&import.file_name) { "" } else { import.file_name.as_str() };
        if undo != import.undo || file_name != import.file_name {
            n += store::import_text_put(tx, import.id, file_name, &undo).await?;
        }
    }
    Ok(n)
}

/// The record of an import without one of its people; as it is where it does not name them.
fn without(undo: &str, id: Uuid) -> String {
    let Ok(mut record) = serde_json::from_str::<Value>(undo) else { return undo.to_owned() };
    let own = id.to_string();
    let mut fewer = false;
    for list in ["made", "changed"] {
        if let Some(people) = record[list].as_array_mut() {
            let before = people.len();
            people.retain(|it| it["id"].as_str() != Some(own.as_str()));
            fewer |= people.len() < before;
        }
    }
    if fewer { record.to_string() } else { undo.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::without;
    use uuid::Uuid;

    #[test]
    fn the_others_of_an_import_can_still_be_taken_back() {
        let (mei, odd) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let undo = format!(r#"{{"made":[{{"id":"{mei}"}},{{"id":"{odd}"}}],"changed":[{{"id":"{mei}"}}],"teams":[]}}"#);
        let left = without(&undo, mei);
        assert!(!left.contains(&mei.to_string()) && left.contains(&odd.to_string()), "{left}");
        assert_eq!(without(&undo, Uuid::from_u128(3)), undo);
        assert_eq!(without("", mei), "");
    }
}
