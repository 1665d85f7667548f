//! Everything a participant sees: the way in, and the phone in the hand. No account, no login cookie.

mod answer;
mod join;
mod voice;
mod words;

use crate::Chats;
use crate::model::ChatId;
use axum_extra::extract::CookieJar;
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

/// The token of this browser's voice in a chat.
fn token(jar: &CookieJar, chat: ChatId) -> Option<Secret> {
    Secret::parse(jar.get(&cookie_name(chat))?.value())
}

/// Value of `Set-Cookie` that keeps a voice in this browser until well after the chat.
fn keep(site: &web::Site, chat: ChatId, token: &Secret) -> String {
    let secure = if site.is_https() { "; Secure" } else { "" };
    let name = cookie_name(chat);
    format!("{name}={}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax{secure}", token.reveal())
}
