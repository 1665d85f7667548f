//! How wide words are, and where lines break.

use super::LEADING;
use crate::escape::xml;
use resvg::usvg::{self, fontdb};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

/// A font of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Face {
    /// Titles and takes.
    Display,
    /// Everything else.
    Body,
    /// Numbers and names.
    Strong,
}

impl Face {
    pub(super) fn css(self) -> (&'static str, u16) {
        match self {
            Self::Display => ("Bricolage Grotesque", 700),
            Self::Body => ("Inter", 400),
            Self::Strong => ("Inter", 600),
        }
    }
}

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for ttf in [web::fonts::DISPLAY_BOLD, web::fonts::TEXT, web::fonts::TEXT_BOLD] {
        fonts.load_font_data(ttf.to_vec());
    }
    Arc::new(fonts)
});

/// Options with our fonts and no others: the picture is the same on every machine. Pictures inside it are not loaded.
pub(super) fn options() -> usvg::Options<'static> {
    usvg::Options { fontdb: Arc::clone(&FONTS), font_family: "Inter".to_owned(), ..usvg::Options::default() }
}

/// Widths of words at size 1, by face.
#[derive(Default)]
pub(super) struct Measure {
    known: HashMap<(Face, String), f32>,
}

impl Measure {
    /// The largest of `sizes` at which `text` fits into `width` and `height`; the last one cuts what is too much.
    pub(super) fn fit(&mut self, text: &str, face: Face, width: f32, sizes: &[f32], height: f32) -> (f32, Vec<String>) {
        for size in sizes {
            let lines = self.wrap(text, face, *size, width, usize::MAX);
            let tallest = f32::from(u16::try_from(lines.len()).unwrap_or(u16::MAX)) * size * LEADING;
            // A word that had to be broken asks for a smaller size first.
            let whole = text.split_whitespace().all(|word| self.width(word, face) * size <= width);
            if tallest <= height && whole {
                return (*size, lines);
            }
        }
        let size = sizes.last().copied().unwrap_or(32.0);
        let mut most = 1_u8;
        while f32::from(most + 1) * size * LEADING <= height {
            most += 1;
        }
        (size, self.wrap(text, face, size, width, usize::from(most)))
    }

    /// Lines of at most `width`, and at most `most` of them, the last one cut with "…". At least one line.
    pub(super) fn wrap(&mut self, text: &str, face: Face, size: f32, width: f32, most: usize) -> Vec<String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        self.learn(&words, face);
        let room = width / size;
        let space = self.width("n n", face) - 2.0 * self.width("n", face);
        let mut lines: Vec<String> = vec![];
        let (mut line, mut used) = (String::new(), 0.0);
        let pieces: Vec<String> = words.iter().flat_map(|word| self.pieces(word, face, room)).collect();
        for piece in pieces {
            let wide = self.width(&piece, face);
            if !line.is_empty() && used + space + wide > room {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            if !line.is_empty() {
                line.push(' ');
                used += space;
            }
            line.push_str(&piece);
            used += wide;
        }
        lines.push(line);
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                while self.width(&format!("{last}…"), face) > room && last.pop().is_some() {}
                last.truncate(last.trim_end_matches([' ', ',', ';', ':', '.']).len());
                last.push('…');
            }
        }
        lines
    }

    /// The word, or what fits of it, again and again.
    fn pieces(&mut self, word: &str, face: Face, room: f32) -> Vec<String> {
        if self.width(word, face) <= room {
            return vec![word.to_owned()];
        }
        let chars: Vec<char> = word.chars().collect();
        let letters: Vec<String> = chars.iter().map(ToString::to_string).collect();
        self.learn(&letters.iter().map(String::as_str).collect::<Vec<_>>(), face);
        let (mut pieces, mut piece, mut used) = (vec![], String::new(), 0.0);
        for letter in letters {
            let wide = self.width(&letter, face);
            if used + wide > room && !piece.is_empty() {
                pieces.push(std::mem::take(&mut piece));
                used = 0.0;
            }
            piece.push_str(&letter);
            used += wide;
        }
        pieces.push(piece);
        pieces
    }

    fn width(&mut self, word: &str, face: Face) -> f32 {
        self.learn(&[word], face);
        self.known.get(&(face, word.to_owned())).copied().unwrap_or_default()
    }

    /// Sets the unknown words in one drawing and asks how wide each came out.
    fn learn(&mut self, words: &[&str], face: Face) {
        let unknown: Vec<&str> =
            words.iter().filter(|w| !self.known.contains_key(&(face, (**w).to_owned()))).copied().collect();
        if unknown.is_empty() {
            return;
        }
        let (family, weight) = face.css();
        let mut svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\">".to_owned();
        for (n, word) in unknown.iter().enumerate() {
            let _ = write!(
                svg,
                "<text id=\"w{n}\" y=\"100\" font-family=\"{family}\" font-weight=\"{weight}\" font-size=\"100\">{}</text>",
                xml(word)
            );
        }
        svg.push_str("</svg>");
        let tree = usvg::Tree::from_str(&svg, &options()).expect("escaped words are well-formed");
        for (n, word) in unknown.iter().enumerate() {
            let wide = tree.node_by_id(&format!("w{n}")).map_or(0.0, |node| node.bounding_box().width() / 100.0);
            self.known.insert((face, (*word).to_owned()), wide);
        }
    }
}
