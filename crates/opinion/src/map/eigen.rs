//! Eigenvalues and vectors of a small symmetric matrix.

/// All eigenpairs of a symmetric matrix of `n` rows (row by row in `a`), largest value first. Householder reduction to
/// a tridiagonal matrix, then the implicit QL method (Golub and Van Loan, Matrix Computations, 8.3).
pub fn symmetric(a: &[f64], n: usize) -> (Vec<f64>, Vec<Vec<f64>>) {
    let (mut diagonal, mut beside, mut q) = tridiagonal(a, n);
    // The vectors are rows here, so that a rotation runs along memory.
    implicit_ql(&mut diagonal, &mut beside, &mut q, n);
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|i, j| diagonal[*j].total_cmp(&diagonal[*i]));
    let vectors = order.iter().map(|i| q[i * n..(i + 1) * n].to_vec()).collect();
    (order.iter().map(|i| diagonal[*i]).collect(), vectors)
}

/// Diagonal, off-diagonal (`beside[i]` couples `i` and `i + 1`) and the transposed basis `q` with `a = qᵀ t q`.
fn tridiagonal(a: &[f64], n: usize) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    let mut a = a.to_vec();
    let (mut beside, mut reflectors) = (vec![0.0; n], Vec::new());
    for step in 0..n.saturating_sub(2) {
        let first = step + 1;
        let column: Vec<f64> = (first..n).map(|row| a[row * n + step]).collect();
        let norm = length(&column);
        if norm == 0.0 {
            continue;
        }
        let mut v = column;
        let head = -v[0].signum() * norm;
        v[0] -= head;
        let size = length(&v);
        for x in &mut v {
            *x /= size;
        }
        reflect_both(&mut a, n, first, &v);
        for row in first..n {
            let value = if row == first { head } else { 0.0 };
            (a[row * n + step], a[step * n + row]) = (value, value);
        }
        reflectors.push((first, v));
    }
    let diagonal = (0..n).map(|i| a[i * n + i]).collect();
    for i in 0..n.saturating_sub(1) {
        beside[i] = a[(i + 1) * n + i];
    }
    let mut q = vec![0.0; n * n];
    (0..n).for_each(|i| q[i * n + i] = 1.0);
    // Row by row: q = (h₁ h₂ …)ᵀ, applied from the last reflector to the first to the columns of the identity.
    for (first, v) in reflectors.into_iter().rev() {
        for row in 0..n {
            let part = &mut q[row * n + first..(row + 1) * n];
            let along = 2.0 * dot(part, &v);
            part.iter_mut().zip(&v).for_each(|(x, v)| *x -= along * v);
        }
    }
    (diagonal, beside, q)
}

/// `h a h` for `h = 1 − 2 v vᵀ` on the rows and columns from `first` on.
#[expect(clippy::many_single_char_names, reason = "the letters of the literature")]
fn reflect_both(a: &mut [f64], n: usize, first: usize, v: &[f64]) {
    let mut p: Vec<f64> = (first..n).map(|row| dot(&a[row * n + first..(row + 1) * n], v)).collect();
    let k = dot(v, &p);
    p.iter_mut().zip(v).for_each(|(p, v)| *p -= k * v);
    for (i, row) in (first..n).enumerate() {
        let (vi, pi) = (2.0 * v[i], 2.0 * p[i]);
        let part = &mut a[row * n + first..(row + 1) * n];
        part.iter_mut().zip(v.iter().zip(&p)).for_each(|(x, (v, p))| *x -= vi * p + pi * v);
    }
}

/// Turns the tridiagonal matrix into a diagonal one; the rows of `q` turn with it.
fn implicit_ql(d: &mut [f64], e: &mut [f64], q: &mut [f64], n: usize) {
    for low in 0..n {
        // 60 rounds are far more than the two or so that a value needs; a matrix of NaN must not loop for ever.
        for _ in 0..60 {
            let end = (low..n - 1).find(|m| {
                let near = d[*m].abs() + d[m + 1].abs();
                e[*m].abs() <= f64::EPSILON * near
            });
            let end = end.unwrap_or(n - 1);
            if end == low {
                break;
            }
            sweep(d, e, q, n, low, end);
        }
    }
}

#[expect(clippy::many_single_char_names, reason = "the letters of the literature")]
fn sweep(d: &mut [f64], e: &mut [f64], q: &mut [f64], n: usize, low: usize, end: usize) {
    let mut g = (d[low + 1] - d[low]) / (2.0 * e[low]);
    let r = (g * g + 1.0).sqrt();
    g = d[end] - d[low] + e[low] / (g + if g < 0.0 { -r } else { r });
    let (mut s, mut c, mut p) = (1.0, 1.0, 0.0);
    for i in (low..end).rev() {
        let (f, b) = (s * e[i], c * e[i]);
        let r = (f * f + g * g).sqrt();
        e[i + 1] = r;
        if r == 0.0 {
            d[i + 1] -= p;
            e[end] = 0.0;
            return;
        }
        (s, c) = (f / r, g / r);
        g = d[i + 1] - p;
        let t = (d[i] - g) * s + 2.0 * c * b;
        p = s * t;
        d[i + 1] = g + p;
        g = c * t - b;
        let (above, below) = q.split_at_mut((i + 1) * n);
        for (x, y) in above[i * n..].iter_mut().zip(&mut below[..n]) {
            (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
        }
    }
    d[low] -= p;
    e[low] = g;
    e[end] = 0.0;
}

/// Inner product.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    // Four sums at once: the order is fixed, so the result is the same everywhere.
    let mut sums = [0.0; 4];
    let (a4, b4) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = a4.remainder().iter().zip(b4.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in a4.zip(b4) {
        for i in 0..4 {
            sums[i] += a[i] * b[i];
        }
    }
    sums.iter().sum::<f64>() + rest
}

/// Euclidean length.
pub fn length(a: &[f64]) -> f64 {
    dot(a, a).sqrt()
}

#[cfg(test)]
mod tests {
    use super::{dot, symmetric};
    use crate::Lots;

    #[test]
    fn pairs_solve_the_equation_and_stand_upright() {
        let mut lots = Lots::new(1);
        for n in [1, 2, 3, 5, 17, 50] {
            let mut a = vec![0.0; n * n];
            for i in 0..n {
                for j in 0..=i {
                    // Few distinct values, so that equal eigenvalues are met too.
                    let value = lots.below(3) as f64 - 1.0;
                    (a[i * n + j], a[j * n + i]) = (value, value);
                }
            }
            let (values, vectors) = symmetric(&a, n);
            for (k, v) in vectors.iter().enumerate() {
                for i in 0..n {
                    assert!((dot(&a[i * n..(i + 1) * n], v) - values[k] * v[i]).abs() < 1e-12 * n as f64);
                }
                for (l, w) in vectors.iter().enumerate() {
                    assert!((dot(v, w) - f64::from(u8::from(k == l))).abs() < 1e-12);
                }
            }
            assert!(values.is_sorted_by(|a, b| a >= b));
        }
    }

    #[test]
    fn equal_values_and_zeros_are_fine() {
        let (values, _) = symmetric(&[2.0, 0.0, 0.0, 2.0], 2);
        assert_eq!(values, [2.0, 2.0]);
        assert_eq!(symmetric(&[0.0; 9], 3).0, [0.0; 3]);
        assert!(symmetric(&[], 0).0.is_empty());
    }
}
