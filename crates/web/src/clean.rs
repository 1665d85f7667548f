//! Words of people, made safe to show: no control characters, no tricks of direction, no endless lines.

/// Why a text cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CleanError {
    /// Nothing but white space.
    #[error("empty")]
    Empty,
    /// More characters than fit.
    #[error("{is} characters are too many: {max} fit")]
    TooLong {
        /// Most allowed.
        max: usize,
        /// Characters given.
        is: usize,
    },
    /// Characters that cannot be shown, or that change the direction of what stands around them.
    #[error("characters that cannot be shown")]
    Control,
}

/// One line: trimmed, white space folded to single blanks, at most `max` characters.
pub fn line(raw: &str, max: usize) -> Result<String, CleanError> {
    let folded = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    check(folded, max, |_| false)
}

/// Several lines: trimmed, line breaks as `\n`, at most `max` characters.
pub fn text(raw: &str, max: usize) -> Result<String, CleanError> {
    let unified = raw.replace("\r\n", "\n").replace('\r', "\n");
    check(unified.trim().to_owned(), max, |c| c == '\n' || c == '\t')
}

fn check(text: String, max: usize, allowed: fn(char) -> bool) -> Result<String, CleanError> {
    if text.chars().any(|c| !allowed(c) && (c.is_control() || is_hidden(c))) {
        return Err(CleanError::Control);
    }
    let is = text.chars().count();
    match is {
        _ if text.chars().all(is_blank) => Err(CleanError::Empty),
        _ if is > max => Err(CleanError::TooLong { max, is }),
        _ => Ok(text),
    }
}

/// Shows nothing by itself: a name of these alone could not be told from none.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200c}' | '\u{200d}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}'
            | '\u{e0100}'..='\u{e01ef}')
}

/// Overrides and isolates of direction, separators, byte order mark, tags: nothing that a reader sees, and all of it
/// able to change what a reader sees. Joiners stay: emoji and several scripts need them.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::CleanError::{Control, Empty, TooLong};
    use super::{line, text};

    #[test]
    fn lines() {
        let cases = [
            ("  a \t b\n c ", Ok("a b c")),
            ("", Err(Empty)),
            (" \n ", Err(Empty)),
            ("\u{200d}\u{3164} \u{2800}", Err(Empty)),
            ("12345678901", Err(TooLong { max: 10, is: 11 })),
            ("äöüßéèêñçø", Ok("äöüßéèêñçø")),
            ("a\u{0}b", Err(Control)),
            ("a\u{202e}b", Err(Control)),
            ("a\u{2066}b", Err(Control)),
            ("👩\u{200d}🔧", Ok("👩\u{200d}🔧")),
            ("<b>&amp;", Ok("<b>&amp;")),
        ];
        for (raw, expect) in cases {
            assert_eq!(line(raw, 10), expect.map(str::to_owned), "{raw:?}");
        }
    }

    #[test]
    fn texts_keep_their_lines() {
        assert_eq!(text(" a\r\nb\rc \n", 10), Ok("a\nb\nc".to_owned()));
        assert_eq!(text("a\u{7}", 10), Err(Control));
    }
}
