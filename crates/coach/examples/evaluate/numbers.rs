//! Shares and how sure they are.

/// Right and wrong.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    pub hits: usize,
    pub alarms: usize,
    pub missed: usize,
}

impl Counts {
    /// From pairs of what is and what was seen.
    pub fn of(pairs: impl Iterator<Item = (bool, bool)>) -> Self {
        pairs.fold(Self::default(), |mut counts, pair| {
            match pair {
                (true, true) => counts.hits += 1,
                (false, true) => counts.alarms += 1,
                (true, false) => counts.missed += 1,
                (false, false) => {}
            }
            counts
        })
    }

    /// Harmonic mean of precision and recall; 0 when nothing was found.
    pub fn f1(self) -> f64 {
        let wrong = self.alarms + self.missed;
        if self.hits == 0 { 0.0 } else { real(2 * self.hits) / real(2 * self.hits + wrong) }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a few hundred texts")]
fn real(count: usize) -> f64 {
    count as f64
}

/// A share with its 95 % Wilson interval, as text.
pub fn share(count: usize, of: usize) -> String {
    if of == 0 {
        return "–".to_owned();
    }
    let (n, p, z) = (real(of), real(count) / real(of), 1.959_964);
    let middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    format!("{p:.2} [{:.2}, {:.2}]", (middle - half).max(0.0), (middle + half).min(1.0))
}

/// Cohen's kappa: agreement beyond chance. 1 when there is nothing to disagree about.
pub fn kappa(pairs: &[(bool, bool)]) -> f64 {
    let n = real(pairs.len());
    let part = |count: usize| real(count) / n;
    let agreed = part(pairs.iter().filter(|(a, b)| a == b).count());
    let (a, b) = (part(pairs.iter().filter(|it| it.0).count()), part(pairs.iter().filter(|it| it.1).count()));
    let chance = a * b + (1.0 - a) * (1.0 - b);
    if chance >= 1.0 { 1.0 } else { (agreed - chance) / (1.0 - chance) }
}

/// The 95 % interval of F1 when texts are drawn anew, 2,000 times, from a fixed seed.
pub fn bootstrap_f1(pairs: &[(bool, bool)]) -> (f64, f64) {
    const DRAWS: usize = 2_000;
    if pairs.is_empty() {
        return (0.0, 0.0);
    }
    let mut state: u64 = 0x2026_0615;
    let mut next = |below: usize| {
        // SplitMix64.
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % below as u64).unwrap_or_default()
    };
    let mut draws: Vec<f64> =
        (0..DRAWS).map(|_| Counts::of((0..pairs.len()).map(|_| pairs[next(pairs.len())])).f1()).collect();
    draws.sort_by(f64::total_cmp);
    (draws[DRAWS / 40], draws[DRAWS - DRAWS / 40])
}
