//! Why a command is not taken, in words that help.

/// A clear no. Trying the same again will not help, except where [`Refusal::retry_ms`] says so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No chat has this code.
    #[error("no chat has this code")]
    UnknownCode,
    /// No voice of this chat has this token.
    #[error("no voice has this token")]
    UnknownVoice,
    /// No chat with this id.
    #[error("no such chat")]
    UnknownChat,
    /// No take with this id was opened in this chat.
    #[error("no such take")]
    UnknownTake,
    /// No such truth on this take.
    #[error("no such truth")]
    UnknownTruth,
    /// No such panellist in this chat.
    #[error("no such panellist")]
    UnknownPanellist,
    /// The take takes no swipe now.
    #[error("this take is closed")]
    Closed,
    /// A reason needs a side first.
    #[error("swipe first")]
    NoSwipe,
    /// More characters than this.
    #[error("too long: {is} of {max}")]
    TooLong {
        /// Most allowed.
        max: usize,
        /// Characters given.
        is: usize,
    },
    /// Control characters, or nothing where something is needed.
    #[error("this text cannot be used")]
    BadText,
    /// A word that is not on the list.
    #[error("unknown word")]
    BadWord,
    /// A number that cannot be.
    #[error("seq counts from 1")]
    BadSeq,
    /// Another answer of this voice to this take has this number.
    #[error("seq was used for another answer")]
    SeqUsed,
    /// The chat does not know names.
    #[error("this chat has no names")]
    NotNamed,
    /// A named chat needs a name.
    #[error("a name is needed")]
    NameMissing,
    /// The chat asks for sign-in, and the session does not hold.
    #[error("sign in first")]
    SignIn,
    /// The chat is not running.
    #[error("this chat is not running")]
    NotLive,
    /// All places are taken.
    #[error("all {0} places are taken")]
    Full(u32),
    /// Somebody else moved the room first.
    #[error("somebody else moved the room")]
    Stale,
    /// The step does not fit the state.
    #[error("that is not possible now")]
    NotNow,
    /// Too much at once: keep it and try again after this many milliseconds.
    #[error("busy")]
    Busy(u32),
}

impl Refusal {
    /// Its word on the wire.
    pub fn why(&self) -> &'static str {
        match self {
            Self::UnknownCode => "unknown_code",
            Self::UnknownVoice => "unknown_voice",
            Self::UnknownChat => "unknown_chat",
            Self::UnknownTake => "unknown_take",
            Self::UnknownTruth => "unknown_truth",
            Self::UnknownPanellist => "unknown_panellist",
            Self::Closed => "closed",
            Self::NoSwipe => "no_swipe",
            Self::TooLong { .. } => "too_long",
            Self::BadText => "bad_text",
            Self::BadWord => "bad_word",
            Self::BadSeq => "bad_seq",
            Self::SeqUsed => "seq_used",
            Self::NotNamed => "not_named",
            Self::NameMissing => "name_missing",
            Self::SignIn => "sign_in",
            Self::NotLive => "not_live",
            Self::Full(_) => "full",
            Self::Stale => "stale",
            Self::NotNow => "not_now",
            Self::Busy(_) => "busy",
        }
    }

    /// What to tell the person.
    pub fn say(&self, t: &web::Words) -> String {
        let key = format!("refusal-{}", self.why().replace('_', "-"));
        match self {
            Self::TooLong { max, is } => t.with(&key, &[("max", (*max).into()), ("is", (*is).into())]),
            Self::Full(seats) => t.with(&key, &[("seats", (*seats).into())]),
            _ => t.text(&key),
        }
    }

    /// Pause before trying again, where that helps.
    pub fn retry_ms(&self) -> Option<u32> {
        match self {
            Self::Busy(ms) => Some(*ms),
            _ => None,
        }
    }
}
