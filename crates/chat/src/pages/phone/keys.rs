//! What proves a voice in a browser: a cookie of its own where the chat is open, the sign-in session where it asks for
//! sign-in.

use crate::Chats;
use crate::hub::{Entry, Guest, Handle, Welcome};
use crate::model::{ChatId, Door};
use crate::room::Refusal;
use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use db::Secret;
use people::People;
use people::here::{Here, MaybeHere};

/// All that a browser shows.
pub(crate) struct Keys {
    jar: CookieJar,
    /// Who is signed in.
    pub(crate) here: Option<Here>,
}

impl<S> FromRequestParts<S> for Keys
where
    S: Send + Sync,
    People: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let MaybeHere(here) = MaybeHere::from_request_parts(parts, state).await?;
        Ok(Self { jar: CookieJar::from_headers(&parts.headers), here })
    }
}

/// A voice that this browser has, with the token that the page's module shows to the socket.
pub(crate) struct Entered {
    pub(crate) handle: Handle,
    pub(crate) welcome: Welcome,
    pub(crate) token: Secret,
}

impl Keys {
    /// The voice that this browser has in a chat. Where the chat asks for sign-in, a person who has a voice there has it
    /// in every browser.
    pub(crate) async fn resume(&self, chats: &Chats, chat: ChatId) -> Result<Entered, Refusal> {
        let door = chats.hub.room(chat).await?.door;
        let token = match door {
            Door::Open => self.cookie(chat).ok_or(Refusal::UnknownVoice)?,
            Door::Signed => pass(self.here.as_ref().ok_or(Refusal::SignIn)?, chat),
        };
        let resumed = match (chats.hub.resume(chat, &token).await, &self.here) {
            // Signed in, and no pass for this session yet: the voice may be there from another one.
            (Err(Refusal::SignIn), Some(here)) => chats.hub.admit(chat, guest(here, chat), Entry::Return).await,
            (resumed, _) => resumed,
        };
        let (handle, welcome) = resumed?;
        Ok(Entered { handle, welcome, token })
    }

    /// The token in this browser's cookie for a chat that is open.
    fn cookie(&self, chat: ChatId) -> Option<Secret> {
        Secret::parse(self.jar.get(&super::cookie_name(chat))?.value())
    }
}

/// Takes part in a chat that asks for sign-in.
pub(crate) async fn join_signed(chats: &Chats, here: &Here, chat: ChatId) -> Result<Entered, Refusal> {
    let (handle, welcome) = chats.hub.admit(chat, guest(here, chat), Entry::Join).await?;
    Ok(Entered { handle, welcome, token: pass(here, chat) })
}

/// The pass of this session to its person's voice: made from the session's token, so that no second cookie is needed and
/// none is left behind after signing out.
fn pass(here: &Here, chat: ChatId) -> Secret {
    here.secret(&format!("voice {chat}"))
}

fn guest(here: &Here, chat: ChatId) -> Guest {
    Guest { person: here.person, name: here.name.clone(), session: here.session(), pass: pass(here, chat).hash() }
}
