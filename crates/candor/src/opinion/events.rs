//! One answer in each row, in any order: the newest of a voice to a take counts.

use super::fault::{Fault, Place, quote};
use super::read::{answer, ragged};
use super::rows::Rows;
use super::table::{Cell, MOST_ANSWERS, Names, Table, note_take, note_voice, too_many_answers};

/// Events that are held before repeated answers are dropped.
const HELD: usize = 1 << 16;

/// One answer at one moment.
#[derive(Debug, Clone, Copy)]
struct Event {
    /// Milliseconds since 1970.
    time: i64,
    voice: u32,
    cell: Cell,
}

/// A field that is kept until its row is complete.
#[derive(Debug, Clone)]
struct Held {
    text: String,
    place: Place,
}

/// Reads the rows below the first one; `wanted` are the columns of time, take, voice and answer.
pub(super) fn read(rows: &mut Rows, columns: usize, wanted: [usize; 4]) -> Result<Table, Fault> {
    let (mut voices, mut takes) = (Names::default(), Names::default());
    let mut events = Vec::new();
    let mut limit = HELD;
    let empty = Held { text: String::new(), place: rows.place() };
    let mut fields = [(); 4].map(|()| empty.clone());
    while rows.row()? {
        whole_row(rows, columns, wanted, &mut fields)?;
        let [time, take, voice, vote] = &fields;
        let at = |field: &Held, say| rows.fault_at(field.place, say);
        let when = time.text.parse().map_err(|_| {
            let say = "is no time; write milliseconds since 1970 as a whole number";
            at(time, format!("{} {say}", quote(&time.text)))
        })?;
        let (take, _) = note_take(&mut takes, &take.text).map_err(|say| at(take, say))?;
        let (voice, _) = note_voice(&mut voices, &voice.text).map_err(|say| at(voice, say))?;
        let answer = answer(&vote.text).and_then(|it| it.ok_or_else(|| "the answer is missing".to_owned()));
        let answer = answer.map_err(|say| at(vote, format!("{say}; write 1, -1 or 0")))?;
        events.push(Event { time: when, voice, cell: Cell::new(take as usize, answer) });
        if events.len() >= limit {
            newest(&mut events);
            if events.len() > MOST_ANSWERS {
                return Err(too_many_answers(rows));
            }
            limit = HELD.max(2 * events.len());
        }
    }
    newest(&mut events);
    let mut ends = vec![0; voices.len()];
    for (at, event) in events.iter().enumerate() {
        ends[event.voice as usize] = at + 1;
    }
    Ok(Table { voices, takes, ends, cells: events.into_iter().map(|event| event.cell).collect() })
}

fn whole_row(rows: &mut Rows, columns: usize, wanted: [usize; 4], fields: &mut [Held; 4]) -> Result<(), Fault> {
    let start = rows.place();
    let mut column = 0;
    while let Some(text) = rows.field()? {
        if let Some(at) = wanted.iter().position(|it| *it == column) {
            fields[at].text.clear();
            fields[at].text.push_str(text.trim());
            fields[at].place = rows.place();
        }
        column += 1;
        if column > columns {
            break;
        }
    }
    if column == columns { Ok(()) } else { Err(ragged(rows, start, column, columns)) }
}

/// Keeps the newest answer of each voice to each take; of several at one moment, the last in the file.
fn newest(events: &mut Vec<Event>) {
    // Stable: what was kept before comes before what was read since.
    events.sort_by_key(|event| (event.voice, event.cell.take(), event.time));
    events.dedup_by(|later, kept| {
        let same = (later.voice, later.cell.take()) == (kept.voice, kept.cell.take());
        if same {
            *kept = *later;
        }
        same
    });
}
