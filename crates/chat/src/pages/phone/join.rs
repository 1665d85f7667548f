//! The way in: a code, in a named chat a name, and one button.

use super::keys::{Keys, join_signed};
use super::{keep, sign_in};
use crate::access::{self, Standing};
use crate::language::OFFERED;
use crate::model::{Chat, ChatId, Door as Entrance, Mode, Phase, limits};
use crate::room::Refusal;
use crate::{Chats, WORDS, office, refuse, store};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::{Form, Query};
use people::MaybeSigned;
use people::access::{Actor, Because, Scene};
use serde::Deserialize;
use web::{Frame, Outcome, Words};

#[derive(Template, WebTemplate)]
#[template(path = "phone/landing.html")]
struct Landing {
    frame: Frame,
    t: Words,
    code: String,
    error: Option<String>,
    is_signed: bool,
}

#[derive(Template, WebTemplate)]
#[template(path = "phone/door.html")]
struct Door {
    frame: Frame,
    t: Words,
    chat: Chat,
    asks_name: bool,
    /// The promise of this chat, in a sentence.
    mode: String,
    /// What follows from it, where the chat asks for sign-in.
    means: Vec<String>,
    /// The way in, where somebody has to sign in first.
    sign_in: Option<SignInFirst>,
    /// Who is signed in, where the chat asks for it.
    joins_as: Option<String>,
    name: String,
    name_max: usize,
    error: Option<String>,
    recap: Option<String>,
}

/// For somebody who is not signed in.
struct SignInFirst {
    href: String,
    /// Whom to ask without an account.
    ask: String,
}

/// A code in the address.
#[derive(Debug, Deserialize)]
pub(super) struct CodeQuery {
    #[serde(default)]
    code: String,
}

/// What the join form sends.
#[derive(Debug, Deserialize)]
pub(super) struct JoinForm {
    #[serde(default)]
    code: String,
    #[serde(default)]
    name: Option<String>,
}

/// `GET /`: the code field.
pub(super) async fn landing(State(chats): State<Chats>, signed: MaybeSigned) -> Outcome<Response> {
    allowed(&chats, "find")?;
    Ok(code_page(&chats, &signed, "", None))
}

/// `GET /join?code=…`: the code field's own way without scripts.
pub(super) async fn by_query(
    State(chats): State<Chats>,
    signed: MaybeSigned,
    Query(query): Query<CodeQuery>,
) -> Outcome<Response> {
    allowed(&chats, "find")?;
    let code: String = query.code.chars().filter(char::is_ascii_digit).take(12).collect();
    if code.is_empty() {
        let say = refuse::words().text("phone-code-missing");
        return Ok(code_page(&chats, &signed, "", Some(say)));
    }
    Ok(Redirect::to(&format!("/j/{code}")).into_response())
}

/// `GET /j/{code}`: what the QR code leads to. A browser that is in already goes straight to its voice.
pub(super) async fn door(
    State(chats): State<Chats>,
    signed: MaybeSigned,
    keys: Keys,
    Path(code): Path<String>,
) -> Outcome<Response> {
    allowed(&chats, "find")?;
    match chats.hub.room_by_code(&code).await {
        Ok(handle) => match resumed(&chats, &keys, handle.chat).await {
            Some(response) => Ok(response),
            None => door_page(&chats, &keys, handle.chat, String::new(), None).await,
        },
        Err(refusal) => Ok(wrong_code(&chats, &signed, &code, &refusal)),
    }
}

/// `POST /join`: one round trip to a voice.
pub(super) async fn join(
    State(chats): State<Chats>,
    signed: MaybeSigned,
    keys: Keys,
    Form(form): Form<JoinForm>,
) -> Outcome<Response> {
    allowed(&chats, "join")?;
    let handle = match chats.hub.room_by_code(&form.code).await {
        Ok(handle) => handle,
        Err(refusal) => return Ok(wrong_code(&chats, &signed, &form.code, &refusal)),
    };
    if let Some(response) = resumed(&chats, &keys, handle.chat).await {
        return Ok(response);
    }
    if handle.door == Entrance::Signed {
        let joined = match &keys.here {
            Some(here) => join_signed(&chats, here, handle.chat).await,
            None => Err(Refusal::SignIn),
        };
        return match joined {
            Ok(_) => Ok(Redirect::to(&format!("/v/{}", handle.chat)).into_response()),
            Err(refusal) => door_page(&chats, &keys, handle.chat, String::new(), Some(&refusal)).await,
        };
    }
    match chats.hub.join(&form.code, form.name.clone()).await {
        Ok((handle, welcome)) => {
            let mut response = Redirect::to(&format!("/v/{}", handle.chat)).into_response();
            if let Some(token) = welcome.token
                && let Ok(cookie) = keep(&chats.site, handle.chat, &token).parse()
            {
                response.headers_mut().insert(header::SET_COOKIE, cookie);
            }
            Ok(response)
        }
        Err(refusal) => door_page(&chats, &keys, handle.chat, form.name.unwrap_or_default(), Some(&refusal)).await,
    }
}

fn allowed(chats: &Chats, action: &'static str) -> Outcome<Because> {
    access::holder(&Actor::Stranger, "room", action, Scene::of(Standing::None, chats.ambient.now()))
}

/// Back to the voice that this browser has already.
async fn resumed(chats: &Chats, keys: &Keys, chat: ChatId) -> Option<Response> {
    keys.resume(chats, chat).await.ok()?;
    Some(Redirect::to(&format!("/v/{chat}")).into_response())
}

fn code_page(chats: &Chats, signed: &MaybeSigned, code: &str, error: Option<String>) -> Response {
    let t = refuse::words();
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let frame = Frame::new(&chats.site, OFFERED[0], t.text("phone-landing-title"))
        .style("chat/phone/join.css")
        .signed(signed.shown());
    let is_signed = signed.person.is_some();
    (status, Landing { frame, t, code: code.to_owned(), error, is_signed }).into_response()
}

fn wrong_code(chats: &Chats, signed: &MaybeSigned, code: &str, refusal: &Refusal) -> Response {
    let code: String = code.chars().filter(char::is_ascii_digit).take(12).collect();
    let mut response = code_page(chats, signed, &code, Some(refusal.say(&refuse::words())));
    *response.status_mut() = refuse::problem(refusal).status();
    response
}

async fn door_page(
    chats: &Chats,
    keys: &Keys,
    id: ChatId,
    name: String,
    refusal: Option<&Refusal>,
) -> Outcome<Response> {
    let looked = chats.hub.look(id, |room, _| (room.chat.clone(), room.recap.clone())).await;
    let (chat, recap) = looked.map_err(|refusal| refuse::problem(&refusal))?;
    let t = WORDS.in_language(&chat.language);
    let frame = Frame::new(&chats.site, &chat.language, chat.title.clone())
        .style("web/css/office.css")
        .style("chat/phone/join.css")
        .bare();
    let is_signed = chat.door == Entrance::Signed;
    let sign_in = match &keys.here {
        None if is_signed => Some(sign_in_first(chats, &chat, &t).await?),
        _ => None,
    };
    let here = keys.here.as_ref().filter(|_| is_signed);
    let status = refusal.map_or(StatusCode::OK, |refusal| refuse::problem(refusal).status());
    // Signing in is what the page is about then; saying it twice helps nobody.
    let refusal = refusal.filter(|refusal| sign_in.is_none() || **refusal != Refusal::SignIn);
    let page = Door {
        asks_name: chat.mode == Mode::Named && !is_signed,
        mode: promise(&chat, &t),
        means: if is_signed { means(&chat, &t) } else { Vec::new() },
        joins_as: here.map(|here| t.with("phone-joins-as", &[("name", here.name.clone().into())])),
        name: name.chars().take(limits::LINE * 2).collect(),
        name_max: limits::LINE,
        error: refusal.map(|refusal| refusal.say(&t)),
        sign_in,
        frame,
        chat,
        t,
        recap,
    };
    Ok((status, page).into_response())
}

/// Guests without an account are told whom to ask: the owner, by name.
async fn sign_in_first(chats: &Chats, chat: &Chat, t: &Words) -> Outcome<SignInFirst> {
    let mut tx = chats.db.read().await.map_err(office::unavailable)?;
    let hosts = store::hosts(&mut tx, chat.id).await.map_err(office::unavailable)?;
    let host = hosts.into_iter().find(|host| !host.has_left);
    Ok(SignInFirst {
        href: sign_in(&chat.join_path()),
        ask: match host {
            Some(host) => t.with("phone-no-account", &[("host", host.name.into())]),
            None => t.text("phone-no-account-nobody"),
        },
    })
}

fn promise(chat: &Chat, t: &Words) -> String {
    let door = if chat.door == Entrance::Signed { "signed-" } else { "" };
    t.with(&format!("phone-mode-{door}{}", chat.mode.word()), &[("floor", chat.floor.into())])
}

/// Who can connect what, before anybody joins.
fn means(chat: &Chat, t: &Words) -> Vec<String> {
    let line = |part: &str| t.text(&format!("phone-means-{}-{part}", chat.mode.word()));
    ["one", "who", "end"].map(line).into()
}

impl Door {
    fn is_open(&self) -> bool {
        !matches!(self.chat.phase, Phase::Draft | Phase::Ended)
    }

    fn is_over(&self) -> bool {
        self.chat.phase == Phase::Ended
    }
}
