//! A result, or the little that may be said before it.

use crate::outlook::letter;
use crate::room::Reveal;
use opinion::{Interval, Verdict};
use serde::Serialize;
use utoipa::ToSchema;
use web::Words;

/// A take's result on the wire. Fields are null where they are withheld.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ResultView {
    /// Voices that answered, passes included.
    pub answered: u32,
    /// Fewer than the floor answered.
    pub withheld: bool,
    /// Voices that agreed.
    pub agree: Option<u32>,
    /// Voices that disagreed.
    pub disagree: Option<u32>,
    /// Voices that passed.
    pub pass: Option<u32>,
    /// Voices that took a side with a reservation.
    pub reservations: Option<u32>,
    /// Share of agreement among those who took a side, from 0 to 1.
    pub share: Option<f64>,
    /// Its 95 % Wilson interval.
    pub interval: Option<Interval>,
    /// What the numbers say.
    pub verdict: Option<Verdict>,
    /// The same in words.
    pub say: String,
    /// Shares of the groups; empty unless groups are established on this take and each is large enough to be told.
    pub groups: Vec<GroupPart>,
}

/// A group's part in a take.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GroupPart {
    /// Number of its name, 0 is A.
    pub g: usize,
    /// Its name.
    pub name: String,
    /// Share of agreement among those of the group who took a side, in steps of 0.05.
    pub share: f64,
}

impl GroupPart {
    /// Shares by group as they stand on the wire.
    pub(crate) fn all(shares: &[(usize, f64)]) -> Vec<Self> {
        shares.iter().map(|(g, share)| Self { g: *g, name: letter(*g).to_string(), share: *share }).collect()
    }
}

impl ResultView {
    /// A take's result as it may be seen; `shares` are those of the groups on it. `None` while the result is hidden.
    pub fn of(reveal: Reveal, shares: &[(usize, f64)], t: &Words) -> Option<Self> {
        match reveal {
            Reveal::Hidden { .. } => None,
            Reveal::Withheld { answered } => Some(Self {
                answered,
                withheld: true,
                agree: None,
                disagree: None,
                pass: None,
                reservations: None,
                share: None,
                interval: None,
                verdict: None,
                say: t.text("result-withheld"),
                groups: Vec::new(),
            }),
            Reveal::Shown { tally, verdict } => Some(Self {
                answered: tally.answered(),
                withheld: false,
                agree: Some(tally.agree),
                disagree: Some(tally.disagree),
                pass: Some(tally.pass),
                reservations: Some(tally.reservations),
                share: tally.share(),
                interval: tally.interval(),
                verdict: Some(verdict),
                say: verdict_words(verdict, t),
                groups: GroupPart::all(shares),
            }),
        }
    }
}

/// The verdict in words.
pub(super) fn verdict_words(verdict: Verdict, t: &Words) -> String {
    t.text(&format!("verdict-{}", verdict.key().replace('_', "-")))
}
