//! What leaves the server, as `docs/protocol.md` lists it: pure views of a [`Room`](crate::room::Room).
//!
//! Everything that a phone, a screen or a host may know of a room is decided here; pages and sockets both use it.

mod host;
mod map;
mod phone;
mod result;
mod screen;

pub use host::{HostAnswer, HostFrame, HostTake, HostTruth, every_truth, truths};
pub use map::{HereFrame, MapHint, MapView};
pub use phone::{Mine, MyTruth, PhoneRoom, PhoneTake, TruthPlace, mine};
pub use result::{GroupPart, ResultView};
pub use screen::{Quoted, ScreenFrame, ScreenTake, SummaryRow, View, WrapUp};

/// How many phones are here, which the room itself does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Presence {
    /// Voices with at least one open connection.
    pub connected: u32,
    /// Answers to the take in focus that had to wait on a phone.
    pub late: u32,
}
