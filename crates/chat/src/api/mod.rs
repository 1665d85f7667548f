//! The JSON side of chats, under `/api/v1`. Who asks is decided at the front door; errors are RFC 9457 problems.

mod actions;
mod chats;
mod hosts;
mod recap;
mod result;
mod voices;

pub use actions::{ActionBody, parse as parse_action};
pub use chats::{ChatBody, PanellistBody, TakeBody};

use crate::Chats;
use people::front::Needs;
use people::model::token::Scope;
use people::routes::Routes;
use utoipa::OpenApi;

/// This crate's part of the API's document.
#[derive(Debug, Clone, Copy, OpenApi)]
#[openapi(paths(
    chats::list,
    chats::create,
    chats::read,
    chats::replace,
    actions::act,
    hosts::list,
    hosts::change,
    hosts::delete,
    voices::enter,
    result::result,
    result::truths,
    recap::read,
    recap::draft,
    recap::save,
    recap::redraft,
    recap::publish,
    recap::unpublish
))]
pub struct Document;

/// What a token must be made for.
pub const NEEDS: &[Needs] = &[
    Needs::new("chats", "list", Some(Scope::ChatsRead)),
    Needs::new("chats", "create", Some(Scope::ChatsWrite)),
    Needs::new("chat", "read", Some(Scope::ChatsRead)),
    Needs::new("chat", "edit", Some(Scope::ChatsWrite)),
    Needs::new("chat", "run", Some(Scope::ChatsWrite)),
    Needs::new("chat", "delete", Some(Scope::ChatsWrite)),
    Needs::new("hosts", "read", Some(Scope::ChatsRead)),
    Needs::new("hosts", "edit", Some(Scope::ChatsWrite)),
    Needs::session("room", "sign_into"),
    Needs::new("result", "read", Some(Scope::ChatsRead)),
    Needs::new("truths", "read", Some(Scope::ChatsRead)),
    Needs::new("recap_draft", "read", Some(Scope::ChatsRead)),
    Needs::new("recap", "edit", Some(Scope::ChatsWrite)),
    Needs::new("recap", "publish", Some(Scope::ChatsWrite)),
];

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
        .get("/api/v1/chats/{id}/recap", ("recap_draft", "read"), recap::read)
        .post("/api/v1/chats/{id}/recap", ("recap", "edit"), recap::draft)
        .put("/api/v1/chats/{id}/recap", ("recap", "edit"), recap::save)
        .post("/api/v1/chats/{id}/recap/redraft", ("recap", "edit"), recap::redraft)
        .post("/api/v1/chats/{id}/recap/publish", ("recap", "publish"), recap::publish)
        .post("/api/v1/chats/{id}/recap/unpublish", ("recap", "publish"), recap::unpublish)
}
