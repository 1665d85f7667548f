//! Our groups beside the published ones.

use super::data::{self, Conversation};
use super::reference::{adjusted_rand, checks, close, cost, k_means};
use opinion::{Analysis, Lots, OpinionMap, Reading, Settings, VoiceKey, analyse, map, partition};
use std::collections::BTreeMap;

/// Conversations whose published groups can be reached from the final answers: at least 0.80.
const REACHABLE: [&str; 7] =
    ["austria-climate.2v", "austria-climate.5t", "canadian", "ssis", "scoop-hivemind.bio", "15-per", "brexit"];

fn settings(set: &Conversation, compat: bool, k: Option<usize>) -> Settings {
    // Only where groups must prove themselves is chance asked.
    let draws = if compat || k.is_some() { 0 } else { 19 };
    Settings { out: set.out.clone(), compat, k, draws, ..Settings::default() }
}

/// Places and published groups of the voices that can be compared.
fn compared(map: &OpinionMap, published: &BTreeMap<VoiceKey, usize>) -> (Vec<[f64; 2]>, Vec<usize>) {
    let both = |place: &opinion::Place| Some(([place.x, place.y], *published.get(&place.voice)?));
    map.places.iter().filter_map(both).unzip()
}

#[test]
fn never_costlier_than_the_published_groups() {
    for set in data::all("never_costlier_than_the_published_groups") {
        let map = map(&mut set.votes(), &settings(&set, true, None)).unwrap();
        let (points, published) = compared(&map, &set.comparable());
        assert_eq!(points.len(), set.comparable().len(), "{}", set.name);
        let theirs = cost(&points, &published);
        // Whatever the seed: luck is no proof.
        for seed in 0..8 {
            let found = partition(&points, set.k, 1, seed).unwrap();
            let ours = cost(&points, &found.groups);
            if seed == 0 {
                eprintln!("{:<50} published cost / ours {:.4}", set.name, theirs / ours);
            }
            assert!(close(found.cost, ours, 1e-9), "{}: {} told, {ours} found", set.name, found.cost);
            assert!(ours <= theirs * (1.0 + 1e-9), "{}, seed {seed}: {ours} beside {theirs}", set.name);
        }
    }
}

/// A hundred plain restarts find nothing that is clearly cheaper: not by a five-hundredth for two or three groups, not
/// by a fiftieth for more.
#[test]
fn as_cheap_as_many_restarts() {
    let mut missed = Vec::new();
    for set in data::all("as_cheap_as_many_restarts") {
        for compat in [true, false] {
            let map = map(&mut set.votes(), &settings(&set, compat, None)).unwrap();
            let fitted = map.places.iter().filter(|place| place.fitted);
            let points: Vec<[f64; 2]> = fitted.map(|place| [place.x, place.y]).collect();
            let mut lots = Lots::new(1);
            for k in 2..=5 {
                let ratio = partition(&points, k, 1, 1).unwrap().cost / k_means(&points, k, 100, &mut lots).1;
                if ratio > if k < 4 { 1.002 } else { 1.02 } {
                    missed.push((set.name.clone(), compat, k, ratio));
                }
            }
        }
    }
    assert!(missed.is_empty(), "{missed:?}");
}

/// Agreement with the published groups; `None` without groups of our own. A voice outside of our groups is on its own.
fn agreement(analysis: &Analysis, published: &BTreeMap<VoiceKey, usize>) -> Option<f64> {
    let map = analysis.map.as_ref()?;
    let both = |place: &opinion::Place| Some((place.group.unwrap_or(5), *published.get(&place.voice)?));
    let (ours, theirs): (Vec<usize>, Vec<usize>) = map.places.iter().filter_map(both).unzip();
    (!analysis.groups.is_empty()).then(|| adjusted_rand(&ours, &theirs))
}

#[test]
fn reachable_groups_are_reached() {
    let sets = data::all("reachable_groups_are_reached");
    let mut missed = Vec::new();
    let told = |value: Option<f64>| value.map_or("    -".to_owned(), |value| format!("{value:5.2}"));
    eprintln!("{:<36} compat: at k  (own k) | default: at k  (own k) reading  silhouettes", "adjusted Rand index");
    for set in &sets {
        let published = set.comparable();
        let run = |compat: bool, k: Option<usize>| {
            let analysis = analyse(&mut set.votes(), &settings(set, compat, k), None);
            checks::sound(&analysis);
            (agreement(&analysis, &published), analysis)
        };
        let [(forced, _), (own, chosen)] = [run(true, Some(set.k)), run(true, None)];
        let [(default_forced, _), (default_own, default)] = [run(false, Some(set.k)), run(false, None)];
        let offers: Vec<String> =
            default.finding.offers.iter().map(|offer| format!("{}: {:.3}", offer.k, offer.silhouette)).collect();
        eprintln!(
            "{:<36} k = {} {}  {} ({}) | {}  {} ({}) {:<16} {}",
            set.name.chars().take(36).collect::<String>(),
            set.k,
            told(forced),
            told(own),
            chosen.groups.len(),
            told(default_forced),
            told(default_own),
            default.groups.len(),
            default.finding.reading.key(),
            offers.join("  "),
        );
        let gated = REACHABLE.iter().any(|start| set.name.starts_with(start));
        if gated && forced.is_none_or(|value| value < 0.80) {
            missed.push((&set.name, forced));
        }
    }
    assert!(missed.is_empty(), "{missed:?}");
}

/// Both ways of saying no, and groups where there are some.
#[test]
fn groups_where_there_are_groups() {
    let clear = ["scoop-hivemind.bio", "austria-climate.2v", "austria-climate.5t", "canadian", "scoop-hivemind.ubi"];
    for set in data::some("groups_where_there_are_groups", &clear) {
        let analysis = analyse(&mut set.votes(), &settings(&set, false, None), None);
        assert_eq!(analysis.finding.reading, Reading::Groups, "{}: {:?}", set.name, analysis.finding);
        assert!(analysis.groups.iter().all(|group| group.voices >= 5), "{}", set.name);
    }
    for set in data::some("groups_where_there_are_groups", &["london"]) {
        let analysis = analyse(&mut set.votes(), &settings(&set, false, None), None);
        assert_ne!(analysis.finding.reading, Reading::Groups, "{}: {:?}", set.name, analysis.finding);
        assert!(analysis.groups.is_empty());
    }
}
