//! Styles and scripts without what only their authors need: comments, indentation, and in styles a few blanks.
//!
//! No build step and no parser: of a script only whole lines go, and remarks after ` // `. A script may therefore hold
//! no template literal over several lines, and none of these marks in a string; ours hold none.

/// A style sheet or a script as it is served.
pub fn lean(path: &str, bytes: &[u8]) -> Vec<u8> {
    let ending = path.rsplit('.').next().unwrap_or_default();
    match (ending, std::str::from_utf8(bytes)) {
        ("css", Ok(text)) => style(&lines(text)).into_bytes(),
        ("js", Ok(text)) => lines(text).into_bytes(),
        _ => bytes.to_vec(),
    }
}

fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        let begins = line.starts_with("/*");
        if inside || begins {
            // A comment that begins a line ends with its line, or the whole line is code and stays.
            let end = line.find("*/");
            inside = end.is_none();
            if inside || end == Some(line.len() - 2) {
                continue;
            }
        }
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
        out.push_str(line.split(" // ").next().unwrap_or(line).trim_end());
        out.push('\n');
    }
    out
}

/// Blanks that no style needs. Those around `+` and `-` stay, for sums need them, and those between words.
fn style(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let mut rest = line;
        while let Some((code, after)) = rest.split_once("/*") {
            out.push_str(code.trim_end());
            rest = after.split_once("*/").map_or("", |(_, code)| code);
        }
        out.push_str(rest);
        out.push('\n');
    }
    for (wide, narrow) in
        [(": ", ":"), ("; ", ";"), (" {", "{"), ("{ ", "{"), (", ", ","), (" > ", ">"), (";}", "}"), ("\n", "")]
    {
        out = out.replace(wide, narrow);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::lean;

    #[test]
    fn comments_and_indentation_go_and_code_stays() {
        let cases = [
            (
                "a.js",
                "// why\n  const a = 1; // why\n\n/** What.\n * More. */\nexport { a };\n",
                "const a = 1;\nexport { a };\n",
            ),
            (
                "a.css",
                "/* One. */\n.a > b {\n  margin: calc(1px + 2px) 0; /* why */\n}\n/* Two\n   lines */\n.b{}",
                ".a>b{margin:calc(1px + 2px) 0;}.b{}",
            ),
            ("a.css", "/* x */ .c :is(d, e) {} /* y */", " .c :is(d,e){}"),
            ("a.svg", "  <svg/>", "  <svg/>"),
        ];
        for (path, text, expect) in cases {
            assert_eq!(String::from_utf8(lean(path, text.as_bytes())).unwrap(), expect, "{path}");
        }
    }
}
