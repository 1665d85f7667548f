//! The two files of a real conversation say the same in every cell.

use super::cells;
use crate::opinion::rows::Rows;
use crate::opinion::table::Table;
use crate::opinion::{read, source};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/polis");
    std::env::var_os("POLIS_DATA").map_or_else(beside, PathBuf::from)
}

fn table(path: &Path) -> Table {
    read::table(&mut Rows::new(source::open(path).unwrap(), source::name(path))).unwrap()
}

#[test]
fn events_and_matrix_agree() {
    let Ok(conversations) = std::fs::read_dir(folder()) else {
        eprintln!("SKIPPED: the conversations are not at {}", folder().display());
        return;
    };
    let mut compared = 0;
    for folder in conversations.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        let find = |name: &str| {
            ["", ".gz"].map(|end| folder.join(format!("{name}.csv{end}"))).into_iter().find(|it| it.exists())
        };
        let Some(events) = find("votes") else { continue };
        let matrix = table(&find("participants-votes").unwrap());
        let events = table(&events);
        assert_eq!(cells(&events), cells(&matrix), "{}", folder.display());
        assert!(events.cells.len() > 600);
        compared += 1;
    }
    assert_eq!(compared, 9);
}
