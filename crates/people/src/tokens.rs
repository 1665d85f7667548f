//! Personal tokens: made, listed, ended, and shown by a program.

use crate::accounts::note;
use crate::model::token::{NewToken, Scope, TOKENS_MAX, Token, TokenId, parse, prefix, spell, write_scopes};
use crate::model::{PersonId, day_of};
use crate::sign_in::{Kind, tell};
use crate::store::{self, token as sql};
use crate::{People, PeopleError, Signed};
use db::{DbError, WriteTx, micros};
use jiff::SignedDuration;
use newtype_uuid::GenericUuid;
use serde_json::json;
use uuid::Uuid;

/// How long an ended token stays in its owner's list, so that they see why a program stopped.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24 * 30);

/// A token that has just been made; the text is shown to its owner and never again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The token.
    pub token: TokenId,
    /// What a program shows.
    pub text: String,
}

/// Why no token was made.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// There are as many as one person may have.
    #[error("one person may have {TOKENS_MAX} tokens")]
    TooMany,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What a request showed: a token that works, and who acts by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// The token.
    pub token: Token,
    /// Its owner, in the hat of the token.
    pub signed: Signed,
}

impl Bearer {
    /// Whether it was made for this.
    pub fn has(&self, scope: Scope) -> bool {
        self.token.scopes.contains(&scope)
    }
}

/// Makes a token. The ledger says `token_made`, of the token.
pub async fn make(people: &People, owner: PersonId, new: &NewToken) -> Result<Made, MakeError> {
    let now = people.ambient.now();
    let (id, person) = (people.ambient.id(), owner.into_untyped_uuid());
    let secret = people.ambient.secret();
    let text = spell(&secret);
    let (ends, scopes) = (micros(new.ends(now)), write_scopes(&new.scopes));
    let mut tx = people.db.write().await?;
    sql::tokens_forget(&mut tx, micros(now - REMEMBERED)).await?;
    if sql::tokens_of(&mut tx, person).await?.len() >= TOKENS_MAX {
        return Err(MakeError::TooMany);
    }
    let uuid = GenericUuid::into_untyped_uuid(id);
    let (hash, shown, hat) = (secret.hash(), prefix(&text), new.hat.key());
    sql::token_add(&mut tx, uuid, person, &new.name, &hash, shown, hat, &scopes, micros(now), ends).await?;
    let data = json!({ "person": person, "hat": hat, "scopes": scopes, "days": new.days });
    tell(&mut tx, people, person, Kind::TokenMade).await?;
    note(&mut tx, people, Some(person), "token_made", uuid, data).await?;
    tx.commit().await?;
    people.sign_in.asked.notify_one();
    Ok(Made { token: id, text })
}

/// Somebody's tokens, the newest first; those that ended lately among them.
pub async fn list(people: &People, owner: PersonId) -> Result<Vec<Token>, DbError> {
    let rows = sql::tokens_of(&mut people.db.read().await?, owner.into_untyped_uuid()).await?;
    Ok(rows.into_iter().filter_map(sql::TokenRow::token).collect())
}

/// Ends a token at once; answers whether it was this person's. The ledger says `token_ended`.
pub async fn end(people: &People, owner: PersonId, id: TokenId) -> Result<bool, DbError> {
    let (token, person) = (id.into_untyped_uuid(), owner.into_untyped_uuid());
    let mut tx = people.db.write().await?;
    if sql::token_end(&mut tx, token, person).await? == 0 {
        return Ok(false);
    }
    note(&mut tx, people, Some(person), "token_ended", token, json!({ "person": person })).await?;
    tx.commit().await?;
    Ok(true)
}

/// Ends every token of somebody, and forgets what was answered to their programs, in a transaction that says why; answers
/// how many tokens there were.
pub(crate) async fn end_all(tx: &mut WriteTx, person: Uuid) -> Result<u64, DbError> {
    store::idempotency::keys_of_person_forget(tx, person).await?;
    sql::tokens_end(tx, person).await
}

/// Who acts by this token; nobody, if it never was one, is over, or its owner has left or lost the role of its hat. Its
/// day of use is noted.
pub async fn bearer(people: &People, text: &str) -> Result<Option<Bearer>, PeopleError> {
    let Some(secret) = parse(text) else { return Ok(None) };
    let now = people.ambient.now();
    let mut tx = people.db.read().await?;
    let row = sql::token_by_hash(&mut tx, &secret.hash(), micros(now)).await?;
    let Some(token) = row.and_then(sql::TokenRow::token) else { return Ok(None) };
    let owner = store::person(&store::person_by_id(&mut tx, token.person.into_untyped_uuid()).await?);
    drop(tx);
    let today = day_of(now);
    // A hat whose role is over is not worn any more, and a token has no other.
    let Some(person) = owner.filter(|it| it.roles.allow(token.hat, today)) else { return Ok(None) };
    let day = today.to_string();
    if token.used_on.as_deref() != Some(day.as_str()) {
        let mut tx = people.db.write().await?;
        sql::token_used(&mut tx, token.id.into_untyped_uuid(), &day).await?;
        tx.commit().await?;
    }
    Ok(Some(Bearer { signed: Signed { person, hat: token.hat, at: now }, token }))
}
