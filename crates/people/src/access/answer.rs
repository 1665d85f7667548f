//! Yes or no, each with its reason.

use crate::WORDS;
use crate::model::Hat;
use axum::http::StatusCode;
use web::{Offer, Problem};

/// Yes or no, with the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "a decision that nobody reads protects nothing"]
pub enum Decision {
    /// Do it.
    Allow(Because),
    /// Do not.
    Deny(Deny),
}

/// Why: the part of the row that allows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Because {
    /// Everybody may, signed in or not.
    Anyone,
    /// Everybody signed in may.
    Signed,
    /// It is about oneself.
    Subject,
    /// Made it, as a host.
    Owner,
    /// Runs it beside its owner, as a host.
    CoHost,
    /// A host may.
    Host,
    /// The subject reports to the actor.
    Manager,
    /// The actor stands higher in the subject's line.
    Above,
    /// The subject is in the scope of the partner's hat.
    PartnerInScope,
    /// A partner may.
    Partner,
    /// An admin may.
    Admin,
    /// It is the actor's own voice's.
    Voice,
    /// The screen's key is the right one.
    Screen,
}

impl Because {
    /// Key of the reason in the language files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Anyone => "because-anyone",
            Self::Signed => "because-signed",
            Self::Subject => "because-subject",
            Self::Owner => "because-owner",
            Self::CoHost => "because-co-host",
            Self::Host => "because-host",
            Self::Manager => "because-manager",
            Self::Above => "because-above",
            Self::PartnerInScope => "because-partner-in-scope",
            Self::Partner => "because-partner",
            Self::Admin => "because-admin",
            Self::Voice => "because-voice",
            Self::Screen => "because-screen",
        }
    }
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deny {
    /// Nobody is signed in: 401.
    SignIn,
    /// Signed in, but not a host: 403.
    NotHost,
    /// Signed in, but not a people partner: 403.
    NotPartner,
    /// Signed in, but not an admin: 403.
    NotAdmin,
    /// The role is there, and another hat is on: 403, with the fitting one on offer.
    WrongHat(Hat),
    /// It is about the actor, and somebody else has to do it: 403.
    OwnRecord,
    /// The object is not in a state for it, and the actor knows the object: 409.
    NotNow,
    /// Saying more would tell that the object exists: 404.
    Hidden,
    /// The matrix has no row for this, or more than one: 403, and a defect of the program.
    NoRow,
}

impl Decision {
    /// Goes on with the reason, or answers the refusal: `decide(…).or_problem()?`.
    pub fn or_problem(self) -> Result<Because, Problem> {
        match self {
            Self::Allow(because) => Ok(because),
            Self::Deny(deny) => Err(deny.problem()),
        }
    }

    /// Whether it is a yes: for what is left out rather than refused.
    pub fn is_yes(self) -> bool {
        matches!(self, Self::Allow(_))
    }
}

impl Deny {
    /// The refusal as an answer. A page offers the hat that fits, if there is one.
    pub fn problem(self) -> Problem {
        let words = WORDS.in_language("en");
        let problem = Problem::new(self.status(), self.reason()).say(words.text(self.reason()));
        match self {
            Self::WrongHat(hat) => problem.offer(Offer {
                action: "/hat",
                name: "hat",
                value: hat.key(),
                button: words.text(&format!("hat-put-on-{}", hat.key())),
            }),
            _ => problem,
        }
    }

    /// Status of the answer.
    pub fn status(self) -> StatusCode {
        match self {
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::NotHost | Self::NotPartner | Self::NotAdmin | Self::WrongHat(_) | Self::OwnRecord | Self::NoRow => {
                StatusCode::FORBIDDEN
            }
            Self::NotNow => StatusCode::CONFLICT,
            Self::Hidden => StatusCode::NOT_FOUND,
        }
    }

    /// Key of the reason in the language files.
    pub fn reason(self) -> &'static str {
        match self {
            Self::SignIn => "access-sign-in",
            Self::NotHost => "access-not-host",
            Self::NotPartner => "access-not-partner",
            Self::NotAdmin => "access-not-admin",
            Self::WrongHat(Hat::Member) => "access-hat-member",
            Self::WrongHat(Hat::Host) => "access-hat-host",
            Self::WrongHat(Hat::Partner) => "access-hat-partner",
            Self::WrongHat(Hat::Admin) => "access-hat-admin",
            Self::OwnRecord => "access-own-record",
            Self::NotNow => "access-not-now",
            Self::Hidden => "access-hidden",
            Self::NoRow => "access-no-row",
        }
    }

    /// Which of several refusals is told: the one that leads on, else the one that says least.
    pub(super) fn rank(self) -> u8 {
        match self {
            Self::SignIn => 0,
            Self::WrongHat(_) => 1,
            Self::OwnRecord => 2,
            Self::NotNow => 3,
            Self::Hidden => 4,
            Self::NotHost | Self::NotPartner | Self::NotAdmin => 5,
            Self::NoRow => 6,
        }
    }
}
