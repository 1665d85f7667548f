//! Frames of the phone's socket, as `docs/protocol.md` has them. Fields that a phone here does not need are not read.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Which way a card is swiped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Right.
    Agree,
    /// Left.
    Disagree,
    /// Up.
    Pass,
    /// The answer is taken back.
    None,
}

/// What a voice says to a take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Answer {
    /// The side.
    pub side: Side,
    /// Taken with a reservation.
    pub reservation: bool,
}

impl Answer {
    /// A side without a reservation.
    pub const fn plain(side: Side) -> Self {
        Self { side, reservation: false }
    }

    /// A side with a reservation.
    pub const fn reserved(side: Side) -> Self {
        Self { side, reservation: true }
    }
}

/// Where an opened take stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakeState {
    /// The room swipes.
    Open,
    /// No more swipes.
    Closed,
    /// The numbers are shown.
    Revealed,
}

/// Where a chat stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Voices come in.
    Lobby,
    /// Takes are put to the room.
    Live,
    /// All takes are done.
    WrapUp,
    /// It is over.
    Ended,
}

/// A frame to the server.
#[derive(Debug, Serialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub(crate) enum Say<'a> {
    Join {
        code: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<&'a str>,
    },
    Resume {
        chat: Uuid,
        token: &'a str,
        waiting: usize,
    },
    Swipe {
        take: Uuid,
        seq: u64,
        side: Side,
        reservation: bool,
        late: bool,
    },
    Truth {
        take: Uuid,
        seq: u64,
        words: &'a str,
        quotable: bool,
        named: bool,
    },
}

impl Say<'_> {
    pub(crate) fn text(&self) -> String {
        serde_json::to_string(self).expect("frames hold strings, numbers and ids only")
    }
}

/// A frame from the server.
#[derive(Debug, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub(crate) enum Hear {
    Welcome(Box<Welcome>),
    Room(State),
    Ack {
        seq: u64,
        state: Saved,
    },
    Busy {
        seq: Option<u64>,
        retry_ms: u64,
    },
    Refused {
        seq: Option<u64>,
        why: String,
        say: String,
    },
    Bye {
        why: String,
        say: String,
        again: bool,
    },
    /// A frame of a newer protocol: ignored, as the protocol asks.
    #[serde(other)]
    Unknown,
}

/// How safe an acknowledged command is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Saved {
    /// On disk.
    Saved,
    /// In the server's memory only: the phone keeps it.
    Held,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Welcome {
    pub chat: Uuid,
    pub voice: Uuid,
    pub token: Option<String>,
    pub seq: u64,
    pub room: State,
}

/// The state of the room.
#[derive(Debug, Deserialize)]
pub(crate) struct State {
    pub v: u64,
    pub phase: Phase,
    pub takes: Vec<StateTake>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct StateTake {
    pub id: Uuid,
    pub n: u32,
    pub state: TakeState,
}

#[cfg(test)]
mod tests {
    use super::{Hear, Say, Side};
    use uuid::Uuid;

    #[test]
    fn frames_look_as_the_protocol_says() {
        let take = Uuid::nil();
        let zero = "00000000-0000-0000-0000-000000000000";
        for (frame, text) in [
            (Say::Join { code: "482913", name: None }, r#"{"t":"join","code":"482913"}"#.to_owned()),
            (
                Say::Resume { chat: take, token: "x", waiting: 2 },
                format!(r#"{{"t":"resume","chat":"{zero}","token":"x","waiting":2}}"#),
            ),
            (
                Say::Swipe { take, seq: 3, side: Side::None, reservation: false, late: true },
                format!(r#"{{"t":"swipe","take":"{zero}","seq":3,"side":"none","reservation":false,"late":true}}"#),
            ),
        ] {
            assert_eq!(frame.text(), text);
        }
    }

    #[test]
    fn unknown_frames_and_fields_are_ignored() {
        let frame: Hear = serde_json::from_str(r#"{"t":"confetti","colour":"green"}"#).unwrap();
        assert!(matches!(frame, Hear::Unknown));
        let frame: Hear = serde_json::from_str(r#"{"t":"busy","seq":null,"retry_ms":40,"why":"x"}"#).unwrap();
        assert!(matches!(frame, Hear::Busy { seq: None, retry_ms: 40 }));
        let room = r#"{"t":"room","v":4,"title":"x","phase":"live","takes":[],"recap":null}"#;
        assert!(matches!(serde_json::from_str(room).unwrap(), Hear::Room(state) if state.v == 4));
    }
}
