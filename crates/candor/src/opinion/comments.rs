//! What is known about the statements: `comments.csv`, as Polis writes it beside the answers.

use super::fault::{Fault, Place, quote};
use super::rows::Rows;
use super::source;
use super::table::Names;
use std::path::{Path, PathBuf};

/// A statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Comment {
    /// Its words; `None` when the file has none.
    pub text: Option<String>,
    /// Rejected by a moderator, or about the conversation itself.
    pub out: bool,
}

/// What a file beside the answers said.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    /// By number of the take; `None` for takes that it does not list.
    pub comments: Vec<Option<Comment>>,
    /// A sentence for those who wonder why a file was left aside.
    pub warning: Option<String>,
}

/// Reads the list beside a file, where there is one. What it says of unknown takes is left aside.
pub(crate) fn beside(file: &Path, takes: &Names) -> Result<Beside, Fault> {
    let Some(list) = list(file) else {
        return Ok(Beside::default());
    };
    let mut rows = Rows::new(source::open(&list)?, source::name(&list));
    read(&mut rows, takes)
}

fn list(file: &Path) -> Option<PathBuf> {
    if file.as_os_str() == "-" {
        return None;
    }
    ["comments.csv", "comments.csv.gz"].map(|name| file.with_file_name(name)).into_iter().find(|it| it.is_file())
}

/// The columns that are read.
struct Columns {
    count: usize,
    id: usize,
    text: Option<usize>,
    moderated: Option<usize>,
    meta: Option<usize>,
}

/// Reads the list.
pub(crate) fn read(rows: &mut Rows, takes: &Names) -> Result<Beside, Fault> {
    let Some(columns) = columns(rows)? else {
        let warning = format!("{} has no column `comment-id` and was left aside.", rows.file());
        return Ok(Beside { warning: Some(warning), ..Beside::default() });
    };
    let mut comments = vec![None; takes.len()];
    while rows.row()? {
        let start = rows.place();
        let (mut id, mut id_place) = (String::new(), start);
        let mut comment = Comment::default();
        let mut column = 0;
        while let Some(text) = rows.field()? {
            let known = |wanted| Some(column) == wanted;
            let mark = if column == columns.id {
                text.trim().clone_into(&mut id);
                id_place = rows.place();
                Ok(false)
            } else if known(columns.text) {
                comment.text = Some(text.to_owned());
                Ok(false)
            } else if known(columns.moderated) {
                rejected(text.trim())
            } else if known(columns.meta) {
                meta(text.trim())
            } else {
                Ok(false)
            };
            comment.out |= mark.map_err(|say| rows.fault(say))?;
            column += 1;
            if column > columns.count {
                break;
            }
        }
        if column != columns.count {
            return Err(super::read::ragged(rows, start, column, columns.count));
        }
        let Some(at) = takes.find(&id) else {
            continue;
        };
        if comments[at].replace(comment).is_some() {
            return Err(rows.fault_at(id_place, format!("the statement {} is listed twice; keep one", quote(&id))));
        }
    }
    Ok(Beside { comments, warning: None })
}

/// The first line; `None` when it names no statements.
fn columns(rows: &mut Rows) -> Result<Option<Columns>, Fault> {
    if !rows.row()? {
        return Err(rows.fault_at(Place { line: 1, column: 1 }, "the file is empty; fetch it again, or remove it"));
    }
    let mut columns = Columns { count: 0, id: usize::MAX, text: None, moderated: None, meta: None };
    while let Some(name) = rows.field()? {
        let at = columns.count;
        match name.trim() {
            "comment-id" => columns.id = at,
            "comment-body" => columns.text = Some(at),
            "moderated" => columns.moderated = Some(at),
            "is-meta" | "is_meta" | "meta" => columns.meta = Some(at),
            _ => {}
        }
        columns.count += 1;
    }
    Ok((columns.id != usize::MAX).then_some(columns))
}

/// 1: accepted, 0: nobody looked, −1: rejected.
fn rejected(text: &str) -> Result<bool, String> {
    match text {
        "-1" => Ok(true),
        "" | "0" | "1" => Ok(false),
        other => Err(format!("{} is no mark of a moderator; write 1, 0 or -1", quote(other))),
    }
}

fn meta(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "t" | "true" => Ok(true),
        "" | "0" | "f" | "false" => Ok(false),
        _ => Err(format!("{} is neither true nor false", quote(text))),
    }
}
