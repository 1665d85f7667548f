//! QR codes as SVG, made on the server.

use fast_qr::QRBuilder;
use std::fmt::Write;

/// Quiet zone around the code, in modules; scanners need four.
const QUIET: usize = 4;

/// A QR code as an SVG of crisp squares, dark on white in every theme, for scanners need that.
///
/// `title` names it for those who do not see it. A text too long for any code answers an empty string.
pub fn svg_titled(text: &str, title: &str) -> String {
    let Ok(code) = QRBuilder::new(text).build() else { return String::new() };
    let size = code.size;
    let edge = size + 2 * QUIET;
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let start = x;
            while x < size && code[y][x].value() {
                x += 1;
            }
            if x > start {
                // One rectangle per run of dark modules keeps the picture small.
                let _ = write!(path, "M{} {}h{}v1h-{}z", start + QUIET, y + QUIET, x - start, x - start);
            }
            x += 1;
        }
    }
    let title = escape(title);
    format!(
        r##"<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {edge} {edge}" role="img" aria-label="{title}" shape-rendering="crispEdges"><rect width="{edge}" height="{edge}" fill="#fff"/><path fill="#000" d="{path}"/></svg>"##
    )
}

/// The same, named by what it says.
pub fn svg(text: &str) -> String {
    svg_titled(text, text)
}

/// Text made safe inside markup and double-quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn has_a_quiet_zone_and_an_escaped_name() {
        let svg = super::svg_titled("https://example.org/j/123456", "Join <now>");
        assert!(svg.contains("aria-label=\"Join &lt;now&gt;\""));
        assert!(svg.contains("d=\"M4 4h7v1h-7z"), "the first finder pattern begins after four quiet modules");
        assert!(!svg.contains("style="));
    }
}
