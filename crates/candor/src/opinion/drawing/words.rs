//! Words in a picture.

/// Text made safe inside markup. What XML cannot hold at all is left out.
pub(super) fn xml(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\t' | '\n' | '\r' => safe.push(' '),
            '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}' => {}
            _ => safe.push(sign),
        }
    }
    safe
}

/// Text in lines of at most `width` times the size of the letters; what is too much ends in `…`.
pub(super) fn lines(text: &str, width: f64, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    for word in text.split_whitespace().flat_map(|word| pieces(word, width)) {
        let wide = measure(&word);
        if used > 0.0 && used + measure(" ") + wide > width {
            if lines.len() == most {
                shorten(&mut lines, width);
                return lines;
            }
            lines.push(String::new());
            used = 0.0;
        }
        let last = lines.len() - 1;
        if used > 0.0 {
            lines[last].push(' ');
            used += measure(" ");
        }
        lines[last].push_str(&word);
        used += wide;
    }
    lines
}

/// A word that is longer than a line, in parts.
fn pieces(word: &str, width: f64) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for sign in word.chars() {
        let last = pieces.len() - 1;
        if !pieces[last].is_empty() && measure(&pieces[last]) + letter(sign) > width {
            pieces.push(String::new());
        }
        let last = pieces.len() - 1;
        pieces[last].push(sign);
    }
    pieces
}

fn shorten(lines: &mut [String], width: f64) {
    let Some(line) = lines.last_mut() else { return };
    while measure(line) + letter('…') > width && line.pop().is_some() {}
    let end = line.trim_end().len();
    line.truncate(end);
    line.push('…');
}

/// About how wide a text is, in sizes of its letters. Fonts differ: rather too wide than too narrow.
pub(super) fn measure(text: &str) -> f64 {
    text.chars().map(letter).sum()
}

fn letter(sign: char) -> f64 {
    match sign {
        ' ' | '.' | ',' | ':' | ';' | '!' | '|' | '\'' | 'i' | 'j' | 'l' | 'I' | 't' | 'f' | 'r' => 0.34,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' => 0.92,
        'A'..='Z' => 0.7,
        // Chinese, Japanese, Korean, and pictures.
        '\u{2E80}'.. => 1.05,
        _ => 0.58,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_stays_words() {
        assert_eq!(xml("<a b=\"1\">&'\u{8}\u{FFFF}x\ny"), "&lt;a b=&quot;1&quot;&gt;&amp;&#39;x y");
    }

    #[test]
    fn lines_are_filled_and_cut() {
        assert_eq!(lines("one two three", 5.0, 3), ["one two", "three"]);
        assert_eq!(lines("", 5.0, 3), [""]);
        let cut = lines("one two three four five six seven", 5.0, 2);
        assert_eq!(cut.len(), 2);
        assert!(cut[1].ends_with('…'), "{cut:?}");
        for text in ["word ".repeat(50), "x".repeat(400), "漢字".repeat(90)] {
            let all = lines(&text, 12.0, usize::MAX);
            assert!(all.iter().all(|line| measure(line) <= 12.0), "{all:?}");
            assert_eq!(all.concat().replace(' ', ""), text.replace(' ', ""));
            assert_eq!(lines(&text, 12.0, 3).len(), 3);
        }
    }
}
