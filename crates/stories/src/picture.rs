//! The picture that a shared link shows: 1200 × 630, title on the left, up to three takes with their bars on the right.

mod measure;

use crate::escape::{plain, xml};
use crate::facts::{Recap, Section};
use crate::numbers::{Sided, date};
use measure::{Face, Measure};
use opinion::{Tally, Verdict, split_index};
use resvg::{tiny_skia, usvg};
use std::fmt::Write as _;
use web::Words;

/// Width in pixels.
pub const WIDTH: u32 = 1200;
/// Height in pixels.
pub const HEIGHT: u32 = 630;

// Dark tokens of the style sheet; a picture has no cascade to take them from.
const BG: &str = "#121119";
const SURFACE: &str = "#1C1A26";
const INK: &str = "#F6F4EF";
const INK_2: &str = "#BDB8C9";
const BRAND: &str = "#A99BFF";
const ON_BRAND: &str = "#150B3F";
const AGREE: &str = "#7FB0FF";
const DISAGREE: &str = "#FFB25C";

/// Takes on the picture.
const TAKES: usize = 3;

/// Where the right half begins, and the margins of both.
const SPLIT_X: f32 = 560.0;
const MARGIN: f32 = 64.0;
const RIGHT_X: f32 = 612.0;
const RIGHT_WIDTH: f32 = 524.0;
const RIGHT_HEIGHT: f32 = 540.0;
const BAR_HEIGHT: f32 = 30.0;
/// Smallest distance of two takes.
const GAP: f32 = 22.0;
/// Line height, in sizes.
const LEADING: f32 = 1.12;
/// Sizes of the title, tried from the largest.
const TITLE: &[f32] = &[72.0, 64.0, 56.0, 50.0, 44.0, 38.0, 34.0];
const TITLE_ALONE: &[f32] = &[104.0, 92.0, 80.0, 68.0, 56.0, 44.0];

/// The picture as PNG.
pub fn png(facts: &Recap, t: &Words) -> Vec<u8> {
    let options = measure::options();
    let svg = svg(facts, t);
    let tree = usvg::Tree::from_str(&svg, &options).expect("our own drawing with escaped text is well-formed");
    let mut pixels = tiny_skia::Pixmap::new(WIDTH, HEIGHT).expect("neither side is zero");
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().expect("writing to memory does not fail")
}

fn svg(facts: &Recap, t: &Words) -> String {
    let shown = chosen(facts);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\">\
         <defs><pattern id=\"hatch\" width=\"16\" height=\"16\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <rect width=\"16\" height=\"16\" fill=\"{DISAGREE}\"/><rect width=\"5.5\" height=\"16\" fill=\"{BG}\" fill-opacity=\"0.34\"/></pattern>\
         <radialGradient id=\"glow\" cx=\"0\" cy=\"1\" r=\"1\"><stop offset=\"0\" stop-color=\"#5B3DF5\" stop-opacity=\"0.34\"/>\
         <stop offset=\"1\" stop-color=\"#5B3DF5\" stop-opacity=\"0\"/></radialGradient></defs>\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"{BG}\"/>\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"url(#glow)\"/>"
    );
    let whole = shown.is_empty();
    let width = if whole { 1072.0 } else { SPLIT_X - MARGIN - 44.0 };
    wordmark(&mut out, t);
    left(&mut out, facts, width, t);
    if !whole {
        let panel_width = 1200.0 - SPLIT_X;
        let _ = write!(out, "<rect x=\"{SPLIT_X}\" width=\"{panel_width}\" height=\"{HEIGHT}\" fill=\"{SURFACE}\"/>");
        right(&mut out, &shown, t);
    }
    out.push_str("</svg>");
    out
}

/// A percentage of very few has no place on a picture that travels without its article.
fn tells((.., sided): &(usize, &Section, Sided)) -> bool {
    sided.counts.verdict != Verdict::TooFew
}

/// The takes that tell most, in the order of the chat: the surest, the most divided, then as they came.
fn chosen(facts: &Recap) -> Vec<(&Section, Sided)> {
    let all: Vec<(usize, &Section, Sided)> =
        facts.takes.iter().enumerate().filter_map(|(at, s)| Some((at, s, Sided::of(s)?))).filter(tells).collect();
    let divided = |s: &Sided| {
        let c = s.counts;
        split_index(&Tally { agree: c.agree, disagree: c.disagree, pass: c.pass, reservations: c.reservations })
    };
    let surest = all.iter().max_by(|a, b| a.2.certainty().total_cmp(&b.2.certainty())).map(|a| a.0);
    let undecided = all.iter().filter(|a| matches!(a.2.counts.verdict, Verdict::Split | Verdict::Polarised));
    let most_divided = undecided.max_by(|a, b| divided(&a.2).total_cmp(&divided(&b.2))).map(|a| a.0);
    let mut picked: Vec<usize> = vec![];
    for at in surest.into_iter().chain(most_divided).chain(all.iter().map(|a| a.0)) {
        if !picked.contains(&at) && picked.len() < TAKES {
            picked.push(at);
        }
    }
    all.into_iter().filter(|(at, ..)| picked.contains(at)).map(|(_, section, sided)| (section, sided)).collect()
}

/// The sign and the name, as in the header of every page.
fn wordmark(out: &mut String, t: &Words) {
    let _ = write!(
        out,
        "<g transform=\"translate(61 58) scale(1.25)\">\
         <path d=\"M6 5h20a4 4 0 0 1 4 4v11a4 4 0 0 1-4 4H15l-7 5v-5H6a4 4 0 0 1-4-4V9a4 4 0 0 1 4-4z\" fill=\"{BRAND}\"/>\
         <path d=\"M13.5 10.5 9 14.5l4.5 4m5-8 4.5 4-4.5 4\" fill=\"none\" stroke=\"{ON_BRAND}\" stroke-width=\"2.6\" \
         stroke-linecap=\"round\" stroke-linejoin=\"round\"/></g>"
    );
    text(
        out,
        &Line { x: 112.0, y: 88.0, size: 32.0, face: Face::Display, fill: INK, end: false },
        &t.text("picture-wordmark"),
    );
}

fn left(out: &mut String, facts: &Recap, width: f32, t: &Words) {
    let mut measure = Measure::default();
    let sizes = if width > 1000.0 { TITLE_ALONE } else { TITLE };
    let (size, lines) = measure.fit(&plain(&facts.title), Face::Display, width, sizes, 320.0);
    // Stands on the line below it, so that a short title does not float.
    let leading = size * LEADING;
    let mut y = 506.0 - leading * step(lines.len() - 1);
    let series = plain(&facts.series);
    if !series.is_empty() && !facts.title.contains(&facts.series) {
        let named = measure.wrap(&series, Face::Strong, 24.0, width, 1).join(" ");
        let above = y - size * 0.74 - 26.0;
        text(out, &Line { x: MARGIN, y: above, size: 24.0, face: Face::Strong, fill: BRAND, end: false }, &named);
    }
    for line in &lines {
        text(out, &Line { x: MARGIN, y, size, face: Face::Display, fill: INK, end: false }, line);
        y += leading;
    }
    let voices = t.with("picture-voices", &[("voices", facts.voices.into())]);
    let below: Vec<String> = date(&facts.held_on, t).into_iter().chain([voices]).collect();
    text(out, &Line { x: MARGIN, y: 564.0, size: 24.0, face: Face::Body, fill: INK_2, end: false }, &below.join(" · "));
}

fn right(out: &mut String, shown: &[(&Section, Sided)], t: &Words) {
    let (size, rows) = takes(shown);
    let leading = size * LEADING;
    let heights: f32 = rows.iter().map(|(lines, _)| row_height(lines.len(), leading)).sum();
    let gap = ((RIGHT_HEIGHT - heights) / step(rows.len())).clamp(GAP, 52.0);
    let mut y = (630.0 - heights - gap * step(rows.len() - 1)) / 2.0;
    for (lines, sided) in &rows {
        let mut base = y + size * 0.84;
        for line in lines {
            text(out, &Line { x: RIGHT_X, y: base, size, face: Face::Display, fill: INK, end: false }, line);
            base += leading;
        }
        let top = y + leading * step(lines.len()) + 12.0;
        bar(out, top, sided);
        labels(out, top + BAR_HEIGHT + 30.0, sided, t);
        y += row_height(lines.len(), leading) + gap;
    }
}

/// The takes in one size: the largest at which all of them stand there uncut. A cut take could say something else.
fn takes<'a>(shown: &'a [(&Section, Sided)]) -> (f32, Vec<(Vec<String>, &'a Sided)>) {
    let mut measure = Measure::default();
    let sizes: &[f32] = if shown.len() == 1 { &[42.0, 36.0, 30.0] } else { &[30.0, 27.0, 24.0, 22.0, 20.0] };
    let mut rows = vec![];
    for size in sizes {
        rows = shown
            .iter()
            .map(|(section, sided)| (measure.wrap(&plain(&section.text), Face::Display, *size, RIGHT_WIDTH, 8), sided))
            .collect();
        let heights: f32 =
            rows.iter().map(|(lines, _): &(Vec<String>, _)| row_height(lines.len(), size * LEADING)).sum();
        if heights + GAP * step(rows.len() - 1) <= RIGHT_HEIGHT {
            return (*size, rows);
        }
    }
    // Longer than a take may be, or one long word after the other.
    for (lines, _) in &mut rows {
        if lines.len() > 4 {
            lines.truncate(4);
            lines[3].push('…');
        }
    }
    (sizes[sizes.len() - 1], rows)
}

fn row_height(lines: usize, leading: f32) -> f32 {
    leading * step(lines) + 12.0 + BAR_HEIGHT + 36.0
}

/// Disagree from the left, agree from the right, a gap between, a dashed line at the half.
fn bar(out: &mut String, top: f32, sided: &Sided) {
    #[expect(clippy::cast_possible_truncation, reason = "a share between 0 and 1")]
    let share = sided.share.clamp(0.0, 1.0) as f32;
    let gap = if share > 0.0 && share < 1.0 { 5.0 } else { 0.0 };
    let room = RIGHT_WIDTH - gap;
    // A single dissenter among hundreds is still to be seen.
    let agree = if gap > 0.0 { (room * share).clamp(6.0, room - 6.0) } else { room * share };
    let disagree = room - agree;
    for (x, width, fill) in [(RIGHT_X, disagree, "url(#hatch)"), (RIGHT_X + disagree + gap, agree, AGREE)] {
        if width > 0.0 {
            let round = 7.0_f32.min(width / 2.0);
            let _ = write!(
                out,
                "<rect x=\"{x:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{BAR_HEIGHT}\" rx=\"{round:.1}\" fill=\"{fill}\"/>"
            );
        }
    }
    let half = RIGHT_X + RIGHT_WIDTH / 2.0;
    let _ = write!(
        out,
        "<path d=\"M{half:.1} {:.1}V{:.1}\" stroke=\"{INK}\" stroke-width=\"2\" stroke-dasharray=\"5 4\" stroke-opacity=\"0.85\"/>",
        top - 6.0,
        top + BAR_HEIGHT + 6.0
    );
}

fn labels(out: &mut String, y: f32, sided: &Sided, t: &Words) {
    let disagree = t.with("picture-disagree", &[("share", sided.disagree().into())]);
    let agree = t.with("picture-agree", &[("share", sided.agree().into())]);
    text(out, &Line { x: RIGHT_X, y, size: 23.0, face: Face::Strong, fill: DISAGREE, end: false }, &disagree);
    text(out, &Line { x: RIGHT_X + RIGHT_WIDTH, y, size: 23.0, face: Face::Strong, fill: AGREE, end: true }, &agree);
}

/// How a line of text is set.
struct Line {
    x: f32,
    y: f32,
    size: f32,
    face: Face,
    fill: &'static str,
    /// Ends at `x` instead of starting there.
    end: bool,
}

fn text(out: &mut String, line: &Line, words: &str) {
    let Line { x, y, size, face, fill, end } = line;
    let anchor = if *end { " text-anchor=\"end\"" } else { "" };
    let (family, weight) = face.css();
    let _ = write!(
        out,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" font-family=\"{family}\" font-weight=\"{weight}\" font-size=\"{size:.1}\" fill=\"{fill}\"{anchor}>{}</text>",
        xml(words)
    );
}

/// A small count as a measure.
#[expect(clippy::cast_precision_loss, reason = "a handful of lines or rows")]
fn step(n: usize) -> f32 {
    n as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::sample::{counts, sample, section};

    fn size_of(png: &[u8]) -> (u32, u32) {
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
        (number(16), number(20))
    }

    #[test]
    fn it_is_a_picture_of_the_right_size_whatever_is_in_it() {
        let t = crate::words("en");
        let mut odd = sample();
        odd.title = "<&\"'>\u{ffff}\u{0} Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen お茶 ".repeat(6);
        odd.series = String::new();
        odd.held_on = "some day".into();
        odd.takes = vec![section(&"W".repeat(140), counts(50, 0, 0, 0)), section("", counts(0, 70, 0, 0))];
        let empty = Recap { title: String::new(), takes: vec![], ..sample() };
        for facts in [sample(), odd, empty] {
            assert_eq!(size_of(&png(&facts, &t)), (WIDTH, HEIGHT));
        }
    }

    #[test]
    fn the_surest_and_the_most_divided_are_on_it() {
        let facts = sample();
        let texts: Vec<&str> = chosen(&facts).iter().map(|(s, _)| s.text.as_str()).collect();
        let [first, friday, _, _, written, ..] = &facts.takes[..] else { unreachable!("the sample has six takes") };
        assert_eq!(texts, [&first.text, &friday.text, &written.text]);
    }

    #[test]
    fn user_text_is_text() {
        let mut facts = sample();
        facts.title = "</text><image href=\"file:///etc/passwd\"/>".into();
        let drawing = svg(&facts, &crate::words("en"));
        assert!(!drawing.contains("<image"), "{drawing}");
    }
}
