//! Every kind of refusal, and the page that `type` of a problem leads to.

use crate::WORDS;
use crate::app::App;
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use people::routes::Routes;
use web::{Frame, Outcome, Problem, Words};

/// Name of a kind as it stands in its address, and the statuses it comes with.
pub type Kind = (&'static str, &'static [u16]);

/// All kinds, by name.
pub const KINDS: &[Kind] = &[
    ("access-hat-admin", &[403]),
    ("access-hat-host", &[403]),
    ("access-hat-member", &[403]),
    ("access-hat-partner", &[403]),
    ("access-hidden", &[404]),
    ("access-no-row", &[403]),
    ("access-not-admin", &[403]),
    ("access-not-host", &[403]),
    ("access-not-now", &[403, 409]),
    ("access-not-partner", &[403]),
    ("access-own-record", &[403]),
    ("access-sign-in", &[401]),
    ("bad-request", &[400]),
    ("bad-seq", &[422]),
    ("bad-text", &[422]),
    ("bad-word", &[422]),
    ("busy", &[503]),
    ("closed", &[409]),
    ("content-type", &[415]),
    ("cross-site", &[403]),
    ("draft", &[422]),
    ("feedback-ask-closed", &[409]),
    ("feedback-failed", &[500]),
    ("feedback-flagged-already", &[409]),
    ("feedback-grace-over", &[409]),
    ("feedback-hidden", &[404]),
    ("feedback-identity-refused", &[409]),
    ("feedback-left", &[422]),
    ("feedback-not-asked", &[422]),
    ("feedback-not-now", &[409]),
    ("feedback-promise-changed", &[409]),
    ("feedback-stale", &[409]),
    ("feedback-too-late", &[409]),
    ("feedback-used", &[409]),
    ("feedback-values-full", &[422]),
    ("feedback-wrong", &[422]),
    ("fields", &[422]),
    ("full", &[409]),
    ("host-choose", &[422]),
    ("host-is-owner", &[422]),
    ("internal", &[500]),
    ("json", &[400]),
    ("key-answer-lost", &[409]),
    ("key-in-flight", &[409]),
    ("key-reused", &[422]),
    ("key-unusable", &[400]),
    ("method-not-allowed", &[405]),
    ("name-missing", &[422]),
    ("no-code", &[503]),
    ("no-room", &[503]),
    ("no-such-host", &[422]),
    ("no-swipe", &[422]),
    ("not-co-host", &[422]),
    ("not-found", &[404]),
    ("not-live", &[409]),
    ("not-named", &[422]),
    ("not-now", &[409]),
    ("own-hand-over", &[422]),
    ("owner-is-here", &[422]),
    ("parameter", &[422]),
    ("query", &[400]),
    ("recap", &[404, 409, 422, 503]),
    ("seq-used", &[409]),
    ("sign-in", &[401]),
    ("stale", &[409]),
    ("token-not-here", &[403]),
    ("token-out-of-scope", &[403]),
    ("token-too-fast", &[429]),
    ("token-unknown", &[401]),
    ("too-large", &[413]),
    ("too-long", &[422]),
    ("too-many-hosts", &[422]),
    ("unavailable", &[503]),
    ("unconditional", &[428]),
    ("unknown-chat", &[404]),
    ("unknown-code", &[404]),
    ("unknown-panellist", &[404]),
    ("unknown-take", &[404]),
    ("unknown-truth", &[404]),
    ("unknown-voice", &[404]),
    ("unmet", &[412]),
];

pub(crate) fn routes() -> Routes<App> {
    Routes::new().get("/problems", ("problems", "read"), all).get("/problems/{kind}", ("problems", "read"), one)
}

#[derive(Template, WebTemplate)]
#[template(path = "problems.html")]
struct All {
    frame: Frame,
    t: Words,
    kinds: Vec<Line>,
}

#[derive(Template, WebTemplate)]
#[template(path = "problem_kind.html")]
struct One {
    frame: Frame,
    t: Words,
    kind: Line,
}

/// A kind in words.
struct Line {
    name: &'static str,
    statuses: Vec<String>,
    about: String,
}

fn line((name, statuses): Kind, t: &Words) -> Line {
    let statuses = statuses.iter().map(ToString::to_string).collect();
    Line { name, statuses, about: t.text(&format!("kind-{name}")) }
}

/// GET /problems
async fn all(State(app): State<App>) -> All {
    let t = WORDS.in_language("en");
    let frame = Frame::new(&app.site, "en", t.text("problems-title")).style("candor/reference.css");
    All { frame, kinds: KINDS.iter().map(|kind| line(*kind, &t)).collect(), t }
}

/// GET /problems/{kind}
async fn one(State(app): State<App>, Path(name): Path<String>) -> Outcome<One> {
    let t = WORDS.in_language("en");
    let kind = KINDS.iter().find(|(known, _)| *known == name);
    let kind = kind.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "not-found"))?;
    let frame = Frame::new(&app.site, "en", name).style("candor/reference.css");
    Ok(One { frame, kind: line(*kind, &t), t })
}

#[cfg(test)]
mod tests {
    use super::KINDS;

    #[test]
    fn kinds_stand_by_name_and_once() {
        assert!(KINDS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(KINDS.iter().all(|(_, statuses)| statuses.iter().all(|it| (400..600).contains(it))));
    }
}
