//! The selections of Polis, written down rule by rule.

use super::statements::{Counted, Measured, both, measured};

const SIGNIFICANT: f64 = 1.2816;

/// A take that was selected: its column, whether it stands in the direction of agree, and whether it is the best agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selected {
    pub column: usize,
    pub agree: bool,
    pub best_agree: bool,
}

/// What represents a group. `rows` holds, take by take, the counts of the group and of the others.
pub fn representative(rows: &[(Counted, Counted)], out: &[bool]) -> Vec<Selected> {
    let mut sufficient: Vec<(usize, [Measured; 2])> = Vec::new();
    let mut fallback: Option<(usize, [Measured; 2])> = None;
    let mut best_agree: Option<(usize, [Measured; 2])> = None;
    for (column, (group, others)) in rows.iter().enumerate() {
        if out[column] {
            continue;
        }
        let now = both(group, others);
        let [agree, disagree] = now;
        let surely = |side: &Measured| side.ratio_z > SIGNIFICANT && side.share_z > SIGNIFICANT;
        if surely(&agree) || surely(&disagree) {
            sufficient.push((column, now));
        }
        let far = |[agree, disagree]: &[Measured; 2]| agree.ratio_z.max(disagree.ratio_z);
        if sufficient.is_empty() && fallback.is_none_or(|(_, known)| far(&now) > far(&known)) {
            fallback = Some((column, now));
        }
        if group.agree + group.disagree < 0.5 {
            continue;
        }
        let replaces = match best_agree {
            None => agree.share_z > SIGNIFICANT || (agree.ratio > 1.0 && agree.share > 0.5),
            Some((_, [known, _])) if known.ratio > 1.0 => agree.weight() > known.weight(),
            Some((_, [known, _])) => agree.share * agree.share_z > known.share * known.share_z,
        };
        if replaces {
            best_agree = Some((column, now));
        }
    }
    let direction = |[agree, disagree]: &[Measured; 2]| agree.ratio_z > disagree.ratio_z;
    let weight = |sides: &[Measured; 2]| if direction(sides) { sides[0].weight() } else { sides[1].weight() };
    let best = best_agree.map(|(column, _)| column);
    let mut chosen: Vec<(usize, [Measured; 2])> = Vec::new();
    if sufficient.is_empty() {
        chosen.extend(best_agree.or(fallback));
    } else {
        sufficient.retain(|(column, _)| Some(*column) != best);
        sufficient.sort_by(|(_, one), (_, other)| weight(other).total_cmp(&weight(one)));
        chosen.extend(best_agree);
        chosen.extend(sufficient);
        chosen.truncate(5);
    }
    let (agrees, disagrees): (Vec<_>, Vec<_>) = chosen.into_iter().partition(|(_, sides)| direction(sides));
    let selected = |(column, sides): (usize, [Measured; 2])| Selected {
        column,
        agree: direction(&sides),
        best_agree: Some(column) == best,
    };
    agrees.into_iter().chain(disagrees).map(selected).collect()
}

/// What the room agrees on, and what it disagrees with: columns, best first. What is out is not listed.
pub fn consensus(room: &[Counted], out: &[bool]) -> [Vec<usize>; 2] {
    let hits: [fn(&Counted) -> f64; 2] = [|it| it.agree, |it| it.disagree];
    hits.map(|hits| {
        let all = room.iter().map(|it| measured(hits(it), it.seen, 0.0, 0.0)).enumerate();
        let mut found: Vec<(usize, Measured)> =
            all.filter(|(column, it)| !out[*column] && it.share > 0.5 && it.share_z > SIGNIFICANT).collect();
        found.sort_by(|(_, one), (_, other)| (other.share * other.share_z).total_cmp(&(one.share * one.share_z)));
        found.into_iter().map(|(column, _)| column).take(5).collect()
    })
}
