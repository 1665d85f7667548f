//! Files that are right.

use super::{Cells, cells, comments, groups, keyed, names, oracle, packed, table};
use crate::opinion::comments::Comment;
use std::fmt::Write;

fn expected(list: &[(&str, &str, i8)]) -> Cells {
    list.iter().map(|(voice, take, vote)| (((*voice).to_owned(), (*take).to_owned()), *vote)).collect()
}

const MATRIX: &str = "voice,dogs,\"cats, too\"\nana,1,-1\nbo,,0\nkim,,\n";
const POLIS: &str =
    "participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,0,7\n3,,1,0,2,1,1,1,-1\n4,,,0,1,0,0,,0\n";
const EVENTS: &str = "timestamp,datetime,comment-id,voter-id,vote\n\
    5,x,0,3,-1\n9,x,0,3,1\n7,x,0,3,0\n2,x,7,4,1\n2,x,7,4,0\n1,x,7,3,-1\n";

#[test]
fn three_kinds_of_files() {
    let both = [("3", "0", 1), ("3", "7", -1), ("4", "7", 0)];
    for (text, expected) in [
        (MATRIX, expected(&[("ana", "dogs", 1), ("ana", "cats, too", -1), ("bo", "cats, too", 0)])),
        (POLIS, expected(&both)),
        // The newest counts; of two at one moment, the last in the file.
        (EVENTS, expected(&both)),
        // Other versions of Polis write fewer columns, in another order.
        ("participant,group-id,n-votes,5\n1,0,1,1\n", expected(&[("1", "5", 1)])),
        ("vote,voter-id,comment-id,timestamp\n-1,8,2,-5\n", expected(&[("8", "2", -1)])),
        // A matrix whose first column happens to be called so.
        ("participant,n-votes,5\n1,0,1\n", expected(&[("1", "n-votes", 0), ("1", "5", 1)])),
        // What spreadsheets and data frames make of whole numbers.
        (
            " a , b \n x , 1.0 \ny,-1.0\nz,+1\nw,0.0\n",
            expected(&[("x", "b", 1), ("y", "b", -1), ("z", "b", 1), ("w", "b", 0)]),
        ),
    ] {
        for bytes in [text.into(), packed(text.as_bytes()), text.replace('\n', "\r\n").into()] {
            let table = table(bytes).unwrap();
            assert_eq!(cells(&table), expected, "{text}");
            assert_eq!(keyed(&table), expected, "{text}");
        }
    }
}

#[test]
fn packed_in_several_parts() {
    let (head, tail) = MATRIX.as_bytes().split_at(20);
    let bytes = [packed(head), packed(tail)].concat();
    assert_eq!(cells(&table(bytes).unwrap()), cells(&table(MATRIX).unwrap()));
}

#[test]
fn voices_without_answers_are_known() {
    let table = table(MATRIX).unwrap();
    assert_eq!(table.voices.list().iter().map(AsRef::as_ref).collect::<Vec<_>>(), ["ana", "bo", "kim"]);
    assert_eq!(table.takes.len(), 2);
}

#[test]
fn more_events_than_are_held_at_once() {
    let mut text = "timestamp,comment-id,voter-id,vote\n".to_owned();
    for n in 0..240_000_u32 {
        // 12,000 cells, each answered twenty times; time runs forwards, then backwards.
        let (voice, take, vote) = (n % 600, n / 600 % 20, i64::from(n / 7 % 3) - 1);
        let time = -(i64::from(n) - 140_123).abs();
        let _ = writeln!(text, "{time},{take},{voice},{vote}");
    }
    let found = cells(&table(&text).unwrap());
    assert_eq!(found.len(), 12_000);
    assert_eq!(found, oracle::cells(text.as_bytes()));
}

#[test]
fn keys_forget_the_order_of_the_file() {
    for (list, expected, numbers) in [
        (&["10", "9", "0"][..], [10, 9, 0], true),
        (&["10", "9", "x"], [0, 1, 2], false),
        // Two ways to write one number are two names.
        (&["7", "07", "5"], [2, 0, 1], false),
        (&["+7", "-1", "5"], [0, 1, 2], false),
    ] {
        assert_eq!(names(list).keys(u128::MAX), (expected.to_vec(), numbers), "{list:?}");
    }
    let most = u64::MAX.to_string();
    assert!(names(&["1", &most]).keys(u128::from(u64::MAX)).1);
    assert!(!names(&["1", &(most + "0")]).keys(u128::from(u64::MAX)).1);
}

#[test]
fn statements_are_marked_and_worded() {
    let text = "timestamp,comment-id,moderated,is-meta,comment-body\n\
        1,7,-1,false,\"no,\n\"\"thanks\"\"\"\n1,8,1,TRUE,about this\n1,9,0,,\n1,99,-1,f,nobody was asked\n";
    let found = comments(text, &["9", "8", "7", "6"]).unwrap();
    let comment = |text: &str, out| Some(Comment { text: Some(text.to_owned()), out });
    assert_eq!(
        found.comments,
        [comment("", false), comment("about this", true), comment("no,\n\"thanks\"", true), None]
    );
    assert_eq!(found.warning, None);
    assert_eq!(comments("comment-id\n7\n", &["7"]).unwrap().comments, [Some(Comment::default())]);
}

#[test]
fn another_list_beside_the_answers_is_left_aside() {
    let found = comments("who,what\nana,hello\n", &["7"]).unwrap();
    assert!(found.comments.is_empty());
    assert_eq!(found.warning.unwrap(), "file.csv has no column `comment-id` and was left aside.");
}

#[test]
fn groups_by_name() {
    let given = groups("group,voice,why\nb,1,\na,2,x\n,3,\nb,4,\n,nobody,\n", &["1", "2", "3", "4", "5"]).unwrap();
    assert_eq!(given.names, ["a", "b"]);
    assert_eq!(given.of, [Some(1), Some(0), None, Some(1), None]);
    // Numbers by size; a file of answers is one of groups too.
    let given = groups("participant,group-id,0\n1,10,1\n2,9,\n", &["2", "1"]).unwrap();
    assert_eq!(
        (given.names.as_slice(), given.of.as_slice()),
        (&["9".into(), "10".into()][..], &[Some(0), Some(1)][..])
    );
}
