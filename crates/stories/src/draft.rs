//! An article written from facts alone: no sentence here says more than the records do.

mod opening;
mod section;
mod stand;
mod wrap_up;

pub(crate) use stand::{plainly, said};

use crate::escape;
use crate::facts::Recap;
use web::Words;

/// Quotes per side of a take that a draft shows; the host may edit.
pub(crate) const QUOTES_PER_SIDE: usize = 6;

/// The whole article in Markdown, its title as first heading.
pub fn recap(facts: &Recap, t: &Words) -> String {
    with_title(&facts.title, &article(facts, t))
}

/// The article without its title, as the desk keeps it.
pub fn article(facts: &Recap, t: &Words) -> String {
    let mut text = Text::default();
    opening::standfirst(&mut text, facts, t);
    if facts.takes.is_empty() {
        text.paragraph(&t.text("draft-no-takes"));
    } else {
        opening::learned(&mut text, facts, t);
    }
    opening::panel(&mut text, facts, t);
    for (at, take) in facts.takes.iter().enumerate() {
        section::write(&mut text, facts, at + 1, take, t);
    }
    stand::write(&mut text, facts, t);
    if !facts.takes.is_empty() {
        wrap_up::write(&mut text, facts, t);
    }
    wrap_up::made(&mut text, facts, t);
    text.0
}

/// A title, which is plain text, set as heading above a body, which is Markdown.
pub fn with_title(title: &str, body: &str) -> String {
    format!("# {}\n\n{body}", escape::line(title))
}

/// Markdown under construction: blocks with one empty line between them.
#[derive(Default)]
pub(crate) struct Text(String);

impl Text {
    fn block(&mut self, block: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(block);
        self.0.push('\n');
    }

    pub(crate) fn chapter(&mut self, heading: &str) {
        self.block(&format!("## {heading}"));
    }

    pub(crate) fn heading(&mut self, heading: &str) {
        self.block(&format!("### {heading}"));
    }

    pub(crate) fn paragraph(&mut self, words: &str) {
        self.block(words);
    }

    pub(crate) fn list(&mut self, items: &[String]) {
        if !items.is_empty() {
            self.block(&format!("- {}", items.join("\n- ")));
        }
    }

    /// Paragraphs of user text as a quotation, then who said it.
    pub(crate) fn quotation(&mut self, words: &str, attribution: Option<&str>) {
        let mut lines = escape::lines(words);
        lines.extend(attribution.map(str::to_owned));
        self.block(&format!("> {}", lines.join("\n>\n> ")));
    }
}

#[cfg(test)]
mod tests;
