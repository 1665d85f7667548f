//! The access decision: who may do what, as rows of data and one function that denies by default.
//!
//! A capability lists its rows once and asks [`decide`] everywhere. A request wears one hat, its [`Actor`]; roles are
//! never added together. The capability works out the [`Standing`] from its own records and passes it as a value, so
//! the decision reads no database.

use crate::WORDS;
use crate::model::Person;
use axum::http::StatusCode;
use uuid::Uuid;
use web::Problem;

/// One row of the matrix: `who` may do `action` to `object`. A pair (object, action) has exactly one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Kind of object, as the vocabulary names it: `chat`, `recap`.
    pub object: &'static str,
    /// What is done to it: `read`, `edit`.
    pub action: &'static str,
    /// Whom it is allowed to.
    pub who: Who,
}

impl Row {
    /// A row, short enough to be read as a table.
    pub const fn new(object: &'static str, action: &'static str, who: Who) -> Self {
        Self { object, action, who }
    }
}

/// The right column of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// No sign-in, no voice, no key.
    Anyone,
    /// A voice that belongs to the object.
    VoiceOfIt,
    /// Holds the screen key of the object.
    ScreenOfIt,
    /// A host, and the owner of the object.
    HostOfIt,
    /// Every host, for what belongs to no single chat.
    AnyHost,
    /// An admin of the server. Gives no content.
    Admin,
    /// Everybody signed in.
    AnySigned,
}

/// The one hat of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Showed nothing.
    Stranger,
    /// Showed the token of a voice. The id is the voice's; no person is known.
    Voice(Uuid),
    /// Showed a screen key.
    Screen,
    /// Signed in.
    Person(Person),
}

/// How the actor stands to the object, worked out by the capability from its own records. An object that does not
/// exist gives [`Standing::None`], so that it answers as one that is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Not at all, or there is no single object (a list).
    None,
    /// Made it, or was made its owner.
    Owner,
    /// The actor's voice belongs to it.
    VoiceInIt,
    /// The actor's key is its screen key.
    ScreenOfIt,
}

/// Yes, or no with the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "a decision that nobody reads protects nothing"]
pub enum Decision {
    /// Do it.
    Allow,
    /// Do not.
    Deny(Deny),
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deny {
    /// Nobody is signed in: 401.
    SignIn,
    /// Signed in, but not a host: 403.
    NotHost,
    /// Signed in, but not an admin: 403.
    NotAdmin,
    /// Saying more would tell that the object exists: 404.
    Hidden,
    /// The matrix has no row for this, or more than one: 403, and a defect of the program.
    NoRow,
}

impl Decision {
    /// Goes on, or answers the refusal: `decide(…).or_problem()?`.
    pub fn or_problem(self) -> Result<(), Problem> {
        match self {
            Self::Allow => Ok(()),
            Self::Deny(deny) => Err(deny.problem()),
        }
    }
}

impl Deny {
    /// The refusal as an answer.
    pub fn problem(self) -> Problem {
        let words = WORDS.in_language("en");
        Problem::new(self.status(), self.reason()).say(words.text(self.reason()))
    }

    /// Status of the answer.
    pub fn status(self) -> StatusCode {
        match self {
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::NotHost | Self::NotAdmin | Self::NoRow => StatusCode::FORBIDDEN,
            Self::Hidden => StatusCode::NOT_FOUND,
        }
    }

    /// Key of the reason in the language files.
    pub fn reason(self) -> &'static str {
        match self {
            Self::SignIn => "access-sign-in",
            Self::NotHost => "access-not-host",
            Self::NotAdmin => "access-not-admin",
            Self::Hidden => "access-hidden",
            Self::NoRow => "access-no-row",
        }
    }
}

/// The row for (object, action); none if there is no such row, or if several contradict each other.
pub fn row<'r>(rows: &'r [Row], object: &str, action: &str) -> Option<&'r Row> {
    let mut fitting = rows.iter().filter(|r| r.object == object && r.action == action);
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

/// May `actor`, standing like this to it, do `action` to `object`?
pub fn decide(rows: &[Row], actor: &Actor, object: &'static str, action: &'static str, standing: Standing) -> Decision {
    let Some(row) = row(rows, object, action) else {
        tracing::error!(object, action, "no single row in the access matrix");
        return Decision::Deny(Deny::NoRow);
    };
    match verdict(row.who, actor, standing) {
        Ok(()) => Decision::Allow,
        Err(deny) => Decision::Deny(deny),
    }
}

fn verdict(who: Who, actor: &Actor, standing: Standing) -> Result<(), Deny> {
    match who {
        Who::Anyone => Ok(()),
        Who::VoiceOfIt => match (actor, standing) {
            (Actor::Voice(_), Standing::VoiceInIt) => Ok(()),
            _ => Err(Deny::Hidden),
        },
        Who::ScreenOfIt => match (actor, standing) {
            (Actor::Screen, Standing::ScreenOfIt) => Ok(()),
            _ => Err(Deny::Hidden),
        },
        // Ownership first: a host who does not own it must not learn from another answer that it exists.
        Who::HostOfIt => match (person(actor)?, standing) {
            (p, Standing::Owner) => p.is_host.then_some(()).ok_or(Deny::NotHost),
            _ => Err(Deny::Hidden),
        },
        Who::AnyHost => person(actor)?.is_host.then_some(()).ok_or(Deny::NotHost),
        Who::Admin => person(actor)?.is_admin.then_some(()).ok_or(Deny::NotAdmin),
        Who::AnySigned => person(actor).map(|_| ()),
    }
}

fn person(actor: &Actor) -> Result<&Person, Deny> {
    match actor {
        Actor::Person(p) => Ok(p),
        Actor::Stranger | Actor::Voice(_) | Actor::Screen => Err(Deny::SignIn),
    }
}
