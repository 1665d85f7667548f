//! Why something did not happen, and how it is told.

use crate::WORDS;
use crate::asks::NotAsked;
use crate::model::{Field, ReceivedRefused, Refused, TaskRefused, Wrong};
use crate::store::Unreadable;
use axum::http::StatusCode;
use db::DbError;
use web::{Fault, Problem, Words};

/// Why something did not happen.
#[derive(Debug, thiserror::Error)]
pub enum FeedbackError {
    /// There is no such thing, or not for this person.
    #[error("there is no such thing for this person")]
    Hidden,
    /// Somebody else was faster.
    #[error("somebody else changed this first")]
    Stale,
    /// Some fields cannot be used.
    #[error("some fields cannot be used")]
    Wrong(Vec<(Field, Wrong)>),
    /// A line cannot be used.
    #[error("this line cannot be used")]
    Line(#[from] Wrong),
    /// The promise that was shown is another one by now.
    #[error("who reads this changed since it was shown")]
    Promise,
    /// An ask was not sent.
    #[error("the ask was not sent")]
    NotAsked(Vec<NotAsked>),
    /// The list of values is long enough.
    #[error("the list of values is full")]
    ManyValues,
    /// Whom it is about has left.
    #[error("this person has left")]
    Left,
    /// The step is not possible for the piece.
    #[error(transparent)]
    Piece(#[from] Refused),
    /// The step is not possible for the task.
    #[error(transparent)]
    Task(#[from] TaskRefused),
    /// The step is not possible for the reader.
    #[error(transparent)]
    Received(#[from] ReceivedRefused),
    /// A record of another hand.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl FeedbackError {
    fn key(&self) -> &'static str {
        match self {
            Self::Hidden => "feedback-hidden",
            Self::Stale => "feedback-stale",
            Self::Wrong(_) | Self::Line(_) => "feedback-wrong",
            Self::Promise => "feedback-promise-changed",
            Self::Left => "feedback-left",
            Self::ManyValues => "feedback-values-full",
            Self::NotAsked(_) => "feedback-not-asked",
            Self::Piece(Refused::GraceOver) => "feedback-grace-over",
            Self::Piece(Refused::TooLate) => "feedback-too-late",
            Self::Piece(Refused::Used) => "feedback-used",
            Self::Piece(Refused::Identity) => "feedback-identity-refused",
            Self::Piece(_) => "feedback-not-now",
            Self::Task(_) => "feedback-ask-closed",
            Self::Received(_) => "feedback-flagged-already",
            Self::Unreadable(_) | Self::Db(_) => "feedback-failed",
        }
    }

    /// What to tell.
    pub fn say(&self, t: &Words) -> String {
        match self {
            Self::Line(wrong) => said(*wrong, t),
            other => t.text(other.key()),
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Hidden => StatusCode::NOT_FOUND,
            Self::Wrong(_) | Self::Line(_) | Self::Left | Self::NotAsked(_) | Self::ManyValues => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::Stale | Self::Promise | Self::Piece(_) | Self::Task(_) | Self::Received(_) => StatusCode::CONFLICT,
            Self::Unreadable(_) | Self::Db(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// What is wrong with a field.
pub(crate) fn said(wrong: Wrong, t: &Words) -> String {
    match wrong {
        Wrong::Empty => t.text("feedback-wrong-empty"),
        Wrong::TooLong { max, is } => {
            let [max, is] = [max, is].map(|n| t.number(n as u64));
            t.with("feedback-wrong-long", &[("max", max.into()), ("is", is.into())])
        }
        Wrong::Control => t.text("feedback-wrong-control"),
        Wrong::NotADay => t.text("feedback-wrong-day"),
        Wrong::NotYet => t.text("feedback-wrong-not-yet"),
        Wrong::NoValue => t.text("feedback-wrong-value"),
    }
}

impl From<FeedbackError> for Problem {
    fn from(error: FeedbackError) -> Self {
        match &error {
            FeedbackError::Db(db) => {
                tracing::error!(error = db as &dyn std::error::Error, "feedback");
                match db {
                    DbError::Full(_) => return Self::no_room(),
                    db if db.may_pass() => return Self::unavailable(),
                    _ => {}
                }
            }
            FeedbackError::Unreadable(it) => tracing::error!(error = it as &dyn std::error::Error, "feedback"),
            _ => {}
        }
        let t = WORDS.in_language("en");
        let problem = Self::new(error.status(), error.key()).say(error.say(&t));
        match &error {
            FeedbackError::Wrong(wrong) => wrong.iter().fold(problem, |problem, (field, wrong)| {
                problem.fault(Fault::at(format!("/{}", field.key()), said(*wrong, &t)))
            }),
            FeedbackError::NotAsked(why) => {
                let day = |date: jiff::civil::Date| date.to_string();
                why.iter().fold(problem, |problem, it| problem.fault(Fault::at(it.pointer(), it.say(&t, day))))
            }
            _ => problem,
        }
    }
}
