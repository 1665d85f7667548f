//! Everything a participant sees: the way in, and the phone in the hand. Only a chat that asks for sign-in looks at the
//! login cookie, on these pages and never on the socket.

mod answer;
mod join;
pub(crate) mod keys;
mod voice;
mod words;

use crate::Chats;
use crate::model::ChatId;
use db::Secret;
use people::routes::Routes;

/// Every page of a participant.
pub fn routes() -> Routes<Chats> {
    Routes::new()
        .get("/", ("room", "find"), join::landing)
        .get("/join", ("room", "find"), join::by_query)
        .post("/join", ("room", "join"), join::join)
        .get("/j/{code}", ("room", "find"), join::door)
        .get("/v/{chat}", ("voice", "read"), voice::page)
        .post("/v/{chat}/swipe", ("voice", "answer"), answer::swipe)
        .post("/v/{chat}/truth", ("voice", "answer"), answer::truth)
}

/// Name of the cookie that holds the token of this browser's voice in a chat. It is no login: it names nobody, and
/// only the pages of this room read it, never the socket.
fn cookie_name(chat: ChatId) -> String {
    format!("voice-{}", newtype_uuid::GenericUuid::into_untyped_uuid(chat).simple())
}

/// Value of `Set-Cookie` that keeps a voice in this browser until well after the chat.
fn keep(site: &web::Site, chat: ChatId, token: &Secret) -> String {
    let secure = if site.is_https() { "; Secure" } else { "" };
    let name = cookie_name(chat);
    format!("{name}={}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax{secure}", token.reveal())
}

/// The sign-in page, which leads back to a path of ours.
fn sign_in(back: &str) -> String {
    format!("/sign-in?to={back}")
}
