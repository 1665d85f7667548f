//! What is stored about one person, and what they may do about it: see it, take it along, put it right, have it
//! erased.
//!
//! Which kinds of records there are is data: each capability brings a [`Holding`], and everything here goes through
//! the list of them. A test walks the tables and fails on a column that refers to a person and that no holding covers.

mod correct;
mod erase;
mod gather;
mod hands;
mod holding;
mod needles;
mod pack;
mod people;
mod proof;
mod second;
mod ways;
mod zip;

pub use correct::{
    Asked, Correction, NotCorrected, OWN_FIELDS, OwnWords, WISH_FIELDS, ask, correct, corrections, decide_correction,
    open_corrections, own_fields, withdraw_correction,
};
pub use erase::{
    Erasure, NotErased, Rehearsed, Step, agree, ask_erasure, decline, erase_by_retention, erasures, open_erasures,
    rehearse, withdraw_erasure,
};
pub use gather::{Gathered, ReadNote, Report, note_reading, reads, report};
pub use hands::{Names, names_of, role_holders};
pub use holding::{
    Erased, Erasing, Fate, Held, Holding, Item, Keeps, Kind, Part, Reader, Rule, Shown, Source, Subject,
};
pub use needles::Needles;
pub use pack::{MOST_PER_DAY, NotPacked, packed};
pub use people::Directory;
pub(crate) use people::end_uploads;
pub use proof::{Place, Proof};
pub(crate) use second::is_second;
pub use ways::Ways;

pub use crate::retention::is_held;

/// The row of the ledger's readings for a look at employment data that colleagues do not see.
pub const EMPLOYMENT_READ: &str = "employment_read";

/// The same for what somebody asks for: a correction, or an erasure.
pub const REQUEST_READ: &str = "request_read";

/// The same for why there is a legal hold.
pub const HOLD_READ: &str = "hold_read";

/// The word of a kind of reading: `own-word-KEY`.
pub fn read_word(kind: &str) -> &str {
    [EMPLOYMENT_READ, REQUEST_READ, HOLD_READ].into_iter().find(|it| *it == kind).unwrap_or("other_read")
}

/// Why something still stands after an erasure, in words.
pub fn why_word(why: &str) -> String {
    crate::WORDS.in_language("en").text(&format!("proof-why-{why}"))
}
