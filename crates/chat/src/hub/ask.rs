//! What connections and pages ask of a room, and what they hear.

use crate::frames::{Mine, Presence};
use crate::model::{Given, TakeId, VoiceId};
use crate::outlook::{Outlook, Snapshot};
use crate::room::{Action, Reason, Refusal, Room};
use axum::extract::ws::Utf8Bytes;
use db::Secret;
use people::PersonId;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

/// A look at a room.
pub type Look = Box<dyn FnOnce(&Room, Sight) + Send>;

/// What a look sees beside the room itself.
#[derive(Debug, Clone)]
pub struct Sight {
    /// Who is connected.
    pub presence: Presence,
    /// What the room thinks, as far as it is worked out.
    pub outlook: Arc<Outlook>,
    /// The answers for a record of that.
    pub snapshot: Arc<Snapshot>,
}

/// One entry of a room's queue.
pub enum Ask {
    /// A new voice.
    Join {
        /// Its name, where the chat asks for one.
        name: Option<String>,
        /// Who hears.
        reply: oneshot::Sender<Result<Welcome, Refusal>>,
    },
    /// Somebody signed in, in a chat that asks for it.
    Admit {
        /// Who.
        guest: Guest,
        /// Whether a new voice may come of it.
        entry: Entry,
        /// Who hears.
        reply: oneshot::Sender<Result<Welcome, Refusal>>,
    },
    /// A voice whose pass was looked at comes back.
    Return {
        /// The voice.
        voice: VoiceId,
        /// Who hears.
        reply: oneshot::Sender<Result<Welcome, Refusal>>,
    },
    /// A voice comes back.
    Resume {
        /// SHA-256 of its token.
        token_hash: [u8; 32],
        /// Who hears.
        reply: oneshot::Sender<Result<Welcome, Refusal>>,
    },
    /// A swipe.
    Swipe {
        /// The swipe.
        swipe: SwipeAsk,
        /// Who hears.
        reply: mpsc::Sender<Said>,
    },
    /// A truth.
    Truth {
        /// The truth.
        truth: TruthAsk,
        /// Who hears.
        reply: mpsc::Sender<Said>,
    },
    /// A host acts.
    Act {
        /// What to do.
        action: Action,
        /// Moves that the host saw.
        seen: Option<u64>,
        /// Who acts, for the ledger; nobody where the server does.
        actor: Option<PersonId>,
        /// The run of a request that is done once.
        run: Option<Uuid>,
        /// Who hears.
        reply: oneshot::Sender<Result<u64, Refusal>>,
    },
    /// Somebody looks.
    Look(Look),
    /// The recap was published or withdrawn.
    Recap(Option<String>),
    /// The records were changed behind the room's back.
    Reread,
    /// The chat was deleted.
    Gone,
}

/// Somebody signed in, at the door of a chat that asks for it.
#[derive(Clone)]
pub struct Guest {
    /// Who.
    pub person: PersonId,
    /// Name, as the directory has it.
    pub name: String,
    /// SHA-256 of the session's token.
    pub session: [u8; 32],
    /// SHA-256 of the pass that this session gets.
    pub pass: [u8; 32],
}

/// What somebody signed in wants at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// To take part.
    Join,
    /// The voice that this person has already.
    Return,
}

/// Who a phone is, and where the room is.
#[derive(Debug, Clone)]
pub struct Welcome {
    /// The voice.
    pub voice: VoiceId,
    /// Language tag of the chat: what this voice is told is said in it.
    pub language: String,
    /// Its name, in a named chat.
    pub name: Option<String>,
    /// Its token, the one time it is told.
    pub token: Option<Secret>,
    /// Highest `seq` seen from it.
    pub seq: u32,
    /// Its own answers.
    pub mine: Vec<Mine>,
    /// The newest `room` frame.
    pub room: Utf8Bytes,
}

/// A swipe of a known voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SwipeAsk {
    /// Who.
    pub voice: VoiceId,
    /// To what.
    pub take: TakeId,
    /// Its counter.
    pub seq: u32,
    /// The answer; `None` takes it back.
    pub given: Option<Given>,
    /// It had to wait on the phone.
    pub late: bool,
}

/// A truth of a known voice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TruthAsk {
    /// Who.
    pub voice: VoiceId,
    /// About what.
    pub take: TakeId,
    /// Its counter.
    pub seq: u32,
    /// The reason.
    pub reason: Reason,
}

/// What became of a swipe or a truth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The take.
    pub take: TakeId,
    /// The counter.
    pub seq: u32,
    /// On disk, or why not.
    pub outcome: Result<(), Refusal>,
}
