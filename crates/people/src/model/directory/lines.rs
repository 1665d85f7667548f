//! Who reports to whom on one day.

use std::collections::{BTreeMap, BTreeSet};

/// The manager of each of them on one day. Whoever is not in it reports to nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines<K>(BTreeMap<K, K>);

impl<K: Copy + Ord> FromIterator<(K, K)> for Lines<K> {
    /// Of pairs (person, manager).
    fn from_iter<I: IntoIterator<Item = (K, K)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

impl<K: Copy + Ord> Lines<K> {
    /// The manager of a person.
    pub fn manager(&self, person: K) -> Option<K> {
        self.0.get(&person).copied()
    }

    /// Everybody above a person, the nearest first. In a circle everybody appears once, the person among them.
    pub fn above(&self, person: K) -> Vec<K> {
        let mut seen = BTreeSet::new();
        std::iter::successors(self.manager(person), |it| self.manager(*it)).take_while(|it| seen.insert(*it)).collect()
    }

    /// Whether `manager` stands somewhere above `person`. Nobody stands above themselves.
    pub fn is_above(&self, manager: K, person: K) -> bool {
        manager != person && self.above(person).contains(&manager)
    }

    /// The circle that would close if `person` reported to `manager`: the person, their manager, and on up to the one
    /// who reports to the person.
    pub fn circle(&self, person: K, manager: K) -> Option<Vec<K>> {
        if person == manager {
            return Some(vec![person]);
        }
        let above = self.above(manager);
        let at = above.iter().position(|it| *it == person)?;
        Some([person, manager].into_iter().chain(above[..at].iter().copied()).collect())
    }

    /// Every circle there is, each once, starting with its smallest key.
    pub fn circles(&self) -> Vec<Vec<K>> {
        let mut done = BTreeSet::new();
        let mut circles = Vec::new();
        for start in self.0.keys().copied() {
            let mut way = Vec::new();
            let mut on_way = BTreeSet::new();
            let mut next = Some(start);
            while let Some(at) = next.filter(|at| !done.contains(at)) {
                if !on_way.insert(at) {
                    let begin = way.iter().position(|it| *it == at).unwrap_or(0);
                    circles.push(from_smallest(&way[begin..]));
                    break;
                }
                way.push(at);
                next = self.manager(at);
            }
            done.extend(way);
        }
        circles.sort();
        circles
    }
}

fn from_smallest<K: Copy + Ord>(circle: &[K]) -> Vec<K> {
    let smallest = circle.iter().enumerate().min_by_key(|(_, it)| **it).map_or(0, |(n, _)| n);
    let mut turned = circle.to_vec();
    turned.rotate_left(smallest);
    turned
}

#[cfg(test)]
mod tests {
    use super::Lines;
    use proptest::prelude::*;

    fn lines(pairs: &[(char, char)]) -> Lines<char> {
        pairs.iter().copied().collect()
    }

    #[test]
    fn a_line_is_walked_upwards() {
        let lines = lines(&[('d', 'c'), ('c', 'b'), ('b', 'a'), ('x', 'a')]);
        assert_eq!(lines.above('d'), ['c', 'b', 'a']);
        assert!(lines.above('a').is_empty());
        assert!(lines.is_above('a', 'd') && !lines.is_above('d', 'a') && !lines.is_above('x', 'd'));
        assert!(!lines.is_above('a', 'a'));
    }

    #[test]
    fn a_circle_is_seen_before_it_closes() {
        let lines = lines(&[('d', 'c'), ('c', 'b'), ('b', 'a')]);
        assert_eq!(lines.circle('a', 'd'), Some(vec!['a', 'd', 'c', 'b']));
        assert_eq!(lines.circle('b', 'c'), Some(vec!['b', 'c']));
        assert_eq!(lines.circle('b', 'b'), Some(vec!['b']));
        assert_eq!(lines.circle('d', 'a'), None);
        assert_eq!(lines.circles(), Vec::<Vec<char>>::new());
    }

    #[test]
    fn circles_are_named_once_and_walks_end() {
        let lines = lines(&[('c', 'a'), ('a', 'b'), ('b', 'c'), ('x', 'a'), ('m', 'm'), ('y', 'z')]);
        assert_eq!(lines.circles(), [vec!['a', 'b', 'c'], vec!['m']]);
        assert_eq!(lines.above('x'), ['a', 'b', 'c']);
        assert_eq!(lines.above('a'), ['b', 'c', 'a']);
        assert!(!lines.is_above('a', 'a'));
    }

    proptest! {
        #[test]
        fn without_circles_exactly_those_moves_close_one(
            pairs in prop::collection::btree_map(0_u8..12, 0_u8..12, 0..12), person in 0_u8..12, manager in 0_u8..12,
        ) {
            let lines: Lines<u8> = pairs.iter().map(|(a, b)| (*a, *b)).collect();
            prop_assume!(lines.circles().is_empty());
            let mut moved = pairs.clone();
            moved.insert(person, manager);
            let moved: Lines<u8> = moved.into_iter().collect();
            prop_assert_eq!(lines.circle(person, manager).is_some(), !moved.circles().is_empty());
        }

        #[test]
        fn every_circle_is_one(pairs in prop::collection::btree_map(0_u8..12, 0_u8..12, 0..12)) {
            let lines: Lines<u8> = pairs.into_iter().collect();
            for circle in lines.circles() {
                for (n, it) in circle.iter().enumerate() {
                    prop_assert_eq!(lines.manager(*it), Some(circle[(n + 1) % circle.len()]));
                }
            }
        }
    }
}
