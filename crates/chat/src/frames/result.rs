//! A result, or the little that may be said before it.

use crate::room::Reveal;
use opinion::{Interval, Verdict};
use serde::Serialize;
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
}

impl ResultView {
    /// `None` while the result is hidden.
    pub fn of(reveal: Reveal, t: &Words) -> Option<Self> {
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
            }),
        }
    }
}

/// The verdict in words.
pub(super) fn verdict_words(verdict: Verdict, t: &Words) -> String {
    t.text(&format!("verdict-{}", verdict.key().replace('_', "-")))
}
