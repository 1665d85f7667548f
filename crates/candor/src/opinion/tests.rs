//! The readers, on files that are right and on files that are not.

mod data;
mod drawn;
mod faults;
mod formats;
mod fuzz;
mod oracle;
mod rows;

use super::comments::{self, Beside};
use super::fault::Fault;
use super::groups::{self, Given};
use super::rows::Rows;
use super::table::{Names, Table, ballots};
use super::{read, source};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};

/// The newest answer by voice and take, as they are called.
type Cells = BTreeMap<(String, String), i8>;

fn rows_of(bytes: impl AsRef<[u8]>) -> Result<Rows, Fault> {
    let file = "file.csv".to_owned();
    Ok(Rows::new(source::unpack(Cursor::new(bytes.as_ref().to_vec()), &file)?, file))
}

fn table(bytes: impl AsRef<[u8]>) -> Result<Table, Fault> {
    read::table(&mut rows_of(bytes)?)
}

fn comments(bytes: impl AsRef<[u8]>, takes: &[&str]) -> Result<Beside, Fault> {
    comments::read(&mut rows_of(bytes)?, &names(takes))
}

fn groups(bytes: impl AsRef<[u8]>, voices: &[&str]) -> Result<Given, Fault> {
    groups::read(&mut rows_of(bytes)?, &names(voices))
}

fn names(list: &[&str]) -> Names {
    let mut names = Names::default();
    for name in list {
        names.note(name);
    }
    names
}

fn cells(table: &Table) -> Cells {
    let voices = table.voices.list().iter().enumerate();
    voices
        .flat_map(|(at, voice)| {
            table.answers(at).iter().map(move |cell| {
                let take = &table.takes.list()[cell.take()];
                ((voice.to_string(), take.to_string()), cell.vote().value())
            })
        })
        .collect()
}

/// The same after the way through keys.
fn keyed(table: &Table) -> Cells {
    let ballots = ballots(table);
    let voices: BTreeMap<_, _> = ballots.voices.iter().cloned().collect();
    let takes: BTreeMap<_, _> = ballots.takes.iter().cloned().collect();
    let each = ballots.votes.each();
    each.map(|(voice, take, vote)| ((voices[&voice].to_string(), takes[&take].to_string()), vote.value())).collect()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}
