//! String literals of Rust, of scripts and of templates' expressions. Not a parser: good enough for keys.

/// A string literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Literal<'a> {
    /// Where its first quote stands.
    pub at: usize,
    /// Between the quotes, escapes as written.
    pub text: &'a str,
}

/// What a place in the source is.
enum Part<'a> {
    Comment(usize),
    Literal(usize, &'a str),
    Other(usize),
}

/// The part that starts at `at`. The number is where the next one starts.
fn part(source: &str, at: usize) -> Part<'_> {
    let rest = &source[at..];
    let until = |end: &str, from: usize| rest[from..].find(end).map_or(source.len(), |n| at + from + n);
    if rest.starts_with("//") {
        return Part::Comment(until("\n", 0));
    }
    if rest.starts_with("/*") {
        return Part::Comment((until("*/", 2) + 2).min(source.len()));
    }
    // A quote as a character is no string.
    for quote in ["'\"'", "'\\\"'", "'\\''"] {
        if rest.starts_with(quote) {
            return Part::Other(at + quote.len());
        }
    }
    let hashes = rest.strip_prefix('r').map_or(0, |raw| raw.len() - raw.trim_start_matches('#').len());
    if hashes > 0 && rest[1 + hashes..].starts_with('"') {
        let end = until(&format!("\"{}", "#".repeat(hashes)), hashes + 2);
        return Part::Literal((end + 1 + hashes).min(source.len()), &source[(at + hashes + 2).min(end)..end]);
    }
    if rest.starts_with('"') {
        let mut escaped = false;
        for (n, c) in rest.char_indices().skip(1) {
            match c {
                '"' if !escaped => return Part::Literal(at + n + 1, &rest[1..n]),
                '\\' => escaped = !escaped,
                _ => escaped = false,
            }
        }
        return Part::Other(source.len());
    }
    Part::Other(at + rest.chars().next().map_or(1, char::len_utf8))
}

/// Every string literal between double quotes.
pub(super) fn literals(source: &str) -> Vec<Literal<'_>> {
    let (mut at, mut all) = (0, Vec::new());
    while at < source.len() {
        at = match part(source, at) {
            Part::Literal(next, text) => {
                all.push(Literal { at, text });
                next
            }
            Part::Comment(next) | Part::Other(next) => next,
        };
    }
    all
}

/// The same text with blanks instead of comments; every byte keeps its place.
pub(super) fn without_comments(source: &str) -> String {
    let (mut at, mut out) = (0, String::with_capacity(source.len()));
    while at < source.len() {
        match part(source, at) {
            Part::Comment(next) => {
                out.extend(source[at..next].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
                at = next;
            }
            Part::Literal(next, _) | Part::Other(next) => {
                out.push_str(&source[at..next]);
                at = next;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{literals, without_comments};

    fn texts(source: &str) -> Vec<&str> {
        literals(source).into_iter().map(|it| it.text).collect()
    }

    #[test]
    fn strings_are_found() {
        assert_eq!(texts(r#"f("a", 'x', '"', "b\"c"); // "no""#), ["a", r#"b\"c"#]);
        assert_eq!(texts("r#\"one \"two\"\"# + \"three\" /* \"no\" */ \"é\""), ["one \"two\"", "three", "é"]);
        assert_eq!(texts("\"never closed"), [""; 0]);
    }

    #[test]
    fn comments_become_blanks_in_place() {
        let source = "a // é \"x\nb \"// stays\" /* c\n */ d";
        let code = without_comments(source);
        assert_eq!(code.len(), source.len());
        assert_eq!(code.split_whitespace().collect::<Vec<_>>(), ["a", "b", "\"//", "stays\"", "d"]);
    }
}
