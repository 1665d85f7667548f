//! Who people are at other servers, and the ways there and back.

use db::statements;
use sqlx::FromRow;
use uuid::Uuid;

/// A row of `oidc_identity`. Times in microseconds.
#[derive(Debug, FromRow)]
pub struct IdentityRow {
    /// Id.
    pub id: Uuid,
    /// Whose it is.
    pub person_id: Uuid,
    /// The other server.
    pub issuer: String,
    /// What the person is there.
    pub subject: String,
    /// When it was connected.
    pub made_at: i64,
    /// When it signed in last.
    pub used_at: Option<i64>,
}

/// A way that was just taken back.
#[derive(Debug, FromRow)]
pub struct FlowRow {
    /// SHA-256 of the bond of the browser that left.
    pub browser_hash: Vec<u8>,
    /// Where it went.
    pub provider: String,
    /// Who connects an account; nobody when somebody signs in.
    pub person_id: Option<Uuid>,
    /// Page to come back to.
    pub lands_on: String,
    /// Whether they are to prove anew who they are.
    pub again: bool,
    /// End of its life.
    pub expires_at: i64,
}

/// A session of ours that stands on one there.
#[derive(Debug, FromRow)]
pub struct StandingRow {
    /// SHA-256 of the session's token.
    pub token_hash: Vec<u8>,
    /// Whose it is.
    pub person_id: Uuid,
}

/// Where a session came from.
#[derive(Debug, FromRow)]
pub struct OriginRow {
    /// Key of the provider.
    pub provider: String,
}

statements! {
    write fn flow_add(state_hash: &[u8], browser_hash: &[u8], provider: &str, person_id: Option<Uuid>, lands_on: &str,
                      again: bool, expires_at: i64) -> exec =
        "INSERT INTO oidc_flow (state_hash, browser_hash, provider, person_id, lands_on, again, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)";

    /// A state comes back once.
    write fn flow_take(state_hash: &[u8]) -> opt<FlowRow> =
        "DELETE FROM oidc_flow WHERE state_hash = $1
         RETURNING browser_hash, provider, person_id, lands_on, again, expires_at";

    write fn flows_forget(now: i64) -> exec =
        "DELETE FROM oidc_flow WHERE expires_at <= $1";

    read fn identity_by_subject(issuer: &str, subject: &str) -> opt<IdentityRow> =
        "SELECT id, person_id, issuer, subject, made_at, used_at FROM oidc_identity
         WHERE issuer = $1 AND subject = $2";

    read fn identities_of(person_id: Uuid) -> all<IdentityRow> =
        "SELECT id, person_id, issuer, subject, made_at, used_at FROM oidc_identity
         WHERE person_id = $1 ORDER BY made_at, id";

    /// The same, held until the transaction ends: nobody signs in by one of them meanwhile.
    write fn identities_held(person_id: Uuid) -> all<IdentityRow> = {
        lite: "SELECT id, person_id, issuer, subject, made_at, used_at FROM oidc_identity
               WHERE person_id = $1 ORDER BY made_at, id",
        pg: "SELECT id, person_id, issuer, subject, made_at, used_at FROM oidc_identity
             WHERE person_id = $1 ORDER BY made_at, id FOR UPDATE"
    };

    write fn identity_add(id: Uuid, person_id: Uuid, issuer: &str, subject: &str, now: i64) -> exec =
        "INSERT INTO oidc_identity (id, person_id, issuer, subject, made_at) VALUES ($1, $2, $3, $4, $5)";

    write fn identity_use(id: Uuid, now: i64) -> exec =
        "UPDATE oidc_identity SET used_at = $2 WHERE id = $1";

    write fn identity_sessions_end(identity_id: Uuid) -> exec =
        "DELETE FROM session WHERE token_hash IN (SELECT token_hash FROM oidc_session WHERE identity_id = $1)";

    write fn identity_sessions_forget(identity_id: Uuid) -> exec =
        "DELETE FROM oidc_session WHERE identity_id = $1";

    write fn identity_remove(id: Uuid, person_id: Uuid) -> exec =
        "DELETE FROM oidc_identity WHERE id = $1 AND person_id = $2";

    write fn standing_add(token_hash: &[u8], identity_id: Uuid, sid: &str, provider: &str) -> exec =
        "INSERT INTO oidc_session (token_hash, identity_id, sid, provider) VALUES ($1, $2, $3, $4)";

    /// Sessions end without saying so here.
    write fn standings_forget() -> exec =
        "DELETE FROM oidc_session
         WHERE NOT EXISTS (SELECT 1 FROM session WHERE session.token_hash = oidc_session.token_hash)";

    read fn standing_provider(token_hash: &[u8]) -> opt<OriginRow> =
        "SELECT provider FROM oidc_session WHERE token_hash = $1";

    /// All sessions of a person there.
    read fn standings_by_subject(issuer: &str, subject: &str) -> all<StandingRow> =
        "SELECT s.token_hash, i.person_id FROM oidc_session AS s JOIN oidc_identity AS i ON i.id = s.identity_id
         WHERE i.issuer = $1 AND i.subject = $2 ORDER BY s.token_hash";

    /// One session there, of whomever.
    read fn standings_by_sid(issuer: &str, sid: &str) -> all<StandingRow> =
        "SELECT s.token_hash, i.person_id FROM oidc_session AS s JOIN oidc_identity AS i ON i.id = s.identity_id
         WHERE i.issuer = $1 AND s.sid = $2 ORDER BY s.token_hash";
}
