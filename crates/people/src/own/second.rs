//! Who counts as the second of two: nobody whom one of the two could have made for it.

use crate::model::Hat;
use crate::store::{own as store, role as roles};
use db::{DbError, Reads, micros};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Whether somebody held the role of this hat before `since`, or was given it by whoever runs the server. An admin can add
/// a person, give them a role and act as them: that is one person with two names. Who gave it does not matter; else it
/// would go by way of a third account.
pub(crate) async fn is_second(
    tx: &mut impl Reads,
    who: Uuid,
    hat: Hat,
    since: Timestamp,
    today: Date,
) -> Result<bool, DbError> {
    let given = store::events_by_people(tx, who, "role_granted", micros(since)).await?;
    let number = |data: &str| serde_json::from_str::<Value>(data).ok()?["n"].as_i64();
    let late: BTreeSet<i64> = given.iter().filter_map(|it| number(&it.data)).collect();
    let grants = roles::grants_of(tx, who).await?;
    let mut grants = grants.iter().filter_map(roles::GrantRow::grant);
    Ok(grants.any(|it| it.role.hat() == hat && it.holds(today) && !late.contains(&it.n)))
}
