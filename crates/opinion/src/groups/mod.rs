//! Groups of voices that answer alike.

pub(crate) mod k_means;
pub(crate) mod names;
pub(crate) mod null;
mod silhouette;
pub(crate) mod sites;

use crate::Offer;
use k_means::{Groups, nearest, search};
use sites::Sites;

/// Groups at most.
pub(crate) const MOST: usize = 5;

/// Voices in groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Partition {
    /// Per point, its group: groups are numbered from left to right.
    pub groups: Vec<usize>,
    /// Sum of squared distances from the centres of the groups.
    pub cost: f64,
    /// Mean silhouette, `[-1, 1]`; beyond 400 distinct points over cells of neighbours.
    pub silhouette: f64,
}

/// The best groups of points that can be found: k-means with seeded restarts; groups have at least `smallest` points.
/// The order of the points does not matter. `None` when there is no such partition, or `k` is not within `1..=5`.
pub fn partition(points: &[[f64; 2]], k: usize, smallest: usize, seed: u64) -> Option<Partition> {
    if k == 0 || k > MOST {
        return None;
    }
    let sites = Sites::of(points.iter().copied());
    let found = search(&sites, k, smallest, seed)?;
    let silhouette = silhouette::of(&sites, &[&found])[0];
    let centres = as_given(&sites, &found.centres);
    let groups = points.iter().map(|point| nearest(*point, &centres)).collect();
    Some(Partition { groups, cost: found.cost, silhouette })
}

/// A partition on offer, and its groups.
pub(crate) struct Candidate {
    pub offer: Offer,
    pub centres: Vec<[f64; 2]>,
}

/// The best partitions into these numbers of groups, by number; those that cannot be made are left out.
pub(crate) fn candidates(sites: &Sites, ks: &[usize], smallest: usize, seed: u64) -> Vec<Candidate> {
    let found: Vec<Groups> = ks.iter().filter_map(|k| search(sites, *k, smallest, seed)).collect();
    let silhouettes = silhouette::of(sites, &found.iter().collect::<Vec<_>>());
    let candidate = |(groups, silhouette): (Groups, f64)| Candidate {
        offer: Offer { k: groups.centres.len(), silhouette, usual: None, cost: groups.cost },
        centres: as_given(sites, &groups.centres),
    };
    found.into_iter().zip(silhouettes).map(candidate).collect()
}

/// Centres on the plane as it was given, from left to right.
fn as_given(sites: &Sites, centres: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut centres: Vec<[f64; 2]> = centres.iter().map(|centre| sites.back(*centre)).collect();
    centres.sort_unstable_by(|a, b| sites::order(*a, *b));
    centres
}

/// The candidate with the largest silhouette above what is usual; of equal ones that with fewer groups.
pub(crate) fn best(candidates: &[Candidate]) -> Option<&Candidate> {
    candidates.iter().reduce(|best, next| if next.above() > best.above() { next } else { best })
}

impl Candidate {
    /// How far the silhouette is above what is usual for as many groups in shuffled rooms, where that is known.
    pub fn above(&self) -> f64 {
        self.offer.silhouette - self.offer.usual.unwrap_or(0.0)
    }
}
