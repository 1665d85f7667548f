use super::{Headings, blocks, html, markdown};
use crate::draft;
use crate::facts::{Cell, Opinion, Reading, Recap, sample};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

fn page(body: &str) -> String {
    html(body, &sample(), &crate::words("en"))
}

fn download(body: &str) -> String {
    markdown(body, &sample(), &crate::words("en"))
}

const ALLOWED: &[&str] = &[
    "p",
    "a",
    "pre",
    "code",
    "em",
    "strong",
    "ul",
    "ol",
    "li",
    "blockquote",
    "h1",
    "h2",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "hr",
    "br",
    "del",
];

#[test]
fn nothing_live_survives() {
    for body in [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html,<script>1</script>)",
        "<javascript:alert(1)>",
        "<style>body{display:none}</style>",
        "<p style=\"position:fixed\">x</p>",
        "<iframe src=\"https://evil.example\"></iframe>",
        "<svg onload=alert(1)><script>1</script></svg>",
        "<a href=\"https://x.example\" onclick=\"alert(1)\">x</a>",
        "<math><mi xlink:href=\"javascript:alert(1)\">x</mi></math>",
        "<form action=\"/host\"><input name=a></form>",
        "![x](javascript:alert(1))",
        "![x](https://evil.example/pixel.gif)",
        "[x](https://a.example \"\\\" onmouseover=alert(1) x=\\\"\")",
        "```\"><script>alert(1)</script>\nx\n```",
        "```x\" onclick=\"alert(1)\n<script>\n```",
        "<div>\n\n![x](chart:1)\n\n</div>",
        "<!-- <script> --> x",
        "<![CDATA[<script>]]>",
        "[a]: javascript:alert(1)\n\n[a]",
        "[r]\n\n[r]: onload=x![a](chart:1)",
    ] {
        assert_dead(body);
    }
}

proptest! {
    #[test]
    fn nothing_live_survives_in_any_soup(
        parts in proptest::collection::vec(proptest::sample::select(SOUP), 0..24)
    ) {
        assert_dead(&parts.concat());
    }
}

const SOUP: &[&str] = &[
    "<script>",
    "</script>",
    "<img src=x onerror=y>",
    "<",
    ">",
    "\"",
    "'",
    "`",
    "```",
    "[",
    "](",
    ")",
    "!",
    "![a](chart:1)",
    "javascript:",
    "&#106;",
    "data:",
    " onload=x",
    "\n",
    "\n\n",
    "> ",
    "- ",
    "    ",
    "|",
    "|-|\n",
    "<!--",
    "-->",
    "<a href=\"",
    "\\",
    "*",
    "_",
    "[r]: ",
    "\u{0}",
    "</figure>",
    "<svg/onload=x>",
    "style=x",
    "é",
    "<p title='",
];

/// Outside our own figures there is no tag but the harmless ones, and no attribute that does anything.
fn assert_dead(body: &str) {
    let out = page(body);
    let words: String =
        out.split("<figure class=").map(|part| part.rsplit("</figure>").next().unwrap_or(part)).collect();
    // Text holds no "<" that is not escaped, so every "<" opens a tag.
    for tag in words.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or(tag).to_lowercase();
        let name: String = tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
        assert!(ALLOWED.contains(&name.trim_matches('/')), "<{tag}> from {body}:\n{out}");
        let mut rest = &tag[name.len()..];
        while let Some((attribute, after)) = rest.split_once("=\"") {
            let (value, after) = after.split_once('"').unwrap_or((after, ""));
            let attribute = attribute.trim();
            assert!(["href", "title", "rel", "start"].contains(&attribute), "<{tag}> from {body}:\n{out}");
            let scheme = value.split_once(':').map_or("", |(scheme, _)| scheme);
            let harmless = attribute != "href"
                || ["", "https", "http", "mailto"].contains(&scheme)
                // What no scheme can hold makes it an address on this site.
                || scheme.contains(|c: char| c.is_ascii_punctuation() && !"+-.&;".contains(c));
            assert!(harmless, "<{tag}> from {body}:\n{out}");
            rest = after;
        }
    }
}

#[test]
fn links_lend_nobody_our_name() {
    let out = page("[x](https://a.example) [y](/recaps/z) <me@a.example>");
    assert!(out.contains("<a href=\"https://a.example\" rel=\"nofollow noopener\">x</a>"), "{out}");
    assert!(out.contains("<a href=\"/recaps/z\" rel=\"nofollow noopener\">y</a>"), "{out}");
    assert!(out.contains("href=\"mailto:me@a.example\""), "{out}");
}

#[test]
fn charts_stand_between_blocks() {
    assert_eq!(page("![a](chart:1)").matches("<figure").count(), 1);
    assert!(page("![a](chart:1)").starts_with("<figure"), "no empty paragraph is left");
    let inside = page("before ![a](chart:1) after\n\n> quoted ![b](chart:2)");
    assert!(inside.contains("<p>before  after</p>\n<figure"), "{inside}");
    assert!(inside.contains("</blockquote>\n<figure"), "{inside}");
    let twice = page("![a](chart:1)\n\n![b](chart:1)");
    let ids: Vec<&str> = twice.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "{ids:?}");
}

#[test]
fn no_text_imitates_a_chart() {
    for body in [
        "`![a](chart:1)`",
        "\\![a](chart:1)",
        "    ![a](chart:1)",
        "<figure>chart:1</figure>",
        "&#33;[a](chart:1)",
        "chart:1",
    ] {
        let out = page(body);
        assert!(!out.contains("<figure"), "{body}: {out}");
    }
    for body in
        ["![so it was](chart:99)", "![so it was](chart:6)", "![so it was](/x.png)", "![so ![it](chart:7) was](x)"]
    {
        assert_eq!(page(body), "<p>so it was</p>\n", "{body}");
        assert_eq!(download(body), "so it was", "{body}");
    }
    assert_eq!(page("![<b>\"x](chart:99)"), "<p>&lt;b&gt;\"x</p>\n");
}

#[test]
fn the_title_of_the_page_stays_alone() {
    let t = crate::words("en");
    assert!(blocks("# One\n\n## Two", &sample(), &t, Headings::BelowTitle).starts_with("<h2>One</h2>"));
    assert!(html("# One", &sample(), &t).starts_with("<h1>One</h1>"));
}

#[test]
fn a_download_has_tables_for_charts_and_every_other_word() {
    let out = download("Before.\n\n![a](chart:1)\n\n* kept *as* written\n\ntext ![b](chart:2) more\n");
    insta::assert_snapshot!(out);
}

#[test]
fn a_downloaded_draft_reads_the_same() {
    let (facts, t) = (sample(), crate::words("en"));
    let body = draft::recap(&facts, &t);
    let out = markdown(&body, &facts, &t);
    assert!(!out.contains("chart:"), "{out}");
    let headings = |text: &str| {
        Parser::new_ext(text, Options::ENABLE_TABLES)
            .filter(|e| matches!(e, Event::Start(Tag::Heading { .. } | Tag::BlockQuote(_) | Tag::Item)))
            .count()
    };
    assert_eq!(headings(&body), headings(&out));
    let tables = Parser::new_ext(&out, Options::ENABLE_TABLES).filter(|e| matches!(e, Event::Start(Tag::Table(_))));
    assert_eq!(tables.count(), 6);
}

#[test]
fn the_map_is_drawn_from_the_facts_and_from_nothing_else() {
    let out = page("![a](map)");
    assert!(out.starts_with("<figure class=\"recap-chart recap-map\">"), "{out}");
    assert_eq!((out.matches("<circle").count(), out.matches("fill-opacity=\".12\"").count()), (4, 2), "{out}");
    assert!(out.contains("Group A: about 55 people."), "{out}");
    assert!(out.contains("<th scope=\"row\">B</th><td class=\"num\">45</td>"), "{out}");
    insta::assert_snapshot!(download("![a](map)"), @r"
    | Group | People, about | Stands for |
    | --- | ---: | --- |
    | A | 55 | 85% agree with “Three days a week in the office is right for us”; 75% disagree with “Here, you can admit a mistake without paying for it” |
    | B | 45 | 85% disagree with “Three days a week in the office is right for us” |
    ");
    let t = crate::words("en");
    for body in ["![so it was](map:1)", "![so it was](/map)", "![so it was](Map)"] {
        assert_eq!(page(body), "<p>so it was</p>\n", "{body}");
    }
    // Recaps from before there was a map, and rooms in which there was too little to draw one.
    let without = Recap { opinion: None, ..sample() };
    assert_eq!(html("![so it was](map)", &without, &t), "<p>so it was</p>\n");
    assert!(!draft::recap(&without, &t).contains("(map)"));
}

#[test]
fn a_map_without_groups_is_one_cloud() {
    let cells = crate::facts::sample::opinion().cells.into_iter().map(|cell| Cell { group: None, ..cell });
    for (reading, word) in [(Reading::Spectrum, "along one line"), (Reading::NoClearGroups, "no clear groups")] {
        let opinion = Opinion {
            reading,
            cells: cells.clone().collect(),
            groups: vec![],
            unite: vec![],
            divide: vec![],
            ..crate::facts::sample::opinion()
        };
        let facts = Recap { opinion: Some(opinion), ..sample() };
        let t = crate::words("en");
        let body = draft::recap(&facts, &t);
        assert!(body.contains("![The opinion map of this chat](map)") && body.contains(word), "{body}");
        let out = html("![a](map)", &facts, &t);
        assert!(!out.contains("<table") && !out.contains("<text"), "{out}");
        assert_eq!(out.matches("<circle").count(), 7);
        // In a download the words stand alone.
        assert!(!markdown(&body, &facts, &t).contains("(map)"));
    }
}
