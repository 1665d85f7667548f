//! The coach for programs. It sees a text and nobody's records; what it says is kept nowhere.

use crate::error::said;
use crate::model::{Identity, TEXT_MAX, Wrong};
use crate::{Feedback, WORDS, access};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use coach::{Day, Language, Settings, Unit, advise, places};
use people::Signed;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Fault, Outcome, Problem};

/// A text to be looked at.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CoachText)]
pub(super) struct TextBody {
    /// The text.
    #[schema(min_length = 1, max_length = 10000)]
    text: String,
    /// The language you expect. A text that is clearly in another one is looked at as that.
    #[serde(default)]
    #[schema(pattern = "^[a-z]{2,3}$")]
    lang: Option<String>,
    /// When it happened, `2026-03-04`.
    #[serde(default)]
    #[schema(format = Date)]
    event_date: Option<String>,
    /// Whether the reader will see who wrote; with the name unless said otherwise.
    #[serde(default)]
    identity: Option<Identity>,
}

/// What to ask oneself about it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CoachAdvice)]
pub(super) struct AdviceAnswer {
    /// The language it was looked at as.
    language: &'static str,
    /// All hints, the most important first.
    hints: Vec<HintAnswer>,
}

/// One question about a place in the text.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CoachHint)]
struct HintAnswer {
    /// Which check: `tone`, `third_party`, `identifies`, `next_step`, `why`, `specific`, `person`, `absolute`, `timely`,
    /// `length`, `clarity` or `balance`.
    check: &'static str,
    /// Where it begins, in Unicode scalar values.
    start: usize,
    /// Where it ends.
    end: usize,
    /// The question.
    question: &'static str,
    /// One example.
    example: &'static str,
}

fn refused(field: &str, say: String) -> Problem {
    let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "feedback-wrong").say(say.clone());
    problem.fault(Fault::at(format!("/{field}"), say))
}

/// Ask the coach
///
/// The same as `candor coach`: word lists, no model. Nothing is kept, not even for an `Idempotency-Key`.
#[utoipa::path(
    post, path = "/api/v1/feedback/hints", tag = "feedback", operation_id = "ask_the_coach",
    request_body = TextBody,
    responses((status = 200, description = "Questions about the text.", body = AdviceAnswer)),
)]
pub(super) async fn hints(
    State(feedback): State<Feedback>,
    signed: Signed,
    web::Json(body): web::Json<TextBody>,
) -> Outcome<Json<AdviceAnswer>> {
    access::signed(&signed, "coach")?;
    let t = WORDS.in_language("en");
    let is = body.text.chars().count();
    if is > TEXT_MAX {
        return Err(refused("text", said(Wrong::TooLong { max: TEXT_MAX, is }, &t)));
    }
    if body.text.chars().all(|c| c.is_whitespace() || c.is_control()) {
        return Err(refused("text", said(Wrong::Empty, &t)));
    }
    let expected = body.lang.map(|it| it.parse::<Language>()).transpose();
    let expected = expected.map_err(|_| refused("lang", t.text("feedback-wrong-language")))?;
    let event = body.event_date.map(|it| it.parse::<Day>()).transpose();
    let event = event.map_err(|_| refused("event_date", said(Wrong::NotADay, &t)))?;
    let Ok(today) = feedback.today().to_string().parse::<Day>() else {
        return Err(Problem::unavailable());
    };
    // Somewhere it is tomorrow already.
    if event.is_some_and(|it| it.since(today) > 1) {
        return Err(refused("event_date", said(Wrong::NotYet, &t)));
    }
    let identity = match body.identity {
        Some(Identity::Confidential) => coach::Identity::Confidential,
        _ => coach::Identity::Named,
    };
    let advice = advise(&body.text, &Settings { event, identity, expected, ..Settings::on(today) });
    let places = places(&body.text, &advice.hints, Unit::Chars);
    let hint = |(hint, (start, end)): (&coach::Hint, (usize, usize))| HintAnswer {
        check: hint.check.name(),
        start,
        end,
        question: hint.question,
        example: hint.example,
    };
    let hints = advice.hints.iter().zip(places).map(hint).collect();
    Ok(Json(AdviceAnswer { language: advice.language.code(), hints }))
}
