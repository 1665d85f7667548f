//! What `result.json` says: these fields, in this order.

use serde::{Deserialize, Serialize};

/// A chat in numbers and words.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ResultFile {
    voices: u32,
    acknowledged: u64,
    takes: Vec<Take>,
    opinion: Option<Opinion>,
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
    groups: Vec<GroupShare>,
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

/// What the room thinks as a whole. Takes are numbered from 1.
#[derive(Debug, Serialize, Deserialize)]
struct Opinion {
    reading: String,
    silhouette: Option<f64>,
    null_silhouette: Option<f64>,
    p: Option<f64>,
    groups: Vec<Group>,
    unite: Vec<Stand>,
    divide: Vec<Divide>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Group {
    name: String,
    voices: u32,
    stands: Vec<Stand>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Stand {
    take: u32,
    side: String,
    share: Option<f64>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Divide {
    take: u32,
    shares: Vec<GroupShare>,
}

#[derive(Debug, Serialize, Deserialize)]
struct GroupShare {
    name: String,
    share: f64,
}
