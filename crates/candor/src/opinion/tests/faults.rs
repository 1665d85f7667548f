//! Files that are wrong: where, and what is said.

use super::{comments, groups, packed, table};
use crate::opinion::source;
use std::io::{self, BufRead, Read};
use std::path::Path;

#[test]
fn answers() {
    let many = format!("v{}\n", (0..10_001).map(|n| format!(",{n}")).collect::<Vec<_>>().concat());
    let long = format!("v,a\n{},1\n", "x".repeat(201));
    for (text, place, say) in [
        ("", "1:1", "the file is empty"),
        ("\n\r\n", "1:1", "the file is empty"),
        ("v,a\n", "2:1", "no voice below the first line"),
        ("timestamp,comment-id,voter-id,vote", "2:1", "no voice below the first line"),
        ("v\n1\n", "1:1", "one column only"),
        ("v;a;b\n1;1;1\n", "1:1", "separated by semicolons"),
        ("v\ta\n1\t1\n", "1:1", "separated by tabs"),
        ("participant,group-id,n-votes\n1,0,0\n", "1:3", "there is no take"),
        ("v,a,,c\n1,1,1,1\n", "1:3", "the take has no name"),
        ("v,a,b,a\n1,1,1,1\n", "1:4", "`a` is in column 2 already"),
        ("participant,xid,group-id,3,3\n1,,0,1,1\n", "1:5", "`3` is in column 4 already"),
        ("\nv,a\n1,1\n", "1:1", "this line is empty"),
        ("v,a\n1,1\n\n\n2,1\n", "3:1", "this line is empty"),
        ("v,a\r\n1,1\r\n\r\n2,1\r\n", "3:1", "this line is empty"),
        ("v,a,b\n1,1,1\n2,1\n", "3:3", "fewer columns than the first line, which has 3"),
        ("v,a,b\n1,1,1,1\n", "2:4", "more columns than the first line, which has 3"),
        ("v,a\n1,1,\n", "2:3", "more columns"),
        ("v,a\n1\n", "2:2", "fewer columns"),
        ("v,a\n1,1\n \n", "3:1", "the voice has no name"),
        ("v,a\n,1\n", "2:1", "the voice has no name"),
        ("v,a\n1,1\n2,1\n 1,0\n", "4:1", "`1` is on line 2 already"),
        ("v,\"a\n\",b\n1,1,x\n", "3:3", "`x` is no answer to `b`"),
        ("v,a\n1,2\n", "2:2", "`2` is no answer to `a`; write 1, -1, 0 or nothing"),
        ("v,a\n1,agree\n", "2:2", "`agree` is no answer"),
        ("v,a\n1,1.5\n", "2:2", "`1.5` is no answer"),
        ("v,a\n1,\0\n", "2:2", "`\\0` is no answer"),
        ("v,a\n1,\u{1b}[31m\n", "2:2", "`\\u{1b}[31m` is no answer"),
        ("v,a\n1,\"1\n2,1\n", "2:2", "the quote opened here is never closed"),
        ("\"v,a\n1,1\n", "1:1", "the quote opened here is never closed"),
        ("v,a\n\"1\"x,1\n", "2:1", "text follows the closing quote of `1`"),
        ("timestamp,comment-id,voter-id,vote\n1,2,3,1\nsoon,2,3,1\n", "3:1", "`soon` is no time"),
        ("timestamp,comment-id,voter-id,vote\n1.5,2,3,1\n", "2:1", "`1.5` is no time"),
        ("timestamp,comment-id,voter-id,vote\n1,2,3,\n", "2:4", "the answer is missing; write 1, -1 or 0"),
        ("timestamp,comment-id,voter-id,vote\n1,2,3,5\n", "2:4", "`5` is no answer; write 1, -1 or 0"),
        ("timestamp,comment-id,voter-id,vote\n1,,3,1\n", "2:2", "the take has no name"),
        ("timestamp,comment-id,voter-id,vote\n1,2,,1\n", "2:3", "the voice has no name"),
        ("timestamp,comment-id,voter-id,vote\n1,2,3\n", "2:4", "fewer columns"),
        ("timestamp,comment-id,voter-id,vote\n1,2,3,1,1\n", "2:5", "more columns"),
        ("comment-id,voter-id,vote\n2,3,1\n", "1:3", "no column `timestamp`"),
        ("comment-id,comment-body\n2,hello\n", "1:1", "the list of statements"),
        ("PK\x03\x04abc", "1:1", "a spreadsheet or a zip archive"),
        (many.as_str(), "1:10002", "more than 10000 takes"),
        (long.as_str(), "2:1", "longer than 200 bytes"),
    ] {
        for bytes in [text.as_bytes().to_vec(), packed(text.as_bytes())] {
            let fault = table(bytes).map(drop).unwrap_err().to_string();
            assert!(fault.starts_with(&format!("file.csv:{place}: ")) && fault.contains(say), "{text:?}: {fault}");
        }
    }
}

#[test]
fn bytes_that_are_no_text() {
    for (bytes, place, say) in [
        (&b"v,a\n1,\xFF\n"[..], "2:2", "is not UTF-8 text"),
        (b"v,caf\xE9\n1,1\n", "1:2", "is not UTF-8 text"),
        // Also where nothing is read.
        (b"timestamp,datetime,comment-id,voter-id,vote\n1,\xC3(,2,3,1\n", "2:2", "is not UTF-8 text"),
        (b"\xFF\xFEv\0,\0a\0", "1:1", "is UTF-16 text"),
        (b"\x1F\x8B", "1:1", "the gzip data"),
        (b"\x1F\x8B\x08\0garbage that is long enough", "1:1", "the gzip data"),
    ] {
        let fault = table(bytes).map(drop).unwrap_err().to_string();
        assert!(fault.starts_with(&format!("file.csv:{place}: ")) && fault.contains(say), "{bytes:?}: {fault}");
    }
}

#[test]
fn gzip_that_ends_early_or_is_followed_by_something() {
    let text = (0..2_000).map(|n| format!("{n},1\n")).collect::<Vec<_>>().concat();
    let bytes = packed(format!("v,a\n{text}").as_bytes());
    assert_eq!(table(&bytes).unwrap().voices.len(), 2_000);
    for cut in [1, 4, 8, 9, 20, bytes.len() / 2] {
        let fault = table(&bytes[..bytes.len() - cut]).unwrap_err();
        assert!(fault.say.contains("ends too early"), "{fault}");
        assert!(fault.place.unwrap().line >= 1);
    }
    let fault = table([&bytes[..], b"and something more"].concat()).unwrap_err();
    assert!(fault.say.contains("the gzip data is damaged"), "{fault}");
}

/// Bytes without an end.
struct Endless(&'static [u8], usize);

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        for byte in &mut *buffer {
            *byte = self.0[self.1 % self.0.len()];
            self.1 += 1;
        }
        Ok(buffer.len())
    }
}

/// Names that count upwards, without an end.
struct Counting(u32, Vec<u8>, &'static str);

impl Read for Counting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.1.len() < buffer.len() {
            self.0 += 1;
            self.1.extend(format!("{}{}", self.0, self.2).into_bytes());
        }
        buffer.copy_from_slice(&self.1[..buffer.len()]);
        self.1.drain(..buffer.len());
        Ok(buffer.len())
    }
}

/// What never ends is refused as soon as it is too much: reading it whole would never come back.
#[test]
fn bombs() {
    let take = |head: &'static [u8], rest: Box<dyn Read>, place: &str, say: &str| {
        let from: Box<dyn BufRead> = source::unpack(head.chain(rest), "file.csv").unwrap();
        let mut rows = crate::opinion::rows::Rows::new(from, "file.csv".to_owned());
        let fault = crate::opinion::read::table(&mut rows).map(drop).unwrap_err().to_string();
        assert!(fault.starts_with(&format!("file.csv:{place}: ")) && fault.contains(say), "{fault}");
    };
    take(b"", Box::new(Endless(b"x", 0)), "1:1", "longer than 16384 bytes");
    take(b"v,a\n1,", Box::new(Endless(b" ", 0)), "2:2", "longer than 16384 bytes");
    take(b"v,a\n1,\"", Box::new(Endless(b",\n", 0)), "2:2", "not closed within 16384 bytes");
    take(b"v,a\n1,\"", Box::new(Endless(b"\"\"", 0)), "2:2", "not closed within 16384 bytes");
    take(b"v", Box::new(Counting(0, Vec::new(), ",")), "1:10008", "more than 10000 takes");
    take(b"v", Box::new(Endless(b",x", 0)), "1:10008", "more than 10000 takes");
    take(b"v,a\n1,1", Box::new(Endless(b",1", 0)), "2:3", "more columns");
    take(b"v,a\n", Box::new(Counting(0, Vec::new(), ",1\n")), "1000002:1", "more than 1000000 voices");
    let events = b"timestamp,comment-id,voter-id,vote\n";
    take(events, Box::new(Counting(0, Vec::new(), ",2,3,1\n4,4,4\n")), "3:4", "fewer columns");
    take(events, Box::new(Counting(0, b"1,".to_vec(), ",3,1\n1,")), "10002:2", "more than 10000 takes");
}

#[test]
fn statements() {
    for (text, place, say) in [
        ("", "1:1", "the file is empty"),
        ("comment-id,moderated\n7,2\n", "2:2", "`2` is no mark of a moderator"),
        ("comment-id,is-meta\n7,maybe\n", "2:2", "`maybe` is neither true nor false"),
        ("comment-id,is-meta\n7,0\n8,0\n7,1\n", "4:1", "`7` is listed twice"),
        ("comment-id,is-meta\n7\n", "2:2", "fewer columns"),
        ("comment-id,comment-body\n7,\"x\n", "2:2", "never closed"),
    ] {
        let fault = comments(text, &["7"]).map(drop).unwrap_err().to_string();
        assert!(fault.starts_with(&format!("file.csv:{place}: ")) && fault.contains(say), "{text:?}: {fault}");
    }
}

#[test]
fn given_groups() {
    let many = (0..27).map(|n| format!("{n},g{n}\n")).collect::<Vec<_>>().concat();
    let voices: Vec<String> = (0..27).map(|n| n.to_string()).collect();
    let voices: Vec<&str> = voices.iter().map(String::as_str).collect();
    for (text, place, say) in [
        (String::new(), "1:1", "the file is empty"),
        ("who,where\n1,a\n".to_owned(), "1:1", "names no groups"),
        ("voice,group-id\n1,a\n".to_owned(), "1:1", "names no groups"),
        ("voice,group\n1,\n".to_owned(), "1:2", "no voice has a group"),
        ("voice,group\n1,a\nzoe,a\n".to_owned(), "3:1", "`zoe` is not in the file with the answers"),
        ("group,voice\na,1\nb,2\na,1\n".to_owned(), "4:2", "`1` is on line 2 already"),
        ("voice,group\n1,a\n2\n".to_owned(), "3:2", "fewer columns"),
        (format!("voice,group\n{many}"), "28:2", "more than 26 groups"),
    ] {
        let fault = groups(&text, &voices).unwrap_err().to_string();
        assert!(fault.starts_with(&format!("file.csv:{place}: ")) && fault.contains(say), "{text:?}: {fault}");
    }
}

#[test]
fn files_that_cannot_be_opened() {
    let folder = tempfile::tempdir().unwrap();
    let fault = source::open(folder.path()).map(drop).unwrap_err().to_string();
    assert!(fault.ends_with(": is a folder; name a file in it, for example participants-votes.csv"), "{fault}");
    let fault = source::open(Path::new("not/there.csv")).map(drop).unwrap_err().to_string();
    assert_eq!(fault, "not/there.csv: there is no such file; check its name");
}
