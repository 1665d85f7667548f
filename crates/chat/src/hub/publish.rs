//! Frames: serialised once, their bytes shared by everybody who gets them.

use crate::frames::{HostFrame, PhoneRoom, Presence, ScreenFrame};
use crate::model::Picture;
use crate::room::Room;
use axum::extract::ws::Utf8Bytes;
use serde::Serialize;
use tokio::sync::watch;
use web::Words;

/// A frame as it leaves the server. Only the newest matters, so a slow connection never has more than one waiting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame(pub Utf8Bytes);

/// Where frames of one room are published.
pub struct Frames {
    phone: watch::Sender<Frame>,
    screen: watch::Sender<Frame>,
    host: watch::Sender<Frame>,
}

/// Where they are read.
pub struct Readers {
    pub phone: watch::Receiver<Frame>,
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
    pub fn of(room: &Room, presence: Presence, t: &Words) -> (Self, Readers) {
        let (phone, for_phones) = watch::channel(phone(room, t));
        let (screen, for_screens) = watch::channel(frame(&ScreenFrame::of(room, presence, t)));
        let (host, for_hosts) = watch::channel(frame(&HostFrame::of(room, presence, t)));
        (Self { phone, screen, host }, Readers { phone: for_phones, screen: for_screens, host: for_hosts })
    }

    /// Whether anybody but the hub itself holds a frame.
    pub fn are_watched(&self) -> bool {
        [&self.phone, &self.screen, &self.host].iter().any(|frames| frames.receiver_count() > 1)
    }

    /// The newest frame for phones.
    pub fn for_phones(&self) -> Utf8Bytes {
        self.phone.borrow().0.clone()
    }

    /// To phones: changes of state only.
    pub fn to_phones(&self, room: &Room, t: &Words) {
        send(&self.phone, phone(room, t));
    }

    /// To screens and hosts: one coalesced picture per tick.
    pub fn to_screens(&self, room: &Room, presence: Presence, t: &Words) {
        if room.chat.picture != Picture::Frozen {
            send(&self.screen, frame(&ScreenFrame::of(room, presence, t)));
        }
        send(&self.host, frame(&HostFrame::of(room, presence, t)));
    }
}

fn phone(room: &Room, t: &Words) -> Frame {
    frame(&Tagged { t: "room", room: &PhoneRoom::of(room, t) })
}

/// Serialising our own plain structs cannot fail; should it ever, an empty object harms nobody.
pub fn frame(value: &impl Serialize) -> Frame {
    Frame(serde_json::to_string(value).unwrap_or_else(|_| "{}".to_owned()).into())
}

fn send(to: &watch::Sender<Frame>, frame: Frame) {
    to.send_if_modified(|last| {
        let changed = *last != frame;
        if changed {
            *last = frame;
        }
        changed
    });
}
