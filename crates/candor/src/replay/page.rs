//! A published page as one file: styles and fonts inside, nothing to fetch, nothing to run, nowhere to go.

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::borrow::Cow;
use swarm::Host;

/// The page with its style sheets written into it. Scripts, icons and addresses of the server are left out.
pub(super) async fn self_contained(host: &Host, html: &str) -> anyhow::Result<String> {
    let mut out = String::with_capacity(html.len() * 2);
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        let tag = tag(&rest[start..]);
        rest = &rest[start + tag.len()..];
        match name(tag) {
            "link" if attribute(tag, "rel").as_deref() == Some("stylesheet") => {
                let href = attribute(tag, "href").context("a style sheet without an address")?;
                let css = fonts_inside(host, &host.text(&href).await?, &href).await?;
                out.push_str("<style>\n");
                // The text of a style element ends at the first of these.
                out.push_str(&css.replace("</", "<\\/"));
                out.push_str("\n</style>");
            }
            "link" | "base" => {}
            "meta"
                if ["property", "name"].iter().filter_map(|it| attribute(tag, it)).any(|it| is_about_server(&it)) => {}
            "script" => rest = after(rest, "</script>")?,
            // The way around a server, and to its other forms of the page, leads nowhere from a file.
            "header" if attribute(tag, "class").as_deref() == Some("site-header") => rest = after(rest, "</header>")?,
            "nav" => rest = after(rest, "</nav>")?,
            _ => out.push_str(tag),
        }
    }
    out.push_str(rest);
    Ok(out)
}

fn after<'a>(html: &'a str, end: &str) -> anyhow::Result<&'a str> {
    html.split_once(end).map(|(_, rest)| rest).with_context(|| format!("the page has no {end}"))
}

fn is_about_server(meta: &str) -> bool {
    meta.starts_with("og:image") || meta == "og:url" || meta.starts_with("twitter:image")
}

/// Files that a style sheet names, as data in it.
async fn fonts_inside(host: &Host, css: &str, sheet: &str) -> anyhow::Result<String> {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("url(") {
        let (before, after) = rest.split_at(start + "url(".len());
        let end = after.find(')').context("an address in a style sheet without an end")?;
        let address = after[..end].trim_matches([' ', '"', '\'']);
        out.push_str(before);
        if address.starts_with("data:") || address.starts_with('#') {
            out.push_str(&after[..end]);
        } else {
            let (bytes, kind) = host.bytes(&resolve(sheet, address)).await?;
            out.extend(["data:", &kind, ";base64,", &STANDARD.encode(bytes)]);
        }
        rest = &after[end..];
    }
    out.push_str(rest);
    Ok(out)
}

/// The path that `address` means on the page at `from`.
fn resolve(from: &str, address: &str) -> String {
    if address.starts_with('/') || address.contains("://") {
        return address.to_owned();
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The tag that `html` begins with; quotes may hold a `>`.
fn tag(html: &str) -> &str {
    if html.starts_with("<!--") {
        return html.find("-->").map_or(html, |end| &html[..end + 3]);
    }
    let mut quote = None;
    for (at, c) in html.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '>') => return &html[..=at],
            _ => {}
        }
    }
    html
}

fn name(tag: &str) -> &str {
    let name = &tag[1..];
    &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())]
}

/// An attribute of a tag as our own templates write it: in double quotes.
fn attribute<'a>(tag: &'a str, wanted: &str) -> Option<Cow<'a, str>> {
    let (_, after) = tag.split_once(&format!(" {wanted}=\""))?;
    let (value, _) = after.split_once('"')?;
    Some(if value.contains('&') {
        Cow::Owned(value.replace("&#38;", "&").replace("&amp;", "&"))
    } else {
        Cow::Borrowed(value)
    })
}

#[cfg(test)]
mod tests {
    use super::{attribute, name, resolve, tag};

    #[test]
    fn tags_are_cut_where_they_end() {
        for (html, cut, called) in [
            ("<p>x", "<p>", "p"),
            ("<a title=\"a > b\" href='>'>x", "<a title=\"a > b\" href='>'>", "a"),
            ("<!-- <p> --> x", "<!-- <p> -->", ""),
            ("</p>", "</p>", ""),
            ("<br/>", "<br/>", "br"),
            ("< 5", "< 5", ""),
        ] {
            assert_eq!((tag(html), name(tag(html))), (cut, called));
        }
    }

    #[test]
    fn attributes_and_addresses() {
        let link = r#"<link rel="stylesheet" href="/assets/1/web/base.css?a&#38;b">"#;
        assert_eq!(attribute(link, "href").as_deref(), Some("/assets/1/web/base.css?a&b"));
        assert_eq!(attribute(link, "type"), None);
        let sheet = "/assets/1/web/base.css";
        assert_eq!(resolve(sheet, "../fonts/inter.woff2"), "/assets/1/fonts/inter.woff2");
        assert_eq!(resolve(sheet, "inter.woff2"), "/assets/1/web/inter.woff2");
        assert_eq!(resolve(sheet, "/x/y"), "/x/y");
    }
}
