//! SQL of passwords and letters, as far as they are somebody's own data.

use db::statements;
use sqlx::FromRow;
use uuid::Uuid;

/// A letter that waits.
#[derive(Debug, FromRow)]
pub struct LetterRow {
    /// What it is about.
    pub kind: String,
    /// When it was written, in microseconds.
    pub made_at: i64,
}

statements! {
    /// When a password was set, in microseconds.
    read fn password_set(person_id: Uuid) -> opt<(i64,)> = "SELECT set_at FROM password WHERE person_id = $1";

    write fn password_forget(person_id: Uuid) -> exec = "DELETE FROM password WHERE person_id = $1";

    read fn letters_to(address: &str) -> all<LetterRow> =
        "SELECT kind, made_at FROM mail_outbox WHERE address = $1 ORDER BY made_at, id";

    write fn letters_forget(address: &str) -> exec = "DELETE FROM mail_outbox WHERE address = $1";
}
