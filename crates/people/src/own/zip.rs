//! A ZIP file in memory: a few small texts, deflated, as every system opens it (APPNOTE 6.3, without its extensions).

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use jiff::civil::DateTime;
use std::io::{self, Write};

/// Names are in UTF-8.
const UTF8: u16 = 1 << 11;
/// Readers must know version 2.0: deflate.
const VERSION: u16 = 20;
const DEFLATE: u16 = 8;

/// Packs these files, all written `at`.
pub(super) fn zip(files: &[(&str, &[u8])], at: DateTime) -> io::Result<Vec<u8>> {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let mut crc = Crc::new();
        crc.update(bytes);
        let mut deflate = DeflateEncoder::new(Vec::new(), Compression::default());
        deflate.write_all(bytes)?;
        let packed = deflate.finish()?;
        let mut head = Vec::new();
        for part in [VERSION, UTF8, DEFLATE, time(at), date(at)] {
            head.extend(part.to_le_bytes());
        }
        for part in [crc.sum(), size(packed.len())?, size(bytes.len())?] {
            head.extend(part.to_le_bytes());
        }
        head.extend(short(name.len())?.to_le_bytes());
        head.extend(0_u16.to_le_bytes());

        list.extend(0x0201_4b50_u32.to_le_bytes());
        list.extend(VERSION.to_le_bytes());
        list.extend(&head);
        // No comment, first disk, no attributes.
        list.extend([0; 10]);
        list.extend(size(out.len())?.to_le_bytes());
        list.extend(name.as_bytes());

        out.extend(0x0403_4b50_u32.to_le_bytes());
        out.extend(head);
        out.extend(name.as_bytes());
        out.extend(packed);
    }
    let (from, long, n) = (size(out.len())?, size(list.len())?, short(files.len())?);
    out.extend(list);
    out.extend(0x0605_4b50_u32.to_le_bytes());
    out.extend([0; 4]);
    out.extend(n.to_le_bytes());
    out.extend(n.to_le_bytes());
    out.extend(long.to_le_bytes());
    out.extend(from.to_le_bytes());
    out.extend([0; 2]);
    Ok(out)
}

fn size(n: usize) -> io::Result<u32> {
    u32::try_from(n).map_err(io::Error::other)
}

fn short(n: usize) -> io::Result<u16> {
    u16::try_from(n).map_err(io::Error::other)
}

/// Hours, minutes and every other second.
fn time(at: DateTime) -> u16 {
    let [hour, minute, second] = [at.hour(), at.minute(), at.second()].map(i8::cast_unsigned).map(u16::from);
    (hour << 11) | (minute << 5) | (second / 2)
}

/// Years since 1980, months and days.
fn date(at: DateTime) -> u16 {
    let year = at.year().saturating_sub(1980).clamp(0, 127).cast_unsigned();
    (year << 9) | (u16::from(at.month().cast_unsigned()) << 5) | u16::from(at.day().cast_unsigned())
}
