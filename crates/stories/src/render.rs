//! Markdown to what readers see. `![…](chart:N)` is the chart of take N and `![…](map)` the opinion map, drawn from the
//! facts and never from words.
//!
//! The body is a host's text. Raw HTML in it is shown as text; what is left is sanitised block by block, and only then
//! do figures take their places *between* the sanitised blocks. So no text can imitate a figure, and no figure is at
//! the mercy of the sanitiser.

mod figure;
mod map;

use crate::escape;
use crate::facts::{Opinion, Recap};
use crate::numbers::{Sided, chart};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::collections::HashSet;
use std::ops::Range;
use web::Words;

/// What happens to first-level headings of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Headings {
    /// They stay: the body brings its own title.
    AsWritten,
    /// They become second-level: the page has the title already.
    BelowTitle,
}

/// HTML of a whole article: sanitised words, our own figures.
pub fn html(body: &str, facts: &Recap, t: &Words) -> String {
    blocks(body, facts, t, Headings::AsWritten)
}

pub(crate) fn blocks(body: &str, facts: &Recap, t: &Words, headings: Headings) -> String {
    let cleaner = cleaner();
    let mut out = String::new();
    let mut figures = 0_usize;
    for block in split(body, facts) {
        if !block.only_charts {
            let mut words = String::new();
            let events = block.events.into_iter().map(|(event, _)| demote(event, headings));
            pulldown_cmark::html::push_html(&mut words, events);
            out.push_str(&cleaner.clean(&words).to_string());
        }
        for drawing in block.charts {
            figures += 1;
            out.push_str(&drawing.html(figures, facts, t));
        }
    }
    out
}

/// Markdown for readers elsewhere: chart lines become tables of the numbers, all other words stay as written.
pub fn markdown(body: &str, facts: &Recap, t: &Words) -> String {
    let mut out = String::new();
    let mut from = 0;
    for block in split(body, facts) {
        if block.images.is_empty() {
            continue;
        }
        out.push_str(&body[from..block.range.start]);
        from = block.range.end;
        let mut words = String::new();
        let mut at = block.range.start;
        for (range, instead) in &block.images {
            words.push_str(&body[at..range.start]);
            words.push_str(instead);
            at = range.end;
        }
        words.push_str(&body[at..from]);
        let mut parts = vec![];
        if !block.only_charts {
            parts.push(words.trim_end().to_owned());
        }
        parts.extend(block.charts.iter().filter_map(|drawing| drawing.markdown(facts, t)));
        out.push_str(&parts.join("\n\n"));
        // Some blocks range over their last line end, others do not.
        if body[..from].ends_with('\n') {
            out.push('\n');
        }
    }
    out.push_str(&body[from..]);
    out
}

/// What is drawn from the facts.
enum Drawing<'f> {
    /// The chart of a take, by its number.
    Take(usize, Sided),
    /// The opinion map.
    Map(&'f Opinion),
}

impl<'f> Drawing<'f> {
    /// What an address names, if there is such a drawing.
    fn at(facts: &'f Recap, address: &str) -> Option<Self> {
        match (address, &facts.opinion) {
            ("map", Some(opinion)) => Some(Self::Map(opinion)),
            _ => chart(facts, address).map(|(number, _, sided)| Self::Take(number, sided)),
        }
    }

    fn html(&self, nth: usize, facts: &Recap, t: &Words) -> String {
        match self {
            Self::Take(number, sided) => figure::html(nth, *number, facts, sided, t),
            Self::Map(opinion) => map::html(nth, opinion, facts, t),
        }
    }

    fn markdown(&self, facts: &Recap, t: &Words) -> Option<String> {
        match self {
            Self::Take(_, sided) => Some(figure::markdown(sided, t)),
            Self::Map(opinion) => map::markdown(opinion, facts, t),
        }
    }
}

/// A block that stands directly in the article.
struct Block<'a, 'f> {
    /// What is left of it without images.
    events: Vec<(Event<'a>, Range<usize>)>,
    /// Where it stands in the body.
    range: Range<usize>,
    /// The charts in it, in order.
    charts: Vec<Drawing<'f>>,
    /// Where each image stood, and the Markdown that takes its place.
    images: Vec<(Range<usize>, String)>,
    /// Nothing but charts.
    only_charts: bool,
}

fn split<'a, 'f>(body: &'a str, facts: &'f Recap) -> Vec<Block<'a, 'f>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut blocks = vec![];
    let mut inside: Vec<(Event<'a>, Range<usize>)> = vec![];
    let mut depth = 0_usize;
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        inside.push((event, range));
        if depth == 0 {
            blocks.push(block(std::mem::take(&mut inside), facts));
        }
    }
    blocks
}

/// Takes the images out of a block: charts to stand after it, other pictures as their alternative text.
fn block<'a, 'f>(inside: Vec<(Event<'a>, Range<usize>)>, facts: &'f Recap) -> Block<'a, 'f> {
    let start = inside.iter().map(|(_, r)| r.start).min().unwrap_or(0);
    let end = inside.iter().map(|(_, r)| r.end).max().unwrap_or(start);
    let mut block = Block { events: vec![], range: start..end, charts: vec![], images: vec![], only_charts: false };
    // The image that is open, and the alternative text so far. Images may nest.
    let mut open: Vec<(Option<Drawing<'f>>, String)> = vec![];
    for (event, range) in inside {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => {
                open.push((Drawing::at(facts, &dest_url), String::new()));
            }
            Event::End(TagEnd::Image) => {
                let Some((known, alt)) = open.pop() else { continue };
                let instead = if known.is_some() { String::new() } else { alt };
                block.charts.extend(known);
                if let Some((_, outer)) = open.last_mut() {
                    outer.push_str(&instead);
                } else {
                    block.images.push((range.clone(), escape::line(&instead)));
                    if !instead.is_empty() {
                        block.events.push((Event::Text(instead.into()), range));
                    }
                }
            }
            event => match open.last_mut() {
                Some((_, alt)) => match event {
                    Event::Text(words) | Event::Code(words) | Event::Html(words) | Event::InlineHtml(words) => {
                        alt.push_str(&words);
                    }
                    Event::SoftBreak | Event::HardBreak => alt.push(' '),
                    _ => {}
                },
                None => block.events.push((as_text(event), range)),
            },
        }
    }
    block.only_charts = !block.charts.is_empty()
        && block.events.iter().all(|(event, _)| match event {
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) | Event::SoftBreak | Event::HardBreak => true,
            Event::Text(words) => words.trim().is_empty(),
            _ => false,
        });
    block
}

/// Raw HTML is shown as it was typed.
fn as_text(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            // A reader's programs must not be started from an article.
            let dest_url = if dest_url.starts_with("chart:") { CowStr::Borrowed("") } else { dest_url };
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        other => other,
    }
}

fn demote(event: Event<'_>, headings: Headings) -> Event<'_> {
    match event {
        Event::Start(Tag::Heading { level: HeadingLevel::H1, id, classes, attrs })
            if headings == Headings::BelowTitle =>
        {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, id, classes, attrs })
        }
        Event::End(TagEnd::Heading(HeadingLevel::H1)) if headings == Headings::BelowTitle => {
            Event::End(TagEnd::Heading(HeadingLevel::H2))
        }
        other => other,
    }
}

fn cleaner() -> ammonia::Builder<'static> {
    let mut cleaner = ammonia::Builder::empty();
    cleaner
        .tags(HashSet::from([
            "p",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "ul",
            "ol",
            "li",
            "blockquote",
            "strong",
            "em",
            "del",
            "code",
            "pre",
            "hr",
            "br",
            "a",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        ]))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes([("a", HashSet::from(["href", "title"])), ("ol", HashSet::from(["start"]))].into())
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["https", "http", "mailto"]))
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(Some("nofollow noopener"))
        .strip_comments(true);
    cleaner
}

#[cfg(test)]
mod tests;
