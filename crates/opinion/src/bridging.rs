//! Which written reasons help across groups.

use crate::split::quantile;
use crate::{Interval, Lots, wilson};

/// Raters of one text that a group needs before its own rate counts, and is told.
const FEWEST: u32 = 5;

/// Raters in the room below which an order of texts is only a first impression.
const EARLY: u32 = 60;

/// Draws behind a lower bound, and the part of them that lies below it.
const DRAWS: u32 = 1000;
const BELOW: f64 = 0.05;

/// The 95 % point of the normal distribution.
const Z: f64 = 1.644_853_626_951_472_2;

/// How one text was received by some voices.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Echoes {
    /// Voices that it helped.
    pub helpful: u32,
    /// Voices that were shown it, those included.
    pub raters: u32,
}

/// What is known of a room before one of its texts is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Audience {
    /// Voices that rated any text.
    pub raters: u32,
    /// The helpful rate over all texts, in (0, 1).
    pub rate: f64,
    /// How many raters that rate counts for in every group; 2 to 4.
    pub weight: f64,
}

impl Audience {
    /// The audience of these texts: `(helpful + 1) / (raters + 2)` over all of them, with the weight of two raters.
    pub fn of(raters: u32, texts: impl IntoIterator<Item = Echoes>) -> Self {
        let (helpful, shown) = texts.into_iter().fold((0.0, 0.0), |(helpful, shown), text| {
            (helpful + f64::from(text.helpful.min(text.raters)), shown + f64::from(text.raters))
        });
        Self { raters, rate: (helpful + 1.0) / (shown + 2.0), weight: 2.0 }
    }
}

/// How a text bridges. The rates of the groups and the lower bound belong beside the score wherever it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Bridge {
    /// Per group, the rate drawn towards the audience's: `(helpful + weight · rate) / (raters + weight)`. `None` for a
    /// group with fewer than five raters of this text: it counts with the audience's rate, and as unsure as that.
    pub rates: Vec<Option<f64>>,
    /// Geometric mean of these rates. Without groups, the plain helpful rate.
    pub score: f64,
    /// What the score surely exceeds: the 5 % quantile of 1,000 seeded draws of every rate from its beta distribution.
    /// Without groups, the lower Wilson bound. **Texts are ranked by this.**
    pub lower: f64,
    /// `lower` by the delta method, without draws, as a check: `score · exp(−1.645 · σ)` with σ the deviation of the
    /// logarithm. Without groups the same as `lower`.
    pub lower_by_variance: f64,
    /// The helpful rate of all who rated this text, groups aside, with its 95 % interval.
    pub room: (f64, Interval),
    /// Fewer than 60 in the room rated anything: name no winner.
    pub early: bool,
}

/// How a text bridges the groups (cf. Ovadya & Thorburn 2023): it must help in each of them, for a geometric mean falls
/// with its smallest part. `groups` are the raters by opinion group, `others` those of no group, who count for the room
/// only. With fewer than two groups there is nothing to bridge, and the room's lower Wilson bound ranks.
///
/// Nobody counts as a rater of their own text. Every text of a room is bounded with the same seed, so that neither their
/// order nor the draw favours one. `None` when nobody rated the text, or counts contradict each other.
pub fn bridge(groups: &[Echoes], others: Echoes, audience: &Audience, seed: u64) -> Option<Bridge> {
    let all = || groups.iter().chain(std::iter::once(&others));
    let sum = |of: fn(&Echoes) -> u32| all().try_fold(0_u32, |sum, echoes| sum.checked_add(of(echoes)));
    if all().any(|echoes| echoes.helpful > echoes.raters) {
        return None;
    }
    let (helpful, raters) = (sum(|echoes| echoes.helpful)?, sum(|echoes| echoes.raters)?);
    let sure = wilson(helpful, raters)?;
    let plain = f64::from(helpful) / f64::from(raters);
    let early = audience.raters < EARLY;
    if groups.len() < 2 {
        return Some(Bridge {
            rates: vec![None; groups.len()],
            score: plain,
            lower: sure.lo,
            lower_by_variance: sure.lo,
            room: (plain, sure),
            early,
        });
    }
    let shapes: Vec<[f64; 2]> = groups.iter().map(|group| shape(*group, audience)).collect();
    let mean = |[a, b]: [f64; 2]| a / (a + b);
    let told = |(group, shape): (&Echoes, &[f64; 2])| (group.raters >= FEWEST).then(|| mean(*shape));
    let number = groups.len() as f64;
    let score = (shapes.iter().map(|shape| mean(*shape).ln()).sum::<f64>() / number).exp();
    let variance = shapes.iter().map(|[a, b]| b / (a * (a + b + 1.0))).sum::<f64>() / (number * number);
    Some(Bridge {
        rates: groups.iter().zip(&shapes).map(told).collect(),
        score,
        lower: drawn(&shapes, seed),
        lower_by_variance: score * (-Z * variance.sqrt()).exp(),
        room: (plain, sure),
        early,
    })
}

/// The order in which texts are shown: positions, by lower bound. Equal ones by score, then by the room's lower bound,
/// then as they came; what nobody rated comes last.
pub fn rank(texts: &[Option<Bridge>]) -> Vec<usize> {
    let key = |at: usize| texts[at].as_ref().map(|it| [it.lower, it.score, it.room.1.lo]);
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by(|one, other| {
        let (one, other) = (key(*one), key(*other));
        match (one, other) {
            (Some(one), Some(other)) => {
                let pairs = one.iter().zip(&other);
                pairs.fold(std::cmp::Ordering::Equal, |order, (one, other)| order.then(other.total_cmp(one)))
            }
            _ => other.is_some().cmp(&one.is_some()),
        }
    });
    order
}

/// The beta distribution of a group's rate. Too few raters count as none: four voices must not speak for a group.
fn shape(group: Echoes, audience: &Audience) -> [f64; 2] {
    // An audience of all or nothing would leave a parameter at 0.
    let (rate, weight) = (audience.rate.clamp(0.01, 0.99), audience.weight.clamp(2.0, 4.0));
    let Echoes { helpful, raters } = if group.raters < FEWEST { Echoes::default() } else { group };
    [f64::from(helpful) + weight * rate, f64::from(raters - helpful) + weight * (1.0 - rate)]
}

fn drawn(shapes: &[[f64; 2]], seed: u64) -> f64 {
    let mut lots = Lots::new(seed);
    let number = shapes.len() as f64;
    let mut bounds: Vec<f64> =
        (0..DRAWS).map(|_| shapes.iter().map(|[a, b]| lots.beta(*a, *b)).product::<f64>().powf(1.0 / number)).collect();
    bounds.sort_unstable_by(f64::total_cmp);
    quantile(&bounds, BELOW).unwrap_or(0.0)
}
