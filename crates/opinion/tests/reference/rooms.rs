//! Made-up rooms.

use super::dense::Cells;
use opinion::{Lots, TakeKey, VoiceKey, Vote, Votes};

/// A room with independent takes, each with shares and a fill of its own: nobody thinks like anybody.
pub fn without_structure(lots: &mut Lots) -> Cells {
    let (voices, takes) = (20 + lots.below(101), 4 + lots.below(37));
    let fill = 0.5 + lots.unit() / 2.0;
    let margins: Vec<[f64; 2]> = (0..takes)
        .map(|_| {
            let (pass, agree) = (0.3 * lots.unit(), 0.05 + 0.9 * lots.unit());
            [(1.0 - pass) * agree, 1.0 - pass]
        })
        .collect();
    let answer = |[agree, sided]: &[f64; 2], lots: &mut Lots| {
        let (there, drawn) = (lots.unit() < fill, lots.unit());
        there.then_some(if drawn < *agree { 1 } else { 0 - i8::from(drawn < *sided) })
    };
    (0..voices).map(|_| margins.iter().map(|margin| answer(margin, lots)).collect()).collect()
}

/// Camps of these sizes. On each take every camp has a side, not the same for all; its voices take it with probability
/// `loyalty`, and else answer anything. An answer is there with probability `fill`. Camps stand row after row.
pub fn planted(lots: &mut Lots, sizes: &[usize], takes: usize, loyalty: f64, fill: f64) -> (Cells, Vec<usize>) {
    let stances: Vec<Vec<i8>> = (0..takes).map(|_| stance(lots, sizes.len())).collect();
    let camps: Vec<usize> = sizes.iter().enumerate().flat_map(|(camp, size)| vec![camp; *size]).collect();
    let cells = camps
        .iter()
        .map(|camp| {
            stances
                .iter()
                .map(|stance| {
                    let (there, loyal, any) = (lots.unit() < fill, lots.unit() < loyalty, lots.below(3));
                    let any = [-1, 0, 1][any];
                    there.then_some(if loyal { stance[*camp] } else { any })
                })
                .collect()
        })
        .collect();
    (cells, camps)
}

/// A side per camp, not the same for all.
fn stance(lots: &mut Lots, camps: usize) -> Vec<i8> {
    loop {
        let sides: Vec<i8> = (0..camps).map(|_| if lots.below(2) == 0 { -1 } else { 1 }).collect();
        if camps < 2 || sides.iter().any(|side| *side != sides[0]) {
            return sides;
        }
    }
}

/// Every answer, with row and column as keys.
pub fn each(cells: &Cells) -> Vec<(VoiceKey, TakeKey, Vote)> {
    let row = |(voice, row): (usize, &Vec<Option<i8>>)| {
        let given = row.iter().enumerate().filter_map(|(take, value)| Some((take, (*value)?)));
        given
            .map(|(take, value)| (voice as VoiceKey, take as TakeKey, Vote::of(i64::from(value)).unwrap()))
            .collect::<Vec<_>>()
    };
    cells.iter().enumerate().flat_map(row).collect()
}

/// The room as the crate sees it; takes without answers are known, too.
pub fn votes(cells: &Cells) -> Votes {
    let mut votes = Votes::new();
    (0..cells.first().map_or(0, Vec::len)).for_each(|take| votes.know(take as TakeKey));
    for (voice, take, vote) in each(cells) {
        votes.set(voice, take, Some(vote));
    }
    votes
}

/// In another order.
pub fn shuffled<T>(mut items: Vec<T>, lots: &mut Lots) -> Vec<T> {
    for last in (1..items.len()).rev() {
        items.swap(last, lots.below(last + 1));
    }
    items
}

/// The answers to each take dealt anew among those who answered it.
pub fn dealt_anew(cells: &Cells, lots: &mut Lots) -> Cells {
    let mut dealt = cells.clone();
    for column in 0..cells.first().map_or(0, Vec::len) {
        let rows: Vec<usize> = (0..cells.len()).filter(|row| cells[*row][column].is_some()).collect();
        let answers = shuffled(rows.iter().map(|row| cells[*row][column]).collect(), lots);
        rows.iter().zip(answers).for_each(|(row, answer)| dealt[*row][column] = answer);
    }
    dealt
}
