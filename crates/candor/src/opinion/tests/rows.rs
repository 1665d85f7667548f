//! Rows and fields.

use super::oracle::records;
use super::rows_of;
use crate::opinion::fault::Fault;
use proptest::prelude::*;

/// A field with its line and column.
type Field = (String, u64, u64);

fn fields(bytes: impl AsRef<[u8]>) -> Result<Vec<Vec<Field>>, Fault> {
    let mut rows = rows_of(bytes)?;
    let mut all = Vec::new();
    while rows.row()? {
        let mut row = Vec::new();
        while let Some(text) = rows.field()? {
            let text = text.to_owned();
            row.push((text, rows.place().line, rows.place().column));
        }
        all.push(row);
    }
    Ok(all)
}

fn texts(bytes: impl AsRef<[u8]>) -> Result<Vec<Vec<String>>, Fault> {
    Ok(fields(bytes)?.into_iter().map(|row| row.into_iter().map(|(text, _, _)| text).collect()).collect())
}

#[test]
fn fields_have_places() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["a,b", "\"c,\n\"\"d\"\"\",", "\"\",é\"f"].join(end);
        for tail in ["", end, &end.repeat(3)] {
            let found = fields(format!("{text}{tail}")).unwrap();
            let place = |text: &str, line, column| (text.to_owned(), line, column);
            let expected = vec![
                vec![place("a", 1, 1), place("b", 1, 2)],
                vec![place("c,\n\"d\"", 2, 1), place("", 3, 2)],
                vec![place("", 4, 1), place("é\"f", 4, 2)],
            ];
            assert_eq!(found, expected, "{text:?} {tail:?}");
        }
    }
}

#[test]
fn a_mark_of_the_encoding_is_no_text() {
    assert_eq!(texts("\u{feff}\"a\",b").unwrap(), [["a", "b"]]);
    assert_eq!(texts("a\u{feff}").unwrap(), [["a\u{feff}"]]);
    assert!(texts("\u{feff}").unwrap().is_empty());
}

#[test]
fn a_row_may_be_left_early() {
    let mut rows = rows_of("a,b,c\nd").unwrap();
    assert!(rows.row().unwrap());
    assert_eq!(rows.field().unwrap(), Some("a"));
    assert!(rows.row().unwrap());
    assert_eq!(rows.field().unwrap(), Some("d"));
    assert_eq!(rows.field().unwrap(), None);
    assert!(!rows.row().unwrap());
}

fn texty() -> impl Strategy<Value = String> {
    let signs = prop::sample::select(vec!["a", "é", "1", " ", ",", ",", "\"", "\"", "\"\"", "\n", "\r", "\r\n"]);
    prop::collection::vec(signs, 0..40).prop_map(|signs| signs.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    /// What is accepted is what another reader sees; what is refused has a place in the text.
    #[test]
    fn as_another_reader_sees_it(text in texty()) {
        match texts(&text) {
            Ok(rows) => {
                let rows: Vec<Vec<String>> =
                    rows.into_iter().map(|row| row.iter().map(|it| it.trim().to_owned()).collect()).collect();
                prop_assert_eq!(rows, records(text.as_bytes()));
            }
            Err(fault) => {
                let place = fault.place.unwrap();
                let lines = text.matches(['\r', '\n']).count() as u64 + 1;
                prop_assert!((1..=lines).contains(&place.line) && place.column >= 1, "{}", fault);
            }
        }
    }

    /// Whatever is written by the rules is read as it was.
    #[test]
    fn what_is_written_is_read(rows in prop::collection::vec(prop::collection::vec(texty(), 1..5), 0..8)) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        prop_assert_eq!(texts(writer.into_inner().unwrap()).unwrap(), rows);
    }
}
