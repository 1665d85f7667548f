//! Given groups, for `--groups`.

use super::fault::{Fault, Place, quote};
use super::read::ragged;
use super::rows::Rows;
use super::table::Names;
use std::collections::BTreeMap;

/// Most groups: they are told apart by letters.
pub(crate) const MOST_GROUPS: usize = 26;

/// Who belongs where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Given {
    /// The groups as they are called, ascending.
    pub names: Vec<String>,
    /// Per voice, its group.
    pub of: Vec<Option<usize>>,
}

/// Reads a file with a voice and a group in each row: columns `voice` and `group`, or `participant` and `group-id` as
/// Polis writes them. A voice without a group, or without a row, belongs to none.
pub(crate) fn read(rows: &mut Rows, voices: &Names) -> Result<Given, Fault> {
    let (count, voice, group) = columns(rows)?;
    let mut groups = Names::default();
    let mut of = vec![None; voices.len()];
    let mut lines = vec![0; voices.len()];
    while rows.row()? {
        let start = rows.place();
        let (mut who, mut who_name, mut who_place, mut which) = (None, String::new(), start, None);
        let mut column = 0;
        while let Some(text) = rows.field()? {
            let text = text.trim();
            if column == voice {
                who = voices.find(text);
                who_name = quote(text);
                who_place = rows.place();
            } else if column == group && !text.is_empty() {
                which = Some(groups.note(text).0 as usize);
                if groups.len() > MOST_GROUPS {
                    return Err(rows.fault(format!("there are more than {MOST_GROUPS} groups; join some")));
                }
            }
            column += 1;
            if column > count {
                break;
            }
        }
        if column != count {
            return Err(ragged(rows, start, column, count));
        }
        match who {
            Some(who) if lines[who] > 0 => {
                let say = format!("the voice {who_name} is on line {} already; keep one of them", lines[who]);
                return Err(rows.fault_at(who_place, say));
            }
            Some(who) => (lines[who], of[who]) = (start.line, which),
            // Whoever joined and never answered may be listed, without a group.
            None if which.is_none() => {}
            None => {
                let say = format!("the voice {who_name} is not in the file with the answers; remove this row");
                return Err(rows.fault_at(who_place, say));
            }
        }
    }
    if groups.len() == 0 {
        return Err(rows.fault_at(Place { line: 1, column: group as u64 + 1 }, "no voice has a group; name some"));
    }
    Ok(sorted(&groups, of))
}

/// Groups in order of their names: numbers by size, then words by letters.
fn sorted(groups: &Names, mut of: Vec<Option<usize>>) -> Given {
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|at| (groups.list()[*at].parse().unwrap_or(u64::MAX), &groups.list()[*at]));
    for group in of.iter_mut().flatten() {
        *group = order.iter().position(|at| at == group).unwrap_or(*group);
    }
    Given { names: order.iter().map(|at| groups.list()[*at].to_string()).collect(), of }
}

fn columns(rows: &mut Rows) -> Result<(usize, usize, usize), Fault> {
    let start = Place { line: 1, column: 1 };
    if !rows.row()? {
        return Err(rows.fault_at(start, "the file is empty; it needs a first line `voice,group` and a line per voice"));
    }
    let (mut count, mut found) = (0, BTreeMap::new());
    while let Some(name) = rows.field()? {
        let name = name.trim();
        if let Some(known) = ["voice", "group", "participant", "group-id"].into_iter().find(|it| *it == name) {
            found.entry(known).or_insert(count);
        }
        count += 1;
    }
    let pair = |voice: &str, group: &str| Some((count, *found.get(voice)?, *found.get(group)?));
    pair("voice", "group").or_else(|| pair("participant", "group-id")).ok_or_else(|| {
        rows.fault_at(
            start,
            "the first line names no groups; it needs columns `voice` and `group`, or `participant` and `group-id`",
        )
    })
}
