//! The coach in the composer: at most two questions about the words, asked when the writer wants or pauses. Nothing of it
//! is kept, and nobody else ever sees it.

use super::compose::Sent;
use super::language;
use crate::desk::{self, Setting};
use crate::model::Identity;
use crate::{Feedback, FeedbackError, WORDS, access};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Json, Response};
use axum_extra::extract::Form;
use coach::{Day, Hint, Settings, Unit};
use jiff::civil::Date;
use people::Signed;
use people::directory::{self, Search};
use serde_json::json;
use web::{Outcome, Words};

/// Names that are looked for in a text.
const NAMES: u32 = 200;
/// Between two boxes, so that a sentence does not go on from one into the next.
const BETWEEN: &str = "\n\n";

/// One hint, with the words it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    check: &'static str,
    field: &'static str,
    start: usize,
    end: usize,
    words: String,
    question: &'static str,
    example: &'static str,
}

/// What the coach says now, as a part of the page.
#[derive(Template, WebTemplate)]
#[template(path = "feedback/hints.html")]
pub(super) struct Hints {
    t: Words,
    is_asked: bool,
    shown: Vec<Shown>,
    language: String,
    note: Option<String>,
}

impl Hints {
    /// Before anything was written.
    pub fn none(t: &Words) -> Self {
        Self { t: t.clone(), is_asked: false, shown: Vec::new(), language: String::new(), note: None }
    }
}

/// What the coach says to a form as it is now. What was dismissed is left out.
pub(super) async fn of(feedback: &Feedback, signed: &Signed, sent: &Sent, t: &Words) -> Outcome<Hints> {
    let sheet = sent.sheet().ok_or(FeedbackError::Hidden)?;
    let today = feedback.today();
    let event_on = sent.event_on.parse::<Date>().ok();
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let setting =
        desk::setting(&mut tx, feedback, signed.person.id, sheet.to, sheet.task, event_on.unwrap_or(today)).await?;
    let team = setting.subject.team.as_ref().map(|(id, _)| *id);
    let near = Search { words: String::new(), team };
    let near = directory::list(&mut tx, &near, None, NAMES, today).await.map_err(FeedbackError::from)?;
    drop(tx);
    let names: Vec<&str> = near.people.iter().map(|it| it.name.as_str()).collect();
    Ok(asked(&sent.boxes(), sent, &setting, &names, today, t))
}

fn day(date: Date) -> Option<Day> {
    date.to_string().parse().ok()
}

fn asked(
    boxes: &[(&'static str, &str)],
    sent: &Sent,
    setting: &Setting,
    names: &[&str],
    today: Date,
    t: &Words,
) -> Hints {
    // The coach looks at what would be sent, and no further than that.
    let text: String = boxes.iter().map(|(_, it)| *it).collect::<Vec<_>>().join(BETWEEN);
    let text: String = text.chars().take(crate::model::TEXT_MAX).collect();
    let Some(now) = day(today) else { return Hints::none(t) };
    let readers = [setting.subject.name.as_str()];
    let identity = match setting.identity(Identity::from_key(&sent.identity)) {
        Identity::Named => coach::Identity::Named,
        Identity::Confidential => coach::Identity::Confidential,
    };
    let event = sent.event_on.parse::<Date>().ok().and_then(day);
    let settings = Settings { event, identity, people: names, readers: &readers, ..Settings::on(now) };
    let advice = coach::advise(&text, &settings);
    let wanted: Vec<Hint> =
        advice.hints.iter().filter(|it| !sent.dismissed.iter().any(|gone| gone == it.check.name())).copied().collect();
    let hints = coach::shown(&wanted);
    let note = (!advice.unchecked.is_empty() && !text.trim().is_empty()).then(|| t.text("feedback-coach-unchecked"));
    Hints {
        shown: hints.iter().filter_map(|it| placed(it, boxes, &text)).collect(),
        language: advice.language.code().to_owned(),
        is_asked: true,
        note,
        t: t.clone(),
    }
}

/// In which box a hint stands, counted as browsers count.
fn placed(hint: &Hint, boxes: &[(&'static str, &str)], text: &str) -> Option<Shown> {
    let mut begin = 0;
    for (field, words) in boxes {
        let end = begin + words.len();
        if hint.start < end || *field == boxes.last()?.0 {
            let start = hint.start.clamp(begin, end);
            let stop = hint.end.clamp(start, end);
            let own = Hint { start: start - begin, end: stop - begin, ..*hint };
            let (from, to) = *coach::places(words, &[own], Unit::Utf16).first()?;
            let shown = text.get(start..stop).unwrap_or_default().chars().take(120).collect();
            return Some(Shown {
                check: hint.check.name(),
                field,
                start: from,
                end: to,
                words: shown,
                question: hint.question,
                example: hint.example,
            });
        }
        begin = end + BETWEEN.len();
    }
    None
}

/// POST /feedback/hints: the form as it is now. Programs get JSON, pages a part of the page.
pub(super) async fn answer(
    State(feedback): State<Feedback>,
    signed: Signed,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Outcome<Response> {
    access::signed(&signed, "coach")?;
    let t = WORDS.in_language(language(&headers));
    let hints = of(&feedback, &signed, &sent, &t).await?;
    if !web::wants_json("/feedback/hints", &headers) {
        return Ok(hints.into_response());
    }
    let body = |it: &Shown| {
        json!({ "check": it.check, "field": it.field, "start": it.start, "end": it.end, "words": it.words,
                "question": it.question, "example": it.example })
    };
    Ok(Json(json!({ "language": hints.language, "hints": hints.shown.iter().map(body).collect::<Vec<_>>() }))
        .into_response())
}
