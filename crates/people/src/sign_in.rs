//! Signing in: which ways are switched on, how often each may be tried, and the session that follows.

pub(crate) mod account;
mod caller;
pub(crate) mod door;
mod ending;
mod hasher;
mod letters;
pub(crate) mod limits;
pub mod mail;
mod outbox;
mod proxies;
mod seen;
mod session;
pub(crate) mod ways;

pub(crate) use caller::Caller;
pub use ending::{Ended, end_access};
pub(crate) use ending::{end_begun, end_ways};
pub(crate) use outbox::{Kind, OTHERS_WAIT, tell};
pub use outbox::{Round, TrialError, deliver, letters_asked, send_trial};
pub use proxies::{BadProxy, proxies};
pub use seen::tend;
pub(crate) use session::{BeginError, all_sessions, begin_session, end_one, end_others, is_fresh, landing};
pub use ways::NoWay;

use hasher::Hasher;
use ipnet::IpNet;
use limits::Limits;
use mail::{MailSettings, Mailer};
use seen::Seen;
use tokio::sync::Notify;

/// Whether people may sign in by what this server knows itself: mail links, passwords, passkeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Local {
    /// They may.
    #[default]
    On,
    /// Only other servers that know them, and links of the command line, let people in.
    Off,
}

/// What the operator chose.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Local ways.
    pub local: Local,
    /// The server that takes letters; without one no letters are sent.
    pub mail: Option<MailSettings>,
    /// Networks of proxies whose word about addresses counts.
    pub proxies: Vec<IpNet>,
}

/// All of sign-in that lives in memory.
pub(crate) struct SignIn {
    local: Local,
    pub(crate) mailer: Option<Mailer>,
    pub(crate) limits: Limits,
    pub(crate) hasher: Hasher,
    pub(crate) seen: Seen,
    /// A letter waits.
    pub(crate) asked: Notify,
    proxies: Vec<IpNet>,
}

impl SignIn {
    /// As chosen.
    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            local: settings.local,
            mailer: settings.mail.map(Mailer::new),
            limits: Limits::default(),
            hasher: Hasher::default(),
            seen: Seen::default(),
            asked: Notify::new(),
            proxies: settings.proxies,
        }
    }

    /// Whether mail links, passwords and passkeys are switched on.
    pub(crate) fn is_local(&self) -> bool {
        self.local == Local::On
    }

    /// Whether links by mail are offered.
    pub(crate) fn mails_links(&self) -> bool {
        self.is_local() && self.mailer.is_some()
    }
}
