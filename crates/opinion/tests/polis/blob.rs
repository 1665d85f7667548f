//! Against the result that Polis itself stored for one conversation. It computes with agree = −1, so that its centre,
//! its places and its positions are ours turned around the middle.

use super::data::{self, Conversation};
use super::reference::close;
use super::statements::kept;
use opinion::{
    Characteristic, OpinionMap, Settings, TakeKey, Tally, VoiceKey, Vote, analyse_groups, compat_consensus, contrast,
    group_aware, map, map_on_axes, priority, tables,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const TOLERANCE: f64 = 1e-9;

/// The conversation, what Polis stored of it, and settings with its mask.
fn stored(test: &str) -> Option<(Conversation, Value, Settings)> {
    let set = data::some(test, &["scoop-hivemind.biodiversity"]).pop()?;
    let blob = set.stored().expect("the stored result lies beside the conversation");
    let out: BTreeSet<TakeKey> = integers(&blob["mod-out"]).into_iter().collect();
    let settings = Settings { out, compat: true, draws: 0, ..Settings::default() };
    Some((set, blob, settings))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn integers(value: &Value) -> Vec<u64> {
    list(value).iter().map(|it| it.as_u64().unwrap()).collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    list(value).iter().map(|it| it.as_f64().unwrap()).collect()
}

/// Members of each base cluster.
fn bases(blob: &Value) -> BTreeMap<u64, Vec<VoiceKey>> {
    let clusters = &blob["base-clusters"];
    let members = list(&clusters["members"]).iter().map(|it| integers(it).into_iter().map(VoiceKey::from).collect());
    integers(&clusters["id"]).into_iter().zip(members).collect()
}

/// Groups by voice. The ids of the groups are 0 and 1.
fn members(blob: &Value) -> BTreeMap<VoiceKey, usize> {
    let bases = bases(blob);
    let mut members = BTreeMap::new();
    for (group, cluster) in list(&blob["group-clusters"]).iter().enumerate() {
        assert_eq!(cluster["id"].as_u64(), Some(group as u64));
        let voices = integers(&cluster["members"]).into_iter().flat_map(|base| bases[&base].clone());
        members.extend(voices.map(|voice| (voice, group)));
    }
    members
}

/// Our map on the axes that were stored.
fn on_stored_axes(set: &Conversation, blob: &Value, settings: &Settings) -> OpinionMap {
    let axes = [0, 1].map(|k| numbers(&blob["pca"]["comps"][k]));
    let axes = integers(&blob["tids"]).into_iter().enumerate().map(|(at, take)| (take, [axes[0][at], axes[1][at]]));
    map_on_axes(&mut set.votes(), settings, &axes.collect()).unwrap()
}

/// Column of each take in the stored order.
fn columns(set: &Conversation, blob: &Value) -> Vec<usize> {
    integers(&blob["tids"]).iter().map(|take| set.takes.binary_search(take).unwrap()).collect()
}

fn out(set: &Conversation, settings: &Settings) -> Vec<bool> {
    set.takes.iter().map(|take| settings.out.contains(take)).collect()
}

#[test]
fn group_votes() {
    let Some((set, blob, _)) = stored("group_votes") else { return };
    assert_eq!(members(&blob), set.members(), "the stored groups are those published");
    let (votes, mut compared) = (set.votes(), 0);
    let tables = tables(&votes, &members(&blob), set.k);
    for (group, table) in tables.iter().enumerate() {
        let stored = &blob["group-votes"][group.to_string()];
        assert_eq!(stored["n-members"].as_u64(), Some(members(&blob).values().filter(|g| **g == group).count() as u64));
        for (take, counts) in stored["votes"].as_object().unwrap() {
            let tally = &table[set.takes.binary_search(&take.parse().unwrap()).unwrap()];
            let counts = ["A", "D", "S"].map(|key| counts[key].as_u64().unwrap());
            assert_eq!([tally.agree, tally.disagree, tally.answered()].map(u64::from), counts, "{take}");
            compared += 1;
        }
    }
    assert_eq!(compared, 628);
}

#[test]
fn centre_and_axes() {
    let Some((set, blob, settings)) = stored("centre_and_axes") else { return };
    let map = map(&mut set.votes(), &settings).unwrap();
    let columns = columns(&set, &blob);
    for (column, stored) in columns.iter().zip(numbers(&blob["pca"]["center"])) {
        assert!(close(-map.centre[*column], stored, TOLERANCE), "{}", set.takes[*column]);
    }
    for k in 0..2 {
        let stored = numbers(&blob["pca"]["comps"][k]);
        let [mut across, mut ours, mut theirs] = [0.0; 3];
        for (column, stored) in columns.iter().zip(stored) {
            let own = map.axes[*column][k];
            (across, ours, theirs) = (across + own * stored, ours + own * own, theirs + stored * stored);
        }
        let cosine = across.abs() / (ours * theirs).sqrt();
        assert!(cosine >= 1.0 - TOLERANCE, "axis {k}: 1 − {:e}", 1.0 - cosine);
    }
}

#[test]
fn places_and_extremity() {
    let Some((set, blob, settings)) = stored("places_and_extremity") else { return };
    let map = on_stored_axes(&set, &blob, &settings);
    let pca = &blob["pca"];
    let positions = [0, 1].map(|k| numbers(&pca["comment-projection"][k]));
    for (at, (column, stored)) in columns(&set, &blob).into_iter().zip(numbers(&pca["comment-extremity"])).enumerate() {
        assert!(close(map.extremity[column], stored, TOLERANCE), "{}", set.takes[column]);
        for (own, stored) in map.positions[column].iter().zip(&positions) {
            assert!(close(-own, stored[at], TOLERANCE), "{}", set.takes[column]);
        }
    }
    let place = |voice: &VoiceKey| {
        let at = map.places.binary_search_by_key(voice, |place| place.voice).unwrap();
        [map.places[at].x, map.places[at].y]
    };
    let clusters = &blob["base-clusters"];
    let (x, y) = (numbers(&clusters["x"]), numbers(&clusters["y"]));
    let bases = bases(&blob);
    assert_eq!(bases.len(), 100);
    for (members, stored) in integers(&clusters["id"]).iter().map(|id| &bases[id]).zip(x.into_iter().zip(y)) {
        let sum = members.iter().map(place).fold([0.0; 2], |[x, y], [px, py]| [x + px, y + py]);
        let [x, y] = sum.map(|sum| -sum / members.len() as f64);
        assert!(close(x, stored.0, TOLERANCE) && close(y, stored.1, TOLERANCE), "{x} {y} instead of {stored:?}");
    }
}

#[test]
fn consensus_and_priorities() {
    let Some((set, blob, settings)) = stored("consensus_and_priorities") else { return };
    let votes = set.votes();
    let tables = tables(&votes, &members(&blob), set.k);
    let extremity = on_stored_axes(&set, &blob, &settings).extremity;
    let meta: BTreeSet<TakeKey> = integers(&blob["meta-tids"]).into_iter().collect();
    let number = |key: &str, take: TakeKey| blob[key][take.to_string()].as_f64().unwrap();
    for (column, take) in set.takes.iter().enumerate() {
        let product = group_aware(tables.iter().map(|row| row[column]), Vote::Agree);
        assert!(close(product, number("group-aware-consensus", *take), TOLERANCE), "{take}");
        let all = tables.iter().map(|row| row[column]).fold(Tally::default(), |sum, it| Tally {
            agree: sum.agree + it.agree,
            disagree: sum.disagree + it.disagree,
            pass: sum.pass + it.pass,
            reservations: 0,
        });
        let found = priority(&all, extremity[column], meta.contains(take));
        assert!(close(found, number("comment-priorities", *take), TOLERANCE), "{take}: {found}");
    }
    let room: Vec<Tally> = votes.tallies().into_iter().map(|(_, tally)| tally).collect();
    let lists = compat_consensus(&kept(&room, &out(&set, &settings)));
    for ((key, side), found) in [("agree", Vote::Agree), ("disagree", Vote::Disagree)].into_iter().zip(lists) {
        let stored = list(&blob["consensus"][key]);
        let ids = stored.iter().map(|it| it["tid"].as_u64().unwrap());
        assert_eq!(found.iter().map(|column| set.takes[*column]).collect::<Vec<_>>(), ids.collect::<Vec<_>>(), "{key}");
        for (column, stored) in found.into_iter().zip(stored) {
            let own = contrast(&room[column], &Tally::default(), side);
            assert_eq!(stored["n-success"].as_u64(), Some(u64::from(own.count)));
            assert_eq!(stored["n-trials"].as_u64(), Some(u64::from(own.seen)));
            assert!(close(own.share, stored["p-success"].as_f64().unwrap(), TOLERANCE));
            assert!(close(own.share_z, stored["p-test"].as_f64().unwrap(), TOLERANCE));
        }
    }
}

#[test]
fn representative_takes() {
    let Some((set, blob, settings)) = stored("representative_takes") else { return };
    let analysis = analyse_groups(&mut set.votes(), &settings, &members(&blob));
    for (group, found) in analysis.groups.iter().enumerate() {
        let stored = list(&blob["repness"][group.to_string()]);
        assert_eq!(found.characteristic.len(), stored.len());
        for (own, stored) in found.characteristic.iter().zip(stored) {
            same(&set, own, &found.tallies[own.column], stored);
        }
    }
}

/// One take that stands for a group, field by field.
fn same(set: &Conversation, own: &Characteristic, tally: &Tally, stored: &Value) {
    let number = |key: &str| stored[key].as_f64().unwrap();
    let it = &own.contrast;
    assert_eq!(stored["tid"].as_u64(), Some(set.takes[own.column]));
    let side = if it.side == Vote::Agree { "agree" } else { "disagree" };
    assert_eq!(stored["repful-for"].as_str(), Some(side));
    assert_eq!(stored["n-success"].as_u64(), Some(u64::from(it.count)));
    assert_eq!(stored["n-trials"].as_u64(), Some(u64::from(it.seen)));
    assert!(close(it.share, number("p-success"), TOLERANCE));
    assert!(close(it.share_z, number("p-test"), TOLERANCE));
    assert!(close(it.ratio, number("repness"), TOLERANCE));
    // Stored as a 32-bit float.
    assert!(close(it.ratio_z, number("repness-test"), 1e-5));
    assert_eq!(own.best_agree, stored["best-agree"].as_bool().unwrap_or(false));
    if own.best_agree {
        assert_eq!(stored["n-agree"].as_u64(), Some(u64::from(tally.agree)));
    }
}
