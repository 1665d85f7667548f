//! Frames of the phone's socket.

use crate::frames::Mine;
use crate::hub::{Said, SwipeAsk, TruthAsk, Welcome};
use crate::model::{ChatId, Given, TakeId, UnknownWord, VoiceId};
use crate::room::{Reason, Refusal};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use web::Words;

/// What a phone sends.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case", deny_unknown_fields)]
pub enum FromPhone {
    /// A new voice.
    Join {
        /// The six digits.
        code: String,
        /// Its name, in a named chat.
        #[serde(default)]
        name: Option<String>,
    },
    /// The same voice again.
    Resume {
        /// The chat.
        chat: ChatId,
        /// The token from its welcome.
        token: String,
        /// Answers that are still on the phone.
        #[serde(default)]
        waiting: u32,
    },
    /// An answer.
    Swipe {
        /// The take.
        take: TakeId,
        /// The voice's counter.
        seq: u32,
        /// `agree`, `disagree`, `pass` or `none`.
        side: String,
        /// With a reservation.
        #[serde(default)]
        reservation: bool,
        /// It had to wait on the phone.
        #[serde(default)]
        late: bool,
    },
    /// A reason.
    Truth {
        /// The take.
        take: TakeId,
        /// The voice's counter.
        seq: u32,
        /// The words; empty takes it back.
        words: String,
        /// May be quoted.
        #[serde(default)]
        quotable: bool,
        /// With the name.
        #[serde(default)]
        named: bool,
    },
}

/// A command of a voice that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// An answer.
    Swipe(SwipeAsk),
    /// A reason.
    Truth(TruthAsk),
}

impl FromPhone {
    /// The command of this voice; `None` for a frame that only begins a connection.
    pub fn command(self, voice: VoiceId) -> Option<Result<Command, UnknownWord>> {
        match self {
            Self::Join { .. } | Self::Resume { .. } => None,
            Self::Swipe { take, seq, side, reservation, late } => Some(
                Given::parse(&side, reservation)
                    .map(|given| Command::Swipe(SwipeAsk { voice, take, seq, given, late })),
            ),
            Self::Truth { take, seq, words, quotable, named } => {
                let reason = Reason { words, quotable, named };
                Some(Ok(Command::Truth(TruthAsk { voice, take, seq, reason })))
            }
        }
    }

    /// Counter and take of a command, for its refusal.
    pub fn reference(&self) -> (Option<u32>, Option<TakeId>) {
        match self {
            Self::Swipe { take, seq, .. } | Self::Truth { take, seq, .. } => (Some(*seq), Some(*take)),
            Self::Join { .. } | Self::Resume { .. } => (None, None),
        }
    }
}

/// What a phone hears, besides the `room` frames that all phones share.
#[derive(Debug, Serialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum ToPhone<'a> {
    /// Who it is, and where the room is.
    Welcome {
        /// The chat.
        chat: ChatId,
        /// The voice.
        voice: VoiceId,
        /// Its name.
        name: Option<String>,
        /// Its token, after a join only.
        #[serde(skip_serializing_if = "Option::is_none")]
        token: Option<String>,
        /// Highest counter seen from it.
        seq: u32,
        /// Its own answers.
        mine: Vec<Mine>,
        /// The state.
        room: &'a RawValue,
    },
    /// Taken.
    Ack {
        /// The counter.
        seq: u32,
        /// The take.
        take: TakeId,
        /// `saved`: on disk.
        state: &'static str,
    },
    /// Not taken; try again.
    Busy {
        /// The counter.
        seq: Option<u32>,
        /// After so many milliseconds.
        retry_ms: u32,
    },
    /// Not taken, and trying again will not help.
    Refused {
        /// The counter.
        seq: Option<u32>,
        /// The take.
        take: Option<TakeId>,
        /// A word for programs.
        why: &'static str,
        /// A sentence for people.
        say: String,
    },
    /// The connection ends.
    Bye {
        /// A word for programs.
        why: &'static str,
        /// A sentence for people.
        say: String,
        /// Whether to come back.
        again: bool,
    },
}

impl ToPhone<'_> {
    /// The frame as text.
    pub fn text(&self) -> String {
        // Our own plain enums always serialise.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The answer to a command.
    pub fn said(said: Said, t: &Words) -> Self {
        let Said { seq, take, outcome } = said;
        match outcome {
            Ok(()) => Self::Ack { seq, take, state: "saved" },
            Err(refusal) => Self::refused(&refusal, Some(seq), Some(take), t),
        }
    }

    /// A refusal, or the wish to hear it again.
    pub fn refused(refusal: &Refusal, seq: Option<u32>, take: Option<TakeId>, t: &Words) -> Self {
        match refusal.retry_ms() {
            Some(retry_ms) => Self::Busy { seq, retry_ms },
            None => Self::Refused { seq, take, why: refusal.why(), say: refusal.say(t) },
        }
    }
}

/// The welcome as text.
pub fn welcome(chat: ChatId, welcome: Welcome) -> String {
    let Welcome { voice, name, token, seq, mine, room, .. } = welcome;
    // The room frame is our own JSON, so it can be put in as it is.
    let Ok(room) = serde_json::from_str::<&RawValue>(room.as_str()) else { return String::new() };
    let token = token.map(|token| token.reveal());
    ToPhone::Welcome { chat, voice, name, token, seq, mine, room }.text()
}

/// Why a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bye {
    /// Not a frame of the protocol.
    Malformed,
    /// Longer than a frame may be.
    TooLarge,
    /// Too many commands.
    TooFast,
    /// Not the frame that was expected.
    OutOfTurn,
    /// A newer connection of the same voice took the place.
    Replaced,
    /// The session that proves the voice ended.
    SignIn,
    /// The server stops or restarts.
    Restarting,
}

impl Bye {
    /// The frame as text.
    pub fn text(self, t: &Words) -> String {
        let (why, again) = match self {
            Self::Malformed => ("malformed", false),
            Self::TooLarge => ("too_large", false),
            Self::TooFast => ("too_fast", true),
            Self::OutOfTurn => ("out_of_turn", false),
            Self::Replaced => ("replaced", false),
            Self::SignIn => ("sign_in", false),
            Self::Restarting => ("restarting", true),
        };
        let say = t.text(&format!("bye-{}", why.replace('_', "-")));
        ToPhone::Bye { why, say, again }.text()
    }
}
