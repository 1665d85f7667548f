//! Principal components and projection on a dense matrix.

/// Answers, voices × takes: 1 agree, −1 disagree, 0 pass.
pub type Cells = Vec<Vec<Option<i8>>>;

/// The dense map: everything per column or per row of the given cells.
#[derive(Debug, Clone)]
pub struct Plane {
    pub centre: Vec<f64>,
    pub axes: Vec<[f64; 2]>,
    pub spread: [f64; 2],
    /// Share of the variance along a third axis.
    pub third: f64,
    pub places: Vec<[f64; 2]>,
    pub extremity: Vec<f64>,
}

/// As Polis reads the matrix: a column that is out is a pass of everybody, once anybody answered it.
pub fn zeroed(cells: &Cells, out: &[bool]) -> Cells {
    let asked: Vec<bool> = (0..out.len()).map(|column| cells.iter().any(|row| row[column].is_some())).collect();
    let zero: Vec<bool> = out.iter().zip(asked).map(|(out, asked)| *out && asked).collect();
    let cell = |(value, zero): (&Option<i8>, &bool)| if *zero { Some(0) } else { *value };
    cells.iter().map(|row| row.iter().zip(&zero).map(cell).collect()).collect()
}

/// Without the columns that are out: nobody answered them.
pub fn dropped(cells: &Cells, out: &[bool]) -> Cells {
    let cell = |(value, out): (&Option<i8>, &bool)| value.filter(|_| !*out);
    cells.iter().map(|row| row.iter().zip(out).map(cell).collect()).collect()
}

/// Answers of each row.
pub fn answers(cells: &Cells) -> Vec<usize> {
    cells.iter().map(|row| row.iter().flatten().count()).collect()
}

/// Rows with at least min(7, takes) answers; when they are fewer than 15, whoever answered as much as the fifteenth.
pub fn core(answers: &[usize], takes: usize) -> Vec<bool> {
    let enough = takes.clamp(1, 7);
    let mut active: Vec<usize> = answers.iter().copied().filter(|n| *n > 0).collect();
    active.sort_by_key(|n| std::cmp::Reverse(*n));
    let least = active.get(14).or(active.last()).map_or(enough, |n| enough.min(*n));
    answers.iter().map(|n| *n >= least).collect()
}

/// The plane of most variance of the rows `shaping`, and everybody's place on it. Columns nobody answered do not count.
/// A missing answer is the mean of its column.
pub fn plane(cells: &Cells, shaping: &[bool]) -> Plane {
    let takes = cells.first().map_or(0, Vec::len);
    let rows = || cells.iter().zip(shaping).filter(|(_, shapes)| **shapes).map(|(row, _)| row);
    let centre: Vec<f64> = (0..takes)
        .map(|column| {
            let given: Vec<f64> = rows().filter_map(|row| row[column]).map(f64::from).collect();
            if given.is_empty() { 0.0 } else { given.iter().sum::<f64>() / given.len() as f64 }
        })
        .collect();
    let around = |row: &[Option<i8>]| -> Vec<f64> {
        row.iter().zip(&centre).map(|(value, m)| value.map_or(0.0, |value| f64::from(value) - m)).collect()
    };
    let z: Vec<Vec<f64>> = rows().map(|row| around(row)).collect();
    let total: f64 = z.iter().flatten().map(|z| z * z).sum();
    let (values, axes) = two_axes(&z, takes);
    let asked = (0..takes).filter(|column| cells.iter().any(|row| row[*column].is_some())).count() as f64;
    let places = cells
        .iter()
        .map(|row| {
            let stretch = (asked / row.iter().flatten().count().max(1) as f64).sqrt();
            [0, 1].map(|k| stretch * around(row).iter().zip(&axes).map(|(z, p)| z * p[k]).sum::<f64>())
        })
        .collect();
    let reach = |(p, m): (&[f64; 2], &f64)| asked.sqrt() * (1.0 - m) * (p[0] * p[0] + p[1] * p[1]).sqrt();
    let extremity = axes.iter().zip(&centre).map(reach).collect();
    let [first, second, third] = values.map(|value| if total > 0.0 { value / total } else { 0.0 });
    Plane { centre, axes, spread: [first, second], third, places, extremity }
}

/// The two leading right singular vectors and three squared singular values, by Jacobi rotations of `ZᵀZ`.
fn two_axes(z: &[Vec<f64>], takes: usize) -> ([f64; 3], Vec<[f64; 2]>) {
    let mut gram = vec![vec![0.0; takes]; takes];
    for row in z {
        for (j, left) in row.iter().enumerate().filter(|(_, left)| **left != 0.0) {
            gram[j].iter_mut().zip(row).for_each(|(sum, right)| *sum += left * right);
        }
    }
    let (values, vectors) = jacobi(gram);
    let mut order: Vec<usize> = (0..takes).collect();
    order.sort_by(|a, b| values[*b].total_cmp(&values[*a]));
    let largest = order.first().map_or(0.0, |first| values[*first]);
    let (mut found, mut axes) = ([0.0; 3], vec![[0.0; 2]; takes]);
    for (k, which) in order.into_iter().take(3).enumerate().filter(|(_, which)| values[*which] > 1e-12 * largest) {
        found[k] = values[which];
        if k < 2 {
            axes.iter_mut().zip(&vectors[which]).for_each(|(axis, v)| axis[k] = *v);
        }
    }
    (found, axes)
}

/// Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations.
fn jacobi(mut a: Vec<Vec<f64>>) -> (Vec<f64>, Vec<Vec<f64>>) {
    let n = a.len();
    let mut vectors: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| if i == j { 1.0 } else { 0.0 }).collect()).collect();
    let size: f64 = a.iter().flatten().map(|x| x * x).sum();
    for _ in 0..60 {
        let off: f64 = (0..n).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| a[i][j] * a[i][j]).sum();
        if off <= 1e-30 * size {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                if a[p][q] == 0.0 {
                    continue;
                }
                let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
                let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
                let c = 1.0 / (t * t + 1.0).sqrt();
                rotate([&mut a, &mut vectors], [p, q], [c, t * c]);
            }
        }
    }
    ((0..n).map(|i| a[i][i]).collect(), vectors)
}

/// Turns the plane of two columns and of the same two rows; of the vectors, which are rows, only the rows.
fn rotate([matrix, vectors]: [&mut Vec<Vec<f64>>; 2], [low, high]: [usize; 2], [cos, sin]: [f64; 2]) {
    for row in matrix.iter_mut() {
        (row[low], row[high]) = (cos * row[low] - sin * row[high], sin * row[low] + cos * row[high]);
    }
    for rows in [matrix, vectors] {
        let (head, tail) = rows.split_at_mut(high);
        for (one, other) in head[low].iter_mut().zip(&mut tail[0]) {
            (*one, *other) = (cos * *one - sin * *other, sin * *one + cos * *other);
        }
    }
}
