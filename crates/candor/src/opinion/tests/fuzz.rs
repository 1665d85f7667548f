//! Files as nobody would write them: every one is either read or refused at a place, and what is read is right.

use super::{cells, comments, groups, keyed, oracle, packed, table};
use crate::opinion::fault::Fault;
use opinion::Lots;
use proptest::prelude::*;

const PLAIN: &str = "voice,dogs,\"cats, \"\"too\"\"\",é\nana,1,-1,\nbo,,0,1.0\n\"kim\n\",,,0\n";
const POLIS: &str = "participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,0,7,12\n\
    3,,1,0,2,1,1,1,-1,\n4,,,0,1,0,0,,0,\n10,,0,0,3,1,1,1,-1,0\n";
const EVENTS: &str = "timestamp,datetime,comment-id,voter-id,vote\n5,x,0,3,-1\n9,\"x,y\",0,3,1\n7,x,0,3,0\n2,x,7,4,1\n";
const COMMENTS: &str =
    "timestamp,comment-id,moderated,is-meta,comment-body\n1,7,-1,false,\"no,\n\"\"x\"\"\"\n1,0,1,t,a\n";
const GROUPS: &str = "voice,group\n3,a\n4,\n10,b\n";

/// Nothing that is refused lacks a place in the text.
fn placed(fault: &Fault, bytes: &[u8]) {
    let place = fault.place.expect("the file was opened");
    let lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64 + 2;
    assert!((1..=lines).contains(&place.line) && place.column >= 1, "{fault}");
    assert!(!fault.to_string().contains(['\n', '\r', '\u{1b}']), "{fault:?}");
}

/// What is accepted is what a plain reading by another reader gives.
fn sound(bytes: &[u8]) -> bool {
    match table(bytes) {
        Ok(table) => {
            let found = cells(&table);
            assert_eq!(found, oracle::cells(bytes), "{}", String::from_utf8_lossy(bytes));
            assert_eq!(found, keyed(&table));
            true
        }
        Err(fault) => {
            placed(&fault, bytes);
            false
        }
    }
}

/// A few changes: bytes flipped, left out, put in, doubled, moved, the rest cut off.
fn changed(from: &[u8], lots: &mut Lots) -> Vec<u8> {
    const SIGNS: &[&[u8]] =
        &[b",", b"\"", b"\n", b"\r\n", b"1", b"-1", b"0", b"", b" ", b"\xFF", b"\xC3\xA9", b"\0", b"x"];
    let mut bytes = from.to_vec();
    for _ in 0..=lots.below(3) {
        let (a, b) = (lots.below(bytes.len() + 1), lots.below(bytes.len() + 1));
        let (start, end) = (a.min(b), a.max(b).min(a.min(b) + 12));
        match lots.below(6) {
            0 => drop(bytes.splice(start..start, SIGNS[lots.below(SIGNS.len())].iter().copied())),
            1 => drop(bytes.splice(start..end, SIGNS[lots.below(SIGNS.len())].iter().copied())),
            2 => drop(bytes.drain(start..end)),
            3 => {
                let part = bytes[start..end].to_vec();
                let at = lots.below(bytes.len() + 1);
                drop(bytes.splice(at..at, part));
            }
            4 => bytes.truncate(end.max(bytes.len() / 2)),
            _ => {
                if let Some(byte) = bytes.get_mut(start) {
                    *byte ^= 1 << lots.below(8);
                }
            }
        }
    }
    bytes
}

#[test]
fn changed_answers() {
    let mut lots = Lots::new(1);
    let mut accepted = 0;
    for n in 0..30_000 {
        let from = [PLAIN, POLIS, EVENTS][n % 3].as_bytes();
        accepted += usize::from(sound(&changed(from, &mut lots)));
    }
    // Both ends are reached: it would prove nothing if every change were refused.
    assert!((1_500..28_500).contains(&accepted), "{accepted}");
}

#[test]
fn changed_lists() {
    let mut lots = Lots::new(2);
    let mut accepted = [0; 2];
    for _ in 0..10_000 {
        let bytes = changed(COMMENTS.as_bytes(), &mut lots);
        match comments(&bytes, &["7", "0"]) {
            Ok(_) => accepted[0] += 1,
            Err(fault) => placed(&fault, &bytes),
        }
        let bytes = changed(GROUPS.as_bytes(), &mut lots);
        match groups(&bytes, &["3", "4", "10"]) {
            Ok(given) => {
                accepted[1] += 1;
                assert!(given.of.iter().flatten().all(|group| *group < given.names.len()));
                assert!((0..given.names.len()).all(|it| given.of.contains(&Some(it))));
            }
            Err(fault) => placed(&fault, &bytes),
        }
    }
    assert!(accepted.iter().all(|it| (300..9_700).contains(it)), "{accepted:?}");
}

#[test]
fn damaged_gzip() {
    let mut lots = Lots::new(3);
    let text = POLIS.to_owned() + &(100..160).map(|n| format!("{n},,0,0,3,1,1,1,-1,0\n")).collect::<Vec<_>>().concat();
    let (whole, sound) = (packed(text.as_bytes()), cells(&table(&text).unwrap()));
    let mut refused = 0;
    for _ in 0..5_000 {
        let bytes = changed(&whole, &mut lots);
        match table(&bytes) {
            // Its head says when and where it was packed, which nobody checks; the rest has a sum that must be right.
            Ok(table) => assert_eq!(cells(&table), sound),
            Err(fault) => {
                refused += 1;
                assert!(fault.place.is_some(), "{fault}");
            }
        }
    }
    assert!(refused > 4_000, "{refused}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        sound(&bytes);
        if let Err(fault) = comments(&bytes, &["7"]) {
            placed(&fault, &bytes);
        }
        if let Err(fault) = groups(&bytes, &["7"]) {
            placed(&fault, &bytes);
        }
    }

    #[test]
    fn any_rows(rows in prop::collection::vec(prop::collection::vec("[a-c]|-?[01]|1\\.0|\"|", 1..5), 0..6)) {
        let text = rows.iter().map(|row| row.join(",") + "\n").collect::<Vec<_>>().concat();
        sound(text.as_bytes());
    }

    /// Columns and rows in another order, and unpacked, packed or as events: the same ballots.
    #[test]
    fn every_way_to_write_a_room(room in prop::collection::vec(prop::collection::vec(-1..=2_i8, 5), 1..12), seed: u64) {
        let text = |rows: &[usize], columns: &[usize]| {
            let line = |first: String, cell: &dyn Fn(usize) -> String| {
                first + &columns.iter().map(|column| format!(",{}", cell(*column))).collect::<Vec<_>>().concat() + "\n"
            };
            let answer = |row: usize, column: usize| match room[row][column] {
                2 => String::new(),
                vote => vote.to_string(),
            };
            let head = line("voice".to_owned(), &|column| format!("take {column}"));
            head + &rows.iter().map(|row| line(format!("v{row}"), &|column| answer(*row, column))).collect::<Vec<_>>().concat()
        };
        let (rows, columns): (Vec<_>, Vec<_>) = ((0..room.len()).collect(), (0..5).collect());
        let mut lots = Lots::new(seed);
        let mut shuffled = |list: &[usize]| {
            let mut list = list.to_vec();
            (1..list.len()).rev().for_each(|at| list.swap(at, lots.below(at + 1)));
            list
        };
        let (mixed_rows, mixed_columns) = (shuffled(&rows), shuffled(&columns));
        let plain = table(text(&rows, &columns)).unwrap();
        let mixed = table(packed(text(&mixed_rows, &mixed_columns).as_bytes())).unwrap();
        let ballots = |table| {
            let it = crate::opinion::table::ballots(table);
            let votes: Vec<_> = it.votes.each().collect();
            (it.voices, it.takes, votes)
        };
        prop_assert_eq!(ballots(&plain), ballots(&mixed));
        let events: Vec<String> = shuffled(&(0..room.len() * 5).collect::<Vec<_>>())
            .into_iter()
            .filter(|cell| room[cell / 5][cell % 5] != 2)
            .map(|cell| format!("{cell},take {},v{},{}\n", cell % 5, cell / 5, room[cell / 5][cell % 5]))
            .collect();
        if !events.is_empty() {
            let events = table("timestamp,comment-id,voter-id,vote\n".to_owned() + &events.concat()).unwrap();
            prop_assert_eq!(cells(&events), cells(&plain));
        }
    }
}
