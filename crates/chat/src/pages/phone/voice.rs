//! The phone in the hand. What the server renders works by plain forms; the module takes over from there.

use super::keys::{Entered, Keys};
use super::{sign_in, words};
use crate::access::{self, Standing};
use crate::frames::{Mine, MyTruth, PhoneRoom, PhoneTake, TruthPlace, mine};
use crate::hub::Welcome;
use crate::model::{ChatId, Door, Mode, Phase, Side, TakeState, limits};
use crate::room::Refusal;
use crate::{Chats, WORDS, refuse};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use newtype_uuid::GenericUuid;
use people::access::{Actor, Scene};
use serde_json::json;
use web::{Frame, Outcome, Words};

#[derive(Template, WebTemplate)]
#[template(path = "phone/voice.html")]
struct VoicePage {
    frame: Frame,
    t: Words,
    chat: ChatId,
    room: PhoneRoom,
    takes: Vec<PlainTake>,
    identity: String,
    truth_max: usize,
    boot: String,
    error: Option<String>,
}

/// A take for the page without scripts.
struct PlainTake {
    take: PhoneTake,
    mine: Option<Mine>,
    chart: Option<String>,
}

/// `GET /v/{chat}`: without a voice, the way to one.
pub(super) async fn page(State(chats): State<Chats>, keys: Keys, Path(chat): Path<ChatId>) -> Outcome<Response> {
    render(&chats, &keys, chat, None).await
}

/// The page, with what was refused on it.
pub(super) async fn render(chats: &Chats, keys: &Keys, chat: ChatId, refused: Option<&Refusal>) -> Outcome<Response> {
    let (welcome, token) = match keys.resume(chats, chat).await {
        Ok(Entered { welcome, token, .. }) => (welcome, token),
        // The code is not told to strangers who guessed an id: they are asked for it, whether there is such a chat or not.
        Err(Refusal::UnknownVoice | Refusal::UnknownChat) => return Ok(Redirect::to("/").into_response()),
        // Signed in again, they are back at their voice.
        Err(Refusal::SignIn) => return Ok(Redirect::to(&sign_in(&format!("/v/{chat}"))).into_response()),
        Err(refusal) => return Err(refuse::problem(&refusal)),
    };
    let actor = Actor::Voice(welcome.voice.into_untyped_uuid());
    access::holder(&actor, "voice", "read", Scene::of(Standing::VoiceInIt, chats.ambient.now()))?;
    let voice = welcome.voice;
    let looked = chats.hub.look(chat, move |room, sight| {
        let t = WORDS.in_language(&room.chat.language);
        (PhoneRoom::of(room, &sight.outlook, &t), mine(room, voice))
    });
    let (room, mine) = looked.await.map_err(|refusal| refuse::problem(&refusal))?;
    let t = WORDS.in_language(&room.language);
    let mut page = VoicePage {
        frame: Frame::new(&chats.site, &room.language, room.title.clone())
            .style("chat/phone/phone.css")
            .module("chat/phone/main.js")
            .body("phone-body")
            .bare(),
        chat,
        takes: plain(&room, &mine, &t),
        identity: identity(&room, &welcome, &t),
        boot: boot(chat, &token.reveal(), &welcome, &t),
        truth_max: limits::TRUTH,
        error: refused.map(|refusal| refusal.say(&t)),
        room,
        t,
    };
    page.takes.reverse();
    let status = refused.map_or(axum::http::StatusCode::OK, |refusal| refuse::problem(refusal).status());
    Ok((status, page).into_response())
}

fn plain(room: &PhoneRoom, mine: &[Mine], t: &Words) -> Vec<PlainTake> {
    let one = |take: &PhoneTake| PlainTake {
        take: take.clone(),
        mine: mine.iter().find(|m| m.take == take.id).cloned(),
        chart: take.result.as_ref().filter(|r| !r.withheld).map(|r| {
            web::charts::split_bar(&web::charts::SplitBar {
                id: &format!("take-{}", take.n),
                title: &take.text,
                description: &r.say,
                share: r.share,
                interval: r.interval.map(|i| [i.lo, i.hi]),
                agree: &t.text("phone-agree"),
                disagree: &t.text("phone-disagree"),
            })
        }),
    };
    room.takes.iter().map(one).collect()
}

fn identity(room: &PhoneRoom, welcome: &Welcome, t: &Words) -> String {
    match (room.mode, &welcome.name) {
        (Mode::Named, Some(name)) => t.with("phone-identity-named", &[("name", name.clone().into())]),
        _ if room.door == Door::Signed => t.with("phone-identity-signed", &[("floor", room.floor.into())]),
        _ => t.with("phone-identity-confidential", &[("floor", room.floor.into())]),
    }
}

/// What the module starts from. Typed words must not be able to end the block they stand in.
fn boot(chat: ChatId, token: &str, welcome: &Welcome, t: &Words) -> String {
    let room: serde_json::Value = serde_json::from_str(welcome.room.as_str()).unwrap_or_default();
    let boot = json!({
        "chat": chat,
        "token": token,
        "voice": welcome.voice,
        "seq": welcome.seq,
        "mine": welcome.mine,
        "room": room,
        "truthMax": limits::TRUTH,
        "words": words::spoken(t),
    });
    boot.to_string().replace('<', "\\u003c")
}

impl VoicePage {
    fn is_ended(&self) -> bool {
        self.room.phase == Phase::Ended
    }

    fn is_named(&self) -> bool {
        self.room.mode == Mode::Named
    }

    fn phase(&self) -> String {
        self.t.text(match self.room.phase {
            Phase::Draft | Phase::Lobby => "phone-lobby",
            Phase::Live => "phone-live",
            Phase::WrapUp => "phone-wrap-up",
            Phase::Ended => "phone-ended",
        })
    }
}

impl PlainTake {
    fn is_open(&self) -> bool {
        self.take.state == TakeState::Open
    }

    fn side(&self) -> Option<Side> {
        self.mine.as_ref().and_then(|m| m.side)
    }

    fn gives(&self, side: &str) -> bool {
        self.side().is_some_and(|s| s.word() == side)
    }

    fn is_reserved(&self) -> bool {
        self.mine.as_ref().is_some_and(|m| m.reservation)
    }

    fn truth(&self) -> Option<&MyTruth> {
        self.mine.as_ref()?.truth.as_ref()
    }

    fn words(&self) -> &str {
        self.truth().map_or("", |truth| truth.words.as_str())
    }

    fn is_quotable(&self) -> bool {
        self.truth().is_some_and(|truth| truth.quotable)
    }

    fn is_signed(&self) -> bool {
        self.truth().is_some_and(|truth| truth.named)
    }

    fn standing(&self, t: &Words) -> Option<String> {
        Some(t.text(match self.truth()?.standing {
            TruthPlace::Waiting => "phone-truth-waiting",
            TruthPlace::OnScreen => "phone-truth-on-screen",
            TruthPlace::SetAside => "phone-truth-set-aside",
        }))
    }

    fn given(&self, t: &Words) -> Option<String> {
        let side = self.side()?;
        let key = if self.is_reserved() { "phone-given-reserved" } else { "phone-given" };
        Some(t.with(key, &[("side", t.text(&format!("phone-{}", side.word())).into())]))
    }

    fn state(&self, t: &Words) -> String {
        t.text(&format!("phone-state-{}", self.take.state.word()))
    }
}
