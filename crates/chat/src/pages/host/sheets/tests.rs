//! No words of our own stand in the templates: in the pseudo language every text of these pages is marked.

use super::{Console, Delete, Editor, Hosts, List, Mood, NoRecap, Ownerless, Seen};
use crate::frames::{HostFrame, Presence};
use crate::model::{
    Chat, ChatId, Draft, DraftPanellist, DraftTake, Given, Mode, Panellist, PanellistId, Phase, Picture, Side, Take,
    TakeId, TakeState, TruthId,
};
use crate::office::hosts::Hosted;
use crate::room::{Action, Event, Room};
use crate::store::{self, ChatHost, ListedChat};
use askama::Template;
use newtype_uuid::{GenericUuid, TypedUuid, TypedUuidKind};
use people::hosts::HostCard;
use uuid::Uuid;
use web::{Frame, Site, SiteConfig, Words};

fn id<K: TypedUuidKind>(n: u128) -> TypedUuid<K> {
    TypedUuid::from_untyped_uuid(Uuid::from_u128(n))
}

fn words() -> Words {
    crate::WORDS.in_language("en-XA")
}

fn site() -> Site {
    crate::register_assets();
    Site::new(SiteConfig { name: "1".into(), public_url: "http://1.1".into(), banner: None })
}

fn frame() -> Frame {
    Frame::new(&site(), "en-XA", "1").style("chat/host/host.css")
}

fn chat(mode: Mode) -> Chat {
    Chat {
        id: id(1),
        title: "1 <i>&".into(),
        series: "2".into(),
        held_on: "2026-03-04".into(),
        language: "en-XA".into(),
        mode,
        door: crate::model::Door::Open,
        floor: 1,
        seats: 9,
        code: "123456".into(),
        screen_key: [1; 16],
        phase: Phase::Draft,
        focus: None,
        picture: Picture::Live,
        created_by: id(2),
        moves: 0,
        batch: 0,
        version: 1,
    }
}

/// A room with three takes and one voice, after these actions.
fn room(mode: Mode, actions: &[Action]) -> Room {
    let panel = vec![Panellist { id: id(7), name: "7".into(), role: "8".into(), place: "9".into(), since: "0".into() }];
    let takes = (1..=3_u128).map(|n| Take {
        id: id(10 + n),
        text: format!("{n}!"),
        takeaway: String::new(),
        state: TakeState::Draft,
    });
    let mut room = Room::new(chat(mode), panel, takes.collect());
    let voice = id(50);
    let name = (mode == Mode::Named).then(|| "50".to_owned());
    room.apply_event(&Event::Joined { voice, token_hash: [0; 32], name });
    let given = Given::new(Side::Agree, true);
    for action in actions {
        for step in room.check_action(action, None).expect("the actions of these tests are possible") {
            room.apply_event(&Event::Moved(step));
        }
        let take: TakeId = id(11);
        if room.slot(take).is_some_and(|s| s.take.state == TakeState::Open) {
            room.apply_event(&Event::Swiped { voice, take, seq: 1, given: Some(given) });
            let (truth, words): (TruthId, _) = (id(60), "60".into());
            room.apply_event(&Event::Told { truth, voice, take, seq: 2, given, words, quotable: true, named: false });
        }
    }
    room
}

fn hosts() -> Vec<ChatHost> {
    let host = |n, is_owner| ChatHost { id: id(n), name: n.to_string(), is_owner, has_left: !is_owner };
    vec![host(2, true), host(3, false)]
}

fn console(room: &Room) -> String {
    let frame_of =
        HostFrame::of(room, &crate::outlook::Outlook::default(), Presence { connected: 1, late: 1 }, &words());
    let seen = Seen { frame: frame_of, chat: room.chat.clone(), panel: room.panel().to_vec(), hosts: hosts() };
    Console::of(frame(), &site(), words(), seen).render().expect("renders")
}

/// Fails on a word of three letters or more that no language file marked.
fn check(name: &str, html: &str) {
    let mut text = String::new();
    for piece in html.split('<').skip(1) {
        let (tag, after) = piece.split_once('>').unwrap_or((piece, ""));
        for attribute in ["aria-label=\"", "title=\"", "data-n=\"", "data-done=\"", "data-stale=\"", "data-left=\""] {
            if let Some((_, value)) = tag.split_once(attribute) {
                text.push_str(value.split('"').next().unwrap_or_default());
                text.push('\n');
            }
        }
        text.push_str(after);
        text.push('\n');
    }
    while let Some(end) = text.find('⟧') {
        let start = text[..end].rfind('⟦').expect("marks come in pairs");
        text.replace_range(start..end + '⟧'.len_utf8(), "");
    }
    let known = ["http", "amp", "quot"];
    let left = text.split(|c: char| !c.is_ascii_alphabetic()).find(|word| word.len() > 2 && !known.contains(word));
    assert_eq!(left, None, "{name} says a word of its own");
}

#[test]
fn the_console_in_every_phase() {
    let take: TakeId = id(11);
    let truth: TruthId = id(60);
    let panellist: PanellistId = id(7);
    let cases: [(&str, Vec<Action>); 8] = [
        ("lobby", vec![Action::Start]),
        ("open", vec![Action::Start, Action::Open(take)]),
        ("closed", vec![Action::Start, Action::Open(take), Action::Close(take), Action::Picture(Picture::Frozen)]),
        (
            "revealed",
            vec![
                Action::Start,
                Action::Open(take),
                Action::Spotlight(truth),
                Action::Answer(take, panellist, Given::new(Side::Pass, false), "1".into()),
                Action::Close(take),
                Action::Reveal(take),
                Action::Picture(Picture::Blank),
            ],
        ),
        ("set aside", vec![Action::Start, Action::OpenAll, Action::Stand(truth, crate::model::Standing::SetAside)]),
        ("off the take", vec![Action::Start, Action::OpenAll, Action::Focus(id(12))]),
        ("wrap-up", vec![Action::Start, Action::Open(take), Action::WrapUp]),
        ("ended", vec![Action::Start, Action::Open(take), Action::Close(take), Action::Reveal(take), Action::End]),
    ];
    for (name, actions) in cases {
        for mode in [Mode::Named, Mode::Confidential] {
            check(name, &console(&room(mode, &actions)));
        }
    }
}

#[test]
fn typed_words_are_escaped() {
    let html = console(&room(Mode::Named, &[Action::Start]));
    assert!(!html.contains("<i>"));
}

#[test]
fn the_editor_with_every_fault() {
    let mut draft = Draft::titled(" ");
    for (text, takeaway) in [("", "1"), ("2", ""), ("2", "\u{7}")] {
        draft.takes.push(DraftTake { text: text.into(), takeaway: takeaway.into() });
    }
    draft.takes.push(DraftTake { text: "3".repeat(141), ..DraftTake::default() });
    for name in ["4", "4", ""] {
        draft.panel.push(DraftPanellist { name: name.into(), ..DraftPanellist::default() });
    }
    draft.language = "en-XA".into();
    let faulty = || {
        let mut draft = draft.clone();
        (draft.language, draft.mode, draft.held_on) = ("1".into(), "1".into(), "1".into());
        (draft.floor, draft.seats, draft.door) = ("0".into(), "0".into(), "1".into());
        draft.check().expect_err("faulty")
    };
    assert_eq!(faulty().len(), 13, "{:?}", faulty());
    let moods = [Mood::Fresh, Mood::Saved, Mood::Conflict, Mood::Rows(None), Mood::Faulty(faulty())];
    for mood in moods {
        let name = format!("{mood:?}");
        let page = Editor::of(frame(), words(), &chat(Mode::Named), &hosts(), draft.clone(), 1, mood);
        // The pseudo language has no name of its own: its tag stands for it.
        check(&name, &page.render().expect("renders").replace("en-XA", ""));
    }
}

#[test]
fn the_list_and_the_way_to_a_recap() {
    let row = |n: u128, phase| ListedChat {
        id: ChatId::from_untyped_uuid(Uuid::from_u128(n)),
        title: "1".into(),
        series: "2".into(),
        held_on: String::new(),
        made_at: 1,
        code: "123456".into(),
        phase,
        takes: 1,
        joined: 0,
        door: crate::model::Door::Signed,
        owner: id(n % 2),
        owner_name: "3".into(),
    };
    let rows = Phase::ALL.iter().zip(1..).map(|(phase, n)| row(n, *phase)).collect();
    check("list", &List::of(frame(), words(), rows, String::new(), None, id(1), None).render().expect("renders"));
    check(
        "empty",
        &List::of(frame(), words(), Vec::new(), "1".into(), Some("1".into()), id(1), Some("⟦⟧".into()))
            .render()
            .expect("renders"),
    );
    for ready in [true, false] {
        let page = NoRecap {
            frame: frame(),
            t: words(),
            heading: "1".into(),
            ready,
            path: "/1".into(),
            console_path: "/2".into(),
        };
        check("no recap", &page.render().expect("renders"));
    }
}

#[test]
fn the_hosts_of_a_chat_and_of_those_who_left() {
    let card = |n: u128| HostCard { id: id(n), name: n.to_string(), title: "5".into(), place: "6".into() };
    let cards = |n: u128| Some((0..n).map(card).collect::<Vec<_>>());
    for (phase, is_owner) in [(Phase::Draft, true), (Phase::Live, true), (Phase::Ended, false)] {
        for found in [None, cards(0), cards(1), cards(8)] {
            let chat = Chat { phase, ..chat(Mode::Named) };
            let hosted = Hosted { chat, hosts: hosts(), is_owner };
            let done = found.is_none().then_some("host-hosts-added");
            let page = Hosts::of(frame(), words(), hosted, "7".into(), found, done, Some("8".into()));
            check("hosts", &page.render().expect("renders"));
        }
    }
    for phase in [Phase::Draft, Phase::Ended] {
        let chat = Chat { phase, ..chat(Mode::Named) };
        check("delete", &Delete::of(frame(), words(), &chat).render().expect("renders"));
    }
    let owner = |n: u128| store::Ownerless { id: id(n), name: n.to_string(), has_left: n == 1, chats: 2 };
    for (owners, found) in [(0, None), (1, None), (2, cards(0)), (2, cards(1))] {
        let owners = (1..=owners).map(owner).collect();
        let page = Ownerless::of(frame(), words(), owners, "7".into(), found, Some(2), Some("8".into()));
        check("ownerless", &page.render().expect("renders"));
    }
}
