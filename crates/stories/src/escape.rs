//! User text inside Markdown: shown as typed, never obeyed.
//!
//! Every character that could start markup gets a backslash where it could do so, and only there, so that a host who
//! edits the draft still reads sentences rather than backslashes.

use std::fmt::Write as _;

/// Characters that can open or close markup anywhere in a line.
const ALWAYS: &str = "\\`*_[]<|~#$^";

/// One line of Markdown that renders as `text` and as nothing else. White space collapses, control characters go.
pub fn line(text: &str) -> String {
    let plain = plain(text);
    let mut out = String::with_capacity(plain.len() + 8);
    let mut rest = plain.as_str();
    // "1." and "1)" open a list, but only at the start of a line.
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 && rest[digits..].starts_with(['.', ')']) {
        let _ = write!(out, "{}\\{}", &rest[..digits], &rest[digits..=digits]);
        rest = &rest[digits + 1..];
    } else if rest.starts_with(['-', '+', '=', '>', ':']) {
        out.push('\\');
    }
    for (at, c) in rest.char_indices() {
        let (before, here) = (&rest[..at], &rest[at..]);
        let guard = ALWAYS.contains(c)
            || (c == '&' && is_entity(here))
            || (c == '@' && before.ends_with(char::is_alphanumeric))
            // Some readers of the downloaded file turn bare addresses into links; ours does not.
            || (c == ':' && here.starts_with("://"))
            || (c == '.' && before.get(at.saturating_sub(3)..).is_some_and(|w| w.eq_ignore_ascii_case("www")))
            // A "!" at the end would make an image of a link that follows.
            || (c == '!' && (here.len() == 1 || here.starts_with("![")));
        // Some readers take braces at the end of a heading for its attributes, whatever stands before them.
        if c == '}' && here.len() == 1 {
            out.push_str("&#125;");
            break;
        }
        if guard && !(at == 0 && out.ends_with('\\') && digits == 0) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The non-empty lines of `text`, each escaped by [`line`].
pub fn lines(text: &str) -> Vec<String> {
    text.lines().map(line).filter(|l| !l.is_empty()).collect()
}

/// What a reader sees of `text`: white space collapsed, control characters and invisible line ends gone.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.trim().chars() {
        if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            gap = true;
        } else if !c.is_control() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        }
    }
    // A control character may have hidden white space at the rim.
    out.trim().to_owned()
}

/// `&` followed by what an entity looks like: letters, digits or `#`, then `;`.
fn is_entity(here: &str) -> bool {
    let name = here[1..].trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    name.starts_with(';')
}

/// XML text or attribute content.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in plain(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Not a character of XML 1.0.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{line, lines, plain, xml};
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    /// Everything our own renderer and the usual other ones switch on.
    fn parse(markdown: &str) -> Vec<Event<'_>> {
        Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION).collect()
    }

    /// Renders `text` in each place where a draft puts user text; answers the words seen and fails on foreign markup.
    fn seen(before: &str, text: &str, after: &str) -> String {
        let source = format!("{before}{}{after}", line(text));
        let mut words = String::new();
        for event in parse(&source) {
            match event {
                Event::Text(t) => words.push_str(&t),
                Event::Start(
                    Tag::Paragraph
                    | Tag::Heading { .. }
                    | Tag::List(None)
                    | Tag::Item
                    | Tag::Strong
                    | Tag::BlockQuote(None),
                )
                | Event::End(_) => {}
                other => panic!("{source:?} made {other:?}"),
            }
        }
        words
    }

    const PLACES: &[(&str, &str)] =
        &[("", ""), ("## ", "\n"), ("- “", "”\n"), ("- ", "\n"), ("> ", "\n"), ("**", "**, and"), ("# ", "\n\nnext")];

    fn check(text: &str) {
        let want = plain(text);
        if want.is_empty() {
            return;
        }
        for (before, after) in PLACES {
            let own: String = before.chars().filter(|c| *c == '“').collect();
            let tail = match *after {
                "**, and" => ", and",
                "\n\nnext" => "next",
                "”\n" => "”",
                _ => "",
            };
            assert_eq!(seen(before, text, after), format!("{own}{want}{tail}"), "in {before:?}");
        }
    }

    #[test]
    fn text_is_shown_not_obeyed() {
        for text in [
            "Most of our status meetings should be a written update",
            "*not* _bold_ **at** all `code`",
            "# heading",
            "#hash",
            "C # ",
            "1. list",
            "12) list",
            "- list",
            "+ list",
            "---",
            "===",
            "***",
            "~~~",
            "```rust",
            "[link](https://evil.example)",
            "![picture](chart:1)",
            "[ref]: https://evil.example",
            "[^1]: note",
            "<script>alert(1)</script>",
            "<https://evil.example>",
            "<!-- gone -->",
            "&lt;b&gt; &amp; R&D &#60;",
            "| a | b |\n|---|---|",
            "> quote",
            ">! x",
            "back\\slash\\",
            "\\",
            "$x^2$",
            ":smile:",
            "~struck~",
            "||spoiler||",
            "{#id .class}",
            "title {#id}",
            "term\n: definition",
            "a  \nb",
            "\u{0}null",
            "\u{1b}[31mred",
            "\t\ttabs",
            "Wow!",
            "www.evil.example and HTTPS://evil.example, me@evil.example",
            "[x]",
            "[ ] todo",
            "[!NOTE]",
            "+++",
            "…",
            "é\u{a0}x",
            "1.",
            "1",
            "+",
        ] {
            check(text);
        }
    }

    #[test]
    fn sentences_stay_readable() {
        let text = "We spend 40% on R&D (yes, really) - \"that's fine\": see 3.5, e.g. now. Why!?";
        assert_eq!(line(text), text);
        assert_eq!(line("1. a_b"), "1\\. a\\_b");
        assert_eq!(line("https://a.example"), "https\\://a.example");
        assert_eq!(lines("one\n\n  # two\r\n"), ["one", "\\# two"]);
    }

    #[test]
    fn xml_holds_nothing_live() {
        assert_eq!(xml("<a href=\"x\">'&'\u{ffff}\u{0}"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;\u{fffd}");
    }

    proptest! {
        #[test]
        fn any_text_renders_literally(text in "\\PC{0,60}") {
            check(&text);
        }

        #[test]
        fn dense_markup_renders_literally(text in "[-#*_`~>|\\\\!\\[\\](){}<&;:$^=+. \t\n0-9aw/@\"']{0,40}") {
            check(&text);
        }
    }
}
