//! Pages keep the content security policy, and say nothing that is not in a Fluent file.

use super::Finding;
use crate::tree::{Tree, line_of};

const STYLE: &str = "an inline style is refused by the policy: use a class, SVG geometry, or el.style from a module";
const HANDLER: &str = "an event attribute is refused by the policy: listen from a module";
const SCRIPT: &str = "an inline script is refused by the policy: use a module, or type=\"application/json\" for data";
const DATA: &str = "a data: address is refused by the policy: make it a file in assets";
const REMOTE: &str = "pages load nothing from elsewhere: vendor the file";

/// What a reader hears or sees of a tag.
const SPOKEN: &[&str] =
    &["alt", "aria-description", "aria-label", "aria-roledescription", "label", "placeholder", "title"];

/// Attributes without a value.
const SWITCHES: &[&str] = &["autofocus", "checked", "disabled", "hidden", "open", "readonly", "required", "selected"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let pages = tree.texts(&["html"]).flat_map(|(path, text)| page(path, &blank(text)));
    let styles = tree.texts(&["css"]).flat_map(|(path, text)| {
        let remote = ["url(http", "url(\"http", "url('http", "@import"].map(|sign| (sign, REMOTE));
        signs(path, text, &[("data:", DATA)]).into_iter().chain(signs(path, text, &remote))
    });
    let scripts = tree.texts(&["js"]).filter(|(path, _)| path.contains("/assets/")).flat_map(|(path, text)| {
        let refused =
            [("setAttribute(\"style\"", STYLE), ("style=", STYLE), ("eval(", SCRIPT), ("new Function(", SCRIPT)];
        signs(path, &super::literals::without_comments(text), &refused)
    });
    pages.chain(styles).chain(scripts).collect()
}

fn signs(path: &str, text: &str, signs: &[(&str, &str)]) -> Vec<Finding> {
    let hits = signs.iter().flat_map(|(sign, say)| text.match_indices(sign).map(|(at, _)| (at, *say)));
    hits.map(|(at, say)| Finding::fail(path, line_of(text, at), say)).collect()
}

fn page(path: &str, text: &str) -> Vec<Finding> {
    let mut found = signs(path, text, &[("=\"data:", DATA), ("='data:", DATA), ("<style", STYLE)]);
    for tag in tags(text) {
        let mut fail = |say| found.push(Finding::fail(path, line_of(text, tag.at), say));
        let loads = matches!(tag.name, "script" | "link" | "img" | "source" | "iframe" | "video" | "audio");
        for (name, value) in &tag.attributes {
            match *name {
                "style" => fail(STYLE),
                name if name.starts_with("on") => fail(HANDLER),
                "src" | "href" if loads && value.contains("//") => fail(REMOTE),
                _ => {}
            }
        }
        if tag.name == "script" && !tag.has("src") && tag.value("type") != Some("application/json") {
            fail(SCRIPT);
        }
    }
    found
}

/// Fails on letters between tags, and in attributes that are read out.
pub(super) fn check_words(tree: &Tree) -> Vec<Finding> {
    tree.texts(&["html"]).flat_map(|(path, text)| words(path, &blank(text))).collect()
}

fn words(path: &str, text: &str) -> Vec<Finding> {
    const SAY: &str = "words stand in locales/en/*.ftl, so that they can be translated: take them by their key";
    let mut found = Vec::new();
    let mut end = 0;
    let all = tags(text);
    for (n, tag) in all.iter().enumerate() {
        // Data for scripts, and what is typed into a terminal, are the same in every language.
        let no_words = n > 0 && matches!(all[n - 1].name, "script" | "code" | "kbd" | "samp");
        if !no_words && has_word(&text[end..tag.at]) {
            let lead = text[end..tag.at].len() - text[end..tag.at].trim_start().len();
            found.push(Finding::fail(path, line_of(text, end + lead), SAY));
        }
        if tag.attributes.iter().any(|(name, value)| SPOKEN.contains(name) && has_word(value)) {
            found.push(Finding::fail(path, line_of(text, tag.at), SAY));
        }
        end = tag.end;
    }
    found
}

/// Two letters in a row that are no entity.
fn has_word(text: &str) -> bool {
    // A macro may make the attributes of a tag that is elsewhere.
    let is_attribute = |word: &str| word.contains("=\"") || SWITCHES.contains(&word);
    let is_entity = |word: &str| word.starts_with('&') && word.ends_with(';');
    text.split_whitespace().filter(|word| !is_entity(word) && !is_attribute(word)).any(|word| {
        let letters: Vec<bool> = word.chars().map(char::is_alphabetic).collect();
        letters.windows(2).any(|pair| pair == [true, true])
    })
}

/// Blanks instead of expressions, blocks and comments; every byte keeps its place, for line numbers.
fn blank(text: &str) -> String {
    const PAIRS: &[(&str, &str)] = &[("{{", "}}"), ("{%", "%}"), ("{#", "#}"), ("<!--", "-->")];
    let (mut at, mut out) = (0, String::with_capacity(text.len()));
    while at < text.len() {
        let rest = &text[at..];
        let pair = PAIRS.iter().find(|(open, _)| rest.starts_with(open));
        let next = match pair {
            Some((_, close)) => rest.find(close).map_or(text.len(), |n| at + n + close.len()),
            None => at + rest.chars().next().map_or(1, char::len_utf8),
        };
        match pair {
            Some(_) => out.extend(text[at..next].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' })),
            None => out.push_str(&text[at..next]),
        }
        at = next;
    }
    out
}

/// An opening or closing tag.
struct Tag<'a> {
    at: usize,
    end: usize,
    /// With the slash of a closing tag.
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
}

impl Tag<'_> {
    fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(it, _)| *it == name).map(|(_, value)| *value)
    }

    fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }
}

fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(n) = text[at..].find('<') {
        let start = at + n;
        let end = end_of_tag(text, start);
        let inside = text[start + 1..end].trim_end_matches(['>', '/']);
        let name = inside.split_whitespace().next().unwrap_or_default();
        let attributes = if name.is_empty() {
            Vec::new()
        } else {
            attributes(&inside[inside.find(name).unwrap_or(0) + name.len()..])
        };
        all.push(Tag { at: start, end, name, attributes });
        at = end;
    }
    all
}

/// Behind the `>` that is not in quotes.
fn end_of_tag(text: &str, start: usize) -> usize {
    let mut quote = None;
    for (n, c) in text[start..].char_indices() {
        match (quote, c) {
            (None, '>') => return start + n + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    text.len()
}

fn attributes(mut rest: &str) -> Vec<(&str, &str)> {
    let mut all = Vec::new();
    loop {
        rest = rest.trim_start();
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let name = &rest[..end];
        rest = &rest[end..];
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let body = if quote.is_some() { &after[1..] } else { after };
            let end = body.find(|c: char| quote.map_or(c.is_whitespace(), |q| c == q)).unwrap_or(body.len());
            value = &body[..end];
            rest = &body[(end + 1).min(body.len())..];
        }
        if name.is_empty() && rest.is_empty() {
            return all;
        }
        all.push((name, value));
    }
}

#[cfg(test)]
mod tests {
    use super::{check, check_words};
    use crate::tidy::places;
    use crate::tree::Tree;

    fn policy(path: &str, text: &str) -> Vec<String> {
        places(&check(&Tree::of(&[(path, text)])))
    }

    fn spoken(text: &str) -> Vec<String> {
        places(&check_words(&Tree::of(&[("a.html", text)])))
    }

    #[test]
    fn the_policy_is_kept_in_pages() {
        let fine = r#"<p class="{% if a > b %}style=x{% endif %}">{{ t.text("on-time") }}</p>
            <script type="application/json" id="x">{{ boot|safe }}</script><script type="module" src="{{ url }}"></script>
            <a href="https://saltmarsh.example">{{ x }}</a>"#;
        assert_eq!(policy("a.html", fine), [""; 0]);
        for refused in [
            "<p style=\"x\">",
            "<p\n  onclick='x'>",
            "<script>x</script>",
            "<script type=\"module\">x</script>",
            "<style>x</style>",
            "<img src=\"data:image/png;base64,x\">",
            "<script src=\"https://saltmarsh.example/x.js\"></script>",
        ] {
            assert_eq!(policy("a.html", refused).len(), 1, "{refused}");
        }
    }

    #[test]
    fn the_policy_is_kept_in_styles_and_scripts() {
        assert_eq!(policy("a.css", "a {}\nb { background: url(data:image/svg+xml,x) }"), ["a.css:2"]);
        assert_eq!(policy("a.css", "@import \"x.css\";"), ["a.css:1"]);
        assert_eq!(
            policy("w/assets/a.js", "el.style.width = x; // style=\nel.setAttribute(\"style\", x)"),
            ["w/assets/a.js:2"]
        );
    }

    #[test]
    fn words_come_from_fluent() {
        let fine = "<!doctype html>\n<!-- Words -->{# Words #}<p title=\"{{ t }}\">{{ t.text(\"a\") }} · &nbsp; 5 %</p>\
                    <script type=\"application/json\">{\"some\": 1}</script><code>candor serve</code>\
                    {% macro x() %} aria-invalid=\"true\" autofocus{% endmacro %}";
        assert_eq!(spoken(fine), [""; 0]);
        assert_eq!(spoken("<p>\n  Hello {{ name }}</p>"), ["a.html:2"]);
        assert_eq!(spoken("<p>{{ x }}</p>\n<img alt=\"A dog\">"), ["a.html:2"]);
    }
}
