//! How much nearer voices stand to their own group than to the next one (Rousseeuw 1987).

use super::k_means::{Groups, nearest};
use super::sites::{Site, Sites};

/// The mean silhouette of several partitions at once, over voices: every distance is measured once. In a large room
/// over the cells.
pub(crate) fn of(sites: &Sites, partitions: &[&Groups]) -> Vec<f64> {
    let cells = &sites.cells;
    let groups: Vec<Vec<usize>> =
        partitions.iter().map(|p| cells.iter().map(|cell| nearest(cell.at, &p.centres)).collect()).collect();
    // Where each partition's groups begin in one row of sums.
    let (mut width, mut starts) = (0, Vec::with_capacity(partitions.len()));
    for partition in partitions {
        starts.push(width);
        width += partition.centres.len();
    }
    // Per cell and partition, the place of its group in a row of sums.
    let many = partitions.len();
    let slots: Vec<usize> =
        (0..cells.len() * many).map(|at| starts[at % many] + groups[at % many][at / many]).collect();
    let mut sums = vec![0.0; cells.len() * width];
    for (i, one) in cells.iter().enumerate() {
        for (j, other) in cells.iter().enumerate().take(i) {
            let [x, y] = [one.at[0] - other.at[0], one.at[1] - other.at[1]];
            let far = (x * x + y * y).sqrt();
            for at in 0..many {
                sums[i * width + slots[j * many + at]] += far * other.weight;
                sums[j * width + slots[i * many + at]] += far * one.weight;
            }
        }
    }
    let mean = |which: usize| {
        let (groups, start, count) = (&groups[which], starts[which], partitions[which].centres.len());
        let mut voices = vec![0.0; count];
        cells.iter().zip(groups).for_each(|(cell, group)| voices[*group] += cell.weight);
        let each = cells.iter().zip(groups).enumerate().map(|(i, (cell, own))| {
            let row = &sums[i * width + start..i * width + start + count];
            cell.weight * one(row, &voices, *own)
        });
        each.sum::<f64>() / weight(cells)
    };
    (0..partitions.len()).map(mean).collect()
}

/// The silhouette of one voice: `distances` are summed by group. 0 for whoever is alone in a group.
fn one(distances: &[f64], sizes: &[f64], own: usize) -> f64 {
    if sizes[own] <= 1.0 {
        return 0.0;
    }
    let within = distances[own] / (sizes[own] - 1.0);
    let others = distances.iter().zip(sizes).enumerate().filter(|(group, (_, size))| *group != own && **size > 0.0);
    let next = others.map(|(_, (sum, size))| sum / size).fold(f64::INFINITY, f64::min);
    let larger = within.max(next);
    if larger > 0.0 && larger.is_finite() { (next - within) / larger } else { 0.0 }
}

fn weight(cells: &[Site]) -> f64 {
    cells.iter().map(|cell| cell.weight).sum()
}
