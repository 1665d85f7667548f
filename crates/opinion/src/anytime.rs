//! An interval that may be watched.

use crate::Interval;
use crate::gamma::ln_gamma;

/// The shares that stay plausible however often one looked: with probability `1 − alpha` the true share is in *every*
/// interval of a growing count, so that something may be announced at the moment it shows.
///
/// A share `p` stays while the observed sequence is less than `1 / alpha` times as likely under the mixture of all
/// shares by Beta(1/2, 1/2) as under `p` (Ville's inequality; Robbins 1970):
/// `B(k + 1/2, n − k + 1/2) / B(1/2, 1/2) / (p^k · (1 − p)^(n − k)) < 1 / alpha`.
///
/// `None` when nothing was counted, with more successes than trials, or with `alpha` not between 0 and 1.
pub fn anytime(successes: u32, n: u32, alpha: f64) -> Option<Interval> {
    let failures = n.checked_sub(successes)?;
    if n == 0 || !(alpha > 0.0 && alpha < 1.0) {
        return None;
    }
    let (k, m) = (f64::from(successes), f64::from(failures));
    // The ratio is allowed up to here: ln of p^k (1 − p)^m must stay above.
    let mixture = ln_gamma(k + 0.5) + ln_gamma(m + 0.5) - ln_gamma(k + m + 1.0) - std::f64::consts::PI.ln();
    let least = mixture + alpha.ln();
    Some(Interval { lo: lowest(k, m, least), hi: 1.0 - lowest(m, k, least) })
}

/// The lowest share whose log-likelihood of `k` successes and `m` failures is above `least`, by halving.
fn lowest(k: f64, m: f64, least: f64) -> f64 {
    if k == 0.0 {
        return 0.0;
    }
    let likelihood = |p: f64| k * p.ln() + if m > 0.0 { m * (-p).ln_1p() } else { 0.0 };
    let (mut outside, mut inside) = (0.0, k / (k + m));
    loop {
        let middle = f64::midpoint(outside, inside);
        if middle <= outside || middle >= inside {
            return inside;
        }
        if likelihood(middle) > least {
            inside = middle;
        } else {
            outside = middle;
        }
    }
}
