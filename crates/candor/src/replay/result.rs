//! What `result.json` says: these fields, in this order.

use serde::{Deserialize, Serialize};

/// A chat in numbers and words.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ResultFile {
    voices: u32,
    acknowledged: u64,
    takes: Vec<Take>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Take {
    text: String,
    agree: u32,
    disagree: u32,
    pass: u32,
    reservations: u32,
    share: Option<f64>,
    interval: Option<[f64; 2]>,
    verdict: String,
    takeaway: String,
    answers: Vec<Answer>,
    truths: Vec<Truth>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Answer {
    by: String,
    side: String,
    reservation: bool,
    words: String,
}

/// A truth; only those with `quote` are in the recap.
#[derive(Debug, Serialize, Deserialize)]
struct Truth {
    side: String,
    reservation: bool,
    words: String,
    quote: bool,
    name: Option<String>,
    on_screen: bool,
}
