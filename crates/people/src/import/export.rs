//! Cells for files that spreadsheet programs open: nothing in them is ever run as a formula.

use super::plan::{Fate, Plan};
use super::table::Table;
use web::Words;

/// What begins a formula in one program or another.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A text as a cell. What could be a formula is made a text by an apostrophe, which spreadsheet programs do not show.
pub fn cell(text: &str) -> String {
    let escaped = if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() };
    if escaped.contains([',', '"', '\n', '\r', ';', '\t', '\'']) {
        format!("\"{}\"", escaped.replace('"', "\"\""))
    } else {
        escaped
    }
}

/// The text of a cell that [`cell`] made.
pub(super) fn unescaped(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if text.starts_with(FORMULA) => text,
        _ => cell,
    }
}

/// The refused rows as a file, with the reasons in a column of their own: to be mended and sent again.
pub fn refused(table: &Table, plan: &Plan, t: &Words) -> String {
    let mut out = String::from("\u{feff}");
    let reasons = t.text("import-refused-column");
    let mut write = |cells: &mut dyn Iterator<Item = String>| {
        out.push_str(&cells.collect::<Vec<_>>().join(","));
        out.push_str("\r\n");
    };
    write(&mut table.headers.iter().map(String::as_str).chain([reasons.as_str()]).map(cell));
    for (row, planned) in table.rows.iter().zip(&plan.rows) {
        if let Fate::Refused(reasons) = &planned.fate {
            let why = reasons.iter().map(|it| it.say(t)).collect::<Vec<_>>().join(" ");
            let width = table.headers.len();
            let cells =
                row.cells.iter().map(String::as_str).chain(std::iter::repeat("")).take(width.max(row.cells.len()));
            write(&mut cells.chain([why.as_str()]).map(cell));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{cell, unescaped};
    use proptest::prelude::*;

    #[test]
    fn formulas_are_shown_and_not_run() {
        for (text, written) in [
            ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""),
            ("+49 30", "\"'+49 30\""),
            ("-", "\"'-\""),
            ("@x", "\"'@x\""),
            ("\tx", "\"'\tx\""),
            ("Lead, ports", "\"Lead, ports\""),
            ("L4", "L4"),
        ] {
            assert_eq!(cell(text), written);
        }
    }

    proptest! {
        #[test]
        fn cells_come_back_and_none_is_a_formula(texts in prop::collection::vec("[=+@;,\"'\\-\t\ra-z]{0,6}", 2)) {
            let file = format!("{}\r\n", texts.iter().map(|it| cell(it)).collect::<Vec<_>>().join(","));
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(file.as_bytes());
            let record = reader.records().next().unwrap().unwrap();
            for (text, read) in texts.iter().zip(record.iter()) {
                prop_assert!(!read.starts_with(super::FORMULA), "{read:?}");
                if !text.starts_with('\'') {
                    prop_assert_eq!(unescaped(read), text);
                }
            }
        }
    }
}
