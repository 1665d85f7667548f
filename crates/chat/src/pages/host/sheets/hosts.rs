//! Who hosts a chat, deleting it, and the chats of people who have left.

use super::numbered;
use crate::model::{Chat, Phase};
use crate::office::hosts::{FOUND, Hosted};
use crate::store;
use askama::Template;
use askama_web::WebTemplate;
use people::hosts::HostCard;
use web::{Frame, Words};

/// The page of the hosts of a chat.
#[derive(Template, WebTemplate)]
#[template(path = "host/hosts.html")]
pub(in crate::pages::host) struct Hosts {
    frame: Frame,
    t: Words,
    path: String,
    back: String,
    title: String,
    lines: Vec<HostLine>,
    is_owner: bool,
    can_delete: bool,
    delete_path: String,
    query: String,
    found: Option<Found>,
    done: Option<String>,
    fault: Option<String>,
}

/// Somebody who hosts.
struct HostLine {
    id: String,
    name: String,
    standing: String,
    is_owner: bool,
    has_left: bool,
    remove_which: String,
    hand_over_which: String,
}

/// What a search found.
pub(super) struct Found {
    say: String,
    people: Vec<FoundLine>,
}

struct FoundLine {
    id: String,
    name: String,
    about: String,
    which: String,
}

impl Found {
    /// `key` is what the button of each does, with its name.
    fn of(t: &Words, cards: Vec<HostCard>, key: &str) -> Self {
        let say = match cards.len() {
            n if n >= FOUND as usize => numbered(t, "host-hosts-found-many", n),
            n => numbered(t, "host-hosts-found", n),
        };
        let line = |card: HostCard| FoundLine {
            id: card.id.to_string(),
            about: [card.title, card.place].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", "),
            which: t.with(key, &[("name", card.name.clone().into())]),
            name: card.name,
        };
        Self { say, people: cards.into_iter().map(line).collect() }
    }
}

impl Hosts {
    pub(in crate::pages::host) fn of(
        frame: Frame,
        t: Words,
        hosted: Hosted,
        query: String,
        found: Option<Vec<HostCard>>,
        done: Option<&'static str>,
        fault: Option<String>,
    ) -> Self {
        let Hosted { chat, hosts, is_owner } = hosted;
        let line = |host: store::ChatHost| HostLine {
            id: host.id.to_string(),
            standing: t.text(if host.is_owner { "host-hosts-owner" } else { "host-hosts-co-host" }),
            is_owner: host.is_owner,
            has_left: host.has_left,
            remove_which: t.with("host-hosts-remove-which", &[("name", host.name.clone().into())]),
            hand_over_which: t.with("host-hosts-hand-over-which", &[("name", host.name.clone().into())]),
            name: host.name,
        };
        let draft = chat.phase == Phase::Draft;
        Self {
            frame,
            path: format!("/host/chats/{}/hosts", chat.id),
            back: format!("/host/chats/{}{}", chat.id, if draft { "" } else { "/console" }),
            lines: hosts.into_iter().map(line).collect(),
            can_delete: is_owner && (draft || chat.phase == Phase::Ended),
            delete_path: format!("/host/chats/{}/delete", chat.id),
            is_owner,
            found: found.map(|cards| Found::of(&t, cards, "host-hosts-add-which")),
            title: chat.title,
            query,
            done: done.map(|key| t.text(key)),
            fault,
            t,
        }
    }
}

/// The page before a chat is deleted.
#[derive(Template, WebTemplate)]
#[template(path = "host/delete.html")]
pub(in crate::pages::host) struct Delete {
    frame: Frame,
    t: Words,
    path: String,
    back: String,
    title: String,
    means: String,
}

impl Delete {
    pub(in crate::pages::host) fn of(frame: Frame, t: Words, chat: &Chat) -> Self {
        let means = if chat.phase == Phase::Draft { "host-delete-draft" } else { "host-delete-ended" };
        Self {
            frame,
            path: format!("/host/chats/{}/delete", chat.id),
            back: format!("/host/chats/{}/hosts", chat.id),
            title: chat.title.clone(),
            means: t.text(means),
            t,
        }
    }
}

/// The page of chats whose owner cannot host any more.
#[derive(Template, WebTemplate)]
#[template(path = "host/ownerless.html")]
pub(in crate::pages::host) struct Ownerless {
    frame: Frame,
    t: Words,
    owners: Vec<OwnerLine>,
    query: String,
    found: Option<Found>,
    done: Option<String>,
    fault: Option<String>,
}

struct OwnerLine {
    id: String,
    name: String,
    why: String,
    chats: String,
}

impl Ownerless {
    pub(in crate::pages::host) fn of(
        frame: Frame,
        t: Words,
        owners: Vec<store::Ownerless>,
        query: String,
        found: Option<Vec<HostCard>>,
        done: Option<u32>,
        fault: Option<String>,
    ) -> Self {
        let line = |owner: store::Ownerless| OwnerLine {
            id: owner.id.to_string(),
            why: t.text(if owner.has_left { "admin-chats-left" } else { "admin-chats-no-host" }),
            chats: numbered(&t, "admin-chats-n", owner.chats),
            name: owner.name,
        };
        Self {
            frame,
            owners: owners.into_iter().map(line).collect(),
            found: found.map(|cards| Found::of(&t, cards, "admin-chats-choose-which")),
            query,
            done: done.map(|n| numbered(&t, "admin-chats-done", n)),
            fault,
            t,
        }
    }
}
