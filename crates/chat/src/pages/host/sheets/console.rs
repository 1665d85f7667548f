//! The console of a chat that runs, and the look back at one that has ended.

use super::parts::{self, Act, Column, SIDES, TakeRow, TruthRow};
use super::{numbered, numbers};
use crate::frames::HostFrame;
use crate::model::{Chat, Panellist, Phase, Picture};
use crate::store::ChatHost;
use askama::Template;
use askama_web::WebTemplate;
use web::{Frame, Site, Words};

/// What was seen of the room, in one look.
pub(in crate::pages::host) struct Seen {
    pub(in crate::pages::host) frame: HostFrame,
    pub(in crate::pages::host) chat: Chat,
    pub(in crate::pages::host) panel: Vec<Panellist>,
    pub(in crate::pages::host) hosts: Vec<ChatHost>,
}

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "host/console.html")]
pub(in crate::pages::host) struct Console {
    frame: Frame,
    t: Words,
    id: String,
    title: String,
    phase: &'static str,
    phase_word: String,
    mode_word: String,
    door_word: String,
    /// Whose chat it is, and the way to change that.
    hosts_line: String,
    hosts_path: String,
    v: u64,
    over: bool,
    here: String,
    act_path: String,
    focus: Option<TakeRow>,
    take_of: String,
    now_title: String,
    now_text: String,
    say_answered: String,
    summary: String,
    recap: Option<String>,
    next: Option<Act>,
    others: Vec<Act>,
    joined: u32,
    connected: u32,
    answered: u32,
    answered_max: u32,
    late: u32,
    seats_line: String,
    truths: Vec<Column>,
    truths_none: bool,
    aside: Vec<TruthRow>,
    takes: Vec<TakeRow>,
    open_all: Option<Act>,
    sides: Vec<(&'static str, String)>,
    view: &'static str,
    mini: String,
    mini_what: String,
    picture_say: Option<String>,
    /// What the opinion map says, or what it still needs; said by the small screen itself while it shows the map.
    map_say: Option<String>,
    pictures: Vec<Act>,
    code_spaced: String,
    join_path: String,
    join_url: String,
    screen_path: String,
    qr: String,
}

impl Console {
    pub(in crate::pages::host) fn of(page: Frame, site: &Site, t: Words, seen: Seen) -> Self {
        let Seen { frame, chat, panel, hosts } = seen;
        let phase = frame.phase.word();
        let takes = parts::takes(&frame, &panel, &t);
        let focus = takes.iter().find(|take| take.in_focus).cloned();
        let take_of =
            focus.as_ref().map(|f| t.with("host-room-take-of", &[("n", f.n.into()), ("of", takes.len().into())]));
        let answered = focus.as_ref().map_or(0, |take| take.answered);
        let (truths, aside) = parts::truths(&frame, chat.mode, &t);
        let (view, mini, mini_what) = parts::mini(&frame, &chat, &t);
        let over = frame.phase == Phase::Ended;
        let id = chat.id.to_string();
        let join_url = site.absolute(&chat.join_path());
        Self {
            frame: page,
            title: chat.title.clone(),
            phase,
            phase_word: t.text(&format!("host-phase-{phase}")),
            mode_word: t.text(&format!("host-mode-{}", chat.mode.word())),
            door_word: t.text(&format!("host-door-{}", chat.door.word())),
            hosts_line: super::named(&t, &hosts),
            hosts_path: format!("/host/chats/{id}/hosts"),
            v: frame.v,
            over,
            here: format!("/host/chats/{id}/console"),
            act_path: format!("/host/chats/{id}/act"),
            take_of: take_of.unwrap_or_default(),
            now_title: t.text(&format!("host-room-now-{phase}")),
            now_text: t.text(&format!("host-room-now-{phase}-text")),
            say_answered: frame.say.answered.clone().unwrap_or_default(),
            summary: numbered(&t, "host-room-summary-voices", frame.joined),
            recap: frame.recap.clone(),
            next: parts::next(&frame, &t),
            others: parts::others(&frame, focus.as_ref(), &t),
            joined: frame.joined,
            connected: frame.connected,
            answered,
            answered_max: frame.joined.max(answered).max(1),
            late: frame.late,
            seats_line: numbered(&t, "host-room-seats", frame.seats),
            truths_none: frame.truths.is_empty(),
            truths,
            aside,
            open_all: parts::open_all(&frame, &t),
            sides: SIDES.iter().map(|s| (s.word(), t.text(&format!("host-side-{}", s.word())))).collect(),
            view,
            mini,
            mini_what,
            picture_say: match frame.picture {
                Picture::Live | Picture::Blank | Picture::Map => None,
                Picture::Frozen => Some(t.text("host-room-screen-frozen")),
            },
            map_say: frame
                .map
                .as_ref()
                .filter(|_| view != "map")
                .map(|map| t.with("host-room-map-says", &[("say", map.say.clone().into())])),
            pictures: parts::pictures(&frame, &t),
            code_spaced: super::spaced(&chat.code),
            join_path: chat.join_path(),
            qr: web::qr::svg_titled(&join_url, &t.text("host-room-join-qr")),
            join_url,
            screen_path: chat.screen_path(),
            id,
            focus,
            takes,
            t,
        }
    }
}

numbers!(Console);
