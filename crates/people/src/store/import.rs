//! SQL of imports: files between upload and import, and what imports changed.

use db::statements;
use sqlx::FromRow;
use uuid::Uuid;

/// A file that waits.
#[derive(Debug, FromRow)]
pub struct UploadRow {
    /// As it was called.
    pub file_name: String,
    /// Its bytes.
    pub body: Vec<u8>,
    /// How it is to be read, as JSON.
    pub choices: String,
}

/// An import.
#[derive(Debug, FromRow)]
pub struct ImportRow {
    /// Id.
    pub id: Uuid,
    /// Whose it was; nobody's from the command line.
    pub made_by: Option<Uuid>,
    /// When, in microseconds.
    pub made_at: i64,
    /// The file.
    pub file_name: String,
    /// Its counts, as JSON.
    pub counts: String,
    /// When it was taken back.
    pub undone_at: Option<i64>,
    /// What it changed is forgotten.
    pub is_forgotten: bool,
}

/// What an import changed.
#[derive(Debug, FromRow)]
pub struct UndoRow {
    /// Id.
    pub id: Uuid,
    /// The file.
    pub file_name: String,
    /// What was before and after, as JSON.
    pub undo: String,
}

statements! {
    write fn upload_add(id: Uuid, made_by: Uuid, made_at: i64, file_name: &str, body: &[u8], choices: &str) -> exec =
        "INSERT INTO people_upload (id, made_by, made_at, file_name, body, choices) VALUES ($1, $2, $3, $4, $5, $6)";

    /// Of this person: nobody sees the file of another.
    read fn upload(id: Uuid, made_by: Uuid) -> opt<UploadRow> =
        "SELECT file_name, body, choices FROM people_upload WHERE id = $1 AND made_by = $2";

    write fn upload_choose(id: Uuid, made_by: Uuid, choices: &str) -> exec =
        "UPDATE people_upload SET choices = $3 WHERE id = $1 AND made_by = $2";

    write fn upload_drop(id: Uuid, made_by: Uuid) -> exec =
        "DELETE FROM people_upload WHERE id = $1 AND made_by = $2";

    /// Files of this person.
    write fn uploads_forget(made_by: Uuid) -> exec = "DELETE FROM people_upload WHERE made_by = $1";

    write fn import_add(id: Uuid, made_by: Option<Uuid>, made_at: i64, file_name: &str, counts: &str, undo: &str) -> exec =
        "INSERT INTO people_import (seq, id, made_by, made_at, file_name, counts, undo, undone_at)
         VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM people_import), $1, $2, $3, $4, $5, $6, NULL)";

    /// The last ones, the newest first.
    read fn imports(most: i64) -> all<ImportRow> =
        "SELECT id, made_by, made_at, file_name, counts, undone_at, undo = '' AS is_forgotten FROM people_import
         ORDER BY seq DESC LIMIT $1";

    /// The last one that was not taken back.
    read fn last_import() -> opt<UndoRow> =
        "SELECT id, file_name, undo FROM people_import WHERE undone_at IS NULL
         ORDER BY seq DESC LIMIT 1";

    /// 0 rows: somebody took it back already. `undo` is what has to stay of what it changed.
    write fn import_undone(id: Uuid, at: i64, undo: &str) -> exec =
        "UPDATE people_import SET undone_at = $2, undo = $3 WHERE id = $1 AND undone_at IS NULL";
}
