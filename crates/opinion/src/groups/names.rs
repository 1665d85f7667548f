//! Names that stay: A is who A was before.

use crate::VoiceKey;

/// Names for groups of voices (both lists ascending by voice). Where groups were named before, each keeps the name of
/// those it shares most voices with, taken together; the others get the first free names, the largest first.
pub(crate) fn of(members: &[(VoiceKey, usize)], sizes: &[f64], before: &[(VoiceKey, usize)]) -> Vec<usize> {
    let shared = overlap(members, sizes.len(), before);
    let mut names = assign(&shared);
    let mut by_size: Vec<usize> = (0..sizes.len()).filter(|group| names[*group].is_none()).collect();
    // Groups come from left to right, and a stable sort leaves equally large ones so.
    by_size.sort_by(|a, b| sizes[*b].total_cmp(&sizes[*a]));
    for group in by_size {
        // Of one more names than groups, one is free.
        names[group] = (0..=names.len()).find(|name| !names.contains(&Some(*name)));
    }
    names.into_iter().flatten().collect()
}

/// Per group, how many voices it shares with each name.
fn overlap(members: &[(VoiceKey, usize)], groups: usize, before: &[(VoiceKey, usize)]) -> Vec<Vec<u32>> {
    let names = before.iter().map(|(_, name)| name + 1).max().unwrap_or(0);
    let mut shared = vec![vec![0; names]; groups];
    for (voice, group) in members {
        if let Ok(at) = before.binary_search_by_key(voice, |(voice, _)| *voice) {
            shared[*group][before[at].1] += 1;
        }
    }
    shared
}

/// The names that keep most voices under their name: with at most five groups every assignment can be tried.
fn assign(shared: &[Vec<u32>]) -> Vec<Option<usize>> {
    let mut best = (0, vec![None; shared.len()]);
    try_all(shared, &mut Vec::new(), 0, &mut best);
    best.1
}

fn try_all(shared: &[Vec<u32>], chosen: &mut Vec<Option<usize>>, kept: u32, best: &mut (u32, Vec<Option<usize>>)) {
    let Some(row) = shared.get(chosen.len()) else {
        if kept > best.0 {
            *best = (kept, chosen.clone());
        }
        return;
    };
    for (name, voices) in row.iter().enumerate() {
        if *voices > 0 && !chosen.contains(&Some(name)) {
            chosen.push(Some(name));
            try_all(shared, chosen, kept + voices, best);
            chosen.pop();
        }
    }
    chosen.push(None);
    try_all(shared, chosen, kept, best);
    chosen.pop();
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn the_largest_is_a_at_first() {
        assert_eq!(of(&[(1, 0), (2, 1), (3, 1)], &[1.0, 2.0], &[]), [1, 0]);
        assert_eq!(of(&[(1, 0), (2, 1)], &[1.0, 1.0], &[]), [0, 1]);
    }

    #[test]
    fn names_follow_their_voices() {
        let before = [(1, 0), (2, 0), (3, 1), (4, 1), (5, 1)];
        assert_eq!(of(&[(1, 1), (2, 1), (3, 0), (4, 0), (5, 0)], &[3.0, 2.0], &before), [1, 0]);
        // One group splits: its larger half keeps the name, the other takes the first that is free.
        assert_eq!(of(&[(1, 0), (2, 0), (3, 1), (4, 1), (5, 2)], &[2.0, 2.0, 1.0], &before), [0, 1, 2]);
        // A name that nobody carries any more is free again.
        assert_eq!(of(&[(3, 0), (4, 0), (9, 1)], &[2.0, 1.0], &before), [1, 0]);
    }

    #[test]
    fn what_is_kept_together_counts() {
        // Greedily, group 0 would keep name 0 and group 1 would lose its only one.
        let before = [(1, 0), (2, 0), (3, 0), (4, 1), (5, 1), (6, 0), (7, 0)];
        assert_eq!(of(&[(1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (6, 1), (7, 1)], &[5.0, 2.0], &before), [1, 0]);
    }
}
