//! A text as words, numbers and marks, in sentences.

use crate::fold::{fold, is_apostrophe, is_invisible};
use unicode_segmentation::UnicodeSegmentation;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Number,
    Mark(char),
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Title,
    Upper,
    /// A writing without capitals.
    None,
}

/// A word, a number or a mark, and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// First byte.
    pub start: usize,
    /// Byte behind the last.
    pub end: usize,
    /// Small, without accents.
    pub text: String,
    pub kind: Kind,
    pub case: Case,
    /// Number of its sentence, from 0.
    pub sentence: usize,
    /// First word of its sentence.
    pub first: bool,
    /// Length in quarters of a word: four for a word between spaces, fewer for a sign of a writing without spaces, none
    /// for the rest of a contraction.
    pub quarters: usize,
}

impl Token {
    pub fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    pub fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }
}

/// A text, cut up.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    pub all: Vec<Token>,
    /// Of each sentence, its first token and the one behind its last.
    pub sentences: Vec<(usize, usize)>,
}

/// Words after which a full stop ends nothing.
const SHORT: &[&str] = &[
    "dr", "dra", "mr", "mrs", "ms", "sr", "sra", "prof", "st", "vs", "approx", "etc", "ej", "no", "ud", "uds", "eg",
    "ie", "e.g", "i.e",
];

impl Tokens {
    /// The words of a sentence between its first token and the one behind its last.
    pub fn words(&self, sentence: (usize, usize)) -> usize {
        self.all[sentence.0..sentence.1].iter().map(|token| token.quarters).sum::<usize>() / 4
    }

    /// All words.
    pub fn word_count(&self) -> usize {
        self.all.iter().map(|token| token.quarters).sum::<usize>() / 4
    }

    /// Bytes of a range of tokens, which is not empty.
    pub fn span(&self, from: usize, to: usize) -> (usize, usize) {
        (self.all[from].start, self.all[to - 1].end)
    }
}

/// Cuts a text up. One walk, and a second over what it found.
pub(crate) fn tokens(text: &str) -> Tokens {
    let mut pieces = Pieces::default();
    for (start, piece) in text.split_word_bound_indices() {
        pieces.add(start, piece);
    }
    pieces.into_sentences()
}

/// Tokens, and before which of them a line or a paragraph broke.
#[derive(Default)]
struct Pieces {
    all: Vec<Token>,
    /// For each token: a space stands before it; a line break stands before it.
    before: Vec<(bool, bool)>,
    space: bool,
    line: bool,
    /// Only invisible signs stand behind the last token.
    glue: bool,
}

impl Pieces {
    fn add(&mut self, start: usize, piece: &str) {
        let Some(first) = piece.chars().find(|&c| !is_invisible(c)) else {
            self.glue = !self.space;
            return;
        };
        if first.is_whitespace() || first.is_control() {
            self.space = true;
            self.line |= piece.contains(['\n', '\r', '\u{2028}', '\u{2029}']);
            return;
        }
        if first.is_alphanumeric() {
            self.word(start, piece, first);
        } else {
            let end = start + piece.len();
            self.push(start, end, first.to_string(), Kind::Mark(first), Case::None, 0);
        }
    }

    fn word(&mut self, start: usize, piece: &str, first: char) {
        let end = start + piece.len();
        let text = fold(piece);
        let kind = if first.is_numeric() { Kind::Number } else { Kind::Word };
        if self.glue
            && !self.space
            && let Some(last) = self.all.last_mut().filter(|last| last.is_word() && kind == Kind::Word)
        {
            // An invisible sign does not part a word.
            last.end = end;
            last.text.push_str(&text);
            self.glue = false;
            return;
        }
        if self.joins_hyphen() {
            self.all.pop();
            self.before.pop();
            if let Some(last) = self.all.last_mut() {
                last.end = end;
                last.text.push('-');
                last.text.push_str(&text);
                return;
            }
        }
        let case = case(piece);
        if kind == Kind::Word
            && let Some((head, tail)) = contraction(&text)
            && let Some(cut) = cut(piece, head.1)
        {
            self.push(start, start + cut, head.0.to_owned(), kind, case, 4);
            self.push(start + cut, end, tail.to_owned(), kind, Case::Lower, 0);
        } else {
            self.push(start, end, text, kind, case, quarters(first));
        }
    }

    /// The last token is a hyphen between two words, without spaces.
    fn joins_hyphen(&self) -> bool {
        let [.., head, hyphen] = &self.all[..] else { return false };
        let close = self.before.last().is_some_and(|(space, _)| !space);
        let is_hyphen = hyphen.is_mark('-') || hyphen.is_mark('\u{2010}') || hyphen.is_mark('\u{2011}');
        is_hyphen && close && !self.space && !matches!(head.kind, Kind::Mark(_))
    }

    fn push(&mut self, start: usize, end: usize, text: String, kind: Kind, case: Case, quarters: usize) {
        self.all.push(Token { start, end, text, kind, case, sentence: 0, first: false, quarters });
        self.before.push((self.space, self.line));
        (self.space, self.line, self.glue) = (false, false, false);
    }

    fn into_sentences(self) -> Tokens {
        let Self { mut all, before, .. } = self;
        let mut sentences = Vec::new();
        let (mut begin, mut seen_word) = (0, false);
        for n in 0..all.len() {
            if n > begin && (before[n].1 || ends(&all, &before, n)) {
                sentences.push((begin, n));
                (begin, seen_word) = (n, false);
            }
            all[n].sentence = sentences.len();
            all[n].first = !seen_word && !matches!(all[n].kind, Kind::Mark(_));
            seen_word |= all[n].first;
        }
        if begin < all.len() {
            sentences.push((begin, all.len()));
        }
        Tokens { all, sentences }
    }
}

/// Whether a sentence ends right before token `n`.
fn ends(all: &[Token], before: &[(bool, bool)], n: usize) -> bool {
    let Kind::Mark(mark) = all[n - 1].kind else { return false };
    let goes_on = matches!(all[n].kind, Kind::Mark(c) if is_end(c) || is_closing(c)) && !before[n].0;
    match mark {
        '。' | '！' | '？' => !goes_on,
        '.' | '…' => {
            let short =
                n >= 2 && (SHORT.contains(&all[n - 2].text.as_str()) || all[n - 2].text.chars().nth(1).is_none());
            let small = all[n].case == Case::Lower;
            before[n].0 && !(goes_on || small || short && all[n - 2].is_word())
        }
        '!' | '?' => before[n].0 && !goes_on,
        c if is_closing(c) => {
            // A closing quote right after the end of a sentence.
            n >= 2 && before[n].0 && matches!(all[n - 2].kind, Kind::Mark(c) if is_end(c)) && all[n].case != Case::Lower
        }
        _ => false,
    }
}

fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\u{201D}' | '\u{2019}' | '»' | ')' | ']')
}

fn case(piece: &str) -> Case {
    let mut letters = piece.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else { return Case::None };
    if first.is_lowercase() {
        return Case::Lower;
    }
    if !first.is_uppercase() {
        return Case::None;
    }
    // Marks and signs without case decide nothing.
    let mut rest = letters.filter(|c| c.is_lowercase() || c.is_uppercase()).peekable();
    if rest.peek().is_none() || rest.any(char::is_lowercase) { Case::Title } else { Case::Upper }
}

/// Length of a token in quarters of a word.
fn quarters(first: char) -> usize {
    match first {
        // Han, kana: about two signs to a word.
        '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}' => 2,
        // Thai, Lao, Myanmar, Khmer: about four.
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' => 1,
        _ => 4,
    }
}

/// `you're` is `you` and `are`: both parts, and how many letters the first has in the text.
fn contraction(text: &str) -> Option<((&str, usize), &str)> {
    let known = |head: &'static str, letters: usize, tail: &'static str| Some(((head, letters), tail));
    match text {
        "dont" => return known("do", 2, "not"),
        "doesnt" => return known("does", 4, "not"),
        "didnt" => return known("did", 3, "not"),
        "cant" | "cannot" | "can't" => return known("can", 3, "not"),
        "isnt" => return known("is", 2, "not"),
        "youre" => return known("you", 3, "are"),
        "youve" => return known("you", 3, "have"),
        "im" => return known("i", 1, "am"),
        "ive" => return known("i", 1, "have"),
        "won't" => return known("will", 2, "not"),
        "shan't" => return known("shall", 3, "not"),
        "let's" => return known("let", 3, "us"),
        _ => {}
    }
    let (head, tail) = text.rsplit_once('\'')?;
    let letters = head.chars().count();
    match tail {
        "re" => Some(((head, letters), "are")),
        "m" => Some(((head, letters), "am")),
        "ve" => Some(((head, letters), "have")),
        "ll" => Some(((head, letters), "will")),
        "d" => Some(((head, letters), "would")),
        "s" => Some(((head, letters), "'s")),
        "t" => Some(((head.strip_suffix('n')?, letters - 1), "not")),
        _ => None,
    }
    .filter(|((head, _), _)| !head.is_empty() && !head.contains('\''))
}

/// The byte behind this many letters.
fn cut(piece: &str, letters: usize) -> Option<usize> {
    if piece.chars().all(|c| c.is_ascii_alphabetic() || is_apostrophe(c)) {
        return piece.char_indices().nth(letters).map(|(at, _)| at);
    }
    // Marks and invisible signs stand between the letters: cut at the apostrophe.
    piece.char_indices().rev().find(|&(_, c)| is_apostrophe(c)).map(|(at, _)| at).filter(|&at| at > 0)
}

#[cfg(test)]
mod tests {
    use super::{Case, tokens};

    fn words(text: &str) -> String {
        let tokens = tokens(text);
        let of = |&(from, to): &(usize, usize)| {
            tokens.all[from..to].iter().map(|token| token.text.as_str()).collect::<Vec<_>>().join(" ")
        };
        tokens.sentences.iter().map(of).collect::<Vec<_>>().join(" / ")
    }

    #[test]
    fn sentences() {
        for (text, is) in [
            ("You're late. Don't!", "you are late . / do not !"),
            ("At 3.5 kg, e.g. Dr. Haruna said so. Yes", "at 3.5 kg , e.g . dr . haruna said so . / yes"),
            ("It broke. you left", "it broke . you left"),
            ("¿Puedes? ¡Sí!", "¿ puedes ? / ¡ si !"),
            ("one\ntwo", "one / two"),
            ("stand-up on 2026-06-15", "stand-up on 2026-06-15"),
            ("He said \u{201C}no.\u{201D} Then left.", "he said \u{201C} no . \u{201D} / then left ."),
            ("What?! Why", "what ? ! / why"),
            ("the team\u{2019}s plan", "the team 's plan"),
            ("\u{202E}la\u{200B}zy\u{0}", "lazy"),
            ("", ""),
        ] {
            assert_eq!(words(text), is, "{text}");
        }
    }

    #[test]
    fn words_are_counted() {
        for (text, words) in [("You're a well-known friend", 4), ("三天前的会议", 3), ("12 boxes!", 2), ("…", 0)]
        {
            assert_eq!(tokens(text).word_count(), words, "{text}");
        }
    }

    #[test]
    fn capitals() {
        let cases: Vec<_> = tokens("Mei SAID a I 会").all.iter().map(|token| token.case).collect();
        assert_eq!(cases, [Case::Title, Case::Upper, Case::Lower, Case::Title, Case::None]);
    }
}
