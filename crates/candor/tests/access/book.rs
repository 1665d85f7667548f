//! The page of the book that lists the rows is made from them. `WRITE_BOOK=1 cargo test -p candor --test access book`
//! writes it anew.

use candor::server::{fields, rows};
use people::access::{FieldRow, States, Who};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

const BEGIN: &str = "<!-- rows: made by the test `book` of crates/candor/tests/access -->";
const END: &str = "<!-- end of rows -->";

fn who(who: &[Who]) -> String {
    if who.is_empty() { "nobody".to_owned() } else { who.iter().map(|it| it.key()).collect::<Vec<_>>().join(", ") }
}

fn states(states: States) -> String {
    match states {
        States::Every => "always".to_owned(),
        States::In(states) => states.join(", ").replace('_', " "),
    }
}

fn written() -> String {
    let mut rows = rows();
    rows.sort_by_key(|it| (it.object, it.action));
    let mut text = format!("{BEGIN}\n\n| object | action | who | while it is |\n|---|---|---|---|\n");
    for row in rows {
        let (who, states) = (who(row.who), states(row.states));
        writeln!(text, "| {} | {} | {who} | {states} |", row.object, row.action).unwrap();
    }
    let mut objects: BTreeMap<&str, Vec<FieldRow>> = BTreeMap::new();
    for row in fields() {
        objects.entry(row.object).or_default().push(row);
    }
    for (object, rows) in objects {
        write!(text, "\nFields of an {object}:\n\n| field | who may read it | while they are |\n|---|---|---|\n")
            .unwrap();
        for row in rows {
            writeln!(text, "| {} | {} | {} |", row.field.replace('_', " "), who(row.who), states(row.states)).unwrap();
        }
    }
    text.push('\n');
    text.push_str(END);
    text
}

#[test]
fn the_book_lists_the_rows_as_they_are() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/book/access.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(BEGIN).expect("the page has a place for the rows");
    let (_, after) = rest.split_once(END).expect("and its end");
    let fresh = format!("{before}{}{after}", written());
    if std::env::var_os("WRITE_BOOK").is_some() {
        std::fs::write(&path, fresh).unwrap();
        return;
    }
    assert!(page == fresh, "docs/book/access.md is not what the rows say: run this test with WRITE_BOOK=1, and look");
    println!("{} rows and {} rows of fields as the book says", rows().len(), fields().len());
}
