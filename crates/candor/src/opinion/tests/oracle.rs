//! The same files through another reader, in the plainest way.

use super::Cells;
use std::collections::BTreeMap;

/// The records of a text as the `csv` crate reads them.
pub(super) fn records(bytes: &[u8]) -> Vec<Vec<String>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    reader.records().map(|it| it.unwrap().iter().map(|field| field.trim().to_owned()).collect()).collect()
}

/// The answers in a text that is known to be sound.
pub(super) fn cells(bytes: &[u8]) -> Cells {
    let records = records(bytes);
    let (header, rows) = records.split_first().unwrap();
    let find = |name: &str| header.iter().position(|it| it == name);
    let Some((take, voice, vote)) =
        find("comment-id").zip(find("voter-id")).zip(find("vote")).map(|((take, voice), vote)| (take, voice, vote))
    else {
        return matrix(header, rows);
    };
    let time = find("timestamp").unwrap();
    let mut newest: BTreeMap<(String, String), (i64, i8)> = BTreeMap::new();
    for row in rows {
        let when: i64 = row[time].parse().unwrap();
        let cell = newest.entry((row[voice].clone(), row[take].clone())).or_insert((i64::MIN, 0));
        if when >= cell.0 {
            *cell = (when, answer(&row[vote]).unwrap());
        }
    }
    newest.into_iter().map(|(cell, (_, vote))| (cell, vote)).collect()
}

fn matrix(header: &[String], rows: &[Vec<String>]) -> Cells {
    let mut first = 1;
    if header[0] == "participant" && (header[1] == "xid" || header[1] == "group-id") {
        let about = ["xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"];
        while about.contains(&header[first].as_str()) {
            first += 1;
        }
    }
    let mut cells = Cells::new();
    for row in rows {
        for (take, text) in header.iter().zip(row).skip(first) {
            if let Some(vote) = answer(text) {
                cells.insert((row[0].clone(), take.clone()), vote);
            }
        }
    }
    cells
}

fn answer(text: &str) -> Option<i8> {
    let plain = text.trim_start_matches('+').trim_end_matches(".0");
    (!text.is_empty()).then(|| plain.parse().unwrap())
}
