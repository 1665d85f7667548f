//! How long records are kept: rules as data, chosen by admins, applied once a day; and holds, which stop it.

use crate::model::directory::fold;
use crate::model::{Hat, PersonId};
use crate::own::{NotErased, Rule, erase_by_retention, is_second};
use crate::store::own::{self as store, HoldRow, RetentionRow};
use crate::{People, accounts, directory};
use db::{DbError, Reads, from_micros, micros};
use jiff::{SignedDuration, Timestamp, ToSpan};
use newtype_uuid::{GenericUuid, TypedUuidKind, TypedUuidTag};
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;
use web::clean::{self, CleanError};

/// The rule that ends the entries of people who have left.
pub const LEAVERS: &str = "leavers";
/// Days for which the second of two has held the role that counts: longer than it takes to make somebody the second.
const HELD_FOR: i64 = 30;
/// The installation has the nil id.
const HERE: Uuid = Uuid::nil();
/// Characters of the reason for a hold.
const REASON_MAX: usize = 300;

enum HoldKind {}

impl TypedUuidKind for HoldKind {
    fn tag() -> TypedUuidTag {
        const TAG: TypedUuidTag = TypedUuidTag::new("legal-hold");
        TAG
    }
}

/// A rule, and the days that count.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The rule.
    pub rule: &'static Rule,
    /// Days.
    pub days: u32,
    /// Fewer days that somebody asks for; they count when somebody else asks for the same.
    pub wish: Option<Wish>,
}

/// Fewer days, wanted by one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Days.
    pub days: u32,
    /// Who asks.
    pub by: PersonId,
    /// Their name.
    pub name: String,
}

/// What one application of the rules ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ran {
    /// Rule, and how many records.
    pub counts: BTreeMap<&'static str, u64>,
}

/// Why a setting was not changed.
#[derive(Debug, thiserror::Error)]
pub enum NotSet {
    /// There is no such rule.
    #[error("there is no such rule")]
    NoSuchRule,
    /// Outside of what can be chosen.
    #[error("choose {least} to {usual} days")]
    Days {
        /// Fewest days.
        least: u32,
        /// Most days.
        usual: u32,
    },
    /// The second has not held the role for long enough.
    #[error("the second must have held the role for {HELD_FOR} days")]
    TooNew,
    /// Nobody here, or several people, are called so.
    #[error("nobody, or more than one person, is called so")]
    NoSuchPerson,
    /// Nobody sets a hold on themselves.
    #[error("this is about yourself")]
    Yourself,
    /// There is a hold on them, or it has ended.
    #[error("it is so already")]
    Already,
    /// The reason is missing or too long.
    #[error("a reason is missing or too long")]
    Reason(CleanError),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A hold as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Id.
    pub id: Uuid,
    /// Whose records stay.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Why.
    pub reason: String,
    /// Who set it.
    pub by: String,
    /// When.
    pub since: Timestamp,
}

impl From<HoldRow> for Hold {
    fn from(row: HoldRow) -> Self {
        Self {
            id: row.id,
            person: PersonId::from_untyped_uuid(row.person_id),
            name: row.name,
            reason: row.reason,
            by: row.setter,
            since: from_micros(row.set_at),
        }
    }
}

/// Every rule of every capability, with the days that count.
pub async fn rules(people: &People, tx: &mut impl Reads) -> Result<Vec<Chosen>, DbError> {
    let rows = store::retention(tx).await?;
    let all = people.holdings.iter().flat_map(|it| it.rules());
    Ok(all.map(|rule| chosen(rule, rows.iter().find(|it| it.kind == rule.key))).collect())
}

fn chosen(rule: &'static Rule, row: Option<&RetentionRow>) -> Chosen {
    let days = |days: i64| u32::try_from(days).ok();
    let wish = |row: &RetentionRow| {
        let by = PersonId::from_untyped_uuid(row.wish_by?);
        Some(Wish { days: row.wish.and_then(days)?, by, name: row.wisher.clone().unwrap_or_default() })
    };
    // A program that became stricter since is obeyed.
    let kept = row.and_then(|it| days(it.days)).map_or(rule.usual, |days| days.clamp(rule.least, rule.usual));
    Chosen { rule, days: kept, wish: row.and_then(wish) }
}

/// Chooses how long a kind of record is kept: never longer than usual, because people were told that. A shorter time is
/// a wish until somebody else chooses the same: what it ends, nobody ends alone. The same or a longer one counts at once,
/// and takes a wish back.
pub async fn choose(people: &People, by: PersonId, key: &str, days: u32) -> Result<(), NotSet> {
    let rule = people.holdings.iter().flat_map(|it| it.rules()).find(|it| it.key == key).ok_or(NotSet::NoSuchRule)?;
    if !(rule.least..=rule.usual).contains(&days) {
        return Err(NotSet::Days { least: rule.least, usual: rule.usual });
    }
    let mut tx = people.db.write().await?;
    let uuid = by.into_untyped_uuid();
    let now = people.ambient.now();
    let rows = store::retention(&mut tx).await?;
    let is = chosen(rule, rows.iter().find(|it| it.kind == key));
    let mut data = json!({ "rule": rule.key, "days": days });
    let mut kind = "retention_set";
    if days < is.days {
        if let Some(wish) = is.wish.filter(|it| it.days == days && it.by != by) {
            let since = now - SignedDuration::from_hours(24 * HELD_FOR);
            if !is_second(&mut tx, uuid, Hat::Admin, since, directory::today(people)).await? {
                return Err(NotSet::TooNew);
            }
            store::retention_put(&mut tx, key, i64::from(days), uuid, micros(now)).await?;
            data["asked_by"] = json!(wish.by);
        } else {
            store::retention_ask(&mut tx, key, i64::from(is.days), i64::from(days), uuid, micros(now)).await?;
            kind = "retention_asked";
        }
    } else if days == rule.usual {
        store::retention_usual(&mut tx, key).await?;
    } else {
        store::retention_put(&mut tx, key, i64::from(days), uuid, micros(now)).await?;
    }
    accounts::note(&mut tx, people, Some(uuid), kind, HERE, data).await?;
    tx.commit().await?;
    Ok(())
}

/// Applies every rule, once a day; none if this was done today already. To be asked every hour.
pub async fn daily(people: &People) -> Result<Option<Ran>, DbError> {
    const KIND: &str = "retention_applied";
    let now = people.ambient.now();
    let midnight = directory::today(people).to_zoned(jiff::tz::TimeZone::UTC).map_or(now, |it| it.timestamp());
    let (rules, held) = {
        let mut tx = people.db.read().await?;
        if store::events_since(&mut tx, HERE, KIND, micros(midnight)).await?.is_some_and(|it| it.n > 0) {
            return Ok(None);
        }
        (rules(people, &mut tx).await?, held(&mut tx).await?)
    };
    let mut ran = Ran::default();
    if let Some(leavers) = rules.iter().find(|it| it.rule.key == LEAVERS) {
        let n = end_leavers(people, leavers.days, &held).await?;
        ran.counts.insert(LEAVERS, n);
    }
    let mut tx = people.db.write().await?;
    for holding in people.holdings.iter() {
        for rule in holding.rules().iter().filter(|it| it.key != LEAVERS) {
            let Some(chosen) = rules.iter().find(|it| it.rule.key == rule.key) else { continue };
            let before = now - SignedDuration::from_hours(24 * i64::from(chosen.days));
            let n = holding.expire(&mut tx, rule.key, before, &held).await?;
            ran.counts.insert(rule.key, n);
        }
    }
    accounts::note(&mut tx, people, None, KIND, HERE, json!({ "ended": ran.counts })).await?;
    tx.commit().await?;
    Ok(Some(ran))
}

/// Erases leavers whose time is over, one by one; who cannot be erased now is looked at again tomorrow.
async fn end_leavers(people: &People, days: u32, held: &[Uuid]) -> Result<u64, DbError> {
    let before = directory::today(people).saturating_sub(i64::from(days).days());
    let known = micros(people.ambient.now() - SignedDuration::from_hours(24 * i64::from(days)));
    let over = store::leavers_over(&mut people.db.read().await?, &before.to_string(), known).await?;
    let mut n = 0;
    for it in over.into_iter().filter(|it| !held.contains(&it.id)) {
        match erase_by_retention(people, PersonId::from_untyped_uuid(it.id)).await {
            Ok(_) => n += 1,
            // Without a database nobody can be looked at; what is wrong with one of them is nothing to the others.
            Err(NotErased::Directory(directory::DirectoryError::Db(error))) if error.may_pass() => return Err(error),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "somebody who left long ago is still known");
            }
        }
    }
    Ok(n)
}

/// Everybody whose records must stay.
pub(crate) async fn held(tx: &mut impl Reads) -> Result<Vec<Uuid>, DbError> {
    Ok(store::holds(tx).await?.into_iter().map(|it| it.person_id).collect())
}

/// Whether the records of somebody must stay: to be asked by whatever deletes something of them.
pub async fn is_held(tx: &mut impl Reads, id: Uuid) -> Result<bool, DbError> {
    Ok(store::holds_of(tx, id).await?.iter().any(|it| it.ended_at.is_none()))
}

/// Every hold that has not ended.
pub async fn holds(tx: &mut impl Reads) -> Result<Vec<Hold>, DbError> {
    Ok(store::holds(tx).await?.into_iter().map(Hold::from).collect())
}

/// Sets a hold on the person with this address or this name.
pub async fn hold(people: &People, by: PersonId, whom: &str, reason: &str) -> Result<Uuid, NotSet> {
    let reason = clean::text(reason, REASON_MAX).map_err(NotSet::Reason)?;
    let mut tx = people.db.write().await?;
    let person = if let Some(email) = crate::model::Email::parse(whom) {
        crate::store::person_by_email(&mut tx, email.as_str()).await?.first().map(|it| it.id)
    } else {
        let name = fold(whom);
        let all = store::all_names(&mut tx).await?;
        let mut fit = all.iter().filter(|it| fold(&it.name) == name);
        fit.next().filter(|_| fit.next().is_none()).map(|it| it.id)
    };
    let person = person.ok_or(NotSet::NoSuchPerson)?;
    let by = by.into_untyped_uuid();
    if person == by {
        return Err(NotSet::Yourself);
    }
    let id = people.ambient.id::<HoldKind>().into_untyped_uuid();
    match store::hold_add(&mut tx, id, person, &reason, by, micros(people.ambient.now())).await {
        Ok(_) => {}
        Err(DbError::Conflict) => return Err(NotSet::Already),
        Err(error) => return Err(error.into()),
    }
    accounts::note(&mut tx, people, Some(by), "hold_set", id, json!({ "person": person })).await?;
    tx.commit().await?;
    Ok(id)
}

/// Ends a hold. Nobody ends one on themselves.
pub async fn end_hold(people: &People, by: PersonId, id: Uuid) -> Result<(), NotSet> {
    let by = by.into_untyped_uuid();
    let mut tx = people.db.write().await?;
    let row = store::hold_by_id(&mut tx, id).await?.ok_or(NotSet::Already)?;
    if row.person_id == by {
        return Err(NotSet::Yourself);
    }
    if store::hold_end(&mut tx, id, by, micros(people.ambient.now())).await? == 0 {
        return Err(NotSet::Already);
    }
    accounts::note(&mut tx, people, Some(by), "hold_ended", id, json!({ "person": row.person_id })).await?;
    tx.commit().await?;
    Ok(())
}
