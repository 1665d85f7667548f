//! The JSON side of chats, under `/api/v1`. Sign-in is the session's cookie; errors are RFC 9457 problems.

mod actions;
mod chats;
mod hosts;
mod recap;
mod result;
mod voices;

pub use actions::{ActionBody, parse as parse_action};
pub use chats::{ChatBody, PanellistBody, TakeBody};

use crate::Chats;
use people::routes::Routes;

/// Every endpoint of this room.
pub fn routes() -> Routes<Chats> {
    Routes::new()
        .get("/api/v1/chats", ("chats", "list"), chats::list)
        .post("/api/v1/chats", ("chats", "create"), chats::create)
        .get("/api/v1/chats/{id}", ("chat", "read"), chats::read)
        .put("/api/v1/chats/{id}", ("chat", "edit"), chats::replace)
        .post("/api/v1/chats/{id}/actions", ("chat", "run"), actions::act)
        .get("/api/v1/chats/{id}/hosts", ("hosts", "read"), hosts::list)
        .post("/api/v1/chats/{id}/hosts", ("hosts", "edit"), hosts::change)
        .post("/api/v1/chats/{id}/delete", ("chat", "delete"), hosts::delete)
        .post("/api/v1/voices", ("room", "sign_into"), voices::enter)
        .get("/api/v1/chats/{id}/result", ("result", "read"), result::result)
        .get("/api/v1/chats/{id}/truths", ("truths", "read"), result::truths)
        .post("/api/v1/chats/{id}/recap", ("recap", "edit"), recap::draft)
        .put("/api/v1/chats/{id}/recap", ("recap", "edit"), recap::save)
        .post("/api/v1/chats/{id}/recap/redraft", ("recap", "edit"), recap::redraft)
        .post("/api/v1/chats/{id}/recap/publish", ("recap", "publish"), recap::publish)
        .post("/api/v1/chats/{id}/recap/unpublish", ("recap", "publish"), recap::unpublish)
}
