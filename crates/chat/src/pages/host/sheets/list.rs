//! The list of a host's chats.

use super::numbered;
use crate::model::{Door, Phase};
use crate::store::ListedChat;
use askama::Template;
use askama_web::WebTemplate;
use people::PersonId;
use web::{Frame, Words};

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "host/list.html")]
pub(in crate::pages::host) struct List {
    frame: Frame,
    t: Words,
    /// Title of a new chat that could not be made, as typed.
    typed: String,
    fault: Option<String>,
    done: Option<String>,
    groups: Vec<Group>,
}

struct Group {
    key: &'static str,
    title: String,
    chats: Vec<Row>,
}

struct Row {
    href: String,
    title: String,
    phase: &'static str,
    phase_word: String,
    meta: Vec<String>,
    recap: Option<String>,
    go: String,
}

impl List {
    /// `fault` says what is wrong with the title `typed`.
    pub(in crate::pages::host) fn of(
        frame: Frame,
        t: Words,
        chats: Vec<ListedChat>,
        typed: String,
        fault: Option<String>,
        host: PersonId,
        done: Option<String>,
    ) -> Self {
        let mut groups = [
            Group { key: "live", title: t.text("host-list-live"), chats: Vec::new() },
            Group { key: "drafts", title: t.text("host-list-drafts"), chats: Vec::new() },
            Group { key: "ended", title: t.text("host-list-ended"), chats: Vec::new() },
        ];
        for chat in chats {
            let group = match chat.phase {
                Phase::Lobby | Phase::Live | Phase::WrapUp => 0,
                Phase::Draft => 1,
                Phase::Ended => 2,
            };
            groups[group].chats.push(row(chat, host, &t));
        }
        let groups = groups.into_iter().filter(|g| !g.chats.is_empty()).collect();
        Self { frame, t, typed, fault, done, groups }
    }
}

fn row(chat: ListedChat, host: PersonId, t: &Words) -> Row {
    let phase = chat.phase.word();
    let id = chat.id;
    let (href, go, recap) = match chat.phase {
        Phase::Draft => (format!("/host/chats/{id}"), "host-list-edit", None),
        Phase::Ended => {
            (format!("/host/chats/{id}/console"), "host-list-look", Some(format!("/host/chats/{id}/recap")))
        }
        Phase::Lobby | Phase::Live | Phase::WrapUp => (format!("/host/chats/{id}/console"), "host-list-console", None),
    };
    let owner = if chat.owner == host {
        t.text("host-hosts-yours")
    } else {
        t.with("host-hosts-theirs", &[("name", chat.owner_name.into())])
    };
    let mut meta: Vec<String> = [chat.series, chat.held_on].into_iter().filter(|s| !s.is_empty()).collect();
    meta.push(numbered(t, "host-list-takes", chat.takes));
    if chat.phase != Phase::Draft {
        meta.push(numbered(t, "host-list-joined", chat.joined));
    }
    if chat.door == Door::Signed {
        meta.push(t.text("host-door-signed"));
    }
    meta.push(owner);
    Row {
        href,
        title: chat.title,
        phase,
        phase_word: t.text(&format!("host-phase-{phase}")),
        meta,
        recap,
        go: t.text(go),
    }
}
