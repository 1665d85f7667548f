//! The two leading eigenvectors of a large symmetric matrix that is only known by what it does to vectors.

use super::eigen::{dot, length, symmetric};
use crate::Lots;

/// Vectors kept at most before the search starts again from the best of them.
const MOST: usize = 64;

/// Vectors kept at such a new start.
const KEPT: usize = 16;

/// Applications to a pair of vectors after which the search is given up; what was found by then is used.
const PATIENCE: usize = 400;

/// Two vectors at once: side by side, so that both use a swipe while it is at hand.
pub type Two = Vec<[f64; 2]>;

/// The two leading eigenpairs: block Krylov search with two vectors (so that equal values are both found), full
/// orthogonalisation and thick restarts (Wu and Simon 2000). Stops when both residuals are below `tolerance` times the
/// larger value. `apply` multiplies the matrix, which must be positive semidefinite; only coordinates in `inside` are
/// ever other than 0.
pub fn top_two(inside: &[bool], tolerance: f64, mut apply: impl FnMut(&Two) -> Two) -> [(f64, Vec<f64>); 2] {
    let size = inside.iter().filter(|inside| **inside).count();
    let mut lots = Lots::new(size as u64);
    let mut search = Search::default();
    let mut block: Vec<Vec<f64>> = Vec::new();
    for _ in 0..2 {
        block.extend(fresh(inside, block.iter(), &mut lots));
    }
    if block.is_empty() {
        return [0, 1].map(|_| (0.0, vec![0.0; inside.len()]));
    }
    for round in 0..PATIENCE {
        let images = widen(&mut search, &block, &mut apply);
        let (next, over) = remainder(&search, images, inside, &mut lots);
        let full = search.basis.len() + next.len() > MOST;
        let spent = next.is_empty();
        if full || spent || round % 3 == 2 {
            let (values, vectors) = search.ritz();
            let last = search.basis.len() - block.len();
            let residual = |k: usize| {
                let tail = &vectors[k][last..];
                let out = over.map(|row| row.iter().zip(tail).map(|(b, s)| b * s).sum::<f64>());
                out[0].hypot(out[1])
            };
            let near = |k: usize| k >= values.len() || residual(k) <= tolerance * values[0].max(0.0);
            if spent || (near(0) && near(1)) {
                break;
            }
            if full {
                search = search.again(&values, &vectors);
            }
        }
        block = next;
    }
    let (values, vectors) = search.ritz();
    [0, 1].map(|k| match vectors.get(k) {
        Some(mix) => (values[k].max(0.0), search.blend(mix, inside.len())),
        None => (0.0, vec![0.0; inside.len()]),
    })
}

/// A basis and the matrix as seen in it.
#[derive(Default)]
struct Search {
    basis: Vec<Vec<f64>>,
    /// Row by row, as wide as the basis.
    seen: Vec<Vec<f64>>,
}

impl Search {
    fn ritz(&self) -> (Vec<f64>, Vec<Vec<f64>>) {
        let flat: Vec<f64> = self.seen.iter().flatten().copied().collect();
        symmetric(&flat, self.basis.len())
    }

    fn blend(&self, mix: &[f64], size: usize) -> Vec<f64> {
        let mut vector = vec![0.0; size];
        for (part, q) in mix.iter().zip(&self.basis) {
            vector.iter_mut().zip(q).for_each(|(v, q)| *v += part * q);
        }
        vector
    }

    fn again(&self, values: &[f64], vectors: &[Vec<f64>]) -> Self {
        let size = self.basis[0].len();
        let basis = vectors.iter().take(KEPT).map(|mix| self.blend(mix, size)).collect();
        let row = |i: usize| (0..KEPT).map(|j| if i == j { values[i] } else { 0.0 }).collect();
        Self { basis, seen: (0..KEPT).map(row).collect() }
    }
}

/// Adds a block to the basis; answers what is left of its images outside of the basis.
fn widen(search: &mut Search, block: &[Vec<f64>], apply: &mut impl FnMut(&Two) -> Two) -> Vec<Vec<f64>> {
    let empty = vec![0.0; block[0].len()];
    let second = block.get(1).unwrap_or(&empty);
    let images = apply(&block[0].iter().zip(second).map(|(a, b)| [*a, *b]).collect());
    let mut images: Vec<Vec<f64>> = (0..block.len()).map(|k| images.iter().map(|pair| pair[k]).collect()).collect();
    let before = search.basis.len();
    search.basis.extend(block.iter().cloned());
    let wide = search.basis.len();
    search.seen.iter_mut().for_each(|row| row.resize(wide, 0.0));
    search.seen.resize(wide, vec![0.0; wide]);
    for (k, image) in images.iter_mut().enumerate() {
        let along = straighten(image, search.basis.iter());
        for (i, h) in along.into_iter().enumerate() {
            let at = before + k;
            (search.seen[i][at], search.seen[at][i]) = (h, h);
        }
    }
    images
}

/// An orthonormal pair for what is left, and how the images are made of it: `over[i][k]` of the new vector `i` in the
/// image `k`. Where nothing is left a fresh direction takes its place, until there is none.
fn remainder(
    search: &Search,
    images: Vec<Vec<f64>>,
    inside: &[bool],
    lots: &mut Lots,
) -> (Vec<Vec<f64>>, [[f64; 2]; 2]) {
    let scale = search.seen.iter().enumerate().map(|(i, row)| row[i].abs()).fold(0.0, f64::max);
    let mut next: Vec<Vec<f64>> = Vec::new();
    let mut over = [[0.0; 2]; 2];
    for (k, mut image) in images.into_iter().enumerate() {
        let along = straighten(&mut image, next.iter());
        for (i, h) in along.into_iter().enumerate() {
            over[i][k] = h;
        }
        let left = length(&image);
        // Below this it is rounding, and normalising it would make a direction of noise.
        if left > 1e-13 * scale {
            scale_to_one(&mut image, left);
            straighten(&mut image, search.basis.iter().chain(&next));
            let now = length(&image);
            scale_to_one(&mut image, now);
            over[next.len()][k] = left;
            next.push(image);
        } else if let Some(other) = fresh(inside, search.basis.iter().chain(&next), lots) {
            next.push(other);
        }
    }
    (next, over)
}

/// Takes away what lies along an orthonormal basis, twice, which is enough (Giraud et al. 2005); answers how much.
fn straighten<'a>(vector: &mut [f64], basis: impl Iterator<Item = &'a Vec<f64>> + Clone) -> Vec<f64> {
    let take = |vector: &mut [f64], q: &[f64]| {
        let h = dot(vector, q);
        vector.iter_mut().zip(q).for_each(|(v, q)| *v -= h * q);
        h
    };
    let mut along: Vec<f64> = basis.clone().map(|q| take(vector, q)).collect();
    along.iter_mut().zip(basis).for_each(|(sum, q)| *sum += take(vector, q));
    along
}

fn scale_to_one(vector: &mut [f64], length: f64) {
    for x in vector {
        *x /= length;
    }
}

/// A direction at right angles to all that is known, drawn by a fixed lot; `None` when there is none left.
fn fresh<'a>(inside: &[bool], known: impl Iterator<Item = &'a Vec<f64>> + Clone, lots: &mut Lots) -> Option<Vec<f64>> {
    let mut vector: Vec<f64> = inside.iter().map(|inside| if *inside { lots.normal() } else { 0.0 }).collect();
    let before = length(&vector);
    straighten(&mut vector, known.clone());
    let left = length(&vector);
    if left <= 1e-8 * before {
        return None;
    }
    scale_to_one(&mut vector, left);
    straighten(&mut vector, known);
    let now = length(&vector);
    scale_to_one(&mut vector, now);
    Some(vector)
}

#[cfg(test)]
mod tests {
    use super::top_two;
    use crate::Lots;
    use crate::map::eigen::{dot, symmetric};

    /// A positive semidefinite matrix of this rank.
    fn matrix(n: usize, rank: usize, lots: &mut Lots) -> Vec<f64> {
        let factors: Vec<Vec<f64>> = (0..rank).map(|_| (0..n).map(|_| lots.normal()).collect()).collect();
        let entry = |at: usize| factors.iter().map(|f| f[at / n] * f[at % n]).sum();
        (0..n * n).map(entry).collect()
    }

    fn found(a: &[f64], n: usize) -> [(f64, Vec<f64>); 2] {
        top_two(&vec![true; n], 1e-10, |two| {
            let column = |k: usize| two.iter().map(|pair| pair[k]).collect::<Vec<_>>();
            let columns = [column(0), column(1)];
            (0..n).map(|i| [0, 1].map(|k| dot(&a[i * n..(i + 1) * n], &columns[k]))).collect()
        })
    }

    #[test]
    fn finds_what_the_whole_decomposition_finds() {
        let mut lots = Lots::new(7);
        for (n, rank) in [(1, 1), (2, 2), (3, 1), (40, 3), (120, 200), (300, 300)] {
            let a = matrix(n, rank, &mut lots);
            let (values, vectors) = symmetric(&a, n);
            for (k, (value, vector)) in found(&a, n).into_iter().enumerate().take(n.min(rank)) {
                assert!((value - values[k]).abs() < 1e-9 * values[0], "{n} {rank} {k}: {value} {}", values[k]);
                assert!(dot(&vector, &vectors[k]).abs() > 1.0 - 1e-9, "{n} {rank} {k}");
            }
        }
    }

    #[test]
    fn equal_values_are_both_found() {
        let n = 90;
        let a: Vec<f64> = (0..n * n).map(|at| if at / n == at % n && at / n < 2 { 5.0 } else { 0.0 }).collect();
        let [(one, _), (two, _)] = found(&a, n);
        assert!((one - 5.0).abs() < 1e-9 && (two - 5.0).abs() < 1e-9);
    }

    #[test]
    fn nothing_to_find() {
        let [(one, _), (two, vector)] = found(&[0.0; 16], 4);
        assert_eq!((one, two), (0.0, 0.0));
        assert!(vector.iter().all(|x| x.is_finite()));
        assert_eq!(top_two(&[false; 3], 1e-10, Clone::clone)[0].1, [0.0; 3]);
    }
}
