//! The three kinds of files with answers, told apart by their first line.

use super::events;
use super::fault::{Fault, Place, quote};
use super::rows::Rows;
use super::table::{Cell, MOST_ANSWERS, MOST_TAKES, Table, note_take, note_voice, too_many_answers};
use opinion::Vote;

/// Columns that Polis puts between a participant and the answers.
const ABOUT: [&str; 6] = ["xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"];

/// What the first line says.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    /// A voice in each row, a take in each column from this one on.
    Matrix { first: usize },
    /// One answer in each row; columns of time, take, voice and answer.
    Events { time: usize, take: usize, voice: usize, vote: usize },
}

/// Reads everybody's newest answers.
pub(crate) fn table(rows: &mut Rows) -> Result<Table, Fault> {
    if !rows.row()? {
        let start = Place { line: 1, column: 1 };
        return Err(rows.fault_at(start, "the file is empty; it needs a first line with names, and a line per voice"));
    }
    let header = header(rows)?;
    let columns = header.len();
    let table = match kind(rows, &header)? {
        Kind::Matrix { first } => matrix(rows, &header, first)?,
        Kind::Events { time, take, voice, vote } => events::read(rows, columns, [time, take, voice, vote])?,
    };
    if table.voices.len() == 0 {
        let place = Place { line: 2, column: 1 };
        return Err(rows.fault_at(place, "there is no voice below the first line; add a line for each"));
    }
    Ok(table)
}

/// A name in the first line.
struct Heading {
    name: String,
    place: Place,
}

fn header(rows: &mut Rows) -> Result<Vec<Heading>, Fault> {
    let mut header = Vec::new();
    while let Some(name) = rows.field()? {
        let name = name.trim().to_owned();
        if header.len() > MOST_TAKES + ABOUT.len() {
            return Err(rows.fault(format!("there are more than {MOST_TAKES} takes; leave some out")));
        }
        header.push(Heading { name, place: rows.place() });
    }
    Ok(header)
}

fn kind(rows: &Rows, header: &[Heading]) -> Result<Kind, Fault> {
    let find = |name: &str| header.iter().position(|heading| heading.name == name);
    let (take, voice, vote) = (find("comment-id"), find("voter-id"), find("vote"));
    if let (Some(take), Some(voice), Some(vote)) = (take, voice, vote) {
        let time = find("timestamp").ok_or_else(|| {
            rows.fault("there is no column `timestamp`, so the newest answer cannot be told; add it in milliseconds")
        })?;
        return Ok(Kind::Events { time, take, voice, vote });
    }
    if take.is_some() && find("comment-body").is_some() {
        return Err(rows.fault_at(
            header[0].place,
            "this is the list of statements; name participants-votes.csv or votes.csv, and leave this file beside it",
        ));
    }
    let [only] = header else {
        let about = |heading: &&Heading| ABOUT.contains(&heading.name.as_str());
        let polis = header[0].name == "participant" && ["xid", "group-id"].contains(&header[1].name.as_str());
        let first = 1 + if polis { header[1..].iter().take_while(about).count() } else { 0 };
        if first == header.len() {
            return Err(rows.fault("there is no take; add a column for each"));
        }
        return Ok(Kind::Matrix { first });
    };
    Err(rows.fault_at(
        only.place,
        match [';', '\t'].into_iter().find(|sign| only.name.contains(*sign)) {
            Some(';') => "columns are separated by semicolons; separate them by commas",
            Some(_) => "columns are separated by tabs; separate them by commas",
            None => "there is one column only; the first is for voices, and each take needs one more",
        },
    ))
}

fn matrix(rows: &mut Rows, header: &[Heading], first: usize) -> Result<Table, Fault> {
    let mut table = Table::default();
    for heading in &header[first..] {
        let noted = note_take(&mut table.takes, &heading.name).map_err(|say| rows.fault_at(heading.place, say))?;
        if let (at, false) = noted {
            let before = header[first + at as usize].place.column;
            let say = format!("the take {} is in column {before} already; name each once", quote(&heading.name));
            return Err(rows.fault_at(heading.place, say));
        }
    }
    let mut lines = Vec::new();
    while rows.row()? {
        let start = rows.place();
        let name = rows.field()?.unwrap_or_default().trim();
        let noted = note_voice(&mut table.voices, name).map(|noted| (noted, quote(name)));
        let ((at, new), name) = noted.map_err(|say| rows.fault(say))?;
        if !new {
            let before: u64 = lines[at as usize];
            return Err(rows.fault(format!("the voice {name} is on line {before} already; keep one of them")));
        }
        lines.push(start.line);
        let mut column = 1;
        while let Some(text) = rows.field()? {
            column += 1;
            if column > header.len() {
                return Err(ragged(rows, start, column, header.len()));
            }
            let Some(take) = (column - 1).checked_sub(first) else {
                continue;
            };
            match answer(text) {
                Ok(Some(vote)) => table.cells.push(Cell::new(take, vote)),
                Ok(None) => {}
                Err(say) => {
                    let say = format!("{say} to {}; write 1, -1, 0 or nothing", quote(&header[column - 1].name));
                    return Err(rows.fault(say));
                }
            }
        }
        if column < header.len() {
            return Err(ragged(rows, start, column, header.len()));
        }
        if table.cells.len() > MOST_ANSWERS {
            return Err(too_many_answers(rows));
        }
        table.ends.push(table.cells.len());
    }
    Ok(table)
}

/// A row that is longer or shorter than the first one.
pub(super) fn ragged(rows: &Rows, start: Place, columns: usize, expected: usize) -> Fault {
    let place = Place { line: start.line, column: columns.min(expected) as u64 + 1 };
    let many = if columns > expected { "more" } else { "fewer" };
    let say = format!("this row has {many} columns than the first line, which has {expected}; give every row as many");
    rows.fault_at(place, say)
}

/// An answer as it is written, with what spreadsheets and data frames make of it.
pub(super) fn answer(text: &str) -> Result<Option<Vote>, String> {
    match text.trim() {
        "" => Ok(None),
        "1" | "+1" | "1.0" => Ok(Some(Vote::Agree)),
        "-1" | "-1.0" => Ok(Some(Vote::Disagree)),
        "0" | "0.0" | "-0.0" => Ok(Some(Vote::Pass)),
        other => Err(format!("{} is no answer", quote(other))),
    }
}
