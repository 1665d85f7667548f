//! Pages of a host: the list of chats, the editor, the console and the recap editor.

mod console;
mod editor;
mod form;
mod hosts;
mod list;
mod ownerless;
mod recap;
mod sheets;

use crate::{Chats, language, refuse};
use axum::http::StatusCode;
use people::Signed;
use people::routes::Routes;
use web::{Frame, Problem};

/// Every page of a host.
pub fn routes() -> Routes<Chats> {
    Routes::new()
        .get("/host", ("chats", "list"), list::show)
        .post("/host/chats", ("chats", "create"), list::create)
        .get("/host/chats/{id}", ("chat", "read"), editor::show)
        .post("/host/chats/{id}", ("chat", "edit"), editor::send)
        .get("/host/chats/{id}/console", ("chat", "read"), console::show)
        .post("/host/chats/{id}/act", ("chat", "run"), console::act)
        .get("/host/chats/{id}/hosts", ("hosts", "read"), hosts::show)
        .post("/host/chats/{id}/hosts", ("hosts", "edit"), hosts::send)
        .get("/host/chats/{id}/delete", ("chat", "delete"), hosts::ask_delete)
        .post("/host/chats/{id}/delete", ("chat", "delete"), hosts::delete)
        .get("/admin/chats", ("ownerless", "list"), ownerless::show)
        .post("/admin/chats", ("ownerless", "hand_over"), ownerless::send)
        .get("/host/chats/{id}/recap", ("recap", "edit"), recap::show)
        .post("/host/chats/{id}/recap", ("recap", "edit"), recap::send)
        .post("/host/chats/{id}/recap/publish", ("recap", "publish"), recap::publish)
        .post("/host/chats/{id}/recap/unpublish", ("recap", "publish"), recap::unpublish)
}

/// The frame of a host's page.
fn frame(chats: &Chats, host: &Signed, title: impl Into<String>) -> Frame {
    Frame::new(&chats.site, language::OFFERED[0], title).at("/host").style("chat/host/host.css").signed(host.shown())
}

/// A form without the person it is about.
fn nobody_chosen() -> Problem {
    let say = refuse::words().text("problem-host-choose");
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "problem-host-choose").say(say)
}
