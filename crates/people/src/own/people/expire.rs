//! What ends by itself in this crate.

use crate::sign_in::OTHERS_WAIT;
use crate::store::own as store;
use db::{DbError, WriteTx, micros};
use jiff::Timestamp;
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
        "uploads" => store::uploads_over(tx, at).await,
        "undo" => store::undo_over(tx, at).await,
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
