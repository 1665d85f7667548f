#![doc = include_str!("../README.md")]

mod ambient;
pub mod backup;
mod connect;
pub mod copy;
mod error;
pub mod find;
mod instant;
mod journal;
pub mod keyed;
pub mod ledger;
mod recorder;
pub mod schema;
mod secret;
mod statement;
#[cfg(feature = "testing")]
pub mod testing;
mod transaction;

pub use ambient::{Ambient, Clock, ManualClock};
pub use connect::{Db, Engine};
pub use error::DbError;
pub use instant::{from_micros, micros};
#[doc(hidden)]
pub use recorder::note as __note;
pub use secret::Secret;
// The macro names sqlx through this crate, so a caller cannot bring a second version.
pub use sqlx;
pub use statement::{Answer, Shape, Stmt};
pub use transaction::{Conn, ReadTx, Reads, WriteTx};
