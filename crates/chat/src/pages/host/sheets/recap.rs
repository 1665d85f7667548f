//! The recap editor.

use askama::Template;
use askama_web::WebTemplate;
use web::{Frame, Words};

/// The page of a recap that was drafted.
#[derive(Template, WebTemplate)]
#[template(path = "host/recap.html")]
pub(in crate::pages::host) struct Recap {
    frame: Frame,
    t: Words,
    heading: String,
    path: String,
    console_path: String,
    version: i64,
    title: String,
    body: String,
    language: String,
    html: String,
    state: &'static str,
    state_line: String,
    is_published: bool,
    public: Option<String>,
    said: Option<String>,
    faults: Vec<(&'static str, String)>,
    conflict: bool,
    unsaved: bool,
}

/// The page before there is a draft.
#[derive(Template, WebTemplate)]
#[template(path = "host/recap_new.html")]
pub(in crate::pages::host) struct NoRecap {
    pub(in crate::pages::host) frame: Frame,
    pub(in crate::pages::host) t: Words,
    pub(in crate::pages::host) heading: String,
    /// Something was revealed, so there is something to write about.
    pub(in crate::pages::host) ready: bool,
    pub(in crate::pages::host) path: String,
    pub(in crate::pages::host) console_path: String,
}

/// How the page came about.
pub(in crate::pages::host) enum Said {
    /// Opened.
    Nothing,
    /// Done: the key of what to say.
    Done(&'static str),
    /// Only looked at; nothing stored.
    Preview,
    /// Not stored: what is wrong with which field.
    Faulty(&'static str, String),
    /// Not stored: somebody else was faster.
    Conflict,
}

/// The words in the form, which may not be the stored ones.
pub(in crate::pages::host) struct Typed {
    pub(in crate::pages::host) title: String,
    pub(in crate::pages::host) body: String,
}

impl Recap {
    /// `story` as it is stored, with the words in the form if they differ.
    pub(in crate::pages::host) fn of(
        frame: Frame,
        t: Words,
        chat: &str,
        story: &stories::model::Story,
        typed: Option<Typed>,
        said: Said,
    ) -> Self {
        let Typed { title, body } =
            typed.unwrap_or_else(|| Typed { title: story.title.clone(), body: story.body.clone() });
        let state = story.state.key();
        let is_published = state == "published";
        let path = format!("/host/chats/{chat}/recap");
        let unsaved = matches!(said, Said::Preview | Said::Faulty(..) | Said::Conflict);
        Self {
            frame,
            heading: t.with("host-recap-of", &[("title", story.facts.title.clone().into())]),
            console_path: format!("/host/chats/{chat}/console"),
            version: story.version,
            html: stories::render::html(&body, &story.facts, &stories::words(&story.language)),
            language: story.language.clone(),
            state,
            state_line: t.text(&format!("host-recap-state-{state}")),
            is_published,
            public: is_published.then(|| story.path()),
            said: if let Said::Done(key) = said { Some(t.text(key)) } else { None },
            conflict: matches!(said, Said::Conflict),
            faults: if let Said::Faulty(field, say) = said { vec![(field, say)] } else { Vec::new() },
            unsaved,
            title,
            body,
            path,
            t,
        }
    }

    /// The next save replaces this version, not the stored one.
    pub(in crate::pages::host) fn based_on(&mut self, version: i64) {
        self.version = version;
    }

    fn fault(&self, field: &str) -> Option<&str> {
        self.faults.iter().find(|(f, _)| *f == field).map(|(_, say)| say.as_str())
    }
}
