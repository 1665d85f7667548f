//! The logarithm of the gamma function.

/// ln Γ(x) for positive `x`: Stirling's series (Abramowitz & Stegun 6.1.41), with its argument raised beyond 12 by
/// Γ(x) = Γ(x + 1) / x, where seven terms reach the precision of the number type.
pub(crate) fn ln_gamma(x: f64) -> f64 {
    const FROM: f64 = 12.0;
    /// B₂ₖ / (2k · (2k − 1)) for k = 7, …, 1.
    const TERMS: [f64; 7] =
        [1.0 / 156.0, -691.0 / 360_360.0, 1.0 / 1188.0, -1.0 / 1680.0, 1.0 / 1260.0, -1.0 / 360.0, 1.0 / 12.0];
    let (mut raised, mut product) = (x, 1.0);
    while raised < FROM {
        product *= raised;
        raised += 1.0;
    }
    let series = TERMS.iter().fold(0.0, |sum, term| sum / (raised * raised) + term) / raised;
    (raised - 0.5) * raised.ln() - raised + (2.0 * std::f64::consts::PI).ln() / 2.0 + series - product.ln()
}

#[cfg(test)]
mod tests {
    use super::ln_gamma;

    /// Expected values computed with 50 digits outside this program.
    #[test]
    fn known_values() {
        let known = [
            (0.001, 6.907_178_885_383_853),
            (0.1, 2.252_712_651_734_206),
            (0.5, 0.572_364_942_924_700_1),
            (1.5, -0.120_782_237_635_245_22),
            (2.5, 0.284_682_870_472_919_2),
            (4.0, 1.791_759_469_228_055),
            (7.5, 7.534_364_236_758_733),
            (11.5, 16.292_000_476_567_242),
            (12.0, 17.502_307_845_873_887),
            (12.5, 18.734_347_511_936_445),
            (50.0, 144.565_743_946_344_9),
            (100.5, 361.435_540_467_777_6),
            (12_345.5, 103_958.242_965_123_22),
            (4_294_967_296.5, 90_970_455_803.145_25),
        ];
        for (x, expect) in known {
            let found = ln_gamma(x);
            assert!((found - expect).abs() <= 1e-12 * f64::abs(expect), "{x}: {found} instead of {expect}");
        }
        // Its two zeros, where only the absolute error can be small.
        assert!(ln_gamma(1.0).abs() < 1e-14 && ln_gamma(2.0).abs() < 1e-14);
    }

    #[test]
    fn factorials() {
        let mut sum = 0.0;
        for n in 1..1000 {
            sum += f64::from(n).ln();
            let found = ln_gamma(f64::from(n) + 1.0);
            assert!((found - sum).abs() <= 1e-12 * f64::max(sum, 1.0), "{n}!");
        }
    }
}
