//! Reporting lines as a tree, cut to what a page can hold.

use crate::directory::Charted;
use crate::model::PersonId;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What is drawn, one after the other: people, and where a level begins and ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// A person; a level below them may follow.
    Person(Knot),
    /// The reports of the person `at` begin.
    Down { at: usize, direct: usize, below: usize, open: bool },
    /// They end.
    Up,
    /// Reports of this person who are not drawn.
    Hidden { of: PersonId, n: usize },
}

/// A person in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Knot {
    /// Place in the list that the tree was made of.
    pub at: usize,
    /// The search found them.
    pub found: bool,
    /// The chart was asked for at this person.
    pub here: bool,
    /// How many report to them.
    pub direct: usize,
    /// How many stand below them in all.
    pub below: usize,
}

/// The tree, and what is beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tree {
    /// Reporting lines from the top.
    pub steps: Vec<Step>,
    /// People without a manager and without reports, when others have some.
    pub alone: Vec<usize>,
    /// Of these, how many are not drawn.
    pub alone_hidden: usize,
    /// Somebody who was asked for is among them.
    pub alone_open: bool,
}

/// Draws at most about `most` people: the ways to `found` and to `here` first, then level by level.
pub(super) fn tree(people: &[Charted], found: &BTreeSet<usize>, here: Option<PersonId>, most: usize) -> Tree {
    let place: BTreeMap<PersonId, usize> = people.iter().enumerate().map(|(n, it)| (it.id, n)).collect();
    let manager: Vec<Option<usize>> =
        people.iter().map(|it| it.manager.and_then(|id| place.get(&id).copied())).collect();
    let mut reports: Vec<Vec<usize>> = vec![Vec::new(); people.len()];
    for (n, above) in manager.iter().enumerate() {
        if let Some(above) = above {
            reports[*above].push(n);
        }
    }
    let tops: Vec<usize> = (0..people.len()).filter(|n| manager[*n].is_none()).collect();
    let (roots, mut alone): (Vec<usize>, Vec<usize>) = tops.iter().partition(|n| !reports[**n].is_empty());
    // A company without lines is a plain list.
    let roots = if roots.is_empty() { std::mem::take(&mut alone) } else { roots };

    let here = here.and_then(|id| place.get(&id).copied());
    let way = |n: &usize| std::iter::successors(Some(*n), |at| manager[*at]).take(people.len());
    let opened: BTreeSet<usize> = found.iter().chain(&here).flat_map(|n| way(n).skip(1)).chain(here).collect();
    let mut drawn: BTreeSet<usize> = opened.iter().chain(found).copied().take(most).collect();
    fill(&mut drawn, here.into_iter().chain(roots.iter().copied()), &roots, &reports, most);

    let below = below(&reports, &roots);
    let mut steps = Vec::new();
    let mut todo: Vec<Todo> = vec![Todo::Level { of: None, level: roots.clone(), depth: 0 }];
    while let Some(next) = todo.pop() {
        match next {
            Todo::Level { of, level, depth } => {
                let (shown, hidden): (Vec<usize>, Vec<usize>) = level.into_iter().partition(|n| drawn.contains(n));
                if let Some(of) = of {
                    let open = depth == 1 || opened.contains(&of);
                    steps.push(Step::Down { at: of, direct: reports[of].len(), below: below[of], open });
                    todo.push(Todo::End);
                    if !hidden.is_empty() {
                        todo.push(Todo::Hidden { of, n: hidden.len() });
                    }
                }
                todo.extend(shown.into_iter().rev().map(|n| Todo::Person { n, depth }));
            }
            Todo::Person { n, depth } => {
                steps.push(Step::Person(Knot {
                    at: n,
                    found: found.contains(&n),
                    here: here == Some(n),
                    direct: reports[n].len(),
                    below: below[n],
                }));
                if !reports[n].is_empty() {
                    todo.push(Todo::Level { of: Some(n), level: reports[n].clone(), depth: depth + 1 });
                }
            }
            Todo::Hidden { of, n } => steps.push(Step::Hidden { of: people[of].id, n }),
            Todo::End => steps.push(Step::Up),
        }
    }
    let room = most.saturating_sub(drawn.len()).max(1);
    let alone_hidden = alone.len().saturating_sub(room);
    let asked_for = |n: &usize| found.contains(n) || here == Some(*n);
    alone.sort_by_key(|n| !asked_for(n));
    alone.truncate(room);
    let alone_open = alone.iter().any(asked_for);
    Tree { steps, alone, alone_hidden, alone_open }
}

enum Todo {
    Level { of: Option<usize>, level: Vec<usize>, depth: usize },
    Person { n: usize, depth: usize },
    Hidden { of: usize, n: usize },
    End,
}

/// Adds whole levels, the highest first, as long as there is room.
fn fill(
    drawn: &mut BTreeSet<usize>,
    starts: impl Iterator<Item = usize>,
    roots: &[usize],
    reports: &[Vec<usize>],
    most: usize,
) {
    drawn.extend(roots.iter().copied().take(most));
    let mut seen = BTreeSet::new();
    let mut queue: VecDeque<usize> = starts.collect();
    while let Some(n) = queue.pop_front() {
        if !drawn.contains(&n) || !seen.insert(n) {
            continue;
        }
        let new = reports[n].iter().filter(|it| !drawn.contains(it)).count();
        if drawn.len() + new <= most {
            drawn.extend(&reports[n]);
        }
        queue.extend(&reports[n]);
    }
}

/// How many stand below each, counted from the leaves upwards.
fn below(reports: &[Vec<usize>], roots: &[usize]) -> Vec<usize> {
    let mut order: Vec<usize> = roots.to_vec();
    let mut at = 0;
    while let Some(n) = order.get(at).copied() {
        order.extend(&reports[n]);
        at += 1;
    }
    let mut below = vec![0; reports.len()];
    for n in order.into_iter().rev() {
        below[n] = reports[n].iter().map(|it| below[*it] + 1).sum();
    }
    below
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::directory::Status;
    use std::fmt::Write;

    /// People by one letter each, with their managers.
    fn people(lines: &[(&str, &str)]) -> Vec<Charted> {
        let id = |name: &str| PersonId::from_u128(u128::from(name.as_bytes()[0]));
        let charted = |(name, manager): &(&str, &str)| Charted {
            id: id(name),
            name: (*name).to_owned(),
            title: String::new(),
            place: String::new(),
            status: Status::Active,
            folded: (*name).to_owned(),
            manager: (!manager.is_empty()).then(|| id(manager)),
        };
        lines.iter().map(charted).collect()
    }

    /// As text: `a(b c(d))`, closed levels in square brackets, found ones with an exclamation mark.
    fn drawn(people: &[Charted], found: &[usize], here: Option<usize>, most: usize) -> String {
        let found = found.iter().copied().collect();
        let tree = tree(people, &found, here.map(|n| people[n].id), most);
        let mut text = String::new();
        let mut ends = Vec::new();
        for step in &tree.steps {
            match step {
                Step::Person(knot) => {
                    if text.ends_with(|c: char| c != '(' && c != '[' && c != ' ') && !text.is_empty() {
                        text.push(' ');
                    }
                    text.push_str(&people[knot.at].name);
                    text.push_str(if knot.found { "!" } else { "" });
                    text.push_str(if knot.here { "*" } else { "" });
                }
                Step::Down { open, .. } => {
                    text.push(if *open { '(' } else { '[' });
                    ends.push(if *open { ')' } else { ']' });
                }
                Step::Up => text.push(ends.pop().unwrap()),
                Step::Hidden { n, .. } => write!(text, " +{n}").unwrap(),
            }
        }
        for n in &tree.alone {
            write!(text, " | {}", people[*n].name).unwrap();
        }
        if tree.alone_hidden > 0 {
            write!(text, " +{}", tree.alone_hidden).unwrap();
        }
        text
    }

    fn company() -> Vec<Charted> {
        people(&[("a", ""), ("b", "a"), ("c", "a"), ("d", "b"), ("e", "b"), ("f", "d"), ("x", "")])
    }

    #[test]
    fn the_first_level_is_open() {
        assert_eq!(drawn(&company(), &[], None, 99), "a(b[d[f] e] c) | x");
    }

    #[test]
    fn a_search_opens_the_way() {
        assert_eq!(drawn(&company(), &[5], None, 99), "a(b(d(f!) e) c) | x");
        assert_eq!(drawn(&company(), &[], Some(3), 99), "a(b(d*(f) e) c) | x");
    }

    #[test]
    fn a_large_company_is_cut_and_what_was_asked_for_stays() {
        assert_eq!(drawn(&company(), &[], None, 3), "a(b[ +2] c) | x");
        assert_eq!(drawn(&company(), &[5], None, 4), "a(b(d(f!) +1) +1) | x");
        assert_eq!(drawn(&people(&[("a", ""), ("b", ""), ("c", "")]), &[], None, 99), "a b c");
    }

    #[test]
    fn everybody_below_is_counted() {
        let tree = tree(&company(), &BTreeSet::new(), None, 99);
        let counts: Vec<_> = tree
            .steps
            .iter()
            .filter_map(|it| match it {
                Step::Person(knot) => Some((knot.at, knot.direct, knot.below)),
                _ => None,
            })
            .collect();
        assert_eq!(counts, [(0, 2, 5), (1, 2, 3), (3, 1, 1), (5, 0, 0), (4, 0, 0), (2, 0, 0)]);
    }

    #[test]
    fn lines_of_any_length_are_drawn() {
        let long: Vec<Charted> = (0..20_000_u128)
            .map(|n| Charted {
                id: PersonId::from_u128(n + 1),
                manager: (n > 0).then(|| PersonId::from_u128(n)),
                ..people(&[("a", "")]).remove(0)
            })
            .collect();
        assert_eq!(tree(&long, &BTreeSet::new(), None, 50).steps.len(), 50 + 2 * 50 + 1);
    }
}
