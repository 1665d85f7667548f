//! The wire: three web sockets, one for each kind of client. `docs/protocol.md` is its contract.

mod frame;
mod limits;
mod phone;
mod watcher;

pub use frame::{Bye, FromPhone, ToPhone};
pub use phone::phone;
pub use watcher::{host, screen};
