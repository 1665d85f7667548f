//! The normal distribution's upper tail, and how many of many findings to believe.

/// Level of the false discovery rate: of what is called established, about this share is chance.
pub(super) const DISCOVERY: f64 = 0.1;

/// Probability that a standard normal lies above `z`.
///
/// Abramowitz & Stegun, *Handbook of Mathematical Functions*: below 3 the series 26.2.11, whose terms are all of one
/// sign; from there on the continued fraction 26.2.14. Relative error below 10⁻¹² for all positive `z`: at 3, where both
/// are slowest, 40 levels leave 10⁻¹⁴.
pub(super) fn above(z: f64) -> f64 {
    const FROM: f64 = 3.0;
    const LEVELS: u32 = 40;
    if z < 0.0 {
        return 1.0 - above(-z);
    }
    let density = (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    if z < FROM {
        let (mut term, mut sum, mut odd) = (z, z, 1.0);
        while term > sum * 1e-17 {
            odd += 2.0;
            term *= z * z / odd;
            sum += term;
        }
        return 0.5 - density * sum;
    }
    density / (1..=LEVELS).rev().fold(z, |tail, level| z + f64::from(level) / tail)
}

/// The largest probability that still counts as a discovery (Benjamini and Hochberg 1995): with `m` probabilities in
/// ascending order, the last `p_i` at most `i / m` times [`DISCOVERY`]. `None` when there is none.
pub(super) fn cutoff(probabilities: impl Iterator<Item = f64>) -> Option<f64> {
    let mut looked = 0;
    // What lies above the level can be no discovery, and comes after all that may.
    let mut small: Vec<f64> = probabilities.inspect(|_| looked += 1).filter(|p| *p <= DISCOVERY).collect();
    small.sort_unstable_by(f64::total_cmp);
    let step = |rank: usize| rank as f64 * DISCOVERY;
    let last = small.iter().enumerate().rev().find(|(before, p)| **p * f64::from(looked) <= step(before + 1));
    last.map(|(_, p)| *p)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected values computed with 50 digits outside this program.
    #[test]
    fn upper_tail() {
        let known = [
            (0.0, 0.5),
            (0.1, 0.460_172_162_722_971),
            (0.5, 0.308_537_538_725_986_9),
            (1.0, 0.158_655_253_931_457_05),
            (1.281_551_565_544_600_4, 0.1),
            (1.959_963_984_540_054, 0.025_000_000_000_000_015),
            (2.5, 0.006_209_665_325_776_135),
            (2.999, 0.001_354_336_533_727_106_6),
            (3.0, 0.001_349_898_031_630_094_6),
            (3.5, 0.000_232_629_079_035_525_04),
            (5.0, 2.866_515_718_791_939e-07),
            (8.0, 6.220_960_574_271_784e-16),
            (12.0, 1.776_482_112_077_679e-33),
            (20.0, 2.753_624_118_606_233_7e-89),
            (37.0, 5.725_571_222_524_577e-300),
        ];
        for (z, expect) in known {
            let found = above(z);
            assert!((found / expect - 1.0).abs() < 1e-12, "{z}: {found:e} instead of {expect:e}");
            assert!((above(-z) - (1.0 - expect)).abs() < 1e-15, "-{z}");
        }
        assert!(above(40.0) >= 0.0 && above(f64::INFINITY) < 1e-300);
    }

    #[test]
    fn falls_without_a_step_where_the_formula_changes() {
        let mut last = 1.0;
        for step in -600..=800 {
            let now = above(f64::from(step) / 100.0);
            assert!(now < last, "at {step}");
            last = now;
        }
        assert!((above(3.0 - 1e-9) / above(3.0 + 1e-9) - 1.0).abs() < 1e-7);
    }

    /// The worked example of the paper, at 5 % in place of 10 %: the steps of `cutoff` scale with the level.
    #[test]
    fn cutoff_of_the_paper() {
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0,
        ];
        let doubled = p.iter().rev().map(|p| 2.0 * p);
        assert_eq!(cutoff(doubled), Some(0.0190));
    }

    #[test]
    fn cutoff_reaches_back_over_a_gap() {
        // 0.06 is above its own step of 0.05, and is taken along by 0.08 and 0.1, which are not above theirs.
        assert_eq!(cutoff([0.06, 0.08, 0.1, 0.01].into_iter()), Some(0.1));
        assert_eq!(cutoff([0.06, 0.9].into_iter()), None);
        assert_eq!(cutoff([0.1].into_iter()), Some(0.1));
        assert_eq!(cutoff(std::iter::empty()), None);
    }
}
