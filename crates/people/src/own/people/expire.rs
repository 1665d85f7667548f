//! What ends by itself in this crate.

use crate::own::gather::subject;
use crate::own::needles::Needles;
use crate::sign_in::OTHERS_WAIT;
use crate::store::own as store;
use db::{DbError, WriteTx, micros};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Ends what a rule ends; the leavers' entries are erased by [`crate::retention`] itself.
pub(super) async fn by_rule(tx: &mut WriteTx, rule: &str, before: Timestamp, held: &[Uuid]) -> Result<u64, DbError> {
    let at = micros(before);
    match rule {
        "sign-in" => {
            // A letter has ended when nobody waits for it any more.
            let letters = store::letters_over(tx, micros(before - OTHERS_WAIT)).await?;
            Ok(store::sessions_over(tx, at).await? + store::links_over(tx, at).await? + letters)
        }
        "uploads" => uploads(tx, before, held).await,
        "undo" => undo(tx, at, held).await,
        "reads" => store::reads_over(tx, &before.strftime("%Y-%m-%d").to_string()).await,
        "corrections" => {
            let ended = store::corrections_ended(tx, at).await?;
            let whose: BTreeSet<Uuid> = ended.into_iter().map(|it| it.id).filter(|it| !held.contains(it)).collect();
            let mut n = 0;
            for id in whose {
                n += store::corrections_end(tx, id, at).await?;
            }
            Ok(n)
        }
        _ => Ok(0),
    }
}

/// Ends files that wait since before, but none that was sent by or names somebody under a hold: it is kept whole, since
/// nobody can tell what of it will be asked for.
pub(in crate::own) async fn uploads(tx: &mut WriteTx, before: Timestamp, held: &[Uuid]) -> Result<u64, DbError> {
    let at = micros(before);
    if held.is_empty() {
        return store::uploads_over(tx, at).await;
    }
    let day = before.to_zoned(TimeZone::UTC).date();
    let mut needles = Vec::new();
    for id in held {
        needles.extend(subject(tx, *id, day).await?.map(|it| Needles::of(&it)));
    }
    let mut n = 0;
    for file in store::upload_texts(tx).await?.into_iter().filter(|it| it.made_at < at) {
        let text = String::from_utf8_lossy(&file.body);
        let names = |it: &Needles| it.stand_in(&text) || it.stand_in(&file.file_name);
        if !held.contains(&file.made_by) && !needles.iter().any(names) {
            n += store::upload_forget(tx, file.id).await?;
        }
    }
    Ok(n)
}

/// Forgets what imports before changed, but of none that knows somebody under a hold: half a record cannot be taken back.
async fn undo(tx: &mut WriteTx, before: i64, held: &[Uuid]) -> Result<u64, DbError> {
    if held.is_empty() {
        return store::undo_over(tx, before).await;
    }
    let mut n = 0;
    for it in store::import_texts(tx).await?.into_iter().filter(|it| it.made_at < before && !it.undo.is_empty()) {
        if !held.iter().any(|id| it.undo.contains(&id.to_string())) {
            n += store::import_text_put(tx, it.id, &it.file_name, "").await?;
        }
    }
    Ok(n)
}
