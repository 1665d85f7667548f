//! Frames: serialised once, their bytes shared by everybody who gets them.

use crate::frames::{HostFrame, PhoneRoom, Presence, ScreenFrame};
use crate::model::Picture;
use crate::outlook::Outlook;
use crate::room::Room;
use axum::extract::ws::Utf8Bytes;
use serde::Serialize;
use std::sync::Arc;
use tokio::sync::watch;
use web::Words;

/// A frame as it leaves the server. Only the newest matters, so a slow connection never has more than one waiting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame(pub Utf8Bytes);

/// The frame that all phones share, and the outlook it was made with, in which each finds its own place. They travel
/// together, so that no phone hears of its place before it knows the map.
#[derive(Debug, Clone)]
pub struct PhoneFrame {
    /// The frame.
    pub frame: Frame,
    /// The outlook. Its connection tells a voice its own place and nothing else of it.
    pub outlook: Arc<Outlook>,
}

impl PartialEq for PhoneFrame {
    fn eq(&self, other: &Self) -> bool {
        self.frame == other.frame && Arc::ptr_eq(&self.outlook, &other.outlook)
    }
}

/// Where frames of one room are published.
pub struct Frames {
    phone: watch::Sender<PhoneFrame>,
    screen: watch::Sender<Frame>,
    host: watch::Sender<Frame>,
}

/// Where they are read.
pub struct Readers {
    pub phone: watch::Receiver<PhoneFrame>,
    pub screen: watch::Receiver<Frame>,
    pub host: watch::Receiver<Frame>,
}

#[derive(Serialize)]
struct Tagged<'a> {
    t: &'static str,
    #[serde(flatten)]
    room: &'a PhoneRoom,
}

impl Frames {
    pub fn of(room: &Room, outlook: Arc<Outlook>, presence: Presence, t: &Words) -> (Self, Readers) {
        let (screen, for_screens) = watch::channel(frame(&ScreenFrame::of(room, &outlook, presence, t)));
        let (host, for_hosts) = watch::channel(frame(&HostFrame::of(room, &outlook, presence, t)));
        let (phone, for_phones) = watch::channel(phone(room, outlook, t));
        (Self { phone, screen, host }, Readers { phone: for_phones, screen: for_screens, host: for_hosts })
    }

    /// Whether anybody but the hub itself holds a frame.
    pub fn are_watched(&self) -> bool {
        [self.phone.receiver_count(), self.screen.receiver_count(), self.host.receiver_count()].iter().any(|n| *n > 1)
    }

    /// The newest frame for phones.
    pub fn for_phones(&self) -> Utf8Bytes {
        self.phone.borrow().frame.0.clone()
    }

    /// To phones: changes of state only.
    pub fn to_phones(&self, room: &Room, outlook: Arc<Outlook>, t: &Words) {
        send(&self.phone, phone(room, outlook, t));
    }

    /// To screens and hosts: one coalesced picture per tick.
    pub fn to_screens(&self, room: &Room, outlook: &Outlook, presence: Presence, t: &Words) {
        if room.chat.picture != Picture::Frozen {
            send(&self.screen, frame(&ScreenFrame::of(room, outlook, presence, t)));
        }
        send(&self.host, frame(&HostFrame::of(room, outlook, presence, t)));
    }
}

fn phone(room: &Room, outlook: Arc<Outlook>, t: &Words) -> PhoneFrame {
    PhoneFrame { frame: frame(&Tagged { t: "room", room: &PhoneRoom::of(room, &outlook, t) }), outlook }
}

/// Serialising our own plain structs cannot fail; should it ever, an empty object harms nobody.
pub fn frame(value: &impl Serialize) -> Frame {
    Frame(serde_json::to_string(value).unwrap_or_else(|_| "{}".to_owned()).into())
}

fn send<T: PartialEq>(to: &watch::Sender<T>, frame: T) {
    to.send_if_modified(|last| {
        let changed = *last != frame;
        if changed {
            *last = frame;
        }
        changed
    });
}
