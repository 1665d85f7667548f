//! What the page shows.

use crate::model::Hat;
use crate::model::token::{Fault, LIVES, Scope, Token, Wish};
use crate::{People, Signed, WORDS};
use askama::Template;
use askama_web::WebTemplate;
use jiff::tz::TimeZone;
use web::clean::CleanError;
use web::{Frame, Words};

/// What was sent, and what became of it.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub wish: Wish,
    pub faults: Vec<(&'static str, String)>,
    /// Name and text of a token that was just made.
    pub made: Option<(String, String)>,
}

#[derive(Template, WebTemplate)]
#[template(path = "people/tokens/list.html")]
pub(super) struct Sheet {
    frame: Frame,
    t: Words,
    made: Option<Shown>,
    tokens: Vec<Line>,
    name: String,
    hats: Vec<Choice>,
    scopes: Vec<Choice>,
    lives: Vec<Choice>,
    faults: Vec<(&'static str, String)>,
}

/// A token, this once.
struct Shown {
    heading: String,
    text: String,
}

/// A token in the list.
struct Line {
    name: String,
    prefix: String,
    hat: String,
    scopes: Vec<&'static str>,
    used: String,
    ends: String,
    is_over: bool,
    action: String,
    end: String,
}

/// Something to choose.
struct Choice {
    key: String,
    word: String,
    hint: String,
    is_chosen: bool,
}

impl Sheet {
    pub fn of(people: &People, signed: &Signed, lang: &str, tokens: &[Token], typed: Typed) -> Self {
        let t = WORDS.in_language(lang);
        let frame = Frame::new(&people.site, lang, t.text("token-title"));
        let now = people.ambient.now();
        let line = |token: &Token| {
            let is_over = token.ends_at <= now;
            let day = token.ends_at.to_zoned(TimeZone::UTC).date().to_string();
            Line {
                name: token.name.clone(),
                prefix: token.prefix.clone(),
                hat: t.text(&format!("token-hat-{}", token.hat.key())),
                scopes: token.scopes.iter().map(|it| it.key()).collect(),
                used: match &token.used_on {
                    Some(day) => t.with("token-used", &[("day", day.as_str().into())]),
                    None => t.text("token-unused"),
                },
                ends: t.with(if is_over { "token-over" } else { "token-ends" }, &[("day", day.into())]),
                is_over,
                action: format!("/me/tokens/{}/end", token.id),
                end: t.with("token-end-which", &[("name", token.name.as_str().into())]),
            }
        };
        let wish = &typed.wish;
        let hats = super::hats(signed);
        // The hat of this moment is the one most likely meant.
        let usual = if wish.hat.is_empty() { signed.hat.key() } else { &wish.hat };
        let hat = |hat: Hat| Choice {
            key: hat.key().to_owned(),
            word: t.text(&format!("token-hat-{}", hat.key())),
            hint: t.text(&format!("token-hat-{}-hint", hat.key())),
            is_chosen: hat.key() == usual,
        };
        let scope = |scope: Scope| Choice {
            key: scope.key().to_owned(),
            word: scope.key().to_owned(),
            hint: t.text(&format!("token-scope-{}", scope.word())),
            is_chosen: wish.scopes.iter().any(|it| it == scope.key()),
        };
        let days = if wish.days.is_empty() { "90" } else { &wish.days };
        let choice_of_days = |life: i64| Choice {
            key: life.to_string(),
            word: t.with("token-days", &[("n", life.into())]),
            hint: String::new(),
            is_chosen: life.to_string() == days,
        };
        Self {
            frame: frame.style("people/tokens.css").signed(signed.shown()),
            made: typed
                .made
                .map(|(name, text)| Shown { heading: t.with("token-made", &[("name", name.into())]), text }),
            tokens: tokens.iter().map(line).collect(),
            name: wish.name.clone(),
            hats: hats.into_iter().map(hat).collect(),
            scopes: Scope::ALL.into_iter().map(scope).collect(),
            lives: LIVES.into_iter().map(choice_of_days).collect(),
            faults: typed.faults,
            t,
        }
    }

    /// What is wrong with a field.
    fn fault(&self, field: &str) -> Option<&str> {
        self.faults.iter().find(|(at, _)| *at == field).map(|(_, say)| say.as_str())
    }
}

/// What is wrong, in words.
pub(super) fn say(fault: Fault, t: &Words) -> String {
    match fault {
        Fault::Name(CleanError::Empty) => t.text("token-fault-name"),
        Fault::Name(CleanError::TooLong { max, is }) => {
            t.with("token-fault-name-long", &[("max", max.into()), ("is", is.into())])
        }
        Fault::Name(CleanError::Control) => t.text("token-fault-name-control"),
        Fault::Hat => t.text("token-fault-hat"),
        Fault::Scopes => t.text("token-fault-scopes"),
        Fault::Days => t.text("token-fault-days"),
    }
}
