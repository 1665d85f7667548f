//! What people see in a browser: phone, big screen, host. Every page works without scripts.

pub mod host;
pub mod phone;
pub mod screen;

use crate::Chats;
use people::routes::Routes;

/// Every page of this crate.
pub fn routes() -> Routes<Chats> {
    phone::routes().merge(screen::routes()).merge(host::routes())
}
