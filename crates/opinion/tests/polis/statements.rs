//! Counts and statistics of the published groups, statement by statement.

use super::data::{self, Conversation};
use super::reference::close;
use super::reference::polis;
use super::reference::statements::{self, Counted, counted};
use opinion::{Settings, Tally, Vote, analyse_groups, compat_consensus, contrast, gaps, group_aware, priority, tables};
use serde_json::Value;

const TOLERANCE: f64 = 1e-12;

/// The tally of these counts.
fn tally(counted: &Counted) -> [f64; 3] {
    [counted.agree, counted.disagree, counted.seen]
}

fn of_crate(tally: &Tally) -> [f64; 3] {
    [f64::from(tally.agree), f64::from(tally.disagree), f64::from(tally.answered())]
}

fn of_file(counts: &Value) -> [f64; 3] {
    let [agree, disagree, pass] = [0, 1, 2].map(|at| counts[at].as_f64().unwrap());
    [agree, disagree, agree + disagree + pass]
}

#[test]
fn counts_are_those_expected() {
    for set in data::all("counts_are_those_expected") {
        let votes = set.votes();
        let n = |key: &str| set.expected[key].as_u64().unwrap();
        let have = [votes.voices(), votes.takes(), votes.len()].map(|n| n as u64);
        assert_eq!(have, [n("n_participants"), n("n_statements"), n("n_votes")], "{}", set.name);
        let sizes = set.expected["published_groups"].as_object().unwrap();
        assert_eq!(sizes.len(), set.k);
        let tables = tables(&votes, &set.members(), set.k);
        let statements = set.expected["statements"].as_array().unwrap();
        assert_eq!(statements.len(), set.takes.len());
        for (column, (statement, (take, room))) in statements.iter().zip(votes.tallies()).enumerate() {
            assert_eq!(statement["id"].as_u64(), Some(take), "{}", set.name);
            let here = ["agree", "disagree", "pass"].map(|key| statement[key].as_u64().unwrap());
            assert_eq!(here, [room.agree, room.disagree, room.pass].map(u64::from), "{} {take}", set.name);
            for (table, id) in tables.iter().zip(sizes.keys()) {
                let group = of_file(&statement["by_group"][id]);
                assert_eq!(of_crate(&table[column]).map(f64::to_bits), group.map(f64::to_bits), "{} {take}", set.name);
            }
        }
    }
}

/// Counts of each published group, per column.
fn dense(set: &Conversation) -> Vec<Vec<Counted>> {
    let column =
        |column: usize| (0..set.k).map(move |group| counted(&set.cells, column, |row| set.groups[row] == Some(group)));
    (0..set.takes.len()).map(|at| column(at).collect()).collect()
}

/// Without the answers to takes that are out.
pub fn kept(room: &[Tally], out: &[bool]) -> Vec<Tally> {
    room.iter().zip(out).map(|(tally, out)| if *out { Tally::default() } else { *tally }).collect()
}

fn others(groups: &[Counted], but: usize) -> Counted {
    let others = groups.iter().enumerate().filter(|(group, _)| *group != but).map(|(_, counted)| counted);
    others.fold(Counted::default(), |sum, it| Counted {
        agree: sum.agree + it.agree,
        disagree: sum.disagree + it.disagree,
        seen: sum.seen + it.seen,
    })
}

fn outside(tables: &[Vec<Tally>], but: usize, column: usize) -> Tally {
    let others = tables.iter().enumerate().filter(|(group, _)| *group != but).map(|(_, row)| row[column]);
    others.fold(Tally::default(), |sum, it| Tally {
        agree: sum.agree + it.agree,
        disagree: sum.disagree + it.disagree,
        pass: sum.pass + it.pass,
        reservations: 0,
    })
}

#[test]
fn statistics_are_those_of_the_reference() {
    for set in data::all("statistics_are_those_of_the_reference") {
        let (votes, dense) = (set.votes(), dense(&set));
        let tables = tables(&votes, &set.members(), set.k);
        let gaps = gaps(&tables, &vec![false; set.takes.len()]);
        for (column, groups) in dense.iter().enumerate() {
            let here = format!("{} {}", set.name, set.takes[column]);
            for (group, inside) in groups.iter().enumerate() {
                let expect = statements::both(inside, &others(groups, group));
                let rest = outside(&tables, group, column);
                for (side, expect) in [Vote::Agree, Vote::Disagree].into_iter().zip(expect) {
                    let found = contrast(&tables[group][column], &rest, side);
                    let pairs = [
                        (found.share, expect.share),
                        (found.share_z, expect.share_z),
                        (found.ratio, expect.ratio),
                        (found.ratio_z, expect.ratio_z),
                        (found.weight(), expect.weight()),
                    ];
                    for (found, expect) in pairs {
                        assert!(close(found, expect, TOLERANCE), "{here}: {found} instead of {expect}");
                    }
                }
            }
            let product = group_aware(tables.iter().map(|row| row[column]), Vote::Agree);
            assert!(close(product, statements::consensus(groups), TOLERANCE), "{here}");
            let expect = statements::gap(groups, 5.0);
            assert_eq!(gaps[column].is_some(), expect.is_some(), "{here}");
            if let (Some(found), Some(expect)) = (gaps[column], expect) {
                assert!(close(found.gap, expect, TOLERANCE), "{here}: {} instead of {expect}", found.gap);
            }
            let room = counted(&set.cells, column, |_| true);
            let found = priority(&votes.tallies()[column].1, 0.5, false);
            assert!(close(found, statements::priority(&room, 0.5, false), TOLERANCE), "{here}");
        }
    }
}

#[test]
fn selections_are_those_of_polis() {
    for set in data::all("selections_are_those_of_polis") {
        let (mut votes, dense, mask) = (set.votes(), dense(&set), set.mask());
        let settings = Settings { out: set.out.clone(), compat: true, draws: 0, ..Settings::default() };
        let analysis = analyse_groups(&mut votes, &settings, &set.members());
        assert_eq!(analysis.groups.len(), set.k);
        for (group, found) in analysis.groups.iter().enumerate() {
            let rows: Vec<(Counted, Counted)> =
                dense.iter().map(|groups| (groups[group], others(groups, group))).collect();
            let expect: Vec<_> = polis::representative(&rows, &mask)
                .into_iter()
                .map(|it| (it.column, it.agree, it.best_agree))
                .collect();
            let found =
                found.characteristic.iter().map(|it| (it.column, it.contrast.side == Vote::Agree, it.best_agree));
            assert_eq!(found.collect::<Vec<_>>(), expect, "{} group {group}", set.name);
        }
        let room: Vec<Counted> = (0..set.takes.len()).map(|column| counted(&set.cells, column, |_| true)).collect();
        assert_eq!(compat_consensus(&kept(&analysis.tallies, &mask)), polis::consensus(&room, &mask), "{}", set.name);
        let tallies = analysis.tallies.iter().map(of_crate);
        assert!(tallies.eq(room.iter().map(tally)));
    }
}
