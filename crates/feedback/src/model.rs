//! Feedback as types and transitions. Pure: no clock, no database.

mod ask;
mod contract;
mod ids;
mod piece;
mod pool;
mod received;
mod words;

pub use ask::{Allowed, Ask, OPEN_DAYS, REMINDER_DAYS, Task, TaskRefused, TaskState};
pub use contract::{Contract, Reader, Rule};
pub use ids::{AskId, BatchId, GoalId, PieceId, ReceivedId, TaskId, ValueId, ValueKind};
pub use piece::{GRACE_HOURS, Identity, Kind, Line, Piece, RETRACT_DAYS, Refused, State, WAIT_DAYS, relation};
pub use pool::{Waiting, ready};
pub use received::{Flag, Received, ReceivedRefused};
pub use words::{Draft, Field, Layout, TEXT_MAX, Text, VALUE_MAX, Wrong, line_of, paragraph_of};
