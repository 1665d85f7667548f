//! The same mathematics once more: dense, slow and straight from the formulas. It shares nothing with the crate, so that
//! a mistake would have to be made twice.

#![expect(dead_code, reason = "each test file uses its part")]

pub mod checks;
pub mod dense;
pub mod polis;
pub mod rooms;
pub mod statements;

/// Whether two numbers agree to `tolerance`, relative to the larger of 1 and the number expected.
pub fn close(found: f64, expect: f64, tolerance: f64) -> bool {
    (found - expect).abs() <= tolerance * expect.abs().max(1.0)
}

/// Adjusted Rand index of two groupings of the same things (Hubert and Arabie 1985): 1 when equal up to names, 0 on
/// average by chance.
pub fn adjusted_rand(one: &[usize], other: &[usize]) -> f64 {
    assert_eq!(one.len(), other.len());
    let (rows, columns) = (groups(one), groups(other));
    let mut table = vec![vec![0.0; columns]; rows];
    for (a, b) in one.iter().zip(other) {
        table[*a][*b] += 1.0;
    }
    let pairs = |n: f64| n * (n - 1.0) / 2.0;
    let together: f64 = table.iter().flatten().map(|n| pairs(*n)).sum();
    let by_row: f64 = table.iter().map(|row| pairs(row.iter().sum())).sum();
    let by_column: f64 = (0..columns).map(|at| pairs(table.iter().map(|row| row[at]).sum())).sum();
    let expected = by_row * by_column / pairs(one.len() as f64).max(1.0);
    let largest = f64::midpoint(by_row, by_column);
    // Both all in one, or both all apart: equal.
    if (largest - expected).abs() < 1e-12 { 1.0 } else { (together - expected) / (largest - expected) }
}

fn groups(of: &[usize]) -> usize {
    of.iter().max().map_or(0, |most| most + 1)
}

/// Sum of squared distances of points from the mean of their group.
pub fn cost(points: &[[f64; 2]], groups: &[usize]) -> f64 {
    let centres = means(points, groups);
    points.iter().zip(groups).map(|(p, g)| (p[0] - centres[*g][0]).powi(2) + (p[1] - centres[*g][1]).powi(2)).sum()
}

/// Mean of the points of each group.
pub fn means(points: &[[f64; 2]], of: &[usize]) -> Vec<[f64; 2]> {
    (0..groups(of))
        .map(|group| {
            let members: Vec<&[f64; 2]> = points.iter().zip(of).filter(|(_, g)| **g == group).map(|(p, _)| p).collect();
            [0, 1].map(|axis| members.iter().map(|p| p[axis]).sum::<f64>() / members.len() as f64)
        })
        .collect()
}

/// Mean silhouette over points; 0 for whoever is alone in a group.
pub fn silhouette(points: &[[f64; 2]], of: &[usize]) -> f64 {
    let k = groups(of);
    let each = |i: usize| {
        let mut sums = vec![(0.0, 0.0); k];
        for j in (0..points.len()).filter(|j| *j != i) {
            let far = ((points[i][0] - points[j][0]).powi(2) + (points[i][1] - points[j][1]).powi(2)).sqrt();
            sums[of[j]].0 += far;
            sums[of[j]].1 += 1.0;
        }
        let (sum, others) = sums[of[i]];
        if others < 0.5 {
            return 0.0;
        }
        let within = sum / others;
        let means = sums.iter().enumerate().filter(|(g, (_, n))| *g != of[i] && *n > 0.5).map(|(_, (sum, n))| sum / n);
        let next = means.fold(f64::INFINITY, f64::min);
        if within.max(next) > 0.0 { (next - within) / within.max(next) } else { 0.0 }
    };
    (0..points.len()).map(each).sum::<f64>() / points.len() as f64
}

/// The cheapest groups of many plain restarts from distinct points by lot.
pub fn k_means(points: &[[f64; 2]], k: usize, restarts: usize, lots: &mut opinion::Lots) -> (Vec<usize>, f64) {
    let far = |a: &[f64; 2], b: &[f64; 2]| (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2);
    let mut best = (Vec::new(), f64::INFINITY);
    for _ in 0..restarts {
        let mut centres: Vec<[f64; 2]> = (0..k).map(|_| points[lots.below(points.len())]).collect();
        let mut groups = vec![usize::MAX; points.len()];
        loop {
            let nearest = |p: &[f64; 2]| (0..k).min_by(|a, b| far(p, &centres[*a]).total_cmp(&far(p, &centres[*b])));
            let next: Vec<usize> = points.iter().map(|p| nearest(p).unwrap()).collect();
            if next == groups || (0..k).any(|group| !next.contains(&group)) {
                break;
            }
            (centres, groups) = (means(points, &next), next);
        }
        if groups[0] != usize::MAX && cost(points, &groups) < best.1 {
            best = (groups.clone(), cost(points, &groups));
        }
    }
    best
}
