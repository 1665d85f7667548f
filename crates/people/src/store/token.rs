//! SQL of personal tokens.

use crate::model::token::{Token, TokenId, read_scopes};
use crate::model::{Hat, PersonId};
use db::{from_micros, statements};
use newtype_uuid::GenericUuid;
use sqlx::FromRow;
use uuid::Uuid;

/// A row of `api_token`, without its hash.
#[derive(Debug, FromRow)]
pub struct TokenRow {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub person_id: Uuid,
    /// Its name.
    pub name: String,
    /// Its first characters.
    pub prefix: String,
    /// Key of its hat.
    pub hat: String,
    /// Keys of its scopes.
    pub scopes: String,
    /// When it was made, in microseconds.
    pub created_at: i64,
    /// First instant at which it no longer works.
    pub expires_at: i64,
    /// Day of the last use.
    pub used_on: Option<String>,
}

impl TokenRow {
    /// The token; none if the row is not one that this program writes.
    pub fn token(self) -> Option<Token> {
        Some(Token {
            id: TokenId::from_untyped_uuid(self.id),
            person: PersonId::from_untyped_uuid(self.person_id),
            name: self.name,
            prefix: self.prefix,
            hat: Hat::from_key(&self.hat)?,
            scopes: read_scopes(&self.scopes),
            made_at: from_micros(self.created_at),
            ends_at: from_micros(self.expires_at),
            used_on: self.used_on,
        })
    }
}

statements! {
    write fn token_add(id: Uuid, person_id: Uuid, name: &str, token_hash: &[u8], prefix: &str, hat: &str, scopes: &str,
                       now: i64, expires_at: i64) -> exec =
        "INSERT INTO api_token (id, person_id, name, token_hash, prefix, hat, scopes, created_at, expires_at, used_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL)";

    /// The newest first; those that are over among them.
    read fn tokens_of(person_id: Uuid) -> all<TokenRow> =
        "SELECT id, person_id, name, prefix, hat, scopes, created_at, expires_at, used_on
         FROM api_token WHERE person_id = $1 ORDER BY created_at DESC, id";

    /// As long as it lasts, and its owner is here.
    read fn token_by_hash(token_hash: &[u8], now: i64) -> opt<TokenRow> =
        "SELECT t.id, t.person_id, t.name, t.prefix, t.hat, t.scopes, t.created_at, t.expires_at, t.used_on
         FROM api_token AS t JOIN person AS p ON p.id = t.person_id
         WHERE t.token_hash = $1 AND t.expires_at > $2 AND p.status <> 'leaver'";

    /// 0 rows: somebody said so before.
    write fn token_used(id: Uuid, day: &str) -> exec =
        "UPDATE api_token SET used_on = $2 WHERE id = $1 AND (used_on IS NULL OR used_on < $2)";

    /// 0 rows: it is not this person's.
    write fn token_end(id: Uuid, person_id: Uuid) -> exec =
        "DELETE FROM api_token WHERE id = $1 AND person_id = $2";

    write fn tokens_end(person_id: Uuid) -> exec =
        "DELETE FROM api_token WHERE person_id = $1";

    /// Those that ended before `before`.
    write fn tokens_forget(before: i64) -> exec =
        "DELETE FROM api_token WHERE expires_at < $1";
}
